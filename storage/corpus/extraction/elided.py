"""What a number counts that stands without its noun: by the number before, the noun that governs it, or the verb.

Those with their noun are `counted`.
"""

from __future__ import annotations

from storage.corpus.extraction.around import PERSONNEL, STOPS, STRUCK, Around, Told
from storage.corpus.extraction.number_words import Counted, reads
from storage.corpus.extraction.quantities import FROM, TO, Quantity
from storage.corpus.extraction.uncounted import YEARS
from storage.corpus.language import load_language
from storage.corpus.words import bare
from storage.records import Casualty, Qualifier, Unit

_GOVERNED_REACH, _JOINED_REACH, _NOUN_REACH, _KEPT_REACH, MANY = 16, 14, 3, 7, 50
_THEIRS = ("هم", "ها", "ه")


class Elided(Around):
    """Tells what numbers without their noun count."""

    def _elided(self, quantity: Quantity, before: tuple[Quantity, Told] | None) -> Told:
        if self._dated(quantity):
            return Told(None, None, "number.year")
        if self._is_or(quantity, before):
            return Told(None, None, "number.bare")
        if casualty := self._hit(quantity):
            return Told(Counted(Unit.CASUALTIES, casualty), None, STRUCK)
        sites = before and before[1].unit is Unit.OTHER and min(quantity.numbers, default=0) >= MANY
        if before and before[1].counted and not sites and self._follows(before[0], quantity):
            return Told(before[1].counted, before[1].head, "number.coordinated")
        if counted := self._governed(quantity):
            return Told(counted, None, "number.governed")
        troops = self._moved(quantity) or self._goes_on(quantity, before)
        return Told(PERSONNEL if troops else None, None, "number.bare")

    def _is_or(self, quantity: Quantity, before: tuple[Quantity, Told] | None) -> bool:
        """«شهرين أو ثلاثة»: another number of what stands right before it."""
        last = quantity.first - 2
        if last < 0 or self._tokens[quantity.first - 1].key not in self._words.either:
            return False
        return before is None or last not in (before[0].end - 1, before[1].head)

    def _goes_on(self, quantity: Quantity, before: tuple[Quantity, Told] | None) -> bool:
        """Whether a bare number goes on counting troops: large, led or hedged, where troops were counted last, are
        kept («أبقى على أقل من 50 ألفا») or named («كانوا 5200»)."""
        numbers, words = quantity.numbers, self._words
        if any(number < MANY for number in numbers) or self._measures(quantity):
            return False
        lead = [self._tokens[at] for at in self._back(quantity.first, 2)]
        led = any(token.keys & (words.leads | words.to_be) or reads(token) & words.changes for token in lead)
        hedged = quantity.qualifier is not Qualifier.EXACT or bool({FROM, TO} & {*quantity.reasons})
        year = quantity.value is not None and quantity.value in YEARS and (quantity.value % 100 > 0 or not led)
        if year and not hedged and not quantity.article:
            return False
        last = before[1].unit is Unit.PERSONNEL if before else self._counting
        if last and (hedged or led or quantity.article or quantity.first <= 1):
            return True
        near = self._tokens[max(quantity.first - _KEPT_REACH, 0) : quantity.first]
        return any(reads(token) & words.keeping or token.keys & words.were for token in near)

    def _moved(self, quantity: Quantity) -> bool:
        """«ونُقل 500 منهم»: some of those spoken of before went or came."""
        words, moving = self._words, self._back(quantity.first, 3)
        return self._of_them(quantity) and any(
            reads(self._tokens[at]) & (words.leaving | words.arriving) for at in moving
        )

    def _measures(self, quantity: Quantity) -> bool:
        """Whether the words around a bare number speak of other people or of a measure."""
        words, behind = self._words, self._tokens[quantity.end : quantity.end + 2]
        if behind and behind[0].key in words.source and not self._of_them(quantity):
            return True
        for at in self._back(quantity.first, _GOVERNED_REACH):
            token = self._tokens[at]
            noun = words.noun(token.key)
            if {token.key, bare(token.key)} & (words.measures | words.uncounted) or (noun and noun.person):
                return True
        return False

    def _dated(self, quantity: Quantity) -> bool:
        """A bare number that looks like a year, where a date may stand."""
        if quantity.qualifier is not Qualifier.EXACT or quantity.value not in YEARS or not quantity.start:
            return False
        before = self._tokens[quantity.start - 1].keys
        return bool(before & self._words.dated_by) or not before.isdisjoint(load_language().months)

    def _hit(self, quantity: Quantity) -> Casualty | None:
        """«وجرحت 34»: the verb stands right before the number."""
        for at in self._back(quantity.first, 2):
            if (casualty := self._blow(at)) and not self._unharmed(at):
                return casualty
        return None

    def _follows(self, before: Quantity, quantity: Quantity) -> bool:
        """Whether a bare number goes on counting what the number before it counts."""
        reach = _JOINED_REACH * (1 + self._led(quantity))
        gap = range(before.end - 1, quantity.first)
        return len(gap) <= reach and all(STOPS.isdisjoint(self._tokens[at].after) for at in gap)

    def _governed(self, quantity: Quantity) -> Counted | None:
        """What a bare number counts by the noun that governs it («عدد العسكريين سينزل إلى 3000»)."""
        words, found, counting, near = self._words, list[Counted](), False, False
        for at in self._back(quantity.first, _GOVERNED_REACH * (1 + self._of_them(quantity)), STOPS - {":"}):
            key = self._tokens[at].key
            if self._tokens[at].keys & words.counting:
                counting, dead = True, words.noun(self._tokens[at + 1].key)
                if dead and dead.casualty:  # «عدد الجرحى من جنوده»
                    return dead
                near = quantity.first - at <= _NOUN_REACH
                if self._counts_others(at):
                    return None
            counted = next((words.governing[k] for k in self._tokens[at].keys if k in words.governing), None)
            own = words.noun(key) if words.is_possessed(key) else None
            if counted := counted or (own if own and own.unit is Unit.PERSONNEL else None):
                found.append(words.noun(key) or counted if counted.unit is Unit.CASUALTIES else counted)
            if key in words.struck:
                break
        led = self._led(quantity) or near
        return found[0] if found and (counting or led) else PERSONNEL if counting and led and not found else None

    def _counts_others(self, at: int) -> bool:
        """«عدد النواب», «مجموع الأصوات»: what is counted stands behind, and it is no troops."""
        if any(key.startswith("ال") or key.endswith(_THEIRS) for key in self._tokens[at].keys & self._words.counting):
            return False
        whom = self._tokens[at + 1 : at + 3]
        return not any(self._words.noun(one.key) or bare(one.key) in self._words.nationals for one in whom)

    def _of_them(self, quantity: Quantity) -> bool:
        """«150 منهم», «500 من هؤلاء»."""
        behind = self._tokens[quantity.end : quantity.end + 2]
        at = 1 if len(behind) > 1 and behind[0].key in self._words.source else 0
        return bool(behind) and behind[at].key in self._words.of_them

    def _led(self, quantity: Quantity) -> bool:
        """Whether «إلى», «من», «ب» or a verb of measure leads to the number."""
        if not quantity.first or self._of_them(quantity):
            return self._of_them(quantity)
        lead = self._tokens[quantity.first - 1].keys | self._tokens[quantity.first].keys
        words = self._words
        hedged = quantity.qualifier is not Qualifier.EXACT
        return hedged or bool(lead & (words.to | words.source | words.to_be | words.of_them | words.counting | {"ب"}))
