"""All catalogues of both languages against each other, against grammar, and against the code that uses them.

What the code uses is read from its syntax: entries asked for by name, and patterns where a part of the
name is chosen while running (``t(f"voice.hedge.{…}")``).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest

from handlers.catalogue import LOCALES, PLACEHOLDER, PLURAL_FORMS, read_catalogue, translations
from storage.chat import Language

ROOT = LOCALES.parents[1]
NOUNS = sorted({path.name for path in LOCALES.glob("*/*.po")})
FORMS = {Language.ARABIC: 6, Language.ENGLISH: 2}
OWN_SCRIPT: frozenset[str] = frozenset({"settings.language.ar", "settings.language.en"})
"""Entries that name a language in its own script."""
LATIN_NAMES = re.compile(r"\b(?:Mujaz|YAML|UTF-8|UTF-16|NUL|EDTF|CSV|JSON|SQLite|English)\b")
"""What may stand in Latin letters in an Arabic text, besides commands, files and addresses."""
ARABIC, LATIN = re.compile(r"[\u0621-\u064a]"), re.compile(r"[A-Za-z]{2,}")
CODE_LIKE = re.compile(r"/[A-Za-z_]+|https?://\S+|\b[\w./-]+\.(?:yaml|txt|po)\b|\.(?:yaml|txt)\b|\{[a-z_]+\}")
# The accusative of these endings looks like the genitive.
SAME_IN_BOTH_CASES = re.compile(r"(?:ة|ى|ا|اء)$")

NOT_COUNTED = {"منها", "منهم", "غيرها", "من"}
"""Words that may follow a number without being what it counts."""


class Entry(NamedTuple):
    msgid: str
    forms: tuple[str, ...]
    plural: bool


@cache
def entries(language: Language, noun: str) -> dict[str, Entry]:
    path = LOCALES / language.value / noun
    return {
        message.id if isinstance(message.id, str) else message.id[0]: Entry(
            message.id if isinstance(message.id, str) else message.id[0],
            (message.string,) if isinstance(message.string, str) else tuple(message.string or ()),
            not isinstance(message.id, str),
        )
        for message in read_catalogue(path, language)
        if message.id
    }


def every(language: Language) -> dict[str, Entry]:
    return {msgid: entry for noun in NOUNS for msgid, entry in entries(language, noun).items()}


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


# ------------------------------------------------------------------ the files


@pytest.mark.parametrize("noun", NOUNS)
def test_both_languages_hold_the_same_entries(noun: str) -> None:
    arabic, english = entries(Language.ARABIC, noun), entries(Language.ENGLISH, noun)
    assert arabic.keys() == english.keys()
    assert [k for k in arabic if arabic[k].plural != english[k].plural] == []


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("noun", NOUNS)
def test_the_plural_rule_is_written_by_hand_in_every_file(noun: str, language: Language) -> None:
    text = (LOCALES / language.value / noun).read_text(encoding="utf-8")
    assert PLURAL_FORMS[language] in text.replace('"\n"', "")


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("noun", NOUNS)
def test_nothing_is_empty_fuzzy_or_still_its_own_id(noun: str, language: Language) -> None:
    for entry in entries(language, noun).values():
        empty_allowed = entry.msgid.startswith("command.") and entry.msgid.endswith(".usage")
        assert empty_allowed or all(form.strip() for form in entry.forms), entry
        assert entry.msgid not in entry.forms, entry
    assert not [m.id for m in read_catalogue(LOCALES / language.value / noun, language) if m.id and m.fuzzy]


@pytest.mark.parametrize("noun", NOUNS)
def test_arabic_is_arabic(noun: str) -> None:
    for entry in entries(Language.ARABIC, noun).values():
        for form in entry.forms:
            words = CODE_LIKE.sub("", form)
            left_over = LATIN.findall(LATIN_NAMES.sub("", words))
            assert entry.msgid in OWN_SCRIPT or not left_over, entry
            assert ARABIC.search(words) or not re.search(r"[^\W\d_]", words), entry


@pytest.mark.parametrize("noun", NOUNS)
def test_english_holds_no_arabic(noun: str) -> None:
    for entry in entries(Language.ENGLISH, noun).values():
        assert entry.msgid in OWN_SCRIPT or not ARABIC.search("".join(entry.forms)), entry


@pytest.mark.parametrize("noun", NOUNS)
def test_every_form_of_an_entry_has_the_same_placeholders(noun: str) -> None:
    for msgid, arabic in entries(Language.ARABIC, noun).items():
        wanted = placeholders(" ".join(arabic.forms)) - {"count"}
        for form in (*arabic.forms, *entries(Language.ENGLISH, noun)[msgid].forms):
            assert placeholders(form) - {"count"} == wanted, (msgid, form)
            assert not re.search(r"[{}%]", PLACEHOLDER.sub("", form).replace("%", "")), (msgid, form)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("noun", NOUNS)
def test_a_counted_entry_has_all_its_forms(noun: str, language: Language) -> None:
    for entry in entries(language, noun).values():
        if entry.plural:
            assert len(entry.forms) == FORMS[language], entry
            # None, one and two may be said in words; from three on the number must be there.
            assert all("{count}" in form for form in entry.forms[3 if language is Language.ARABIC else 1 :]), entry


@pytest.mark.parametrize("noun", NOUNS)
def test_the_six_forms_differ_where_grammar_wants_it(noun: str) -> None:
    for entry in entries(Language.ARABIC, noun).values():
        if not entry.plural:
            continue
        few, many, hundreds = entry.forms[3:]
        for one, other in combinations(entry.forms[:4], 2):
            assert one != other, entry
        counted = [form.partition("{count}")[2].split()[0].strip("،.:؛)»") for form in entry.forms[3:]]
        if set(counted) <= NOT_COUNTED:
            continue
        assert few not in (many, hundreds), entry
        assert many != hundreds or SAME_IN_BOTH_CASES.search(counted[1]), entry


@pytest.mark.parametrize(("count", "form"), [(0, 0), (1, 1), (2, 2), (3, 3), (11, 4), (100, 5), (103, 3), (111, 4)])
def test_each_count_chooses_its_form_in_every_entry(count: int, form: int) -> None:
    merged = translations(Language.ARABIC)
    for entry in every(Language.ARABIC).values():
        if entry.plural:
            assert merged.ngettext(entry.msgid, entry.msgid, count) == entry.forms[form]


def test_no_entry_stands_in_two_files() -> None:
    names = [msgid for noun in NOUNS for msgid in entries(Language.ARABIC, noun)]
    assert sorted(set(names)) == sorted(names)


# ------------------------------------------------------------------ the code

_DOTTED = re.compile(r"[a-z_]+\.")
_ID = re.compile(r"[a-z_]+(?:\.[a-z0-9_]+)+")


class Use(NamedTuple):
    """An entry asked for in code: its name, or a pattern of names, and the values it is given."""

    where: str
    name: str
    pattern: re.Pattern[str] | None
    values: frozenset[str] | None
    counts: bool


@cache
def trees() -> tuple[tuple[Path, ast.Module], ...]:
    files = [*ROOT.glob("handlers/**/*.py"), *ROOT.glob("bot/**/*.py")]
    return tuple((path, ast.parse(path.read_text(encoding="utf-8"))) for path in sorted(files))


def asked(call: ast.Call) -> tuple[ast.expr, bool] | None:
    """The expression that names the entry, and whether it is asked for by count."""
    match call.func, call.args:
        case ast.Name(id="t"), [name, *_]:
            return name, False
        case ast.Attribute(value=ast.Name(id="t"), attr="rich"), [name, *_]:
            return name, False
        case ast.Attribute(value=ast.Name(id="t"), attr="n" | "rich_n"), [name, *_]:
            return name, True
        case ast.Name(id="text"), [_, name, *_]:
            return name, False
        case ast.Name(id="plural"), [_, name, *_]:
            return name, True
    return None


def pattern_of(joined: ast.JoinedStr) -> re.Pattern[str]:
    parts = [re.escape(str(v.value)) if isinstance(v, ast.Constant) else "(.+)" for v in joined.values]
    return re.compile("".join(parts))


class Named(NamedTuple):
    """What code can name: dotted constants, and patterns whose gaps hold a word or another such name."""

    constants: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]

    def can_be(self, name: str) -> bool:
        return name in self.constants or any(self.fits(pattern, name) for pattern in self.patterns)

    def fits(self, pattern: re.Pattern[str], name: str) -> bool:
        found = pattern.fullmatch(name)
        return found is not None and all("." not in gap or self.can_be(gap) for gap in found.groups())


@cache
def named() -> Named:
    constants, patterns = set(), []
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _ID.fullmatch(node.value):
                constants.add(node.value)
            elif isinstance(node, ast.JoinedStr) and _DOTTED.match(ast.unparse(node.values[0]).strip("'")):
                patterns.append(pattern_of(node))
    return Named(frozenset(constants), tuple(patterns))


def uses() -> Iterator[Use]:
    for path, tree in trees():
        for node in ast.walk(tree):
            found = asked(node) if isinstance(node, ast.Call) else None
            if not isinstance(node, ast.Call) or found is None:
                continue
            name, counts = found
            keywords = {keyword.arg for keyword in node.keywords}
            values = None if None in keywords else frozenset(k for k in keywords if k is not None)
            where = f"{path.relative_to(ROOT)}:{node.lineno}"
            yield from used(where, name, values, counts)


def used(where: str, name: ast.expr, values: frozenset[str] | None, counts: bool) -> Iterator[Use]:
    match name:
        case ast.Constant(value=str(msgid)):
            yield Use(where, msgid, None, values, counts)
        case ast.JoinedStr():
            yield Use(where, ast.unparse(name), pattern_of(name), values, counts)
        case ast.IfExp(body=body, orelse=orelse):
            yield from used(where, body, values, counts)
            yield from used(where, orelse, values, counts)


def test_every_entry_that_code_asks_for_exists() -> None:
    known = every(Language.ARABIC)
    missing = [
        f"{use.where}: {use.name}"
        for use in uses()
        if not (any(named().fits(use.pattern, msgid) for msgid in known) if use.pattern else use.name in known)
    ]
    assert missing == []


def test_every_entry_is_given_exactly_its_placeholders() -> None:
    known = every(Language.ARABIC)
    wrong = []
    for use in uses():
        if use.pattern or use.name not in known:
            continue
        entry = known[use.name]
        wanted = placeholders(" ".join(entry.forms)) - ({"count"} if use.counts else set())
        if use.values is not None and wanted != use.values:
            wrong.append(f"{use.where}: {use.name} wants {sorted(wanted)}, is given {sorted(use.values)}")
        if entry.plural != use.counts:
            wrong.append(f"{use.where}: {use.name} is {'not ' * entry.plural}asked for by count")
    assert wrong == []


def test_no_entry_is_unused() -> None:
    """Used = asked for, matched by a pattern, or named by a constant that code passes on."""
    assert [msgid for msgid in every(Language.ARABIC) if not named().can_be(msgid)] == []


def test_the_readers_of_syntax_see_what_is_asked_for() -> None:
    names = {use.name for use in uses()}
    assert "voice.date.day" in names
    assert any(use.pattern and use.pattern.fullmatch("voice.hedge.hundreds") for use in uses())
