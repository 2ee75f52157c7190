"""/bases and /p_… on the shipped seeds."""

from __future__ import annotations

import re

import pytest

from handlers.commands import places
from storage.database.session import Database
from storage.errors import NotFound
from tests.handlers.direct import Direct, pressed
from tests.handlers.handmade import labels, shown, story


@pytest.fixture
def direct(shipped_database: Database) -> Direct:
    return Direct(shipped_database)


async def test_all_places_show_their_state_and_who_disagrees(direct: Direct) -> None:
    text = shown(await direct.ask(places.answer))
    assert "🟡 قاعدة عين الأسد — انسحاب جارٍ منذ أواخر آب 2025" in text
    baghdad = text.split("/p_baghdad")[0].splitlines()[-1]
    assert "⚖️ خلاف بين" in baghdad
    for outlet in ("إرم نيوز", "رويترز", "نيوزاليست"):
        assert outlet in baghdad
    assert text.endswith("تصل المصادر إلى 1 تشرين الأول 2025")


async def test_every_place_that_is_listed_opens(direct: Direct) -> None:
    text = shown(await direct.ask(places.answer))
    ids = re.findall(r"/p_(\w+)", text)
    assert "ain_al_asad" in ids
    for place in ids:
        assert story().places[place].name.ar in shown(await direct.ask(places.opened, place))


@pytest.mark.parametrize("name", ["عين الأسد", "قاعدة عين الاسد", "Ain al-Asad", "ain al asad"])
async def test_a_place_is_found_by_any_of_its_names(direct: Direct, name: str) -> None:
    message = await direct.ask(places.answer, name)
    text = shown(message)
    assert text.startswith("🟡 قاعدة عين الأسد")
    assert "قيد التنفيذ" in text
    assert "غادرت في آخر أيام أغسطس/آب 2025" in text
    assert message.venue is not None
    assert round(message.venue.lat, 2) == 33.79


async def test_kurdistan_until_2026_and_erbil_until_2026_stand_side_by_side(direct: Direct) -> None:
    text = shown(await direct.ask(places.answer, "إقليم كردستان"))
    assert "حتى أيلول 2026 على الأقل — بقاء قسم من القوات الأميركية في إقليم كردستان" in text
    assert "أربيل — حضور قائم · /p_erbil" in text
    erbil = shown(await direct.ask(places.answer, "أربيل"))
    assert "حتى نهاية 2026 تقريباً — بقاء قسم من قوات التحالف في أربيل" in erbil
    assert "⚖️" not in erbil


async def test_an_unknown_name_offers_the_nearest(direct: Direct) -> None:
    message = await direct.ask(places.answer, "عين الاسود")
    assert "لا أعرف مكاناً باسم «عين الاسود»" in shown(message)
    assert "قاعدة عين الأسد" in labels(message)
    opened = await direct.ask(places.opened, pressed(message, "قاعدة عين الأسد"))
    assert shown(opened).startswith("🟡 قاعدة عين الأسد")


async def test_a_place_without_claims_is_still_on_the_map(direct: Direct) -> None:
    message = await direct.ask(places.answer, "مطار بغداد")
    assert "لا تذكر المصادر شيئاً عن مطار بغداد الدولي" in shown(message)
    assert message.venue is not None


async def test_an_unknown_id_is_not_found(direct: Direct) -> None:
    with pytest.raises(NotFound):
        await direct.ask(places.opened, "atlantis")


async def test_every_place_of_the_story_can_be_asked_for_in_both_languages(direct: Direct) -> None:
    for place in story().places:
        for language in ("ar", "en"):
            text = shown(await direct.ask(places.opened, place, language))
            assert "{" not in text
            assert story().places[place].name.of(language) in text
