"""A file as it comes, piece by piece."""

from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from server.errors import InvalidField
from server.exchange.detection import SAMPLE
from server.exchange.problems import Refused


@dataclass
class Pieces:
    """The pieces of a file as they come, with its beginning to look at."""

    requests: AsyncIterator[Any]
    #: Bytes of the file, where the caller knows them.
    size: int = 0
    #: Bytes that came.
    came: int = 0
    #: The beginning of the file, and whether that is all that comes.
    sample: bytes = b""
    whole: bool = False
    _ended: bool = False
    _held: deque[bytes] = field(default_factory=deque)

    async def look(self) -> bytes:
        """The beginning of the file."""
        size = 0
        while size < SAMPLE and not self._ended:
            piece = await self._next()
            if piece is not None:
                self._held.append(piece)
                size += len(piece)
        self.sample = b"".join(self._held)[:SAMPLE]
        self.whole = self._ended and size <= SAMPLE
        return self.sample

    async def _next(self) -> bytes | None:
        async for request in self.requests:
            if request.WhichOneof("part") != "piece":
                raise InvalidField("options", "file.order", "must come once, before the file")
            piece: bytes = request.piece
            self.came += len(piece)
            return piece
        self._ended = True
        return None

    @property
    def cut(self) -> bool:
        """Whether what came may end in the middle of a line: nobody said that it is the whole file."""
        return self.came != self.size

    def check(self) -> None:
        """At the end. Raises Refused."""
        if self.size and self.cut:
            raise Refused("file.size")

    async def rest(self) -> AsyncIterator[tuple[bytes, bool]]:
        """All pieces from the first, and whether it is the last."""
        while self._held:
            yield self._held.popleft(), False
        while (piece := await self._next()) is not None:
            yield piece, False
        yield b"", True
