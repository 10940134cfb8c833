"""The command line without a screen: `smartregion <noun> <verb> …`.

Ends with 0 where it was done, 1 where it was refused, 2 where what was typed can't be understood, 3 where the server
could not be reached.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from google.protobuf import json_format, message_factory

from console import i18n, visible
from console.client.wire import request_id
from console.headless import completion, flags
from console.headless.nouns import Command, commands
from console.headless.output import rows_field
from console.headless.run import Run, asked, gives_file
from console.i18n import t
from console.ports import ClientError
from console.presets import PRESETS, Preset

DONE, REFUSED, MISUSED, UNREACHABLE, BROKEN_OFF = 0, 1, 2, 3, 130
#: Letters of what is said of a verb where verbs are listed.
_ROOM = 72
#: Flags of conditions whose names in the filter line are others.
_CONDITIONS = {
    "open": "open-only",
    "unsent": "unsent-only",
    "copy": "copy-left-only",
    "overdue": "overdue-only",
    "due": "due-until",
}


class Misused(Exception):
    """What was typed can't be understood; the text says why."""


def main(typed: Sequence[str]) -> int:
    i18n.use(_language(typed))
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        return _run(list(typed))
    except Misused as error:
        return _ended(MISUSED, str(error))
    except ClientError as error:
        return _ended(UNREACHABLE if error.lost else REFUSED, f"{error.message} ({error.reason})")
    except KeyboardInterrupt:
        return BROKEN_OFF
    except BrokenPipeError:  # whoever read has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return DONE
    except OSError as error:  # a certificate or its key
        return _ended(MISUSED, f"{error.filename}: {error.strerror}")
    except SystemExit as end:  # argparse has said why
        return int(end.code or DONE)


def _run(typed: list[str]) -> int:
    if typed[0] == "completion":
        return _complete(typed[1:])
    if typed[0] == "help":
        print("\n".join(_overview()))
        return DONE
    verbs = _known(typed[0], offered(), t("headless.noun"))
    if len(typed) < 2 or typed[1].startswith("-"):
        print("\n".join(_of_noun(typed[0], verbs)))
        return DONE if typed[1:2] in (["--help"], ["-h"]) else MISUSED
    command, preset = _known(typed[1], verbs, t("headless.verb", noun=typed[0]))
    parser = flags.parser(command, f"smartregion {typed[0]} {typed[1]}")
    parsed = parser.parse_args([*conditions(preset), *typed[2:]])
    i18n.use(parsed.language)
    request = _request(command, parsed)
    _may(command, parsed, request)
    for name in flags.secrets(command):
        setattr(request, name, getattr(request, name) or _secret(name))
    asyncio.run(Run(command, request, parsed).done())
    return DONE


def offered() -> Mapping[str, Mapping[str, tuple[Command, Preset | None]]]:
    """Commands by noun and verb, with the named filters of lists."""
    found: dict[str, dict[str, tuple[Command, Preset | None]]] = {
        noun: {verb: (command, None) for verb, command in verbs.items()} for noun, verbs in commands().items()
    }
    for preset in PRESETS:
        verbs = found[preset.noun]
        if preset.name in verbs:
            raise LookupError(f"{preset.noun} {preset.name} is a filter and a call")
        verbs[preset.name] = verbs["list"][0], preset
    return found


def conditions(preset: Preset | None) -> list[str]:
    """The flags of a named filter."""
    if preset is None:
        return []
    found = ["--order-by", preset.order] if preset.order else []
    for name, value in preset.conditions:
        flag = f"--{_CONDITIONS.get(name, name)}"
        found += [flag] if value == "yes" else [flag, value]
    return found


def _request(command: Command, parsed: argparse.Namespace) -> Any:
    """The request as it was typed. Raises Misused."""
    request: Any = message_factory.GetMessageClass(command.method.input_type)()
    if parsed.json_request:
        _read(parsed.json_request, request)
    changed: list[str] = []
    subject = flags.subject_of(command)
    for flag in flags.flags(command):
        given = getattr(parsed, flags.dest(flag))
        if given is None:
            continue
        try:
            flag.put(request, given)
        except (ValueError, TypeError):
            raise Misused(t("headless.bad_value", flag=flag.name)) from None
        if flag.path[0] is subject and flag.field.name not in ("id", "etag"):
            changed.append(".".join(step.name for step in flag.path[1:]))
    fields = command.method.input_type.fields_by_name
    if "update_mask" in fields and not request.update_mask.paths:
        request.update_mask.paths.extend(changed)
    if "request_id" in fields and not request.request_id:
        request.request_id = request_id()
    return request


def _read(source: str, request: Any) -> None:
    try:
        text = sys.stdin.read() if source == "-" else Path(source).expanduser().read_text(encoding="utf-8")
        json_format.Parse(text, request)
    except (OSError, ValueError, json_format.ParseError) as error:
        raise Misused(f"--json-request: {visible.line(str(error))}") from None


def _may(command: Command, parsed: argparse.Namespace, request: Any) -> None:
    """Raises Misused or ClientError where something is missing before anything is sent."""
    if parsed.read_only and command.changes:
        raise ClientError("READ_ONLY", t("headless.is_read_only"))
    if parsed.all and "page_token" not in command.method.input_type.fields_by_name:
        raise Misused(t("headless.no_pages"))
    if command.policy.states_purpose and not parsed.purpose:
        raise Misused(t("headless.purpose_needed"))
    if parsed.output is None and sys.stdout.isatty() and gives_file(command) and not _lists(command):
        raise Misused(t("headless.output_needed"))
    if command.irrevocable and not parsed.yes and not getattr(request, "dry_run", False):
        _confirm(command)


def _lists(command: Command) -> bool:
    return rows_field(command.method.output_type) is not None


def _secret(field: str) -> str:
    """What nobody may read: asked for, a new one twice. Raises ClientError."""
    given = asked(t(f"sign_in.{field}"))
    if field == "new_password" and asked(t("sign_in.repeat_password")) != given:
        raise ClientError("INVALID_FIELD", t("sign_in.differ"))
    return given


def _confirm(command: Command) -> None:
    """What can't be undone is typed, as at the console."""
    phrase = f"{command.noun} {command.verb}"
    if not sys.stdin.isatty():
        raise Misused(t("headless.yes_needed"))
    if asked(t("form.type", phrase=phrase), secret=False) != phrase:
        raise ClientError("NOT_CONFIRMED", t("form.phrase", phrase=phrase))


# -- what there is


def _known(word: str, there: Mapping[str, Any], kind: str) -> Any:
    """Raises Misused, with what may have been meant."""
    if word in there:
        return there[word]
    near = get_close_matches(word, there, n=3) or list(there)
    raise Misused(t("headless.unknown", kind=kind, word=visible.line(word), known=", ".join(near)))


def _overview() -> list[str]:
    lines = [t("headless.usage"), ""]
    lines += [f"  {noun:<22}{' '.join(verbs)}" for noun, verbs in offered().items()]
    return [*lines, "", t("headless.usage_end")]


def _of_noun(noun: str, verbs: Mapping[str, tuple[Command, Preset | None]]) -> list[str]:
    lines = [f"smartregion {noun} …", ""]
    for verb, (command, preset) in verbs.items():
        said = f"list {' '.join(conditions(preset))}" if preset else flags.comment(command.call)
        lines.append(f"  {verb:<24}{said[: _ROOM - 1]}…" if len(said) > _ROOM else f"  {verb:<24}{said}")
    return lines


def _complete(typed: list[str]) -> int:
    made = completion.SHELLS.get(typed[0] if typed else "")
    if made is None:
        raise Misused(t("headless.shells", known="|".join(completion.SHELLS)))
    print(made(offered()))
    return DONE


def _language(typed: Sequence[str]) -> str:
    """The language that was asked for, before anything else is understood."""
    early = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    early.add_argument("--language", default=os.environ.get("SMARTREGION_LANGUAGE", ""))
    try:
        wanted = early.parse_known_args(list(typed))[0].language
    except argparse.ArgumentError:
        wanted = ""
    return wanted if wanted in i18n.LANGUAGES else i18n.LANGUAGES[0]


def _ended(code: int, said: str) -> int:
    print(f"smartregion: {visible.line(said)}", file=sys.stderr)
    return code
