"""A newsroom in miniature: a story of a few places, and articles and claims made by one line each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from storage.corpus.merging.claims import Claim, claims_of
from storage.fuzzydate import Bound, Edge, FuzzyDate
from storage.records import (
    Actor,
    Article,
    ArticleKind,
    Attribution,
    Episode,
    Event,
    Extent,
    Frame,
    Gender,
    GrammaticalNumber,
    Kind,
    Localized,
    Modality,
    Origin,
    Place,
    PlaceKind,
    Publication,
    PublishedBasis,
    Story,
)

NAME = Localized("اسم", "name")
SENTENCE = "جملة من المقال تحمل الخبر."


def _place(id_: str, kind: PlaceKind, parent: str | None) -> Place:
    return Place(id_, kind, parent, NAME, (), (), 33.0, 44.0, False)


def _actor(id_: str, parent: str | None = None, member: bool = False) -> Actor:
    return Actor(id_, NAME, parent, (), (), Gender.FEMININE, GrammaticalNumber.PLURAL, None, member)


def _episode(id_: str, first: int, last: int | None) -> Episode:
    return Episode(id_, NAME, dt.date(first, 1, 1), dt.date(last, 12, 31) if last else None)


@pytest.fixture(scope="session")
def story() -> Story:
    places = [
        _place("iraq", PlaceKind.COUNTRY, None),
        _place("syria", PlaceKind.COUNTRY, None),
        _place("kurdistan", PlaceKind.REGION, "iraq"),
        _place("baghdad", PlaceKind.CITY, "iraq"),
        _place("erbil", PlaceKind.CITY, "kurdistan"),
        _place("asad", PlaceKind.BASE, "iraq"),
    ]
    actors = [
        _actor("us", member=True),
        _actor("centcom", "us"),
        _actor("coalition"),
        _actor("iraq"),
        _actor("germany"),
    ]
    episodes = [_episode("old", 2003, 2011), _episode("return", 2014, 2023), _episode("end", 2024, None)]
    return Story(
        id="test",
        title=NAME,
        places={p.id: p for p in places},
        actors={a.id: a for a in actors},
        people={},
        kinds={},
        outlets={},
        roles={},
        episodes={e.id: e for e in episodes},
        metonyms={},
    )


def article(id_: str, published: str) -> Article:
    day = FuzzyDate(published)
    publication = Publication(published, PublishedBasis.STATED, day.earliest, day.latest)
    return Article(id_, None, None, None, publication, "ar", ArticleKind.ARTICLE, None, None, SENTENCE, (), "", "")


def when(edtf: str, bound: str | None = None, edge: str | None = None) -> FuzzyDate:
    given = bound or ("by" if edtf.startswith("../") else "from" if edtf.endswith("/..") else "in")
    return FuzzyDate(edtf, Edge(edge) if edge else None, Bound(given))


Report = Callable[..., Claim]


@pytest.fixture
def report(story: Story) -> Report:
    """`report("withdrawal", "planned", "iraq", "../2026")`: one claim, printed by default on 1 October 2025."""
    made: list[Claim] = []

    def make(
        kind: str,
        modality: str,
        place: str | None = None,
        date: str | None = None,
        *,
        printed: str = "2025-10-01",
        by: str | None = None,
        actor: str = "us",
        counterpart: str | None = None,
        extent: str | None = None,
        agency: str | None = None,
        bound: str | None = None,
        edge: str | None = None,
        frame: str | None = None,
        speaker: str | None = None,
        extracted: bool = False,
        reasons: tuple[str, ...] = (),
    ) -> Claim:
        source = article(by or f"a{len(made)}", printed)
        event = Event(
            id=f"{source.id}#{len(made)}",
            kind=Kind(kind),
            modality=Modality(modality),
            citation=source.cite(0, len(SENTENCE)),
            actor=actor,
            counterpart=counterpart,
            place=place,
            date=when(date, bound, edge) if date else None,
            extent=Extent(extent) if extent else None,
            attribution=Attribution(speaker, agency),
            frame=Frame(frame) if frame else None,
            origin=Origin.EXTRACTED if extracted else Origin.REVIEWED,
            reasons=reasons,
        )
        made.extend(claims_of(story, [source], [event]))
        return made[-1]

    return make
