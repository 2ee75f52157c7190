"""What is stored of one person: found, and forgotten, and nothing of anybody else's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection

from storage.chat import ChatSettings, Language
from storage.database import awaited, chats, contents, deliveries, outbox, people, saved, subscriptions
from storage.database.delivery_models import contents as content_rows
from storage.database.delivery_models import deliveries as delivery_rows
from storage.database.delivery_models import notices as notice_rows
from storage.database.delivery_models import subscriptions as subscription_rows
from storage.database.models import chats as chat_rows
from storage.database.models import saved as saved_rows
from storage.schedule import Schedule
from storage.subscription import NEW, Subscription
from tests.storage.database.conftest import NOW

ME, YOU, GROUP = 1001, 1002, -5
TABLES = (chat_rows, saved_rows, subscription_rows, delivery_rows, notice_rows, content_rows)


def live(conn: Connection, person: int) -> None:
    """Leave something in every table."""
    chats.save(conn, ChatSettings(person, Language.ENGLISH))
    saved.keep(conn, owner=person, chat=GROUP, kind="f", payload=f"{person}", now=NOW, lifetime=timedelta(1))
    awaited.expect(conn, person, None, "quiet", NOW)
    subscriptions.put(conn, Subscription(NEW, person, None, person, Schedule()), NOW)
    subscriptions.put(conn, Subscription(NEW, GROUP - person, None, person, Schedule()), NOW)
    content = contents.keep(conn, (f"to {person}",), (), NOW)
    outbox.notify(conn, outbox.notice(conn, person, content, NOW), [person], NOW)
    (claimed,) = deliveries.claim(conn, "me", NOW, timedelta(minutes=1), 1)
    begun = deliveries.sending(conn, claimed, NOW, timedelta(minutes=1))
    assert begun
    deliveries.sent(conn, begun, 1, NOW)


def rows(conn: Connection) -> dict[str, list[tuple[object, ...]]]:
    return {table.name: sorted(map(tuple, conn.execute(table.select())), key=repr) for table in TABLES}


def test_everything_under_a_persons_id_is_found(writer: Connection) -> None:
    live(writer, YOU)
    live(writer, ME)
    held = people.held(writer, ME)
    assert held.settings == ChatSettings(ME, Language.ENGLISH)
    assert [each.chat for each in held.own] == [ME]
    assert [each.chat for each in held.elsewhere] == [GROUP - ME]
    assert (held.buttons, held.messages, held.newest, held.notices) == (2, 1, NOW, 1)
    assert not held.nothing


def test_of_a_stranger_there_is_nothing(writer: Connection) -> None:
    live(writer, YOU)
    assert people.held(writer, ME).nothing


def test_each_thing_alone_is_something(writer: Connection) -> None:
    live(writer, ME)
    held, nothing = people.held(writer, ME), people.held(writer, YOU)
    for name in ("settings", "own", "elsewhere", "buttons", "messages", "notices"):
        assert not replace(nothing, **{name: getattr(held, name)}).nothing


def test_what_is_erased_is_gone_and_the_rest_is_as_it_was(writer: Connection) -> None:
    live(writer, YOU)
    before = rows(writer)
    live(writer, ME)
    people.erase(writer, ME)
    after = rows(writer)
    assert people.held(writer, ME).nothing
    assert [row for table in after.values() for row in table if ME in row] == []
    for table in ("chats", "saved", "deliveries"):
        assert after[table] == before[table]
    (group,) = subscriptions.of_chat(writer, GROUP - ME)
    assert group.owner == GROUP - ME
    assert people.held(writer, YOU).own


def test_erasing_again_changes_nothing(writer: Connection) -> None:
    live(writer, ME)
    people.erase(writer, ME)
    once = rows(writer)
    people.erase(writer, ME)
    assert rows(writer) == once
