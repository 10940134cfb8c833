"""What an operator keeps, and what a text finds."""

import asyncio
from dataclasses import replace

from console.ports import ClientError
from console.search import KINDS, Found, Hit
from console.settings import Settings

#: One of each kind, by what it is found by.
HITS = (
    Hit("USER", "u0000003", "Олена Коваль3", "+380670000003"),
    Hit("USER", "u0000004", "Олена Коваль4", "+380670000004"),
    Hit("ACCOUNT", "d0", "400000000", "Водоканал"),
    Hit("METER", "m1", "WM-001234", "Сенсус 420"),
    Hit("PRIVACY_REQUEST", "q0000002", "2026-000002", "AWAITING_APPROVAL"),
    Hit("SUPPORT_THREAD", "t1", "S-2026-000001", "OPEN"),
    Hit("ALERT", "l0", "A-2026-000000", "OPEN"),
)


class FakeSearch:
    """Finds what begins so, or has such a word in its title or detail."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.down = False
        self.refusals: list[ClientError] = []
        #: Held back until it is set.
        self.free = asyncio.Event()
        self.free.set()
        self.more: frozenset[str] = frozenset()

    async def find(self, text: str) -> Found:
        self.asked.append(text)
        await self.free.wait()
        if self.down:
            raise ClientError("UNREACHABLE", "down", lost=True)
        if self.refusals:
            raise self.refusals.pop(0)
        return Found(tuple(one for one in HITS if _meant(one, text.lower())), self.more)


def _meant(one: Hit, text: str) -> bool:
    assert one.kind in {kind.id for kind in KINDS}
    words = f"{one.title} {one.detail}".lower().split()
    return any(word.startswith(text) for word in words)


class FakeSettings:
    def __init__(self) -> None:
        self.settings = Settings()
        self.kept: list[Settings] = []
        self.refusals: list[ClientError] = []

    async def read(self) -> Settings:
        await asyncio.sleep(0)
        return self.settings

    async def keep(self, settings: Settings) -> Settings:
        await asyncio.sleep(0)
        if self.refusals:
            raise self.refusals.pop(0)
        if settings.etag != self.settings.etag:
            raise ClientError("STALE_ETAG", "Хтось змінив налаштування раніше.")
        self.settings = replace(settings, etag=str(int(settings.etag or 0) + 1))
        self.kept.append(self.settings)
        return self.settings
