"""Figures on a screen: by force and place, strength apart from leaving, arriving and target; and their receipts.

The number with its hedge is said by the Translator, the sentence behind it by `handlers.views.receipts`.
Both screens number the figures alike, so that a number leads to its sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import chain, groupby

from handlers.i18n import Translator
from handlers.views.coverage import coverage, extent
from handlers.views.message import Block, Bold, Button, Inline, Message, Paragraph
from handlers.views.receipts import carrier, dotted, receipts
from handlers.views.remembering import remembered
from storage.answers import Count, Figures, SeriesCard
from storage.records import Figure, Modality, Unit

CARDS_AT_ONCE = 12
"""So many series stand on one screen; a place or a force narrows the rest down."""
LATEST = 6
"""So many figures of one series, the newest."""
_SAID_OUTRIGHT = frozenset({Modality.HAPPENED, Modality.ONGOING})


def table(figures: Figures, t: Translator, proof: str | None = None, asked: str | None = None) -> Message:
    """The figures with their dates and outlets. `proof` is the data of the button that opens their sentences;
    `asked` is the place that was asked for, where these are the figures of an area around it."""
    if not figures.cards and not figures.others:
        return Message((Paragraph(_none(figures, t)), extent(figures.edition, t)))
    return Message(_table(figures, t, asked), ((Button(t("figures.who_says"), data=proof),),) if proof else ())


@remembered
def _table(figures: Figures, t: Translator, asked: str | None) -> tuple[Block, ...]:
    cards, others = _shown(figures)
    numbers = _numbers(cards, others)
    return (
        Paragraph((Bold(_title(figures, t)),)),
        *_instead(figures, t, asked),
        *_by_force(cards, numbers, t),
        *_others(others, numbers, t),
        *_left_out(figures, t),
        coverage(figures.edition, t),
    )


def sentences(figures: Figures, t: Translator, back: str | None = None) -> Message:
    """Under each number the exact sentence, who said it, where and when. `back` is a button's data."""
    cards, others = _shown(figures)
    blocks: list[Block] = [Paragraph((Bold(t.rich("figures.sentences")),))]
    for number, (card, count) in enumerate(_counts(cards, others), 1):
        blocks += [Paragraph(_what(number, card, count, t)), *receipts((count,), t)]
    blocks.append(coverage(figures.edition, t))
    return Message(tuple(blocks), ((Button(t("figures.back"), data=back),),) if back else ())


def _title(figures: Figures, t: Translator) -> tuple[Inline, ...]:
    wanted = _wanted(figures, t)
    return t.rich("figures.title.of", what=wanted) if wanted else t.rich("figures.title")


def _instead(figures: Figures, t: Translator, asked: str | None) -> Iterator[Paragraph]:
    """«لا عدد لأربيل في المصادر؛ هذه أعداد العراق»"""
    if asked and figures.place and asked != figures.place:
        line = t("figures.instead", asked=t.place(asked), place=t.place(figures.place))
        yield Paragraph((line,), tight=True)


def _wanted(figures: Figures, t: Translator) -> str:
    """What was asked for: «القوات الأميركية، سوريا، 900», "" for everything."""
    names = [t.actor(figures.force)] if figures.force else []
    names += [t.place(figures.place)] if figures.place else []
    names += [t.number(figures.number)] if figures.number is not None else []
    return reduce(lambda said, name: t("figures.both", force=said, place=name), names) if names else ""


def _none(figures: Figures, t: Translator) -> tuple[Inline, ...]:
    wanted = _wanted(figures, t)
    return t.rich("figures.none.of", what=wanted) if wanted else t.rich("figures.none")


# ------------------------------------------------------------------ what is shown, and its numbers


def _shown(figures: Figures) -> tuple[tuple[SeriesCard, ...], tuple[SeriesCard, ...]]:
    cards = figures.cards[:CARDS_AT_ONCE]
    return cards, figures.others[: CARDS_AT_ONCE - len(cards)]


def _left_out(figures: Figures, t: Translator) -> Iterator[Paragraph]:
    count = len(figures.cards) + len(figures.others) - CARDS_AT_ONCE
    if count > 0:
        yield Paragraph((t.n("figures.left_out", count),))


def _latest(card: SeriesCard) -> tuple[Count, ...]:
    """The newest figures of a series, oldest first."""
    return card.counts[LATEST - 1 :: -1]


def _counts(*groups: Iterable[SeriesCard]) -> Iterator[tuple[SeriesCard, Count]]:
    return ((card, count) for card in chain(*groups) for count in _latest(card))


def _numbers(*groups: Iterable[SeriesCard]) -> dict[str, int]:
    """Figure id → the number that leads to its sentence."""
    return {count.figure.id: number for number, (_, count) in enumerate(_counts(*groups), 1)}


# ------------------------------------------------------------------ lines


def _by_force(cards: Iterable[SeriesCard], numbers: dict[str, int], t: Translator) -> Iterator[Paragraph]:
    for force, group in groupby(cards, key=lambda card: card.series.force):
        yield Paragraph((Bold((_force(force, t),)),))
        for card in group:
            head = t("figures.line", place=_place(card.series.place, t), sense=_sense(card, t))
            yield from _series(card, head, numbers, t)


def _others(cards: tuple[SeriesCard, ...], numbers: dict[str, int], t: Translator) -> Iterator[Paragraph]:
    if cards:
        yield Paragraph((Bold((t("figures.others"),)),))
    for card in cards:
        head = _force(card.series.force, t)
        if card.series.place:
            head = t("figures.other", force=head, place=t.place(card.series.place))
        yield from _series(card, head, numbers, t)


def _series(card: SeriesCard, head: str, numbers: dict[str, int], t: Translator) -> Iterator[Paragraph]:
    """One line for a single number; for several one line each, oldest first, with arrows between them."""
    runs = _runs(_latest(card), t)
    if len(runs) == 1:
        yield Paragraph(t.rich("figures.single", head=head, figure=_entry(runs[0], numbers, t)), tight=True)
        return
    yield Paragraph(t.rich("figures.several", head=head), tight=True)
    for place, run in enumerate(runs):
        entry = "figures.then" if place else "figures.first"
        yield Paragraph(t.rich(entry, figure=_entry(run, numbers, t)), tight=True)


def _runs(counts: Iterable[Count], t: Translator) -> list[tuple[Count, ...]]:
    """Figures that say the same number one after another stand together: a number told again is no change."""
    said = groupby(counts, key=lambda count: (t.counted(count.figure), _status(count.figure, t)))
    return [tuple(same) for _, same in said]


def _entry(run: tuple[Count, ...], numbers: dict[str, int], t: Translator) -> tuple[Inline, ...]:
    """نحو 2,500 جندي · ورد في 1 تشرين الأول 2025 · نيوزاليست [2]؛ وكذلك ورد في … · … [3]"""
    first, *again = run
    said = dotted((_bold(first.figure, t), _status(first.figure, t), _date(first, t), carrier(first, t)))
    entry = t.rich("figures.entry", facts=said, number=numbers[first.figure.id])
    return entry + tuple(
        inline
        for count in again
        for inline in t.rich(
            "figures.again", facts=dotted((_date(count, t), carrier(count, t))), number=numbers[count.figure.id]
        )
    )


def _what(number: int, card: SeriesCard, count: Count, t: Translator) -> tuple[Inline, ...]:
    """[2] نحو 2,500 جندي · القوات الأميركية · العراق · العدد الموجود"""
    sense = "" if card.series.unit is not Unit.PERSONNEL else _sense(card, t)
    force, place = _force(card.series.force, t), _place(card.series.place, t)
    facts = (_bold(count.figure, t), force, place, sense, _status(count.figure, t))
    return t.rich("figures.proof", number=number, facts=dotted(facts))


def _bold(figure: Figure, t: Translator) -> tuple[Inline, ...]:
    return (Bold((t.counted(figure),)),)


def _status(figure: Figure, t: Translator) -> str:
    """«مقرر», «مشروط» or «منفي»; "" for what is said outright."""
    return "" if figure.modality in _SAID_OUTRIGHT else t(f"figures.status.{figure.modality}")


def _date(count: Count, t: Translator) -> str:
    """The day the number speaks of; where the text gives none, «ورد في …»: the day it was printed, and said so."""
    return t.fuzzy(count.figure.as_of) if count.figure.as_of else t.reported(count.source.published)


def _place(place: str | None, t: Translator) -> str:
    return t.place(place) if place else t("figures.somewhere")


def _force(force: str | None, t: Translator) -> str:
    return t.actor(force) if force else t("figures.some_force")


def _sense(card: SeriesCard, t: Translator) -> str:
    return t(f"figures.sense.{card.series.sense}") if card.series.sense else t("figures.sense.unsaid")
