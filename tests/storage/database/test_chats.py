from __future__ import annotations

from sqlalchemy import Connection

from storage.chat import ChatSettings, Digits, Language, Months
from storage.database import chats


def test_a_chat_that_never_chose_has_no_settings(writer: Connection) -> None:
    assert chats.settings(writer, 5) is None


def test_choices_are_kept_and_replaced(writer: Connection) -> None:
    chosen = ChatSettings(-1001234567890, Language.ENGLISH, Digits.ARABIC, Months.WESTERN, "Europe/Berlin")
    chats.save(writer, chosen)
    assert chats.settings(writer, chosen.chat) == chosen
    plain = ChatSettings(chosen.chat)
    chats.save(writer, plain)
    assert chats.settings(writer, chosen.chat) == plain


def test_one_chats_choices_are_not_anothers(writer: Connection) -> None:
    chats.save(writer, ChatSettings(1, Language.ENGLISH))
    chats.save(writer, ChatSettings(2))
    assert chats.settings(writer, 1) == ChatSettings(1, Language.ENGLISH)
