"""How providers fare, by the minute, and what each last said that was no success. It names no recipient."""

from collections.abc import Sequence
from typing import NamedTuple

from storage.engine.transaction import Tx

MINUTE_MS = 60_000


class Minute(NamedTuple):
    """Answers of a provider within a minute; milliseconds of all of them together."""

    provider: str
    minute: int
    accepted: int
    refused: int
    refused_for_now: int
    unanswered: int
    milliseconds: int

    @property
    def answers(self) -> int:
        return self.accepted + self.refused + self.refused_for_now + self.unanswered


class Fault(NamedTuple):
    provider: str
    text: str
    at: int


def count(tx: Tx, minutes: Sequence[Minute]) -> None:
    """Adds answers to the minutes in which they came."""
    tx.many(
        "INSERT INTO provider_minute (provider, minute, accepted, refused, refused_for_now, unanswered, milliseconds) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (provider, minute) DO UPDATE SET "
        "accepted = provider_minute.accepted + excluded.accepted, "
        "refused = provider_minute.refused + excluded.refused, "
        "refused_for_now = provider_minute.refused_for_now + excluded.refused_for_now, "
        "unanswered = provider_minute.unanswered + excluded.unanswered, "
        "milliseconds = provider_minute.milliseconds + excluded.milliseconds",
        minutes,
    )


def note_fault(tx: Tx, provider: str, text: str) -> None:
    tx.sql(
        "INSERT INTO provider_fault (provider, text, at) VALUES (?, ?, ?) "
        "ON CONFLICT (provider) DO UPDATE SET text = excluded.text, at = excluded.at",
        (provider, text, tx.now),
    )


def since(tx: Tx, minute: int) -> list[Minute]:
    """Minutes from one on, by provider, oldest first."""
    columns = ", ".join(Minute._fields)
    rows = tx.sql(f"SELECT {columns} FROM provider_minute WHERE minute >= ? ORDER BY provider, minute", (minute,))
    return [Minute(*row) for row in rows]


def faults(tx: Tx) -> dict[str, Fault]:
    return {row[0]: Fault(*row) for row in tx.sql("SELECT provider, text, at FROM provider_fault")}


def forget(tx: Tx, before: int) -> None:
    """Drops minutes that nobody looks at any more."""
    tx.sql("DELETE FROM provider_minute WHERE minute < ?", (before,))
