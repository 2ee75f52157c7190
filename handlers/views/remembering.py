"""Remembering paragraphs: many readers ask the same, and what they are told of one answer is the same.

A view is pure, so its paragraphs may be kept for as long as the answer is the very same object, as it is
while one revision serves (see `bot.services`). Buttons are each reader's own and are not kept.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import date
from typing import Concatenate, ParamSpec, TypeVar

from handlers.i18n import Translator
from handlers.views.rich import Block

MOST = 128
"""So many are kept of each view."""
A = TypeVar("A")
P = ParamSpec("P")
View = Callable[Concatenate[A, Translator, P], tuple[Block, ...]]


def remembered(view: View[A, P]) -> View[A, P]:
    """`view` with a memory: by the answer and the story as objects, by the voice and the rest as values."""
    kept: OrderedDict[Hashable, tuple[Block, ...]] = OrderedDict()

    def shown(answer: A, t: Translator, /, *args: P.args, **kwargs: P.kwargs) -> tuple[Block, ...]:
        rest = (answer, t.story, *args, *kwargs, *kwargs.values())
        key = (replace(t.settings, chat=0), tuple(map(_key, rest)))
        blocks = kept.get(key)
        if blocks is None:
            blocks = kept[key] = view(answer, t, *args, **kwargs)
            if len(kept) > MOST:
                kept.popitem(last=False)
        return blocks

    return shown


class _Same:
    """An object that equals only itself; kept alive by the key, so that no other takes its place in memory."""

    __slots__ = ("it",)

    def __init__(self, it: object) -> None:
        self.it = it

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.it is self.it

    def __hash__(self) -> int:
        return id(self.it)


def _key(value: object) -> Hashable:
    return value if value is None or isinstance(value, str | int | date) else _Same(value)
