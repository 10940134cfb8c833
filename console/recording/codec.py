"""Values of the ports as JSON and back: records by the names of their fields, so that a later console reads them too.

A value that JSON has is itself. Any other is an object with "$", which says what it is.
"""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from functools import lru_cache
from importlib import import_module
from typing import Any

_RECORD = re.compile(r"[a-z_]+\.[A-Z][A-Za-z]*")


def dumped(value: Any) -> str:
    """One line of JSON; the same value always gives the same."""
    return json.dumps(packed(value), ensure_ascii=False, separators=(",", ":"))


def loaded(text: str) -> Any:
    """Raises ValueError for what no console wrote."""
    return unpacked(json.loads(text))


def packed(value: Any) -> Any:
    """Raises TypeError for a kind that the ports don't know."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case list():
            return [packed(one) for one in value]
        case tuple():
            return {"$": "tuple", "of": [packed(one) for one in value]}
        case frozenset() | set():
            return {"$": "set", "of": sorted((packed(one) for one in value), key=json.dumps)}
        case Mapping():
            return {"$": "map", "of": [[packed(key), packed(one)] for key, one in value.items()]}
        case datetime():
            return {"$": "at", "of": value.isoformat()}
        case date():
            return {"$": "day", "of": value.isoformat()}
        case bytes():
            return {"$": "bytes", "of": base64.b64encode(value).decode()}
    return _record(value)


def _record(value: Any) -> dict[str, Any]:
    kind = type(value)
    if not is_dataclass(kind) or not kind.__module__.startswith("console."):
        raise TypeError(f"{kind.__name__} is not recorded")
    name = f"{kind.__module__.removeprefix('console.')}.{kind.__name__}"
    said = {one.name: getattr(value, one.name) for one in fields(kind) if one.init}
    usual = {one.name: one.default for one in fields(kind)}
    return {"$": name} | {key: packed(one) for key, one in said.items() if not _same(one, usual[key])}


def _same(value: Any, usual: Any) -> bool:
    return usual is not MISSING and type(value) is type(usual) and value == usual


def unpacked(value: Any) -> Any:
    if isinstance(value, list):
        return [unpacked(one) for one in value]
    if not isinstance(value, dict):
        return value
    kind: Any = value.get("$")
    of: Any = value.get("of")
    match kind:
        case "tuple":
            return tuple(map(unpacked, of))
        case "set":
            return frozenset(map(unpacked, of))
        case "map":
            return {unpacked(key): unpacked(one) for key, one in of}
        case "at":
            return datetime.fromisoformat(of)
        case "day":
            return date.fromisoformat(of)
        case "bytes":
            return base64.b64decode(of)
        case str():
            made = _known(kind)
            names = {one.name for one in fields(made)}
            try:
                return made(**{key: unpacked(one) for key, one in value.items() if key in names})
            except TypeError as error:  # a field that a later console has, and this file has not
                raise ValueError(str(error)) from None
    raise ValueError("an object without a kind")


@lru_cache(None)
def _known(name: str) -> Any:
    """A record of the console by its name; nothing else is ever made of what a file says. Raises ValueError."""
    if _RECORD.fullmatch(name):
        module, _, kind = name.partition(".")
        try:
            found = getattr(import_module(f"console.{module}"), kind, None)
        except ImportError:
            found = None
        if isinstance(found, type) and is_dataclass(found):
            return found
    raise ValueError(f"{name} is not known")
