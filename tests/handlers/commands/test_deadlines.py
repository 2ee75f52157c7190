"""/next on the shipped seeds."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from handlers.commands import deadlines, timeline
from storage.database.session import Database
from tests.handlers.direct import Direct, pressed
from tests.handlers.handmade import shown


@pytest.fixture
def direct(shipped_database: Database) -> Direct:
    return Direct(shipped_database)


async def test_the_ledger_of_the_seeds_shows_what_the_story_is_about(direct: Direct) -> None:
    text = shown(await direct.ask(deadlines.answer))
    ahead, over = text.index("مواعيد قادمة"), text.index("مواعيد انقضت ولم يرد تأكيد")
    assert ahead < text.index("خروج بقية قوات التحالف من العراق") < over
    for promise in (
        "انسحاب القوات الأميركية من بغداد",
        "انتهاء مهمة التحالف الدولي في العراق",
        "إخلاء قاعدة عين الأسد من قوات التحالف",
        "انتخابات في العراق",
    ):
        assert over < text.index(promise)
    assert "✅" not in text
    assert text.endswith("تصل المصادر إلى 1 تشرين الأول 2025")


async def test_before_its_day_a_promise_is_ahead(direct: Direct) -> None:
    text = shown(await direct.ask(deadlines.answer, now=dt.datetime(2025, 9, 20, 9, tzinfo=dt.UTC)))
    assert "⏳ نهاية أيلول 2025 — انسحاب القوات الأميركية من بغداد\nيتبقى 10 أيام" in text


async def test_the_day_is_that_of_the_readers_zone(direct: Direct) -> None:
    late = dt.datetime(2026, 11, 22, 22, tzinfo=dt.UTC)
    assert "اليوم 23 تشرين الثاني 2026" in shown(await direct.ask(deadlines.answer, now=late))


async def test_the_ledger_is_english_for_an_english_reader(direct: Direct) -> None:
    text = shown(await direct.ask(deadlines.answer, language="en"))
    assert not re.search(r"[\u0621-\u064a]", text)
    assert "Remaining coalition forces to leave Iraq" in text


async def test_promises_without_a_day_lead_to_the_lane_of_the_undated(direct: Direct) -> None:
    ledger = await direct.ask(deadlines.answer)
    lane = await direct.ask(timeline.pressed, pressed(ledger, "كل ما لا تاريخ له"))
    assert shown(lane).startswith("محطات بلا تاريخ")
