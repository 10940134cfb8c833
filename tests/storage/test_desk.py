"""What operators keep in storage, and beginnings that are found by index; on both engines."""

import pytest

from storage.engine.clock import FixedClock
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.models.accounts import Meter
from storage.models.base import Base
from storage.repositories import beginnings, console_settings, hand_overs, retention

from ..engines import START

DAY = 86_400_000
PERSON = "Коваль Іван, +380671112233"


def meters(tx: Tx, *serials: str) -> None:
    for number, serial in enumerate(serials, 1):
        tx.insert(Meter(id=number, serial_number=serial, model="", commodity=1, version=1))


def found(tx: Tx, text: str, limit: int = 20) -> list[str]:
    return [row.serial_number for row in beginnings.beginning(tx, Meter, text, limit)]


async def test_a_beginning_is_taken_by_the_letter_in_every_language(store: Store) -> None:
    serials = ("12", "123", "12-4", "1%3", "1_3", "12'", "ЛІ-1", "лі-2", "ЛІ", "ЛЇ", "𐍈1", "2")
    await store.write(lambda tx: meters(tx, *serials))
    for text in ("1", "12", "12-", "1%", "1_", "12'", "ЛІ", "ЛІ-", "лі", "𐍈", "\U0010ffff", "x' OR '1'='1"):
        expected = sorted(serial for serial in serials if serial.startswith(text))
        assert await store.read(lambda tx, text=text: found(tx, text)) == expected, text  # type: ignore[misc]
    assert await store.read(lambda tx: found(tx, "1", 2)) == ["1%3", "12"]


@pytest.mark.parametrize("model", beginnings.COLUMNS, ids=lambda model: model._meta.table_name)
async def test_a_beginning_is_found_by_index(store: Store, model: type[Base]) -> None:
    def plan(tx: Tx) -> str:
        statement, parameters = beginnings.query(tx, model, "20", 11)
        if tx.postgres:
            for way in ("seqscan", "bitmapscan", "sort"):  # a table without rows would be read as a whole
                tx.sql(f"SET LOCAL enable_{way} = off")
        explain = "EXPLAIN " if tx.postgres else "EXPLAIN QUERY PLAN "
        return "\n".join(str(row) for row in tx.sql(explain + statement, parameters))

    said = await store.read(plan)
    if store.postgres:
        assert "~>=~" in said.split("Index Cond: ")[1]
        assert "Sort" not in said
    else:
        assert "SEARCH" in said
        assert "TEMP B-TREE" not in said


async def test_notes_come_the_latest_first_and_nobody_reads_them_in_the_database(store: Store) -> None:
    for text in ("перша", PERSON, "третя"):
        await store.write(lambda tx, text=text: hand_overs.write(tx, 7, text))  # type: ignore[misc]
    first = await store.read(lambda tx: hand_overs.page(tx, None, 2))
    assert [one.text for one in first] == ["третя", PERSON]
    assert [one.text for one in await store.read(lambda tx: hand_overs.page(tx, first[-1].row.id, 2))] == ["перша"]
    raw = await store.read(lambda tx: tx.sql("SELECT text_sealed FROM hand_over"))
    assert not [row for row in raw if "Коваль".encode() in bytes(row[0])]


async def test_a_note_goes_after_thirty_days(store: Store, clock: FixedClock) -> None:
    await store.write(lambda tx: hand_overs.write(tx, 7, PERSON))
    (rule,) = [rule for rule in retention.rules() if rule.table == "hand_over"]
    for now, rows in ((START + 30 * DAY, 0), (START + 30 * DAY + 1, 1)):
        assert (await store.read(lambda tx, now=now: retention.past(tx, rule, now))).rows == rows  # type: ignore[misc]


async def test_settings_are_each_operator_s_own_and_sealed(store: Store) -> None:
    def keep(tx: Tx) -> None:
        console_settings.keep(tx, 7, PERSON, 1)
        console_settings.keep(tx, 8, "інше", 1)
        console_settings.keep(tx, 8, "ще інше", 2)

    await store.write(keep)
    kept = [await store.read(lambda tx, who=who: console_settings.of_operator(tx, who)) for who in (7, 8, 9)]  # type: ignore[misc]
    assert kept == [(PERSON, 1), ("ще інше", 2), ("", 0)]
    raw = await store.read(lambda tx: tx.sql("SELECT settings_sealed FROM operator_settings"))
    assert not [row for row in raw if "Коваль".encode() in bytes(row[0])]
