"""Physical lines out of pieces of a file, whatever is in them. Memory is bounded by the longest line that is taken."""

import codecs
from collections.abc import Iterator

from server.exchange.problems import Refused

#: A longer line is no row of a table.
LINE_BYTES = 65_536


class BadLine(Exception):
    """A line that can't be read; `rule` says why."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


class Lines:
    """Takes pieces of bytes, gives numbered lines of text, or in their place why a line can't be read."""

    def __init__(self, encoding: str) -> None:
        self.encoding = encoding
        wide = encoding.startswith("utf-16")
        self._recoder = codecs.getincrementaldecoder(encoding)("strict") if wide else None
        self._rest = b""
        self._number = 0
        self._skipping = False

    def feed(self, piece: bytes, last: bool = False) -> Iterator[tuple[int, str | BadLine]]:
        """Lines that this piece completes; with the last piece, what is left. Raises Refused."""
        if self._recoder is not None:
            try:
                piece = self._recoder.decode(piece, last).encode("utf-8", "surrogatepass")
            except UnicodeDecodeError:
                raise Refused("file.encoding") from None
        *whole, self._rest = (self._rest + piece).split(b"\n")
        for line in whole:
            yield from self._line(line)
        if len(self._rest) > LINE_BYTES:
            if not self._skipping:
                yield self._next(), BadLine("line.length")
            self._rest, self._skipping = b"", True
        if last and self._rest:
            yield from self._line(self._rest)
            self._rest = b""

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _line(self, raw: bytes) -> Iterator[tuple[int, str | BadLine]]:
        if self._skipping:  # the end of one that was too long
            self._skipping = False
            return
        yield self._next(), self._text(raw.removesuffix(b"\r"))

    def _text(self, raw: bytes) -> str | BadLine:
        if len(raw) > LINE_BYTES:
            return BadLine("line.length")
        if b"\0" in raw:
            return BadLine("text.nul")
        try:
            text = raw.decode("utf-8" if self._recoder is not None else self.encoding)
        except UnicodeDecodeError:
            return BadLine("text.encoding")
        return text.removeprefix("\ufeff") if self._number == 1 else text
