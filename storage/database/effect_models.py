"""The table of effects: what the handling of an update has already changed, and what the change gave back.

Effects go with their update (`delivery_models.updates`). How they are kept and found is `effects`.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from storage.database.delivery_models import updates
from storage.database.models import metadata

effects = Table(
    "effects",
    metadata,
    Column("update_id", ForeignKey(updates.c.id, ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),  # in the order of the handling; below 0: handled anew
    Column("action", Text, nullable=False),
    Column("result", Text),  # JSON; none where it has no plain JSON
    sqlite_with_rowid=False,
)
