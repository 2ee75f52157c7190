"""Logs: one line an event, and the token in none of them, whatever way it tried to get in."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot import logs, redaction
from bot.app import build
from bot.settings import Settings
from tests.conftest import TOKEN as TEST_TOKEN
from tests.conftest import Running

SECRET = "AAcanaryTHATnobodyMAYsee-0123456789_"
TOKEN = f"987654321:{SECRET}"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the process logs, at every level; the logging of the test run is put back afterwards."""
    root, stream = logging.getLogger(), io.StringIO()
    kept = root.handlers[:], root.level, {name: logging.getLogger(name).level for name in root.manager.loggerDict}
    logs.configure("DEBUG", TOKEN, stream)
    yield stream
    logging.captureWarnings(False)
    root.handlers[:], root.level = kept[0], kept[1]
    for name, level in kept[2].items():
        logging.getLogger(name).setLevel(level)


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_log_is_one_line_of_json(written: io.StringIO) -> None:
    logging.getLogger("storage.database").warning("two\nlines of %s", "Arabic: بغداد", extra={"revision": 7})
    (line,) = lines(written)
    assert line["event"] == "two\nlines of Arabic: بغداد"
    assert (line["level"], line["logger"], line["revision"]) == ("warning", "storage.database", 7)
    assert str(line["timestamp"]).endswith("Z")


def test_an_error_brings_its_traceback(written: io.StringIO) -> None:
    try:
        {}["lost"]
    except KeyError:
        logging.getLogger("handlers").exception("it broke")
    (line,) = lines(written)
    assert "KeyError" in str(line["exception"])


@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR, logging.CRITICAL])
@pytest.mark.parametrize(
    "spelling",
    [TOKEN, SECRET, TOKEN.replace(":", "%3A"), f"https://host/bot{TOKEN}/getMe", f"/file/bot{TOKEN}/x", repr({TOKEN})],
)
def test_the_token_is_in_no_line_of_any_level(level: int, spelling: str, written: io.StringIO) -> None:
    log = logging.getLogger("anything")
    log.log(level, spelling)
    log.log(level, "as an argument: %s %r", spelling, {"url": spelling})
    log.log(level, "beside it", extra={"address": spelling})
    try:
        try:
            int(spelling)
        except ValueError as cause:
            raise RuntimeError("outer") from cause
    except RuntimeError:
        log.log(level, "as an error", exc_info=True, stack_info=True)
    assert len(lines(written)) == 4
    assert SECRET not in written.getvalue()
    assert redaction.HIDDEN in written.getvalue()


def test_another_bots_token_is_known_by_its_shape(written: io.StringIO) -> None:
    other = "123456789:BBother-token-with-thirty-five-chars"
    logging.getLogger("x").error("rejected: %s", other)
    assert "other-token" not in written.getvalue()


@given(st.text(), st.text())
def test_only_the_token_is_taken_out(before: str, after: str) -> None:
    redact = redaction.redactor("12:secret")
    text = f"{before} 12:secret {after}"
    assert redact(text) == f"{redact(before)} {redaction.HIDDEN} {redact(after)}"


def test_what_httpx_says_of_every_address_is_not_written(written: io.StringIO) -> None:
    logging.getLogger("httpx").info("HTTP Request: POST https://host/bot%s/getMe", TOKEN)
    assert written.getvalue() == ""


async def test_a_refused_token_is_not_repeated(written: io.StringIO, settings: Settings) -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        return httpx.Response(401, json={"ok": False, "error_code": 401, "description": "Unauthorized"})

    request = HTTPXRequest(httpx_kwargs={"transport": httpx.MockTransport(refuse)})
    app = build(settings.local(TOKEN), request=request)
    with pytest.raises(InvalidToken):
        await app.start()
    await app.stop()
    logging.getLogger("bot").error("refused", exc_info=InvalidToken(f"The token `{TOKEN}` was rejected"))
    assert SECRET not in written.getvalue()


async def test_nothing_that_the_application_is_made_of_shows_the_token(settings: Settings) -> None:
    app = build(settings.local(TOKEN))
    application = app.application
    shown = [app, app.services, application, application.bot, application.updater, settings.local(TOKEN)]
    assert SECRET not in "".join(repr(one) + str(one) for one in shown)
    await app.stop()


async def test_a_handler_that_breaks_logs_the_whole_story_without_the_token(
    written: io.StringIO, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What was logged before was redacted for another token.
    written.truncate(written.seek(0))
    logs.configure("DEBUG", TEST_TOKEN, written)

    async def broken(*args: object, **kwargs: object) -> object:
        raise TelegramError(f"https://api.telegram.org/bot{TEST_TOKEN}/sendMessage fell over")

    monkeypatch.setattr(type(running.app.services), "read", broken)
    await running.talk().say("/timeline canary-update")
    assert "canary-update" in written.getvalue()
    assert "fell over" in written.getvalue()
    assert TEST_TOKEN not in written.getvalue()
