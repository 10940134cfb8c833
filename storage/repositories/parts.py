"""Hand-written SQL, put together from parts with their parameters."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Part(NamedTuple):
    """A piece of SQL with its parameters, in their order."""

    text: str
    parameters: Sequence[Any] = ()


@dataclass
class Where:
    """Conditions and their parameters, put together."""

    conditions: list[str] = field(default_factory=list)
    parameters: list[Any] = field(default_factory=list)

    def add(self, condition: str, *parameters: Any) -> None:
        self.conditions.append(condition)
        self.parameters.extend(parameters)

    def add_part(self, part: Part) -> None:
        self.add(part.text, *part.parameters)

    @property
    def text(self) -> str:
        return f"WHERE {' AND '.join(self.conditions)}" if self.conditions else ""
