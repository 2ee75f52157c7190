"""Made-up articles that read like articles: those of the practice gold, their paragraphs mixed, their numbers and
dates changed. The same number always gives the same texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
SOURCES = (ROOT / "tests" / "gold" / "practice", ROOT / "seeds")
_FIRST = date(2019, 1, 1)
_DAYS = 2_800
_FENCE = "---"
_CRAWL = re.compile(r"\s?date \d{4}-\d\d-\d\d\s")
_NUMBER = re.compile(r"(?<!\d)[1-9]\d{0,3}(?!\d)")


def articles(number: int) -> Iterator[str]:
    """So many files' texts, each with a head that dates it."""
    random, bodies = Random(1), _bodies()
    for _ in range(number):
        day = _FIRST + timedelta(days=random.randrange(_DAYS))
        lines = [_changed(line, random) for line in _mixed(bodies, random)]
        yield f'{_FENCE}\npublished: "{day}"\n{_FENCE}\n' + "\n".join(lines) + "\n"


def write(folder: Path, number: int) -> None:
    """So many article files in `folder`, which is made."""
    folder.mkdir(parents=True)
    for index, text in enumerate(articles(number)):
        (folder / f"{index:05}_varied.txt").write_text(text, "utf-8")


def _bodies() -> list[list[str]]:
    """The paragraphs of each source."""
    files = [file for folder in SOURCES for file in sorted(folder.glob("*.txt"))]
    return [[line for line in _body(file.read_text("utf-8")).splitlines() if line.strip()] for file in files]


def _body(text: str) -> str:
    if text.startswith(_FENCE):
        text = text.partition(f"\n{_FENCE}\n")[2]
    return _CRAWL.sub("", text, count=1)


def _mixed(bodies: Sequence[Sequence[str]], random: Random) -> Iterator[str]:
    """The paragraphs of one, every fifth taken from another."""
    for line in random.choice(bodies):
        yield line if random.random() < 0.8 else random.choice(random.choice(bodies))


def _changed(line: str, random: Random) -> str:
    """Every third small number another one; years a few years away."""

    def other(match: re.Match[str]) -> str:
        if random.random() > 1 / 3:
            return match[0]
        value = int(match[0])
        return str(random.randint(2014, 2026) if 1990 < value < 2030 else random.randint(1, max(2, 2 * value)))

    return _NUMBER.sub(other, line)
