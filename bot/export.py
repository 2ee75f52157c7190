"""The export: the whole corpus as JSON or CSV. The JSON is a promise to other programs: it only grows.

Pure: a corpus and a day in, text out. The calendar is `bot.ical`; who asks the database and where the
text goes is `bot.cli`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from handlers.i18n import Translator
from handlers.views.titles import label
from storage.chat import ChatSettings, Language
from storage.fuzzydate import FuzzyDate
from storage.records import (
    Article,
    Attribution,
    Citation,
    Corpus,
    Disagreement,
    Event,
    Figure,
    Milestone,
    PlaceStatus,
)

Json = Mapping[str, object]

# ------------------------------------------------------------------ JSON


def as_json(corpus: Corpus, as_of: date) -> str:
    """One object, its shape as the design's chapter on the export gives it."""
    speak = _Voices(corpus)
    of_event = {event: milestone.key for milestone in corpus.milestones for event in milestone.events}
    of_figure = {figure: series.id for series in corpus.series for figure in series.figures}
    whole = {
        "as_of": as_of.isoformat(),
        "articles": [_article(article) for article in corpus.articles],
        "events": [_event(event, of_event.get(event.id)) for event in corpus.events],
        "figures": [_figure(figure, of_figure.get(figure.id)) for figure in corpus.figures],
        "milestones": [_milestone(milestone, as_of, speak) for milestone in corpus.milestones],
        "places": [_place(status) for status in corpus.places],
        "disagreements": [_disagreement(disagreement, speak) for disagreement in corpus.disagreements],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


class _Voices:
    """Titles in both languages, each made by the reader's own views."""

    def __init__(self, corpus: Corpus) -> None:
        self._voices = {
            language.value: Translator(ChatSettings(chat=0, language=language), corpus.story) for language in Language
        }

    def __call__(self, say: Callable[[Translator], str]) -> dict[str, str]:
        # Isolates belong to a line of mixed directions; a title that stands alone in a field needs none.
        return {language: bare(say(voice)) for language, voice in self._voices.items()}


def bare(text: str) -> str:
    """`text` without the isolates around its names."""
    return text.translate({0x2068: None, 0x2069: None})


def _article(article: Article) -> Json:
    published = article.published
    return {
        "id": article.id,
        "code": article.code,
        "title": article.title,
        "publisher": article.publisher,
        "published": {
            "edtf": published.edtf,
            "basis": published.basis,
            "earliest": _iso(published.earliest),
            "latest": _iso(published.latest),
            "reasons": list(published.reasons),
        },
        "language": article.language,
        "kind": article.kind,
        "text": article.text,
    }


def _event(event: Event, milestone: str | None) -> Json:
    return {
        "id": event.id,
        "article": event.citation.article,
        "kind": event.kind,
        "extent": event.extent,
        "actor": event.actor,
        "counterpart": event.counterpart,
        "place": event.place,
        "to_place": event.to_place,
        "modality": event.modality,
        **_said_by(event.attribution),
        "date": _date(event.date),
        **_cited(event.citation),
        "origin": event.origin,
        "confidence": event.confidence,
        "published": event.published,
        "milestone": milestone,
    }


def _figure(figure: Figure, series: str | None) -> Json:
    return {
        "id": figure.id,
        "article": figure.citation.article,
        "force": figure.force,
        "place": figure.place,
        "unit": figure.unit,
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "qualifier": figure.qualifier,
        "sense": figure.sense,
        "modality": figure.modality,
        **_said_by(figure.attribution),
        "as_of": _date(figure.as_of),
        "series": series,
        **_cited(figure.citation),
        "origin": figure.origin,
        "confidence": figure.confidence,
        "published": figure.published,
    }


def _milestone(milestone: Milestone, as_of: date, speak: _Voices) -> Json:
    return {
        "id": milestone.key,
        "kind": milestone.kind,
        "phase": milestone.phase,
        "extent": milestone.extent,
        "actor": milestone.actor,
        "place": milestone.place,
        "to_place": milestone.to_place,
        "date": _date(milestone.date),
        "overdue": milestone.overdue(as_of),
        "disputed": milestone.disputed,
        "title": speak(lambda t: label(milestone, t)),
        "events": list(milestone.events),
    }


def _place(status: PlaceStatus) -> Json:
    return {
        "id": status.place,
        "state": status.state,
        "since": _date(status.since),
        "disputed": status.disputed,
        "events": list(status.events),
    }


def _disagreement(disagreement: Disagreement, speak: _Voices) -> Json:
    return {
        "id": disagreement.id,
        "type": disagreement.type,
        "place": disagreement.place,
        "claims": list(disagreement.claims),
        "title": speak(lambda t: _difference(disagreement, t)),
    }


def _difference(disagreement: Disagreement, t: Translator) -> str:
    """Where, and in what way sources disagree."""
    place = t.place(disagreement.place) if disagreement.place else t("disputes.everywhere")
    return f"{place}: {t(f'disputes.issue.{disagreement.issue}')}"


def _said_by(attribution: Attribution) -> Json:
    return {
        "attributed_to": attribution.speaker,
        "agency": attribution.agency,
        "anonymous": attribution.anonymous,
    }


def _cited(citation: Citation) -> Json:
    return {"sentence": citation.sentence, "start": citation.start, "end": citation.end}


def _date(when: FuzzyDate | None) -> Json | None:
    if when is None:
        return None
    return {
        "edtf": when.edtf,
        "edge": when.edge,
        "bound": when.bound,
        "earliest": _iso(when.earliest),
        "latest": _iso(when.latest),
        "surface": when.surface,
        "basis": when.basis,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


# ------------------------------------------------------------------ CSV

_COLUMNS = (
    *("id", "fact", "kind", "force", "place", "to_place", "counterpart", "extent", "modality"),
    *("date", "earliest", "latest", "date_words", "value", "low", "high", "qualifier", "unit", "sense"),
    *("attributed_to", "agency", "anonymous", "article", "article_title", "publisher", "published"),
    *("sentence", "start", "end", "origin", "confidence", "is_published", "belongs_to"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(corpus: Corpus) -> str:
    """One fact a row, with the mark at the front by which a spreadsheet knows UTF-8."""
    out = io.StringIO(newline="")
    out.write("\ufeff")
    rows = csv.DictWriter(out, _COLUMNS)
    rows.writeheader()
    articles = {article.id: article for article in corpus.articles}
    for row in _rows(corpus):
        rows.writerow({key: _cell(value) for key, value in (row | _source(articles[str(row["article"])])).items()})
    return out.getvalue()


def _rows(corpus: Corpus) -> Iterator[dict[str, object]]:
    milestones = {event: milestone.key for milestone in corpus.milestones for event in milestone.events}
    series = {figure: line.id for line in corpus.series for figure in line.figures}
    for event in corpus.events:
        shared = {"fact": "event", "force": event.actor, "belongs_to": milestones.get(event.id)}
        yield _row(_event(event, None), event.date) | shared
    for figure in corpus.figures:
        yield _row(_figure(figure, None), figure.as_of) | {"fact": "figure", "belongs_to": series.get(figure.id)}


def _row(fact: Json, when: FuzzyDate | None) -> dict[str, object]:
    dated = {"date": None, "is_published": fact["published"]}
    if when:
        dated |= {"date": when.edtf, "earliest": when.earliest, "latest": when.latest, "date_words": when.surface}
    return {key: value for key, value in fact.items() if key in _COLUMNS and key != "published"} | dated


def _source(article: Article) -> dict[str, object]:
    return {
        "article_title": article.title,
        "publisher": article.publisher,
        "published": article.published.edtf,
    }


def _cell(value: object) -> object:
    """What a spreadsheet would take for a formula gets an apostrophe, which makes it text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
