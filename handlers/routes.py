"""Which answer a message asks for: commands, tappable links, deep links, plain questions. Pure text in, `Call` out.

What the answers are is `handlers.registry`; what a plain question means is `handlers.questions`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

QUESTION, LOOKUP = "?", "??"
"""The names under which a plain question is called, and somebody else's text, which is looked up and never obeyed."""
LINK_LETTERS = frozenset("mpa")
"""`/m_…` opens a milestone, `/p_…` a place, `/a_…` an article."""

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9_]{1,64}))?(?![A-Za-z0-9_@])(.*)", re.DOTALL)
_LINK = re.compile(r"([a-z])_([a-z0-9_]{1,60})")
# Clients and people bring isolates, marks and spaces along when they copy a line.
_EDGES = " \t\r\n\v\f\u00a0\u200b\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff"


@dataclass(frozen=True, slots=True)
class Said:
    """A message as routing sees it. `answered` = it replies to one of the bot's own messages."""

    text: str
    private: bool = True
    forwarded: bool = False
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """The name of an answer (a command, a link's letter, or `QUESTION`) and the words for it.

    `aimed` = the message is meant for this bot and no other, so that an unknown name deserves a reply.
    """

    name: str
    words: str
    aimed: bool = True


def read(said: Said, username: str) -> Call | None:
    """What `said` asks of the bot called `username`; None where it is not spoken to.

    In a group only commands, replies to the bot and mentions of it count. A forwarded text is somebody
    else's: it is looked up, never obeyed, and in a group it is left alone.
    """
    text = said.text.strip(_EDGES)
    if said.forwarded:
        return Call(LOOKUP, text) if said.private and text else None
    command = _COMMAND.match(text)
    if command:
        return _command(command, said, username)
    words, mentioned = _without_mention(text, username)
    if said.private or said.answered or mentioned:
        return Call(QUESTION, words)
    return None


def deep_link(payload: str) -> Call | None:
    """``m_k3x`` → the milestone's call; None for anything else."""
    match = _LINK.fullmatch(payload.strip(_EDGES).lower())
    return Call(match[1], match[2]) if match and match[1] in LINK_LETTERS else None


def _command(match: re.Match[str], said: Said, username: str) -> Call | None:
    name, addressee, rest = match[1].lower(), match[2], match[3].strip(_EDGES)
    if addressee is not None and addressee.casefold() != username.casefold():
        return None
    aimed = said.private or said.answered or addressee is not None
    link = deep_link(name)
    if link:
        return Call(link.name, link.words, aimed)
    if name == "start" and (opened := deep_link(rest)):
        return opened
    return Call(name, rest, aimed)


def _without_mention(text: str, username: str) -> tuple[str, bool]:
    if not username:
        return text, False
    rest, found = re.subn(rf"(?<![\w@])@{re.escape(username)}(?!\w)", " ", text, flags=re.IGNORECASE)
    return rest.strip(_EDGES + ",،:؛"), found > 0
