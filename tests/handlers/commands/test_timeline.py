"""/timeline on the shipped seeds: pages, lanes and filters, kept for one reader for a week."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from handlers.command import Ask
from handlers.commands import timeline
from handlers.kept import LIFETIME, keep
from handlers.views.message import Message
from storage.database.session import Database
from storage.errors import NotAllowed, NotFound
from tests.handlers.direct import NOW, READER, Direct, pressed
from tests.handlers.handmade import labels, shown


@pytest.fixture
def direct(shipped_database: Database) -> Direct:
    return Direct(shipped_database)


def codes(message: Message) -> list[str]:
    return re.findall(r"/m_\w+", shown(message))


async def turned(direct: Direct, message: Message, label: str) -> Message:
    return await direct.ask(timeline.pressed, pressed(message, label))


async def test_the_newest_page_stands_around_today(direct: Direct) -> None:
    text = shown(await direct.ask(timeline.answer))
    assert "— اليوم 22 تشرين الثاني 2026 —" in text
    assert "⏳ نهاية 2026 — خروج بقية قوات التحالف من العراق" in text
    assert text.endswith("تصل المصادر إلى 1 تشرين الأول 2025")


async def test_turning_back_and_forth_shows_every_milestone_once(direct: Direct) -> None:
    message = await direct.ask(timeline.answer)
    total = int(shown(message).splitlines()[1].split()[0])
    pages = [codes(message)]
    while "▲ الأقدم" in labels(message):
        message = await turned(direct, message, "▲")
        pages.append(codes(message))
    seen = [code for page in pages for code in page]
    assert len(seen) == len(set(seen)) == total
    for page in pages[-2::-1]:
        message = await turned(direct, message, "▼")
        assert codes(message) == page


async def test_words_become_filters(direct: Direct) -> None:
    message = await direct.ask(timeline.answer, "2025 بغداد")
    assert "عام 2025 · بغداد" in shown(message)
    assert "انسحاب القوات الأميركية من بغداد" in shown(message)
    everything = await turned(direct, message, "مسح")
    assert len(codes(everything)) > len(codes(message))


async def test_a_year_is_chosen_from_those_there_are(direct: Direct) -> None:
    choice = await turned(direct, await direct.ask(timeline.answer), "حسب السنة")
    assert [label for label in labels(choice) if label.startswith("2003")] == ["2003 (1)"]
    year = await turned(direct, choice, "2003")
    assert "عام 2003" in shown(year)
    assert len(codes(year)) == 1


async def test_a_place_is_chosen_and_its_number_is_what_it_leads_to(direct: Direct) -> None:
    choice = await turned(direct, await direct.ask(timeline.answer), "حسب المكان")
    for label in labels(choice)[:-1]:
        name, number = label.removesuffix(")").rsplit(" (", 1)
        head = shown(await turned(direct, choice, name)).splitlines()[1]
        assert (re.findall(r"\d+", head.split(" · ")[0]) or [number])[0] == number
        assert name in head


async def test_going_back_from_a_choice_shows_the_page_it_was_made_on(direct: Direct) -> None:
    second = await turned(direct, await direct.ask(timeline.answer), "▲")
    choice = await turned(direct, second, "حسب السنة")
    assert codes(await turned(direct, choice, "رجوع")) == codes(second)


async def test_the_undated_lie_in_a_lane_of_their_own(direct: Direct) -> None:
    undated = await turned(direct, await direct.ask(timeline.answer), "بلا تاريخ")
    assert "ورد في 1 تشرين الأول 2025" in shown(undated)
    dated = await turned(direct, undated, "ذات التاريخ")
    assert not set(codes(dated)) & set(codes(undated))


async def test_what_is_not_there_offers_names_that_sound_like_it(direct: Direct) -> None:
    nothing = await direct.ask(timeline.answer, "هوليود 2031")
    assert "عام 2031 · كلمات: هوليود" in shown(nothing)
    erbil = await turned(direct, nothing, "أربيل")
    assert "عام 2031 · أربيل" in shown(erbil)


async def test_a_page_is_turned_only_by_whom_it_was_shown_to(direct: Direct) -> None:
    words = pressed(await direct.ask(timeline.answer, chat=-5), "▲")
    with pytest.raises(NotAllowed, match="owner"):
        await direct.ask(timeline.pressed, words, user=READER + 1, chat=-5)
    with pytest.raises(NotFound):
        await direct.ask(timeline.pressed, words)


async def test_after_a_week_a_button_has_expired(direct: Direct) -> None:
    words = pressed(await direct.ask(timeline.answer), "▲")
    await direct.ask(timeline.pressed, words, now=NOW + LIFETIME - dt.timedelta(minutes=1))
    with pytest.raises(NotAllowed, match="expired"):
        await direct.ask(timeline.pressed, words, now=NOW + LIFETIME)


@pytest.mark.parametrize(
    "step", ["", "o", "n", "b", "x", "u", "y:2025", "y:0000", "y:٢٠٢٥", "y:abcd", "z", "p:iraq", "::"]
)
async def test_any_step_from_the_timeline_of_nobody_is_a_page(direct: Direct, step: str) -> None:
    assert codes(await direct.ask(timeline.pressed, f"-:{step}")) or step in ("y:0000", "y:abcd")


async def test_what_an_older_bot_kept_has_expired(direct: Direct) -> None:
    old = Ask(READER, READER, private=True, admin=False, words="", now=NOW)
    for what in ({"at": "{}"}, {"from": "elsewhere"}):
        key = await keep(old, direct, timeline.KIND, what)
        with pytest.raises(NotAllowed, match="expired"):
            await direct.ask(timeline.pressed, f"{key}:o")


async def test_a_place_that_the_story_lacks_is_not_found(direct: Direct) -> None:
    with pytest.raises(NotFound):
        await direct.ask(timeline.pressed, "-:p:atlantis")


async def test_an_english_reader_reads_english_only(direct: Direct) -> None:
    message = await direct.ask(timeline.answer, language="en")
    while "▲ Older" in labels(message):
        assert not re.search(r"[\u0621-\u064a]", shown(message))
        message = await direct.ask(timeline.pressed, pressed(message, "▲"), "en")


async def test_an_arabic_reader_reads_no_english_word(direct: Direct) -> None:
    message = await direct.ask(timeline.answer)
    while "▲ الأقدم" in labels(message):
        assert not re.search(r"[A-Za-z]", re.sub(r"/m_\w+", "", shown(message)))
        message = await turned(direct, message, "▲")
