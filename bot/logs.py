"""Logs: one line of JSON per event on stderr (plain lines on a terminal), never holding the bot's token.

Every module logs through the standard library; this is the only place that decides where that goes. The
token is taken out of the finished line, so that it makes no difference whether it came in a message, an
argument, an address, a repr or a traceback.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import TextIO

import structlog

from bot.redaction import redactor

_CHATTY = ("telegram", "apscheduler", "alembic", "asyncio", "uvicorn", "sqlalchemy")
# httpx logs every address at INFO, the token in it; its DEBUG lines repeat whole headers.
_LEAKING = ("httpx", "httpcore", "h11")


class _Redacting(structlog.stdlib.ProcessorFormatter):
    """The structlog formatter whose finished lines hold no token."""

    def __init__(self, redact: Callable[[str], str], renderers: list[structlog.typing.Processor]) -> None:
        shared: list[structlog.typing.Processor] = [
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ]
        super().__init__(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderers],
        )
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        return self._redact(super().format(record))


def configure(level: str, token: str | None, stream: TextIO | None = None) -> None:
    """Send every log of this process to `stream` (stderr), from `level` up. Called once, by the command line."""
    stream = stream or sys.stderr
    renderers: list[structlog.typing.Processor] = (
        [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
        if stream.isatty()
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Redacting(redactor(token), renderers))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.captureWarnings(True)
    threshold = logging.getLevelNamesMapping()[level]
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.DEBUG if threshold <= logging.DEBUG else logging.WARNING)
    for name in _LEAKING:
        logging.getLogger(name).setLevel(logging.WARNING)
