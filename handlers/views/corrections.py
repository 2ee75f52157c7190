"""A correction on a screen: what was told and what is so, old and new together, with the receipt.

Who is owed one is decided in `storage.corrections`.
"""

from __future__ import annotations

from handlers.i18n import Translator
from handlers.views.amounts import about, modality, sense
from handlers.views.message import Inline
from handlers.views.receipts import dotted, opens
from handlers.views.titles import label
from storage.corrections import Correction
from storage.digest import Fact
from storage.records import Event, Figure

Line = tuple[Inline, ...]


def corrected(correction: Correction, t: Translator) -> tuple[Line, ...]:
    """ذكرنا: … / والصحيح: … · /m_k3x, or that it was withdrawn."""
    old = t.rich("digest.correction.said", fact=_told(correction.old, correction.new, t))
    if correction.new is None:
        return old, dotted((t("digest.correction.withdrawn"), _receipt(correction, t)))
    now = dotted((_told(correction.new, correction.old, t), _receipt(correction, t)))
    return old, t.rich("digest.correction.is", fact=now)


def is_visible(correction: Correction, t: Translator) -> bool:
    """Whether old and new read differently: of a change that no reader can see nothing is said."""
    new, old = correction.new, correction.old
    return new is None or _told(new, old, t) != _told(old, new, t)


def _receipt(correction: Correction, t: Translator) -> Line:
    if correction.code:
        return (t.isolate(f"/m_{correction.code}"),)
    return opens(correction.source, t) if correction.source else ()


def _told(fact: Fact, other: Fact | None, t: Translator) -> Line:
    """The fact in one line; what it does not share with the `other` is said where the headline does not."""
    try:
        return _event(fact, other, t) if isinstance(fact, Event) else _figure(fact, t)
    except KeyError:  # a place or a side that the story no longer has
        return (t.isolate(fact.citation.sentence),)


def _event(event: Event, other: Fact | None, t: Translator) -> Line:
    differs = isinstance(other, Event) and other.modality is not event.modality
    state = t(f"milestone.status.{event.modality}") if differs else ""
    return dotted((label(event, t), t.fuzzy(event.date) if event.date else "", state))


def _figure(figure: Figure, t: Translator) -> Line:
    as_of = t.fuzzy(figure.as_of) if figure.as_of else ""
    return dotted((t.counted(figure), about(figure, t), sense(figure, t), modality(figure, t), as_of))
