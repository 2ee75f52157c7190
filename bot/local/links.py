"""Which addresses Telegram takes for a link, and how it writes them."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

_SCHEME: Final = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_USER: Final = re.compile(r"tg://user\?id=(\d{1,15})\Z", re.IGNORECASE)


class BadLink(Exception):
    """`str()` is Telegram's reason."""


def checked_link(link: str) -> str:
    """The link as Telegram keeps it: scheme added, host in small letters, a path always. `BadLink`."""
    address = link.strip()
    scheme = _SCHEME.match(address)
    if scheme and scheme[1].lower() == "tg":
        return address
    if "://" not in address:
        address = f"http://{address}"
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise BadLink("Wrong HTTP URL") from error
    if parts.scheme.lower() not in ("http", "https"):
        raise BadLink("Unsupported URL protocol")
    if not parts.hostname:
        raise BadLink("URL host is empty")
    if "." not in parts.hostname and ":" not in parts.hostname:
        raise BadLink("Wrong HTTP URL")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return parts._replace(netloc=f"{host}:{port}" if port else host, path=parts.path or "/").geturl()


def mentioned_user(link: str) -> int:
    """The user whom ``tg://user?id=…`` mentions, or 0."""
    found = _USER.match(link.strip())
    return int(found[1]) if found else 0
