"""What the lexicon says of one word, and the first words by which rules are asked at all."""

from __future__ import annotations

import pytest

from storage.corpus.extraction.entries import classes, known
from storage.corpus.extraction.inflection import Form
from storage.corpus.extraction.lexicon import Sense, keys, load_lexicon
from storage.corpus.extraction.speech_words import introduces, speech_words


@pytest.mark.parametrize("word", ["انسحبت", "وانسحبت", "ستنسحب"])
def test_a_verb_is_known_with_what_hangs_on_it(word: str) -> None:
    entries = [entry for _, entry in known[keys(word)[0]].entries]
    assert any(entry.sense is Sense.TRIGGER and entry.form is not Form.NOUN for entry in entries)


def test_a_word_of_no_event_opens_nothing() -> None:
    assert known["برتقال"] is None


def test_a_phrase_is_known_by_its_first_word() -> None:
    first, rows = next(iter(load_lexicon().phrases.items()))
    found = known[first].phrases
    assert all(any(rest == phrase[1:] for _, rest, _ in found[phrase[1]]) for phrase, _ in rows)


def test_a_class_is_known_by_each_of_its_words() -> None:
    for word, names in load_lexicon().classes.items():
        assert names <= classes[word]


def test_every_word_that_may_introduce_a_speech_is_asked() -> None:
    words = speech_words()
    firsts = (words.verbs, words.relays, words.stands, words.documents, words.according)
    assert all(introduces[first] for group in firsts for first in group)
