"""Flags of a command: what its request asks for, and what every command understands."""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import Any

from buf.validate import validate_pb2 as validate
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from smartregion import v1

from console import reaching
from console.choices import PURPOSES
from console.headless import values
from console.headless.nouns import Command
from console.headless.words import label_of
from console.i18n import t

#: Fields that are filled in by themselves.
_OWN = frozenset({"request_id", "update_mask"})
#: Fields of what is created or changed that the server fills in.
_KEPT = frozenset({"created_at", "updated_at", "allowed_calls"})
#: Fields of something new that the server fills in.
_GIVEN = frozenset({"id", "etag", "state"})
#: Fields that nobody types where others read it: they are asked for.
SECRETS = frozenset({"password", "old_password", "new_password"})
#: Messages within each other that flags reach into; what lies deeper is said by --json-request.
_DEEP = 3


@dataclass(frozen=True)
class Flag:
    """A field of a request, by the path to it."""

    name: str
    path: tuple[FieldDescriptor, ...]

    @property
    def field(self) -> FieldDescriptor:
        return self.path[-1]

    @property
    def chooses(self) -> bool:
        """Whether it only says which of several messages is meant."""
        return not self.field.is_repeated and not values.is_value(self.field)

    @property
    def options(self) -> Sequence[str]:
        """The values that there are, of an enum."""
        return tuple(values.names(self.field.enum_type)) if self.field.enum_type is not None else ()

    def put(self, request: Any, given: Any) -> None:
        """Writes a value that was parsed. Raises ValueError where the field can't hold it."""
        message = request
        for step in self.path[:-1]:
            message = getattr(message, step.name)
        name = self.field.name
        if self.chooses:
            getattr(message, name).SetInParent()
        elif _is_map(self.field):
            getattr(message, name).update(given)
        elif self.field.is_repeated:
            message.ClearField(name)
            getattr(message, name).extend(one for part in given for one in (part if isinstance(part, list) else [part]))
        elif self.field.message_type is not None:
            getattr(message, name).CopyFrom(given)
        else:
            setattr(message, name, given[-1] if isinstance(given, list) else given)


def flags(command: Command) -> Sequence[Flag]:
    """The flags of a request. A field of the filter, or of what is created or changed, is called by its own name, one
    that lies elsewhere by its path; where every command has a flag of that name, by its path too."""
    if command.signs_in:
        return ()  # every command can sign in
    request = command.method.input_type
    subject = _subject(request)
    paths = [path for path in _paths(request, ()) if not (_is_new(command) and path[-1].name in _GIVEN)]
    taken = {path[0].name for path in paths if len(path) == 1} | _general()
    found = []
    for path in paths:
        names = [step.name for step in path]
        if path[-1].is_repeated:
            names[-1] = _singular(names[-1])
        short = names[1:] if len(names) > 1 and path[0] is subject else names
        if _joined(short) in (taken if len(path) > 1 else _general()):
            short = names if len(names) > 1 else ["request", *names]
        found.append(Flag(_joined(short).replace("_", "-"), path))
    return found


def _is_new(command: Command) -> bool:
    """Whether it creates something, to which the server gives an id."""
    return command.method.name.startswith("Create")


def positional(command: Command) -> Flag | None:
    """The id of what a command is about, which is typed without its name."""
    return next((flag for flag in flags(command) if flag.name == "id"), None)


def secrets(command: Command) -> Sequence[str]:
    """Fields that are asked for."""
    if command.signs_in:
        return ()
    return [field.name for field in command.method.input_type.fields if field.name in SECRETS]


def subject_of(command: Command) -> FieldDescriptor | None:
    return _subject(command.method.input_type)


def parser(command: Command, prog: str) -> argparse.ArgumentParser:
    """What is typed behind a verb; the words of argparse itself are English."""
    usage = f"{prog}{' [ID]' if positional(command) else ''} [--{t('headless.flag')} …]"
    made = argparse.ArgumentParser(prog=prog, usage=usage, description=comment(command.call), allow_abbrev=False)
    own = made.add_argument_group(t("headless.own"))
    for flag in flags(command):
        if flag.name == "id":
            made.add_argument("id", nargs="?", help=_help(flag))
        else:
            _add(own, flag)
    own.add_argument("--json-request", metavar="FILE", help=t("headless.json_request"))
    _add_general(made, command)
    return made


def _add(group: argparse._ActionsContainer, flag: Flag) -> None:
    named: dict[str, Any] = {"dest": dest(flag), "help": _help(flag)}
    if flag.chooses:
        named |= {"action": "store_const", "const": True}
    elif flag.field.type == FieldDescriptor.TYPE_BOOL:
        named |= {"action": argparse.BooleanOptionalAction}
    elif _is_map(flag.field):
        named |= {"type": _pair, "action": "append", "metavar": "NAME=TEXT"}
    else:
        action = "append" if flag.field.is_repeated else "store"
        named |= {"type": partial(_parsed, flag.field), "action": action, "metavar": _metavar(flag.field)}
    group.add_argument(f"--{flag.name}", **named)


def dest(flag: Flag) -> str:
    """Where what was typed for a flag stands: apart from what every command understands."""
    return "id" if flag.name == "id" else f"field {flag.name}"


def _add_general(made: argparse.ArgumentParser, command: Command) -> None:
    """What every command understands; the names do not depend on the command, so that no field takes one of them."""
    shown = made.add_argument_group(t("headless.shown"))
    form = shown.add_mutually_exclusive_group()
    for name in ("json", "json-lines", "csv"):
        form.add_argument(f"--{name}", dest="form", action="store_const", const=name, help=t(f"headless.{name}"))
    shown.add_argument("--all", action="store_true", help=t("headless.all"))
    shown.add_argument("--changes", type=int, metavar="N", help=t("headless.changes"))
    shown.add_argument("--output", type=Path, metavar="FILE", help=t("headless.output"))
    rules = made.add_argument_group(t("headless.rules"))
    purposes = [one.lower().replace("_", "-") for one in PURPOSES]
    own = command.purpose.lower().replace("_", "-") or None
    rules.add_argument("--purpose", choices=purposes, default=own, help=t("headless.purpose"))
    rules.add_argument("--ticket", default="", help=t("purpose.ticket"))
    rules.add_argument("--yes", action="store_true", help=t("headless.yes"))
    rules.add_argument("--read-only", action="store_true", help=t("headless.read_only"))
    reach = made.add_argument_group(t("headless.reach"))
    reaching.add_flags(reach)
    reach.add_argument("--second-factor", default="", metavar="CODE", help=t("sign_in.code"))


@cache
def _general() -> frozenset[str]:
    """Names of flags that every command has."""
    bare = argparse.ArgumentParser()
    reaching.add_flags(bare)
    reached = {action.dest for action in bare._actions}
    shown = {"json", "json_lines", "csv", "all", "changes", "output", "json_request", "second_factor"}
    return frozenset(reached | shown | {"purpose", "ticket", "yes", "read_only"})


def _paths(message: Descriptor, before: tuple[FieldDescriptor, ...]) -> Iterator[tuple[FieldDescriptor, ...]]:
    """Fields of a request that a flag may fill in, by their paths."""
    for field in message.fields:
        path = (*before, field)
        if field.name in _OWN or (not before and field.name in SECRETS) or (before and field.name in _KEPT):
            continue
        if field.is_repeated or values.is_value(field):
            yield path
            continue
        if field.containing_oneof is not None:
            yield path
        inside: Any = field.message_type
        if len(path) < _DEEP and (len(path) == 1 or _is_sent(inside)):
            yield from _paths(inside, path)


def _subject(request: Descriptor) -> FieldDescriptor | None:
    """The filter of a list, or what is created or changed."""
    for field in request.fields:
        if field.containing_oneof is None and not field.is_repeated and not values.is_value(field):
            return None if field.name in _OWN else field
    return None


def _is_sent(message: Descriptor) -> bool:
    """Whether clients fill in a message: the contract has a rule for one of its fields."""
    rules: Any = validate.field
    return any(field.GetOptions().HasExtension(rules) for field in message.fields)


def _is_map(field: FieldDescriptor) -> bool:
    return field.message_type is not None and field.message_type.GetOptions().map_entry


def _singular(name: str) -> str:
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    if name.endswith("sses"):
        return name[:-2]
    return name.removesuffix("s") if not name.endswith("ss") else name


def _joined(names: Sequence[str]) -> str:
    return "_".join(names)


def _parsed(field: FieldDescriptor, text: str) -> Any:
    try:
        found = values.parse(field, text)
        if field.enum_type is not None and len(found) > 1 and not field.is_repeated:
            raise ValueError(text)
        return found
    except ValueError as error:
        said = str(error) if field.enum_type is not None or field.type == FieldDescriptor.TYPE_BYTES else ""
        raise argparse.ArgumentTypeError(said or f"{text!r} ({values.example(field)})") from None


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError("NAME=TEXT")
    return name, value


def _metavar(field: FieldDescriptor) -> str:
    shown = values.example(field)
    return shown if len(shown) < 60 else f"{shown[:50].rpartition('|')[0]}|…"


def _help(flag: Flag) -> str:
    """What a field is called at the console, in its language, and what the contract says of it."""
    around: Any = flag.field.containing_type
    said = comment(f"{around.name}.{flag.field.name}")
    label = label_of(flag.field.name)
    return (f"{label}. {said}" if label and said else label or said).replace("%", "%%")


def comment(name: str) -> str:
    """What the contract says of a call or of a field, in English."""
    return _comments().get(name, "")


@cache
def _comments() -> Mapping[str, str]:
    return json.loads((resources.files(v1) / "comments.json").read_text(encoding="utf-8"))
