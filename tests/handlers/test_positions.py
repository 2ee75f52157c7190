"""Where a reader stands, kept as text and read again."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.positions import Position, decode, encode
from storage.answers import Cursor, Lane, TimelineQuery

DAYS = st.none() | st.dates()
IDS = st.none() | st.from_regex(r"[a-z_]{1,20}", fullmatch=True)
CURSORS = st.none() | st.builds(Cursor, st.dates(), st.integers(0, 10**6), st.integers(-1, 10**9), st.booleans())
QUERIES = st.builds(
    TimelineQuery, DAYS, DAYS, IDS, IDS, st.lists(st.text(max_size=10), max_size=5).map(tuple), st.sampled_from(Lane)
)


@given(st.builds(Position, QUERIES, CURSORS, CURSORS, CURSORS))
def test_what_is_kept_is_what_is_read(position: Position) -> None:
    assert decode(encode(position)) == position


@given(st.builds(Position, QUERIES, CURSORS, CURSORS, CURSORS))
def test_the_same_position_is_always_the_same_text(position: Position) -> None:
    assert encode(decode(encode(position))) == encode(position)


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", '{"query":null}', '{"query":{"start":"x"}}', "يوم"])
def test_what_somebody_else_wrote_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        decode(text)


def test_a_cursor_that_is_no_cursor_is_refused() -> None:
    broken = encode(Position(TimelineQuery(), Cursor(dt.date(2025, 1, 1), 0, 1, forward=True))).replace("true", '1,"x"')
    with pytest.raises(ValueError):
        decode(broken)
