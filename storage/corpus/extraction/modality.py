"""Modality: whether what a word says has happened, goes on, is planned, hangs on a condition or is denied.

Everything that the word stands under speaks, from its own form outwards: particles, the verbs and nouns that govern
it, the clause that it is in, and the verb which that clause hangs on. The outermost that says anything decides; where
nothing does, the time decides. What the words are is data (`lexicon`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storage.corpus.extraction.clauses import Clause, Structure
from storage.corpus.extraction.governors import ASPECTS, governing, is_of_no_fighters, is_predicate
from storage.corpus.extraction.hits import Hit
from storage.corpus.extraction.inflection import Form
from storage.corpus.extraction.lexicon import Link, Sense, keys, particles
from storage.corpus.extraction.marks import Judged, Said
from storage.corpus.extraction.modality_time import judged_by_time
from storage.corpus.extraction.particles import is_future, is_perhaps, negation_of
from storage.corpus.extraction.pastness import is_ahead, is_long_past
from storage.corpus.extraction.tense import Tense, tense_at
from storage.fuzzydate import Bound, FuzzyDate
from storage.records import Kind, Modality

_DEEPEST = 12
_HANGING = frozenset({Link.CONTENT, Link.UNTIL})
"""Clauses inside one another that are still followed outwards."""


def judge(structure: Structure, token: int, date: FuzzyDate | None = None) -> Judged:
    """How what the word at `token` says holds; `date` is when, which decides where the words do not."""
    if token not in structure.verbs and negation_of(structure, token) in particles("is_not"):  # «انسحاب لا إعادة تموضع»
        return Judged(Modality.DENIED, ("modality.not_this",))
    if _is_moved(structure, token, date):
        return Judged(Modality.PLANNED, ("modality.moved",))
    said = _without_light(_outwards(structure, token))
    if said and said[-1].modality is Modality.ONGOING and _is_due(structure, token, said[-1], date):
        return Judged(Modality.PLANNED, (said[-1].reason, "modality.date_ahead"))
    if said and said[-1].reason in _DECIDED and is_long_past(structure, date):
        return Judged(Modality.HAPPENED, (said[-1].reason, "modality.date_past"))
    if said:
        return Judged(said[-1].modality, tuple(dict.fromkeys(one.reason for one in reversed(said))))
    return judged_by_time(structure, token, date)


def _without_light(said: Sequence[Said]) -> Sequence[Said]:
    """«تم تأجيل سحب …»: a verb that only says that something takes place leaves the word to what takes place."""
    heavy = [one for one in said if not one.reason.startswith("modality.light")]
    return heavy or said


def _is_moved(structure: Structure, token: int, date: FuzzyDate | None) -> bool:
    """«تأجل إلى أيلول»: what is put off to a day is planned for that day."""
    hit = structure.hit_at(token)
    return date is not None and hit is not None and hit.verb and hit.entry.sense is Sense.POSTPONE


def _is_due(structure: Structure, token: int, said: Said, date: FuzzyDate | None) -> bool:
    """«تجري … في تشرين الثاني المقبل»: a present that takes place on a day to come."""
    if said.reason.startswith("modality.go_on") and date is not None and date.bound in _LIMITS:
        return is_ahead(structure, date)  # «يواصل … حتى أيلول المقبل»
    takes_place = said.reason.startswith(("modality.light", "modality.begin"))
    return takes_place and date is not None and date.bound is Bound.IN and is_ahead(structure, date)


_LIMITS = frozenset({Bound.UNTIL, Bound.UNTIL_AT_LEAST, Bound.BY})
_DECIDED = frozenset({"modality.plan.قرار", "modality.plan.قرارا", "modality.plan.أمر"})


def is_negated(structure: Structure, token: int) -> bool:
    """Whether a negation stands upon the word at `token` itself."""
    return bool(negation_of(structure, token))


def governed(structure: Structure, token: int) -> bool:
    """Whether anything says how the word at `token` holds."""
    return bool(_outwards(structure, token))


def names(reason: str, particle: str) -> bool:
    """Whether a reason of `judge` names one of the words that do what `particle` says."""
    return " ".join(keys(reason.rpartition(".")[2])) in particles(particle)


# ------------------------------------------------------------------ from the word outwards


def _outwards(structure: Structure, token: int) -> tuple[Said, ...]:
    """What is said of the word at `token`, the innermost first; asked by many, found once."""
    if (known := structure.said.get(token)) is None:
        known = structure.said[token] = tuple([one for one in _all_said(structure, token) if one])
    return known


def _all_said(structure: Structure, token: int) -> Iterator[Said | None]:
    yield _own(structure, token)
    yield from _inside(structure, token)
    yield _of_plan(structure, token)
    number = structure.of[token]
    for _ in range(_DEEPEST):
        clause = structure.clauses[number]
        yield _of_link(structure, clause)
        if clause.link is Link.CONTENT and clause.governor is None and clause.parent != number:
            number = clause.parent  # «رفض أن يوصف بأنه انسحاب»
            continue
        if clause.link not in _HANGING or clause.governor is None:
            break
        governor = structure.hits[clause.governor]
        if governor.entry.sense is not Sense.LIGHT:  # «بيان أصدره البنتاغون أن …»
            yield governing(structure, governor)
        yield from _inside(structure, governor.first)
        if structure.of[governor.first] == number:
            break
        number = structure.of[governor.first]
    if structure.of[token] in structure.conditional or _goes_on_if(structure, structure.of[token]):
        yield Said(Modality.CONDITIONAL, "modality.if")


def _goes_on_if(structure: Structure, number: int) -> bool:
    """«لو اندلعت …، واضطرت إلى إخلاء …»: a clause that «و» adds to a condition."""
    clause = structure.clauses[number]
    if clause.link is not Link.AND or structure.clauses[clause.parent].link is not Link.IF:
        return False
    return structure.passage.keys[clause.first].startswith("و")


def _of_plan(structure: Structure, token: int) -> Said | None:
    """«خطة تخرج القوات …»: a verb that tells what the noun right before it is about."""
    noun = structure.hit_at(token - 1) if token and token in structure.verbs else None
    if noun and noun.entry.sense is Sense.PLAN and not noun.verb and structure.of[noun.first] != structure.of[token]:
        return governing(structure, noun)
    return None


def _own(structure: Structure, token: int) -> Said | None:
    """The word's own particles: «لن»، «سـ»، «قد»، «لا»."""
    hit = structure.hit_at(token)
    verb = token in structure.verbs
    if hit and hit.entry.sense in ASPECTS and (verb or hit.after - hit.first > 1):  # «الانسحاب الذي بدأ …»
        return governing(structure, hit)
    if negation := negation_of(structure, token):
        return _negated(structure, token, hit, negation)
    if hit and hit.entry.lasting:
        return Said(Modality.PLANNED, "modality.lasting")
    if (verb and is_future(structure, token, hit)) or (hit and hit.future):
        return Said(Modality.PLANNED, "modality.future")
    if verb:
        return Said(Modality.CONDITIONAL, "modality.perhaps") if is_perhaps(structure, token) else None
    last = structure.passage.keys[token - 1] if token else ""
    if last in particles("is"):  # «بأنه إعادة تموضع»، «هو انسحاب»
        return Said(Modality.ONGOING, "modality.is")
    return Said(Modality.HAPPENED, "modality.after_it") if last in particles("after") else None


def _negated(structure: Structure, token: int, hit: Hit | None, negation: str) -> Said:
    """What a word under a negation says."""
    if hit and hit.entry.kind is Kind.PRESENCE and _is_exception(structure, token):
        return Said(Modality.PLANNED if negation == "لن" else Modality.ONGOING, "modality.only")
    if hit and is_of_no_fighters(structure, hit):
        return Said(Modality.PLANNED, "modality.none_stays")
    return Said(Modality.DENIED, f"modality.negated.{negation}")


def _is_exception(structure: Structure, token: int) -> bool:
    """«لم يبق … سوى …»، «لن تحتفظ … بأكثر من …»: they are all that stays."""
    return not particles("only").isdisjoint(structure.passage.keys[token : token + _EXCEPTION])


_EXCEPTION = 9


def _inside(structure: Structure, token: int) -> Iterator[Said | None]:
    """What governs the word within its own clause: before it, or, of a noun that opens it, after it."""
    number, hits = structure.of[token], structure.inside(structure.of[token])
    before = [hit for hit in hits if hit.first < token and _reaches(structure, hit, token)]
    before = [hit for n, hit in enumerate(before) if not _is_of_decision(hit, before[n + 1 :])]
    said = [governing(structure, hit) for hit in reversed(before)]
    yield from said
    yield _negated_verb(structure, number, token)
    own = structure.hit_at(token)
    if (own is None or not own.verb) and not any(said):
        yield _predicate(structure, token)


def _is_of_decision(hit: Hit, later: Sequence[Hit]) -> bool:
    """«لا يزال قرار البرلمان بإخراج …»: what goes on is the decision, not what it decides."""
    if hit.entry.sense is not Sense.GO_ON:
        return False
    first = next((one for one in later if one.entry.sense is not Sense.LIGHT), None)
    return first is not None and not first.verb and (first.entry.sense in _INTENT or first.entry.kind in _DECISIONS)


_INTENT = frozenset({Sense.PLAN, Sense.HOPE})
_DECISIONS = frozenset({Kind.OTHER, Kind.AGREEMENT, Kind.ANNOUNCEMENT})


def _reaches(structure: Structure, hit: Hit, token: int) -> bool:
    """Whether what `hit` governs reaches `token`: a noun governs what closely follows it."""
    if token in structure.verbs and hit.entry.sense in (Sense.PLAN, Sense.HOPE) and not hit.verb:
        return token - hit.after < 1  # «سوف»، «ربما»; a noun governs a verb by «أن» only
    if not hit.verb and not particles("after").isdisjoint(structure.passage.keys[hit.after : token]):
        return False  # «الإرجاء بعد سقوط …»
    return hit.verb or token - hit.after <= _NOUN_REACH or hit.after - hit.first > 1


_NOUN_REACH = 6


def _predicate(structure: Structure, token: int) -> Said | None:
    """What is said of a noun after it: «الانسحاب … مشروط»، «الانسحاب سيكتمل»."""
    number = structure.of[token]
    for hit in structure.inside(number):
        if hit.first > token and is_predicate(hit):
            return governing(structure, hit)
    own = structure.hit_at(token)
    if own and own.entry.held:
        return None
    # a verb of no meaning of its own: «تقليص الوجود … سيسبق …»
    coming = (is_future(structure, at, structure.hit_at(at)) for at in structure.verbs_of[number] if at > token)
    return Said(Modality.PLANNED, "modality.future_verb") if any(coming) else None


def _negated_verb(structure: Structure, number: int, token: int) -> Said | None:
    """A negated verb of no other meaning whose object the word is: «لم يشمل انسحاباً»، «لا يعني مغادرة»."""
    for verb in structure.verbs_of[number]:
        if verb >= token:
            break
        hit = structure.hit_at(verb)
        plain = hit is None or hit.entry.sense in (Sense.OPAQUE, Sense.AUXILIARY)
        if plain and negation_of(structure, verb):
            return Said(Modality.DENIED, "modality.negated_verb")
        if plain and is_perhaps(structure, verb):
            return Said(Modality.CONDITIONAL, "modality.perhaps_verb")
    before = structure.passage.keys[max(0, token - _IS_NO) : token]
    if token not in structure.verbs and not particles("is_no").isdisjoint(before):
        return Said(Modality.DENIED, "modality.negated_verb")
    return None


_IS_NO = 4
"""Words between «ليست» and what it says is not so."""


# ------------------------------------------------------------------ the clause


_PLAIN = frozenset({Link.MAIN, Link.AND, Link.CONTENT, Link.RELATIVE, Link.UNTIL, Link.WHILE, Link.AGAINST})
"""Links of which a clause says nothing of how it holds."""


def _of_link(structure: Structure, clause: Clause) -> Said | None:
    link = clause.link
    if link in _PLAIN:
        return None
    if link is Link.PROVIDED:
        return Said(Modality.PLANNED, "modality.provided_that")
    if link is Link.IF:
        return Said(Modality.CONDITIONAL, "modality.if")
    if link is Link.WITHOUT:
        return Said(Modality.DENIED, "modality.without")
    if link in (Link.BEFORE, Link.AFTER) and _told_in_past(structure, clause):
        return Said(Modality.HAPPENED, f"modality.{link}")
    return None


def _told_in_past(structure: Structure, clause: Clause) -> bool:
    """Whether the clause that this one hangs on is told in the past: then «قبل أن تعود» is past, too."""
    tenses = [_tense(structure, at) for at in structure.verbs_of[clause.parent]]
    return Tense.PAST in tenses and Tense.FUTURE not in tenses


def _tense(structure: Structure, token: int) -> Tense:
    hit = structure.hit_at(token)
    return Tense.PAST if hit and hit.entry.form is Form.PAST else tense_at(structure.passage, token)
