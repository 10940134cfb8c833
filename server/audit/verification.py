"""The chain held against the anchored checkpoints, and those against what the database remembers of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from storage.engine.anchor import Checkpoint, Noted, anchored, noted, standing
from storage.engine.audit import Verdict, verify
from storage.engine.transaction import Tx
from storage.errors import Damaged
from storage.keys.keyring import Keyring
from storage.repositories import audit


@dataclass(frozen=True)
class Checked:
    """What the verifier found, and what it held the chain against."""

    verdict: Verdict
    #: The newest checkpoint in the file, and the furthest that the database knows of.
    newest: Checkpoint | None = None
    noted: Checkpoint | None = None


def verify_chain(tx: Tx, keyring: Keyring, anchor: Path, first: int = 1) -> Checked:
    """What the verifier finds from an entry on."""
    try:
        checkpoints, known = anchored(anchor), noted(tx)
    except Damaged:
        return Checked(Verdict(False, 0, 0, "signature"))
    every = [*checkpoints, *([known.last] if known else [])]
    newest, last = (checkpoints[-1] if checkpoints else None), (known.last if known else None)
    forged = next((one for one in every if not one.genuine(keyring)), None)
    if forged is not None:
        return Checked(Verdict(False, 0, forged.sequence, "signature"), newest, last)
    first = max(first, 1)
    before = audit.hash_before(tx, first)
    if before is None:
        return Checked(Verdict(False, 0, first - 1, "sequence"), newest, last)
    verdict = verify(audit.chain(tx, first), standing(every), first=first, previous=before)
    return Checked(_with_anchor(verdict, first - 1 + verdict.checked, checkpoints, known), newest, last)


def _with_anchor(verdict: Verdict, entries: int, checkpoints: Sequence[Checkpoint], known: Noted | None) -> Verdict:
    """A chain that holds is whole only as far as something outside the database says where it ends."""
    if not verdict.intact:
        return verdict
    if known is not None and known.missing_in(checkpoints):
        return replace(verdict, intact=False, fault="anchor")
    if not checkpoints and entries:
        return replace(verdict, intact=False, fault="unanchored")
    return verdict
