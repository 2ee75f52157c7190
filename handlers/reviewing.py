"""Where an editor stands in the review queue, as text: what the buttons under a proposal lead on from.

Kept in the database under a short id (`handlers.kept`). What a button does is `handlers.commands.review`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from handlers.kept import Kept
from storage.corpus.correcting import Part
from storage.corpus.decisions import Verdict

Changes = Mapping[Part, str | None]


@dataclass(frozen=True, slots=True)
class State:
    """Where an editor stands: the fact that is shown and what was corrected of it; the one decided on last and how;
    `scope` is the only article that is looked at, "" for all; `published`: what was published of it as extracted is
    looked at as well."""

    fact: str = ""
    scope: str = ""
    last: str = ""
    verdict: Verdict | None = None
    changes: Changes = field(default_factory=dict)
    published: bool = False

    def at(self, fact: str, last: str = "", verdict: Verdict | None = None) -> State:
        """The same queue at `fact`, uncorrected."""
        return State(fact, self.scope, last, verdict, {}, self.published)


def packed(state: State) -> Kept:
    """The state as it is kept."""
    return {
        "fact": state.fact,
        "scope": state.scope,
        "last": state.last,
        "verdict": state.verdict,
        "changes": json.dumps({part.value: value for part, value in state.changes.items()}, ensure_ascii=False),
        "published": int(state.published),
    }


def unpacked(kept: Kept) -> State:
    """What `packed` made; `KeyError` or `ValueError` for anything else."""
    fact, scope, last = (str(kept[name] or "") for name in ("fact", "scope", "last"))
    changes: dict[str, str | None] = json.loads(str(kept["changes"]))
    verdict = Verdict(str(kept["verdict"])) if kept["verdict"] else None
    corrections = {Part(name): value for name, value in changes.items()}
    return State(fact, scope, last, verdict, corrections, bool(kept["published"]))
