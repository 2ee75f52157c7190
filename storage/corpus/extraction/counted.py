"""What a number counts: the unit class of a quantity, from the noun behind it, the verb before it or the number before.

Troops, detainees, the dead and the wounded, attacks, bases; None for what is never a fact of a story (years, money,
durations, ordinals, officials, names with numbers). Whose they are is read in `figures`.
"""

from __future__ import annotations

from storage.corpus.extraction.around import BREAKS, DETAINEES, PERSONNEL, STRUCK, UNHARMED, Told
from storage.corpus.extraction.elided import MANY, Elided
from storage.corpus.extraction.number_words import Counted
from storage.corpus.extraction.quantities import Quantity
from storage.corpus.extraction.uncounted import no_count
from storage.corpus.words import bare
from storage.records import Qualifier, Unit

_VERBAL = ("لل", "سي", "ست", "ي")
"""So begins a verb behind a number without its noun («1100 يعتبرون»), or a word led by a preposition."""
_NOUN_REACH = 3
NATIONALS, OTHERS, _OTHER_NOUN = "number.nationals", "number.others", "number.other_noun"


class Counter(Elided):
    """Tells what the quantities of one passage count; `before` is what the quantity before this one counts."""

    def unit(self, quantity: Quantity, before: tuple[Quantity, Told] | None) -> Told:
        """What `quantity` counts."""
        if reason := no_count(self._words, self._tokens, quantity):
            return Told(None, None, reason)
        if self._percent(quantity):
            return Told(Counted(Unit.PERCENT), None, "number.percent")
        found = self._behind(quantity, before)
        if found is None:
            return self._adjective(quantity) or self._elided(quantity, before)
        return self._adjective(quantity) or found if found.reason == _OTHER_NOUN else found

    def _percent(self, quantity: Quantity) -> bool:
        sign = self._tokens[quantity.end - 1].after.lstrip()[:1] == "%"
        return sign or bool(self._words.percent.starting(self._tokens, quantity.end))

    # ---------------------------------------------------------------- the noun behind

    def _behind(self, quantity: Quantity, before: tuple[Quantity, Told] | None) -> Told | None:
        """What the word behind the number says; None where nothing is counted there."""
        at = quantity.end
        if at >= len(self._tokens) or self._broken(quantity):
            return None
        key = self._tokens[at].key
        if key in self._words.source and at + 1 < len(self._tokens):
            return self._of(quantity, at + 1, before)
        if key in self._words.others:
            struck = self._struck(quantity, at)
            more = before[1].counted if before else None
            going = self._counting and min(quantity.numbers, default=0) >= MANY
            return Told(struck.counted if struck else more or (PERSONNEL if going else None), at, OTHERS)
        if key in self._words.nationals:
            return self._people_of(quantity, at, before)
        counted = self._words.noun(key)
        if counted is None:
            bound = quantity.article and key.startswith("ال")  # «الـ900 المنتشرين»
            return None if bound or self._bare(at) else Told(None, at, _OTHER_NOUN)
        return self._refined(quantity, counted, at, before)

    def _broken(self, quantity: Quantity) -> bool:
        """Whether a mark of punctuation parts a number from what follows; brackets around it do not."""
        gap = self._tokens[quantity.end - 1].after
        if ")" in gap and "(" in self._tokens[quantity.last - 1].after[-1:] if quantity.last else False:
            gap = gap.replace(")", "")
        return not BREAKS.isdisjoint(gap)

    def _of(self, quantity: Quantity, at: int, before: tuple[Quantity, Told] | None) -> Told | None:
        """«ألف من الجنود», «مئات من قوات التحالف»; «ثلاثة من بغداد» counts nothing here."""
        if self._tokens[at].key in self._words.of_them:
            return None
        if bare(self._tokens[at].key) in self._words.uncounted:
            return self._struck(quantity, at) or Told(None, at, _OTHER_NOUN)
        if bare(self._tokens[at].key) in self._words.nationals:
            return self._people_of(quantity, at, before)
        for number in (at, at + 1):
            counted = self._words.noun(self._tokens[number].key) if number < len(self._tokens) else None
            if counted and not counted.person:
                return self._refined(quantity, counted, number)
        return None

    def _people_of(self, quantity: Quantity, at: int, before: tuple[Quantity, Told] | None) -> Told:
        lead = self._tokens[quantity.first - 1].keys if quantity.first else frozenset[str]()
        if lead & self._words.of_them and before and before[1].counted:
            return Told(before[1].counted, at, "number.of_them")
        counted = None if lead & self._words.of_them else PERSONNEL
        return self._struck(quantity, at) or Told(counted, at, NATIONALS)

    def _refined(
        self, quantity: Quantity, counted: Counted, at: int, before: tuple[Quantity, Told] | None = None
    ) -> Told:
        """A noun in its sentence: soldiers that were killed, fighters that are held."""
        if counted.unit is Unit.PERSONNEL and self._is_uncounted(at):
            return Told(None, at, _OTHER_NOUN)
        if counted.unit is Unit.PERSONNEL or counted.person:
            if struck := self._struck(quantity, at):
                return struck
            beside = self._beside(quantity, at, before) if counted.person else None
            if beside:
                return beside
            if self._held(quantity, at):
                return Told(DETAINEES, at, "number.held")
            if counted.person:
                return Told(None, at, "number.people")
        if counted.casualty and self._unharmed(quantity.first):
            return Told(None, at, UNHARMED)
        return Told(counted, at, "number.noun")

    def _beside(self, quantity: Quantity, at: int, before: tuple[Quantity, Told] | None) -> Told | None:
        """«جُرح 6 جنود و3 متعاقدين»: people in one list with those who were hit."""
        joined = quantity.joined or (quantity.first and self._tokens[quantity.first - 1].key == "و")
        if joined and before and before[1].unit is Unit.CASUALTIES and self._follows(before[0], quantity):
            return Told(before[1].counted, at, STRUCK)
        return None

    def _is_uncounted(self, at: int) -> bool:
        """«خمسة أفراد من المصادر»."""
        of, whom = self._tokens[at + 1 : at + 2], self._tokens[at + 2 : at + 3]
        return bool(of and whom and of[0].key in self._words.source and bare(whom[0].key) in self._words.uncounted)

    def _bare(self, at: int) -> bool:
        """Whether the word behind a number goes on with the sentence: the number stands without its noun."""
        key = self._tokens[at].key
        if at in self._taken or key in self._words.no_particle:
            return at in self._taken
        return key in self._words.bare_before or key[:1] in ("و", "ب") or key.startswith(_VERBAL)

    # ---------------------------------------------------------------- numbers without their noun

    def _adjective(self, quantity: Quantity) -> Told | None:
        """«الجنود الثلاثة», «جنود التحالف الـ900»: the number follows its noun."""
        start = quantity.start - (quantity.start > 0 and self._tokens[quantity.start - 1].key == "ال")
        if start and quantity.value == 2 and not self._tokens[quantity.start].key.isdecimal():
            return self._two(quantity)
        if not quantity.article or not start or quantity.qualifier is not Qualifier.EXACT:
            return None
        for at in range(start - 1, max(start - 1 - _NOUN_REACH, -1), -1):
            if not BREAKS.isdisjoint(self._tokens[at].after):
                break
            counted = self._words.noun(self._tokens[at].key)
            if counted and (self._tokens[at].key.startswith("ال") or self._tokens[at + 1].key.startswith("ال")):
                return self._refined(quantity, counted, at)
        return None

    def _two(self, quantity: Quantity) -> Told | None:
        """«عسكريين أميركيين اثنين»."""
        for at in range(quantity.start - 1, max(quantity.start - 1 - _NOUN_REACH, -1), -1):
            if not BREAKS.isdisjoint(self._tokens[at].after):
                break
            if counted := self._words.noun(self._tokens[at].key):
                person = Told(None, at, "number.people")
                return person if counted.person else self._refined(quantity, counted, at)
        return None
