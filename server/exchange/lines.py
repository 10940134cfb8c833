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
    nothing in them are counted and left out; so is the first that holds something, where a table has a head."""

    def __init__(self, encoding: str, head: bool = False) -> None:
        self.encoding = encoding
        wide = encoding.startswith("utf-16")
        # What is broken in it stays a lone surrogate, which no line may hold.
        self._recoder = codecs.getincrementaldecoder(encoding)("surrogatepass") if wide else None
        #: The number of the last line.
        self.number = 0
        self._head = head
        self._rest = b""
        self._skipping = False

    def feed(self, piece: bytes, last: bool = False) -> Iterator[tuple[int, str | BadLine]]:
        """Lines that this piece completes; with the last piece, what is left."""
        if self._recoder is not None:
            piece = self._recoder.decode(piece).encode("utf-8", "surrogatepass")
            if last and self._recoder.getstate()[0]:
                piece += b"\xff"  # half a character at the end
        *whole, self._rest = (self._rest + piece).split(b"\n")
        for line in whole:
            yield from self._line(line)
        if len(self._rest) > LINE_BYTES + 1:  # it may end in a carriage return
            if not self._skipping:
                self.number += 1
                self._head = False
                yield self.number, BadLine("line.length")
            self._rest, self._skipping = b"", True
        if last and self._rest:
            yield from self._line(self._rest)
            self._rest = b""

    def _line(self, raw: bytes) -> Iterator[tuple[int, str | BadLine]]:
        if self._skipping:  # the end of one that was too long
            self._skipping = False
            return
        self.number += 1
        if not raw or raw == b"\r":
            return
        text = self._text(raw.removesuffix(b"\r"))
        blank = isinstance(text, str) and not text.strip()
        if self._head and not blank and raw.find(b"\0") < 0:
            self._head = False
            if isinstance(text, str):
                return
        if not blank:
            yield self.number, text

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
