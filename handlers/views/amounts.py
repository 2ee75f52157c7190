"""What stands beside a number: whose it is and where, what is counted, whether it is only planned, of which day.

The number itself with its hedge and noun is said by the Translator.
"""

from __future__ import annotations

from handlers.i18n import Translator
from storage.answers import Count
from storage.news import OUTRIGHT
from storage.records import Figure, Unit


def about(figure: Figure, t: Translator) -> str:
    """القوات الأميركية، العراق."""
    force = t.actor(figure.force) if figure.force else t("figures.some_force")
    return t("figures.both", force=force, place=t.place(figure.place)) if figure.place else force


def sense(figure: Figure, t: Translator) -> str:
    """Of troops: those who are there, who leave, who come, or a target; "" of all else."""
    return t(f"figures.sense.{figure.sense}") if figure.sense and figure.unit is Unit.PERSONNEL else ""


def modality(figure: Figure, t: Translator) -> str:
    """«مقرر», «مشروط» or «منفي»; "" for what is said outright."""
    return "" if figure.modality in OUTRIGHT else t(f"figures.status.{figure.modality}")


def day(count: Count, t: Translator) -> str:
    """The day that it speaks of; where the text gives none, when it was reported."""
    as_of = count.figure.as_of
    return t.fuzzy(as_of) if as_of else t.reported(count.source.published)
