"""Partners."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from console.partners import Access, Grant, Partner, PartnerKey, SeenCall, SeenField
from console.ports import ClientError

from .base import NOW, FakeList


def partner(number: int, **changes: Any) -> Partner:
    """A utility with an old key and a late duty, a bank, and a state body that is suspended."""
    names = (("Водоканал", "Waterworks"), ("Банк", "Bank"), ("Інспекція", "Inspectorate"))
    made = Partner(
        id=f"p{number}",
        kind=("UTILITY", "BANK", "STATE_BODY")[number],
        name_uk=names[number][0],
        name_en=names[number][1],
        code="12345678",
        email="dpo@example.ua",
        services=("COLD_WATER",) if number == 0 else (),
        state="SUSPENDED" if number == 2 else "ACTIVE",
        certificate="ab" * 32 if number == 1 else "",
        created_at=NOW - timedelta(days=400),
        etag="1",
        keys=(2, 1, 0)[number],
        oldest_key_at=NOW - timedelta(days=200),
        first_expiry_at=None if number == 2 else NOW + timedelta(days=20 + 100 * number),
        last_used_at=NOW - timedelta(minutes=5),
        grants=1,
        duties=(3, 1, 0)[number],
        overdue=1 if number == 0 else 0,
    )
    return replace(made, **changes)


class FakePartners(FakeList[Partner]):
    watch: Any = None

    def __init__(self, total: int, make: Callable[[int], Partner]) -> None:
        super().__init__(total, make)
        self.done: list[tuple[str, ...]] = []
        self.saved: list[Partner] = []
        self.granted: list[Grant] = []
        self.issued: list[tuple[str, datetime, tuple[str, ...], str]] = []
        self.refusal: ClientError | None = None
        self.held = [
            PartnerKey(
                f"k{number}",
                f"sr_{number}a2b3c4d",
                ("READINGS_READ",) if number else (),
                NOW - timedelta(days=200 * (1 - number)),
                NOW + timedelta(days=20),
                None,
                NOW - timedelta(minutes=5) if number else None,
                "облік",
            )
            for number in range(2)
        ]
        self.given = [
            Grant("g1", "p0", ("CONSUMPTION", "LOCATION"), "облік", "договір № 5", date(2026, 1, 1), None),
            Grant("g0", "p0", ("CONTACT",), "звірка", "договір № 4", date(2025, 1, 1), None, NOW - timedelta(days=9)),
        ]

    async def keys(self, partner_id: str) -> Sequence[PartnerKey]:
        return self.held

    async def grants(self, partner_id: str) -> Sequence[Grant]:
        return self.given

    async def access(self, partner_id: str) -> Access:
        index, user_id = (
            SeenField("readings.index", "CONSUMPTION", True),
            SeenField("accounts.user_id", "CONTACT", False),
        )
        listed = SeenCall("AccountService.ListAccounts", "ACCOUNTS_READ", True, (user_id,))
        return Access(
            ("CONSUMPTION", "LOCATION"),
            (("Водоканал", "Waterworks"),),
            (
                SeenCall("ReadingService.ListReadings", "READINGS_READ", True, (index,)),
                listed,
                SeenCall("BillingService.GetBalance", "BILLING_READ", False, ()),
            ),
        )

    async def save(self, row: Partner) -> Partner:
        if self.refusal is not None:
            raise self.refusal
        self.saved.append(row)
        return replace(row, id=row.id or "p9")

    async def set_state(self, row: Partner, state: str) -> Partner:
        self.done.append((state, row.id, row.etag))
        return self.took(row, state=state)

    async def issue(
        self, partner_id: str, expires_at: datetime, permissions: Sequence[str], note: str
    ) -> tuple[PartnerKey, str]:
        self.issued.append((partner_id, expires_at, tuple(permissions), note))
        return self.held[0], "sr_new_secret"

    async def revoke_key(self, key_id: str, reason: str) -> None:
        self.done.append(("revoke", key_id, reason))

    async def grant(self, partner_id: str, wanted: Grant) -> Grant:
        self.granted.append(wanted)
        return replace(wanted, id="g9")

    async def revoke_grant(self, grant_id: str, reason: str) -> None:
        self.done.append(("ungrant", grant_id, reason))
