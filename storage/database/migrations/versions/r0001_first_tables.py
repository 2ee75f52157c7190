"""The first tables, and the full-text index over them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.database import fulltext

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

LARGE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)

_TABLES = (
    "timeline",
    "scopes",
    "milestones",
    "results",
    "aliases",
    "passages",
    "revision_facts",
    "revision_articles",
    "serving",
    "revisions",
    "facts",
    "articles",
    "stories",
    "codes",
    "chats",
    "saved",
)


def upgrade() -> None:
    _versions()
    _revisions()
    _merged()
    _lasting()
    fulltext.create(op.get_bind())


def downgrade() -> None:
    fulltext.drop(op.get_bind())
    for table in _TABLES:
        op.drop_table(table)


def _id(name: str, type_: sa.types.TypeEngine[int] = LARGE) -> sa.Column[int]:
    return sa.Column(name, type_, primary_key=True, autoincrement=False, nullable=False)


def _text(name: str, type_: sa.types.TypeEngine[str] | None = None, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, type_ or sa.Text(), nullable=nullable)


def _revision(*, primary_key: bool = False) -> sa.Column[int]:
    return sa.Column(
        "revision",
        sa.Integer(),
        sa.ForeignKey("revisions.number", ondelete="CASCADE"),
        primary_key=primary_key,
        autoincrement=False,
        nullable=False,
    )


def _versions() -> None:
    op.create_table("stories", sa.Column("hash", sa.String(32), primary_key=True), _text("payload"))
    op.create_table(
        "articles",
        _id("version"),
        sa.Column("hash", sa.String(32), nullable=False, unique=True),
        *map(_text, ("id", "code", "text", "sentences", "payload")),
        sa.Index("ix_articles_id", "id"),
        sa.Index("ix_articles_code", "code"),
    )
    op.create_table(
        "facts",
        _id("version"),
        sa.Column("hash", sa.String(32), nullable=False, unique=True),
        _text("id"),
        _text("noun", sa.String(8)),
        _text("article"),
        _text("payload"),
        sa.Index("ix_facts_id", "id"),
        sa.Index("ix_facts_article", "article"),
    )


def _revisions() -> None:
    op.create_table(
        "revisions",
        _id("number", sa.Integer()),
        sa.Column("parent", sa.Integer(), sa.ForeignKey("revisions.number", ondelete="SET NULL")),
        sa.Column("loaded_at", MOMENT, nullable=False),
        _text("fingerprint", sa.String(32)),
        sa.Column("story", sa.String(32), sa.ForeignKey("stories.hash"), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Integer(), nullable=False),
        sa.Column("oldest", sa.Date()),
        sa.Column("newest", sa.Date()),
        _text("warnings"),
        sa.Index("ix_revisions_story", "story"),
    )
    op.create_table(
        "serving",
        _id("id", sa.Integer()),
        sa.Column("revision", sa.Integer(), sa.ForeignKey("revisions.number"), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        _text("token", sa.String(32)),
        sa.CheckConstraint("id = 1", name="one_row"),
    )
    op.create_table(
        "revision_articles",
        _revision(primary_key=True),
        sa.Column("article", LARGE, sa.ForeignKey("articles.version"), primary_key=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Index("ix_revision_articles_article", "article"),
        sa.Index("ix_revision_articles_number", "revision", "number", unique=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "revision_facts",
        _revision(primary_key=True),
        sa.Column("fact", LARGE, sa.ForeignKey("facts.version"), primary_key=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("milestone", sa.Text()),
        sa.Index("ix_revision_facts_fact", "fact"),
        sqlite_with_rowid=False,
    )


def _merged() -> None:
    op.create_table(
        "milestones",
        _id("row"),
        _revision(),
        _text("code"),
        _text("subject"),
        _text("lane", sa.String(8), nullable=True),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        _text("place", nullable=True),
        _text("to_place", nullable=True),
        _text("promise", sa.String(5), nullable=True),
        sa.Column("closes", sa.Integer()),
        sa.Column("reported", sa.Integer()),
        _text("words"),
        _text("payload"),
        *(sa.Index(f"ix_milestones_{name}", "revision", name) for name in ("code", "subject", "place", "to_place")),
        sa.Index("ix_milestones_promise", "revision", "promise", "closes"),
        sa.Index("ix_milestones_day", "revision", "lane", "day", "width"),
    )
    op.create_table(
        "scopes",
        _id("id"),
        _revision(),
        _text("area"),
        _text("line"),
        _text("lane", sa.String(8)),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Index("ix_scopes_area", "revision", "area", "line", "lane", unique=True),
    )
    op.create_table(
        "timeline",
        sa.Column("scope", LARGE, sa.ForeignKey("scopes.id", ondelete="CASCADE"), primary_key=True),
        _id("row"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "results",
        _revision(primary_key=True),
        sa.Column("noun", sa.String(12), primary_key=True),
        _id("position", sa.Integer()),
        _text("payload"),
    )
    op.create_table(
        "aliases", _revision(primary_key=True), sa.Column("code", sa.Text(), primary_key=True), _text("target")
    )
    op.create_table(
        "passages",
        _id("row"),
        sa.Column("article", LARGE, sa.ForeignKey("articles.version"), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        _text("words"),
        sa.Index("ix_passages_article", "article"),
    )


def _lasting() -> None:
    op.create_table(
        "codes",
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("code", sa.Text(), nullable=False, unique=True),
    )
    op.create_table("chats", _id("chat"), _text("payload"))
    op.create_table(
        "saved",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("owner", LARGE, nullable=False),
        sa.Column("chat", LARGE, nullable=False),
        _text("kind", sa.String(16)),
        _text("payload"),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Index("ix_saved_expires_at", "expires_at"),
    )
