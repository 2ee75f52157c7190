"""How far the sources reach: the line with which every answer about the present ends, and what there is at all."""

from __future__ import annotations

from handlers.i18n import Translator
from handlers.views.message import Paragraph
from storage.answers import Edition


def coverage(edition: Edition, t: Translator) -> Paragraph:
    """«تصل المصادر إلى 1 تشرين الأول 2025»: what happened since, the bot cannot know."""
    if edition.newest is None:
        return Paragraph((t("coverage.unknown"),))
    return Paragraph((t("coverage.reach", date=t.date(edition.newest)),))


def extent(edition: Edition, t: Translator) -> Paragraph:
    """What the corpus holds: said where nothing was found."""
    articles = t.n("coverage.articles", edition.articles)
    if edition.oldest is None or edition.newest is None:
        return Paragraph((t("coverage.holds", articles=articles),))
    span = {"oldest": t.date(edition.oldest), "newest": t.date(edition.newest)}
    return Paragraph((t("coverage.holds_between", articles=articles, **span),))
