"""The ledger: how long is left, since when it is overdue, who promised it; overdue is never called done."""

from __future__ import annotations

from handlers.views.deadlines import UNDATED, ledger
from handlers.views.message import Message
from storage.answers import Deadline, Ledger
from storage.fuzzydate import Bound, Edge, FuzzyDate
from storage.records import Event, Extent, Modality
from tests.handlers.handmade import TODAY, claim, edition, event, labels, milestone, shown, source, translator

REST = event(
    actor="coalition",
    place="iraq",
    extent=Extent.REMAINING,
    date=FuzzyDate("2026", Edge.END),
    speaker="عدد من المطلعين",
    anonymous=True,
)
BAGHDAD = event(date=FuzzyDate("2025-09", Edge.END))
PERHAPS = event(modality=Modality.CONDITIONAL, place="syria", date=FuzzyDate("../2026-11-01", bound=Bound.BY))
SOMEDAY = event(place="erbil")


def due(lead: Event, code: str, sources: int = 1, *, disputed: bool = False) -> Deadline:
    origin = source()
    return Deadline(milestone(lead, code=code, sources=sources, disputed=disputed), claim(lead, origin), (origin,))


def screen(
    upcoming: tuple[Deadline, ...] = (),
    overdue: tuple[Deadline, ...] = (),
    undated: tuple[Deadline, ...] = (),
    language: str = "ar",
) -> Message:
    return ledger(Ledger(edition(), TODAY, upcoming, overdue, undated), translator(language))


def test_a_promise_ahead_says_what_is_left_and_who_promised() -> None:
    text = shown(screen((due(REST, "wby", 2, disputed=True),)))
    assert "اليوم 22 تشرين الثاني 2026" in text
    assert "⏳ نهاية 2026 — خروج بقية قوات التحالف من العراق" in text
    line = "يتبقى نحو 39 يوماً · المصدر: عدد من المطلعين (دون تسمية)، إرم نيوز · ومصدر آخر · ⚖️ تختلف المصادر · /m_wby"
    assert line in text


def test_an_overdue_promise_says_since_when_and_that_nothing_confirms_it() -> None:
    text = shown(screen(overdue=(due(BAGHDAD, "znb"),)))
    assert "مواعيد انقضت ولم يرد تأكيد" in text
    assert "⚠️ نهاية أيلول 2025 — انسحاب القوات الأميركية من بغداد" in text
    assert "انقضى في 30 أيلول 2025، قبل 418 يوماً · المصدر: إرم نيوز · /m_znb" in text
    assert "✅" not in text
    english = shown(screen(overdue=(due(BAGHDAD, "znb"),), language="en"))
    assert "Overdue, unconfirmed" in english
    assert "passed on 30 September 2025, 418 days ago · source: Erem News" in english


def test_a_condition_whose_time_is_over_was_no_promise() -> None:
    text = shown(screen(overdue=(due(BAGHDAD, "znb"), due(PERHAPS, "per"))))
    assert text.index("/m_znb") < text.index("احتمالات انقضى وقتها") < text.index("/m_per")
    only = shown(screen(overdue=(due(PERHAPS, "per"),)))
    assert "ولم يرد تأكيد" not in only


def test_what_is_ahead_stands_before_what_is_over_and_that_before_what_has_no_day() -> None:
    text = shown(screen((due(REST, "wby"),), (due(BAGHDAD, "znb"),), (due(SOMEDAY, "smd"),)))
    places = [text.index(f"/m_{code}") for code in ("wby", "znb", "smd")]
    assert places == sorted(places)


def test_promises_without_a_day_are_few_and_lead_to_the_others() -> None:
    message = screen(undated=tuple(due(SOMEDAY, f"s{n}") for n in range(UNDATED + 4)))
    assert shown(message).count("/m_s") == UNDATED
    assert "ورد في 1 تشرين الأول 2025" in shown(message)
    assert labels(message) == ["كل ما لا تاريخ له"]
    assert message.buttons[0][0].data == "t:-:u"


def test_an_empty_ledger_says_what_the_corpus_holds() -> None:
    text = shown(screen())
    assert text.startswith("لا مواعيد في المصادر")
    assert "5 مقالات" in text


def test_the_ledger_says_how_far_the_sources_reach() -> None:
    assert shown(screen((due(REST, "wby"),))).endswith("تصل المصادر إلى 1 تشرين الأول 2025")
