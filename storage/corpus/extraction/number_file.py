"""The words of Arabic numbers read from `data/numbers.yaml` and checked. What they are is `number_words`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cache
from itertools import product
from pathlib import Path

from storage.corpus.extraction.inflection import verb_forms
from storage.corpus.extraction.number_words import Counted, NumberWords, Numerals
from storage.corpus.extraction.phrases import GAP, Keys, Phrases
from storage.corpus.fields import Fields
from storage.corpus.files import read_text
from storage.corpus.problems import Problems
from storage.corpus.words import words
from storage.corpus.yaml_reader import load
from storage.records import Casualty, Qualifier, Unit

_DATA = Path(__file__).with_name("data") / "numbers.yaml"


@cache
def load_number_words(path: Path = _DATA) -> NumberWords:
    """The words of the file at `path` (the one that ships with the code). `SeedError` names all that is wrong."""
    problems = Problems(str(path))
    text = read_text(path, path.parent, problems)
    problems.settle()
    top = Fields(load(text or "", problems), "", problems)
    found = _words(top)
    top.close()
    problems.settle()
    return found


_VERBS = frozenset(
    {
        "estimates",
        "holding",
        "changes",
        "leaving",
        "arriving",
        "keeping",
        "lost",
        "requests",
        "attending",
        "claims",
        "fell",
    }
)
"""The fields that are verbs in all their forms with other words beside them."""


def _words(top: Fields) -> NumberWords:
    nouns, duals = _nouns(top)
    lists = {
        field.name: _forms_of(top, field.name) if field.name in _VERBS else _set(top, field.name)
        for field in fields(NumberWords)
        if field.type == "frozenset[str]"
    }
    lists["nationals"] = _accusative(lists["nationals"])
    return NumberWords(
        numerals=_numerals(top),
        before=_hedges(top, "hedges_before"),
        after=_hedges(top, "hedges_after"),
        not_hedges=_cues(top, "hedges_not_when"),
        between=_cues(top, "between"),
        percent=_cues(top, "percent"),
        held=_cues(top, "held"),
        allied_states=_cues(top, "allied_states"),
        nouns=nouns,
        duals=duals,
        governing=_governing(top),
        struck={
            **dict.fromkeys(_forms_of(top, "killed"), Casualty.KILLED),
            **dict.fromkeys(_forms_of(top, "wounded"), Casualty.WOUNDED),
        },
        **lists,
    )


def _cues(top: Fields, key: str) -> Phrases[bool]:
    return Phrases((keys, True) for keys in _phrases(top, key) if keys)


# ------------------------------------------------------------------ parts


def _numerals(top: Fields) -> Numerals:
    one, two, many = dict[str, int](), dict[str, int](), dict[str, int]()
    for row in top.rows("scales"):
        value = row.whole("value") or 0
        one |= dict.fromkeys(_with_article(_set(row, "one")), value)
        two |= dict.fromkeys(_with_article(_set(row, "two")), 2 * value)
        many |= dict.fromkeys(_with_article(_set(row, "many")), value)
        row.close()
    return Numerals(
        cardinals=_valued(top, "cardinals"),
        teen_units=_valued(top, "teen_units"),
        tenths=_with_article(_set(top, "tenths")),
        hundreds=_with_article(_set(top, "hundred_parts")),
        ones=one,
        twos=two,
        many=many,
        halves=_set(top, "halves"),
        quarters=_set(top, "quarters"),
        vague=_vague(top),
        vague_before=_set(top, "vague_before"),
        ordinals=_set(top, "ordinals"),
    )


def _valued(top: Fields, key: str) -> Mapping[str, int]:
    """Lists of words under the numbers that they say."""
    inner = top.fields(key)
    if inner is None:
        return {}
    found = dict[str, int]()
    for number in inner.table.values:
        if number.isdecimal():
            found |= dict.fromkeys(_with_article(_set(inner, number)), int(number))
    inner.close()
    return found


def _vague(top: Fields) -> Mapping[str, Qualifier]:
    inner = top.fields("vague")
    if inner is None:
        return {}
    kinds = (Qualifier.DOZENS, Qualifier.HUNDREDS, Qualifier.THOUSANDS)
    found = {word: kind for kind in kinds for word in _with_article(_set(inner, kind.value))}
    inner.close()
    return found


def _hedges(top: Fields, key: str) -> Phrases[Qualifier]:
    inner = top.fields(key)
    if inner is None:
        return Phrases(())
    kinds = (Qualifier.ABOUT, Qualifier.AT_LEAST, Qualifier.MORE_THAN, Qualifier.LESS_THAN, Qualifier.AT_MOST)
    found = Phrases((keys, kind) for kind in kinds for keys in _phrases(inner, kind.value))
    inner.close()
    return found


def _nouns(top: Fields) -> tuple[Mapping[str, Counted], Mapping[str, Counted]]:
    person = Counted(Unit.OTHER, person=True)
    nouns = dict.fromkeys(_accusative(_set(top, "people")), person)
    duals = dict.fromkeys(_set(top, "people_duals"), person)
    for row in top.rows("nouns"):
        counted = Counted(row.choice("unit", Unit), row.choice_or_none("casualty", Casualty), row.flag("site"))
        for key, known in (("words", nouns), ("duals", duals)):
            found = _set(row, key)
            for twice in found & known.keys():
                row.wrong(key, "duplicate_cue", twice)
            known |= dict.fromkeys(_accusative(found) if known is nouns else found, counted)
        row.close()
    return nouns, duals


def _governing(top: Fields) -> Mapping[str, Counted]:
    inner = top.fields("governing")
    if inner is None:
        return {}
    found = {
        key: Counted(unit, site=unit is Unit.OTHER)
        for unit in Unit
        if inner.has(unit.value)
        for key in _set(inner, unit.value)
    }
    inner.close()
    return found


# ------------------------------------------------------------------ words


def _set(row: Fields, key: str) -> frozenset[str]:
    """The words of a list that must be there, each folded; a phrase is refused."""
    found = set[str]()
    for written in row.texts(key):
        keys = _keys(written)
        if len(keys) != 1:
            row.wrong(key, "not_one_word", written)
        found.update(keys)
    if not found:
        row.wrong(key, "missing")
    return frozenset(found)


def _forms_of(top: Fields, key: str) -> frozenset[str]:
    """Verbs in all their forms and other words, from «past present» pairs and a list."""
    inner = top.fields(key)
    if inner is None:
        return frozenset()
    found = set(_set(inner, "words"))
    for pair in inner.texts("verbs"):
        both = _keys(pair)
        if len(both) != 2:
            inner.wrong("verbs", "not_past_and_present", pair)
        else:
            found.update(form for form, _ in verb_forms(*both))
    inner.close()
    return frozenset(found)


def _phrases(row: Fields, key: str) -> Iterator[Keys]:
    """The phrases of a list, «a/b c» as two phrases."""
    for written in row.texts(key):
        choices = [[GAP] if part == GAP else [_keys(one) for one in part.split("/")] for part in written.split()]
        for chosen in product(*choices):
            yield tuple(word for part in chosen for word in (part if isinstance(part, tuple) else (part,)))


def _keys(written: str) -> Keys:
    return tuple(word.key for word in words(written))


def _with_article(found: Iterable[str]) -> frozenset[str]:
    return frozenset(form for word in found for form in (word, "ال" + word))


def _accusative(found: Iterable[str]) -> frozenset[str]:
    return frozenset(form for word in found for form in (word, word + "ا"))
