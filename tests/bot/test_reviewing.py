"""``mujaz review`` and ``mujaz draft`` as an editor at a terminal runs them, line by line through a pipe."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot import drafting
from storage.corpus import deciding
from storage.corpus.deciding import Ruling, decided_of
from storage.corpus.facts_file import read_facts
from storage.corpus.story import read_story
from storage.fuzzydate import Bound, Edge, FuzzyDate
from tests import desk
from tests.bot.conftest import Mujaz, Outcome
from tests.conftest import ROOT, TODAY
from tests.desk import COUNT, FIRST, LEAVE, MOVED, SECOND, Desk

Types = Callable[..., Outcome]


@pytest.fixture
def newsroom(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("SEEDS_DIR", str(fresh / "seeds"))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{fresh / 'review.db'}")
    made = desk.set_up(fresh / "seeds", monkeypatch)
    monkeypatch.setattr(drafting, "Extractor", made.extractor())
    return made


@pytest.fixture
def types(newsroom: Desk, mujaz: Mujaz, monkeypatch: pytest.MonkeyPatch) -> Types:
    """Run the program with these lines on its standard input."""

    def run(*words: str, lines: tuple[str, ...] = ()) -> Outcome:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return mujaz(*words)

    return run


def decided(newsroom: Desk) -> set[str]:
    return {id_.partition("#")[2] for id_ in decided_of(newsroom.folder, (FIRST, SECOND))}


# ------------------------------------------------------------------ the queue


def test_the_sentence_stands_before_its_fact_and_no_mark_is_printed(types: Types) -> None:
    outcome = types("review", FIRST)
    assert outcome.status == 0
    assert outcome.out.index(LEAVE) < outcome.out.index("▪️ أين: قاعدة عين الأسد") < outcome.out.index("الثقة: 55%")
    assert not set("\u2066\u2067\u2068\u2069\u200e\u200f") & set(outcome.out)
    assert "a اقبل" in outcome.err


def test_it_speaks_english_where_it_is_asked_to(types: Types) -> None:
    outcome = types("review", "--lang", "en", lines=("q",))
    assert "A fact awaits your decision (1 of 3)" in outcome.out
    assert "a approve" in outcome.err


def test_decisions_are_written_and_the_load_makes_them_count(types: Types, newsroom: Desk, mujaz: Mujaz) -> None:
    outcome = types("review", "--by", "ليلى", lines=("n", "a", "r", "q"))
    assert "2 decided; mujaz load makes it count" in outcome.err
    assert decided(newsroom) == {"x0000leav", "x000iraq1"}
    assert 'reviewed_by: "ليلى"' in newsroom.path().read_text("utf-8")
    loaded = mujaz("load")
    assert f"~ {FIRST}#x0000leav  origin, confidence, published, reasons" in loaded.out
    assert f"- {FIRST}#x000iraq1" in loaded.out
    assert "1 من 1" in types("review", lines=("q",)).out


def test_to_the_end_and_nothing_waits(types: Types, newsroom: Desk) -> None:
    outcome = types("review", lines=("a", "a", "a"))
    assert outcome.out.rstrip().endswith("لا وقائع تنتظر قرارك.")
    assert len(decided(newsroom)) == 3
    assert types("review").out.strip() == "لا وقائع تنتظر قرارك."


def test_undo_goes_back_one_decision_after_the_other(types: Types, newsroom: Desk) -> None:
    outcome = types("review", lines=("a", "r", "u", "u", "u", "q"))
    assert outcome.out.count("أُلغي القرار") == 2
    assert decided(newsroom) == set()
    assert "decided" not in outcome.err


def test_the_end_of_the_input_is_the_end(types: Types, newsroom: Desk) -> None:
    assert types("review", lines=("a", "c")).status == 0
    assert decided(newsroom) == {"x0000move"}


def test_whoever_comes_second_is_told_and_goes_on(
    types: Types, newsroom: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = read_story(ROOT / "seeds" / "story.yaml")
    extracted = newsroom.fact("x0000move")
    ruling = Ruling(newsroom.article(SECOND), extracted, None, "عمر", TODAY.date())

    def late(question: str) -> str:
        if not newsroom.path(SECOND).exists():
            deciding.decide(newsroom.folder, story, ruling)
            return "a"
        return "q"

    monkeypatch.setattr("bot.terminal.listen", late)
    outcome = types("review")
    assert f"{SECOND}: somebody else was faster: rejected" in outcome.out
    assert LEAVE in outcome.out


def test_an_article_that_is_not_there_is_not_found(types: Types) -> None:
    outcome = types("review", "nobody")
    assert (outcome.status, outcome.err.splitlines()[-1]) == (1, "article nobody: not found")


def test_what_was_published_as_extracted_is_reviewed_where_one_asks_for_it(types: Types, newsroom: Desk) -> None:
    outcome = types("review", FIRST, "--all", lines=("n", "n", "r", "q"))
    assert "(1 من 3)" in outcome.out
    assert "🤖 واقعة نُشرت آلياً (3 من 3)" in outcome.out
    assert decided(newsroom) == {"x000syria"}


# ------------------------------------------------------------------ corrections


def event(newsroom: Desk, name: str = SECOND) -> tuple[str | None, str, FuzzyDate | None]:
    (fact,) = read_facts(newsroom.path(name), newsroom.article(name), None).events
    return fact.place, fact.modality, fact.date


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("6", "أربيل"), ("erbil", "happened", FuzzyDate("2025-08", surface="في آب 2025"))),
        (("place", "2"), ("erbil", "happened", FuzzyDate("2025-08", surface="في آب 2025"))),
        (("place", "-"), (None, "happened", FuzzyDate("2025-08", surface="في آب 2025"))),
        (("modality", "denied"), ("baghdad", "denied", FuzzyDate("2025-08", surface="في آب 2025"))),
        (("date", "../2026 end"), ("baghdad", "happened", FuzzyDate("../2026", Edge.END, Bound.BY, "في آب 2025"))),
    ],
)
def test_a_part_is_corrected(types: Types, newsroom: Desk, lines: tuple[str, ...], expected: object) -> None:
    outcome = types("review", SECOND, lines=("c", *lines, "a"))
    assert "✏️ صُححت السابقة" in outcome.out
    assert event(newsroom) == expected


def test_a_number_is_typed_as_it_is(types: Types, newsroom: Desk) -> None:
    types("review", FIRST, lines=("n", "c", "number", "1", "a", "q"))
    (figure,) = read_facts(newsroom.path(), newsroom.article(FIRST), None).figures
    assert (figure.value, figure.citation.sentence) == (1, COUNT)


@pytest.mark.parametrize(
    ("lines", "told"), [(("place", "نارنيا"), "مكان غير معروف"), (("kind", "-"), "حقل ناقص"), (("77",), "ماذا نصحّح")]
)
def test_what_cannot_be_leaves_the_fact_as_it_was(
    types: Types, newsroom: Desk, lines: tuple[str, ...], told: str
) -> None:
    outcome = types("review", SECOND, lines=("c", *lines, "a"))
    assert told in outcome.out + outcome.err
    assert "✅ قُبلت السابقة" in outcome.out


# ------------------------------------------------------------------ a draft


def test_a_draft_is_written_beside_its_article(types: Types, newsroom: Desk) -> None:
    outcome = types("draft", FIRST, "--by", "ليلى")
    assert outcome.status == 0
    assert "3 facts to check" in outcome.out
    file = read_facts(newsroom.path(), newsroom.article(FIRST), None)
    assert (file.draft, file.complete, file.reviewed_by) == (True, False, "ليلى")
    assert len(file.events) + len(file.figures) == 3
    assert "warning: a001.facts.yaml: set aside, because it is a draft that nobody has signed yet" in types("check").err


@pytest.mark.parametrize("name", [f"seeds/{FIRST}.txt", f"{FIRST}.txt", "a001"])
def test_an_article_is_named_by_its_file_or_its_id(types: Types, newsroom: Desk, name: str) -> None:
    assert types("draft", name).status == 0
    assert newsroom.path().exists()


@pytest.mark.parametrize("name", ["nobody", "a0", " "])
def test_an_article_that_is_not_one_is_not_found(types: Types, name: str) -> None:
    assert types("draft", name).status == 1


def test_what_is_there_is_replaced_only_by_who_says_so(types: Types, newsroom: Desk) -> None:
    newsroom.path().write_text("mine", "utf-8")
    assert types("draft", FIRST).status == 1
    assert types("draft", FIRST, lines=("n",)).status == 1
    assert newsroom.path().read_text("utf-8") == "mine"
    assert types("draft", FIRST, lines=("y",)).status == 0
    assert "draft: true" in newsroom.path().read_text("utf-8")
    newsroom.path().write_text("mine", "utf-8")
    assert types("draft", FIRST, "--force").status == 0
    assert newsroom.path().read_text("utf-8") != "mine"


def test_a_draft_that_is_signed_is_loaded(types: Types, newsroom: Desk, mujaz: Mujaz) -> None:
    newsroom.finds(*(replace(fact, published=False) for fact in newsroom.facts[FIRST]))
    types("draft", FIRST)
    path = newsroom.path()
    path.write_text(path.read_text("utf-8").replace("draft: true\n", "").replace("false", "true", 1), "utf-8")
    assert mujaz("load").status == 0
    assert MOVED in types("review", lines=("q",)).out
    assert types("review", FIRST).out.strip() == "لا وقائع تنتظر قرارك."
