"""Subscriptions, the outbox with its contents, and the updates that came in."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

LARGE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)

_TABLES = ("updates", "deliveries", "notices", "told", "contents", "subscriptions")


def upgrade() -> None:
    _subscriptions()
    _contents()
    _deliveries()
    _updates()


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)


def _need(name: str, type_: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, type_, nullable=False)


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", LARGE, primary_key=True),
        *(_need(name, LARGE) for name in ("chat", "thread", "owner")),
        _need("cadence", sa.String(8)),
        _need("schedule", sa.Text()),
        _need("wanted", sa.Text()),
        _need("state", sa.String(8)),
        sa.Column("pause_reason", sa.Text()),
        sa.Column("next_due_at", MOMENT),
        sa.Column("occasion", sa.Date()),
        sa.Column("planned", sa.Date()),
        _need("seen", sa.Integer()),
        sa.Column("last_sent_at", MOMENT),
        sa.Index("ix_subscriptions_owner", "owner"),
        sa.Index("ix_subscriptions_chat", "chat", "thread", unique=True),
        sqlite_autoincrement=True,
    )
    _partial("ix_subscriptions_due", "subscriptions", ["next_due_at", "id"], "next_due_at IS NOT NULL")


def _contents() -> None:
    op.create_table(
        "contents",
        sa.Column("id", LARGE, primary_key=True),
        sa.Column("hash", sa.String(32), nullable=False, unique=True),
        _need("size", sa.Integer()),
        _need("parts", sa.Text()),
        _need("made_at", MOMENT),
    )
    op.create_table(
        "told",
        sa.Column("fact", sa.Text(), primary_key=True),
        sa.Column("content", LARGE, sa.ForeignKey("contents.id", ondelete="CASCADE"), primary_key=True),
        _need("version", sa.Text()),
        sa.Index("ix_told_content", "content"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "notices",
        sa.Column("id", LARGE, primary_key=True),
        _need("author", LARGE),
        sa.Column("content", LARGE, sa.ForeignKey("contents.id"), nullable=False),
        _need("made_at", MOMENT),
        sa.Index("ix_notices_content", "content"),
        sqlite_autoincrement=True,
    )


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", LARGE, primary_key=True),
        _need("subscription", LARGE),
        _need("notice", LARGE),
        _need("occasion", sa.Text()),
        _need("part", sa.Integer()),
        sa.Column("content", LARGE, sa.ForeignKey("contents.id")),
        sa.Column("upto", sa.Integer()),
        _need("chat", LARGE),
        _need("thread", LARGE),
        _need("state", sa.String(8)),
        _need("attempts", sa.Integer()),
        _need("not_before", MOMENT),
        sa.Column("owner", sa.Text()),
        _need("epoch", sa.Integer()),
        sa.Column("lease_until", MOMENT),
        sa.Column("message", LARGE),
        _need("repeat", sa.Boolean()),
        _need("plain", sa.Boolean()),
        sa.Column("reason", sa.Text()),
        sa.Column("settled_at", MOMENT),
        sa.CheckConstraint("(subscription = 0) <> (notice = 0)", name="for_one"),
        sa.Index("ix_deliveries_content", "content"),
        sa.Index("ix_deliveries_chat", "chat"),
        sa.Index("ix_deliveries_occasion", "subscription", "notice", "occasion", "part", unique=True),
        sqlite_autoincrement=True,
    )
    _partial("ix_deliveries_open", "deliveries", ["state", "not_before", "id"], "settled_at IS NULL")
    _partial("ix_deliveries_open_of", "deliveries", ["subscription"], "settled_at IS NULL")
    _partial("ix_deliveries_settled", "deliveries", ["settled_at"], "settled_at IS NOT NULL")


def _updates() -> None:
    op.create_table(
        "updates",
        sa.Column("id", LARGE, primary_key=True, autoincrement=False, nullable=False),
        _need("payload", sa.Text()),
        _need("stored_at", MOMENT),
        sa.Column("applied_at", MOMENT),
        sa.Index("ix_updates_applied_at", "applied_at"),
    )
    _partial("ix_updates_pending", "updates", ["id"], "applied_at IS NULL")
