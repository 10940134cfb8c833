"""Degree-days of towns, on both engines."""

from math import isnan

from storage.days import day_of
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.models.accounts import UsagePoint
from storage.repositories import degree_days


def place(tx: Tx, number: int, city: str) -> None:
    tx.insert(UsagePoint(id=number, city=city, street="вул. Садова", building=str(number), apartment=""))


async def test_a_day_that_is_missing_hides_none_of_the_others(store: Store) -> None:
    def unit(tx: Tx) -> None:
        today = day_of(tx.now).toordinal()
        for number, city in ((1, "Львів"), (2, "Львів"), (3, "Луцьк")):
            place(tx, number, city)
        degree_days.record(tx, "Львів", [(today - 5, 9.0), (today - 4, 8.0), (today - 2, 6.0), (today - 1, 5.0)])
        found = degree_days.at_points(tx, [1, 2, 3])
        assert found.keys() == {1, 2}
        first, heating = found[1]
        assert first == today - 5
        assert [None if isnan(one) else one for one in heating] == [9.0, 8.0, None, 6.0, 5.0]
        assert found[2] == found[1]

    await store.write(unit)


async def test_a_day_of_another_century_does_not_hide_those_of_now(store: Store) -> None:
    def unit(tx: Tx) -> None:
        today = day_of(tx.now).toordinal()
        place(tx, 1, "Львів")
        degree_days.record(tx, "Львів", [(1, 9.0), (today, 8.0), (today + 400_000, 7.0)])
        assert degree_days.at_points(tx, [1]) == {1: (today, (8.0,))}

    await store.write(unit)
