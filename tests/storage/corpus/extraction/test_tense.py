"""The tense of verbs by their form and the particles before them, and of what dates stand by."""

from __future__ import annotations

import pytest

from storage.corpus.extraction.passages import Passage, passages
from storage.corpus.extraction.tense import Tense, load_tenses, tense_at, tense_near
from storage.corpus.text import fold
from tests.storage.corpus.extraction.date_table import article


def passage(text: str) -> Passage:
    return next(passages(article(text)))


def tense_of(text: str, word: str) -> Tense:
    found = passage(text)
    token = next(i for i, token in enumerate(found.tokens) if token.key == fold(word))
    return tense_at(found, token)


@pytest.mark.parametrize(
    ("text", "word", "tense"),
    [
        ("غادر الجنود القاعدة", "غادر", Tense.PAST),
        ("وغادرت القوات القاعدة", "وغادرت", Tense.PAST),
        ("القوات غادرتها فجراً", "غادرتها", Tense.PAST),
        ("انتهت المهمة رسمياً", "انتهت", Tense.PAST),
        ("كان الجيش ينقل عتاده", "ينقل", Tense.PAST),
        ("لم يغادر أحد القاعدة", "يغادر", Tense.PAST),
        ("لن يغادر أحد القاعدة", "يغادر", Tense.FUTURE),
        ("ستغادر القوات القاعدة", "ستغادر", Tense.FUTURE),
        ("وسينسحب الجنود قريباً", "وسينسحب", Tense.FUTURE),
        ("سوف تنسحب القوات", "تنسحب", Tense.FUTURE),
        ("قد تنسحب القوات", "تنسحب", Tense.FUTURE),
        ("من المقرر أن تنسحب القوات", "تنسحب", Tense.FUTURE),
        ("قبل أن تنسحب القوات", "تنسحب", Tense.NONE),
        ("تنسحب القوات على دفعات", "تنسحب", Tense.PRESENT),
        ("لا يزال الجنود هناك", "يزال", Tense.PRESENT),
        ("نقل الجيش عتاده", "نقل", Tense.PAST),
        ("جرى نقل العتاد", "نقل", Tense.NONE),
        ("بعد خفض القوات", "خفض", Tense.NONE),
        ("سياسة الحكومة واضحة", "سياسة", Tense.NONE),
        ("ستة جنود في القاعدة", "ستة", Tense.NONE),
        ("يوم الجمعة في بغداد", "يوم", Tense.NONE),
        ("وول ستريت جورنال", "ستريت", Tense.NONE),
        ("في 18 فيفري", "فيفري", Tense.NONE),
        ("انسحاب القوات", "انسحاب", Tense.NONE),
    ],
)
def test_the_tense_of_a_word(text: str, word: str, tense: Tense) -> None:
    assert tense_of(text, word) is tense


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("غادرت القوات القاعدة في أيلول", Tense.PAST),
        ("وفي أيلول غادرت القوات القاعدة", Tense.PAST),
        ("ومع فجر 23 فيفري تحرك رتل من القاعدة", Tense.PAST),
        ("كان مسؤول قد أعلن أن القوات ستغادر في أيلول", Tense.FUTURE),
        ("من المقرر انتهاء المهمة في أيلول", Tense.FUTURE),
        ("يستعد البلد لانتخابات في أيلول", Tense.FUTURE),
        ("انسحاب القوات في أيلول", Tense.NONE),
    ],
)
def test_the_tense_near_a_date(text: str, tense: Tense) -> None:
    found = passage(text)
    first = next(i for i, token in enumerate(found.tokens) if token.key in (fold("أيلول"), fold("فيفري")))
    assert tense_near(found, first) is tense


def test_the_words_are_read_folded() -> None:
    assert fold("أن") in load_tenses().subjunctive
    assert all(pair.count(" ") == 1 for pair in load_tenses().verbs)
