"""Values of the placeholders of a text: typed in a form as operators write, sent as the contract wants them."""

from collections.abc import Mapping
from datetime import datetime

from console import sample, understood
from console.i18n import enum
from console.widgets.form import Field


def fields(kinds: Mapping[str, str], values: Mapping[str, str], examples: Mapping[str, str]) -> list[Field]:
    """One for each placeholder, with its kind and how a value of it is written."""
    return [
        Field(
            name,
            f"{name}: {enum('placeholder_kind', kind)}",
            sample.shown(kind, values.get(name, "")),
            hint=sample.shown(kind, examples[name]),
            reads=understood.KINDS.get(kind),
        )
        for name, kind in kinds.items()
    ]


def examples(kinds: Mapping[str, str], now: datetime) -> dict[str, str]:
    return sample.filled(kinds, {}, now)


def answered(kinds: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, str]:
    """The values that were typed, as the contract writes them."""
    return {name: sample.stated(kind, typed[name]) for name, kind in kinds.items()}
