"""Entities are arranged as Telegram keeps them: what nests, what is cut, what is dropped."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.local.entities import CODE, QUOTES, STYLES, Entity, arranged, utf16_length, utf16_slice


def spans(*entities: Entity, found: tuple[Entity, ...] = ()) -> list[tuple[str, int, int]]:
    return [(e.type, e.offset, e.end) for e in arranged(entities, found)]


def test_a_style_is_cut_where_another_begins_inside_it() -> None:
    assert spans(Entity("bold", 0, 10), Entity("italic", 3, 2)) == [("bold", 0, 3), ("bold", 3, 10), ("italic", 3, 5)]


def test_a_style_is_cut_at_both_ends_of_a_link() -> None:
    assert spans(Entity("bold", 0, 9), Entity("text_link", 3, 3, "http://e.org/")) == [
        ("bold", 0, 3),
        ("text_link", 3, 6),
        ("bold", 3, 6),
        ("bold", 6, 9),
    ]


def test_runs_of_one_style_melt_together() -> None:
    assert spans(Entity("bold", 0, 4), Entity("bold", 4, 2), Entity("bold", 5, 5)) == [("bold", 0, 10)]


def test_code_holds_no_style() -> None:
    assert spans(Entity("code", 2, 3), Entity("bold", 0, 8)) == [("bold", 0, 2), ("code", 2, 5), ("bold", 5, 8)]


def test_quotes_do_not_nest_and_links_do_not_stick_out_of_them() -> None:
    assert spans(Entity("blockquote", 0, 9), Entity("blockquote", 2, 3)) == [("blockquote", 0, 9)]
    assert spans(Entity("blockquote", 2, 4), Entity("text_link", 0, 4, "http://e.org/")) == [("blockquote", 2, 6)]


def test_what_is_found_gives_way_to_what_the_bot_wrote() -> None:
    link = Entity("text_link", 0, 5, "http://e.org/")
    assert spans(link, found=(Entity("bot_command", 2, 3), Entity("url", 6, 3))) == [("text_link", 0, 5), ("url", 6, 9)]


entities = st.builds(
    Entity, st.sampled_from((*STYLES, *QUOTES, *CODE, "text_link")), st.integers(0, 30), st.integers(0, 12)
)


@given(st.lists(entities, max_size=8))
def test_arranging_twice_changes_nothing(given_: list[Entity]) -> None:
    once = arranged(given_)
    assert arranged(once) == once


@given(st.lists(entities, max_size=8))
def test_arranged_entities_nest_properly(given_: list[Entity]) -> None:
    kept = arranged(given_)
    for one in kept:
        for other in kept:
            apart = one.end <= other.offset or other.end <= one.offset
            inside = (one.offset <= other.offset and other.end <= one.end) or (
                other.offset <= one.offset and one.end <= other.end
            )
            assert apart or inside


@given(st.text())
def test_a_slice_of_everything_is_the_text(text: str) -> None:
    assert utf16_slice(text, 0, utf16_length(text)) == text
