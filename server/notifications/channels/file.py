"""The embedded default: a JSON line a message, in files that only their owner reads."""

import asyncio
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from server.notifications.channels import Answer, Letter, Outcome, held_back
from server.notifications.channels.faults import Fault


@dataclass(frozen=True)
class FileChannel:
    """Appends letters to one file, durably once a call."""

    path: Path
    name: str = "file"

    async def send(self, letters: Sequence[Letter]) -> list[Outcome]:
        lines = [json.dumps(asdict(letter), ensure_ascii=False) for letter in letters]
        try:
            await asyncio.to_thread(append, self.path, lines)
        except OSError as error:
            refused = held_back(Fault.NOT_WRITTEN, error.strerror or "")
            return [refused] * len(letters)
        return [Outcome(Answer.ACCEPTED, provider_message_id=letter.id, delivered=True) for letter in letters]

    async def close(self) -> None:
        """There is nothing to let go of."""


def append(path: Path, lines: Sequence[str]) -> None:
    """Adds lines, all or none where the disk is full, durably; the file is made for its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "ab", buffering=0) as file:
        before = os.fstat(descriptor).st_size
        data = "".join(line + "\n" for line in lines).encode("utf-8", "replace")
        if file.write(data) < len(data):
            os.ftruncate(descriptor, before)
            raise OSError(28, "no space left")
        os.fsync(descriptor)


def forget(folder: Path, is_about: Callable[[str], bool]) -> int:
    """Takes every line about somebody out of the files of a folder, and overwrites it; how many."""
    gone = 0
    for path in sorted(folder.glob("*.jsonl")):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not is_about(line)]
        if len(kept) < len(lines):
            gone += len(lines) - len(kept)
            with path.open("r+", encoding="utf-8") as file:  # in place: the old bytes are overwritten
                file.write("".join(kept))
                end = file.tell()
                file.write(" " * (sum(len(line.encode()) for line in lines) - end))
                file.flush()
                os.fsync(file.fileno())
                file.truncate(end)
    return gone
