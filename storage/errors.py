"""The errors of this floor: one root; they carry ids and positions, never sentences for people.

What a person reads about an error is made in `handlers.errors`; what an operator reads on the
terminal is made in `bot.cli`. Causes are chained with ``raise … from``.
"""

from __future__ import annotations

from dataclasses import dataclass, field


class StorageError(Exception):
    """Root of everything this floor raises on purpose."""


@dataclass(frozen=True, slots=True, order=True)
class SeedProblem:
    """One thing wrong in one seed file.

    `code` is a stable identifier (``not_utf8``, ``unknown_place``, ``quote_not_in_text`` …); `line`
    counts from 1 and is 0 where the whole file is meant; `field` is the dotted path of a field, or "";
    `value` is the offending value, shortened; `hint` the nearest known value, or "".
    """

    path: str
    line: int = 0
    field: str = ""
    code: str = ""
    value: str = ""
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        parts = [place, self.field, self.code, self.value]
        text = ": ".join(part for part in parts if part)
        return f"{text} (nearest: {self.hint})" if self.hint else text


class SeedError(StorageError):
    """One or more seed files are bad; `problems` names them all, sorted by file and line."""

    def __init__(self, problems: tuple[SeedProblem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class FactError(StorageError, ValueError):
    """A value that no fact may hold: a citation outside its text, a date that does not exist.

    `field` is the dotted path of the bad field; `code` and `value` as in `SeedProblem`.
    """

    def __init__(self, field: str, code: str, value: str = "") -> None:
        super().__init__(f"{field}: {code}: {value}")
        self.field, self.code, self.value = field, code, value


@dataclass(eq=False)
class UnknownName(StorageError):
    """A reader named something that the corpus does not have; `nearest` holds ids that sound like it."""

    noun: str
    name: str
    nearest: tuple[str, ...] = field(default=())


@dataclass(eq=False)
class NotFound(StorageError):
    """No such record in the serving revision: `noun` is ``milestone``, ``article``, ``view`` …"""

    noun: str
    key: str


@dataclass(eq=False)
class NotAllowed(StorageError):
    """The stored thing belongs to somebody else (`reason` = ``owner``), or its time is over (``expired``)."""

    noun: str
    key: str
    reason: str


class NothingToUndo(StorageError):
    """There is no earlier revision to go back to."""


@dataclass(eq=False)
class AlreadyApplied(StorageError):
    """What this update changes was changed before its handling broke off; what that gave back is not known."""

    update: int


class CorpusChanged(StorageError):
    """The files differ from those whose diff was confirmed; nothing was loaded."""


@dataclass(eq=False)
class NotDecided(StorageError):
    """A decision could not be written into the facts file of `article`. `reason`: ``no_article`` (its file is not
    in the folder), ``text_changed`` (since it was loaded), ``stale``, ``draft`` or ``complete`` (its facts file is),
    ``decided`` (otherwise, by somebody else; `value` is the verdict), ``by_hand`` (the row shares its line with
    another), ``not_writable`` (`value` is what the system says)."""

    article: str
    reason: str
    value: str = ""


@dataclass(eq=False)
class UnusableDatabase(StorageError):
    """The database cannot be used: `reason` is ``url``, ``backend``, ``file``, ``pragma``, ``newer`` (made by a
    later version of this program), or of a server ``server`` (it refuses), ``version`` or ``setting``; `value`
    what was found, never the URL."""

    reason: str
    value: str = ""
