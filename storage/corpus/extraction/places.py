"""Places of a passage as its events have them: landmarks and districts of a place taken off, words that point back
(«القاعدة»، «البلاد»، «منها») led to what they mean.

Which words name places is `names`; which event is where is `slots` and `events`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storage.corpus.extraction.clauses import Structure, broken
from storage.corpus.extraction.context import Context
from storage.corpus.extraction.forces import is_foreign, state_of
from storage.corpus.extraction.inflection import stripped
from storage.corpus.extraction.lexicon import Sense, keys, load_lexicon, particles
from storage.corpus.extraction.marks import NameMark
from storage.corpus.language import load_language
from storage.corpus.words import PerWord
from storage.records import PlaceKind, Story

_NEAR = 4
_LEAD = 3


@dataclass(slots=True)
class Site:
    """A place where something may be: tokens `first` up to `after`; `lead` is the preposition that leads to it;
    `pointed` where a word points back to it."""

    first: int
    after: int
    id: str
    lead: str = ""
    pointed: bool = False

    @property
    def toward(self) -> bool:
        """Whether something goes to it."""
        return self.lead in load_lexicon().toward


def sites(structure: Structure, context: Context) -> tuple[Site, ...]:
    """The places of a passage in text order; those of speakers and landmarks left out."""
    story, kept = context.story, list[Site]()
    for site in _all(structure, context):
        if _in_introduction(structure, site) or _is_origin(structure, site) or _is_government(structure, site):
            continue
        if kept and _specifies(structure, story, kept[-1], site):
            kept[-1] = Site(kept[-1].first, site.after, site.id, kept[-1].lead)
        elif not (kept and _qualifies(structure, story, kept[-1], site)):
            kept.append(site)
    return tuple(kept)


def _all(structure: Structure, context: Context) -> Iterator[Site]:
    """Named and pointed places, in text order."""
    marks = {name.first: name for name in structure.marked.places}
    covered = structure.covered  # «29 منه» is no place
    pointing = [at for at in _senses.where(structure.passage.keys) if at not in covered]
    before = list[str](context.places)
    stood = [id for id in before if id not in context.reached]
    last = -_NEAR - 1
    for at in sorted([*marks, *pointing]):
        if name := marks.get(at):
            site = Site(name.first, name.after, name.id, _lead(structure, name))
            if not (site.first - last <= _NEAR and before and context.story.within(before[-1], name.id)):
                before.append(name.id)
            last = site.after
            stood += [] if site.toward else [name.id]
            yield site
        else:
            for id in _pointed(structure, at, before, stood, context):
                if context.story.places[id].kind is PlaceKind.BASE:
                    before.append(id)  # «… القاعدة … وفيها»
                yield Site(at, at + 1, id, _lead_at(structure, at), pointed=True)


def _in_introduction(structure: Structure, site: Site) -> bool:
    speeches = structure.marked.speeches
    named = (s.intro_first < site.first or s.verb for s in speeches if s.intro_first <= site.first < s.intro_after)
    return any(named)  # «القائم (الأنبار): سلمت …»: no place speaks


def _is_government(structure: Structure, site: Site) -> bool:
    """«بموافقة بغداد»، «بطلب من بغداد»."""
    if site.pointed:
        return False
    back = [token.key for token in structure.passage.tokens[max(0, site.first - 2) : site.first]]
    near = back[-1:] if back[-1:] != ["من"] else back[:1]
    return any(word.rest in particles("assent") for key in near for word in stripped(key))


def _is_origin(structure: Structure, site: Site) -> bool:
    """«القوات القادمة من سوريا»."""
    back = structure.passage.tokens[max(0, site.first - 3) : site.first]
    return site.lead == "من" and any(token.key in particles("coming") for token in back)


# ------------------------------------------------------------------ what a place says of another


def _qualifies(structure: Structure, story: Story, last: Site, site: Site) -> bool:
    """Whether `site` only says where `last` lies: «قاعدة … في الأنبار»، «القيارة جنوب الموصل»."""
    if site.pointed or site.first - last.after > _NEAR or _joined(structure, site) or site.toward:
        return False
    return story.within(last.id, site.id) or _landmark(structure, site)


def _specifies(structure: Structure, story: Story, last: Site, site: Site) -> bool:
    """Whether `site` says more closely where: «في كركوك، قاعدة …»."""
    close = site.first - last.after <= 1 and not _joined(structure, site) and not site.toward
    return close and last.id != site.id and story.within(site.id, last.id)


def _joined(structure: Structure, site: Site) -> bool:
    """Whether «و» or «ف» leads to the place, upon it or upon its preposition."""
    tokens = structure.passage.tokens
    first = tokens[site.first]
    attached = first.key[:1] in ("و", "ف") and any(word.conjunction for word in stripped(first.key)[1:])
    before = tokens[site.first - 1].key if site.first else ""
    return (attached and not _starts_so(structure, site)) or before in particles("and_places")


def _starts_so(structure: Structure, site: Site) -> bool:
    """Whether the name itself begins with the letter."""
    mark = next((name for name in structure.marked.names if name.first == site.first), None)
    return mark is not None and stripped(structure.passage.tokens[site.first].key)[0].rest == mark.id


def _landmark(structure: Structure, site: Site) -> bool:
    words = load_lexicon().landmarks
    back = structure.passage.tokens[max(0, site.first - 2) : site.first]
    return any(word.rest in words for token in back for word in stripped(token.key))


# ------------------------------------------------------------------ leads


def _lead(structure: Structure, name: NameMark) -> str:
    found = _lead_at(structure, name.first)
    return name.lead if name.lead in ("ب", "ل") or not found else found


def _lead_at(structure: Structure, at: int) -> str:
    """The preposition that leads to what stands at a token, over a word or two of its kind («إلى مقر …»)."""
    prepositions = load_language().place_prepositions | load_lexicon().toward
    for back in range(at - 1, max(-1, at - 1 - _LEAD), -1):
        hit = structure.hit_at(back)
        if broken(structure.passage, back + 1) or back in structure.verbs:
            return ""
        if hit is not None and hit.entry.sense is Sense.TRIGGER and hit.first == back:  # «إلى إخلاء عين الأسد»
            return ""
        for word in stripped(structure.passage.tokens[back].key)[:2]:
            if word.rest in prepositions:
                return word.rest
    return ""


# ------------------------------------------------------------------ words that point back


def _pointed(
    structure: Structure, at: int, before: Sequence[str], stood: Sequence[str], context: Context
) -> tuple[str, ...]:
    """The places that a word points back to, () for any other word; `stood` are those named before that nothing
    went to."""
    key = structure.passage.tokens[at].key
    sense = _senses[key]
    if not sense or (sense == "base" and _is_organisation(structure, at)):
        return ()
    if sense == "there" and structure.passage.words(at, at + 1).endswith("ة"):  # «آلية» is folded like «إليه»
        return ()
    if sense == "there" and key in particles("lists") and broken(structure.passage, at):  # «…، منها قاعدتا …»
        return ()
    if sense == "both" and _lead_at(structure, at) not in particles("within"):
        return ()
    if sense == "both":
        return _two_countries(before, context)
    if sense == "bases":
        return _two_bases(before, context)
    found = _back(sense, key, stood if sense == "base" else before, context)
    return (found,) if found else ()


def _sense(key: str) -> str:
    anaphors = load_lexicon().anaphors
    return anaphors.get(key) or next((anaphors[w] for w in _forms(key) if w in anaphors), "")


_senses = PerWord(_sense)


def _forms(key: str) -> Iterator[str]:
    for word in stripped(key):
        if word.definite:
            yield "ال" + word.rest
        elif word.conjunction and not word.prefix and not word.pronoun:
            yield word.rest


def _is_organisation(structure: Structure, at: int) -> bool:
    """«تنظيم القاعدة»، «داعش والقاعدة»."""
    back = structure.passage.tokens[max(0, at - 2) : at]
    return any("isis" in load_lexicon().classes.get(w.rest, ()) for token in back for w in stripped(token.key)) or (
        at > 0 and structure.passage.tokens[at].key.startswith("و")
    )


def _back(sense: str, word: str, before: Sequence[str], context: Context) -> str | None:
    story = context.story
    if sense == "there":
        return before[-1] if before else context.country
    if sense == "country":
        roots = (story.root(id) for id in reversed(before))
        return next((root for root in roots if root and not _sends_forces(root, story)), context.country)
    kinds = _KINDS[sense]
    fitting = (id for id in reversed(before) if story.places[id].kind in kinds)
    named = next((id for id in fitting if sense != "base" or not _is_office(id, word, story)), None)
    return named or (_called(word, context) if sense == "region" else None)


def _sends_forces(root: str, story: Story) -> bool:
    """Whether a country is one whose forces are guests elsewhere: they do not leave «البلاد» there."""
    return is_foreign(state_of(root, story), story)


def _is_office(place: str, word: str, story: Story) -> bool:
    """Whether a base is a headquarters, which «القاعدة» does not mean."""
    office = keys(story.places[place].name.ar)[0]
    return office in particles("offices") and office not in word


_KINDS = {
    "base": (PlaceKind.BASE, PlaceKind.CROSSING),
    "region": (PlaceKind.REGION,),
    "city": (PlaceKind.CITY,),
}


def _called(word: str, context: Context) -> str | None:
    """The one region whose name has the word («إقليم كردستان» of «الإقليم»)."""
    kind = stripped(word)[-1].rest
    found = [p.id for p in context.story.places.values() if p.kind is PlaceKind.REGION and kind in keys(p.name.ar)]
    return found[0] if len(found) == 1 else None


def _two_bases(before: Sequence[str], context: Context) -> tuple[str, ...]:
    """The two bases named last («الموقعين»)."""
    found = list(dict.fromkeys(id for id in reversed(before) if _is_site(context.story.places[id].kind)))[:2]
    return tuple(reversed(found)) if len(found) == 2 else ()


def _is_site(kind: PlaceKind) -> bool:
    return kind in _KINDS["base"]


def _two_countries(before: Sequence[str], context: Context) -> tuple[str, ...]:
    """The two countries named last where troops may be in both."""
    roots = dict.fromkeys(context.story.root(id) for id in reversed(before[-6:]))
    found = [root for root in roots if root][:2]
    return tuple(reversed(found)) if len(found) == 2 else ()
