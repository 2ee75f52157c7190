"""What a load tells: the same difference in words and in JSON."""

from __future__ import annotations

import json
from dataclasses import replace

from bot import reports
from storage.changes import ArticleChange, Changes, FactChange, LoadReport
from storage.records import Modality
from tests import corpora


def report(**changes: object) -> LoadReport:
    plain = LoadReport(3, "abc", Changes(), Changes(), story_changed=False)
    return replace(plain, **changes)  # type: ignore[arg-type]


def facts() -> Changes[FactChange]:
    old = corpora.small().events[0]
    new = replace(old, modality=Modality.DENIED, confidence=0.5)
    return Changes(
        added=(FactChange("a#new", None, new),),
        changed=(FactChange("a#moved", old, new),),
        removed=(FactChange("a#gone", old, None),),
    )


def test_nothing_changed_is_said_in_words() -> None:
    assert reports.as_text(report(), dry_run=False) == "Nothing changed: revision 3 keeps serving."


def test_a_difference_is_counted_and_listed() -> None:
    articles = Changes(added=(ArticleChange("005_x", "خبر"),))
    text = reports.as_text(report(articles=articles, facts=facts()), dry_run=False)
    assert text.splitlines() == [
        "Revision 3 is serving.",
        "articles: 1 added",
        "facts: 1 added, 1 changed, 1 removed",
        "  + 005_x  خبر",
        "  + a#new",
        "  ~ a#moved  modality, confidence",
        "  - a#gone",
    ]


def test_a_dry_run_says_that_nothing_was_loaded() -> None:
    text = reports.as_text(report(story_changed=True), dry_run=True)
    assert text.startswith("This is what loading would change:")
    assert "the story: changed" in text


def test_a_long_list_is_cut_with_its_count() -> None:
    many = Changes(added=tuple(ArticleChange(f"a{number:03}", None) for number in range(100)))
    lines = reports.as_text(report(articles=many), dry_run=False).splitlines()
    assert lines[-1].strip() == f"… and {100 - reports.MOST_LINES} more (--json has them all)"
    assert lines[-2].endswith(f"a{reports.MOST_LINES - 1:03}")


def test_warnings_are_told_even_where_nothing_changed() -> None:
    text = reports.as_text(report(warnings=("stale_facts:000_x.facts.yaml",)), dry_run=False)
    assert "warning: 000_x.facts.yaml: set aside" in text


def test_the_json_has_everything() -> None:
    whole = json.loads(reports.as_json(report(facts=facts(), warnings=("w",)), dry_run=True))
    assert whole["dry_run"] is True
    assert (whole["revision"], whole["fingerprint"], whole["nothing_changed"]) == (3, "abc", False)
    assert whole["facts"]["changed"] == [{"id": "a#moved", "fields": ["modality", "confidence"]}]
    assert whole["articles"] == {"added": [], "changed": [], "removed": []}
    assert whole["warnings"] == ["w"]
