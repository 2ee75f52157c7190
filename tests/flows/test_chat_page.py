"""The whole journey as a newcomer makes it: `mujaz chat`, a real browser, Arabic, one tap to the sentence."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, async_playwright, expect

from tests.bot.local.test_browser import ARGUMENTS, CHROMIUM
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")


@pytest.fixture
def address(shipped_file: Path, tmp_path: Path) -> Iterator[str]:
    """The address that a `mujaz chat` process of its own says; it must end cleanly on SIGTERM."""
    file = tmp_path / "mujaz.db"
    file.write_bytes(shipped_file.read_bytes())
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "chat"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{file}", "CI": "true", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with process:
        try:
            yield _said(process)
        finally:
            process.send_signal(signal.SIGTERM)
    assert process.returncode == 0


def _said(process: subprocess.Popen[str]) -> str:
    """The address in the process's own words."""
    for line in process.stdout or ():
        if found := re.search(r"http://127\.0\.0\.1:\d+/\w+/", line):
            return found[0]
    raise AssertionError("mujaz chat ended without an address")


@pytest_asyncio.fixture
async def page(address: str) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = await browser.new_page(viewport={"width": 1100, "height": 900})
        await page.goto(address)
        yield page
        await browser.close()


async def say(page: Page, text: str) -> None:
    await page.fill("#text", text)
    await page.press("#text", "Enter")


async def test_a_newcomer_asks_turns_a_page_and_opens_the_sentence(page: Page) -> None:
    await say(page, "/timeline")
    line = page.get_by_text("خروج بقية قوات التحالف من العراق").last
    await expect(line).to_be_visible()
    assert await line.evaluate("node => getComputedStyle(node).direction") == "rtl"

    await page.get_by_role("button", name=re.compile("الأقدم")).last.click()
    await expect(page.get_by_role("button", name=re.compile("الأحدث")).last).to_be_visible()

    await say(page, "/timeline 2026")
    link = page.get_by_text(re.compile("^/m_")).last
    await expect(link).to_be_visible()
    await link.click()
    quote = page.locator("blockquote").last
    await expect(quote).to_be_visible()
    assert await quote.evaluate("node => getComputedStyle(node).direction") == "rtl"
    await expect(page.get_by_text("راجعه محرر").last).to_be_visible()


async def test_a_plain_question_in_english_is_answered_in_the_language_of_the_reader(page: Page) -> None:
    await say(page, "how many troops are in Syria?")
    await expect(page.get_by_text("أكثر من 900 جندي").last).to_be_visible()
