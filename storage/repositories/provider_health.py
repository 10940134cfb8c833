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


class Standing(NamedTuple):
    """How it was found by who asked it last: health from 0 to 1, and failures in a row."""

    health: float
    failures: int


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


def stands(tx: Tx, provider: str, standing: Standing) -> None:
    tx.sql(
        "INSERT INTO provider_standing (provider, health, failures, at) VALUES (?, ?, ?, ?) ON CONFLICT (provider) "
        "DO UPDATE SET health = excluded.health, failures = excluded.failures, at = excluded.at",
        (provider, *standing, tx.now),
    )


def standings(tx: Tx) -> dict[str, Standing]:
    rows = tx.sql("SELECT provider, health, failures FROM provider_standing")
    return {provider: Standing(float(health), int(failures)) for provider, health, failures in rows}


def refused(tx: Tx, provider: str, since: int) -> tuple[int, int]:
    """Messages that a provider refused for good from a minute on, and those that it refused or took."""
    statement = (
        "SELECT coalesce(sum(refused), 0), coalesce(sum(refused + accepted), 0) FROM provider_minute "
        "WHERE provider = ? AND minute >= ?"
    )
    no, all_of_them = tx.sql(statement, (provider, since))[0]
    return int(no), int(all_of_them)


def forget(tx: Tx, before: int) -> None:
    """Drops minutes that nobody looks at any more."""
    tx.sql("DELETE FROM provider_minute WHERE minute < ?", (before,))
