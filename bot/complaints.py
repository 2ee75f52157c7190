"""What the operator reads on the terminal when something is wrong: one line each, no traceback.

The sentences for readers of the bot are in the catalogues, see `handlers.errors`.
"""

from __future__ import annotations

from bot.settings import BadSettings
from storage.errors import (
    CorpusChanged,
    NotAllowed,
    NotDecided,
    NotFound,
    NothingToUndo,
    SeedError,
    SeedProblem,
    StorageError,
    UnknownName,
    UnusableDatabase,
)

_DATABASE = {
    "url": "DATABASE_URL is no SQLAlchemy address; the usual one is sqlite:///.mujaz/mujaz.db",
    "backend": "DATABASE_URL names {value}; Mujaz keeps its facts in SQLite (sqlite:///…) or PostgreSQL (postgresql://…)",
    "file": "DATABASE_URL names no file; a database in memory would be empty at the next command",
    "pragma": "the database file does not take the settings it needs ({value}); is it on a network drive?",
    "server": "the PostgreSQL server of DATABASE_URL does not let us in: {value}",
    "version": "the PostgreSQL server of DATABASE_URL is of version {value}, which is too old; 14 or newer is needed",
    "setting": "the PostgreSQL database of DATABASE_URL is not as it has to be ({value})",
    "newer": "the database was made by a later version of Mujaz (step {value}); this one cannot read it",
}


def complaint(error: Exception) -> tuple[str, ...]:
    """The lines about `error`; empty where nobody expected it, and the log has to tell."""
    match error:
        case BadSettings():
            return error.lines
        case SeedError():
            return tuple(problem_line(problem) for problem in error.problems)
        case UnusableDatabase():
            return (_DATABASE[error.reason].format(value=error.value),)
        case NothingToUndo():
            return ("there is no earlier revision to go back to",)
        case CorpusChanged():
            return ("the files changed in the meantime; nothing was loaded",)
        case NotDecided():
            return (not_decided(error),)
        case NotFound() | UnknownName() | NotAllowed():
            return (f"{error.noun} {error.key if not isinstance(error, UnknownName) else error.name}: not found",)
        case StorageError():
            return (str(error) or type(error).__name__,)
        case _:
            return ()


_NOT_DECIDED = {
    "no_article": "its file is not in the folder ({value})",
    "text_changed": "its text has changed since it was loaded: mujaz load first ({value})",
    "stale": "its facts file speaks of an earlier text: renew or remove it first ({value})",
    "draft": "its facts file is a draft that nobody has signed yet ({value})",
    "complete": "its facts file is complete: correct it by hand ({value})",
    "decided": "somebody else was faster: {value}",
    "by_hand": "the row shares its line with another: take it out by hand ({value})",
    "not_writable": "the folder cannot be written to: {value}",
}


def not_decided(error: NotDecided) -> str:
    """Why a decision was not written."""
    return f"{error.article}: {_NOT_DECIDED[error.reason].format(value=error.value)}"


def problem_line(problem: SeedProblem) -> str:
    """``file:line: field: what is wrong: the value (nearest: …)``."""
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    parts = (place, problem.field, problem.code.replace("_", " "), problem.value)
    line = ": ".join(part for part in parts if part)
    return f"{line} (nearest: {problem.hint})" if problem.hint else line


_WARNINGS = {
    "stale_facts": "{value}: set aside, because the article's text has changed since it was reviewed",
    "draft_facts": "{value}: set aside, because it is a draft that nobody has signed yet",
}


def warning_line(warning: str) -> str:
    """What a warning of the corpus (``code:value``) means."""
    code, _, value = warning.partition(":")
    return "warning: " + _WARNINGS.get(code, "{code}: {value}").format(code=code.replace("_", " "), value=value)
