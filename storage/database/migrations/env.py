"""What Alembic runs: our migrations, inside the transaction of the connection that it is given.

From the command line there is no such connection; ``alembic -x url=sqlite:///… upgrade head`` names one.
"""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from storage.database import change_models, delivery_models, effect_models, fulltext, models, rate_models
from storage.database.session import open_database

TABLES = (models, change_models, delivery_models, effect_models, rate_models)
"""Importing these is what fills the metadata."""


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=models.metadata,
        include_name=lambda name, kind, _: not fulltext.owns(name or ""),
        # SQLite cannot change a table in place; Alembic copies it instead.
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()


if (given := context.config.attributes.get("connection")) is not None:
    run(given)
else:
    database = open_database(context.get_x_argument(as_dictionary=True)["url"])
    with database.writer() as conn:
        run(conn)
    database.close()
