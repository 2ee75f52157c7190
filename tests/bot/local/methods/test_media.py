"""Photos, documents, venues and files."""

from __future__ import annotations

import struct
from typing import Any

import pytest

from bot.local.api import LocalBotApi
from bot.local.records import Document, Upload, Venue
from tests.bot.local.conftest import READER, TOKEN, Refused, Result

PLACE = {"chat_id": READER, "latitude": 33.7867, "longitude": 42.4412, "title": "عين الأسد", "address": "الأنبار"}


def picture(width: int, height: int) -> Upload:
    return Upload("x.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height), "image/png")


async def test_a_venue_is_sent(result: Result, api: LocalBotApi) -> None:
    sent = await result("sendVenue", **PLACE)
    assert sent["venue"]["location"] == {"latitude": 33.7867, "longitude": 42.4412}
    assert api.messages(READER)[-1].attachment == Venue(33.7867, 42.4412, "عين الأسد", "الأنبار")


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"latitude": None}, "latitude is empty"),
        ({"longitude": None}, "longitude is empty"),
        ({"latitude": 91}, "invalid location specified"),
        ({"longitude": "nan"}, 'field "longitude" must be of type Number'),
        ({"title": " "}, "title is empty"),
        ({"address": None}, "address is empty"),
        ({"chat_id": 0}, "chat not found"),
    ],
)
async def test_a_bad_venue_is_refused(refused: Refused, changed: dict[str, Any], reason: str) -> None:
    assert await refused("sendVenue", **(PLACE | changed)) == f"Bad Request: {reason}"


async def test_a_photo_is_sent_and_can_be_sent_again(result: Result, api: LocalBotApi) -> None:
    sent = await result(
        "sendPhoto", chat_id=READER, caption="<b>رسم</b>", parse_mode="HTML", files={"photo": picture(320, 140)}
    )
    (size,) = sent["photo"]
    assert (size["width"], size["height"]) == (320, 140)
    assert (sent["caption"], sent["caption_entities"]) == ("رسم", [{"type": "bold", "offset": 0, "length": 3}])
    again = await result("sendPhoto", chat_id=READER, photo=size["file_id"])
    assert again["photo"][0]["file_id"] == size["file_id"]
    assert "caption" not in again


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({}, "there is no photo in the request"),
        ({"photo": "https://e.org/x.png"}, "wrong file identifier/HTTP URL specified"),
        ({"photo": "attach://gone"}, "wrong file identifier/HTTP URL specified"),
        ({"files": {"photo": Upload("x.png", b"")}}, "file must be non-empty"),
        ({"files": {"photo": Upload("x.png", b"%PDF")}}, "IMAGE_PROCESS_FAILED"),
        ({"files": {"photo": picture(9000, 2000)}}, "PHOTO_INVALID_DIMENSIONS"),
        ({"files": {"photo": picture(2100, 100)}}, "PHOTO_INVALID_DIMENSIONS"),
        ({"files": {"photo": Upload("x", picture(9, 9).content + bytes(10 << 20))}}, "file is too big"),
        ({"files": {"photo": picture(9, 9)}, "caption": "x" * 1025}, "message caption is too long"),
    ],
)
async def test_a_bad_photo_is_refused(refused: Refused, params: dict[str, Any], reason: str) -> None:
    assert await refused("sendPhoto", chat_id=READER, **params) == f"Bad Request: {reason}"


async def test_a_document_is_sent_and_fetched(result: Result, api: LocalBotApi) -> None:
    upload = Upload("facts.csv", "تاريخ,مكان".encode(), "text/csv")
    sent = await result("sendDocument", chat_id=READER, document="attach://part", files={"part": upload})
    document = sent["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == ("facts.csv", "text/csv", 19)
    path = (await result("getFile", file_id=document["file_id"]))["file_path"]
    assert api.file(TOKEN, path) == upload
    assert api.file("42:other", path) is None
    assert isinstance(api.messages(READER)[-1].attachment, Document)
    assert api.calls[-2].params["part"] == {"file": "facts.csv", "size": 19}


async def test_a_document_has_a_limit(api: LocalBotApi, refused: Refused) -> None:
    large = Upload("x", bytes((50 << 20) + 1))
    assert await refused("sendDocument", chat_id=READER, files={"document": large}) == "Request Entity Too Large"
    assert await refused("getFile", file_id="gone") == "Bad Request: invalid file_id"
