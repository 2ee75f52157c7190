"""Seed files for tests: a small story, an article and its facts, as text that a test changes and writes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from storage.corpus.reader import text_hash
from storage.errors import SeedError, SeedProblem
from storage.records import Kind

T = TypeVar("T")
SHIPPED_STORY = Path(__file__).parents[3] / "seeds" / "story.yaml"

STORY = (
    """\
story:
  id: tiny
  title: {ar: "قصة صغيرة", en: "A small story"}
places:
  - {id: iraq, kind: country, parent: null, lat: 33.2, lon: 43.7, name: {ar: "العراق", en: "Iraq"}, aliases: []}
  - {id: baghdad, kind: city, parent: iraq, lat: 33.31, lon: 44.37, name: {ar: "بغداد", en: "Baghdad"}, aliases: []}
  - {id: erbil, kind: city, parent: iraq, lat: 36.19, lon: 44.01, name: {ar: "أربيل", en: "Erbil"}, aliases: ["هولير"]}
actors:
  - {id: us, name: {ar: "القوات الأميركية", en: "US forces"}, gender: f, number: s, aliases: [], coalition_member: true}
  - {id: coalition, name: {ar: "التحالف", en: "The coalition"}, gender: m, number: s, aliases: []}
people:
  - {id: sudani, name: {ar: "السوداني", en: "Sudani"}, role: {ar: "رئيس الوزراء", en: "Prime minister"}, aliases: []}
event_kinds:
"""
    + "".join(f'  - {{id: {kind.value}, label: {{ar: "نوع", en: "Kind"}}}}\n' for kind in Kind)
    + """\
outlets:
  - {id: dijla, agency: false, name: {ar: "دجلة برس", en: "Dijla Press"}, aliases: ["دجلة"]}
roles:
  - {id: official, name: {ar: "مسؤول", en: "an official"}, aliases: []}
episodes:
  - {id: first, name: {ar: "الأول", en: "First"}, start: "2003-01-01", end: "2011-12-31"}
  - {id: second, name: {ar: "الثاني", en: "Second"}, start: "2014-01-01", end: null}
metonyms: {"واشنطن": us}
"""
)

LEAVE = "أعلنت دجلة أن القوات ستغادر بغداد بحلول نهاية عام 2026."
STAY = "وقال مسؤول إن نحو 900 جندي باقون في أربيل."
BODY = f"{LEAVE} {STAY}"
ARTICLE = f"""\
---
title: "خروج القوات"
publisher: "دجلة برس"
published: "2025-10-01"
kind: abstract
---
{BODY}
"""


def facts(claims: str, sha256: str = text_hash(BODY), article: str = "a001") -> str:
    """A facts file for `ARTICLE` with these claims."""
    return f"""\
# حقائق للتجربة
article: {article}
text_sha256: "{sha256}"
complete: true
reviewed_by: "محرر"
reviewed_on: "2026-11-22"
claims:
{claims}"""


CLAIMS = f"""\
  - quote: "{LEAVE}"
    events:
      - id: leave
        kind: withdrawal
        modality: planned
        actor: us  # قوات الولايات المتحدة
        place: baghdad
        date: {{edtf: "../2026", edge: end, bound: by, words: "بحلول نهاية عام 2026"}}
        title: {{ar: "خروج القوات من بغداد", en: "Forces leave Baghdad"}}
  # الجملة الثانية
  - quote: >-
      وقال مسؤول إن نحو 900 جندي
      باقون في أربيل.
    events:
      - {{id: stay, kind: presence, modality: happened, actor: us, place: erbil, said_by: "مسؤول", anonymous: true}}
    figures:
      - {{id: us-erbil-900, force: us, place: erbil, unit: personnel, qualifier: about, value: 900}}
"""


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def problems_of(read: Callable[[], object]) -> list[SeedProblem]:
    """The problems that `read` raises."""
    with pytest.raises(SeedError) as caught:
        read()
    return list(caught.value.problems)


def outcome(read: Callable[[], T]) -> T | tuple[SeedProblem, ...]:
    """What `read` gives, or the problems that it raises."""
    try:
        return read()
    except SeedError as error:
        return error.problems


def line_of(text: str, part: str) -> int:
    """The line of `text` on which `part` stands, which must be only one."""
    assert text.count(part) == 1
    return text[: text.index(part)].count("\n") + 1


def named(problems: list[SeedProblem]) -> list[tuple[int, str, str]]:
    """Line, field and code of each problem."""
    return [(problem.line, problem.field, problem.code) for problem in problems]
