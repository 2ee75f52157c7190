"""Photos, documents, venues, and fetching files.

Source: https://core.telegram.org/bots/api#sendphoto, #senddocument, #sendvenue, #getfile.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.local.formatting import caption_text
from bot.local.methods.method import SENDING, Method
from bot.local.methods.sending import blank, send
from bot.local.parameters import Params
from bot.local.records import Document, Json, Message, Photo, StoredFile, Venue
from bot.local.refusal import BadRequest, Refusal
from bot.local.wire import file_json
from bot.local.world import World

_CAPTION: Final = frozenset(("caption", "parse_mode", "caption_entities"))
_MEGABYTE: Final = 1 << 20
_PHOTO_BYTES: Final = 10 * _MEGABYTE
_DOCUMENT_BYTES: Final = 50 * _MEGABYTE
_PHOTO_SIDES: Final = 10_000
_PHOTO_RATIO: Final = 20
_ATTACHED: Final = "attach://"


def send_photo(world: World, p: Params) -> Json:
    file = _file(world, p, "photo")
    captioned = _captioned(world, p)
    if len(file.upload.content) > _PHOTO_BYTES:
        raise BadRequest("file is too big")
    width, height = file.width, file.height
    if not width or not height:
        raise BadRequest("IMAGE_PROCESS_FAILED")
    if width + height > _PHOTO_SIDES or max(width, height) > _PHOTO_RATIO * min(width, height):
        raise BadRequest("PHOTO_INVALID_DIMENSIONS")
    return send(world, p, replace(captioned, attachment=Photo(file)))


def send_document(world: World, p: Params) -> Json:
    file = _file(world, p, "document")
    return send(world, p, replace(_captioned(world, p), attachment=Document(file)))


def send_venue(world: World, p: Params) -> Json:
    latitude, longitude = p.number("latitude"), p.number("longitude")
    if latitude is None:
        raise BadRequest("latitude is empty")
    if longitude is None:
        raise BadRequest("longitude is empty")
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise BadRequest("invalid location specified")
    for name in ("title", "address"):
        if not p.text(name).strip():
            raise BadRequest(f"{name} is empty")
    venue = Venue(latitude, longitude, p.text("title"), p.text("address"))
    return send(world, p, replace(blank(world), attachment=venue))


def get_file(world: World, p: Params) -> Json:
    file = world.chats.files.get(p.text("file_id"))
    if file is None:
        raise BadRequest("invalid file_id")
    return file_json(file)


def _captioned(world: World, p: Params) -> Message:
    words = caption_text(p.text("caption"), p.text("parse_mode"), p.array("caption_entities"))
    return replace(blank(world), text=words.text, entities=words.entities)


def _file(world: World, p: Params, name: str) -> StoredFile:
    """The file of a parameter: uploaded with the call, or known already by its id."""
    given = p.text(name)
    part = given.removeprefix(_ATTACHED) if given.startswith(_ATTACHED) else name
    upload = p.files.get(part) if not given or given.startswith(_ATTACHED) else None
    if upload is None and given in world.chats.files:
        return world.chats.files[given]
    if upload is None:
        reason = "wrong file identifier/HTTP URL specified" if given else f"there is no {name} in the request"
        raise BadRequest(reason)
    if not upload.content:
        raise BadRequest("file must be non-empty")
    if len(upload.content) > _DOCUMENT_BYTES:
        raise Refusal(413, "Request Entity Too Large")
    return world.chats.store(upload)


METHODS: Final[Mapping[str, Method]] = {
    "sendPhoto": Method(send_photo, SENDING | _CAPTION | {"photo", "has_spoiler", "show_caption_above_media"}),
    "sendDocument": Method(
        send_document, SENDING | _CAPTION | {"document", "thumbnail", "disable_content_type_detection"}
    ),
    "sendVenue": Method(
        send_venue,
        SENDING
        | {"latitude", "longitude", "title", "address", "foursquare_id", "foursquare_type"}
        | {"google_place_id", "google_place_type"},
    ),
    "getFile": Method(get_file, frozenset(("file_id",))),
}
