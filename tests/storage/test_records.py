from __future__ import annotations

import pytest

from storage.errors import FactError
from storage.records import Citation, Figure, Modality, Qualifier, Story, Unit
from tests.storage.corpus.merging.conftest import SENTENCE, article, story

__all__ = ["story"]


def test_a_citation_is_the_exact_words_of_its_article() -> None:
    source = article("a", "2025")
    cited = source.cite(5, 10)
    assert cited.sentence == source.text[5:10]


@pytest.mark.parametrize(("start", "end"), [(-1, 4), (4, 4), (5, 4), (0, 10_000)])
def test_a_citation_outside_the_text_cannot_be_made(start: int, end: int) -> None:
    with pytest.raises(FactError):
        article("a", "2025").cite(start, end)


@pytest.mark.parametrize("sentence", ["", "   ", "قصير"])
def test_a_citation_without_its_words_cannot_be_constructed(sentence: str) -> None:
    with pytest.raises(FactError):
        Citation("a", 0, 3, sentence)


@pytest.mark.parametrize(
    ("qualifier", "numbers"),
    [("exact", {}), ("about", {"low": 5}), ("at_least", {"value": 5}), ("less_than", {"low": 5}),
     ("between", {"low": 5}), ("hundreds", {"value": 5}), ("exact", {"value": 5, "low": 4})],
)  # fmt: skip
def test_a_number_must_fit_its_hedge(qualifier: str, numbers: dict[str, int]) -> None:
    with pytest.raises(FactError):
        figure(qualifier, **numbers)


@pytest.mark.parametrize(
    ("qualifier", "numbers", "bounds"),
    [
        ("exact", {"value": 900}, (900, 900)),
        ("about", {"value": 1000}, (900, 1100)),
        ("more_than", {"low": 900}, (900, float("inf"))),
        ("less_than", {"high": 2000}, (float("-inf"), 2000)),
        ("between", {"low": 4, "high": 5}, (4, 5)),
        ("hundreds", {}, (200, 1999)),
    ],
)
def test_a_hedge_gives_bounds(qualifier: str, numbers: dict[str, int], bounds: tuple[float, float]) -> None:
    assert figure(qualifier, **numbers).bounds == pytest.approx(bounds)


def figure(qualifier: str, **numbers: int) -> Figure:
    cited = article("a", "2025").cite(0, len(SENTENCE))
    return Figure("f", "us", Unit.PERSONNEL, Qualifier(qualifier), Modality.HAPPENED, cited, **numbers)


def test_a_place_lies_within_all_that_holds_it(story: Story) -> None:
    assert story.within("erbil", "kurdistan")
    assert story.within("erbil", "iraq")
    assert not story.within("iraq", "erbil")
    assert story.root("erbil") == "iraq"


def test_american_commands_and_forces_are_of_the_coalition_line(story: Story) -> None:
    assert {story.line(actor) for actor in ("us", "centcom", "coalition")} == {"coalition"}
    assert story.line("germany") == "germany"
    assert story.line(None) is None
