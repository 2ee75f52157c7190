"""An error as a reader sees it: one kind line, in the message or as an alert over it."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.errors import entry
from handlers.i18n import Translator
from handlers.views import corpus
from handlers.views.message import Code, Inline, Message, Paragraph
from storage.errors import NotDecided, NotFound, SeedError, StorageError, UnknownName


def explained(error: StorageError, t: Translator) -> Message | None:
    """The message for an error that a reader can do something about; None for a fault of ours.

    Where a button asked, the line is an alert, and what the reader was looking at stays.
    """
    if isinstance(error, SeedError):
        return corpus.problems(error.problems, t)
    line = entry(error)
    if line is None:
        return None
    if isinstance(error, UnknownName):
        return _unknown_name(line, error, t)
    return _line(line, _named(error), t)


def _named(error: StorageError) -> str:
    """What the line may name."""
    match error:
        case NotFound():
            return error.key
        case NotDecided():
            return error.value
    return ""


def unexpected(code: str, t: Translator) -> Message:
    """Something broke; `code` is what the log calls it."""
    text = t.rich("errors.unexpected", code=Code(code))
    return Message((Paragraph(text),), alert=t("errors.unexpected", code=code))


def text_only(t: Translator) -> Message:
    """The answer to a sticker, a photo or a voice message."""
    return Message((Paragraph(t.rich("errors.text_only", command=t.isolate("/help"))),))


def gone(t: Translator) -> Message:
    """The answer to a button whose meaning is forgotten."""
    return Message((Paragraph((t("errors.button_gone"),)),), alert=t("errors.button_gone"))


def _line(msgid: str, name: str, t: Translator) -> Message:
    return Message((Paragraph(t.rich(msgid, name=t.isolate(name))),), alert=t(msgid, name=t.isolate(name)))


def _unknown_name(msgid: str, error: UnknownName, t: Translator) -> Message:
    first = Paragraph(t.rich(msgid, name=t.isolate(error.name)))
    nearest = tuple(Paragraph(line, tight=True) for line in _nearest(error.noun, error.nearest, t))
    if nearest:
        nearest = (Paragraph((t("errors.nearest"),)), *nearest)
    return Message((first, *nearest), alert=t(msgid, name=t.isolate(error.name)))


def _nearest(noun: str, ids: Sequence[str], t: Translator) -> list[tuple[Inline, ...]]:
    """The names that sound like it; a place with its tappable /p_…"""
    if t.story is None:
        return []
    if noun == "place":
        return [t.rich("errors.place", place=t.place(i), link=t.isolate(f"/p_{i}")) for i in ids if i in t.story.places]
    return [t.rich("errors.name", name=t.actor(i)) for i in ids if i in t.story.actors]
