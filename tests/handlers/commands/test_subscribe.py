"""/subscribe in the whole bot: three taps, or a line; and the exact time of the next digest."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.asking import Conversation, Shown, as_text
from storage.database import subscriptions
from storage.database.queries import changes
from storage.schedule import Cadence, Schedule
from storage.subscription import Section, Subscription, SubscriptionState
from tests.conftest import Running
from tests.handlers.conftest import Stage
from tests.handlers.telegrams import CHANNEL, FORUM, GROUP, MASK, PERSON, TOPIC, Role, presses, says

READER = PERSON


def text(shown: Shown) -> str:
    return as_text(shown).replace("\u200f", "").replace("\u200e", "")


async def kept(running: Running, chat: int = READER) -> Subscription:
    found = await running.app.services.read(subscriptions.get, chat, None)
    assert found is not None
    return found


@pytest.fixture
def reader(running: Running) -> Conversation:
    return running.talk(READER)


# ------------------------------------------------------------------ three taps


async def test_three_taps_and_the_answer_is_the_exact_time_of_the_next_one(
    running: Running, reader: Conversation
) -> None:
    first = text(await reader.say("/subscribe"))
    assert "[يومياً] [في أيام تختارها]\n[أسبوعياً] [فور النشر]" in first
    second = text(await reader.press("يومياً"))
    assert second.startswith("في أي ساعة بتوقيت بغداد؟\nولساعة أخرى اكتبها، مثل 07:30.")
    done = text(await reader.press("08:00"))
    assert done.startswith(
        "✅ تم الاشتراك: يومياً، الساعة 08:00 بتوقيت بغداد.\n"
        "الموجز القادم: الأحد 22 تشرين الثاني 2026، 08:00 بتوقيت بغداد.\n"
        "إذا لم يكن هناك جديد فلن أرسل شيئاً.\n"
    )
    made = await kept(running)
    assert made.schedule == Schedule(Cadence.DAILY, at=time(8))
    assert made.next_due_at == datetime(2026, 11, 22, 5, tzinfo=UTC)
    assert (made.owner, made.state, made.sections) == (READER, SubscriptionState.ACTIVE, frozenset(Section))
    assert made.seen == await running.app.services.read(changes.latest) > 0
    assert text(await reader.press("✅ تم")).splitlines()[0] == "الاشتراك: يومياً، الساعة 08:00 بتوقيت بغداد."


async def test_the_same_in_english(running: Running, reader: Conversation) -> None:
    await reader.say("/language en")
    assert "How often would you like the digest?" in text(await reader.say("/subscribe"))
    assert "At what hour, Baghdad time?" in text(await reader.press("Daily"))
    assert text(await reader.press("20:00")).startswith(
        "✅ Subscribed: daily at 20:00, Baghdad time.\n"
        "Next digest: Saturday 21 November 2026, 20:00, Baghdad time.\n"
        "Where there is nothing new, I send nothing.\n"
    )
    assert (await kept(running)).next_due_at == datetime(2026, 11, 21, 17, tzinfo=UTC)


async def test_the_time_is_that_of_the_readers_zone_and_follows_it(running: Running, reader: Conversation) -> None:
    await reader.say("/settings لندن")
    await reader.say("/subscribe")
    assert "بتوقيت لندن" in text(await reader.press("يومياً"))
    assert "الأحد 22 تشرين الثاني 2026، 08:00 بتوقيت لندن" in text(await reader.press("08:00"))
    assert (await kept(running)).next_due_at == datetime(2026, 11, 22, 8, tzinfo=UTC)
    await reader.say("/settings نيويورك")
    assert (await kept(running)).next_due_at == datetime(2026, 11, 21, 13, tzinfo=UTC)
    assert "08:00 بتوقيت نيويورك" in text(await reader.say("/subscribe"))


async def test_a_week_starts_with_todays_day_and_any_other_can_be_chosen(
    running: Running, reader: Conversation
) -> None:
    await reader.say("/subscribe")
    assert "[✅ السبت]" in text(await reader.press("أسبوعياً"))
    shown = text(await reader.press("الخميس"))
    assert "[✅ الخميس]" in shown
    assert shown.count("✅") == 1
    assert "أسبوعياً، الخميس، الساعة 09:00" in text(await reader.press("09:00"))
    assert (await kept(running)).schedule == Schedule(Cadence.WEEKLY, frozenset({3}), time(9))


async def test_some_days_start_with_the_working_days_and_one_stays(running: Running, reader: Conversation) -> None:
    await reader.say("/subscribe")
    shown = text(await reader.press("في أيام"))
    assert shown.count("✅") == 5
    assert "[الجمعة] [السبت]" in shown
    for day in ("الأحد", "الاثنين", "الثلاثاء", "الأربعاء"):
        shown = text(await reader.press(f"✅ {day}"))
    assert shown.count("✅") == 1
    await reader.press("✅ الخميس")
    await reader.press("الجمعة")
    assert "أيام الخميس والجمعة، الساعة 07:00" in text(await reader.press("07:00"))
    assert (await kept(running)).schedule.weekdays == {3, 4}


async def test_at_once_needs_no_hour(running: Running, reader: Conversation) -> None:
    await reader.say("/subscribe")
    shown = text(await reader.press("فور النشر"))
    assert shown.startswith("✅ تم الاشتراك: فور نشر الجديد.\nيصل الموجز حين يُنشر جديد")
    assert (await kept(running)).schedule.cadence is Cadence.AT_ONCE


# ------------------------------------------------------------------ in words


@pytest.mark.parametrize("words", ["7:30", "٧:٣٠", "السابعة والنصف", "7.30", "7:30 صباحاً"])
async def test_another_hour_is_typed(running: Running, reader: Conversation, words: str) -> None:
    await reader.say("/subscribe")
    await reader.press("يومياً")
    assert "الساعة 07:30 بتوقيت بغداد" in text(await reader.say(words))
    assert (await kept(running)).schedule == Schedule(Cadence.DAILY, at=time(7, 30))
    # Who mistyped it just types another.
    assert text(await reader.say("8:15")).startswith("✅ تم التغيير: يومياً، الساعة 08:15")


async def test_an_hour_that_nobody_asked_for_is_a_question_like_any(running: Running, reader: Conversation) -> None:
    assert "لم أجد" in text(await reader.say("7:30"))
    await reader.say("/subscribe")
    await reader.press("يومياً")
    running.now += timedelta(hours=1)
    assert "لم أجد" in text(await reader.say("7:30"))
    await reader.press("08:00")
    await reader.say("/unsubscribe")
    assert "لم أجد" in text(await reader.say("7:30"))
    assert await running.app.services.read(subscriptions.get, READER, None) is None


async def test_other_words_are_questions_even_while_an_hour_is_asked_for(reader: Conversation) -> None:
    await reader.say("/subscribe")
    await reader.press("يومياً")
    assert "عين الأسد" in text(await reader.say("متى يغادرون عين الأسد؟"))


async def test_a_forwarded_hour_is_not_obeyed(running: Running, reader: Conversation) -> None:
    await reader.say("/subscribe")
    await reader.press("يومياً")
    running.api.user_sends(READER, READER, "7:30", forwarded=True)
    for update in await running.app.application.bot.get_updates(timeout=0):
        await running.app.application.process_update(update)
    assert await running.app.services.read(subscriptions.get, READER, None) is None


@pytest.mark.parametrize(
    ("words", "schedule"),
    [
        ("7:30", Schedule(Cadence.DAILY, at=time(7, 30))),
        ("يومياً ٧:٣٠", Schedule(Cadence.DAILY, at=time(7, 30))),
        ("daily 7:30pm", Schedule(Cadence.DAILY, at=time(19, 30))),
        ("الأحد والأربعاء 8", Schedule(Cadence.WEEKDAYS, frozenset({6, 2}), time(8))),
        ("كل خميس 8", Schedule(Cadence.WEEKLY, frozenset({3}), time(8))),
        ("weekly 8", Schedule(Cadence.WEEKLY, frozenset({5}), time(8))),
        ("فور النشر", Schedule(Cadence.AT_ONCE)),
    ],
)
async def test_one_line_does_it_all(running: Running, reader: Conversation, words: str, schedule: Schedule) -> None:
    assert text(await reader.say(f"/subscribe {words}")).startswith("✅ تم الاشتراك")
    assert (await kept(running)).schedule == schedule


async def test_a_line_without_an_hour_asks_for_it(running: Running, reader: Conversation) -> None:
    assert "اختر اليوم" in text(await reader.say("/subscribe كل خميس"))
    assert "أسبوعياً، الخميس، الساعة 09:30" in text(await reader.say("9:30"))


async def test_an_hour_alone_changes_only_the_hour(running: Running, reader: Conversation) -> None:
    await reader.say("/subscribe الأحد والأربعاء 8")
    assert text(await reader.say("/subscribe ٩:١٥")).startswith("✅ تم التغيير: أيام الأحد والأربعاء، الساعة 09:15")
    await reader.say("/subscribe فور النشر")
    assert "يومياً، الساعة 10:00" in text(await reader.say("/subscribe 10"))


async def test_what_is_not_understood_is_said_and_changes_nothing(running: Running, reader: Conversation) -> None:
    shown = text(await reader.say("/subscribe في عين الأسد"))
    assert shown == "لم أفهم «في عين الأسد». اكتب كم مرة وفي أي ساعة، مثل /subscribe يومياً 7:30"
    assert await running.app.services.read(subscriptions.get, READER, None) is None


# ------------------------------------------------------------------ quiet hours


async def test_an_hour_in_the_quiet_hours_asks_whether_they_shall_give_way(
    running: Running, reader: Conversation
) -> None:
    await reader.say("/subscribe")
    await reader.press("يومياً")
    shown = text(await reader.press("06:00"))
    assert "الساعة 06:00 تقع في ساعات الهدوء (من 22:00 إلى 07:00)" in shown
    assert "هل أغيّرها لتصبح من 22:00 إلى 06:00؟" in shown
    assert await running.app.services.read(subscriptions.get, READER, None) is None
    assert "الأحد 22 تشرين الثاني 2026، 06:00" in text(await reader.press("نعم"))
    made = await kept(running)
    assert (made.schedule.at, made.schedule.quiet_to) == (time(6), time(6))


async def test_or_the_digest_waits_for_their_end(running: Running, reader: Conversation) -> None:
    assert "تقع في ساعات الهدوء" in text(await reader.say("/subscribe يومياً 23:30"))
    assert "الأحد 22 تشرين الثاني 2026، 07:00" in text(await reader.press("لا، أرسله بعدها، الساعة 07:00"))
    made = await kept(running)
    assert (made.schedule.at, made.schedule.quiet_from, made.schedule.quiet_to) == (time(23, 30), time(22), time(7))
    assert made.next_due_at == datetime(2026, 11, 22, 4, tzinfo=UTC)


async def test_or_another_hour_is_chosen(running: Running, reader: Conversation) -> None:
    await reader.say("/subscribe يومياً 5")
    assert "في أي ساعة" in text(await reader.press("ساعة أخرى"))
    assert "الساعة 09:00" in text(await reader.press("09:00"))
    await reader.say("/subscribe 5:30")
    assert "الساعة 07:10" in text(await reader.say("7:10"))


# ------------------------------------------------------------------ changing


async def test_changing_the_time_leaves_everything_else(running: Running, reader: Conversation) -> None:
    await reader.say("/subscribe 8")
    before = await kept(running)
    chosen = replace(
        before, sections=frozenset({Section.NUMBERS}), places=frozenset({"iraq"}), sign_of_life=True, seen=before.seen
    )
    await running.app.services.write(subscriptions.put, chosen, running.now)
    assert "[🕗 الموعد]" in text(await reader.say("/subscribe"))
    assert "[✅ يومياً]" in text(await reader.press("الموعد"))
    await reader.press("أسبوعياً")
    assert text(await reader.press("12:00")).startswith("✅ تم التغيير")
    after = await kept(running)
    assert (after.id, after.sections, after.places, after.sign_of_life) == (
        before.id,
        chosen.sections,
        chosen.places,
        True,
    )
    assert "أرسلت سطراً واحداً في الأسبوع" in text(await reader.press("خيارات"))


async def test_a_day_that_had_its_digest_gets_no_other(running: Running, reader: Conversation) -> None:
    """At noon, after today's at 08:00 was planned, 15:00 is chosen: the next one is tomorrow's."""
    await reader.say("/subscribe 8")
    had = replace(await kept(running), planned=running.now.date())

    def as_if_planned(conn: object) -> None:
        subscriptions.remove(conn, had.id, running.now)  # type: ignore[arg-type]
        subscriptions.put(conn, had, running.now)  # type: ignore[arg-type]

    await running.app.services.write(as_if_planned)
    assert "الأحد 22 تشرين الثاني 2026، 15:00" in text(await reader.say("/subscribe 15"))


# ------------------------------------------------------------------ groups, topics, channels


async def test_an_admin_subscribes_the_group_and_members_read(stage: Stage) -> None:
    nothing = await stage.hear(says(stage.bot, "/subscribe", GROUP))
    assert nothing == ["ليست هذه المجموعة مشتركة في الموجز.\n\nلا يغيّر ذلك إلا مشرفو المجموعة."]
    stage.telegram.role = Role.ADMINISTRATOR
    await stage.hear(says(stage.bot, "/subscribe", GROUP))
    (asked, *_) = await stage.hear(presses(stage.bot, "b:at:daily::", GROUP))
    assert "ردّ بها على هذه الرسالة" in asked
    stage.telegram.role = Role.MEMBER
    (alert,) = await stage.hear(presses(stage.bot, "b:set:daily::0800", GROUP))
    assert "لمشرفي هذه المحادثة وحدهم" in alert
    stage.telegram.role = Role.CREATOR
    await stage.hear(presses(stage.bot, "b:set:daily::0800", GROUP))
    made = await stage.subscription(GROUP)
    assert made
    assert (made.chat, made.thread, made.owner) == (GROUP, None, PERSON)
    stage.telegram.role = Role.MEMBER
    (seen,) = await stage.hear(says(stage.bot, "/subscribe", GROUP))
    assert seen.startswith("اشتراك هذه المجموعة\nالموعد: يومياً، الساعة 08:00")
    assert stage.telegram.api.messages(GROUP)[-1].buttons == ()


async def test_each_topic_has_a_subscription_of_its_own(stage: Stage) -> None:
    stage.telegram.role = Role.CREATOR
    await stage.hear(says(stage.bot, "/subscribe daily 9", FORUM))
    made = await stage.subscription(FORUM, TOPIC)
    assert made
    assert await stage.subscription(FORUM) is None
    (seen,) = await stage.hear(says(stage.bot, "/subscribe", FORUM))
    assert seen.startswith("اشتراك هذا الموضوع")
    assert stage.telegram.api.messages(FORUM)[-1].topic == TOPIC


async def test_an_anonymous_admin_is_the_group(stage: Stage) -> None:
    await stage.hear(says(stage.bot, "/subscribe 9", GROUP, MASK, sender_chat=GROUP))
    made = await stage.subscription(GROUP)
    assert made
    assert made.owner == GROUP


async def test_a_channel_is_subscribed_by_a_post(stage: Stage) -> None:
    (asked,) = await stage.hear(says(stage.bot, "/subscribe يومياً", CHANNEL, None, sender_chat=CHANNEL))
    assert "ولساعة أخرى اكتب /subscribe 07:30." in asked
    (done,) = await stage.hear(says(stage.bot, "/subscribe 7:30", CHANNEL, None, sender_chat=CHANNEL))
    assert done.startswith("✅ تم الاشتراك: يومياً، الساعة 07:30")
    made = await stage.subscription(CHANNEL)
    assert made
    assert made.owner == CHANNEL
    (seen,) = await stage.hear(says(stage.bot, "/subscribe", CHANNEL, None, sender_chat=CHANNEL))
    assert seen.startswith("اشتراك هذه القناة")


# ------------------------------------------------------------------ every button


@pytest.mark.parametrize("language", ["ar", "en"])
async def test_every_button_that_is_shown_leads_somewhere(stage: Stage, language: str) -> None:
    """From /settings and /subscribe on, as far as buttons lead; of the days, a few stand for all."""
    await stage.hear(says(stage.bot, f"/language {language}", PERSON))
    waiting, seen = deque(["g:settings", "g:subscribe", "b:often"]), set[str]()
    while waiting:
        data = waiting.popleft()
        if data in seen or re.match(r"[clh]:|x:undo|b:\w+:weekdays:(?!01236|0126)", data):
            continue
        seen.add(data)
        if await stage.subscription(PERSON) is None:
            await stage.subscribe(PERSON)
        said = await stage.hear(presses(stage.bot, data, PERSON))
        assert said, data
        assert not any("E-" in line or "انتهت مدة" in line or "expired" in line for line in said), (data, said)
        waiting.extend(b.data for b in stage.telegram.api.messages(PERSON)[-1].buttons if b.data)
    assert len(seen) > 150
    assert {data.partition(":")[0] for data in seen} == {"b", "o", "x", "g"}
