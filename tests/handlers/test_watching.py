"""Progress from a thread, shown now and then."""

from __future__ import annotations

import asyncio

import pytest

from handlers import watching
from handlers.command import Ask
from handlers.views.message import Message
from tests.handlers.direct import NOW
from tests.handlers.handmade import shown, translator


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "EVERY", 0.01)


class Seen(list[str]):
    """What was shown, and an event for the next."""

    def __init__(self) -> None:
        super().__init__()
        self.more = asyncio.Event()

    async def until(self, count: int) -> None:
        async with asyncio.timeout(30):
            while len(self) < count:
                self.more.clear()
                await self.more.wait()


def asker(seen: Seen) -> Ask:
    async def progress(message: Message) -> None:
        seen.append(shown(message))
        seen.more.set()

    return Ask(1, 1, private=True, admin=True, words="", now=NOW, progress=progress)


async def test_the_first_word_is_shown_at_once_and_the_newest_now_and_then() -> None:
    seen = Seen()
    async with watching.watched(asker(seen), translator()) as report:
        assert len(seen) == 1
        for number in (1, 2, 3):
            await asyncio.to_thread(report, number, 3, f"00{number}.txt")
            await seen.until(number + 1)
    first = "⏳ أقرأ الملفات…"
    assert seen == [first, *(f"{first}\n{number} من 3\n00{number}.txt" for number in (1, 2, 3))]


async def test_a_thousand_words_are_one_edit() -> None:
    seen = Seen()
    async with watching.watched(asker(seen), translator()) as report:
        for number in range(1000):
            report(number, 1000, "articles")
        await seen.until(2)
    assert len(seen) == 2
    assert seen[-1].endswith("999 من 1,000\nالمقالات")


async def test_an_edit_under_way_is_awaited_so_that_none_comes_after_the_answer() -> None:
    begun, seen = asyncio.Event(), list[str]()

    async def slow(message: Message) -> None:
        begun.set()
        await asyncio.sleep(0.05)
        seen.append(shown(message))

    ask = Ask(1, 1, private=True, admin=True, words="", now=NOW, progress=slow)
    async with watching.watched(ask, translator()) as report:
        begun.clear()
        report(1, 2, "x.txt")
        await begun.wait()
        assert len(seen) == 1
    assert len(seen) == 2


async def test_an_error_in_the_block_ends_the_watch() -> None:
    before = len(asyncio.all_tasks())
    with pytest.raises(RuntimeError):
        async with watching.watched(asker(Seen()), translator()):
            raise RuntimeError
    assert len(asyncio.all_tasks()) == before
