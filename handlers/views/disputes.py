"""Where sources disagree, on a screen: the kind of disagreement in words, and each side with its sentences.

What counts as a disagreement is decided in `storage.corpus.merging`; sentences are quoted by
`handlers.views.receipts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from handlers.i18n import Translator
from handlers.views.coverage import coverage, extent
from handlers.views.message import Block, Bold, Button, Inline, Italic, Message, Paragraph, Quote
from handlers.views.receipts import receipts
from handlers.views.remembering import remembered
from handlers.views.titles import title
from storage.answers import Claim, Count, Dispute, Disputes, DisputeSide
from storage.fuzzydate import FuzzyDate
from storage.records import Citation

AT_ONCE = 6
"""Disagreements on one screen."""
SENTENCES_OF_A_SIDE = 3
_NUMBERED = ("date", "number")
"""Stances that only count the sides: what tells those apart is the date or the number itself."""


def listing(answer: Disputes, t: Translator, offset: int = 0, pages: tuple[Button, ...] = ()) -> Message:
    """The disagreements from `offset` on, each side with its sentences."""
    if not answer.disputes:
        return Message((Paragraph(_none(answer, t)), extent(answer.edition, t)))
    return Message(_listing(answer, t, offset), (pages,) if pages else ())


@remembered
def _listing(answer: Disputes, t: Translator, offset: int) -> tuple[Block, ...]:
    shown = answer.disputes[offset : offset + AT_ONCE]
    blocks: list[Block] = [Paragraph((Bold(_heading(answer, t)),))]
    for number, dispute in enumerate(shown, offset + 1):
        blocks += _dispute(number, dispute, t)
    return (*blocks, coverage(answer.edition, t))


def _heading(answer: Disputes, t: Translator) -> tuple[Inline, ...]:
    count = len(answer.disputes)
    if answer.place:
        return t.rich_n("disputes.count.of", count, place=t.place(answer.place))
    return t.rich_n("disputes.count", count)


def _none(answer: Disputes, t: Translator) -> tuple[Inline, ...]:
    return t.rich("disputes.none.of", place=t.place(answer.place)) if answer.place else t.rich("disputes.none")


def _dispute(number: int, dispute: Dispute, t: Translator) -> Iterator[Block]:
    about = dispute.disagreement
    place = t.place(about.place) if about.place else t("disputes.everywhere")
    question = Bold((t(f"disputes.issue.{about.issue}"),))
    yield Paragraph(t.rich("disputes.heading", number=number, question=question, place=place))
    yield Paragraph((Italic((t(f"disputes.meaning.{about.issue}"),)),), tight=True)
    for side in dispute.sides:
        yield from _side(side, t)


def _side(side: DisputeSide, t: Translator) -> Iterator[Block]:
    yield Paragraph(t.rich("disputes.side", label=Bold((stance(side, t),))))
    sentences = _by_sentence((*side.claims, *side.counts))
    for same in sentences[:SENTENCES_OF_A_SIDE]:
        headlines = dict.fromkeys(words for claim in same if (words := _says(claim, t)))
        yield from (Paragraph((words,), tight=True) for words in headlines)
        yield from (_folded(block) for block in receipts(same[:1], t))
    if len(sentences) > SENTENCES_OF_A_SIDE:
        yield Paragraph((t.n("disputes.more_claims", len(sentences) - SENTENCES_OF_A_SIDE),), tight=True)


def _by_sentence(said: Iterable[Claim | Count]) -> list[list[Claim | Count]]:
    """The claims of a side, those that one sentence makes together."""
    groups: dict[Citation, list[Claim | Count]] = {}
    for claim in said:
        fact = claim.event if isinstance(claim, Claim) else claim.figure
        groups.setdefault(fact.citation, []).append(claim)
    return list(groups.values())


def _folded(block: Block) -> Block:
    """Quotes fold, whatever their length: many stand on one screen."""
    return replace(block, expandable=True, tight=True) if isinstance(block, Quote) else block


def stance(side: DisputeSide, t: Translator) -> str:
    """What the side holds: «إعادة تموضع», or where only dates or numbers differ, that date or number."""
    if side.stance.rstrip("0123456789") not in _NUMBERED:
        return t(f"disputes.stance.{side.stance}")
    if side.counts:
        return t.counted(side.counts[0].figure)
    date = side.claims[0].event.date
    return t.fuzzy(date) if date else t("disputes.undated")


def _says(claim: Claim | Count, t: Translator) -> str:
    """The claim's headline with its date; "" where it has none."""
    if isinstance(claim, Count):
        return ""
    headline, date = title(claim.event, t), claim.event.date
    return _dated(headline, date, t) if headline else ""


def _dated(headline: str, date: FuzzyDate | None, t: Translator) -> str:
    return t("disputes.dated", title=headline, date=t.fuzzy(date)) if date else headline
