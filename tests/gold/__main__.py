"""``python -m tests.gold [--misses] [--record] [GROUP …]``: measure extraction against the gold, and print it.

`--misses` names what was missed and what was too much, of articles that are not sealed; `--record` keeps the
values as those that a later change must not fall below.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence

from rich.console import Console
from rich.table import Table

from tests.gold import baseline, phrases
from tests.gold.groups import GROUPS, Found, Group, read_group, scores
from tests.gold.intervals import intervals
from tests.gold.labels import Labelled, WantedEvent, WantedFigure
from tests.gold.recorded import record
from tests.gold.scoring import Scored, rates, total
from tests.storage.corpus.extraction.date_table import rows

WIDE = 160
EVENTS = ("events.L1", "events.L2", "events.L3")
FIGURES = ("figures.L1", "figures.L2")


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.gold", description=__doc__)
    names = [group.name for group in GROUPS]
    parser.add_argument("groups", nargs="*", metavar="GROUP", choices=[*names, []], help=", ".join(names))
    parser.add_argument("--misses", action="store_true", help="name what was missed and what was too much")
    parser.add_argument("--record", action="store_true", help="keep the values in recorded.json")
    chosen = parser.parse_args()
    console = Console(width=WIDE)
    measured: dict[str, Mapping[str, float]] = {}
    for group in GROUPS:
        if group.name in (chosen.groups or names):
            golds, found = group.gold, read_group(group)
            scored = scores(golds, found)
            measured[group.name] = rates(total(one.tally for one in scored))
            console.print(_table(group, scored))
            if chosen.misses and not group.sealed:
                console.print("\n".join(_misses(golds, found, scored)), markup=False, highlight=False)
    measured[phrases.NAME] = phrases.measured()
    console.print(_phrase_table(measured[phrases.NAME]))
    if chosen.record:
        record(measured)


def _table(group: Group, scored: Sequence[Scored]) -> Table:
    tallies = [one.tally for one in scored]
    sum_, sure = total(tallies), intervals(tallies)
    value = rates(sum_)

    def cell(name: str) -> str:
        low, high = sure[name]
        return f"{value[name]:.3f} [{low:.2f} {high:.2f}]"

    table = Table("", "gold", "found", "precision", "recall", "F1", title=f"{group.name}: {len(scored)} articles")
    for names, wanted, found in (
        (EVENTS, sum_.events_wanted, sum_.events_found),
        (FIGURES, sum_.figures_wanted, sum_.figures_found),
    ):
        for name in names:
            table.add_row(name, str(wanted), str(found), *(cell(f"{name}.{rate}") for rate in ("p", "r", "f1")))
    table.add_row("speaker right", str(sum_.speakers), "", cell("speaker"))
    table.add_row("publication holds", str(sum_.dated), "", cell("published"))
    table.add_row("traps hit", "", str(sum_.traps))
    table.add_row("uncited", "", str(sum_.uncited))
    return table


def _phrase_table(found: Mapping[str, float]) -> Table:
    table = Table("phrases", "F1 of the value", "dateparser, kindly judged", title="tables of phrases")
    search = baseline.searcher()
    theirs = {"dates": f"{baseline.f1(rows(), search):.3f}" if search else "not installed"}
    for name, value in found.items():
        table.add_row(name, f"{value:.3f}", theirs.get(name, ""))
    return table


def _misses(golds: Sequence[Labelled], found: Mapping[str, Found], scored: Sequence[Scored]) -> Iterator[str]:
    for gold, one in zip(golds, scored, strict=True):
        article = found[gold.id]
        reached = {j: level for _, j, level in one.events}
        for j, event in enumerate(gold.events):
            if event.required and reached.get(j, 0) < 3:
                yield f"{gold.id} event L{reached.get(j, 0)}: {_event(event)} | {event.head}"
        matched = {i for i, _, _ in one.events}
        for i, fact in enumerate(article.events):
            if i not in matched:
                when = fact.date.edtf if fact.date else None
                said = f"{fact.kind} {when} {fact.place} {fact.modality} {fact.actor}"
                yield f"{gold.id} event too much: {said} | {fact.citation.sentence[:60]}"
        reached = {j: level for _, j, level in one.figures}
        for j, figure in enumerate(gold.figures):
            if figure.required and reached.get(j, 0) < 2:
                yield f"{gold.id} figure L{reached.get(j, 0)}: {_figure(figure)} | {figure.head}"
        matched = {i for i, _, _ in one.figures}
        for i, number in enumerate(article.figures):
            if i not in matched:
                said = f"{number.qualifier} {number.value} {number.low} {number.high} {number.unit} {number.force}"
                yield f"{gold.id} figure too much: {said} {number.place} | {number.citation.sentence[:60]}"


def _event(event: WantedEvent) -> str:
    return " ".join(map(_said, (event.kinds, event.dates, event.places, event.modalities, event.actors)))


def _figure(figure: WantedFigure) -> str:
    return " ".join(map(_said, (figure.qualifiers, figure.bounds, figure.units, figure.forces, figure.places)))


def _said(values: object) -> str:
    return "/".join(map(str, values)) if isinstance(values, frozenset | tuple) else str(values)


if __name__ == "__main__":
    main()
