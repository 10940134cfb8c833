"""What five thousand idle watchers cost the server, each."""

import asyncio
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import grpc.aio
from smartregion.v1 import auth_service_pb2 as auth
from smartregion.v1 import partner_service_pb2 as partner
from smartregion.v1 import user_service_pb2 as user
from smartregion.v1.auth_service_pb2_grpc import AuthServiceStub
from smartregion.v1.common_pb2 import COMMODITY_COLD_WATER
from smartregion.v1.partner_service_pb2_grpc import PartnerServiceStub
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


async def keys(house: House, count: int) -> list[str]:
    """Keys of so many new utilities: one alone has not that many streams."""
    async with grpc.aio.insecure_channel(house.target) as channel:
        auth_stub, stub = cast("Any", AuthServiceStub(channel)), cast("Any", PartnerServiceStub(channel))
        asked = auth.SignInOperatorRequest(login=house.access.login, password=house.access.password)
        metadata = (("authorization", f"Bearer {(await auth_stub.SignInOperator(asked)).token}"),)
        made = []
        for number in range(count):
            wanted = partner.Partner(
                kind=partner.PARTNER_KIND_UTILITY,
                name_uk=f"Спостерігач {number}",
                name_en=f"Watcher {number}",
                commodities=[COMMODITY_COLD_WATER],
            )
            request = partner.CreatePartnerRequest(partner=wanted, request_id=str(uuid.uuid4()))
            known = (await stub.CreatePartner(request, metadata=metadata)).partner
            issue = partner.IssueKeyRequest(partner_id=known.id, request_id=str(uuid.uuid4()))
            issue.expires_at.FromSeconds(int(time.time()) + 86_400)
            made.append((await stub.IssueKey(issue, metadata=metadata)).secret)
    return made


async def cost(house: House) -> float:
    """KiB a watcher, once each was told that it is up to date."""
    every = [(("authorization", f"Bearer {secret}"),) for secret in await keys(house, WATCHERS // A_CHANNEL)]
    channels = [
        grpc.aio.insecure_channel(house.target, (("grpc.use_local_subchannel_pool", 1),))
        for _ in range(WATCHERS // A_CHANNEL)
    ]
    stubs: list[Any] = [UserServiceStub(channel) for channel in channels]
    warm = stubs[0].WatchUsers(user.WatchUsersRequest(skip_snapshot=True), metadata=every[0])
    await warm.read()
    warm.cancel()
    before = resident(house.pid)
    streams = []
    for stub, metadata in zip(stubs, every, strict=True):
        for _ in range(A_CHANNEL // 100):
            opened = [
                stub.WatchUsers(user.WatchUsersRequest(skip_snapshot=True), metadata=metadata) for _ in range(100)
            ]
            await asyncio.gather(*(stream.read() for stream in opened))
            streams += opened
    after = resident(house.pid)
    for stream in streams:
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
