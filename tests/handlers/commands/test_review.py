"""/review and /status in the whole bot: an admin decides sentence by sentence, and readers see it after a load."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import build
from bot.asking import Conversation, NoSuchButton, Shown, as_text
from bot.local.api import LocalBotApi
from bot.local.request import LocalRequest
from bot.seeding import Seeds
from bot.settings import SHIPPED_SEEDS, Settings
from storage.corpus import deciding
from storage.corpus.deciding import Ruling, decided_of
from storage.corpus.facts_file import read_facts
from storage.database.queries import edition, reviews
from storage.database.session import open_database
from tests import desk
from tests.conftest import ADMIN, TODAY, TOKEN, Running
from tests.desk import COUNT, FIRST, LEAVE, LOADED, MOVED, ROUND, SECOND, Desk
from tests.handlers.telegrams import presses

OTHER, STRANGER, GROUP = 8, 1001, -5


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return desk.set_up(tmp_path / "seeds", monkeypatch)


@pytest.fixture
async def newsroom(folder: Desk, sqlite_url: str) -> AsyncIterator[Running]:
    database = open_database(sqlite_url)
    Seeds(folder.folder, SHIPPED_SEEDS / "story.yaml").load(database, LOADED)
    database.close()
    settings = Settings(
        _env_file=None,
        telegram_bot_token=TOKEN,
        database_url=sqlite_url,
        admin_ids=frozenset({ADMIN, OTHER}),
        seeds_dir=folder.folder,
    )
    api = LocalBotApi(TOKEN, clock=lambda: whole.now)
    app = build(settings, request=LocalRequest(api), clock=lambda: whole.now)
    whole = Running(app, api, TODAY)
    async with app:
        yield whole


@pytest.fixture
def admin(newsroom: Running) -> Conversation:
    return newsroom.talk(ADMIN)


def text(shown: Shown) -> str:
    return as_text(shown).replace("\u200f", "")


def data(newsroom: Running, label: str) -> str:
    """The data of the newest button with that label."""
    buttons = (button for message in reversed(newsroom.api.messages(ADMIN)) for button in message.buttons)
    return next(button.data or "" for button in buttons if button.text.startswith(label))


async def pressed(newsroom: Running, button: str, user: int = ADMIN, chat: int = ADMIN) -> str:
    """What pressing comes to, whoever presses, and whether such a button stands there or not."""
    before = len(newsroom.api.calls)
    await newsroom.app.application.process_update(presses(newsroom.app.application.bot, button, chat, user))
    return "\n".join(str(call.params.get("text") or "") for call in newsroom.api.calls[before:])


# ------------------------------------------------------------------ what is shown


async def test_a_fact_is_shown_with_its_sentence_and_all_its_parts(admin: Conversation) -> None:
    assert text(await admin.say(f"/review {FIRST}")) == (
        "🔎 واقعة تنتظر قرارك (1 من 2)\n"
        "مغادرة عين الأسد · دجلة برس · 1 تشرين الأول 2025 · /a_s83\n\n"
        f"> {LEAVE}\n\n"
        "انسحاب قوات التحالف من قاعدة عين الأسد\n"
        "▪️ النوع: انسحاب · مقرر\n"
        "▪️ من: التحالف الدولي\n"
        "▪️ أين: قاعدة عين الأسد\n"
        "▪️ متى: بحلول نهاية 2026 · «بحلول نهاية 2026»\n"
        "▪️ القائل: مسؤول عراقي (دون تسمية)\n\n"
        "الثقة: 55%\n"
        "السبب: event.trigger · date.far\n"
        "[✅ اقبلها] [❌ ارفضها]\n"
        "[✏️ صحّحها] [⏭ التالية]"
    )


async def test_the_newest_article_comes_first_and_next_goes_round(admin: Conversation) -> None:
    assert MOVED in text(await admin.say("/review"))
    assert LEAVE in text(await admin.press("⏭"))
    count = text(await admin.press("⏭"))
    assert "(3 من 3)" in count
    assert COUNT in count
    assert ROUND in count, "the sentence before"
    assert "▪️ العدد: نحو 2,500\n▪️ المعدود: أفراد · الموجودون · حدث\n▪️ القوة: القوات الأميركية" in count
    assert "(1 من 3)" in text(await admin.press("⏭"))


async def test_behind_the_last_one_is_no_other(admin: Conversation) -> None:
    await admin.say(f"/review {SECOND}")
    assert (await admin.press("⏭")).alert == "لا واقعة غيرها تنتظر."


async def test_english_is_as_complete(newsroom: Running, admin: Conversation) -> None:
    await admin.say("/language en")
    shown = text(await admin.say(f"/review {FIRST}"))
    assert "🔎 A fact awaits your decision (1 of 2)" in shown
    assert "kind: withdrawal · planned" in shown.casefold()
    assert "▪️ When: by the end of 2026 · “بحلول نهاية 2026”" in shown
    assert "Confidence: 55%" in shown
    assert "[✅ Approve] [❌ Reject]" in shown


async def test_an_article_can_be_named_as_anywhere_else(admin: Conversation) -> None:
    by_number = text(await admin.say("/review 2"))
    assert MOVED in by_number
    assert "(1 من 1)" in by_number
    link = re.search(r"/(a_\w+)", by_number)
    assert link
    assert MOVED in text(await admin.say(f"/review {link[1]}"))
    assert "🔎" not in text(await admin.say("/review 99"))


# ------------------------------------------------------------------ deciding


async def test_an_approved_fact_reaches_readers_after_the_load_and_not_before(
    newsroom: Running, admin: Conversation, folder: Desk
) -> None:
    await admin.say(f"/review {FIRST}")
    after = text(await admin.press("✅"))
    assert after.startswith("✅ قُبلت السابقة وكُتبت في ملف وقائع المقال، ويراها القراء بعد التحميل.")
    assert "(1 من 1)" in after
    reader = newsroom.talk(STRANGER)
    assert "عين الأسد" not in text(await reader.say("/next"))
    assert "انسحاب قوات التحالف من قاعدة عين الأسد" in text(await admin.press("🔄"))
    await admin.press("✅ حمّل")
    assert "عين الأسد" in text(await reader.say("/next"))
    assert "✔︎ راجعه محرر" in text(await reader.say("/bases عين الأسد"))
    assert (await newsroom.app.services.read(edition.current)).revision == 2


async def test_a_rejected_fact_is_asked_about_no_more(newsroom: Running, admin: Conversation) -> None:
    await admin.say("/review")
    assert text(await admin.press("❌")).startswith("❌ رُفضت السابقة")
    for _ in range(2):
        await admin.press("❌")
    assert text(await admin.say("/review")) == "لا وقائع تنتظر قرارك."
    await admin.say("/reload")
    await admin.press("✅ حمّل")
    assert text(await admin.say("/review")) == "لا وقائع تنتظر قرارك."
    assert "3 وقائع مرفوضة" in text(await admin.say("/status"))


async def test_a_decision_is_undone(newsroom: Running, admin: Conversation, folder: Desk) -> None:
    await admin.say(f"/review {FIRST}")
    await admin.press("✅")
    await admin.press("❌")
    back = text(await admin.press("↩️"))
    assert back.startswith("↩️ أُلغي القرار، وعادت الواقعة تنتظر.")
    assert COUNT in back
    assert decided_of(folder.folder, (FIRST,)) == {f"{FIRST}#x0000leav"}


async def test_the_last_decision_of_all_can_be_undone_too(admin: Conversation, folder: Desk) -> None:
    await admin.say(f"/review {SECOND}")
    assert "لا وقائع تنتظر قرارك." in text(await admin.press("✅"))
    assert MOVED in text(await admin.press("↩️"))
    assert decided_of(folder.folder, (SECOND,)) == frozenset()


async def test_pressing_twice_decides_once(newsroom: Running, admin: Conversation, folder: Desk) -> None:
    await admin.say(f"/review {FIRST}")
    button = data(newsroom, "✅")
    await pressed(newsroom, button)
    written = folder.path().read_bytes()
    assert "قُبلت السابقة" in await pressed(newsroom, button)
    assert folder.path().read_bytes() == written


async def test_who_comes_second_is_told_so(newsroom: Running, admin: Conversation, folder: Desk) -> None:
    await admin.say(f"/review {FIRST}")
    other = newsroom.talk(OTHER)
    await other.say(f"/review {FIRST}")
    await other.press("❌")
    written = folder.path().read_bytes()
    shown = await admin.press("✅")
    assert shown.alert == "سبقك غيرك إلى هذه الواقعة ورفضها."
    assert folder.path().read_bytes() == written
    assert COUNT in text(await admin.press("⏭"))


async def test_a_decision_from_elsewhere_is_seen_at_once(newsroom: Running, admin: Conversation, folder: Desk) -> None:
    proposal = await newsroom.app.services.read(reviews.proposal, f"{SECOND}#x0000move")
    ruling = Ruling(proposal.article, proposal.fact, None, "ليلى", TODAY.date())
    deciding.decide(folder.folder, proposal.edition.story, ruling)
    assert "(1 من 2)" in text(await admin.say("/review"))


# ------------------------------------------------------------------ correcting


async def test_a_part_is_corrected_by_a_button(admin: Conversation, folder: Desk, newsroom: Running) -> None:
    await admin.say(f"/review {SECOND}")
    assert "[مع من] [أين]\n[إلى أين] [متى]" in text(await admin.press("✏️"))
    choices = text(await admin.press("أين"))
    assert "أين: اختر الصواب أو اكتبه." in choices
    assert "[بغداد] [أربيل]" in choices, "those of the sentence first"
    corrected = text(await admin.press("العراق"))
    assert "✏️ أين: العراق" in corrected
    assert "[✅ اقبلها مصححة]" in corrected
    assert text(await admin.press("✅")).startswith("✏️ صُححت السابقة")
    (fact,) = read_facts(folder.path(SECOND), folder.article(SECOND), None).events
    assert (fact.place, fact.to_place) == ("iraq", "erbil")


@pytest.mark.parametrize(
    ("article", "part", "words", "line"),
    [
        (SECOND, "أين", "عين الاسد", "✏️ أين: قاعدة عين الأسد"),
        (SECOND, "من", "الأميركية", "✏️ من: القوات الأميركية"),
        (SECOND, "متى", "../2026 end", "✏️ متى: بحلول نهاية 2026 · «في آب 2025»"),
        (SECOND, "متى", "بحلول نهاية عام 2026", "✏️ متى: بحلول نهاية 2026 · «في آب 2025»"),
        (SECOND, "متى", "٢٠٢٥-٠٩-١٩", "✏️ متى: 19 أيلول 2025 · «في آب 2025»"),
        (SECOND, "القائل", "وزير الدفاع", "✏️ القائل: وزير الدفاع"),
    ],
)
async def test_a_part_is_corrected_by_typing(
    admin: Conversation, article: str, part: str, words: str, line: str
) -> None:
    await admin.say(f"/review {article}")
    await admin.press("✏️")
    await admin.press(part)
    assert line in text(await admin.say(words))


async def test_a_number_is_typed(admin: Conversation) -> None:
    await admin.say(f"/review {FIRST}")
    await admin.press("⏭")
    await admin.press("✏️")
    await admin.press("العدد")
    assert "✏️ العدد: نحو 1,900" in text(await admin.say("١٬٩٠٠"))
    await admin.press("✏️")
    await admin.press("العدد")
    assert re.search(r"✏️ العدد: .*1,900.*2,000", text(await admin.say("1900 - 2000")))


async def test_what_cannot_be_read_is_asked_for_again(admin: Conversation) -> None:
    await admin.say(f"/review {SECOND}")
    await admin.press("✏️")
    await admin.press("أين")
    again = text(await admin.say("نارنيا"))
    assert "مكان غير معروف" in again
    assert "أين: اختر الصواب أو اكتبه." in again
    assert "✏️ أين: أربيل" in text(await admin.say("أربيل"))


async def test_a_correction_can_be_dropped(admin: Conversation, folder: Desk) -> None:
    await admin.say(f"/review {SECOND}")
    await admin.press("✏️")
    await admin.press("الصيغة")
    assert "✏️ النوع: إعادة انتشار · منفي" in text(await admin.press("منفي"))
    plain = text(await admin.press("↩️ كما اقتُرحت"))
    assert "▪️ النوع: إعادة انتشار · حدث" in plain
    await admin.press("✏️")
    assert "▪️ النوع: إعادة انتشار · حدث" in text(await admin.press("⬅️"))
    assert text(await admin.press("✅")).startswith("✅ قُبلت السابقة")


async def test_a_question_is_a_question_even_then(admin: Conversation) -> None:
    await admin.say(f"/review {SECOND}")
    await admin.press("✏️")
    await admin.press("القائل")
    assert "القائل: متى" not in text(await admin.say("متى يغادرون عين الأسد؟"))


async def test_after_another_button_plain_words_are_a_question_again(admin: Conversation) -> None:
    await admin.say(f"/review {SECOND}")
    await admin.press("✏️")
    await admin.press("القائل")
    await admin.press("⬅️")
    answer = text(await admin.say("أربيل"))
    assert "القائل" not in answer


# ------------------------------------------------------------------ what stands in the way


async def test_a_text_that_changed_is_loaded_first(admin: Conversation, folder: Desk) -> None:
    await admin.say(f"/review {FIRST}")
    path = folder.folder / f"{FIRST}.txt"
    path.write_text(path.read_text("utf-8").replace("2500", "2600"), "utf-8")
    shown = await admin.press("✅")
    assert shown.alert.startswith("تغيّر نص المقال بعد تحميله.")
    assert not folder.path().exists()


async def test_a_fact_that_is_no_more_is_told_so(newsroom: Running, admin: Conversation, folder: Desk) -> None:
    await admin.say(f"/review {FIRST}")
    button = data(newsroom, "✅")
    folder.finds(replace(folder.fact("x000iraq1"), value=2600))
    await admin.say("/reload")
    await admin.press("✅ حمّل")
    assert "لم تعد هذه الواقعة في النسخة المعتمدة." in await pressed(newsroom, button)


async def test_a_button_is_for_its_asker_in_its_chat_and_for_a_week(
    newsroom: Running, admin: Conversation, folder: Desk
) -> None:
    await admin.say(f"/review {FIRST}")
    button = data(newsroom, "✅")
    assert "في محادثتنا الخاصة وحدها" in await pressed(newsroom, button, OTHER)
    assert "انتهت مدة" in await pressed(newsroom, button, OTHER, OTHER)
    assert "للمشرفين وحدهم" in await pressed(newsroom, button, STRANGER, STRANGER)
    newsroom.now += timedelta(days=8)
    assert "انتهت مدة" in await pressed(newsroom, button)
    assert not folder.path().exists()


@pytest.mark.parametrize(
    "forged",
    ["q:ok", "q:ok:", "q:zz:x", "q:set:{id}:place:00000000", "q:part:{id}:nothing", "q:set:{id}:", "q:undo:{id}"],
)
async def test_forged_data_decides_nothing(newsroom: Running, admin: Conversation, folder: Desk, forged: str) -> None:
    await admin.say(f"/review {FIRST}")
    id_ = data(newsroom, "✅").rpartition(":")[2]
    told = await pressed(newsroom, forged.format(id=id_))
    assert "انتهت مدة" in told
    assert not folder.path().exists()


async def test_it_is_for_admins_at_home_only(newsroom: Running, admin: Conversation, folder: Desk) -> None:
    assert text(await newsroom.talk(STRANGER).say("/review")) == "عذراً، هذا الأمر للمشرفين وحدهم."
    assert text(await newsroom.talk(ADMIN, GROUP).say("/review")) == "المراجعة في محادثتنا الخاصة وحدها."
    with pytest.raises(NoSuchButton):
        await newsroom.talk(ADMIN, GROUP).press("✅")


# ------------------------------------------------------------------ how reading stands


async def test_status_counts_and_names_what_no_rule_knows(admin: Conversation) -> None:
    assert text(await admin.say("/status")) == (
        "حال القراءة، النسخة 1 (20 تشرين الثاني 2026، 11:00)\n\n"
        "مقالان\nواقعة منشورة واحدة\n▪️ راجعها محرر: 0\n▪️ استُخرجت آلياً: 1\n"
        "3 وقائع تنتظر\n▪️ في مقالين: /review\nلا وقائع مرفوضة\n\n"
        "كلمات قرب مكان وتاريخ لا تعرفها أي قاعدة\n▪️ تمركز · مرة · /a_dkf"
    )


async def test_status_where_everything_is_known(newsroom: Running, admin: Conversation, folder: Desk) -> None:
    folder.unread.clear()
    Seeds(folder.folder, SHIPPED_SEEDS / "story.yaml").load(newsroom.app.database, LOADED)
    assert text(await admin.say("/status")).endswith("لا كلمات مجهولة قرب مكان وتاريخ.")


# ------------------------------------------------------------------ what was published as extracted


async def test_what_was_published_as_extracted_can_be_taken_back(admin: Conversation, folder: Desk) -> None:
    await admin.say(f"/review {FIRST}")
    await admin.press("✅")
    assert "[🤖 واقعة نُشرت آلياً]" in text(await admin.press("❌"))
    shown = text(await admin.press("🤖"))
    assert shown.startswith("🤖 واقعة نُشرت آلياً (1 من 1)")
    assert "▪️ أين: سوريا" in shown
    assert "🤖" not in text(await admin.press("❌")), "all of the article is decided"
    assert {one.id for one in read_facts(folder.path(), folder.article(FIRST), None).rejected} == {
        *(f"{FIRST}#x000iraq1", f"{FIRST}#x000syria")
    }


async def test_without_an_article_only_what_waits_is_shown(newsroom: Running, admin: Conversation) -> None:
    await admin.say("/review")
    for _ in range(3):
        await admin.press("❌")
    with pytest.raises(NoSuchButton):
        await admin.press("🤖")
