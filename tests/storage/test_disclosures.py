"""The ledger of disclosures."""

from collections.abc import Iterable

import pytest

from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.models.disclosures import Disclosure
from storage.repositories import disclosures
from storage.repositories.disclosures import Left, Request
from storage.repositories.proof import EXEMPT

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
        return {left.field.field: left.field.rows for left in disclosures.all_left(tx, USER)}

    assert await store.write(unit) == {PHONE: 1, STREET: 5}


async def test_the_ledger_is_read_page_by_page_to_its_end_without_what_law_keeps_secret(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disclosures, "LEDGER_ROWS", 2)

    def unit(tx: Tx) -> None:
        for number in range(7, 12):
            disclosures.enter(tx, released(tx, number, EXEMPT if number == 9 else 1).row, {STREET: 1, PHONE: 1})

    def entries(found: Iterable[Left]) -> list[tuple[int, str]]:
        return [(left.field.disclosure_id, left.field.field) for left in found]

    await store.write(unit)
    every = [(number, field) for number in range(11, 6, -1) for field in (PHONE, STREET)]
    assert await store.read(lambda tx: entries(disclosures.all_left(tx, USER))) == every
    told = await store.read(lambda tx: entries(disclosures.all_left(tx, USER, but_notice=EXEMPT)))
    assert told == [one for one in every if one[0] != 9]
    third = await store.read(lambda tx: disclosures.left(tx, USER, size=3))
    assert entries(third) == every[:3]
    assert await store.read(lambda tx: entries(disclosures.left(tx, USER, after=third[-1].key, size=3))) == every[3:6]
