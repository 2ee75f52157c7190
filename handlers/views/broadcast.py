"""A notice to all subscribers: as it will arrive, the question before it goes out, and that it is on its way."""

from __future__ import annotations

from handlers.bidi import mostly_rtl
from handlers.i18n import Translator
from handlers.views.message import Block, Button, Message, Paragraph

VERB = "k"


def notice(text: str) -> Message:
    """The notice itself: the admin's own lines, as they are."""
    blocks: list[Block] = []
    tight = False
    for line in text.splitlines():
        if line.strip():
            blocks.append(Paragraph((line.strip(),), tight=tight))
        tight = bool(line.strip())
    return Message(tuple(blocks), rtl=mostly_rtl(text))


def preview(shown: Message, readers: int, confirm: str, cancel: str, t: Translator) -> Message:
    """`shown` as it will arrive, and to how many; `confirm` and `cancel` are the data of the buttons."""
    head = Paragraph((t("broadcast.preview"),))
    question = Paragraph((t.n("broadcast.question", readers),))
    buttons = (Button(t("broadcast.confirm"), data=confirm), Button(t("broadcast.cancel"), data=cancel))
    return Message((head, *shown.blocks, question), (buttons,))


def on_its_way(messages: int, t: Translator) -> Message:
    return Message((Paragraph((t.n("broadcast.on_its_way", messages),)),))


def cancelled(t: Translator) -> Message:
    return Message((Paragraph((t("broadcast.cancelled"),)),))


def nobody(t: Translator) -> Message:
    return Message((Paragraph((t("broadcast.nobody"),)),))


def how_to(t: Translator) -> Message:
    return Message((Paragraph(t.rich("broadcast.how_to", command=t.isolate("/broadcast"))),))


def in_private_only(t: Translator) -> Message:
    text = t("broadcast.private_only")
    return Message((Paragraph((text,)),), alert=text)
