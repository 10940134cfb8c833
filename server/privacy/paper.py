"""Paper: an A4 document as PDF, in Ukrainian, with fonts that come with the house. Used by packages and letters.

What is written goes out page by page into the document; how many pages there may be is bounded, and with them what one
document holds in memory.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

#: Points; a point is 1/72 of an inch.
MARGIN, BOTTOM = 48.0, 56.0
WIDTH, HEIGHT = A4
USABLE = WIDTH - 2 * MARGIN
TEXT_SIZE, TABLE_SIZE, LEADING = 10.0, 7.5, 1.35
GAP = 4.0
#: Of the names of fields, where a row is a list of them.
FIELD = 150.0
PLAIN, BOLD = "DejaVuSans", "DejaVuSans-Bold"
#: Controls and what turns text around: on paper they are blanks.
_ODD = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffc]+")
#: What a column asks for at most when the width is shared out; letters.
_WIDEST = 40


class PaperFull(Exception):
    """As many pages as a document may have are written."""


class Paper:
    """One document; `finish` gives its bytes."""

    def __init__(self, title: str, footer: str, pages_most: int) -> None:
        self._widths = {name: _widths(name) for name in (PLAIN, BOLD)}
        self._buffer = BytesIO()
        self._canvas: Any = Canvas(self._buffer, pagesize=A4, pageCompression=1, lang="uk-UA")
        self._canvas.setTitle(title)
        self._canvas.setCreator("Smart Region")
        self._footer = clean(footer)
        self._pages_most = pages_most
        self._page = 0
        self._y = 0.0
        self._columns: list[tuple[float, float]] = []
        self._titles: list[str] = []
        self._as_fields = False
        self._turn()

    # -- what may be written

    def heading(self, text: str, size: float = 13.0, room: float = 52.0) -> None:
        """A heading with so much room below it, points; else on a new page."""
        self._end_table()
        self._room(room)
        self._y -= size * 0.8
        self._lines(text, BOLD, size, MARGIN, USABLE)
        self._y -= 3

    def paragraph(self, text: str, *, bold: bool = False, indent: float = 0.0) -> None:
        self._end_table()
        self._lines(text, BOLD if bold else PLAIN, TEXT_SIZE, MARGIN + indent, USABLE - indent)
        self._y -= GAP

    def item(self, text: str) -> None:
        """An entry of a list."""
        self._end_table()
        self._room(TEXT_SIZE * LEADING)
        self._draw(MARGIN + 4, self._y - TEXT_SIZE * LEADING, "–", PLAIN, TEXT_SIZE)
        self._lines(text, PLAIN, TEXT_SIZE, MARGIN + 16, USABLE - 16)
        self._y -= 2

    def table(self, titles: Sequence[str], sample: Sequence[Sequence[str]]) -> None:
        """Begins a table. Columns are as wide as a sample of its rows asks for; where not even their words fit beside
        each other, each row is written as a list of its fields."""
        self._end_table()
        self._titles = list(titles)
        columns = [[title, *(row[place] for row in sample)] for place, title in enumerate(titles)]
        words = [self._widest_word(column) + GAP for column in columns]
        self._as_fields = sum(words) > USABLE
        if self._as_fields:
            self._columns = [(MARGIN, FIELD - GAP), (MARGIN + FIELD, USABLE - FIELD)]
            return
        asked = [min(max(map(len, column)), _WIDEST) for column in columns]
        x = MARGIN
        for word, ask in zip(words, asked, strict=True):
            width = word + (USABLE - sum(words)) * ask / max(sum(asked), 1)
            self._columns.append((x, width - GAP))
            x += width
        self._room(TABLE_SIZE * 8)
        self._table_head()

    def _widest_word(self, texts: Sequence[str]) -> float:
        widths = self._widths[BOLD]
        return max(_width(word, widths) for text in texts for word in clean(text).split(" ")) * TABLE_SIZE / 1000

    def row(self, cells: Sequence[str]) -> None:
        """A row of the table; a long one runs on over the next page."""
        if self._as_fields:
            for title, cell in zip(self._titles, cells, strict=True):
                if cell:
                    self._cells((title, cell), None)
        else:
            self._cells(cells, self._table_head)
        self._rule()

    def _cells(self, cells: Sequence[str], head: Callable[[], None] | None) -> None:
        """Cells side by side, with a head on each new page."""
        wrapped = [
            self._wrapped(cell, PLAIN, TABLE_SIZE, width) for cell, (_, width) in zip(cells, self._columns, strict=True)
        ]
        step = TABLE_SIZE * LEADING
        for line in range(max(map(len, wrapped), default=0)):
            if self._y - step < BOTTOM:
                self._turn()
                if head is not None:
                    head()
            self._y -= step
            for cell, (x, _) in zip(wrapped, self._columns, strict=True):
                if line < len(cell) and cell[line]:
                    self._draw(x, self._y, cell[line], PLAIN, TABLE_SIZE)

    def finish(self, note: str = "") -> bytes:
        """Ends the document, on its last page with a note."""
        if note:
            self._pages_most += 1
            self.paragraph(note, bold=True)
        self._end_page()
        self._canvas.save()
        return self._buffer.getvalue()

    # -- pages and lines

    def _turn(self) -> None:
        """A new page. Raises PaperFull."""
        if self._page >= self._pages_most:
            raise PaperFull
        if self._page:
            self._end_page()
        self._page += 1
        self._y = HEIGHT - MARGIN

    def _end_page(self) -> None:
        self._draw(MARGIN, BOTTOM - 24, f"{self._footer} · сторінка {self._page}", PLAIN, TABLE_SIZE)
        self._canvas.showPage()

    def _room(self, height: float) -> None:
        if self._y - height < BOTTOM:
            self._turn()

    def _lines(self, text: str, font: str, size: float, x: float, width: float) -> None:
        for line in self._wrapped(text, font, size, width):
            self._room(size * LEADING)
            self._y -= size * LEADING
            self._draw(x, self._y, line, font, size)

    def _draw(self, x: float, y: float, text: str, font: str, size: float) -> None:
        self._canvas.setFont(font, size)
        self._canvas.drawString(x, y, text)

    def _table_head(self) -> None:
        wrapped = [
            self._wrapped(title, BOLD, TABLE_SIZE, width)
            for title, (_, width) in zip(self._titles, self._columns, strict=True)
        ]
        top = self._y
        for title, (x, _) in zip(wrapped, self._columns, strict=True):
            for number, line in enumerate(title, 1):
                self._draw(x, top - number * TABLE_SIZE * LEADING, line, BOLD, TABLE_SIZE)
        self._y = top - max(map(len, wrapped), default=0) * TABLE_SIZE * LEADING
        self._rule()

    def _rule(self) -> None:
        self._y -= 2
        self._canvas.setLineWidth(0.3)
        self._canvas.line(MARGIN, self._y, MARGIN + USABLE, self._y)

    def _end_table(self) -> None:
        if self._columns:
            self._columns, self._titles = [], []
            self._y -= GAP * 2

    def _wrapped(self, text: str, font: str, size: float, width: float) -> list[str]:
        """The lines of a text in a width; a word that is too long for one is cut."""
        widths, most = self._widths[font], width / size * 1000
        space = _width(" ", widths)
        lines: list[str] = []
        line, used = "", 0.0
        for word in clean(text).split(" "):
            wide = _width(word, widths)
            if line and used + space + wide <= most:
                line, used = f"{line} {word}", used + space + wide
                continue
            if line:
                lines.append(line)
            while wide > most and len(word) > 1:
                cut = _fitting(word, widths, most)
                lines.append(word[:cut])
                word = word[cut:]
                wide = _width(word, widths)
            line, used = word, wide
        return [*lines, line]


def clean(text: str) -> str:
    """A text as it can stand on a line of paper."""
    return _ODD.sub(" ", text)


def _width(text: str, widths: dict[int, float]) -> float:
    """Thousandths of the size of the letters."""
    return sum(widths.get(ord(letter), 600.0) for letter in text)


def _fitting(word: str, widths: dict[int, float], most: float) -> int:
    """How many letters fit; at least one."""
    used = 0.0
    for place, letter in enumerate(word):
        used += widths.get(ord(letter), 600.0)
        if used > most:
            return max(place, 1)
    return len(word)


@cache
def _widths(name: str) -> dict[int, float]:
    """Registers a font of the house; the widths of its letters, in thousandths of their size."""
    font: Any = TTFont(name, str(files("server.privacy").joinpath("fonts", f"{name}.ttf")))
    pdfmetrics.registerFont(font)
    return dict(font.face.charWidths)
