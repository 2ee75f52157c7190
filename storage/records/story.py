"""The story as data: places, actors, people, outlets, episodes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from storage.records.articles import Localized
from storage.records.vocabulary import Kind


class PlaceKind(StrEnum):
    COUNTRY = "country"
    REGION = "region"
    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"
    BASE = "base"
    CROSSING = "crossing"


@dataclass(frozen=True, slots=True)
class Place:
    id: str
    kind: PlaceKind
    parent: str | None
    name: Localized
    aliases: tuple[str, ...]
    not_when: tuple[str, ...]
    lat: float
    lon: float
    approx: bool


class Gender(StrEnum):
    MASCULINE = "m"
    FEMININE = "f"


class GrammaticalNumber(StrEnum):
    SINGULAR = "s"
    DUAL = "d"
    PLURAL = "p"


@dataclass(frozen=True, slots=True)
class Actor:
    """A force or a side. `government` is what it is called where it stands for a state
    («واشنطن»), None where it never does; `parent` puts `us_centcom` under `us`; `coalition_member`
    says that its forces are part of the coalition, so that claims of both speak of one line. `forces`
    is what its troops are called where that is not its name («قوات التحالف» of «التحالف الدولي»)."""

    id: str
    name: Localized
    parent: str | None
    aliases: tuple[str, ...]
    not_when: tuple[str, ...]
    gender: Gender
    number: GrammaticalNumber
    government: Localized | None
    coalition_member: bool
    forces: Localized | None = None


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    name: Localized
    role: Localized
    aliases: tuple[str, ...]
    not_when: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outlet:
    """A newspaper, site or agency. `agency` is true for one whose reports others rewrite."""

    id: str
    name: Localized
    aliases: tuple[str, ...]
    agency: bool


@dataclass(frozen=True, slots=True)
class SpeakerRole:
    """An anonymous or titled speaker as texts name it («مسؤول أميركي كبير»), in both languages."""

    id: str
    name: Localized
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Episode:
    """A chapter of the story: claims of different episodes never meet in one milestone."""

    id: str
    name: Localized
    start: dt.date
    end: dt.date | None


@dataclass(frozen=True, slots=True)
class Story:
    """`story.yaml`, validated. Each mapping is by id, in file order."""

    id: str
    title: Localized
    places: Mapping[str, Place]
    actors: Mapping[str, Actor]
    people: Mapping[str, Person]
    kinds: Mapping[Kind, Localized]
    outlets: Mapping[str, Outlet]
    roles: Mapping[str, SpeakerRole]
    episodes: Mapping[str, Episode]
    metonyms: Mapping[str, str]

    def within(self, place: str | None, area: str) -> bool:
        """Whether `place` is `area` or lies in it."""
        while place is not None:
            if place == area:
                return True
            place = self.places[place].parent
        return False

    def root(self, place: str | None) -> str | None:
        """The country that `place` lies in (itself for a country)."""
        while place is not None and (parent := self.places[place].parent) is not None:
            place = parent
        return place

    def line(self, actor: str | None) -> str | None:
        """The actor line: the US within the coalition, a command within its country."""
        while actor is not None and (parent := self.actors[actor].parent) is not None:
            actor = parent
        return "coalition" if actor is not None and self.actors[actor].coalition_member else actor
