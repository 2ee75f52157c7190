"""Facts files: every fact has its exact sentence, and whatever is wrong is named with line, field and a hint."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from storage.corpus.facts_file import FactsFile, read_facts
from storage.corpus.reader import read_article
from storage.corpus.story import read_story
from storage.fuzzydate import Basis, Bound, Edge, FuzzyDate
from storage.records import (
    Article,
    Attribution,
    Casualty,
    Frame,
    Kind,
    Localized,
    Modality,
    Origin,
    Qualifier,
    Sense,
    Story,
    Unit,
)
from tests.storage.corpus.seed_files import (
    ARTICLE,
    CLAIMS,
    LEAVE,
    STAY,
    STORY,
    facts,
    line_of,
    named,
    problems_of,
    write,
)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return read_story(write(tmp_path_factory.mktemp("story"), "story.yaml", STORY))


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory, story: Story) -> Article:
    folder = tmp_path_factory.mktemp("article")
    return read_article(write(folder, "a001.txt", ARTICLE), folder, story)


def read(folder: Path, text: str, article: Article | None, story: Story | None) -> FactsFile:
    return read_facts(write(folder, "a001.facts.yaml", text), article, story)


def test_facts_are_read_whole(tmp_path: Path, article: Article, story: Story) -> None:
    file = read(tmp_path, facts(CLAIMS), article, story)
    assert (file.article, file.complete, file.reviewed_by, file.stale) == ("a001", True, "محرر", False)
    assert file.reviewed_on == date(2026, 11, 22)
    leave, stay = file.events
    assert leave.id == "a001#leave"
    assert (leave.kind, leave.modality, leave.actor, leave.place) == (
        Kind.WITHDRAWAL,
        Modality.PLANNED,
        "us",
        "baghdad",
    )
    assert leave.citation.sentence == LEAVE == article.text[leave.citation.start : leave.citation.end]
    assert leave.date == FuzzyDate("../2026", Edge.END, Bound.BY, "بحلول نهاية عام 2026", Basis.STATED)
    assert leave.title == Localized("خروج القوات من بغداد", "Forces leave Baghdad")
    assert (leave.origin, leave.confidence, leave.published) == (Origin.REVIEWED, 1.0, True)
    assert stay.citation.sentence == STAY
    assert stay.attribution == Attribution("مسؤول", None, True)
    (figure,) = file.figures
    assert (figure.id, figure.unit, figure.qualifier, figure.value) == (
        "a001#us-erbil-900",
        Unit.PERSONNEL,
        Qualifier.ABOUT,
        900,
    )
    assert (figure.sense, figure.modality, figure.as_of) == (Sense.STRENGTH, Modality.HAPPENED, None)


def test_what_may_be_left_out_has_its_default(tmp_path: Path, article: Article, story: Story) -> None:
    claims = f"""\
  - quote: "{STAY}"
    events: [{{id: a, kind: statement, modality: happened, frame: cut}}]
    figures: [{{id: b, unit: casualties, qualifier: dozens, casualty: wounded, modality: denied}}]
"""
    file = read(tmp_path, facts(claims), article, story)
    (event,), (figure,) = file.events, file.figures
    assert (event.actor, event.place, event.date, event.title, event.frame) == (None, None, None, None, Frame.CUT)
    assert (figure.force, figure.sense, figure.casualty, figure.modality) == (
        None,
        None,
        Casualty.WOUNDED,
        Modality.DENIED,
    )


def event(fields: str, quote: str = LEAVE) -> str:
    return f'  - quote: "{quote}"\n    events:\n      - {{id: a, kind: withdrawal, modality: planned, {fields}}}\n'


def figure(fields: str) -> str:
    return f'  - quote: "{STAY}"\n    figures:\n      - {{id: a, unit: personnel, {fields}}}\n'


@pytest.mark.parametrize(
    ("fields", "field", "code", "hint"),
    [
        ("place: bagdad", "place", "unknown_place", "baghdad"),
        ("to_place: هولر", "to_place", "unknown_place", "erbil"),
        ("actor: usa", "actor", "unknown_force", "us"),
        ("counterpart: coalitoin", "counterpart", "unknown_force", "coalition"),
        ("extent: alll", "extent", "unknown_value", "all"),
        ("pace: baghdad", "pace", "unknown_field", "place"),
        ("anonymous: yes", "anonymous", "not_true_or_false", ""),
        ('date: "2026"', "date", "not_a_mapping", ""),
        ("date: {edge: end}", "date.edtf", "missing", ""),
        ('date: {edtf: "2026-02-30"}', "date.edtf", "no_such_date", ""),
        ('date: {edtf: "soon"}', "date.edtf", "bad_edtf", ""),
        ('date: {edtf: "../2026"}', "date.bound", "bound_disagrees", "by"),
        ('date: {edtf: "2026", bound: by}', "date.bound", "bound_disagrees", "in"),
        ('date: {edtf: "2026/..", bound: by}', "date.bound", "bound_disagrees", "from"),
        ('date: {edtf: "2026", words: "عام 2027"}', "date.words", "words_not_in_quote", ""),
        ("title: {ar: نص}", "title.en", "missing", ""),
    ],
)
def test_a_mistake_in_an_event_is_named_where_it_stands(
    tmp_path: Path, article: Article, story: Story, fields: str, field: str, code: str, hint: str
) -> None:
    text = facts(event(fields))
    (problem,) = problems_of(lambda: read(tmp_path, text, article, story))
    assert (problem.line, problem.field) == (line_of(text, fields), f"claims.0.events.0.{field}")
    assert (problem.code, problem.hint) == (code, hint)


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ("qualifier: about", "qualifier", "numbers_do_not_fit"),
        ("qualifier: between, low: 5", "qualifier", "numbers_do_not_fit"),
        ("qualifier: exact, value: 1_000, low: 5", "value", "not_a_number"),
        ("qualifier: exact, value: -9", "value", "not_a_number"),
        ("qualifier: exact, value: 9, casualty: killed", "casualty", "only_for_casualties"),
        ("qualifier: exact, value: 9, force: usa", "force", "unknown_force"),
    ],
)
def test_a_mistake_in_a_figure_is_named_where_it_stands(
    tmp_path: Path, article: Article, story: Story, fields: str, field: str, code: str
) -> None:
    text = facts(figure(fields))
    wrong = named(problems_of(lambda: read(tmp_path, text, article, story)))
    assert (line_of(text, fields), f"claims.0.figures.0.{field}", code) in wrong


@pytest.mark.parametrize(
    ("quote", "code", "hint"),
    [
        ("كلام ليس في النص أبداً.", "quote_not_in_text", ""),
        (LEAVE.replace("ستغادر", "غادرت"), "quote_not_in_text", LEAVE),
        (LEAVE[:-8], "quote_not_a_sentence", LEAVE),
        (f"{LEAVE} وقال مسؤول", "quote_not_a_sentence", LEAVE),
    ],
)
def test_a_quotation_must_be_of_the_text(
    tmp_path: Path, article: Article, story: Story, quote: str, code: str, hint: str
) -> None:
    text = facts(event("place: iraq", quote))
    (problem,) = problems_of(lambda: read(tmp_path, text, article, story))
    assert (problem.line, problem.field, problem.code) == (line_of(text, quote), "claims.0.quote", code)
    assert problem.hint == hint


@pytest.mark.parametrize(
    ("claims", "field", "code"),
    [
        (f'  - quote: "{LEAVE}"\n', "claims.0", "no_facts"),
        ("  - نص\n", "claims.0", "not_a_mapping"),
        ("  - events: [{id: a, kind: entry, modality: denied}]\n", "claims.0.quote", "missing"),
        ("  نص\n", "claims", "not_a_list"),
    ],
)
def test_a_claim_is_a_quotation_and_its_facts(
    tmp_path: Path, article: Article, story: Story, claims: str, field: str, code: str
) -> None:
    (problem,) = problems_of(lambda: read(tmp_path, facts(claims), article, story))
    assert (problem.field, problem.code) == (field, code)


@pytest.mark.parametrize(
    ("old", "new", "marker", "field", "code"),
    [
        ("article: a001", "article: a002", "article:", "article", "not_this_article"),
        ("complete: true\n", "", "article:", "complete", "missing"),
        ("complete: true", "complete: yes", "complete:", "complete", "not_true_or_false"),
        ('"2026-11-22"', '"2026-11-31"', "reviewed_on:", "reviewed_on", "no_such_date"),
        ('reviewed_by: "محرر"', "reviewed_by: null", "reviewed_by:", "reviewed_by", "missing"),
        ("complete: true", "complete: true\ncomplete: false", "complete: false", "complete", "duplicate_key"),
        ("place: baghdad", "place: &p baghdad", "&p", "", "yaml_anchor"),
        ("place: baghdad", "place: !!str baghdad", "!!str", "", "yaml_tag"),
        ("id: stay", "id: leave", "id: leave, kind: presence", "claims.1.events.0.id", "duplicate_id"),
        ("id: us-erbil-900", "id: Us 900", "id: Us 900", "claims.1.figures.0.id", "bad_id"),
    ],
)
def test_mistakes_of_the_file_are_named(
    tmp_path: Path, article: Article, story: Story, old: str, new: str, marker: str, field: str, code: str
) -> None:
    text = facts(CLAIMS).replace(old, new)
    (problem,) = problems_of(lambda: read(tmp_path, text, article, story))
    assert (problem.line, problem.field, problem.code) == (line_of(text, marker), field, code)


def test_all_mistakes_are_named_at_once(tmp_path: Path, article: Article, story: Story) -> None:
    text = facts(event("place: bagdad, actor: usa") + figure("qualifier: about"), article="a002")
    wrong = {problem.code for problem in problems_of(lambda: read(tmp_path, text, article, story))}
    assert wrong == {"not_this_article", "unknown_place", "unknown_force", "numbers_do_not_fit", "duplicate_id"}


def test_facts_of_another_text_are_set_aside(tmp_path: Path, article: Article, story: Story) -> None:
    claims = event("place: iraq", "جملة من النص القديم.")
    file = read(tmp_path, facts(claims, sha256="0" * 64), article, story)
    assert file.stale
    assert not file.events
    assert not file.figures


def test_facts_set_aside_are_still_checked_for_what_does_not_need_the_text(
    tmp_path: Path, article: Article, story: Story
) -> None:
    text = facts(event("place: bagdad", "جملة من النص القديم."), sha256="0" * 64)
    assert [p.code for p in problems_of(lambda: read(tmp_path, text, article, story))] == ["unknown_place"]


def test_without_article_and_story_the_rest_is_checked(tmp_path: Path) -> None:
    text = facts(event("place: atlantis", "جملة ليست في النص."))
    assert read(tmp_path, text, None, None).events[0].place == "atlantis"
    text = facts(event("extent: alll", "جملة ليست في النص."))
    assert [p.code for p in problems_of(lambda: read(tmp_path, text, None, None))] == ["unknown_value"]


def test_bidi_controls_in_a_quotation_change_nothing(tmp_path: Path, article: Article, story: Story) -> None:
    text = facts(event("place: iraq", "\u202b" + LEAVE + "\u202c"))
    assert read(tmp_path, text, article, story).events[0].citation.sentence == LEAVE
