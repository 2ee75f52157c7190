"""Facts are written for a person to go on editing: what was not changed stays byte for byte."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.corpus.facts_file import FactsFile, default_sense, read_facts
from storage.corpus.facts_writer import write_facts
from storage.corpus.reader import read_article
from storage.corpus.story import read_story
from storage.corpus.text import collapse
from storage.errors import FactError
from storage.fuzzydate import Basis, Bound, Edge, FuzzyDate
from storage.records import (
    Article,
    Attribution,
    Casualty,
    Event,
    Extent,
    Figure,
    Frame,
    Kind,
    Localized,
    Modality,
    Qualifier,
    Sense,
    Story,
    Unit,
)
from tests.storage.corpus.seed_files import ARTICLE, CLAIMS, LEAVE, STAY, STORY, facts, problems_of, write

SHIPPED = sorted((Path(__file__).parents[3] / "seeds").glob("*.facts.yaml"))


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return read_story(write(tmp_path_factory.mktemp("story"), "story.yaml", STORY))


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory, story: Story) -> Article:
    folder = tmp_path_factory.mktemp("article")
    return read_article(write(folder, "a001.txt", ARTICLE), folder, story)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write(tmp_path, "a001.facts.yaml", facts(CLAIMS))


def changed(before: str, after: str) -> tuple[set[str], set[str]]:
    """The lines that went and the lines that came, white space apart."""
    old, new = ([collapse(line) for line in text.split("\n")] for text in (before, after))
    return {line for line in old if line not in new}, {line for line in new if line not in old}


def test_writing_what_is_there_changes_no_byte(path: Path, article: Article, story: Story) -> None:
    before = path.read_bytes()
    write_facts(path, read_facts(path, article, story))
    assert path.read_bytes() == before


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda shipped: shipped.name)
def test_the_facts_that_ship_are_written_as_they_are(tmp_path: Path, shipped: Path) -> None:
    article = read_article(shipped.with_name(shipped.name.replace(".facts.yaml", ".txt")), shipped.parent, None)
    copy = write(tmp_path, shipped.name, shipped.read_bytes())
    write_facts(copy, read_facts(shipped, article, None))
    assert copy.read_bytes() == shipped.read_bytes()


def test_a_fact_is_changed_where_it_stands(path: Path, article: Article, story: Story) -> None:
    before = path.read_text()
    file = read_facts(path, article, story)
    leave = replace(file.events[0], modality=Modality.ONGOING, actor="coalition", extent=Extent.ALL)
    write_facts(path, replace(file, events=(leave,), figures=()))
    went, came = changed(before, path.read_text())
    assert went == {"modality: planned", "actor: us # قوات الولايات المتحدة"}
    assert came == {"modality: ongoing", "actor: coalition # قوات الولايات المتحدة", "extent: all"}
    assert read_facts(path, article, story).events == (leave, file.events[1])


def test_a_field_that_is_emptied_goes_but_its_comment_stays(path: Path, article: Article, story: Story) -> None:
    file = read_facts(path, article, story)
    leave = replace(file.events[0], actor=None, place=None, title=None)
    write_facts(path, replace(file, events=(leave,)))
    text = path.read_text()
    assert "actor: # قوات الولايات المتحدة" in map(collapse, text.split("\n"))
    assert "place: baghdad" not in text
    assert "# الجملة الثانية" in text
    assert read_facts(path, article, story).events[0] == leave


def test_a_comment_under_a_block_that_goes_stays(path: Path, article: Article, story: Story) -> None:
    flow, block = 'title: {ar: "خروج القوات من بغداد", en: "x"}', 'title:\n          ar: "خروج"\n          en: "x"'
    write(path.parent, path.name, path.read_text().replace('"Forces leave Baghdad"', '"x"').replace(flow, block))
    file = read_facts(path, article, story)
    leave = replace(file.events[0], title=None)
    write_facts(path, replace(file, events=(leave,)))
    assert "# الجملة الثانية" in path.read_text()
    assert "خروج" not in path.read_text()
    assert read_facts(path, article, story).events[0] == leave


def test_a_new_fact_comes_under_its_sentence(path: Path, article: Article, story: Story) -> None:
    before = path.read_text()
    file = read_facts(path, article, story)
    new = replace(file.events[1], id="a001#new", kind=Kind.OTHER)
    write_facts(path, replace(file, events=(new,), figures=()))
    went, came = changed(before, path.read_text())
    assert not went
    assert "- id: new" in came
    assert [event.id for event in read_facts(path, article, story).events] == ["a001#leave", "a001#stay", "a001#new"]
    assert path.read_text().count("quote:") == 2


def test_a_new_sentence_comes_at_the_end(path: Path, article: Article, story: Story) -> None:
    file = read_facts(path, article, story)
    both = article.cite(article.sentences[0].start, article.sentences[1].end)
    write_facts(path, replace(file, events=(replace(file.events[0], id="a001#both", citation=both),), figures=()))
    assert read_facts(path, article, story).events[-1].citation == both
    assert path.read_text().count("quote:") == 3


def test_a_fact_may_not_move_stands_elsewhere(path: Path, article: Article, story: Story) -> None:
    before = path.read_bytes()
    file = read_facts(path, article, story)
    with pytest.raises(FactError, match="stands_elsewhere"):
        write_facts(path, replace(file, events=(replace(file.events[0], citation=file.events[1].citation),)))
    assert path.read_bytes() == before


def test_an_event_may_not_become_a_figure(path: Path, article: Article, story: Story) -> None:
    file = read_facts(path, article, story)
    with pytest.raises(FactError, match="stands_elsewhere"):
        write_facts(path, replace(file, figures=(replace(file.figures[0], id="a001#stay"),)))


def test_a_new_file_is_pleasant_to_edit(tmp_path: Path, article: Article, story: Story) -> None:
    source = write(tmp_path, "a001.facts.yaml", facts(CLAIMS))
    file = read_facts(source, article, story)
    source.unlink()
    write_facts(source, file)
    text = source.read_text()
    assert f"  - quote: >-\n      {LEAVE}\n    events:\n      - id: leave\n        kind: withdrawal\n" in text
    assert 'date: {edtf: "../2026", edge: end, bound: by, words: "بحلول نهاية عام 2026"}' in text
    assert "anonymous: false" not in text
    assert max(map(len, text.split("\n"))) < 110
    assert read_facts(source, article, story) == file


def test_a_hash_and_a_reviewer_are_brought_up_to_date(path: Path, article: Article, story: Story) -> None:
    file = read_facts(path, article, story)
    write_facts(
        path, replace(file, text_sha256="0" * 64, reviewed_by="محررة", reviewed_on=date(2026, 12, 1), complete=False)
    )
    again = read_facts(path, article, story)
    assert (again.stale, again.reviewed_by, again.reviewed_on, again.complete) == (
        True,
        "محررة",
        date(2026, 12, 1),
        False,
    )


def test_a_bad_file_is_left_alone(tmp_path: Path, article: Article, story: Story) -> None:
    good = read_facts(write(tmp_path, "a001.facts.yaml", facts(CLAIMS)), article, story)
    path = write(tmp_path, "a001.facts.yaml", "a: &a [1]\nb: *a\n")
    assert {"yaml_anchor", "yaml_alias"} <= {p.code for p in problems_of(lambda: write_facts(path, good))}
    assert path.read_text() == "a: &a [1]\nb: *a\n"


def test_nothing_is_left_behind_and_permissions_stay(path: Path, article: Article, story: Story) -> None:
    path.chmod(0o640)
    write_facts(path, read_facts(path, article, story))
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_failed_replacement_keeps_the_old_file(
    path: Path, article: Article, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, file = path.read_bytes(), read_facts(path, article, story)
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        write_facts(path, replace(file, reviewed_by="محررة"))
    assert path.read_bytes() == before
    assert [left.name for left in path.parent.iterdir()] == [path.name]


# ------------------------------------------------------------------ whatever is written is read back

WORDS = (
    st.text(alphabet="ابت abc:#'\"{}[]-&*!|>%@`0123,؟", min_size=1, max_size=30)
    .map(str.strip)
    .filter(bool)
    .map(lambda text: " ".join(text.split()))
)
NAMES = st.builds(Localized, WORDS, WORDS)
SLUGS = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,8}", fullmatch=True) | st.sampled_from(
    ["no", "on", "012", "1_000", "null", "y"]
)
DATES = st.sampled_from(
    [
        FuzzyDate("2025-10"),
        FuzzyDate("../2026~", Edge.END, Bound.UNTIL, "نهاية عام 2026"),
        FuzzyDate("2026/..", None, Bound.AFTER, "", Basis.INFERRED),
        FuzzyDate("2014/2017", None, Bound.IN, "عام", Basis.OTHER_DATE),
    ]
)
ATTRIBUTIONS = st.builds(Attribution, st.none() | WORDS, st.none() | WORDS, st.booleans())
NUMBERS = st.sampled_from(
    [(Qualifier.ABOUT, 900, None, None), (Qualifier.BETWEEN, None, 4, 5), (Qualifier.HUNDREDS, None, None, None)]
)


@st.composite
def files(draw: st.DrawFn, article: Article) -> FactsFile:
    slugs = draw(st.lists(SLUGS, unique=True, max_size=6))
    every: list[Event | Figure] = []
    for slug in slugs:
        # Only the first sentence holds the words of the dates above.
        sentence = draw(st.sampled_from(article.sentences))
        citation = article.cite(sentence.start, sentence.end)
        first = sentence is article.sentences[0]
        when = draw(st.none() | (DATES if first else DATES.filter(lambda d: not d.surface)))
        if draw(st.booleans()):
            every.append(
                Event(
                    id=f"a001#{slug}",
                    kind=draw(st.sampled_from(Kind)),
                    modality=draw(st.sampled_from(Modality)),
                    citation=citation,
                    actor=draw(st.sampled_from([None, "us"])),
                    counterpart=draw(st.sampled_from([None, "coalition"])),
                    place=draw(st.sampled_from([None, "baghdad"])),
                    to_place=draw(st.sampled_from([None, "erbil"])),
                    date=when,
                    extent=draw(st.none() | st.sampled_from(Extent)),
                    attribution=draw(ATTRIBUTIONS),
                    title=draw(st.none() | NAMES),
                    frame=draw(st.none() | st.sampled_from(Frame)),
                )
            )
            continue
        unit = draw(st.sampled_from(Unit))
        qualifier, value, low, high = draw(NUMBERS)
        every.append(
            Figure(
                id=f"a001#{slug}",
                force=draw(st.sampled_from([None, "us"])),
                unit=unit,
                qualifier=qualifier,
                modality=draw(st.sampled_from(Modality)),
                citation=citation,
                place=draw(st.sampled_from([None, "baghdad"])),
                value=value,
                low=low,
                high=high,
                sense=draw(st.just(default_sense(unit)) | st.sampled_from(Sense)),
                casualty=draw(st.none() | st.sampled_from(Casualty)) if unit is Unit.CASUALTIES else None,
                as_of=when,
                attribution=draw(ATTRIBUTIONS),
            )
        )
    every.sort(key=lambda fact: fact.citation.start)
    return FactsFile(
        article="a001",
        text_sha256=article.sha256,
        complete=draw(st.booleans()),
        reviewed_by=draw(WORDS),
        reviewed_on=draw(st.dates()),
        events=tuple(fact for fact in every if isinstance(fact, Event)),
        figures=tuple(fact for fact in every if isinstance(fact, Figure)),
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(data=st.data())
def test_a_new_file_is_read_back_as_it_was_written(
    tmp_path: Path, article: Article, story: Story, data: st.DataObject
) -> None:
    path = tmp_path / "a001.facts.yaml"
    path.unlink(missing_ok=True)
    file = data.draw(files(article))
    write_facts(path, file)
    assert read_facts(path, article, story) == file
    before = path.read_bytes()
    write_facts(path, file)
    assert path.read_bytes() == before


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(data=st.data())
def test_changing_a_file_keeps_every_comment_and_gives_every_change(
    tmp_path: Path, article: Article, story: Story, data: st.DataObject
) -> None:
    path = write(tmp_path, "a001.facts.yaml", facts(CLAIMS))
    file = data.draw(files(article))
    fresh = {"a001#leave": LEAVE, "a001#stay": STAY, "a001#us-erbil-900": STAY}
    events = tuple(e for e in file.events if fresh.get(e.id, e.citation.sentence) == e.citation.sentence)
    write_facts(path, replace(file, events=events))
    text = path.read_text()
    assert all(comment in text for comment in ("# حقائق للتجربة", "# قوات الولايات المتحدة", "# الجملة الثانية"))
    again = read_facts(path, article, story)
    assert set(events) <= set(again.events)
    assert set(file.figures) <= set(again.figures)
    assert fresh.keys() <= {event.id for event in again.events} | {figure.id for figure in again.figures}
