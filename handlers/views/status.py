"""How the reading of the articles stands, in numbers, and the words that no rule knows; for admins."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.i18n import Translator
from handlers.views.message import Bold, Message, Paragraph
from handlers.views.receipts import dotted
from storage.records import UnknownVerb
from storage.review import Standing


def overview(standing: Standing, t: Translator) -> Message:
    """Articles, facts by where they come from and what became of them, and the unknown words, most frequent first."""
    edition = standing.edition
    title = t("status.title", revision=edition.revision, moment=t.moment(edition.loaded_at))
    return Message((Paragraph((Bold((title,)),)), *_numbers(standing, t), *_unknown(standing, t)))


def _numbers(standing: Standing, t: Translator) -> Iterator[Paragraph]:
    yield Paragraph((t.n("status.articles", standing.edition.articles),))
    yield Paragraph((t.n("status.published", standing.edition.facts),), tight=True)
    for origin, many in (("reviewed", standing.reviewed), ("extracted", standing.extracted)):
        yield Paragraph((t(f"status.{origin}", count=many),), tight=True)
    yield Paragraph((t.n("status.waiting", standing.waiting),), tight=True)
    if standing.waiting:
        where = t.n("status.waiting_in", standing.waiting_in)
        yield Paragraph(t.rich("status.review", where=where, command=t.isolate("/review")), tight=True)
    yield Paragraph((t.n("status.rejected", standing.rejected),), tight=True)


def _unknown(standing: Standing, t: Translator) -> Iterator[Paragraph]:
    if not standing.unknown:
        yield Paragraph((t("status.all_known"),))
        return
    yield Paragraph((Bold((t("status.unknown"),)),))
    for verb, code in standing.unknown:
        yield _verb(verb, code, t)


def _verb(verb: UnknownVerb, code: str, t: Translator) -> Paragraph:
    link = (t.isolate(f"/a_{code}"),) if code else ""
    line = dotted(((t.isolate(verb.verb),), t.n("status.times", verb.count), link))
    return Paragraph(t.rich("status.item", verb=line), tight=True)
