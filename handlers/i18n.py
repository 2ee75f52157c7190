"""Translator: everything a view says goes through it, in the language, digits and months of one chat.

It looks up catalogue entries, puts values into them (isolated where their direction differs), and
says dates, numbers and names. How each of these is worded is in the catalogues and in `handlers.dates`,
`handlers.counts` and `handlers.numbers`. Nothing here knows Telegram or the database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum

from handlers import catalogue, counts, dates, numbers
from handlers.bidi import foreign, isolated
from handlers.views.message import Code, Inline, Isolate
from storage.chat import ChatSettings, Language
from storage.fuzzydate import FuzzyDate
from storage.records import Figure, Kind, Localized, Publication, Story

Value = str | int | Isolate
"""What may stand in a plain entry: numbers are said in the reader's digits."""
Part = Inline | int | tuple[Inline, ...]
"""What may stand in a rich entry."""


class Translator:
    """The voice of one chat. `story` gives the names of places and sides; without one, asking for a
    name is a `KeyError`, as it is for an id the story lacks."""

    __slots__ = ("settings", "story", "style")

    def __init__(self, settings: ChatSettings, story: Story | None = None) -> None:
        self.settings = settings
        self.story = story
        self.style = numbers.Style.of(settings)

    @property
    def language(self) -> Language:
        return self.settings.language

    @property
    def rtl(self) -> bool:
        return self.settings.language is Language.ARABIC

    def with_story(self, story: Story) -> Translator:
        return Translator(self.settings, story)

    # -------------------------------------------------------------- catalogue entries

    def __call__(self, msgid: str, /, **values: Value) -> str:
        """The words of `msgid`. `KeyError` for an unknown id or a value that is not given."""
        return catalogue.fill(catalogue.template(self.style, msgid), self._plain(values))

    def n(self, msgid: str, count: int, /, **values: Value) -> str:
        """The form of `msgid` for `count`, which also stands in ``{count}``."""
        words = catalogue.plural_template(self.style, msgid, abs(count))
        return catalogue.fill(words, self._plain({"count": count, **values}))

    def rich(self, msgid: str, /, **parts: Part) -> tuple[Inline, ...]:
        """The words of `msgid` as rich text, with bold, links and the like in its placeholders."""
        return self._rich(catalogue.template(self.style, msgid), parts)

    def rich_n(self, msgid: str, count: int, /, **parts: Part) -> tuple[Inline, ...]:
        """`rich` for an entry with plural forms."""
        words = catalogue.plural_template(self.style, msgid, abs(count))
        return self._rich(words, {"count": count, **parts})

    def _plain(self, values: Mapping[str, Value]) -> dict[str, str]:
        return {name: self._text(value) for name, value in values.items()}

    def _text(self, value: Value) -> str:
        if isinstance(value, Isolate):
            return isolated(flat(value.parts))
        if isinstance(value, Enum):
            raise TypeError(f"{value!r} is an identifier, not a text for people")
        words = self.number(value) if isinstance(value, int) else value
        return isolated(words) if foreign(words, self.rtl) else words

    def _rich(self, words: str, parts: Mapping[str, Part]) -> tuple[Inline, ...]:
        pieces = catalogue.PLACEHOLDER.split(words)
        out: list[Inline] = []
        for index, piece in enumerate(pieces):
            if index % 2:
                out.extend(self._parts(parts[piece]))
            elif piece:
                out.append(piece)
        return tuple(out)

    def _parts(self, value: Part) -> tuple[Inline, ...]:
        if isinstance(value, str | int):
            return (self._text(value),)
        parts = value if isinstance(value, tuple) else (value,)
        if parts and not isinstance(parts[0], Isolate) and foreign(flat(parts), self.rtl):
            return (Isolate(parts),)
        return parts

    # -------------------------------------------------------------- numbers and dates

    def number(self, value: int) -> str:
        """2,500 or ٢٬٥٠٠."""
        return numbers.number(self.style, value)

    def percent(self, value: int) -> str:
        """20% or ٢٠٪."""
        return numbers.percent(self.style, value)

    def digits(self, text: str) -> str:
        """Text of our own with its digits as the reader chose; never for quoted words."""
        return numbers.in_digits(self.style, text)

    def year(self, value: int) -> str:
        """A year, ungrouped."""
        return numbers.bare(self.style, value)

    def hedged(self, figure: Figure) -> str:
        """نحو 2,500 / about 2,500."""
        return counts.hedged(self.style, figure)

    def counted(self, figure: Figure) -> str:
        """نحو 2,500 جندي / about 2,500 troops."""
        return counts.counted(self.style, figure)

    def date(self, when: date) -> str:
        """19 أيلول 2025 / 19 September 2025."""
        return dates.day(self.style, when)

    def month(self, month: int) -> str:
        """The name of a month, counted from 1."""
        return dates.month_name(self.style, month)

    def moment(self, when: datetime) -> str:
        """An aware moment in the chat's time zone: 19 أيلول 2025، 14:05."""
        return dates.moment(self.style, when, self.settings.zone)

    def fuzzy(self, when: FuzzyDate) -> str:
        """نهاية 2026, حتى أيلول 2026 على الأقل / end of 2026, at least until September 2026."""
        return dates.fuzzy(self.style, when)

    def period(self, when: FuzzyDate) -> str:
        """What `fuzzy` says without its bound, to stand behind a word: نهاية 2026 / the end of 2026."""
        return dates.period(self.style, when)

    def publication(self, published: Publication) -> str:
        return dates.publication(self.style, published)

    def reported(self, published: Publication) -> str:
        """ورد في 1 تشرين الأول 2025 / reported 1 October 2025: when a thing was told that names no day itself."""
        return dates.reported(self.style, published)

    def countdown(self, days: int) -> str:
        """يتبقى نحو 40 يوماً / about 40 days left."""
        return dates.countdown(self.style, days)

    def elapsed(self, days: int) -> str:
        """منذ 52 يوماً / 52 days ago."""
        return dates.elapsed(self.style, days)

    # -------------------------------------------------------------- names

    def name(self, words: Localized) -> str:
        """The reader's side of a text in both languages."""
        return self.digits(words.of(self.language))

    def place(self, place: str) -> str:
        return self.name(self._story(place).places[place].name)

    def actor(self, actor: str) -> str:
        return self.name(self._story(actor).actors[actor].name)

    def government(self, actor: str) -> str:
        """What `actor` is called where it stands for a state («واشنطن»), else its name."""
        found = self._story(actor).actors[actor]
        return self.name(found.government or found.name)

    def kind(self, kind: Kind) -> str:
        return self.name(self._story(kind).kinds[kind])

    def outlet(self, outlet: str | None, original: str | None) -> str:
        """An outlet by its id; one that the story lacks by its `original` name, isolated where foreign."""
        if outlet is not None and self.story is not None and outlet in self.story.outlets:
            return self.name(self.story.outlets[outlet].name)
        return self._text(original) if original else self("voice.outlet.unknown")

    def _story(self, wanted: str) -> Story:
        if self.story is None:
            raise KeyError(wanted)
        return self.story

    def isolate(self, text: str) -> Isolate:
        """A run of its own direction: a name in its original script, a handle, a /command."""
        return Isolate((text,))

    def join(self, items: Sequence[str]) -> str:
        """أ وب وج / a, b and c; "" for none."""
        if not items:
            return ""
        *head, last = [self._text(item) for item in items]
        if not head:
            return last
        first, *middle = head
        for item in middle:
            first = self("voice.join.more", first=first, next=item)
        return self("voice.join", first=first, last=last)


def flat(parts: tuple[Inline, ...]) -> str:
    """The words of rich text without its formatting; isolates stay."""
    return "".join(_words(part) for part in parts)


def _words(part: Inline) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, Code):
        return part.text
    words = flat(part.parts)
    return isolated(words) if isinstance(part, Isolate) else words
