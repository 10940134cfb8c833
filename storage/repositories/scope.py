"""Whose rows somebody may know of. What is out of scope does not exist for them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """A resident's own rows, or those of the accounts of some utilities; both None for no bound."""

    user_id: int | None = None
    utility_ids: frozenset[int] | None = None

    @property
    def bounded(self) -> bool:
        return self.user_id is not None or self.utility_ids is not None

    def supplies(self, utility_id: int | None) -> bool:
        """Whether what this utility supplies lies within."""
        if self.user_id is not None:
            return False
        return self.utility_ids is None or utility_id in self.utility_ids


EVERYTHING = Scope()
