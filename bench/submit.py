"""Durable, authenticated, validated SubmitReading against a bare echo of the same message; 64 in flight."""

import asyncio
import os
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import grpc.aio
import uvloop
from smartregion.v1 import reading_service_pb2 as reading

from bench.echo import PATH
from bench.figures import Figure, alternate
from bench.house import free_port, process, readings, serving, town

IN_FLIGHT = 64
SECONDS = 2.5
ROUNDS = 5


async def rate(target: str, requests: Iterator[bytes], key: str) -> float:
    """Calls a second with 64 in flight. Raises RpcError where one is refused."""
    metadata = (("authorization", f"Bearer {key}"),)
    async with grpc.aio.insecure_channel(target) as channel:
        call: Any = channel.unary_unary(PATH)
        answered = 0
        end = time.perf_counter() + SECONDS

        async def caller() -> None:
            nonlocal answered
            while time.perf_counter() < end:
                await call(next(requests), metadata=metadata)
                answered += 1

        started = time.perf_counter()
        await asyncio.gather(*(caller() for _ in range(IN_FLIGHT)))
        return answered / (time.perf_counter() - started)


def measured(target: str, requests: Iterator[bytes], key: str) -> float:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(rate(target, requests, key))


def figures() -> Iterator[Figure]:
    """On one core, where client and servers share what there is; then with the client on a core of its own, where it
    idles while a group is committed, which an echo never makes it do."""
    everything = os.sched_getaffinity(0)
    for name, cores in (("on one core", {min(everything)}), ("client on its own core", everything)):
        os.sched_setaffinity(0, cores)
        try:
            yield _figure(name)
        finally:
            os.sched_setaffinity(0, everything)


def _figure(name: str) -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        settings = town(Path(folder))
        echo = f"127.0.0.1:{free_port()}"
        with serving(settings) as house, process(["-m", "bench.echo", echo], echo, {}):
            key = house.access.utility_keys[0]
            source = readings(settings, 0)
            requests = (
                reading.SubmitReadingRequest(reading=one, request_id=str(uuid.uuid4())).SerializeToString()
                for one in source
            )
            ours, limit = alternate(
                lambda: measured(house.target, requests, key), lambda: measured(echo, requests, key), ROUNDS
            )
    said = f"{ours:,.0f} durable readings a second, {limit:,.0f} echoes"
    return Figure(f"SubmitReading / echo, {name}", ours / limit, 0.80, True, said)
