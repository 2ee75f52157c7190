"""Records ↔ JSON: one small codec for every frozen dataclass of this floor.

It is driven by the type hints: nested dataclasses, enums, dates, tuples, mappings and optional values.
Fields that hold their default are left out, so that a record which gains a field keeps its old JSON, and
with it its content hash. Computed fields (`init=False`) are made anew on the way back. What is stored
where is said in `models`.

Loads and pages turn a great many records, so what JSON holds as it is costs no call.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache, lru_cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
_Turn = Callable[[Any], object]
"""What a value is, is known only at run time, from the hint that the turn was made for."""
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_AS_IT_IS = frozenset({str, int, float, bool})


def dump(record: object) -> str:
    """The record as compact JSON; the same record always gives the same text."""
    return _JSON.encode(_encoder(cast(Hashable, type(record)))(record))


def load(cls: type[T], text: str) -> T:
    """The record of that class; `ValueError`, `KeyError` or `TypeError` where the text is not one."""
    return cast(T, _decoder(cast(Hashable, cls))(json.loads(text)))


def recall(cls: type[T], text: str) -> T:
    """`load` with a memory, for what readers ask for again and again: the same text is the same record."""
    return cast(T, _recalled(cast(Hashable, cls), text))


@lru_cache(maxsize=1 << 13)
def _recalled(cls: type, text: str) -> object:
    return load(cls, text)


# ------------------------------------------------------------------ encoding


@cache
def _encoder(hint: object) -> _Turn:
    if is_dataclass(hint):
        return _record_encoder(cast(type, hint))
    if isinstance(hint, type) and issubclass(hint, date):
        return date.isoformat
    if _plain(hint):
        return _same
    if (item := _item(hint)) is not None:
        encode = _encoder(item)
        return list if encode is _same else lambda value: [encode(each) for each in value]
    if (entry := _entry(hint)) is not None:
        encode_value = _encoder(entry[1])
        return lambda value: {key: encode_value(each) for key, each in value.items()}
    if (present := _optional(hint)) is not None:
        return _encoder(present)  # None is passed over by the record that holds it
    raise TypeError(f"no JSON form for {hint}")


def _record_encoder(cls: type) -> _Turn:
    hints = get_type_hints(cls)
    stored = [f for f in fields(cls) if f.init]
    parts = [(f.name, _default(f), _encoder(hints[f.name])) for f in stored]
    read = attrgetter(*(f.name for f in stored), "__class__")

    def encode(record: object) -> object:
        out = {}
        for (name, default, part), value in zip(parts, read(record), strict=False):
            if value is not default and (default is MISSING or value != default):
                out[name] = value if part is _same or value is None else part(value)
        return out

    return encode


def _default(field: Field[object]) -> object:
    return field.default if field.default_factory is MISSING else field.default_factory()


# ------------------------------------------------------------------ decoding


@cache
def _decoder(hint: object) -> _Turn:
    if is_dataclass(hint):
        return _record_decoder(cast(type, hint))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {member.value: member for member in hint}.__getitem__
    if isinstance(hint, type) and issubclass(hint, date):
        return hint.fromisoformat
    if _plain(hint):
        return _same
    if (item := _item(hint)) is not None:
        decode = _decoder(item)
        return tuple if decode is _same else lambda value: tuple([decode(each) for each in value])
    if (entry := _entry(hint)) is not None:
        key, decode_value = _decoder(entry[0]), _decoder(entry[1])
        return lambda value: {key(k): decode_value(each) for k, each in value.items()}
    if (present := _optional(hint)) is not None:
        return _decoder(present)  # None is passed over by the record that holds it
    raise TypeError(f"no JSON form for {hint}")


def _record_decoder(cls: type) -> _Turn:
    hints = get_type_hints(cls)
    stored = {f.name: hints[f.name] for f in fields(cls) if f.init}
    turns = [(name, turn) for name, hint in stored.items() if (turn := _decoder(hint)) is not _same]

    def decode(given: dict[str, object]) -> object:
        for name, turn in turns:
            if (value := given.get(name)) is not None:
                given[name] = turn(value)
        return cls(**given)

    return _remembering(decode) if all(map(_flat, stored.values())) else decode


def _remembering(decode: _Turn) -> _Turn:
    """Dates, names and attributions come again and again, and being frozen they may be shared."""
    known = lru_cache(maxsize=1 << 14)(lambda items: decode(dict(items)))
    return lambda given: known(tuple(given.items()))


# ------------------------------------------------------------------ reading the hints


def _same(value: object) -> object:
    return value


def _plain(hint: object) -> bool:
    """JSON holds it as it is; a `StrEnum` is written as its text."""
    return hint in _AS_IT_IS or (isinstance(hint, type) and issubclass(hint, str))


def _item(hint: object) -> object | None:
    """X of ``tuple[X, ...]``."""
    args = get_args(hint)
    return args[0] if get_origin(hint) is tuple and len(args) == 2 and args[1] is Ellipsis else None


def _entry(hint: object) -> tuple[object, object] | None:
    """(K, V) of ``Mapping[K, V]``."""
    args = get_args(hint)
    return (args[0], args[1]) if get_origin(hint) is Mapping else None


def _optional(hint: object) -> object | None:
    """X of ``X | None``."""
    if get_origin(hint) is not UnionType:
        return None
    present = [arg for arg in get_args(hint) if arg is not NoneType]
    return present[0] if len(present) == 1 else None


def _flat(hint: object) -> bool:
    """Whether its JSON is a single value."""
    return _plain(hint) or ((present := _optional(hint)) is not None and _plain(present))
