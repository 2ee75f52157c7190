"""Whose a number is: the actor of the story that the troops, the dead or the attacks of a mark belong to.

By the nation or the name in the noun phrase, else by the possessor or the subject before it, else by the force that
the article speaks of. Where it is, is `figure_place`.
"""

from __future__ import annotations

from collections.abc import Sequence

from storage.corpus.extraction.context import Context
from storage.corpus.extraction.figure_phrase import (
    ALLY,
    BREAKS,
    NOBODY,
    PHRASE,
    REACH,
    Force,
    handed,
    line,
    own,
)
from storage.corpus.extraction.marks import Marked, NameMark, NumberMark
from storage.corpus.extraction.nations import (
    acting,
    country_force,
    guest_of,
    is_guest,
    masculine,
    nation,
    nations,
    side,
)
from storage.corpus.extraction.number_file import load_number_words
from storage.corpus.extraction.number_words import reads
from storage.corpus.extraction.passages import Token
from storage.corpus.extraction.quantities import FROM, INSTEAD, TO
from storage.corpus.gazetteer import Noun
from storage.corpus.text import fold
from storage.corpus.words import bare, key
from storage.records import Actor, Story, Unit

_NEARBY, _FAR = 30, 60
_TOWARDS = frozenset({"الي", "ضد", "مع", "مكافحه", "لمحاربه", "محاربه", "لقتال", "لهزيمه", "اطار", "ضمن", "باطار"})


def force_of(marked: Marked, context: Context, mark: NumberMark) -> Force:
    """Whose the number of `mark` is, as its own phrase and what stands around it tell."""
    if mark.unit is Unit.DETAINEES:
        return _detained(marked, context)
    return (
        own(marked, context, mark)
        or handed(marked, context, mark)
        or _partners(marked, context, mark)
        or _owner(marked, context, mark)
        or _suffered(marked, context, mark)
        or spoken(marked, context, mark)
        or _of_context(marked, context, mark)
    )


# ------------------------------------------------------------------ before the number


def _partners(marked: Marked, context: Context, mark: NumberMark) -> Force | None:
    """«دول أخرى … بمئات الجنود»: the coalition's, where the states are the subject."""
    words, tokens = load_number_words(), marked.passage.tokens
    if mark.unit is not Unit.PERSONNEL or line(context) is None:
        return None
    for at in range(mark.first - 1, max(mark.first - 1 - REACH, -1), -1):
        if tokens[at].keys & words.partners:
            behind = [n for n in marked.actors if at < n.first < mark.first]
            owner = any(not _example(marked, at, name) for name in behind)
            return None if owner else Force(line(context), "figure.partners")
    return None


def _example(marked: Marked, at: int, name: NameMark) -> bool:
    """Whether a name behind token `at` only gives an example («دول أخرى، منها ألمانيا»), or what they belong to."""
    words, tokens = load_number_words(), marked.passage.tokens
    listed = any(token.keys & words.examples for token in tokens[at + 1 : name.first])
    return listed or bool(tokens[name.first - 1].keys & words.within)


def _owner(marked: Marked, context: Context, mark: NumberMark) -> Force | None:
    """The possessor or the subject before the number; a state that the story lacks stands for its allies or for
    nobody."""
    name = _giver(marked, mark) or _subject(marked, context, mark)
    nearer = None
    if name and (asked := _asked_to_stay(marked, context, mark, name)):
        return asked
    if name and not is_guest(context.story, name.id):
        aside = not marked.passage.tokens[name.first - 1].keys.isdisjoint(_TOWARDS) if name.first else False
        nearer = spoken(marked, context, mark, 0 if aside else name.after)
    elif name:
        nearer = _of_speaker(marked, context, mark, name)
    if nearer:
        return nearer  # «طهران: ... الاحتلال الأميركي يبقي 2500 من جنوده»
    state = _state(marked, mark, name.after if name else 0)
    if state is not None:
        return Force(line(context) if state else None, "figure.foreign", foreign=not state, sure=False)
    return Force(acting(context.story, name.id), "figure.force_of_subject", at=name.first) if name else None


def _asked_to_stay(marked: Marked, context: Context, mark: NumberMark, name: NameMark) -> Force | None:
    """«قد تطلب بغداد إبقاء 500 مستشار»: those whom the host asks to keep are the guest's."""
    words, tokens = load_number_words(), marked.passage.tokens
    if mark.unit is not Unit.PERSONNEL or is_guest(context.story, name.id):
        return None
    asks = any(reads(token) & words.requests for token in tokens[max(name.first - 3, 0) : mark.first])
    keeps = any(reads(token) & (words.keeping | words.arriving) for token in tokens[name.after : mark.first])
    guest = guest_of(context) if asks and keeps else None
    return Force(guest, "figure.force_of_context", sure=False) if guest else None


def _of_speaker(marked: Marked, context: Context, mark: NumberMark, name: NameMark) -> Force | None:
    """«دور التحالف انتهى، فيما قال ماكنزي إن الجنود الـ2500 …»: a guest who speaks of them behind the name."""
    speech = next((s for s in reversed(marked.speeches) if s.first <= mark.first < s.after), None)
    if speech is None or speech.intro_first < name.after:
        return None
    return spoken(marked, context, mark, speech.intro_first)


def _state(marked: Marked, mark: NumberMark, first: int) -> bool | None:
    """Whether a state that the story lacks stands between token `first` and the number: True for an ally."""
    words, tokens = load_number_words(), marked.passage.tokens
    named = {at for name in marked.names for at in range(name.first, name.after)}
    if mark.unit is not Unit.PERSONNEL:
        return None
    for at in range(mark.first - 1, max(first, mark.first - 1 - REACH) - 1, -1):
        if _is_state_acting(marked, at):
            return False
        if at in named or tokens[at - 1 if at else 0].keys & (words.within | words.to | words.source):
            continue
        if words.allied_states.starting(tokens, at):
            return True
        for form in tokens[at].keys & (words.allies | words.elsewhere):
            return form in words.allies
    return None


def _is_state_acting(marked: Marked, at: int) -> bool:
    """«تركيا نشرت»: a country that is no actor of the story begins a clause."""
    words, tokens = load_number_words(), marked.passage.tokens
    name = next((n for n in marked.names if n.first == at and n.noun is Noun.PLACE and not n.lead), None)
    if name is None or at + 1 >= len(tokens) or not tokens[name.after - 1].after.isspace():
        return False
    opens = at == 0 or not BREAKS.isdisjoint(tokens[at - 1].after) or tokens[at - 1].key in words.leads
    moves = words.arriving | words.leaving | words.keeping
    return opens and not reads(tokens[name.after]).isdisjoint(moves)


def _subject(marked: Marked, context: Context, mark: NumberMark) -> NameMark | None:
    """The nearest actor before the number that may be its possessor or its subject."""
    tokens = marked.passage.tokens
    before = [name for name in marked.actors if name.after <= mark.first]
    before = [name for name in before if not _is_host(marked, context, mark, name)]
    before = [n for n in before if not n.first or tokens[n.first - 1].key not in load_number_words().excepted]
    for name in reversed(before):
        lead = tokens[name.first - 1].keys if name.first else frozenset[str]()
        if name.lead != "الي" and lead.isdisjoint(_TOWARDS) and not introduces(marked, name):
            return name
    return before[-1] if before else None


def _is_host(marked: Marked, context: Context, mark: NumberMark, name: NameMark) -> bool:
    """Whether an actor is of the land itself and only spoke or received: its own troops stand in its own clause."""
    if mark.unit is not Unit.PERSONNEL or context.story.line(name.id) != country_force(context.story, context.country):
        return False
    gap = marked.passage.tokens[name.first : mark.first]
    return introduces(marked, name) or any(not BREAKS.isdisjoint(token.after) for token in gap)


def _giver(marked: Marked, mark: NumberMark) -> NameMark | None:
    """«سلّم التحالف الجيش العراقي ثماني قواعد»: the first actor behind the verb is the one whose they were."""
    words, tokens = load_number_words(), marked.passage.tokens
    if mark.unit is not Unit.OTHER:
        return None
    for at in range(mark.first - 1, max(mark.first - 1 - REACH, -1), -1):
        if reads(tokens[at]) & words.leaving:
            behind = [n for n in marked.actors if at < n.first < mark.first]
            return next((name for name in behind if name.lead != "الي"), None)
    return None


def introduces(marked: Marked, name: NameMark) -> bool:
    """Whether a name stands in the introduction of what somebody says."""
    return any(speech.intro_first <= name.first < speech.intro_after for speech in marked.speeches)


# ------------------------------------------------------------------ behind the number, and before the passage


def _suffered(marked: Marked, context: Context, mark: NumberMark) -> Force | None:
    """«165 هجوما تعرضت لها القوات الأميركية»: of attacks, who is named behind them."""
    if mark.unit is not Unit.ATTACKS:
        return None
    behind = [n for n in marked.actors if mark.after <= n.first < mark.after + _NEARBY]
    name = next((n for n in behind if not introduces(marked, n)), None)
    return Force(acting(context.story, name.id), "figure.force_behind") if name else None


def spoken(marked: Marked, context: Context, mark: NumberMark, first: int = 0) -> Force | None:
    """«الوجود الأميركي», «مسؤول أميركي», «أبقى ترامب»: the guest nearest before the number, from token `first` on, by
    nation or by office."""
    story, tokens = context.story, marked.passage.tokens
    people = {name.first: name.id for name in marked.names if name.noun is Noun.PERSON}
    start = max(mark.first - _FAR, first, 0)
    named = {start + at for at in nations.where(marked.passage.keys[start : mark.first])}
    for at in sorted(named | {at for at in people if start <= at < mark.first}, reverse=True):
        found = side(context, people[at]) if at in people else nation(story, tokens[at].key)
        if mark.unit is Unit.OTHER and not _is_land(marked, at, mark) and not _is_site(marked, at - 1):
            continue  # bases are whose their own adjective says («القواعد الأميركية»), or who leaves them
        excepted = at > 0 and tokens[at - 1].key in load_number_words().excepted
        if excepted and is_guest(story, found):
            return Force(line(context), ALLY, sure=False)  # «غير الأميركيين»
        if found == "" and mark.unit is Unit.PERSONNEL and _is_allied_force(tokens, at):
            return Force(line(context), ALLY, sure=False)  # «القوات الأجنبية»
        if at and reads(tokens[at - 1]) & load_number_words().weapons:
            continue  # «غارة أميركية» names who struck
        if is_guest(story, found):
            return Force(found, "figure.force_of_office", sure=False)
    return None


def _is_land(marked: Marked, at: int, mark: NumberMark) -> bool:
    """«في أراضي …»: whether the land of those who are named at `at` is spoken of before the number."""
    return not load_number_words().their_land.isdisjoint(marked.passage.keys[at + 1 : mark.first])


def _is_allied_force(tokens: Sequence[Token], at: int) -> bool:
    """«القوات الأجنبية», «القوات الفرنسية»."""
    words, written = load_number_words(), bare(tokens[at].key)
    noun = words.noun(tokens[at - 1].key) if at else None
    armed = noun is not None and noun.unit is Unit.PERSONNEL
    return bool(tokens[at].keys & words.outsiders) or (armed and masculine(written) in words.allied)


def _is_site(marked: Marked, at: int) -> bool:
    words = load_number_words()
    if at < 0:
        return False
    noun = words.noun(marked.passage.tokens[at].key)
    return bool(noun and noun.site) or bool(reads(marked.passage.tokens[at]) & words.leaving)


def _of_context(marked: Marked, context: Context, mark: NumberMark) -> Force:
    """The force of the article's own line that was spoken of most of late, its members first."""
    story = context.story
    main = guest_of(context)
    of_line = [acting(story, id) for id in context.forces if main and story.line(id) == story.line(main)]
    before = marked.passage.tokens[max(mark.first - PHRASE, 0) : mark.first]
    home = any(token.keys & load_number_words().home_units for token in before)
    site = mark.unit is Unit.OTHER and not {FROM, TO, INSTEAD} & {*mark.reasons}
    if site or main is None or home:
        return NOBODY
    of_line = of_line or [main]
    most = max(reversed(of_line), key=lambda id: (of_line.count(id), story.actors[id].coalition_member))
    return Force(most, "figure.force_of_context", sure=False)


# ------------------------------------------------------------------ who is held


def _detained(marked: Marked, context: Context) -> Force:
    actor = _detainees(context.story)
    if actor is None:
        return NOBODY
    near = {name.id for name in (*marked.names, *context.heading) if name.noun is Noun.ACTOR}
    if any(token.keys & load_number_words().captives for token in marked.passage.tokens):
        return Force(actor.id, "figure.detainees")
    if {actor.id, actor.parent} & near:
        return Force(actor.id, "figure.detainees")
    if {actor.id, actor.parent} & set(context.forces):
        return Force(actor.id, "figure.detainees_before", sure=False)
    return NOBODY


def _detainees(story: Story) -> Actor | None:
    """The actor of the story whose name says that it is held («معتقلو داعش»)."""
    words = load_number_words()
    for actor in story.actors.values():
        first = words.noun(key(fold(actor.name.ar).split()[0]))
        if first and first.unit is Unit.DETAINEES:
            return actor
    return None
