"""A campaign whose server is killed again and again, over the stand-ins of dev-providers, which count what arrives:
every recipient ends in one state that can be explained, nobody gets it twice, nobody is lost."""

import asyncio
import logging
import os
import random
import re
import signal
import sqlite3
import sys
import time
from asyncio.subprocess import PIPE
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from smartregion.v1 import notification_service_pb2 as pb

from bench.figures import Figure
from bench.house import free_port
from server.app import App
from server.bootstrap import prepare
from server.config import Settings
from server.demo.seed import seed
from server.dev_providers.run import DevProviders, write
from server.limits import LEASE_MS
from server.notifications.campaigns import contents
from server.notifications.campaigns.workflow import FINISHED, SCHEDULED
from server.notifications.templates import seed_templates
from storage.engine.clock import SYSTEM_CLOCK
from storage.engine.feed import Topic
from storage.engine.ids import new_id, new_ids
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.keys.keyring import Keyring
from storage.keys.keystore import KeyStore
from storage.models.campaigns import Campaign
from storage.repositories import campaigns, notifications, users
from storage.repositories.contacts import Contacts

S = pb.NotificationState
SMS = pb.NotificationChannel.NOTIFICATION_CHANNEL_SMS
#: A duty: the quiet hours of the machine's clock keep none of it back.
TEMPLATE = "administrative"
SAID = {"title": "Перевірка", "text": "Перевірка розсилки"}
ARRIVED = frozenset({S.NOTIFICATION_STATE_SENT, S.NOTIFICATION_STATE_DELIVERED})
MAY_HAVE = frozenset({S.NOTIFICATION_STATE_UNKNOWN})
NEVER = frozenset({S.NOTIFICATION_STATE_SUPPRESSED, S.NOTIFICATION_STATE_EXPIRED, S.NOTIFICATION_STATE_CANCELLED})
#: Reads the program once, and makes a process that serves for each line that it is told: no kill need wait for the
#: reading. It says the number of each, and when it has ended.
NURSERY = """
import os, sys
from server import app, serving
from server.__main__ import main
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        os._exit(main(["serve"]))
    print(child, flush=True)
    os.waitpid(child, 0)
    print("ended", flush=True)
"""
#: Seconds that a server lives at most once it serves, and within which the rest must have gone out.
LIFE, REST = 0.6, 300.0


class Recipient(NamedTuple):
    """Somebody of the audience: the states of their messages, and how often it arrived at their phone."""

    user_id: int
    states: tuple[int, ...]
    arrived: int


def faults(audience: Sequence[int], found: Mapping[int, Recipient]) -> list[str]:
    """What is wrong: somebody who was lost, who got it twice, or whose state does not say what arrived."""
    wrong = [f"{user_id} is not in the audience" for user_id in found.keys() - set(audience)]
    for user_id in audience:
        one = found.get(user_id, Recipient(user_id, (), 0))
        if len(one.states) != 1:
            wrong.append(f"{user_id} has {len(one.states)} messages")
        elif one.arrived > 1:
            wrong.append(f"{user_id} got it {one.arrived} times")
        elif one.states[0] in ARRIVED:
            wrong += [f"{user_id} got none, and it is said to be sent"] * (one.arrived == 0)
        elif one.states[0] in NEVER:
            wrong += [f"{user_id} got one that was never sent"] * one.arrived
        elif one.states[0] not in MAY_HAVE:
            wrong.append(f"{user_id} is left in {S.Name(S.ValueType(one.states[0]))}")
    return wrong


@dataclass(frozen=True)
class Outcome:
    """What became of a campaign."""

    recipients: int
    kills: int
    #: Kills after which more had been written, or more had arrived, than before.
    working: int
    states: Counter[int]
    wrong: list[str]
    #: Whether the tally says what the messages say.
    tallied: bool


class Ahead:
    """A clock that goes ahead of the machine's, so that the leases of the dead are over."""

    def __init__(self, by: int) -> None:
        self._by = by

    def now(self) -> int:
        return SYSTEM_CLOCK.now() + self._by


# -- the house, with its users and the campaign


async def prepared(settings: Settings, count: int) -> tuple[int, dict[int, str]]:
    """Adds users who have a phone, and a campaign to everybody that begins at once; its id, and the phones by user."""
    store = await Store.open(settings.database, KeyStore.open(settings.key_store, settings.keyring_path))
    ids = new_ids(count)
    try:
        await asyncio.to_thread(store.keys.create_many, ids)
        for start in range(0, count, 500):
            part = list(enumerate(ids[start : start + 500], start))
            await store.write(lambda tx, part=part: _add(tx, part))  # type: ignore[misc]
        campaign_id = await store.write(_campaign)
        return campaign_id, await store.read(_phones)
    finally:
        await store.close()


def _add(tx: Tx, part: Sequence[tuple[int, int]]) -> None:
    for number, user_id in part:
        contact = {"phone": f"+38063{number:07d}", "email": f"kills{number}@example.org"}
        users.add(tx, user_id, **contact, first_name="Ім'я", last_name="Прізвище", language=1, at=tx.now)


def _campaign(tx: Tx) -> int:
    """Estimated and scheduled, as the calls leave it. It bears any errors: a server that dies is none."""
    said = pb.Campaign(
        name="Перевірка", template_name=TEMPLATE, values=SAID, channels=[SMS], audience=pb.Audience(),
        stop_at_errors_percent=100,
    )  # fmt: skip
    seed_templates(tx)
    template = notifications.template_by_name(tx, TEMPLATE)
    assert template is not None
    row = Campaign(
        id=new_id(),
        state=SCHEDULED,
        template_version=template.row.version,
        scheduled_at=tx.now,
        created_at=tx.now,
        author_id=1,
        **contents.columns(said, template.row.category),
    )
    campaigns.create(tx, row)
    return int(row.id)


def _phones(tx: Tx) -> dict[int, str]:
    """Phones of everybody who is not erased, by user."""
    ids = [number for (number,) in tx.sql("SELECT id FROM app_user WHERE state <> 3 AND phone_index IS NOT NULL")]
    where = Contacts(tx, ids)
    return {user_id: where.of(user_id, SMS) for user_id in ids}


# -- servers that live for a while


async def nursery(settings: Settings) -> asyncio.subprocess.Process:
    environment = {
        **os.environ,
        "SMARTREGION_DATA_DIR": str(settings.data_dir),
        "SMARTREGION_LISTEN": settings.listen,
        "SMARTREGION_PROVIDERS": str(settings.providers),
    }
    with log(settings).open("wb") as output:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-c", NURSERY, env=environment, stdin=PIPE, stdout=PIPE, stderr=output
        )


def log(settings: Settings) -> Path:
    return settings.data_dir / "server.log"


async def live(settings: Settings, maker: asyncio.subprocess.Process, seconds: float) -> None:
    """Has a server made, lets it serve for so long, and kills it."""
    assert maker.stdin is not None
    assert maker.stdout is not None
    maker.stdin.write(b"\n")
    pid = int(await maker.stdout.readline())
    host, _, port = settings.listen.rpartition(":")
    for _ in range(3_000):
        try:
            _, writer = await asyncio.open_connection(host, int(port))
        except OSError:
            await asyncio.sleep(0.01)
        else:
            writer.close()
            break
    else:
        raise AssertionError(log(settings).read_text()[-2_000:])
    await asyncio.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    await maker.stdout.readline()


async def killed(settings: Settings, fakes: DevProviders, kills: int, chance: random.Random) -> int:
    """Kills so many servers, each at a moment of its own; after how many there was more than before."""
    working, before = 0, 0
    maker = await nursery(settings)
    try:
        for _ in range(kills):
            await live(settings, maker, chance.uniform(0, LIFE))
            done = _progress(settings) + fakes.ledger.counts.total()
            working += done > before
            before = done
    finally:
        maker.kill()
        await maker.wait()
    return working


def _progress(settings: Settings) -> int:
    with sqlite3.connect(settings.data_dir / "smartregion.db") as connection:
        return int(connection.execute("SELECT count(*) FROM notification WHERE cause = 2").fetchone()[0])


async def rest(settings: Settings, campaign_id: int) -> None:
    """A server that lives, when the leases of the dead are over, until the campaign has finished."""
    app = await App.start(settings, Ahead(LEASE_MS + 1_000))
    try:
        async with asyncio.timeout(REST):
            cursor = app.services.store.hub.watch(frozenset({Topic.CAMPAIGNS}), app.services.store.hub.revision)
            while await app.services.store.read(lambda tx: _state(tx, campaign_id)) != FINISHED:
                await cursor.next(1)
        await asyncio.sleep(1)  # for the receipts that are on their way
    finally:
        await app.drain(1)


def _state(tx: Tx, campaign_id: int) -> int:
    row = campaigns.peek(tx, campaign_id)
    return 0 if row is None else row.state


async def run(settings: Settings, recipients: int, kills: int, rate: int, seed_: int) -> Outcome:
    """A campaign in a town that is there, over providers that are given so many messages a second, killed so often."""
    fakes = DevProviders(None)
    await fakes.start()
    path = settings.data_dir / "dev-providers.toml"
    listed = fakes.file(Keyring.load(settings.keyring_path))
    write(path, re.sub(r"^rate = \d+$", f"rate = {rate}", listed, flags=re.MULTILINE))
    settings = settings.model_copy(update={"providers": path, "listen": f"127.0.0.1:{free_port()}"})
    try:
        campaign_id, phones = await prepared(settings, recipients)
        working = await killed(settings, fakes, kills, random.Random(seed_))
        await rest(settings, campaign_id)
    finally:
        await fakes.close()
    return judged(settings, campaign_id, phones, fakes.ledger.counts, kills, working)


def judged(
    settings: Settings,
    campaign_id: int,
    phones: Mapping[int, str],
    counts: Mapping[tuple[str, str, str], int],
    kills: int,
    working: int,
) -> Outcome:
    """What the database says of everybody, beside what arrived."""
    arrived: Counter[str] = Counter()
    for (_, recipient, _), count in counts.items():
        arrived[recipient] += count
    states: dict[int, tuple[int, ...]] = {}
    with sqlite3.connect(settings.data_dir / "smartregion.db") as connection:
        rows = connection.execute(
            "SELECT user_id, state FROM notification WHERE cause = 2 AND cause_id = ?", (campaign_id,)
        ).fetchall()
        tally = connection.execute(
            "SELECT state, sum(messages) FROM campaign_tally WHERE campaign_id = ? GROUP BY state "
            "HAVING sum(messages) <> 0",
            (campaign_id,),
        ).fetchall()
    for user_id, state in rows:
        states[user_id] = (*states.get(user_id, ()), state)
    found = {one: Recipient(one, listed, arrived[phones.get(one, "")]) for one, listed in states.items()}
    by_state = Counter(state for _, state in rows)
    return Outcome(len(phones), kills, working, by_state, faults(list(phones), found), dict(tally) == dict(by_state))


#: As the issue has it.
RECIPIENTS, KILLS, RATE = 10_000, 100, 40


def figures() -> Iterator[Figure]:
    started = time.perf_counter()
    logging.getLogger("asyncio").setLevel(logging.ERROR)  # of receipts that are sent to the dead
    with TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), listen="127.0.0.1:0")
        prepare(settings)
        asyncio.run(seed(settings, 12))
        outcome = asyncio.run(run(settings, RECIPIENTS, KILLS, RATE, seed_=7))
    states = ", ".join(f"{_short(state)} {count:,}" for state, count in sorted(outcome.states.items()))
    said = f"{outcome.recipients:,} recipients: {states}; {time.perf_counter() - started:.0f} s"
    yield Figure("recipients lost, doubled or unexplained", len(outcome.wrong), 0, False, said)
    yield Figure("kills that stopped it at work", outcome.working, KILLS * 0.5, True, f"of {outcome.kills}")
    yield Figure("tally beside the messages", float(outcome.tallied), 1, True, "1 where they agree")


def _short(state: int) -> str:
    return S.Name(S.ValueType(state)).removeprefix("NOTIFICATION_STATE_").lower()
