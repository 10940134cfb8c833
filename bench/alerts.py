"""What the rules of alerts cost: all of them over one stream, and the lane with its storage."""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median

from smartregion.v1.options_pb2 import PrincipalKind

from bench.figures import Figure
from server.alerts import judging
from server.alerts.events import Called, Event, Seen
from server.alerts.judging import Windows
from server.alerts.lane import AuditLane
from server.alerts.rulebook import RuleBook
from server.serving import collect_seldom
from storage.engine import schema
from storage.engine.audit import AuditRecord
from storage.engine.store import Store
from storage.keys.keystore import KeyStore
from storage.repositories import alert_events

EVENTS, AT_ONCE, ROUNDS, SEED = 100_000, 500, 3, 14
#: Of a hundred events: what residents did; the others are calls. Users, addresses, operators.
ACTIVITY, USERS, ADDRESSES, OPERATORS = 80, 50_000, 20_000, 40
START = 1_800_000_000_000
ENTRIES = 20_000
_LOOKS = ("UserService.GetUser", "ReadingService.ListReadings", "SupportService.GetThread")


def figures() -> Iterator[Figure]:
    events = list(_stream(Random(SEED)))
    collect_seldom()  # as the service does, in which the lane runs
    rates = [_judged(events) for _ in range(ROUNDS)]
    rate, alerts = median(rate for rate, _ in rates), rates[0][1]
    said = f"{EVENTS:,} events of {USERS:,} users, {ADDRESSES:,} addresses, {OPERATORS} operators; {alerts} alerts"
    yield Figure("events a second through all rules", rate, 20_000, True, said)
    read = asyncio.run(_lane())
    said = f"{ENTRIES:,} entries: opened, judged, what is remembered and the place written, SQLite"
    yield Figure("entries of the audit log a second", read, 2_000, True, said)


def _stream(random: Random) -> Iterator[Event]:
    """Three hours of a busy house: people come from where they live, and now and then from elsewhere."""
    for number in range(EVENTS):
        at = START + number * 10_800_000 // EVENTS
        if random.randrange(100) < ACTIVITY:
            user = random.randrange(USERS)
            address = user % ADDRESSES if random.randrange(20) else random.randrange(ADDRESSES)
            network = f"10.{address >> 8 & 255}.{address & 255}.0/24"
            yield Seen(number, at, at + 500, user + 1, "ACTIVITY_KIND_SCREEN", address + 1, network)
        else:
            network = f"192.0.{random.randrange(4)}.0/24"
            look = {"look": True, "person_id": random.randrange(USERS) + 1} if random.randrange(3) else {}
            operator = random.randrange(OPERATORS) + 1
            yield Called(
                number, at, random.choice(_LOOKS), "OK", operator_id=operator, address=9, network=network, **look
            )


def _judged(events: list[Event]) -> tuple[float, int]:
    """Events a second, in steps as the lane takes them; and how many alerts came of it."""
    book, found = RuleBook(), set()
    windows: Windows = {}
    started = time.perf_counter()
    for place in range(0, len(events), AT_ONCE):
        several = judging.counted(book.at, events[place : place + AT_ONCE])
        found.update(one.counted.key for one in judging.judge(several, windows))
    return len(events) / (time.perf_counter() - started), len(found)


async def _lane() -> float:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'data.db'}"
        schema.migrate(url)
        keys = KeyStore.open(f"sqlite:///{Path(folder) / 'keys.db'}", Path(folder) / "keyring.json", create=True)
        store = await Store.open(url, keys)
        try:
            await store.write(alert_events.begin)
            random, operator = Random(SEED), PrincipalKind.PRINCIPAL_KIND_OPERATOR
            records = [
                AuditRecord(
                    operator,
                    random.randrange(OPERATORS) + 1,
                    random.choice(_LOOKS),
                    person_id=random.randrange(USERS) + 1,
                    detail={"ip": f"192.0.2.{random.randrange(200)}", "purpose": "SUPPORT"},
                )
                for _ in range(ENTRIES)
            ]
            for place in range(0, ENTRIES, AT_ONCE):
                some = records[place : place + AT_ONCE]
                await store.write(lambda tx, some=some: [tx.audit(one) for one in some])
            lane = AuditLane(store)
            started = time.perf_counter()
            assert await lane.turn() == ENTRIES
            return ENTRIES / (time.perf_counter() - started)
        finally:
            await store.close()
            keys.close()
