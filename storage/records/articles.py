"""Articles, their sentences, and the citations that point into them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from storage.errors import FactError


@dataclass(frozen=True, slots=True)
class Localized:
    """The same words in Arabic and in English."""

    ar: str
    en: str

    def of(self, language: str) -> str:
        return self.en if language == "en" else self.ar


class ArticleKind(StrEnum):
    ARTICLE = "article"
    ABSTRACT = "abstract"


class PublishedBasis(StrEnum):
    STATED = "stated"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Publication:
    """When an article was published: an EDTF period (None = unknown), how that is known, and why."""

    edtf: str | None
    basis: PublishedBasis
    earliest: dt.date | None
    latest: dt.date | None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """`article.text[start:end]`, trimmed of white space; `paragraph` counts from 0."""

    start: int
    end: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Article:
    """One seed file after its head and boilerplate are taken off.

    `id` is the file's stem; `code` is the short one that readers see, given when the corpus is put together.
    `text` is what citations point into. `publisher` is the outlet's name as
    written, `outlet` its id in the story, each None where unknown. `sha256` is the hash of `text`.
    """

    id: str
    title: str | None
    publisher: str | None
    outlet: str | None
    published: Publication
    language: str
    kind: ArticleKind
    url: str | None
    note: str | None
    text: str
    sentences: tuple[Sentence, ...]
    sha256: str
    path: str
    code: str = ""

    def cite(self, start: int, end: int) -> Citation:
        """The citation of `text[start:end]`; `FactError` where that is not inside the text."""
        if not 0 <= start < end <= len(self.text):
            raise FactError("citation", "outside_text", f"{self.id}[{start}:{end}]")
        return Citation(self.id, start, end, self.text[start:end])


@dataclass(frozen=True, slots=True)
class Citation:
    """The exact words that carry a claim: `sentence` equals the article's `text[start:end]`, always."""

    article: str
    start: int
    end: int
    sentence: str

    def __post_init__(self) -> None:
        if not self.sentence.strip() or self.end - self.start != len(self.sentence) or self.start < 0:
            raise FactError("citation", "not_the_text", f"{self.article}[{self.start}:{self.end}]")
