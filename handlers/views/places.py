"""Places on a screen: how each stands and since when, what was last said, who disagrees; and one place in full.

A place's state is computed from claims in `storage.corpus.merging`; here it is only put into words that
fit any place, whatever its gender.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from handlers.i18n import Translator
from handlers.views.coverage import coverage
from handlers.views.message import Block, Bold, Button, Inline, Message, Paragraph, Venue
from handlers.views.milestones import lines
from handlers.views.receipts import carrier, dotted, known, receipts
from handlers.views.remembering import remembered
from handlers.views.titles import label
from storage.answers import Claim, Count, Dispute, Edition, PlaceAnswer, PlaceCard, Places
from storage.fuzzydate import FuzzyDate
from storage.records import PlaceState, PlaceStatus, Story

MARKS: Mapping[PlaceState, str] = {
    PlaceState.PRESENT: "🟢",
    PlaceState.DRAWING_DOWN: "🟡",
    PlaceState.VACATED: "⚪",
    PlaceState.HANDED_OVER: "🤝",
    PlaceState.UNCLEAR: "❔",
}
MILESTONES, FIGURES, CLAIMS = 6, 5, 4
"""So many of each stand on the screen of one place, the newest."""
LONGEST = 60
"""Of an unknown name no more letters are repeated."""


def overview(answer: Places, t: Translator, disputes: Sequence[Dispute] = ()) -> Message:
    """Every place that claims speak of, by country; `disputes` say who disagrees."""
    if not answer.cards:
        return Message((Paragraph((t("places.none"),)), coverage(answer.edition, t)))
    return Message(_overview(answer, t, disputes))


@remembered
def _overview(answer: Places, t: Translator, disputes: Sequence[Dispute]) -> tuple[Block, ...]:
    story = answer.edition.story
    blocks: list[Block] = [Paragraph((Bold((t("places.title"),)),))]
    by_country = sorted(answer.cards, key=lambda card: _country_order(story, card.status.place))
    for country, cards in groupby(by_country, key=lambda card: story.root(card.status.place)):
        for number, card in enumerate(cards):
            here = card.status.place
            if number == 0 and here != country:
                blocks.append(Paragraph((Bold((t.place(country or here),)),)))
            differing = [d for d in disputes if d.disagreement.place == here]
            blocks += _card(card, differing or card.disputes, t, heads=here == country)
    return (*blocks, coverage(answer.edition, t))


def _country_order(story: Story, place: str) -> int:
    return list(story.places).index(story.root(place) or place)


# ------------------------------------------------------------------ one line each


def _card(card: PlaceCard, disputes: Sequence[Dispute], t: Translator, *, heads: bool) -> Iterator[Paragraph]:
    """Mark, name, state, since; under it the last report, who disagrees, and the tappable /p_…

    A country `heads` the places in it, in bold.
    """
    place = card.status.place
    name: str | Bold = Bold((t.place(place),)) if heads else t.place(place)
    yield Paragraph(t.rich("places.line", place=name, **_state(card.status, t)))
    last = t("places.last", **_last(card.claims, t)) if card.claims else ""
    yield Paragraph(dotted((last, _disagree(card.status, disputes, t), opens(place, t))), tight=True)


def _state(status: PlaceStatus, t: Translator) -> dict[str, str]:
    """The mark, and the state with its beginning where that is known."""
    words = t(f"places.state.{status.state}")
    return {"mark": MARKS[status.state], "state": words if status.since is None else _since(words, status.since, t)}


def _since(state: str, since: FuzzyDate, t: Translator) -> str:
    key = "places.since.about" if since.approximate else "places.since"
    return t(key, state=state, date=t.period(since))


def _last(claims: Iterable[Claim], t: Translator) -> dict[str, str]:
    """The claim of the newest report; of one report, that which speaks of the latest days."""
    claim = max(claims, key=lambda claim: (_printed(claim), _speaks_of(claim)))
    return {"title": label(claim.event, t), "date": t.publication(claim.source.published)}


def _printed(claim: Claim) -> date:
    return claim.source.published.latest or date.min


def _speaks_of(claim: Claim) -> date:
    return claim.event.date.window[1] if claim.event.date else _printed(claim)


def _disagree(status: PlaceStatus, disputes: Sequence[Dispute], t: Translator) -> str:
    """«⚖️ خلاف بين إرم نيوز والمونيتور»: the outlets on the sides, as far as they are known."""
    sides = [side for dispute in disputes for side in dispute.sides]
    said: list[Claim | Count] = [claim for side in sides for claim in side.claims]
    said += [count for side in sides for count in side.counts]
    names = tuple(dict.fromkeys(carrier(claim, t) for claim in said if known(claim)))
    if len(names) > 1:
        return t("places.disputed.between", names=t.join(names))
    if names:
        return t("places.disputed.within", name=names[0])
    return t("milestone.disputed") if status.disputed else ""


def opens(place: str, t: Translator) -> tuple[Inline, ...]:
    return (t.isolate(f"/p_{place}"),)


# ------------------------------------------------------------------ one place


def place(answer: PlaceAnswer, t: Translator, today: date) -> Message:
    """Its state, history, figures and receipts, the places in it, and where it lies on the map."""
    return Message(_place(answer, t, today), _buttons(answer.card, answer.place, t), _venue(answer, t))


@remembered
def _place(answer: PlaceAnswer, t: Translator, today: date) -> tuple[Block, ...]:
    card = answer.card
    blocks: list[Block] = [*_head(answer, t)]
    if card:
        blocks += [*_history(card, t, today), *_figures(card, t), *_receipts(card, t), *_disputes(card, t)]
    elif not answer.within:
        blocks.append(Paragraph((t("places.silent", place=t.place(answer.place)),)))
    return (*blocks, *_within(answer.within, t), coverage(answer.edition, t))


def _head(answer: PlaceAnswer, t: Translator) -> Iterator[Paragraph]:
    name = Bold((t.place(answer.place),))
    if answer.card:
        state = _state(answer.card.status, t)
        yield Paragraph(t.rich("places.head", mark=state["mark"], place=name))
        yield Paragraph(dotted((state["state"], _disagree(answer.card.status, answer.card.disputes, t))), tight=True)
    else:
        yield Paragraph((name,))
    if where := _where(answer, t):
        yield Paragraph((where,), tight=True)


def _where(answer: PlaceAnswer, t: Translator) -> str:
    """The places that it lies in, the nearest first: «الأنبار، العراق»."""
    places = answer.edition.story.places
    names, parent = "", places[answer.place].parent
    while parent is not None:
        names = t("places.where", inner=names, outer=t.place(parent)) if names else t.place(parent)
        parent = places[parent].parent
    return names


def _history(card: PlaceCard, t: Translator, today: date) -> Iterator[Paragraph]:
    dated = [m for m in card.milestones if m.date]
    undated = [m for m in card.milestones if not m.date]
    # What has no day gives way to what has one.
    shown = [*dated[-MILESTONES:], *undated[: max(0, MILESTONES - len(dated))]]
    if shown:
        yield Paragraph((Bold((t("places.history"),)),))
    for number, milestone in enumerate(shown):
        yield from lines(milestone, t, today, tight=number == 0)


def _figures(card: PlaceCard, t: Translator) -> Iterator[Paragraph]:
    if card.counts:
        yield Paragraph((Bold((t("places.figures"),)),))
    for count in card.counts[:FIGURES]:
        yield Paragraph(_figure(count, t), tight=True)


def _figure(count: Count, t: Translator) -> tuple[Inline, ...]:
    """نحو 2,500 جندي · القوات الأميركية · هدف · 1 تشرين الأول 2025 · نيوزاليست"""
    figure, source = count.figure, count.source
    when = t.fuzzy(figure.as_of) if figure.as_of else t.publication(source.published)
    force = t.actor(figure.force) if figure.force else ""
    sense = t(f"places.sense.{figure.sense}") if figure.sense else ""
    return (t("places.bullet"), *dotted((t.counted(figure), force, sense, when, carrier(count, t))))


def _receipts(card: PlaceCard, t: Translator) -> Iterator[Block]:
    if card.claims:
        yield Paragraph((Bold((t("places.receipts"),)),))
        yield from receipts(card.claims[:CLAIMS], t)


def _disputes(card: PlaceCard, t: Translator) -> Iterator[Paragraph]:
    types = dict.fromkeys(d.disagreement.type for d in card.disputes)
    if types:
        about = t.join([t(f"milestone.dispute.{type_}") for type_ in types])
        yield Paragraph(t.rich("milestone.disputes", about=about, command=t.isolate("/disputes")))


def _within(cards: Sequence[PlaceCard], t: Translator) -> Iterator[Paragraph]:
    if cards:
        yield Paragraph((Bold((t("places.within"),)),))
    for card in cards:
        words = t("places.line", place=t.place(card.status.place), **_state(card.status, t))
        yield Paragraph(dotted((words, opens(card.status.place, t))), tight=True)


def _buttons(card: PlaceCard | None, place_: str, t: Translator) -> tuple[tuple[Button, ...], ...]:
    if card is None or len(card.milestones) <= MILESTONES:
        return ()
    # "-" is the state of nobody: the timeline without filters, to which the place is added.
    return ((Button(t("places.timeline"), f"t:-:p:{place_}"),),)


def _venue(answer: PlaceAnswer, t: Translator) -> Venue:
    found = answer.edition.story.places[answer.place]
    name = t("places.approx", place=t.place(found.id)) if found.approx else t.place(found.id)
    return Venue(name, _where(answer, t) or name, found.lat, found.lon)


# ------------------------------------------------------------------ an unknown one


def unknown(name: str, nearest: Iterable[str], edition: Edition, t: Translator) -> Message:
    """No such place: the names that sound like it, as buttons."""
    buttons = tuple((Button(t.place(near), f"p:{near}"),) for near in nearest)
    called = name if len(name) <= LONGEST else f"{name[:LONGEST]}…"
    blocks = [Paragraph(t.rich("places.unknown", name=t.isolate(called)))]
    if buttons:
        blocks.append(Paragraph((t("places.nearest"),), tight=True))
    return Message((*blocks, coverage(edition, t)), buttons)
