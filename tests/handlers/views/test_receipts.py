"""Receipts: the sentence as it stands, and who said it, in the reader's language."""

from __future__ import annotations

import pytest

from handlers.views.message import Message, Quote
from handlers.views.receipts import LONG, carrier, known, receipts, speaker, teller
from storage.answers import Claim, Count
from storage.records import Attribution, Modality, Origin
from tests.handlers.handmade import claim, count, event, shown, source, story, translator

WIRE = source(2, outlet=None, day="2024-09")
OFFICIAL = "مسؤول أميركي كبير"


def screen(*claims: Claim | Count, language: str = "ar") -> str:
    return shown(Message(receipts(claims, translator(language))))


def test_the_sentence_is_quoted_as_it_stands() -> None:
    said = claim(event(sentence="قال: «لن ننسحب» & بقي."))
    (block, line) = receipts((said,), translator())
    assert isinstance(block, Quote)
    assert block.parts == (said.event.citation.sentence,)
    assert line.tight


def test_only_a_long_sentence_folds() -> None:
    for length in (LONG, LONG + 1):
        (block, _) = receipts((claim(event(sentence="ا" * length)),), translator())
        assert isinstance(block, Quote)
        assert block.expandable == (length > LONG)


def test_the_line_names_speaker_agency_outlet_date_and_origin_in_that_order() -> None:
    said = claim(event(speaker=OFFICIAL, agency="رويترز", anonymous=True), source(3, "newsalist", "2025-10-01"))
    line = screen(said).splitlines()[-1]
    parts = [OFFICIAL, "دون تسمية", "نقلاً عن رويترز", "نيوزاليست (ملخص)", "1 تشرين الأول 2025", "راجعه محرر", "/a_c3"]
    assert [line.index(part) for part in parts] == sorted(line.index(part) for part in parts)
    english = screen(said, language="en").splitlines()[-1]
    wanted = "— a senior US official (not named) · via Reuters · Newsalist (abstract) · 1 October 2025 · ✔︎ reviewed"
    assert english.startswith(wanted)


def test_what_a_machine_found_is_told_apart_from_what_an_editor_signed() -> None:
    found = claim(event(origin=Origin.EXTRACTED))
    assert "🤖" in screen(found)
    assert "✔" not in screen(found)


def test_claims_of_one_sentence_share_its_quote() -> None:
    one, other = event(slug="e1", speaker=OFFICIAL), event(slug="e2", modality=Modality.DENIED, speaker=OFFICIAL)
    text = screen(claim(one), claim(other))
    assert text.count(one.citation.sentence) == 1
    assert text.count("—") == 1


def test_two_who_speak_in_one_sentence_are_both_named() -> None:
    text = screen(claim(event(slug="e1", speaker=OFFICIAL)), claim(event(slug="e2", speaker="البنتاغون")))
    assert text.count(event().citation.sentence) == 1
    assert OFFICIAL in text
    assert "البنتاغون" in text


def test_remarks_stand_on_the_line_of_their_claim() -> None:
    first, second = event(slug="e1"), event(slug="e2", sentence="وتبقى قوات أخرى في أربيل.")
    blocks = receipts((claim(first), claim(second)), translator(), {"e2": ("بصيغة النفي",)})
    text = shown(Message(blocks))
    assert text.index("وتبقى") < text.index("بصيغة النفي")
    assert text.count("بصيغة النفي") == 1


def test_figures_have_receipts_too() -> None:
    assert "نحو 2500 جندي." in screen(count(2500))


@pytest.mark.parametrize(
    ("words", "english"),
    [
        ("مسؤول أمريكي كبير", "a senior US official"),
        ("البنتاغون", "the Pentagon"),
        ("السوداني", "Mohammed Shia al-Sudani, Prime minister of Iraq (took office in 2022)"),
        ("مستشار الأمن القومي، قاسم الأعرجي", "Qasim al-Araji, Iraqi national security adviser"),
        ("القيادة الوسطى", "US Central Command"),
    ],
)
def test_a_speaker_is_named_in_the_readers_language(words: str, english: str) -> None:
    assert speaker(Attribution(words), translator("en")) == english
    assert speaker(Attribution(words), translator("ar")) == words


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("ضابطاً عراقياً برتبة عقيد", "ضابط عراقي برتبة عقيد"),
        ("مصدرًا مطلعًا", "مصدر مطلع"),
        ("مسؤولين أميركيين", "مسؤولون أميركيون"),
        ("ضابط كان سابقاً في القاعدة", "ضابط كان سابقاً في القاعدة"),
    ],
)
def test_a_speaker_stands_upright_outside_of_his_sentence(words: str, shown: str) -> None:
    assert speaker(Attribution(words), translator("ar")) == shown


def test_an_agency_that_speaks_is_named_in_the_readers_language() -> None:
    assert speaker(Attribution("رويترز"), translator("en")) == "Reuters"


def test_an_unknown_speaker_keeps_the_words_of_the_text() -> None:
    assert "شيخ عشيرة" in speaker(Attribution("شيخ عشيرة"), translator("en"))
    assert "\u2068" in speaker(Attribution("شيخ عشيرة"), translator("en"))


def test_nobody_is_named_where_the_outlet_itself_speaks() -> None:
    assert speaker(Attribution(), translator()) == ""
    assert speaker(Attribution(anonymous=True), translator()) == "متحدث لم يُسمَّ"


def test_every_role_of_the_story_is_found_by_each_of_its_names() -> None:
    t = translator("en")
    for role in story().roles.values():
        for name in (role.name.ar, *role.aliases):
            assert speaker(Attribution(name), t) == role.name.en


def test_where_no_outlet_is_known_the_agency_carries_it() -> None:
    wired, unknown = claim(event(agency="رويترز"), WIRE), claim(event(), WIRE)
    assert carrier(wired, translator("en")) == "Reuters"
    assert known(wired)
    assert carrier(unknown, translator()) == "مقال بلا ناشر معروف"
    assert not known(unknown)


def test_in_few_words_it_is_the_speaker_and_who_carried_it() -> None:
    assert teller(claim(event(speaker=OFFICIAL)), translator()) == f"{OFFICIAL}، إرم نيوز"
    assert teller(claim(event()), translator()) == "إرم نيوز"
