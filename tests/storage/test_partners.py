"""How partners stand, and when a cause first told somebody, on both engines."""

from typing import Any

from storage.engine.ids import new_id
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.models.notifications import Notification
from storage.models.partners import AccessGrant, PartnerKey
from storage.repositories import notifications, partners
from storage.repositories.partners import Standing

DAY = 86_400_000
TODAY = "2026-11-23"


def key(tx: Tx, number: int, **changes: Any) -> None:
    values: dict[str, Any] = {
        "id": number,
        "partner_id": 7,
        "prefix": f"sr_{number}",
        "secret_hash": bytes([number]) * 32,
        "created_at": tx.now - number * DAY,
        "expires_at": tx.now + number * DAY,
        "revoked_at": None,
        "last_used_at": None,
    }
    partners.add_key(tx, PartnerKey(**(values | changes)))


def grant(tx: Tx, begins: str, ends: str | None, revoked_at: int | None = None) -> None:
    partners.add_grant(
        tx,
        AccessGrant(
            id=new_id(),
            partner_id=7,
            utility_id=8,
            data_classes=4,
            purpose="облік",
            legal_ground="договір",
            effective_from=begins,
            effective_to=ends,
            created_at=tx.now,
            revoked_at=revoked_at,
        ),
    )


async def test_keys_that_work_and_grants_in_force_count_and_any_key_was_used(store: Store) -> None:
    def unit(tx: Tx) -> int:
        key(tx, 3)
        key(tx, 5)
        key(tx, 9, revoked_at=tx.now, last_used_at=77)
        key(tx, 11, expires_at=tx.now)
        for begins, ends in ((TODAY, None), ("2026-01-01", TODAY), ("2026-11-24", None), ("2025-01-01", "2026-11-22")):
            grant(tx, begins, ends)
        grant(tx, "2026-01-01", None, revoked_at=1)
        return tx.now

    now = await store.write(unit)
    found = await store.read(lambda tx: partners.standings(tx, [7, 6], TODAY))
    assert found == {7: Standing(2, now - 5 * DAY, now + 3 * DAY, 77, 2), 6: Standing()}
    assert [one.id for one in await store.read(lambda tx: partners.working_keys(tx, 7))] == [3, 5]


async def test_the_first_message_of_each_cause_says_when_it_was_told(store: Store) -> None:
    def unit(tx: Tx) -> None:
        for number, cause, cause_id, at in ((1, 4, 50, 90), (2, 4, 50, 80), (3, 5, 50, 10), (4, 4, 51, 70)):
            tx.insert(
                Notification(
                    id=number,
                    user_id=1,
                    category=1,
                    channel=1,
                    state=3,
                    template_name="data_disclosed",
                    template_version=1,
                    language=1,
                    queued_at=at,
                    expires_at=at,
                    sender_kind=0,
                    sender_id=0,
                    cause=cause,
                    cause_id=cause_id,
                )
            )

    await store.write(unit)
    assert await store.read(lambda tx: notifications.first_of_causes(tx, 4, [50, 51, 52])) == {50: 80, 51: 70}
