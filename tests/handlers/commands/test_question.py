"""Plain questions, answered from the shipped seeds; and /help."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.command import Ask
from handlers.i18n import Translator
from handlers.registry import ANSWERS, COMMANDS
from handlers.routes import QUESTION
from handlers.views.help import EXAMPLES
from storage.chat import ChatSettings, Language
from storage.database.session import Database
from tests.handlers.direct import NOW, READER, Direct
from tests.handlers.handmade import shown


@pytest.fixture
def direct(shipped_database: Database) -> Direct:
    return Direct(shipped_database)


@pytest.mark.parametrize(
    ("question", "language", "says"),
    [
        ("كم عدد القوات الأميركية في سوريا؟", "ar", "القوات بالأرقام: القوات الأميركية، سوريا"),
        ("متى يغادرون عين الأسد؟", "ar", "إخلاء قاعدة عين الأسد"),
        ("how many troops are in Erbil?", "en", "no number for Erbil"),
        ("هل انسحبت أميركا من العراق؟", "ar", "العراق"),
        ("من يقول إنهم سيبقون؟", "ar", "لأجل غير مسمى"),
        ("ماذا بقي من المواعيد؟", "ar", "خروج بقية قوات التحالف من العراق"),
        ("الحوار الاستراتيجي", "ar", "وتُرتقب جولة من الحوار الاستراتيجي"),
        ("what does Sudani say?", "en", "السوداني"),
        ("article 2", "en", "Its facts"),
        ("ما المصادر؟", "ar", "5 مقالات"),
    ],
)
async def test_a_question_is_answered(direct: Direct, question: str, language: str, says: str) -> None:
    assert says in shown(await direct.ask(ANSWERS[QUESTION], question, language))


@pytest.mark.parametrize("language", Language)
async def test_every_example_that_help_offers_is_answered_in_its_language(direct: Direct, language: Language) -> None:
    t = Translator(ChatSettings(READER, language))
    for example in EXAMPLES:
        text = shown(await direct.ask(ANSWERS[QUESTION], t(example).removeprefix("• "), language))
        assert t("question.examples") not in text


async def test_what_nobody_understands_gets_what_was_looked_for_and_three_examples(direct: Direct) -> None:
    text = shown(await direct.ask(ANSWERS[QUESTION], "زرافة؟"))
    assert "لم أجد في المقالات: زرافة" in text
    assert text.count("•") == 3
    assert "/help" in text


@pytest.mark.parametrize("question", ["زرافة التاجي", "giraffes of Taji"])
async def test_a_search_in_vain_falls_back_on_the_place_that_is_named(direct: Direct, question: str) -> None:
    text = shown(await direct.ask(ANSWERS[QUESTION], question))
    assert "لا تذكر المصادر شيئاً عن معسكر التاجي" in text
    assert "لم أجد" not in text


@pytest.mark.parametrize("words", ["", "؟!", "/"])
async def test_no_words_at_all_get_the_examples(direct: Direct, words: str) -> None:
    text = shown(await direct.ask(ANSWERS[QUESTION], words))
    assert text.count("•") == 3
    assert "لم أجد" not in text


@pytest.mark.parametrize("language", Language)
async def test_help_lists_what_each_may_use(direct: Direct, language: Language) -> None:
    t = Translator(ChatSettings(READER, language))
    ask = Ask(READER, READER, private=True, admin=False, words="", now=NOW)
    stranger = shown(await ANSWERS["help"](ask, direct, t))  # type: ignore[arg-type]
    admin = shown(await ANSWERS["help"](replace(ask, admin=True), direct, t))  # type: ignore[arg-type]
    for command in COMMANDS:
        if command.in_menu:
            assert f"/{command.name}" in admin
            assert t(f"command.{command.name}") in admin
            assert (f"/{command.name}" in stranger) is (command.audience == "everyone")
    assert stranger.count("•") == 3
