"""Faults on command: the local Telegram is told which calls are to fail, how, and whether they are carried out
all the same.

    api.faults.arm(KINDS["blocked"], chats={5}, times=None)      from now on chat 5 has blocked the bot
    api.faults.arm(flood(3), methods={"sendMessage"}, skip=2)    the third message is one too many
    api.faults.arm(KINDS["reset"].after(), chance=0.01, times=None)

In the process a failing line is raised as the error that PTB's HTTPXRequest would raise (`request`); over HTTP
the server really hangs, resets or closes (`line`). The words are those of the real server.
Source: https://github.com/tdlib/telegram-bot-api, Client.cpp.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.local.records import Answer, Json

_QUIET: Final = frozenset(("getupdates",))


class Break(StrEnum):
    """How a call ends without an answer."""

    UNREACHABLE = "unreachable"
    CONNECT_TIMEOUT = "connect_timeout"
    POOL_TIMEOUT = "pool_timeout"
    WRITE_ERROR = "write_error"
    WRITE_TIMEOUT = "write_timeout"
    READ_TIMEOUT = "timeout"
    RESET = "reset"
    CLOSED = "closed"
    CUT = "cut"


UNSENT: Final = frozenset((Break.UNREACHABLE, Break.CONNECT_TIMEOUT, Break.POOL_TIMEOUT))
"""Breaks after which the call has certainly not left the bot."""


class Unanswered(Exception):
    """The bot gets no answer to its call."""

    def __init__(self, how: Break) -> None:
        super().__init__(how.value)
        self.how = how


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with a call: another `answer`, none at all (`broken`), or only a delay.

    `delivered`: the method is carried out before the call fails. A fault that is a mere delay always is; it
    waits `before` that and `later`, each in seconds.
    """

    name: str
    answer: Answer | None = None
    broken: Break | None = None
    delivered: bool = False
    before: float = 0.0
    later: float = 0.0

    def after(self) -> Fault:
        """The same, but what was asked for has happened. `ValueError` where it cannot have."""
        if self.broken in UNSENT:
            raise ValueError(f"{self.name}: what was not sent cannot be delivered")
        return replace(self, name=f"{self.name}_after", delivered=True)

    def ended(self, answer: Answer) -> Answer:
        """What the bot gets in place of `answer`. `Unanswered`."""
        if self.broken:
            raise Unanswered(self.broken)
        return self.answer or answer


# ------------------------------------------------------------------ the kinds


def refused(code: int, description: str, parameters: Mapping[str, int] = MappingProxyType({})) -> Answer:
    """The Bot API's envelope of an error."""
    extra: dict[str, Json] = {"parameters": dict(parameters)} if parameters else {}
    return Answer(code, {"ok": False, "error_code": code, "description": description, **extra})


def flood(seconds: int) -> Fault:
    """Too many messages: the bot has to be silent for so many seconds."""
    words = f"Too Many Requests: retry after {seconds}"
    return Fault("flood", refused(429, words, {"retry_after": seconds}))


def migrated(chat: int) -> Fault:
    """The group has become the supergroup `chat`."""
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    return Fault("migrated", refused(400, words, {"migrate_to_chat_id": chat}))


def slow(before: float, later: float = 0.0) -> Fault:
    """Everything goes well, but takes so many seconds before it is done and so many after."""
    return Fault("slow", delivered=True, before=before, later=later)


_FORBIDDEN: Final = {
    "blocked": "bot was blocked by the user",
    "deactivated": "user is deactivated",
    "never_started": "bot can't initiate conversation with a user",
    "is_a_bot": "bots can't send messages to bots",
    "kicked_from_group": "bot was kicked from the group chat",
    "kicked_from_supergroup": "bot was kicked from the supergroup chat",
    "kicked_from_channel": "bot was kicked from the channel chat",
    "no_member_of_group": "bot is not a member of the group chat",
    "no_member_of_supergroup": "bot is not a member of the supergroup chat",
    "no_member_of_channel": "bot is not a member of the channel chat",
    "group_deleted": "the group chat was deleted",
}
_BAD: Final = {
    "no_rights": "have no rights to send a message",
    "no_rights_to_text": "not enough rights to send text messages to the chat",
    "no_rights_in_channel": "need administrator rights in the channel chat",
    "write_forbidden": "CHAT_WRITE_FORBIDDEN",
    "restricted": "CHAT_RESTRICTED",
    "chat_not_found": "chat not found",
    "peer_invalid": "PEER_ID_INVALID",
    "upgraded_silently": "group chat was upgraded to a supergroup chat",
    "topic_closed": "TOPIC_CLOSED",
    "topic_deleted": "TOPIC_DELETED",
    "topic_not_found": "message thread not found",
    "bad_markup": 'can\'t parse entities: Unsupported start tag "x" at byte offset 0',
    "bad_button": "BUTTON_DATA_INVALID",
    "too_long": "message is too long",
    "empty": "message text is empty",
}
_TELEGRAM: Final = {
    "unauthorized": (401, "Unauthorized"),
    "no_such_method": (404, "Not Found"),
    "conflict": (409, "Conflict: terminated by other getUpdates request; make sure that only one bot is running"),
    "too_large": (413, "Request Entity Too Large"),
    "internal": (500, "Internal Server Error: restart"),
}
_PROXIES: Final = {"bad_gateway": 502, "unavailable": 503, "gateway_timeout": 504, "not_telegram": 200}
_PAGE: Final = b"<html><head><title>nginx</title></head><body>An error of the house</body></html>"


def _kinds() -> Iterator[Fault]:
    for name, words in _FORBIDDEN.items():
        yield Fault(name, refused(403, f"Forbidden: {words}"))
    for name, words in _BAD.items():
        yield Fault(name, refused(400, f"Bad Request: {words}"))
    for name, (code, words) in _TELEGRAM.items():
        yield Fault(name, refused(code, words))
    for name, code in _PROXIES.items():
        yield Fault(name, Answer(code, {}, _PAGE))
    for how in Break:
        yield Fault(how.value, broken=how)
    yield flood(1)
    yield slow(0.05)


KINDS: Final[Mapping[str, Fault]] = {fault.name: fault for fault in _kinds()}
"""Every fault that needs no number, by its name; those that leave it open whether the message has arrived
(5xx, timeout, reset …) as failing before, ``.after()`` as failing after."""


# ------------------------------------------------------------------ what is armed


@dataclass(frozen=True, slots=True)
class Struck:
    """A call that a fault has met; `chat` is the ``chat_id`` as it was given."""

    method: str
    chat: Json
    fault: Fault


@dataclass(slots=True)
class _Armed:
    fault: Fault
    methods: frozenset[str]
    chats: frozenset[str]
    times: int | None
    skip: int
    chance: float

    def meant(self, method: str, chat: Json) -> bool:
        named = method in self.methods if self.methods else method not in _QUIET
        return named and (not self.chats or str(chat) in self.chats)


class Faults:
    """What is armed, in order, and what it has struck. Mutable; belongs to one local Telegram.

    The same `seed` and the same calls give the same faults.
    """

    def __init__(self, seed: int = 0) -> None:
        self.struck: list[Struck] = []
        self._armed: list[_Armed] = []
        self._random = random.Random(seed)

    def arm(
        self,
        fault: Fault,
        *,
        methods: Collection[str] = (),
        chats: Collection[int] = (),
        times: int | None = 1,
        skip: int = 0,
        chance: float = 1.0,
    ) -> None:
        """From now on `fault` meets calls: of these methods (none named: all but getUpdates), to these chats (none
        named: all), after `skip` of them, each with this `chance`, so many `times` (None: until `disarm`)."""
        names, ids = frozenset(name.lower() for name in methods), frozenset(map(str, chats))
        self._armed.append(_Armed(fault, names, ids, times, skip, chance))

    def disarm(self, name: str | None = None) -> None:
        """Forget the faults of that name; all of them for None."""
        self._armed = [armed for armed in self._armed if name is not None and armed.fault.name != name]

    def strike(self, method: str, chat: Json) -> Fault | None:
        """The fault that meets this call, counted as struck: of several the one that was armed first."""
        for armed in self._armed:
            if not armed.meant(method.lower(), chat) or self._random.random() >= armed.chance:
                continue
            if armed.skip:
                armed.skip -= 1
                continue
            if armed.times is not None:
                armed.times -= 1
            self._armed = [each for each in self._armed if each.times != 0]
            self.struck.append(Struck(method, chat, armed.fault))
            return armed.fault
        return None
