"""What the handlers render is what Telegram reads: no part is refused, no word or style is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.local.cleaning import cleaned, is_invisible
from bot.local.entities import QUOTES, Formatted, utf16_slice
from bot.local.formatting import message_text
from bot.local.markup import parse_html
from handlers.views.message import (
    Block,
    Bold,
    Code,
    Inline,
    Isolate,
    Italic,
    Link,
    Message,
    Paragraph,
    Quote,
    render,
)

words = st.text(
    st.one_of(st.sampled_from("<>&\"';# \n\r\t/@.ابقةى\u202e\u2068\u2069\u200f🇮🇶👨‍👩‍👧"), st.characters()), max_size=12
)


def rich(inner: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    parts = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Bold, parts),
        st.builds(Italic, parts),
        st.builds(Isolate, parts),
        st.builds(Link, parts, st.sampled_from(['https://e.org/?a=1&b="2"', "https://t.me/MujazBot?start=m_k3x"])),
    )


inline: st.SearchStrategy[Inline] = st.recursive(st.one_of(words, st.builds(Code, words)), rich, max_leaves=6)
parts = st.lists(inline, max_size=4).map(tuple)
blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, parts, st.booleans()), st.builds(Quote, parts, st.booleans(), st.booleans())
)
messages = st.builds(Message, st.lists(blocks, max_size=5).map(tuple))


@given(messages, st.sampled_from([True, False, None]), st.sampled_from([40, 200, 4096]))
def test_a_rendered_message_is_never_refused_and_reads_as_promised(
    message: Message, rtl: bool | None, limit: int
) -> None:
    for part in render(message, limit, rtl):
        assert parse_html(part.html).text == part.plain
        kept = cleaned(Formatted(part.plain)).text
        if not is_invisible(kept):
            assert message_text(part.html, "HTML", [], "message is too long").text == kept


@given(words)
def test_a_quote_stays_a_quote(text: str) -> None:
    for part in render(Message((Quote((text,), expandable=True),))):
        if is_invisible(part.plain):
            continue
        kept = message_text(part.html, "HTML", [], "message is too long")
        (quote,) = [entity for entity in kept.entities if entity.type in QUOTES]
        assert utf16_slice(kept.text, quote.offset, quote.length).strip() == kept.text.strip()
