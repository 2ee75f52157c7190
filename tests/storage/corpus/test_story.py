"""story.yaml: read whole, or refused with every problem, its line and its field."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from storage.corpus.story import ids_by_name, read_story
from storage.records import Gender, GrammaticalNumber, Kind, Localized, PlaceKind
from tests.storage.corpus.seed_files import SHIPPED_STORY, STORY, line_of, named, problems_of, write


def refused(folder: Path, text: str) -> list[tuple[int, str, str]]:
    path = write(folder, "story.yaml", text)
    return named(problems_of(lambda: read_story(path)))


def test_a_story_is_read_whole(tmp_path: Path) -> None:
    story = read_story(write(tmp_path, "story.yaml", STORY))
    assert story.id == "tiny"
    assert story.title == Localized("قصة صغيرة", "A small story")
    assert list(story.places) == ["iraq", "baghdad", "erbil"]
    assert story.places["erbil"].kind is PlaceKind.CITY
    assert (story.places["erbil"].parent, story.places["erbil"].aliases) == ("iraq", ("هولير",))
    us = story.actors["us"]
    assert (us.gender, us.number, us.coalition_member) == (Gender.FEMININE, GrammaticalNumber.SINGULAR, True)
    assert story.line("us") == "coalition"
    assert story.people["sudani"].role.en == "Prime minister"
    assert set(story.kinds) == set(Kind)
    assert story.outlets["dijla"].aliases == ("دجلة",)
    assert story.episodes["first"].end == date(2011, 12, 31)
    assert story.episodes["second"].end is None
    assert story.metonyms == {"واشنطن": "us"}


def test_the_story_that_ships_is_good() -> None:
    story = read_story(SHIPPED_STORY)
    assert story.within("ain_al_asad", "iraq")
    assert ids_by_name(story.places)["عين الأسد"] == "ain_al_asad"


@pytest.mark.parametrize(
    ("old", "new", "field", "code"),
    [
        ("id: tiny", "id: Tiny Story", "story.id", "bad_id"),
        ('en: "A small story"', "fr: x", "story.title.en", "missing"),
        ("kind: country", "kind: nation", "places.0.kind", "unknown_value"),
        ("parent: iraq, lat: 33.31", "parent: irak, lat: 33.31", "places.1.parent", "unknown_parent"),
        ("parent: null, lat: 33.2", "parent: baghdad, lat: 33.2", "places.0.parent", "parent_circle"),
        ("lat: 33.31", "lat: 133.31", "places.1.lat", "not_on_earth"),
        ("lon: 44.37", "lon: x", "places.1.lon", "not_a_number"),
        ("id: erbil,", "id: baghdad,", "places.2.id", "duplicate_id"),
        ('aliases: ["هولير"]', 'aliases: ["بغدادُ"]', "places.2.aliases", "name_taken"),
        ('aliases: ["هولير"]', "aliases: هولير", "places.2.aliases", "not_a_list"),
        ('aliases: ["هولير"]', "alias: []", "places.2.alias", "unknown_field"),
        ("gender: f,", "gender: x,", "actors.0.gender", "unknown_value"),
        ("gender: m,", "", "actors.1.gender", "missing"),
        ("coalition_member: true", "coalition_member: yes", "actors.0.coalition_member", "not_true_or_false"),
        ("id: other,", "id: statement,", "event_kinds.15.id", "duplicate_id"),
        ("id: other,", "id: statement,", "event_kinds", "missing_kind"),
        ("id: other,", "id: parade,", "event_kinds.15.id", "unknown_value"),
        ('end: "2011-12-31"', 'end: "2001-12-31"', "episodes.0.end", "interval_reversed"),
        ('end: "2011-12-31"', 'end: "2011-02-31"', "episodes.0.end", "no_such_date"),
        ('end: "2011-12-31"', 'end: "2014-12-31"', "episodes.1.start", "episodes_overlap"),
        ('"واشنطن": us', '"واشنطن": usa', "metonyms", "unknown_force"),
        ("roles:", "rolls:", "roles", "missing"),
        ("roles:", "rolls:", "rolls", "unknown_field"),
    ],
)
def test_a_mistake_is_named_where_it_stands(tmp_path: Path, old: str, new: str, field: str, code: str) -> None:
    line = line_of(STORY, old)
    wrong = refused(tmp_path, STORY.replace(old, new))
    assert (field, code) in {(f, c) for _, f, c in wrong}
    if code not in ("missing", "missing_kind", "episodes_overlap"):
        assert line in {at for at, f, c in wrong if (f, c) == (field, code)}


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    text = STORY.replace("kind: country", "kind: nation").replace("gender: m,", "").replace("lon: 44.37", "lon: x")
    assert len(refused(tmp_path, text)) == 3


def test_a_wrong_name_leads_to_the_nearest(tmp_path: Path) -> None:
    path = write(tmp_path, "story.yaml", STORY.replace("parent: iraq, lat: 33.31", "parent: irak, lat: 33.31"))
    (problem,) = problems_of(lambda: read_story(path))
    assert problem.hint == "iraq"


def test_a_story_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    (problem,) = problems_of(lambda: read_story(tmp_path / "story.yaml"))
    assert problem.code == "unreadable"


def test_notes_and_comments_are_free_everywhere(tmp_path: Path) -> None:
    text = STORY.replace("{id: erbil,", "{note: انظر الخريطة, id: erbil,").replace(
        "places:", "# تعليق\nnote: عام\nplaces:"
    )
    assert read_story(write(tmp_path, "story.yaml", text)).places["erbil"].name.en == "Erbil"
