"""What is stored of a reader, on a screen, and the question before it is erased."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.i18n import Translator
from handlers.views.message import Bold, Button, Message, Paragraph
from handlers.views.settings import DIGITS
from handlers.views.subscription import chosen, rhythm
from handlers.zones import city
from storage.chat import ChatSettings
from storage.person import Held

VERB = "y"
_SEPTEMBER = 9


def stored(held: Held, t: Translator) -> Message:
    """Everything that is kept under the reader's id, with a button to erase it."""
    if held.nothing:
        return Message((Paragraph((t("mydata.nothing"),)), _not_kept(t)))
    title = Paragraph((Bold((t("mydata.title"),)),))
    lines = tuple(Paragraph((line,), tight=True) for line in _lines(held, t))
    erase = Button(t("mydata.button.erase"), data=f"{VERB}:ask")
    return Message((title, *lines, *_own(held, t), _not_kept(t)), ((erase,),))


def question(confirm: str, cancel: str, t: Translator) -> Message:
    """`confirm` and `cancel` are the data of the buttons."""
    buttons = (Button(t("mydata.button.yes"), data=confirm), Button(t("mydata.button.no"), data=cancel))
    return Message((Paragraph((t("mydata.question"),)),), (buttons,))


def erased(t: Translator) -> Message:
    return Message((Paragraph((t("mydata.erased"),)),))


def kept(t: Translator) -> Message:
    return Message((Paragraph((t("mydata.kept"),)),))


def in_private_only(t: Translator) -> Message:
    text = t("mydata.private_only")
    return Message((Paragraph((text,)),), alert=text)


def _lines(held: Held, t: Translator) -> Iterator[str]:
    if held.settings:
        yield _settings(held.settings, t)
    for each in held.elsewhere:
        yield t("mydata.elsewhere", rhythm=rhythm(each.schedule, t))
    if held.messages:
        yield t.n("mydata.messages", held.messages)
    if held.newest:
        yield t("mydata.newest", moment=t.moment(held.newest))
    if held.buttons:
        yield t.n("mydata.buttons", held.buttons)
    if held.notices:
        yield t.n("mydata.notices", held.notices)


def _settings(settings: ChatSettings, t: Translator) -> str:
    own = Translator(settings)
    return t(
        "mydata.settings",
        language=t(f"settings.language.{settings.language}"),
        digits=DIGITS[settings.digits],
        month=own.month(_SEPTEMBER),
        city=city(settings.zone, t.language),
    )


def _own(held: Held, t: Translator) -> Iterator[Paragraph]:
    for each in held.own:
        yield Paragraph((Bold((t("subscription.title.private"),)),))
        yield from (Paragraph((line,), tight=True) for line in chosen(each, t))


def _not_kept(t: Translator) -> Paragraph:
    return Paragraph((t("mydata.not_kept"),))
