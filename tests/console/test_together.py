"""Many calls: side by side where they may be, in order where they must."""

import asyncio

import pytest

from console.ports import ClientError
from console.together import TOGETHER, in_lanes, patient


async def test_those_of_one_lane_are_worked_on_in_order_and_lanes_side_by_side() -> None:
    running: set[str] = set()
    done: list[str] = []
    most = 0

    async def work(row: str) -> bool:
        nonlocal most
        assert not [one for one in running if one[0] == row[0]], "one of its lane is on its way"
        running.add(row)
        most = max(most, len(running))
        for _ in range(ord(row[0]) % 5):  # some lanes are slower than others
            await asyncio.sleep(0)
        running.remove(row)
        done.append(row)
        return True

    rows = [f"{lane}{number}" for number in range(3) for lane in "abcdefghijkl"]
    await in_lanes(rows, lambda row: row[0], work)
    assert sorted(done) == sorted(rows)
    assert all([row for row in done if row[0] == lane] == [f"{lane}{number}" for number in range(3)] for lane in "abkl")
    assert most == TOGETHER


async def test_once_one_says_so_nothing_more_is_begun() -> None:
    begun: list[int] = []

    async def work(row: int) -> bool:
        begun.append(row)
        await asyncio.sleep(0)
        return row != 2

    await in_lanes(range(100), str, work)
    assert begun == list(range(TOGETHER + 2))  # two were done when the third said so


async def test_where_one_fails_the_others_end_with_it() -> None:
    ended: list[int] = []

    async def work(row: int) -> bool:
        try:
            await asyncio.sleep(0 if row == 3 else 60)
        finally:
            ended.append(row)
        raise ClientError("UNAUTHENTICATED", "sign in again")

    with pytest.raises(ClientError):
        await in_lanes(range(TOGETHER), str, work)
    await asyncio.sleep(0)
    assert sorted(ended) == list(range(TOGETHER))


async def test_what_was_asked_too_fast_is_asked_again_and_anything_else_is_told() -> None:
    answers = [ClientError("RATE_LIMITED", "too fast", retry_after=0.0), ClientError("CONFLICT", "no"), None]

    async def ask() -> str:
        answer = answers.pop(0)
        if answer is not None:
            raise answer
        return "done"

    with pytest.raises(ClientError, match="no"):
        await patient(ask)
    assert await patient(ask) == "done"
