"""The translator: entries filled safely, rich text kept, names and lists in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import catalogue
from handlers.bidi import isolated
from handlers.i18n import Translator, flat
from handlers.numbers import Style
from handlers.views.message import Bold, Code, Isolate, Link
from storage.chat import ChatSettings, Digits, Language, Months
from storage.fuzzydate import Bound, Edge, FuzzyDate
from storage.records import (
    Actor,
    Gender,
    GrammaticalNumber,
    Kind,
    Localized,
    Outlet,
    Place,
    PlaceKind,
    Story,
)

AR = Translator(ChatSettings(1))
AR_DIGITS = Translator(ChatSettings(1, digits=Digits.ARABIC, months=Months.BOTH))
EN = Translator(ChatSettings(1, Language.ENGLISH))

US = Actor("us", Localized("القوات الأميركية", "US forces"), None, (), (), Gender.FEMININE,
           GrammaticalNumber.PLURAL, Localized("واشنطن", "Washington"), True)  # fmt: skip
DAESH = Actor("isis", Localized("تنظيم داعش", "ISIS"), None, (), (), Gender.MASCULINE,
              GrammaticalNumber.SINGULAR, None, False)  # fmt: skip
UNION = Place("union_iii", PlaceKind.BASE, None, Localized("قاعدة يونيون 3", "Union III"), (), (), 33.3, 44.39, False)
STORY = Story(
    id="story",
    title=Localized("القصة", "The story"),
    places={UNION.id: UNION},
    actors={US.id: US, DAESH.id: DAESH},
    people={},
    kinds={Kind.WITHDRAWAL: Localized("انسحاب", "withdrawal")},
    outlets={"cnn": Outlet("cnn", Localized("سي إن إن", "CNN"), (), False)},
    roles={},
    episodes={},
    metonyms={},
)


def test_an_unknown_entry_is_a_key_error_and_never_shown() -> None:
    for ask in (AR, AR.rich, lambda msgid: AR.n(msgid, 3), lambda msgid: AR.rich_n(msgid, 3)):
        with pytest.raises(KeyError):
            ask("no.such.entry")


def test_a_value_that_is_not_given_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        AR("voice.join", first="أ")


@given(st.text())
def test_a_value_is_never_read_as_a_placeholder(value: str) -> None:
    said = EN("voice.join", first=f"{{last}}{{0}}{{first.__class__}}{value}", last="b")
    assert "{last}{0}{first.__class__}" in said
    assert value in said
    assert said.endswith(" and b")


def test_an_identifier_is_no_text_for_people() -> None:
    with pytest.raises(TypeError):
        AR("voice.join", first=Kind.WITHDRAWAL, last="ب")


def test_a_value_against_the_direction_of_the_paragraph_is_isolated() -> None:
    assert AR("voice.join", first="بغداد", last="CNN") == f"بغداد و{isolated('CNN')}"
    assert EN("voice.join", first="بغداد", last="CNN") == f"{isolated('بغداد')} and CNN"
    assert AR("voice.join", first=AR.isolate("CNN"), last="2026") == f"{isolated('CNN')} و2026"


def test_numbers_in_values_take_the_digits_of_the_reader() -> None:
    assert AR_DIGITS("voice.join", first=2500, last="ب") == "٢٬٥٠٠ وب"


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "لم يتبقَّ يوم"),
        (1, "يتبقى يوم واحد"),
        (2, "يتبقى يومان"),
        (3, "يتبقى 3 أيام"),
        (11, "يتبقى 11 يوماً"),
        (100, "يتبقى 100 يوم"),
        (1003, "يتبقى 1,003 أيام"),
        (1099, "يتبقى 1,099 يوماً"),
    ],
)
def test_arabic_counts_in_six_forms(count: int, words: str) -> None:
    assert AR.n("voice.left.days", count) == words


def test_rich_text_keeps_its_parts_and_isolates_foreign_ones() -> None:
    link = Link(("CNN",), "https://example.org")
    assert AR.rich("voice.join", first=Bold(("بغداد",)), last=link) == (Bold(("بغداد",)), " و", Isolate((link,)))
    assert AR.rich("voice.join", first=3, last=("أ", Code("/x"))) == ("3", " و", Isolate(("أ", Code("/x"))))
    assert AR.rich_n("voice.ago.days", 11) == ("منذ ", "11", " يوماً")


def test_flat_text_of_rich_parts_keeps_isolates() -> None:
    assert flat((Bold(("أ", Isolate(("b",)))), Code("c"))) == f"أ{isolated('b')}c"


def test_lists_are_joined_with_the_word_for_and() -> None:
    items = ["أربيل", "بغداد", "الأنبار"]
    assert [AR.join(items[:n]) for n in range(4)] == ["", "أربيل", "أربيل وبغداد", "أربيل وبغداد والأنبار"]
    assert EN.join(["a", "b", "c", "d"]) == "a, b, c and d"


def test_names_come_from_the_story_in_the_language_and_digits_of_the_reader() -> None:
    assert AR_DIGITS.with_story(STORY).place("union_iii") == "قاعدة يونيون ٣"
    assert EN.with_story(STORY).place("union_iii") == "Union III"
    assert AR.with_story(STORY).actor("us") == "القوات الأميركية"
    assert AR.with_story(STORY).government("us") == "واشنطن"
    assert EN.with_story(STORY).government("isis") == "ISIS"
    assert AR.with_story(STORY).kind(Kind.WITHDRAWAL) == "انسحاب"
    with pytest.raises(KeyError):
        AR.place("union_iii")


def test_an_outlet_that_the_story_lacks_is_shown_in_its_original_isolated() -> None:
    assert AR.with_story(STORY).outlet("cnn", "CNN") == "سي إن إن"
    assert EN.with_story(STORY).outlet(None, "صحيفة ما") == isolated("صحيفة ما")
    assert AR.outlet(None, None) == "مصدر غير مسمّى"


def test_one_message_holds_one_kind_of_digits() -> None:
    when = FuzzyDate("../2026-09", Edge.END, Bound.BY)
    said = [
        AR_DIGITS.fuzzy(when),
        AR_DIGITS.period(when),
        AR_DIGITS.date(date(2025, 9, 19)),
        AR_DIGITS.moment(datetime(2025, 9, 19, 12, 30, tzinfo=UTC)),
        AR_DIGITS.percent(20),
        AR_DIGITS.year(2026),
        AR_DIGITS.countdown(40),
        AR_DIGITS.elapsed(52),
        AR_DIGITS.number(2500),
    ]
    assert said[0] == "بحلول نهاية أيلول/سبتمبر ٢٠٢٦"
    assert said[3] == "١٩ أيلول/سبتمبر ٢٠٢٥، ١٥:٣٠"
    assert not set("0123456789") & set("".join(said))


def test_the_merged_table_knows_the_plural_rule_by_hand() -> None:
    forms = [catalogue.plural_template(Style(), "voice.unit.personnel", n) for n in (0, 1, 2, 3, 11, 100)]
    assert forms == ["لا جنود", "جندي واحد", "جنديان", "{count} جنود", "{count} جندياً", "{count} جندي"]
