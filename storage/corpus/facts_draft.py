"""A facts file for an editor to start from: everything that extraction found in an article, signed by nobody yet.

It says ``draft: true``, and is set aside at every load until the editor takes that line out.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from storage.corpus.deciding import Fact, signed
from storage.corpus.decisions import seen
from storage.corpus.extraction.extractor import Extraction
from storage.corpus.facts_file import FactsFile
from storage.corpus.facts_rows import slug
from storage.corpus.facts_writer import write_anew
from storage.records import Article, Event, Figure

REMARK = """\
مسودة استُخرجت آلياً: راجع كل واقعة مع جملتها، وصحّحها أو احذفها، وأضف ما فات.
فإذا فرغت فاكتب اسمك في reviewed_by واحذف السطر draft. وإن كان هذا كل ما في المقال فاكتب complete: true،
وإلا عاد ما حذفته من الاستخراج.
A draft, extracted: check each fact against its sentence, correct or delete it, add what is missing. When done,
sign in reviewed_by and delete the line draft. If this is all that the article says, make it complete: true; else
extraction brings back what you deleted."""


def write_draft(path: Path, article: Article, found: Extraction, by: str, on: date) -> int:
    """Write all facts that were found into a draft at `path`, in place of whatever is there; how many they are."""
    facts: tuple[Fact, ...] = (*found.events, *found.figures)
    ready = [signed(fact) for fact in facts]
    file = FactsFile(
        article=article.id,
        text_sha256=article.sha256,
        complete=False,
        reviewed_by=by,
        reviewed_on=on,
        events=tuple(fact for fact in ready if isinstance(fact, Event)),
        figures=tuple(fact for fact in ready if isinstance(fact, Figure)),
        draft=True,
        speaks_of={fact.id: seen(fact) for fact in facts},
    )
    write_anew(path, file, REMARK, {slug(fact.id): _remark(fact) for fact in facts})
    return len(facts)


def _remark(fact: Fact) -> str:
    """How sure extraction was, and by which rules."""
    state = "" if fact.published else "?"
    return " ".join((f"{fact.confidence:.2f}{state}", *fact.reasons))
