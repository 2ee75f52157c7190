"""The planner with real news, a real outbox and a real sender: everyone is told what is new, once."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from telegram.error import InvalidToken

from bot import digests
from bot.composing import Composer
from bot.digests import LATER, MUCH_LATER, Planner
from bot.local.api import LocalBotApi
from storage.chat import ChatSettings, Language
from storage.database import chats, deliveries, subscriptions
from storage.database.queries import changes
from storage.database.session import Database, open_database
from storage.schedule import Cadence, Schedule
from storage.subscription import NEW, Subscription
from tests.bot.post import AWAKE, Post, on_both, opened
from tests.conftest import TOKEN
from tests.newsroom import BY_YEAR_END, Newsroom, leave, troops

ANNA, BASIM = 1001, 1002
BEGIN = datetime(2025, 11, 20, 5, 0, tzinfo=UTC)
"""Eight in the morning in Baghdad, and an hour before the first load."""
DAILY = replace(AWAKE, at=time(12))
AT_ONCE = replace(AWAKE, cadence=Cadence.AT_ONCE)
DAY, WEEK = timedelta(days=1), timedelta(days=7)


class Desk(Post):
    """A post office with a newsroom and a planner."""

    def __init__(self, database: Database, api: LocalBotApi) -> None:
        super().__init__(database, api)
        self.now = BEGIN
        self.news = Newsroom()
        self.planner = Planner(self.services, ChatSettings)

    async def publish(self) -> None:
        self.news.now = self.now
        await self.services.write(self.news.load)

    async def reader(self, chat: int, schedule: Schedule = DAILY, **values: Any) -> Subscription:
        """Subscribed now, and told everything until now."""
        self.meet(chat)
        seen = await self.services.read(changes.latest)
        return await self.services.write(
            subscriptions.put, Subscription(NEW, chat, None, chat, schedule, seen=seen, **values), self.now
        )

    async def pass_time(self, by: timedelta, step: timedelta = timedelta(hours=1)) -> None:
        """Let so much time pass, with a tick of planner and sender at each step."""
        end = self.now + by
        while self.now < end:
            self.now = min(self.now + step, end)
            await self.tick()

    async def tick(self) -> int:
        planned = await self.planner.plan(self.now)
        await self.sender().run_once(self.now)
        return planned


database = pytest.fixture(opened)


@pytest.fixture
def desk(database: Database) -> Iterator[Desk]:
    made = Desk(database, LocalBotApi(TOKEN))
    made.news.prints("000_a", "2025-11-01", leave("000_a"), troops("000_a", 2500))
    yield made
    made.services.close()


# ------------------------------------------------------------------ digests


@on_both
async def test_a_reader_is_told_at_noon_what_is_new_and_nothing_twice(desk: Desk) -> None:
    await desk.publish()
    reader = await desk.reader(ANNA)
    desk.news.prints("001_b", "2025-11-20", troops("001_b", 900))
    await desk.publish()
    await desk.pass_time(timedelta(hours=3))
    assert desk.received(ANNA) == []
    await desk.pass_time(timedelta(hours=2))
    (digest,) = desk.received(ANNA)
    assert "900" in digest
    assert "2,500" in digest
    assert (await desk.subscription(reader)).seen == 2
    await desk.pass_time(2 * DAY)
    assert len(desk.received(ANNA)) == 1, "nothing new, nothing said"


async def test_before_the_first_load_nothing_is_planned(desk: Desk) -> None:
    reader = await desk.reader(ANNA)
    desk.now += DAY
    assert await desk.planner.plan(desk.now) == 0
    assert (await desk.subscription(reader)).next_due_at == reader.next_due_at


@on_both
async def test_readers_with_the_same_choices_share_one_text_and_others_get_their_own(desk: Desk) -> None:
    await desk.publish()
    for chat in (ANNA, BASIM, 1003, 1004):
        await desk.reader(chat)
    await desk.reader(1005, places=frozenset({"erbil"}))
    await desk.services.write(chats.save, ChatSettings(1004, language=Language.ENGLISH))
    desk.news.prints("001_b", "2025-11-20", troops("001_b", 900))
    await desk.publish()
    await desk.pass_time(DAY)
    rows = {row.chat: row.content for row in await desk.rows()}
    assert rows.keys() == {ANNA, BASIM, 1003, 1004}
    assert rows[ANNA] == rows[BASIM] == rows[1003] != rows[1004]
    assert desk.received(1004)[0].isascii() is False  # quotes stay as they were printed
    assert desk.received(1004)[0] != desk.received(ANNA)[0]


async def test_defaults_are_those_of_the_operator(desk: Desk) -> None:
    desk.planner = Planner(desk.services, lambda chat: ChatSettings(chat, language=Language.ENGLISH))
    await desk.publish()
    await desk.reader(ANNA)
    desk.news.prints("001_b", "2025-11-20", troops("001_b", 900))
    await desk.publish()
    await desk.pass_time(DAY)
    assert "troops" in desk.received(ANNA)[0]


@on_both
async def test_batches_are_no_border(desk: Desk) -> None:
    desk.planner = Planner(desk.services, ChatSettings, batch=7)
    await desk.publish()
    readers = range(2001, 2031)
    for chat in readers:
        await desk.reader(chat)
    desk.news.prints("001_b", "2025-11-20", troops("001_b", 900))
    await desk.publish()
    desk.now += DAY
    calls: list[None] = []
    assert await desk.planner.plan(desk.now, lambda: calls.append(None)) == 30
    assert len(calls) == 5
    await desk.send()
    assert [len(desk.received(chat)) for chat in readers] == [1] * 30


async def test_a_stop_ends_the_planning_between_two_batches(desk: Desk) -> None:
    desk.planner = Planner(desk.services, ChatSettings, batch=7)
    await desk.publish()
    for chat in range(2001, 2031):
        await desk.reader(chat)
    desk.now += DAY
    assert await desk.planner.plan(desk.now, desk.planner.stop) == 7
    desk.planner = Planner(desk.services, ChatSettings)
    assert await desk.planner.plan(desk.now) == 23


# ------------------------------------------------------------------ silence


@on_both
async def test_a_sign_of_life_comes_once_a_week_and_only_to_whoever_wants_it(desk: Desk) -> None:
    desk.news.drops("000_a#leave")
    await desk.publish()
    await desk.reader(ANNA, sign_of_life=True)
    await desk.reader(BASIM)
    await desk.pass_time(3 * WEEK, timedelta(hours=6))
    assert len(desk.received(ANNA)) == 3
    assert desk.received(BASIM) == []


async def test_a_sign_of_life_is_not_due_where_there_were_news(desk: Desk) -> None:
    desk.news.drops("000_a#leave")
    await desk.publish()
    await desk.reader(ANNA, sign_of_life=True)
    desk.news.prints("001_b", "2025-11-20", troops("001_b", 900))
    await desk.publish()
    await desk.pass_time(6 * DAY, timedelta(hours=6))
    assert len(desk.received(ANNA)) == 1


# ------------------------------------------------------------------ late


@on_both
async def test_after_an_outage_the_days_fold_into_one_digest(desk: Desk) -> None:
    await desk.publish()
    await desk.reader(ANNA)
    desk.news.prints("001_b", "2025-11-20", troops("001_b", 900))
    await desk.publish()
    desk.now += 3 * DAY + timedelta(hours=6)
    await desk.tick()
    assert len(desk.received(ANNA)) == 1
    assert sorted((row.occasion, row.state) for row in await desk.rows()) == [
        ("2025-11-20", "folded"),
        ("2025-11-21", "folded"),
        ("2025-11-22", "folded"),
        ("2025-11-23", "sent"),
    ]


async def test_a_late_digest_waits_for_the_morning(desk: Desk) -> None:
    await desk.publish()
    await desk.reader(ANNA, Schedule(at=time(12)))
    desk.news.prints("001_b", "2025-11-20", troops("001_b", 900))
    await desk.publish()
    desk.now += timedelta(hours=16)  # midnight in Baghdad
    await desk.tick()
    assert desk.received(ANNA) == []
    await desk.pass_time(timedelta(hours=6))
    assert desk.received(ANNA) == []
    await desk.pass_time(timedelta(hours=1))
    assert len(desk.received(ANNA)) == 1


@on_both
async def test_a_digest_that_could_not_be_sent_for_a_day_folds_into_the_next(desk: Desk) -> None:
    await desk.publish()
    await desk.reader(ANNA)
    desk.news.prints("001_b", "2025-11-20", troops("001_b", 900))
    await desk.publish()
    desk.now += timedelta(hours=4)
    desk.request.faults[1] = InvalidToken()
    await desk.planner.plan(desk.now)
    await desk.send()
    desk.news.prints("002_c", "2025-11-21", troops("002_c", 700))
    desk.now += DAY
    await desk.publish()
    desk.gate._turnstile.halted = 0.0
    await desk.tick()
    (digest,) = desk.received(ANNA)
    assert "700" in digest
    assert [row.state for row in await desk.rows()] == ["folded", "sent"]


@on_both
async def test_a_digest_half_way_to_telegram_is_waited_for(desk: Desk) -> None:
    await desk.publish()
    reader = await desk.reader(ANNA)
    desk.news.prints("001_b", "2025-11-20", troops("001_b", 900))
    await desk.publish()
    desk.now += timedelta(hours=4)
    await desk.planner.plan(desk.now)
    (claimed,) = await desk.services.write(deliveries.claim, "other", desk.now, 2 * DAY, 1)
    await desk.services.write(deliveries.sending, claimed, desk.now, 2 * DAY)
    desk.now += DAY
    assert await desk.planner.plan(desk.now) == 0
    assert (await desk.subscription(reader)).next_due_at == desk.now + LATER


# ------------------------------------------------------------------ several things at a time


@on_both
async def test_whoever_unsubscribes_while_it_is_planned_gets_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.publish()
    reader = await desk.reader(ANNA)
    move_on = digests._move_on

    def gone(conn: Any, *args: Any) -> int:
        subscriptions.remove(conn, reader.id, desk.now)
        return move_on(conn, *args)

    monkeypatch.setattr(digests, "_move_on", gone)
    desk.now += DAY
    assert await desk.planner.plan(desk.now) == 0
    assert await desk.rows() == []


@on_both
async def test_two_planners_plan_each_turn_once(desk: Desk) -> None:
    await desk.publish()
    readers = range(2001, 2041)
    for chat in readers:
        await desk.reader(chat)
    desk.news.prints("001_b", "2025-11-20", troops("001_b", 900))
    await desk.publish()
    desk.now += timedelta(hours=5)
    planners = [Planner(desk.services, ChatSettings, batch=3) for _ in range(2)]
    assert sum(await asyncio.gather(*(planner.plan(desk.now) for planner in planners))) == 40
    await desk.send()
    assert [len(desk.received(chat)) for chat in readers] == [1] * 40


async def test_a_load_in_the_middle_of_planning_is_told_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await desk.publish()
    await desk.reader(ANNA)
    desk.news.prints("001_b", "2025-11-20", troops("001_b", 900))
    await desk.publish()
    latest, loads = digests._latest, iter([True])

    def load_comes_in_between(conn: Any) -> int:
        found = latest(conn)
        if next(loads, False):
            desk.news.prints("002_c", "2025-11-20", troops("002_c", 700))
            desk.news.now = desk.now
            with desk.services._database.writer() as other:
                desk.news.load(other)
        return found

    monkeypatch.setattr(digests, "_latest", load_comes_in_between)
    desk.now += timedelta(hours=5)
    await desk.tick()
    assert len(desk.received(ANNA)) == 1
    await desk.pass_time(3 * DAY)
    (digest,) = desk.received(ANNA)
    assert "700" in digest


async def test_a_digest_that_cannot_be_composed_holds_up_nobody_else(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.publish()
    bad, _ = await desk.reader(ANNA), await desk.reader(BASIM)
    desk.news.prints("001_b", "2025-11-20", troops("001_b", 900))
    await desk.publish()
    compose = Composer.digest

    def breaks(self: Composer, conn: Any, reader: Subscription, *args: Any) -> Any:
        if reader.id == bad.id:
            raise KeyError("a place that the story lacks")
        return compose(self, conn, reader, *args)

    desk.now += timedelta(hours=5)
    with monkeypatch.context() as patch:
        patch.setattr(Composer, "digest", breaks)
        await desk.tick()
    assert (len(desk.received(ANNA)), len(desk.received(BASIM))) == (0, 1)
    desk.now += MUCH_LATER
    await desk.tick()
    assert len(desk.received(ANNA)) == 1


# ------------------------------------------------------------------ at once


@on_both
async def test_news_go_at_once_to_whoever_wants_them_at_once(desk: Desk) -> None:
    await desk.publish()
    await desk.reader(ANNA, AT_ONCE)
    await desk.reader(BASIM)
    await desk.tick()
    assert desk.received(ANNA) == []
    desk.news.prints("001_b", "2025-11-20", troops("001_b", 900))
    await desk.publish()
    await desk.tick()
    await desk.tick()
    assert (len(desk.received(ANNA)), len(desk.received(BASIM))) == (1, 0)
    assert [row.occasion for row in await desk.rows()] == ["rev:2"]


async def test_news_that_came_while_nobody_looked_go_out_at_the_start(desk: Desk) -> None:
    await desk.publish()
    await desk.reader(ANNA, AT_ONCE)
    await desk.tick()
    desk.news.prints("001_b", "2025-11-20", troops("001_b", 900))
    await desk.publish()
    desk.planner = Planner(desk.services, ChatSettings)
    await desk.tick()
    assert len(desk.received(ANNA)) == 1


# ------------------------------------------------------------------ corrections


async def told_and_wrong(desk: Desk, schedule: Schedule = DAILY) -> Subscription:
    """A reader was told of 900 troops; the number was 700."""
    await desk.publish()
    reader = await desk.reader(ANNA, schedule)
    await desk.reader(BASIM, replace(DAILY, at=time(23)))
    desk.news.prints("001_b", "2025-11-20", troops("001_b", 900))
    await desk.publish()
    await desk.pass_time(timedelta(hours=5))
    assert len(desk.received(ANNA)) == 1
    desk.news.says(troops("001_b", 700))
    await desk.publish()
    return reader


@on_both
async def test_a_number_that_was_wrong_is_corrected_at_once_to_those_who_were_told(desk: Desk) -> None:
    await told_and_wrong(desk)
    await desk.tick()
    _, correction = desk.received(ANNA)
    assert "900" in correction
    assert "700" in correction
    assert desk.received(BASIM) == [], "nobody told Basim"
    await desk.pass_time(3 * DAY)
    assert len(desk.received(ANNA)) == 2, "and only once"
    assert "900" not in "".join(desk.received(BASIM))


async def test_a_correction_goes_out_once_even_if_everything_starts_anew(desk: Desk) -> None:
    await told_and_wrong(desk)
    for _ in range(3):
        await desk.planner.plan(desk.now)
        desk.planner = Planner(desk.services, ChatSettings)
    await desk.tick()
    assert [row.occasion for row in await desk.rows()].count("fix:3") == 1
    assert len(desk.received(ANNA)) == 2


@on_both
async def test_a_correction_that_is_on_its_way_is_not_in_the_digest_too(desk: Desk) -> None:
    await told_and_wrong(desk, Schedule(at=time(12), quiet_from=time(12, 30), quiet_to=time(12)))
    await desk.tick()
    assert len(desk.received(ANNA)) == 1, "it is quiet"
    desk.news.prints("002_c", "2025-11-21", leave("002_c", BY_YEAR_END))
    await desk.publish()
    await desk.pass_time(2 * DAY)
    later = desk.received(ANNA)[1:]
    assert sum("900" in text for text in later) == 1


async def test_whoever_is_paused_is_corrected_with_the_next_digest(desk: Desk) -> None:
    reader = await told_and_wrong(desk)
    await desk.services.write(subscriptions.pause, reader.id, "blocked", desk.now)
    await desk.pass_time(DAY)
    assert len(desk.received(ANNA)) == 1
    await desk.services.write(subscriptions.resume, reader.id, desk.now)
    await desk.pass_time(2 * DAY)
    (correction,) = desk.received(ANNA)[1:]
    assert "900" in correction
    assert "700" in correction


# ------------------------------------------------------------------ many days


@settings(max_examples=8, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(
    st.lists(st.integers(1, 26 * 60), min_size=10, max_size=30),
    st.sampled_from(["Asia/Baghdad", "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca"]),
    st.integers(0, 23),
    st.sampled_from([datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 10, 20, tzinfo=UTC)]),
)
async def test_with_any_outages_every_local_day_is_told_exactly_once_and_never_at_night(
    tmp_path_factory: pytest.TempPathFactory,
    migrated_file: Path,
    gaps: list[int],
    zone: str,
    hour: int,
    begin: datetime,
) -> None:
    database = open_database(f"sqlite:///{shutil.copy(migrated_file, tmp_path_factory.mktemp('days'))}")
    desk = Desk(database, LocalBotApi(TOKEN))
    try:
        desk.now = begin
        await desk.publish()
        schedule = Schedule(at=time(hour), zone=zone)
        reader = await desk.reader(ANNA, schedule)
        for number, minutes in enumerate(gaps):
            desk.now += timedelta(minutes=minutes)
            name = f"n{number:03}"
            desk.news.prints(name, desk.now.date().isoformat(), troops(name, 1000 + number))
            await desk.publish()
            sent = len(desk.received(ANNA))
            await desk.tick()
            local = desk.now.astimezone(ZoneInfo(zone)).time()
            assert len(desk.received(ANNA)) == sent or time(7) <= local < time(22)
        rows = await desk.rows()
        days = [date.fromisoformat(row.occasion) for row in rows]
        now_due = (await desk.subscription(reader)).occasion
        assert now_due is not None
        assert sorted(days) == [days[0] + n * DAY for n in range((now_due - days[0]).days)] if days else True
        assert not days or days[0] == reader.occasion
        assert {row.state for row in rows} <= {"sent", "folded"}
    finally:
        desk.services.close()
        database.close()
