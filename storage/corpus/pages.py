"""The words that stand around an article on a web page, as `extraction/data/pages.yaml` gives them.

Only the words: what is done with them is `cleaning` and `datelines`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from storage.corpus.fields import Fields
from storage.corpus.files import read_text
from storage.corpus.language import load_language
from storage.corpus.problems import Problems
from storage.corpus.text import fold
from storage.corpus.yaml_reader import load

_DATA = Path(__file__).with_name("extraction") / "data" / "pages.yaml"

_OF_LANGUAGE = ("speech", "cues")


@dataclass(frozen=True, slots=True)
class PageWords:
    """Folded words and phrases, each as its entry in the file explains it."""

    openings: tuple[str, ...]
    bylines: tuple[str, ...]
    links: tuple[str, ...]
    menu: frozenset[str]
    networks: frozenset[str]
    counted: frozenset[str]
    media: frozenset[str]
    wires: frozenset[str]
    beside_dates: frozenset[str]
    updates: tuple[str, ...]
    speech: tuple[str, ...]
    """The verbs of saying of the language."""
    cues: frozenset[str]
    """The `boilerplate` of the language: each fills a line of its own, or opens one."""


@cache
def load_pages() -> PageWords:
    """The words of the file that ships with the code. `SeedError` where it is bad."""
    problems = Problems(str(_DATA))
    text = read_text(_DATA, _DATA.parent, problems)
    problems.settle()
    top = Fields(load(text or "", problems), "", problems)
    words = {f.name: tuple(map(fold, top.texts(f.name))) for f in fields(PageWords) if f.name not in _OF_LANGUAGE}
    top.close()
    problems.settle()
    language = load_language()
    return PageWords(
        openings=words["openings"],
        bylines=words["bylines"],
        links=words["links"],
        menu=frozenset(words["menu"]),
        networks=frozenset(words["networks"]),
        counted=frozenset(words["counted"]),
        media=frozenset(words["media"]),
        wires=frozenset(words["wires"]),
        beside_dates=frozenset(words["beside_dates"]) | frozenset(language.weekdays),
        updates=words["updates"],
        speech=tuple(verb for verbs in language.attribution.verbs.values() for verb in verbs),
        cues=frozenset(language.boilerplate),
    )
