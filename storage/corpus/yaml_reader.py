"""YAML as people's files may use it: mappings, lists and scalars, each with its line, and nothing else.

Anchors, aliases, tags, directives, duplicate keys, several documents and deep nesting are refused. Scalars
are not guessed at here: whether `no` is a word is for the field that holds it (`fields`).
The events come from libyaml's own parser (PyYAML's C loader), so no object is ever constructed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from storage.corpus.problems import Problems

_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Scalar:
    """A scalar as written; `plain` where it stood without quotes, outside a block."""

    line: int
    text: str
    plain: bool


@dataclass(frozen=True, slots=True)
class Listing:
    line: int
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping; `lines` are those of its keys."""

    line: int
    values: Mapping[str, Node]
    lines: Mapping[str, int]


Node = Scalar | Listing | Table


@dataclass(slots=True)
class _Open:
    """A list or a mapping that has not ended yet; `key` waits for its value."""

    line: int
    mapping: bool
    items: list[Node] = field(default_factory=list)
    values: dict[str, Node] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    key: Scalar | None = None

    def closed(self) -> Node:
        return Table(self.line, self.values, self.lines) if self.mapping else Listing(self.line, tuple(self.items))


def load(text: str, problems: Problems, first_line: int = 1) -> Table:
    """The mapping that `text` holds; what is wrong goes to `problems`, and what can be read is still read.

    `first_line` is the number that the first line of `text` has in its file.
    """
    builder = _Builder(problems, first_line)
    try:
        for event in _events(text):
            if not builder.take(event):
                break
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or getattr(error, "reason", None) or ""
        problems.add(mark.line + first_line if mark else 0, "", "yaml_syntax", reason)
    if isinstance(builder.root, Table):
        return builder.root
    if not problems.found:
        problems.add(first_line, "", "not_a_mapping")
    return Table(first_line, {}, {})


def _events(text: str) -> Iterator[yaml.Event]:
    events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CSafeLoader)
    return events


class _Builder:
    """Puts nodes together from parser events, without recursion."""

    def __init__(self, problems: Problems, first_line: int) -> None:
        self.root: Node | None = None
        self._problems, self._first, self._stack = problems, first_line, list[_Open]()

    def take(self, event: yaml.Event) -> bool:
        """Take one event; False where it is of no use to go on."""
        line = self._first + (event.start_mark.line if event.start_mark else 0)
        self._refuse(event, line)
        match event:
            case yaml.DocumentStartEvent() if self.root is not None:
                self._problems.add(line, "", "yaml_many_documents")
                return False
            case yaml.ScalarEvent():
                self._put(Scalar(line, event.value, not event.style))
            case yaml.AliasEvent():
                self._put(Scalar(line, "", True))
            case yaml.CollectionStartEvent():
                self._stack.append(_Open(line, isinstance(event, yaml.MappingStartEvent)))
                if len(self._stack) > _DEEPEST:
                    self._problems.add(line, "", "yaml_too_deep")
                    return False
            case yaml.CollectionEndEvent():
                self._put(self._stack.pop().closed())
        return True

    def _refuse(self, event: yaml.Event, line: int) -> None:
        match event:
            case yaml.AliasEvent():
                self._problems.add(line, "", "yaml_alias", f"*{event.anchor}")
            case yaml.NodeEvent(anchor=str(anchor)):
                self._problems.add(line, "", "yaml_anchor", f"&{anchor}")
            case yaml.DocumentStartEvent() if event.version or event.tags:
                self._problems.add(line, "", "yaml_directive")
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag is not None:
            self._problems.add(line, "", "yaml_tag", event.tag)

    def _put(self, node: Node) -> None:
        """Give a finished node to what is open around it."""
        if not self._stack:
            self.root = node
            return
        around = self._stack[-1]
        if not around.mapping:
            around.items.append(node)
        elif around.key is None:
            around.key = self._key(node)
        else:
            key, around.key = around.key, None
            if key.text in around.values:
                self._problems.add(key.line, key.text, "duplicate_key", key.text)
            around.values.setdefault(key.text, node)
            around.lines.setdefault(key.text, key.line)

    def _key(self, node: Node) -> Scalar:
        if isinstance(node, Scalar):
            return node
        self._problems.add(node.line, "", "yaml_key")
        return Scalar(node.line, "", True)
