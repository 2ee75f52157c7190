"""A chat's choices on a screen: what is chosen, and a button for each other choice.

Reading a zone out of what somebody typed is `handlers.zones`; keeping a choice is `handlers.commands.settings`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from handlers.i18n import Translator
from handlers.views.message import Bold, Button, Message, Paragraph
from handlers.zones import OFFERED, city
from storage.chat import ChatSettings, Digits, Language, Months

OWN_NAMES: Mapping[Language, str] = MappingProxyType({Language.ARABIC: "العربية", Language.ENGLISH: "English"})
"""Each language by its own name: who cannot read the other must find his own."""
DIGITS: Mapping[Digits, str] = MappingProxyType({Digits.LATIN: "0-9", Digits.ARABIC: "٠-٩"})
SUBSCRIPTION = "o:home"
"""Where the subscription's own screens begin (`handlers.views.subscription`)."""
_CHOSEN = "✅ "
_A_ROW = 3
_SEPTEMBER = 9


def overview(t: Translator, now: datetime, note: str = "") -> Message:
    """All choices with their buttons. `note` says what has just changed."""
    lines = (
        Paragraph((Bold((t("settings.title"),)),)),
        Paragraph((t("settings.language", choice=t(f"settings.language.{t.language}")),), tight=True),
        *_arabic_choices(t),
        Paragraph((t("settings.zone", choice=city(t.settings.zone, t.language), now=t.moment(now)),), tight=True),
        Paragraph(t.rich("settings.hint", command=t.isolate("/settings"))),
    )
    subscription = Button(t("settings.button.subscription"), data=SUBSCRIPTION)
    return Message((*_note(note), *lines), (_languages(t, "c"), *_buttons(t), (subscription,)), rtl=t.rtl)


def languages(t: Translator, note: str = "") -> Message:
    """Only the language."""
    return Message((*_note(note), Paragraph((t("settings.choose_language"),))), (_languages(t, "l"),), rtl=t.rtl)


def unknown_zone(words: str, t: Translator) -> Message:
    """No city or zone is called so."""
    line = t.rich("settings.unknown_zone", words=t.isolate(words), example=t("settings.example"))
    return Message((Paragraph(line),))


def changed(name: str, t: Translator) -> str:
    """What is said when the choice `name` has been made."""
    samples = {
        "digits": lambda: t.number(2500),
        "months": lambda: t.month(_SEPTEMBER),
        "zone": lambda: city(t.settings.zone, t.language),
    }
    return t(f"settings.done.{name}", sample=samples[name]()) if name in samples else t(f"settings.done.{name}")


def _note(note: str) -> tuple[Paragraph, ...]:
    return (Paragraph((note,)),) if note else ()


def _arabic_choices(t: Translator) -> tuple[Paragraph, ...]:
    """Digits and month names: choices that English does not have."""
    if t.language is not Language.ARABIC:
        return ()
    return (
        Paragraph((t("settings.digits", choice=DIGITS[t.settings.digits]),), tight=True),
        Paragraph((t("settings.months", choice=t.month(_SEPTEMBER)),), tight=True),
    )


# ------------------------------------------------------------------ buttons


def _languages(t: Translator, verb: str) -> tuple[Button, ...]:
    return _row(f"{verb}:language", OWN_NAMES.items(), t.language)


def _buttons(t: Translator) -> tuple[tuple[Button, ...], ...]:
    zones = tuple((zone, city(zone, t.language)) for zone in OFFERED)
    rows = tuple(_row("c:zone", zones[n : n + _A_ROW], t.settings.zone) for n in range(0, len(zones), _A_ROW))
    if t.language is not Language.ARABIC:
        return rows
    months = ((choice, _month(choice, t.settings)) for choice in Months)
    return (_row("c:digits", DIGITS.items(), t.settings.digits), _row("c:months", months, t.settings.months), *rows)


def _month(choice: Months, settings: ChatSettings) -> str:
    """September as this choice calls it."""
    return Translator(replace(settings, months=choice)).month(_SEPTEMBER)


def _row(verb: str, choices: Iterable[tuple[str, str]], chosen: str) -> tuple[Button, ...]:
    return tuple(
        Button(f"{_CHOSEN if value == chosen else ''}{label}", data=f"{verb}:{value}") for value, label in choices
    )
