"""Getting updates, by polling or by a webhook. Source: https://core.telegram.org/bots/api#getting-updates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from bot.local.methods.method import Method
from bot.local.parameters import Params
from bot.local.records import Json
from bot.local.refusal import BadRequest
from bot.local.world import World

_MOST: Final = 100
_LONGEST: Final = 50
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{1,256}")
_CONNECTIONS: Final = 40


async def get_updates(world: World, p: Params) -> Json:
    if "allowed_updates" in p.values:
        world.updates.allow(_kinds(p))
    limit = p.integer("limit")
    limit = _MOST if limit is None else limit
    if not 1 <= limit <= _MOST:
        raise BadRequest(f"limit must be between 1 and {_MOST}")
    seconds = min(max(p.integer("timeout") or 0, 0), _LONGEST)
    return await world.updates.poll(p.integer("offset") or 0, limit, seconds)


def set_webhook(world: World, p: Params) -> Json:
    url = p.text("url")
    if url and not url.startswith("https://"):
        raise BadRequest("bad webhook: An HTTPS URL must be provided for webhook")
    if p.text("secret_token") and not _SECRET.fullmatch(p.text("secret_token")):
        raise BadRequest("secret token contains unallowed characters")
    if "allowed_updates" in p.values:
        world.updates.allow(_kinds(p))
    return _hooked(world, p, url)


def delete_webhook(world: World, p: Params) -> Json:
    return _hooked(world, p, "")


def get_webhook_info(world: World, _: Params) -> Json:
    return {
        "url": world.updates.webhook,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.waiting),
        **({"max_connections": _CONNECTIONS} if world.updates.webhook else {}),
    }


def _hooked(world: World, p: Params, url: str) -> Json:
    world.updates.webhook = url
    if p.flag("drop_pending_updates"):
        world.updates.forget()
    return True


def _kinds(p: Params) -> list[str]:
    kinds = [kind for kind in p.array("allowed_updates") if isinstance(kind, str)]
    if len(kinds) < len(p.array("allowed_updates")):
        raise BadRequest("expected allowed_updates as an Array of String")
    return kinds


METHODS: Final[Mapping[str, Method]] = {
    "getUpdates": Method(get_updates, frozenset(("offset", "limit", "timeout", "allowed_updates"))),
    "setWebhook": Method(
        set_webhook,
        frozenset(("url", "ip_address", "max_connections", "allowed_updates", "drop_pending_updates", "secret_token")),
    ),
    "deleteWebhook": Method(delete_webhook, frozenset(("drop_pending_updates",))),
    "getWebhookInfo": Method(get_webhook_info),
}
