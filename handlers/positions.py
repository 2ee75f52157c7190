"""Where a reader stands in a timeline, as text: what the buttons under a page lead on from.

Kept in the database under a short id, since 64 bytes of callback data hold about 32 Arabic letters.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from storage.answers import Cursor, Lane, TimelineQuery


@dataclass(frozen=True, slots=True)
class Position:
    """A query, the cursor of the page that is shown, and the cursors of its neighbours."""

    query: TimelineQuery
    here: Cursor | None = None
    older: Cursor | None = None
    newer: Cursor | None = None


def encode(position: Position) -> str:
    """The position as text; the same position always gives the same text."""
    query = position.query
    value = {
        "query": {
            "start": query.start and query.start.isoformat(),
            "end": query.end and query.end.isoformat(),
            "place": query.place,
            "force": query.force,
            "words": list(query.words),
            "lane": query.lane.value,
        },
        "here": _cursor(position.here),
        "older": _cursor(position.older),
        "newer": _cursor(position.newer),
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _cursor(cursor: Cursor | None) -> list[str | int | bool] | None:
    return None if cursor is None else [cursor.day.isoformat(), cursor.width, cursor.row, cursor.forward]


def decode(text: str) -> Position:
    """What `encode` wrote. `ValueError` for anything else, such as what an older version of the bot kept."""
    try:
        value = json.loads(text)
        query = value["query"]
        return Position(
            TimelineQuery(
                start=_day(query["start"]),
                end=_day(query["end"]),
                place=query["place"],
                force=query["force"],
                words=tuple(query["words"]),
                lane=Lane(query["lane"]),
            ),
            *(_read_cursor(value[name]) for name in ("here", "older", "newer")),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(text) from error


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _read_cursor(value: list[str | int | bool] | None) -> Cursor | None:
    if value is None:
        return None
    day, width, row, forward = value
    return Cursor(date.fromisoformat(str(day)), int(width), int(row), bool(forward))
