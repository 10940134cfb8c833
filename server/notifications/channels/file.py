"""The embedded default: a JSON line a message, in files that only their owner reads."""

import asyncio
import json
import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from server.notifications.channels import Answer, Letter, Outcome


class FileChannel:
    """Appends letters to one file."""

    name = "file"

    def __init__(self, path: Path) -> None:
        self.path = path

    async def send(self, letter: Letter) -> Outcome:
        try:
            await asyncio.to_thread(append, self.path, json.dumps(asdict(letter), ensure_ascii=False))
        except OSError as error:
            return Outcome(Answer.REFUSED_FOR_NOW, f"the file can't be written: {error.strerror}")
        return Outcome(Answer.ACCEPTED, provider_message_id=letter.id)


def append(path: Path, line: str) -> None:
    """Adds a line, durably; the file is made for its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())


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
