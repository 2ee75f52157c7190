"""Fields: a mapping of a file that people write, read field by field, each by the type that it must have.

A bad field adds to the problems and reads as a placeholder, which never leaves the room: `Problems.settle`
stands at the end. Plain scalars that YAML would turn into something else (`no`, `1_000`, `012`) are refused
where words are expected. What the fields mean is known by `reader`, `story` and `facts_file`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from storage.corpus.problems import Problems, nearest
from storage.corpus.text import collapse, normalise
from storage.corpus.yaml_reader import Listing, Node, Scalar, Table
from storage.records import Localized

E = TypeVar("E", bound=StrEnum)

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_SURPRISING = re.compile(
    r"(?i:y|n|yes|no|on|off|true|false)"  # truth values of YAML 1.1
    r"|[-+]?\d[\d_]*_[\d_]*(?:\.[\d_]*)?"  # 1_000
    r"|[-+]?0(?:[0-9]+|[xob][0-9a-fA-F_]+)"  # 012, 0x1F
    r"|[-+]?\d+(?::[0-5]?\d)+(?:\.\d*)?"  # 1:30, a number to base 60
    r"|[-+]?(?:\d+\.?\d*|\.\d+)[eE][-+]?\d+"  # 1e3
    r"|[-+]?\.(?i:inf|nan)",
    re.ASCII,
)
_WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,11})", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,3}(?:\.\d{1,9})?", re.ASCII)
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
NOTE = "note"
"""A field for people that every mapping may have."""


def is_plain(text: str) -> bool:
    """Whether `text` may stand without quotes and still be read as these words."""
    return text not in _NULL and not _SURPRISING.fullmatch(text)


class Fields:
    """One mapping and its place in the file: `name` is the dotted path of the mapping itself, "" at the top."""

    def __init__(self, table: Table, name: str, problems: Problems) -> None:
        self.table, self.name, self.problems = table, name, problems
        self._asked: set[str] = {NOTE}

    # ---------------------------------------------------------------- places and problems

    def path(self, key: str) -> str:
        """The dotted path of a field; of the mapping itself where `key` is ""."""
        return f"{self.name}.{key}".strip(".")

    def line(self, key: str = "") -> int:
        return self.table.lines.get(key, self.table.line)

    def wrong(self, key: str, code: str, value: str = "", hint: str = "") -> None:
        self.problems.add(self.line(key), self.path(key), code, value, hint)

    def has(self, key: str) -> bool:
        """Whether the field is there and not null."""
        return self._node(key) is not None

    def close(self) -> None:
        """Name every field that nobody asked for."""
        for key in self.table.values:
            if key not in self._asked:
                self.wrong(key, "unknown_field", key, nearest(key, self._asked))

    # ---------------------------------------------------------------- words

    def text(self, key: str) -> str:
        """A field that must hold words, on one line; "" after a problem."""
        words = self.text_or_none(key)
        if words is None and not self._complained(key):
            self.wrong(key, "missing")
        return words or ""

    def text_or_none(self, key: str) -> str | None:
        node = self._node(key)
        return None if node is None else self._words(key, node)

    def slug(self, key: str) -> str:
        """An id: small Latin letters, digits, ``_`` and ``-``."""
        value = self.text(key)
        if value and not _SLUG.fullmatch(value):
            self.wrong(key, "bad_id", value)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of words; () where it is absent."""
        return tuple(word for node in self._items(key) if (word := self._words(key, node)))

    def pairs(self, key: str) -> dict[str, str]:
        """A mapping of words to words; {} where it is absent."""
        node = self._node(key)
        if node is None:
            return {}
        if not isinstance(node, Table):
            self.wrong(key, "not_a_mapping")
            return {}
        inner = Fields(node, self.path(key), self.problems)
        return {name: inner.text(name) for name in node.values}

    def names(self, key: str) -> Localized:
        inner = self.fields(key)
        return Localized("", "") if inner is None else inner._names()

    def names_or_none(self, key: str) -> Localized | None:
        return self.names(key) if self.has(key) else None

    def _names(self) -> Localized:
        names = Localized(self.text("ar"), self.text("en"))
        self.close()
        return names

    # ---------------------------------------------------------------- numbers, days, choices

    def whole(self, key: str) -> int | None:
        """A whole number in plain digits, None where absent."""
        match = self._plain(key, _WHOLE, "not_a_number")
        return int(match) if match else None

    def decimal(self, key: str) -> float:
        match = self._plain(key, _DECIMAL, "not_a_number")
        if not match and not self._complained(key):
            self.wrong(key, "missing")
        return float(match or 0)

    def flag(self, key: str, default: bool = False) -> bool:
        """`true` or `false`, written just so."""
        node = self._node(key)
        if node is None:
            return default
        if isinstance(node, Scalar) and node.plain and node.text in ("true", "false"):
            return node.text == "true"
        self.wrong(key, "not_true_or_false", node.text if isinstance(node, Scalar) else "")
        return default

    def day(self, key: str) -> date:
        """A day as YYYY-MM-DD that the calendar has."""
        value = self.text(key)
        try:
            if re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
                return date.fromisoformat(value)
        except ValueError:
            self.wrong(key, "no_such_date", value)
        else:
            if value:
                self.wrong(key, "not_a_date", value)
        return date.min

    def day_or_none(self, key: str) -> date | None:
        return self.day(key) if self.has(key) else None

    def choice(self, key: str, kind: type[E]) -> E:
        """One of the values of `kind`; the first of them after a problem."""
        value = self.choice_or_none(key, kind)
        if value is None and not self._complained(key):
            self.wrong(key, "missing")
        return value or next(iter(kind))

    def choice_or_none(self, key: str, kind: type[E]) -> E | None:
        value = self.known(key, {member.value: member for member in kind}, "unknown_value")
        return kind(value) if value else None

    def known(
        self, key: str, ids: Mapping[str, object], code: str, names: Callable[[], Mapping[str, str]] = dict
    ) -> str | None:
        """One of `ids`; None where absent or not among them. `names` gives other names of the ids (name → id),
        by which the nearest is found, too."""
        value = self.text_or_none(key)
        if value is None or value in ids:
            return value
        self.wrong(key, code, value, nearest(value, {**names(), **{id: id for id in ids}}))
        return None

    # ---------------------------------------------------------------- mappings

    def fields(self, key: str) -> Fields | None:
        """A mapping that must be there; None after a problem."""
        node = self._node(key)
        if isinstance(node, Table):
            return Fields(node, self.path(key), self.problems)
        self.wrong(key, "missing" if node is None else "not_a_mapping")
        return None

    def fields_or_none(self, key: str) -> Fields | None:
        return self.fields(key) if self.has(key) else None

    def rows(self, key: str) -> tuple[Fields, ...]:
        """A list of mappings; () where it is absent. Their paths count from 0: ``places.3``."""
        rows = []
        for index, node in enumerate(self._items(key)):
            name = f"{self.path(key)}.{index}"
            if isinstance(node, Table):
                rows.append(Fields(node, name, self.problems))
            else:
                self.problems.add(node.line, name, "not_a_mapping")
        return tuple(rows)

    # ---------------------------------------------------------------- nodes

    def _node(self, key: str) -> Node | None:
        """The node of a field, None where absent or null."""
        self._asked.add(key)
        node = self.table.values.get(key)
        return None if isinstance(node, Scalar) and node.plain and node.text in _NULL else node

    def _items(self, key: str) -> tuple[Node, ...]:
        node = self._node(key)
        if node is None:
            return ()
        if isinstance(node, Listing):
            return node.items
        self.wrong(key, "not_a_list")
        return ()

    def _words(self, key: str, node: Node) -> str | None:
        """The words of a scalar, None after a problem."""
        if not isinstance(node, Scalar):
            self.problems.add(node.line, self.path(key), "not_words")
        elif node.plain and not is_plain(node.text):
            self.problems.add(node.line, self.path(key), "surprising_scalar", node.text, f'"{node.text}"')
        elif not (words := collapse(node.text)):
            self.problems.add(node.line, self.path(key), "blank")
        else:
            return words
        return None

    def _plain(self, key: str, form: re.Pattern[str], code: str) -> str | None:
        node = self._node(key)
        if node is None:
            return None
        if isinstance(node, Scalar) and node.plain and form.fullmatch(node.text):
            return node.text
        value = node.text if isinstance(node, Scalar) else ""
        self.wrong(key, code, value, hint if form.fullmatch(hint := normalise(value)) else "")
        return None

    def _complained(self, key: str) -> bool:
        """Whether a problem of this very field has been named already."""
        path = self.path(key)
        return any(problem.field == path for problem in self.problems.found)
