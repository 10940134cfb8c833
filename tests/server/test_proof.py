"""Who guesses the serial of a meter is locked out, as who guesses a password is."""

import asyncio
from collections import Counter

import pytest

from server.accounts.proof import Guesses
from server.auth import lockout
from server.errors import AlreadyExists, LockedOut, NotFound
from server.limits import FAILURES_BEFORE_LOCK, LOCK_FIRST_MS
from storage.engine.clock import FixedClock
from storage.engine.store import Store
from storage.repositories import failures

from .conftest import Client, House, refused
from .test_scope import residents


async def proof(house: House) -> tuple[str, str]:
    """An account's number, and the serial of a meter at its place."""
    admin = await house.operator("oksana")
    for one in (await admin.AccountService.ListAccounts(page_size=50)).accounts:
        meters = (await admin.AccountService.ListMeters(filter={"account_id": one.id, "installed_only": True})).meters
        if meters:
            return one.number, meters[0].serial_number
    raise AssertionError("no account has a meter")


async def guesses(client: Client, number: str, count: int) -> Counter[str]:
    told = [
        (await refused(client.AccountService.LinkAccount(account_number=number, meter_serial_number=f"Н-{one}"))).reason
        for one in range(count)
    ]
    return Counter(told)


async def test_a_resident_who_guesses_is_locked_out_and_so_is_the_account(house: House) -> None:
    number, serial = await proof(house)
    (_, guesser), (_, other) = await residents(house, 2)
    assert await guesses(guesser, number, FAILURES_BEFORE_LOCK + 3) == {"NOT_FOUND": 5, "LOCKED_OUT": 3}
    link = {"account_number": number, "meter_serial_number": serial}
    told = await refused(guesser.AccountService.LinkAccount(**link))
    assert (told.reason, told.retry_after) == ("LOCKED_OUT", LOCK_FIRST_MS / 1000)
    assert (await refused(other.AccountService.LinkAccount(**link))).reason == "LOCKED_OUT"
    assert await guesses(guesser, "000", 1) == {"LOCKED_OUT": 1}
    assert await guesses(other, "000", 1) == {"NOT_FOUND": 1}
    house.clock.advance(milliseconds=16 * 60_000)
    answer = await asyncio.gather(other.AccountService.LinkAccount(**link), return_exceptions=True)
    assert "LOCKED_OUT" not in str(answer)


async def attempt(made: Guesses, number: str, error: type[Exception] | None) -> None:
    async with made.attempt(7, number):
        if error is not None:
            raise error("no")


async def test_guesses_at_once_are_no_more_than_guesses_in_turn(store: Store) -> None:
    made, gate = Guesses(store), asyncio.Event()

    async def slow(user: int) -> None:
        async with made.attempt(user, "100"):
            await gate.wait()
            raise NotFound("no")

    waiting = [asyncio.create_task(slow(user)) for user in range(30)]
    await asyncio.sleep(0)
    gate.set()
    told = Counter(type(one) for one in await asyncio.gather(*waiting, return_exceptions=True))
    assert told == {NotFound: FAILURES_BEFORE_LOCK, LockedOut: 30 - FAILURES_BEFORE_LOCK}


@pytest.mark.parametrize("right", [None, AlreadyExists])
async def test_being_right_about_ones_own_account_buys_no_more_guesses(
    store: Store, clock: FixedClock, right: type[Exception] | None
) -> None:
    made = Guesses(store)
    for number in range(FAILURES_BEFORE_LOCK):
        with pytest.raises(NotFound):
            await attempt(made, str(number), NotFound)
        if number < FAILURES_BEFORE_LOCK - 1:
            answer = await asyncio.gather(attempt(made, "own", right), return_exceptions=True)
            assert not isinstance(answer[0], LockedOut)
    with pytest.raises(LockedOut):
        await attempt(made, "own", right)
    clock.advance(milliseconds=LOCK_FIRST_MS)
    await attempt(made, "own", None)


async def test_what_one_process_counts_another_knows(store: Store) -> None:
    """Several serve one database: who is locked out by one must not go on guessing at the next."""
    processes = [Guesses(store), Guesses(store)]
    for number in range(FAILURES_BEFORE_LOCK):
        with pytest.raises(NotFound):
            await attempt(processes[number % 2], str(number), NotFound)
    for made in processes:
        with pytest.raises(LockedOut):
            await attempt(made, "another", NotFound)


async def test_no_name_is_kept_and_what_failed_no_more_is_forgotten(store: Store, clock: FixedClock) -> None:
    await store.write(lambda tx: lockout.failed(tx, "login Пароль-у-полі-логіна"))
    (kept,) = await store.read(lambda tx: tx.sql("SELECT * FROM failure"))
    assert "Пароль" not in str(kept)
    clock.advance(milliseconds=1)
    await store.write(lambda tx: failures.forget_before(tx, tx.now))
    assert await store.read(lambda tx: tx.sql("SELECT * FROM failure")) == []
