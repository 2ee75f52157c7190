"""What happened to those counted, by the verbs around their number: killed, wounded, held; and how far its clause goes.

What the number counts is `counted`, without its noun `elided`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from storage.corpus.extraction.number_words import Counted, NumberWords, reads
from storage.corpus.extraction.passages import Token
from storage.corpus.extraction.quantities import Quantity
from storage.records import Casualty, Unit

STOPS = frozenset(".؛;:!؟")
BREAKS = STOPS | frozenset("،,()")
_STRUCK_REACH, _AFTER_REACH, _HELD_REACH, _HOLDING_REACH = 8, 4, 9, 7
PERSONNEL, DETAINEES = Counted(Unit.PERSONNEL), Counted(Unit.DETAINEES)
STRUCK, UNHARMED = "number.struck", "number.unharmed"


@dataclass(slots=True)
class Told:
    """The unit of a quantity, the token of its noun, and the rule that told it."""

    counted: Counted | None
    head: int | None
    reason: str

    @property
    def unit(self) -> Unit | None:
        return self.counted.unit if self.counted else None


class Around:
    """The words around the numbers of one passage."""

    def __init__(
        self, words: NumberWords, tokens: Sequence[Token], taken: Collection[int], counting: bool = False
    ) -> None:
        self._words, self._tokens, self._taken, self._counting = words, tokens, taken, counting

    def _struck(self, quantity: Quantity, head: int) -> Told | None:
        """Those counted as killed or wounded, by the nearest word before, else close behind; as nothing where a
        negation denies it; None where nobody was hit."""
        for at in self._back(min(quantity.first, head), _STRUCK_REACH):
            if casualty := self._blow(at):
                harmed = not self._unharmed(at)
                return Told(Counted(Unit.CASUALTIES, casualty), head, STRUCK) if harmed else Told(None, head, UNHARMED)
            noun = self._words.noun(self._tokens[at].key)
            if noun and at < quantity.first - 2 and (noun.person or noun.unit is Unit.PERSONNEL):
                break
        fallen = any(reads(self._tokens[at]) & self._words.fell for at in self._back(quantity.first, 3))
        for at in range(head + 1, min(head + 1 + _AFTER_REACH, len(self._tokens))):
            if not BREAKS.isdisjoint(self._tokens[at - 1].after) or self._tokens[at].key[:1] == "و":
                break
            found = self._words.noun(self._tokens[at].key)
            dead = found.casualty if found and fallen and not self._tokens[at].key.startswith("ال") else None
            if casualty := self._blow(at) or dead:  # «سقط ثلاثة جنود قتلى»
                return Told(Counted(Unit.CASUALTIES, casualty), head, STRUCK)
        return None

    def _blow(self, at: int) -> Casualty | None:
        """What a word says that people suffered."""
        struck = self._words.struck
        if at and self._tokens[at - 1].keys & self._words.tolls:
            noun = self._words.noun(self._tokens[at].key)
            return noun.casualty if noun else None
        if self._tokens[at].keys & self._words.perished and self._perished(at):
            return Casualty.KILLED
        return next((struck[form] for form in reads(self._tokens[at]) if form in struck), None)

    def _perished(self, at: int) -> bool:
        """«قضى في الحرب …», «قضى 40 جنديا», not «قضى بسحبهم»."""
        follows = self._tokens[at + 1 : at + 2]
        return any(token.keys & self._words.perished_in or token.key.isdecimal() for token in follows)

    def _unharmed(self, at: int) -> bool:
        return any(token.keys & self._words.unharmed for token in self._tokens[max(at - 3, 0) : at])

    def _held(self, quantity: Quantity, head: int) -> bool:
        """Whether fighters are held: «من مقاتلي داعش المسجونين», «القبض على 9000 من»."""
        for at in self._back(quantity.first, _HOLDING_REACH):
            if not BREAKS.isdisjoint(self._tokens[at].after):
                break
            if reads(self._tokens[at]) & self._words.holding:
                return True
        for at in range(head + 1, min(head + 1 + _HELD_REACH, len(self._tokens))):
            if not BREAKS.isdisjoint(self._tokens[at - 1].after):
                break
            noun = self._words.noun(self._tokens[at].key)
            if (noun and noun.unit is Unit.DETAINEES) or self._words.held.starting(self._tokens, at):
                return True
        return False

    def _back(self, first: int, reach: int, stops: frozenset[str] = STOPS) -> Iterator[int]:
        """The tokens before `first` in its clause, the nearest first, up to another number."""
        for at in range(first - 1, max(first - 1 - reach, -1), -1):
            if not stops.isdisjoint(self._tokens[at].after):
                return
            named = at and self._tokens[at - 1].keys & self._words.numbered
            if self._tokens[at].key.isdecimal() and at not in self._taken and not named:
                return
            yield at
