"""Headlines: what an event or a milestone is called, made from its fields in the reader's language.

Each combination of kind and fields has a whole template in the catalogue (``title.withdrawal.from.planned``),
so that no headline is glued from words; which template, is decided here. The date and the status stand
beside a headline, never in it: see `handlers.views.milestones`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers.i18n import Translator
from storage.records import Actor, Event, Extent, Gender, Kind, Milestone, PlaceKind, Story

Fact = Event | Milestone
_SITES = frozenset({PlaceKind.BASE, PlaceKind.CROSSING})
_WIDE = frozenset({PlaceKind.COUNTRY, PlaceKind.REGION})


def title(fact: Fact, t: Translator) -> str | None:
    """The headline of `fact`: an editor's own where there is one. None where its fields make none, as for
    a statement, an announcement or "other": such a fact appears only in receipts."""
    if fact.title:
        return t.name(fact.title)
    shape = _SHAPES[fact.kind](fact, _story(t)) if fact.kind in _SHAPES else None
    if shape is None:
        return None
    line = t(f"title.{shape}.{fact.modality}", **_words(fact, t))
    return line[:1].upper() + line[1:]


def label(fact: Fact, t: Translator) -> str:
    """The headline, or the name of the fact's kind where it has none."""
    return title(fact, t) or t.kind(fact.kind)


# ------------------------------------------------------------------ which template


def _withdrawal(fact: Fact, story: Story) -> str | None:
    if fact.place is None:
        return "withdrawal.to" if fact.to_place else "withdrawal.bare"
    if fact.to_place:
        return "withdrawal.from_to"
    match fact.extent:
        case Extent.FIRST:
            return "withdrawal.first_from"
        case Extent.REMAINING:
            return "withdrawal.rest_from"
        case Extent.ALL if _is(fact.place, _SITES, story):
            return "withdrawal.vacate_by" if fact.actor else "withdrawal.vacate"
        case _:
            return "withdrawal.from"


def _reduction(fact: Fact, story: Story) -> str | None:
    if fact.place is None:
        return "reduction.bare" if fact.extent in (None, Extent.FIRST) else "withdrawal.bare"
    match fact.extent:
        case None:
            return f"reduction.{_at(fact.place, story)}"
        case Extent.FIRST:
            return f"reduction.first_{_at(fact.place, story)}"
        case _:
            return "reduction.part_from"


def _redeployment(fact: Fact, story: Story) -> str | None:
    if fact.to_place:
        return "redeployment.from_to" if fact.place else "redeployment.to"
    return f"redeployment.{_at(fact.place, story)}" if fact.place else "redeployment.bare"


def _handover(fact: Fact, story: Story) -> str | None:
    if fact.place is None:
        return None
    what = "site" if _is(fact.place, _SITES, story) else "area"
    return f"handover.{what}_to" if fact.counterpart else f"handover.{what}"


def _mission_end(fact: Fact, story: Story) -> str | None:
    if fact.actor is None:
        return None
    if fact.place is None:
        return "mission_end.bare"
    first = "first_" if fact.extent is Extent.FIRST else ""
    return f"mission_end.{first}{_at(fact.place, story)}"


def _attack(fact: Fact, story: Story) -> str | None:
    if fact.place is None:
        return "attack.by" if fact.actor else None
    where = "on" if _is(fact.place, _SITES, story) else "in"
    return f"attack.by_{where}" if fact.actor else f"attack.{where}"


def _agreement(fact: Fact, story: Story) -> str | None:
    if fact.actor is None:
        return None
    if fact.counterpart is None:
        return "agreement.with"
    gender = "f" if all(_feminine(story.actors[side]) for side in (fact.actor, fact.counterpart)) else "m"
    if fact.place is None or _is(fact.place, _WIDE, story):
        return f"agreement.pair_{gender}"
    return f"agreement.pair_on_{gender}"


def _talks(fact: Fact, story: Story) -> str | None:
    if fact.actor is None:
        return None
    if fact.counterpart is None:
        return "talks.with"
    # Talks in a country are talks about it: the place says no more than the parties do.
    if fact.place is None or _is(fact.place, _WIDE, story):
        return "talks.pair"
    return f"talks.pair_{_at(fact.place, story)}"


_SHAPES: Mapping[Kind, Callable[[Fact, Story], str | None]] = {
    Kind.WITHDRAWAL: _withdrawal,
    Kind.REDUCTION: _reduction,
    Kind.REDEPLOYMENT: _redeployment,
    Kind.HANDOVER: _handover,
    Kind.PRESENCE: lambda fact, story: f"presence.{_at(fact.place, story)}" if fact.place else "presence.bare",
    Kind.MISSION_END: _mission_end,
    Kind.ATTACK: _attack,
    Kind.ELECTION: lambda fact, _: "election.in" if fact.place else None,
    Kind.FORMATION: lambda fact, _: "formation.of" if fact.actor else None,
    Kind.DEFEAT: lambda fact, _: fact.actor and ("defeat.in" if fact.place else "defeat.of"),
    Kind.ENTRY: lambda fact, _: "entry.into" if fact.place else None,
    Kind.AGREEMENT: _agreement,
    Kind.TALKS: _talks,
}


def _is(place: str, kinds: frozenset[PlaceKind], story: Story) -> bool:
    return story.places[place].kind in kinds


def _at(place: str, story: Story) -> str:
    """English is *at* a base, *in* a city; Arabic is «في» both."""
    return "at" if _is(place, _SITES, story) else "in"


def _feminine(side: Actor) -> bool:
    """Governments go by their capitals, which are feminine in Arabic."""
    return side.government is not None or side.gender is Gender.FEMININE


# ------------------------------------------------------------------ the words in it


def _words(fact: Fact, t: Translator) -> dict[str, str]:
    """What the templates may name. An actor is forces where they move, a government where it agrees or talks."""
    forces = _forces(fact.actor, t) if fact.actor else t("title.unnamed_forces")
    extent = fact.extent or "whole"
    words = {
        "forces": forces,
        "who": t(f"title.who.{extent}", forces=forces),
        "sites": t(f"title.sites.{extent}"),
    }
    if fact.actor:
        words |= {"actor": t.actor(fact.actor), "side": t.government(fact.actor)}
    if fact.counterpart:
        words |= {"other": t.government(fact.counterpart), "other_forces": _forces(fact.counterpart, t)}
    if fact.place:
        words["place"] = t.place(fact.place)
    if fact.to_place:
        words["to_place"] = t.place(fact.to_place)
    return words


def _forces(actor: str, t: Translator) -> str:
    """The actor's troops: its own name for them, or that of whom it belongs to; else simply its name."""
    named = next((a.forces for a in _upwards(actor, _story(t)) if a.forces), None)
    return t.name(named) if named else t.actor(actor)


def _upwards(actor: str, story: Story) -> list[Actor]:
    """The actor and all above it, nearest first."""
    chain = [story.actors[actor]]
    while (parent := chain[-1].parent) is not None:
        chain.append(story.actors[parent])
    return chain


def _story(t: Translator) -> Story:
    if t.story is None:
        raise KeyError("a headline without a story")
    return t.story
