"""Dates of events: the date that stands with one, and the date that it takes from what it stands under.

Which date mark belongs to which head is `slots`; what the words of a date say is `dates`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from storage.corpus.extraction.hits import Hit
from storage.corpus.extraction.inflection import Form, stripped
from storage.corpus.extraction.lexicon import Link, Sense, particles
from storage.corpus.extraction.links import ATTACHED
from storage.corpus.extraction.marks import Judged
from storage.corpus.extraction.pastness import is_chronicle
from storage.corpus.extraction.reading import Reading
from storage.corpus.extraction.slots import Slot, slots
from storage.corpus.extraction.zones import Zone, is_of_last
from storage.corpus.text import fold
from storage.fuzzydate import Basis, Bound, FuzzyDate
from storage.records import Kind, Modality

_DEEPEST = 6
"""Clauses inside one another through which a speech is sought."""


def announcement_date(read: Reading, zone: Zone) -> FuzzyDate | None:
    """The day on which a verb of saying was said, as its own clause gives it."""
    own = next((s.date.date for s in slots(read.structure, zone, read.sites) if s.date and s.date.date), None)
    if own:
        return own
    if zone.head.word.prefix == "ل" and (date := _date_of_purpose(read, zone)):
        return date
    speech = next((s for s in read.marked.speeches if s.intro_first <= zone.head.first < s.intro_after), None)
    inside = (m.date for m in read.marked.dates if speech and speech.intro_first <= m.first < speech.intro_after)
    return next((date for date in inside if date), None)


def _date_of_purpose(read: Reading, zone: Zone) -> FuzzyDate | None:
    """«في 21 تشرين الأول خرج أوباما ليعلن …»: the day of what was done to announce it."""
    clause = read.structure.clause(zone.head.first)
    own = {*read.structure.tokens(clause.parent), *read.structure.tokens(read.structure.of[zone.head.first])}
    found = [m.date for m in read.marked.dates if m.first in own and m.first < zone.head.first and m.date]
    return found[-1] if found else None


def stated_date(slot: Slot) -> tuple[FuzzyDate | None, str]:
    """The date that stands with an event, and by which rule."""
    if slot.date is None:
        return None, "date.none"
    if slot.date.date is None:
        return None, "date.none" if "date.nowadays" in slot.date.reasons else "date.unresolved"
    return slot.date.date, "date.fronted" if slot.fronted else "date.beside"


def not_before(judged: Judged, date: FuzzyDate | None) -> tuple[Judged, FuzzyDate | None]:
    """«لن يكتمل قبل X»: planned, from X on."""
    none_stays = "modality.none_stays" in judged.reasons  # «ألا تبقى … بعد 31»
    if none_stays and date and date.bound in (Bound.FROM, Bound.AFTER):
        return judged, replace(date, edtf=f"../{date.core}", bound=Bound.BY)
    rejected = any(reason.startswith("modality.deny") for reason in judged.reasons)
    if judged.modality is not Modality.DENIED or date is None or not _is_before(date) or rejected:
        return judged, date
    later = FuzzyDate(f"{date.core}/..", edge=date.edge, bound=Bound.FROM, surface=date.surface, basis=date.basis)
    return Judged(Modality.PLANNED, ("modality.not_before", *judged.reasons)), later


def until(read: Reading, first: int, date: FuzzyDate) -> FuzzyDate:
    """«تبقى القوات … إلى أيلول 2026»: of what stays, «إلى» gives the limit."""
    if date.bound is not Bound.IN or first == 0 or read.marked.passage.keys[first - 1] != "الي":
        return date
    return replace(date, edtf=f"../{date.core}", bound=Bound.UNTIL)


def _is_before(date: FuzzyDate) -> bool:
    """Whether the words of a date say «قبل», be it already turned round."""
    return date.bound is Bound.BEFORE or (date.bound is Bound.FROM and fold(date.surface).startswith("قبل"))


def borrowed_date(read: Reading, slot: Slot, judged: Judged) -> tuple[FuzzyDate | None, str]:
    """The date of what is said to have happened, or to go on, where only the saying is dated; and that of what a
    dated thing came after («تسلّم … أمس بعد انسحاب …»)."""
    if judged.modality not in (Modality.HAPPENED, Modality.ONGOING):
        return None, "date.none"
    if is_chronicle(read.structure):
        return read.marked.dates[0].date, "date.chronicle"
    if "modality.after_it" in judged.reasons or _is_after(read, slot):
        before = _zone_before(read, slot, Sense.TRIGGER)
        if before and (date := own_date(read, before)):
            return date, "date.after_it"
    if judged.reasons == ("modality.named",) and not is_announced(read, slot.zone):
        return None, "date.none"
    if date := _shared_date(read, slot.zone):
        return date, "date.shared"
    speech = speech_of(read, slot.zone)
    date = own_date(read, speech) if speech else None
    if date and date.bound is Bound.IN:
        return replace(date, basis=Basis.INFERRED) if date.basis is Basis.STATED else date, "date.announced"
    return None, "date.none"


def appointed_date(read: Reading, slot: Slot) -> tuple[FuzzyDate | None, str]:
    """«… شتنبر 2026، وهو الأجل المتفق عليه لاستكمال …»: the date that is called the term of it."""
    parts, number = read.structure, read.structure.of[slot.zone.head.first]
    for _ in range(_DEEPEST):
        clause = parts.clauses[number]
        if clause.link is Link.WHILE:
            own = (read.marked.passage.tokens[at] for at in parts.tokens(number))
            named = any(not token.keys.isdisjoint(particles("terms")) for token in own)
            before = [m.date for m in read.marked.dates if 0 <= clause.first - m.after <= 1]
            if named and before and before[-1]:
                return replace(before[-1], edtf=before[-1].core, bound=Bound.IN), "date.appointed"
            return None, "date.none"
        if clause.link not in (Link.RELATIVE, Link.CONTENT) or number == clause.parent:
            return None, "date.none"
        number = clause.parent
    return None, "date.none"


def is_over(read: Reading, date: FuzzyDate | None) -> bool:
    """Whether a day, or a period, had passed when the article was written."""
    if date is None or date.bound is not Bound.IN or date.window[1] is None:
        return False
    latest = read.marked.passage.article.published.latest
    return latest is not None and date.window[1] <= latest


def date_of_when(read: Reading, slot: Slot) -> tuple[FuzzyDate | None, str]:
    """The date of «في الخامس من آب …، عندما سقط …»: what happened then happened on the day named before."""
    parts, number = read.structure, read.structure.of[slot.zone.head.first]
    for _ in range(_DEEPEST):
        clause = parts.clauses[number]
        if clause.link is Link.AFTER and _is_then(read, clause.first):
            before = set(parts.tokens(clause.parent))
            named = [m.date for m in read.marked.dates if m.first in before and m.first < clause.first]
            return (_of_that_day(named[-1]), "date.when") if named and named[-1] else (None, "date.none")
        if clause.link not in (Link.AND, Link.AFTER) or number == clause.parent:
            break
        number = clause.parent
    return None, "date.none"


def date_of_before(read: Reading, slot: Slot) -> tuple[FuzzyDate | None, str]:
    """«زار بغداد في 23 تشرين الأول وأجرى مباحثات …»: the one day of the clause that this one goes on from."""
    date, reason = date_of_when(read, slot)
    clause = read.structure.clause(slot.zone.head.first)
    if date is None and clause.link is Link.RELATIVE:  # «مسيّرات السابع من تشرين الثاني التي استهدفت …»
        beside = next((m.date for m in read.marked.dates if clause.first - m.after in (-1, 0, 1)), None)
        return (beside, "date.shared") if beside and beside.bound is Bound.IN else (None, "date.none")
    while_there = clause.link is Link.WHILE and slot.zone.head.entry.kind is Kind.TALKS
    if date or not (clause.link is Link.AND or while_there):
        return date, reason
    if slot.zone.head.word.pronoun and not read.marked.passage.tokens[clause.first].key.startswith(ATTACHED):
        return None, "date.none"  # «… على وقع هجمات شنتها فصائل»: tells of the noun before it
    before = set(read.structure.tokens(clause.parent))
    named = [mark.date for mark in read.marked.dates if mark.first in before]
    sole = named[0] if len(named) == 1 else None
    return (sole, "date.shared") if sole and sole.bound is Bound.IN else (None, "date.none")


def date_after(read: Reading, slot: Slot) -> tuple[FuzzyDate | None, str]:
    """«بعد استيلاء داعش على الموصل في حزيران 2014 تأسس …»: the day of what is named there as before it."""
    parts, head = read.structure, slot.zone.head
    own = [h for h in parts.inside(parts.of[head.first]) if h.entry.sense is Sense.TRIGGER and h.first < head.first]
    if not own or not own[0].first or not _leads_after(read, own[0].first):
        return None, "date.none"
    named = [m.date for m in read.marked.dates if own[0].first < m.first < head.first and m.date]
    return (named[0], "date.after_it") if len(named) == 1 else (None, "date.none")


def _leads_after(read: Reading, at: int) -> bool:
    return read.marked.passage.tokens[at - 1].key in particles("after")


_STAMP = 2
"""Numbers of the time that opens an entry of a live page."""


def live_date(read: Reading, zone: Zone) -> tuple[FuzzyDate | None, str]:
    """The day of a live page, for what an entry of it tells in the past («06:02 – أطلقت إيران …»)."""
    tokens, day = read.marked.passage.tokens, read.marked.passage.article.published
    stamp = [token.key for token in tokens[:_STAMP]]
    stamped = len(stamp) == _STAMP and all(key.isdecimal() for key in stamp) and tokens[0].after == ":"
    one = day.earliest is not None and day.earliest == day.latest
    if not (stamped and one and zone.head.verb and zone.head.entry.form is Form.PAST) or day.earliest is None:
        return None, "date.none"
    return FuzzyDate(day.earliest.isoformat(), basis=Basis.PUBLICATION), "date.live"


def _is_then(read: Reading, at: int) -> bool:
    return not read.marked.passage.tokens[at].keys.isdisjoint(particles("when"))


def _of_that_day(date: FuzzyDate) -> FuzzyDate:
    """«منذ 13 كانون الأول، حين قُتل …»: on that day."""
    return replace(date, edtf=date.core, bound=Bound.IN) if date.bound is Bound.FROM else date


def _shared_date(read: Reading, zone: Zone) -> FuzzyDate | None:
    """The date before the first verb of a sentence, for the verbs that «و» adds («منذ نيسان خفضت … وسلمت …»)."""
    parts, number = read.structure, read.structure.of[zone.head.first]
    if not zone.head.verb or zone.head.entry.form is not Form.PAST or parts.clauses[number].link is not Link.AND:
        return None
    while parts.clauses[number].link is Link.AND and parts.clauses[number].parent != number:
        number = parts.clauses[number].parent
    first = next((at for at in parts.tokens(number) if at in parts.verbs), None)
    own = set(parts.tokens(number))
    before = [m.date for m in read.marked.dates if first is not None and m.first in own and m.after <= first]
    return before[-1] if before else None


def is_announced(read: Reading, zone: Zone) -> bool:
    """«أعلن … خفض»، «كشف عن …»: the noun is what is announced, and no part of it («لجنة لوضع ترتيبات إنهاء …»)."""
    clause = read.structure.inside(read.structure.of[zone.head.first])
    before = [hit for hit in clause if hit.entry.sense is Sense.ANNOUNCE and hit.verb and hit.first < zone.head.first]
    spoken = any(not is_of_last(read.structure, hit) for hit in before)  # «تفاهم أُعلن في …»
    return spoken and not _is_part(read, zone.head)


def _is_part(read: Reading, head: Hit) -> bool:
    """Whether a noun only tells what another one, right before it and without its article, is of or for."""
    passage, last = read.marked.passage, head.first - 1
    if head.word.prefix == "ل":
        return True
    if last < 1 or passage.tokens[last].after.strip() or last in read.structure.covered:
        return False
    if any(s.intro_first <= last < s.intro_after for s in read.marked.speeches):
        return False
    words, before = stripped(passage.tokens[last].key), read.structure.hit_at(last)
    led = any(word.rest in particles("noun_leads") or word.rest in particles("about") for word in words)
    return not (led or (before and before.verb) or any(word.definite for word in words)) and _is_led(read, last)


def _is_led(read: Reading, at: int) -> bool:
    """Whether a bare noun is itself led to, by «ل» or by another: «لوضع ترتيبات …»، «تشكيل لجنة …»."""
    near = read.marked.passage.tokens[max(0, at - 1) : at + 1]
    return any(word.prefix == "ل" for token in near for word in stripped(token.key)[1:])


def _is_after(read: Reading, slot: Slot) -> bool:
    return slot.zone.head.verb and read.structure.clause(slot.zone.head.first).link is Link.AFTER


def own_date(read: Reading, zone: Zone) -> FuzzyDate | None:
    for slot in slots(read.structure, zone, read.sites):
        if slot.date and slot.date.date:
            return slot.date.date
    speech = speech_of(read, zone)
    return own_date(read, speech) if speech else None


def _zone_before(read: Reading, slot: Slot, sense: Sense) -> Zone | None:
    before = [z for z in read.zones if z.head.first < slot.zone.head.first and z.head.entry.sense is sense]
    return before[-1] if before else None


def speech_of(read: Reading, zone: Zone) -> Zone | None:
    """The zone of the verb that says what `zone` holds: before it in its clause, or what its clause hangs on."""
    if zone.head.entry.sense is not Sense.TRIGGER:
        return None
    number = read.structure.of[zone.head.first]
    same = [z for z in _speeches(read) if read.structure.of[z.head.first] == number and z.head.first < zone.head.first]
    if same:
        return same[-1]
    for _ in range(_DEEPEST):
        clause = read.structure.clauses[number]
        if clause.link is Link.CONTENT:
            governor = None if clause.governor is None else read.structure.hits[clause.governor]
            return next((z for z in _speeches(read) if z.head is governor), None)
        if clause.link not in (Link.AFTER, Link.WHILE) or number == clause.parent:
            return None
        number = clause.parent
        same = [z for z in _speeches(read) if read.structure.of[z.head.first] == number]
        if same:
            return same[-1]
    return None


def _speeches(read: Reading) -> Iterator[Zone]:
    return (zone for zone in read.zones if zone.head.entry.sense in (Sense.SAY, Sense.ANNOUNCE))
