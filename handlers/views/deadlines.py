"""The deadline ledger on a screen: what was promised, by whom, how long is left or since when it is overdue.

Nearest first; then what is overdue and unconfirmed, never called done; then promises without a day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from handlers.i18n import Translator
from handlers.views.coverage import coverage, extent
from handlers.views.message import Block, Bold, Button, Message, Paragraph
from handlers.views.milestones import headline, opens, reported
from handlers.views.receipts import dotted, teller
from handlers.views.remembering import remembered
from handlers.views.standing import Standing, standing
from storage.answers import Deadline, Ledger
from storage.records import Milestone

UNDATED = 5
"""So many promises without a day are listed."""


def ledger(answer: Ledger, t: Translator) -> Message:
    if not (answer.upcoming or answer.overdue or answer.undated):
        return Message((Paragraph((t("deadlines.none"),)), extent(answer.edition, t)))
    # "-" is the state of nobody: the timeline without filters, here in its other lane.
    undated = ((Button(t("deadlines.all_undated"), "t:-:u"),),) if answer.undated else ()
    return Message(_ledger(answer, t), undated)


@remembered
def _ledger(answer: Ledger, t: Translator) -> tuple[Block, ...]:
    overdue = [d for d in answer.overdue if standing(d.milestone, answer.today) is Standing.OVERDUE]
    lapsed = [d for d in answer.overdue if d not in overdue]
    return (
        Paragraph((Bold((t("deadlines.title"),)),)),
        Paragraph((t("deadlines.today", date=t.date(answer.today)),), tight=True),
        *_section("deadlines.upcoming", answer.upcoming, t, answer.today),
        *_section("deadlines.overdue", overdue, t, answer.today),
        *_section("deadlines.lapsed", lapsed, t, answer.today),
        *_section("deadlines.undated", answer.undated[:UNDATED], t, answer.today),
        coverage(answer.edition, t),
    )


def _section(msgid: str, deadlines: Sequence[Deadline], t: Translator, today: date) -> Iterator[Paragraph]:
    if deadlines:
        yield Paragraph((Bold((t(msgid),)),))
    for number, deadline in enumerate(deadlines):
        yield Paragraph((headline(deadline.milestone, t, today),), tight=number == 0)
        yield _promise(deadline, t, today)


def _promise(deadline: Deadline, t: Translator, today: date) -> Paragraph:
    milestone = deadline.milestone
    facts = (
        _time(milestone, t, today),
        t("deadlines.by", teller=teller(deadline.claim, t)),
        t.n("deadlines.others", milestone.sources - 1) if milestone.sources > 1 else "",
        t("milestone.disputed") if milestone.disputed else "",
        opens(milestone, t),
    )
    return Paragraph(dotted(facts), tight=True)


def _time(milestone: Milestone, t: Translator, today: date) -> str:
    """How long is left, or since when it is over; for a promise without a last day, when it was made."""
    deadline = milestone.date.deadline if milestone.date else None
    if deadline is None:
        return reported(milestone, t)
    if deadline >= today:
        return t.countdown((deadline - today).days)
    return t.n("deadlines.over", (today - deadline).days, date=t.date(deadline))
