"""/language, /settings and /start: choices take effect in the very reply."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from handlers.command import Answer, Ask
from handlers.commands import settings, start
from handlers.context import Desk
from handlers.i18n import Translator
from handlers.views.message import Message
from storage.chat import ChatSettings, Digits, Language, Months
from storage.database.session import Database
from storage.errors import NotFound
from tests.handlers.direct import NOW, READER, Direct
from tests.handlers.handmade import labels, shown


@pytest.fixture
def direct(shipped_database: Database) -> Direct:
    return Direct(shipped_database)


async def ask(direct: Direct, answer: Answer, words: str = "") -> Message:
    """As a chat with its own, kept settings."""
    t = Translator(await chosen(direct))
    return await answer(Ask(READER, READER, private=True, admin=False, words=words, now=NOW), direct, t)  # type: ignore[arg-type]


async def chosen(direct: Direct) -> ChatSettings:
    return await Desk(direct).settings(READER)  # type: ignore[arg-type]  # it loads nothing


async def test_the_defaults_are_arabic_latin_digits_levantine_months_and_baghdad(direct: Direct) -> None:
    message = await ask(direct, settings.settings)
    text = shown(message)
    for line in (
        "اللغة: العربية",
        "الأرقام: 0-9",
        "أسماء الأشهر: أيلول",
        "التوقيت: بغداد، والساعة الآن 22 تشرين الثاني 2026، 12:00",
    ):
        assert line in text
    ticked = [label for label in labels(message) if label.startswith("✅")]
    assert ticked == ["✅ العربية", "✅ 0-9", "✅ أيلول", "✅ بغداد"]


@pytest.mark.parametrize(
    ("words", "wanted", "says"),
    [
        ("digits:arabic", ChatSettings(READER, digits=Digits.ARABIC), "هكذا تُكتب الأرقام: ٢٬٥٠٠"),
        ("months:western", ChatSettings(READER, months=Months.WESTERN), "هكذا تُكتب الأشهر: سبتمبر"),
        ("months:both", ChatSettings(READER, months=Months.BOTH), "أيلول/سبتمبر"),
        ("language:en", ChatSettings(READER, language=Language.ENGLISH), "Done: answers in English."),
        ("zone:Europe/London", ChatSettings(READER, zone="Europe/London"), "بتوقيت لندن"),
    ],
)
async def test_a_choice_is_kept_and_seen_at_once(direct: Direct, words: str, wanted: ChatSettings, says: str) -> None:
    message = await ask(direct, settings.pressed, words)
    assert says in shown(message)
    assert await chosen(direct) == wanted
    assert message.rtl is (wanted.language is Language.ARABIC)


async def test_one_choice_leaves_the_others(direct: Direct) -> None:
    for words in ("digits:arabic", "months:both", "zone:Asia/Amman", "language:en"):
        await ask(direct, settings.pressed, words)
    assert await chosen(direct) == ChatSettings(READER, Language.ENGLISH, Digits.ARABIC, Months.BOTH, "Asia/Amman")


async def test_every_button_does_what_it_says(direct: Direct) -> None:
    for message, answer in (
        (await ask(direct, settings.settings), settings.pressed),
        (await ask(direct, settings.language), settings.language_pressed),
    ):
        for row in message.buttons:
            for button in row:
                verb, _, words = (button.data or "").partition(":")
                if verb == "o":  # the subscription's own screens
                    continue
                assert verb in ("c", "l")
                assert f"✅ {button.label.removeprefix('✅ ')}" in labels(
                    await ask(direct, answer, words)
                ) or words.startswith(("language", "zone"))
                await ask(direct, settings.pressed, "language:ar")


@pytest.mark.parametrize("words", ["Asia/Amman", "عمّان", "amman", "  عمان "])
async def test_a_zone_can_be_typed(direct: Direct, words: str) -> None:
    text = shown(await ask(direct, settings.settings, words))
    assert text.startswith("حسناً، بتوقيت عمّان.")
    assert ZoneInfo((await chosen(direct)).zone) == ZoneInfo("Asia/Amman")


async def test_an_unknown_city_changes_nothing(direct: Direct) -> None:
    assert "لا أعرف توقيت أطلانتس" in shown(await ask(direct, settings.settings, "أطلانتس"))
    assert await chosen(direct) == ChatSettings(READER)


@pytest.mark.parametrize(("words", "language"), [("en", "en"), ("English", "en"), ("الإنكليزية", "en"), ("عربي", "ar")])
async def test_a_language_can_be_typed(direct: Direct, words: str, language: str) -> None:
    await ask(direct, settings.language, words)
    assert (await chosen(direct)).language == language


async def test_each_language_is_offered_by_its_own_name(direct: Direct) -> None:
    assert labels(await ask(direct, settings.language)) == ["✅ العربية", "English"]
    assert labels(await ask(direct, settings.language, "en")) == ["العربية", "✅ English"]


@pytest.mark.parametrize("words", ["", "zone:Nowhere", "zone:عمان", "colour:red", "digits:roman", "language", ":"])
async def test_a_button_that_never_was_is_refused(direct: Direct, words: str) -> None:
    with pytest.raises(NotFound):
        await ask(direct, settings.pressed, words)


# ------------------------------------------------------------------ /start


@pytest.mark.parametrize(("language", "story"), [("ar", "انسحاب القوات الأميركية"), ("en", "The withdrawal of US")])
async def test_start_is_four_lines_with_the_first_steps(direct: Direct, language: str, story: str) -> None:
    message = await direct.ask(start.start, "", language)
    lines = shown(message).splitlines()
    assert len(lines) == 4
    assert story in lines[0]
    assert [button.data for row in message.buttons for button in row][:4] == [
        "g:timeline",
        "g:next",
        "g:bases",
        "g:troops",
    ]


async def test_start_changes_the_language_with_one_press(direct: Direct) -> None:
    message = await ask(direct, start.start)
    assert labels(message)[-1] == "🌐 English"
    english = await ask(direct, start.pressed, "en")
    assert shown(english).startswith("I follow one story")
    assert labels(english)[-1] == "🌐 العربية"
    with pytest.raises(NotFound):
        await ask(direct, start.pressed, "xx")


async def test_start_has_something_to_say_before_the_first_load(empty_database: Database) -> None:
    assert "لا مصادر محمّلة بعد" in shown(await Direct(empty_database).ask(start.start))
