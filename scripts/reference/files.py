"""Files of readings."""

from scripts.reference.common import MADE, ROOT
from server.exchange import espi
from server.exchange.detection import ROLES
from server.exchange.nem13 import Nem13
from server.exchange.problems import FILE_RULES, ROW_RULES

FILES = """# Files of readings

{made}
A file is sent piece by piece through `ReadingService.ImportFile`; its format, encoding, delimiter, decimal sign, the
order of day and month, and its columns are told from its first 64 KiB and come back before anything is written. With
`preview` that and the first twenty rows are all. What the caller says in `FileShape` overrules what the file tells.
Rows go the same way as any other reading: all rules, idempotent by register, instant and index. A row that can't be
taken is quarantined with its line and reason (`ListImportProblems`, ninety days); the file goes on. Where a file is
refused for something in its middle, what stood before it was taken.

**Sent again**, under the same `import_id` or another, a file adds only what is not there: a row is known by its
register, instant and index. So what broke off is sent again whole; what was quarantined is tried again (once the meter
is registered, say); a file that is read otherwise than before, with another order of day and month, is taken as it is
read now, and what it said before stays until somebody refuses or reverses it; another file under the same name is
taken as what it is. The problems that are listed are those of the last time.

**A last line that nothing ends** may be half a line: it counts only where the caller says how long the file is
(`FileOptions.size`) and so many bytes came. Else it is quarantined (`line.cut`). Where the size is said and another
number of bytes comes, the import ends with `file.size`, behind what was taken.

- **CSV**: a reading a line, with a head in Ukrainian or English or none, and titles above it or none; UTF-8 or UTF-16,
  with a byte order mark or without, or Windows-1251; lines that end as on any machine; cells divided by a semicolon,
  comma, tab or bar, or by any other sign that the caller names; ISO dates, or day and month in either order, the time
  with the date or in a column of its own. What names no offset is in the time of Kyiv; a day alone is its first
  instant. A head that is not known is shown in the preview all the same, and `FileShape.columns` says what its columns
  hold. Exported with semicolons, in UTF-8, with decimal points; a cell that a spreadsheet would run begins with an
  apostrophe.
- **Numbers** are read as they are written wherever that means one thing: `130,5` and `130.5`, `1 305,5`, `1.305,5` and
  `1,305.5`. `1,305` may mean one number or a thousand times that: it is read by the decimal sign that the file shows,
  or the caller says, and quarantined (`decimal.sign`) where neither does, or where they speak for the other sign. What
  stands between digits but groups no thousands makes no number.
- **NEM13**: two readings for each record 250 whose quantity agrees with them; the meter is `NMI/serial/suffix`.
- **ESPI XML**: indexes (accumulation 1, 2, 3, 9) in cubic metres, watt-hours or joules; a usage point's title names
  the meter, `tou` the zone. Exported the same, register by register, with version, state and source in elements of
  our own.
- **Interval data**: `start,value` of one register, at equal steps of a minute to a day: the step that most of the
  first twelve rows have, for there may be a gap between the first two. Kept exactly, up to 18 digits
  after the point (`GetIntervals`); the index at the end of each day in Kyiv becomes a reading. In the night in which
  an hour comes twice, rows without an offset mean first the one and then the other.
- **Parquet**: exported only; typed columns, zstd, row groups of 5,000.

A packed file, a table with over 100 columns, XML with a document type or entities, and a tag of over a megabyte are
refused as a whole. Memory never depends on the size of the file: of XML no more is kept than {depth} elements inside
one another, texts of {text:,} characters, {names:,} names, and the last {described:,} usage points, reading types and
meter readings that were needed, each with an address of at most {name} characters.

## From one house to another

A file that one house exports is read by another as what it was. CSV and ESPI name the state and the source of each
reading, and so may any other file, by the names of `ReadingState` and `ReadingSource`:

- What does not count where it comes from (`REFUSED`, `CORRECTED`, `REVERSED`, `SUPERSEDED`) is left out, with a note.
- **Estimates are left out, with a note**: nobody read them. An estimate follows from the readings around it and from
  the rules of the house that holds them, and it gives way as soon as somebody reads; the house that takes the file
  reckons its own (`EstimateReadings`). So none becomes a reading, nor a baseline for others.
- What somebody accepted by their own word (`ACCEPTED`, with the quality 7, edited, or 18, verified) is accepted: the
  rules ask nobody again, now or later, unless it can't stand on that register at all, or another reading of that
  instant is accepted there. Operators and utilities import; it is their word, and the history of the reading says so.
- Everything else is judged anew by the rules of the house that takes it. Value, quality and version are kept.

The **version** of a row says which of several rows of one sender, register and instant is the later: the index of the
higher version stands, and takes the place of the lower one (`SUPERSEDED`), whichever comes first, as long as nobody
decided about that. Of one version, two indexes of one instant are for a person to decide between. A row without one is
version 1; the version that a reading is listed with grows with all that becomes of it here.

A row names its register by `register_id`; where there is no such register, by the meter's serial number and the tier.

A partner finds in a file what `ListReadings` shows it: a column of a data class that no grant of its names is empty
in CSV, absent in ESPI and null in Parquet.

## Interval data and the register

What is there already is compared interval by interval. A file may begin and end anywhere: what is new of it is kept,
and a block of a day that says other use than what is on record for the same time, or cuts that time otherwise, is
left with its line.

An index is told only where it is known: from an accepted reading at the instant at which the file begins, or from one
from which the use on record leads there without a gap, even where indexes between them are in review. It is rounded
once, whether the use comes in one file or in a file a day, and counts by the multiplier of the register. A file that
begins elsewhere is refused, so that no use is lost between the last reading and the file. Behind a gap within a file
the use is kept, and indexes are told again from the next accepted reading on; the file may be sent again then.

## Columns that are known by name

{columns}

## Why a file is refused

{files}

## Why a row is quarantined

{rows}

## The examples of NEM13

Of the {total} records in `examples/nem13`, {taken} are taken with the quantity that they state. The others contradict
themselves:

{nem13}
"""


def files() -> str:
    columns = [f"| {role} | {', '.join(f'`{name}`' for name in names)} |" for role, names in ROLES.items()]
    total, refused = 0, []
    for path in sorted((ROOT / "examples" / "nem13").glob("*.csv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.startswith("250,"):
                continue
            total += 1
            found = Nem13().rows(line)[0].problem
            record = line.split(",")
            if found is not None:
                told = record[7], record[8], record[13], record[18], f"`{found.rule}`"
                refused.append(f"| {path.name}:{number} | {' | '.join(told)} |")
    return FILES.format(
        made=MADE,
        depth=espi.DEPTH,
        text=espi.TEXT,
        names=espi.NAMES,
        described=espi.DESCRIBED,
        name=espi.NAME,
        columns="| Holds | Heads |\n|---|---|\n" + "\n".join(columns),
        files="| Rule | The file … |\n|---|---|\n" + "\n".join(f"| `{k}` | {v} |" for k, v in FILE_RULES.items()),
        rows="| Rule | The row or cell … |\n|---|---|\n" + "\n".join(f"| `{k}` | {v} |" for k, v in ROW_RULES.items()),
        total=total,
        taken=total - len(refused),
        nem13="| Record | Direction | Previous | Current | Stated | Rule |\n|---|---|---|---|---|---|\n"
        + "\n".join(refused),
    )
