"""Third parties to whom data was handed over, as far as the person may be told of them."""

from collections.abc import Sequence
from typing import NamedTuple

from storage.engine.transaction import Tx


class Disclosed(NamedTuple):
    """One disclosure that law does not keep secret."""

    to: str
    #: The request or the law behind it.
    basis: str
    #: Names of the data classes, in Ukrainian.
    what: str
    #: Milliseconds.
    at: int


def lawfully_named(tx: Tx, user_id: int) -> Sequence[Disclosed]:
    """Disclosures of a person's data that the person may know of. The ledger of disclosures answers here; there is none
    yet, and nothing was ever disclosed."""
    return ()
