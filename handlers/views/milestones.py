"""A milestone on a screen: its lines in any list, and its receipt with every claim behind it.

Headlines are made in `handlers.views.titles`, marks and status words in `handlers.views.standing`,
quotes in `handlers.views.receipts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import reduce

from handlers.i18n import Translator
from handlers.views.coverage import coverage
from handlers.views.message import Block, Bold, Button, Inline, Message, Paragraph
from handlers.views.receipts import dotted, receipts
from handlers.views.remembering import remembered
from handlers.views.standing import mark, status
from handlers.views.titles import label
from storage.answers import Claim, Receipt
from storage.fuzzydate import Basis, FuzzyDate
from storage.records import Kind, Milestone, Phase

AT_ONCE = 8
"""So many claims stand on one screen of a receipt."""
_CHAIN = (Phase.PROMISED, Phase.UNDER_WAY, Phase.DONE)


# ------------------------------------------------------------------ in a list


def lines(milestone: Milestone, t: Translator, today: date, *, tight: bool = False) -> tuple[Paragraph, Paragraph]:
    """Mark, date and headline; under them the status, the sources and the tappable /m_…"""
    facts = (
        status(milestone, t, today),
        "" if milestone.date else reported(milestone, t),
        t.n("milestone.sources", milestone.sources),
        t("milestone.disputed") if milestone.disputed else "",
        opens(milestone, t),
    )
    return Paragraph((headline(milestone, t, today),), tight=tight), Paragraph(dotted(facts), tight=True)


def headline(milestone: Milestone, t: Translator, today: date) -> str:
    """⏳ نهاية 2026 — خروج بقية قوات التحالف من العراق"""
    words = {"mark": mark(milestone, today), "title": label(milestone, t)}
    if milestone.date is None:
        return t("milestone.line.undated", **words)
    return t("milestone.line", date=t.fuzzy(milestone.date), **words)


def reported(milestone: Milestone, t: Translator) -> str:
    """«ورد في 1 تشرين الأول 2025», "" where no report of it is dated."""
    return t.reported(milestone.printed) if milestone.printed and milestone.printed.edtf else ""


def opens(milestone: Milestone, t: Translator) -> tuple[Inline, ...]:
    return (t.isolate(f"/m_{milestone.code}"),)


# ------------------------------------------------------------------ its receipt


def receipt(answer: Receipt, t: Translator, today: date, offset: int = 0) -> Message:
    """The milestone, the phases of its subject, its dates, and the claims from `offset` on."""
    return Message(_receipt(answer, t, today, offset), _pages(answer, offset, t))


@remembered
def _receipt(answer: Receipt, t: Translator, today: date, offset: int) -> tuple[Block, ...]:
    milestone = answer.milestone
    shown = answer.claims[offset : offset + AT_ONCE]
    notes = {claim.event.id: tuple(_otherwise(claim, milestone, t)) for claim in shown}
    return (
        *_head(answer, t, today),
        *receipts(shown, t, notes),
        *_disputes(answer, t),
        coverage(answer.edition, t),
    )


def _head(answer: Receipt, t: Translator, today: date) -> Iterator[Paragraph]:
    milestone = answer.milestone
    yield Paragraph((Bold((label(milestone, t),)),))
    state = f"{mark(milestone, today)} {status(milestone, t, today)}"
    yield Paragraph(dotted((state, t.n("milestone.sources", milestone.sources))), tight=True)
    yield Paragraph((_dated(milestone, t),), tight=True)
    if moved := _moved(milestone, t):
        yield Paragraph((moved,), tight=True)
    yield from _chain(answer, t)


def _dated(milestone: Milestone, t: Translator) -> str:
    if milestone.date is None:
        printed = reported(milestone, t)
        return t("milestone.undated", reported=printed) if printed else t("milestone.dateless")
    kind = "due" if milestone.phase is Phase.PROMISED else "date"
    words = t(f"milestone.{kind}", date=t.fuzzy(milestone.date))
    if milestone.date.basis is Basis.STATED:
        return words
    return t(f"milestone.basis.{milestone.date.basis}", date=words)


def _moved(milestone: Milestone, t: Translator) -> str:
    """«الموعد الأصلي … ثم …» where reports gave different days; "" where they agree."""
    if len(milestone.deadlines) < 2 or milestone.phase is not Phase.PROMISED:
        return ""
    dates = reduce(lambda said, date_: t("milestone.then", dates=said, date=date_), map(t.fuzzy, milestone.deadlines))
    return t("milestone.moved", dates=dates)


# ---- the phases


def _chain(answer: Receipt, t: Translator) -> Iterator[Paragraph]:
    """مقرر /m_a ← قيد التنفيذ ← منجز: لم يرد. Shown only where there is, or is to be, more than one phase."""
    milestone = answer.milestone
    others = [m for m in answer.phases if m.key != milestone.key]
    steps = [step for phase in _CHAIN if (step := _step(phase, milestone, others, t))]
    if len(steps) > 1:
        chain = reduce(lambda before, after: t.rich("milestone.chain.step", before=before, after=after), steps)
        yield Paragraph(t.rich("milestone.chain", phases=chain), tight=True)
    # Who denies a repositioning does not deny the withdrawal; who denies any change denies both.
    denied = [m for m in others if m.phase is Phase.DENIED and m.kind in (milestone.kind, Kind.REDUCTION)]
    if denied:
        yield Paragraph(t.rich("milestone.chain.denied", links=_links(denied, t)), tight=True)


def _step(phase: Phase, milestone: Milestone, others: Iterable[Milestone], t: Translator) -> tuple[Inline, ...]:
    """One phase: bold where the milestone is in it, with links to the others that are; () for one passed over."""
    name, links = t(f"milestone.phase.{phase}"), _links([m for m in others if m.phase is phase], t)
    if milestone.phase is phase:
        bold = Bold((name,))
        return t.rich("milestone.chain.linked", phase=bold, links=links) if links else (bold,)
    if links:
        return t.rich("milestone.chain.linked", phase=name, links=links)
    awaited = milestone.phase in _CHAIN and _CHAIN.index(phase) > _CHAIN.index(milestone.phase)
    # A stay is never "done": where nothing was reported, nothing is awaited.
    if awaited and milestone.kind is not Kind.PRESENCE:
        return (t("milestone.chain.unreported", phase=name),)
    return ()


def _links(milestones: Iterable[Milestone], t: Translator) -> tuple[Inline, ...]:
    parts: list[Inline] = []
    for milestone in milestones:
        parts += [" "] if parts else []
        parts += opens(milestone, t)
    return tuple(parts)


# ---- the claims


def _otherwise(claim: Claim, milestone: Milestone, t: Translator) -> Iterator[str]:
    """What the claim says otherwise than the milestone's head: how real it is, and when."""
    if claim.event.modality is not milestone.modality:
        yield t(f"milestone.modality.{claim.event.modality}")
    if claim.event.date and _differs(claim.event.date, milestone.date):
        yield t("milestone.claim.date", date=t.fuzzy(claim.event.date))


def _differs(one: FuzzyDate, other: FuzzyDate | None) -> bool:
    return other is None or (one.edtf, one.edge, one.bound) != (other.edtf, other.edge, other.bound)


def _disputes(answer: Receipt, t: Translator) -> Iterator[Paragraph]:
    if answer.disagreements:
        types = dict.fromkeys(d.type for d in answer.disagreements)
        about = t.join([t(f"milestone.dispute.{type_}") for type_ in types])
        yield Paragraph(t.rich("milestone.disputes", about=about, command=t.isolate("/disputes")))


def _pages(answer: Receipt, offset: int, t: Translator) -> tuple[tuple[Button, ...], ...]:
    code, row = answer.milestone.code, []
    if offset:
        row.append(Button(t("milestone.claims.back"), f"m:{code}:{max(0, offset - AT_ONCE)}"))
    if (left := len(answer.claims) - offset - AT_ONCE) > 0:
        row.append(Button(t.n("milestone.claims.more", left), f"m:{code}:{offset + AT_ONCE}"))
    return (tuple(row),) if row else ()
