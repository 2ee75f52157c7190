"""Subscribe, a new article comes, an editor loads it: the digest is there at its minute, once; then it is corrected."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.app import build
from bot.local.api import LocalBotApi
from bot.local.request import LocalRequest
from bot.settings import Settings
from storage.corpus.reader import text_hash
from tests.conftest import ADMIN, ROOT, TODAY, TOKEN, Running

READER = 1001
NAME = "005_test"
SENTENCE = "غادرت آخر القوات الأميركية قاعدة عين الأسد في 20 تشرين الثاني 2026."
ARTICLE = f"""---
id: "{NAME}"
title: "القوات الأميركية تغادر عين الأسد"
publisher: "العربي الجديد"
published: "2026-11-21"
published_basis: stated
language: ar
kind: article
---
{SENTENCE}
"""
FACTS = f"""article: {NAME}
text_sha256: "{text_hash(SENTENCE)}"
complete: true
reviewed_by: "تحرير موجز"
reviewed_on: "2026-11-21"
claims:
  - quote: "{SENTENCE}"
    events:
      - id: left
        kind: withdrawal
        modality: happened
        extent: remaining
        actor: us
        place: ain_al_asad
        date: {{edtf: "2026-11-20", bound: in, words: "في 20 تشرين الثاني 2026", basis: stated}}
"""


@pytest.fixture
async def newsroom(database_url: str, tmp_path: Path) -> AsyncIterator[tuple[Running, Path]]:
    """The application with a seeds folder of its own."""
    seeds = tmp_path / "seeds"
    shutil.copytree(ROOT / "seeds", seeds)
    settings = Settings(
        _env_file=None,
        telegram_bot_token=TOKEN,
        database_url=database_url,
        admin_ids=frozenset({ADMIN}),
        seeds_dir=seeds,
    )

    def clock() -> datetime:
        return whole.now

    api = LocalBotApi(TOKEN, clock=clock)
    app = build(settings, request=LocalRequest(api), clock=clock)
    whole = Running(app, api, TODAY)
    async with app:
        yield whole, seeds
        await app.scheduler.stop()


async def load(whole: Running) -> None:
    admin = whole.talk(ADMIN)
    await admin.say("/reload")
    await admin.press("حمّل")


async def tick(whole: Running) -> list[str]:
    """What the reader has after two rounds of the scheduler, each gone to its end."""
    before, scheduler = len(whole.api.messages(READER)), whole.app.scheduler
    for _ in range(2):
        scheduler.tick()
        for under_way in (scheduler._round, scheduler._sender._round):
            if under_way:
                await asyncio.wait_for(under_way, 60)
    return [message.text or "" for message in whole.api.messages(READER)[before:]]


async def test_the_digest_comes_at_its_minute_and_only_once(newsroom: tuple[Running, Path]) -> None:
    whole, seeds = newsroom
    await whole.talk(READER).say("/subscribe 7:30")
    (seeds / f"{NAME}.txt").write_text(ARTICLE, "utf-8")
    (seeds / f"{NAME}.facts.yaml").write_text(FACTS, "utf-8")
    await load(whole)

    whole.now = TODAY.replace(day=22, hour=4, minute=29)
    assert await tick(whole) == []

    whole.now += timedelta(minutes=1, seconds=1)
    (digest,) = await tick(whole)
    assert "قاعدة عين الأسد" in digest
    assert "20 تشرين الثاني 2026" in digest
    assert "/m_" in digest

    whole.now += timedelta(minutes=1)
    assert await tick(whole) == []


COUNT = "ويبلغ عدد الجنود الأميركيين في العراق 1800 جندي، بحسب الوزارة."
COUNTED = f"""  - quote: "{COUNT}"
    figures:
      - {{id: remain, force: us, place: iraq, unit: personnel, qualifier: exact, value: 1800, modality: happened}}
"""


async def test_a_changed_number_is_told_old_and_new_and_what_proves_wrong_is_corrected_once(
    newsroom: tuple[Running, Path],
) -> None:
    whole, seeds = newsroom
    await whole.talk(READER).say("/subscribe 7:30")
    facts = FACTS.replace(text_hash(SENTENCE), text_hash(f"{SENTENCE} {COUNT}")) + COUNTED
    (seeds / f"{NAME}.txt").write_text(f"{ARTICLE.rstrip()} {COUNT}\n", "utf-8")
    (seeds / f"{NAME}.facts.yaml").write_text(facts, "utf-8")
    await load(whole)
    whole.now = TODAY.replace(day=22, hour=4, minute=30, second=1)
    (digest,) = await tick(whole)
    assert "نحو 2,500 جندي ← 1,800 جندي" in digest

    (seeds / f"{NAME}.facts.yaml").write_text(
        facts.replace("value: 1800", "value: 1900").replace('edtf: "2026-11-20"', 'edtf: "2026-11-19"'), "utf-8"
    )
    whole.now += timedelta(hours=2)
    await load(whole)
    (correction,) = await tick(whole)
    for said, right in (("1,800 جندي", "1,900 جندي"), ("20 تشرين الثاني 2026", "19 تشرين الثاني 2026")):
        assert f"ذكرنا: {said}" in correction or f"· {said}" in correction
        assert right in correction
    whole.now += timedelta(hours=22)
    assert await tick(whole) == []
