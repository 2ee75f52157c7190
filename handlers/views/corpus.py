"""Loading on a screen: what would change, progress, what has changed, and everything wrong in the files.

For admins. A fact is called by its headline, a file's problem by its line and field and a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from handlers.i18n import Translator
from handlers.views.message import Block, Bold, Button, Code, Inline, Message, Paragraph
from handlers.views.receipts import dotted
from handlers.views.titles import label
from storage.changes import ArticleChange, Changes, FactChange, LoadReport
from storage.errors import SeedProblem
from storage.records import Event, Figure

T = TypeVar("T")
LISTED = 10
"""Changes of one sort that are named; the rest is counted."""
PROBLEMS = 60
STAGES = frozenset({"articles", "facts", "milestones", "timeline", "index"})
"""Parts of a load, as `storage.database.loading` calls them; all else is the name of a file."""
_SORTS = ("added", "changed", "removed")


# ------------------------------------------------------------------ what would change, what has changed


def preview(report: LoadReport, t: Translator, confirm: str, cancel: str) -> Message:
    """What loading would change, with buttons: `confirm` and `cancel` are their data."""
    buttons = (Button(t("corpus.confirm"), data=confirm), Button(t("corpus.cancel"), data=cancel))
    question = Paragraph((t("corpus.question"),))
    return Message((*_changes("corpus.preview", report, t), question), (buttons,))


def loaded(report: LoadReport, t: Translator) -> Message:
    """What a load has changed."""
    done = Paragraph((t("corpus.serving", revision=report.revision),))
    return Message((*_changes("corpus.loaded", report, t), done))


def unchanged(report: LoadReport, t: Translator) -> Message:
    """The files are what is served already."""
    return Message((Paragraph((t("corpus.unchanged", revision=report.revision),)), *_warnings(report.warnings, t)))


def undone(report: LoadReport, t: Translator) -> Message:
    """The earlier revision serves again, and stays until somebody loads."""
    stays = Paragraph(t.rich("corpus.stays", command=t.isolate("/reload")))
    done = Paragraph((t("corpus.serving", revision=report.revision),))
    return Message((*_changes("corpus.undone", report, t), done, stays))


def cancelled(t: Translator) -> Message:
    return Message((Paragraph((t("corpus.cancelled"),)),))


def refused(t: Translator) -> Message:
    """For everybody who is not an admin."""
    text = t("corpus.refused")
    return Message((Paragraph((text,)),), alert=text)


def working(done: int, total: int, what: str, t: Translator) -> Message:
    """How far the work is; `total` 0 where that is not known yet. `what` is the file at hand, or ""."""
    lines = [Paragraph((t("corpus.working"),))]
    if total:
        lines.append(Paragraph((t("corpus.progress", done=done, total=total),), tight=True))
    if what:
        lines.append(Paragraph((_stage(what, t),), tight=True))
    return Message(tuple(lines))


def _stage(what: str, t: Translator) -> Inline:
    """The part of the work in words, else the file at hand."""
    return t(f"corpus.stage.{what}") if what in STAGES else Code(what)


# ------------------------------------------------------------------ lists of changes


def _changes(heading: str, report: LoadReport, t: Translator) -> Iterator[Block]:
    yield Paragraph((Bold((t(heading),)),))
    yield from _section("articles", report.articles, _article, t)
    yield from _section("facts", report.facts, _fact, t)
    if report.story_changed:
        yield Paragraph((t("corpus.story_changed"),))
    yield from _warnings(report.warnings, t)


def _section(
    noun: str, changes: Changes[T], name: Callable[[T, Translator], tuple[Inline, ...]], t: Translator
) -> Iterator[Paragraph]:
    for sort in _SORTS:
        listed: tuple[T, ...] = getattr(changes, sort)
        if listed:
            yield Paragraph((t.n(f"corpus.{noun}.{sort}", len(listed)),))
            yield from (Paragraph(t.rich(f"corpus.item.{sort}", name=name(c, t)), tight=True) for c in listed[:LISTED])
        if len(listed) > LISTED:
            yield Paragraph((t.n("corpus.more", len(listed) - LISTED),), tight=True)


def _article(change: ArticleChange, t: Translator) -> tuple[Inline, ...]:
    return (t.isolate(change.title),) if change.title else (Code(change.article),)


def _fact(change: FactChange, t: Translator) -> tuple[Inline, ...]:
    fact = change.after or change.before
    try:
        return (Code(change.id),) if fact is None else _named(fact, t)
    except KeyError:  # a place or a side that only the new story knows, or no story yet
        return (Code(change.id),)


def _named(fact: Event | Figure, t: Translator) -> tuple[Inline, ...]:
    if isinstance(fact, Event):
        return dotted((label(fact, t), t.fuzzy(fact.date) if fact.date else ""))
    force = t.actor(fact.force) if fact.force else ""
    return dotted((t.counted(fact), force, t.place(fact.place) if fact.place else ""))


def _warnings(warnings: Sequence[str], t: Translator) -> Iterator[Paragraph]:
    if warnings:
        yield Paragraph((t.n("corpus.warnings", len(warnings)),))
    for warning in warnings[:LISTED]:
        yield Paragraph(_warning(warning, t), tight=True)
    if len(warnings) > LISTED:
        yield Paragraph((t.n("corpus.more", len(warnings) - LISTED),), tight=True)


def _warning(warning: str, t: Translator) -> tuple[Inline, ...]:
    """``code:what`` in words."""
    code, _, what = warning.partition(":")
    try:
        return t.rich(f"corpus.warning.{code}", what=Code(what))
    except KeyError:
        return (Code(warning),)


# ------------------------------------------------------------------ what is wrong


def problems(found: Sequence[SeedProblem], t: Translator) -> Message:
    """Every problem by file, line and field; what was served before goes on being served."""
    blocks: list[Block] = [Paragraph((Bold((t.n("corpus.problems", len(found)),)),))]
    for path, group in groupby(found[:PROBLEMS], key=lambda problem: problem.path):
        blocks.append(Paragraph((Code(path),)))
        blocks += [Paragraph(_problem(problem, t), tight=True) for problem in group]
    if len(found) > PROBLEMS:
        blocks.append(Paragraph((t.n("corpus.more", len(found) - PROBLEMS),)))
    blocks.append(Paragraph((t("corpus.still_serving"),)))
    return Message(tuple(blocks))


def _problem(problem: SeedProblem, t: Translator) -> tuple[Inline, ...]:
    line = t("corpus.line", line=problem.line) if problem.line else ""
    value = (Code(problem.value),) if problem.value else ""
    hint = t.rich("corpus.hint", hint=Code(problem.hint)) if problem.hint else ""
    field = (Code(problem.field),) if problem.field else ""
    return t.rich("corpus.item.problem", problem=dotted((line, field, _wrong(problem, t), value, hint)))


def _wrong(problem: SeedProblem, t: Translator) -> str | tuple[Inline, ...]:
    """The problem in words; one that has none yet by its code, so that nothing is hidden."""
    try:
        return problem_words(problem.code, t)
    except KeyError:
        return (Code(problem.code),)


def problem_words(code: str, t: Translator) -> str:
    """What a problem's code says; `KeyError` for one that has no words yet."""
    return t(f"problem.{code}")
