"""Where a number is: the place of the story that the troops, the attacks or the dead of a mark are at.

The nearest fitting place of its own stretch of the sentence, which ends where the next number begins; a place that an
earlier number has taken is not taken again. Else the country spoken of before.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from storage.corpus.extraction.context import Context
from storage.corpus.extraction.figure_force import introduces
from storage.corpus.extraction.figure_pointing import Stretch, Whereabouts, anaphor, label_of
from storage.corpus.extraction.marks import Marked, NameMark, NumberMark
from storage.corpus.extraction.nations import country_force, nation
from storage.corpus.extraction.number_file import load_number_words
from storage.corpus.extraction.number_words import reads
from storage.corpus.extraction.passages import Token
from storage.records import PlaceKind, Unit

_COMMA = frozenset("،,()؛;:")
_REACH_AFTER, _LATELY, _PAIR, _CHAIN, _FAR, _LEAD, _BESIDE = 16, 3, 4, 3, 60, 5, 2
_MOVED_FROM, _MOVED_TO = frozenset({"من", "عن"}), frozenset({"الي", "نحو", "صوب"})
_WIDE = frozenset({PlaceKind.COUNTRY, PlaceKind.REGION})
_STRUCK = frozenset({Unit.CASUALTIES, Unit.ATTACKS})


def place_of(
    marked: Marked, context: Context, mark: NumberMark, stretch: Stretch, taken: Collection[NameMark]
) -> Whereabouts:
    """Where the number of `mark` is."""
    near = mark.unit in _STRUCK  # what falls near a place falls there
    places = [n for n in marked.places if (near or not _is_landmark(marked, n))]
    behind = [n for n in places if mark.after + _is_named_pair(mark) <= n.first < stretch.after]
    behind = [name for name in behind if _reaches(marked, mark, name)]
    spoken = [name for name in places if not introduces(marked, name)] or places
    before = [n for n in spoken if stretch.first <= n.first and n.after <= mark.first and n not in taken]
    before = [name for name in before if not _is_goal(marked, name)]
    label = None if behind else label_of(marked, context)
    if said := label or anaphor(marked, context, mark, stretch, behind[:1], before[-1:]):
        return said
    if behind and not (before and (_is_spread(marked, mark, behind[0]) or _is_origin(marked, behind[0]))):
        if _is_spread(marked, mark, behind[0]):  # «جلهم في كردستان»: not all of them
            return Whereabouts(context.story.root(behind[0].id), None, "figure.country_later", sure=False)
        return _behind(marked, context, mark, behind[0])
    if before:
        return _before(marked, context, mark, _nested(context, before))
    return _around(marked, context, mark, spoken)


def _behind(marked: Marked, context: Context, mark: NumberMark, name: NameMark) -> Whereabouts:
    """A place behind a number; of troops at several bases the country («في حرير وعين الأسد»)."""
    tokens, story = marked.passage.tokens, context.story
    more = next((n for n in marked.places if n.first >= name.after), None)
    gap = tokens[name.after : more.first] if more else ()
    listed = more is not None and all(token.key in load_number_words().listing for token in gap)
    joined = listed and tokens[name.after].key[:1] == "و" and tokens[name.after - 1].after.isspace()
    root = story.root(name.id)
    joined = joined and more is not None and not story.within(more.id, name.id)
    if joined and more and mark.unit is Unit.PERSONNEL and name.id != root and story.root(more.id) == root:
        return Whereabouts(root, name, "figure.places_behind")
    return Whereabouts(name.id, name, "figure.place_behind")


def _is_origin(marked: Marked, name: NameMark) -> bool:
    """«قادمين من سوريا»."""
    lead = marked.passage.tokens[max(name.first - _BESIDE, 0) : name.first]
    return any(token.keys & load_number_words().coming for token in lead)


def elsewhere(marked: Marked, mark: NumberMark, stretch: Stretch) -> bool:
    """Whether the number is said to be where the story is not («في أوروبا»)."""
    words, tokens = load_number_words(), marked.passage.tokens
    named = {at for name in marked.names for at in range(name.first, name.after)}
    for at in range(mark.after, min(stretch.after, mark.after + _REACH_AFTER, len(tokens))):
        if not _COMMA.isdisjoint(tokens[at - 1].after):
            break
        if at not in named and tokens[at].keys & words.elsewhere and tokens[at - 1].keys & (words.within | words.to):
            return True
    for at in range(mark.first - 1, max(stretch.first, mark.first - _LEAD, 1) - 1, -1):
        if at in named or not _COMMA.isdisjoint(tokens[at].after):
            break
        if tokens[at].keys & words.elsewhere and tokens[at - 1].keys & words.within:
            return True
    return False


# ------------------------------------------------------------------ behind and before


def _reaches(marked: Marked, mark: NumberMark, name: NameMark) -> bool:
    """Whether a place behind a number is in its clause: no comma between, or the comma right before «في»; a place
    that something goes to or comes from only where something moves."""
    tokens = marked.passage.tokens
    lead = name.first - 1 if name.lead and tokens[name.first - 1].keys & {name.lead} else name.first
    if tokens[lead].key[:1] == "و" and lead < name.first:
        return False
    noun = mark.head if mark.head is not None and mark.head > mark.first else mark.after - 1
    beside = name.first - noun <= _BESIDE
    if name.lead in _MOVED_FROM | _MOVED_TO and not beside and not _moves(marked, mark, name):
        return False
    aside = max(mark.after - 1, mark.head or 0) if _is_aside(marked, mark) else -1
    commas = [at for at in range(mark.after - 1, name.first) if not _COMMA.isdisjoint(tokens[at].after)]
    commas = [at for at in commas if at != aside]  # «غادر الجنود، وعددهم 320، قاعدة حرير»
    return not commas or (commas[-1] == lead - 1 and bool(name.lead))


def _is_aside(marked: Marked, mark: NumberMark) -> bool:
    words, lead = load_number_words(), marked.passage.tokens[max(mark.first - _BESIDE, 0) : mark.first]
    return any(token.keys & (words.counting | words.that_is) for token in lead)


def _moves(marked: Marked, mark: NumberMark, name: NameMark) -> bool:
    """Whether something moves: where to tells the place of those who arrive, not of those who leave."""
    words = load_number_words()
    arriving = name.lead in _MOVED_TO and mark.unit is not Unit.DETAINEES
    moving = words.arriving if arriving else words.leaving | words.arriving
    return any(reads(token) & moving for token in _back(marked, name.first))


def _back(marked: Marked, at: int) -> Sequence[Token]:
    """The words before token `at` that may govern it."""
    return marked.passage.tokens[max(at - _FAR, 0) : at]


def _is_goal(marked: Marked, name: NameMark) -> bool:
    """Whether somebody goes there and the text does not tell of an arrival («إلى الكويت»)."""
    words = load_number_words()
    tokens = marked.passage.tokens
    led = bool(name.first and tokens[name.first - 1].key in _MOVED_TO)
    if any(token.key in words.where for token in tokens[name.after : name.after + 1]):
        return False  # «إلى الشدادي التي تضم 300»
    return led and not any(reads(token) & words.arriving for token in _back(marked, name.first))


def _before(marked: Marked, context: Context, mark: NumberMark, name: NameMark) -> Whereabouts:
    """A place before a number; across a comma only a country or a region, and the scene of what was suffered."""
    story, tokens = context.story, marked.passage.tokens
    commas = [at for at in range(name.after - 1, mark.first) if not _COMMA.isdisjoint(tokens[at].after)]
    fronted = commas == [name.after - 1] and name.first <= _PAIR
    goes_on = (
        commas
        and tokens[commas[-1] + 1].key in load_number_words().where
        and name.after - 1 in range(commas[-1] - _CHAIN, commas[-1] + 1)
    )
    if not commas or fronted or goes_on or mark.unit in _STRUCK or story.places[name.id].kind in _WIDE:
        return Whereabouts(name.id, name, "figure.place_before")
    return Whereabouts(story.root(name.id), None, "figure.country_before", sure=False)


def _nested(context: Context, names: Sequence[NameMark]) -> NameMark:
    """The last of the names, or the one right before it that lies in it («قاعدة عين الأسد غربي العراق»)."""
    inner = names[-1]
    for name in reversed(names[:-1]):
        if inner.first - name.after > _CHAIN or not context.story.within(name.id, inner.id):
            break
        inner = name
    return inner


def _is_landmark(marked: Marked, name: NameMark) -> bool:
    """«قرب الموصل», «المحاذي لقاعدة التنف»: a place by which another is found."""
    words = load_number_words()
    tokens = marked.passage.tokens
    return any(tokens[at].keys & words.landmarks for at in range(max(name.first - 1, 0), name.first))


def _is_named_pair(mark: NumberMark) -> int:
    """How many words behind a dual name the two («قاعدتي كذا وكذا») and do not say where they are."""
    return _PAIR if mark.head == mark.first and mark.unit is Unit.OTHER else 0


def _is_spread(marked: Marked, mark: NumberMark, name: NameMark) -> bool:
    """Whether a place behind a number is only where some of those counted are («موزعين على قواعد في بغداد»)."""
    words, tokens = load_number_words(), marked.passage.tokens
    spread = [at for at in range(mark.after, name.first) if tokens[at].keys & words.spread]
    return bool(spread) and not any(token.key in words.source for token in tokens[spread[0] : name.first - 1])


# ------------------------------------------------------------------ no place of its own


def _around(marked: Marked, context: Context, mark: NumberMark, spoken: Sequence[NameMark]) -> Whereabouts:
    """The scene of what was suffered, or the country that the sentence, its ministry or the article speaks of."""
    story = context.story
    earlier = [name for name in spoken if name.after <= mark.first]
    earlier = [name for name in earlier if not _is_goal(marked, name)] or earlier
    later = [name for name in spoken if name.first >= mark.after]
    if earlier:
        return Whereabouts(story.root(earlier[-1].id), None, "figure.country_before", sure=False)
    if later and mark.unit is Unit.CASUALTIES:
        return Whereabouts(later[0].id, None, "figure.place_later")
    if mark.unit is Unit.DETAINEES and (country := _of_ministry(marked, context, mark)):
        return Whereabouts(country, None, "figure.country_of_ministry")
    if later and _is_left(marked, later[0]):
        return Whereabouts(later[0].id, later[0], "figure.place_left")
    if later and later[0].lead not in _MOVED_FROM | _MOVED_TO:
        return Whereabouts(story.root(later[0].id), None, "figure.country_later", sure=False)
    return Whereabouts(_spoken_of(context), None, "figure.country_of_context", sure=False)


def _is_left(marked: Marked, name: NameMark) -> bool:
    """«…، مغادرة معسكر فكتوريا»."""
    return bool(name.first and reads(marked.passage.tokens[name.first - 1]) & load_number_words().leaving)


def _of_ministry(marked: Marked, context: Context, mark: NumberMark) -> str | None:
    """The country whose ministry counts («وزارة العدل العراقية تحصي»)."""
    story = context.story
    countries = {country_force(story, id): id for id, place in story.places.items() if place.parent is None}
    nations = [nation(story, token.key) for token in reversed(_back(marked, mark.first))]
    return next((countries[a] for a in nations if a in countries and a and not story.actors[a].coalition_member), None)


def _spoken_of(context: Context) -> str | None:
    """The country that the last places lie in, where they lie in one; else the article's own."""
    countries = {context.story.root(place) for place in context.places[-_LATELY:]}
    return countries.pop() if len(countries) == 1 else context.country
