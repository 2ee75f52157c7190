"""/troops on the shipped seeds."""

from __future__ import annotations

import pytest

from handlers.commands import figures
from storage.database.session import Database
from storage.errors import UnknownName
from tests.handlers.direct import Direct, pressed
from tests.handlers.handmade import labels, shown


@pytest.fixture
def direct(shipped_database: Database) -> Direct:
    return Direct(shipped_database)


async def test_strength_and_target_and_leaving_are_told_apart(direct: Direct) -> None:
    text = shown(await direct.ask(figures.troops))
    assert "؛ وكذلك ورد في 1 تشرين الأول 2025 · نيوزاليست [2]" in text
    assert "العراق، العدد المستهدف: أقل من 2,000 جندي · مقرر" in text
    assert "العراق، المغادرون: مئات الجنود · مقرر · بحلول أيلول 2025 · رويترز" in text


async def test_syria_is_a_series_at_its_dates(direct: Direct) -> None:
    text = shown(await direct.ask(figures.troops, "سوريا"))
    series = text.split("سوريا، العدد الموجود:")[1].split("▪️")[0].splitlines()
    assert [line.strip().split(" · ")[0] for line in series if line.strip()] == ["900 جندي", "⬅️ أكثر من 900 جندي"]
    assert "شمال شرق سوريا، العدد الموجود: نحو 900 جندي · ورد في 27 أيلول 2024 (تقديراً) · المونيتور" in text


async def test_detainees_are_never_counted_as_troops(direct: Direct) -> None:
    for language, apart, number in (("ar", "ليست أعداد قوات", "9,000 محتجز"), ("en", "not troops", "9,000 detainees")):
        troops, others = shown(await direct.ask(figures.troops, "", language)).split(apart)
        assert "9,000" not in troops
        assert number in others


async def test_every_number_leads_to_its_sentence_with_one_press(direct: Direct) -> None:
    table = await direct.ask(figures.troops)
    count = shown(table).count(" [")
    sentences = shown(await direct.ask(figures.pressed, pressed(table, "🧾")))
    assert [f"[{number}] " in sentences for number in range(1, count + 1)] == [True] * count
    assert "[3] أقل من 2,000 جندي · القوات الأميركية · العراق · العدد المستهدف · مقرر" in sentences
    third = sentences.split("[3]")[1].split("[4]")[0]
    assert "سيهبط إلى أقل من ألفي جندي" in third
    for part in ("مسؤول أميركي كبير", "رويترز", "نيوزاليست", "1 تشرين الأول 2025", "/a_bjs", "راجعه محرر"):
        assert part in third


async def test_one_can_go_back_to_the_numbers(direct: Direct) -> None:
    table = await direct.ask(figures.troops, "سوريا")
    sentences = await direct.ask(figures.pressed, pressed(table, "🧾"))
    assert await direct.ask(figures.pressed, pressed(sentences, "↩️")) == table


@pytest.mark.parametrize("words", ["2500", "٢٬٥٠٠", "2,500 القوات الأميركية في العراق"])
async def test_a_number_shows_who_says_it_and_nothing_else(direct: Direct, words: str) -> None:
    table = await direct.ask(figures.troops, words)
    text = shown(table)
    assert "2,500" in text.splitlines()[0]
    assert "نحو 2,500 جندي · ورد في" in text
    assert "900" not in text
    proof = await direct.ask(figures.pressed, pressed(table, "🧾"))
    assert "[2] نحو 2,500 جندي" in shown(proof)
    assert "[3]" not in shown(proof)
    assert await direct.ask(figures.pressed, pressed(proof, "↩️")) == table


async def test_a_bound_is_a_number_too_and_none_is_taken_for_a_year(direct: Direct) -> None:
    assert "أقل من 2,000 جندي" in shown(await direct.ask(figures.troops, "2000"))


async def test_a_number_that_nobody_says_is_said_so(direct: Direct) -> None:
    assert "لا تذكر المصادر عدداً عن 777" in shown(await direct.ask(figures.troops, "777"))


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("القوات الأميركية في سوريا", "القوات بالأرقام: القوات الأميركية، سوريا"),
        ("syria", "القوات بالأرقام: سوريا"),
        ("US forces", "القوات بالأرقام: القوات الأميركية"),
        ("ain_al_asad", "القوات بالأرقام: العراق"),
        ("", "القوات بالأرقام"),
    ],
)
async def test_the_title_says_what_was_asked(direct: Direct, words: str, title: str) -> None:
    assert shown(await direct.ask(figures.troops, words)).splitlines()[0] == title


async def test_a_place_without_a_number_shows_those_of_the_area_around_it(direct: Direct) -> None:
    text = shown(await direct.ask(figures.troops, "Erbil", "en"))
    assert "The sources give no number for Erbil; these are the numbers for Iraq." in text
    assert "about 2,500 troops" in text


async def test_nothing_found_says_what_was_looked_for_and_what_there_is(direct: Direct) -> None:
    message = await direct.ask(figures.troops, "الأردن")
    text = shown(message)
    assert "لا تذكر المصادر عدداً عن الأردن" in text
    assert "5 مقالات" in text
    assert labels(message) == []


async def test_an_unknown_name_offers_the_nearest(direct: Direct) -> None:
    with pytest.raises(UnknownName) as refused:
        await direct.ask(figures.troops, "سورياا")
    assert "syria" in refused.value.nearest


async def test_every_answer_says_how_far_the_sources_reach(direct: Direct) -> None:
    table = await direct.ask(figures.troops, "", "en")
    assert shown(table).endswith("Sources reach up to 1 October 2025")
    proof = await direct.ask(figures.pressed, pressed(table, "🧾"), "en")
    assert shown(proof).endswith("Sources reach up to 1 October 2025")


async def test_without_a_name_nothing_has_to_be_kept(direct: Direct) -> None:
    table = await direct.ask(figures.troops)
    assert pressed(table, "🧾") == "s:-"
    assert pressed(await direct.ask(figures.troops, "سوريا"), "🧾") != "s:-"
