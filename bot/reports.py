"""What a load did, or would do: as lines for the terminal and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields

from bot.complaints import warning_line
from storage.changes import ArticleChange, Changes, FactChange, LoadReport
from storage.records import Event, Figure

MOST_LINES = 40
"""Lines per list on the terminal; the JSON has them all."""


def as_text(report: LoadReport, *, dry_run: bool) -> str:
    return "\n".join(_lines(report, dry_run=dry_run))


def _lines(report: LoadReport, *, dry_run: bool) -> Iterator[str]:
    if report.nothing_changed:
        yield f"Nothing changed: revision {report.revision} keeps serving."
    else:
        yield "This is what loading would change:" if dry_run else f"Revision {report.revision} is serving."
        yield _counted("articles", report.articles)
        yield _counted("facts", report.facts)
        if report.story_changed:
            yield "the story: changed"
        yield from _shortened(list(_articles(report.articles)))
        yield from _shortened(list(_facts(report.facts)))
    yield from map(warning_line, report.warnings)


def as_json(report: LoadReport, *, dry_run: bool) -> str:
    whole = {
        "dry_run": dry_run,
        "revision": report.revision,
        "fingerprint": report.fingerprint,
        "nothing_changed": report.nothing_changed,
        "story_changed": report.story_changed,
        "articles": {
            kind: [{"id": change.article, "title": change.title} for change in getattr(report.articles, kind)]
            for kind in _KINDS
        },
        "facts": {
            kind: [{"id": change.id, "fields": list(_differences(change))} for change in getattr(report.facts, kind)]
            for kind in _KINDS
        },
        "warnings": list(report.warnings),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)


_KINDS = ("added", "changed", "removed")


def _counted(what: str, changes: Changes[ArticleChange] | Changes[FactChange]) -> str:
    numbers = zip(changes.counts, _KINDS, strict=True)
    return f"{what}: " + (", ".join(f"{number} {kind}" for number, kind in numbers if number) or "unchanged")


def _articles(changes: Changes[ArticleChange]) -> Iterator[str]:
    for mark, kind in zip("+~-", (changes.added, changes.changed, changes.removed), strict=True):
        yield from (f"  {mark} {change.article}  {change.title or ''}".rstrip() for change in kind)


def _facts(changes: Changes[FactChange]) -> Iterator[str]:
    for mark, kind in zip("+~-", (changes.added, changes.changed, changes.removed), strict=True):
        for change in kind:
            different = ", ".join(_differences(change)) if mark == "~" else ""
            yield f"  {mark} {change.id}  {different}".rstrip()


def _differences(change: FactChange) -> Iterator[str]:
    """The names of the fields that are not what they were."""
    before, after = change.before, change.after
    if isinstance(before, Event | Figure) and type(before) is type(after):
        yield from (f.name for f in fields(before) if getattr(before, f.name) != getattr(after, f.name))


def _shortened(lines: list[str]) -> list[str]:
    rest = len(lines) - MOST_LINES
    return lines if rest <= 0 else [*lines[:MOST_LINES], f"  … and {rest} more (--json has them all)"]
