"""Time zones by the names people have for them: «عمّان», "New York", Asia/Amman → an IANA zone, and back.

The names of cities, and of countries with one zone, come from CLDR through Babel, in Arabic and English. What a
chat has chosen is kept elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set
from functools import cache
from types import MappingProxyType
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global

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
_ALSO: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Asia/Baghdad": (
            *("أربيل", "البصرة", "الموصل", "السليمانية", "دهوك", "كركوك", "النجف", "كربلاء", "الرمادي", "الفلوجة"),
            *("الناصرية", "العمارة", "الديوانية", "الكوت", "الحلة", "بعقوبة", "تكريت", "سامراء"),
            *("Erbil", "Basra", "Mosul", "Sulaymaniyah", "Duhok", "Kirkuk", "Najaf", "Karbala", "Ramadi", "Fallujah"),
        ),
        "Asia/Damascus": ("حلب", "حمص", "حماة", "دير الزور", "الحسكة", "القامشلي", "Aleppo", "Homs", "Hasakah"),
        "Asia/Riyadh": ("جدة", "مكة", "Jeddah", "Mecca"),
        "Asia/Dubai": ("أبوظبي", "أبو ظبي", "Abu Dhabi"),
        "Europe/Istanbul": ("أنقرة", "Ankara"),
        "America/New_York": ("واشنطن", "Washington"),
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
    names = {_key(name): zone for zone, also in _ALSO.items() for name in also}
    for language in ("ar", "en"):
        names |= _countries(language, known)
        cities = _cities(language)
        names |= {_key(name): zone for zone, name in cities.items() if zone in known}
        # Some cities have zones under two names (Asia/Istanbul); the one on a button is meant.
        names |= {_key(city(zone, language)): zone for zone in OFFERED}
    for zone in sorted(known, key=lambda zone: (zone.count("/") != 1, zone)):
        names.setdefault(_key(zone.rpartition("/")[2]), zone)
    return names | {_key(zone): zone for zone in known}


def _countries(language: str, known: Set[str]) -> Mapping[str, str]:
    """The countries that have one zone only, by name."""
    zones: dict[str, set[str]] = defaultdict(set)
    for zone, territory in get_global("zone_territories").items():
        if zone in known:
            zones[territory].add(zone)
    called = Locale(language).territories
    return {_key(called[code]): min(only) for code, only in zones.items() if len(only) == 1 and code in called}


def _cities(language: str) -> Mapping[str, str]:
    data = Locale(language).time_zones
    return {str(zone): str(data[zone]["city"]) for zone in data if "city" in data[zone]}


def _key(words: str) -> str:
    return fold(words.replace("_", " ")).strip(" .،,؟?")
