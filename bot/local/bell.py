"""Bell: wakes whoever waits in an event loop; may be rung from anywhere, also from another thread."""

from __future__ import annotations

import asyncio


class Bell:
    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        for waiting in tuple(self._waiting):
            waiting.get_loop().call_soon_threadsafe(_wake, waiting)

    async def heard(self, seconds: float) -> bool:
        """Wait for the next ring, at most that long; False where it stayed silent."""
        waiting = asyncio.get_running_loop().create_future()
        self._waiting.add(waiting)
        try:
            await asyncio.wait_for(waiting, max(seconds, 0))
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(waiting)
        return True


def _wake(waiting: asyncio.Future[None]) -> None:
    if not waiting.done():
        waiting.set_result(None)
