"""A table as a file that spreadsheets open: CSV with semicolons, in UTF-8 with its mark."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

from console import visible

#: What a spreadsheet would take for a formula; a number or a phone, which begin so too, is none.
_FORMULA = re.compile(r"\s*[=+\-@−]")
_NUMBER = re.compile(r"[+\-−]?[\d\s.,]+(?:₴|%)?")


def written(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    buffer = StringIO()
    made = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    made.writerow(titles)
    made.writerows([unarmed(visible.lines(text)) for text in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig", "replace")


def unarmed(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; a number with its sign is none."""
    risky = _FORMULA.match(cell) is not None and _NUMBER.fullmatch(cell) is None
    return f"'{cell}" if risky else cell
