"""An error of the console's own ends the test in which it happened; at work it is told, and the screen stays."""

from typing import Any

import pytest

from console.app import Console

#: What the console told in a test, in its order: what it shows goes after a while.
heard: list[str] = []


@pytest.fixture(autouse=True)
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Console, "strict", True)


@pytest.fixture(autouse=True)
def listening(monkeypatch: pytest.MonkeyPatch) -> None:
    heard.clear()
    tell = Console.tell

    def told(self: Console, text: str, severity: Any = "information") -> None:
        heard.append(text)
        tell(self, text, severity)

    monkeypatch.setattr(Console, "tell", told)
