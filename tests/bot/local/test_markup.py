"""HTML is read as Telegram reads it, and refused in its words (checked against TDLib's parse_html)."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local.entities import Entity
from bot.local.markup import parse_html
from bot.local.refusal import BadRequest

REFUSALS = {
    "<b>x": 'Can\'t find end tag corresponding to start tag "b"',
    "<b><i>x</i>": 'Can\'t find end tag corresponding to start tag "b"',
    "<script>alert(1)</script>": 'Unsupported start tag "script" at byte offset 0',
    "نص <p>": 'Unsupported start tag "p" at byte offset 5',
    "<br/>": 'Unsupported start tag "br/" at byte offset 0',
    "2 <3": "Unclosed start tag at byte offset 2",
    "2 < 3": 'Unsupported start tag "" at byte offset 2',
    "<b": "Unclosed start tag at byte offset 0",
    "<b>x</b": "Unclosed end tag at byte offset 4",
    "x</b>": "Unexpected end tag at byte offset 1",
    "<b><i>test</b></i>": 'Unmatched end tag at byte offset 10, expected "</i>", found "</b>"',
    '<a href="x': "Unclosed start tag at byte offset 0",
    '<a href="x" ': 'Empty attribute name in the tag "a" at byte offset 0',
    "<a href": 'Unclosed start tag "a" at byte offset 0',
    "<a href=": 'Unclosed start tag "a" at byte offset 0',
    "<a =x>y</a>": 'Empty attribute name in the tag "a" at byte offset 0',
    "<a href=a/b>y</a>": "Unexpected end of name token at byte offset 8",
    "<span>x</span>": 'Tag "span" must have class "tg-spoiler" at byte offset 0',
    '<span class="red">x</span>': 'Tag "span" must have class "tg-spoiler" at byte offset 0',
    '<tg-emoji emoji-id="heart">x</tg-emoji>': "Invalid custom emoji identifier specified",
    "a\0b": "Text must not contain null bytes",
    "&#xd83d;x": "Text contains invalid Unicode characters after decoding HTML entities, "
    "check for unmatched surrogate code units",
}


@pytest.mark.parametrize(("source", "reason"), REFUSALS.items())
def test_broken_html_is_refused_in_telegrams_words(source: str, reason: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        parse_html(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {reason}"


@pytest.mark.parametrize(
    ("source", "text", "kinds"),
    [
        ("<b>a</b><strong>b</strong>", "ab", ["bold", "bold"]),
        ("<i>a</i><em>b</em>", "ab", ["italic", "italic"]),
        ("<u>a</u><ins>b</ins>", "ab", ["underline", "underline"]),
        ("<s>a</s><strike>b</strike><del>c</del>", "abc", ["strikethrough"] * 3),
        ('<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>', "ab", ["spoiler", "spoiler"]),
        ("<code>a</code><pre>b</pre>", "ab", ["code", "pre"]),
        ("<blockquote>a</blockquote>", "a", ["blockquote"]),
        ("<blockquote expandable>a</blockquote>", "a", ["expandable_blockquote"]),
        ('<blockquote expandable="x">a</blockquote>', "a", ["expandable_blockquote"]),
        ("<B>a</b>", "a", ["bold"]),
        ("<b >a</b >", "a", ["bold"]),
        ("<b>a</>", "a", ["bold"]),
        ("<b></b>a", "a", []),
        ('<tg-emoji emoji-id="5368324170671202286">a</tg-emoji>', "a", []),
        ("&lt;b&gt; &amp;amp; &quot;", '<b> &amp; "', []),
        ("&ltx &lt &nbsp; & &#65; &#x41;", "&ltx < &nbsp; & A A", []),
        ("&#1234567890;&#0;", "&#1234567890;&#0;", []),
    ],
)
def test_html_becomes_text_and_entities(source: str, text: str, kinds: list[str]) -> None:
    formatted = parse_html(source)
    assert formatted.text == text
    assert [entity.type for entity in formatted.entities] == kinds


def test_offsets_are_counted_in_utf16_units() -> None:
    assert parse_html("🇮🇶 <b>عراق</b>").entities == (Entity("bold", 5, 4),)


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ('<a href="https://Example.com">x</a>', "https://example.com/"),
        ('<a href="https://e.org/a?b=1&amp;c=2">x</a>', "https://e.org/a?b=1&c=2"),
        ("<a href='e.org/x'>x</a>", "http://e.org/x"),
        ("<a>e.org</a>", "http://e.org/"),
        ('<a href="tg://resolve?domain=x">x</a>', "tg://resolve?domain=x"),
    ],
)
def test_links_are_kept_as_telegram_writes_them(source: str, address: str) -> None:
    (entity,) = parse_html(source).entities
    assert (entity.type, entity.argument) == ("text_link", address)


@pytest.mark.parametrize("address", ["", "nowhere", "http://localhost/x", "ftp://e.org", "http://"])
def test_a_link_to_nowhere_is_forgotten_but_its_words_stay(address: str) -> None:
    formatted = parse_html(f'<a href="{address}">x</a>')
    assert (formatted.text, formatted.entities) == ("x", ())


def test_a_person_can_be_mentioned_by_number() -> None:
    assert parse_html('<a href="tg://user?id=7">x</a>').entities == (Entity("text_mention", 0, 1, user=7),)


@pytest.mark.parametrize(
    "source",
    ['<pre><code class="language-py">x</code></pre>', '<code class="language-py"><pre>x</pre></code>'],
)
def test_a_language_makes_code_in_pre_one_block(source: str) -> None:
    assert parse_html(source).entities == (Entity("pre", 0, 1, "py"),)


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    formatted = parse_html(html.escape(text, quote=False))
    assert (formatted.text, formatted.entities) == (text, ())


@given(st.text("<>/&;#x0b=\"' aقé🇮pre", max_size=40))
def test_any_text_is_either_read_or_refused(source: str) -> None:
    outcome = read(source)
    assert outcome.startswith("can't parse entities: ") or len(outcome) <= len(source)


def read(source: str) -> str:
    """The text, or the reason why there is none."""
    try:
        return parse_html(source).text
    except BadRequest as refusal:
        return refusal.description.removeprefix("Bad Request: ")
