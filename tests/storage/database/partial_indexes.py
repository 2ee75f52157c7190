"""Indexes of some rows, as a database has them; the tests of both databases compare them with the models."""

from __future__ import annotations

from itertools import chain

from sqlalchemy import Connection, inspect

from storage.database import models


def conditions(conn: Connection) -> dict[str | None, str]:
    """Which rows each index holds that does not hold all."""
    name = f"{conn.dialect.name}_where"
    indexes = chain.from_iterable(map(inspect(conn).get_indexes, models.metadata.tables))
    said = {each["name"]: each.get("dialect_options", {}).get(name) for each in indexes}
    return {index: str(where).replace('"', "") for index, where in said.items() if where is not None}
