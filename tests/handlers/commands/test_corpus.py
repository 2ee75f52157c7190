"""/reload and /undo in the whole bot, on a folder of seeds that changes under it."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import build
from bot.asking import Conversation, Shown, as_text
from bot.local.api import LocalBotApi
from bot.local.request import LocalRequest
from bot.settings import Settings
from storage.database.queries import edition
from tests.conftest import ADMIN, ROOT, TODAY, TOKEN, Running

STRANGER, GROUP = 1001, -5


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    shutil.copytree(ROOT / "seeds", folder)
    return folder


@pytest.fixture
async def newsroom(seeds: Path, database_url: str) -> AsyncIterator[Running]:
    settings = Settings(
        _env_file=None,
        telegram_bot_token=TOKEN,
        database_url=database_url,
        admin_ids=frozenset({ADMIN}),
        seeds_dir=seeds,
    )
    api = LocalBotApi(TOKEN, clock=lambda: whole.now)
    app = build(settings, request=LocalRequest(api), clock=lambda: whole.now)
    whole = Running(app, api, TODAY)
    async with app:
        yield whole


@pytest.fixture
def admin(newsroom: Running) -> Conversation:
    return newsroom.talk(ADMIN)


def add_article(seeds: Path, name: str = "005_new") -> None:
    head = '---\ntitle: "خبر جديد"\npublisher: "رويترز"\npublished: "2026-11-01"\npublished_basis: stated\n'
    (seeds / f"{name}.txt").write_text(f"{head}language: ar\nkind: article\n---\nجملة عن شيء جديد.\n", "utf-8")


async def serving(newsroom: Running) -> int:
    return (await newsroom.app.services.read(edition.current)).revision


def text(shown: Shown) -> str:
    return as_text(shown).replace("\u200f", "")


# ------------------------------------------------------------------ who may


@pytest.mark.parametrize("command", ["/reload", "/undo"])
async def test_a_stranger_is_refused_kindly_and_nothing_happens(newsroom: Running, seeds: Path, command: str) -> None:
    add_article(seeds)
    shown = await newsroom.talk(STRANGER).say(command)
    assert text(shown) == "عذراً، هذا الأمر للمشرفين وحدهم."
    assert await serving(newsroom) == 1


async def test_nobody_else_confirms_what_an_admin_asked_for(newsroom: Running, seeds: Path) -> None:
    add_article(seeds)
    await newsroom.talk(ADMIN, GROUP).say("/reload")
    shown = await newsroom.talk(STRANGER, GROUP).press("✅ حمّل")
    assert shown.alert == "عذراً، هذا الأمر للمشرفين وحدهم."
    assert await serving(newsroom) == 1


# ------------------------------------------------------------------ seeing, confirming


async def test_nothing_changed_says_so(admin: Conversation) -> None:
    assert text(await admin.say("/reload")) == "لم يتغير شيء في الملفات. النسخة المعتمدة رقم 1."


async def test_what_would_change_is_shown_and_loaded_after_a_press(
    newsroom: Running, admin: Conversation, seeds: Path
) -> None:
    add_article(seeds)
    (seeds / "000_6748234b1321dbc0.txt").unlink()
    (seeds / "000_6748234b1321dbc0.facts.yaml").unlink()
    facts = seeds / "004_16a49567d1a4bb31.facts.yaml"
    facts.write_text(facts.read_text("utf-8").replace("value: 2500", "value: 2600"), "utf-8")
    preview = text(await admin.say("/reload"))
    for line in (
        "مقال جديد\n➕ خبر جديد",
        "مقال حُذف\n➖ مسؤول في التحالف",
        "واقعة تغيرت\n✏️ نحو 2,600 جندي · القوات الأميركية · العراق",
    ):
        assert line in preview
    assert "[✅ حمّل] [✖️ لا تحمّل]" in preview
    assert await serving(newsroom) == 1
    loaded = text(await admin.press("✅ حمّل"))
    assert loaded.startswith("تم التحميل")
    assert "النسخة المعتمدة الآن رقم 2" in loaded
    assert await serving(newsroom) == 2
    assert "[" not in loaded.splitlines()[-1]


async def test_progress_is_seen_before_the_result(newsroom: Running, admin: Conversation, seeds: Path) -> None:
    add_article(seeds)
    await admin.say("/reload")
    texts = [
        str(call.params.get("text")) for call in newsroom.api.calls if call.method in ("sendMessage", "editMessageText")
    ]
    assert "أقرأ الملفات" in texts[0]
    assert "ما الذي سيتغير" in texts[-1]


async def test_a_long_list_is_counted(admin: Conversation, seeds: Path) -> None:
    for number in range(15):
        add_article(seeds, f"1{number:02}_x")
    preview = text(await admin.say("/reload"))
    assert "15 مقالاً جديداً" in preview
    assert preview.count("➕") == 10
    assert "و5 غيرها" in preview


async def test_one_can_decline(newsroom: Running, admin: Conversation, seeds: Path) -> None:
    add_article(seeds)
    await admin.say("/reload")
    assert "لم يُحمّل شيء" in text(await admin.press("✖️"))
    assert await serving(newsroom) == 1


async def test_after_ten_minutes_the_button_is_over(newsroom: Running, admin: Conversation, seeds: Path) -> None:
    add_article(seeds)
    await admin.say("/reload")
    newsroom.now += dt.timedelta(minutes=10)
    assert "انتهت مدة هذا الزر" in (await admin.press("✅ حمّل")).alert
    assert await serving(newsroom) == 1


async def test_a_button_works_once(newsroom: Running, admin: Conversation, seeds: Path) -> None:
    add_article(seeds)
    await admin.say("/reload")
    message, button = newsroom.api.button(ADMIN, "✅ حمّل")
    for _ in range(2):
        newsroom.api.user_presses(ADMIN, ADMIN, message.id, button.data or "")
    bot = newsroom.app.application.bot
    for update in await bot.get_updates(timeout=0):
        await newsroom.app.application.process_update(update)
    answers = [call for call in newsroom.api.calls if call.method == "answerCallbackQuery"]
    assert [bool(call.params.get("text")) for call in answers] == [False, True]
    assert await serving(newsroom) == 2


async def test_files_that_change_after_they_were_shown_are_not_loaded(
    newsroom: Running, admin: Conversation, seeds: Path
) -> None:
    add_article(seeds)
    await admin.say("/reload")
    add_article(seeds, "006_newer")
    assert "تغيرت الملفات بعد أن عرضتها عليك" in text(await admin.press("✅ حمّل"))
    assert await serving(newsroom) == 1


# ------------------------------------------------------------------ bad files


@pytest.mark.parametrize(("language", "wrong"), [("ar", "ليس بترميز UTF-8"), ("en", "is not UTF-8")])
async def test_bad_files_are_all_named_and_the_old_revision_serves_on(
    newsroom: Running, admin: Conversation, seeds: Path, language: str, wrong: str
) -> None:
    (seeds / "005_bad.txt").write_bytes(b"\xff\xfe\x00")
    facts = seeds / "004_16a49567d1a4bb31.facts.yaml"
    facts.write_text(facts.read_text("utf-8").replace("place: baghdad", "place: bagdad"), "utf-8")
    await admin.say(f"/language {language}")
    shown = text(await admin.say("/reload"))
    assert wrong in shown
    assert "005_bad.txt" in shown
    assert "004_16a49567d1a4bb31.facts.yaml" in shown
    assert "bagdad" in shown
    assert "baghdad" in shown
    assert await serving(newsroom) == 1
    assert "E-" not in shown


async def test_facts_set_aside_are_warned_of(admin: Conversation, seeds: Path) -> None:
    file = seeds / "004_16a49567d1a4bb31.txt"
    file.write_text(file.read_text("utf-8") + "\nجملة زائدة.\n", "utf-8")
    shown = text(await admin.say("/reload"))
    assert "تنبيه واحد\nتغيّر نص المقال بعد مراجعة وقائعه، فوُضعت جانباً: 004_16a49567d1a4bb31" in shown


# ------------------------------------------------------------------ back


async def test_undo_goes_back_and_stays_until_somebody_loads(
    newsroom: Running, admin: Conversation, seeds: Path
) -> None:
    add_article(seeds)
    await admin.say("/reload")
    await admin.press("✅ حمّل")
    undone = text(await admin.say("/undo"))
    assert undone.startswith("عدنا إلى النسخة السابقة")
    assert "➖ خبر جديد" in undone
    assert "النسخة المعتمدة الآن رقم 1" in undone
    assert "/reload" in undone
    assert await serving(newsroom) == 1
    again = text(await admin.say("/reload"))
    assert "➕ خبر جديد" in again


async def test_there_is_nothing_to_undo_after_the_first_load(admin: Conversation) -> None:
    assert text(await admin.say("/undo")) == "لا نسخة سابقة يمكن العودة إليها."
