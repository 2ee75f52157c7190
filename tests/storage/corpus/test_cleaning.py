"""Pages: what stands around an article comes off, and no sentence of the article is lost."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.corpus.cleaning import clean
from storage.corpus.text import fold, tidy

ONE = "أعلنت بغداد أن آخر الجنود سيغادرون القاعدة الواقعة غرب البلاد قبل نهاية العام."
TWO = "وقال مسؤول عسكري إن العدد لا يتجاوز مئتي جندي، وإن نقل العتاد ما زال جارياً."
HEADLINE = "موعد جديد لرحيل آخر الجنود"


def page(*lines: str) -> str:
    return tidy("\n".join(lines))


def kept(*lines: str) -> list[str]:
    return [line for line in clean(page(*lines)).text.split("\n") if line]


FURNITURE = [
    "شارك",
    "شارك هذا المقال: واتساب - فيسبوك",
    "شارك المقال فيسبوك تويتر",
    "اقرأ أيضاً: أسعار النفط تقفز أكثر من 3 بالمئة",
    "تابعونا على تلغرام | شارك | طباعة",
    "للمزيد تابعوا قناتنا على تلغرام",
    "المصدر: وكالات",
    "المصدر: الضفة + وكالات",
    "عدد المشاهدات: 1204",
    "427 قراءة",
    "منذ 3 شهور",
    "قبل ٥ أيام",
    "تعليقات الزوار (12)",
    "آخر تحديث: قبل 5 أيام",
    "مدة القراءة: 3 دقائق",
    "وسوم: العراق، الأردن، التحالف",
    "هل ترغب في تلقي الإشعارات؟ نعم | لا",
    "جميع الحقوق محفوظة © 2020",
    "جميع الحقوق محفوظة للساحل.",
    "الطقس: الكويت ٤١ درجة",
    "اسعار الصرف: ١٠٠ دولار = ١٤١,٧٥٠ دينار",
    "مواضيع ذات صلة: سعر البرميل يتجاوز 64 دولاراً",
    "Facebook X Telegram",
    "الرئيسية > دولي",
    "الرئيسية » تقارير",
    "الرئيسية الوطن الدولي الرياضة الثقافة",
    "أخبار سياسة اقتصاد رياضة",
    "استمع إلى المقال",
    "example.com",
    "https://example.com/a?b=c",
    "@example_news",
    "إعلان",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_comes_off_wherever_it_stands(line: str) -> None:
    assert kept(line, "", ONE, "", TWO) == [ONE, TWO]
    assert kept(ONE, "", line, "", TWO) == [ONE, TWO]
    assert kept(ONE, "", TWO, "", line) == [ONE, TWO]


@pytest.mark.parametrize(
    "line",
    [
        "شارك العراق في الاجتماع الأخير.",
        "إعلان بغداد وواشنطن المشترك كان متوقعاً.",
        "تابعت الفصائل هجماتها على القواعد.",
        "المصدر نفسه نفى ذلك تماماً أمس.",
        "اقرأ أيضاً ما قاله الوزير: القوات راحلة بلا تأخير، وقد نقل عنه مساعدوه أنه لا يقبل بتمديد آخر للمهلة.",
        "منذ 3 شهور لم يصدر عن الوزارة أي بيان.",
        "قراءة في الاتفاق الأخير بين البلدين تكشف أنه بلا جدول.",
        "سياسة الخصوصية الجديدة تثير الجدل.",
    ],
)
def test_sentences_that_only_look_like_furniture_stay(line: str) -> None:
    assert line in kept(ONE, "", line, "", TWO)
    assert line in kept(ONE, "", TWO, "", line)


def test_headings_stay_in_the_text() -> None:
    heading = "رسالة سياسية"
    assert kept(ONE, "", heading, "", TWO) == [ONE, heading, TWO]
    assert kept(ONE, "", "ماذا بعد؟", "", TWO) == [ONE, "ماذا بعد؟", TWO]


def test_a_whole_page_gives_its_article_headline_date_and_publisher() -> None:
    read = clean(
        page(
            "مقالات الافتتاحيةاعرف أكثرالحدث",
            "تابعونا",
            "",
            HEADLINE,
            "",
            "وكالة النهرين",
            "الأربعاء، 1 أكتوبر 2025",
            "كتب: قسم الأخبار",
            "",
            ONE,
            "",
            "إلى أين؟",
            "",
            TWO,
            "",
            "المقال السابق",
            "كلام آخر لا صلة له بما سبق",
            "وكالة النهرين",
            "مقالات ذات صلة",
            "وزير يزور بلداً بعيداً ويعود",
        )
    )
    assert read.text == f"{HEADLINE}\n\n{ONE}\n\nإلى أين؟\n\n{TWO}"
    assert (read.title, read.publisher, read.dateline) == (HEADLINE, "وكالة النهرين", date(2025, 10, 1))


def test_a_repeated_headline_is_kept_once_and_is_the_title() -> None:
    read = clean(page("حديث آخر في رأس الصفحة هنا", HEADLINE, "منذ 3 شهور", HEADLINE, "", ONE))
    assert read.title == HEADLINE
    assert read.text.count(HEADLINE) == 1


def test_a_headline_of_three_words_is_found_where_there_is_no_longer_one() -> None:
    assert clean(page("بغداد تنتظر الموعد", "", ONE)).title == "بغداد تنتظر الموعد"
    assert clean(page("بوابة الوادي اليوم", "", ONE)).title is None


def test_a_date_before_the_headline_is_no_part_of_the_title() -> None:
    read = clean(page(f"الاثنين 19/1/2026 - {HEADLINE}", "", ONE))
    assert (read.title, read.dateline) == (HEADLINE, date(2026, 1, 19))
    assert HEADLINE in read.text


def test_the_date_nearest_to_the_article_counts() -> None:
    read = clean(page("الجمعة 3 أكتوبر 2025", HEADLINE, "الأربعاء 1 أكتوبر 2025", "", ONE))
    assert read.dateline == date(2025, 10, 1)


def test_links_in_the_middle_go_with_their_block_and_the_text_goes_on() -> None:
    assert kept(ONE, "", "اقرأ أيضاً", "خبر عن شيء آخر تماماً", "", "عنوان فرعي", TWO) == [ONE, "عنوان فرعي", TWO]


def test_a_portal_without_full_stops_is_read_to_its_end() -> None:
    first, second = ONE.rstrip("."), "وأشارت إلى أن القوات الباقية لا تتجاوز 800 جندي"
    head = ["أخبار", "الجمعة، 03 أكتوبر 2025 09:12 ص", "", HEADLINE, "", "كتب: قسم الأخبار", ""]
    read = clean(
        page(*head, first, "", "اقرأ أيضا..", "خبر عن شيء آخر", "", second, "", "موضوعات متعلقة", "خبر عن المباراة")
    )
    assert read.text == f"{HEADLINE}\n\n{first}\n\n{second}"
    assert (read.title, read.dateline) == (HEADLINE, date(2025, 10, 3))


def test_a_list_at_the_end_stays() -> None:
    lines = [ONE, "", "- غادر نصف الجنود القاعدة", "- بقي المستشارون في العاصمة"]
    assert kept(*lines) == [line for line in lines if line]


def test_a_page_of_nothing_but_furniture_is_empty() -> None:
    assert clean(page("الرئيسية", "شارك", "جميع الحقوق محفوظة")).text == ""
    assert clean("").text == ""


def test_a_page_without_a_full_stop_is_kept() -> None:
    assert kept("غادر الجنود القاعدة", "وعادوا إلى بلادهم") == ["غادر الجنود القاعدة", "وعادوا إلى بلادهم"]


WORDS = st.sampled_from(
    ["الجنود", "القاعدة", "غادر", "بغداد", "مسؤول", "قال", "إن", "2025", "سبتمبر،", "«داعش»", "شارك"]
)
SENTENCES = st.lists(WORDS, min_size=5, max_size=30).map(lambda words: " ".join(words) + ".")


@given(st.lists(SENTENCES, min_size=1, max_size=6, unique_by=fold), st.lists(st.sampled_from(FURNITURE), max_size=6))
def test_no_paragraph_is_lost_whatever_stands_around(paragraphs: list[str], furniture: list[str]) -> None:
    lines = [*furniture, "", *(line for paragraph in paragraphs for line in (paragraph, "")), *furniture]
    assert kept(*lines) == [" ".join(paragraph.split()) for paragraph in paragraphs]


@given(st.text(alphabet=st.sampled_from("ابت .\n|©-12/«»؟")) | st.text())
def test_any_text_is_a_page_and_cleaning_adds_nothing(text: str) -> None:
    raw = tidy(text)
    lines = {line for line in raw.split("\n") if line}
    assert {line for line in clean(raw).text.split("\n") if line} <= lines
