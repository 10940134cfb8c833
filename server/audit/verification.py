"""The chain held against the anchored checkpoints."""

from pathlib import Path

from storage.engine.anchor import Checkpoint, anchored, standing
from storage.engine.audit import Verdict, verify
from storage.engine.transaction import Tx
from storage.errors import Damaged
from storage.keys.keyring import Keyring
from storage.repositories import audit


def verify_chain(tx: Tx, keyring: Keyring, anchor: Path, first: int = 1) -> tuple[Verdict, Checkpoint | None]:
    """What the verifier finds from an entry on, and the newest checkpoint it was held against, if there is one."""
    try:
        checkpoints = anchored(anchor)
    except Damaged:
        return Verdict(False, 0, 0, "signature"), None
    for one in checkpoints:
        if not one.genuine(keyring):
            return Verdict(False, 0, one.sequence, "signature"), one
    first = max(first, 1)
    before = audit.hash_before(tx, first)
    newest = checkpoints[-1] if checkpoints else None
    if before is None:
        return Verdict(False, 0, first - 1, "sequence"), newest
    return verify(audit.chain(tx, first), standing(checkpoints), first=first, previous=before), newest
