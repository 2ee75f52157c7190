"""The publisher is read from the masthead, by one of four signs, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.corpus.mastheads import is_masthead, names_outlet, outlet_of, publisher
from storage.corpus.story import read_story
from storage.records import Story
from tests.storage.corpus.seed_files import STORY, write


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return read_story(write(Path(tmp_path_factory.mktemp("story")), "story.yaml", STORY))


@pytest.mark.parametrize(
    ("head", "opening", "tail", "name"),
    [
        (["دجلة"], "", [], "دجلة"),
        (["الرئيسية", "Dijla Press | أخبار"], "", [], "Dijla Press"),
        ([], "", ["روابط", "دِجلة برس"], "دِجلة برس"),
        (["وكالة النهرين - بغداد"], "", [], "وكالة النهرين"),
        ([], "عمّان - صحيفة الوادي - تتجه الحكومة إلى", [], "صحيفة الوادي"),
        (["الضفة / وكالات"], "", [], "الضفة"),
        (["المرصد اليومي"], "", ["المرصد اليومي © 2025"], "المرصد اليومي"),
        (["وكالة النهرين", "دجلة"], "", [], "دجلة"),
        (["بغداد / وكالات"], "", [], None),
        (["جنود في موقع عسكري غربي"], "", [], None),
        (["عرب وعالم"], "", ["شارك"], None),
        (["وكالات"], "", ["وكالات"], None),
        ([], "", [], None),
    ],
)
def test_a_publisher_is_found_by_its_signs(
    story: Story, head: list[str], opening: str, tail: list[str], name: str | None
) -> None:
    assert publisher(head, opening, tail, story) == name


def test_without_a_story_the_other_signs_still_count() -> None:
    assert publisher(["قناة النهر"], "", [], None) == "قناة النهر"
    assert publisher(["دجلة"], "", [], None) is None


def test_an_outlet_is_known_by_any_of_its_names(story: Story) -> None:
    assert outlet_of("دجلة برس", story) == outlet_of("dijla press", story) == "dijla"
    assert outlet_of("الضفة", story) is None
    assert outlet_of(None, story) is None
    assert outlet_of("دجلة", None) is None


def test_mastheads_are_told_from_headlines() -> None:
    assert is_masthead("الساحل - بغداد، واشنطن - وكالات")
    assert not is_masthead("وكالات أممية تغادر بغداد")
    assert names_outlet("بوابة الوادي - بغداد")
    assert not names_outlet("بغداد تنتظر الموعد")
