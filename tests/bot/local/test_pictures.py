"""The size of a picture is read from its first bytes."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local.pictures import picture_size

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 640, 480)
GIF = b"GIF89a" + struct.pack("<HH", 64, 48)
JPEG = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc2\0\x11\x08" + struct.pack(">HH", 480, 640)
WEBP = b"RIFF\0\0\0\0WEBPVP8X" + b"\0" * 8 + (639).to_bytes(3, "little") + (479).to_bytes(3, "little")


@pytest.mark.parametrize(
    ("content", "size"),
    [(PNG, (640, 480)), (GIF, (64, 48)), (JPEG, (640, 480)), (WEBP, (640, 480)), (b"%PDF", None), (b"", None)],
)
def test_pictures_are_told_from_other_files(content: bytes, size: tuple[int, int] | None) -> None:
    assert picture_size(content) == size


@given(st.sampled_from([PNG, GIF, JPEG, b"\xff\xd8"]), st.binary(max_size=30), st.integers(0, 30))
def test_a_torn_picture_is_no_reason_to_fail(head: bytes, tail: bytes, cut: int) -> None:
    size = picture_size(head[:cut] + tail)
    assert size is None or len(size) == 2
