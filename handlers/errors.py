"""The errors of this floor, and which catalogue entry explains an error of the floor below.

Errors carry ids, never sentences for people. How an explanation looks is `handlers.views.errors`; an
error that has no entry here is a fault of ours, which `handlers.replies` logs under a code.
"""

from __future__ import annotations

from storage.errors import (
    AlreadyApplied,
    CorpusChanged,
    NotAllowed,
    NotDecided,
    NotFound,
    NothingToUndo,
    StorageError,
    UnknownName,
)


class HandlerError(Exception):
    """Root of everything this floor raises on purpose."""


_NOT_FOUND = {
    "edition": "errors.empty",
    "milestone": "errors.no_milestone",
    "article": "errors.no_article",
    "place": "errors.no_place",
    # A button whose view was tidied away, and one whose time is over, are the same to who presses it.
    "fact": "review.gone",
    "view": "saved.expired",
    "saved": "saved.expired",
}
_NOT_ALLOWED = {
    "owner": "saved.not_yours",
    "expired": "saved.expired",
    "chat_admins": "rights.chat_admins",
    "not_asked": "rights.not_asked",
}
_UNKNOWN = {"place": "errors.unknown_place", "actor": "errors.unknown_force", "force": "errors.unknown_force"}


def entry(error: StorageError) -> str | None:
    """The message id that explains `error` to a reader; None where no reader can do anything about it."""
    match error:
        case UnknownName():
            return _UNKNOWN.get(error.noun, "errors.unknown_name")
        case NotFound():
            return _NOT_FOUND.get(error.noun, "errors.not_found")
        case NotAllowed():
            return _NOT_ALLOWED.get(error.reason, "rights.refused")
        case NotDecided(reason="decided"):
            return f"review.refused.decided.{error.value}"
        case NotDecided():
            return f"review.refused.{error.reason}"
        case NothingToUndo():
            return "corpus.nothing_to_undo"
        case CorpusChanged():
            return "corpus.changed_since"
        case AlreadyApplied():
            return "errors.already_applied"
    return None
