"""Physical lines out of pieces of a file, whatever is in them. Memory is bounded by the longest line that is taken."""

import codecs
from collections.abc import Iterator

#: A longer line is no row of a table.
LINE_BYTES = 65_536


class BadLine(Exception):
    """A line that can't be read; `rule` says why."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


class Lines:
    """Takes pieces of bytes, gives numbered lines of text, or in their place why a line can't be read. Lines with
    nothing in them are counted and left out; so are those up to the head of a table, by its number. `end` is what ends
    a line; a carriage return before it is none of the line."""

    def __init__(self, encoding: str, head: int = 0, end: bytes = b"\n") -> None:
        self.encoding = encoding
        self._end = end
        wide = encoding.startswith("utf-16")
        # What is broken in it stays a lone surrogate, which no line may hold.
        self._recoder = codecs.getincrementaldecoder(encoding)("surrogatepass") if wide else None
        #: The number of the last line.
        self.number = 0
        self._head = head
        self._rest = b""
        self._skipping = False

    def feed(self, piece: bytes, last: bool = False, cut: bool = False) -> Iterator[tuple[int, str | BadLine]]:
        """Lines that this piece completes; with the last piece, what is left. Where nobody knows that the file is
        whole (`cut`), that may be half a line, and is not read."""
        if self._recoder is not None:
            piece = self._recoder.decode(piece).encode("utf-8", "surrogatepass")
            if last and self._recoder.getstate()[0]:
                piece += b"\xff"  # half a character at the end
        *whole, self._rest = (self._rest + piece).split(self._end)
        for line in whole:
            yield from self._line(line)
        if len(self._rest) > LINE_BYTES + 1:  # it may end in a carriage return
            if not self._skipping:
                self.number += 1
                yield self.number, BadLine("line.length")
            self._rest, self._skipping = b"", True
        if last and self._rest:
            rest, self._rest = self._rest, b""
            yield from self._half(rest) if cut else self._line(rest)

    def _line(self, raw: bytes) -> Iterator[tuple[int, str | BadLine]]:
        if self._skipping:  # the end of one that was too long
            self._skipping = False
            return
        self.number += 1
        if not raw or raw == b"\r":
            return
        text = self._text(raw.removesuffix(b"\r"))
        blank = isinstance(text, str) and not text.strip()
        if not blank and not (self.number <= self._head and isinstance(text, str)):
            yield self.number, text

    def _half(self, raw: bytes) -> Iterator[tuple[int, str | BadLine]]:
        if raw.strip() and not self._skipping:
            self.number += 1
            yield self.number, BadLine("line.cut")

    def _text(self, raw: bytes) -> str | BadLine:
        if len(raw) > LINE_BYTES:
            return BadLine("line.length")
        if b"\0" in raw:
            return BadLine("text.nul")
        try:
            text = raw.decode("utf-8" if self._recoder is not None else self.encoding)
        except UnicodeDecodeError:
            return BadLine("text.encoding")
        return text.removeprefix("\ufeff") if self.number == 1 else text
