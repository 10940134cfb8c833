"""The ledger of disclosures."""

from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.models.disclosures import Disclosure
from storage.repositories import disclosures
from storage.repositories.disclosures import Request

USER, PHONE, STREET = 5, "app_user.phone", "usage_point.street"


def released(tx: Tx, number: int, notice: int = 1) -> Request:
    days = dict.fromkeys(("fields", "received_on", "study_due_on", "due_on"), "")
    row = Disclosure(
        id=number,
        number=f"D-{number}",
        state=5,
        ground=1,
        user_id=USER,
        recipient_key=b"",
        notice=notice,
        created_by_id=1,
        created_at=tx.now,
        released_at=tx.now,
        **days,
    )
    return disclosures.create(tx, row, {"recipient_name": "Суд"})


async def test_what_leaves_page_by_page_adds_up_in_the_ledger(store: Store) -> None:
    def unit(tx: Tx) -> dict[str, int]:
        one = released(tx, 7)
        for counts in ({PHONE: 0, STREET: 0}, {PHONE: 1, STREET: 2}, {STREET: 3}):
            disclosures.enter(tx, one.row, counts)
        return {left.field.field: left.field.rows for left in disclosures.left(tx, USER)}

    assert await store.write(unit) == {PHONE: 1, STREET: 5}
