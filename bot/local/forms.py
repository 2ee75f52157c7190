"""Forms: the parameters and files of an HTTP request, whether they came as JSON, in a form or in the address."""

from __future__ import annotations

import json
from email.parser import HeaderParser
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.local.records import Json, Upload
from bot.local.refusal import BadRequest, Refusal

_LARGEST: Final = 64 << 20


async def read_form(request: Request) -> tuple[dict[str, Json], dict[str, Upload]]:
    """Parameters and uploaded files. `Refusal` for what cannot be read."""
    params: dict[str, Json] = dict(request.query_params)
    body = await _body(request)
    kind = request.headers.get("content-type", "")
    try:
        if kind.startswith("application/json"):
            return {**params, **_object(body)}, {}
        if kind.startswith("multipart/form-data"):
            fields, files = _multipart(body, kind)
            return {**params, **fields}, files
        return {**params, **dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True))}, {}
    except ValueError as error:
        raise BadRequest("strings must be encoded in UTF-8") from error


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            raise Refusal(413, "Request Entity Too Large")
    return bytes(body)


def _object(body: bytes) -> dict[str, Json]:
    try:
        value: Json = json.loads(body) if body else {}
    except json.JSONDecodeError as error:
        raise BadRequest("can't parse JSON body") from error
    if not isinstance(value, dict):
        raise BadRequest("can't parse JSON body")
    return value


def _multipart(body: bytes, kind: str) -> tuple[dict[str, Json], dict[str, Upload]]:
    fields: dict[str, Json] = {}
    files: dict[str, Upload] = {}
    boundary = HeaderParser().parsestr(f"Content-Type: {kind}\n").get_boundary("")
    for part in body.split(b"--" + boundary.encode())[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        headers = HeaderParser().parsestr(head.decode("utf-8"))
        name = headers.get_param("name", "", header="content-disposition")
        content = content.removesuffix(b"\r\n")
        if headers.get_filename() is None:
            fields[str(name)] = content.decode("utf-8")
        else:
            files[str(name)] = Upload(str(headers.get_filename()), content, headers.get_content_type())
    return fields, files
