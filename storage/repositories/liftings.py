"""How restrictions of processing end."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from storage.engine.transaction import Texts, Tx
from storage.models.privacy import PrivacyRequest, RestrictionLifting

SEALED = ("reason", "told_how")


@dataclass(frozen=True)
class Lifting:
    """The end of a restriction, with its texts open, by the names in SEALED."""

    row: RestrictionLifting
    texts: Texts


def create(tx: Tx, row: RestrictionLifting, reason: str) -> None:
    """Writes it under the key of its request."""
    row.reason_sealed = tx.seal(row.request_id, "restriction_lifting.reason", reason)
    tx.insert(row)


def update(tx: Tx, lifting: Lifting, *, told_how: str = "", **values: Any) -> None:
    if told_how:
        values["told_how_sealed"] = tx.seal(lifting.row.request_id, "restriction_lifting.told_how", told_how)
    tx.run(RestrictionLifting.update(**values).where(RestrictionLifting.id == lifting.row.id))


def latest(tx: Tx, request_ids: Iterable[int]) -> dict[int, Lifting]:
    """What was proposed last, by request."""
    query = RestrictionLifting.select().where(RestrictionLifting.request_id.in_(list(request_ids)))
    return {row.request_id: _opened(tx, row) for row in tx.all(query.order_by(RestrictionLifting.id))}


def in_force(tx: Tx, user_id: int, kind: int, states: Iterable[int], decision: int, lifted: int) -> list[int]:
    """Requests of a kind by a user that were decided so, in one of the states, and have not come to be lifted."""
    over = RestrictionLifting.select(RestrictionLifting.request_id).where(RestrictionLifting.state == lifted)
    query = PrivacyRequest.select(PrivacyRequest.id).where(
        (PrivacyRequest.user_id == user_id)
        & (PrivacyRequest.kind == kind)
        & PrivacyRequest.state.in_(tuple(states))
        & (PrivacyRequest.decision == decision)
        & PrivacyRequest.id.not_in(over)
    )
    return [number for (number,) in tx.rows(query)]


def _opened(tx: Tx, row: RestrictionLifting) -> Lifting:
    return Lifting(row, tx.texts(row.request_id, row, SEALED))
