"""Placeholders: `{name}` in a text, each replaced by a value and nothing else."""

import re
from collections.abc import Mapping

from server.errors import InvalidField

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]{0,63})\}")


def names_in(text: str, field: str) -> list[str]:
    """Names of the placeholders, in order. Raises InvalidField where a brace belongs to none."""
    names = list(dict.fromkeys(_PLACEHOLDER.findall(text)))
    if re.search(r"[{}]", _PLACEHOLDER.sub("", text)):
        raise InvalidField(field, "template.braces", "a brace may only enclose a placeholder such as {name}")
    return names


def check_values(names: list[str], values: Mapping[str, str], field: str = "values") -> None:
    """Raises InvalidField where a value is missing, is one too many or has control characters."""
    for name in names:
        if name not in values:
            raise InvalidField(f"{field}.{name}", "template.value_missing", "the text needs a value for it")
    for name, value in values.items():
        if name not in names:
            raise InvalidField(f"{field}.{name[:64]}", "template.value_unknown", "the text has no such placeholder")
        if any(ord(letter) < 32 or ord(letter) == 127 for letter in value):
            raise InvalidField(f"{field}.{name}", "template.value_line", "must be one line without control characters")


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its values; what a value looks like is never read again."""
    return _PLACEHOLDER.sub(lambda found: values[found.group(1)], text)
