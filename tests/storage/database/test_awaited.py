"""What a chat was asked last, and may answer in plain words for an hour."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, func, select

from storage.database import awaited
from storage.database.models import saved
from tests.storage.database.conftest import NOW

CHAT = -1001000000001


def test_a_question_is_awaited_for_a_while_in_its_own_chat_and_topic(writer: Connection) -> None:
    awaited.expect(writer, CHAT, 7, "hour:daily::", NOW)
    assert awaited.expected(writer, CHAT, 7, NOW + awaited.LIFETIME - timedelta(seconds=1)) == "hour:daily::"
    assert awaited.expected(writer, CHAT, 7, NOW + awaited.LIFETIME) is None
    for chat, thread in ((CHAT, None), (CHAT, 8), (CHAT - 1, 7)):
        assert awaited.expected(writer, chat, thread, NOW) is None


def test_the_last_question_takes_the_place_of_the_one_before(writer: Connection) -> None:
    for question in ("first", "second", "first"):
        awaited.expect(writer, CHAT, None, question, NOW)
        assert awaited.expected(writer, CHAT, None, NOW) == question
    assert writer.scalar(select(func.count()).select_from(saved)) == 1


def test_what_is_answered_is_forgotten(writer: Connection) -> None:
    awaited.expect(writer, CHAT, None, "quiet", NOW)
    awaited.forget(writer, CHAT, None)
    awaited.forget(writer, CHAT, None)
    assert awaited.expected(writer, CHAT, None, NOW) is None
