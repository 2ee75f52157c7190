"""/digest on a database into which news comes in."""

from __future__ import annotations

import datetime as dt

import pytest

from handlers.commands import digest
from handlers.digest import compose
from handlers.i18n import Translator
from handlers.views.message import Message
from storage.chat import ChatSettings
from storage.database import contents, deliveries, outbox, subscriptions
from storage.database.queries import changes
from storage.database.session import Database
from storage.errors import NotFound
from storage.schedule import Schedule
from storage.subscription import NEW, Plan, Subscription
from tests.handlers.direct import READER, Direct
from tests.handlers.handmade import shown
from tests.newsroom import BY_YEAR_END, MORNING, Newsroom, leave, left, troops

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def direct(empty_database: Database) -> Direct:
    return Direct(empty_database)


@pytest.fixture
def news(empty_database: Database) -> Newsroom:
    news = Newsroom().prints("000_a", "2025-01-01", leave("000_a"), troops("000_a", 2500))
    with empty_database.writer() as conn:
        news.load(conn)
    return news


def subscribe(database: Database) -> Subscription:
    with database.writer() as conn:
        fresh = Subscription(NEW, READER, None, READER, Schedule(), seen=changes.latest(conn))
        return subscriptions.put(conn, fresh, MORNING)


def deliver(database: Database, whom: Subscription, now: dt.datetime) -> None:
    """Send the digest of `now`, as the planner and a sender would."""
    with database.writer() as conn:
        today = now.date()
        material = changes.since(conn, whom.seen, today)
        composed = compose(material, whom, Translator(ChatSettings(READER)), today)
        content = contents.keep(conn, [shown(composed.message)], composed.told, now)
        plan = Plan(whom, today.isoformat(), today, content, material.upto, now, (), whom.next_due_at, None)
        assert outbox.plan(conn, [plan], now) == 1
        (claimed,) = deliveries.claim(conn, "me", now, HOUR, 9)
        sending = deliveries.sending(conn, claimed, now, HOUR)
        assert sending is not None
        assert deliveries.sent(conn, sending, 1, now)


async def ask(direct: Direct, now: dt.datetime, language: str = "ar") -> Message:
    return await direct.ask(digest.answer, language=language, now=now)


def lines(message: Message) -> list[str]:
    return shown(message).split("\n")


async def test_before_the_first_load_there_is_nothing_to_tell_of(direct: Direct) -> None:
    with pytest.raises(NotFound):
        await ask(direct, MORNING)


async def test_a_chat_without_a_subscription_is_told_of_the_last_days(direct: Direct, news: Newsroom) -> None:
    first = await ask(direct, MORNING + HOUR)
    assert lines(first)[0] == "🗞 خبر جديد وعدد جديد"
    assert [row[0].data for row in first.buttons] == ["b:often"]
    later = await ask(direct, MORNING + dt.timedelta(days=8), "en")
    assert lines(later)[0] == "🗞 Nothing new since 20 November 2025"


async def test_a_subscriber_is_told_what_is_new_since_his_last_one(direct: Direct, news: Newsroom) -> None:
    kept = subscribe(direct.database)
    assert lines(await ask(direct, MORNING + HOUR))[0] == "🗞 لا جديد منذ 20 تشرين الثاني 2025"
    news.prints("001_b", "2025-10-01", left("001_b"), troops("001_b", 2000))
    with direct.database.writer() as conn:
        news.load(conn)
    message = await ask(direct, MORNING + 26 * HOUR)
    assert lines(message)[:3] == [
        "🗞 خبر جديد وعدد جديد",
        "✅ 20 أيلول 2025 — انسحاب التحالف الدولي من قاعدة عين الأسد",
        lines(message)[2],
    ]
    assert lines(message)[2].startswith("مقرر ← منجز · الوكالة · /m_")
    assert "▪️ القوات الأميركية، العراق: نحو 2,500 جندي ← نحو 2,000 جندي" in lines(message)
    deliver(direct.database, kept, MORNING + 27 * HOUR)
    assert lines(await ask(direct, MORNING + 28 * HOUR))[0] == "🗞 لا جديد منذ 21 تشرين الثاني 2025"


async def test_whoever_was_told_is_corrected_and_only_once(direct: Direct, news: Newsroom) -> None:
    kept = subscribe(direct.database)
    news.prints("001_b", "2025-02-01", leave("001_b", BY_YEAR_END, place="erbil"))
    with direct.database.writer() as conn:
        news.load(conn)
    deliver(direct.database, kept, MORNING + 27 * HOUR)
    news.says(leave("001_b", None, place="erbil"))
    with direct.database.writer() as conn:
        news.load(conn)
    said = lines(await ask(direct, MORNING + 50 * HOUR))
    assert said[0] == "🗞 تصحيح واحد"
    assert said[1].startswith("ذكرنا: ")
    assert said[1].endswith("بحلول كانون الأول 2025")
    assert said[2].startswith("والصحيح: ")
    with direct.database.reader() as conn:
        seen = subscriptions.by_id(conn, kept.id)
    assert seen.seen == 2
    stranger = await direct.ask(digest.answer, user=77, chat=77, now=MORNING + 50 * HOUR)
    assert not any("ذكرنا" in line for line in lines(stranger))


async def test_each_topic_has_its_own_subscription(direct: Direct, news: Newsroom) -> None:
    with direct.database.writer() as conn:
        subscriptions.put(conn, Subscription(NEW, READER, 9, READER, Schedule(), seen=1), MORNING)
    assert [row[0].data for row in (await ask(direct, MORNING + HOUR)).buttons] == ["b:often"]
