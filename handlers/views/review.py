"""The review queue on a screen: the exact sentence with the fact proposed for it, and what can be done with it.

For admins. A fact is told part by part, each in the reader's words; why it is not sure, by the rules that found it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from handlers.amending import TYPED, offered, token
from handlers.i18n import Translator
from handlers.views.cutting import clip
from handlers.views.message import Block, Bold, Button, Code, Inline, Italic, Message, Paragraph
from handlers.views.receipts import agency, dotted, opens, outlet, quote, speaker
from handlers.views.titles import label
from storage.corpus.correcting import ACTORS, PLACES, VOCABULARY, YES, Fact, Part, parts
from storage.corpus.decisions import Verdict
from storage.fuzzydate import FuzzyDate
from storage.records import Attribution, Event, Figure, Kind, Origin
from storage.review import Proposal

VERB = "q"
_SENTENCE, _BEFORE = 2500, 400
"""Characters that are shown of a sentence, and of the one before it; hardly any is longer."""
_WIDTH = 2
"""Buttons in a row."""
SIGNS = {Verdict.APPROVED: "✅", Verdict.CORRECTED: "✏️", Verdict.REJECTED: "❌"}


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies before an editor: a proposal, the fact as it is corrected so far, its place among those that wait,
    the id under which all this is kept for the buttons, and what was decided last (None: nothing yet)."""

    proposal: Proposal
    fact: Fact
    number: int
    total: int
    id: str
    changed: frozenset[Part] = field(default_factory=frozenset)
    last: Verdict | None = None
    undone: bool = False


def desk(shown: Desk, t: Translator) -> Message:
    """The sentence, the fact, and the decisions on buttons."""
    return Message((*_head(shown, t), *_body(shown, t)), tuple(_decisions(shown, t)))


def choose_part(shown: Desk, t: Translator) -> Message:
    """Which part is to be corrected."""
    buttons = [Button(t(f"review.part.{part}"), data=f"{VERB}:part:{shown.id}:{part}") for part in parts(shown.fact)]
    rows = (*_rows(buttons), (Button(t("review.back"), data=f"{VERB}:back:{shown.id}"),))
    return Message((*_body(shown, t), Paragraph((t("review.which"),))), rows)


def choose_value(shown: Desk, part: Part, t: Translator, problem: str = "") -> Message:
    """What it should be; `problem` is why what was typed cannot be."""
    buttons = [
        Button(value_name(part, value, t), data=f"{VERB}:set:{shown.id}:{part}:{token(value)}")
        for value in offered(part, shown.proposal)
    ]
    rows = (*_rows(buttons), (Button(t("review.back"), data=f"{VERB}:fix:{shown.id}"),))
    name = t(f"review.part.{part}")
    question = t("review.typed", part=name) if part in TYPED else t("review.choose", part=name)
    lines = [Paragraph((problem,))] if problem else []
    hint = [Paragraph((t("review.hint.date"),), tight=True)] if part is Part.DATE else []
    return Message((*_body(shown, t), *lines, Paragraph((question,)), *hint), rows)


def done(t: Translator, id_: str = "", last: Verdict | None = None, published: int = 0) -> Message:
    """Nothing waits, or no more. `published`: so many facts of the article were published as extracted, and can be
    looked at as well."""
    lines: list[Block] = [Paragraph((_told(last, t),))] if last else []
    rows: list[tuple[Button, ...]] = []
    if last:
        rows.append((Button(t("review.undo"), data=f"{VERB}:undo:{id_}"),))
        rows.append((Button(t("review.load"), data="g:reload"),))
    if published:
        rows.append((Button(t.n("review.published", published), data=f"{VERB}:all:{id_}"),))
    return Message((*lines, Paragraph((t("review.nothing"),))), tuple(rows))


def last_one(t: Translator) -> Message:
    """There is no next one."""
    text = t("review.last_one")
    return Message((Paragraph((text,)),), alert=text)


def private_only(t: Translator) -> Message:
    text = t("review.private_only")
    return Message((Paragraph((text,)),), alert=text)


# ------------------------------------------------------------------ the parts of a screen


def _head(shown: Desk, t: Translator) -> Iterator[Block]:
    if shown.last:
        yield Paragraph((_told(shown.last, t),))
    if shown.undone:
        yield Paragraph((t("review.undone"),))


def _told(verdict: Verdict, t: Translator) -> str:
    return t(f"review.told.{verdict}", sign=SIGNS[verdict])


def _body(shown: Desk, t: Translator) -> Iterator[Block]:
    source = shown.proposal.source
    fact = shown.proposal.fact
    waits = not (fact.published and fact.origin is Origin.EXTRACTED)
    heading = "review.heading" if waits else "review.heading.published"
    yield Paragraph((Bold((t(heading, number=shown.number, total=shown.total),)),))
    title = (t.isolate(source.title),) if source.title else ""
    yield Paragraph(dotted((title, outlet(source, t), t.publication(source.published), opens(source, t))), tight=True)
    if shown.proposal.before:
        yield Paragraph((Italic((t.isolate(clip(shown.proposal.before, _BEFORE)),)),))
    yield quote(clip(shown.fact.citation.sentence, _SENTENCE))
    for number, line in enumerate(_lines(shown, t)):
        yield Paragraph(line, tight=number > 0)
    yield Paragraph((t("review.sure", percent=t.percent(round(shown.proposal.fact.confidence * 100))),))
    if reasons := shown.proposal.fact.reasons:
        yield Paragraph(t.rich("review.why", reasons=dotted(_reason(code, t) for code in dict.fromkeys(reasons))), True)


def _lines(shown: Desk, t: Translator) -> Iterator[tuple[Inline, ...]]:
    fact = shown.fact
    what = label(fact, t) if isinstance(fact, Event) else t.counted(fact)
    yield (Bold((what,)),)
    for name, words, of in _event(fact, t) if isinstance(fact, Event) else _figure(fact, t):
        sign = "✏️" if of & shown.changed else "▪️"
        yield t.rich("review.line", sign=sign, name=t(f"review.part.{name}"), words=words)


_Line = tuple[Part, tuple[Inline, ...], frozenset[Part]]
"""The name of a line, its words, and the parts that it tells."""


def _event(event: Event, t: Translator) -> Iterator[_Line]:
    extent = t(f"review.extent.{event.extent}") if event.extent else ""
    kind = dotted((t.kind(event.kind), t(f"review.modality.{event.modality}"), extent))
    yield Part.KIND, kind, frozenset({Part.KIND, Part.MODALITY, Part.EXTENT})
    yield Part.ACTOR, _actor(event.actor, t), frozenset({Part.ACTOR})
    if event.counterpart:
        yield Part.COUNTERPART, _actor(event.counterpart, t), frozenset({Part.COUNTERPART})
    yield Part.PLACE, _place(event.place, t), frozenset({Part.PLACE})
    if event.to_place:
        yield Part.TO_PLACE, _place(event.to_place, t), frozenset({Part.TO_PLACE})
    yield Part.DATE, _date(event.date, "review.undated", t), frozenset({Part.DATE})
    yield Part.SPEAKER, _speaker(event.attribution, t), frozenset({Part.SPEAKER, Part.ANONYMOUS})


def _figure(figure: Figure, t: Translator) -> Iterator[_Line]:
    sense = t(f"review.sense.{figure.sense}") if figure.sense else ""
    unit = dotted((t(f"review.unit.{figure.unit}"), sense, t(f"review.modality.{figure.modality}")))
    yield Part.NUMBER, (t.hedged(figure),), frozenset({Part.NUMBER, Part.QUALIFIER})
    yield Part.UNIT, unit, frozenset({Part.UNIT, Part.SENSE, Part.MODALITY})
    yield Part.FORCE, _actor(figure.force, t), frozenset({Part.FORCE})
    yield Part.PLACE, _place(figure.place, t), frozenset({Part.PLACE})
    yield Part.DATE, _date(figure.as_of, "review.as_published", t), frozenset({Part.DATE})
    yield Part.SPEAKER, _speaker(figure.attribution, t), frozenset({Part.SPEAKER, Part.ANONYMOUS})


def _actor(actor: str | None, t: Translator) -> tuple[Inline, ...]:
    return (t.actor(actor) if actor else t("review.unsaid"),)


def _place(place: str | None, t: Translator) -> tuple[Inline, ...]:
    return (t.place(place) if place else t("review.unsaid"),)


def _date(when: FuzzyDate | None, otherwise: str, t: Translator) -> tuple[Inline, ...]:
    if when is None:
        return (t(otherwise),)
    words = t.rich("review.words", words=t.isolate(when.surface)) if when.surface else ""
    return dotted((t.fuzzy(when), words))


def _speaker(said: Attribution, t: Translator) -> tuple[Inline, ...]:
    via = t("receipt.via", agency=agency(said.agency, t)) if said.agency else ""
    return dotted((speaker(said, t) or t("review.outlet"), via))


def _reason(code: str, t: Translator) -> str | tuple[Inline, ...]:
    """The rule in words (``room.rule``, whatever detail follows); one that has none yet by its own name, so that
    nothing is hidden."""
    room, rule, *detail = (*code.split(".", 2), "")
    if room == "trigger" and detail[0]:  # which word of the language data it was
        return t("review.trigger", word=t.isolate(detail[0]))
    try:
        return t(f"reason.{room}.{rule}")
    except KeyError:
        return (Code(code),)


# ------------------------------------------------------------------ buttons


def _decisions(shown: Desk, t: Translator) -> Iterator[tuple[Button, ...]]:
    def button(step: str, label: str) -> Button:
        return Button(label, data=f"{VERB}:{step}:{shown.id}")

    approve = t("review.approve.corrected") if shown.changed else t("review.approve")
    yield button("ok", approve), button("no", t("review.reject"))
    yield button("fix", t("review.correct")), button("next", t("review.next"))
    if shown.changed:
        yield (button("plain", t("review.uncorrect")),)
    if shown.last:
        yield button("undo", t("review.undo")), Button(t("review.load"), data="g:reload")


def _rows(buttons: list[Button]) -> Iterator[tuple[Button, ...]]:
    for start in range(0, len(buttons), _WIDTH):
        yield tuple(buttons[start : start + _WIDTH])


def value_name(part: Part, value: str | None, t: Translator) -> str:
    """What a value is called."""
    if value is None:
        return t("review.named") if part is Part.ANONYMOUS else t("review.without")
    if part is Part.KIND:
        return t.kind(Kind(value))
    if part in VOCABULARY:
        return t(f"review.{part}.{value}")
    if part is Part.ANONYMOUS:
        return t("review.anonymous") if value == YES else value
    return _by_id(part, value, t)


def _by_id(part: Part, value: str, t: Translator) -> str:
    if part in PLACES:
        return t.place(value)
    return t.actor(value) if part in ACTORS else value
