"""NNN_xxx.facts.yaml → facts that an editor signed, each checked against the article and the story.

Every problem of the file is named at once. A file whose hash is not that of the article's text speaks of
another text: it is *stale*, and its facts are set aside. Writing the file is `facts_writer`; the format is
explained in `seeds/README.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from storage.corpus.decisions import Seen, rejection, spoken_of
from storage.corpus.fields import Fields
from storage.corpus.files import read_text
from storage.corpus.problems import Problems
from storage.corpus.quotes import NotQuoted, Quotable
from storage.corpus.story import ids_by_name
from storage.corpus.text import collapse
from storage.corpus.yaml_reader import load
from storage.errors import FactError
from storage.fuzzydate import Basis, Bound, Edge, FuzzyDate
from storage.records import (
    Article,
    Attribution,
    Casualty,
    Citation,
    Event,
    Extent,
    Figure,
    Frame,
    Kind,
    Modality,
    Qualifier,
    Sense,
    Story,
    Unit,
)

SUFFIX = ".facts.yaml"
_NOWHERE = Citation("", 0, 1, "?")  # placeholder for a quotation that was refused; never leaves the room


@dataclass(frozen=True, slots=True)
class FactsFile:
    """What an editor says of one article. `complete`: it is the whole truth about the article. `stale`: the
    text has changed since, so there are no facts. `draft`: nobody has signed it yet. The ids of facts are
    ``article#slug``; `speaks_of` names, by the id of a fact, the extracted one that it stands in place of, and
    `rejected` are the extracted ones that are not to be."""

    article: str
    text_sha256: str
    complete: bool
    reviewed_by: str
    reviewed_on: date
    events: tuple[Event, ...]
    figures: tuple[Figure, ...]
    stale: bool = False
    draft: bool = False
    speaks_of: Mapping[str, Seen] = field(default_factory=dict)
    rejected: tuple[Seen, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether what it says is to be loaded."""
        return not (self.stale or self.draft)


def read_facts(path: Path, article: Article | None, story: Story | None) -> FactsFile:
    """The facts in the file at `path`. `SeedError` with every problem of the file.

    Without an `article` or a `story` (they have problems of their own) what depends on them goes unchecked.
    """
    problems = Problems(str(path))
    text = read_text(path, path.parent, problems)
    problems.settle()
    top = Fields(load(text or "", problems), "", problems)
    facts = _Reader(path.name.removesuffix(SUFFIX), article, story, problems).read(top)
    problems.settle()
    return facts


def default_sense(unit: Unit) -> Sense | None:
    """What a figure without a `sense` of its own means: people counted are people present."""
    return Sense.STRENGTH if unit in (Unit.PERSONNEL, Unit.DETAINEES) else None


class _Reader:
    """Reads one file; keeps what all its facts share."""

    def __init__(self, id: str, article: Article | None, story: Story | None, problems: Problems) -> None:
        self._id, self._article, self._story, self._problems = id, article, story, problems
        self._slugs: set[str] = set()
        self._speaks_of: dict[str, Seen] = {}
        self._rejected: list[Seen] = []
        self._decided: set[str] = set()
        self._quotable: Quotable | None = None

    def read(self, top: Fields) -> FactsFile:
        if (named := top.text("article")) not in ("", self._id):
            top.wrong("article", "not_this_article", named, self._id)
        sha256 = top.text("text_sha256")
        stale = self._article is not None and sha256 != self._article.sha256
        self._quotable = Quotable(self._article) if self._article and not stale else None
        if not top.has("complete"):
            top.wrong("complete", "missing")
        complete, by, on = top.flag("complete"), top.text("reviewed_by"), top.day("reviewed_on")
        draft = top.flag("draft")
        events: list[Event] = []
        figures: list[Figure] = []
        for claim in top.rows("claims"):
            if self._problems.full:
                break
            self._claim(claim, events, figures)
        top.close()
        if stale:
            return FactsFile(self._id, sha256, complete, by, on, (), (), stale, draft)
        facts = tuple(events), tuple(figures)
        return FactsFile(
            self._id, sha256, complete, by, on, *facts, stale, draft, self._speaks_of, tuple(self._rejected)
        )

    def _claim(self, claim: Fields, events: list[Event], figures: list[Figure]) -> None:
        quote = claim.text("quote")
        citation = self._cite(claim, quote)
        event_rows, figure_rows, rejected = claim.rows("events"), claim.rows("figures"), claim.rows("rejected")
        if not (event_rows or figure_rows or rejected):
            claim.wrong("", "no_facts")
        for row in event_rows:
            events.append(event := self._event(row, quote, citation))
            self._origin(row, event)
        for row in figure_rows:
            if figure := self._figure(row, quote, citation):
                figures.append(figure)
                self._origin(row, figure)
        for row in rejected:
            self._once(row, one := rejection(row, self._id, citation, self._story))
            self._rejected.append(one)
        claim.close()

    def _origin(self, row: Fields, fact: Event | Figure) -> None:
        """Remember which extracted fact the row stands in place of."""
        if one := spoken_of(row, fact, self._story):
            self._once(row, one)
            self._speaks_of[fact.id] = one
        row.close()

    def _once(self, row: Fields, one: Seen) -> None:
        """An extracted fact is decided of once."""
        if one.id in self._decided:
            row.wrong("of", "duplicate_id", one.id.rpartition("#")[2])
        self._decided.add(one.id)

    def _cite(self, claim: Fields, quote: str) -> Citation:
        if not quote or self._quotable is None:
            return _NOWHERE
        found = self._quotable.cite(quote)
        if isinstance(found, NotQuoted):
            claim.wrong("quote", found.code, quote, found.hint)
            return _NOWHERE
        return found

    # ---------------------------------------------------------------- facts

    def _event(self, row: Fields, quote: str, citation: Citation) -> Event:
        return Event(
            id=self._new_id(row),
            kind=row.choice("kind", Kind),
            modality=row.choice("modality", Modality),
            citation=citation,
            actor=self._force(row, "actor"),
            counterpart=self._force(row, "counterpart"),
            place=self._place(row, "place"),
            to_place=self._place(row, "to_place"),
            date=_date(row, "date", quote),
            extent=row.choice_or_none("extent", Extent),
            attribution=_attribution(row),
            title=row.names_or_none("title"),
            frame=row.choice_or_none("frame", Frame),
        )

    def _figure(self, row: Fields, quote: str, citation: Citation) -> Figure | None:
        """The figure, None where its numbers do not fit its qualifier."""
        unit = row.choice("unit", Unit)
        sense = row.choice_or_none("sense", Sense)
        casualty = row.choice_or_none("casualty", Casualty)
        if casualty and unit is not Unit.CASUALTIES:
            row.wrong("casualty", "only_for_casualties", casualty)
        id, force, place = self._new_id(row), self._force(row, "force"), self._place(row, "place")
        value, low, high = _count(row, "value"), _count(row, "low"), _count(row, "high")
        as_of, attribution = _date(row, "as_of", quote), _attribution(row)
        qualifier = row.choice("qualifier", Qualifier)
        modality = row.choice_or_none("modality", Modality) or Modality.HAPPENED
        try:
            return Figure(
                id=id,
                force=force,
                unit=unit,
                qualifier=qualifier,
                modality=modality,
                citation=citation,
                place=place,
                value=value,
                low=low,
                high=high,
                sense=sense or default_sense(unit),
                casualty=casualty,
                as_of=as_of,
                attribution=attribution,
            )
        except FactError as error:
            row.wrong("qualifier", error.code, error.value)
            return None

    def _new_id(self, row: Fields) -> str:
        slug = row.slug("id")
        if slug and slug in self._slugs:
            row.wrong("id", "duplicate_id", slug)
        self._slugs.add(slug)
        return f"{self._id}#{slug}"

    def _place(self, row: Fields, key: str) -> str | None:
        if (story := self._story) is None:
            return row.text_or_none(key)
        return row.known(key, story.places, "unknown_place", lambda: ids_by_name(story.places))

    def _force(self, row: Fields, key: str) -> str | None:
        if (story := self._story) is None:
            return row.text_or_none(key)
        return row.known(key, story.actors, "unknown_force", lambda: ids_by_name(story.actors))


def _attribution(row: Fields) -> Attribution:
    return Attribution(row.text_or_none("said_by"), row.text_or_none("agency"), row.flag("anonymous"))


def _count(row: Fields, key: str) -> int | None:
    number = row.whole(key)
    if number is not None and number < 0:
        row.wrong(key, "not_a_number", str(number))
    return number


def _date(row: Fields, key: str, quote: str) -> FuzzyDate | None:
    inner = row.fields_or_none(key)
    if inner is None:
        return None
    edtf, words = inner.text("edtf"), inner.text_or_none("words")
    edge, bound = inner.choice_or_none("edge", Edge), inner.choice_or_none("bound", Bound) or Bound.IN
    basis = inner.choice_or_none("basis", Basis) or Basis.STATED
    inner.close()
    if words and words not in collapse(quote):
        inner.wrong("words", "words_not_in_quote", words)
    try:
        return FuzzyDate(edtf, edge, bound, words or "", basis) if edtf else None
    except FactError as error:
        inner.wrong(error.field.rpartition(".")[2], error.code, error.value, _fitting(edtf, error.code))
        return None


def _fitting(edtf: str, code: str) -> str:
    """The bound that goes with the open side of a date."""
    if code != "bound_disagrees":
        return ""
    return Bound.BY if edtf.startswith("../") else Bound.FROM if edtf.endswith("/..") else Bound.IN
