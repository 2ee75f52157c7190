"""Texts that nobody would print: each tries to make some rule look further, or again and again, than it should."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import cycle, islice

_UNITS: Mapping[str, str] = {
    "a million digits": "7",
    "digits with commas": "1,",
    "numbers": "1000 ",
    "one letter": "و",
    "no spaces": "انسحبتالقواتالأميركيةمنالعراقفيسبتمبر2025وقالالمسؤول",
    "«و» chains": "والقوات والجنود والعراق وسوريا وأربيل و2500 وقال ",
    "quotes opened": "قال «إن ",
    "quotes opened and closed": "«قال» ",
    "brackets": "(قال [",
    "speakers": "وقال المسؤول إن المتحدث قال ",
    "agencies": "نقلا عن رويترز عن وكالة عن مصدر ",
    "verbs": "انسحبت ",
    "verbs, places, dates": "انسحبت أربيل سبتمبر ",
    "names": "العراق سوريا ",
    "dates": "بحلول نهاية سبتمبر ",
    "slashed months": "أيلول/سبتمبر/",
    "relative dates": "قبل شهر من ",
    "number words": "ألفين ومئة ",
    "one number word": "ألف ",
    "hedges": "نحو أكثر من ",
    "denials": "لم لن لا ما ليس ",
    "conditions": "إذا لو قد ربما ",
    "diacritics": "\u064e",
    "tags": "<b",
    "full stops": ". ",
    "lines": "قال\n",
    "colons": "قال: ",
}


def texts(size: int) -> Mapping[str, str]:
    """About so many characters of each, by what it tries."""
    nested = size // 4
    return {
        **{name: _repeated(unit, size) for name, unit in _UNITS.items()},
        "nested quotes": "«" * nested + "قال" + "»" * nested,
        "nested speech": "قال «إن " * (nested // 4) + "» " * (nested // 4),
    }


def _repeated(unit: str, size: int) -> str:
    # After a sentence of the story, so that each is read to its end.
    return "قال المسؤول إن القوات الأميركية انسحبت. " + "".join(islice(cycle(unit), size))
