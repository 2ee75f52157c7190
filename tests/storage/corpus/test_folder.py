"""A folder is read whole, or every problem of every file is named at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.corpus.folder import read_folder
from storage.corpus.reader import text_hash
from tests.storage.corpus.seed_files import ARTICLE, BODY, CLAIMS, SHIPPED_STORY, STORY, facts, problems_of, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A good folder: a story, two articles, facts for one of them, and a file that is none of ours."""
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    write(seeds, "story.yaml", STORY)
    write(seeds, "a001.txt", ARTICLE)
    write(seeds, "a001.facts.yaml", facts(CLAIMS))
    write(seeds, "b002.txt", "غادر الجنود الباقون القاعدة الغربية أمس.")
    write(seeds, "README.md", "ليس من القصة")
    return seeds


def codes(folder: Path, story: Path | None = None) -> list[tuple[str, str]]:
    """File and code of each problem."""
    problems = problems_of(lambda: read_folder(folder, story or SHIPPED_STORY))
    return [(Path(problem.path).name, problem.code) for problem in problems]


def test_a_folder_gives_articles_and_facts(folder: Path) -> None:
    reading = read_folder(folder, SHIPPED_STORY)
    assert reading.story.id == "tiny"
    assert [article.id for article in reading.articles] == ["a001", "b002"]
    assert [event.id for event in reading.events if event.origin == "reviewed"] == ["a001#leave", "a001#stay"]
    assert {event.citation.article for event in reading.events if event.origin == "extracted"} <= {"b002"}
    assert [figure.id for figure in reading.figures] == ["a001#us-erbil-900"]
    assert reading.warnings == ()
    texts = {article.id: article.text for article in reading.articles}
    for at in [*(event.citation for event in reading.events), *(figure.citation for figure in reading.figures)]:
        assert texts[at.article][at.start : at.end] == at.sentence


def test_an_article_without_a_date_is_dated_by_what_the_others_say_was_founded(folder: Path) -> None:
    write(folder, "b002.txt", " date 2025-01-01 تأسس التحالف في 5 أيلول 2014. غادر جنود التحالف القاعدة.")
    write(folder, "c003.txt", "غادر الجنود القاعدة بعد عشر سنوات من تأسيس التحالف.")
    dated = {article.id: article.published for article in read_folder(folder, SHIPPED_STORY).articles}
    assert dated["b002"].edtf == "2025-01-01"
    assert "founding:2014+10" in dated["c003"].reasons


def test_reading_twice_gives_the_same(folder: Path) -> None:
    assert read_folder(folder, SHIPPED_STORY) == read_folder(folder, SHIPPED_STORY)


def test_a_folder_without_a_story_is_read_with_the_one_given(folder: Path) -> None:
    (folder / "story.yaml").rename(folder.parent / "configured.yaml")
    assert read_folder(folder, folder.parent / "configured.yaml").story.id == "tiny"


def test_facts_of_a_text_that_has_changed_are_set_aside_with_a_warning(folder: Path) -> None:
    write(folder, "a001.txt", f" date 2025-10-02 {BODY} وهذا كلام جديد في آخر النص.\n")
    reading = read_folder(folder, SHIPPED_STORY)
    assert reading.warnings == ("stale_facts:a001.facts.yaml",)
    assert {fact.origin for fact in (*reading.events, *reading.figures)} <= {"extracted"}
    assert reading.articles[0].sha256 != text_hash(BODY)


def test_progress_counts_every_file(folder: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    read_folder(folder, SHIPPED_STORY, lambda done, total, name: seen.append((done, total, name)))
    assert seen == [
        (0, 4, "story.yaml"),
        (1, 4, "a001.txt"),
        (3, 4, "b002.txt"),
        (4, 4, ""),
    ]


def test_every_problem_of_every_file_is_named(folder: Path) -> None:
    write(folder, "story.yaml", STORY.replace("kind: country", "kind: nation"))
    write(folder, "a001.txt", ARTICLE.replace("kind: abstract", "kind: essay"))
    write(folder, "a001.facts.yaml", facts(CLAIMS).replace("kind: presence", "kind: presense"))
    write(folder, "b002.txt", b"\xff")
    write(folder, "c003.txt", "")
    (folder / "d004.txt").mkdir()
    assert codes(folder) == [
        ("a001.facts.yaml", "unknown_value"),
        ("a001.txt", "unknown_value"),
        ("b002.txt", "not_utf8"),
        ("c003.txt", "empty"),
        ("d004.txt", "not_a_file"),
        ("story.yaml", "unknown_value"),
    ]


def test_problems_come_in_the_order_of_files_and_lines(folder: Path) -> None:
    write(folder, "a001.txt", ARTICLE.replace("kind: abstract", "kind: essay\nurl: x\nlanguage: Arabic"))
    problems = problems_of(lambda: read_folder(folder, SHIPPED_STORY))
    assert [problem.line for problem in problems] == [5, 6, 7]
    assert problems == sorted(problems)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("c003.facts.yaml", ("c003.facts.yaml", "facts_without_article")),
        ("b002.facts.yml", ("b002.facts.yml", "misnamed")),
        ("b002.FACTS.YAML", ("b002.FACTS.YAML", "misnamed")),
        ("b002.TXT", ("b002.txt", "duplicate_id")),
    ],
)
def test_files_that_do_not_fit_together_are_named(folder: Path, name: str, expected: tuple[str, str]) -> None:
    write(folder, name, facts(CLAIMS) if "acts" in name.casefold() else "نص آخر للخبر نفسه.")
    assert expected in codes(folder)


def test_two_names_that_only_look_different_are_one_id(folder: Path) -> None:
    write(folder, "\u0622.txt", "غادر الجنود القاعدة.")
    write(folder, "\u0627\u0653.txt", "غادر الجنود القاعدة.")
    assert [code for _, code in codes(folder)] == ["duplicate_id"]


def test_a_link_out_of_the_folder_is_refused(folder: Path) -> None:
    (folder / "c003.txt").symlink_to(write(folder.parent, "secret", "سر لا يقرؤه أحد."))
    (folder / "a001.facts.yaml").unlink()
    (folder / "a001.facts.yaml").symlink_to(write(folder.parent, "other", facts(CLAIMS)))
    assert codes(folder) == [("a001.facts.yaml", "outside_folder"), ("c003.txt", "outside_folder")]


def test_a_story_that_is_a_broken_link_is_not_passed_over(folder: Path) -> None:
    (folder / "story.yaml").unlink()
    (folder / "story.yaml").symlink_to("gone.yaml")
    assert codes(folder) == [("story.yaml", "unreadable")]


def test_hidden_files_are_passed_over(folder: Path) -> None:
    write(folder, ".a001.txt.swp.txt", b"\xff")
    assert len(read_folder(folder, SHIPPED_STORY).articles) == 2


def test_a_folder_without_articles_is_a_problem(tmp_path: Path) -> None:
    assert codes(tmp_path) == [(tmp_path.name, "no_articles")]


def test_a_folder_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert codes(tmp_path / "gone") == [("gone", "no_folder")]
    assert codes(write(tmp_path, "file", "نص")) == [("file", "no_folder")]


def test_a_file_name_that_is_no_text_can_still_be_printed(folder: Path) -> None:
    write(folder, "\udcff.txt", "غادر الجنود القاعدة.")
    (problem,) = problems_of(lambda: read_folder(folder, SHIPPED_STORY))
    assert (problem.code, problem.path.isprintable()) == ("bad_id", True)
    assert str(problem).encode()
