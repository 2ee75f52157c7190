"""Decisions on extracted facts: written beside the article, kept over reloads, undone, never over somebody else's."""

from __future__ import annotations

import os
import re
import stat
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from storage.corpus.deciding import Ruling, decide, decided_of, signed, withdraw
from storage.corpus.decisions import Verdict
from storage.corpus.facts_draft import write_draft
from storage.corpus.facts_file import FactsFile, read_facts
from storage.corpus.folder import Reading, read_folder
from storage.corpus.story import read_story
from storage.errors import NotDecided, SeedError
from storage.fuzzydate import FuzzyDate
from storage.records import Article, Event, Figure, Modality, Story
from tests import desk
from tests.conftest import ROOT
from tests.desk import COUNT, FIRST, LEAVE, Desk

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def story() -> Story:
    return read_story(ROOT / "seeds" / "story.yaml")


@pytest.fixture
def newsroom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return desk.set_up(tmp_path / "seeds", monkeypatch)


@pytest.fixture
def article(newsroom: Desk) -> Article:
    return newsroom.article(FIRST)


def ruling(newsroom: Desk, slug: str, by: str = "ليلى", *, reject: bool = False, **changes: object) -> Ruling:
    extracted = newsroom.fact(slug)
    fact = None if reject else replace(extracted, **changes)  # type: ignore[arg-type]
    return Ruling(newsroom.article(FIRST), extracted, fact, by, TODAY)


def load(newsroom: Desk) -> Reading:
    return read_folder(newsroom.folder, ROOT / "seeds" / "story.yaml")


def facts_by_slug(newsroom: Desk) -> dict[str, Event | Figure]:
    reading = load(newsroom)
    facts: tuple[Event | Figure, ...] = (*reading.events, *reading.figures)
    return {fact.id.partition("#")[2]: fact for fact in facts}


def file(newsroom: Desk, story: Story) -> FactsFile:
    return read_facts(newsroom.path(), newsroom.article(FIRST), story)


def refused(attempt: object, reason: str) -> NotDecided:
    assert callable(attempt)
    with pytest.raises(NotDecided) as caught:
        attempt()
    assert caught.value.reason == reason
    return caught.value


# ------------------------------------------------------------------ what is written


def test_an_approved_fact_is_published_by_the_next_load_and_only_then(newsroom: Desk, story: Story) -> None:
    before = facts_by_slug(newsroom)["x0000leav"]
    assert not before.published
    assert decide(newsroom.folder, story, ruling(newsroom, "x0000leav")) is Verdict.APPROVED
    after = facts_by_slug(newsroom)
    assert after["x0000leav"] == signed(before)
    assert len(after) == 4
    written = file(newsroom, story)
    assert (written.complete, written.reviewed_by, written.reviewed_on) == (False, "ليلى", TODAY)


def test_a_correction_says_what_it_corrects(newsroom: Desk, story: Story) -> None:
    changed = {"place": "erbil", "modality": Modality.DENIED}
    assert decide(newsroom.folder, story, ruling(newsroom, "x0000leav", **changed)) is Verdict.CORRECTED
    fact = facts_by_slug(newsroom)["x0000leav"]
    assert isinstance(fact, Event)
    assert (fact.place, fact.modality, fact.published) == ("erbil", Modality.DENIED, True)
    assert "was: {modality: planned, place: ain_al_asad}" in newsroom.path().read_text("utf-8")


def test_a_rejected_fact_is_gone_and_stays_away(newsroom: Desk, story: Story) -> None:
    assert decide(newsroom.folder, story, ruling(newsroom, "x000iraq1", reject=True)) is Verdict.REJECTED
    reading = load(newsroom)
    assert [figure.place for figure in reading.figures] == ["syria"]
    assert reading.rejected == 1
    renamed = replace(newsroom.fact("x000iraq1"), id=f"{FIRST}#x9999new")
    newsroom.finds(renamed)
    assert load(newsroom).figures == ()


def test_a_decision_keeps_what_an_editor_wrote(newsroom: Desk, story: Story, article: Article) -> None:
    text = (
        f'# ملاحظة المحرر\narticle: {FIRST}\ntext_sha256: "{article.sha256}"\ncomplete: false\n'
        f'reviewed_by: "محرر"   # وقّعه\nreviewed_on: "2026-11-01"\nclaims:\n  - quote: "{COUNT}"\n'
        "    figures:\n"
        "      - {id: syria-900, force: us, place: syria, unit: personnel, qualifier: exact, value: 900}\n"
    )
    newsroom.path().write_text(text, "utf-8")
    decide(newsroom.folder, story, ruling(newsroom, "x0000leav"))
    after = newsroom.path().read_text("utf-8")
    assert [line for line in text.splitlines() if line not in after] == [
        *('reviewed_by: "محرر"   # وقّعه', 'reviewed_on: "2026-11-01"')
    ]
    assert re.search(r'reviewed_by: "محرر, ليلى" +# وقّعه', after)
    assert f'reviewed_on: "{TODAY}"' in after
    facts = facts_by_slug(newsroom)
    assert set(facts) == {"syria-900", "x0000leav", "x000iraq1", "x0000move"}


def test_the_words_of_a_date_are_kept_only_where_they_stand_in_the_sentence(newsroom: Desk, story: Story) -> None:
    elided = FuzzyDate("2026", surface="العام المقبل")
    decide(newsroom.folder, story, ruling(newsroom, "x0000leav", date=elided))
    fact = facts_by_slug(newsroom)["x0000leav"]
    assert isinstance(fact, Event)
    assert fact.date == FuzzyDate("2026")


def test_the_same_decision_twice_is_one(newsroom: Desk, story: Story) -> None:
    for one in (
        ruling(newsroom, "x0000leav", place="erbil"),
        ruling(newsroom, "x000iraq1", reject=True),
        ruling(newsroom, "x000syria"),
    ):
        decide(newsroom.folder, story, one)
        written = newsroom.path().read_bytes()
        assert decide(newsroom.folder, story, one) is one.verdict
        assert newsroom.path().read_bytes() == written


def test_two_alike_in_one_sentence_are_two_decisions(newsroom: Desk, story: Story) -> None:
    extracted = newsroom.fact("x0000leav")
    assert isinstance(extracted, Event)
    undated = replace(extracted, id=f"{FIRST}#x00other", date=None)
    newsroom.finds(extracted, undated)
    decide(newsroom.folder, story, ruling(newsroom, "x0000leav"))
    assert decide(newsroom.folder, story, ruling(newsroom, "x00other")) is Verdict.APPROVED
    assert [fact.date for fact in file(newsroom, story).events] == [extracted.date, None]
    assert {slug for slug, fact in facts_by_slug(newsroom).items() if fact.published} == {"x0000leav", "x00other"}


def test_what_an_editor_wrote_by_hand_of_the_same_sentence_is_a_decision(newsroom: Desk, story: Story) -> None:
    decide(newsroom.folder, story, ruling(newsroom, "x0000leav"))
    text = newsroom.path().read_text("utf-8").replace("id: x0000leav\n        of: x0000leav", "id: mine")
    newsroom.path().write_text(text, "utf-8")
    refused(lambda: decide(newsroom.folder, story, ruling(newsroom, "x0000leav", reject=True)), "decided")


# ------------------------------------------------------------------ undone


@pytest.mark.parametrize("reject", [False, True])
def test_what_is_undone_waits_again(newsroom: Desk, story: Story, article: Article, reject: bool) -> None:
    decide(newsroom.folder, story, ruling(newsroom, "x000iraq1"))
    before = newsroom.path().read_bytes()
    decide(newsroom.folder, story, ruling(newsroom, "x0000leav", reject=reject))
    assert withdraw(newsroom.folder, story, article, f"{FIRST}#x0000leav")
    assert newsroom.path().read_bytes() == before
    assert facts_by_slug(newsroom)["x0000leav"] == newsroom.fact("x0000leav")


def test_the_last_decision_undone_leaves_a_file_that_says_nothing(
    newsroom: Desk, story: Story, article: Article
) -> None:
    decide(newsroom.folder, story, ruling(newsroom, "x0000leav"))
    assert withdraw(newsroom.folder, story, article, f"{FIRST}#x0000leav")
    assert file(newsroom, story).events == ()
    assert set(facts_by_slug(newsroom)) == {"x0000leav", "x000iraq1", "x000syria", "x0000move"}
    decide(newsroom.folder, story, ruling(newsroom, "x0000leav"))
    assert facts_by_slug(newsroom)["x0000leav"].published


def test_undoing_twice_or_nothing_changes_nothing(newsroom: Desk, story: Story, article: Article) -> None:
    assert not withdraw(newsroom.folder, story, article, f"{FIRST}#x0000leav")
    decide(newsroom.folder, story, ruling(newsroom, "x0000leav"))
    assert withdraw(newsroom.folder, story, article, f"{FIRST}#x0000leav")
    assert not withdraw(newsroom.folder, story, article, f"{FIRST}#x0000leav")


def test_a_row_that_shares_its_line_is_left_to_people(newsroom: Desk, story: Story, article: Article) -> None:
    decide(newsroom.folder, story, ruling(newsroom, "x000iraq1", reject=True))
    decide(newsroom.folder, story, ruling(newsroom, "x000syria", reject=True))
    lines = newsroom.path().read_text("utf-8")
    first, second = (line for line in lines.splitlines() if "{of:" in line)
    joined = f"    rejected: [{first.strip()[2:]}, {second.strip()[2:]}]"
    newsroom.path().write_text(lines.split("    rejected:")[0] + joined + "\n", "utf-8")
    refused(lambda: withdraw(newsroom.folder, story, article, f"{FIRST}#x000iraq1"), "by_hand")


# ------------------------------------------------------------------ refused


def test_whoever_comes_second_is_told_what_was_decided(newsroom: Desk, story: Story) -> None:
    decide(newsroom.folder, story, ruling(newsroom, "x0000leav", reject=True))
    written = newsroom.path().read_bytes()
    error = refused(lambda: decide(newsroom.folder, story, ruling(newsroom, "x0000leav", "عمر")), "decided")
    assert error.value == Verdict.REJECTED
    assert newsroom.path().read_bytes() == written


def test_two_corrections_that_differ_are_not_one(newsroom: Desk, story: Story) -> None:
    decide(newsroom.folder, story, ruling(newsroom, "x0000leav", place="erbil"))
    other = ruling(newsroom, "x0000leav", "عمر", place="baghdad")
    assert refused(lambda: decide(newsroom.folder, story, other), "decided").value == Verdict.CORRECTED


def test_nothing_is_decided_of_a_text_that_has_changed(newsroom: Desk, story: Story) -> None:
    one = ruling(newsroom, "x0000leav")
    text = newsroom.folder / f"{FIRST}.txt"
    text.write_text(text.read_text("utf-8").replace("2500", "2600"), "utf-8")
    refused(lambda: decide(newsroom.folder, story, one), "text_changed")
    text.unlink()
    refused(lambda: decide(newsroom.folder, story, one), "no_article")
    assert not newsroom.path().exists()


@pytest.mark.parametrize(
    ("reason", "before", "after"),
    [
        ("complete", "complete: false", "complete: true"),
        ("draft", "complete: false", "complete: false\ndraft: true"),
        ("stale", 'text_sha256: "', 'text_sha256: "0'),
    ],
)
def test_a_file_that_is_not_for_decisions_is_left_alone(
    newsroom: Desk, story: Story, reason: str, before: str, after: str
) -> None:
    decide(newsroom.folder, story, ruling(newsroom, "x000iraq1"))
    text = newsroom.path().read_text("utf-8").replace(before, after)
    newsroom.path().write_text(text, "utf-8")
    refused(lambda: decide(newsroom.folder, story, ruling(newsroom, "x0000leav")), reason)
    assert newsroom.path().read_text("utf-8") == text


def test_a_bad_file_is_told_with_its_problems(newsroom: Desk, story: Story) -> None:
    newsroom.path().write_text("claims: 7\n", "utf-8")
    with pytest.raises(SeedError) as caught:
        decide(newsroom.folder, story, ruling(newsroom, "x0000leav"))
    assert {problem.code for problem in caught.value.problems} >= {"missing", "not_a_list"}


def test_a_folder_that_cannot_be_written_to_is_named(
    newsroom: Desk, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("storage.corpus.facts_writer.tempfile.mkstemp", denied)
    error = refused(lambda: decide(newsroom.folder, story, ruling(newsroom, "x0000leav")), "not_writable")
    assert error.value == "Permission denied"
    assert not newsroom.path().exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_read_only_is_named(newsroom: Desk, story: Story) -> None:
    newsroom.folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        refused(lambda: decide(newsroom.folder, story, ruling(newsroom, "x0000leav")), "not_writable")
    finally:
        newsroom.folder.chmod(stat.S_IRWXU)


# ------------------------------------------------------------------ side by side


def test_editors_who_decide_at_once_lose_nothing(newsroom: Desk, story: Story, article: Article) -> None:
    facts = [replace(newsroom.fact("x000iraq1"), id=f"{FIRST}#x{n:08d}", value=1000 + n) for n in range(8)]
    rulings = [Ruling(article, fact, fact if n % 2 else None, f"محرر {n}", TODAY) for n, fact in enumerate(facts)]
    threads = [threading.Thread(target=decide, args=(newsroom.folder, story, one)) for one in rulings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    written = file(newsroom, story)
    assert {figure.value for figure in written.figures} == {1001, 1003, 1005, 1007}
    assert {one.number for one in written.rejected} == {1000, 1002, 1004, 1006}
    assert [path.name for path in newsroom.folder.iterdir() if path.name.startswith(".")] == []


# ------------------------------------------------------------------ which are decided


def test_the_files_say_which_facts_are_decided(newsroom: Desk, story: Story, article: Article) -> None:
    assert decided_of(newsroom.folder, (FIRST, "a002", "nobody")) == frozenset()
    decide(newsroom.folder, story, ruling(newsroom, "x0000leav"))
    decide(newsroom.folder, story, ruling(newsroom, "x000iraq1", reject=True))
    assert decided_of(newsroom.folder, (FIRST, "a002")) == {f"{FIRST}#x0000leav", f"{FIRST}#x000iraq1"}
    withdraw(newsroom.folder, story, article, f"{FIRST}#x0000leav")
    assert decided_of(newsroom.folder, (FIRST,)) == {f"{FIRST}#x000iraq1"}
    newsroom.path().write_text("?", "utf-8")
    assert decided_of(newsroom.folder, (FIRST,)) == frozenset()


# ------------------------------------------------------------------ a draft to start from


def test_a_draft_holds_everything_and_counts_for_nothing_until_it_is_signed(
    newsroom: Desk, story: Story, article: Article
) -> None:
    found = desk.Rules(newsroom).read(article)
    assert write_draft(newsroom.path(), article, found, "ليلى", TODAY) == 3
    reading = load(newsroom)
    assert reading.warnings == (f"draft_facts:{FIRST}.facts.yaml",)
    assert not facts_by_slug(newsroom)["x0000leav"].published
    assert decided_of(newsroom.folder, (FIRST,)) == frozenset()
    text = newsroom.path().read_text("utf-8")
    assert "- id: x0000leav  # 0.55? event.trigger date.far" in text
    newsroom.path().write_text(text.replace("draft: true\n", ""), "utf-8")
    facts = facts_by_slug(newsroom)
    assert {slug for slug, fact in facts.items() if fact.origin == "reviewed"} == {
        "x0000leav",
        "x000iraq1",
        "x000syria",
    }
    assert load(newsroom).warnings == ()


def test_a_draft_takes_the_place_of_whatever_was_there(newsroom: Desk, story: Story, article: Article) -> None:
    newsroom.path().write_text("not even a facts file", "utf-8")
    write_draft(newsroom.path(), article, desk.Rules(newsroom).read(article), "ليلى", TODAY)
    assert [fact.citation.sentence for fact in file(newsroom, story).events] == [LEAVE]
