"""The command line: ``mujaz``. Each command reads the settings, wires what it needs, and says what went wrong."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from datetime import UTC, datetime
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, NoReturn
from zoneinfo import ZoneInfo

import typer

from bot import terminal
from bot.terminal import Failed
from storage.chat import Language

READER = 1001
"""Who asks where ``--as`` names nobody."""

cli = typer.Typer(
    name="mujaz",
    help="Mujaz follows one long news story, with a receipt for every claim. Settings: see .env.example.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class Format(StrEnum):
    JSON = "json"
    CSV = "csv"
    ICS = "ics"


Now = Annotated[
    str | None, typer.Option("--now", metavar="DATE", help="Answer as on this day (2026-11-21), not today's.")
]
Signed = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="Who signs. Default: who is logged in on this machine.")
]
Folder = Annotated[
    Path | None,
    typer.Argument(metavar="[DIR]", exists=True, file_okay=False, help="The folder of seeds. Default: SEEDS_DIR."),
]


@cli.command()
def chat(
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="The port on 127.0.0.1. Default: 8765, or any free one.")
    ] = None,
) -> None:
    """Serve the chat page on this machine and open a browser; no token is needed."""
    from bot import lifecycle

    settings = terminal.settings()
    terminal.fill_if_empty(settings)
    try:
        asyncio.run(lifecycle.chat(settings, port, _opened))
    except lifecycle.PortTaken as error:
        raise Failed(f"port {error} is taken; without --port a free one is found") from None


@cli.command()
def run() -> None:
    """Answer on Telegram until stopped; needs TELEGRAM_BOT_TOKEN."""
    from telegram.error import InvalidToken

    from bot import lifecycle
    from bot.app import build

    settings = terminal.settings()
    if settings.token is None:
        raise Failed(
            "TELEGRAM_BOT_TOKEN is missing: get a token from @BotFather on Telegram and put it into .env "
            "(to try without one: mujaz chat)"
        )
    terminal.fill_if_empty(settings)
    try:
        asyncio.run(lifecycle.run(build(settings), _running))
    except InvalidToken:
        raise Failed("Telegram does not know this TELEGRAM_BOT_TOKEN: @BotFather shows the right one") from None


@cli.command()
def ask(
    text: Annotated[str, typer.Argument(help="What the reader writes: a /command or a question.")],
    press: Annotated[
        list[str] | None, typer.Option(metavar="LABEL", help="Then press the newest button with this label.")
    ] = None,
    user: Annotated[int, typer.Option("--as", metavar="USER_ID", min=1, help="Who asks.")] = READER,
    chat: Annotated[
        int | None, typer.Option(metavar="CHAT_ID", help="Where; a negative id is a group. Default: in private.")
    ] = None,
    lang: Annotated[Language | None, typer.Option(help="The language of the answers, for this run only.")] = None,
    now: Now = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the Bot API calls instead of the replies.")] = False,
) -> None:
    """Ask the whole application one question, then press the buttons named; print the replies as plain text."""
    from bot import asking

    if not text.strip():
        raise typer.BadParameter("there is nothing to ask", param_hint="TEXT")
    settings = terminal.settings()
    moment = terminal.moment(now, settings)
    terminal.fill_if_empty(settings)
    question = asking.Question(text, tuple(press or ()), user, user if chat is None else chat, lang)
    said = asking.ask(settings, question, terminal.clock_of(moment), _unsaid if as_json else terminal.say)
    try:
        calls = asyncio.run(said)
    except asking.NoSuchButton as error:
        labels = " ".join(f"[{label}]" for label in error.labels) or "none"
        raise Failed(f"no button is labelled {error.label!r}; there are: {labels}") from None
    if as_json:
        whole = [{"method": call.method, "params": dict(call.params)} for call in calls]
        terminal.say(json.dumps(whole, ensure_ascii=False, indent=1))


@cli.command()
def load(
    folder: Folder = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change; load nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole difference as JSON.")] = False,
) -> None:
    """Load the seeds into the database, in one step or not at all, and print what changed."""
    from bot import reports
    from bot.seeding import Seeds

    settings = terminal.settings()
    seeds = Seeds(folder or settings.seeds_dir, settings.story_path)
    with terminal.open_store(settings) as database, terminal.progress() as show:
        report = seeds.preview(database, show) if dry_run else seeds.load(database, datetime.now(UTC), show)
    told = reports.as_json(report, dry_run=dry_run) if as_json else reports.as_text(report, dry_run=dry_run)
    terminal.say(told)


@cli.command()
def check(folder: Folder = None) -> None:
    """Read a folder of seeds and name everything that is wrong in it; no database is touched."""
    from bot.complaints import warning_line
    from bot.seeding import Seeds

    settings = terminal.settings()
    seeds = Seeds(folder or settings.seeds_dir, settings.story_path)
    with terminal.progress() as show:
        corpus = seeds.read({}, show)
    for warning in corpus.warnings:
        terminal.note(warning_line(warning))
    facts = len(corpus.events) + len(corpus.figures)
    terminal.say(f"{seeds.folder}: {len(corpus.articles)} articles, {facts} facts, nothing wrong")


@cli.command()
def export(
    form: Annotated[Format, typer.Option("--format", help="What to print.")] = Format.JSON,
    now: Now = None,
) -> None:
    """Print the facts: everything as JSON, one fact a row as CSV, or the dated milestones as a calendar."""
    from bot import export as exports
    from storage.database.queries import corpus, edition

    settings = terminal.settings()
    as_of = (terminal.moment(now, settings) or datetime.now(UTC)).astimezone(ZoneInfo(settings.default_timezone)).date()
    terminal.fill_if_empty(settings)
    with terminal.open_store(settings) as database, database.reader() as conn:
        whole, loaded_at = corpus.whole(conn), edition.current(conn).loaded_at
    match form:
        case Format.JSON:
            terminal.say(exports.as_json(whole, as_of))
        case Format.CSV:
            terminal.say(exports.as_csv(whole), end="")
        case Format.ICS:
            from bot import ical

            terminal.say(ical.as_calendar(whole, settings.chat_defaults(0), loaded_at), end="")


@cli.command()
def digest(
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="What is new since this day. Default: the last week."),
    ] = None,
    now: Now = None,
    lang: Annotated[
        Language | None, typer.Option(help="The language of the digest. Default: DEFAULT_LANGUAGE.")
    ] = None,
) -> None:
    """Print what a digest would say; nothing is sent."""
    from bot import preview

    settings = terminal.settings()
    moment = terminal.moment(now, settings) or datetime.now(UTC)
    terminal.fill_if_empty(settings)
    with terminal.open_store(settings) as database:
        terminal.say(preview.digest(database, settings, moment, since and since.date(), lang))


@cli.command()
def review(
    article: Annotated[
        str | None, typer.Argument(metavar="[ARTICLE]", help="Only this article: its number, code or id.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="With ARTICLE: also what was published as extracted.")
    ] = False,
    lang: Annotated[Language | None, typer.Option(help="The language of the facts. Default: DEFAULT_LANGUAGE.")] = None,
    by: Signed = None,
) -> None:
    """Decide of the extracted facts that wait: approve, reject, correct; decisions go into the facts files."""
    from bot import reviewing

    settings = terminal.settings()
    terminal.fill_if_empty(settings)
    with terminal.open_store(settings) as database:
        editor = reviewing.Editor(terminal.signature(by), lang, article or "", everything)
        decided = reviewing.review(database, settings, editor)
    if decided:
        terminal.note(f"{decided} decided; mujaz load makes it count")


@cli.command()
def draft(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="An article of the seeds: its id or file.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a facts file that is there, without asking.")] = False,
    by: Signed = None,
) -> None:
    """Write a facts file for an editor to start from, with everything that was extracted from the article."""
    from bot import drafting
    from bot.seeding import Seeds

    settings = terminal.settings()
    seeds = Seeds(settings.seeds_dir, settings.story_path)
    text = drafting.article_file(seeds.folder, article)
    path = drafting.facts_path(text)
    if path.exists() and not force and terminal.listen(f"{path} is there; replace it? [y/N] ") not in ("y", "yes"):
        raise Failed(f"{path} stays as it is (--force replaces it)")
    many = drafting.draft(seeds, text, terminal.signature(by), terminal.today(settings))
    terminal.say(f"{path}: {many} facts to check; it counts once its line “draft” is taken out")


# ------------------------------------------------------------------ running them


def _unsaid(_: str) -> None:
    """What is shown is not printed."""


def _running(name: str) -> None:
    terminal.note(f"@{name} answers on Telegram (Ctrl-C stops it)")


def _opened(address: str) -> None:
    """Say where the chat page is, and open it where a person sits in front of a screen."""
    import webbrowser

    terminal.say(f"Mujaz answers at {address} (Ctrl-C stops it)")
    screen = sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if screen and not os.environ.get("CI"):
        webbrowser.open(address)


def main() -> NoReturn:
    """Run the command line; exit status 0, 1 after an error, 2 after a wrong use of it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
    try:
        cli()
    except Exception as error:
        for line in _lines_about(error):
            terminal.note(line)
    sys.exit(1)


def _lines_about(error: Exception) -> tuple[str, ...]:
    from bot.complaints import complaint

    lines = (str(error),) if isinstance(error, Failed) else complaint(error)
    if not lines:
        _tell_log(error)
    return lines


def _tell_log(error: Exception) -> None:
    """What nobody expected goes to the log, which takes the token out."""
    from bot import logs

    if not logging.getLogger().handlers:
        logs.configure("INFO", os.environ.get("TELEGRAM_BOT_TOKEN"))
    logging.getLogger("bot").error("unexpected: %s", error, exc_info=error)
