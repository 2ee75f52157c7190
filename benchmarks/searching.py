"""Search among a hundred thousand articles: the rarest word against LIKE, a common word against the rarest."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.invention import COMMON, RAREST
from benchmarks.large import Large
from benchmarks.measuring import Ratio, in_turns, spoken, times_as_long
from storage.database.queries import search

NEWEST = 20
ROUNDS = 40
_LIKE = "SELECT id, text FROM articles WHERE text LIKE ? ORDER BY version DESC LIMIT ?"


def measure(large: Large) -> Iterator[Ratio]:
    if (found := _ours(large, RAREST)) != 1:
        raise RuntimeError(f"the rarest word was found {found} times")
    # LIKE reads everything each time: a few rounds of it tell enough.
    (like,) = in_turns((lambda: large.raw.execute(_LIKE, (f"%{RAREST}%", NEWEST)).fetchall(),), 3)
    rarest, common = in_turns((lambda: _ours(large, RAREST), lambda: _ours(large, COMMON)), ROUNDS)
    among = f"{large.articles:,} articles"
    yield Ratio(
        f"search for the rarest word, {among}",
        "LIKE",
        times_as_long(like, rarest),
        500,
        at_least=True,
        detail=f"{spoken(min(rarest))} / {spoken(min(like))}",
    )
    yield Ratio(
        f"a word in 40 % of them, the newest {NEWEST}",
        "the rarest word",
        times_as_long(common, rarest),
        20,
        detail=f"{spoken(min(common))} / {spoken(min(rarest))}",
    )


def _ours(large: Large, word: str) -> int:
    return len(search.find(large.conn, word, limit=NEWEST).hits)
