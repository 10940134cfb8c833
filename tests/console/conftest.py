"""An error of the console's own ends the test in which it happened; at work it is told, and the screen stays."""

from typing import Any

import pytest
from textual._compositor import Compositor

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


@pytest.fixture(autouse=True)
def unpainted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody looks at the terminal of a test: what stands on the screen is drawn when a test asks for it (`shown`), and
    not each time something changes, which took half of the time. A whole picture is drawn as ever."""
    paint = Compositor.render_update

    def render_update(
        self: Compositor, full: bool = False, screen_stack: list[Any] | None = None, simplify: bool = False
    ) -> Any:
        if full:
            return paint(self, full, screen_stack, simplify)
        self._dirty_regions.clear()
        return None

    monkeypatch.setattr(Compositor, "render_update", render_update)
