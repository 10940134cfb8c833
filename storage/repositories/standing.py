"""Readings that stand for what was handed in, as judging anew needs them: in order, some at a time, with what people
decided, and the verdicts written back many at once."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from storage.engine.feed import Topic
from storage.engine.transaction import Tx
from storage.models.readings import (
    ACCEPTED,
    CORRECTED,
    CORRECTION,
    ESTIMATE,
    FROM_RESIDENT,
    IN_REVIEW,
    REFUSED,
    ReadingVersion,
)
from storage.repositories.histories import LOOKAHEAD, STANDS, TAKEN
from storage.repositories.meters import INSTALLATION, REMOVAL, RegisterFacts
from storage.repositories.readings import NewReading

#: Qualities (as in ESPI) of what somebody edited or verified: only such may be decided without a version more.
BY_WORD = (7, 18)
#: Sources that no rule judges: the ends of an installation, and what a person put in the place of a reading.
AS_THEY_ARE = (INSTALLATION, REMOVAL, CORRECTION)


class Stood(NamedTuple):
    """A reading with all that judging it anew needs and may change; micro-units, milliseconds."""

    id: int
    register_id: int
    value: int
    read_at: int
    received_at: int
    source: int
    state: int
    quality: int
    rule_set: int
    rollover: bool
    superseded_by: int | None
    findings: str | None
    version: int


_COLUMNS = ", ".join(Stood._fields)


def since(tx: Tx, register_id: int, at: int, most: int) -> list[Stood]:
    """Readings of a register that stand, and its estimates, from an instant on, in order; so many at most."""
    rows = tx.sql(
        f"SELECT {_COLUMNS} FROM reading WHERE register_id = ? AND read_at >= ? "
        f"AND state IN ({ACCEPTED}, {IN_REVIEW}, {REFUSED}) ORDER BY read_at, id LIMIT ?",
        (register_id, at, most),
    )
    return [Stood(*row) for row in rows]


def handed_in(tx: Tx, register_ids: Sequence[int], before: int) -> dict[int, list[Stood]]:
    """The same of several registers until an instant, by register, with those that were corrected since: whatever
    rules have judged."""
    found: dict[int, list[Stood]] = {number: [] for number in register_ids}
    statement = (
        f"SELECT {_COLUMNS} FROM reading WHERE read_at < ? AND register_id IN ({{marks}}) "
        f"AND state IN ({ACCEPTED}, {IN_REVIEW}, {REFUSED}, {CORRECTED}) ORDER BY register_id, read_at, id"
    )
    for row in tx.among(statement, register_ids, before=(before,)):
        found[row[1]].append(Stood(*row))
    return found


class There(NamedTuple):
    """A reading that is on record, whatever became of it, and who said so by which door."""

    id: int
    read_at: int
    value: int
    state: int
    source: int
    quality: int
    version: int
    submitter_kind: int
    submitter_id: int


def of_instants(tx: Tx, register_id: int, instants: Iterable[int]) -> list[There]:
    """Every reading of a register at some instants that somebody took, in the order of receipt."""
    statement = (
        f"SELECT {', '.join(There._fields)} FROM reading WHERE register_id = ? AND source <> {ESTIMATE} "
        "AND read_at IN ({marks}) ORDER BY id"
    )
    return [There(*row) for row in tx.among(statement, instants, before=(register_id,))]


def standing_at(tx: Tx, register_id: int, instants: Iterable[int]) -> set[int]:
    """Those of the instants at which a register has a reading that stands."""
    statement = f"SELECT read_at FROM reading WHERE register_id = ? AND {STANDS} AND read_at IN ({{marks}})"
    return {row[0] for row in tx.among(statement, instants, before=(register_id,))}


def version_at_first(tx: Tx, row: There) -> int:
    """The version that a reading was handed in as."""
    rows = tx.sql("SELECT min(version) FROM reading_version WHERE reading_id = ?", (row.id,))
    return int(rows[0][0] or row.version)


def decided(tx: Tx, rows: Iterable[Stood | There]) -> dict[int, bool]:
    """Those of the readings that are as they are by a person's word, and whether that person said that the dial had
    begun anew. A decision that was taken back is none. (What nobody touched costs no query.)"""
    touched = [row.id for row in rows if row.version > 1 or row.quality in BY_WORD]
    statement = (
        "SELECT reading_id, state, rollover FROM reading_version WHERE actor_kind > 0 AND reading_id IN ({marks}) "
        "ORDER BY reading_id, version"
    )
    last = {number: (state, turned) for number, state, turned in tx.among(statement, touched)}
    return {number: bool(turned) for number, (state, turned) in last.items() if state != IN_REVIEW}


#: What a person said of a reading last, as a column of `reading r`; null where nobody did.
_SAID = (
    "(SELECT v.{column} FROM reading_version v WHERE v.reading_id = r.id AND v.actor_kind > 0 "
    "ORDER BY v.version DESC LIMIT 1)"
)
_ENDS = ", ".join(map(str, AS_THEY_ARE))
_TOUCHED = f"(version > 1 OR quality IN ({', '.join(map(str, BY_WORD))}))"
#: An accepted reading that is as it is.
_FIXED = f"{TAKEN} AND (source IN ({_ENDS}) OR ({_TOUCHED} AND {_SAID.format(column='state')} <> {IN_REVIEW}))"


def next_fixed(tx: Tx, register_id: int, at: int) -> tuple[int, int, bool] | None:
    """Instant and index of the first accepted reading from an instant on that is as it is by a person's word or as an
    end of the installation, and whether it was said that the dial had begun anew."""
    rows = tx.sql(
        f"SELECT read_at, value, coalesce({_SAID.format(column='rollover')}, false) FROM reading r "
        f"WHERE register_id = ? AND read_at >= ? AND {_FIXED} ORDER BY read_at, value, id LIMIT 1",
        (register_id, at),
    )
    return (int(rows[0][0]), int(rows[0][1]), bool(rows[0][2])) if rows else None


#: Notes of a reading that a later one speaks against, and, while it is in review, of one that is as doubtful as one
#: before it: it fell below that, and the dial can't have begun anew, or with an unusual use only.
_DOUBTING, _FELL, _TURNED = '%"LATER_LOWER"%', '%"DECREASE"%', '%"ROLLOVER"%'
_LAST = f"""
SELECT read_at, max(CASE WHEN findings LIKE ? THEN 1 ELSE 0 END),
       max(CASE WHEN state = {IN_REVIEW} AND (findings LIKE ? OR findings LIKE ?) THEN 1 ELSE 0 END)
FROM reading WHERE register_id = ? AND read_at < ? AND {STANDS} GROUP BY read_at ORDER BY read_at DESC LIMIT ?"""


def begin(tx: Tx, register_id: int, at: int) -> int:
    """The instant from which readings must be judged anew where something changed at `at`: LOOKAHEAD instants back,
    for no reading before those has heard of it; and on, while one before casts a doubt on one behind."""
    most = 2 * LOOKAHEAD
    while True:
        rows = tx.sql(_LAST, (_DOUBTING, _FELL, _TURNED, register_id, at, most))
        for place in range(LOOKAHEAD, len(rows) - LOOKAHEAD + 1):
            reached, behind = rows[place - LOOKAHEAD : place], rows[place : place + LOOKAHEAD]
            if not any(doubted for *_, doubted in reached) and not any(doubting for _, doubting, _ in behind):
                return int(reached[-1][0])
        if len(rows) < most:
            return int(rows[-1][0]) if rows else at
        most *= 8


def lowest_ruled(tx: Tx, register_id: int, at: int) -> int | None:
    """The lowest index of an instant that people decided on, or did until now; None where there is no such one."""
    lowest = tx.sql(
        f"SELECT min(value) FROM reading r WHERE register_id = ? AND read_at = ? AND source <> {ESTIMATE} "
        f"AND (source IN ({_ENDS}) OR ({_TOUCHED} AND {_SAID.format(column='state')} > 0))",
        (register_id, at),
    )[0][0]
    return None if lowest is None else int(lowest)


def higher_since(tx: Tx, register_id: int, at: int, value: int) -> int:
    """The instant from which readings may have to yield to an index of `at` that people decided on: that of the first
    higher one behind what they decided on before; `at` itself where none is."""
    higher = tx.sql(
        f"SELECT min(read_at) FROM reading WHERE register_id = ? AND read_at < ? AND {STANDS} AND value > ? "
        f"AND read_at >= coalesce((SELECT read_at FROM reading r WHERE register_id = ? AND read_at < ? AND {_FIXED} "
        "ORDER BY read_at DESC LIMIT 1), -1)",
        (register_id, at, value, register_id, at),
    )[0][0]
    return at if higher is None else int(higher)


def zone_sums(tx: Tx, facts: RegisterFacts, begin: int, end: int) -> dict[int, int]:
    """The sum of the other registers of an installation at each instant in [begin, end] at which each of them shows one
    index: the accepted one, or else the only one that is still to be decided. Estimates are none."""
    rows = tx.sql(
        "SELECT r.read_at, r.register_id, r.state, r.value FROM register g JOIN reading r ON r.register_id = g.id "
        f"WHERE g.installation_id = ? AND g.id <> ? AND r.read_at BETWEEN ? AND ? AND r.source <> {ESTIMATE} "
        f"AND r.state IN ({ACCEPTED}, {IN_REVIEW})",
        (facts.installation_id, facts.register_id, begin, end),
    )
    shown: dict[int, dict[int, tuple[set[int], set[int]]]] = {}
    for at, number, state, value in rows:
        accepted, questioned = shown.setdefault(at, {}).setdefault(number, (set(), set()))
        (accepted if state == ACCEPTED else questioned).add(value)
    sums = {}
    for at, by_register in shown.items():
        indexes = [accepted or questioned for accepted, questioned in by_register.values()]
        if len(indexes) == facts.dials - 1 and all(len(one) == 1 for one in indexes):
            sums[at] = sum(next(iter(one)) for one in indexes)
    return sums


class Changed(NamedTuple):
    """A reading, and what it is from now on."""

    row: Stood
    state: int
    quality: int
    rollover: bool
    findings: str | None


def word_of(tx: Tx, rows: Sequence[NewReading], reason: str, *, rollover: bool = False) -> None:
    """Keeps that readings are accepted by the word of whoever handed them in, and whether they said that the dial had
    begun anew before them."""
    columns = ("reading_id", "version", "state", "quality", "at", "actor_kind", "actor_id", "reason", "rollover")
    versions = [
        (row.id, row.version, row.state, row.quality, tx.now, row.submitter_kind, row.submitter_id, reason, rollover)
        for row in rows
    ]
    tx.insert_many(ReadingVersion, columns, versions)


def rewrite(tx: Tx, changes: Sequence[Changed], reason: str) -> None:
    """Moves readings that the rules judged anew, and keeps what they were: the same as `readings.move`, by a handful
    of statements however many they are."""
    if not changes:
        return
    wanted = [one.row.id for one in changes]
    known = tx.numbers("SELECT DISTINCT reading_id FROM reading_version WHERE reading_id IN ({marks})", wanted)
    versions = []
    for row, state, quality, rollover, findings in changes:
        if row.id not in known:
            first = (row.state, row.quality, row.received_at, "", row.rollover, row.findings)
            versions.append(_version(row, row.version, first))
        versions.append(_version(row, row.version + 1, (state, quality, tx.now, reason, rollover, findings)))
    tx.insert_many(ReadingVersion, tuple(versions[0]), [tuple(version.values()) for version in versions])
    tx.many(
        "UPDATE reading SET state = ?, quality = ?, rollover = ?, findings = ?, version = ? WHERE id = ?",
        [
            (state, quality, rollover, findings, row.version + 1, row.id)
            for row, state, quality, rollover, findings in changes
        ],
    )
    tx.change(Topic.READINGS, wanted)
    receipts = [one.row.id for one in changes if one.row.source == FROM_RESIDENT and one.state != one.row.state]
    if receipts:
        tx.change(Topic.READING_RECEIPTS, receipts)


def _version(row: Stood, version: int, what: tuple[int, int, int, str, bool, str | None]) -> Mapping[str, Any]:
    state, quality, at, reason, rollover, findings = what
    return {
        "reading_id": row.id,
        "version": version,
        "state": state,
        "quality": quality,
        "at": at,
        "actor_kind": 0,
        "actor_id": 0,
        "reason": reason,
        "rollover": rollover,
        "superseded_by": row.superseded_by,
        "findings": findings,
    }
