from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.corrections import Correction, owed
from storage.digest import WITHDRAWN, Fact, version
from storage.fuzzydate import FuzzyDate
from storage.records import Kind
from storage.subscription import Receiver, Told
from tests.newsroom import BY_YEAR_END, leave, troops

EVENT, NUMBER = leave("000_a"), troops("000_a", 2500)


def correction(old: Fact, new: Fact | None, *, reviewed: bool = True) -> Correction:
    now = WITHDRAWN if new is None else version(new)
    return Correction(Told(old.id, version(old)), now, old, new, None, reviewed=reviewed)


@pytest.mark.parametrize(
    ("old", "new", "at_once"),
    [
        (NUMBER, replace(NUMBER, value=2400), True),
        (NUMBER, replace(NUMBER, as_of=FuzzyDate("2025-10")), True),
        (NUMBER, None, True),
        (NUMBER, replace(NUMBER, place="syria"), False),
        (EVENT, replace(EVENT, date=BY_YEAR_END), True),
        (EVENT, replace(EVENT, date=None), True),
        (EVENT, None, True),
        (replace(EVENT, date=None), None, False),
        (EVENT, replace(EVENT, kind=Kind.REDUCTION), False),
    ],
)
def test_a_number_or_a_date_that_was_reviewed_as_wrong_waits_for_no_digest(
    old: Fact, new: Fact | None, at_once: bool
) -> None:
    assert correction(old, new).at_once is at_once
    assert correction(old, new, reviewed=False).at_once is False


_VERSIONS = ("a", "b", "c", "")


@given(
    st.lists(st.tuples(st.integers(1, 5), st.sampled_from(["x", "y"]), st.sampled_from(_VERSIONS)), max_size=12),
    st.fixed_dictionaries({"x": st.sampled_from(_VERSIONS), "y": st.sampled_from(_VERSIONS)}),
)
def test_exactly_those_who_were_told_otherwise_are_owed(
    telling: list[tuple[int, str, str]], now: dict[str, str]
) -> None:
    last = {(who, fact): told for who, fact, told in telling}
    receivers = {
        fact: [Receiver(who, who, None, told) for (who, about), told in last.items() if about == fact] for fact in now
    }
    corrections = [
        Correction(Told(fact, told), now[fact], NUMBER, None, None)
        for fact in now
        for told in _VERSIONS
        if told not in (WITHDRAWN, now[fact])
    ]
    found = owed(corrections, receivers)
    expected = {(who, Told(fact, told)) for (who, fact), told in last.items() if told not in (WITHDRAWN, now[fact])}
    assert {(who, each.told) for who, all_ in found.items() for each in all_} == expected
    assert sum(map(len, found.values())) == len(expected)
