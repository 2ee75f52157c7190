from __future__ import annotations

import pytest
from sqlalchemy import Connection, select

from storage.database import contents, deliveries, delivery_log, outbox, subscriptions
from storage.database.delivery_models import notices
from storage.errors import NotFound
from storage.subscription import Content, Receiver, Told
from tests.storage.database.subscribers import DAY, MORNING, NOW, claim, plan, sending, subscribe, text

OLD, NEW, OTHER = Told("001#out", "v1"), Told("001#out", "v2"), Told("002#in", "v1")


def test_a_text_is_kept_with_what_it_tells(writer: Connection) -> None:
    id_ = contents.keep(writer, ['{"html": "«"}', "two"], [OTHER, OLD, OLD], NOW)
    assert contents.get(writer, id_) == Content(id_, ('{"html": "«"}', "two"), (OLD, OTHER))


def test_the_same_text_is_kept_once(writer: Connection) -> None:
    first = contents.keep(writer, ["one", "two"], [OLD, OTHER], NOW)
    assert contents.keep(writer, ("one", "two"), [OTHER, OLD], MORNING) == first
    different = [(["one", "two"], [OLD]), (["one", "two"], [NEW, OTHER]), (["onetwo"], [OLD, OTHER]), (["one"], [])]
    ids = {contents.keep(writer, parts, told, NOW) for parts, told in different}
    assert len(ids | {first}) == 5


def test_what_is_not_there_is_not_found(writer: Connection) -> None:
    with pytest.raises(NotFound):
        contents.get(writer, 9)


def test_those_who_were_told_a_fact_are_found_with_what_they_were_told_last(writer: Connection) -> None:
    daily, topic = subscribe(writer), subscribe(writer, -5, 3)
    plan(writer, MORNING, told=[OLD, OTHER])
    for each in claim(writer, MORNING):
        if now := deliveries.sending(writer, each, MORNING, DAY):
            deliveries.sent(writer, now, 1, MORNING)
    subscriptions.pause(writer, topic.id, "topic closed", MORNING)
    plan(writer, MORNING + DAY, told=[NEW])
    assert [each.version for each in contents.received(writer, "001#out")] == ["v1", "v1"]
    deliveries.sent(writer, sending(writer, MORNING + DAY), 2, MORNING + DAY)
    assert contents.received(writer, "001#out") == (
        Receiver(daily.id, 1, None, "v2"),
        Receiver(topic.id, -5, 3, "v1"),
    )
    assert contents.received(writer, "002#in") == (Receiver(daily.id, 1, None, "v1"), Receiver(topic.id, -5, 3, "v1"))
    assert contents.received(writer, "003#none") == ()


@pytest.mark.parametrize(
    ("how", "many"), [("waiting", 0), ("sending", 0), ("folded", 0), ("failed", 0), ("unknown", 1)]
)
def test_only_those_who_got_it_or_may_have_count(writer: Connection, how: str, many: int) -> None:
    kept = subscribe(writer)
    plan(writer, MORNING, told=[OLD])
    if how == "folded":
        subscriptions.pause(writer, kept.id, "blocked", MORNING)
    elif how != "waiting":
        now = sending(writer, MORNING)
        if how == "failed":
            deliveries.failed(writer, now, "blocked", MORNING)
        elif how == "unknown":
            deliveries.ambiguous(writer, now, MORNING, assume_sent=True)
    assert len(contents.received(writer, "001#out")) == many


def test_who_is_gone_is_told_nothing_more(writer: Connection) -> None:
    kept = subscribe(writer)
    plan(writer, MORNING, told=[OLD])
    deliveries.sent(writer, sending(writer, MORNING), 1, MORNING)
    subscriptions.remove(writer, kept.id, MORNING)
    assert contents.received(writer, "001#out") == ()


def test_forgetting_a_text_forgets_what_it_told(writer: Connection) -> None:
    id_ = text(writer, "preview", told=[OLD])
    assert contents.prune(writer, NOW + DAY) == 1
    again = contents.keep(writer, ["preview"], [OLD], NOW)
    assert contents.get(writer, again).told == (OLD,)
    assert id_ > 0


def test_a_notice_is_forgotten_with_its_text_once_nobody_remembers_having_got_it(writer: Connection) -> None:
    notice = outbox.notice(writer, 7, text(writer, "notice"), NOW)
    outbox.notify(writer, notice, [5], NOW)
    assert contents.prune(writer, NOW + DAY) == 0
    deliveries.sent(writer, sending(writer, NOW), 1, NOW)
    assert contents.prune(writer, NOW + DAY) == 0
    assert delivery_log.prune(writer, NOW + DAY) == 1
    assert contents.prune(writer, NOW + DAY) == 1
    assert writer.scalars(select(notices.c.id)).all() == []
