"""Starting up: our import, wiring and start against those of bare python-telegram-bot, each in new processes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.invention import ROOT
from benchmarks.measuring import Ratio, Sizes, Watch, spoken

_BARE = """
import time
start = time.perf_counter()
import asyncio
from telegram.ext import Application
from benchmarks.silence import SilentRequest

async def begin():
    request = SilentRequest()
    builder = Application.builder().token("1:x").request(request).get_updates_request(request)
    await builder.job_queue(None).build().initialize()

asyncio.run(begin())
print(time.perf_counter() - start)
"""
_OURS = """
import time
start = time.perf_counter()
import asyncio, sys
from bot.app import build
from bot.settings import Settings
from benchmarks.silence import SilentRequest

async def begin():
    settings = Settings(_env_file=None, telegram_bot_token="1:x", database_url=sys.argv[1])
    await build(settings, request=SilentRequest()).start()
    print(time.perf_counter() - start)

asyncio.run(begin())
"""


def measure(folder: Path, sizes: Sizes, watch: Watch) -> Iterator[Ratio]:
    """On a database that is up to date already, and with all modules compiled, as at every start but the first."""
    url = f"sqlite:///{folder / 'starts.db'}"
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(sizes.starts + 1):
        for script, taken in zip((_OURS, _BARE), times, strict=True):
            spent = _started(script, url)
            # The first round makes the tables and warms the caches of the file system.
            if turn:
                taken.append(spent)
        watch(turn, sizes.starts, "starting")
    mine, bare = map(median, times)
    yield Ratio("start-up", "bare python-telegram-bot", mine / bare, 3.5, detail=f"{spoken(mine)} / {spoken(bare)}")


def _started(script: str, url: str) -> float:
    command = [sys.executable, "-c", script, url]
    # Parts from elsewhere come compiled; ours are by their first start, wherever Python may write it down.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout)
