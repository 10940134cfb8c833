"""Queries of readings by hand-written SQL, on both engines."""

import json

from storage.engine.ids import new_id
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.models.accounts import Meter, Register
from storage.repositories import histories, imports, intervals, readings
from storage.repositories.intervals import Stored
from storage.repositories.readings import NewReading, ReadingFilter
from storage.repositories.scope import EVERYTHING

HIGH, LOW, CAP = "HIGH_USE", "LOW_USE", "PHYSICAL_CAP"
CODES = (CAP, HIGH, LOW)
NOTES = ("HIGHXUSE", HIGH, LOW, "high_use", CAP)


def reading(register: int, at: int, value: int, notes: object = None, deemed: int | None = None) -> NewReading:
    found = json.dumps(notes) if notes else None
    return NewReading(new_id(), register, value, at, at, 4, 2, 17, 1, 2, 7, False, None, found, 1, deemed)


def a_register(tx: Tx) -> int:
    meter, register = new_id(), new_id()
    tx.insert(Meter(id=meter, serial_number=str(meter), commodity=1))
    tx.insert(Register(id=register, meter_id=meter, tier=1, integer_digits=5, fraction_digits=3))
    return register


async def noted(store: Store) -> int:
    """A register with a reading for each of NOTES, in which the rule of that code found something."""

    def unit(tx: Tx) -> int:
        register = a_register(tx)
        rows = [
            reading(register, place, place, [["OTHER", {HIGH: "1"}], [code, {"usual": "HIGHXUSE"}]])
            for place, code in enumerate(NOTES)
        ]
        readings.insert(tx, rows)
        return register

    return await store.write(unit)


async def test_a_code_is_sought_as_it_is_and_not_as_a_pattern(store: Store) -> None:
    register = await noted(store)

    async def found(code: str) -> list[str]:
        wanted = ReadingFilter(register_id=register, finding_code=code)
        rows = await store.read(lambda tx: readings.behind(tx, wanted, EVERYTHING, 0, 99))
        return [NOTES[row.value] for row in rows]

    assert await found(HIGH) == [HIGH]
    assert await found("LOW_USE") == [LOW]
    assert await found("________") == []
    assert await found("USUAL") == []  # the name of a number, in small letters
    assert await found("OTHER") == list(NOTES)


async def test_the_rank_of_a_reading_is_the_same_in_the_store_and_beside_it(store: Store) -> None:
    register = await noted(store)
    wanted = ReadingFilter(register_id=register)
    rows, total = await store.read(
        lambda tx: readings.page(tx, wanted, EVERYTHING, order=CODES, descending=False, after=None, size=99, skip=0)
    )
    assert ([NOTES[row.value] for row in rows][:3], total) == ([CAP, HIGH, LOW], len(NOTES))
    ranks = [readings.rank_of(row.findings, CODES) for row in rows]
    assert ranks == [0, 1, 2, 3, 3]
    behind, _ = await store.read(
        lambda tx: readings.page(
            tx, wanted, EVERYTHING, order=CODES, descending=False, after=(1, rows[1].id), size=99, skip=0
        )
    )
    assert [row.id for row in behind] == [row.id for row in rows[2:]]


async def test_a_reading_is_between_where_it_counts(store: Store) -> None:
    def unit(tx: Tx) -> dict[str, set[int]]:
        plain, moved = a_register(tx), a_register(tx)
        readings.insert(tx, [reading(plain, 5, 1), reading(moved, 5, 1, deemed=15)])
        names = {plain: "plain", moved: "moved"}
        return {
            f"{begin}": {names[number] for number in histories.read_between(tx, [plain, moved], begin, begin + 10)}  # type: ignore[misc]
            for begin in (0, 5, 6, 15, 16)
        }

    assert await store.write(unit) == {
        "0": {"plain"},
        "5": {"plain"},
        "6": {"moved"},
        "15": {"moved"},
        "16": set(),
    }


async def test_intervals_come_back_as_they_went(store: Store) -> None:
    exact = Stored(1_795_000_000_000, 900_000, 18, (0, 1, 10**27 - 1))

    def unit(tx: Tx) -> list[Stored]:
        intervals.insert(tx, 7, [exact])
        return intervals.between(tx, 7, exact.start, exact.end)

    assert await store.write(unit) == [exact]
    assert await store.read(lambda tx: intervals.between(tx, 7, exact.start + 1, exact.end)) == []


async def test_registers_that_there_are_not_are_left_out(store: Store) -> None:
    register = await store.write(a_register)
    assert await store.read(lambda tx: imports.registers_there(tx, [register, 9, 1 << 62])) == {register}
