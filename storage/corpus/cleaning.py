"""A crawled page → the article in it: menus, mastheads, datelines, share lines, links, counters and repeated
headlines off; headings and every sentence kept.

The *head* is what stands before the first line of prose, the *tail* what stands after the last. A short line
between them is a heading and stays; in the head and the tail one stays only where it may be a headline or a
sentence. What a line is by itself is `page_lines`; which words stand around articles is data (`pages`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from storage.corpus.datelines import Dateline, read_dateline, read_opening, read_update
from storage.corpus.mastheads import is_masthead, names_outlet, publisher
from storage.corpus.page_lines import NOTICE, Line, Role, page_lines
from storage.corpus.text import collapse
from storage.records import Story

_GLUED = re.compile(r"ة[ء-ي]")  # a menu whose words ran together: no Arabic word goes on after ة
_HEADLINE = 4  # words
_NEAR = 200  # lines before the article that may date or name it; the nearest date counts: today's may stand above
_FOOT = 40  # lines of the tail in which the publisher may be named


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds. `text` has a line per paragraph or heading, blank lines where the page had them."""

    text: str
    title: str | None
    publisher: str | None
    dateline: date | None
    updated: date | None = None
    """When the page was last touched, as it says."""


def clean(raw: str, story: Story | None = None) -> Page:
    """The article in the tidy text of a page; `story` knows outlets and cities. Linear in the length of `raw`.

    `text` is "" where nothing but furniture is left.
    """
    head, body, tail = _regions(tuple(_without_links(page_lines(raw))))
    dates = {line.text: found for line in head[-_NEAR:] if (found := read_dateline(line.folded))}
    names = [line for line in head if _may_name(line, dates.get(line.text))]
    headline = _headline(names)
    title = [line for line in names if line is headline or line.size >= _HEADLINE]
    return Page(
        text=_joined((*title, *_of_body(body), *_of_tail(tail))),
        title=_title(headline, dates),
        publisher=publisher(
            head=[line.text for line in head[-_NEAR:] if line is not headline],
            opening=body[0].text if body else "",
            tail=[line.text for line in tail[:_FOOT]],
            story=story,
        ),
        dateline=next(
            (found.day for found in reversed(dates.values())), read_opening(body[0].folded) if body else None
        ),
        updated=next((day for line in (*head[-_NEAR:], *tail[:_FOOT]) if (day := read_update(line.folded))), None),
    )


def _without_links(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines without those that links stand in: in one block with «اقرأ أيضاً», below a paragraph."""
    paragraphs, links = 0, -1
    for line in lines:
        if line.role is Role.LINKS and paragraphs:
            links = line.block
        elif line.role is Role.PROSE:
            links = -1
        if line.block != links or line.role in (Role.LINKS, Role.FURNITURE):
            yield line
        paragraphs += line.role is Role.PROSE or line.size >= NOTICE


def _regions(lines: tuple[Line, ...]) -> tuple[tuple[Line, ...], tuple[Line, ...], tuple[Line, ...]]:
    """Head, body and tail. Some portals write no full stops: there a line of many words is prose, too; and
    where there is none of these, all is body."""
    prose = [i for i, line in enumerate(lines) if line.role is Role.PROSE]
    prose = prose or [i for i, line in enumerate(lines) if line.role is Role.SHORT and line.size >= NOTICE]
    if not prose:
        return (), lines, ()
    first, after = prose[0], prose[-1] + 1
    return lines[:first], lines[first:after], lines[after:]


# ------------------------------------------------------------------ the head


def _may_name(line: Line, dateline: Dateline | None) -> bool:
    """Whether a line of the head may be a headline, or one of the lines that go with it."""
    if line.role is not Role.SHORT or (dateline and dateline.alone):
        return False
    return not is_masthead(line.text) and (line.ends or not _GLUED.search(line.text))


def _headline(names: Sequence[Line]) -> Line | None:
    """The headline among the lines that may be: one that is repeated, else the first of ordinary length, else
    the first of three words."""
    times = Counter(line.folded for line in names)
    ranks = (
        (line for line in names if line.size >= _HEADLINE and times[line.folded] > 1),
        (line for line in names if line.size >= _HEADLINE),
        (line for line in names if line.size == _HEADLINE - 1 and not names_outlet(line.text)),
    )
    return next((line for rank in ranks for line in rank), None)


def _title(headline: Line | None, dates: Mapping[str, Dateline]) -> str | None:
    """The headline as a title, without a date that leads it."""
    if headline is None:
        return None
    dateline = dates.get(headline.text)
    # The dateline counts in the folded line, which has the same words.
    words = len(headline.folded[dateline.rest :].split()) if dateline else 0
    return collapse(" ".join(headline.text.split()[-words:]) if words else headline.text)


# ------------------------------------------------------------------ the body and the tail


def _of_body(body: Iterable[Line]) -> Iterator[Line]:
    return (line for line in body if line.role not in (Role.FURNITURE, Role.LINKS))


def _of_tail(tail: Iterable[Line]) -> Iterator[Line]:
    """Short lines that may still be the article's, up to the first furniture: related articles follow it."""
    for line in takewhile(lambda line: line.role not in (Role.FURNITURE, Role.LINKS), tail):
        if line.role is Role.SHORT and (line.ends or line.size >= _HEADLINE) and not is_masthead(line.text):
            yield line


def _joined(lines: Iterable[Line]) -> str:
    """The lines as one text, a line that came before left out: repeated headlines and pulled quotations."""
    pieces: list[str] = []
    seen: set[str] = set()
    block = None
    for line in lines:
        if line.size >= _HEADLINE and line.folded in seen:
            continue
        seen.add(line.folded)
        if block is not None:
            pieces.append("\n" if line.block == block else "\n\n")
        pieces.append(line.text)
        block = line.block
    return "".join(pieces)
