"""Estimates on record, as truing them up needs them: read at once and put aside at once, however many they are."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from storage.engine.feed import Topic
from storage.engine.transaction import Tx
from storage.models.readings import ACCEPTED, ESTIMATE, IN_REVIEW, ReadingVersion


class Guess(NamedTuple):
    """An estimate that stands, as its row is; micro-units, milliseconds."""

    id: int
    register_id: int
    value: int
    read_at: int
    received_at: int
    state: int
    quality: int
    rule_set: int
    submitter_kind: int
    submitter_id: int
    rollover: bool
    findings: str
    version: int


_COLUMNS = ", ".join(Guess._fields)


def standing_after(tx: Tx, register_id: int, at: int) -> list[Guess]:
    """The estimates of a register behind an instant that stand, accepted or to be decided, in order."""
    rows = tx.sql(
        f"SELECT {_COLUMNS} FROM reading WHERE register_id = ? AND read_at > ? AND source = {ESTIMATE} "
        f"AND state IN ({ACCEPTED}, {IN_REVIEW}) ORDER BY read_at, id",
        (register_id, at),
    )
    return [Guess(*row) for row in rows]


def taken_at(tx: Tx, register_id: int, instants: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Id and index of the accepted readings of a register that somebody took at some instants, by instant."""
    statement = (
        f"SELECT read_at, id, value FROM reading WHERE register_id = ? AND state = {ACCEPTED} "
        f"AND source <> {ESTIMATE} AND read_at IN ({{marks}})"
    )
    rows = tx.among(statement, dict.fromkeys(instants), before=(register_id,))
    return {at: (number, value) for at, number, value in rows}


def accepted_by_people(tx: Tx, guesses: Iterable[Guess]) -> set[int]:
    """Those of the estimates that somebody accepted as they are. (One that nobody touched has one version.)"""
    touched = [guess.id for guess in guesses if guess.version > 1 and guess.state == ACCEPTED]
    return tx.numbers(
        "SELECT reading_id FROM reading_version WHERE actor_kind > 0 AND reading_id IN ({marks})", touched
    )


class Aside(NamedTuple):
    """An estimate, and what becomes of it."""

    guess: Guess
    state: int
    findings: str
    superseded_by: int | None
    reason: str


def put_aside(tx: Tx, changes: Sequence[Aside]) -> None:
    """Moves estimates and keeps what they were, by a handful of statements."""
    if not changes:
        return
    wanted = [one.guess.id for one in changes]
    known = tx.numbers("SELECT DISTINCT reading_id FROM reading_version WHERE reading_id IN ({marks})", wanted)
    versions = []
    for one in changes:
        guess = one.guess
        if guess.id not in known:
            versions.append(_version(guess, 0, guess.received_at, guess.state, guess.findings, None, ""))
        versions.append(_version(guess, 1, tx.now, one.state, one.findings, one.superseded_by, one.reason))
    tx.insert_many(ReadingVersion, tuple(versions[0]), [tuple(version.values()) for version in versions])
    tx.many(
        "UPDATE reading SET state = ?, findings = ?, superseded_by = ?, version = ? WHERE id = ?",
        [(one.state, one.findings, one.superseded_by, one.guess.version + 1, one.guess.id) for one in changes],
    )
    tx.change(Topic.READINGS, wanted)


def _version(
    guess: Guess, later: int, at: int, state: int, findings: str, superseded_by: int | None, reason: str
) -> Mapping[str, Any]:
    return {
        "reading_id": guess.id,
        "version": guess.version + later,
        "state": state,
        "quality": guess.quality,
        "at": at,
        "actor_kind": 0,
        "actor_id": 0,
        "reason": reason,
        "rollover": guess.rollover,
        "superseded_by": superseded_by,
        "findings": findings,
    }
