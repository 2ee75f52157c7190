"""Seed files as they lie on disk: the one place where their bytes are read, with everything hostile refused.

A file must be a regular file of ordinary size inside its folder, UTF-8, without control characters. What
the text says is read by `reader`, `story` and `facts_file`.
"""

from __future__ import annotations

import codecs
import os
import re
import stat
from pathlib import Path

from storage.corpus.problems import Problems
from storage.corpus.text import visible

LIMIT = 2 * 1024 * 1024
"""Bytes that a seed file may have."""

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")


def read_text(path: Path, root: Path, problems: Problems, limit: int = LIMIT) -> str | None:
    """The visible text of the file at `path`, or None with the reason added to `problems`.

    `root` is the folder that the file, or what a link leads to, must lie in.
    """
    data = _read_bytes(path, root, problems, limit)
    if data is None:
        return None
    text = _decoded(data, problems)
    if text is None:
        return None
    if control := _CONTROL.search(text):
        code = "nul_byte" if control[0] == "\0" else "control_character"
        problems.add(text.count("\n", 0, control.start()) + 1, "", code, f"U+{ord(control[0]):04X}")
        return None
    text = visible(text)
    if not text or text.isspace():
        problems.add(0, "", "empty")
        return None
    return text


def _read_bytes(path: Path, root: Path, problems: Problems, limit: int) -> bytes | None:
    try:
        real = os.path.realpath(path, strict=True)
        if not Path(real).is_relative_to(os.path.realpath(root)):
            problems.add(0, "", "outside_folder", real)
            return None
        # Not blocking, so that a pipe named x.txt cannot hold the load; not following, so that the file
        # just looked at is the file that is opened.
        descriptor = os.open(real, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            data = _contents(descriptor, problems, limit)
        finally:
            os.close(descriptor)
    except OSError as error:
        problems.add(0, "", "unreadable", error.strerror or "")
        return None
    return data


def _contents(descriptor: int, problems: Problems, limit: int) -> bytes | None:
    """The bytes of an open file that is a regular one and not too large."""
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        problems.add(0, "", "not_a_file")
        return None
    with os.fdopen(descriptor, "rb", closefd=False) as file:
        data = file.read(limit + 1) if status.st_size <= limit else b""
    if status.st_size > limit or len(data) > limit:
        problems.add(0, "", "too_large", f"> {limit} bytes")
        return None
    return data


def _decoded(data: bytes, problems: Problems) -> str | None:
    if data.startswith(_WIDE):
        problems.add(0, "", "not_utf8", "UTF-16")
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.add(line, "", "not_utf8", f"0x{data[error.start]:02X}")
        return None
