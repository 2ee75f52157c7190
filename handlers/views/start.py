"""The first screen: what this is, in four lines, and buttons to the four answers that most people want."""

from __future__ import annotations

from handlers.i18n import Translator
from handlers.views.message import Bold, Button, Message, Paragraph
from handlers.views.settings import OWN_NAMES
from storage.answers import Edition
from storage.chat import Language

FIRST_STEPS = (("timeline", "next"), ("bases", "troops"), ("help",))
"""Commands on buttons, row by row."""


def welcome(edition: Edition | None, t: Translator) -> Message:
    """Four lines: the bot and its story, receipts, how to ask, how far the sources reach."""
    story = t.name(edition.story.title) if edition else t("start.no_story")
    newest = edition.newest if edition else None
    reach = t("start.reach", date=t.date(newest)) if newest else t("start.no_reach")
    lines = (t.rich("start.what", story=Bold((story,))), (t("start.receipts"),), (t("start.ask"),), (reach,))
    blocks = tuple(Paragraph(line, tight=bool(n)) for n, line in enumerate(lines))
    rows = tuple(tuple(_step(name, t) for name in row) for row in FIRST_STEPS)
    return Message(blocks, (*rows[:-1], (*rows[-1], _other_language(t))), rtl=t.rtl)


def _step(name: str, t: Translator) -> Button:
    return Button(t(f"start.button.{name}"), data=f"g:{name}")


def _other_language(t: Translator) -> Button:
    other = Language.ENGLISH if t.language is Language.ARABIC else Language.ARABIC
    return Button(f"🌐 {OWN_NAMES[other]}", data=f"h:{other}")
