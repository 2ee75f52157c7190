from __future__ import annotations

import datetime as dt

import pytest

from bot.preview import digest
from bot.settings import Settings
from storage.chat import Language
from storage.database.session import Database
from storage.errors import NotFound
from tests.bot.conftest import Mujaz
from tests.conftest import TODAY
from tests.newsroom import MORNING, Newsroom, left, troops

AUTUMN = dt.datetime(2025, 10, 2, 9, tzinfo=dt.UTC)


def settings(language: Language = Language.ARABIC) -> Settings:
    return Settings(_env_file=None, default_language=language)


def test_without_a_day_it_is_what_came_in_lately(shipped_database: Database) -> None:
    first, *_ = digest(shipped_database, settings(), TODAY).split("\n")
    assert first == "🗞 61 خبراً جديداً و10 أعداد جديدة و5 خلافات جديدة بين المصادر"
    later = digest(shipped_database, settings(Language.ENGLISH), TODAY + dt.timedelta(days=8))
    assert later.split("\n")[0] == "🗞 Nothing new since 21 November 2026"
    assert "Remaining coalition forces to leave Iraq" in later


def test_before_the_first_load_it_goes_by_the_day_of_printing(shipped_database: Database) -> None:
    arabic = digest(shipped_database, settings(), AUTUMN, dt.date(2025, 9, 25))
    assert "✅ أواخر آب 2025 — بدء انسحاب القوات الأميركية من قاعدة عين الأسد\nمقرر ← قيد التنفيذ" in arabic
    assert "▪️ القوات الأميركية، سوريا: 900 جندي ← أكثر من 900 جندي" in arabic
    assert "الجديد منذ 25 أيلول 2025\nتصل المصادر إلى 1 تشرين الأول 2025" in arabic
    english = digest(shipped_database, settings(Language.ENGLISH), AUTUMN, dt.date(2025, 10, 2))
    assert english.startswith("🗞 1 date coming up and 5 dates passed unconfirmed\n")


def test_after_it_it_goes_by_the_log(empty_database: Database) -> None:
    news = Newsroom().prints("000_a", "2025-01-01", troops("000_a", 2500))
    with empty_database.writer() as conn:
        news.load(conn)
        news.prints("001_b", "2020-01-01", left("001_b")).load(conn)
    told = digest(empty_database, settings(), news.now, MORNING.date() + dt.timedelta(days=1))
    assert told.startswith("🗞 خبر جديد\n")
    assert "الجديد منذ 21 تشرين الثاني 2025" in told
    nothing = digest(empty_database, settings(), news.now, news.now.date())
    assert nothing.startswith("🗞 لا جديد منذ 22 تشرين الثاني 2025")


def test_it_is_plain_text_for_a_terminal(shipped_database: Database) -> None:
    told = digest(shipped_database, settings(), TODAY)
    assert not set(told) & {"\u2066", "\u2067", "\u2068", "\u2069", "\u200e", "\u200f", "<"}


def test_an_empty_database_has_no_digest(empty_database: Database) -> None:
    with pytest.raises(NotFound):
        digest(empty_database, settings(), TODAY)


# ------------------------------------------------------------------ mujaz digest


def test_the_command_fills_an_empty_database_and_previews(mujaz: Mujaz) -> None:
    outcome = mujaz("digest", "--since", "2025-09-25", "--now", "2025-10-02", "--lang", "en")
    assert outcome.status == 0
    assert outcome.out.startswith("🗞 19 new developments, 1 date moved and 3 new numbers\n")
    assert "was 2025, now by the end of September 2025" in outcome.out
    assert mujaz("digest").out.startswith("🗞 61 خبراً جديداً")
