"""The judge sees what goes wrong; otherwise the soak would prove nothing."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot import parcels
from bot.digests import Planner
from bot.local.api import LocalBotApi
from bot.local.records import User
from bot.seeding import Seeds
from bot.services import StoredServices
from handlers.i18n import Translator
from storage.chat import ChatSettings
from storage.database import contents
from storage.database.delivery_models import deliveries
from storage.database.session import open_database
from storage.subscription import DeliveryState
from tests.soak import sending
from tests.soak.judging import Outcome, judged
from tests.soak.killing import FIRST_CHAT, START, TOKEN, Plan, prepare

ENGLISH, ARABIC = FIRST_CHAT, FIRST_CHAT + 1
"""The first reads English and gets two parts."""


@dataclass
class Case:
    """Three subscribers whose digests are planned; the test says what arrives."""

    plan: Plan
    api: LocalBotApi
    texts: dict[tuple[int, int], str] = field(default_factory=dict)

    async def arrives(self, *keys: tuple[int, int], marked: bool = False) -> None:
        mark = f"{Translator(ChatSettings(1))('delivery.repeat')}\n\n" if marked else ""
        for chat, part in keys:
            answer = await self.api.call(TOKEN, "sendMessage", {"chat_id": chat, "text": mark + self.texts[chat, part]})
            assert answer.status == 200

    def settle(self, state: DeliveryState, *keys: tuple[int, int]) -> None:
        database = open_database(self.plan.url)
        with database.writer() as conn:
            for chat, part in keys:
                row = (deliveries.c.chat == chat, deliveries.c.part == part)
                conn.execute(update(deliveries).where(*row).values(state=state, settled_at=START))
        database.close()

    def judged(self) -> Outcome:
        return judged(Outcome(), self.api, self.plan.url, self.plan.chats)


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of three subscribers whose digests are planned. Copy it, do not open it."""
    file = tmp_path_factory.mktemp("judging") / "case.db"
    plan = Plan(f"sqlite:///{file}", 3, 0)
    prepare(plan)
    database = open_database(plan.url)
    services = StoredServices(database, Seeds(sending.FOLDER, sending.FOLDER / "story.yaml"), lambda: START)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parcels, "TEXT_LIMIT", sending.LONGEST)
        asyncio.run(Planner(services, ChatSettings).plan(START))
    services.close()
    database.close()
    return file


@pytest.fixture
def case(planned: Path, tmp_path: Path) -> Case:
    plan = Plan(f"sqlite:///{shutil.copy(planned, tmp_path)}", 3, 0)
    api = LocalBotApi(TOKEN)
    api.add(*(User(chat, "R") for chat in plan.chats))
    made = Case(plan, api)
    database = open_database(plan.url)
    with database.reader() as conn:
        for row in conn.execute(select(deliveries.c.chat, deliveries.c.part, deliveries.c.content)):
            made.texts[row.chat, row.part] = parcels.read(contents.get(conn, row.content).parts[row.part - 1]).plain
    database.close()
    return made


async def test_what_arrived_once_and_was_settled_is_well(case: Case) -> None:
    await case.arrives(*case.texts)
    case.settle(DeliveryState.SENT, *case.texts)
    outcome = case.judged()
    assert (outcome.messages, outcome.in_parts, outcome.copies) == (4, 1, {1: 4})
    assert (outcome.missed, outcome.lost, outcome.unknown, outcome.unsettled) == ([], [], 0, 0)
    assert (outcome.unmarked, outcome.disordered) == (0, 0)


async def test_what_never_arrived_is_missed_unless_nobody_knows(case: Case) -> None:
    await case.arrives((ENGLISH, 1), (ARABIC, 1))
    case.settle(DeliveryState.SENT, (ENGLISH, 1), (ARABIC, 1), (ENGLISH, 2))
    case.settle(DeliveryState.UNKNOWN, (ARABIC + 1, 1))
    outcome = case.judged()
    assert (outcome.missed, outcome.lost, outcome.unknown) == ([(ENGLISH, 2)], [(ARABIC + 1, 1)], 1)


async def test_somebody_for_whom_nothing_was_planned_is_missed(case: Case) -> None:
    await case.arrives(*case.texts)
    forgotten = range(FIRST_CHAT, FIRST_CHAT + 4)
    assert judged(Outcome(), case.api, case.plan.url, forgotten).missed == [(FIRST_CHAT + 3, 1)]


@pytest.mark.parametrize(("marked", "unmarked"), [(True, 0), (False, 1)])
async def test_a_second_copy_has_to_say_so(case: Case, marked: bool, unmarked: int) -> None:
    await case.arrives(*case.texts)
    await case.arrives((ARABIC, 1), marked=marked)
    outcome = case.judged()
    assert (outcome.unmarked, outcome.copies) == (unmarked, {1: 3, 2: 1})


async def test_a_copy_that_overtook_the_first_may_be_the_marked_one(case: Case) -> None:
    await case.arrives((ARABIC, 1), marked=True)
    await case.arrives(*case.texts)
    assert case.judged().unmarked == 0


async def test_three_copies_are_counted_as_three(case: Case) -> None:
    await case.arrives(*case.texts)
    await case.arrives((ARABIC, 1), (ARABIC, 1), marked=True)
    assert case.judged().copies[3] == 1


async def test_parts_come_in_their_order(case: Case) -> None:
    await case.arrives((ENGLISH, 2), (ENGLISH, 1), (ARABIC, 1), (ARABIC + 1, 1))
    assert case.judged().disordered == 1


async def test_what_nobody_asked_for_is_noticed(case: Case) -> None:
    texts: Mapping[tuple[int, int], str] = dict(case.texts)
    await case.arrives(*texts)
    with pytest.raises(AssertionError, match="nobody asked"):
        judged(Outcome(), case.api, case.plan.url, range(FIRST_CHAT, FIRST_CHAT + 1))


async def test_what_is_still_open_is_counted(case: Case) -> None:
    case.settle(DeliveryState.SENT, (ENGLISH, 1))
    assert case.judged().unsettled == 3
