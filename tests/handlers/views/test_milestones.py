"""A milestone in a list and its receipt: every claim with its sentence, the phases, the moved dates."""

from __future__ import annotations

import datetime as dt

from handlers.views.message import Bold, Inline, Message, Paragraph
from handlers.views.milestones import AT_ONCE, headline, lines, receipt
from storage.answers import Claim, Receipt
from storage.fuzzydate import Basis, Bound, Edge, FuzzyDate
from storage.records import (
    Disagreement,
    DisagreementType,
    Extent,
    Issue,
    Kind,
    Milestone,
    Modality,
    Phase,
    Publication,
    PublishedBasis,
)
from tests.handlers.handmade import TODAY, claim, edition, event, labels, milestone, shown, source, translator

END_OF_2026 = FuzzyDate("2026", Edge.END)
REST = event(actor="coalition", place="iraq", extent=Extent.REMAINING, date=END_OF_2026)


def listed(it: Milestone, language: str = "ar") -> list[str]:
    return shown(Message(lines(it, translator(language), TODAY))).splitlines()


def opened(
    it: Milestone,
    claims: tuple[Claim, ...] = (),
    phases: tuple[Milestone, ...] = (),
    disagreements: tuple[Disagreement, ...] = (),
    *,
    offset: int = 0,
    language: str = "ar",
) -> Message:
    return receipt(Receipt(edition(), it, claims, phases, disagreements), translator(language), TODAY, offset)


def bold(message: Message) -> list[str]:
    def words(part: Inline) -> str:
        return part if isinstance(part, str) else "".join(map(words, part.parts)) if hasattr(part, "parts") else ""

    paragraphs = [block for block in message.blocks if isinstance(block, Paragraph)]
    return [words(part) for block in paragraphs for part in block.parts if isinstance(part, Bold)]


# ------------------------------------------------------------------ in a list


def test_a_line_says_what_when_and_how_sure_in_arabic() -> None:
    assert listed(milestone(REST, sources=2, disputed=True)) == [
        "⏳ نهاية 2026 — خروج بقية قوات التحالف من العراق",
        "مقرر، يتبقى نحو 39 يوماً · مصدران · ⚖️ تختلف المصادر · /m_k3x",
    ]


def test_a_line_says_what_when_and_how_sure_in_english() -> None:
    assert listed(milestone(REST, sources=2), "en") == [
        "⏳ end of 2026 — Remaining coalition forces to leave Iraq",
        "planned, about 39 days left · 2 sources · /m_k3x",
    ]


def test_what_has_no_date_says_when_it_was_reported() -> None:
    first, second = listed(milestone(event(place="iraq")))
    assert first == "⏳ انسحاب القوات الأميركية من العراق"
    assert "ورد في 1 تشرين الأول 2025" in second


def test_a_report_without_a_date_is_not_dated() -> None:
    for reported in (None, dt.date.min):
        (_, second) = listed(milestone(event(), reported=reported))
        assert second == "مقرر · مصدر واحد · /m_k3x"


def test_an_estimated_report_says_so_and_names_no_day_that_is_not_known() -> None:
    early, late = dt.date(2026, 2, 23), dt.date(2026, 8, 25)
    estimated = Publication(f"{early}/{late}", PublishedBasis.INFERRED, early, late)
    (_, second) = listed(milestone(event(), reported=late, printed=estimated))
    assert "ورد بين 23 شباط و25 آب 2026 (تقديراً)" in second


def test_the_headline_keeps_the_hedge_of_the_date() -> None:
    until = FuzzyDate("2026-09/..", bound=Bound.UNTIL_AT_LEAST)
    stay = milestone(event(Kind.PRESENCE, place="kurdistan", extent=Extent.SOME, date=until))
    assert "حتى أيلول 2026 على الأقل" in headline(stay, translator(), TODAY)
    assert "at least until September 2026" in headline(stay, translator("en"), TODAY)


# ------------------------------------------------------------------ the receipt


def test_a_receipt_shows_the_sentence_of_every_claim() -> None:
    other = event(slug="e2", sentence="ويرحل من تبقى بحلول نهاية عام 2026.", date=END_OF_2026)
    text = shown(opened(milestone(REST, sources=2), (claim(REST), claim(other, source(2, "almonitor")))))
    for wanted in (REST.citation.sentence, other.citation.sentence, "إرم نيوز", "المونيتور", "الموعد: نهاية 2026"):
        assert wanted in text
    assert text.splitlines()[0] == "خروج بقية قوات التحالف من العراق"
    assert text.splitlines()[-1] == "تصل المصادر إلى 1 تشرين الأول 2025"


def test_a_claim_that_says_otherwise_says_so_on_its_line() -> None:
    by = FuzzyDate("../2026", Edge.END, Bound.BY)
    other = event(modality=Modality.CONDITIONAL, slug="e2", sentence="وقد يتأخر ذلك.", date=by)
    text = shown(opened(milestone(REST), (claim(REST), claim(other))))
    assert text.count("الموعد هنا: بحلول نهاية 2026") == 1
    assert text.count("بصيغة المشروط") == 1
    assert text.index("وقد يتأخر") < text.index("بصيغة المشروط")


def test_phases_stand_in_a_row_with_the_present_one_bold() -> None:
    begun = milestone(event(modality=Modality.HAPPENED, extent=Extent.FIRST), code="2gn", phase=Phase.UNDER_WAY)
    message = opened(milestone(REST), phases=(begun,))
    assert "المسار: مقرر ← قيد التنفيذ /m_2gn ← منجز: لم يرد" in shown(message)
    assert "مقرر" in bold(message)
    assert "قيد التنفيذ" not in bold(message)
    english = opened(milestone(REST), phases=(begun,), language="en")
    assert "Course: promised → begun /m_2gn → done: not reported" in shown(english)


def test_a_promise_before_a_done_thing_is_linked_and_nothing_is_awaited() -> None:
    done = milestone(event(modality=Modality.HAPPENED, date=FuzzyDate("2026-09")), code="dne")
    text = shown(opened(done, phases=(milestone(REST, code="prm"),)))
    assert "المسار: مقرر /m_prm ← منجز" in text
    assert "لم يرد" not in text


def test_what_only_happened_has_no_course() -> None:
    assert "المسار" not in shown(opened(milestone(event(Kind.ATTACK, Modality.HAPPENED))))


def test_nothing_is_awaited_of_a_stay() -> None:
    stay = milestone(event(Kind.PRESENCE, place="erbil", date=END_OF_2026))
    assert "لم يرد" not in shown(opened(stay))


def test_a_denial_of_the_same_subject_is_linked() -> None:
    denied = milestone(event(modality=Modality.DENIED), code="dny")
    assert "ورد نفي: /m_dny" in shown(opened(milestone(REST), phases=(denied,)))


def test_who_denies_a_repositioning_does_not_deny_the_withdrawal() -> None:
    denied = milestone(event(kind=Kind.REDEPLOYMENT, modality=Modality.DENIED), code="dny")
    assert "ورد نفي" not in shown(opened(milestone(REST), phases=(denied,)))


def test_a_moved_deadline_names_the_old_day_and_the_new() -> None:
    moved = milestone(REST, deadlines=(FuzzyDate("../2025-09", bound=Bound.BY), END_OF_2026))
    assert "الموعد الأصلي بحلول أيلول 2025، ثم نهاية 2026" in shown(opened(moved))
    assert "First given as by September 2025, then end of 2026" in shown(opened(moved, language="en"))
    assert "الأصلي" not in shown(opened(milestone(REST)))


def test_a_date_that_the_words_do_not_state_says_where_it_comes_from() -> None:
    counted = FuzzyDate("2025-06~", basis=Basis.PUBLICATION)
    text = shown(opened(milestone(event(Kind.REDUCTION, Modality.HAPPENED, place="syria", date=counted))))
    assert "التاريخ: نحو حزيران 2025 (محسوباً من تاريخ النشر)" in text


def test_without_a_date_the_receipt_says_so() -> None:
    assert "بلا تاريخ في المصادر، ورد في 1 تشرين الأول 2025" in shown(opened(milestone(event())))
    assert "بلا تاريخ في المصادر" in shown(opened(milestone(event(), reported=None)))


def test_disagreements_are_named_by_what_they_are_about() -> None:
    about = tuple(
        Disagreement(type_, "c", type_, "iraq", (), Issue.MISSED)
        for type_ in (DisagreementType.WHEN, DisagreementType.WHETHER)
    )
    text = shown(opened(milestone(REST), disagreements=about))
    assert "⚖️ تختلف المصادر في: الموعد وحدوثه أصلاً · /disputes" in text
    assert "/disputes" not in shown(opened(milestone(REST)))


def test_many_claims_are_shown_a_screen_at_a_time() -> None:
    claims = tuple(claim(event(slug=f"e{n}", sentence=f"الجملة رقم {n} من المقال.")) for n in range(AT_ONCE + 3))
    first = opened(milestone(REST), claims)
    assert labels(first) == ["3 أدلة أخرى ▼"]
    assert first.buttons[0][0].data == f"m:k3x:{AT_ONCE}"
    rest = opened(milestone(REST), claims, offset=AT_ONCE)
    assert labels(rest) == ["▲ الأدلة السابقة"]
    assert rest.buttons[0][0].data == "m:k3x:0"
    everything = shown(first) + shown(rest)
    assert all(c.event.citation.sentence in everything for c in claims)


def test_a_place_beyond_the_last_claim_is_no_fault() -> None:
    assert "خروج" in shown(opened(milestone(REST), (claim(REST),), offset=10**9))
