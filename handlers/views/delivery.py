"""What the outbox itself says: that a message may be a repeat."""

from __future__ import annotations

from handlers.i18n import Translator
from handlers.views.message import Italic, Message, Paragraph


def may_repeat(t: Translator) -> Message:
    """The line over a message whose first sending nobody confirmed."""
    return Message((Paragraph((Italic((t("delivery.repeat"),)),)),))
