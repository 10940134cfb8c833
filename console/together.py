"""Many calls: some side by side, those that concern each other in order, none faster than the server allows."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from console.ports import ClientError

R = TypeVar("R")
T = TypeVar("T")
#: Calls that run side by side.
TOGETHER = 8


async def in_lanes(rows: Iterable[R], lane: Callable[[R], str], work: Callable[[R], Awaitable[bool]]) -> None:
    """Works on rows until all are done, or `work` says not to go on. Those of one lane are worked on in their order, so
    that what comes out does not hang on which reply is first; lanes run side by side. Where one fails, none of the
    others goes on unseen."""
    lanes: dict[str, list[R]] = {}
    for row in rows:
        lanes.setdefault(lane(row), []).append(row)
    waiting = deque(lanes.values())
    going = True

    async def one_at_a_time() -> None:
        nonlocal going
        while waiting:
            for row in waiting.popleft():
                if not going:
                    return
                if not await work(row):
                    going = False

    tasks = [asyncio.ensure_future(one_at_a_time()) for _ in range(min(TOGETHER, len(waiting)))]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()


async def patient(ask: Callable[[], Awaitable[T]]) -> T:
    """Asks, and asks again where the server says that this was too fast. Raises ClientError."""
    while True:
        try:
            return await ask()
        except ClientError as error:
            if error.reason != "RATE_LIMITED" or error.retry_after is None:
                raise
            await asyncio.sleep(error.retry_after)
