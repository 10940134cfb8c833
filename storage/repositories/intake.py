"""Mails that wait for an operator, and how far the mailbox was read."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from storage.engine.transaction import Tx
from storage.models.intake import IntakeDraft
from storage.models.privacy import PrivacyRequest

SEALED = ("sender_name", "sender_address", "subject", "text", "attachments", "discard_reason")


@dataclass
class Draft:
    """A mail with its sealed fields open, by the names in SEALED; empty once its key is gone."""

    row: IntakeDraft
    texts: dict[str, str]

    @property
    def id(self) -> int:
        return self.row.id


def create(tx: Tx, row: IntakeDraft, texts: dict[str, str]) -> Draft:
    """Writes a draft under a key of its own, which is made here."""
    tx.keys.create(row.id)
    for name, text in texts.items():
        setattr(row, f"{name}_sealed", tx.seal(row.id, f"intake_draft.{name}", text))
    tx.insert(row)
    return _opened(tx, [row])[0]


def update(tx: Tx, draft: Draft, *, discard_reason: str = "", **values: Any) -> Draft:
    """Changes columns, one version on; the draft as it is then."""
    if discard_reason:
        values["discard_reason_sealed"] = tx.seal(draft.id, "intake_draft.discard_reason", discard_reason)
    query = IntakeDraft.update(**values, version=IntakeDraft.version + 1)
    tx.run(query.where(IntakeDraft.id == draft.id))
    found = by_id(tx, draft.id)
    assert found is not None
    return found


def by_id(tx: Tx, draft_id: int) -> Draft | None:
    """A draft, held until the unit ends."""
    row = tx.first(tx.lock(IntakeDraft.select().where(IntakeDraft.id == draft_id)))
    return _opened(tx, [row])[0] if row else None


def by_mail(tx: Tx, mail_index: bytes) -> Draft | None:
    """The draft of a mail that lies here already."""
    row = tx.first(IntakeDraft.select().where(IntakeDraft.mail_index == mail_index))
    return _opened(tx, [row])[0] if row else None


def page(tx: Tx, state: int, after: tuple[int, int] | None, size: int, skip: int) -> tuple[list[Draft], int]:
    """Drafts in a state (0: in any), the one that arrived first before the others, behind (arrived_at, id); and how
    many there are."""
    query = IntakeDraft.select()
    if state:
        query = query.where(IntakeDraft.state == state)
    total = int(query.count(tx.database))
    if after is not None:
        arrived_at, number = after
        later = IntakeDraft.arrived_at > arrived_at
        query = query.where(later | ((IntakeDraft.arrived_at == arrived_at) & (IntakeDraft.id > number)))
    ordered = query.order_by(IntakeDraft.arrived_at, IntakeDraft.id).limit(size).offset(skip)
    return _opened(tx, tx.all(ordered)), total


def request_numbers(tx: Tx, letter_ids: Iterable[int]) -> dict[int, list[str]]:
    """Incoming numbers of the requests of letters, by letter."""
    query = PrivacyRequest.select(PrivacyRequest.letter_id, PrivacyRequest.number)
    found: dict[int, list[str]] = {}
    for letter_id, number in tx.rows(
        query.where(PrivacyRequest.letter_id.in_(list(letter_ids))).order_by(PrivacyRequest.id)
    ):
        found.setdefault(letter_id, []).append(number)
    return found


def _opened(tx: Tx, rows: Iterable[IntakeDraft]) -> list[Draft]:
    listed = list(rows)
    tx.keys.get_many([row.id for row in listed])
    return [
        Draft(row, {name: tx.unseal(row.id, f"intake_draft.{name}", getattr(row, f"{name}_sealed")) for name in SEALED})
        for row in listed
    ]


# -- the mailbox


def position(tx: Tx, mailbox: str) -> tuple[int, int]:
    """UIDVALIDITY of a mailbox and the last UID that was read in it; zeros before anything was."""
    rows = tx.sql("SELECT text FROM meta WHERE name = ?", (f"mailbox {mailbox}",))
    if not rows:
        return 0, 0
    validity, _, last = str(rows[0][0]).partition(" ")
    return int(validity), int(last)


def note_position(tx: Tx, mailbox: str, validity: int, last: int) -> None:
    tx.sql(
        "INSERT INTO meta (name, text) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET text = excluded.text",
        (f"mailbox {mailbox}", f"{validity} {last}"),
    )
