"""Dates of slots: which dates stand among the words of a zone, and which of them are counted from something else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from storage.corpus.extraction.changes import dates_number
from storage.corpus.extraction.clauses import Structure
from storage.corpus.extraction.datelines import is_dateline
from storage.corpus.extraction.hits import Hit
from storage.corpus.extraction.lexicon import particles
from storage.corpus.extraction.marks import DateMark


def dates_among(structure: Structure, own: frozenset[int]) -> list[DateMark]:
    """The dates among the tokens of `own`; «بعد عقد على تأسيسه» dates what follows it, not what stands before."""
    if (placed := structure.dates) is None:
        placed = structure.dates = tuple(_placed_dates(structure))
    return [mark for mark in placed if mark.first in own]


def _placed_dates(structure: Structure) -> Iterator[DateMark]:
    """The dates, each where it stands, or at the head which it dates behind it."""
    heads = {hit.first for hit in structure.triggers} if structure.marked.dates else ()
    of_number = dates_number(structure.marked)
    for mark in structure.marked.dates:
        if of_number(mark):  # «من 5200 حالياً إلى 3500 …»
            continue
        if _word(structure, mark.first - 1).startswith("البالغ"):  # «البالغ مطلع العام …»: dates the number
            continue
        if is_dateline(structure.passage, mark):
            continue
        led = {_word(structure, mark.after - 1), _word(structure, mark.after)}
        counted = "علي" in led and _is_span(structure, mark)
        follows = counted or ("من" in led and "date.of_what_follows" in mark.reasons)
        if eve := _word(structure, mark.first).removeprefix("و") in particles("eves"):
            before = next((m.first for m in reversed(structure.marked.dates) if m.first < mark.first), -1)
            if before < structure.start_of_turn(mark.first):  # the day that it is counted from is not told
                continue
        follows = follows or eve
        target = next((at for at in range(mark.after, mark.after + 3) if at in heads), None) if follows else None
        yield mark if target is None else replace(mark, first=target)


def _is_span(structure: Structure, mark: DateMark) -> bool:
    """Whether it is a span counted from something («بعد عقد على»، «مرور ثماني سنوات على»)."""
    lead = {_word(structure, at).removeprefix("و") for at in range(max(0, mark.first - 2), mark.first + 2)}
    return not lead.isdisjoint(particles("spans"))


def _word(structure: Structure, at: int) -> str:
    return structure.passage.keys[at] if at < len(structure.passage.keys) else ""


def counts_from(structure: Structure, mark: DateMark, head: Hit) -> bool:
    """Whether the date is counted from the head («بعد يومين من غارة»): then it dates something else."""
    return head.first - mark.after in (0, 1) and "من" in (
        _word(structure, head.first - 1),
        _word(structure, mark.after - 1),
    )
