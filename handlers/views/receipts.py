"""Receipts: the exact sentence of a claim, and under it who said so, where, and when.

Whatever a view utters, its claims are shown through here: sentences as quotes, one quote for all claims
that a sentence makes. Which claims a screen shows is its own view's choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from handlers.bidi import foreign
from handlers.i18n import Translator
from handlers.views.message import Block, Inline, Paragraph, Quote
from storage.answers import Claim, Count, Source
from storage.corpus.text import fold
from storage.records import Actor, ArticleKind, Attribution, Citation, Event, Figure, Origin, Outlet, SpeakerRole, Story

LONG = 280
"""A sentence of more characters than this folds."""
_SEPARATOR = " · "
_PUNCTUATION = re.compile(r"[^\w]+")
_TANWEEN = re.compile("(?:اً|ًا)(?!\\w)")
_OBLIQUE = "ين"
_SIGNS = {Origin.REVIEWED: "✔︎", Origin.EXTRACTED: "🤖"}


def dotted(parts: Iterable[str | tuple[Inline, ...]]) -> tuple[Inline, ...]:
    """Short facts on one line, between dots; those that are empty are left out."""
    line: list[Inline] = []
    for part in parts:
        if part:
            line += [_SEPARATOR] if line else []
            line += [part] if isinstance(part, str) else part
    return tuple(line)


def quote(sentence: str) -> Quote:
    """The sentence as it stands in the article."""
    return Quote((sentence,), expandable=len(sentence) > LONG, tight=False)


def receipts(
    claims: Sequence[Claim | Count], t: Translator, notes: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> tuple[Block, ...]:
    """Each sentence once, and under it a line for each who says it there. `notes`, by the id of a claim, are further
    words for that line: what the claim says otherwise than the headline above."""
    told: dict[Citation, dict[Attribution, list[Claim | Count]]] = {}
    for claim in claims:
        fact = _fact(claim)
        told.setdefault(fact.citation, {}).setdefault(fact.attribution, []).append(claim)
    blocks: list[Block] = []
    for citation, tellers in told.items():
        blocks.append(quote(citation.sentence))
        for same in tellers.values():
            remarks = dict.fromkeys(words for claim in same for words in notes.get(_fact(claim).id, ()))
            blocks.append(_source_line(same[0], remarks, t))
    return tuple(blocks)


def _source_line(claim: Claim | Count, remarks: Iterable[str], t: Translator) -> Paragraph:
    words = (*said(claim, t), *remarks, reviewed(_fact(claim).origin, t))
    return Paragraph(("— ", *dotted((*words, opens(claim.source, t)))), tight=True)


def said(claim: Claim | Count, t: Translator) -> tuple[str, ...]:
    """Speaker, agency, outlet and publication date, each where known."""
    attribution = _fact(claim).attribution
    via = t("receipt.via", agency=agency(attribution.agency, t)) if attribution.agency else ""
    return (speaker(attribution, t), via, outlet(claim.source, t), t.publication(claim.source.published))


def teller(claim: Claim | Count, t: Translator) -> str:
    """Who says it, in the fewest words: the speaker, and who carried it."""
    carried = carrier(claim, t)
    voice = speaker(_fact(claim).attribution, t)
    return t("receipt.teller", speaker=voice, carrier=carried) if voice else carried


def carrier(claim: Claim | Count, t: Translator) -> str:
    """The outlet, or where it is not known, the agency whose report it prints."""
    wire = _fact(claim).attribution.agency
    return agency(wire, t) if wire and not _has_press(claim.source) else _press(claim.source, t)


def known(claim: Claim | Count) -> bool:
    """Whether it is known who carried it."""
    return _has_press(claim.source) or _fact(claim).attribution.agency is not None


def reviewed(origin: Origin, t: Translator) -> str:
    return t(f"receipt.{origin}", sign=_SIGNS[origin])


def opens(source: Source, t: Translator) -> tuple[Inline, ...]:
    """The tappable /a_… of an article."""
    return (t.isolate(f"/a_{source.code}"),)


def outlet(source: Source, t: Translator) -> str:
    """The outlet's name; an abstract is marked as one."""
    name = _press(source, t)
    return t("receipt.abstract", outlet=name) if source.kind is ArticleKind.ABSTRACT else name


def _press(source: Source, t: Translator) -> str:
    return t.outlet(source.outlet, source.publisher) if _has_press(source) else t("receipt.unpublished")


def _has_press(source: Source) -> bool:
    return source.outlet is not None or source.publisher is not None


def agency(words: str, t: Translator) -> str:
    """An agency by the name that the reader knows it by."""
    known = _outlet_id(words, t.story) if t.story else None
    return t.outlet(known, words)


def speaker(attribution: Attribution, t: Translator) -> str:
    """Who said it: in the text's own words where they are of the reader's language, else by the name that
    the story has for them, else the words as they are; "" where the outlet itself speaks."""
    words = attribution.speaker
    if words is None:
        return t("receipt.nobody") if attribution.anonymous else ""
    if t.story and (foreign(words, t.rtl) or _is_oblique(words)):
        words = _named(words, t.story, t) or _upright(words)
    return t("receipt.unnamed" if attribution.anonymous else "receipt.speaker", speaker=words)


# ------------------------------------------------------------------ names in the story


def _named(words: str, story: Story, t: Translator) -> str | None:
    """A role, a side or an outlet that is called just so, or the person who is named first."""
    known: Iterable[SpeakerRole | Actor | Outlet]
    known = (*story.roles.values(), *story.actors.values(), *story.outlets.values())
    if called := next((k for k in known if _called(k, words)), None):
        return t.name(called.name)
    spoken = f" {_PUNCTUATION.sub(' ', fold(words))} "
    found = [
        (spoken.index(f" {name} "), -len(name), person.id)
        for person in story.people.values()
        for name in map(fold, (person.name.ar, person.name.en, *person.aliases))
        if f" {name} " in spoken
    ]
    if not found:
        return None
    person = story.people[min(found)[2]]
    return t("receipt.person", name=t.name(person.name), role=t.name(person.role))


def _is_oblique(words: str) -> bool:
    """Whether the text has the words in a case that only its own sentence asks for («ضابطاً عراقياً»)."""
    first = words.split()[0] if words.split() else ""
    return bool(_TANWEEN.search(first)) or first.endswith(_OBLIQUE)


def _upright(words: str) -> str:
    """«ضابطاً عراقياً برتبة عقيد» → ضابط عراقي برتبة عقيد."""
    return _TANWEEN.sub("", words) if _is_oblique(words) else words


def _outlet_id(words: str, story: Story) -> str | None:
    return next((outlet.id for outlet in story.outlets.values() if _called(outlet, words)), None)


def _called(known: SpeakerRole | Actor | Outlet, words: str) -> bool:
    return fold(words) in map(fold, (known.name.ar, known.name.en, *known.aliases))


def _fact(claim: Claim | Count) -> Event | Figure:
    return claim.event if isinstance(claim, Claim) else claim.figure
