"""/m_… on the shipped seeds: from the timeline to the sentence."""

from __future__ import annotations

import re

import pytest

from handlers.commands import milestones, timeline
from storage.database.session import Database
from storage.errors import NotFound
from storage.records import Corpus
from tests.handlers.direct import Direct
from tests.handlers.handmade import shown


@pytest.fixture
def direct(shipped_database: Database) -> Direct:
    return Direct(shipped_database)


async def test_every_milestone_of_the_seeds_opens_in_both_languages(direct: Direct, shipped: Corpus) -> None:
    sentences = {event.id: event.citation.sentence for event in shipped.events}
    for milestone in shipped.milestones:
        for language in ("ar", "en"):
            text = shown(await direct.ask(milestones.answer, milestone.code, language))
            assert sentences[milestone.lead] in text
            assert "{" not in text


async def test_a_code_from_the_timeline_leads_to_its_receipt(direct: Direct) -> None:
    page = shown(await direct.ask(timeline.answer, "بغداد 2025"))
    code = re.search(r"انسحاب القوات الأميركية من بغداد\n.*?/m_(\w+)", page)
    assert code is not None
    text = shown(await direct.ask(milestones.answer, code[1]))
    assert text.startswith("انسحاب القوات الأميركية من بغداد\n⚠️")
    assert "تغادر القوات الأمريكية بغداد مع نهاية الشهر الحالي" in text
    assert "إرم نيوز (ملخص) · 19 أيلول 2025 · ✔︎ راجعه محرر" in text


@pytest.mark.parametrize("offset", ["0", "8", "999999", "x", "-1", "٣"])
async def test_any_offset_is_a_screen(direct: Direct, shipped: Corpus, offset: str) -> None:
    code = shipped.milestones[0].code
    assert shown(await direct.ask(milestones.answer, f"{code}:{offset}"))


@pytest.mark.parametrize("code", ["", "zzzzzz", "K3X' OR 1=1"])
async def test_an_unknown_code_is_not_found(direct: Direct, code: str) -> None:
    with pytest.raises(NotFound):
        await direct.ask(milestones.answer, code)
