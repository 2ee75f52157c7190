"""Hearing: what the rules of one sentence may ask of the sentences before. `attribution` keeps and answers it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from storage.corpus.extraction.lines import Line
from storage.corpus.extraction.marks import Speech
from storage.corpus.extraction.naming import Speaker
from storage.corpus.extraction.speech_words import Verb
from storage.records import Attribution


class Hearing(Protocol):
    """Who was heard before: in the article, and in the sentence."""

    @property
    def last(self) -> Attribution | None: ...

    @property
    def found(self) -> Sequence[Speech]: ...

    def who(self, line: Line, speaker: Speaker) -> Attribution:
        """Whom the words of a speaker mean."""

    def still(self, line: Line, at: int, verb: Verb) -> Attribution | None:
        """Who goes on speaking with a verb that has no subject."""
