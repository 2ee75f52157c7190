"""Figures in words: the number with its hedge, alone or with what it counts in the right grammatical form.

Which figures stand side by side, and what they count as, is not decided here.
"""

from __future__ import annotations

from handlers.catalogue import plural, text
from handlers.numbers import Style, number, percent
from storage.records import Casualty, Figure, Qualifier, Unit

_VAGUE = frozenset({Qualifier.DOZENS, Qualifier.HUNDREDS, Qualifier.THOUSANDS})


def hedged(style: Style, figure: Figure) -> str:
    """The number as its source hedges it, without a noun: نحو 2,500, fewer than 2,000, hundreds."""
    if figure.qualifier in _VAGUE:
        return text(style, f"voice.hedge.{figure.qualifier}")
    return _hedge(style, figure, _bare_number(style, figure, _top(figure)))


def counted(style: Style, figure: Figure) -> str:
    """The hedged number with its noun: 3 جنود, نحو 2,500 جندي, hundreds of troops. Percentages and
    figures of unit `other` have no noun."""
    noun = _noun(figure)
    if noun is None:
        return hedged(style, figure)
    if figure.qualifier in _VAGUE:
        return text(style, f"voice.hedge.{figure.qualifier}.of", noun=text(style, f"voice.unit.{noun}.many"))
    key = f"voice.unit.{noun}" if figure.qualifier is Qualifier.EXACT else f"voice.unit.{noun}.hedged"
    return _hedge(style, figure, plural(style, key, _top(figure)))


def _hedge(style: Style, figure: Figure, top: str) -> str:
    """The hedge around `top`, the words for the only number or the higher one of two."""
    if figure.qualifier is Qualifier.EXACT:
        return top
    if figure.qualifier is Qualifier.BETWEEN:
        return text(style, "voice.hedge.between", low=_bare_number(style, figure, figure.low or 0), high=top)
    if figure.qualifier is Qualifier.LESS_THAN and figure.unit is Unit.PERCENT:
        return text(style, "voice.hedge.less_than.percent", number=top)
    return text(style, f"voice.hedge.{figure.qualifier}", number=top)


def _top(figure: Figure) -> int:
    """The one number of a figure, the higher of two; 0 for those that name none."""
    given = [n for n in (figure.value, figure.high, figure.low) if n is not None]
    return given[0] if given else 0


def _bare_number(style: Style, figure: Figure, value: int) -> str:
    return percent(style, value) if figure.unit is Unit.PERCENT else number(style, value)


def _noun(figure: Figure) -> str | None:
    """The catalogue's name of what is counted."""
    if figure.unit in (Unit.PERCENT, Unit.OTHER):
        return None
    if figure.unit is Unit.CASUALTIES and figure.casualty is not None:
        return "killed" if figure.casualty is Casualty.KILLED else "wounded"
    return figure.unit.value
