"""The article's text as text: spelling folded without moving a character, and sentences found.

`normalise` keeps every position, so that whatever is found in its result can be cited in the text itself;
`fold` is for comparing names and lines; `visible` and `tidy` fix a text before anything points into it.
What the words mean is read elsewhere (`extraction`), and so are stems (`stems`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from storage.records import Sentence

FILLER = "\u200b"
"""Stands in a normalised text where a mark without a letter of its own stood (zero-width space: `visible`
takes it out of every article, so in a normalised article it means nothing else)."""

# ------------------------------------------------------------------ characters

_LETTERS = {
    "ا": "أإآٱٲٳٵ",
    "و": "ؤٶ",
    "ي": "ئىیېۍ",
    "ه": "ةۃەہ",
    "ك": "کڪ",
    '"': "“”„‟«»‹›″〝〞",
    "'": "‘’‚‛′`",
    ".": "٫",
    ",": "٬",
    "%": "٪",
    " ": "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
}
_MARKS = (
    *range(0x0300, 0x0370),  # Latin combining marks
    *range(0x0610, 0x061B),
    0x0640,  # tatweel
    *range(0x064B, 0x0660),
    0x0670,
    *range(0x06D6, 0x06DD),
    *range(0x06DF, 0x06E5),
    *range(0x06E7, 0x06E9),
    *range(0x06EA, 0x06EE),
    *range(0x08D3, 0x0900),
)
_INVISIBLE = (0x00AD, 0x061C, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF)
_JOINERS = (0x200C, 0x200D)


def _table() -> dict[int, str]:
    table = {ord(c): to for to, group in _LETTERS.items() for c in group}
    table |= {0x0660 + i: str(i) for i in range(10)} | {0x06F0 + i: str(i) for i in range(10)}
    for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD)):  # Arabic letters in their printed shapes
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain != chr(code):
            table[code] = table.get(ord(plain), plain)
    return table | dict.fromkeys((*_MARKS, *_INVISIBLE, *_JOINERS), FILLER)


_NORMAL = _table()
_VISIBLE: Mapping[str, str] = {
    **dict.fromkeys(map(chr, _INVISIBLE), ""),
    **dict.fromkeys(map(chr, (0x0B, 0x0C, 0x85, 0x2028, 0x2029)), "\n"),
}


def normalise(text: str) -> str:
    """`text` with one spelling per word, character by character: hamza forms, ى, ة and Persian letters
    plain, digits 0-9, every double quote ``"``, spaces plain; marks that are no letters become `FILLER`.

    The result has exactly the length of `text`. Case is kept.
    """
    for written in _ODD.intersection(text):
        text = text.replace(written, _PLAIN[written])  # few letters of a text need it: faster than `translate`
    return text


_PLAIN = {chr(code): to for code, to in _NORMAL.items()}
_ODD = frozenset(_PLAIN)
_UPON = frozenset(chr(code) for code, to in _NORMAL.items() if to == FILLER)


def skip(text: str, start: int, letters: int) -> int:
    """The position after `letters` letters from `start`, and after the marks upon them."""
    while letters or text[start] in _UPON:
        letters -= text[start] not in _UPON
        start += 1
    return start


def fold(text: str) -> str:
    """`text` for comparing: normalised, marks gone, white space collapsed, case folded. Idempotent."""
    return " ".join(normalise(text).replace(FILLER, "").casefold().split())


def visible(text: str) -> str:
    """`text` without bidi controls and other invisible characters (joiners stay), with one kind of line break."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for written in _VISIBLE.keys() & frozenset(text):
        text = text.replace(written, _VISIBLE[written])
    return text


def tidy(text: str) -> str:
    """The visible text as it is kept and cited: lines trimmed, never two blank lines together. Idempotent."""
    lines = "\n".join(line.strip() for line in visible(text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def collapse(text: str) -> str:
    """`text` on one line with single spaces."""
    return " ".join(text.split())


# ------------------------------------------------------------------ sentences

_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"\s*(?:[-–—•●▪*·]+\s+)?")
_STOP = re.compile(r"([.!?؟۔…]+)[\"”“»)\]']*")
_QUOTED = re.compile(r"«[^«»\n]{0,400}»|[\"“”„][^\"“”„\n]{0,400}[\"“”„]|\([^()\n]{0,200}\)")
_WORD_BEFORE = re.compile(r"[^\W_]{1,12}$")
_SAID = re.compile(r"[^\W_]")
_TITLES = frozenset({"mr", "mrs", "ms", "dr", "gen", "lt", "col", "maj", "sgt", "st", "vs", "inc", "jr", "sr"})
_REACH = 13


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of `text` in order, each inside one line; a line is a paragraph, counted from 0.

    A full stop does not end a sentence in a number, after an initial or an abbreviation, in a pair of dots,
    or inside a quotation or a bracket of ordinary length. Every letter and digit is in exactly one
    sentence; list bullets are in none. Linear in the length of the text.
    """
    found: list[Sentence] = []
    lines = (line for line in _LINE.finditer(text) if not line[0].isspace())
    for paragraph, line in enumerate(lines):
        start = _end_of(_BULLET, text, line.start(), line.end())
        for end in _ends(text, start, line.end()):
            if sentence := _trimmed(text, start, end, paragraph):
                found.append(sentence)
            start = end
    return tuple(found)


def _end_of(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    match = pattern.match(text, start, end)
    return match.end() if match else start


def _trimmed(text: str, start: int, end: int, paragraph: int) -> Sentence | None:
    """The sentence in `text[start:end]`, or None where nothing is said."""
    if not _SAID.search(text, start, end):
        return None
    piece = text[start:end]
    lead = len(piece) - len(piece.lstrip())
    return Sentence(start + lead, start + len(piece.rstrip()), paragraph)


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    """Where the sentences of one line end; the last is the end of the line."""
    quotations = _QUOTED.finditer(text, start, end)
    quotation = next(quotations, None)
    for stop in _STOP.finditer(text, start, end):
        while quotation and quotation.end() <= stop.start():
            quotation = next(quotations, None)
        if quotation and quotation.start() < stop.start() and (stop.end() < quotation.end() or stop[1] != "."):
            continue
        if stop.end() < end and _is_end(text, start, stop):
            yield stop.end()
    yield end


def _is_end(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether these stop marks, with more of the line behind them, end a sentence."""
    marks, after = stop[1], text[stop.end()]
    if "…" in marks or ".." in marks:  # Arabic headlines write two dots where English has a dash
        return False
    spaced = after.isspace()
    if not spaced and not _is_arabic(after):
        return False
    if marks != "." or not text[stop.start() - 1 : stop.start()].isalnum():
        return spaced or marks != "."
    word = _WORD_BEFORE.search(text, max(start, stop.start() - _REACH), stop.start())
    if word is None or not spaced:  # «العراق.وقال»: the space was forgotten
        return word is not None and len(word[0]) > 2 and _is_arabic(word[0][-1])
    return not _is_abbreviation(text, start, word)


def _is_abbreviation(text: str, start: int, word: re.Match[str]) -> bool:
    """An initial («د.»), a title ("Gen."), or the number of a list item; «2025 م.» is none."""
    if word[0].isdecimal():
        return not text[start : word.start()].strip() if word.start() - start < _REACH else False
    if len(word[0]) == 1:
        return not text[max(start, word.start() - 2) : word.start()].rstrip()[-1:].isdecimal()
    return word[0].lower() in _TITLES


def _is_arabic(letter: str) -> bool:
    return "\u0620" <= letter <= "\u064a" or "\u0671" <= letter <= "\u06d3"
