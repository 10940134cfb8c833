"""A register of its own in a transaction that never ends, for what needs many histories and no service."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from smartregion.v1.options_pb2 import PrincipalKind
from smartregion.v1.reading_service_pb2 import ReadingSource, ReadingState

from server.codec import DAY_MS, MICRO
from server.principal import Principal
from server.readings import estimating, ingest
from server.readings.consumption import intervals
from storage.engine import schema
from storage.engine.connect import connect
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.accounts import Installation, Meter, Register, UsagePoint
from storage.models.readings import Reading
from storage.repositories import histories, meters
from storage.repositories.scope import EVERYTHING

NOW = 1_000 * DAY_MS
ACCEPTED = int(ReadingState.READING_STATE_ACCEPTED)
SOMEBODY = Principal(PrincipalKind.PRINCIPAL_KIND_OPERATOR, 7, frozenset())


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


@dataclass
class Dial:
    """A register of its own, with five digits, counting cold water."""

    tx: Tx
    id: int = 0

    def __post_init__(self) -> None:
        place, meter, self.id = new_id(), new_id(), new_id()
        self.tx.insert(UsagePoint(id=place, city="М", street="С", building="1"))
        self.tx.insert(Meter(id=meter, serial_number=str(meter), commodity=1))
        self.tx.insert(Register(id=self.id, meter_id=meter, tier=1, integer_digits=5, fraction_digits=3))
        self.tx.insert(Installation(id=new_id(), meter_id=meter, usage_point_id=place, installed_at=0))

    def take(self, *points: tuple[int, int]) -> list[ingest.Outcome]:
        entries = [ingest.Entry(self.id, "", 1, value * MICRO, at, None, None) for at, value in points]
        source = int(ReadingSource.READING_SOURCE_IMPORT)
        return ingest.take(self.tx, [ingest.Intake(SOMEBODY, EVERYTHING, source, entries)])[0]

    def rows(self) -> list[Reading]:
        return histories.from_instant(self.tx, self.id, 0)

    def states(self) -> list[tuple[int, int, int, str | None]]:
        return [(row.read_at, row.value // MICRO, row.state, row.findings) for row in self.rows()]

    def accepted(self) -> list[int]:
        return [row.value // MICRO for row in self.rows() if row.state == ACCEPTED]

    def consumption(self) -> list[int]:
        registers = meters.registers_by_id(self.tx, self.id)
        accepted = histories.accepted_of(self.tx, [self.id])
        return [one.quantity for one in intervals(registers, accepted, 0, NOW)]

    def call(self, reason: str = "перевірено") -> Any:
        return SimpleNamespace(principal=SOMEBODY, request=SimpleNamespace(reason=reason))

    def estimate(self, at: int) -> list[estimating.Put]:
        """Puts an estimate, and leaves what is there."""
        return estimating.put(self.tx, SOMEBODY, list(meters.facts_by_id(self.tx, [self.id]).values()), at)[0]

    def standing(self) -> list[tuple[int, int, bool]]:
        """Instant, index and whether it is an estimate, of what is accepted."""
        estimate = int(ReadingSource.READING_SOURCE_ESTIMATE)
        return [(row.read_at, row.value, row.source == estimate) for row in self.rows() if row.state == ACCEPTED]
