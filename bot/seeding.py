"""Seeds into the database: read a folder, merge it, compare it with what serves, load it.

The command line and the chat's /reload both come through here; the reading is `storage.corpus`, the
loading `storage.database`. Everything is synchronous and may take long; callers choose the thread.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from handlers.services import Progress
from storage.changes import LoadReport
from storage.database import loading
from storage.database.queries import edition
from storage.database.session import Database
from storage.errors import CorpusChanged, NotFound
from storage.records import Corpus


def _silent(_done: int, _total: int, _what: str) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class Seeds:
    """A folder of seeds, and the story that it is read with where it has none of its own."""

    folder: Path
    story: Path

    def read(self, codes: Mapping[str, str], progress: Progress = _silent) -> Corpus:
        """The folder's corpus; `codes` are the short codes given before. `SeedError`."""
        # Only a load reads files: a start-up that loads nothing need not wait for the room that does.
        from storage.corpus.assembly import assemble
        from storage.corpus.folder import read_folder

        def read(done: int, total: int, _file: str) -> None:
            progress(done, total, "files")

        return assemble(read_folder(self.folder, self.story, read), codes)

    def preview(self, database: Database, progress: Progress = _silent) -> LoadReport:
        """What loading would change; nothing is written."""
        with database.reader() as conn:
            return loading.plan(conn, self.read(loading.known_codes(conn), progress))

    def load(
        self, database: Database, now: datetime, progress: Progress = _silent, *, confirmed: str | None = None
    ) -> LoadReport:
        """Load in one transaction. `CorpusChanged` where `confirmed` names other files than those that are there."""
        with database.reader() as conn:
            # Reading takes long and needs no lock: the writer is held only for the load itself.
            corpus = self.read(loading.known_codes(conn), progress)
        with database.writer() as conn:
            if confirmed is not None and loading.plan(conn, corpus).fingerprint != confirmed:
                raise CorpusChanged(confirmed)
            return loading.load(conn, corpus, now, progress)


def is_empty(database: Database) -> bool:
    """Whether the database serves no corpus yet."""
    with database.reader() as conn:
        try:
            edition.current(conn)
        except NotFound:
            return True
    return False
