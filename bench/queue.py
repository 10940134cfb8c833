"""A page of the queue of privacy requests, the nearest deadline first: a hundred thousand of them against a hundred."""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import grpc
from smartregion.v1 import auth_service_pb2 as auth
from smartregion.v1 import privacy_request_service_pb2 as pb
from smartregion.v1.auth_service_pb2_grpc import AuthServiceStub
from smartregion.v1.privacy_request_service_pb2_grpc import PrivacyRequestServiceStub

from bench.figures import Figure
from bench.house import House, serving, town
from bench.packages import opened
from server.config import Settings
from server.demo.seed import PASSWORD
from storage.engine.ids import new_ids
from storage.engine.transaction import Tx
from storage.models.privacy import PrivacyRequest
from storage.repositories.privacy import SEALED

FEW, MANY, AT_ONCE = 100, 100_000, 2_000
PAGE, ROUNDS = 100, 60
HOUSEHOLDS = 60
FIRST_DAY = date(2026, 11, 23)
WAITING = (pb.PRIVACY_REQUEST_STATE_RECEIVED, pb.PRIVACY_REQUEST_STATE_IN_PROGRESS)


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as few, tempfile.TemporaryDirectory() as many:
        houses = [_filled(Path(folder), count) for folder, count in ((few, FEW), (many, MANY))]
        with serving(houses[0]) as one, serving(houses[1]) as two:
            small, big = asyncio.run(_measured(one, two))
    said = f"{big * 1000:.1f} ms for {PAGE} rows of {MANY:,}; {small * 1000:.1f} ms of {FEW}"
    yield Figure("page of the queue, 100,000 / 100", big / small, 1.5, False, said)


def _filled(folder: Path, count: int) -> Settings:
    settings = town(folder, households=HOUSEHOLDS)

    async def fill() -> None:
        async with opened(settings) as services:
            for start in range(0, count, AT_ONCE):
                some = min(AT_ONCE, count - start)
                await services.store.write(lambda tx, start=start, some=some: _requests(tx, start, some))

    asyncio.run(fill())
    return settings


def _requests(tx: Tx, start: int, count: int) -> None:
    names, rows = [], []
    ids = list(new_ids(count))
    tx.keys.create_many(ids)
    for place, number in enumerate(ids, start):
        row = PrivacyRequest(
            id=number,
            number=f"Q-{place:06}",
            kind=pb.PRIVACY_REQUEST_KIND_ACCESS,
            state=WAITING[place % 2],
            channel=pb.INTAKE_CHANNEL_LETTER,
            received_on=FIRST_DAY.isoformat(),
            due_on=(FIRST_DAY + timedelta(days=place % 90)).isoformat(),
            due_article="2297-VI, art. 8(2)(4)",
            regimes="UA-2297-VI",
            created_at=tx.now,
        )
        for name in SEALED:
            setattr(row, f"{name}_sealed", tx.seal(number, f"privacy_request.{name}", "Олена Коваль"))
        names = list(row.__data__)
        rows.append(tuple(row.__data__.values()))
    tx.insert_many(PrivacyRequest, names, rows)


async def _measured(one: House, two: House) -> tuple[float, float]:
    """Medians of the seconds of a first page, in turns."""
    async with grpc.aio.insecure_channel(one.target) as few, grpc.aio.insecure_channel(two.target) as many:
        asked = [await _asking(channel) for channel in (few, many)]
        took: tuple[list[float], list[float]] = ([], [])
        for number in range(ROUNDS + 5):
            for ask, times in zip(asked, took, strict=True):
                began = time.perf_counter()
                reply = await ask()
                if number >= 5:  # the first turns are for warming up
                    times.append(time.perf_counter() - began)
                assert len(reply.requests) == PAGE
                await asyncio.sleep(0.05)  # a call every so often: the rate of a caller is bounded
        return median(took[0]), median(took[1])


async def _asking(channel: grpc.aio.Channel) -> Any:
    sign_in: Any = AuthServiceStub(channel)
    token = (await sign_in.SignInOperator(auth.SignInOperatorRequest(login="petro", password=PASSWORD))).token
    stub: Any = PrivacyRequestServiceStub(channel)
    request = pb.ListPrivacyRequestsRequest(filter=pb.PrivacyRequestFilter(states=WAITING), page_size=PAGE)
    return lambda: stub.ListPrivacyRequests(request, metadata=(("authorization", f"Bearer {token}"),))
