"""The words around articles: read from data, folded, and none that would swallow ordinary prose."""

from __future__ import annotations

import pytest

from storage.corpus.page_lines import Role, page_lines
from storage.corpus.pages import load_pages
from storage.corpus.text import fold


def test_words_are_read_folded() -> None:
    words = load_pages()
    assert fold("إنستغرام") in words.networks
    assert fold("الأربعاء") in words.beside_dates
    assert fold("شارك") in words.cues
    every = (*words.openings, *words.bylines, *words.links, *words.menu, *words.media, *words.counted, *words.updates)
    assert all(word == fold(word) for word in every)


def roles(text: str) -> list[Role]:
    return [line.role for line in page_lines(text)]


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("غادر الجنود القاعدة الغربية أمس.", Role.PROSE),
        ("كلمة " * 25, Role.PROSE),
        ("كلمة " * 200, Role.PROSE),
        ("غادر الجنود القاعدة. " + "ثم عاد بعضهم إلى الميناء في اليوم التالي مع العتاد", Role.PROSE),
        ("وأضاف أن الجنود الباقين راحلون قريباً", Role.PROSE),
        ("واشنطن تسحب آخر جنودها من القاعدة", Role.SHORT),
        ("غادر الجنود القاعدة", Role.SHORT),
        ("هل يغادر الجنود القاعدة الغربية قريباً؟", Role.SHORT),
        ("انتهى.", Role.SHORT),
        ("كتب: قسم الأخبار", Role.BYLINE),
        ("اقرأ أيضاً", Role.LINKS),
        ("شارك", Role.FURNITURE),
    ],
)
def test_a_line_is_what_it_seems_to_be(line: str, role: Role) -> None:
    assert roles(line.strip()) == [role]


def test_blank_lines_part_blocks() -> None:
    assert [line.block for line in page_lines("أ\nب\n\n\nج")] == [0, 0, 2]
