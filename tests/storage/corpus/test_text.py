"""Spelling is folded without moving a character, texts are fixed once, and sentences are found where they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.corpus.reader import read_article
from storage.corpus.text import FILLER, collapse, fold, normalise, sentences, tidy, visible

ROOT = Path(__file__).parents[3]
GOLD = ROOT / "tests" / "gold" / "abstracts"
TEXTS = st.text(alphabet=st.sampled_from('ابتأة و.،.؟!…«»“”"()\n -12٣abcM\u064b\u0640\u202e\u200d\u200b')) | st.text()


def said(text: str) -> list[str]:
    return [text[s.start : s.end] for s in sentences(text)]


# ------------------------------------------------------------------ folding


@given(TEXTS)
def test_normalising_keeps_every_position(text: str) -> None:
    assert len(normalise(text)) == len(text)


@given(TEXTS)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("إدارة", "ادارة"),
        ("مسؤول", "مسوول"),
        ("قائد", "قايد"),
        ("قرى", "قري"),
        ("قاعدة", "قاعده"),
        ("يُتوقَّع", "يتوقع"),
        ("التحـــالف", "التحالف"),
        ("٢٥٠٠", "2500"),
        ("۲۵۰۰", "2500"),
        ("«داعش»", '"داعش"'),
        ("“داعش”", '"داعش"'),
        ("کردستان", "كردستان"),
        ("ﺍﻟﻌﺮﺍﻕ", "العراق"),
        ("Ain AL-Asad", "ain al-asad"),
        ("عين\u00a0  الأسد\n", "عين الاسد"),
        ("عين\u200fالأسد", "عينالاسد"),
    ],
)
def test_spellings_of_one_word_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("علم", "قلم"), ("كتب", "كتاب"), ("2500", "2600"), ("نور", "تور")])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_marks_leave_a_filler_in_their_place() -> None:
    assert normalise("قُتل") == f"ق{FILLER}تل"


# ------------------------------------------------------------------ fixing a text


@given(TEXTS)
def test_a_tidy_text_stays_as_it_is(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


def test_bidi_controls_go_and_joiners_stay() -> None:
    assert visible("\u202eنص\u2066\u200f\ufeff مي\u200cخواهم 👩\u200d👧") == "نص مي\u200cخواهم 👩\u200d👧"


def test_line_breaks_of_every_kind_become_one() -> None:
    assert tidy(" أ \r\nب\rج\u2028د\n\n\n\nهـ ") == "أ\nب\nج\nد\n\nهـ"


def test_collapsing_leaves_one_line() -> None:
    assert collapse(" أ\n  ب\t") == "أ ب"


# ------------------------------------------------------------------ sentences


@given(TEXTS)
def test_every_letter_is_in_exactly_one_sentence(text: str) -> None:
    found = sentences(text)
    ends = [0, *(s.end for s in found)]
    for before, sentence in zip(ends, found, strict=False):
        assert before <= sentence.start < sentence.end
        words = text[sentence.start : sentence.end]
        assert words == words.strip()
        assert "\n" not in words
    covered = "".join(text[s.start : s.end] for s in found)
    assert [c for c in covered if c.isalnum()] == [c for c in text if c.isalnum()]


@given(TEXTS)
def test_paragraphs_are_the_lines_that_are_not_blank(text: str) -> None:
    lines = [line for line in text.split("\n") if line.strip()]
    for sentence in sentences(text):
        assert text[sentence.start : sentence.end] in lines[sentence.paragraph]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("غادر الجنود. وصل آخرون؟ نعم! انتهى", 4),
        ("بلغت النسبة 3.5 بالمئة. وارتفعت", 2),
        ("صدر في 1.10.2025 بيان. ثم آخر", 2),
        ("قال د. علاء إن م. سالم وصل. ثم غادر", 2),
        ("نقلت أ.ف.ب عن مصدر. وأكدت", 2),
        ("عام 1447 هـ. وبعده", 2),
        ("سنة 2025 م. وبعدها", 2),
        ("He met Gen. Smith and J. Doe. They left.", 2),
        ("تخفض وجودها.. وتركز على سوريا", 1),
        ("سنرى... ربما", 1),
        ("قال: «سنغادر. لن نعود» ثم سكت. وانصرف", 2),
        ("قال: «لن نعود.» وأضاف أن", 2),
        ("قال: «متى؟» ثم سكت", 1),
        ("قال: “لن ننسحب”. “هذا تحول وهذا ما يعنيه", 2),
        ("غادروا (في 2011. أو بعدها) جميعا. وعادوا", 2),
        ("غادروا العراق.وقال آخرون", 2),
        ("زوروا example.com الآن", 1),
        ("1. غادروا القاعدة\n2. سلموها", 2),
        ("في عام 2011. وفي 2014", 2),
        ("أ\n\nب\nج", 3),
        ("- غادروا\n• عادوا", 2),
        ("الكردية”. . \n***\n", 1),
        ("", 0),
    ],
)
def test_sentences_end_where_a_reader_would_stop(text: str, count: int) -> None:
    assert len(said(text)) == count


def test_a_bullet_is_not_part_of_its_sentence() -> None:
    assert said("- يضم التحالف 87 دولة.\n• وغيرها") == ["يضم التحالف 87 دولة.", "وغيرها"]


def test_a_long_quotation_is_no_shelter_for_many_sentences() -> None:
    assert len(said("«" + "قال كلمة. " * 60 + "»")) == 60


@pytest.mark.parametrize("path", sorted(GOLD.glob("*.json")), ids=lambda path: path.stem)
def test_every_gold_sentence_begins_exactly_one_sentence(path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    article = read_article(ROOT / "seeds" / gold["file"], ROOT / "seeds", None)
    folded = [fold(article.text[s.start : s.end]) for s in article.sentences]
    heads = {fold(fact["sentence"]) for fact in (*gold["events"], *gold["figures"])}
    assert heads
    assert {head: sum(sentence.startswith(head) for sentence in folded) for head in heads} == dict.fromkeys(heads, 1)
