"""``mujaz review``: the review queue on the terminal, one fact after the other, decided on by a letter and Enter.

The same facts, words and files as /review in the chat; what is typed comes in line by line, so that it works through
a pipe as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot import terminal
from bot.asking import plain as without_isolates
from bot.complaints import not_decided
from bot.settings import Settings
from handlers import amending
from handlers.i18n import Translator
from handlers.views import review as view
from handlers.views.corpus import problem_words
from handlers.views.message import Message, plain
from storage.chat import Language
from storage.corpus import deciding
from storage.corpus.correcting import VOCABULARY, Fact, Part, corrected, parts
from storage.corpus.deciding import Ruling
from storage.corpus.decisions import Verdict
from storage.database.queries import articles, reviews
from storage.database.session import Database
from storage.errors import FactError, NotDecided
from storage.review import Proposal, Queue, left

_MARKS = str.maketrans("", "", "\u200e\u200f")
Listen = Callable[[str], str | None]
"""Shows a question and gives the line that was typed; None where no more will be."""


@dataclass
class Session:
    """One editor at one terminal. `scope` is the only article looked at, "" for all; with `published` also what was
    published of it as extracted. `decided` are the facts decided on, the latest last."""

    database: Database
    folder: Path
    t: Translator
    by: str
    today: date
    listen: Listen
    say: Callable[[str], None]
    scope: str = ""
    published: bool = False
    decided: list[str] = field(default_factory=list)

    def run(self) -> int:
        """Until nothing waits or the editor has enough; how many decisions were written."""
        fact = self._next("")
        while fact:
            fact = self._one(fact)
        self.say(self.t("review.nothing") if fact is None else "")
        return len(self.decided)

    # ---------------------------------------------------------------- one fact

    def _one(self, id_: str) -> str | None:
        """Show the fact and do what is typed; the fact to go on with, "" to stop, None where none waits."""
        with self.database.reader() as conn:
            proposal = reviews.proposal(conn, id_)
        self.t = self.t.with_story(proposal.edition.story)
        changes: dict[Part, str | None] = {}
        while True:
            self._show(proposal, changes)
            key = (self.listen(self.t("review.keys")) or "q").strip().casefold()
            match key[:1]:
                case "a" | "r":
                    return self._ruled(proposal, changes if key[0] == "a" else None)
                case "c":
                    self._correct(proposal, changes)
                case "n":
                    return self._next(id_)
                case "u":
                    return self._undone() or id_
                case "q":
                    return ""

    def _show(self, proposal: Proposal, changes: Mapping[Part, str | None]) -> None:
        _, waiting = self._waiting()
        fact = _corrected(proposal, changes)
        number = waiting.index(proposal.fact.id) + 1 if proposal.fact.id in waiting else 1
        desk = view.Desk(proposal, fact, number, max(len(waiting), 1), "-", frozenset(changes))
        self._tell(view.desk(desk, self.t))

    def _ruled(self, proposal: Proposal, changes: Mapping[Part, str | None] | None) -> str | None:
        fact = None if changes is None else _corrected(proposal, changes)
        ruling = Ruling(proposal.article, proposal.fact, fact, self.by, self.today)
        try:
            verdict = deciding.decide(self.folder, proposal.edition.story, ruling)
        except NotDecided as error:
            self.say(not_decided(error))
            return self._next(proposal.fact.id)
        self.decided.append(proposal.fact.id)
        self._told(verdict)
        return self._next(proposal.fact.id)

    def _undone(self) -> str | None:
        """Take the latest decision back; its fact, None where there is none."""
        if not self.decided:
            return None
        id_ = self.decided.pop()
        with self.database.reader() as conn:
            proposal = reviews.proposal(conn, id_)
        deciding.withdraw(self.folder, proposal.edition.story, proposal.article, id_)
        self.say(self.t("review.undone"))
        return id_

    # ---------------------------------------------------------------- corrections

    def _correct(self, proposal: Proposal, changes: dict[Part, str | None]) -> None:
        """Ask for a part and for what it should be."""
        known = parts(proposal.fact)
        part = self._chosen(self.t("review.which"), known, [self.t(f"review.part.{part}") for part in known])
        if part is None:
            return
        values = amending.offered(part, proposal)
        names = [view.value_name(part, value, self.t) for value in values]
        self._list(names)
        typed = (self.listen(self.t("review.typed", part=self.t(f"review.part.{part}"))) or "").strip()
        try:
            value = values[int(typed) - 1] if _counts(typed, values, part) else _read(part, typed, proposal)
            _corrected(proposal, {**changes, part: value})
        except FactError as error:
            self.say(problem_words(error.code, self.t))
        else:
            changes.pop(part, None)
            changes[part] = value

    def _chosen(self, question: str, known: tuple[Part, ...], names: list[str]) -> Part | None:
        self._list(names)
        typed = (self.listen(question) or "").strip()
        if typed.isascii() and typed.isdecimal() and 0 < int(typed) <= len(known):
            return known[int(typed) - 1]
        return next((part for part in known if part == typed), None)

    def _list(self, names: list[str]) -> None:
        self.say("\n".join(f"{number:>3}  {without_isolates(name)}" for number, name in enumerate(names, 1)))

    # ---------------------------------------------------------------- the queue

    def _next(self, after: str) -> str | None:
        queue, waiting = self._waiting()
        return queue.after(after, waiting) if waiting else None

    def _waiting(self) -> tuple[Queue, tuple[str, ...]]:
        with self.database.reader() as conn:
            whole = self.published and self.scope
            queue = reviews.extracted(conn, self.scope) if whole else reviews.waiting(conn).of(self.scope)
        return queue, left(queue, deciding.decided_of(self.folder, (each.article for each in queue.waiting)))

    def _told(self, verdict: Verdict) -> None:
        self.say(self.t(f"review.told.{verdict}", sign=view.SIGNS[verdict]))

    def _tell(self, message: Message) -> None:
        self.say("\n" + without_isolates(plain(message, self.t.rtl)).translate(_MARKS))


@dataclass(frozen=True, slots=True)
class Editor:
    """Who reviews, in which language, and what: one article (by number, code or id; "" for all), `everything` of
    it where also what was published as extracted."""

    by: str
    language: Language | None = None
    article: str = ""
    everything: bool = False


def review(database: Database, settings: Settings, editor: Editor) -> int:
    """Let the editor decide, one fact after the other; how many decisions were written. `NotFound`, `SeedError`."""
    with database.reader() as conn:
        scope = articles.card(conn, editor.article).source.article if editor.article else ""
    return Session(
        database=database,
        folder=settings.seeds_dir,
        t=terminal.translator(settings, editor.language),
        by=editor.by,
        today=terminal.today(settings),
        listen=terminal.listen,
        say=terminal.say,
        scope=scope,
        published=editor.everything,
    ).run()


def _corrected(proposal: Proposal, changes: Mapping[Part, str | None]) -> Fact:
    return corrected(proposal.fact, changes, proposal.edition.story)


def _counts(typed: str, values: tuple[str | None, ...], part: Part) -> bool:
    """Whether what was typed is a number in the list, and not the number of a figure."""
    return part is not Part.NUMBER and typed.isascii() and typed.isdecimal() and 0 < int(typed) <= len(values)


def _read(part: Part, typed: str, proposal: Proposal) -> str | None:
    if typed == amending.NOTHING:
        return None
    return typed if part in VOCABULARY else amending.read(part, typed, proposal)
