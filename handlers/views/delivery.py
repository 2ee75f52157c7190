"""What the outbox itself says: that a message may be a repeat, and to admins what went wrong."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.i18n import Translator
from handlers.views.message import Bold, Code, Italic, Message, Paragraph

_STEPS = ("unknown", "failed", "pause", "plain", "again", "repeat")
"""What may have become of a message, the worst first."""


def may_repeat(t: Translator) -> Message:
    """The line over a message whose first sending nobody confirmed."""
    return Message((Paragraph((Italic((t("delivery.repeat"),)),)),))


def troubles(counts: Mapping[tuple[str, str], int], t: Translator) -> Message:
    """How many messages came to which end, by (what became of them, the identifier of the reason)."""
    lines = (
        t.rich_n(f"delivery.trouble.{step}", many, reason=Code(reason))
        for wanted in _STEPS
        for (step, reason), many in sorted(counts.items())
        if step == wanted
    )
    return Message((Paragraph((Bold((t("delivery.trouble"),)),)), *(Paragraph(line, tight=True) for line in lines)))
