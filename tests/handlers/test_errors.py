"""What a reader is told about each error of the floor below."""

from __future__ import annotations

import pytest

from handlers.errors import entry
from handlers.views.errors import explained, gone, text_only, unexpected
from storage.corpus.decisions import Verdict
from storage.errors import (
    CorpusChanged,
    FactError,
    NotAllowed,
    NotDecided,
    NotFound,
    NothingToUndo,
    SeedError,
    SeedProblem,
    StorageError,
    UnknownName,
)
from tests.handlers.handmade import shown, translator

LANGUAGES = ("ar", "en")
NOT_DECIDED = ("no_article", "text_changed", "stale", "draft", "complete", "by_hand", "not_writable")
MET: list[StorageError] = [
    *(NotFound(noun, "k3x") for noun in ("edition", "milestone", "article", "place", "view", "force", "whatever")),
    NotFound("fact", "a001#x1"),
    NotAllowed("view", "x", "owner"),
    NotAllowed("view", "x", "expired"),
    UnknownName("place", "نارنيا"),
    UnknownName("force", "Narnians", ("us",)),
    UnknownName("colour", "red"),
    NothingToUndo(),
    CorpusChanged("abc"),
    *(NotDecided("a001", reason, "a001.facts.yaml") for reason in NOT_DECIDED),
    *(NotDecided("a001", "decided", verdict) for verdict in Verdict),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("error", MET, ids=lambda error: f"{type(error).__name__}-{vars(error)}")
def test_what_a_reader_can_meet_is_explained_over_the_message(error: StorageError, language: str) -> None:
    message = explained(error, translator(language))
    assert message is not None
    assert message.alert is not None
    assert 10 < len(message.alert) <= 200
    assert shown(message).startswith(message.alert.translate({0x2068: None, 0x2069: None}))


def test_other_errors_are_faults_of_ours() -> None:
    assert entry(FactError("date", "bad")) is None
    assert explained(StorageError("x"), translator()) is None


def test_an_expired_button_and_one_that_was_tidied_away_are_told_alike() -> None:
    assert entry(NotFound("view", "x")) == entry(NotAllowed("view", "x", "expired")) == "saved.expired"
    assert entry(NotAllowed("view", "x", "owner")) == "saved.not_yours"


def test_an_unknown_place_offers_the_nearest_with_links() -> None:
    error = UnknownName("place", "عين الاسود", ("ain_al_asad", "nowhere"))
    message = explained(error, translator())
    assert message is not None
    assert shown(message) == ("لا أعرف مكاناً اسمه عين الاسود.\n\nأقرب الأسماء إليه:\n▪️ قاعدة عين الأسد /p_ain_al_asad")


def test_an_unknown_force_offers_the_nearest() -> None:
    message = explained(UnknownName("force", "Americans", ("us",)), translator("en"))
    assert message is not None
    assert shown(message).endswith("▪️ US forces")


def test_bad_files_are_listed_in_the_message_itself() -> None:
    message = explained(SeedError((SeedProblem("a.txt", code="empty"),)), translator())
    assert message is not None
    assert message.alert is None
    assert "الملف فارغ" in shown(message)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_for_a_fault_holds_only_the_code(language: str) -> None:
    message = unexpected("E-7F3K", translator(language))
    assert "E-7F3K" in shown(message)
    assert len(message.blocks) == 1
    assert message.alert is not None
    assert len(message.alert) <= 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_forgotten_button_and_a_sticker_get_a_line(language: str) -> None:
    assert gone(translator(language)).alert
    assert "/help" in shown(text_only(translator(language)))
