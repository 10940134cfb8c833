"""Erasing one person of ten years, but for the scan, against plain deletes and updates of the same rows."""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.figures import Figure
from bench.house import town
from bench.packages import opened, ten_years
from server.config import Settings
from server.privacy import erasure
from server.services import Services
from storage.engine.erasure import subject_models
from storage.engine.transaction import Tx
from storage.repositories import subject, users

HOUSEHOLDS, ROUNDS = 60, 7


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        yield asyncio.run(_figure(town(Path(folder), households=HOUSEHOLDS)))


async def _figure(settings: Settings) -> Figure:
    async with opened(settings) as services:
        people = await services.store.read(_people)
        erased, plain = [], []
        for number in range(ROUNDS + 1):
            one, two = people[2 * number : 2 * number + 2]
            for person in (one, two):
                await services.store.write(lambda tx, person=person: ten_years(tx, person))
            took = await _erased(services, one), await _plain(services, two)
            if number:  # the first turn is for warming up
                erased.append(took[0])
                plain.append(took[1])
        slow, fast = median(erased), median(plain)
        said = f"{slow * 1000:.0f} ms with needles and the key; {fast * 1000:.0f} ms plain"
        return Figure("erasure of one person / deletes and updates", slow / fast, 3.0, False, said)


def _people(tx: Tx) -> list[int]:
    """Enough people who share no account, those with the most accounts first."""
    accounts: dict[int, set[int]] = {}
    for person_id, account_id in tx.sql("SELECT user_id, account_id FROM account_link ORDER BY user_id"):
        accounts.setdefault(int(person_id), set()).add(int(account_id))
    found: list[int] = []
    taken: set[int] = set()
    for person_id in sorted(accounts, key=lambda one: -len(accounts[one])):
        if not accounts[person_id] & taken:
            found.append(person_id)
            taken |= accounts[person_id]
    assert len(found) >= 2 * (ROUNDS + 1)
    return found


async def _erased(services: Services, person_id: int) -> float:
    """What the service does: gathers what to look for, erases by the declarations, destroys the key."""

    def unit(tx: Tx) -> None:
        person = users.get_any(tx, person_id)
        assert person is not None
        erasure.needles_of(tx, person).dump()
        erasure.erase(tx, person)

    began = time.perf_counter()
    await services.store.write(unit)
    await asyncio.to_thread(services.store.keys.destroy, person_id, 1)
    return time.perf_counter() - began


async def _plain(services: Services, person_id: int) -> float:
    """Columns set to nothing and rows deleted, table by table, in one transaction."""

    def unit(tx: Tx) -> None:
        for model in subject_models():
            mine = model._meta.fields[model.SUBJECT] == person_id
            columns = {field: None for field in subject.held_columns(model) if field.null}
            tx.run(model.update(columns).where(mine) if columns else model.delete().where(mine))

    began = time.perf_counter()
    await services.store.write(unit)
    return time.perf_counter() - began
