"""The tables of the rate: what left lately, and until when nothing may. How they are used is `rates`."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Float, Index, Integer, Table, Text

from storage.database.models import LARGE, metadata

departures = Table(
    "departures",
    metadata,
    Column("id", LARGE, primary_key=True),
    Column("chat", Text, nullable=False),
    Column("at", Float(53), nullable=False, index=True),  # at the latest, in seconds of the server's clock
    Index("ix_departures_chat", "chat", "at"),
)

rests = Table(
    "rests",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1", name="one_row"), primary_key=True, autoincrement=False),
    Column("until", Float(53), nullable=False),  # seconds of the server's clock
)
