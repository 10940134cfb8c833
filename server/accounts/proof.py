"""Proof of an account: its number, which stands on each bill, and the serial of a meter at its place. Serials are short
and are printed in staircases, so who guesses is locked out, by resident and by account number."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from server.auth import lockout
from server.errors import AlreadyExists, NotFound
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.repositories import accounts
from storage.repositories import meters as meter_rows
from storage.repositories.accounts import Contract
from storage.repositories.meters import MeterFilter
from storage.repositories.scope import EVERYTHING


def proven(tx: Tx, number: str, serial: str) -> Contract:
    """The account of a number at whose place a meter of this serial is. Raises NotFound, saying no more."""
    for contract in accounts.by_number(tx, number):
        wanted = MeterFilter(account_id=contract.row.id, serial_number=serial, installed_only=True)
        if serial and meter_rows.page(tx, wanted, EVERYTHING, descending=False, after=None, size=1, skip=0)[1]:
            return contract
    raise NotFound("no account of this number has a meter of this serial number")


class Guesses:
    """Attempts of residents at a proof."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @asynccontextmanager
    async def attempt(self, user_id: int, number: str) -> AsyncIterator[None]:
        """Counts as a failure until it is known to be none, so that many at once are no more than many in turn. A right
        one takes none of the resident's wrong ones back: they have an account of their own to be right about. Raises
        LockedOut."""
        person, account = f"user {user_id}", f"account {number}"

        def tried(tx: Tx) -> None:
            for name in (person, account):
                lockout.failed(tx, name)

        def right(tx: Tx) -> None:
            lockout.undo(tx, person)
            lockout.forget(tx, account)

        await self._store.write(tried)
        try:
            yield
        except AlreadyExists:
            await self._store.write(right)
            raise
        await self._store.write(right)
