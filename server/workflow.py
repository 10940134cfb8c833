"""Workflows as tables: what is not in the table is refused, naming the state and what it would allow."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.errors import WrongState


@dataclass(frozen=True)
class Workflow:
    """Transitions by state and action. Read by the service, the docs and the tests; copied nowhere."""

    #: What it is about, in a sentence: "a reading".
    subject: str
    #: The enum of the contract, for the names of states.
    states: Any
    prefix: str
    table: Mapping[tuple[int, str], int]

    def next(self, state: int, action: str) -> Any:
        """The state an action leads to. Raises WrongState."""
        try:
            return self.table[state, action]
        except KeyError:
            allowed = ", ".join(self.allowed(state)) or "nothing"
            raise WrongState(
                f"{self.subject} that is {self.name(state)} can't be {action}; allowed: {allowed}"
            ) from None

    def allowed(self, state: int) -> list[str]:
        return sorted(action for (before, action) in self.table if before == state)

    def name(self, state: int) -> str:
        named: str = self.states.Name(state)
        return named.removeprefix(self.prefix)
