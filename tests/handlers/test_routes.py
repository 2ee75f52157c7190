"""Which answer a message asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.routes import LOOKUP, QUESTION, Call, Said, deep_link, read

ME = "MujazBot"


def private(text: str, **more: bool) -> Call | None:
    return read(Said(text, private=True, **more), ME)


def group(text: str, **more: bool) -> Call | None:
    return read(Said(text, private=False, **more), ME)


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("/timeline", Call("timeline", "")),
        ("/timeline 2025 بغداد", Call("timeline", "2025 بغداد")),
        ("/Timeline\n2025", Call("timeline", "2025")),
        ("/bases@mujazbot عين الأسد", Call("bases", "عين الأسد")),
        ("  \u2068/m_k3x\u2069", Call("m", "k3x")),
        ("\u200f/m_k3x@MujazBot", Call("m", "k3x")),
        ("/M_K3X", Call("m", "k3x")),
        ("/p_ain_al_asad", Call("p", "ain_al_asad")),
        ("/a_9n6.", Call("a", "9n6")),
        ("/start", Call("start", "")),
        ("/start m_k3x", Call("m", "k3x")),
        ("/start@MujazBot p_baghdad", Call("p", "baghdad")),
        ("/start a_9n6", Call("a", "9n6")),
        ("/start x_9n6", Call("start", "x_9n6")),
        ("/nonsense now", Call("nonsense", "now")),
        ("كم عدد القوات؟", Call(QUESTION, "كم عدد القوات؟")),
        ("1/2 of them", Call(QUESTION, "1/2 of them")),
        ("@MujazBot متى؟", Call(QUESTION, "متى؟")),
    ],
)
def test_in_private_everything_is_meant_for_the_bot(text: str, call: Call) -> None:
    assert private(text) == call


def test_a_command_for_another_bot_is_left_alone_everywhere() -> None:
    assert private("/timeline@OtherBot") is None
    assert group("/timeline@OtherBot 2025") is None
    assert group("/m_k3x@OtherBot") is None


def test_in_a_group_a_bare_command_is_answered_but_not_aimed() -> None:
    assert group("/timeline 2025") == Call("timeline", "2025", aimed=False)
    assert group("/m_k3x") == Call("m", "k3x", aimed=False)
    assert group("/timeline@MujazBot") == Call("timeline", "", aimed=True)


def test_in_a_group_talk_is_heard_only_where_the_bot_is_spoken_to() -> None:
    assert group("متى يغادرون عين الأسد؟") is None
    assert group("متى يغادرون؟", answered=True) == Call(QUESTION, "متى يغادرون؟")
    assert group("يا @mujazbot، متى يغادرون؟") == Call(QUESTION, "يا  ، متى يغادرون؟")
    assert group("me@mujazbot.com") is None
    assert group("@mujazbotter متى؟") is None


def test_a_forwarded_text_is_looked_up_and_never_obeyed() -> None:
    assert private("/reload", forwarded=True) == Call(LOOKUP, "/reload")
    assert private("/timeline@OtherBot", forwarded=True) == Call(LOOKUP, "/timeline@OtherBot")
    assert group("/reload", forwarded=True) is None
    assert private("\u2068\u2069", forwarded=True) is None


@pytest.mark.parametrize("payload", ["", "m_", "m_k3x x", "z_k3x", "m-k3x", "m_" + "a" * 61, "m_\u0661", "_k3x"])
def test_other_payloads_open_nothing(payload: str) -> None:
    assert deep_link(payload) is None


@given(st.text(max_size=300), st.booleans(), st.booleans(), st.booleans())
def test_any_text_is_routed_without_an_error(text: str, alone: bool, forwarded: bool, answered: bool) -> None:
    call = read(Said(text, alone, forwarded, answered), ME)
    if alone and not forwarded and not text.lstrip().startswith("/"):
        assert call is not None


@given(st.text(max_size=50))
def test_a_bot_without_a_name_still_hears(text: str) -> None:
    assert read(Said("متى " + text), "") is not None


def test_a_million_slashes_take_no_time() -> None:
    assert private("/" * 1_000_000) is not None
    assert private("/" + "a" * 1_000_000) is not None
