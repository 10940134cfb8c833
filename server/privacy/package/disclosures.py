"""Third parties to whom data was handed over, as far as the person may be told of them."""

from collections.abc import Sequence
from typing import NamedTuple

from smartregion.v1.disclosure_service_pb2 import DisclosureNotice

from server.privacy import wording
from storage.engine.transaction import Tx
from storage.repositories import disclosures


class Disclosed(NamedTuple):
    """One disclosure that law does not keep secret."""

    to: str
    #: The law or the document behind it.
    basis: str
    #: Names of the data classes, in Ukrainian.
    what: str
    #: Milliseconds.
    at: int


def lawfully_named(tx: Tx, user_id: int) -> Sequence[Disclosed]:
    """Disclosures of a person's data, from their ledger, but for those of which law forbids to tell (2297-VI,
    art. 21(2)); the latest first."""
    classes: dict[int, set[int]] = {}
    requests = {}
    for left in disclosures.all_left(tx, user_id, but_notice=DisclosureNotice.DISCLOSURE_NOTICE_EXEMPT):
        requests[left.request.id] = left.request
        classes.setdefault(left.request.id, set()).add(left.field.data_class)
    return tuple(
        Disclosed(one.recipient, one.texts["legal_basis"], _names(classes[number]), one.row.released_at or 0)
        for number, one in requests.items()
    )


def _names(classes: set[int]) -> str:
    return ", ".join(wording.CLASSES[one][0] for one in sorted(classes) if one in wording.CLASSES)
