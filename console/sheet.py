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
    made.writerows([_cell(text) for text in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig", "replace")


def _cell(text: str) -> str:
    shown = visible.lines(text)
    risky = _FORMULA.match(shown) is not None and _NUMBER.fullmatch(shown) is None
    return f"'{shown}" if risky else shown
