"""Migrations: which version of the tables there is, and going up and down.

Alembic is imported only where something has to be done. The steps are in ``migrations/versions``; the
lock under which they run is the caller's write transaction.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, select

from storage.errors import UnusableDatabase

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0005"
"""The newest step; a test holds it to be the one that Alembic finds."""

SCRIPTS = Path(__file__).parent / "migrations"
_VERSION = Table("alembic_version", MetaData(), Column("version_num", String(32)))


def version(conn: Connection) -> str | None:
    """The step that this database is at; None where it has no tables yet."""
    if not inspect(conn).has_table(_VERSION.name):
        return None
    return conn.scalar(select(_VERSION.c.version_num))


def upgrade(conn: Connection, target: str = HEAD) -> None:
    """Go up to `target`. `UnusableDatabase` where a later program made the tables."""
    from alembic import command
    from alembic.script import ScriptDirectory

    config = configuration(conn)
    known = {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
    if (present := version(conn)) is not None and present not in known:
        raise UnusableDatabase("newer", present)
    command.upgrade(config, target)


def downgrade(conn: Connection, target: str) -> None:
    """Go down to `target`; ``base`` takes every table away."""
    from alembic import command

    command.downgrade(configuration(conn), target)


def configuration(conn: Connection) -> Config:
    """Alembic's configuration, wherever the program is installed, working on `conn`."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = conn
    return config
