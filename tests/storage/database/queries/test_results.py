from __future__ import annotations

from sqlalchemy import Connection

from storage.database.queries import edition
from storage.database.queries.results import every
from storage.records import Disagreement, PlaceStatus, Series
from tests import corpora

SMALL = corpora.small()


def test_results_come_in_their_own_order(loaded: Connection) -> None:
    current = edition.current(loaded)
    assert every(loaded, current, PlaceStatus) == SMALL.places
    assert every(loaded, current, Disagreement) == SMALL.disagreements
    assert every(loaded, current, Series) == SMALL.series
