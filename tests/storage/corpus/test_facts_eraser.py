"""Taking a decision out of a file touches no other line of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.corpus.facts_eraser import speaks_of, without
from storage.corpus.problems import Problems
from storage.corpus.yaml_reader import Listing, Table, load

TEXT = """\
# رأس الملف
article: a
claims:
  - quote: >-
      الجملة الأولى
      على سطرين
    events:
      - id: one
        kind: withdrawal
        date: {edtf: "2025"}
        # عن التالية
      - id: mine   # ملاحظة
        of: two
        kind: presence
        title:
          ar: "عنوان"
          en: "title"
    rejected:
      - {of: three, kind: handover, modality: denied}

  # الجملة الثانية
  - quote: "الثانية"
    figures:
      - {id: four, unit: personnel}
    note: "باقية"
  # الخاتمة
"""
SLUGS = ("one", "two", "three", "four")


def rows(text: str) -> list[str]:
    """The extracted facts that the rows of a file speak of."""
    claims = load(text, Problems("")).values["claims"]
    assert isinstance(claims, Listing)
    lists = [node for claim in claims.items if isinstance(claim, Table) for node in claim.values.values()]
    tables = [row for node in lists if isinstance(node, Listing) for row in node.items]
    return [speaks_of(row) for row in tables if isinstance(row, Table)]


def gone(slugs: set[str], text: str = TEXT) -> list[str]:
    """The lines that went."""
    after = without(text, slugs)
    assert after is not None
    lines = iter(after.splitlines())
    line = next(lines, None)
    lost = []
    for old in text.splitlines():
        if old == line:
            line = next(lines, None)
        else:
            lost.append(old.strip())
    assert line is None
    return lost


def test_a_row_goes_and_the_comment_on_the_next_one_stays() -> None:
    assert gone({"one"}) == ["- id: one", "kind: withdrawal", 'date: {edtf: "2025"}']


def test_a_row_is_named_by_what_it_stands_in_place_of() -> None:
    assert gone({"two"})[:2] == ["- id: mine   # ملاحظة", "of: two"]
    assert without(TEXT, {"mine"}) is None


def test_a_list_that_is_empty_goes_with_its_last_row() -> None:
    assert gone({"three"}) == ["rejected:", "- {of: three, kind: handover, modality: denied}"]


def test_a_claim_goes_with_its_last_fact_and_the_comments_around_it_stay() -> None:
    assert gone({"four"}) == [
        *('- quote: "الثانية"', "figures:", "- {id: four, unit: personnel}", 'note: "باقية"'),
    ]


def test_a_file_without_claims_says_so() -> None:
    after = without(TEXT, set(SLUGS))
    assert after is not None
    assert "claims: []" in after
    assert rows(after) == []
    assert after.count("#") == 3


def test_what_is_not_there_cannot_be_taken_out() -> None:
    assert without(TEXT, {"nobody"}) is None
    assert without("article: a\n", {"one"}) is None


def test_rows_that_share_a_line_are_left_to_people() -> None:
    text = "claims:\n  - quote: x\n    events: [{id: a}, {id: b}]\n"
    assert without(text, {"a"}) is None
    assert without(text, {"a", "b"}) == "claims: []\n"


@given(st.sets(st.sampled_from(SLUGS), min_size=1))
def test_whatever_is_taken_out_the_rest_stays_as_it_was(slugs: set[str]) -> None:
    after = without(TEXT, slugs)
    assert after is not None
    assert rows(after) == [slug for slug in SLUGS if slug not in slugs]
    kept = after.replace("claims: []", "claims:").splitlines()
    assert [line for line in TEXT.splitlines() if line in kept] == kept


@pytest.mark.parametrize("slug", SLUGS)
def test_line_ends_are_kept(slug: str) -> None:
    after = without(TEXT.replace("\n", "\r\n"), {slug})
    assert after is not None
    assert after.replace("\r\n", "\n") == without(TEXT, {slug})
