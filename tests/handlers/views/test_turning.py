"""Buttons to the pages around: never a page that is not there, never one that is missed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handlers.views.turning import pages
from tests.handlers.handmade import translator

ID = "abcdefghijkl"


def offsets(offset: int, size: int, total: int) -> list[int]:
    buttons = pages("s", ID, offset, size, total, translator())
    assert all(button.data and button.data.endswith(ID) and len(button.data.encode()) <= 64 for button in buttons)
    return [int((button.data or "").split(":")[1]) for button in buttons]


@given(st.integers(1, 20), st.integers(0, 300))
def test_turning_on_from_the_first_page_sees_everything_once(size: int, total: int) -> None:
    seen, offset = [0], 0
    while onward := [at for at in offsets(offset, size, total) if at > offset]:
        (offset,) = onward
        seen.append(offset)
    assert seen == list(range(0, max(total, 1), size))
    while back := [at for at in offsets(offset, size, total) if at < offset]:
        (offset,) = back
    assert offset == 0


def test_a_single_page_has_no_buttons() -> None:
    assert pages("s", ID, 0, 5, 5, translator()) == ()
