"""What a search found, on a screen: sentences with the matched words bold, their outlet, date and article.

What matches is decided by the search itself; a sentence is shown as it stands in its article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handlers.i18n import Translator
from handlers.views.coverage import coverage, extent
from handlers.views.message import Block, Bold, Button, Inline, Message, Paragraph, Quote
from handlers.views.receipts import LONG, dotted, opens, outlet
from handlers.views.remembering import remembered
from storage.answers import Hit, SearchPage

COUNTED = 1000
"""The search stops counting there."""
SHOWN_WORDS = 80
"""So much of what was looked for is repeated."""


def page(found: SearchPage, t: Translator, buttons: tuple[Button, ...] = ()) -> Message:
    """One page of hits, or what was looked for in vain and what there is."""
    if not found.hits:
        return Message((*_nothing(found, t), extent(found.edition, t)))
    return Message(_hits(found, t), (buttons,) if buttons else ())


@remembered
def _hits(found: SearchPage, t: Translator) -> tuple[Block, ...]:
    blocks: list[Block] = [Paragraph(_heading(found, t))]
    if found.partial:
        blocks.append(Paragraph((t("search.partial"),), tight=True))
    for hit in found.hits:
        blocks += _hit(hit, t)
    return (*blocks, coverage(found.edition, t))


def usage(t: Translator) -> Message:
    """What to type after /search."""
    return Message((Paragraph(t.rich("search.usage", command=t.isolate("/search"))),))


def _heading(found: SearchPage, t: Translator) -> tuple[Inline, ...]:
    words = Bold((t.isolate(_short(found.words)),))
    if found.total >= COUNTED:
        return t.rich("search.found.many", words=words, count=COUNTED)
    return t.rich_n("search.found", found.total, words=words)


def _nothing(found: SearchPage, t: Translator) -> Iterator[Paragraph]:
    yield Paragraph(t.rich("search.nothing", words=Bold((t.isolate(_short(found.words)),))))
    if found.nearest:
        yield Paragraph((t("search.nearest", words=t.join(found.nearest)),), tight=True)


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= SHOWN_WORDS else line[: SHOWN_WORDS - 1].rstrip() + "…"


def _hit(hit: Hit, t: Translator) -> Iterator[Block]:
    quoted = tuple(_matched(hit.sentence, hit.matches))
    yield Quote(quoted, expandable=len(hit.sentence) > LONG, tight=False)
    where = (outlet(hit.source, t), t.publication(hit.source.published), opens(hit.source, t))
    yield Paragraph(("— ", *dotted(where)), tight=True)


def _matched(sentence: str, matches: Iterable[tuple[int, int]]) -> Iterator[Inline]:
    """The sentence with the matched spans bold; of spans that overlap, the first."""
    done = 0
    for start, end in sorted(matches):
        if start < done or start == end:
            continue
        if sentence[done:start]:
            yield sentence[done:start]
        yield Bold((sentence[start:end],))
        done = end
    if sentence[done:]:
        yield sentence[done:]
