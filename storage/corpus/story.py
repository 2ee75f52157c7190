"""story.yaml → Story, validated: places, actors, people, kinds, outlets, roles and episodes of one story.

Every problem of the file is named at once. Matching the names in a text is done by `gazetteer`; the Arabic
language itself is `language`. The format is explained in `seeds/README.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from storage.corpus.fields import Fields
from storage.corpus.files import read_text
from storage.corpus.problems import Problems, nearest
from storage.corpus.text import fold
from storage.corpus.yaml_reader import load
from storage.errors import FactError
from storage.fuzzydate import FuzzyDate
from storage.records import (
    Actor,
    Episode,
    Gender,
    GrammaticalNumber,
    Kind,
    Localized,
    Outlet,
    Person,
    Place,
    PlaceKind,
    SpeakerRole,
    Story,
)


class _Entry(Protocol):
    @property
    def id(self) -> str: ...


class _Child(_Entry, Protocol):
    @property
    def parent(self) -> str | None: ...


class _Named(_Entry, Protocol):
    @property
    def name(self) -> Localized: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...


T = TypeVar("T", bound=_Entry)
N = TypeVar("N", bound=_Named)
C = TypeVar("C", bound=_Child)


@dataclass(frozen=True, slots=True)
class _List(Generic[T]):
    """One list of the file: its entries by id in file order, and the rows that they were read from."""

    entries: Mapping[str, T]
    rows: Mapping[str, Fields]


def read_story(path: Path) -> Story:
    """The story that the file at `path` describes. `SeedError` with every problem of the file."""
    problems = Problems(str(path))
    text = read_text(path, path.parent, problems)
    problems.settle()
    story = _story(Fields(load(text or "", problems), "", problems))
    problems.settle()
    return story


def ids_by_name(entries: Mapping[str, N]) -> dict[str, str]:
    """All the names of some entries of a story → their ids."""
    return {name: id for id, entry in entries.items() for name in (entry.name.ar, entry.name.en, *entry.aliases)}


def _story(top: Fields) -> Story:
    head = top.fields("story")
    id, title = _head(head) if head else ("", Localized("", ""))
    places, actors = _read(top, "places", _place), _read(top, "actors", _actor)
    people, outlets = _read(top, "people", _person), _read(top, "outlets", _outlet)
    episodes = _read(top, "episodes", _episode)
    _check_parents(places)
    _check_parents(actors)
    _check_names(places)
    _check_names(actors)
    _check_names(people)
    _check_names(outlets)
    _check_episodes(episodes)
    story = Story(
        id=id,
        title=title,
        places=places.entries,
        actors=actors.entries,
        people=people.entries,
        kinds=_kinds(top),
        outlets=outlets.entries,
        roles=_read(top, "roles", _role).entries,
        episodes=episodes.entries,
        metonyms=_metonyms(top, actors.entries),
    )
    top.close()
    return story


def _head(row: Fields) -> tuple[str, Localized]:
    id, title = row.slug("id"), row.names("title")
    row.names_or_none("neighbouring")
    if period := row.text_or_none("period"):
        try:
            FuzzyDate(period)
        except FactError as error:
            row.wrong("period", error.code, error.value)
    row.close()
    return id, title


def _read(top: Fields, noun: str, read: Callable[[Fields], T]) -> _List[T]:
    entries: dict[str, T] = {}
    rows: dict[str, Fields] = {}
    for row in top.rows(noun):
        entry = read(row)
        row.close()
        if entry.id and entry.id in entries:
            row.wrong("id", "duplicate_id", entry.id)
        entries.setdefault(entry.id, entry)
        rows.setdefault(entry.id, row)
    if not top.has(noun):
        top.wrong(noun, "missing")
    return _List(entries, rows)


# ------------------------------------------------------------------ entries


def _place(row: Fields) -> Place:
    lat, lon = row.decimal("lat"), row.decimal("lon")
    if abs(lat) > 90:
        row.wrong("lat", "not_on_earth", str(lat))
    if abs(lon) > 180:
        row.wrong("lon", "not_on_earth", str(lon))
    return Place(
        id=row.slug("id"),
        kind=row.choice("kind", PlaceKind),
        parent=row.text_or_none("parent"),
        name=row.names("name"),
        aliases=row.texts("aliases"),
        not_when=row.texts("not_when"),
        lat=lat,
        lon=lon,
        approx=row.flag("approx"),
    )


def _actor(row: Fields) -> Actor:
    return Actor(
        id=row.slug("id"),
        name=row.names("name"),
        parent=row.text_or_none("parent"),
        aliases=row.texts("aliases"),
        not_when=row.texts("not_when"),
        gender=row.choice("gender", Gender),
        number=row.choice("number", GrammaticalNumber),
        government=row.names_or_none("government"),
        coalition_member=row.flag("coalition_member"),
        forces=row.names_or_none("forces"),
    )


def _person(row: Fields) -> Person:
    return Person(row.slug("id"), row.names("name"), row.names("role"), row.texts("aliases"), row.texts("not_when"))


def _outlet(row: Fields) -> Outlet:
    return Outlet(row.slug("id"), row.names("name"), row.texts("aliases"), row.flag("agency"))


def _role(row: Fields) -> SpeakerRole:
    return SpeakerRole(row.slug("id"), row.names("name"), row.texts("aliases"))


def _episode(row: Fields) -> Episode:
    episode = Episode(row.slug("id"), row.names("name"), row.day("start"), row.day_or_none("end"))
    if episode.end and episode.end < episode.start:
        row.wrong("end", "interval_reversed", episode.end.isoformat())
    return episode


def _kinds(top: Fields) -> dict[Kind, Localized]:
    """The label of every kind; the list is closed, so each must be there once."""
    labels: dict[Kind, Localized] = {}
    for row in top.rows("event_kinds"):
        kind, label = row.choice("id", Kind), row.names("label")
        if kind in labels and row.has("id"):
            row.wrong("id", "duplicate_id", kind)
        labels[kind] = label
        for words in ("triggers", "light_verbs", "not_when"):  # may stand here for people; what counts is `language`
            row.texts(words)
        row.text_or_none("pattern")
        row.close()
    for kind in Kind:
        if kind not in labels:
            top.wrong("event_kinds", "missing_kind", kind)
    return labels


def _metonyms(top: Fields, actors: Mapping[str, Actor]) -> dict[str, str]:
    pairs = top.pairs("metonyms")
    for name, actor in pairs.items():
        if actor and actor not in actors:
            top.wrong("metonyms", "unknown_force", f"{name}: {actor}", nearest(actor, tuple(actors)))
    return pairs


# ------------------------------------------------------------------ what holds between entries


def _check_parents(family: _List[C]) -> None:
    """Every parent is an entry, and nobody is an ancestor of itself."""
    for id, entry in family.entries.items():
        if entry.parent is None:
            continue
        if entry.parent not in family.entries:
            family.rows[id].wrong(
                "parent", "unknown_parent", entry.parent, nearest(entry.parent, tuple(family.entries))
            )
        elif _circles(id, family.entries):
            family.rows[id].wrong("parent", "parent_circle", entry.parent)


def _circles(id: str, entries: Mapping[str, _Child]) -> bool:
    """Whether the way up from an entry never ends."""
    seen: set[str] = set()
    at: str | None = id
    while at is not None and at in entries and at not in seen:
        seen.add(at)
        at = entries[at].parent
    return at in seen


def _check_names(named: _List[N]) -> None:
    """No name belongs to two entries of one list: a text that holds it could mean either."""
    owners: dict[str, str] = {}
    for id, entry in named.entries.items():
        for name in {fold(n): n for n in (entry.name.ar, entry.name.en, *entry.aliases) if n}.values():
            owner = owners.setdefault(fold(name), id)
            if owner != id:
                named.rows[id].wrong("aliases", "name_taken", name, owner)


def _check_episodes(episodes: _List[Episode]) -> None:
    """Episodes follow one another; only the last may be open."""
    for before, after in pairwise(sorted(episodes.entries.values(), key=lambda episode: episode.start)):
        if before.end is None or before.end >= after.start:
            episodes.rows[after.id].wrong("start", "episodes_overlap", before.id)
