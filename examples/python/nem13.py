"""NEM13: accumulated meter data, one CSV record 250 a register and period (AEMO, MDFF Specification, section 4)."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

#: The national electricity market's time, all year round.
MARKET = timezone(timedelta(hours=10))


@dataclass(frozen=True)
class Register:
    """A dial: the meter behind a connection point (NMI), and which of its streams."""

    nmi: str
    serial: str
    suffix: str

    @property
    def meter(self) -> str:
        return f"{self.nmi}/{self.serial}/{self.suffix}"


@dataclass(frozen=True)
class Read:
    register: Register
    index: str
    at: datetime
    line: int


def reads(path: Path) -> Iterator[Read]:
    """Previous and current read of every record, in the order of the file. An index is as it was written."""
    with path.open(newline="", encoding="utf-8") as file:
        for line, record in enumerate(csv.reader(file), start=1):
            if record[:1] != ["250"]:
                continue
            register = Register(record[1], record[6], record[4])
            for index, at in ((record[8], record[9]), (record[13], record[14])):
                if index and at:
                    moment = datetime.strptime(at, "%Y%m%d%H%M%S").replace(tzinfo=MARKET)
                    yield Read(register, index, moment.astimezone(UTC), line)
