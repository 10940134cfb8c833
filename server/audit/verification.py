"""The chain held against the last anchored checkpoint."""

from pathlib import Path

from storage.engine.audit import Checkpoint, Verdict, verify
from storage.engine.transaction import Tx
from storage.errors import Damaged
from storage.keys.keyring import Keyring
from storage.repositories import audit


def verify_chain(tx: Tx, keyring: Keyring, anchor: Path, first: int = 1) -> tuple[Verdict, Checkpoint | None]:
    """What the verifier finds from an entry on, and the checkpoint it was held against, if there is one."""
    try:
        checkpoint = Checkpoint.last_anchored(anchor)
    except Damaged:
        return Verdict(False, 0, 0, "signature"), None
    if checkpoint is not None and not checkpoint.genuine(keyring):
        return Verdict(False, 0, checkpoint.sequence, "signature"), checkpoint
    first = max(first, 1)
    before = audit.hash_before(tx, first)
    if before is None:
        return Verdict(False, 0, first - 1, "sequence"), checkpoint
    held_against = checkpoint if checkpoint is not None and checkpoint.sequence >= first else None
    return verify(audit.chain(tx, first), held_against, first=first, previous=before), checkpoint
