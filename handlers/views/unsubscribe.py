"""Leaving: what is said when a subscription has ended, with the button that takes it back."""

from __future__ import annotations

from handlers.i18n import Translator
from handlers.views.message import Button, Message, Paragraph
from handlers.views.subscription import TIME, Where

VERB = "x"


def under_digest(t: Translator) -> Button:
    """The button under every digest: one tap ends the subscription, and leaves the digest as it is."""
    return Button(t("unsubscribe.button"), data=f"{VERB}:digest")


def ended(where: Where, undo: str, t: Translator, *, apart: bool) -> Message:
    """It has ended; `undo` is the data of the button that takes that back."""
    buttons = (Button(t("unsubscribe.undo"), data=undo), Button(t("unsubscribe.again"), data=TIME))
    return Message((Paragraph((t(f"unsubscribe.ended.{where}"),)),), (buttons,), apart=apart)


def nothing_to_end(where: Where, t: Translator) -> Message:
    text = t(f"unsubscribe.nothing.{where}")
    return Message((Paragraph((text,)),), alert=text)


def made_since(t: Translator) -> Message:
    """There is another subscription by now, which stands."""
    text = t("unsubscribe.made_since")
    return Message((Paragraph((text,)),), alert=text)
