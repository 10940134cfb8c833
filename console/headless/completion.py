"""Completion for shells, as a script that knows every noun, verb, flag and value: nothing runs at a press of Tab."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from console.headless import flags
from console.headless.nouns import Command

Offered = Mapping[str, Mapping[str, tuple[Command, Any]]]
_ALONE = ("console", "completion", "help")
_FILES = ("--json-request", "--output", "--ca", "--certificate", "--key")

_BASH = """\
# Completion of smartregion for bash: eval "$(smartregion completion bash)"
_smartregion() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
  local noun=${COMP_WORDS[1]} verb=${COMP_WORDS[2]} words=""
  COMPREPLY=()
  case "$COMP_CWORD:$prev" in
    1:*) words="@NOUNS@" ;;
    2:*) case "$noun" in
@VERBS@
      esac ;;
    *:@FILES@) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    *) case "$noun $verb $prev" in
@VALUES@
      *) case "$noun $verb" in
@FLAGS@
        esac ;;
      esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -F _smartregion smartregion
"""
_ZSH = """\
# Completion of smartregion for zsh: eval "$(smartregion completion zsh)"
autoload -U +X compinit && compinit
autoload -U +X bashcompinit && bashcompinit
"""
_FISH = """\
# Completion of smartregion for fish: smartregion completion fish | source
function __smartregion_at
  set -l words (commandline -opc)
  test (count $words) -gt (count $argv); or return 1
  for number in (seq (count $argv))
    test "$words[(math $number + 1)]" = "$argv[$number]"; or return 1
  end
end
complete -c smartregion -f
"""


def bash(offered: Offered) -> str:
    each = [(noun, verb, _words(command)) for noun, verb, command in _each(offered)]
    general = frozenset.intersection(*(frozenset(words) for _, _, words in each))
    verbs = (f"      {noun}) words='{' '.join(there)}' ;;" for noun, there in offered.items())
    named = [
        f"        '{noun} {verb}') words=\"{' '.join(sorted(words.keys() - general))} $general\" ;;"
        for noun, verb, words in each
    ]
    values = [
        f"      '{noun} {verb} {flag}') words='{' '.join(there)}' ;;"
        for noun, verb, words in each
        for flag, there in words.items()
        if there
    ]
    filled = {
        "@NOUNS@": " ".join((*offered, *_ALONE)),
        "@VERBS@": "\n".join((*verbs, "      completion) words='bash zsh fish' ;;")),
        "@FILES@": "|*:".join(_FILES),
        "@VALUES@": "\n".join(values),
        "@FLAGS@": "\n".join(named),
    }
    script = _BASH.replace('words=""', f'words="" general="{" ".join(sorted(general))}"', 1)
    for mark, text in filled.items():
        script = script.replace(mark, text)
    return script


def zsh(offered: Offered) -> str:
    """zsh completes as bash does."""
    return _ZSH + bash(offered)


def fish(offered: Offered) -> str:
    lines = [
        _FISH,
        f"complete -c smartregion -n 'test (count (commandline -opc)) -eq 1' -a '{' '.join((*offered, *_ALONE))}'",
    ]
    for noun, there in offered.items():
        here = f"__smartregion_at {noun}; and test (count (commandline -opc)) -eq 2"
        lines.append(f"complete -c smartregion -n '{here}' -a '{' '.join(there)}'")
    for noun, verb, command in _each(offered):
        for flag, words in _words(command).items():
            taken = "-r -F" if flag in _FILES else f"-x -a '{' '.join(words)}'" if words else ""
            lines.append(f"complete -c smartregion -n '__smartregion_at {noun} {verb}' -l {flag[2:]} {taken}".rstrip())
    return "\n".join(lines)


#: Scripts by shell.
SHELLS: Mapping[str, Callable[[Offered], str]] = {"bash": bash, "zsh": zsh, "fish": fish}


def _each(offered: Offered) -> Iterator[tuple[str, str, Command]]:
    return ((noun, verb, command) for noun, verbs in offered.items() for verb, (command, _) in verbs.items())


@cache
def _words(command: Command) -> Mapping[str, tuple[str, ...]]:
    """Flags of a command with the words that each may have; none where it takes anything, or nothing."""
    enums = {f"--{flag.name}": tuple(flag.options) for flag in flags.flags(command)}
    parser = flags.parser(command, "")
    return {
        option: enums.get(option) or tuple(action.choices or ())
        for action in parser._actions
        for option in action.option_strings
        if option.startswith("--")
    }
