"""Whose a number is by its own phrase: the nation or the name behind it, and from whose hands bases went.

What stands before the number is read in `figure_force`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from storage.corpus.extraction.context import Context
from storage.corpus.extraction.marks import Marked, NameMark, NumberMark
from storage.corpus.extraction.nations import acting, guest_of, is_guest, masculine, nation
from storage.corpus.extraction.number_file import load_number_words
from storage.corpus.extraction.number_words import reads
from storage.corpus.extraction.tense import Tense, tense_at
from storage.corpus.words import bare
from storage.records import Story, Unit

BREAKS = frozenset(".؛;:،,()!؟")
PHRASE, REACH, _NUMBERED = 5, 14, 3
_OWN_LEADS = frozenset({"", "من", "في"})
ALLY, CIVILIANS, HANDED = "figure.ally", "figure.civilians", "figure.handed"
TOLD = frozenset({"figure.nation", "figure.force_named", ALLY})
"""The rules by which the phrase itself says whose the number is."""


@dataclass(slots=True)
class Force:
    """An actor of the story, or None for a foreign one (`foreign`) or for nobody; the rule that told it; `at` is
    the token of a subject."""

    id: str | None
    reason: str
    foreign: bool = False
    sure: bool = True
    at: int = -1


NOBODY = Force(None, "figure.no_force", sure=False)


def line(context: Context) -> str | None:
    """The line of the guest that the article is about."""
    story = context.story
    return story.line(guest_of(context) or next((id for id, a in story.actors.items() if a.coalition_member), None))


def phrase(marked: Marked, mark: NumberMark) -> Iterator[int]:
    """The tokens of the noun phrase behind a number, up to a mark of punctuation or another number."""
    tokens, words = marked.passage.tokens, load_number_words()
    actors = {name.first for name in marked.actors}
    head = mark.head if mark.head is not None else mark.after
    own = mark.first - _NUMBERED <= head < mark.first and "number.coordinated" not in mark.reasons
    first = head if own else max(mark.after, head)  # «العسكريين الأميركيين الثلاثة»
    for at in range(first, min(first + PHRASE, len(tokens))):
        if at > mark.first and not BREAKS.isdisjoint(tokens[at - 1].after):
            return
        if tokens[at].key.isdecimal() or tokens[at].key == "الي":
            return
        ranks = at + 1 < len(tokens) and tokens[at + 1].key in words.ranks
        if tokens[at].key == "في" and not ranks and (at > first + 1 or {at + 1, at + 2}.isdisjoint(actors)):
            return
        if at >= mark.after and _is_means(marked, at):
            return
        if at > first and tense_at(marked.passage, at) in (Tense.PRESENT, Tense.FUTURE):
            return
        yield at


def own(marked: Marked, context: Context, mark: NumberMark) -> Force | None:
    """The nation or the name in the phrase itself."""
    story, words = context.story, load_number_words()
    names = {name.first: name for name in marked.actors}
    named = {at for name in marked.names for at in range(name.first, name.after)}
    if mark.head == mark.first and (two := nation(story, marked.passage.tokens[mark.first].key)):  # «أميركيان»
        return Force(two, "figure.nation")
    for at in phrase(marked, mark):
        token = marked.passage.tokens[at]
        if at in names and _is_theirs(marked, story, names[at]):
            return Force(acting(story, names[at].id), "figure.force_named")
        if bare(token.key) in words.partners:
            return Force(line(context), ALLY)
        if token.key in words.excepted and at + 1 not in named - {*names}:
            return Force(line(context), ALLY)
        found = None if at in named else nation(story, token.key)
        if found:
            return Force(found, "figure.nation")
        if found == "":
            ally = not {bare(token.key), token.key, masculine(bare(token.key))}.isdisjoint(words.allied)
            return Force(line(context) if ally else None, ALLY if ally else "figure.foreign", foreign=not ally)
        hit = mark.unit is Unit.CASUALTIES and words.noun(token.key.removeprefix("و"))
        if at > mark.after and token.key[:1] == "و" and not hit:
            break
    return None


def handed(marked: Marked, context: Context, mark: NumberMark) -> Force | None:
    """«ثماني قواعد خرجت من يد التحالف»: of bases, from whose hands they went."""
    words, tokens = load_number_words(), marked.passage.tokens
    if mark.unit is not Unit.OTHER:
        return None
    behind = [n for n in marked.actors if mark.after <= n.first < mark.after + REACH]
    name = next((n for n in behind if tokens[n.first - 1].keys & words.hands), None)
    return Force(acting(context.story, name.id), HANDED) if name else None


def _is_means(marked: Marked, at: int) -> bool:
    """«جنود بضربة أميركية», «36 بالغارات»: what strikes them, no part of their phrase."""
    weapons = load_number_words().weapons
    token = marked.passage.tokens[at]
    led = any(reading.preposition and bare(reading.key) in weapons for reading in token.readings)
    return led or (
        at > 0 and reads(token) & weapons != frozenset() and marked.passage.tokens[at - 1].key in ("في", "من")
    )


def _is_theirs(marked: Marked, story: Story, name: NameMark) -> bool:
    """Whether a name in the phrase owns those counted; «متعاقد مع التحالف» does, «الحدود مع سوريا» does not."""
    beside = marked.passage.tokens[name.first - 1].key == "مع"
    return is_guest(story, name.id) if beside else name.lead in _OWN_LEADS
