"""Time zones by the names people have for them: «عمّان», "New York", Asia/Amman → an IANA zone, and back.

City names come from CLDR through Babel, in Arabic and English. What a chat has chosen is kept elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from zoneinfo import available_timezones

from babel import Locale

from storage.corpus.text import fold

OFFERED = (
    "Asia/Baghdad",
    "Asia/Damascus",
    "Asia/Beirut",
    "Asia/Riyadh",
    "Africa/Cairo",
    "Europe/Istanbul",
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
)
"""On buttons, east to west as the story's readers live."""
_LONGEST = 60
# Cities that people name and CLDR's list of zones does not.
_ALSO: Mapping[str, str] = MappingProxyType(
    {
        "أربيل": "Asia/Baghdad",
        "البصرة": "Asia/Baghdad",
        "الموصل": "Asia/Baghdad",
        "السليمانية": "Asia/Baghdad",
        "Erbil": "Asia/Baghdad",
        "Basra": "Asia/Baghdad",
        "Mosul": "Asia/Baghdad",
        "حلب": "Asia/Damascus",
        "Aleppo": "Asia/Damascus",
        "جدة": "Asia/Riyadh",
        "أبوظبي": "Asia/Dubai",
        "Abu Dhabi": "Asia/Dubai",
        "أنقرة": "Europe/Istanbul",
        "Ankara": "Europe/Istanbul",
        "واشنطن": "America/New_York",
        "Washington": "America/New_York",
    }
)


def find(words: str) -> str | None:
    """The zone that `words` name, blind to spelling; None where none is called so."""
    return _names().get(_key(words)) if len(words) <= _LONGEST else None


@cache
def city(zone: str, language: str) -> str:
    """The zone's city as the reader calls it; a zone without one by the last part of its name."""
    return _cities(language).get(zone) or zone.rpartition("/")[2].replace("_", " ")


@cache
def _names() -> Mapping[str, str]:
    """Every name → its zone: zone names, cities in both languages, and the few of our own."""
    known = available_timezones()
    names = {_key(name): zone for name, zone in _ALSO.items()}
    for language in ("ar", "en"):
        cities = _cities(language)
        names |= {_key(name): zone for zone, name in cities.items() if zone in known}
        # Some cities have zones under two names (Asia/Istanbul); the one on a button is meant.
        names |= {_key(city(zone, language)): zone for zone in OFFERED}
    for zone in sorted(known, key=lambda zone: (zone.count("/") != 1, zone)):
        names.setdefault(_key(zone.rpartition("/")[2]), zone)
    return names | {_key(zone): zone for zone in known}


def _cities(language: str) -> Mapping[str, str]:
    data = Locale(language).time_zones
    return {str(zone): str(data[zone]["city"]) for zone in data if "city" in data[zone]}


def _key(words: str) -> str:
    return fold(words.replace("_", " ")).strip(" .،,؟?")
