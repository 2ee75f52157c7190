"""The log of changes: steps, and what each of them changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "steps",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Index("ix_steps_at", "at"),
    )
    op.create_table(
        "changes",
        sa.Column("step", sa.Integer(), sa.ForeignKey("steps.number", ondelete="CASCADE"), primary_key=True),
        sa.Column("noun", sa.String(12), primary_key=True),
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("change", sa.String(9), nullable=False),
        sa.Column("before", sa.Text()),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_changes_key",
        "changes",
        ["noun", "key", "step"],
        sqlite_where=sa.text("before IS NOT NULL"),
        postgresql_where=sa.text("before IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_table("changes")
    op.drop_table("steps")
