"""Versions of the policy."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from console.policies import Difference, Paragraph, PolicyVersion
from console.policies import Reach as PolicyReach
from console.ports import ClientError

from .base import NOW, FakeList


def policy(number: int, **changes: Any) -> PolicyVersion:
    """The first is a draft of Petro's, the second in force, the third what was before it."""
    state = ("DRAFT", "IN_FORCE", "SUPERSEDED")[number]
    published = None if state == "DRAFT" else NOW - timedelta(days=30 * number)
    values: dict[str, Any] = {
        "id": f"v{number}",
        "label": ("2026-12", "2026-11", "2025-06")[number],
        "state": state,
        "text_uk": "# Політика\n\n- Ми зберігаємо телефон.",
        "text_en": "# Policy\n\n- We keep the phone.",
        "summary_uk": "Коротші строки.",
        "summary_en": "Shorter terms.",
        "effective_from": published,
        "published_at": published,
        "announced_at": published,
        "author": "Петро Гнатюк",
        "editor": "Петро Гнатюк",
        "publisher": "" if published is None else "Оксана Литвин",
        "etag": "1",
        "reach": None if published is None else PolicyReach(1_000, 300, 450, 250, 980, 700, 20, 20),
    }
    return PolicyVersion(**(values | changes))


class FakePolicies(FakeList[PolicyVersion]):
    watch: Any = None

    def __init__(self, total: int, make: Callable[[int], PolicyVersion]) -> None:
        super().__init__(total, make)
        self.saved: list[PolicyVersion] = []
        self.done: list[tuple[str, str, str]] = []
        self.compared: list[tuple[str, str, str]] = []
        self.refusal: ClientError | None = None

    async def compare(self, old: str, new: str, language: str) -> Difference:
        self._check()
        self.compared.append((old, new, language))
        same = Paragraph("SAME", (("SAME", "Пишіть нам."),))
        changed = (("SAME", "Ми зберігаємо "), ("REMOVED", "телефон."), ("ADDED", "пошту."))
        heading = Paragraph("SAME", (("SAME", "# Політика"),))
        gone = Paragraph("REMOVED", (("REMOVED", "Нікому."),))
        return Difference((heading, same, same, Paragraph("CHANGED", changed), gone, same), 2, 1)

    async def save(self, version: PolicyVersion) -> PolicyVersion:
        self.saved.append(version)
        return replace(version, id=version.id or "v9")

    async def publish(self, version: PolicyVersion) -> PolicyVersion:
        if self.refusal is not None:
            raise self.refusal
        self.done.append(("publish", version.id, version.etag))
        return version

    async def discard(self, version: PolicyVersion) -> PolicyVersion:
        self.done.append(("discard", version.id, version.etag))
        return version
