"""The rules of the contract (protovalidate), checked; and what no rule of it says: that an instant is one."""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from operator import attrgetter
from typing import Any, NamedTuple

from google.protobuf.descriptor import Descriptor
from google.protobuf.message import Message
from protovalidate import Validator

from server.errors import InvalidField, Violation

#: Violations that one error names.
NAMED = 20
#: Elements of a message's lists up to which all of its violations are gathered at once. Each takes as long as many
#: valid fields, so of a larger message the elements are asked one by one, until enough is named.
GATHERED = 100
#: Elements that are asked so; the contract takes no more of them in one message.
ASKED = 1_000
#: Seconds of the first and the last instant of a Timestamp, from its own definition (years 1 to 9999).
_FIRST, _LAST = -62_135_596_800, 253_402_300_799
_INSTANT = "google.protobuf.Timestamp"
_INSTANT_RULE = "timestamp.valid", "must be an instant of the years 1 to 9999, its nanos from 0 to 999,999,999"


@cache
def _rules() -> Validator:
    """The rules of each message, compiled when the first of its kind comes, once a process: that takes longer than many
    calls."""
    return Validator()


class RequestValidator:
    """Checks messages against the rules of the contract."""

    def __init__(self) -> None:
        self._validator = _rules()

    def check(self, message: Message, prefix: str = "") -> None:
        """Raises InvalidField with the fields and rules, up to a bound. A message that breaks many rules takes about
        as long as one that keeps them."""
        first = self._violations(message, prefix, fail_fast=True)
        if first:
            raise InvalidField.of(self._named(message, prefix, first))
        wrong = _wrong_instant(message, prefix, _instants(message.DESCRIPTOR))
        if wrong is not None:
            raise InvalidField(wrong, *_INSTANT_RULE)

    def _named(self, message: Message, prefix: str, first: list[Violation]) -> tuple[Violation, ...]:
        """Violations of a message that has some, as many as are named."""
        if _elements(message, GATHERED) < GATHERED:
            return tuple(self._violations(message, prefix)[:NAMED])
        found = dict.fromkeys(first)
        for path, element in islice(_parts(message, prefix), ASKED):
            found |= dict.fromkeys(self._violations(element, path))
            if len(found) >= NAMED:
                break
        return tuple(found)[:NAMED]

    def _violations(self, message: Message, prefix: str, *, fail_fast: bool = False) -> list[Violation]:
        found = self._validator.collect_violations(message, fail_fast=fail_fast)
        return [_violation(one.proto, prefix) for one in found]


def _violation(found: Any, prefix: str) -> Violation:
    path = prefix
    for element in found.field.elements if found.field else ():
        subscript = element.subscript
        path = _inside(path, element.field_name) + (f"[{subscript.value}]" if subscript is not None else "")
    return Violation(path, found.rule_id, found.message)


def _inside(path: str, name: str) -> str:
    return f"{path}.{name}" if path and name else path or name


def _elements(message: Message, most: int) -> int:
    """How many elements the lists of a message have, at every depth; no further than `most`."""
    count = 0
    for field, value in message.ListFields():
        values: Any = value if field.is_repeated else (value,)
        count += len(values) if field.is_repeated else 0
        if count >= most:
            return most
        if field.message_type is not None and not field.message_type.GetOptions().map_entry:
            count += sum(_elements(one, most) for one in values)
    return min(count, most)


def _parts(message: Message, prefix: str) -> Iterator[tuple[str, Message]]:
    """The messages in the lists of a message, with their paths."""
    for field, value in message.ListFields():
        if field.message_type is None or field.message_type.GetOptions().map_entry:
            continue
        path = _inside(prefix, field.name)
        if field.is_repeated:
            yield from ((f"{path}[{place}]", element) for place, element in enumerate(value))
        else:
            yield from _parts(value, path)


# -- instants


class _Instants(NamedTuple):
    """Where the instants of a message are: by their paths, and in lists of other messages."""

    paths: tuple[tuple[str, Callable[[Any], Any]], ...]
    lists: "tuple[tuple[str, Callable[[Any], Any], _Instants], ...]"


@cache
def _instants(described: Descriptor) -> _Instants:
    """No message of the contract contains itself."""
    paths: list[str] = []
    lists: list[tuple[str, Callable[[Any], Any], _Instants]] = []
    for field in described.fields:
        kind, name = field.message_type, field.name
        if kind is None or kind.GetOptions().map_entry:
            continue
        inside = _Instants((("", _itself),), ()) if kind.full_name == _INSTANT else _instants(kind)
        if field.is_repeated:
            lists += [(name, attrgetter(name), inside)] if inside.paths or inside.lists else []
            continue
        paths += [_inside(name, path) for path, _ in inside.paths]
        lists += [(f"{name}.{path}", attrgetter(f"{name}.{path}"), deeper) for path, _, deeper in inside.lists]
    return _Instants(tuple((path, attrgetter(path)) for path in paths), tuple(lists))


def _itself(message: Any) -> Any:
    return message


def _wrong_instant(message: Any, prefix: str, instants: _Instants) -> str | None:
    """The path of an instant that is none; one that is unset is 0. For every timestamp of the contract this is looked
    at here and nowhere else: whoever reads one further in may reckon with it."""
    for path, get in instants.paths:
        instant = get(message)
        if not (0 <= instant.nanos < 1_000_000_000 and _FIRST <= instant.seconds <= _LAST):
            return _inside(prefix, path)
    for path, elements, inside in instants.lists:
        for place, element in enumerate(elements(message)):
            wrong = _wrong_instant(element, "", inside)
            if wrong is not None:
                return _inside(f"{_inside(prefix, path)}[{place}]", wrong)
    return None
