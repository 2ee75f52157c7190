"""Corrections: a fact that was changed or withdrawn after it was told goes to exactly those who were told it.

Pure. Who was told what is kept with the deliveries (`storage.database.contents`), what it was and is now is
read in `storage.database.queries.corrections`, how it is said is `handlers.digest`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from storage.answers import Source
from storage.digest import Fact, amount, said
from storage.records import Figure
from storage.subscription import Receiver, Told


@dataclass(frozen=True, slots=True)
class Correction:
    """A fact as it was told and as it is now; `new` is None where it was withdrawn, `version` that of now.

    `source` is its article, None where that is gone too; `code` is that of its milestone, "" for none.
    `reviewed`: an editor has looked at the fact as it is now, or taken it out.
    """

    told: Told
    version: str
    old: Fact
    new: Fact | None
    source: Source | None
    code: str = ""
    reviewed: bool = False

    @property
    def at_once(self) -> bool:
        """Whether it waits for no digest: a number or a date that was reviewed as wrong."""
        if not self.reviewed:
            return False
        if self.new is None:
            return isinstance(self.old, Figure) or self.old.date is not None
        return _number_or_date(self.old) != _number_or_date(self.new)


def _number_or_date(fact: Fact) -> tuple[object, ...]:
    return (*amount(fact), *said(fact.as_of)) if isinstance(fact, Figure) else said(fact.date)


def owed(
    corrections: Iterable[Correction], receivers: Mapping[str, Iterable[Receiver]]
) -> dict[int, tuple[Correction, ...]]:
    """By subscription, the corrections that it is owed; `receivers` are those who were told a fact, by its id,
    each with the version that it was told last.

    Whoever was told the fact as it is now, by a later digest or by the correction itself, is owed nothing.
    """
    by_version = {correction.told: correction for correction in corrections}
    found: dict[int, list[Correction]] = defaultdict(list)
    for fact, told in receivers.items():
        for receiver in told:
            if correction := by_version.get(Told(fact, receiver.version)):
                found[receiver.subscription].append(correction)
    return {subscription: tuple(all_) for subscription, all_ in found.items()}
