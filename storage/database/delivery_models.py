"""The tables of what is sent and what came in: subscriptions, the outbox with its contents, updates.

A thread of 0 stands for none, so that no part of a unique key is null. Rows of the outbox are open until
`settled_at` says when they were sent, given up or folded; what is asked for often is asked of the open
ones, which have indexes of their own. The meaning of the records is in `storage.subscription`.
"""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, Date, ForeignKey, Index, Integer, String, Table, Text

from storage.database.models import LARGE, Moment, index_some, metadata

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", LARGE, primary_key=True),
    Column("chat", LARGE, nullable=False),
    Column("thread", LARGE, nullable=False),  # 0 = none
    Column("owner", LARGE, nullable=False, index=True),
    Column("cadence", String(8), nullable=False),
    Column("schedule", Text, nullable=False),  # JSON
    Column("wanted", Text, nullable=False),  # JSON: sections, places, forces, sign of life
    Column("state", String(8), nullable=False),
    Column("pause_reason", Text),
    Column("next_due_at", Moment),
    Column("occasion", Date),
    Column("planned", Date),
    Column("seen", Integer, nullable=False),
    Column("last_sent_at", Moment),
    Index("ix_subscriptions_chat", "chat", "thread", unique=True),
    # An id is never given twice: the outbox remembers which occasions a subscription had.
    sqlite_autoincrement=True,
)
index_some(
    "ix_subscriptions_due",
    subscriptions.c.next_due_at,
    subscriptions.c.id,
    where=subscriptions.c.next_due_at.is_not(None),
)

contents = Table(
    "contents",
    metadata,
    Column("id", LARGE, primary_key=True),
    Column("hash", String(32), nullable=False, unique=True),
    Column("size", Integer, nullable=False),  # of parts
    Column("parts", Text, nullable=False),  # JSON list
    Column("made_at", Moment, nullable=False),
)

told = Table(
    "told",
    metadata,
    Column("fact", Text, primary_key=True),
    Column("content", ForeignKey("contents.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("version", Text, nullable=False),
    sqlite_with_rowid=False,
)

notices = Table(
    "notices",
    metadata,
    Column("id", LARGE, primary_key=True),
    Column("author", LARGE, nullable=False),
    Column("content", ForeignKey("contents.id"), nullable=False, index=True),
    Column("made_at", Moment, nullable=False),
    sqlite_autoincrement=True,
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", LARGE, primary_key=True),
    # No foreign keys: a subscription may be gone, and what it was sent is still known.
    Column("subscription", LARGE, nullable=False),  # 0 = none
    Column("notice", LARGE, nullable=False),  # 0 = none
    Column("occasion", Text, nullable=False),
    Column("part", Integer, nullable=False),
    Column("content", ForeignKey("contents.id"), index=True),  # none where it folded before it was made
    Column("upto", Integer),
    Column("chat", LARGE, nullable=False, index=True),
    Column("thread", LARGE, nullable=False),  # 0 = none
    Column("state", String(8), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("not_before", Moment, nullable=False),
    Column("owner", Text),
    Column("epoch", Integer, nullable=False, default=0),
    Column("lease_until", Moment),
    Column("message", LARGE),
    Column("repeat", Boolean, nullable=False, default=False),
    Column("plain", Boolean, nullable=False, default=False),
    Column("reason", Text),
    Column("settled_at", Moment),
    CheckConstraint("(subscription = 0) <> (notice = 0)", name="for_one"),
    Index("ix_deliveries_occasion", "subscription", "notice", "occasion", "part", unique=True),
    # A sender that slept holds an id and an epoch: neither may come again.
    sqlite_autoincrement=True,
)
for _name, _columns in (
    ("ix_deliveries_open", (deliveries.c.state, deliveries.c.not_before, deliveries.c.id)),
    ("ix_deliveries_open_of", (deliveries.c.subscription,)),
):
    index_some(_name, *_columns, where=deliveries.c.settled_at.is_(None))
index_some("ix_deliveries_settled", deliveries.c.settled_at, where=deliveries.c.settled_at.is_not(None))

updates = Table(
    "updates",
    metadata,
    Column("id", LARGE, primary_key=True, autoincrement=False),
    Column("payload", Text, nullable=False),
    Column("stored_at", Moment, nullable=False),
    Column("applied_at", Moment, index=True),
)
index_some("ix_updates_pending", updates.c.id, where=updates.c.applied_at.is_(None))
