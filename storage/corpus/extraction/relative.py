"""Times told by their distance: «أمس الثلاثاء», «قبل ثلاثة أشهر», «بعد يومين من», «خلال الأسابيع المقبلة».

Units with a step («الشهر المقبل») are read in `calendars`; what a distance comes to is counted in `distances`.
"""

from __future__ import annotations

from functools import cache

from storage.corpus.extraction.datewords import Lexicon, Step, Unit, load_date_words, opening
from storage.corpus.extraction.dating import Days, Unclear
from storage.corpus.extraction.distances import DURATION, Again, AtHand, Distance, Origin, Stretch
from storage.corpus.extraction.spans import Amount, amount_at
from storage.corpus.extraction.tense import is_past
from storage.corpus.extraction.years import Found, Tokens, gapless, is_one
from storage.corpus.words import PerWord
from storage.fuzzydate import Bound

_SIZES = list(Unit)
_SUBJECT, _CLAUSE = 8, 24  # words of a verb and its subject before «اليوم أن», and of their clause


def read_relative(tokens: Tokens, first: int) -> Found | None:
    """A distance at `first`, with the words that give it its direction."""
    if first >= len(tokens) or not _begins()[tokens[first].key]:
        return None
    counted = _counted(tokens, first) if _leads()[tokens[first].key] else None
    return counted or read_near(tokens, first) or _stretch(tokens, first)


@cache
def opens_near() -> PerWord[bool]:
    """Whether a word may begin what `read_near` reads."""
    w = load_date_words()
    beside = (
        w.days_after,
        w.days_before,
        w.same_days,
        w.that_date,
        w.day_after_what_follows,
        w.day_before_what_follows,
    )
    return opening(*(g.opens for g in (*beside, w.before_that, w.after_that)), w.now.opens, w.days.opens)


@cache
def _leads() -> PerWord[bool]:
    """Whether a word may give a distance its direction."""
    w = load_date_words()
    return opening(w.elapsed.opens, w.ago.opens, w.in_future.opens, w.since.opens, w.within.opens)


@cache
def _begins() -> PerWord[bool]:
    """Whether a word may be the first of a distance."""
    return opening(opens_near().__getitem__, _leads().__getitem__, load_date_words().units.opens)


# ------------------------------------------------------------------ days


def read_near(tokens: Tokens, first: int) -> Found | None:
    """«الآن», «أمس الثلاثاء», «اليوم» and the like."""
    words = load_date_words()
    if first >= len(tokens) or not opens_near()[tokens[first].key] or tokens[first].key in words.no_day:
        return None
    if of_text := _of_text(tokens, first):
        return of_text
    if found := words.now.read(tokens, first):
        return Found(found[0], AtHand(0, Origin.PUBLICATION))
    found_day = words.days.read(tokens, first)
    if found_day is None:
        return None
    after, offset = found_day
    weekday = words.weekdays.at(tokens, after) if after < len(tokens) and _joined(tokens, after - 1) else None
    if weekday:
        return Found(weekday[0], Days(offset, weekday[1]))
    if offset == 0 and not is_today(tokens, first):
        return Found(after, Unclear("date.nowadays"))
    return Found(after, Days(offset))


def is_today(tokens: Tokens, first: int) -> bool:
    """Whether «اليوم» without a weekday is the day of publication, and not nowadays or part of a name."""
    words = load_date_words()
    if first == 0:
        return bool(tokens[0].after.strip()) or (len(tokens) > 1 and is_past(tokens[1].key))
    before = tokens[first - 1]
    if before.keys & words.nowadays_after:
        return False
    if first + 1 < len(tokens) and tokens[first + 1].keys & words.today_before:
        return any(is_past(token.key) for token in tokens[max(0, first - _SUBJECT) : first])
    if before.keys & words.today_after or is_past(before.key):
        return True
    return before.after.strip() in ("،", ",", "-") and tokens[first].after.strip() in ("،", ",", "-")


def _of_text(tokens: Tokens, first: int) -> Found | None:
    """Days beside a date of the text: «في الغد», «ذلك اليوم», «غداة», «بعدها بيومين»."""
    words = load_date_words()
    for lexicon_of_days, meaning in _beside()[tokens[first].key]:
        if found := lexicon_of_days.read(tokens, first):
            return Found(found[0], meaning)
    for lexicon, sign in ((words.before_that, -1), (words.after_that, 1)):
        if (found := lexicon.read(tokens, first)) and (amount := amount_at(tokens, found[0], "ب")):
            return _with_months(tokens, amount, sign)
    return None


def _with_months(tokens: Tokens, amount: Amount, sign: int) -> Found:
    """«وبعدها بعام», «وبعدها بعام وشهرين»."""
    after = amount.after
    adds = amount.unit is Unit.YEAR and after < len(tokens) and tokens[after].key.startswith("و")
    more = amount_at(tokens, after, "و") if adds else None
    if more and more.unit is Unit.MONTH and more.count and amount.count:
        return Found(more.after, Distance(Unit.MONTH, 12 * amount.count + more.count, sign, Origin.BEFORE))
    return Found(amount.after, Distance(amount.unit, amount.count, sign, Origin.BEFORE))


@cache
def _beside() -> PerWord[tuple[tuple[Lexicon[str], Again | AtHand], ...]]:
    """The days beside another that a word may open, and what they mean."""
    w = load_date_words()
    rows: tuple[tuple[Lexicon[str], Again | AtHand], ...] = (
        (w.days_after, AtHand(1, Origin.BEFORE)),
        (w.days_before, AtHand(-1, Origin.BEFORE)),
        (w.that_date, Again()),
        (w.same_days, AtHand(0, Origin.BEFORE)),
        (w.day_after_what_follows, AtHand(-1, Origin.BEFORE)),
        (w.day_before_what_follows, AtHand(-1, Origin.AHEAD)),
    )
    return PerWord(lambda word: tuple(row for row in rows if row[0].opens(word)))


# ------------------------------------------------------------------ so many units


def _counted(tokens: Tokens, first: int) -> Found | None:
    words = load_date_words()
    if found := words.elapsed.read(tokens, first):
        return _elapsed(tokens, found[0])
    if (found := words.ago.read(tokens, first)) and (amount := amount_at(tokens, found[0])):
        return _ago(tokens, amount, _is_loose(tokens, found[0]))
    if (found := words.in_future.read(tokens, first)) and (amount := amount_at(tokens, found[0])):
        return _later(tokens, amount, _is_loose(tokens, found[0]))
    if (found := words.since.read(tokens, first)) and (amount := amount_at(tokens, found[0])):
        return Found(amount.after, Distance(amount.unit, amount.count, -1, Origin.PUBLICATION, Bound.FROM))
    if (found := words.within.read(tokens, first)) and (amount := amount_at(tokens, found[0])):
        return _within(tokens, found[0], amount)
    return None


def _is_loose(tokens: Tokens, at: int) -> bool:
    """«أكثر من»: nothing can be counted from an event by it."""
    return load_date_words().more_before.at(tokens, at) is not None


def _ago(tokens: Tokens, amount: Amount, loose: bool) -> Found:
    """«قبل شهر» from now, «قبل شهر من الانتخابات» from the elections."""
    after, event = _event(tokens, amount.after)
    if event and _is_that(tokens, after + 1):
        return Found(after + 2, Distance(amount.unit, amount.count, -1, Origin.BEFORE))
    if event and loose:
        return Found(after, Unclear("date.loose"))
    return Found(after, Distance(amount.unit, amount.count, -1, Origin.AHEAD if event else Origin.PUBLICATION))


def _later(tokens: Tokens, amount: Amount, loose: bool) -> Found:
    """«بعد يومين», «بعد يومين من الغارة», «بعد عشر سنوات من تأسيسه»: of years, what follows is dated."""
    words = load_date_words()
    after, event = _event(tokens, amount.after)
    if event and _is_that(tokens, after + 1):  # «بعد ثلاث سنوات من ذلك»
        return Found(after + 2, Distance(amount.unit, amount.count, 1, Origin.BEFORE))
    if not event:
        now = words.from_now.at(tokens, amount.after)
        origin = Origin.PUBLICATION if now else Origin.TENSE
        return Found(now[0] if now else amount.after, Distance(amount.unit, amount.count, 1, origin))
    if is_one(tokens, after + 1, words.lasting):
        return Found(after, Unclear(DURATION))
    if amount.count and not loose and amount.unit is not Unit.HOUR and _arrives(tokens, amount.after):
        return Found(amount.after, Distance(amount.unit, amount.count, -1, Origin.TOLD, of_what_follows=True))
    if amount.unit in (Unit.YEAR, Unit.DECADE):
        meaning = Distance(amount.unit, amount.count, -1, Origin.NEAR, of_what_follows=True)
        return Found(amount.after, meaning)
    meant = Unclear("date.loose") if loose else Distance(amount.unit, amount.count, 1, Origin.AHEAD)
    return Found(after, meant)


def _event(tokens: Tokens, at: int) -> tuple[int, bool]:
    """Whether «من» or «على» leads to an event here; «من الآن» does not."""
    words = load_date_words()
    if now := words.from_now.at(tokens, at):
        return now[0], False
    event = words.of_event.at(tokens, at) if gapless(tokens, at - 1) else None
    return at, event is not None


def _is_that(tokens: Tokens, at: int) -> bool:
    """Whether «ذلك» stands alone here, and no «ذلك الهجوم»."""
    alone = at + 1 >= len(tokens) or not gapless(tokens, at) or not tokens[at + 1].key.startswith("ال")
    return is_one(tokens, at, load_date_words().that) and alone


def _arrives(tokens: Tokens, at: int) -> bool:
    """«يأتي ذلك بعد يومين من الغارة»: it is the raid that is dated, from today."""
    return any(token.keys & load_date_words().arriving for token in tokens[max(0, at - _CLAUSE) : at])


def _elapsed(tokens: Tokens, at: int) -> Found | None:
    """«مرور ثماني سنوات على»: what follows lies so far before the date that was just named, or before today."""
    amount = amount_at(tokens, at)
    if amount is None or not _event(tokens, amount.after)[1]:
        return None
    return Found(
        amount.after, Distance(amount.unit, amount.count, -1, Origin.NEAR, of_what_follows=True, anniversary=True)
    )


def _within(tokens: Tokens, at: int, amount: Amount) -> Found | None:
    """A deadline: «في غضون شهرين», «خلال الشهرين المقبلين»; «خلال 23 يوماً» is one of what is to
    come, and else how long something took."""
    leads = tokens[at - 1].key
    named = load_date_words().months.at(tokens, amount.after) is not None
    vague = amount.count is None and (amount.step is not None or leads != "غضون")
    if named or vague or amount.step not in (None, Step.NEXT):
        return None
    origin = Origin.PUBLICATION if amount.step or leads == "غضون" else Origin.FUTURE
    return Found(amount.after, Distance(amount.unit, amount.count, 1, origin, Bound.BY))


def read_duration(tokens: Tokens, first: int) -> tuple[int, Unit, int] | None:
    """«خلال 23 يوماً»: the token after it, the unit and the count; no date by itself."""
    found = load_date_words().within.read(tokens, first)
    amount = amount_at(tokens, found[0]) if found else None
    return (amount.after, amount.unit, amount.count) if amount and amount.count and amount.step is None else None


# ------------------------------------------------------------------ units with a step, not counted


def _stretch(tokens: Tokens, first: int) -> Found | None:
    """«الأشهر المقبلة», «الأيام والأسابيع الماضية»."""
    words = load_date_words()
    unit = words.units.read(tokens, first)
    if unit is None or not tokens[first].keys & words.plural or not gapless(tokens, first):
        return None
    after, size = unit
    if (
        after < len(tokens)
        and tokens[after].key[:1] == "و"
        and (more := words.units.at(tokens, after, tokens[after].key[1:]))
    ):
        after, size = more[0], max(size, more[1], key=_SIZES.index)
    if after < len(tokens) and (some := words.some.at(tokens, after, tokens[after].key.removeprefix("ال"))):
        after = some[0]
    step = words.steps.at(tokens, after)
    if step is None or not gapless(tokens, after - 1) or step[1] in (Step.SAME, Step.THIS, Step.PRECEDING):
        return None
    return Found(step[0], Stretch(size, step[1]))


def _joined(tokens: Tokens, at: int) -> bool:
    return tokens[at].after.strip() in ("", "،", "(", "-")
