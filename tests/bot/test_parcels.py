"""Parcels: whatever form a message takes on its way, it says the same and fits."""

from __future__ import annotations

import pytest
from telegram.constants import ParseMode

from bot.local.entities import utf16_length
from bot.local.formatting import TEXT_LIMIT, message_text
from bot.parcels import packed, read
from handlers.i18n import Translator
from handlers.views.message import Bold, Button, Message, Paragraph
from storage.chat import ChatSettings, Language

DIGEST = Message(
    (Paragraph((Bold(("موجز <اليوم>",)),)), Paragraph(("انسحاب القوات",))),
    (
        (Button("إلغاء", data="u:1"), Button("المصدر", url="https://example.org/")),
        (Button("المزيد", data="g:timeline"),),
    ),
)


def voice(language: Language = Language.ARABIC) -> Translator:
    return Translator(ChatSettings(5, language=language))


def visible(text: str, mode: ParseMode | None) -> str:
    """What Telegram makes of it; it refuses what is too long."""
    return message_text(text, mode.value if mode else "", (), "message is too long").text


@pytest.mark.parametrize("language", Language)
def test_every_form_of_a_parcel_says_the_same(language: Language) -> None:
    t = voice(language)
    (written,) = packed(DIGEST, t)
    parcel = read(written)
    for repeat in (False, True):
        rich, plain = (parcel.sheet(repeat=repeat, plain=plain) for plain in (False, True))
        assert (rich.mode, plain.mode, plain.keyboard) == (ParseMode.HTML, None, None)
        assert visible(rich.text, rich.mode) == visible(plain.text, plain.mode)
        assert (t("delivery.repeat") in plain.text) is repeat
        assert "موجز <اليوم>" in plain.text


def test_the_buttons_are_those_of_the_message() -> None:
    parcel = read(packed(DIGEST, voice())[0])
    keyboard = parcel.sheet(repeat=False, plain=False).keyboard
    assert keyboard is not None
    assert [[(b.text, b.callback_data, b.url) for b in row] for row in keyboard.inline_keyboard] == [
        [("إلغاء", "u:1", None), ("المصدر", None, "https://example.org/")],
        [("المزيد", "g:timeline", None)],
    ]


def test_a_message_without_buttons_has_no_keyboard() -> None:
    parcel = read(packed(Message((Paragraph(("خبر",)),)), voice())[0])
    assert parcel.sheet(repeat=False, plain=False).keyboard is None


def test_what_is_written_is_read_again_and_is_always_the_same() -> None:
    (once,), (again,) = packed(DIGEST, voice()), packed(DIGEST, voice())
    assert once == again == read(once).written()


@pytest.mark.parametrize("language", Language)
def test_a_long_message_fits_in_parts_even_where_it_may_be_a_repeat(language: Language) -> None:
    long = Message(tuple(Paragraph((f"{n} " + "خبر 😀 " * 60,)) for n in range(30)), DIGEST.buttons)
    parcels = [read(part) for part in packed(long, voice(language))]
    assert len(parcels) > 2
    assert [bool(parcel.buttons) for parcel in parcels] == [False] * (len(parcels) - 1) + [True]
    for parcel in parcels:
        for plain in (False, True):
            sheet = parcel.sheet(repeat=True, plain=plain)
            assert utf16_length(visible(sheet.text, sheet.mode)) <= TEXT_LIMIT


def test_a_message_that_shows_nothing_has_no_parcels() -> None:
    assert packed(Message(), voice()) == ()
