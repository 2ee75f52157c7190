"""Outcomes: what an error of Telegram, or of the way there, means for the message that met it. One table, pure.

Telegram either took the message, or refused it, or cannot have seen it, or nobody knows; only the last is
ambiguous, and whatever is not known to be one of the others is. What then becomes of a delivery depends on what
it has been through (`next_step`); doing it is in `bot.delivery`. Texts are compared in lower case, as PTB changes
the case of some. See https://core.telegram.org/bots/api#making-requests.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)


class Verdict(StrEnum):
    SENT = "sent"
    RETRY = "retry"  # certainly unsent
    PAUSE = "pause"  # certainly unsent, and so would be the next
    MIGRATE = "migrate"  # certainly unsent: the group has another id now
    PLAIN = "plain"  # certainly unsent: this text is not taken as it is
    AMBIGUOUS = "ambiguous"
    FAILED = "failed"  # certainly unsent, and trying again does not help


@dataclass(frozen=True, slots=True)
class Outcome:
    """`reason` is a stable identifier (``blocked``, ``topic_closed`` …). `after` is in how many seconds to try
    again, where Telegram says so; `chat` the new id of a group; `report` whether an operator should know;
    `general` whether every other message would fare the same."""

    verdict: Verdict
    reason: str
    after: float | None = None
    chat: int | None = None
    report: bool = False
    general: bool = False


SENT = Outcome(Verdict.SENT, "sent")

# ------------------------------------------------------------------ the table: what Telegram says

_PAUSE, _PLAIN, _FAILED = Verdict.PAUSE, Verdict.PLAIN, Verdict.FAILED
REFUSALS: tuple[tuple[str, Verdict, str], ...] = (
    ("bot was blocked by the user", _PAUSE, "blocked"),
    ("user_is_blocked", _PAUSE, "blocked"),
    ("user is deactivated", _PAUSE, "deactivated"),
    ("input_user_deactivated", _PAUSE, "deactivated"),
    ("bot was kicked", _PAUSE, "kicked"),
    ("bot is not a member", _PAUSE, "kicked"),
    ("user_banned_in_channel", _PAUSE, "kicked"),
    ("bot can't initiate conversation", _PAUSE, "never_started"),
    ("bot can't send messages to bots", _PAUSE, "is_a_bot"),
    ("group chat was deleted", _PAUSE, "chat_gone"),
    ("group chat was deactivated", _PAUSE, "chat_gone"),
    ("chat not found", _PAUSE, "chat_not_found"),
    ("peer_id_invalid", _PAUSE, "chat_not_found"),
    ("chat_id_invalid", _PAUSE, "chat_not_found"),
    ("channel_private", _PAUSE, "chat_not_found"),
    # Without the new id: the message that tells of the upgrade brings it, and wakes the subscription.
    ("upgraded to a supergroup", _PAUSE, "upgraded"),
    ("topic_closed", _PAUSE, "topic_closed"),
    ("topic_deleted", _PAUSE, "topic_deleted"),
    ("topic_id_invalid", _PAUSE, "topic_deleted"),
    ("message thread not found", _PAUSE, "topic_deleted"),
    ("not enough rights", _PAUSE, "no_rights"),
    ("no rights to send", _PAUSE, "no_rights"),
    ("need administrator rights", _PAUSE, "no_rights"),
    ("chat_admin_required", _PAUSE, "no_rights"),
    ("chat_write_forbidden", _PAUSE, "no_rights"),
    ("chat_send_plain_forbidden", _PAUSE, "no_rights"),
    ("chat_guest_send_forbidden", _PAUSE, "no_rights"),
    ("chat_restricted", _PAUSE, "no_rights"),
    ("can't parse entities", _PLAIN, "bad_markup"),
    ("entity_", _PLAIN, "bad_markup"),
    ("entities_too_long", _PLAIN, "bad_markup"),
    ("button_", _PLAIN, "bad_button"),
    ("inline keyboard", _PLAIN, "bad_button"),
    ("reply_markup", _PLAIN, "bad_button"),
    ("reply markup", _PLAIN, "bad_button"),
    ("wrong http url", _PLAIN, "bad_button"),
    ("message is too long", _FAILED, "too_long"),
    ("message_too_long", _FAILED, "too_long"),
    ("message text is empty", _FAILED, "empty"),
    ("message must be non-empty", _FAILED, "empty"),
)
"""Words of a refusal (400, 403) → what it means. The first that occurs in the text decides."""

_SLOW_MODE = re.compile(r"slowmode_wait_([0-9]+)")
_FLOOD = re.compile(r"too many requests(?:: retry after ([0-9]+))?")
FLOOD_WAIT = 30.0
"""Seconds of a 429 that does not say how long."""
TOKEN_WAIT = 60.0
"""Seconds before a token that Telegram does not know is tried again: its operator may have to act."""

# ------------------------------------------------------------------ the table: what the way there says

UNSENT: tuple[type[BaseException], ...] = (
    httpx.PoolTimeout,
    httpx.ConnectTimeout,
    httpx.ConnectError,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
    ConnectionRefusedError,
    socket.gaierror,
)
"""What is raised before the first byte of a request leaves. Everything else may be raised after the last."""
_CLOSED = ("not initialized", "has been closed")
_POOL = "request was *not* sent"


def sorted_as(error: BaseException) -> Outcome:
    """What `error`, raised by one call that sends a message, means."""
    seconds = flood(error)
    if seconds is not None:
        return Outcome(Verdict.RETRY, "flood", after=seconds)
    match error:
        case ChatMigrated():
            return Outcome(Verdict.MIGRATE, "upgraded", chat=error.new_chat_id)
        case Forbidden() | BadRequest():
            return _refused(error)
        case InvalidToken() | EndPointNotFound() | Conflict():
            return Outcome(Verdict.RETRY, "token", after=TOKEN_WAIT, report=True, general=True)
        case NetworkError():
            return _on_the_way(error)
        case TelegramError():  # an answer that is no JSON
            return Outcome(Verdict.AMBIGUOUS, "unreadable")
        case _:  # while reading the answer, or who knows when
            return Outcome(Verdict.AMBIGUOUS, "crash", report=True)


def flood(error: BaseException) -> float | None:
    """For how many seconds Telegram wants to hear nothing at all; none where it does not say that."""
    if isinstance(error, RetryAfter):
        after = error.retry_after
        return after.total_seconds() if isinstance(after, timedelta) else float(after)
    if not isinstance(error, TelegramError):
        return None
    found = _FLOOD.match(error.message.lower())
    return found and (float(found[1]) if found[1] else FLOOD_WAIT)


def _refused(error: TelegramError) -> Outcome:
    text = error.message.lower()
    for words, verdict, reason in REFUSALS:
        if words in text:
            return Outcome(verdict, reason, report=verdict is not _PAUSE)
    slow = _SLOW_MODE.search(text)
    if slow:
        return Outcome(Verdict.RETRY, "slow_mode", after=float(slow[1]))
    if isinstance(error, Forbidden):
        return Outcome(Verdict.PAUSE, "forbidden", report=True)
    return Outcome(Verdict.PLAIN, "refused", report=True)


def _on_the_way(error: NetworkError) -> Outcome:
    text = error.message.lower()
    if "request entity too large" in text:
        return Outcome(Verdict.FAILED, "too_long", report=True)
    cause = next(_causes(error), None)
    if isinstance(cause, UNSENT) or _POOL in text or (isinstance(cause, RuntimeError) and _is_closed(cause)):
        return Outcome(Verdict.RETRY, "unreachable", general=True)
    if isinstance(error, TimedOut):
        return Outcome(Verdict.AMBIGUOUS, "timeout")
    return Outcome(Verdict.AMBIGUOUS, "server" if cause is None else "broken")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """What `error` was raised from, outermost first, without Telegram's own errors."""
    cause = error.__cause__
    while cause is not None:
        if not isinstance(cause, TelegramError):
            yield cause
        cause = cause.__cause__


def _is_closed(error: RuntimeError) -> bool:
    return any(words in str(error) for words in _CLOSED)


# ------------------------------------------------------------------ what becomes of the delivery


class Step(StrEnum):
    SENT = "sent"
    AGAIN = "again"
    REPEAT = "repeat"  # again, saying that it may be a repeat
    PLAIN = "plain"  # again, as plain text without buttons
    PAUSE = "pause"
    MOVE = "move"  # again, to the new id
    UNKNOWN = "unknown"  # never again
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Tried:
    """What a delivery has been through: the calls made before this one, and whether this one said that it may
    be a repeat, or was plain already; `chat` is where it went."""

    attempts: int = 0
    repeat: bool = False
    plain: bool = False
    chat: int = 0


@dataclass(frozen=True, slots=True)
class Next:
    """The step, in how many seconds at the earliest, and whether an operator should know."""

    step: Step
    wait: float = 0.0
    report: bool = False


FIRST_WAIT, LONGEST_WAIT = 1.0, 300.0
_DOUBLINGS = 9
AMBIGUOUS_WAIT = 5.0
"""Seconds between the two sendings of an ambiguous message: what answered badly gets a moment."""


def next_step(outcome: Outcome, tried: Tried, *, assume_sent: bool = False) -> Next:
    """What becomes of a delivery after one call. `assume_sent` is ``AMBIGUOUS=assume_sent``."""
    match outcome.verdict:
        case Verdict.SENT:
            return Next(Step.SENT)
        case Verdict.RETRY:
            wait = backoff(tried.attempts) if outcome.after is None else outcome.after
            return Next(Step.AGAIN, wait, outcome.report)
        case Verdict.PAUSE:
            return Next(Step.PAUSE, report=outcome.report)
        case Verdict.MIGRATE:
            return Next(Step.FAILED, report=True) if outcome.chat == tried.chat else Next(Step.MOVE)
        case Verdict.PLAIN:
            return Next(Step.FAILED if tried.plain else Step.PLAIN, report=True)
        case Verdict.AMBIGUOUS:
            return _doubted(outcome, tried, assume_sent=assume_sent)
    return Next(Step.FAILED, report=True)


def _doubted(outcome: Outcome, tried: Tried, *, assume_sent: bool) -> Next:
    if assume_sent or tried.repeat:
        return Next(Step.UNKNOWN, report=True)
    return Next(Step.REPEAT, AMBIGUOUS_WAIT, outcome.report)


def backoff(attempts: int) -> float:
    """Seconds to wait after so many tries in vain: 1, 2, 4 … up to five minutes."""
    return min(FIRST_WAIT * float(1 << min(attempts, _DOUBLINGS)), LONGEST_WAIT)
