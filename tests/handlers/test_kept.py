"""What buttons mean, kept for one person in one chat, for a week."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from handlers import kept
from handlers.command import Ask, Standing
from storage.database.session import Database
from storage.errors import NotAllowed, NotFound
from tests.handlers.direct import NOW, READER, Direct

ASK = Ask(READER, -5, private=False, admin=False, words="", now=NOW)
WHAT = {"place": "baghdad", "force": None, "words": "كلمة «ثانية»", "offset": 3}


@pytest.fixture
def direct(empty_database: Database) -> Direct:
    return Direct(empty_database)


async def test_what_is_kept_is_recalled_as_often_as_wanted(direct: Direct) -> None:
    id_ = await kept.keep(ASK, direct, "f", WHAT)
    assert await kept.recall(ASK, direct, "f", id_) == WHAT
    assert await kept.recall(ASK, direct, "f", id_) == WHAT
    assert len(f"f:1234567:{id_}".encode()) <= 64


async def test_what_is_taken_is_gone(direct: Direct) -> None:
    id_ = await kept.keep(ASK, direct, "r", WHAT)
    assert await kept.take(ASK, direct, "r", id_) == WHAT
    with pytest.raises(NotFound):
        await kept.take(ASK, direct, "r", id_)


async def test_only_the_asker_may_press_and_only_in_time(direct: Direct) -> None:
    id_ = await kept.keep(ASK, direct, "f", WHAT)
    with pytest.raises(NotAllowed) as refused:
        await kept.recall(replace(ASK, user=7), direct, "f", id_)
    assert refused.value.reason == "owner"
    with pytest.raises(NotAllowed) as late:
        await kept.recall(replace(ASK, now=NOW + kept.LIFETIME), direct, "f", id_)
    assert late.value.reason == "expired"
    with pytest.raises(NotFound):
        await kept.recall(replace(ASK, chat=READER), direct, "f", id_)
    with pytest.raises(NotFound):
        await kept.recall(ASK, direct, "s", id_)


async def test_a_life_can_be_shorter(direct: Direct) -> None:
    id_ = await kept.keep(ASK, direct, "r", WHAT, dt.timedelta(minutes=10))
    assert await kept.recall(replace(ASK, now=NOW + dt.timedelta(minutes=9)), direct, "r", id_) == WHAT
    with pytest.raises(NotAllowed):
        await kept.recall(replace(ASK, now=NOW + dt.timedelta(minutes=10)), direct, "r", id_)


def test_a_page_button_says_offset_and_id() -> None:
    assert kept.offset("15:abc") == (15, "abc")
    assert kept.offset("0:") == (0, "")


@pytest.mark.parametrize("words", ["", "abc", "-1:abc", "١:abc", "1.5:abc", "999999999:abc", "²:a"])
def test_what_no_button_says_is_refused(words: str) -> None:
    with pytest.raises(NotFound):
        kept.offset(words)


# ------------------------------------------------------------------ anonymous admins


async def standing(answer: Standing) -> Standing:
    return answer


@pytest.mark.parametrize("who", Standing)
async def test_what_an_anonymous_admin_was_shown_is_for_any_admin_of_the_group(direct: Direct, who: Standing) -> None:
    id_ = await kept.keep(replace(ASK, user=ASK.chat), direct, "f", WHAT)
    presser = replace(ASK, user=2002, rights=lambda: standing(who))
    if who is Standing.ADMIN:
        assert await kept.recall(presser, direct, "f", id_) == WHAT
    else:
        with pytest.raises(NotAllowed):
            await kept.recall(presser, direct, "f", id_)


async def test_what_a_person_was_shown_is_for_no_admin_either(direct: Direct) -> None:
    id_ = await kept.keep(ASK, direct, "f", WHAT)
    with pytest.raises(NotAllowed):
        await kept.recall(replace(ASK, user=2002, rights=lambda: standing(Standing.ADMIN)), direct, "f", id_)
