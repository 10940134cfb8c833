"""Meters of their own in a transaction that never ends, for what needs many histories and no service."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple, cast

from smartregion.v1.options_pb2 import PrincipalKind
from smartregion.v1.reading_service_pb2 import ReadingQuality, ReadingSource, ReadingState

from server.codec import DAY_MS, MICRO
from server.principal import Principal
from server.readings import estimating, ingest
from server.readings.consumption import intervals
from server.readings.heal import Healed, Healing, heal
from server.readings.history import Histories
from server.readings.ruleset import RuleSets
from storage.connect import connect
from storage.engine import schema
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.accounts import Installation, Meter, Register, UsagePoint
from storage.models.readings import Reading
from storage.repositories import histories, meters, readings
from storage.repositories.scope import EVERYTHING

NOW = 1_000 * DAY_MS
MONTH = 30 * DAY_MS
ACCEPTED = int(ReadingState.READING_STATE_ACCEPTED)
IN_REVIEW = int(ReadingState.READING_STATE_IN_REVIEW)
REFUSED = int(ReadingState.READING_STATE_REFUSED)
REVERSED = int(ReadingState.READING_STATE_REVERSED)
SOMEBODY = Principal(PrincipalKind.PRINCIPAL_KIND_OPERATOR, 7, frozenset())
ESTIMATE = int(ReadingSource.READING_SOURCE_ESTIMATE)


@contextmanager
def endless(folder: Path) -> Iterator[Tx]:
    """A transaction that is undone at the end."""
    url = f"sqlite:///{folder / 'data.db'}"
    schema.migrate(url)
    database = connect(url)
    database.begin()
    yield Tx(database, cast(Any, None), NOW)
    database.rollback()
    database.close()


class Handed(NamedTuple):
    """A reading as it is handed in: which dial of the meter, instant, index in micro-units, the quality that its sender
    states, and the rule set that is in force then."""

    dial: int
    at: int
    value: int
    quality: int = 0
    rule_set: int = 0


class Told(NamedTuple):
    """What became of a reading."""

    dial: int
    at: int
    value: int
    state: int
    quality: int
    rollover: bool
    findings: str | None


@dataclass
class Dial:
    """A meter of its own, counting cold water with five digits. Its first register is the only one, or else the total
    of the zones behind it."""

    tx: Tx
    id: int = 0
    digits: int = 5
    fraction_digits: int = 3
    multiplier: int = MICRO
    zones: int = 0
    commodity: int = 1
    #: The meter, where it is one that was in place before, and when it was installed.
    meter: int = 0
    installed_at: int = 0
    ids: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        place, installation = new_id(), new_id()
        self.tx.insert(UsagePoint(id=place, city="М", street="С", building="1"))
        if not self.meter:
            self.meter = new_id()
            self.tx.insert(Meter(id=self.meter, serial_number=str(self.meter), commodity=self.commodity))
        for tier in range(1, self.zones + 2):
            self.ids.append(new_id())
            self.tx.insert(
                Register(
                    id=self.ids[-1],
                    meter_id=self.meter,
                    installation_id=installation,
                    tier=tier,
                    integer_digits=self.digits,
                    fraction_digits=self.fraction_digits,
                    multiplier=self.multiplier,
                )
            )
        self.tx.insert(
            Installation(
                id=installation,
                meter_id=self.meter,
                usage_point_id=place,
                installed_at=self.installed_at,
                removed_at=None,
            )
        )
        self.id = self.ids[0]

    def moved(self, at: int) -> "Dial":
        """The same meter, taken out at an instant and at once installed elsewhere."""
        self.tx.sql(
            "UPDATE installation SET removed_at = ? WHERE meter_id = ? AND removed_at IS NULL", (at, self.meter)
        )
        Histories.shared(self.tx).forget(self.ids)
        return replace(self, meter=self.meter, installed_at=at, ids=[])

    def take(self, *points: tuple[int, int]) -> list[ingest.Outcome]:
        """Hands in instants and whole units of the first register."""
        return self.hand_in(*(Handed(0, at, value * MICRO) for at, value in points))

    def hand_in(self, *handed: Handed) -> list[ingest.Outcome]:
        entries = [
            ingest.Entry(self.ids[one.dial], "", 1, one.value, one.at, None, None, one.quality) for one in handed
        ]
        in_force = RuleSets.shared(self.tx)._in_force
        in_force.pop((None, self.commodity), None)
        if handed and handed[0].rule_set:
            in_force[None, self.commodity] = handed[0].rule_set
        source = int(ReadingSource.READING_SOURCE_IMPORT)
        return ingest.take(self.tx, [ingest.Intake(SOMEBODY, EVERYTHING, source, entries)])[0]

    def rows(self, dial: int = 0) -> list[Reading]:
        return histories.from_instant(self.tx, self.ids[dial], 0)

    def row(self, at: int, value: int | None = None, dial: int = 0) -> Reading:
        """The reading of an instant; the one with this index (micro-units), where there are several."""
        return next(row for row in self.rows(dial) if row.read_at == at and value in (None, row.value))

    def states(self) -> list[tuple[int, int, int, str | None]]:
        return [(row.read_at, row.value // MICRO, row.state, row.findings) for row in self.rows()]

    def told(self) -> list[Told]:
        """All that is held of what was handed in and not taken back, whatever the order of receipt."""
        return sorted(
            Told(
                dial,
                row.read_at,
                row.value,
                row.state,
                row.quality,
                row.state == ACCEPTED and row.rollover,
                row.findings,
            )
            for dial in range(len(self.ids))
            for row in self.rows(dial)
            if row.state in (ACCEPTED, IN_REVIEW, REFUSED)
        )

    def accepted(self) -> list[int]:
        return [row.value // MICRO for row in self.rows() if row.state == ACCEPTED]

    def consumption(self, dial: int = 0) -> list[int]:
        registers = meters.registers_by_id(self.tx, self.ids[dial])
        accepted = histories.accepted_of(self.tx, [self.ids[dial]])
        return [one.quantity for one in intervals(registers, accepted, 0, NOW * 10)]

    def call(self, reason: str = "перевірено") -> Any:
        return SimpleNamespace(principal=SOMEBODY, request=SimpleNamespace(reason=reason))

    def decide(self, at: int, value: int, *, accept: bool, dial: int = 0, rollover: bool = False) -> list[Healed]:
        """A person's word on a reading, whatever the rules have made of it by then."""
        quality = ReadingQuality.READING_QUALITY_VERIFIED if accept else ReadingQuality.READING_QUALITY_QUESTIONABLE
        readings.move(
            self.tx,
            self.row(at, value, dial),
            state=ACCEPTED if accept else REFUSED,
            quality=int(quality),
            actor_kind=int(SOMEBODY.kind),
            actor_id=SOMEBODY.id,
            reason="перевірено",
            rollover=rollover,
        )
        Histories.shared(self.tx).forget([self.ids[dial]])
        return heal(self.tx, self.ids[dial], at)

    def unsettled(self) -> list[tuple[int, int]]:
        """Instants and indexes of readings that would come out otherwise, were all of them judged anew from the first
        to the last; there must be none, ever."""
        found = []
        for number in self.ids[::-1]:
            rows = [row for row in histories.from_instant(self.tx, number, 0) if row.source != ESTIMATE]
            if rows:
                healing = Healing(self.tx, meters.facts_by_id(self.tx, [number])[number], {0, rows[-1].read_at})
                healing.walk()
                found += [(change.row.read_at, change.row.value) for change in healing._changes]
        return found

    def estimate(self, at: int) -> list[estimating.Put]:
        """Puts an estimate, and leaves what is there."""
        return estimating.put(self.tx, SOMEBODY, list(meters.facts_by_id(self.tx, [self.id]).values()), at).made

    def standing(self) -> list[tuple[int, int, bool]]:
        """Instant, index and whether it is an estimate, of what is accepted."""
        return [(row.read_at, row.value, row.source == ESTIMATE) for row in self.rows() if row.state == ACCEPTED]


@contextmanager
def counted(tx: Tx) -> Iterator[list[str]]:
    """The statements that are run meanwhile."""
    made: list[str] = []
    run = tx.database.execute_sql

    def noted(statement: str, *rest: Any, **named: Any) -> Any:
        made.append(statement)
        return run(statement, *rest, **named)

    tx.database.execute_sql = noted
    try:
        yield made
    finally:
        del tx.database.execute_sql


def mixed(handed: Iterable[Handed]) -> list[Handed]:
    """Each reading of a register at an instant with an index once: the second is the first."""
    return list({(one.dial, one.at, one.value): one for one in handed}.values())
