"""Corpora made by hand: a small story, articles of a few sentences, and the records that belong to them.

For tests that need records without reading seed files. Texts are invented here. `small()` is a whole
corpus with something of everything; the other functions make one record each.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from storage import codes
from storage.fuzzydate import Bound, Edge, FuzzyDate
from storage.records import (
    Actor,
    Article,
    ArticleKind,
    Attribution,
    Citation,
    Corpus,
    Disagreement,
    DisagreementType,
    Episode,
    Event,
    Extent,
    Figure,
    Gender,
    GrammaticalNumber,
    Issue,
    Kind,
    Localized,
    Milestone,
    Modality,
    Outlet,
    Person,
    Phase,
    Place,
    PlaceKind,
    PlaceState,
    PlaceStatus,
    Publication,
    PublishedBasis,
    Qualifier,
    Sense,
    Sentence,
    Series,
    Side,
    SpeakerRole,
    Story,
    Unit,
)

# ------------------------------------------------------------------ the story


def _place(id_: str, kind: PlaceKind, parent: str | None, ar: str, en: str, *aliases: str) -> Place:
    return Place(id_, kind, parent, Localized(ar, en), aliases, (), 33.0, 44.0, approx=False)


def _actor(id_: str, parent: str | None, ar: str, en: str, government: Localized | None = None) -> Actor:
    return Actor(
        id=id_,
        name=Localized(ar, en),
        parent=parent,
        aliases=(),
        not_when=(),
        gender=Gender.FEMININE,
        number=GrammaticalNumber.SINGULAR,
        government=government,
        coalition_member=id_ == "us",
    )


@cache
def story() -> Story:
    """Iraq with a region, a province, two cities and a base; Syria; the US in the coalition."""
    places = (
        _place("iraq", PlaceKind.COUNTRY, None, "العراق", "Iraq"),
        _place("syria", PlaceKind.COUNTRY, None, "سوريا", "Syria", "سورية"),
        _place("kurdistan", PlaceKind.REGION, "iraq", "إقليم كردستان", "Kurdistan Region"),
        _place("anbar", PlaceKind.PROVINCE, "iraq", "الأنبار", "Anbar"),
        _place("baghdad", PlaceKind.CITY, "iraq", "بغداد", "Baghdad"),
        _place("erbil", PlaceKind.CITY, "kurdistan", "أربيل", "Erbil"),
        _place("ain_al_asad", PlaceKind.BASE, "anbar", "قاعدة عين الأسد", "Ain al-Asad air base", "عين الأسد"),
    )
    actors = (
        _actor("us", None, "القوات الأميركية", "US forces", Localized("واشنطن", "Washington")),
        _actor("us_centcom", "us", "القيادة المركزية", "US Central Command"),
        _actor("coalition", None, "التحالف الدولي", "International coalition"),
        _actor("iraq", None, "القوات العراقية", "Iraqi forces", Localized("بغداد", "Baghdad")),
        _actor("isis", None, "تنظيم داعش", "ISIS"),
    )
    sudani = Person("sudani", Localized("السوداني", "Sudani"), Localized("رئيس الوزراء", "prime minister"), (), ())
    return Story(
        id="test_story",
        title=Localized("قصة للتجربة", "A story for trial"),
        places={p.id: p for p in places},
        actors={a.id: a for a in actors},
        people={sudani.id: sudani},
        kinds={kind: Localized(f"نوع {number}", kind.value) for number, kind in enumerate(Kind)},
        outlets={"wire": Outlet("wire", Localized("الوكالة", "The Wire"), ("وكالة",), agency=True)},
        roles={"official": SpeakerRole("official", Localized("مسؤول", "an official"), ())},
        episodes={"second": Episode("second", Localized("الثانية", "the second"), dt.date(2014, 6, 10), None)},
        metonyms={"واشنطن": "us"},
    )


# ------------------------------------------------------------------ articles


def publication(day: str | None) -> Publication:
    """Published on that EDTF day, month or year; None = unknown."""
    if day is None:
        return Publication(None, PublishedBasis.UNKNOWN, None, None, ("no_date",))
    date = FuzzyDate(day)
    return Publication(day, PublishedBasis.STATED, date.earliest, date.latest)


def _lines(text: str) -> Iterator[Sentence]:
    start = 0
    for paragraph, line in enumerate(text.split("\n")):
        if line.strip():
            yield Sentence(start, start + len(line), paragraph)
        start += len(line) + 1


def article(
    id_: str = "000_first",
    text: str = "بدأت القوات الانسحاب.",
    day: str | None = "2025-10-01",
    title: str | None = None,
) -> Article:
    """Each line of `text` is one sentence and one paragraph."""
    return Article(
        id=id_,
        title=title,
        publisher="وكالة",
        outlet="wire",
        published=publication(day),
        language="ar",
        kind=ArticleKind.ARTICLE,
        url=None,
        note=None,
        text=text,
        sentences=tuple(_lines(text)),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        path=f"{id_}.txt",
        code=codes.assign([id_], {})[id_],
    )


def cite(source: Article, words: str) -> Citation:
    """The first sentence of `source` that holds `words`."""
    found = next(s for s in source.sentences if words in source.text[s.start : s.end])
    return source.cite(found.start, found.end)


# ------------------------------------------------------------------ facts


def event(
    source: Article,
    words: str,
    slug: str = "e1",
    kind: Kind = Kind.WITHDRAWAL,
    modality: Modality = Modality.HAPPENED,
    *,
    actor: str | None = "us",
    place: str | None = "iraq",
    to_place: str | None = None,
    date: FuzzyDate | None = None,
    extent: Extent | None = None,
    speaker: str | None = None,
    title: Localized | None = None,
    published: bool = True,
) -> Event:
    """An event cited from the sentence of `source` that holds `words`; its id is `article#slug`."""
    return Event(
        id=f"{source.id}#{slug}",
        kind=kind,
        modality=modality,
        citation=cite(source, words),
        actor=actor,
        place=place,
        to_place=to_place,
        date=date,
        extent=extent,
        attribution=Attribution(speaker=speaker),
        title=title,
        published=published,
    )


def figure(
    source: Article,
    words: str,
    slug: str = "f1",
    value: int = 2500,
    *,
    force: str | None = "us",
    place: str | None = "iraq",
    unit: Unit = Unit.PERSONNEL,
    sense: Sense | None = Sense.STRENGTH,
    as_of: FuzzyDate | None = None,
    published: bool = True,
) -> Figure:
    """A figure of "about `value`"."""
    return Figure(
        id=f"{source.id}#{slug}",
        force=force,
        unit=unit,
        qualifier=Qualifier.ABOUT,
        modality=Modality.HAPPENED,
        citation=cite(source, words),
        place=place,
        value=value,
        sense=sense,
        as_of=as_of,
        published=published,
    )


# ------------------------------------------------------------------ what they merge into

_PHASES = {
    Modality.HAPPENED: Phase.DONE,
    Modality.ONGOING: Phase.UNDER_WAY,
    Modality.PLANNED: Phase.PROMISED,
    Modality.CONDITIONAL: Phase.PROMISED,
    Modality.DENIED: Phase.DENIED,
}


def milestone(
    *events: Event,
    key: str = "",
    subject: str = "",
    reported: dt.date | None = dt.date(2025, 10, 1),
    fulfilled_by: str | None = None,
    disputed: bool = False,
) -> Milestone:
    """The milestone of these claims, the first of them leading."""
    lead = events[0]
    phase = _PHASES[lead.modality]
    key = key or f"{lead.kind}|{lead.actor}|{lead.place}|{phase}|{lead.id}"
    return Milestone(
        key=key,
        code=codes.assign([key], {})[key],
        subject=subject or f"{lead.kind}|{lead.actor}|{lead.place}",
        phase=phase,
        kind=lead.kind,
        modality=lead.modality,
        extent=lead.extent,
        actor=lead.actor,
        counterpart=lead.counterpart,
        place=lead.place,
        to_place=lead.to_place,
        date=lead.date,
        deadlines=tuple(e.date for e in events if e.date),
        title=lead.title,
        lead=lead.id,
        events=tuple(e.id for e in events),
        sources=len({e.citation.article for e in events}),
        disputed=disputed,
        reported=reported,
        fulfilled_by=fulfilled_by,
    )


def status(place: str, *events: Event, state: PlaceState = PlaceState.DRAWING_DOWN) -> PlaceStatus:
    dates = [e.date for e in events if e.date]
    return PlaceStatus(
        place=place,
        state=state,
        since=dates[0] if dates else None,
        disputed=False,
        events=tuple(e.id for e in events),
        reported=dt.date(2025, 10, 1),
    )


_ISSUES = {
    DisagreementType.WHAT: Issue.FRAME,
    DisagreementType.WHETHER: Issue.LEAVE,
    DisagreementType.WHEN: Issue.MISSED,
    DisagreementType.HOW_MANY: Issue.STRENGTH,
}


def disagreement(type_: DisagreementType, place: str | None, **sides: Sequence[Event | Figure]) -> Disagreement:
    """`sides` by stance: ``leave=[event], stay=[event, event]``."""
    id_ = f"{type_}:{place or '-'}:{'/'.join(sides)}"
    return Disagreement(
        id=id_,
        code=codes.assign([id_], {})[id_],
        type=type_,
        place=place,
        sides=tuple(Side(tuple(c.id for c in claims), stance) for stance, claims in sides.items()),
        issue=_ISSUES[type_],
    )


def series(*figures: Figure) -> Series:
    first = figures[0]
    id_ = f"{first.force}|{first.place}|{first.unit}|{first.sense}"
    ids = tuple(f.id for f in figures)
    return Series(id_, first.force, first.place, first.unit, first.sense, first.casualty, ids)


def corpus(
    articles: Sequence[Article] = (),
    events: Sequence[Event] = (),
    figures: Sequence[Figure] = (),
    *,
    milestones: Sequence[Milestone] | None = None,
    places: Sequence[PlaceStatus] = (),
    disagreements: Sequence[Disagreement] = (),
    runs: Sequence[Series] | None = None,
    story_: Story | None = None,
) -> Corpus:
    """Without `milestones`, one for each published event; without `runs`, one series a figure."""
    merged = [milestone(e) for e in events if e.published] if milestones is None else milestones
    keys = [*(a.id for a in articles), *(m.key for m in merged), *(d.id for d in disagreements)]
    given = codes.assign(keys, {})
    return Corpus(
        story=story_ or story(),
        articles=tuple(replace(a, code=given[a.id]) for a in articles),
        events=tuple(events),
        figures=tuple(figures),
        milestones=tuple(replace(m, code=given[m.key]) for m in merged),
        places=tuple(places),
        disagreements=tuple(replace(d, code=given[d.id]) for d in disagreements),
        series=tuple(series(f) for f in figures if f.published) if runs is None else tuple(runs),
    )


OLD = article(
    "000_old",
    "اتفق الطرفان على خطة تُخرج قوات التحالف من العراق.\n"
    "ويغادر الجميع قاعدة عين الأسد بحلول سبتمبر 2025.\n"
    "وتبقى قوات في أربيل حتى أيلول 2026 على الأقل.\n"
    "وفي العراق نحو 2500 جندي أميركي.",
    "2024-09",
    "خطة على دفعتين",
)
NEW = article(
    "001_new",
    "غادرت أول القوافل عين الأسد في نهاية آب 2025.\nوقال مسؤول إن الانسحاب من العراق لن يحدث.\nوفي سوريا نحو 900 جندي.",
    "2025-10-01",
    "القوافل تغادر",
)
UNDATED = article("002_undated", "لا يُعرف متى كُتب هذا عن الانسحاب.", None, "بلا تاريخ")


@cache
def small() -> Corpus:
    """Three articles (2024-09, 2025-10-01, undated), eight facts, and all that merges from them."""
    agreed = event(OLD, "اتفق", "agreed", Kind.AGREEMENT, actor="us")
    leave = event(
        OLD,
        "ويغادر",
        "leave",
        modality=Modality.PLANNED,
        actor="coalition",
        place="ain_al_asad",
        date=FuzzyDate("../2025-09", bound=Bound.BY),
        extent=Extent.ALL,
    )
    stay = event(
        OLD,
        "وتبقى",
        "stay",
        Kind.PRESENCE,
        Modality.PLANNED,
        place="erbil",
        date=FuzzyDate("2026-09/..", bound=Bound.UNTIL_AT_LEAST),
    )
    convoys = event(
        NEW, "غادرت", "convoys", place="ain_al_asad", date=FuzzyDate("2025-08", Edge.END), extent=Extent.FIRST
    )
    denied = event(NEW, "لن يحدث", "denied", modality=Modality.DENIED, speaker="مسؤول")
    rest = event(
        OLD, "اتفق", "rest", modality=Modality.PLANNED, date=FuzzyDate("../2026", Edge.END, Bound.BY), actor="coalition"
    )
    iraq = figure(OLD, "2500", "us-iraq")
    syria = figure(NEW, "900", "us-syria", 900, place="syria")
    events = (agreed, leave, stay, rest, convoys, denied)
    return corpus(
        (OLD, NEW, UNDATED),
        events,
        (iraq, syria),
        milestones=(
            milestone(agreed, reported=dt.date(2024, 9, 30)),
            milestone(leave, key="asad|promised", subject="asad", reported=dt.date(2024, 9, 30), disputed=True),
            milestone(stay, key="erbil|promised", subject="erbil", reported=dt.date(2024, 9, 30)),
            milestone(rest, key="iraq|promised", subject="iraq", reported=dt.date(2024, 9, 30), disputed=True),
            milestone(convoys, key="asad|under_way", subject="asad", disputed=True),
            milestone(denied, key="iraq|denied", subject="iraq", disputed=True),
        ),
        places=(
            status("iraq", denied, rest, state=PlaceState.UNCLEAR),
            status("erbil", stay, state=PlaceState.PRESENT),
            status("ain_al_asad", convoys, leave),
        ),
        disagreements=(
            disagreement(DisagreementType.WHETHER, "iraq", leave=[rest], stay=[denied]),
            disagreement(DisagreementType.WHEN, "ain_al_asad", deadline=[leave], begun=[convoys]),
        ),
    )
