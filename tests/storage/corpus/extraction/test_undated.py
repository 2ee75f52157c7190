"""The publication interval of articles that do not say their date: it holds the true day, with its reasons."""

from __future__ import annotations

from datetime import date

import pytest

from storage.corpus.extraction.undated import published
from storage.fuzzydate import FuzzyDate
from storage.records import Citation, Event, Kind, Modality, Publication, PublishedBasis
from tests.costs import cost
from tests.storage.corpus.extraction.date_table import article


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("ففي 11 شباط 2026 أتمت القوات انسحابها.", date(2026, 2, 11), None),
        ("ستغادر القوات القاعدة بحلول أيلول 2025.", None, date(2025, 9, 30)),
        ("هُزم التنظيم في 2019. وستغادر القوات بحلول أيلول 2025.", date(2019, 1, 1), date(2025, 9, 30)),
        ("تنتهي المهمة في العام المقبل (2025).", date(2024, 1, 1), date(2024, 12, 31)),
        ("وصل الوفد أمس الثلاثاء (2 أيلول 2025).", date(2025, 9, 3), date(2025, 9, 3)),
        ("اندلعت الحرب خريف 2023. وأصيب الموقع ليلة الأحد 28 كانون الثاني.", date(2024, 1, 28), date(2024, 7, 29)),
        ("وعدت الحكومة في 2020 بأن تنسحب القوات بحلول 2021.", None, None),
        ("كان من المقرر أن تنسحب القوات في 2011.", None, None),
        ("أعلن الوزير أن الخروج في 2026.", None, None),
        ("القوات في القاعدة.", None, None),
        ("فاز الفريق يوم السبت 11 أيار. وسيلعب النهائي في حزيران 2024.", date(2024, 5, 11), date(2024, 6, 30)),
        ("هُزم التنظيم في آذار 2019. ووصلت القوات في 21 تشرين الأول.", date(2019, 3, 1), None),
        ("وصلت القوات يوم السبت 11 أيار.", None, None),
    ],
)
def test_the_interval_is_what_the_words_allow(text: str, earliest: date | None, latest: date | None) -> None:
    found = published(article(text))
    assert (found.earliest, found.latest) == (earliest, latest)
    known = earliest is not None or latest is not None
    assert found.basis is (PublishedBasis.INFERRED if known else PublishedBasis.UNKNOWN)
    assert bool(found.reasons) is known


def test_the_day_of_an_update_is_the_latest() -> None:
    updated = date(2025, 9, 4)
    page = Publication("../2025-09-04", PublishedBasis.INFERRED, None, updated, ("updated:2025-09-04",))
    found = published(article("هُزم التنظيم في 2019.", page))
    assert (found.earliest, found.latest) == (date(2019, 1, 1), updated)
    assert found.reasons == ("updated:2025-09-04", "past:2019")
    assert published(article("القوات في القاعدة.", page)).latest == updated


def test_the_weekday_of_today_tells_the_day_before_an_update() -> None:
    page = Publication("../2025-09-04", PublishedBasis.INFERRED, None, date(2025, 9, 4), ("updated:2025-09-04",))
    for text, day in (
        ("وتبدأ اليوم الأربعاء مهمة جديدة للقوات.", date(2025, 9, 3)),
        ("وغادرت القوات القاعدة أمس الأربعاء.", date(2025, 9, 4)),
    ):
        found = published(article(text, page))
        assert (found.earliest, found.latest) == (day, day)


def test_this_year_with_its_number_is_the_year_of_the_article() -> None:
    found = published(article("تنتهي المهمة القتالية بحلول نهاية العام الجاري 2021."))
    assert (found.earliest, found.latest) == (date(2021, 1, 1), date(2021, 12, 31))


def test_reasons_are_short_codes() -> None:
    text = "هُزم التنظيم في 2019. وستغادر القوات بحلول أيلول 2025."
    assert published(article(text)).reasons == ("past:2019", "future:2025-09")


@pytest.mark.parametrize("piece", ["وصل الوفد في 3 أيار. ", "وصل في 2014. ", "السبت 11 أيار غادر الجنود، "])
def test_hostile_text_costs_linear_time(piece: str) -> None:
    def seconds(times: int) -> float:
        text = article(piece * times)
        return cost(lambda: published(text), tries=2)

    seconds(50)
    assert seconds(1_000) < 10 * seconds(250) + 0.3


def test_an_article_that_says_its_date_keeps_it() -> None:
    stated = Publication("2025-01-02", PublishedBasis.STATED, date(2025, 1, 2), date(2025, 1, 2), ("dateline",))
    assert published(article("ففي 11 شباط 2026 أتمت القوات انسحابها.", stated)) is stated


def founding(year: str, kind: Kind = Kind.FORMATION) -> Event:
    return Event(
        id="other#x1",
        kind=kind,
        modality=Modality.HAPPENED,
        citation=Citation("other", 0, 4, "جملة"),
        date=FuzzyDate(year),
    )


TEN_YEARS = "بعد عشر سنوات من إنشاء التحالف تنتهي مهمته في العام المقبل."


def test_a_founding_that_dated_articles_share_gives_the_year() -> None:
    found = published(article(TEN_YEARS), [founding("2014"), founding("2014-09"), founding("2016", Kind.ATTACK)])
    assert (found.earliest, found.latest) == (date(2024, 1, 1), date(2024, 12, 31))
    assert found.reasons == ("founding:2014+10",)


def test_foundings_that_disagree_give_nothing() -> None:
    assert published(article(TEN_YEARS), [founding("2014"), founding("2016")]).earliest is None
    assert published(article(TEN_YEARS)).earliest is None
