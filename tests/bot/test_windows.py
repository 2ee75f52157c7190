"""The windows: never over a limit, whatever happens between a turn and its leaving."""

from __future__ import annotations

import random
from itertools import pairwise
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.windows import (
    ANSWERING,
    APART,
    BURST,
    MARGIN,
    OFTEN,
    PACE,
    Rate,
    Rates,
    Stage,
    Turn,
    Turnstile,
    Urgency,
    Window,
)
from tests.bot.traffic import Log, Traffic, all_windows_over, left_during_halts, used, windows_over

RATES = Rates()
SECOND = 1.0 + MARGIN
MINUTE = 60.0 + MARGIN
STEP = 1.0 / (28 * PACE)
"""Seconds between two digests."""


def through(turnstile: Turnstile, now: float) -> Turn | None:
    """Whoever may go now, sent on its way and arrived at once."""
    turn, _ = turnstile.look(now)
    if turn is not None:
        turnstile.admit(turn, now)
        turnstile.leave(turn, now)
        turnstile.end(turn, now)
    return turn


def queue(turnstile: Turnstile, *chats: int | str, urgency: Urgency = Urgency.REPLY) -> list[Turn]:
    return [turnstile.join(chat, urgency) for chat in chats]


# ------------------------------------------------------------------ one window


def test_a_window_is_open_until_it_is_full_and_opens_when_its_oldest_is_out() -> None:
    window = Window(Rate(2, 1.0))
    assert window.opens() == -inf
    window.left(5.0)
    assert window.opens() == -inf
    window.left(5.5)
    assert window.opens() == 5.0 + SECOND


def test_a_window_counts_those_who_are_about_to_leave() -> None:
    window = Window(Rate(3, 1.0))
    window.left(5.0)
    window.left(5.5)
    assert (window.opens(0), window.opens(1), window.opens(2), window.opens(3)) == (-inf, 5 + SECOND, 5.5 + SECOND, inf)


def test_a_window_counts_from_the_arrival() -> None:
    window = Window(Rate(1, 1.0))
    assert window.forgotten() == -inf
    window.left(5.0)
    window.landed(7.0)
    assert window.opens() == window.forgotten() == 7.0 + SECOND


def test_a_window_remembers_no_more_than_it_counts() -> None:
    window = Window(Rate(2, 1.0))
    for at in range(100):
        window.left(float(at))
    assert len(window._times) == 2


# ------------------------------------------------------------------ the limits


def test_whose_limits_are_those_of_a_group() -> None:
    assert RATES.of(1) == (RATES.chat,)
    assert RATES.of(-1) == RATES.of("@channel") == (RATES.chat, RATES.group)


def test_no_more_than_28_leave_in_a_second() -> None:
    turnstile = Turnstile(lead=0.0)
    queue(turnstile, *range(1, 31))
    assert sum(through(turnstile, 10.0) is not None for _ in range(40)) == 28
    assert turnstile.look(10.0) == (None, 10.0 + SECOND)
    assert through(turnstile, 10.0 + SECOND) is not None


@pytest.mark.parametrize("chat", [7, -7, "@channel"])
def test_a_chat_gets_one_message_a_second(chat: int | str) -> None:
    turnstile = Turnstile(lead=0.0)
    queue(turnstile, chat, chat)
    assert through(turnstile, 10.0) is not None
    assert turnstile.look(10.0) == (None, 10.0 + SECOND)
    assert through(turnstile, 10.0 + SECOND) is not None


@pytest.mark.parametrize("chat", [-7, "@channel"])
def test_a_group_gets_twenty_messages_a_minute(chat: int | str) -> None:
    turnstile = Turnstile(lead=0.0)
    queue(turnstile, *[chat] * 21)
    for n in range(20):
        assert through(turnstile, 10.0 + 2 * n) is not None
    assert turnstile.look(50.0) == (None, 10.0 + MINUTE)


def test_a_private_chat_gets_more_than_twenty_messages_a_minute() -> None:
    turnstile = Turnstile(lead=0.0)
    queue(turnstile, *[7] * 30)
    assert all(through(turnstile, 10.0 + 2 * n) is not None for n in range(30))


def test_a_chat_whose_window_is_shut_holds_up_nobody_else() -> None:
    turnstile = Turnstile(lead=0.0)
    first, second, other = queue(turnstile, 7, 7, 8)
    assert [through(turnstile, 10.0), through(turnstile, 10.0)] == [first, other]
    assert through(turnstile, 10.0 + SECOND) is second


def test_one_message_is_on_its_way_to_a_chat_at_a_time() -> None:
    turnstile = Turnstile(lead=0.0)
    first, second = queue(turnstile, 7, 7)
    turnstile.admit(first, 10.0)
    turnstile.leave(first, 10.0)
    assert turnstile.look(99.0) == (None, inf)
    turnstile.end(first, 99.0)
    assert turnstile.look(99.0) == (None, 99.0 + SECOND)
    assert turnstile.look(99.0 + SECOND) == (second, 99.0 + SECOND)


# ------------------------------------------------------------------ who goes first


def test_replies_go_before_digests_and_each_in_order() -> None:
    turnstile = Turnstile(lead=0.0)
    digests = queue(turnstile, 1, 2, urgency=Urgency.DIGEST)
    replies = queue(turnstile, 3, 4)
    assert [through(turnstile, 10.0) for _ in range(5)] == [*replies, *digests, None]


def test_a_reply_whose_chat_is_shut_lets_a_digest_pass() -> None:
    turnstile = Turnstile(lead=0.0)
    (first,) = queue(turnstile, 7)
    assert through(turnstile, 10.0) is first
    queue(turnstile, 7)
    (digest,) = queue(turnstile, 8, urgency=Urgency.DIGEST)
    assert through(turnstile, 10.0) is digest


def test_a_reply_leaves_before_a_digest_that_was_admitted_already() -> None:
    turnstile = Turnstile(Rates(overall=Rate(2, 1.0)), lead=0.0)
    (digest,) = queue(turnstile, 1, urgency=Urgency.DIGEST)
    turnstile.admit(digest, 9.0)
    for chat, at in ((2, 10.0), (3, 10.01)):
        queue(turnstile, chat)
        assert through(turnstile, at)
    (reply,) = queue(turnstile, 4)
    assert turnstile.look(10.5) == (None, 10.0 + SECOND)
    assert turnstile.opens(digest, 10.5) == 10.0 + SECOND
    turnstile.admit(reply, 10.0 + SECOND)
    assert turnstile.opens(reply, 10.5) == 10.0 + SECOND
    assert turnstile.opens(digest, 10.0 + SECOND) == 10.01 + SECOND


def test_a_digest_waits_no_longer_than_the_window_for_any_number_of_replies() -> None:
    turnstile = Turnstile(Rates(overall=Rate(2, 1.0)), lead=0.0)
    (digest,) = queue(turnstile, 1, urgency=Urgency.DIGEST)
    replies = queue(turnstile, 2, 3)
    for turn in (digest, *replies):
        turnstile.admit(turn, 10.0)
    assert turnstile.opens(digest, 10.0) <= 10.0
    for at, turn in zip((10.0, 10.01), replies, strict=True):
        turnstile.leave(turn, at)
    assert turnstile.opens(digest, 10.5) == 10.0 + SECOND


# ------------------------------------------------------------------ digests leave one by one


def test_digests_leave_evenly_after_the_first_second_at_almost_the_whole_rate() -> None:
    turnstile, now, left = Turnstile(lead=0.0), 10.0, []
    queue(turnstile, *range(1, 301), urgency=Urgency.DIGEST)
    while turnstile.waiting:
        turn, again = turnstile.look(now)
        assert again >= now
        if turn is None:
            now = again
            continue
        left.append(now)
        assert through(turnstile, now)
    assert left[: BURST + 1] == pytest.approx([10.0] * (BURST + 1))
    assert [later - earlier for earlier, later in pairwise(left[28:])] == pytest.approx([STEP] * 271)
    assert len(left) / (left[-1] - left[0]) >= 0.98 * 28


def test_what_could_not_leave_is_no_credit() -> None:
    turnstile = Turnstile(lead=STEP / 100)
    queue(turnstile, *range(1, 31), urgency=Urgency.DIGEST)
    for now in (10.0, 500.0):
        while through(turnstile, now):
            pass
    assert turnstile.waiting == 30 - 2 * (BURST + 1)


def test_digests_are_admitted_ahead_of_their_moment_and_leave_at_it() -> None:
    turnstile = Turnstile(lead=2.5 * STEP)
    digests = queue(turnstile, *range(1, 31), urgency=Urgency.DIGEST)
    admitted = []
    while turn := turnstile.look(10.0)[0]:
        turnstile.admit(turn, 10.0)
        admitted.append(turn)
    assert admitted == digests[: BURST + 3]
    moments = [turnstile.opens(turn, 10.0) for turn in admitted]
    assert moments == pytest.approx([10.0 + n * STEP for n in range(-BURST, 3)])
    assert turnstile.look(10.0)[1] == pytest.approx(10.0 + 0.5 * STEP)


def test_while_people_are_answered_digests_leave_a_place_free_for_the_next_reply() -> None:
    turnstile = Turnstile(Rates(overall=Rate(2, 1.0)), lead=0.0)
    queue(turnstile, 1)
    assert through(turnstile, 10.0)
    (digest,) = queue(turnstile, 2, urgency=Urgency.DIGEST)
    assert turnstile.look(10.0) == (None, 10.0 + SECOND)
    queue(turnstile, 3)
    assert through(turnstile, 10.1), "a reply takes the place"
    assert turnstile.look(10.1 + SECOND)[0] is digest
    calm = 10.1 + ANSWERING
    assert through(turnstile, calm) is digest
    queue(turnstile, 4, urgency=Urgency.DIGEST)
    assert turnstile.look(calm + 0.9)[0], "nobody has asked for a while"


def test_the_oftener_people_ask_the_more_places_digests_leave_free() -> None:
    turnstile = Turnstile(Rates(overall=Rate(100, 1000.0)), lead=0.0)
    now, free = 10.0, list[int]()
    for number in range(2 * OFTEN + 1):
        now += 2 * APART
        for chat in (2 * number + 1, 2 * number + 2):  # two in one breath are one moment
            queue(turnstile, chat)
            assert through(turnstile, now)
        free.append(turnstile._spare(now))
    assert free == [1] * (OFTEN - 1) + [2] * OFTEN + [3] * 2
    assert turnstile._spare(now + ANSWERING) == 0


def test_where_there_is_one_place_digests_have_it_too() -> None:
    turnstile = Turnstile(Rates(overall=Rate(1, 1.0)), lead=0.0)
    queue(turnstile, 1)
    assert through(turnstile, 10.0)
    queue(turnstile, 2, urgency=Urgency.DIGEST)
    assert turnstile.look(10.0) == (None, 10.0 + SECOND)
    assert through(turnstile, 10.0 + SECOND)


def test_a_place_that_was_agreed_on_with_others_is_not_moved_by_the_pace() -> None:
    turnstile = Turnstile()
    one, two = queue(turnstile, 1, 2, urgency=Urgency.DIGEST)
    for turn in (one, two):
        turn.place = 10.01
        turnstile.admit(turn, 10.0)
        assert turnstile.opens(turn, 10.0) == 10.01


# ------------------------------------------------------------------ between a turn and its leaving


def test_what_is_admitted_counts_as_if_it_left_last() -> None:
    turnstile = Turnstile(Rates(overall=Rate(2, 1.0)), lead=0.0)
    one, two, three = queue(turnstile, 1, 2, 3)
    turnstile.admit(one, 500.0)
    turnstile.admit(two, 500.0)
    assert turnstile.look(500.0) == (None, inf)
    turnstile.leave(one, 500.0)
    assert turnstile.look(500.0) == (None, 500.0 + SECOND)
    assert turnstile.look(500.0 + SECOND)[0] is three
    turnstile.leave(two, 501.5)
    assert turnstile.look(501.5)[0] is three
    turnstile.admit(three, 501.5)
    turnstile.leave(three, 501.6)
    queue(turnstile, 4)
    assert turnstile.look(502.0) == (None, 501.5 + SECOND), "the second counts from when it left"


def test_a_turn_is_admitted_ahead_of_its_moment_and_each_has_a_moment_of_its_own() -> None:
    turnstile = Turnstile(Rates(overall=Rate(2, 1.0)), lead=0.05)
    one, two, three, four = queue(turnstile, 1, 2, 3, 4)
    for turn, at in ((one, 10.0), (two, 10.01)):
        turnstile.admit(turn, at)
        turnstile.leave(turn, at)
    assert turnstile.look(10.5) == (None, 10.0 + SECOND - 0.05)
    assert turnstile.look(10.99)[0] is three
    turnstile.admit(three, 10.99)
    turnstile.admit(four, 10.99)
    assert turnstile.opens(three, 10.99) == 10.0 + SECOND
    assert turnstile.opens(four, 10.99) == 10.01 + SECOND
    for ready in (10.0 + SECOND, 11.005):
        assert turnstile.opens(four, ready) <= ready, "whoever is ready first may take the first place"


def test_a_turn_that_is_admitted_ahead_waits_for_its_chat_too() -> None:
    turnstile = Turnstile(lead=0.05)
    first, second = queue(turnstile, 7, 7)
    assert through(turnstile, 10.0) is first
    assert turnstile.look(10.5) == (None, 10.0 + SECOND - 0.05)
    assert turnstile.look(10.96)[0] is second
    turnstile.admit(second, 10.96)
    assert second.stage is Stage.ADMITTED
    assert turnstile.opens(second, 10.96) == 10.0 + SECOND


def test_a_turn_that_is_given_up_counts_no_more() -> None:
    turnstile = Turnstile(Rates(overall=Rate(1, 1.0)))
    waiting, admitted, third = queue(turnstile, 1, 1, 2)
    turnstile.end(waiting, 10.0)
    turnstile.admit(admitted, 10.0)
    turnstile.end(admitted, 10.0)
    turnstile.end(admitted, 10.0)
    assert admitted.stage is Stage.OVER
    assert through(turnstile, 10.0) is third
    assert (turnstile.waiting, len(turnstile)) == (0, 1)


# ------------------------------------------------------------------ halts


def test_nothing_leaves_during_a_halt() -> None:
    turnstile = Turnstile(lead=0.0)
    admitted, waiting = queue(turnstile, 1, 2)
    turnstile.admit(admitted, 10.0)
    turnstile.halt(40.0)
    turnstile.halt(20.0)
    assert turnstile.look(39.9) == (None, 40.0)
    assert turnstile.opens(admitted, 39.9) == 40.0
    assert turnstile.opens(admitted, 40.0) == 40.0
    assert turnstile.look(40.0)[0] is waiting


def test_no_digest_is_admitted_during_a_halt() -> None:
    turnstile = Turnstile(lead=0.0)
    queue(turnstile, 1, urgency=Urgency.DIGEST)
    turnstile.halt(40.0)
    assert turnstile.look(10.0) == (None, 40.0)
    assert turnstile.look(40.0)[0]


def test_nobody_waiting_means_nothing_to_look_for() -> None:
    turnstile = Turnstile()
    turnstile.halt(40.0)
    assert turnstile.look(10.0) == (None, inf)


# ------------------------------------------------------------------ what others have said


def test_a_chat_that_another_process_wrote_to_is_held_and_holds_up_nobody_else() -> None:
    turnstile = Turnstile(lead=0.0)
    held, other = queue(turnstile, 1, 2)
    turnstile.hold(1, 10.7)
    assert turnstile.look(10.0)[0] is other
    turnstile.admit(other, 10.0)
    assert turnstile.look(10.0) == (None, 10.7)
    assert turnstile.look(10.7)[0] is held
    turnstile.end(other, 20.0)
    assert len(turnstile) == 0, "and is forgotten afterwards"


def test_a_turn_does_not_leave_before_the_place_that_was_agreed_on() -> None:
    turnstile = Turnstile()
    (turn,) = queue(turnstile, 1)
    turnstile.admit(turn, 10.0)
    turn.place = 10.04
    assert turnstile.opens(turn, 10.0) == 10.04


# ------------------------------------------------------------------ answers during a broadcast


@pytest.mark.parametrize(("seconds", "at_once"), [(1.0, 0.95), (10.0, 0.3)])
def test_a_reply_during_a_broadcast_leaves_at_once_or_soon(seconds: float, at_once: float) -> None:
    """Somebody asks every so many seconds, more or less. The first after a while may wait for one step."""
    turnstile, dice, now, waits = Turnstile(lead=0.0), random.Random(7), 10.0, []
    queue(turnstile, *range(1_000, 1_000 + int(4_000 * seconds)), urgency=Urgency.DIGEST)
    for reader in range(1, 101):
        asked = now + dice.expovariate(1.0 / seconds)
        while now < asked:
            if not through(turnstile, now):
                now = min(turnstile.look(now)[1], asked)
        (reply,) = queue(turnstile, reader)
        now = max(now, turnstile.look(now)[1])
        assert through(turnstile, now) is reply
        waits.append(now - asked)
    assert turnstile.waiting
    assert sum(wait == 0.0 for wait in waits) >= at_once * len(waits)
    assert sorted(waits)[95] < STEP


# ------------------------------------------------------------------ memory


def test_chats_are_forgotten_when_their_windows_are() -> None:
    turnstile = Turnstile(lead=0.0)
    for n in range(2_000):
        queue(turnstile, n + 1 if n % 10 else -n - 1)
        assert through(turnstile, n / 20) is not None
    assert len(turnstile) < 20 * 61
    queue(turnstile, 5_000)
    through(turnstile, 1_000.0)
    assert len(turnstile) == 1


def test_a_chat_with_a_message_on_its_way_is_not_forgotten() -> None:
    turnstile = Turnstile()
    slow, quick = queue(turnstile, 1, 2)
    turnstile.admit(slow, 10.0)
    turnstile.leave(slow, 10.0)
    turnstile.admit(quick, 10.0)
    turnstile.leave(quick, 10.0)
    turnstile.end(quick, 50.0)
    assert len(turnstile) == 2
    turnstile.end(slow, 90.0)
    assert len(turnstile) == 1, "the quick one is forgotten, the slow one has just arrived"


# ------------------------------------------------------------------ much traffic


@settings(max_examples=40)
@given(st.integers(0, 2**32), st.integers(0, 12))
def test_in_any_traffic_no_window_is_over_and_nothing_leaves_during_a_halt(seed: int, halts: int) -> None:
    log = Traffic(400, halts, seed, RATES).run()
    assert all_windows_over(log, RATES) == 0
    assert left_during_halts(log) == 0
    assert log.overtaken == 0


def test_much_traffic_uses_the_rate_and_little_memory() -> None:
    """`make soak` does the same with a million."""
    log = Traffic(20_000, 20, 7, RATES).run()
    assert (len(log.left) > 19_800, len(log.halts)) == (True, 20)
    assert (all_windows_over(log, RATES), left_during_halts(log), log.overtaken) == (0, 0, 0)
    assert used(log, RATES) >= 0.98
    assert log.remembered <= RATES.overall.count * RATES.group.seconds + len(Urgency) * 60


def test_the_judge_sees_what_it_should() -> None:
    assert windows_over([0.0, 0.2, 0.9], Rate(2, 1.0)) == 1
    assert windows_over([0.0, 0.2, 1.0, 1.2], Rate(2, 1.0)) == 0
    log = Log([(0.0, 1), (5.0, 2), (5.1, 2)], [(4.0, 5.0), (4.5, 5.05), (9.0, 10.0)])
    assert left_during_halts(log) == 1
    assert all_windows_over(log, RATES) == 1
    assert used(Log([(n / 14, n + 1) for n in range(1400)]), RATES) == pytest.approx(0.5, abs=0.01)
