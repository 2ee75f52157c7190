from __future__ import annotations

from dataclasses import replace

from storage.corpus.merging.figures import series
from storage.records import Figure, Modality, Qualifier, Sense, Unit
from tests.storage.corpus.merging.conftest import SENTENCE, article, when


def count(id_: str, value: int, **changes: object) -> Figure:
    cited = article(id_, "2025").cite(0, len(SENTENCE))
    figure = Figure(id_, "us", Unit.PERSONNEL, Qualifier.EXACT, Modality.HAPPENED, cited, place="iraq", value=value)
    return replace(figure, **changes)


def test_figures_of_one_force_and_place_stand_in_one_series_oldest_first() -> None:
    articles = [article("a", "2020-11-18"), article("b", "2020-01-07"), article("c", "2025-10-01")]
    later = count("c", 2500, as_of=when("2019"))
    (made,) = series([count("a", 3000), count("b", 5200), later], articles)
    assert made.figures == ("c", "b", "a")


def test_a_target_those_who_leave_and_detainees_are_series_of_their_own() -> None:
    articles = [article(id_, "2025") for id_ in "abcd"]
    figures = [
        count("a", 2500),
        count("b", 2000, sense=Sense.TARGET),
        count("c", 500, sense=Sense.LEAVING),
        count("d", 9000, unit=Unit.DETAINEES, force="isis_detainees"),
    ]
    assert len(series(figures, articles)) == 4


def test_what_waits_for_review_is_in_no_series() -> None:
    assert series([count("a", 3000, published=False)], [article("a", "2025")]) == ()
