"""Rendering: HTML that parses back to the same text, parts that fit, directions, buttons."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from unicodedata import bidirectional

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.bidi import FSI, LRM, PDI, RLM
from handlers.errors import HandlerError
from handlers.views.cutting import units
from handlers.views.message import (
    Block,
    Bold,
    Button,
    Code,
    Document,
    Inline,
    Isolate,
    Italic,
    Link,
    Message,
    Paragraph,
    Quote,
    Rendered,
    caption,
    plain,
    render,
)
from tests.costs import cost

LEAF = st.text(
    st.one_of(
        st.sampled_from("أب جد،؟ab <>&\"'{}\n\r\t\x00\u202e\u2028\u2066\u2067\u2068\u2069\u200f👍🇮🇶\u200d\u0301"),
        st.characters(),
    ),
    max_size=60,
)
URL = st.one_of(st.just("https://a.example/?x=1&y=\"<'"), LEAF)
INLINE: st.SearchStrategy[Inline] = st.recursive(
    st.one_of(LEAF, st.builds(Code, LEAF)),
    lambda inner: st.one_of(
        st.builds(Bold, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Italic, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Isolate, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Link, st.lists(inner, max_size=3).map(tuple), URL),
    ),
    max_leaves=6,
)
PARTS = st.lists(INLINE, max_size=4).map(tuple)
BLOCK: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, PARTS, st.booleans()), st.builds(Quote, PARTS, st.booleans(), st.booleans())
)
MESSAGE = st.builds(lambda blocks: Message(tuple(blocks)), st.lists(BLOCK, max_size=5))
RTL = st.sampled_from([True, False, None])


class Parsed(HTMLParser):
    """Text and formatting as Telegram parses them; anything it would refuse fails."""

    NESTABLE = ("b", "i", "a")

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.open: list[str] = []
        self.links: list[str] = []
        self.feed(markup)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        allowed = {"a": ["href"], "blockquote": ["expandable"]}
        assert tag in ("b", "i", "code", "a", "blockquote")
        assert [name for name, _ in attrs] in ([], allowed.get(tag))
        assert tag not in self.open
        assert "code" not in self.open
        if tag in ("code", "blockquote"):
            assert not set(self.open) & set(self.NESTABLE)
        if tag == "a":
            self.links.append(attrs[0][1] or "")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


def words(parts: tuple[Inline, ...]) -> str:
    return "".join(part if isinstance(part, str) else part.text if isinstance(part, Code) else words(part.parts)
                   for part in parts)  # fmt: skip


def bare(text: str) -> str:
    """The text without what rendering may drop or add: spaces, controls, marks, isolates."""
    return "".join(
        c for c in text
        if not c.isspace() and c not in "\u200e\u200f\ufeff\u2066\u2067\u2068\u2069"
        and not 0x202A <= ord(c) <= 0x202E and not 0xD800 <= ord(c) < 0xE000 and not ord(c) < 0x20
        and not 0x7F <= ord(c) < 0xA0
    )  # fmt: skip


@given(MESSAGE, RTL, st.sampled_from([64, 200, 4096]))
def test_any_text_survives_the_round_trip(message: Message, rtl: bool | None, limit: int) -> None:
    parts = render(message, limit, rtl)
    for part in parts:
        assert Parsed(part.html).text == part.plain
        assert 0 < units(part.plain.strip()) <= units(part.plain) <= limit
        assert part.plain.count(PDI) == len(re.findall("[\u2066-\u2068]", part.plain))
        part.html.encode()
    assert bare("".join(part.plain for part in parts)) == bare("".join(words(block.parts) for block in message.blocks))
    if len(parts) == 1:
        assert parts[0].plain == plain(message, rtl)


def first_strong(line: str, into_isolates: bool) -> str | None:
    depth = 0
    for character in line:
        depth += (character in "\u2066\u2067\u2068") - (character == PDI)
        if bidirectional(character) in ("L", "R", "AL") and (into_isolates or not depth):
            return "L" if bidirectional(character) == "L" else "R"
    return None


@given(st.lists(PARTS, max_size=4), st.sampled_from([64, 4096]))
def test_no_paragraph_of_an_arabic_answer_turns_left_to_right(texts: list[tuple[Inline, ...]], limit: int) -> None:
    message = Message(tuple(Paragraph(text) for text in texts))
    for part in render(message, limit, rtl=True):
        for line in part.plain.split("\n"):
            if line.strip() and not set(line) <= set(f"{FSI}{PDI}\u2066\u2067 "):
                assert first_strong(line, into_isolates=True) == "R"
                assert first_strong(line, into_isolates=False) == "R"


def test_marks_stand_only_where_a_line_would_turn() -> None:
    message = Message((Paragraph(("العنوان",)), Paragraph(("⏳ 2026 خروج القوات\n", Isolate(("CNN",)), " قالت"), True)))
    assert render(message)[0].plain == f"العنوان\n⏳ 2026 خروج القوات\n{RLM}{FSI}CNN{PDI} قالت"


def test_a_message_without_a_given_direction_reads_as_its_first_paragraph_does() -> None:
    parts = (Paragraph(("⏳ 2026",)), Paragraph(("العنوان",)), Paragraph(("CNN",)))
    assert plain(Message(parts)) == f"{RLM}⏳ 2026\n\nالعنوان\n\n{RLM}CNN"
    assert plain(Message(parts[::-1])) == "CNN\n\nالعنوان\n\n⏳ 2026"


def test_the_direction_of_the_message_goes_before_that_of_the_reader() -> None:
    assert render(Message((Paragraph(("2026",)),), rtl=True), rtl=False)[0].plain == f"{RLM}2026"


def test_a_quote_reads_as_its_own_words_do() -> None:
    message = Message((Paragraph(("Baghdad",)), Quote(("CNN تقول إن القوات باقية",)), Paragraph(("3",))))
    assert render(message, rtl=False)[0].plain == f"Baghdad\n{RLM}CNN تقول إن القوات باقية\n\n3"


def test_an_english_line_that_starts_with_an_isolated_name_stays_left_to_right() -> None:
    message = Message((Paragraph((Isolate(("مسؤول كبير",)), " told the agency")),))
    assert render(message, rtl=False)[0].plain.startswith(LRM)


def test_html_is_escaped_and_formatting_nests() -> None:
    message = Message(
        (
            Paragraph((Bold(("<b> & ", Italic(("x",)), Bold(("y",)), Code("</b>"))),)),
            Quote((Link(("a", Link(("b",), "https://b.example")), 'https://a.example/?q="&'),), expandable=True),
        )
    )
    assert render(message)[0].html == (
        "<b>&lt;b&gt; &amp; <i>x</i>y</b><code>&lt;/b&gt;</code>\n"
        '<blockquote expandable><a href="https://a.example/?q=&quot;&amp;">ab</a></blockquote>'
    )


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "", "//a.example", "\x00java\nscript:x"])
def test_only_addresses_of_the_web_and_of_telegram_become_links(url: str) -> None:
    assert render(Message((Paragraph((Link(("x",), url),)),)))[0].html == "x"


def test_formatting_that_is_cut_is_closed_and_opened_again() -> None:
    message = Message((Quote((Bold(("كلمة " * 2000,)),)),))
    parts = render(message)
    assert len(parts) == 3
    for part in parts:
        assert part.html.startswith("<blockquote><b>")
        assert part.html.endswith("</b></blockquote>")


def test_paragraphs_are_parted_by_a_blank_line_unless_tight() -> None:
    message = Message((Paragraph(("أ",)), Paragraph(("ب",), tight=True), Paragraph(("",)), Paragraph(("ج",))))
    assert plain(message) == "أ\nب\n\nج"


def test_a_message_without_visible_text_has_no_parts() -> None:
    assert (
        render(
            Message(
                (
                    Paragraph(
                        (" \n", Bold(()), "\u202e"),
                    ),
                )
            )
        )
        == ()
    )
    assert render(Message()) == ()


def test_buttons_stand_under_the_last_part_only() -> None:
    rows = ((Button("أقدم\u202e", data="t:1"), Button("المصدر", url="https://a.example")),)
    parts = render(Message((Paragraph(("كلمة " * 2000,)),), rows))
    assert [len(part.buttons) for part in parts] == [0, 0, 1]
    assert parts[-1].buttons[0][0] == Button("أقدم", data="t:1")


@pytest.mark.parametrize(
    "button",
    [
        Button("أ", data="ع" * 33),
        Button("أ", data=""),
        Button("أ"),
        Button("أ", data="t:1", url="https://a.example"),
        Button(" \u202e", data="t:1"),
    ],
)
def test_a_button_that_telegram_would_refuse_is_an_error(button: Button) -> None:
    with pytest.raises(HandlerError):
        render(Message((Paragraph(("أ",)),), ((button,),)))


def test_a_caption_is_cut_to_1024_units() -> None:
    assert caption(Document("f.csv", b"", "قصير\u202e")) == "قصير"
    long = caption(Document("f.csv", b"", "👍" * 600))
    assert long == "👍" * 511 + "…"


def test_callback_data_of_exactly_64_bytes_is_taken() -> None:
    button = Button("أ", data="ع" * 32)
    assert render(Message((Paragraph(("أ",)),), ((button,),)))[0].buttons == ((button,),)


@pytest.mark.parametrize("text", ["<&>\"'{} ", "\u2068CNN\n", "\u2069\u202e أ", "CNN\nقال\n"])
def test_a_million_hostile_characters_render_in_linear_time(text: str) -> None:
    def seconds(size: int) -> float:
        message = Message((Quote((Bold((text * (size // len(text)),)),)),))
        return cost(lambda: fits(render(message)), tries=1)

    def fits(parts: Iterable[Rendered]) -> None:
        assert all(units(part.plain) <= 4096 for part in parts)

    seconds(10_000)
    assert seconds(1_000_000) <= 64 * max(seconds(62_500), 0.002)
