"""``python -m tests.soak``: everything at full size; the figures as a table, exit code 1 where one is not met."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, fields
from pathlib import Path

from tests.postgres import binaries, server
from tests.soak import asking, copying, killing, sharing
from tests.soak.judging import Outcome

Make = Callable[[], str]
Run = Callable[[str, str, Path], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Sizes:
    subscribers: int = 100_000
    kills: int = 1_000
    terms: int = 200
    updates: int = 10_000
    update_kills: int = 200
    copies: int = 100


def main() -> int:
    options = _options()
    sizes = _sizes(options)
    failed = 0
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mujaz-soak-")))
        for name, make in _databases(options.database, folder, stack):
            for kind, run in _runs(sizes).items():
                if _wanted(kind, name, options.only):
                    failed += not asyncio.run(run(f"{kind}, {name}", make(), folder))
    return 1 if failed else 0


def _wanted(kind: str, database: str, only: list[str] | None) -> bool:
    """Two processes share nothing but a PostgreSQL, whose server makes copies in its own way."""
    elsewhere = database == "SQLite" if kind.startswith("two") else kind == "copy" and database != "SQLite"
    return kind in (only or [kind]) and not elsewhere


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    parser.add_argument("--only", action="append", choices=tuple(_runs(Sizes())))
    parser.add_argument("--smaller", type=int, default=1, metavar="TIMES", help="everything so many times smaller")
    for size in fields(Sizes):
        parser.add_argument(f"--{size.name.replace('_', '-')}", type=int, metavar="N", help=f"not {size.default:,}")
    return parser.parse_args()


def _sizes(options: argparse.Namespace) -> Sizes:
    """As asked for; what was not is `--smaller` than usual."""
    asked = {size.name: getattr(options, size.name) for size in fields(Sizes)}
    return Sizes(**{name: many or max(getattr(Sizes(), name) // options.smaller, 4) for name, many in asked.items()})


def _databases(which: str, folder: Path, stack: ExitStack) -> Iterator[tuple[str, Make]]:
    files = (folder / f"{number}.db" for number in range(100))
    if which != "postgres":
        yield "SQLite", lambda: f"sqlite:///{next(files)}"
    if which != "sqlite":
        found = binaries()
        if found is None:
            print("no PostgreSQL server on this machine: skipped")
            return
        running = stack.enter_context(server(found))
        yield "PostgreSQL", lambda: running.url(running.database())


def _runs(sizes: Sizes) -> dict[str, Run]:
    async def kill(title: str, url: str, folder: Path) -> bool:
        outcome = await killing.soak(killing.Plan(url, sizes.subscribers, sizes.kills), folder, _say)
        return _sent(title, outcome, most=outcome.in_flight)

    async def weather(title: str, url: str, folder: Path) -> bool:
        plan = killing.Plan(url, sizes.subscribers // 10, sizes.kills // 10, weather=True)
        outcome = await killing.soak(plan, folder, _say)
        return _sent(title, outcome, most=outcome.in_flight + outcome.ambiguous_answers)

    async def stop(title: str, url: str, folder: Path) -> bool:
        plan = killing.Plan(url, sizes.subscribers // 5, sizes.terms, signal=signal.SIGTERM)
        outcome = await killing.soak(plan, folder, _say)
        stopped = set(outcome.statuses) == {0} and outcome.slowest_end < 20 and outcome.unknown == 0
        return _sent(title, outcome, most=0) and stopped

    async def receive(title: str, url: str, folder: Path) -> bool:
        outcome = await asking.soak(asking.Plan(url, sizes.updates, sizes.update_kills), folder, _say)
        _table(title, outcome)
        return (outcome.lost, outcome.twice, outcome.unanswered, outcome.pending) == (0, 0, 0, 0)

    async def copy(title: str, url: str, folder: Path) -> bool:
        outcome = await copying.soak(killing.Plan(url, sizes.subscribers // 20, sizes.copies), folder, _say)
        _table(title, outcome)
        return outcome.whole == outcome.copies == sizes.copies and outcome.pragmas == ("wal", 2)

    def shared(number: signal.Signals, hits: int) -> Run:
        async def share(title: str, url: str, folder: Path) -> bool:
            plan = killing.Plan(url, sizes.subscribers // 10, max(hits, 1), signal=number)
            outcome, _ = await sharing.soak(plan, folder)
            met = _sent(title, outcome, most=outcome.in_flight)
            # Whoever only slept knows what came of its calls.
            return met and (number is not signal.SIGSTOP or set(outcome.copies) == {1})

        return share

    return {
        "kill": kill,
        "weather": weather,
        "stop": stop,
        "receive": receive,
        "copy": copy,
        "two processes, one killed": shared(signal.SIGKILL, sizes.kills // 10),
        "two processes, one asleep": shared(signal.SIGSTOP, sizes.kills // 50),
    }


def _sent(title: str, outcome: Outcome, most: int) -> bool:
    """Whether the goals are met: nobody missed, at most two copies, one of them marked, no more than `most`."""
    _table(title, outcome)
    clean = (outcome.unmarked, outcome.disordered, outcome.unsettled) == (0, 0, 0)
    return not outcome.missed and max(outcome.copies) <= 2 and clean and outcome.repeated <= most


def _say(line: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{line}\033[K", end="", file=sys.stderr, flush=True)


def _table(title: str, outcome: object) -> None:
    _say("")
    print(f"\n{title}")
    for name in outcome.__slots__:  # type: ignore[attr-defined]  # a dataclass with slots
        value = getattr(outcome, name)
        shown = len(value) if isinstance(value, list) else f"{value:.1f}" if isinstance(value, float) else value
        print(f"  {name.replace('_', ' '):20} {dict(shown) if isinstance(shown, dict) else shown}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
