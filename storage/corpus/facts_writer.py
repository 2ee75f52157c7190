"""FactsFile → its file on disk, for a person to go on editing: comments, order and quoting stay as they are.

A fact that the file has is changed where it stands, field by field; a new one is added under its sentence.
Facts of the file that are not among those written stay: taking one out is the editor's own doing.
"""

from __future__ import annotations

import io
import os
import re
import tempfile
import textwrap
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, FoldedScalarString

from storage.corpus.facts_file import FactsFile, default_sense, read_facts
from storage.corpus.fields import is_plain
from storage.corpus.files import read_text
from storage.corpus.problems import Problems
from storage.corpus.text import collapse
from storage.errors import FactError
from storage.fuzzydate import Basis, Bound, FuzzyDate
from storage.records import Attribution, Event, Figure, Localized, Modality

_WIDTH = 96
_WORD = re.compile(r"[a-z][a-z0-9_-]*")

Value = str | int | bool | None
Rows = dict[str, "Field"]


@dataclass(frozen=True, slots=True)
class Field:
    """What a field should hold: a scalar or fields of its own; left out where it is `default` and new."""

    value: Value | Rows
    default: Value = None
    flow: bool = False


def write_facts(path: Path, facts: FactsFile) -> None:
    """Write `facts` into the file at `path`, or a new file, in one atomic step.

    `SeedError` where the file that is there cannot be read; `FactError` where it holds a fact of the same id
    under another sentence, or of the other sort.
    """
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 1 << 16  # lines are folded by people, and here for what is new
    yaml.indent(mapping=2, sequence=4, offset=2)
    top = yaml.load(_text_of(path)) if path.exists() else CommentedMap()
    _fill(top, _head(facts))
    _Claims(top).write(facts)
    out = io.StringIO()
    yaml.dump(top, out)
    _replace(path, out.getvalue())


def _text_of(path: Path) -> str:
    """The text of the file, once it is known to be a facts file in good order."""
    read_facts(path, None, None)
    problems = Problems(str(path))
    return read_text(path, path.parent, problems) or ""


def _replace(path: Path, text: str) -> None:
    """Put `text` in the place of the file: at any moment the old one or the new one is there, whole."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


# ------------------------------------------------------------------ facts into the tree


class _Claims:
    """The claims of a file as a tree of ruamel's, and where each fact of it stands."""

    def __init__(self, top: CommentedMap) -> None:
        if not isinstance(top.get("claims"), CommentedSeq):
            top["claims"] = CommentedSeq()
        self._claims: CommentedSeq = top["claims"]
        self._by_quote: dict[str, CommentedMap] = {}
        self._facts: dict[str, tuple[str, str, CommentedMap]] = {}
        for claim in self._claims:
            quote = collapse(str(claim["quote"]))
            self._by_quote.setdefault(quote, claim)
            for noun in ("events", "figures"):
                for fact in claim.get(noun) or ():
                    self._facts[str(fact["id"])] = noun, quote, fact

    def write(self, facts: FactsFile) -> None:
        every: list[Event | Figure] = [*facts.events, *facts.figures]
        for fact in sorted(every, key=lambda fact: fact.citation.start):
            self._put(fact)

    def _put(self, fact: Event | Figure) -> None:
        noun, fields = ("events", _event(fact)) if isinstance(fact, Event) else ("figures", _figure(fact))
        quote, slug = collapse(fact.citation.sentence), _slug(fact)
        if slug in self._facts:
            *place, node = self._facts[slug]
            if place != [noun, quote]:
                raise FactError("id", "stands_elsewhere", slug)
            _fill(node, fields)
            return
        claim = self._claim(quote)
        if not isinstance(claim.get(noun), CommentedSeq):
            claim[noun] = CommentedSeq()
        node = CommentedMap()
        _fill(node, fields)
        claim[noun].append(node)
        self._facts[slug] = noun, quote, node

    def _claim(self, quote: str) -> CommentedMap:
        if quote not in self._by_quote:
            self._by_quote[quote] = CommentedMap(quote=_folded(quote))
            self._claims.append(self._by_quote[quote])
        return self._by_quote[quote]


def _fill(node: CommentedMap, fields: Rows) -> None:
    """Make `node` say what `fields` say, touching only what differs."""
    for key, field in fields.items():
        if isinstance(field.value, dict):
            if not isinstance(node.get(key), CommentedMap):
                node[key] = CommentedMap()
                if field.flow:
                    node[key].fa.set_flow_style()
            _fill(node[key], field.value)
        elif key in node:
            if node[key] != field.value:
                _change(node, key, field.value)
        elif field.value != field.default:
            node[key] = _scalar(field.value)


def _change(node: CommentedMap, key: str, value: Value) -> None:
    old = node[key]
    if isinstance(old, CommentedMap) and old.ca.items:
        # What stands under a block hangs on its last field, though it speaks of what follows.
        node.ca.items.setdefault(key, next(reversed(old.ca.items.values())))
    if value is None and key not in node.ca.items:
        del node[key]
    else:  # a comment hangs on the field, and null says as much as leaving it out
        node[key] = _scalar(value)


def _scalar(value: Value) -> object:
    """A value as it is written: words in quotes, ids and vocabulary bare."""
    if not isinstance(value, str):
        return value
    return str(value) if _WORD.fullmatch(value) and is_plain(value) else DoubleQuotedScalarString(value)


def _folded(quote: str) -> FoldedScalarString:
    """A sentence as a folded block, its lines of readable length."""
    lines = textwrap.wrap(quote, _WIDTH, break_long_words=False, break_on_hyphens=False)
    folded: FoldedScalarString = FoldedScalarString(" ".join(lines))
    ends: list[int] = []
    for line in lines[:-1]:
        ends.append((ends[-1] + 1 if ends else 0) + len(line))
    folded.fold_pos = ends  # type: ignore[attr-defined] # a slot that ruamel does not annotate
    return folded


# ------------------------------------------------------------------ records into fields


def _head(facts: FactsFile) -> Rows:
    return {
        "article": Field(facts.article),
        "text_sha256": Field(facts.text_sha256),
        "complete": Field(facts.complete),
        "reviewed_by": Field(facts.reviewed_by),
        "reviewed_on": Field(facts.reviewed_on.isoformat()),
    }


def _event(event: Event) -> Rows:
    return {
        "id": Field(_slug(event)),
        "kind": Field(event.kind.value),
        "modality": Field(event.modality.value),
        "extent": Field(event.extent),
        "actor": Field(event.actor),
        "counterpart": Field(event.counterpart),
        "place": Field(event.place),
        "to_place": Field(event.to_place),
        "date": _date(event.date),
        "frame": Field(event.frame),
        **_attribution(event.attribution),
        "title": _names(event.title),
    }


def _figure(figure: Figure) -> Rows:
    return {
        "id": Field(_slug(figure)),
        "force": Field(figure.force),
        "place": Field(figure.place),
        "unit": Field(figure.unit.value),
        "qualifier": Field(figure.qualifier.value),
        "value": Field(figure.value),
        "low": Field(figure.low),
        "high": Field(figure.high),
        "sense": Field(figure.sense, default_sense(figure.unit)),
        "casualty": Field(figure.casualty),
        "modality": Field(figure.modality.value, Modality.HAPPENED.value),
        "as_of": _date(figure.as_of),
        **_attribution(figure.attribution),
    }


def _attribution(attribution: Attribution) -> Rows:
    return {
        "said_by": Field(attribution.speaker),
        "agency": Field(attribution.agency),
        "anonymous": Field(attribution.anonymous, False),
    }


def _date(date: FuzzyDate | None) -> Field:
    if date is None:
        return Field(None)
    return Field(
        {
            "edtf": Field(date.edtf),
            "edge": Field(date.edge),
            "bound": Field(date.bound.value, Bound.IN.value),
            "words": Field(date.surface or None),
            "basis": Field(date.basis.value, Basis.STATED.value),
        },
        flow=True,
    )


def _names(names: Localized | None) -> Field:
    return Field(None) if names is None else Field({"ar": Field(names.ar), "en": Field(names.en)})


def _slug(fact: Event | Figure) -> str:
    return fact.id.rpartition("#")[2]
