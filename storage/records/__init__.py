"""The records that travel between the floors: articles, citations, facts, and what is merged from them.

All are frozen and plain. Ids of places, forces and kinds are those of the story; texts are the article's
own words. Nothing here reads files, asks the database or makes sentences for people.
"""

from storage.records.articles import Article, ArticleKind, Citation, Localized, Publication, PublishedBasis, Sentence
from storage.records.corpus import Corpus, UnknownVerb
from storage.records.facts import Attribution, Event, Figure
from storage.records.merged import Disagreement, Milestone, PlaceStatus, Series, Side
from storage.records.story import (
    Actor,
    Episode,
    Gender,
    GrammaticalNumber,
    Outlet,
    Person,
    Place,
    PlaceKind,
    SpeakerRole,
    Story,
)
from storage.records.vocabulary import (
    DRAWDOWN,
    RECEIPT_ONLY,
    Casualty,
    DisagreementType,
    Extent,
    Frame,
    Issue,
    Kind,
    Modality,
    Origin,
    Phase,
    PlaceState,
    Qualifier,
    Sense,
    Unit,
)

__all__ = [
    "DRAWDOWN",
    "RECEIPT_ONLY",
    "Actor",
    "Article",
    "ArticleKind",
    "Attribution",
    "Casualty",
    "Citation",
    "Corpus",
    "Disagreement",
    "DisagreementType",
    "Episode",
    "Event",
    "Extent",
    "Figure",
    "Frame",
    "Gender",
    "GrammaticalNumber",
    "Issue",
    "Kind",
    "Localized",
    "Milestone",
    "Modality",
    "Origin",
    "Outlet",
    "Person",
    "Phase",
    "Place",
    "PlaceKind",
    "PlaceState",
    "PlaceStatus",
    "Publication",
    "PublishedBasis",
    "Qualifier",
    "Sense",
    "Sentence",
    "Series",
    "Side",
    "SpeakerRole",
    "Story",
    "Unit",
    "UnknownVerb",
]
