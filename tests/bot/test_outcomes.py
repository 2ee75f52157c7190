"""The fault matrix: every kind of error, raised as it comes, in every state of a delivery."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import anyio
import httpcore
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot
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
from telegram.request import HTTPXRequest

from bot.outcomes import (
    AMBIGUOUS_WAIT,
    FLOOD_WAIT,
    LONGEST_WAIT,
    REFUSALS,
    SENT,
    TOKEN_WAIT,
    Next,
    Outcome,
    Step,
    Tried,
    Verdict,
    backoff,
    flood,
    next_step,
    sorted_as,
)

pytestmark = pytest.mark.filterwarnings("ignore:.*retry_after:telegram.warnings.PTBDeprecationWarning")


def caused(error: TelegramError, *causes: BaseException) -> TelegramError:
    """`error` raised from the first cause, that from the second, and so on."""
    outer: BaseException = error
    for cause in causes:
        outer.__cause__ = cause
        outer = cause
    return error


RETRY, PAUSE, PLAIN, FAILED, AMBIGUOUS = (
    Verdict.RETRY,
    Verdict.PAUSE,
    Verdict.PLAIN,
    Verdict.FAILED,
    Verdict.AMBIGUOUS,
)
Kind = tuple[Callable[[], BaseException], Verdict, str]

REFUSED: list[Kind] = [
    (lambda: Forbidden("Forbidden: bot was blocked by the user"), PAUSE, "blocked"),
    (lambda: BadRequest("Bad Request: USER_IS_BLOCKED"), PAUSE, "blocked"),
    (lambda: Forbidden("Forbidden: user is deactivated"), PAUSE, "deactivated"),
    (lambda: BadRequest("Bad Request: INPUT_USER_DEACTIVATED"), PAUSE, "deactivated"),
    (lambda: Forbidden("Forbidden: bot was kicked from the group chat"), PAUSE, "kicked"),
    (lambda: Forbidden("Forbidden: bot was kicked from the supergroup chat"), PAUSE, "kicked"),
    (lambda: Forbidden("Forbidden: bot was kicked from the channel chat"), PAUSE, "kicked"),
    (lambda: Forbidden("Forbidden: bot is not a member of the supergroup chat"), PAUSE, "kicked"),
    (lambda: Forbidden("Forbidden: bot is not a member of the channel chat"), PAUSE, "kicked"),
    (lambda: BadRequest("Bad Request: USER_BANNED_IN_CHANNEL"), PAUSE, "kicked"),
    (lambda: Forbidden("Forbidden: bot can't initiate conversation with a user"), PAUSE, "never_started"),
    (lambda: Forbidden("Forbidden: bot can't send messages to bots"), PAUSE, "is_a_bot"),
    (lambda: Forbidden("Forbidden: the group chat was deleted"), PAUSE, "chat_gone"),
    (lambda: BadRequest("Bad Request: group chat was deactivated"), PAUSE, "chat_gone"),
    (lambda: BadRequest("Bad Request: chat not found"), PAUSE, "chat_not_found"),
    (lambda: BadRequest("Bad Request: PEER_ID_INVALID"), PAUSE, "chat_not_found"),
    (lambda: BadRequest("Bad Request: CHAT_ID_INVALID"), PAUSE, "chat_not_found"),
    (lambda: BadRequest("Bad Request: CHANNEL_PRIVATE"), PAUSE, "chat_not_found"),
    (lambda: BadRequest("Bad Request: group chat was upgraded to a supergroup chat"), PAUSE, "upgraded"),
    (lambda: BadRequest("Bad Request: TOPIC_CLOSED"), PAUSE, "topic_closed"),
    (lambda: BadRequest("Bad Request: TOPIC_DELETED"), PAUSE, "topic_deleted"),
    (lambda: BadRequest("Bad Request: TOPIC_ID_INVALID"), PAUSE, "topic_deleted"),
    (lambda: BadRequest("Bad Request: message thread not found"), PAUSE, "topic_deleted"),
    (lambda: BadRequest("Bad Request: not enough rights to send text messages to the chat"), PAUSE, "no_rights"),
    (lambda: BadRequest("Bad Request: have no rights to send a message"), PAUSE, "no_rights"),
    (lambda: BadRequest("Bad Request: need administrator rights in the channel chat"), PAUSE, "no_rights"),
    (lambda: BadRequest("Bad Request: CHAT_ADMIN_REQUIRED"), PAUSE, "no_rights"),
    (lambda: Forbidden("Forbidden: CHAT_WRITE_FORBIDDEN"), PAUSE, "no_rights"),
    (lambda: BadRequest("Bad Request: CHAT_SEND_PLAIN_FORBIDDEN"), PAUSE, "no_rights"),
    (lambda: BadRequest("Bad Request: CHAT_GUEST_SEND_FORBIDDEN"), PAUSE, "no_rights"),
    (lambda: BadRequest("Bad Request: CHAT_RESTRICTED"), PAUSE, "no_rights"),
    (lambda: Forbidden("Forbidden: something that is new since"), PAUSE, "forbidden"),
    (lambda: BadRequest("Bad Request: can't parse entities: unsupported start tag at byte 3"), PLAIN, "bad_markup"),
    (lambda: BadRequest("Bad Request: ENTITY_BOUNDS_INVALID"), PLAIN, "bad_markup"),
    (lambda: BadRequest("Bad Request: ENTITIES_TOO_LONG"), PLAIN, "bad_markup"),
    (lambda: BadRequest("Bad Request: BUTTON_DATA_INVALID"), PLAIN, "bad_button"),
    (lambda: BadRequest("Bad Request: inline keyboard button URL 'x' is invalid"), PLAIN, "bad_button"),
    (lambda: BadRequest("Bad Request: REPLY_MARKUP_TOO_LONG"), PLAIN, "bad_button"),
    (lambda: BadRequest("Bad Request: object expected as reply markup"), PLAIN, "bad_button"),
    (lambda: BadRequest("Bad Request: wrong HTTP URL"), PLAIN, "bad_button"),
    (lambda: BadRequest("Bad Request: something that is new since"), PLAIN, "refused"),
    (lambda: BadRequest("Bad Request: message is too long"), FAILED, "too_long"),
    (lambda: BadRequest("Bad Request: MESSAGE_TOO_LONG"), FAILED, "too_long"),
    (lambda: BadRequest("Bad Request: message text is empty"), FAILED, "empty"),
    (lambda: BadRequest("Bad Request: message must be non-empty"), FAILED, "empty"),
    (lambda: NetworkError("Request Entity Too Large"), FAILED, "too_long"),
    (lambda: ChatMigrated(-1007), Verdict.MIGRATE, "upgraded"),
    (lambda: InvalidToken("Unauthorized"), RETRY, "token"),
    (lambda: InvalidToken("Not Found"), RETRY, "token"),
    (lambda: EndPointNotFound("Not Found"), RETRY, "token"),
    (lambda: Conflict("Conflict: terminated by other getUpdates request"), RETRY, "token"),
    (lambda: RetryAfter(30), RETRY, "flood"),
    (lambda: RetryAfter(timedelta(seconds=30)), RETRY, "flood"),
    (lambda: NetworkError("Too Many Requests: retry after 30"), RETRY, "flood"),
    (lambda: NetworkError("Too Many Requests (429)"), RETRY, "flood"),
    (lambda: BadRequest("Bad Request: SLOWMODE_WAIT_17"), RETRY, "slow_mode"),
]

ON_THE_WAY: list[Kind] = [
    # What PTB's HTTPXRequest makes of each error of httpx.
    (lambda: caused(TimedOut(), httpx.ConnectTimeout("")), RETRY, "unreachable"),
    (lambda: caused(TimedOut(), httpx.PoolTimeout("")), RETRY, "unreachable"),
    (
        lambda: TimedOut("Pool timeout: All connections are occupied. Request was *not* sent to Telegram."),
        RETRY,
        "unreachable",
    ),
    (lambda: caused(TimedOut(), httpx.ReadTimeout("")), AMBIGUOUS, "timeout"),
    (lambda: caused(TimedOut(), httpx.WriteTimeout("")), AMBIGUOUS, "timeout"),
    (lambda: TimedOut(), AMBIGUOUS, "timeout"),
    (lambda: caused(NetworkError("x"), httpx.ConnectError("All connection attempts failed")), RETRY, "unreachable"),
    (
        lambda: caused(NetworkError("x"), httpx.ConnectError(""), httpcore.ConnectError(), ssl.SSLError()),
        RETRY,
        "unreachable",
    ),
    (lambda: caused(NetworkError("x"), httpx.ProxyError("403 Forbidden")), RETRY, "unreachable"),
    (lambda: caused(NetworkError("x"), httpx.UnsupportedProtocol("")), RETRY, "unreachable"),
    (lambda: caused(NetworkError("x"), httpx.InvalidURL("")), RETRY, "unreachable"),
    (
        lambda: caused(NetworkError("x"), httpx.ReadError(""), httpcore.ReadError(), anyio.BrokenResourceError()),
        AMBIGUOUS,
        "broken",
    ),
    (
        lambda: caused(NetworkError("x"), httpx.WriteError(""), httpcore.WriteError(), ConnectionResetError()),
        AMBIGUOUS,
        "broken",
    ),
    (lambda: caused(NetworkError("x"), httpx.CloseError("")), AMBIGUOUS, "broken"),
    (
        lambda: caused(NetworkError("x"), httpx.RemoteProtocolError("Server disconnected without a response")),
        AMBIGUOUS,
        "broken",
    ),
    (lambda: caused(NetworkError("x"), httpx.LocalProtocolError("")), AMBIGUOUS, "broken"),
    (lambda: caused(NetworkError("x"), httpx.DecodingError("")), AMBIGUOUS, "broken"),
    (lambda: caused(NetworkError("x"), httpx.TooManyRedirects("")), AMBIGUOUS, "broken"),
    # What PTB's BaseRequest makes of what HTTPXRequest lets through, or of another transport's errors.
    (lambda: caused(NetworkError("x"), RuntimeError("This HTTPXRequest is not initialized!")), RETRY, "unreachable"),
    (
        lambda: caused(NetworkError("x"), RuntimeError("Cannot send a request, as the client has been closed.")),
        RETRY,
        "unreachable",
    ),
    (lambda: caused(NetworkError("x"), RuntimeError("something else")), AMBIGUOUS, "broken"),
    (lambda: caused(NetworkError("x"), ConnectionRefusedError()), RETRY, "unreachable"),
    (lambda: caused(NetworkError("x"), socket.gaierror()), RETRY, "unreachable"),
    (lambda: caused(NetworkError("x"), ConnectionResetError()), AMBIGUOUS, "broken"),
    (lambda: caused(NetworkError("x"), BrokenPipeError()), AMBIGUOUS, "broken"),
    (lambda: caused(NetworkError("x"), anyio.EndOfStream()), AMBIGUOUS, "broken"),
    (lambda: caused(NetworkError("x"), anyio.ClosedResourceError()), AMBIGUOUS, "broken"),
    (lambda: caused(NetworkError("x"), TimeoutError()), AMBIGUOUS, "broken"),
    # What the servers between here and there say.
    (lambda: NetworkError("Bad Gateway"), AMBIGUOUS, "server"),
    (lambda: NetworkError("Internal Server Error"), AMBIGUOUS, "server"),
    (lambda: NetworkError("Internal Server Error: restart"), AMBIGUOUS, "server"),
    (lambda: NetworkError("Service Unavailable (503)"), AMBIGUOUS, "server"),
    (lambda: NetworkError("Gateway Timeout (504)"), AMBIGUOUS, "server"),
    (lambda: NetworkError("Unknown HTTPError (520)"), AMBIGUOUS, "server"),
    (
        lambda: caused(NetworkError("Bad Gateway (502). Parsing failed"), TelegramError("Invalid server response")),
        AMBIGUOUS,
        "server",
    ),
    (lambda: TelegramError("Invalid server response"), AMBIGUOUS, "unreadable"),
    (lambda: KeyError("message_id"), AMBIGUOUS, "crash"),
    (lambda: TimeoutError(), AMBIGUOUS, "crash"),
]
KINDS = REFUSED + ON_THE_WAY

STATES: dict[str, Tried] = {
    "first": Tried(),
    "tried before": Tried(attempts=3),
    "a repeat": Tried(repeat=True),
    "plain already": Tried(plain=True),
    "where it was moved to": Tried(chat=-1007),
    "all of it": Tried(attempts=3, repeat=True, plain=True, chat=-1007),
}


def test_the_matrix_is_large_enough() -> None:
    assert len(KINDS) >= 40
    assert {reason for _, _, reason in KINDS} >= {reason for _, _, reason in REFUSALS}


@pytest.mark.parametrize(("made", "verdict", "reason"), KINDS)
def test_every_kind_of_error_is_sorted_as_the_table_says(
    made: Callable[[], BaseException], verdict: Verdict, reason: str
) -> None:
    outcome = sorted_as(made())
    assert (outcome.verdict, outcome.reason) == (verdict, reason)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("made", "verdict", "reason"), KINDS)
def test_every_kind_of_error_leads_where_it_should_in_every_state(
    made: Callable[[], BaseException], verdict: Verdict, reason: str, state: str
) -> None:
    tried = STATES[state]
    step = {
        RETRY: Step.AGAIN,
        PAUSE: Step.PAUSE,
        Verdict.MIGRATE: Step.FAILED if tried.chat == -1007 else Step.MOVE,
        PLAIN: Step.FAILED if tried.plain else Step.PLAIN,
        FAILED: Step.FAILED,
        AMBIGUOUS: Step.UNKNOWN if tried.repeat else Step.REPEAT,
    }[verdict]
    assert next_step(sorted_as(made()), tried).step is step
    assumed = next_step(sorted_as(made()), tried, assume_sent=True).step
    assert assumed is (Step.UNKNOWN if verdict is AMBIGUOUS else step)


@given(st.text(), st.sampled_from([NetworkError, TimedOut, TelegramError, BadRequest, Forbidden, Exception]))
def test_no_text_breaks_the_table_and_only_a_refusal_or_a_certainty_is_called_unsent(
    text: str, kind: Callable[[str], Exception]
) -> None:
    verdict = sorted_as(kind(text)).verdict
    assert verdict is not Verdict.SENT
    if kind in (TelegramError, Exception):
        assert verdict in (AMBIGUOUS, RETRY)


# ------------------------------------------------------------------ times, reports


def test_a_429_is_waited_out_in_full() -> None:
    assert sorted_as(RetryAfter(30)) == Outcome(RETRY, "flood", after=30.0)
    assert sorted_as(NetworkError("Too Many Requests: retry after 17")).after == 17.0
    assert sorted_as(NetworkError("Too Many Requests (429)")).after == FLOOD_WAIT
    assert next_step(sorted_as(RetryAfter(30)), Tried(attempts=9)) == Next(Step.AGAIN, 30.0)


def test_a_429_is_understood_in_both_of_ptbs_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    assert flood(RetryAfter(30)) == 30.0
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    assert flood(RetryAfter(30)) == 30.0


@pytest.mark.parametrize("error", [BadRequest("Bad Request: SLOWMODE_WAIT_17"), TimedOut(), KeyError("x")])
def test_what_holds_up_one_chat_halts_no_other(error: Exception) -> None:
    assert flood(error) is None


def test_a_group_in_slow_mode_and_an_unknown_token_have_their_own_times() -> None:
    assert sorted_as(BadRequest("Bad Request: SLOWMODE_WAIT_17")).after == 17.0
    assert sorted_as(InvalidToken()).after == TOKEN_WAIT


def test_a_group_moves_to_the_id_that_telegram_names() -> None:
    assert sorted_as(ChatMigrated(-1007)).chat == -1007


def test_waiting_doubles_up_to_five_minutes() -> None:
    assert [backoff(n) for n in (0, 1, 2, 8)] == [1.0, 2.0, 4.0, 256.0]
    assert backoff(9) == backoff(10_000) == LONGEST_WAIT == 300.0
    unreachable = sorted_as(caused(TimedOut(), httpx.ConnectTimeout("")))
    assert next_step(unreachable, Tried(attempts=2)) == Next(Step.AGAIN, 4.0)


def test_what_is_sent_is_sent() -> None:
    assert next_step(SENT, Tried(attempts=3, repeat=True)) == Next(Step.SENT)


@pytest.mark.parametrize(
    ("error", "tried", "expected"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), Tried(), Next(Step.PAUSE)),
        (Forbidden("Forbidden: something new"), Tried(), Next(Step.PAUSE, report=True)),
        (InvalidToken(), Tried(), Next(Step.AGAIN, TOKEN_WAIT, report=True)),
        (BadRequest("Bad Request: can't parse entities"), Tried(), Next(Step.PLAIN, report=True)),
        (BadRequest("Bad Request: can't parse entities"), Tried(plain=True), Next(Step.FAILED, report=True)),
        (BadRequest("Bad Request: message is too long"), Tried(), Next(Step.FAILED, report=True)),
        (NetworkError("Request Entity Too Large"), Tried(), Next(Step.FAILED, report=True)),
        (ChatMigrated(-5), Tried(), Next(Step.MOVE)),
        (ChatMigrated(-5), Tried(chat=-5), Next(Step.FAILED, report=True)),
        (NetworkError("Bad Gateway"), Tried(), Next(Step.REPEAT, AMBIGUOUS_WAIT)),
        (NetworkError("Bad Gateway"), Tried(repeat=True), Next(Step.UNKNOWN, report=True)),
        (KeyError("message_id"), Tried(), Next(Step.REPEAT, AMBIGUOUS_WAIT, report=True)),
    ],
)
def test_operators_hear_of_what_they_should_know(error: Exception, tried: Tried, expected: Next) -> None:
    assert next_step(sorted_as(error), tried) == expected


@pytest.mark.parametrize(
    "error",
    [Forbidden("Forbidden: bot is not a member of the channel chat"), BadRequest("Bad Request: TOPIC_CLOSED")],
)
def test_what_people_do_to_a_chat_is_no_report(error: TelegramError) -> None:
    assert not sorted_as(error).report


@pytest.mark.parametrize(
    ("error", "report", "general"),
    [
        (InvalidToken(), True, True),
        (caused(TimedOut(), httpx.ConnectTimeout("")), False, True),
        (caused(NetworkError("x"), TelegramError("y"), httpx.ConnectError("")), False, True),
        (TimedOut(), False, False),
        (Forbidden("Forbidden: bot was blocked by the user"), False, False),
        (Forbidden("Forbidden: something new"), True, False),
        (BadRequest("Bad Request: can't parse entities"), True, False),
        (BadRequest("Bad Request: something new"), True, False),
        (NetworkError("Request Entity Too Large"), True, False),
    ],
)
def test_what_an_operator_should_know_and_what_would_meet_every_other_message(
    error: TelegramError, report: bool, general: bool
) -> None:
    outcome = sorted_as(error)
    assert (outcome.report, outcome.general) == (report, general)


def test_what_is_assumed_to_be_sent_is_reported_and_not_sent_again() -> None:
    assert next_step(sorted_as(TimedOut()), Tried(), assume_sent=True) == Next(Step.UNKNOWN, report=True)


# ------------------------------------------------------------------ the same, as PTB and httpx really raise it


class Broken(httpx.AsyncBaseTransport):
    """Answers every request with the same error or response."""

    def __init__(self, answer: httpx.Response | Exception) -> None:
        self._answer = answer

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer


async def raised(answer: httpx.Response | Exception) -> BaseException:
    request = HTTPXRequest(httpx_kwargs={"transport": Broken(answer)})
    async with Bot("1:x", request=request, get_updates_request=request) as _bot:
        raise AssertionError("getMe should have failed")


def refusal(code: int, description: str, **parameters: int) -> httpx.Response:
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    return httpx.Response(code, json={**body, "parameters": parameters} if parameters else body)


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (httpx.ConnectTimeout(""), RETRY),
        (httpx.PoolTimeout(""), RETRY),
        (httpx.ConnectError(""), RETRY),
        (httpx.ReadTimeout(""), AMBIGUOUS),
        (httpx.WriteTimeout(""), AMBIGUOUS),
        (httpx.ReadError(""), AMBIGUOUS),
        (httpx.RemoteProtocolError(""), AMBIGUOUS),
        (ConnectionRefusedError(), RETRY),
        (ConnectionResetError(), AMBIGUOUS),
        (refusal(403, "Forbidden: bot was blocked by the user"), PAUSE),
        (refusal(400, "Bad Request: TOPIC_CLOSED"), PAUSE),
        (refusal(400, "Bad Request: can't parse entities: x"), PLAIN),
        (refusal(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1007), Verdict.MIGRATE),
        (refusal(429, "Too Many Requests: retry after 3", retry_after=3), RETRY),
        (refusal(429, "Too Many Requests: retry after 3"), RETRY),
        (refusal(413, "Request Entity Too Large"), FAILED),
        (refusal(401, "Unauthorized"), RETRY),
        (refusal(404, "Not Found"), RETRY),
        (refusal(409, "Conflict"), RETRY),
        (refusal(500, "Internal Server Error"), AMBIGUOUS),
        (refusal(502, "Bad Gateway"), AMBIGUOUS),
        (httpx.Response(502, text="<html>Bad Gateway</html>"), AMBIGUOUS),
        (httpx.Response(200, text="<html>who knows</html>"), AMBIGUOUS),
    ],
)
async def test_what_ptb_raises_is_sorted_rightly(answer: httpx.Response | Exception, verdict: Verdict) -> None:
    with pytest.raises(Exception) as caught:
        await raised(answer)
    assert sorted_as(caught.value).verdict is verdict
