"""What residents are told of the readings that they handed in."""

from collections.abc import Iterable
from typing import NamedTuple

from storage.engine.transaction import Tx
from storage.models.notifications import CANCELLED, WAITING


class Receipt(NamedTuple):
    """A reading as it stands now, and whose it is; indexes in micro-units."""

    id: int
    user_id: int
    state: int
    #: Grows with each change.
    version: int
    value: int
    read_at: int
    findings: str | None
    commodity: int
    #: The account with which the resident is, or was, at the place.
    account: str
    #: The index that was put in its place; None where none was.
    corrected: int | None


_RECEIPTS = """
SELECT r.id, r.submitter_id, r.state, r.version, r.value, r.read_at, r.findings, m.commodity,
       (SELECT a.number FROM account a JOIN account_link l ON l.account_id = a.id AND l.user_id = r.submitter_id
        WHERE a.usage_point_id = i.usage_point_id AND a.commodity = m.commodity
        ORDER BY a.begins_at DESC, a.id DESC LIMIT 1), c.value
FROM reading r JOIN register g ON g.id = r.register_id JOIN installation i ON i.id = g.installation_id
JOIN meter m ON m.id = g.meter_id LEFT JOIN reading c ON c.id = r.superseded_by
WHERE r.id IN ({marks}) AND r.submitter_kind = ? ORDER BY r.id"""


def of(tx: Tx, reading_ids: Iterable[int], resident: int) -> list[Receipt]:
    """Those of the readings that residents handed in where they have, or had, an account. `resident` is the number of
    their kind of principal."""
    rows = tx.among(_RECEIPTS, dict.fromkeys(reading_ids), after=(resident,))
    return [Receipt(*row) for row in rows if row[8] is not None]


class Told(NamedTuple):
    """What a resident was told of a reading once."""

    template_name: str
    #: Whether it was not sent yet.
    waits: bool


def told(tx: Tx, cause: int, reading_ids: Iterable[int]) -> dict[int, list[Told]]:
    """What was told of each of the readings, oldest first; what was taken back was not."""
    statement = (
        f"SELECT cause_id, template_name, state FROM notification WHERE cause_id IN ({{marks}}) AND cause = ? "
        f"AND state <> {CANCELLED} ORDER BY id"
    )
    found: dict[int, list[Told]] = {}
    for reading_id, template_name, state in tx.among(statement, dict.fromkeys(reading_ids), after=(cause,)):
        found.setdefault(reading_id, []).append(Told(template_name, state in WAITING))
    return found
