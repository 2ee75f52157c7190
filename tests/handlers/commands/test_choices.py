"""The choices of a subscription: sections, places, forces, quiet hours, a sign of life; reached from /settings."""

from __future__ import annotations

from datetime import time

import pytest

from bot.asking import Conversation, Shown, as_text
from handlers.views.choices import A_PAGE
from storage.database import subscriptions
from storage.database.queries import edition
from storage.schedule import Cadence, Schedule
from storage.subscription import Section, Subscription, SubscriptionState
from tests.conftest import Running
from tests.handlers.conftest import Stage
from tests.handlers.telegrams import GROUP, PERSON, Role, answers, presses


def text(shown: Shown) -> str:
    return as_text(shown).replace("\u200f", "").replace("\u200e", "")


async def kept(running: Running) -> Subscription:
    found = await running.app.services.read(subscriptions.get, PERSON, None)
    assert found is not None
    return found


@pytest.fixture
async def reader(running: Running) -> Conversation:
    """Subscribed, and in the middle of the settings."""
    talk = running.talk(PERSON)
    await talk.say("/subscribe 8")
    await talk.say("/settings")
    return talk


async def test_settings_lead_to_everything_that_was_chosen(reader: Conversation) -> None:
    shown = text(await reader.press("🔔 الاشتراك"))
    assert shown.startswith(
        "اشتراكك\n"
        "الموعد: يومياً، الساعة 08:00 بتوقيت بغداد\n"
        "الأقسام: كلها\nالأماكن: كلها\nالجهات: كلها\n"
        "ساعات الهدوء: من 22:00 إلى 07:00\n"
        "إذا لم يكن هناك جديد فلن أرسل شيئاً.\n\n"
        "الموجز القادم: الأحد 22 تشرين الثاني 2026، 08:00 بتوقيت بغداد."
    )
    assert "الإعدادات" in text(await reader.press("⚙️ الإعدادات"))


async def test_whoever_is_not_subscribed_is_led_to_subscribing(running: Running) -> None:
    reader = running.talk(PERSON)
    await reader.say("/settings")
    assert "لست مشتركاً في الموجز." in text(await reader.press("🔔 الاشتراك"))
    assert "كم مرة تريد الموجز؟" in text(await reader.press("🔔 اشترك"))


async def test_sections_are_chosen_and_one_stays(running: Running, reader: Conversation) -> None:
    await reader.press("🔔 الاشتراك")
    await reader.press("الأقسام")
    for label in ("الأحداث الجديدة", "المواعيد القريبة", "الخلافات الجديدة"):
        assert f"[{label}]" in text(await reader.press(f"✅ {label}"))
    assert (await kept(running)).sections == {Section.NUMBERS}
    assert "اترك قسماً واحداً" in (await reader.press("✅ الأرقام")).alert
    assert (await kept(running)).sections == {Section.NUMBERS}
    await reader.press("المواعيد القريبة")
    assert "الأقسام: المواعيد القريبة والأرقام التي تغيّرت" in text(await reader.press("↩️"))


async def test_places_are_followed_page_by_page(running: Running, reader: Conversation) -> None:
    story = (await running.app.services.read(edition.current)).story
    await reader.press("🔔 الاشتراك")
    shown = text(await reader.press("الأماكن"))
    assert "[✅ كل الأماكن]" in shown
    names = [line for line in shown.splitlines() if line.startswith("[")]
    assert sum(line.count("[") for line in names) == A_PAGE + 3
    assert "[✅ سوريا]" in text(await reader.press("سوريا"))
    for _ in range(len(story.places) // A_PAGE):
        shown = text(await reader.press("التالي"))
    assert "[التالي" not in shown
    assert "[كل الأماكن]" in shown
    await reader.press("قاعدة الأزرق")
    assert (await kept(running)).places == {"syria", "azraq"}
    assert "الأماكن: قاعدة الأزرق وسوريا" in text(await reader.press("↩️"))
    await reader.press("الأماكن")
    assert "[سوريا]" in text(await reader.press("✅ سوريا"))
    assert "[✅ كل الأماكن]" in text(await reader.press("كل الأماكن"))
    assert (await kept(running)).places == frozenset()


async def test_forces_are_followed_and_parts_of_them_go_along(running: Running, reader: Conversation) -> None:
    await reader.press("🔔 الاشتراك")
    shown = text(await reader.press("الجهات"))
    assert "[القوات الأميركية]" in shown
    assert "وزارة الدفاع الأميركية" not in shown
    await reader.press("القوات الأميركية")
    assert (await kept(running)).forces == {"us"}
    assert "الجهات: القوات الأميركية" in text(await reader.press("↩️"))


async def test_what_the_story_no_longer_has_is_forgotten_with_the_next_choice(stage: Stage) -> None:
    await stage.subscribe(PERSON, places=frozenset({"atlantis", "iraq"}))
    (shown,) = await first(stage, "o:home")
    assert "الأماكن: العراق" in shown
    await stage.hear(presses(stage.bot, "o:p:0:syria:1", PERSON))
    made = await stage.subscription(PERSON)
    assert made
    assert made.places == {"iraq", "syria"}


async def test_quiet_hours_are_chosen_typed_and_taken_away(running: Running, reader: Conversation) -> None:
    await reader.press("🔔 الاشتراك")
    assert "[✅ 22:00 – 07:00]" in text(await reader.press("ساعات الهدوء"))
    assert "ساعات الهدوء: من 23:00 إلى 06:00" in text(await reader.press("23:00"))
    await reader.press("ساعات الهدوء")
    assert "ساعات الهدوء: من 00:30 إلى 05:00" in text(await reader.say("من ٠٠:٣٠ إلى ٥"))
    made = await kept(running)
    assert (made.schedule.quiet_from, made.schedule.quiet_to) == (time(0, 30), time(5))
    # That was the answer: the next such words are no choice.
    assert "لم أجد" in text(await reader.say("3:33 - 4:44"))
    await reader.say("/settings")
    await reader.press("🔔 الاشتراك")
    await reader.press("ساعات الهدوء")
    assert "ساعات الهدوء: بلا ساعات هدوء" in text(await reader.press("بلا"))
    assert "✅ تم الاشتراك" not in text(await reader.say("/subscribe 3"))
    assert (await kept(running)).schedule.at == time(3)


async def test_quiet_hours_that_cover_the_hour_let_the_digest_wait(running: Running, reader: Conversation) -> None:
    await reader.press("🔔 الاشتراك")
    await reader.press("ساعات الهدوء")
    shown = text(await reader.press("00:00"))
    assert "الموجز القادم: الأحد 22 تشرين الثاني 2026، 09:00" in shown


async def test_a_sign_of_life_is_asked_for(running: Running, reader: Conversation) -> None:
    await reader.press("🔔 الاشتراك")
    shown = text(await reader.press("سطر كل أسبوع"))
    assert "أرسلت سطراً واحداً في الأسبوع" in shown
    assert (await kept(running)).sign_of_life
    await reader.press("✅ سطر كل أسبوع")
    assert not (await kept(running)).sign_of_life


async def test_two_presses_of_a_button_are_one(stage: Stage) -> None:
    await stage.subscribe(PERSON)
    for data in ("o:v:1", "o:s:numbers:0", "o:p:0:iraq:1", "o:f:0:us:1", "o:q:2300:0600"):
        await stage.hear(presses(stage.bot, data, PERSON))
        once = await stage.subscription(PERSON)
        await stage.hear(presses(stage.bot, data, PERSON))
        assert await stage.subscription(PERSON) == once, data


# ------------------------------------------------------------------ paused


async def test_a_paused_one_says_why_and_is_resumed_by_hand_only(stage: Stage) -> None:
    made = await stage.subscribe(PERSON, schedule=Schedule(Cadence.DAILY, at=time(8)))
    await stage.app.services.write(subscriptions.pause, made.id, "no_rights", stage.now)
    (shown,) = await first(stage, "o:home")
    assert "⏸ متوقف الآن: لا يحق للبوت أن يكتب هنا." in shown
    for data in ("o:v:1", "o:s:numbers:0", "o:q:2300:0600", "o:p:0:iraq:1", "c:zone:Asia/Amman"):
        await stage.hear(presses(stage.bot, data, PERSON))
        still = await stage.subscription(PERSON)
        assert still
        assert (still.state, still.pause_reason) == (SubscriptionState.PAUSED, "no_rights"), data
    (shown,) = await first(stage, "o:resume")
    assert "الموجز القادم" in shown
    after = await stage.subscription(PERSON)
    assert after
    assert after.state is SubscriptionState.ACTIVE


async def first(stage: Stage, data: str) -> list[str]:
    return (await stage.hear(presses(stage.bot, data, PERSON)))[:1]


@pytest.mark.parametrize(
    "data",
    [
        *("o:", "o:v", "o:v:2", "o:s:all:1", "o:s:numbers", "o:s:numbers:1:1"),
        *("o:q:2300", "o:q:2400:0700", "o:q:1:2:3"),
        *("o:p", "o:p:x", "o:p:9999", "o:p:0:atlantis:1", "o:p:0:iraq:2", "o:p:0:iraq", "o:f:0:iraqi:1"),
        *("o:z", "o:home:1"),
    ],
)
async def test_what_no_button_holds_is_refused(stage: Stage, data: str) -> None:
    await stage.subscribe(PERSON)
    before = await stage.rows()
    (alert,) = await stage.hear(presses(stage.bot, data, PERSON))
    assert "انتهت مدة هذا الزر" in alert
    assert await stage.rows() == before


async def test_where_there_is_no_subscription_no_choice_makes_one(stage: Stage) -> None:
    for data in ("o:v:1", "o:s:numbers:0", "o:q:2300:0600", "o:p:0:iraq:1", "o:f:0:us:1", "o:resume", "o:s", "o:q"):
        (shown, *_) = await stage.hear(presses(stage.bot, data, PERSON))
        assert "لست مشتركاً" in shown, data
        assert await stage.subscription(PERSON) is None


async def test_in_a_group_quiet_hours_are_typed_as_a_reply(stage: Stage) -> None:
    stage.telegram.role = Role.CREATOR
    await stage.subscribe(GROUP)
    (shown, *_) = await stage.hear(presses(stage.bot, "o:q", GROUP))
    assert "ردّ بها على هذه الرسالة" in shown
    await stage.hear(answers(stage.bot, "23-6", GROUP))
    made = await stage.subscription(GROUP)
    assert made
    assert (made.schedule.quiet_from, made.schedule.quiet_to) == (time(23), time(6))
