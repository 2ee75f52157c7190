"""Modality: whether what a word says has happened, goes on, is planned, hangs on a condition or is denied.

Everything that the word stands under speaks, from its own form outwards: particles, the verbs and nouns that govern
it, the clause that it is in, and the verb which that clause hangs on. The outermost that says anything decides; where
nothing does, the time decides. What the words are is data (`lexicon`).
"""

from __future__ import annotations

from collections.abc import Iterator

from storage.corpus.extraction.clauses import Clause, Structure
from storage.corpus.extraction.entries import word_classes
from storage.corpus.extraction.governors import ASPECTS, Said, governing, is_of_no_fighters, is_predicate
from storage.corpus.extraction.hits import Hit
from storage.corpus.extraction.inflection import Form
from storage.corpus.extraction.lexicon import Link, Sense, keys, particles
from storage.corpus.extraction.marks import Judged
from storage.corpus.extraction.particles import is_future, is_perhaps, negation_of
from storage.corpus.extraction.pastness import is_ahead, is_chronicle, is_long_past, is_over
from storage.corpus.extraction.tense import Tense, tense_at
from storage.fuzzydate import Bound, FuzzyDate
from storage.records import Kind, Modality

_DEEPEST = 12
"""Clauses inside one another that are still followed outwards."""


def judge(structure: Structure, token: int, date: FuzzyDate | None = None) -> Judged:
    """How what the word at `token` says holds; `date` is when, which decides where the words do not."""
    if token not in structure.verbs and negation_of(structure, token) in particles("is_not"):  # «انسحاب لا إعادة تموضع»
        return Judged(Modality.DENIED, ("modality.not_this",))
    if _is_moved(structure, token, date):
        return Judged(Modality.PLANNED, ("modality.moved",))
    said = _without_light(list(_outwards(structure, token)))
    if said and said[-1].modality is Modality.ONGOING and _is_due(structure, token, said[-1], date):
        return Judged(Modality.PLANNED, (said[-1].reason, "modality.date_ahead"))
    if said and said[-1].reason in _DECIDED and is_long_past(structure, date):
        return Judged(Modality.HAPPENED, (said[-1].reason, "modality.date_past"))
    if said:
        return Judged(said[-1].modality, tuple(dict.fromkeys(one.reason for one in reversed(said))))
    return _by_time(structure, token, date)


def _without_light(said: list[Said]) -> list[Said]:
    """«تم تأجيل سحب …»: a verb that only says that something takes place leaves the word to what takes place."""
    heavy = [one for one in said if not one.reason.startswith("modality.light")]
    return heavy or said


def _is_moved(structure: Structure, token: int, date: FuzzyDate | None) -> bool:
    """«تأجل إلى أيلول»: what is put off to a day is planned for that day."""
    hit = structure.hit_at(token)
    return date is not None and hit is not None and hit.verb and hit.entry.sense is Sense.POSTPONE


def _is_due(structure: Structure, token: int, said: Said, date: FuzzyDate | None) -> bool:
    """«تجري … في تشرين الثاني المقبل»: a present that takes place on a day to come."""
    takes_place = said.reason.startswith(("modality.light", "modality.begin"))
    return takes_place and date is not None and date.bound is Bound.IN and is_ahead(structure, date)


_DECIDED = frozenset({"modality.plan.قرار", "modality.plan.قرارا", "modality.plan.أمر"})


def is_negated(structure: Structure, token: int) -> bool:
    """Whether a negation stands upon the word at `token` itself."""
    return bool(negation_of(structure, token))


def governed(structure: Structure, token: int) -> bool:
    """Whether anything says how the word at `token` holds."""
    return any(True for _ in _outwards(structure, token))


def names(reason: str, particle: str) -> bool:
    """Whether a reason of `judge` names one of the words that do what `particle` says."""
    return " ".join(keys(reason.rpartition(".")[2])) in particles(particle)


# ------------------------------------------------------------------ from the word outwards


def _outwards(structure: Structure, token: int) -> Iterator[Said]:
    """What is said of the word at `token`, the innermost first."""
    yield from _own(structure, token)
    yield from _inside(structure, token)
    yield from _of_plan(structure, token)
    number = structure.of[token]
    for _ in range(_DEEPEST):
        clause = structure.clauses[number]
        yield from _of_link(structure, clause, number)
        if clause.link not in (Link.CONTENT, Link.UNTIL) or clause.governor is None:
            break
        governor = structure.hits[clause.governor]
        yield from governing(structure, governor)
        yield from _inside(structure, governor.first)
        if structure.of[governor.first] == number:
            break
        number = structure.of[governor.first]
    if _conditional(structure, structure.of[token]):
        yield Said(Modality.CONDITIONAL, "modality.if")


def _of_plan(structure: Structure, token: int) -> Iterator[Said]:
    """«خطة تخرج القوات …»: a verb that tells what the noun right before it is about."""
    noun = structure.hit_at(token - 1) if token and token in structure.verbs else None
    if noun and not noun.verb and noun.entry.sense is Sense.PLAN and structure.of[noun.first] != structure.of[token]:
        yield from governing(structure, noun)


def _own(structure: Structure, token: int) -> Iterator[Said]:
    """The word's own particles: «لن»، «سـ»، «قد»، «لا»."""
    hit = structure.hit_at(token)
    verb = token in structure.verbs
    if hit and hit.entry.sense in ASPECTS and (verb or hit.after - hit.first > 1):  # «الانسحاب الذي بدأ …»
        yield from governing(structure, hit)
        return
    if hit and hit.entry.kind is Kind.PRESENCE and _is_exception(structure, token):
        ahead = negation_of(structure, token) == "لن"
        yield Said(Modality.PLANNED if ahead else Modality.ONGOING, "modality.only")
    elif hit and is_of_no_fighters(structure, hit):
        yield Said(Modality.PLANNED, "modality.none_stays")
    elif negation := negation_of(structure, token):
        yield Said(Modality.DENIED, f"modality.negated.{negation}")
    elif hit and hit.entry.lasting:
        yield Said(Modality.PLANNED, "modality.lasting")
    elif (verb and is_future(structure, token, hit)) or (hit and hit.future):
        yield Said(Modality.PLANNED, "modality.future")
    elif verb and is_perhaps(structure, token):
        yield Said(Modality.CONDITIONAL, "modality.perhaps")
    elif not verb and token and _is_equated(structure, token):
        yield Said(Modality.ONGOING, "modality.is")
    elif not verb and token and structure.passage.tokens[token - 1].key in particles("after"):
        yield Said(Modality.HAPPENED, "modality.after_it")


def _is_exception(structure: Structure, token: int) -> bool:
    """«لم يبق … سوى …»، «لن تحتفظ … بأكثر من …»: they are all that stays."""
    after = structure.passage.tokens[token : token + _EXCEPTION]
    return bool(negation_of(structure, token)) and any(t.key in particles("only") for t in after)


_EXCEPTION = 9


def _is_equated(structure: Structure, token: int) -> bool:
    """«بأنه إعادة تموضع»، «هو انسحاب»."""
    last = structure.passage.tokens[token - 1].key
    return last in particles("is")


def _inside(structure: Structure, token: int) -> Iterator[Said]:
    """What governs the word within its own clause: before it, or, of a noun that opens it, after it."""
    number, hits = structure.of[token], structure.inside(structure.of[token])
    before = [hit for hit in hits if hit.first < token and _reaches(structure, hit, token)]
    for hit in reversed(before):
        yield from governing(structure, hit)
    if negated := _negated_verb(structure, number, token):
        yield negated
    own = structure.hit_at(token)
    if (own is None or not own.verb) and not any(list(governing(structure, hit)) for hit in before):
        yield from _predicate(structure, token)


def _reaches(structure: Structure, hit: Hit, token: int) -> bool:
    """Whether what `hit` governs reaches `token`: a noun governs what closely follows it."""
    if token in structure.verbs and hit.entry.sense in (Sense.PLAN, Sense.HOPE) and not hit.verb:
        return token - hit.after < 1  # «سوف»، «ربما»; a noun governs a verb by «أن» only
    between = structure.passage.tokens[hit.after : token]
    if not hit.verb and any(word.key in particles("after") for word in between):  # «الإرجاء بعد سقوط …»
        return False
    return hit.verb or token - hit.after <= _NOUN_REACH or len(structure.passage.tokens[hit.first : hit.after]) > 1


_NOUN_REACH = 6


def _predicate(structure: Structure, token: int) -> Iterator[Said]:
    """What is said of a noun after it: «الانسحاب … مشروط»، «الانسحاب سيكتمل»."""
    hits = [hit for hit in structure.inside(structure.of[token]) if hit.first > token]
    after = [at for at in structure.tokens(structure.of[token]) if at > token]
    told = next((hit for hit in hits if is_predicate(hit)), None)
    own = structure.hit_at(token)
    if told:
        yield from governing(structure, told)
    elif not (own and own.entry.held) and any(_is_coming(structure, at) for at in after):
        yield Said(Modality.PLANNED, "modality.future_verb")


def _is_coming(structure: Structure, token: int) -> bool:
    """Whether a verb of no meaning of its own is a future: «تقليص الوجود … سيسبق …»."""
    return token in structure.verbs and is_future(structure, token, structure.hit_at(token))


def _negated_verb(structure: Structure, number: int, token: int) -> Said | None:
    """A negated verb of no other meaning whose object the word is: «لم يشمل انسحاباً»، «لا يعني مغادرة»."""
    for verb in structure.tokens(number):
        if verb >= token:
            break
        if verb not in structure.verbs:
            continue
        hit = structure.hit_at(verb)
        plain = hit is None or hit.entry.sense in (Sense.OPAQUE, Sense.AUXILIARY)
        if plain and negation_of(structure, verb):
            return Said(Modality.DENIED, "modality.negated_verb")
        if plain and is_perhaps(structure, verb):
            return Said(Modality.CONDITIONAL, "modality.perhaps_verb")
    before = structure.passage.tokens[max(0, token - _IS_NO) : token]
    if token not in structure.verbs and any(word.key in particles("is_no") for word in before):
        return Said(Modality.DENIED, "modality.negated_verb")
    return None


_IS_NO = 4
"""Words between «ليست» and what it says is not so."""


# ------------------------------------------------------------------ the clause


def _of_link(structure: Structure, clause: Clause, number: int) -> Iterator[Said]:
    if clause.link is Link.PROVIDED:
        yield Said(Modality.PLANNED, "modality.provided_that")
    elif clause.link is Link.IF:
        yield Said(Modality.CONDITIONAL, "modality.if")
    elif clause.link is Link.WITHOUT:
        yield Said(Modality.DENIED, "modality.without")
    elif clause.link in (Link.BEFORE, Link.AFTER) and _told_in_past(structure, clause):
        yield Said(Modality.HAPPENED, f"modality.{clause.link}")


def _told_in_past(structure: Structure, clause: Clause) -> bool:
    """Whether the clause that this one hangs on is told in the past: then «قبل أن تعود» is past, too."""
    tenses = [_tense(structure, at) for at in structure.tokens(clause.parent) if at in structure.verbs]
    return Tense.PAST in tenses and Tense.FUTURE not in tenses


def _tense(structure: Structure, token: int) -> Tense:
    hit = structure.hit_at(token)
    return Tense.PAST if hit and hit.entry.form is Form.PAST else tense_at(structure.passage, token)


def _conditional(structure: Structure, number: int) -> bool:
    """Whether a condition hangs on the clause: «ما لم …»، «إلا إذا …»."""
    return any(clause.link is Link.IF and clause.parent == number for clause in structure.clauses)


# ------------------------------------------------------------------ time


def judged_by_time(structure: Structure, token: int, date: FuzzyDate | None) -> Judged:
    """How what happens on a day of its own, whatever is said around it, holds: by its date alone."""
    return _by_time(structure, token, date)


def _by_time(structure: Structure, token: int, date: FuzzyDate | None) -> Judged:
    hit = structure.hit_at(token)
    ahead = is_ahead(structure, date)
    if date and not ahead and is_chronicle(structure):
        return Judged(Modality.HAPPENED, ("modality.chronicle",))
    if hit and hit.verb and hit.entry.form is Form.PAST:
        return Judged(Modality.HAPPENED, ("modality.past",))
    if ahead or (date is None and hit and hit.verb and _goes_on_from_plan(structure, token)):
        return Judged(Modality.PLANNED, ("modality.date_ahead" if ahead else "modality.goes_on",))
    if hit and hit.verb and not _is_told(structure, hit, date):
        return Judged(Modality.ONGOING, ("modality.present",))
    return Judged(Modality.HAPPENED, ("modality.date_past" if date else "modality.named",))


def _is_told(structure: Structure, hit: Hit, date: FuzzyDate | None) -> bool:
    """Whether a present tells of what is over: «9 كانون الأول 2017: بغداد تعلن …»، «أمس … تغادر»."""
    return is_long_past(structure, date) or (hit.entry.kind is not Kind.PRESENCE and is_over(structure, date))


def _goes_on_from_plan(structure: Structure, token: int) -> bool:
    """«ستغادر … وتقلص …»: a present beside a future."""
    clause, tokens = structure.clause(token), structure.passage.tokens
    if token + 1 < len(tokens) and "others_near" in word_classes(tokens[token + 1]) and structure.of[token]:
        before = set(structure.tokens(structure.of[token] - 1))  # «سيهبط عددهم …، يقيم معظمهم …»
        return any(is_future(structure, at, structure.hit_at(at)) for at in before & structure.verbs)
    if clause.link is not Link.AND or not structure.passage.tokens[token].key.startswith("و"):
        return False
    before = set(structure.tokens(clause.parent))
    if any(is_ahead(structure, mark.date) for mark in structure.marked.dates if mark.first in before):
        return True
    return any(is_future(structure, at, structure.hit_at(at)) for at in before & structure.verbs)
