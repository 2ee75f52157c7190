"""The chat page in a real, headless Chromium, with a small bot behind it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect
from telegram import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes

from bot.local.api import LocalBotApi
from bot.local.records import NEWSROOM, READER
from bot.local.request import LocalRequest
from bot.local.server import create_app, serving
from tests.bot.local.conftest import TOKEN

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
    pytest.mark.asyncio(loop_scope="module"),
]

TIMELINE = (
    "<b>الخط الزمني</b>\n"
    "⏳ نهاية 2026 — خروج بقية قوات التحالف من العراق · مصدران \u2068/m_k3x\u2069\n"
    "The rest leaves by the end of 2026"
)
SENTENCE = "قال عدد من المطلعين إن القوات الباقية ستغادر بحلول نهاية العام 2026. " * 8
RECEIPT = f"<b>خروج بقية القوات</b>\n<blockquote expandable>{SENTENCE}</blockquote><tg-spoiler>سر</tg-spoiler>"
HOSTILE = "&lt;img src=x onerror=\"document.title='بيعت'\"&gt;<a href='javascript:alert(1)'>x</a>"
KEYBOARD = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("أقدم", callback_data="t:older"), InlineKeyboardButton("تنبيه", callback_data="t:alert")],
        [InlineKeyboardButton("إيصال", url="https://t.me/MujazBot?start=m_k3x")],
    ]
)


async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.effective_message is not None
    if context.args:
        await update.effective_message.reply_html(f"وصل {context.args[0]}")
    else:
        await update.effective_message.reply_html(TIMELINE, reply_markup=KEYBOARD, do_quote=False)


async def answer_receipt(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.effective_message is not None
    await update.effective_message.reply_html(RECEIPT)
    await update.effective_message.reply_html(HOSTILE)
    await update.effective_message.reply_venue(33.7867, 42.4412, "قاعدة عين الأسد", "الأنبار")
    await update.effective_message.reply_document(b"a,b", filename="facts.csv", caption="التصدير")


async def press(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    assert query is not None
    if query.data == "t:alert":
        await query.answer("هذا الزر لمن طلبه", show_alert=True)
    else:
        await query.answer("صفحة أقدم")
        await query.edit_message_text("<b>2024</b>", parse_mode="HTML")


@dataclass
class Seen:
    page: Page
    api: LocalBotApi
    problems: list[str]

    async def say(self, text: str) -> None:
        await self.page.fill("#text", text)
        await self.page.press("#text", "Enter")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        await launched.close()


@pytest_asyncio.fixture(loop_scope="module")
async def seen(browser: Browser) -> AsyncIterator[Seen]:
    api = LocalBotApi(TOKEN)
    web = create_app(api)
    builder = Application.builder().token(TOKEN).request(LocalRequest(api)).get_updates_request(LocalRequest(api))
    application = builder.build()
    application.add_handlers([CommandHandler(["start", "timeline"], answer), CommandHandler("m_k3x", answer_receipt)])
    application.add_handler(CallbackQueryHandler(press))
    async with application, serving(web) as address:
        await application.bot.set_my_commands([BotCommand("timeline", "الخط الزمني")])
        await application.bot.set_my_commands([BotCommand("timeline", "the timeline")], language_code="en")
        assert application.updater is not None
        await application.updater.start_polling()
        await application.start()
        page = await browser.new_page(locale="ar")
        problems: list[str] = []
        page.on("console", lambda line: problems.append(line.text) if line.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", lambda call: None if call.url.startswith(address) else problems.append(call.url))
        await page.goto(f"{address}{web.state.page}")
        yield Seen(page, api, problems)
        await page.close()
        await application.updater.stop()
        await application.stop()
    assert problems == []


async def box(page: Page, selector: str) -> tuple[float, float]:
    """Left and right edge."""
    found = await page.locator(selector).first.bounding_box()
    assert found is not None
    return found["x"], found["x"] + found["width"]


async def test_arabic_is_laid_out_from_right_to_left(seen: Seen) -> None:
    page = seen.page
    await seen.say("/timeline")
    lines = page.locator(".theirs .text p")
    await expect(lines).to_have_count(3)
    directions = [await lines.nth(n).evaluate("line => getComputedStyle(line).direction") for n in range(3)]
    assert directions == ["rtl", "rtl", "ltr"]
    assert await page.evaluate("getComputedStyle(document.documentElement).direction") == "rtl"
    bold, bubble = await box(page, ".theirs .text b"), await box(page, ".theirs .bubble")
    assert bubble[1] - bold[1] < 30 < bold[0] - bubble[0]
    mine = await box(page, ".mine .bubble")
    assert mine[1] < bubble[1]
    command = page.locator(".theirs a.bot_command")
    slash, letters = await command.evaluate(
        """link => { const place = (from, to) => { const range = document.createRange();
        range.setStart(link.firstChild, from); range.setEnd(link.firstChild, to);
        return range.getBoundingClientRect().left; }; return [place(0, 1), place(1, 2)]; }"""
    )
    assert slash < letters


async def test_buttons_work_and_edits_happen_in_place(seen: Seen) -> None:
    page = seen.page
    await page.click("text=ابدأ")
    await page.click("button:has-text('تنبيه')")
    await expect(page.locator("dialog[open] p")).to_have_text("هذا الزر لمن طلبه")
    await page.click("#alert-close")
    await page.click("button:has-text('أقدم')")
    await expect(page.locator("#toast")).to_have_text("صفحة أقدم")
    await expect(page.locator(".theirs .text")).to_have_text("2024")
    await expect(page.locator(".edited")).to_have_text("عُدّلت")
    assert await page.locator(".theirs").count() == 1
    assert await page.locator(".key").count() == 0


async def test_a_link_to_the_bot_starts_it_here(seen: Seen) -> None:
    await seen.say("/start")
    await seen.page.click("text=إيصال")
    await expect(seen.page.locator(".theirs .text").last).to_have_text("وصل m_k3x")


async def test_a_receipt_opens_from_the_timeline_and_unfolds(seen: Seen) -> None:
    page = seen.page
    await seen.say("/timeline")
    await page.click("a.bot_command:has-text('/m_k3x')")
    quote = page.locator("blockquote")
    await expect(quote).to_be_visible()
    folded = await quote.evaluate("quote => quote.offsetHeight")
    await page.click(".fold")
    await expect(quote).to_have_class("foldable settled open")
    assert await quote.evaluate("quote => quote.offsetHeight") > folded + 40
    assert await quote.evaluate("quote => getComputedStyle(quote).direction") == "rtl"
    await page.click(".spoiler")
    await expect(page.locator(".spoiler.shown")).to_have_text("سر")
    await expect(page.locator(".venue small")).to_have_text("33.7867, 42.4412")
    async with page.expect_download() as download:
        await page.click(".file")
    assert (await download.value).suggested_filename == "facts.csv"


async def test_a_long_answer_is_read_from_its_beginning(seen: Seen) -> None:
    await seen.page.set_viewport_size({"width": 390, "height": 420})
    await seen.say("/m_k3x")
    await expect(seen.page.locator(".file")).to_have_count(1)
    await expect(seen.page.locator(".mine .bubble")).to_be_in_viewport()
    await seen.page.click("#down")
    await expect(seen.page.locator(".mine .bubble")).not_to_be_in_viewport()


async def test_what_a_bot_writes_is_never_html(seen: Seen) -> None:
    await seen.say("/m_k3x")
    await expect(seen.page.locator(".venue")).to_be_visible()
    assert await seen.page.title() != "بيعت"
    assert await seen.page.locator(".text img").count() == 0
    assert await seen.page.locator("[href^=javascript]").count() == 0


async def test_the_menu_follows_the_readers_language(seen: Seen) -> None:
    page = seen.page
    await page.click("#menu")
    await expect(page.locator(".command")).to_have_text("/timelineالخط الزمني")
    await page.keyboard.press("Escape")
    await page.click("button:has-text('English')")
    await expect(page.locator("#menu-label")).to_have_text("Menu")
    assert await page.evaluate("getComputedStyle(document.documentElement).direction") == "ltr"
    await page.fill("#text", "/ti")
    await page.click(".command:has-text('the timeline')")
    await expect(page.locator(".mine .text")).to_have_text("/timeline")
    assert seen.api.world.chats.users[READER.id].language_code == "en"


async def test_people_and_chats_can_be_switched(seen: Seen) -> None:
    page = seen.page
    await page.click("button:has-text('غرفة الأخبار')")
    await seen.say("السلام عليكم")
    await seen.say("/timeline")
    await expect(page.locator(".theirs")).to_have_count(1)
    await page.click("button:has-text('مشرف')")
    await expect(page.locator(".theirs .sender").first).to_have_text("قارئ")
    await page.click(".theirs a.bot_command:has-text('/m_k3x')")
    await expect(page.locator(".mine .text").last).to_have_text("/m_k3x@MujazBot")
    assert [message.text for message in seen.api.messages(NEWSROOM.id)][:2] == ["السلام عليكم", "/timeline"]


async def test_on_a_small_screen_the_chats_are_in_a_drawer(seen: Seen) -> None:
    page = seen.page
    await page.set_viewport_size({"width": 390, "height": 780})
    await expect(page.locator("#side")).to_be_hidden()
    await page.click("#drawer")
    await page.click("button:has-text('غرفة الأخبار')")
    await expect(page.locator("#side")).to_be_hidden()
    await expect(page.locator("#title")).to_have_text("غرفة الأخبار")
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
