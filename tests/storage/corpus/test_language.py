"""The language file: every phrase of months, seasons and boilerplate is known, and a bad file names what is wrong."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from storage.corpus import extraction
from storage.corpus.cues import Anchor, CalendarUnit, Stance
from storage.corpus.language import load_language
from storage.corpus.text import fold
from storage.errors import SeedError
from storage.fuzzydate import Bound, Edge
from storage.records import Kind, Modality, Qualifier

DATA = Path(extraction.__file__).parent / "data" / "arabic.yaml"

MONTHS = {
    1: ["يناير", "كانون الثاني", "كانون ثاني", "جانفي"],
    2: ["فبراير", "شباط", "فيفري"],
    3: ["مارس", "آذار", "أذار", "اذار"],
    4: ["أبريل", "ابريل", "إبريل", "نيسان", "أفريل", "افريل"],
    5: ["مايو", "أيار", "ايار", "آيار", "ماي"],
    6: ["يونيو", "حزيران", "جوان", "يونيه", "يونية"],
    7: ["يوليو", "تموز", "جويلية", "جويليه", "يوليوز", "يوليه"],
    8: ["أغسطس", "اغسطس", "آب", "اب", "أوت", "اوت", "غشت", "أغشت"],
    9: ["سبتمبر", "أيلول", "ايلول", "أيول", "شتنبر", "شتمبر"],
    10: ["أكتوبر", "اكتوبر", "تشرين الأول", "تشرين الاول", "تشرين أول"],
    11: ["نوفمبر", "تشرين الثاني", "تشرين ثاني", "نونبر"],
    12: ["ديسمبر", "كانون الأول", "كانون الاول", "كانون أول", "دجنبر", "دجمبر"],
}
SEASONS = {
    21: ["ربيع", "الربيع"],
    22: ["صيف", "الصيف", "صايفه", "الصايفه"],
    23: ["خريف", "الخريف"],
    24: ["شتاء", "الشتاء"],
}
BOILERPLATE = [
    "شارك",
    "شارك هذا المقال",
    "شارك المقال",
    "اقرأ أيضاً",
    "مواضيع ذات صلة",
    "مقالات ذات صلة",
    "تابعونا",
    "للمزيد تابعوا قناتنا",
    "جميع الحقوق محفوظة",
    "حقوق النشر",
    "عدد المشاهدات",
    "مدة القراءة",
    "قراءة",
    "آخر تحديث",
    "المصدر",
    "المقال السابق",
    "المقال التالي",
    "روابط سريعة",
    "الشبكات الاجتماعية",
    "إعلان",
    "اشترك في النشرة",
    "استمع إلى المقال",
    "سياسة الخصوصية",
    "اتصل بنا",
    "طباعة",
    "تعليقات الزوار",
    "وسوم",
    "هل ترغب في تلقي الإشعارات",
]


@pytest.mark.parametrize(("name", "number"), [(name, n) for n, names in MONTHS.items() for name in names])
def test_a_month_is_known_by_every_name(name: str, number: int) -> None:
    assert load_language().months[fold(name)] == number


def test_the_file_has_no_month_that_is_not_tried_above() -> None:
    assert set(load_language().months) == {fold(name) for names in MONTHS.values() for name in names}


@pytest.mark.parametrize(("name", "number"), [(name, n) for n, names in SEASONS.items() for name in names])
def test_a_season_is_known_by_its_number_in_edtf(name: str, number: int) -> None:
    assert load_language().seasons[fold(name)] == number


def test_the_file_has_no_season_that_is_not_tried_above() -> None:
    assert set(load_language().seasons) == {name for names in SEASONS.values() for name in names}


@pytest.mark.parametrize("line", BOILERPLATE)
def test_a_line_of_the_page_is_boilerplate(line: str) -> None:
    assert fold(line) in load_language().boilerplate


def test_the_file_has_no_boilerplate_that_is_not_tried_above() -> None:
    assert set(load_language().boilerplate) == {fold(line) for line in BOILERPLATE}


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("الاثنين", 1),
        ("الإثنين", 1),
        ("الثلاثاء", 2),
        ("الأربعاء", 3),
        ("الخميس", 4),
        ("الجمعة", 5),
        ("السبت", 6),
        ("الأحد", 7),
    ],
)
def test_weekdays_count_from_monday(day: str, number: int) -> None:
    assert load_language().weekdays[fold(day)] == number


@pytest.mark.parametrize("name", ["آب", "ماي", "أوت", "مارس", "جوان", "نيسان", "غشت"])
def test_a_month_that_is_another_word_too_needs_its_context(name: str) -> None:
    assert fold(name) in load_language().months_in_context
    assert fold(name) in load_language().homographs


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("الامريكيه", "الاميركيه"),
        ("كوردستان", "كردستان"),
        ("البشمركه", "البيشمركه"),
        ("فيكتوريا", "فكتوريا"),
        ("البنتاجون", "البنتاغون"),
        ("ترمب", "ترامب"),
        ("المسيول", "المسوول"),
        ("بغداد", "بغداد"),
    ],
)
def test_two_spellings_are_read_as_one(written: str, read: str) -> None:
    assert load_language().respeller()(written) == read


def test_cues_stand_folded_under_what_they_say() -> None:
    language = load_language()
    assert language.edges[Edge.LATE] == ("اواخر", "الايام الاخيره", "اخر ايام", "اخريات")
    assert "بحلول" in language.limits[Bound.BY]
    assert Bound.IN not in language.limits
    assert "لا يزال" in language.modality[Modality.ONGOING].cues
    assert "من دون" in language.qualifiers[Qualifier.LESS_THAN].not_when
    assert "اعاده تموضع" in language.triggers[Kind.REDEPLOYMENT]
    assert "نفي" in language.attribution.verbs[Stance.DENY]


def test_a_relative_date_knows_what_it_counts_from() -> None:
    dates = {cue: date for date in load_language().relative_dates for cue in date.cues}
    last, following = dates["العام الماضي"], dates["العام التالي"]
    assert (last.unit, last.offset, last.anchor) == (CalendarUnit.YEAR, -1, Anchor.PUBLICATION)
    assert (following.offset, following.anchor) == (1, Anchor.TEXT)
    assert dates["<weekday>"].rule


def test_the_language_cannot_be_changed_by_who_reads_it() -> None:
    language = load_language()
    with pytest.raises(dataclasses.FrozenInstanceError):
        language.boilerplate = ()  # type: ignore[misc]
    with pytest.raises(TypeError):
        language.months["عيد"] = 13  # type: ignore[index]
    assert load_language() is language


@pytest.mark.parametrize(
    ("old", "new", "field", "code"),
    [
        ('  12: ["ديسمبر"', '  13: ["ديسمبر"', "months.12", "missing"),
        ('  12: ["ديسمبر"', '  13: ["ديسمبر"', "months.13", "unknown_field"),
        ('["فبراير", "شباط"', '["فبراير", "يناير"', "months.2", "duplicate_cue"),
        ('months_in_context: ["آب"', 'months_in_context: ["عيد"', "months_in_context", "unknown_value"),
        ('  late: ["أواخر"', '  late: ["أوائل"', "edges", "duplicate_cue"),
        ('boilerplate: ["شارك",', 'boilerplate: ["شارك", "شارك",', "boilerplate", "duplicate_cue"),
        ("  by: [", "  by_then: [", "limits.by", "missing"),
        ("unit: year, offset: -1", "unit: century, offset: -1", "relative_dates.14.unit", "unknown_value"),
        ("unit: year, offset: -1", "unit: year", "relative_dates.14.rule", "unit_and_offset_or_rule"),
        ('cues: ["نفى"', 'cues: ["ربما"', "modality", "duplicate_cue"),
        ('{word: "مارس"', '{word: "لا شيء"', "homographs", "unknown_value"),
        ("  ترمب: ترامب", "  ترامب: ترمب\n  ترمب: ترامب", "spellings", "respelled_twice"),
        ("attribution:\n", "attribution: &a\n", "", "yaml_anchor"),
        ("spellings:\n", "spelling:\n", "spelling", "unknown_field"),
    ],
)
def test_a_bad_file_is_refused_with_its_field(tmp_path: Path, old: str, new: str, field: str, code: str) -> None:
    good = DATA.read_text(encoding="utf-8")
    assert old in good
    bad = tmp_path / "arabic.yaml"
    bad.write_text(good.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SeedError) as caught:
        load_language(bad)
    assert (field, code) in {(problem.field, problem.code) for problem in caught.value.problems}
    assert all(problem.path == str(bad) for problem in caught.value.problems)


def test_an_empty_file_names_everything_that_is_missing(tmp_path: Path) -> None:
    bare = tmp_path / "arabic.yaml"
    bare.write_text("months: {}\n", encoding="utf-8")
    with pytest.raises(SeedError) as caught:
        load_language(bare)
    missing = {problem.field for problem in caught.value.problems if problem.code in ("missing", "not_a_mapping")}
    assert {"months.1", "seasons", "edges", "attribution", "spellings", "boilerplate"} <= missing
