"""Commands without a screen."""

from collections.abc import Iterator

from smartregion.v1.options_pb2 import Permission

from console import i18n
from console.headless import flags
from console.headless.command import conditions, offered
from console.headless.nouns import Command
from scripts.reference.common import MADE, short


def commands() -> str:
    i18n.use("en")
    lines = [
        "# Commands without a screen",
        "",
        MADE,
        "`smartregion NOUN VERB`, one for each call of the contract that an operator may make and that takes one",
        "request; [the console](console.md#without-a-screen) says how they sign in, print and end. `!` is confirmed by",
        "typing, or by `--yes`; `?` wants `--purpose`; with `--read-only` what is in bold is refused. Flags that every",
        "command has are left out here: `--help` of a command has all, with what they mean.",
        "",
        "| Command | Call | Needs | Flags |",
        "|---|---|---|---|",
    ]
    for noun, verbs in offered().items():
        lines += [_row(noun, verb, command) for verb, (command, preset) in verbs.items() if preset is None]
    lines += ["", "## Lists that have a name", "", "| Command | The same as |", "|---|---|", *_named()]
    return "\n".join(lines) + "\n"


def _row(noun: str, verb: str, command: Command) -> str:
    name = f"**{noun} {verb}**" if command.changes else f"{noun} {verb}"
    marks = " !" * command.irrevocable + " ?" * (command.policy.states_purpose and not command.purpose)
    named = " ".join("`ID`" if flag.name == "id" else f"`--{flag.name}`" for flag in flags.flags(command))
    return f"| {name}{marks} | {command.call} | `{short(Permission, command.policy.permission)}` | {named} |"


def _named() -> Iterator[str]:
    for noun, verbs in offered().items():
        for verb, (_, preset) in verbs.items():
            if preset is not None:
                yield f"| {noun} {verb} | `{noun} list {' '.join(conditions(preset))}` |"
