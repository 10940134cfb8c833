"""Files of readings as they are looked at and imported."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Shape:
    """What a file is; empty where it does not tell."""

    format: str
    encoding: str
    delimiter: str
    decimal_sign: str
    date_order: str
    #: Of each column: its number, what it holds (empty where nobody knows) and its head.
    columns: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True)
class FileRow:
    """A row of a file as it was understood, or why it was not."""

    line: int
    meter: str
    tier: str
    index: str
    read_at: datetime | None
    fault_uk: str
    fault_en: str
    #: Of interval data: what was used from then on.
    used: str = ""


@dataclass(frozen=True)
class ImportAs:
    """What somebody says of a file; empty where the file tells."""

    #: Of interval data: the meter and the zone.
    meter: str = ""
    tier: str = ""
    date_order: str = ""
    decimal_sign: str = ""
    #: Columns that hold something, by its name: their numbers, from 1.
    columns: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Imported:
    """A step of an import: what became of rows since the step before."""

    shape: Shape | None
    rows: tuple[FileRow, ...]
    last_line: int
    done: int
    accepted: int
    in_review: int
    refused: int
    duplicates: int
    quarantined: int
    gaps: int
    problems: tuple[FileRow, ...]
    #: Lines of the file that the server is through with, and how many it has.
    sent: int = 0
    size: int = 0
