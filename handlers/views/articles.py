"""Articles on a screen: the numbered list of sources, and one article with its text and its facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from handlers.i18n import Translator
from handlers.views.coverage import coverage
from handlers.views.message import Block, Bold, Button, Inline, Italic, Link, Message, Paragraph, Quote
from handlers.views.receipts import dotted, opens, outlet
from handlers.views.remembering import remembered
from handlers.views.titles import title
from storage.answers import ArticleCard, Claim, Count, Edition, Source, Sources
from storage.records import ArticleKind

AT_ONCE = 15
"""Articles on one page of the list."""
FACTS = 60
"""Facts listed under an article."""


# ------------------------------------------------------------------ the list


def sources(answer: Sources, t: Translator, today: date, offset: int = 0, pages: tuple[Button, ...] = ()) -> Message:
    """The articles from `offset` on, which of them are abstracts, and how old the newest is."""
    return Message(_sources(answer, t, today, offset), (pages,) if pages else ())


@remembered
def _sources(answer: Sources, t: Translator, today: date, offset: int) -> tuple[Block, ...]:
    shown = answer.sources[offset : offset + AT_ONCE]
    blocks: list[Block] = [Paragraph((Bold(t.rich_n("sources.heading", len(answer.sources))),))]
    for source in shown:
        blocks += [Paragraph(_named(source, t)), Paragraph(_where(source, t), tight=True)]
    return (*blocks, *(Paragraph((line,), tight=bool(n)) for n, line in enumerate(_notes(answer, t, today))))


def _named(source: Source, t: Translator) -> tuple[Inline, ...]:
    return t.rich("sources.line", number=source.number, title=Bold((_title(source, t),)))


def _title(source: Source, t: Translator) -> Inline:
    return t.isolate(source.title) if source.title else t("article.untitled")


def _where(source: Source, t: Translator) -> tuple[Inline, ...]:
    return dotted((outlet(source, t), t.publication(source.published), opens(source, t)))


def _notes(answer: Sources, t: Translator, today: date) -> Iterator[str]:
    abstracts = sum(source.kind is ArticleKind.ABSTRACT for source in answer.sources)
    if abstracts and abstracts == len(answer.sources):
        yield t("sources.all_abstracts")
    elif abstracts:
        yield t.n("sources.abstracts", abstracts)
    yield _age(answer.edition, t, today)


def _age(edition: Edition, t: Translator, today: date) -> str:
    """How old the newest article is."""
    if edition.newest is None:
        return t("coverage.unknown")
    days = max((today - edition.newest).days, 0)
    return t("sources.newest", date=t.date(edition.newest), ago=t.elapsed(days))


# ------------------------------------------------------------------ one article


def card(answer: ArticleCard, t: Translator, back: str | None = None) -> Message:
    """The article: what it is, its text, and the facts taken from it."""
    source = answer.source
    blocks: tuple[Block, ...] = (
        Paragraph((Bold((_title(source, t),)),)),
        Paragraph(_where(source, t), tight=True),
        *_remarks(answer, t),
        # Quoted, so that it reads in its own direction and is never taken for words of ours.
        *(Quote((line,), tight=False) for line in answer.text.split("\n") if line.strip()),
        *_facts(answer, t),
        coverage(answer.edition, t),
    )
    return Message(blocks, ((Button(t("article.back"), data=back),),) if back else ())


def usage(t: Translator) -> Message:
    """What to type after /article."""
    return Message((Paragraph(t.rich("article.usage", command=t.isolate("/article 1"), list=t.isolate("/sources"))),))


def _remarks(answer: ArticleCard, t: Translator) -> Iterator[Paragraph]:
    if answer.source.kind is ArticleKind.ABSTRACT:
        yield Paragraph((Italic((t("article.abstract"),)),), tight=True)
    if answer.source.url:
        yield Paragraph((Link((t("article.link"),), answer.source.url),), tight=True)


def _facts(answer: ArticleCard, t: Translator) -> Iterator[Paragraph]:
    lines = [*_events(answer.claims, t), *_figures(answer.counts, t)]
    if not lines:
        yield Paragraph((t("article.no_facts"),))
        return
    yield Paragraph((Bold((t("article.facts"),)),))
    for line in lines[:FACTS]:
        yield Paragraph(t.rich("article.fact", fact=line), tight=True)
    if len(lines) > FACTS:
        yield Paragraph((t.n("article.more_facts", len(lines) - FACTS),), tight=True)


def _events(claims: Iterable[Claim], t: Translator) -> Iterator[tuple[Inline, ...]]:
    for claim in claims:
        headline = title(claim.event, t)
        if headline:
            date = t.fuzzy(claim.event.date) if claim.event.date else ""
            link = (t.isolate(f"/m_{claim.milestone}"),) if claim.milestone else ""
            yield dotted((headline, date, link))


def _figures(counts: Iterable[Count], t: Translator) -> Iterator[tuple[Inline, ...]]:
    for count in counts:
        figure = count.figure
        force = t.actor(figure.force) if figure.force else ""
        yield dotted((t.counted(figure), force, t.place(figure.place) if figure.place else ""))
