"""A digest on a screen: the news in the first line, then section by section, each line with its receipt.

A section is one block, so that a long digest is cut between sections and nowhere else. What is told, and how
much of it, is chosen in `handlers.digest`; headlines are those of `handlers.views.milestones`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from handlers.i18n import Translator, flat
from handlers.views import amounts
from handlers.views.corrections import corrected
from handlers.views.cutting import units
from handlers.views.disputes import stance
from handlers.views.message import Bold, Button, Inline, Message, Paragraph
from handlers.views.milestones import headline, opens
from handlers.views.receipts import carrier, dotted
from handlers.views.receipts import opens as opens_article
from handlers.views.standing import mark, status
from handlers.views.subscription import TIME
from handlers.views.titles import label
from handlers.views.unsubscribe import under_digest
from storage.answers import Claim, Count, Dispute, DisputeSide
from storage.corrections import Correction
from storage.digest import Arrival, Due, Move, NewNumber
from storage.records import Milestone

ROOM = 3_000
"""UTF-16 units after which a section goes on in another block: one block must fit a message."""
SIDES = 4
"""Sides of a disagreement that are shown."""
NAMED = 3
"""Sorts of news that the title counts: it is to stay on a phone's first lines."""
Line = tuple[Inline, ...]
Item = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a digest shows. `news` counts what is new by section, in the order in which it is said; `more` what
    was left out. `since`: the day up to which the reader was told."""

    since: date | None
    news: Mapping[str, int]
    corrections: tuple[Correction, ...] = ()
    arrivals: tuple[Arrival, ...] = ()
    moves: tuple[Move, ...] = ()
    numbers: tuple[NewNumber, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    upcoming: tuple[Due, ...] = ()
    overdue: tuple[Due, ...] = ()
    more: Mapping[str, int] = field(default_factory=dict)


_ALL = {
    "milestones": "/timeline",
    "moves": "/next",
    "numbers": "/troops",
    "disputes": "/disputes",
    "upcoming": "/next",
    "overdue": "/next",
}
"""Where the rest of a section is found."""


def digest(shown: Shown, closing: Paragraph, t: Translator, today: date, *, subscribed: bool) -> Message:
    """The whole digest. `closing` says how far the sources reach."""
    sections = _sections(shown, t, today)
    # The title is the heading of the first section, so that news stands right under it.
    blocks = [] if shown.news else [_block((_title(shown, t),))]
    for number, (name, items) in enumerate(sections):
        heads = number == 0 and name in shown.news
        heading = _title(shown, t) if heads else _bold(t(f"digest.section.{name}"))
        blocks += _blocks(heading, [*items, *_more(name, shown, t)]) if items else [_block(_older(shown, t))]
    return Message((*blocks, _closing(shown, closing, t)), _buttons(t, subscribed=subscribed))


def alive(shown: Shown, closing: Paragraph, t: Translator, today: date) -> Message:
    """The sign of life: nothing is new, and the bot is still there."""
    first = _block((_title(shown, t), ((t("digest.alive"),),)))
    coming = [_block((_bold(t("digest.section.upcoming")), _upcoming(due, t, today))) for due in shown.upcoming[:1]]
    return Message((first, *coming, closing), _buttons(t, subscribed=True))


def correction(corrections: Sequence[Correction], closing: Paragraph, t: Translator) -> Message:
    """Corrections that wait for no digest."""
    title = _bold(t("digest.title", news=t.n("digest.count.corrections", len(corrections))))
    items = [corrected(each, t) for each in corrections]
    return Message((*_blocks(title, items), closing), _buttons(t, subscribed=True))


def _title(shown: Shown, t: Translator) -> Item:
    if shown.news:
        news = [t.n(f"digest.count.{name}", many) for name, many in shown.news.items()]
        return _bold(t("digest.title", news=t.join(news[:NAMED])))
    return _bold(t("digest.nothing_since", date=t.date(shown.since)) if shown.since else t("digest.nothing"))


def _bold(words: str) -> Item:
    return ((Bold((words,)),),)


def _closing(shown: Shown, closing: Paragraph, t: Translator) -> Paragraph:
    if shown.since is None or not shown.news:
        return closing
    return Paragraph((t("digest.since", date=t.date(shown.since)), "\n", *closing.parts))


def _buttons(t: Translator, *, subscribed: bool) -> tuple[tuple[Button, ...], ...]:
    button = under_digest(t) if subscribed else Button(t("subscription.button.subscribe"), data=TIME)
    return ((button,),)


# ------------------------------------------------------------------ sections


def _sections(shown: Shown, t: Translator, today: date) -> list[tuple[str, list[Item]]]:
    """Those that hold news first."""
    sections = (
        ("corrections", [corrected(each, t) for each in shown.corrections]),
        ("milestones", [_arrival(each, t, today) for each in shown.arrivals]),
        ("moves", [_move(each, t, today) for each in shown.moves]),
        ("numbers", [_number(each, t) for each in shown.numbers]),
        ("disputes", [_dispute(each, t) for each in shown.disputes]),
        ("upcoming", [_upcoming(each, t, today) for each in shown.upcoming]),
        ("overdue", [_overdue(each, t, today) for each in shown.overdue]),
    )
    filled = [(name, items) for name, items in sections if items or shown.more.get(name)]
    return sorted(filled, key=lambda section: section[0] not in shown.news)


def _more(name: str, shown: Shown, t: Translator) -> Iterator[Item]:
    if many := shown.more.get(name, 0):
        yield (t.rich("digest.more", number=many, command=t.isolate(_ALL[name])),)


def _older(shown: Shown, t: Translator) -> Iterator[Item]:
    """Of what is overdue, nothing is so lately."""
    yield (t.rich_n("digest.overdue.older", shown.more["overdue"], command=t.isolate(_ALL["overdue"])),)


def _blocks(opening: Item, items: Iterable[Item]) -> Iterator[Paragraph]:
    """A section: as few blocks as it fits, never cut within an item."""
    held: list[Item] = [opening]
    size = _size(opening)
    for item in items:
        if size + _size(item) > ROOM and size > _size(opening):
            yield _block(held)
            held, size = [], 0
        held.append(item)
        size += _size(item)
    yield _block(held)


def _block(items: Iterable[Item]) -> Paragraph:
    parts: list[Inline] = []
    for line in (line for item in items for line in item):
        parts += ["\n"] if parts else []
        parts += line
    return Paragraph(tuple(parts))


def _size(item: Item) -> int:
    return sum(units(flat(line)) + 1 for line in item)


# ------------------------------------------------------------------ items


def _arrival(arrival: Arrival, t: Translator, today: date) -> Item:
    """✅ 17 كانون الثاني 2026 — تسليم قاعدة عين الأسد / مقرر ← منجز · إرم نيوز · /m_k3x"""
    milestone = arrival.milestone
    state = _course(arrival, t) or status(milestone, t, today)
    return (headline(milestone, t, today),), _facts(milestone, arrival.claim, state, t)


def _course(arrival: Arrival, t: Translator) -> str:
    """What it was and what it is: «مقرر ← قيد التنفيذ»; "" for what was not known before."""
    if arrival.was is None:
        return ""
    before, after = (t(f"milestone.phase.{each.phase}") for each in (arrival.was, arrival.milestone))
    return t("milestone.chain.step", before=before, after=after)


def _move(move: Move, t: Translator, today: date) -> Item:
    milestone = move.milestone
    now = milestone.date or move.was
    dates = t("digest.moved", before=t.fuzzy(move.was), now=t.fuzzy(now))
    first = t("milestone.line.undated", mark=mark(milestone, today), title=label(milestone, t))
    return (first,), _facts(milestone, move.claim, dates, t)


def _number(number: NewNumber, t: Translator) -> Item:
    """▪️ القوات الأميركية، العراق: نحو 2,500 جندي ← أقل من 2,000 جندي, and where each of the two is from."""
    figure = number.count.figure
    about, now = amounts.about(figure, t), Bold((t.counted(figure),))
    if number.was is None:
        return t.rich("digest.number", about=about, now=now), _counted(number.count, t)
    first = t.rich("digest.number.changed", about=about, before=t.counted(number.was.figure), now=now)
    was = _counted(number.was, t, beside=number.count)
    return first, _counted(number.count, t), t.rich("digest.number.before", facts=was)


def _counted(count: Count, t: Translator, beside: Count | None = None) -> Line:
    """Which of the troops, the day, who reported it, and the receipt; `beside` another of the same, not all again."""
    said = [amounts.day(count, t), carrier(count, t)]
    if beside is None:
        said = [amounts.sense(count.figure, t), amounts.modality(count.figure, t), *said]
    return dotted((*said, opens_article(count.source, t)))


def _dispute(dispute: Dispute, t: Translator) -> Item:
    """▪️ هل يغادرون؟ — العراق, and under it what each side holds, and who."""
    about = dispute.disagreement
    place = t.place(about.place) if about.place else t("disputes.everywhere")
    first = t("digest.dispute", question=t(f"disputes.issue.{about.issue}"), place=place)
    return (first,), *(_side(side, t) for side in dispute.sides[:SIDES])


def _side(side: DisputeSide, t: Translator) -> Line:
    said: Claim | Count = side.claims[0] if side.claims else side.counts[0]
    code = said.milestone if isinstance(said, Claim) else None
    receipt: Line = (t.isolate(f"/m_{code}"),) if code else opens_article(said.source, t)
    return t.rich("disputes.side", label=dotted((stance(side, t), carrier(said, t), receipt)))


def _upcoming(due: Due, t: Translator, today: date) -> Item:
    left = t.countdown((due.closes - today).days)
    return _promise(due, left, t, today)


def _overdue(due: Due, t: Translator, today: date) -> Item:
    over = t.n("deadlines.over", (today - due.closes).days, date=t.date(due.closes))
    return _promise(due, over, t, today)


def _promise(due: Due, time: str, t: Translator, today: date) -> Item:
    return (headline(due.milestone, t, today),), _facts(due.milestone, due.claim, time, t)


def _facts(milestone: Milestone, claim: Claim, state: str, t: Translator) -> Line:
    """The state, who reported it, whether sources differ, and the receipt."""
    differ = t("milestone.disputed") if milestone.disputed else ""
    return dotted((state, carrier(claim, t), differ, opens(milestone, t)))
