"""Seed files of all three forms become articles; a bad one names everything that is wrong with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.corpus.reader import UNDATED, article_id, read_article, text_hash
from storage.corpus.story import read_story
from storage.records import Article, ArticleKind, Publication, PublishedBasis
from tests.costs import cost
from tests.storage.corpus.seed_files import ARTICLE, BODY, LEAVE, STAY, STORY, named, outcome, problems_of, write

PROSE = "أعلنت بغداد أن آخر الجنود سيغادرون القاعدة الواقعة غرب البلاد قبل نهاية العام."


def read(folder: Path, text: str | bytes, name: str = "a001.txt") -> Article:
    story = read_story(write(folder, "story.yaml", STORY))
    return read_article(write(folder, name, text), folder, story)


def refused(folder: Path, text: str | bytes, name: str = "a001.txt") -> list[tuple[int, str, str]]:
    return named(problems_of(lambda: read(folder, text, name)))


def stated(day: date, *reasons: str) -> Publication:
    return Publication(day.isoformat(), PublishedBasis.STATED, day, day, reasons)


# ------------------------------------------------------------------ three forms


def test_front_matter_gives_what_it_says_and_the_text_as_it_stands(tmp_path: Path) -> None:
    article = read(tmp_path, ARTICLE)
    assert (article.id, article.path) == ("a001", "a001.txt")
    assert (article.title, article.publisher, article.outlet) == ("خروج القوات", "دجلة برس", "dijla")
    assert article.published == stated(date(2025, 10, 1), "front_matter")
    assert (article.language, article.kind, article.url, article.note) == ("ar", ArticleKind.ABSTRACT, None, None)
    assert article.text == BODY
    assert article.sha256 == text_hash(BODY)
    assert [article.text[s.start : s.end] for s in article.sentences] == [LEAVE, STAY]


def test_a_crawl_is_dated_by_its_head_and_cleaned(tmp_path: Path) -> None:
    article = read(tmp_path, f" date 2025-10-02 دجلة برس\n\n{PROSE}\n\nشارك\n")
    assert article.text == PROSE
    assert article.published == stated(date(2025, 10, 2), "crawl_head")
    assert (article.publisher, article.outlet, article.kind) == ("دجلة برس", "dijla", ArticleKind.ARTICLE)


def test_the_text_may_begin_on_the_line_of_the_crawl_head(tmp_path: Path) -> None:
    assert read(tmp_path, f" date 2025-10-02 {PROSE}").text == PROSE


def test_a_dateline_that_differs_from_the_crawl_is_kept_among_the_reasons(tmp_path: Path) -> None:
    article = read(tmp_path, f" date 2025-10-02 دجلة برس\nالأربعاء 1 أكتوبر 2025\n\n{PROSE}\n")
    assert article.published == stated(date(2025, 10, 2), "crawl_head", "dateline:2025-10-01")


def test_a_page_without_a_head_is_dated_by_its_dateline(tmp_path: Path) -> None:
    article = read(tmp_path, f"دجلة برس\nالأربعاء 1 أكتوبر 2025\n\n{PROSE}\n")
    assert article.published == stated(date(2025, 10, 1), "dateline")


def test_a_page_without_any_date_is_undated(tmp_path: Path) -> None:
    article = read(tmp_path, PROSE)
    assert article.published == UNDATED
    assert (article.title, article.publisher, article.outlet) == (None, None, None)


def test_the_language_of_a_page_is_that_of_its_letters(tmp_path: Path) -> None:
    assert read(tmp_path, "The last troops will leave the base before the end of the year.").language == "en"
    assert read(tmp_path, PROSE).language == "ar"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('published: "2024-09"\npublished_basis: inferred', ("2024-09", date(2024, 9, 1), date(2024, 9, 30))),
        ("published: 2024", ("2024", date(2024, 1, 1), date(2024, 12, 31))),
        ('published: "../2024-09"', ("../2024-09", None, date(2024, 9, 30))),
        ('published: "2024-09/.."', ("2024-09/..", date(2024, 9, 1), None)),
        ("published: null", (None, None, None)),
        ("published_basis: unknown", (None, None, None)),
        ("title: نص", (None, None, None)),
    ],
)
def test_publication_dates_keep_their_precision(
    tmp_path: Path, head: str, expected: tuple[str | None, date | None, date | None]
) -> None:
    published = read(tmp_path, f"---\n{head}\n---\n{PROSE}").published
    assert (published.edtf, published.earliest, published.latest) == expected


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "\ufeff" + ARTICLE.replace("\n", "\r\n")).sha256 == text_hash(BODY)


def test_bidi_controls_are_gone_before_anything_points_into_the_text(tmp_path: Path) -> None:
    article = read(tmp_path, ARTICLE.replace("ستغادر", "\u202eستغادر\u202c\u2066"))
    assert article.text == BODY


def test_the_id_is_the_stem_in_composed_letters() -> None:
    assert article_id(Path("مقا\u0627\u0653.txt")) == "مقا\u0622"


# ------------------------------------------------------------------ bad files


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: نص\nمتن بلا نهاية للرأس", [(1, "", "front_matter_unclosed")]),
        ("---\ntitle: نص\n---\n \n", [(0, "", "no_text")]),
        ("---\ntitle: نص\n---\n*** . .\n", [(0, "", "no_text")]),
        ("---\n- a\n---\nنص", [(1, "", "not_a_mapping")]),
        ("---\ntitle: [نص\n---\nنص", [(3, "", "yaml_syntax")]),
        ("---\nid: x\ntitle: !!python/name:os.system\n---\nنص", [(2, "id", "id_not_stem"), (3, "", "yaml_tag")]),
        (
            "---\na: &a [1]\nb: *a\n---\nنص",
            [(2, "", "yaml_anchor"), (2, "a", "unknown_field"), (3, "", "yaml_alias"), (3, "b", "unknown_field")],
        ),
        ("---\ntitle: أ\ntitle: ب\n---\nنص", [(3, "title", "duplicate_key")]),
        ("---\ntitle: no\n---\nنص", [(2, "title", "surprising_scalar")]),
        ('---\npublished: "2025-02-30"\n---\nنص', [(2, "published", "no_such_date")]),
        ('---\npublished: "أمس"\n---\nنص', [(2, "published", "bad_edtf")]),
        ('---\npublished: "2025/2024"\n---\nنص', [(2, "published", "interval_reversed")]),
        ("---\npublished: 2025\npublished_basis: unknown\n---\nنص", [(3, "published_basis", "basis_disagrees")]),
        ("---\npublished_basis: stated\n---\nنص", [(2, "published_basis", "basis_disagrees")]),
        ("---\nkind: essay\n---\nنص", [(2, "kind", "unknown_value")]),
        ("---\nlanguage: Arabic\n---\nنص", [(2, "language", "not_a_language")]),
        ("---\nurl: javascript:alert(1)\n---\nنص", [(2, "url", "not_a_url")]),
        ("---\nauthor: س\n---\nنص", [(2, "author", "unknown_field")]),
        (" date 2025-02-30 نص", [(1, "date", "no_such_date")]),
        ("شارك\nجميع الحقوق محفوظة", [(0, "", "no_text")]),
        ("سطر\n" * 50_002, [(0, "", "too_many_lines")]),
        (b"", [(0, "", "empty")]),
        ("نص".encode("utf-16"), [(0, "", "not_utf8")]),
        ("نص\n\0".encode(), [(2, "", "nul_byte")]),
    ],
)
def test_a_bad_file_names_line_and_field(
    tmp_path: Path, text: str | bytes, expected: list[tuple[int, str, str]]
) -> None:
    assert refused(tmp_path, text) == expected


def test_everything_wrong_with_a_file_is_named_at_once(tmp_path: Path) -> None:
    text = '---\nid: "002"\nkind: essay\npublished: "2025-13"\nurl: x\n---\n'
    assert refused(tmp_path, text) == [
        (0, "", "no_text"),
        (2, "id", "id_not_stem"),
        (3, "kind", "unknown_value"),
        (4, "published", "no_such_date"),
        (5, "url", "not_a_url"),
    ]


@pytest.mark.parametrize("name", ["a#b.txt", "a\nb.txt", "x" * 121 + ".txt", "\udcff.txt"])
def test_a_name_that_cannot_be_an_id_is_refused(tmp_path: Path, name: str) -> None:
    assert (0, "", "bad_id") in refused(tmp_path, PROSE, name)


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "a001.txt").symlink_to(write(tmp_path, "secret", PROSE))
    assert named(problems_of(lambda: read_article(folder / "a001.txt", folder, None))) == [(0, "", "outside_folder")]


# ------------------------------------------------------------------ hostile text

HOSTILE = [
    "ا",
    "ا ",
    ". ",
    "ab. ",
    "«",
    '"',
    "“ا.”",
    "(.",
    "1.",
    "1/1/2020 ",
    "1 اكتوبر ",
    "؟!",
    "\u064b",
    "<b>",
    "a | ",
    "👩\u200d👧",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_reading_is_linear_in_the_length_of_a_single_line(tmp_path: Path, piece: str) -> None:
    """Eight times the text may take at most thirty times as long: far from the sixty-four of a square."""

    def seconds(size: int) -> float:
        path = write(tmp_path, "x.txt", piece * (size // len(piece.encode())) + "ا")
        return cost(lambda: outcome(lambda: read_article(path, tmp_path, None)), tries=2)

    assert seconds(160_000) < 30 * seconds(20_000)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.binary(max_size=300) | st.text().map(str.encode) | st.text().map(lambda t: f"---\n{t}\n---\nنص".encode())
)
def test_any_bytes_give_an_article_or_problems(tmp_path: Path, data: bytes) -> None:
    path = write(tmp_path, "x.txt", data)
    found = outcome(lambda: read_article(path, tmp_path, None))
    if isinstance(found, Article):
        assert found.sentences
        assert found.text == found.text.strip()
        assert read_article(path, tmp_path, None) == found
    else:
        assert found
        assert all(problem.path == str(path) and problem.code for problem in found)
