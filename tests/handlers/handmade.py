"""Records made by hand for views: on the shipped story's names, with as little as a line needs."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

from handlers.i18n import Translator
from handlers.views.message import Message, plain
from storage.answers import Claim, Count, Edition, Source
from storage.chat import ChatSettings, Language
from storage.corpus.story import read_story
from storage.fuzzydate import FuzzyDate
from storage.records import (
    ArticleKind,
    Attribution,
    Citation,
    Event,
    Extent,
    Figure,
    Kind,
    Localized,
    Milestone,
    Modality,
    Origin,
    Phase,
    Publication,
    PublishedBasis,
    Qualifier,
    Sense,
    Story,
    Unit,
)

TODAY = dt.date(2026, 11, 22)
REPORTED = dt.date(2025, 10, 1)
_PHASES = {
    Modality.HAPPENED: Phase.DONE,
    Modality.ONGOING: Phase.UNDER_WAY,
    Modality.PLANNED: Phase.PROMISED,
    Modality.CONDITIONAL: Phase.PROMISED,
    Modality.DENIED: Phase.DENIED,
}


@cache
def story() -> Story:
    return read_story(Path(__file__).resolve().parents[2] / "seeds" / "story.yaml")


def translator(language: str = "ar") -> Translator:
    return Translator(ChatSettings(1, Language(language)), story())


def edition() -> Edition:
    loaded = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    return Edition(1, loaded, story(), 5, 57, oldest=dt.date(2024, 9, 1), newest=REPORTED)


def shown(message: Message) -> str:
    """The message as its reader sees it, without the marks that keep directions apart."""
    return plain(message).replace("\u2068", "").replace("\u2069", "").replace("\u200f", "").replace("\u200e", "")


def labels(message: Message) -> list[str]:
    return [button.label for row in message.buttons for button in row]


def source(number: int = 1, outlet: str | None = "erem", day: str | None = "2025-09-19") -> Source:
    """An abstract of that outlet; no outlet = nobody knows who published it."""
    date = FuzzyDate(day) if day else None
    basis = PublishedBasis.STATED if day else PublishedBasis.UNKNOWN
    published = Publication(day, basis, date.earliest if date else None, date.latest if date else None)
    name = story().outlets[outlet].name.ar if outlet else None
    return Source(f"a{number}", f"c{number}", number, "عنوان", name, outlet, published, ArticleKind.ABSTRACT, None)


def event(
    kind: Kind = Kind.WITHDRAWAL,
    modality: Modality = Modality.PLANNED,
    *,
    sentence: str = "تغادر القوات بغداد مع نهاية الشهر.",
    slug: str = "e1",
    actor: str | None = "us",
    counterpart: str | None = None,
    place: str | None = "baghdad",
    to_place: str | None = None,
    date: FuzzyDate | None = None,
    extent: Extent | None = None,
    speaker: str | None = None,
    agency: str | None = None,
    anonymous: bool = False,
    title: Localized | None = None,
    origin: Origin = Origin.REVIEWED,
) -> Event:
    return Event(
        id=slug,
        kind=kind,
        modality=modality,
        citation=Citation("a1", 0, len(sentence), sentence),
        actor=actor,
        counterpart=counterpart,
        place=place,
        to_place=to_place,
        date=date,
        extent=extent,
        attribution=Attribution(speaker, agency, anonymous),
        title=title,
        origin=origin,
    )


def claim(event_: Event, source_: Source | None = None) -> Claim:
    return Claim(event_, source_ or source())


def count(value: int, force: str = "us", sense: Sense = Sense.STRENGTH, source_: Source | None = None) -> Count:
    """About `value` soldiers."""
    sentence = f"نحو {value} جندي."
    citation = Citation("a1", 0, len(sentence), sentence)
    about = Qualifier.ABOUT
    figure = Figure(f"f{value}", force, Unit.PERSONNEL, about, Modality.HAPPENED, citation, value=value, sense=sense)
    return Count(figure, source_ or source())


def milestone(
    lead: Event,
    *,
    code: str = "k3x",
    sources: int = 1,
    disputed: bool = False,
    reported: dt.date | None = REPORTED,
    fulfilled_by: str | None = None,
    deadlines: tuple[FuzzyDate, ...] = (),
    phase: Phase | None = None,
    printed: Publication | None = None,
) -> Milestone:
    return Milestone(
        key=code,
        code=code,
        subject="subject",
        phase=phase or _PHASES[lead.modality],
        kind=lead.kind,
        modality=lead.modality,
        extent=lead.extent,
        actor=lead.actor,
        counterpart=lead.counterpart,
        place=lead.place,
        to_place=lead.to_place,
        date=lead.date,
        deadlines=deadlines or ((lead.date,) if lead.date else ()),
        title=lead.title,
        lead=lead.id,
        events=(lead.id,),
        sources=sources,
        disputed=disputed,
        reported=reported,
        fulfilled_by=fulfilled_by,
        printed=printed or _printed(reported),
    )


def _printed(day: dt.date | None) -> Publication:
    if day is None or day == dt.date.min:
        return Publication(None, PublishedBasis.UNKNOWN, None, None)
    return Publication(day.isoformat(), PublishedBasis.STATED, day, day)
