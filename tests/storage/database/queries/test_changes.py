from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import Connection

from storage.database.queries import changes
from storage.digest import DigestMaterial
from storage.errors import NotFound
from storage.fuzzydate import FuzzyDate
from storage.records import Modality, Phase
from tests.newsroom import BY_SEPTEMBER, BY_YEAR_END, MORNING, Newsroom, attacked, denied, leave, left, troops

TODAY = dt.date(2025, 11, 21)
DAY = dt.timedelta(days=1)


def since(conn: Connection, step: int, today: dt.date = TODAY, **following: frozenset[str]) -> DigestMaterial:
    return changes.since(conn, step, today, **following)


def leads(material: DigestMaterial) -> list[str]:
    return [arrival.claim.event.id for arrival in material.arrivals]


def quiet(material: DigestMaterial) -> bool:
    return not (material.arrivals or material.moves or material.numbers or material.disputes)


@pytest.fixture
def news() -> Newsroom:
    """A promise to leave by September, and 2,500 troops."""
    return Newsroom().prints("000_a", "2025-01-01", leave("000_a"), troops("000_a", 2500))


# ------------------------------------------------------------------ steps


def test_steps_are_counted_and_found_by_their_time(writer: Connection, news: Newsroom) -> None:
    assert (changes.latest(writer), changes.step_at(writer, MORNING)) == (0, 0)
    news.load(writer)
    news.prints("001_b", "2025-02-01", left("001_b")).load(writer)
    news.undo(writer)
    assert changes.latest(writer) == 3
    found = [changes.step_at(writer, MORNING + days * DAY - dt.timedelta(hours=1)) for days in range(4)]
    assert found == [0, 1, 2, 3]
    assert changes.made_at(writer, 2) == MORNING + DAY
    assert changes.made_at(writer, 9) is None


def test_before_the_first_load_there_is_no_material(writer: Connection) -> None:
    with pytest.raises(NotFound):
        since(writer, 0)


# ------------------------------------------------------------------ milestones


def test_since_before_the_first_load_everything_is_new(writer: Connection, news: Newsroom) -> None:
    news.load(writer)
    material = since(writer, 0)
    assert leads(material) == ["000_a#leave"]
    assert [(n.count.figure.id, n.was) for n in material.numbers] == [("000_a#troops", None)]
    assert (material.since, material.upto, material.since_at) == (0, 1, None)


def test_since_the_newest_step_nothing_is_new(writer: Connection, news: Newsroom) -> None:
    news.load(writer)
    material = since(writer, 1)
    assert quiet(material)
    assert material.since_at == MORNING


def test_what_was_promised_and_is_done_has_moved_to_another_phase(writer: Connection, news: Newsroom) -> None:
    news.load(writer)
    news.prints("001_b", "2025-10-01", left("001_b")).load(writer)
    (arrival,) = since(writer, 1).arrivals
    assert (arrival.milestone.phase, arrival.claim.event.id) == (Phase.DONE, "001_b#left")
    assert arrival.was is not None
    assert (arrival.was.phase, arrival.was.lead) == (Phase.PROMISED, "000_a#leave")


def test_what_was_promised_and_done_in_one_load_was_not_known_before(writer: Connection, news: Newsroom) -> None:
    news.load(writer)
    news.prints("001_b", "2025-09-01", leave("001_b", place="erbil"))
    news.prints("002_c", "2025-10-01", replace(left("002_c"), place="erbil")).load(writer)
    assert [(each.claim.event.id, each.was) for each in since(writer, 1).arrivals] == [
        ("002_c#left", None),
        ("001_b#leave", None),
    ]


def test_a_second_report_of_what_is_known_is_no_news(writer: Connection, news: Newsroom) -> None:
    news.load(writer)
    news.prints("001_b", "2025-02-01", leave("001_b")).load(writer)
    assert quiet(since(writer, 1))


def test_what_came_and_went_since_is_no_news(writer: Connection, news: Newsroom) -> None:
    news.load(writer)
    news.prints("001_b", "2025-10-01", left("001_b"), troops("001_b", 100)).load(writer)
    news.undo(writer)
    assert quiet(since(writer, 1))
    assert not quiet(changes.since(writer, 0, TODAY))


def test_what_a_correction_makes_of_an_old_claim_is_no_news(writer: Connection, news: Newsroom) -> None:
    news.load(writer)
    news.says(replace(leave("000_a"), modality=Modality.HAPPENED, date=FuzzyDate("2025-09-20"))).load(writer)
    assert quiet(since(writer, 1))


def test_a_claim_that_only_has_another_id_now_is_no_news(writer: Connection, news: Newsroom) -> None:
    news.prints("001_b", "2025-10-01", attacked("001_b", "2025-09-30")).load(writer)
    news.drops("001_b#attack").says(attacked("001_b", "2025-09-30", slug="raid")).load(writer)
    assert quiet(since(writer, 1))


def test_a_claim_that_waited_for_review_is_news_once_it_is_published(writer: Connection, news: Newsroom) -> None:
    hidden, waiting = attacked("000_a", "2024-12-30"), troops("000_a", 900, slug="syria", place="syria")
    news.says(replace(hidden, published=False), replace(waiting, published=False)).load(writer)
    news.says(hidden, waiting).load(writer)
    material = since(writer, 1)
    assert leads(material) == ["000_a#attack"]
    assert [number.count.figure.id for number in material.numbers] == ["000_a#syria"]


# ------------------------------------------------------------------ moved dates


def test_a_new_report_moves_a_deadline(writer: Connection, news: Newsroom) -> None:
    news.load(writer)
    news.prints("001_b", "2025-02-01", leave("001_b", BY_YEAR_END)).load(writer)
    material = since(writer, 1)
    (move,) = material.moves
    assert (move.was, move.milestone.date, move.claim.event.id) == (BY_SEPTEMBER, BY_YEAR_END, "001_b#leave")
    assert material.arrivals == ()


def test_two_moves_since_are_told_as_one(writer: Connection, news: Newsroom) -> None:
    news.load(writer)
    news.prints("001_b", "2025-02-01", leave("001_b", BY_YEAR_END)).load(writer)
    last = FuzzyDate("../2026-03", bound=BY_SEPTEMBER.bound)
    news.prints("002_c", "2025-03-01", leave("002_c", last)).load(writer)
    (move,) = since(writer, 1).moves
    assert (move.was, move.milestone.date) == (BY_SEPTEMBER, last)
    (newer,) = since(writer, 2).moves
    assert newer.was == BY_YEAR_END


def test_a_date_that_was_corrected_in_its_own_report_has_not_moved(writer: Connection, news: Newsroom) -> None:
    news.load(writer)
    news.says(leave("000_a", BY_YEAR_END)).load(writer)
    assert since(writer, 1).moves == ()


def test_a_date_that_falls_back_because_its_report_is_gone_has_not_moved(writer: Connection, news: Newsroom) -> None:
    news.prints("001_b", "2025-02-01", leave("001_b", BY_YEAR_END)).load(writer)
    news.drops("001_b").load(writer)
    assert since(writer, 1).moves == ()


# ------------------------------------------------------------------ numbers, disagreements


def test_a_newer_number_takes_the_place_of_the_old_one(writer: Connection, news: Newsroom) -> None:
    news.load(writer)
    news.prints("001_b", "2025-10-01", troops("001_b", 2000)).load(writer)
    (number,) = since(writer, 1).numbers
    assert number.count.figure.value == 2000
    assert number.was is not None
    assert number.was.figure.value == 2500


def test_an_older_number_that_comes_in_late_is_no_news(writer: Connection, news: Newsroom) -> None:
    news.load(writer)
    news.prints("001_b", "2020-01-01", troops("001_b", 5200)).load(writer)
    assert since(writer, 1).numbers == ()


def test_a_number_that_was_corrected_is_no_new_number(writer: Connection, news: Newsroom) -> None:
    news.load(writer)
    news.says(troops("000_a", 2400)).load(writer)
    assert since(writer, 1).numbers == ()


def test_a_new_disagreement_comes_with_the_receipts_of_its_sides(writer: Connection, news: Newsroom) -> None:
    news.load(writer)
    news.prints("001_b", "2025-02-01", denied("001_b")).load(writer)
    (new,) = since(writer, 1).disputes
    assert {side.stance for side in new.sides} == {"leave", "no_withdrawal"}
    assert all(claim.milestone for side in new.sides for claim in side.claims)
    assert since(writer, 2).disputes == ()


# ------------------------------------------------------------------ deadlines


def test_what_is_due_is_told_on_every_day_until_it_is_done(writer: Connection, news: Newsroom) -> None:
    news.prints("001_b", "2025-02-01", leave("001_b", BY_YEAR_END, place="erbil")).load(writer)
    material = since(writer, 1)
    assert [(due.milestone.place, due.closes) for due in material.upcoming] == [("erbil", dt.date(2025, 12, 31))]
    assert [(due.milestone.place, due.closes) for due in material.overdue] == [("ain_al_asad", dt.date(2025, 9, 30))]
    news.prints("002_c", "2025-10-01", left("002_c")).load(writer)
    assert since(writer, 1).overdue == ()


def test_the_nearest_deadline_and_the_latest_miss_come_first(writer: Connection) -> None:
    dates = {"baghdad": "../2025-12", "erbil": "../2026-01", "iraq": "../2025-10", "syria": "../2025-08"}
    promises = [leave("000_a", FuzzyDate(d, bound=BY_SEPTEMBER.bound), slug=p, place=p) for p, d in dates.items()]
    Newsroom().prints("000_a", "2025-01-01", *promises).load(writer)
    material = since(writer, 1)
    assert [due.milestone.place for due in material.upcoming] == ["baghdad", "erbil"]
    assert [due.milestone.place for due in material.overdue] == ["iraq", "syria"]


# ------------------------------------------------------------------ what is followed


def test_only_what_is_followed_is_told(writer: Connection, news: Newsroom) -> None:
    news.load(writer)
    news.prints("001_b", "2025-10-01", attacked("001_b", "2025-09-30"), troops("001_b", 900, place="syria"))
    news.prints("002_c", "2025-10-02", left("002_c"), denied("002_c")).load(writer)
    everything = since(writer, 1)
    assert (len(everything.arrivals), len(everything.numbers), len(everything.disputes)) == (3, 1, 1)
    kurdistan = since(writer, 1, places=frozenset({"kurdistan"}))
    assert leads(kurdistan) == ["001_b#attack"]
    assert (kurdistan.numbers, kurdistan.disputes, kurdistan.overdue) == ((), (), ())
    anbar = since(writer, 1, places=frozenset({"anbar"}))
    assert leads(anbar) == ["002_c#left", "002_c#denied"]
    assert len(anbar.disputes) == 1
    isis = since(writer, 1, forces=frozenset({"isis"}))
    assert leads(isis) == ["001_b#attack"]
    both = since(writer, 1, places=frozenset({"syria"}), forces=frozenset({"isis"}))
    assert (leads(both), [n.count.figure.place for n in both.numbers]) == (["001_b#attack"], ["syria"])


def test_a_place_that_the_story_lost_takes_nothing_and_breaks_nothing(writer: Connection, news: Newsroom) -> None:
    news.load(writer)
    assert leads(since(writer, 0, places=frozenset({"atlantis"}), forces=frozenset({"martians"}))) == []


# ------------------------------------------------------------------ by the day of printing


def test_before_the_first_load_news_can_be_told_by_the_day_of_printing(writer: Connection, news: Newsroom) -> None:
    news.prints("001_b", "2025-10-01", leave("001_b", BY_YEAR_END), troops("001_b", 2000), denied("001_b"))
    news.load(writer)
    material = changes.printed_since(writer, dt.date(2025, 6, 1), TODAY)
    assert leads(material) == ["001_b#denied"]
    assert [(move.was, move.milestone.date) for move in material.moves] == [(BY_SEPTEMBER, BY_YEAR_END)]
    assert [(n.count.figure.value, n.was and n.was.figure.value) for n in material.numbers] == [(2000, 2500)]
    assert len(material.disputes) == 1
    assert quiet(changes.printed_since(writer, dt.date(2025, 10, 2), TODAY))


def test_an_article_of_unknown_day_counts_as_old(writer: Connection) -> None:
    Newsroom().prints("000_a", "2025-01-01", leave("000_a")).load(writer)
    undated = Newsroom().prints("000_a", "2025-01-01", leave("000_a"))
    undated.articles["000_a"] = replace(
        undated.articles["000_a"],
        published=replace(undated.articles["000_a"].published, edtf=None, earliest=None, latest=None),
    )
    undated.now = MORNING + DAY
    undated.load(writer)
    assert quiet(changes.printed_since(writer, dt.date(2000, 1, 1), TODAY))
