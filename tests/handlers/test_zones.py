"""Time zones by the names people have for them."""

from __future__ import annotations

from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.zones import OFFERED, city, find


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("عمّان", "Asia/Amman"),
        ("عمان؟", "Asia/Amman"),
        ("Amman", "Asia/Amman"),
        ("asia/amman", "Asia/Amman"),
        (" new  york ", "America/New_York"),
        ("America/New_York", "America/New_York"),
        ("القاهره", "Africa/Cairo"),
        ("أربيل", "Asia/Baghdad"),
        ("Erbil", "Asia/Baghdad"),
        ("باريس", "Europe/Paris"),
        ("كربلاء", "Asia/Baghdad"),
        ("العراق", "Asia/Baghdad"),
        ("Jordan", "Asia/Amman"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_is_found_by_city_or_name(words: str, zone: str) -> None:
    assert find(words) == zone


@pytest.mark.parametrize("words", ["", "؟", "Atlantis", "روسيا", "United States", "a" * 100, "Asia", "../etc/passwd"])
def test_what_is_no_city_finds_nothing(words: str) -> None:
    assert find(words) is None


@given(st.sampled_from(sorted(available_timezones())))
def test_every_zone_is_found_by_its_own_name(zone: str) -> None:
    assert find(zone) == zone


@pytest.mark.parametrize("language", ["ar", "en"])
@given(zone=st.sampled_from(sorted(available_timezones())))
def test_every_zone_has_a_city(language: str, zone: str) -> None:
    assert city(zone, language).strip()


def test_what_is_offered_exists_and_has_an_arabic_name() -> None:
    for zone in OFFERED:
        assert ZoneInfo(zone)
        assert not city(zone, "ar").isascii()
        assert find(city(zone, "ar")) == zone
        assert find(city(zone, "en")) == zone


@given(st.text(max_size=100))
def test_whatever_is_found_is_a_zone(words: str) -> None:
    found = find(words)
    assert found is None or ZoneInfo(found)
