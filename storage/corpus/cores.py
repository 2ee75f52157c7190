"""Reading many articles on all cores: the same results in the same order as in one process.

A small folder is read where we are, because a second process takes longer to start than a few articles take to
read. What is read of an article is `reading`.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache, partial
from multiprocessing import get_context, parent_process
from pathlib import Path

from storage.corpus.reading import ArticleReader, Files, Told
from storage.corpus.story import read_story
from storage.records import Event

MANY = 200
"""So many articles are worth a second process."""
_AT_ONCE = 16


def read_here(reader: ArticleReader, files: Sequence[Files], others: Sequence[Event] = ()) -> Generator[Told]:
    """What each article says, in order, read in this process; `others` as the reader has them."""
    for each in files:
        yield reader.read(each, others)


def read_everywhere(
    folder: Path, story: Path, reader: ArticleReader, files: Sequence[Files], others: Sequence[Event] = ()
) -> Generator[Told]:
    """The same with a process for each core; `story` is the file that `reader` has its story from.

    Where processes cannot be had, or one of them dies, the rest is read here.
    """
    done = 0
    try:
        for told in _shared_out(partial(_read, folder, story, others), files):
            done += 1
            yield told
    except (BrokenProcessPool, OSError, NotImplementedError):
        yield from read_here(reader, files[done:], others)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _shared_out(read: partial[Told], files: Sequence[Files]) -> Generator[Told]:
    # Spawned, not forked: the chat's /reload comes from a process that has threads and open connections.
    pool = ProcessPoolExecutor(cores(), get_context("spawn"), initializer=_begin)
    try:
        with _born_deaf():
            everything = pool.map(read, files, chunksize=_AT_ONCE)
        yield from everything
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _born_deaf() -> Iterator[None]:
    """Processes that are begun here never hear Ctrl-C, not even before they can say that they ignore it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# ------------------------------------------------------------------ in the other processes


def _begin() -> None:
    """Leave Ctrl-C to the process that shares out the work, and end when it ends, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if (parent := parent_process()) is not None:
        parent.join()
        os._exit(1)


def _read(folder: Path, story: Path, others: Sequence[Event], files: Files) -> Told:
    return _reader(folder, story).read(files, others)


@cache
def _reader(folder: Path, story: Path) -> ArticleReader:
    """One for the life of the process, which is that of one load."""
    return ArticleReader(folder, read_story(story))
