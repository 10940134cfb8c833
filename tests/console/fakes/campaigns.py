"""Campaigns."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from console.delivery import (
    Audience,
    Campaign,
    CampaignProgress,
    Estimate,
)
from console.ports import ClientError

from .base import NOW, FakeList


def campaign(number: int, **changes: Any) -> Campaign:
    """The first runs, the second is estimated, the third is a draft."""
    estimate = Estimate(
        1_000, 800, {"PUSH": 500, "SMS": 300}, {"NO_CONSENT": 150, "NO_CONTACT": 50}, 600, 51_000, 95, NOW
    )
    progress = CampaignProgress(
        expanded=900,
        states={
            ("PUSH", "SENT"): 300,
            ("PUSH", "QUEUED"): 200,
            ("SMS", "DELIVERED"): 80,
            ("SMS", "FAILED_PERMANENT"): 15,
            ("SMS", "UNKNOWN"): 5,
        },
        exclusions={"NO_CONSENT": 140},
        errors={"smsc": 20},
        per_second=12.5,
        seconds_left=125,
        parts=200,
        cost=17_000,
    )
    running = number == 0
    return replace(
        Campaign(
            id=f"c{number}",
            name=("Ярмарок", "Опитування", "Чернетка")[number],
            state=("RUNNING", "ESTIMATED", "DRAFT")[number],
            template="news",
            template_version=1,
            category="NEWS",
            values={},
            channels=("PUSH", "SMS"),
            audience=Audience(city="Річенськ", debt_above=50_000),
            transliterate=False,
            stop_at=20,
            scheduled_at=NOW if running else None,
            expires_at=None,
            pause_reason="",
            estimate=estimate if number < 2 else None,
            progress=progress if running else CampaignProgress(),
            created_at=NOW,
            started_at=NOW if running else None,
            finished_at=None,
            etag="1",
        ),
        **changes,
    )


class FakeCampaigns(FakeList[Campaign]):
    def __init__(self, total: int, make: Callable[[int], Campaign]) -> None:
        super().__init__(total, make)
        self.done: list[tuple[str, str, Any]] = []
        self.saved: list[Campaign] = []
        self.refusal: ClientError | None = None

    def _did(self, what: str, row: Campaign, answer: Any, **changes: Any) -> Campaign:
        if self.refusal is not None:
            raise self.refusal
        self.done.append((what, row.id, answer))
        changed: Campaign = self.took(row, **changes)
        return changed

    async def save(self, campaign: Campaign) -> Campaign:
        if self.refusal is not None:
            raise self.refusal
        self.saved.append(campaign)
        return replace(campaign, id=campaign.id or "c2")

    async def estimate(self, row: Campaign) -> Campaign:
        return self._did("estimate", row, None, state="ESTIMATED", estimate=campaign(0).estimate)

    async def schedule(self, row: Campaign, at: datetime | None) -> Campaign:
        return self._did("schedule", row, at, state="SCHEDULED", scheduled_at=at)

    async def pause(self, row: Campaign) -> Campaign:
        return self._did("pause", row, None, state="PAUSED", pause_reason="OPERATOR")

    async def resume(self, row: Campaign) -> Campaign:
        return self._did("resume", row, None, state="RUNNING", pause_reason="")

    async def cancel(self, row: Campaign) -> Campaign:
        return self._did("cancel", row, None, state="CANCELLED")

    async def resend(self, row: Campaign, unknown_too: bool, *, rehearse: bool = False) -> int:
        if not rehearse:
            self._did("resend", row, unknown_too)
        return 20 if unknown_too else 15
