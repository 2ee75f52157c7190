"""Loading on a screen: every problem has words in both languages, nothing is hidden."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from handlers.views.corpus import LISTED, PROBLEMS, loaded, preview, problems, unchanged, undone, working
from storage.changes import ArticleChange, Changes, FactChange, LoadReport
from storage.errors import SeedProblem
from tests.handlers.handmade import count, event, labels, shown, translator

CORPUS = Path(__file__).resolve().parents[3] / "storage" / "corpus"
NOT_FOR_READERS = {"language.py", "cues.py", "stems.py"}
"""The language's own data: it comes with the code, and no reload reads it."""


def codes() -> set[str]:
    """Every code of a problem that reading seeds can name: the string arguments of the calls that add one."""
    found: set[str] = set()
    for path in sorted(CORPUS.glob("*.py")):
        if path.name in NOT_FOR_READERS:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            at = {"wrong": 1, "add": 2, "_wrong": 1, "known": 2, "_plain": 2, "_matching": 3}.get(name)
            given = [node.args[at]] if at is not None and len(node.args) > at else []
            given += [keyword.value for keyword in node.keywords if keyword.arg == "code"]
            found |= {
                c.value
                for arg in given
                for c in ast.walk(arg)
                if isinstance(c, ast.Constant) and isinstance(c.value, str)
            }
    return {code for code in found if re.fullmatch(r"[a-z][a-z0-9_]+", code)}


FACT_CODES = {"no_such_date", "bad_edtf", "bound_disagrees", "interval_reversed", "numbers_do_not_fit"}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_problem_has_words(language: str) -> None:
    known = codes()
    assert {"not_utf8", "unknown_place", "unknown_field", "missing", "yaml_tag", "too_large"} <= known
    t = translator(language)
    wordless = set()
    for code in known | FACT_CODES:
        try:
            t(f"problem.{code}")
        except KeyError:
            wordless.add(code)
    assert wordless == set()


def test_a_problem_is_named_by_file_line_field_value_and_hint() -> None:
    found = (
        SeedProblem("004.facts.yaml", 12, "claims.0.events.1.place", "unknown_place", "bagdad", "baghdad"),
        SeedProblem("004.facts.yaml", 20, "article", "missing"),
        SeedProblem("005.txt", code="empty"),
        SeedProblem("006.txt", 3, "", "never_heard_of"),
    )
    assert shown(problems(found, translator())) == (
        "4 أخطاء في الملفات\n\n"
        "004.facts.yaml\n"
        "▪️ السطر 12 · claims.0.events.1.place · مكان غير معروف · bagdad · لعلّ المقصود baghdad\n"
        "▪️ السطر 20 · article · حقل ناقص\n\n"
        "005.txt\n▪️ الملف فارغ\n\n"
        "006.txt\n▪️ السطر 3 · never_heard_of\n\n"
        "لم يُحمّل شيء، والنسخة الحالية باقية."
    )


def test_a_thousand_problems_are_counted() -> None:
    found = tuple(SeedProblem(f"{n:04}.txt", code="empty") for n in range(1000))
    text = shown(problems(found, translator("en")))
    assert text.startswith("1,000 problems in the files")
    assert text.count("the file is empty") == PROBLEMS
    assert f"and {1000 - PROBLEMS} more" in text


def report(**more: object) -> LoadReport:
    fields: dict[str, object] = {
        "revision": 3,
        "fingerprint": "f",
        "articles": Changes(),
        "facts": Changes(),
        "story_changed": False,
    }
    return LoadReport(**{**fields, **more})  # type: ignore[arg-type]


def test_changes_are_named_by_title_and_headline() -> None:
    changes = report(
        articles=Changes(added=(ArticleChange("a", "خبر"), ArticleChange("b_id", None))),
        facts=Changes(
            changed=(FactChange("a#1", event(), event(place="erbil")),),
            removed=(FactChange("a#2", count(900).figure, None),),
        ),
        story_changed=True,
    )
    text = shown(preview(changes, translator(), "r:yes:x", "r:no:x"))
    for line in (
        "مقالان جديدان\n➕ خبر\n➕ b_id",
        "واقعة تغيرت\n✏️ انسحاب القوات الأميركية من أربيل",
        "واقعة حُذفت\n➖ نحو 900 جندي · القوات الأميركية",
        "تغير ملف القصة",
    ):
        assert line in text


def test_a_fact_that_the_served_story_cannot_name_is_named_by_its_id() -> None:
    changes = report(facts=Changes(added=(FactChange("a#1", None, event(place="atlantis")),)))
    assert "➕ a#1" in shown(loaded(changes, translator()))


def test_long_lists_are_cut_and_counted() -> None:
    many = tuple(ArticleChange(f"a{n}", f"خبر {n}") for n in range(LISTED + 3))
    text = shown(loaded(report(articles=Changes(added=many)), translator()))
    assert text.count("➕") == LISTED
    assert "و3 غيرها" in text


def test_warnings_are_in_words() -> None:
    text = shown(unchanged(report(warnings=("stale_facts:004.facts.yaml", "strange:x")), translator("en")))
    assert "set aside: 004.facts.yaml" in text
    assert "strange:x" in text


def test_undoing_says_that_it_stays() -> None:
    text = shown(undone(report(), translator()))
    assert "النسخة المعتمدة الآن رقم 3" in text
    assert "/reload" in text


def test_progress_names_the_file_or_the_stage() -> None:
    assert shown(working(0, 0, "", translator())) == "⏳ أقرأ الملفات…"
    assert shown(working(2, 5, "002.txt", translator("en"))).endswith("2 of 5\n002.txt")
    assert shown(working(2, 5, "index", translator())).endswith("2 من 5\nفهرس البحث")
    assert labels(working(2, 5, "index", translator())) == []
