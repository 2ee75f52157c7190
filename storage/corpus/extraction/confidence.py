"""Confidence: how sure a fact is, from the rules that found it.

Each rule takes its share off or leaves it; what is left decides whether the fact is published or waits for review.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

THRESHOLD = 0.65
"""A fact this sure is published."""

_BASE = 0.95
_WEIGHTS: Mapping[str, float] = {
    "trigger.noun": 0.95,
    "trigger.ungoverned": 0.55,
    "place.pointed": 0.95,
    "place.fronted": 0.97,
    "place.earlier": 0.9,
    "place.later": 0.9,
    "place.heading": 0.85,
    "place.country": 0.85,
    "date.announced": 0.97,
    "date.after_it": 0.95,
    "date.none": 0.945,
    "date.unresolved": 0.5,
    "actor.earlier": 0.95,
    "actor.context": 0.9,
    "modality.date_ahead": 0.97,
    "modality.is": 0.98,
    "statement.undated": 0.85,
    "statement.dated": 0.9,
}


def confidence(reasons: Sequence[str]) -> float:
    """The confidence of a fact that these rules found, between 0 and 1."""
    sure = _BASE
    for reason in reasons:
        sure *= _WEIGHTS.get(reason, 1.0)
    return round(sure, 3)
