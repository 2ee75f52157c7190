"""A seed file → Article, in any of its three forms, told apart by the first line:

1. front matter between ``---`` lines, then the text as an editor wrote it;
2. a crawl: `` date YYYY-MM-DD `` and then the page on the same line;
3. a page without a head.

Pages are cleaned (`cleaning`); a text with front matter is taken as it stands. Facts are not read here.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import date
from pathlib import Path

from storage.corpus.cleaning import Page, clean
from storage.corpus.fields import NOTE, Fields
from storage.corpus.files import read_text
from storage.corpus.markup import without_markup
from storage.corpus.mastheads import outlet_of
from storage.corpus.problems import Problems
from storage.corpus.text import sentences, tidy
from storage.corpus.yaml_reader import load
from storage.errors import FactError
from storage.fuzzydate import Bound, FuzzyDate
from storage.records import Article, ArticleKind, Publication, PublishedBasis, Story

UNDATED = Publication(None, PublishedBasis.UNKNOWN, None, None, ("no_date",))
"""What is known of an article that does not say when it was published."""

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_HEAD_LIMIT = 65_536  # characters in which front matter must close
_CRAWL = re.compile(r"\s?date (\d{4}-\d\d-\d\d)(?:\s|$)", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_URL = re.compile(r"https?://[^\s<>\"]{1,2000}")
_ARABIC, _LATIN = re.compile(r"[\u0620-\u064a]"), re.compile(r"[A-Za-z]")
_MOST_LINES = 50_000
_SAMPLE = 20_000  # characters that tell the language of a page
_ID_LIMIT = 120


def read_article(path: Path, root: Path, story: Story | None) -> Article:
    """The article in the file at `path`, which must lie in the folder `root`. `SeedError` with every problem.

    Its outlet is found in `story`; without one it stays unknown.
    """
    problems = Problems(str(path))
    id = article_id(path)
    if "#" in id or len(id) > _ID_LIMIT or not id.isprintable():
        problems.add(0, "", "bad_id", id)
    text = read_text(path, root, problems)
    problems.settle()
    read = _with_front_matter if _FENCE.match(text or "") else _page
    article = read(id, path.name, text or "", story, problems)
    if not article.sentences:
        problems.add(0, "", "no_text")
    problems.settle()
    return article


def article_id(path: Path) -> str:
    """The id of the article in a file: the file's stem."""
    return unicodedata.normalize("NFC", path.stem)


def text_hash(text: str) -> str:
    """What a facts file holds of the text that it speaks of: SHA-256 of its UTF-8, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def _fixed(text: str, problems: Problems) -> str:
    """The text as citations will point into it."""
    fixed = tidy(without_markup(text))
    if fixed.count("\n") > _MOST_LINES:
        problems.add(0, "", "too_many_lines", f"> {_MOST_LINES}")
        problems.settle()
    return fixed


# ------------------------------------------------------------------ front matter


def _with_front_matter(id: str, name: str, text: str, story: Story | None, problems: Problems) -> Article:
    closing = _FENCE.search(text, 3, _HEAD_LIMIT)
    if closing is None:
        problems.add(1, "", "front_matter_unclosed")
        problems.settle()
    start, end = closing.span() if closing else (3, 3)
    body = _fixed(text[end:], problems)
    head = Fields(load(text[3:start], problems), "", problems)
    if head.has("id") and (written := head.text("id")) not in ("", id):
        head.wrong("id", "id_not_stem", written, id)
    publisher = head.text_or_none("publisher")
    article = Article(
        id=id,
        title=head.text_or_none("title"),
        publisher=publisher,
        outlet=outlet_of(publisher, story),
        published=_published(head),
        language=_matching(head, "language", _LANGUAGE, "not_a_language") or "ar",
        kind=head.choice_or_none("kind", ArticleKind) or ArticleKind.ARTICLE,
        url=_matching(head, "url", _URL, "not_a_url"),
        note=head.text_or_none(NOTE),
        text=body,
        sentences=sentences(body),
        sha256=text_hash(body),
        path=name,
    )
    head.close()
    return article


def _published(head: Fields) -> Publication:
    edtf = head.text_or_none("published")
    basis = head.choice_or_none("published_basis", PublishedBasis)
    if basis is not None and (edtf is None) != (basis is PublishedBasis.UNKNOWN):
        head.wrong("published_basis", "basis_disagrees", basis or "")
    if edtf is None:
        return UNDATED
    bound = Bound.BY if edtf.startswith("../") else Bound.FROM if edtf.endswith("/..") else Bound.IN
    try:
        period = FuzzyDate(edtf, bound=bound)
    except FactError as error:
        head.wrong("published", error.code, error.value)
        return UNDATED
    return Publication(edtf, basis or PublishedBasis.STATED, period.earliest, period.latest, ("front_matter",))


def _matching(head: Fields, key: str, form: re.Pattern[str], code: str) -> str | None:
    value = head.text_or_none(key)
    if value is not None and not form.fullmatch(value):
        head.wrong(key, code, value)
    return value


# ------------------------------------------------------------------ pages


def _page(id: str, name: str, text: str, story: Story | None, problems: Problems) -> Article:
    crawl = _CRAWL.match(text)
    page = clean(_fixed(text[crawl.end() :] if crawl else text, problems), story)
    return Article(
        id=id,
        title=page.title,
        publisher=page.publisher,
        outlet=outlet_of(page.publisher, story),
        published=_dated(crawl[1] if crawl else None, page, problems),
        language=_guessed(page.text),
        kind=ArticleKind.ARTICLE,
        url=None,
        note=None,
        text=page.text,
        sentences=sentences(page.text),
        sha256=text_hash(page.text),
        path=name,
    )


def _dated(head: str | None, page: Page, problems: Problems) -> Publication:
    """The crawl's date, else the page's own, where they differ with the other among the reasons; else what is known
    from the day on which the page was touched."""
    dateline, updated = page.dateline, page.updated
    if head is None and dateline is None and updated:
        return Publication(f"../{updated}", PublishedBasis.INFERRED, None, updated, (f"updated:{updated}",))
    if head is None:
        return UNDATED if dateline is None else _stated(dateline, "dateline")
    try:
        day = date.fromisoformat(head)
    except ValueError:
        problems.add(1, "date", "no_such_date", head)
        return UNDATED
    other = () if dateline in (None, day) else (f"dateline:{dateline}",)
    return _stated(day, "crawl_head", *other)


def _stated(day: date, *reasons: str) -> Publication:
    return Publication(day.isoformat(), PublishedBasis.STATED, day, day, reasons)


def _guessed(text: str) -> str:
    """`ar` or `en`, whichever has more letters."""
    sample = text[:_SAMPLE]
    return "en" if len(_LATIN.findall(sample)) > len(_ARABIC.findall(sample)) else "ar"
