"""Attribution: who says what in the passages of an article, the outlet's own words left to the outlet.

Read sentence by sentence; what one leaves to the next («وأضاف أن …», «المصدر نفسه») is `Heard`. How a sentence tells
who speaks is `introductions`; the words are data (`speech_words`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from storage.corpus.extraction.interviews import announces_interview, guest_of, introduced, is_interview, is_question
from storage.corpus.extraction.introductions import speech_at
from storage.corpus.extraction.lines import Line, line_of
from storage.corpus.extraction.marks import NameMark, Speech
from storage.corpus.extraction.naming import Speaker, is_named
from storage.corpus.extraction.passages import Passage
from storage.corpus.extraction.speech_words import Form, Verb, introduces
from storage.corpus.extraction.topics import topic_before
from storage.corpus.gazetteer import Noun
from storage.corpus.text import normalise
from storage.corpus.words import PerWord, bare, key, written
from storage.records import Attribution

_OPENING_MARKS, _CLOSING_MARKS = '«“"', "»”"
_NEAR, _KEPT, _OPENING, _SHORT = 3, 24, 14, 4
_QUESTIONS, _ANSWER, _INTRODUCED = (
    2,
    3,
    5,
)  # paragraphs of an answer, and of an article in which its guest is introduced
_OF_THEM = frozenset({"احدهم", "احدهما", "بعضهم", "اخرون", "الاثنان", "كلاهما", "هولاء"})
_IN_IT = "ففي"
_MOST = 32  # nobody reads so many speeches in one sentence


@dataclass(slots=True)
class Known:
    """A speaker named earlier in the article, with the words of his name folded."""

    keys: tuple[str, ...]
    attribution: Attribution


@dataclass(slots=True)
class Heard:
    """What the sentences before have left: who spoke last, in which paragraph, and who has spoken at all; and
    `found`, the speeches of this sentence so far. Kept up to date from one sentence to the next."""

    last: Attribution | None = None
    paragraph: int = -1
    quoting: bool = False
    known: tuple[Known, ...] = ()
    found: tuple[Speech, ...] = ()
    guest: Attribution | None = None
    """Who is interviewed."""

    asked: int = -1
    """The paragraph of the last question put to the guest."""

    asking: bool = False
    """Whether the article is made of questions and answers."""

    announced: bool = False
    """Whether its head tells of an interview."""

    def who(self, line: Line, speaker: Speaker) -> Attribution:
        """The speaker as the article first named him («المصدر نفسه», «السمرمد»)."""
        keys = tuple(key for key in line.keys[speaker.first : speaker.after] if key not in line.words.same)
        for known in _likest(self.known, keys):
            if len(known.keys) > len(keys) and _is_same(line, speaker, keys, known.keys):
                return known.attribution
        if len(keys) == 1 and keys[0] in line.words.media and keys[0].startswith("ال"):
            agencies = (known.attribution.agency for known in reversed(self.known) if known.attribution.agency)
            return Attribution(next(agencies, speaker.words))
        if len(keys) == 1 and keys[0] in _OF_THEM and self.last:  # «وأكد أحدهم أن …»
            return self.last
        if speaker.anonymous and len(keys) == 1 and keys[0].startswith("ال"):
            nameless = (known.attribution for known in reversed(self.known) if known.attribution.anonymous)
            return next(nameless, Attribution(speaker.words, None, True))
        return Attribution(speaker.words, None, speaker.anonymous)

    def still(self, line: Line, at: int, verb: Verb) -> Attribution | None:
        """He who spoke before in this sentence, he whom a participle belongs to, else the last speaker before."""
        if self.found:
            return self.found[-1].attribution
        topic = topic_before(line, at)
        given = _doer(line, at, verb) if verb.form is Form.NOUN else None
        if given and topic and any(name.first >= topic.after for name in line.names if name.after <= at):
            return given  # «سيطر التنظيم …، مما دفع أوباما إلى الإعلان عن …»
        if topic:
            return self.who(line, topic)
        if verb.form in (Form.DOING, Form.NOUN):
            return _doer(line, at, verb)
        near = line.passage.paragraph - self.paragraph <= _NEAR
        return self.last if near and at <= _OPENING else None


def mark_speeches(passages: Sequence[Passage], names: Sequence[Sequence[NameMark]]) -> tuple[tuple[Speech, ...], ...]:
    """Who says what in each passage; `names` are the names of each. Where two speeches cover a word, the later in
    the tuple is the inner one."""
    sentences = Counter(passage.paragraph for passage in passages)
    heard, found = Heard(asking=_asks(passages, sentences)), list[tuple[Speech, ...]]()
    for passage, marks in zip(passages, names, strict=True):
        alone = sentences[passage.paragraph] == 1
        if not passage.heading and passage.tokens:
            line = line_of(passage, marks)
            _read(line, heard)
            _answer(line, heard, alone)
            found.append(heard.found)
        else:
            found.append(())
            if heard.asking and not heard.announced and passage.tokens:
                heard.announced = announces_interview(line_of(passage, marks))
    return tuple(found)


def _asks(passages: Sequence[Passage], sentences: Counter[int]) -> bool:
    """Whether more than one paragraph is a question."""
    alone = (p for p in passages if p.tokens and sentences[p.paragraph] == 1)
    return len(list(islice((p for p in alone if "؟" in p.tokens[-1].after), _QUESTIONS))) == _QUESTIONS


def _answer(line: Line, heard: Heard, alone: bool) -> None:
    """Hear of the guest of an interview, of the questions put to him (each a paragraph of its own: `alone`), and of
    what he answers to them."""
    paragraph = line.passage.paragraph
    opening = heard.asked < 0 and paragraph < _INTRODUCED
    if heard.guest and alone and is_question(line):
        heard.last, heard.asked, heard.found = heard.guest, paragraph, ()
    elif guest := guest_of(line) if opening else None:
        heard.guest = heard.who(line, guest)
    elif heard.asking and heard.guest is None and paragraph < _INTRODUCED:
        heard.announced = heard.announced or announces_interview(line)
        named = introduced(line) if heard.announced else None
        heard.guest = heard.who(line, named) if named else None
    elif opening and heard.found and is_interview(line):
        heard.guest = heard.found[0].attribution
    elif heard.guest and heard.asked >= 0 and 0 < paragraph - heard.asked <= _ANSWER:
        _hear_answer(line, heard, heard.guest)


def _hear_answer(line: Line, heard: Heard, guest: Attribution) -> None:
    """The guest says all of the sentence, what he quotes of others within; «يُذكر أن …» is the outlet's last word."""
    if heard.found and not heard.asking:
        return
    if line.any_of(0, line.words.impersonal):
        heard.asked = -1
        return
    heard.found = (Speech(0, len(line), guest, 0, 0, "", ("speech.answer",)), *heard.found)
    heard.last, heard.paragraph = guest, line.passage.paragraph


def _read(line: Line, heard: Heard) -> None:
    """Hear the sentence."""
    resume, heard.found = 0, ()
    for at in (0, *[at for at in introduces.where(line.keys) if at]):
        if at < resume:
            continue
        if len(heard.found) == _MOST:
            break
        if speech := speech_at(line, at, heard):
            resume = max(speech.intro_after, at + 1)
            heard.found = (*heard.found, speech)
            heard.known = _remembered(speech, heard.known)
    if not heard.found and heard.last and _is_quotation(line, heard):
        heard.found = (Speech(0, len(line), heard.last, 0, 0, "", ("speech.quotation",)),)
    heard.quoting = bool(heard.found) and _leaves_open(line)
    for speech in reversed(heard.found):
        inner = any(o is not speech and o.first <= speech.intro_first < o.after for o in heard.found)
        if not inner and not _in_passing(line, speech):
            heard.last, heard.paragraph = speech.attribution, line.passage.paragraph
            break


def _in_passing(line: Line, speech: Speech) -> bool:
    """«بعد عام على إعلان بغداد النصر»: who is only mentioned does not go on speaking."""
    verb = line.verb(speech.intro_first)
    return verb is not None and verb.form is Form.NOUN


def _is_quotation(line: Line, heard: Heard) -> bool:
    """Whether the sentence goes on with what the last speaker was quoted saying."""
    if line.passage.paragraph - heard.paragraph > 1:
        return False
    if line.keys[0] == _IN_IT and line.passage.paragraph == heard.paragraph and not line.dated(1):
        return True  # «تفيد المصادر بأن …. ففي المرحلة الأولى تُخلى …»
    text = line.passage.article.text[line.passage.start : line.passage.end]
    return (heard.quoting and any(mark in text for mark in _CLOSING_MARKS)) or (
        text[0] in _OPENING_MARKS and len(line) > _SHORT
    )


def _leaves_open(line: Line) -> bool:
    """Whether a quotation is not closed when the sentence ends."""
    text = line.passage.read
    return any(text.count(opener) > text.count(closer) for opener, closer in ("«»", "“”"))


def _remembered(speech: Speech, known: tuple[Known, ...]) -> tuple[Known, ...]:
    words = speech.attribution.speaker
    if not words or any(k.attribution.speaker == words for k in known):
        return known
    keys = tuple([key(word[0]) for word in written(normalise(words.split("،")[0]))])
    return (*known, Known(keys, speech.attribution))[-_KEPT:]


def _doer(line: Line, at: int, verb: Verb) -> Attribution | None:
    """The named one who does what the sentence tells, «مؤكداً …»; the nearest before a noun («دفع فلاناً إلى
    المطالبة»)."""
    names = [name for name in line.names if name.after <= at and not name.lead and name.noun is not Noun.PLACE]
    if not names:
        return None
    name = names[0] if verb.form is Form.DOING else names[-1]
    return Attribution(line.passage.words(name.first, name.after))


# ------------------------------------------------------------------ the same speaker again


def _is_same(line: Line, speaker: Speaker, keys: tuple[str, ...], earlier: tuple[str, ...]) -> bool:
    """Whether a short name means the one who was named in full: «المسؤول» a «مسؤول أميركي كبير», «ميلر» the
    «القائم بأعمال وزير الدفاع كريستوفر ميلر»."""
    if not keys:
        return False
    if keys[0].startswith("ال") and _is_title(line, keys[0]) and len(keys) <= _SHORT:
        if is_named(line, speaker.first, speaker.after) and keys[-1] not in earlier:
            return False
        return _stem(keys[0]) in {_stem(key) for key in earlier[:2]}
    if len(keys) > 2 or _is_title(line, keys[0]) or line.names_place(speaker.first):
        return False
    return keys == earlier[-len(keys) :]


def _likest(known: tuple[Known, ...], keys: tuple[str, ...]) -> Iterator[Known]:
    """Those known, the latest first, but those whom every word of `keys` fits before the others («المصادر الأمنية»)."""
    stems = {_stem(key) for key in keys}
    whole = [one for one in known if stems <= {_stem(key) for key in one.keys}] if len(keys) > 1 else []
    yield from reversed(whole)
    yield from reversed(known)


def _is_title(line: Line, word: str) -> bool:
    return word in line.words.people or word in line.words.bodies or word in line.words.documents


def _stem(word: str) -> str:
    """A head without article and case: «المسؤولون», «مسؤولين» → one."""
    return _stems[word]


def _stem_of(word: str) -> str:
    plain = bare(word)
    return plain[:-2] + "ون" if plain.endswith("ين") else plain.removesuffix("ا")


_stems = PerWord(_stem_of)
