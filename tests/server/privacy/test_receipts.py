"""A recipient's receipt is signed, and who has the house's key can check it without the house."""

import asyncio
import hashlib
import json
import shutil
import subprocess
from functools import partial
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from smartregion.v1 import data_duty_pb2 as pb

from server.codec import decode_id
from storage.models.duties import DataDuty

from ..conftest import START, Client, House
from ..test_duties import answer, duties_of, erased, keys


async def answered(house: House) -> tuple[Client, pb.DataDuty]:
    """A partner that answered, and what it was given for it."""
    request, _ = await erased(house)
    duty = (await duties_of(await house.operator("petro"), privacy_request_id=request.id))[0]
    partner = (await keys(house))[duty.partner_id]
    return partner, await answer(partner, duty, note="акт № 7")


async def public_key(client: Client) -> tuple[str, Ed25519PublicKey]:
    told = await client.PrivacyRequestService.GetReceiptKey()
    key = load_pem_public_key(told.public_key_pem.encode())
    assert isinstance(key, Ed25519PublicKey)
    return told.key_id, key


async def test_a_receipt_is_signed_over_what_was_answered_and_one_byte_less_is_not_genuine(house: House) -> None:
    partner, duty = await answered(house)
    receipt = duty.receipt
    named, key = await public_key(partner)
    key.verify(receipt.signature, receipt.statement)
    for place in range(len(receipt.statement)):
        changed = bytearray(receipt.statement)
        changed[place] ^= 1
        with pytest.raises(InvalidSignature):
            key.verify(receipt.signature, bytes(changed))
    assert receipt.key_id == named
    at = "2026-11-23T10:00:00+00:00"
    assert json.loads(receipt.statement) == {
        "account": duty.account_id,
        "done_at": at,
        "due_on": "2026-12-07",
        "duty": duty.id,
        "fields": [],
        "format": "smartregion.duty-receipt.v1",
        "key": named,
        "kind": "DATA_DUTY_KIND_ERASED",
        "outcome": "DATA_DUTY_OUTCOME_DONE",
        "partner": duty.partner_id,
        "raised_at": at,
        "received_at": at,
        "sha256": receipt.sha256,
    }


async def test_its_digest_is_of_the_fields_that_the_guide_names_the_note_among_them(house: House) -> None:
    _, duty = await answered(house)
    said = {
        "done_at": START,
        "done_by": "відділ обліку",
        "duty": decode_id(duty.id),
        "kind": duty.kind,
        "note": "акт № 7",
        "outcome": duty.receipt.outcome,
        "partner": decode_id(duty.partner_id),
        "received_at": START,
    }
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert duty.receipt.sha256 == hashlib.sha256(canonical).hexdigest()


async def test_it_is_kept_and_shown_again_as_it_was_and_openssl_checks_it(house: House, tmp_path: Path) -> None:
    partner, given = await answered(house)
    (again,) = [one for one in await duties_of(partner) if one.id == given.id]
    (seen,) = [one for one in await duties_of(await house.operator("petro")) if one.id == given.id]
    for one in (again, seen):
        assert (one.receipt.statement, one.receipt.signature) == (given.receipt.statement, given.receipt.signature)
    if shutil.which("openssl"):
        told = await partner.PrivacyRequestService.GetReceiptKey()
        (tmp_path / "house.pem").write_text(told.public_key_pem)
        (tmp_path / "receipt.json").write_bytes(given.receipt.statement)
        (tmp_path / "receipt.sig").write_bytes(given.receipt.signature)
        command = "openssl pkeyutl -verify -pubin -inkey house.pem -rawin -in receipt.json -sigfile receipt.sig"
        run = partial(subprocess.run, command.split(), cwd=tmp_path, capture_output=True, check=False)
        assert (await asyncio.to_thread(run)).returncode == 0


async def test_a_receipt_from_before_they_were_signed_has_no_signature(house: House) -> None:
    partner, given = await answered(house)
    unsigned = DataDuty.update(receipt_signature=None, receipt_key="").where(DataDuty.id == decode_id(given.id))
    await house.app.services.store.write(lambda tx: tx.run(unsigned))
    (kept,) = [one for one in await duties_of(partner) if one.id == given.id]
    assert kept.receipt.sha256 == given.receipt.sha256
    assert (kept.receipt.statement, kept.receipt.signature, kept.receipt.key_id) == (b"", b"", "")
