from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from storage import codes

KEYS = st.sets(st.text(min_size=1, max_size=20), max_size=200)


@given(keys=KEYS)
def test_no_two_keys_share_a_code(keys: set[str]) -> None:
    given_codes = codes.assign(keys, {})
    assert len(set(given_codes.values())) == len(keys)


@given(first=KEYS, second=KEYS)
def test_a_code_once_given_is_kept_whatever_comes_later(first: set[str], second: set[str]) -> None:
    before = codes.assign(first, {})
    after = codes.assign(first | second, before)
    assert {key: after[key] for key in first} == before
    assert len(set(after.values())) == len(first | second)


def test_codes_are_short_and_hold_no_look_alikes() -> None:
    made = codes.assign([f"key{n}" for n in range(1000)], {})
    assert max(map(len, made.values())) <= 5
    assert not set("".join(made.values())) & set("0o1li")
