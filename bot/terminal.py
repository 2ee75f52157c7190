"""What the commands of the program share: printing, progress, the clock of ``--now``, an open database.

Nothing heavy is imported before it is needed, so that ``--help`` answers at once.
"""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import typer

if TYPE_CHECKING:
    from bot.settings import Settings
    from handlers.i18n import Translator
    from handlers.services import Progress
    from storage.chat import Language
    from storage.database.session import Database


class Failed(Exception):
    """The command cannot do what it was asked to; the message is one line for the operator."""


def say(text: str, end: str = "\n") -> None:
    """The command's result, on stdout."""
    typer.echo(text + end, nl=False)


def note(text: str) -> None:
    """A word to the operator, on stderr."""
    typer.echo(text, err=True)


def listen(question: str) -> str | None:
    """The line that is typed after `question` (shown on stderr); None where no more will be."""
    typer.echo(question + " ", err=True, nl=False)
    line = sys.stdin.readline()
    return line.rstrip("\n") if line else None


def signature(by: str | None) -> str:
    """Who signs a facts file: who is named, else who is logged in."""
    try:
        return (by or "").strip() or getpass.getuser()
    except (OSError, KeyError):
        return "terminal"


def today(settings: Settings) -> date:
    """The day that it is in the newsroom."""
    return datetime.now(ZoneInfo(settings.default_timezone)).date()


def translator(settings: Settings, language: Language | None) -> Translator:
    """The voice of this terminal."""
    from handlers.i18n import Translator

    chosen = settings.chat_defaults(0)
    return Translator(replace(chosen, language=language) if language else chosen)


def settings() -> Settings:
    """Read the settings and set up the logs. `BadSettings`."""
    from bot import logs
    from bot.settings import load_settings

    loaded = load_settings()
    logs.configure(loaded.log_level, loaded.token)
    return loaded


@contextmanager
def open_store(settings: Settings) -> Iterator[Database]:
    """The database, migrated; closed on leaving."""
    from storage.database.session import open_database

    database = open_database(settings.database_url)
    try:
        database.migrate()
        yield database
    finally:
        database.close()


def fill_if_empty(settings: Settings) -> None:
    """Load the seeds into a database that holds nothing yet; one that holds a corpus stays as it is."""
    from bot.seeding import Seeds, is_empty

    with open_store(settings) as database:
        if is_empty(database):
            with progress() as show:
                Seeds(settings.seeds_dir, settings.story_path).load(database, datetime.now(UTC), show)


@contextmanager
def progress() -> Iterator[Progress]:
    """Bars on stderr, one for each kind of work."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        tasks: dict[str, TaskID] = {}

        def show(done: int, total: int, what: str) -> None:
            task = tasks.setdefault(what, TaskID(-1))
            if task < 0:
                task = tasks[what] = bars.add_task(what, total=total)
            bars.update(task, completed=done, total=total)

        yield show


def moment(now: str | None, settings: Settings) -> datetime | None:
    """Noon of the day `now` in the newsroom's zone: the same day for readers nearly everywhere."""
    if now is None:
        return None
    try:
        day = date.fromisoformat(now)
    except ValueError:
        raise typer.BadParameter(f"{now!r} is no date like 2026-11-21", param_hint="--now") from None
    return datetime.combine(day, time(12), ZoneInfo(settings.default_timezone)).astimezone(UTC)


def clock_of(moment: datetime | None) -> Callable[[], datetime]:
    """A clock that stands still at `moment`; the real one for None."""
    return (lambda: datetime.now(UTC)) if moment is None else (lambda: moment)
