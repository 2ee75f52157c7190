"""/broadcast and /subscribers: a notice seen before it goes into the outbox, once; and what there is in numbers."""

from __future__ import annotations

import json
from datetime import time, timedelta

import pytest

from bot.parcels import read
from storage.database import contents, deliveries, subscriptions
from storage.schedule import Cadence, Schedule
from storage.subscription import DeliveryState
from tests.conftest import ADMIN
from tests.handlers.conftest import Stage
from tests.handlers.telegrams import FORUM, GROUP, PERSON, TOPIC, presses, says

_MINUTE = timedelta(minutes=1)


def newest(stage: Stage, verb: str) -> str:
    buttons = [b.data or "" for m in reversed(stage.telegram.api.messages(ADMIN)) for b in m.buttons]
    return next(data for data in buttons if data.startswith(verb))


async def confirmed(stage: Stage, words: str) -> str:
    await stage.hear(says(stage.bot, f"/broadcast {words}", ADMIN, ADMIN))
    (said, *_) = await stage.hear(presses(stage.bot, newest(stage, "k:yes"), ADMIN, ADMIN))
    return said


async def test_it_is_shown_as_it_will_arrive_and_to_how_many(stage: Stage) -> None:
    for chat, thread in ((PERSON, None), (FORUM, TOPIC), (GROUP, None)):
        await stage.subscribe(chat, thread)
    (shown,) = await stage.hear(says(stage.bot, "/broadcast سطر <أول>\nوثانٍ\n\nفقرة", ADMIN, ADMIN))
    assert shown == (
        "هكذا سيصل الإشعار:\n\nسطر <أول>\nوثانٍ\n\nفقرة\n\nيصل إلى 3 مشتركين. هل أرسله؟ يبقى الزران عشر دقائق."
    )
    assert (await stage.rows())["deliveries"] == []


async def test_once_confirmed_it_is_in_the_outbox_for_every_active_subscription(stage: Stage) -> None:
    await stage.subscribe(PERSON)
    await stage.subscribe(FORUM, TOPIC)
    asleep = await stage.subscribe(GROUP)
    await stage.app.services.write(subscriptions.pause, asleep.id, "kicked", stage.now)
    assert await confirmed(stage, "نص <b>الإشعار</b>\nسطر") == "رسالتان في طريقهما."
    rows = (await stage.rows())["deliveries"]
    assert len(rows) == 2
    claimed = await stage.app.services.write(lambda conn: deliveries.claim(conn, "me", stage.now, _MINUTE, 10))
    assert {(each.chat, each.thread, each.state) for each in claimed} == {
        (PERSON, None, DeliveryState.WAITING),
        (FORUM, TOPIC, DeliveryState.WAITING),
    }
    content = await stage.app.services.read(contents.get, claimed[0].content)
    (parcel,) = map(read, content.parts)
    assert parcel.plain.replace("\u200f", "") == "نص <b>الإشعار</b>\nسطر"


async def test_a_long_notice_arrives_whole(stage: Stage) -> None:
    await stage.subscribe(PERSON)
    words = "كلمة " * 790
    assert await confirmed(stage, words) == "رسالتان في طريقهما."
    parts = json.loads((await stage.rows())["contents"][0][3])
    assert " ".join(read(part).plain for part in parts).split() == words.split()


async def test_one_can_decline(stage: Stage) -> None:
    await stage.subscribe(PERSON)
    await stage.hear(says(stage.bot, "/broadcast نص", ADMIN, ADMIN))
    yes = newest(stage, "k:yes")
    (said, *_) = await stage.hear(presses(stage.bot, newest(stage, "k:no"), ADMIN, ADMIN))
    assert said == "لم يُرسل شيء."
    (alert,) = await stage.hear(presses(stage.bot, yes, ADMIN, ADMIN))
    assert "انتهت مدة هذا الزر" in alert
    assert (await stage.rows())["deliveries"] == []


@pytest.mark.parametrize("words", ["", "   ", "\n\n"])
async def test_without_words_it_says_how(stage: Stage, words: str) -> None:
    (said,) = await stage.hear(says(stage.bot, f"/broadcast{words}", ADMIN, ADMIN))
    assert said.startswith("اكتب نص الإشعار بعد /broadcast")


async def test_without_subscribers_there_is_nothing_to_confirm(stage: Stage) -> None:
    (said,) = await stage.hear(says(stage.bot, "/broadcast نص", ADMIN, ADMIN))
    assert said == "لا مشتركين بعد، فلا أحد يصل إليه الإشعار."


async def test_not_in_a_group(stage: Stage) -> None:
    await stage.subscribe(PERSON)
    (said,) = await stage.hear(says(stage.bot, "/broadcast نص", GROUP, ADMIN))
    assert said == "اكتب هذا الأمر في محادثتنا الخاصة."


# ------------------------------------------------------------------ /subscribers


async def test_subscribers_in_numbers(stage: Stage) -> None:
    await stage.subscribe(PERSON)
    soon = Schedule(Cadence.WEEKLY, frozenset({5}), time(12, 30))
    await stage.subscribe(2002, schedule=soon)
    for chat, reason in ((2003, "blocked"), (2004, "blocked"), (GROUP, "whatever")):
        asleep = await stage.subscribe(chat)
        await stage.app.services.write(subscriptions.pause, asleep.id, reason, stage.now)
    await confirmed(stage, "نص")
    (said,) = await stage.hear(says(stage.bot, "/subscribers", ADMIN, ADMIN))
    assert said == (
        "المشتركون\n"
        "الاشتراكات الفاعلة: 2\n"
        "▪️ يومياً: 1\n"
        "▪️ أسبوعياً: 1\n"
        "يحين موعدها خلال ساعة: 1\n\n"
        "المتوقفة: 3\n"
        "▪️ حُظر البوت: 2\n"
        "▪️ سبب آخر: 1\n\n"
        "رسائل آخر 24 ساعة\n"
        "▪️ أُرسلت: 0\n"
        "▪️ رفضها تيليغرام: 0\n"
        "▪️ لا يُعرف إن كانت وصلت: 0\n"
        "▪️ أُعيدت محاولة إرسالها: 0\n"
        "▪️ تنتظر الإرسال الآن: 2\n"
        "▪️ منها ما تعثّر إرساله: 0"
    )
