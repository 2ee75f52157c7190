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
from collections.abc import Mapping
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, FoldedScalarString

from storage.corpus.decisions import Seen
from storage.corpus.facts_file import FactsFile, read_facts
from storage.corpus.facts_rows import Rows, Value, fact_rows, head_rows, rejected_rows, slug
from storage.corpus.fields import is_plain
from storage.corpus.files import read_text
from storage.corpus.problems import Problems
from storage.corpus.text import collapse
from storage.errors import FactError
from storage.records import Event, Figure

_WIDTH = 96
_WORD = re.compile(r"[a-z][a-z0-9_-]*")


def write_facts(path: Path, facts: FactsFile) -> None:
    """Write `facts` into the file at `path`, or a new file, in one atomic step.

    `SeedError` where the file that is there cannot be read; `FactError` where it holds a fact of the same id
    under another sentence, or of the other sort.
    """
    yaml = _yaml()
    top = yaml.load(text_of(path)) if path.exists() else CommentedMap()
    _fill(top, head_rows(facts))
    _Claims(top).write(facts)
    _dump(yaml, top, path)


def write_anew(path: Path, facts: FactsFile, remark: str, remarks: Mapping[str, str]) -> None:
    """Write `facts` as a new file in the place of whatever is at `path`, with a comment at its top, and one behind
    the facts whose ids `remarks` names."""
    yaml, top = _yaml(), CommentedMap()
    _fill(top, head_rows(facts))
    top.yaml_set_start_comment(remark)
    claims = _Claims(top)
    claims.write(facts)
    claims.remark(remarks)
    _dump(yaml, top, path)


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 1 << 16  # lines are folded by people, and here for what is new
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _dump(yaml: YAML, top: CommentedMap, path: Path) -> None:
    out = io.StringIO()
    yaml.dump(top, out)
    replace_text(path, out.getvalue())


def text_of(path: Path) -> str:
    """The text of the file, once it is known to be a facts file in good order."""
    read_facts(path, None, None)
    problems = Problems(str(path))
    return read_text(path, path.parent, problems) or ""


def replace_text(path: Path, text: str) -> None:
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
        self._rejected: dict[str, CommentedMap] = {}
        for claim in self._claims:
            quote = collapse(str(claim["quote"]))
            self._by_quote.setdefault(quote, claim)
            for noun in ("events", "figures"):
                for fact in claim.get(noun) or ():
                    self._facts[str(fact["id"])] = noun, quote, fact
            self._rejected |= {str(row["of"]): row for row in claim.get("rejected") or ()}

    def write(self, facts: FactsFile) -> None:
        every: list[Event | Figure | Seen] = [*facts.events, *facts.figures, *facts.rejected]
        for one in sorted(every, key=lambda one: one.citation.start):
            if isinstance(one, Seen):
                self._reject(one)
            else:
                self._put(one, fact_rows(one, facts.speaks_of.get(one.id)))

    def remark(self, remarks: Mapping[str, str]) -> None:
        """A comment behind the id of each of these facts."""
        for name, (_, _, node) in self._facts.items():
            if words := remarks.get(name):
                node.yaml_add_eol_comment(words, "id")

    def _put(self, fact: Event | Figure, fields: Rows) -> None:
        noun = "events" if isinstance(fact, Event) else "figures"
        quote, name = collapse(fact.citation.sentence), slug(fact.id)
        if name in self._facts:
            *place, node = self._facts[name]
            if place != [noun, quote]:
                raise FactError("id", "stands_elsewhere", name)
            _fill(node, fields)
            return
        self._facts[name] = noun, quote, self._add(quote, noun, fields)

    def _reject(self, one: Seen) -> None:
        name = slug(one.id)
        if name in self._rejected:
            _fill(self._rejected[name], rejected_rows(one))
            return
        row = self._add(collapse(one.citation.sentence), "rejected", rejected_rows(one))
        row.fa.set_flow_style()
        self._rejected[name] = row

    def _add(self, quote: str, noun: str, fields: Rows) -> CommentedMap:
        """A new row under its sentence."""
        claim, row = self._claim(quote), CommentedMap()
        if not isinstance(claim.get(noun), CommentedSeq):
            claim[noun] = CommentedSeq()
        _fill(row, fields)
        claim[noun].append(row)
        return row

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
