"""The two buttons of a list that does not fit on one screen: the page before and the page after."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.i18n import Translator
from handlers.views.message import Button


def pages(verb: str, id_: str, offset: int, size: int, total: int, t: Translator) -> tuple[Button, ...]:
    """Buttons ``VERB:OFFSET:ID`` to the pages around the one at `offset`; () where it is the only one."""
    return tuple(_around(verb, id_, offset, size, total, t))


def _around(verb: str, id_: str, offset: int, size: int, total: int, t: Translator) -> Iterator[Button]:
    if offset > 0:
        yield Button(t("saved.previous"), data=f"{verb}:{max(offset - size, 0)}:{id_}")
    if offset + size < total:
        yield Button(t("saved.next"), data=f"{verb}:{offset + size}:{id_}")
