"""``python -m benchmarks [--quick] [NAME …]``: measure, and print one table. It takes some minutes."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from benchmarks import (
    answering,
    broadcasting,
    extracting,
    large,
    loads,
    meanwhile,
    planning,
    searching,
    starts,
    timelines,
)
from benchmarks.measuring import QUICK, WHOLE, Ratio, Sizes, Watch

WIDE = 160
Benchmark = Callable[[Path, Sizes, Watch], Iterable[Ratio]]


def _answers(folder: Path, sizes: Sizes, watch: Watch) -> Iterable[Ratio]:
    return asyncio.run(answering.measure(folder, sizes, watch))


def _large(folder: Path, sizes: Sizes, watch: Watch) -> Iterator[Ratio]:
    with large.opened(folder, sizes, watch) as database:
        yield from timelines.measure(database)
        yield from searching.measure(database)


BENCHMARKS: Mapping[str, Benchmark] = {
    "starts": starts.measure,
    "answers": _answers,
    "loads": loads.measure,
    "extraction": extracting.measure,
    "large": _large,
    "planning": planning.measure,
    "broadcasting": broadcasting.measure,
    "meanwhile": meanwhile.measure,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks", description="Ratios, each measured side by side in this run.")
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*BENCHMARKS, []], help=", ".join(BENCHMARKS))
    parser.add_argument("--quick", action="store_true", help="smaller sizes: sooner done, says less")
    chosen = parser.parse_args()
    sizes = QUICK if chosen.quick else WHOLE
    found: list[Ratio] = []
    with _watched() as watch:
        for name in chosen.names or BENCHMARKS:
            with tempfile.TemporaryDirectory(prefix="mujaz-bench-") as folder:
                found += BENCHMARKS[name](Path(folder), sizes, watch)
    # In a file or a pipe there is no edge of a screen to wrap at.
    Console(width=None if sys.stdout.isatty() else WIDE).print(table(found, quick=chosen.quick))


def table(ratios: Iterable[Ratio], *, quick: bool) -> Table:
    """A line for each ratio, its goal, and whether it was reached."""
    title = "Ratios at a smaller size (--quick)" if quick else "Ratios"
    printed = Table("work", "against", "ratio", "goal", "", "measured", title=title)
    for ratio in ratios:
        goal = "–" if ratio.goal is None else f"{'≥' if ratio.at_least else '≤'} {ratio.goal:g}"
        verdict = "" if ratio.goal is None else "pass" if ratio.reached else "MISS"
        printed.add_row(ratio.work, ratio.against, f"{ratio.value:,.2f}", goal, verdict, ratio.detail)
    return printed


@contextmanager
def _watched() -> Iterator[Watch]:
    """Bars on stderr, one for each kind of work."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        tasks: dict[str, TaskID] = {}

        def show(done: int, total: int, what: str) -> None:
            task = tasks.get(what)
            if task is None:
                task = tasks[what] = bars.add_task(what, total=total)
            bars.update(task, completed=done, total=total)

        yield show


if __name__ == "__main__":
    main()
