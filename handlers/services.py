"""Services: the floor below as the application wired it, as commands see it. Built only in `bot.app`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection

from handlers.i18n import Translator
from handlers.views.message import Message
from storage.changes import LoadReport

P = ParamSpec("P")
T = TypeVar("T")
Progress = Callable[[int, int, str], None]
"""Called with (done, total, what) from the working thread."""


class Services(Protocol):
    """One thread hop and one unit of work per call; errors are those of `storage.errors`."""

    async def read(self, query: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query on a read-only connection."""
        ...

    async def write(self, action: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run an action in one write transaction."""
        ...

    async def amend(self, action: Callable[Concatenate[Path, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run an action on the folder of seeds; one at a time."""
        ...

    async def preview(self, progress: Progress) -> LoadReport:
        """What loading the seeds folder would change. `SeedError` where files are bad."""
        ...

    async def reload(self, fingerprint: str, progress: Progress) -> LoadReport:
        """Load the seeds folder; `CorpusChanged` where it is no longer what `fingerprint` names."""
        ...

    def packed(self, message: Message, t: Translator) -> tuple[str, ...]:
        """The parts of `message` as the outbox keeps them; none where it has no visible text."""
        ...

    async def undo(self) -> LoadReport:
        """Serve the previous revision again. `NothingToUndo`."""
        ...
