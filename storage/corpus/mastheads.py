"""The masthead of a page: the short line that names the outlet («وكالة سفين - اربيل»), and its publisher.

An outlet that the story knows is found by any of its names; another by a word such as «وكالة», by standing
beside «وكالات», or by coming again at the foot of the page. Otherwise nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from storage.corpus.pages import load_pages
from storage.corpus.story import ids_by_name
from storage.corpus.text import fold
from storage.records import Story

_PART = re.compile(r"\s+[-–—]\s+|\s*[|/»>+]\s*")
_LONGEST = 5  # words in the name of an outlet
_OPENING = 80  # characters in which a paragraph may name its outlet: «عمّان - صحيفة البلقاء - …»


def is_masthead(line: str) -> bool:
    """Whether one part of the line is «وكالات» or the like, so that the others are an outlet and its cities."""
    return any(fold(part) in load_pages().wires for part in _parts(line))


def names_outlet(line: str) -> bool:
    """Whether a part of the line has a word like «وكالة» in it."""
    return any(_is_media(part) for part in _parts(line))


def outlet_of(publisher: str | None, story: Story | None) -> str | None:
    """The id of the outlet that a publisher's name means, None where the story does not know it."""
    return _outlets(story).get(fold(publisher)) if publisher else None


def publisher(head: Sequence[str], opening: str, tail: Sequence[str], story: Story | None) -> str | None:
    """The outlet as the page writes it. `head` and `tail` are the lines around the article, `opening` its first."""
    lines = [_parts(line) for line in head] + [_parts(opening[:_OPENING])[:-1]]
    names = [part for line in lines for part in line if len(part.split()) <= _LONGEST]
    outlets = _outlets(story)
    foot = "\n".join(map(fold, tail))
    ranks = (
        (name for name in (*names, *tail) if fold(name) in outlets),
        (name for name in names if _is_media(name)),
        (line[0] for line in lines if _is_by_wires(line, story)),
        (name for name in names if len(name.split()) > 1 and fold(name) in foot),
    )
    return next((name for rank in ranks for name in rank), None)


def _parts(line: str) -> list[str]:
    """What stands between the dashes, slashes and bars of a line."""
    return [part for part in map(str.strip, _PART.split(line)) if part]


def _is_media(name: str) -> bool:
    """Whether a name begins or ends with a word for a medium: «وكالة سفين», «أطلس برس»."""
    words = fold(name).split()
    return len(words) > 1 and not load_pages().media.isdisjoint((words[0], words[-1]))


def _is_by_wires(line: Sequence[str], story: Story | None) -> bool:
    """Whether the line begins with a name that is no city, and «وكالات» follows."""
    folded = [fold(part) for part in line]
    wires = load_pages().wires
    return bool(folded) and folded[0] not in wires and not wires.isdisjoint(folded) and folded[0] not in _places(story)


def _outlets(story: Story | None) -> dict[str, str]:
    return {} if story is None else {fold(name): id for name, id in ids_by_name(story.outlets).items()}


def _places(story: Story | None) -> frozenset[str]:
    return frozenset() if story is None else frozenset(map(fold, ids_by_name(story.places)))
