"""A post office for tests: subscribers, an outbox with digests, and a Telegram that fails on command."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select
from telegram.ext import ExtBot

from bot.delivery import Sender, Trouble
from bot.limits import Gate, GateLimiter, Pass
from bot.local.api import LocalBotApi
from bot.local.request import LocalRequest
from bot.parcels import packed
from bot.services import StoredServices
from bot.windows import Rate, Rates
from handlers.i18n import Translator
from handlers.views.message import Message, Paragraph
from storage.chat import ChatSettings
from storage.database import contents, outbox, subscriptions
from storage.database.delivery_models import deliveries
from storage.database.session import Database, open_database
from storage.database.signs import Sign
from storage.schedule import Occasion, Schedule, Turn
from storage.subscription import NEW, Plan, Subscription, Told
from tests.conftest import ROOT, TOKEN

on_both = pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
"""For tests that run on either database. The fixture `database` is SQLite without it."""
NOON = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 21)
AWAKE = Schedule(quiet_from=time(0), quiet_to=time(0))
QUICK = Rates(Rate(28_000, 1.0), Rate(1_000, 1.0), Rate(20_000, 60.0))
"""No limits to speak of."""


class Faulty(LocalRequest):
    """The local Telegram, on whose way something may happen to each call of `sendMessage`, by its number.

    A fault is an exception (raised before anything arrives, or after where `late` holds the number), or
    anything awaitable to be awaited before the call.
    """

    def __init__(self, api: LocalBotApi) -> None:
        super().__init__(api)
        self.faults: dict[int, BaseException | Callable[[], Awaitable[object]]] = {}
        self.late: set[int] = set()
        self.calls = 0

    async def do_request(self, url: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        if not url.endswith("/sendMessage"):
            return await super().do_request(url, *args, **kwargs)
        self.calls += 1
        number, fault = self.calls, self.faults.get(self.calls)
        if isinstance(fault, BaseException) and number not in self.late:
            raise fault
        if fault is not None and not isinstance(fault, BaseException):
            await fault()
        answer = await super().do_request(url, *args, **kwargs)
        if isinstance(fault, BaseException):
            raise fault
        return answer


def opened(request: pytest.FixtureRequest) -> Iterator[Database]:
    """For the fixture `database`: tables and nothing in them."""
    kind = getattr(request, "param", "sqlite")
    if kind == "sqlite":
        yield request.getfixturevalue("empty_database")
        return
    database = open_database(request.getfixturevalue("postgresql_url"))
    yield database
    database.close()


class Post:
    """One process's share of a post office on `database`. `now` is the time that everyone goes by."""

    def __init__(self, database: Database, api: LocalBotApi, owner: str | Sign = "one", rates: Rates = QUICK) -> None:
        self.now = NOON
        self.api, self.request = api, Faulty(api)
        self.services = StoredServices(database, _no_seeds(), self.clock)
        self.gate = Gate(rates)
        self.bot: ExtBot[Pass] = ExtBot(
            TOKEN, request=self.request, get_updates_request=self.request, rate_limiter=GateLimiter(self.gate)
        )
        self.troubles: list[Trouble] = []
        self.sign = owner if isinstance(owner, Sign) else Sign(owner)

    def clock(self) -> datetime:
        return self.now

    def sender(self, **options: Any) -> Sender:
        options = {"report": self.troubles.append, **options}
        return Sender(self.services, self.bot, self.gate, self.clock, self.sign, **options)

    async def send(self, later: timedelta = timedelta(), **options: Any) -> int:
        """One round of a new sender, `later` than now."""
        self.now += later
        return await self.sender(**options).run_once(self.now)

    def meet(self, *chats: int) -> None:
        """People and groups who know the bot."""
        for chat in chats:
            self.api.user_sends(abs(chat), chat, "/start")

    async def subscribe(self, chat: int, schedule: Schedule = AWAKE, **values: Any) -> Subscription:
        chosen = Subscription(NEW, chat, values.pop("thread", None), abs(chat), schedule)
        kept = await self.services.write(subscriptions.put, chosen, self.now - timedelta(days=1))
        due = replace(kept, next_due_at=self.now, occasion=DAY, **values)
        await self.services.write(_set_due, due)
        return due

    async def enqueue(self, to: Subscription, *texts: str, day: date = DAY, upto: int = 7) -> None:
        """A digest of that day for `to`, in as many parts as there are texts."""
        await self.services.write(_enqueue, to, texts or ("موجز",), day, upto, self.now)

    def received(self, chat: int) -> list[str]:
        """The texts that the bot has sent to a chat."""
        return [m.text for m in self.api.messages(chat) if m.sender.id == self.api.bot.id]

    async def rows(self) -> list[Any]:
        """The outbox, oldest first."""
        return list(await self.services.read(lambda conn: conn.execute(_ROWS).all()))

    async def states(self) -> list[str]:
        return [row.state for row in await self.rows()]

    async def subscription(self, of: Subscription) -> Subscription:
        return await self.services.read(subscriptions.by_id, of.id)


_ROWS = select(deliveries).order_by(deliveries.c.id)


def _no_seeds() -> Any:
    from bot.seeding import Seeds

    return Seeds(ROOT / "seeds", ROOT / "seeds" / "story.yaml")


def _set_due(conn: Connection, due: Subscription) -> None:
    from storage.database.delivery_models import subscriptions as table

    conn.execute(table.update().where(table.c.id == due.id).values(next_due_at=due.next_due_at, occasion=due.occasion))


def _enqueue(conn: Connection, to: Subscription, texts: Sequence[str], day: date, upto: int, now: datetime) -> None:
    t = Translator(ChatSettings(to.chat))
    parts = [part for text in texts for part in packed(Message((Paragraph((text,)),)), t)]
    content = contents.keep(conn, parts, [Told("fact", str(upto))], now)
    following = Occasion(day + timedelta(days=1), now + timedelta(days=1))
    plan = Plan.of_turn(to, Turn(Occasion(day, now), (), now, following), content, upto)
    assert outbox.plan(conn, [plan], now) == 1
