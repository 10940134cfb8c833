"""Phone codes on their way to the phone."""

import json
import os
from pathlib import Path
from typing import Protocol

from server.credentials.messages import CODE_TEXTS


class CodeSender(Protocol):
    """Sends a one-time code to a phone that may belong to nobody yet, so it is no notification."""

    async def send(self, phone: str, code: str, language: str) -> None:
        """Hands the message over. `language` is uk or en."""


class FileCodeSender:
    """The embedded default: one JSON line a message, in a file that only its owner reads."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "codes.jsonl"

    async def send(self, phone: str, code: str, language: str) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps(
            {"phone": phone, "code": code, "text": CODE_TEXTS[language].format(code=code)}, ensure_ascii=False
        )
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8") as file:
            file.write(line + "\n")
