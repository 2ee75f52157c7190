"""Short codes: what readers tap (``/m_k3x``) and buttons carry, in place of long ids.

A code, once given, belongs to its key for good: the database keeps the table of `known` codes across
loads, so that a link in an old message still opens what it named. Nothing here touches the database.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # without the look-alikes 0 o 1 l i
_SHORTEST = 3


def assign(keys: Iterable[str], known: Mapping[str, str]) -> dict[str, str]:
    """A code for each key: the known one, else the shortest prefix of the key's hash that is free."""
    taken = set(known.values())
    codes: dict[str, str] = {}
    for key in sorted(set(keys)):
        code = known.get(key) or _free(key, taken)
        taken.add(code)
        codes[key] = code
    return codes


def _free(key: str, taken: set[str]) -> str:
    full = _letters(key)
    return next(full[:length] for length in range(_SHORTEST, len(full) + 1) if full[:length] not in taken)


def _letters(key: str) -> str:
    number = int.from_bytes(hashlib.sha256(key.encode()).digest(), "big")
    letters = []
    while number:
        number, rest = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[rest])
    return "".join(letters)
