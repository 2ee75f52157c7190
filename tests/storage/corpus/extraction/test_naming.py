"""What the words of a speaker are, and whether they name anybody."""

from __future__ import annotations

import pytest

from tests.storage.corpus.extraction.test_attribution import read


@pytest.mark.parametrize(
    ("name", "anonymous"),
    [
        ("مسؤول أميركي كبير", True),
        ("المسؤول", True),
        ("مسؤولون في الوزارة", True),
        ("ضابط متقاعد", True),
        ("قائد ميداني", True),
        ("نائب عراقي", True),
        ("مسؤول الملف الأمني رامي الحلو", False),
        ("ضابط الارتباط حازم رمزي", False),
        ("نائب وزير الدفاع", False),
        ("قائد القيادة المركزية", False),
        ("رئيس الوزراء", False),
        ("المتحدث العسكري", False),
        ("البنتاغون", False),
        ("وزارة الدفاع", False),
        ("صحيفة الميناء", False),
    ],
)
def test_a_speaker_is_named_or_not(name: str, anonymous: bool) -> None:
    said = read(f"قال {name} إن القاعدة أخليت.")[0][1][0].attribution
    assert (said.speaker, said.anonymous) == (name, anonymous)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("وفقاً للجيش الفرنسي، أخليت القاعدة.", "الجيش الفرنسي"),
        ("وفقاً للجنة العليا، أخليت القاعدة.", "اللجنة العليا"),
        ("وفقاً لوزارة الدفاع، أخليت القاعدة.", "وزارة الدفاع"),
        ("قالت وزارة الدفاع الأميركية (البنتاغون) إن القاعدة أخليت.", "وزارة الدفاع الأميركية (البنتاغون)"),
        ("ذكرت وكالة «الميناء» أن القاعدة أخليت.", "وكالة «الميناء»"),
        ("قال الوزير نفسه إن القاعدة أخليت.", "الوزير"),
        ("قال علي الحلو إن القاعدة أخليت.", "علي الحلو"),
    ],
)
def test_a_name_is_written_as_the_text_has_it(text: str, speaker: str) -> None:
    assert read(text)[0][1][0].attribution.speaker == speaker


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("قال ضابط لوكالة رويترز إن القاعدة أخليت.", "رويترز"),
        ("قال ضابط لفرانس برس إن القاعدة أخليت.", "فرانس برس"),
        ('نقلت وكالة "رويترز" عن ضابط أن القاعدة أخليت.', "رويترز"),
        ("قال ضابط في الميناء إن القاعدة أخليت.", None),
    ],
)
def test_an_agency_is_known_by_its_bare_name(text: str, agency: str | None) -> None:
    assert read(text)[0][1][0].attribution.agency == agency
