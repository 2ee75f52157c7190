"""/disputes on the shipped seeds: what must be there, and what must not."""

from __future__ import annotations

import pytest

from handlers.commands import disputes
from handlers.views import disputes as view
from storage.database.session import Database
from storage.errors import UnknownName
from tests.handlers.direct import Direct, pressed
from tests.handlers.handmade import labels, shown


@pytest.fixture
def direct(shipped_database: Database) -> Direct:
    return Direct(shipped_database)


@pytest.fixture
async def text(direct: Direct) -> str:
    return shown(await direct.ask(disputes.disputes))


def about(text: str, question: str, place: str) -> str:
    """The part of the screen on one disagreement."""
    after = text.split(f"{question} — {place}\n")[1]
    return after.split("؟ — ")[0]


async def test_what_it_is(text: str) -> None:
    part = about(text, "ما الذي يجري؟", "العراق")
    for label, outlet in (
        ("إعادة تموضع", "إرم نيوز"),
        ("انسحاب", "العربي الجديد"),
        ("ترتيب جديد", "العربي الجديد"),
        ("تحوّل", "المونيتور"),
        ("خفض", "نيوزاليست"),
    ):
        side = part.split(f"🔹 {label}\n")[1].split("🔹")[0]
        assert outlet in side


async def test_whether_they_leave(text: str) -> None:
    part = about(text, "هل يغادرون؟", "العراق")
    leave = part.split("🔹 يغادر الجميع")[1].split("🔹")[0]
    assert "إرم نيوز" in leave
    assert "رويترز" in leave
    assert "لن تنسحب من العراق" in part.split("🔹 لا انسحاب")[1].split("🔹")[0]
    assert "لأجل غير مسمى" in part.split("🔹 بقاء\n")[1].split("🔹")[0]
    assert "ألا يغادروا العراق" in part.split("🔹 بقاء محتمل")[1]


async def test_baghdad_and_syria(text: str) -> None:
    baghdad = about(text, "ما الذي تقرر؟", "بغداد")
    for label in ("يغادر الجميع", "خفض", "ينتقل المعظم", "بقاء"):
        assert f"🔹 {label}\n" in baghdad
    syria = about(text, "هل تغيّر شيء؟", "سوريا")
    assert "طال جزءاً من القوات فقط" in syria.split("🔹 جرى ذلك")[1].split("🔹")[0]
    assert "نافياً حدوث تغيير فعلي" in syria.split("🔹 لم يتغير شيء")[1]


async def test_ain_al_asad_has_passed_its_date(text: str) -> None:
    part = about(text, "متى؟", "قاعدة عين الأسد")
    for label, words in (
        ("الموعد المعلن", "بحلول سبتمبر/أيلول 2025"),
        ("بدأ التنفيذ", "في آخر أيام أغسطس/آب 2025"),
        ("لم يكتمل بعد", "ما زال «قيد التنفيذ»"),
    ):
        assert words in part.split(f"🔹 {label}")[1].split("🔹")[0]


async def test_what_stands_side_by_side_is_no_dispute(text: str) -> None:
    for words in ("أربيل بإقليم كردستان نحو سنة", "انتخابات", "مهمة التحالف الدولي ستُختتم", "900"):
        assert words not in text


async def test_every_quotation_folds_and_names_its_source(direct: Direct) -> None:
    message = await direct.ask(disputes.disputes, "", "en")
    quotes = [block for block in message.blocks if isinstance(block, view.Quote)]
    assert len(quotes) >= 15
    assert all(quote.expandable for quote in quotes)
    assert shown(message).count("— ") >= len(quotes)


async def test_a_place_narrows_it_down(direct: Direct) -> None:
    text = shown(await direct.ask(disputes.disputes, "Syria", "en"))
    assert text.startswith("1 disagreement between the sources: Syria")
    assert "Baghdad" not in text.split("Has anything changed?")[1]


async def test_a_place_without_disputes_says_so(direct: Direct) -> None:
    text = shown(await direct.ask(disputes.disputes, "الأردن"))
    assert "لا خلاف بين المصادر في ما جُمع منها عن الأردن" in text
    assert "5 مقالات" in text


async def test_an_unknown_place_offers_the_nearest(direct: Direct) -> None:
    with pytest.raises(UnknownName):
        await direct.ask(disputes.disputes, "نارنيا")


async def test_what_does_not_fit_is_a_page_away(direct: Direct, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "AT_ONCE", 2)
    first = await direct.ask(disputes.disputes)
    assert labels(first) == ["التالي ⬅️"]
    second = await direct.ask(disputes.pressed, pressed(first, "التالي"))
    assert labels(second) == ["➡️ السابق", "التالي ⬅️"]
    assert "3. " in shown(second)
    last = await direct.ask(disputes.pressed, pressed(second, "التالي"))
    assert labels(last) == ["➡️ السابق"]
    assert await direct.ask(disputes.pressed, pressed(second, "➡️")) == first
