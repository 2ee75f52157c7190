"""How a method is refused: the code and the words of the error envelope. What is refused, and why, is
decided where the rule lives."""

from __future__ import annotations


class Refusal(Exception):
    """Becomes ``{"ok": false, "error_code": code, "description": description}``."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code, self.description = code, description


class BadRequest(Refusal):
    """Code 400, with the prefix that Telegram puts before its reasons."""

    def __init__(self, reason: str) -> None:
        super().__init__(400, f"Bad Request: {reason}")
