"""What is said in one form is found in another, and what differs stays apart."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from storage.corpus import extraction
from storage.corpus.stems import _exceptions, stem_words, stems
from storage.errors import SeedError
from tests.costs import cost

DATA = Path(extraction.__file__).parent / "data" / "stems.yaml"
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
WORDS = st.text(LETTERS, min_size=3, max_size=8)

FAMILIES = [
    "القوات قوات والقوات للقوات بالقوات قواتها قواته قوة القوة",
    "انسحاب الانسحاب وانسحاب بالانسحاب للانسحاب انسحابها انسحاباً انسحب ينسحب ستنسحب",
    "قاعدة القاعدة قواعد القواعد وللقواعد قواعدها قاعدتي القاعدتين بقاعدة",
    "جندي جنود الجنود للجنود الجندي جندياً جنديين",
    "أميركية الأميركية الأمريكية أمريكا أميركا الأميركيون الامريكيين اميركي",
    "عراقي العراق العراقية بالعراق للعراق عراقيون",
    "سوريا سورية السوري السورية بسوريا",
    "إيران الإيرانية إيراني ايران",
    "بغداد ببغداد وبغداد لبغداد",
    "لجنة اللجنة للجنة لجان واللجان باللجنة",
    "بقاء البقاء وبقاؤها ببقاء يبقى ستبقى باقية",
    "وزير الوزير ووزير وزيرها وزراء للوزراء",
    "اتفاق الاتفاق اتفاقات الاتفاقية اتفقا اتفق اتفاقهم",
    "مسيّرة مسيّرات المسيرات بالمسيّرة",
    "فصيل الفصائل فصائل للفصائل",
    "هجوم هجمات الهجمات هجوماً",
    "مسؤول مسئول المسؤولون مسؤولين مسؤولي",
    "عسكري عسكريين العسكرية والعسكريون عسكرياً",
    "كردستان بكردستان كوردستان الكردستانية",
    "نهاية نهايته نهائي بنهاية النهاية",
    "مغادرة غادر تغادر يغادرون ستغادر ومغادرة",
    "ألمانيا الألمانية ألماني الألمان",
    "البنتاغون البنتاجون بنتاغون",
    "withdraw withdraws withdrawal withdrew Withdrawing",
    "troop troops TROOPS",
    "base bases",
    "Iraq Iraqi iraqis",
    "2500 ٢٥٠٠ 2,500 ٢٬٥٠٠ ۲۵۰۰ و2500 بـ2,500",
]
APART = [
    ("بقاء", "لقاء"),
    ("بغداد", "غداً"),
    ("وزير", "وزارة"),
    ("فصل", "أصل"),
    ("وصول", "أصول"),
    ("قاعدة", "قيادة"),
    ("جنود", "جدول"),
    ("كامل", "أمل"),
    ("سوريا", "روسيا"),
    ("2500", "250"),
    ("base", "basic"),
]


@pytest.mark.parametrize("family", FAMILIES)
def test_one_word_is_found_in_all_its_forms(family: str) -> None:
    assert len({stem_words(word) for word in family.split()}) == 1
    assert len(stem_words(family)) == len(family.split())


@pytest.mark.parametrize(("one", "other"), APART)
def test_two_words_stay_two(one: str, other: str) -> None:
    assert stem_words(one) != stem_words(other)


@pytest.mark.parametrize("word", ["و", "في", "وفي", "من", "بأن", "الذي", "فقد", "the", "How", "، ؟"])
def test_a_word_that_says_nothing_is_not_searched_for(word: str) -> None:
    assert stem_words(word) == ()


def test_a_stem_knows_where_its_word_stands() -> None:
    text = "تغادر القوات «بغدادَ» في 2025"
    assert [text[stem.start : stem.end] for stem in stems(text)] == ["تغادر", "القوات", "بغدادَ", "2025"]


def test_stems_may_be_asked_for_in_many_threads() -> None:
    words = [f"withdrawing{n}ing" for n in range(50)] + ["bases", "leaving", "troops"] * 100
    alone = [stem_words(word) for word in words]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(stem_words, words)) == alone


# ------------------------------------------------------------------ whatever is written


@given(WORDS, st.sampled_from(["و", "ف", "ب", "ك", "ال", "وال", "بال", "فبال"]))
def test_a_particle_changes_no_stem(word: str, particle: str) -> None:
    assume(stem_words(word))
    table = _exceptions()
    tails = [(particle + word)[cut:] for cut in range(len(particle))]
    assume(not any(tail.startswith((*table.whole, *table.forms)) or tail in table.stop for tail in tails))
    assert stem_words(particle + word) == stem_words(word)


@given(st.text())
def test_stems_lie_inside_the_text_in_order(text: str) -> None:
    found = stems(text)
    assert stem_words(text) == tuple(stem.stem for stem in found)
    for stem in found:
        assert 0 <= stem.start < stem.end <= len(text)
        assert stem.stem
        assert not any(sign.isspace() for sign in stem.stem)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(st.text(LETTERS + "ءأإآةىؤئ ", max_size=60))
def test_hamza_and_marks_change_no_stem(text: str) -> None:
    marked = "".join(letter + "\u064e" if letter != " " else letter for letter in text)
    assert stem_words(marked) == stem_words(text)
    assert stem_words(text.replace("أ", "ا").replace("ة", "ه").replace("ى", "ي")) == stem_words(text)


@pytest.mark.parametrize("piece", ["والقواعد ", "و", "ال", "ها", "a", "1,234", "👨‍👩‍👧", "\u064b"])
def test_hostile_text_costs_no_more_by_the_letter(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        return cost(lambda: stem_words(text), tries=2)

    seconds(10_000)
    assert seconds(400_000) <= 8 * 2.5 * seconds(50_000) + 0.05


# ------------------------------------------------------------------ the table


@pytest.mark.parametrize(
    ("old", "new", "field", "code"),
    [
        ("  قاعدة: [قواعد]", "  قاعدة: [جنود]", "forms", "duplicate_cue"),
        ("  قاعدة: [قواعد]", "  والدة: [والدات]", "forms", "not_whole"),
        ("forms:", "shapes:", "forms", "missing"),
        ("  - وزير\n", "  - وزير\n  - وزير: x\n", "whole", "not_words"),
    ],
)
def test_a_bad_table_is_refused(tmp_path: Path, old: str, new: str, field: str, code: str) -> None:
    good = DATA.read_text(encoding="utf-8")
    assert old in good
    bad = tmp_path / "stems.yaml"
    bad.write_text(good.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SeedError) as caught:
        _exceptions(bad)
    assert any(
        problem.field.startswith(field) and problem.code == code and problem.path == str(bad)
        for problem in caught.value.problems
    )
