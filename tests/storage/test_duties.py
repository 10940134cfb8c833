"""Duties that no request caused, on both engines: one waits at a time, each has its own key and its own term."""

from typing import Any

import pytest

from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.errors import DuplicateValue
from storage.models.duties import DataDuty
from storage.repositories import duties, key_owners, retention
from storage.repositories.duties import Recipient

BANK = Recipient(7, 1, 4)
YEARS = 1_096 * 86_400_000
ANSWERED = 2


def added(tx: Tx, request_id: int = 0) -> DataDuty:
    row = duties.new_row(
        tx, BANK, request_id=request_id, kind=1, user_id=5, fields="phone", due_on="2026-12-07", due_article="21(3)"
    )
    duties.add(tx, row)
    return row


async def test_while_one_waits_another_of_the_same_is_refused_and_the_next_change_is_told_by_it(store: Store) -> None:
    first = await store.write(added)
    with pytest.raises(DuplicateValue):
        await store.write(added)

    def again(tx: Tx) -> DataDuty:
        waiting = duties.waiting_changes(tx, 5, 1)
        assert list(waiting) == [(7, 1, "")]
        duties.raise_again(tx, waiting[7, 1, ""], ["phone", "last_name"], 2)
        return duties.waiting_changes(tx, 5, 1)[7, 1, ""]

    row = await store.write(again)
    assert (row.id, row.fields, row.data_classes, row.due_on, row.version) == (
        first.id,
        "phone,last_name",
        6,
        "2026-12-07",
        2,
    )


async def test_one_that_was_answered_makes_room_for_the_next_and_goes_by_a_key_and_a_term_of_its_own(
    store: Store,
) -> None:
    def answered(tx: Tx) -> Any:
        duty = duties.by_id(tx, added(tx).id)
        assert duty is not None
        return duties.update(tx, duty, state=ANSWERED, note="ст. 44", closed_at=tx.now)

    def later(tx: Tx) -> list[tuple[int, str]]:
        return [
            (one.id, one.texts["note"]) for one in duties.opened(tx, tx.all(DataDuty.select().order_by(DataDuty.id)))
        ]

    done = await store.write(answered)
    other = await store.write(added)
    assert await store.read(later) == [(done.id, "ст. 44"), (other.id, "")]
    assert await store.read(key_owners.all_of) == {done.id, other.id}
    now = await store.read(lambda tx: tx.now)
    assert await store.read(lambda tx: retention.keys_past(tx, now + YEARS - 1, 9)) == []
    assert await store.read(lambda tx: retention.keys_past(tx, now + YEARS + 1, 9)) == [done.id]


async def test_a_recipient_without_a_code_may_be_a_person_and_is_sealed(store: Store) -> None:
    def told(tx: Tx, name: str) -> DataDuty:
        recipient = Recipient(0, 0, 4, name)
        row = duties.new_row(
            tx, recipient, request_id=0, kind=1, user_id=5, fields="", due_on="2026-12-07", due_article="21(3)"
        )
        duties.add(tx, row)
        return row

    one, other = "Коваль Олена Іванівна", "Мельник Ніна"
    first = await store.write(lambda tx: told(tx, one))
    await store.write(lambda tx: told(tx, other))
    with pytest.raises(DuplicateValue):
        await store.write(lambda tx: told(tx, one))
    waiting = await store.read(lambda tx: duties.waiting_changes(tx, 5, 1))
    assert set(waiting) == {(0, 0, one), (0, 0, other)}
    assert waiting[0, 0, one].id == first.id
    rows = await store.read(lambda tx: tx.sql("SELECT * FROM data_duty"))
    assert not [value for row in rows for value in row if one in str(value) or one.encode() in _bytes(value)]


def _bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else b""


async def test_those_of_a_request_go_with_its_key_and_its_term(store: Store) -> None:
    def unit(tx: Tx) -> None:
        tx.keys.create(9)
        tx.sql(
            "INSERT INTO privacy_request (id, number, kind, state, channel, user_id, received_on, "
            "due_on, due_article, proof_by_kind, decision, created_at, closed_at, version) "
            "VALUES (9, '1', 2, 5, 1, 5, '2026-01-01', '2026-01-01', '', 0, 0, 1, 1, 1)"
        )
        duty = duties.by_id(tx, added(tx, 9).id)
        assert duty is not None
        duties.update(tx, duty, state=ANSWERED, note="ст. 44", closed_at=tx.now)

    await store.write(unit)
    assert await store.read(key_owners.all_of) == {9}
    rule = next(one for one in retention.rules() if one.table == "data_duty")
    now = await store.read(lambda tx: tx.now)
    assert (await store.read(lambda tx: retention.past(tx, rule, now + YEARS + 1))).rows == 1
    assert (await store.read(lambda tx: retention.past(tx, rule, now + YEARS))).rows == 0, "of the duty's own end"
    assert await store.read(lambda tx: duties.open_by_partner(tx, [7], "2026-12-08")) == {}


async def test_what_waits_and_what_is_late_is_counted_by_partner(store: Store) -> None:
    await store.write(added)
    assert await store.read(lambda tx: duties.open_by_partner(tx, [7, 8], "2026-12-07")) == {7: (1, 0)}
    assert await store.read(lambda tx: duties.open_by_partner(tx, [7, 8], "2026-12-08")) == {7: (1, 1)}
