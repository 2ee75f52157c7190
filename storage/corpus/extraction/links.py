"""Links: the words that open a clause («أن»، «التي»، «قبل أن»، «فيما»), found at a token.

How clauses hang on one another is `clauses`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storage.corpus.extraction.hits import follows
from storage.corpus.extraction.inflection import stripped
from storage.corpus.extraction.lexicon import Link, load_lexicon, particles
from storage.corpus.extraction.passages import Passage
from storage.corpus.extraction.tense import Tense, tense_at
from storage.corpus.words import PerWord

ATTACHED = ("و", "ف")


def link_at(passage: Passage, at: int) -> tuple[Link | None, int, bool]:
    """The link at a token, how many tokens it takes, and whether «و» hangs on it."""
    key = passage.keys[at]
    for phrase, link in _links[key]:
        if (len(phrase) == 1 or follows(passage.keys, at, phrase[1:])) and not _is_condition_particle(
            passage, at, phrase
        ):
            return link, len(phrase), phrase[0] != key
    return None, 1, False


_links = PerWord(lambda key: tuple(row for word in _bare(key) for row in load_lexicon().links.get(word, ())))


may_link = PerWord(lambda key: bool(_links[key]))
"""Whether a word may open a clause."""


def _bare(key: str) -> Iterator[str]:
    yield key
    if key[:1] in ATTACHED and len(key) > 2:
        yield key[1:]
    if (word := stripped(key)[-1]).pronoun and word.rest in particles("that"):  # «إنهم»
        yield word.rest


_FUTURE = 5
answers = PerWord(
    lambda key: key in particles("answers") or (key.startswith(("فسي", "فست", "فسن")) and len(key) > _FUTURE)
)
"""Whether a word opens what follows from a condition: «فقد»، «فسوف»، «فستبقى»."""


def _is_condition_particle(passage: Passage, at: int, phrase: Sequence[str]) -> bool:
    """«ثم» before a noun, «حتى» before a date or a number: no clause opens."""
    even = passage.tokens[at].key in particles("even")  # «ولو ليوم واحد»
    if not (even or phrase[0] in particles("only_before_verbs")) or at + 1 >= len(passage.tokens):
        return False
    return tense_at(passage, at + 1) is Tense.NONE
