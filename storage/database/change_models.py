"""The tables of the log of changes: every load and undo is a step, and what it changed is listed under it.

A row holds what was there *before* its step; what came after is in the next row of the same key, or else
serves today. So nothing is kept twice, and a first load costs one short row a record. How rows are
written is `changelog`, how they are read `queries.changes`. Steps outlive revisions.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text

from storage.database.models import Moment, index_some, metadata

steps = Table(
    "steps",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    # No foreign key: revisions are forgotten long before.
    Column("revision", Integer, nullable=False),  # that serves since this step
    Column("at", Moment, nullable=False, index=True),
)

changes = Table(
    "changes",
    metadata,
    Column("step", ForeignKey("steps.number", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("noun", String(12), primary_key=True),  # event | figure | milestone | disagreement
    Column("key", Text, primary_key=True),  # a fact's or disagreement's id, a milestone's code
    Column("change", String(9), nullable=False),  # added | changed | withdrawn
    Column("before", Text),  # its JSON until this step; none where it was added
    sqlite_with_rowid=False,
)

index_some(
    "ix_changes_key",
    changes.c.noun,
    changes.c.key,
    changes.c.step,
    # What was only ever added is not looked for by its key, and it is nearly everything.
    where=changes.c.before.is_not(None),
)
