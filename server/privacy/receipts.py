"""What proves that a recipient answered: a digest in the audit chain, and a statement signed with the key of the house
(Ed25519, the one that signs packages). Any tool checks it; with OpenSSL:
`openssl pkeyutl -verify -pubin -inkey package-key.pem -rawin -in receipt.json -sigfile receipt.sig`.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping

from smartregion.v1 import data_duty_pb2 as pb

from server.codec import encode_id, timestamp, utc
from server.privacy.package import signing
from storage.engine.transaction import Tx
from storage.keys.keyring import Keyring
from storage.models.duties import DataDuty
from storage.repositories.duties import Duty

#: Of the statement. It tells it from whatever else that key signs.
FORMAT = "smartregion.duty-receipt.v1"


def proof(keyring: Keyring, duty: Duty) -> dict[str, object]:
    """What is kept of a receipt that has just come, by column: its digest, the signature and the key."""
    key, kept = signing.private_key(keyring), digest(duty)
    named = signing.key_id(key.public_key())
    signature = key.sign(statement(duty.row, kept, named))
    return {"receipt_digest": kept, "receipt_signature": signature, "receipt_key": named}


def digest(duty: Duty) -> bytes:
    """The SHA-256 of a receipt in canonical form: its fields as JSON, sorted by name, without spaces."""
    row = duty.row
    body = {
        "done_at": row.done_at,
        "done_by": duty.texts["done_by"],
        "duty": row.id,
        "kind": row.kind,
        "note": duty.texts["note"],
        "outcome": row.outcome,
        "partner": row.partner_id,
        "received_at": row.answered_at,
    }
    return hashlib.sha256(_canonical(body)).digest()


def statement(row: DataDuty, receipt_digest: bytes, key_id: str) -> bytes:
    """What is signed, in canonical form: which partner answered what and when, and the duty as it then was; ids as in
    the API, instants in UTC. Who did it and the note stand in the digest alone: they are purged before the rest is."""
    assert row.done_at is not None
    assert row.answered_at is not None, "it was answered"
    return _canonical(
        {
            "account": encode_id(row.account_id or None),
            "done_at": utc(row.done_at).isoformat(),
            "due_on": row.due_on,
            "duty": encode_id(row.id),
            "fields": row.fields.split(",") if row.fields else [],
            "format": FORMAT,
            "key": key_id,
            "kind": pb.DataDutyKind.Name(row.kind),
            "outcome": pb.DataDutyOutcome.Name(row.outcome),
            "partner": encode_id(row.partner_id),
            "raised_at": utc(row.raised_at).isoformat(),
            "received_at": utc(row.answered_at).isoformat(),
            "sha256": receipt_digest.hex(),
        }
    )


def message(tx: Tx, duty: Duty) -> pb.DataDutyReceipt:
    """A receipt as it is shown; of before receipts were signed without a signature."""
    row = duty.row
    kept = bytes(row.receipt_digest or b"")
    made = pb.DataDutyReceipt(
        outcome=row.outcome,
        done_at=timestamp(row.done_at),
        done_by=duty.texts["done_by"],
        note=duty.texts["note"],
        received_at=timestamp(row.answered_at),
        sha256=kept.hex(),
        seal=hmac.digest(tx.keys.keyring.derive(b"data duty receipts"), kept, hashlib.sha256),
    )
    if row.receipt_signature is not None:
        made.statement = statement(row, kept, row.receipt_key)
        made.signature = bytes(row.receipt_signature)
        made.key_id = row.receipt_key
    return made


def _canonical(body: Mapping[str, object]) -> bytes:
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
