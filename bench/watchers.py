"""What five thousand idle watchers cost the server, each."""

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc.aio
from smartregion.v1 import user_service_pb2 as user
from smartregion.v1.user_service_pb2_grpc import UserServiceStub

from bench.figures import Figure
from bench.house import House, serving, town

WATCHERS = 5_000
A_CHANNEL = 500
KIB = 1024
PAGE = 4 * KIB


def resident(pid: int) -> int:
    """Bytes of memory that a process holds."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE


async def cost(house: House) -> float:
    """KiB a watcher, once each was told that it is up to date."""
    metadata = (("authorization", f"Bearer {house.access.utility_keys[0]}"),)
    channels = [
        grpc.aio.insecure_channel(house.target, (("grpc.use_local_subchannel_pool", 1),))
        for _ in range(WATCHERS // A_CHANNEL)
    ]
    stubs: list[Any] = [UserServiceStub(channel) for channel in channels]
    warm = stubs[0].WatchUsers(user.WatchUsersRequest(skip_snapshot=True), metadata=metadata)
    await warm.read()
    before = resident(house.pid)
    streams = []
    for stub in stubs:
        for _ in range(A_CHANNEL // 100):
            opened = [
                stub.WatchUsers(user.WatchUsersRequest(skip_snapshot=True), metadata=metadata) for _ in range(100)
            ]
            await asyncio.gather(*(stream.read() for stream in opened))
            streams += opened
    after = resident(house.pid)
    for stream in (*streams, warm):
        stream.cancel()
    for channel in channels:
        await channel.close()
    return (after - before) / KIB / WATCHERS


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder, serving(town(Path(folder))) as house:
        each = asyncio.run(cost(house))
    yield Figure(
        "Idle watcher", each, 40, False, f"{WATCHERS} watches of users on {WATCHERS // A_CHANNEL} connections", "KiB"
    )
