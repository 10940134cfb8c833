"""Acceptance by use (mission M18): who uses the app after a version took effect has accepted it.

It is kept once for each user and version. A call pays for a look into a set; what is new is looked up and written
behind it, many users at a time. What is lost on the way is made up for by the user's next call.
"""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

import structlog

from server.call import Call
from server.limits import PRINCIPALS_CACHED, USES_AT_ONCE, USES_WAITING
from server.policy import Method
from storage.chunks import chunks
from storage.engine.feed import Change, Topic
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.errors import StorageError
from storage.repositories import policies
from storage.repositories.policies import Use

log = structlog.get_logger("server")

#: Reading the policy, exercising one's rights under it and seeing to one's own sign-in are no use of the app.
NO_USE = frozenset({"PolicyService", "PrivacyRequestService", "AuthService"})
NEVER = 1 << 62


class Uses:
    """What this process knows of who has accepted the version in force."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: set[int] = set()
        #: Until when `_known` is about the version in force; milliseconds.
        self._until = 0
        self._waiting: dict[int, Use] = {}
        self._writing: asyncio.Task[None] | None = None
        store.hub.listeners.append(self._published)

    def note(self, user_id: int, at: int, ip: str) -> None:
        """A user uses the app at an instant; milliseconds."""
        if at >= self._until:
            self._known.clear()
            self._until = NEVER  # until it is looked up
        elif user_id in self._known:
            return
        if len(self._waiting) >= USES_WAITING:
            return
        if len(self._known) >= PRINCIPALS_CACHED:
            self._known.clear()
        self._known.add(user_id)
        self._waiting[user_id] = Use(user_id, at, ip)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())

    async def settled(self) -> None:
        """Returns when all that was noted is kept."""
        if self._writing is not None:
            await self._writing

    async def _write(self) -> None:
        while self._waiting:
            uses, self._waiting = list(self._waiting.values()), {}
            try:
                following = await self._store.read(_next_effect)
                self._until = min(self._until, following)
                for part in chunks(uses, USES_AT_ONCE):
                    if missing := await self._store.read(partial(_missing, uses=part)):
                        await self._store.write(partial(_keep, uses=missing))
            except StorageError as error:
                self._until = 0
                log.warning("acceptance by use has to wait", fault=type(error).__name__)

    def _published(self, changes: list[Change]) -> None:
        if any(change.topic is Topic.POLICIES for change in changes):
            self._until = 0


def _next_effect(tx: Tx) -> int:
    following = policies.next_after(tx, tx.now)
    return NEVER if following is None or following.effective_from is None else following.effective_from


def _by_version(tx: Tx, uses: Sequence[Use]) -> dict[str, list[Use]]:
    """Uses by the version that was in force at the instant of each."""
    labels = {at: policies.label_in_force(tx, at) for at in {use.at for use in uses}}
    found: dict[str, list[Use]] = {}
    for use in uses:
        if label := labels[use.at]:
            found.setdefault(label, []).append(use)
    return found


def _missing(tx: Tx, uses: Sequence[Use]) -> list[Use]:
    """Those of whom nothing is on record: most were here before, and need no writer."""
    found = []
    for label, listed in _by_version(tx, uses).items():
        known = policies.users_who_accepted(tx, label, (use.user_id for use in listed))
        found += [use for use in listed if use.user_id not in known]
    return found


def _keep(tx: Tx, uses: Sequence[Use]) -> None:
    for label, listed in _by_version(tx, uses).items():
        policies.accept_by_use(tx, label, listed)


def stage(uses: Uses, method: Method) -> Callable[[Call], None] | None:
    """Notes that a resident uses the app; None for calls that are no use of it."""
    if method.service in NO_USE:
        return None

    def note(call: Call) -> None:
        if call.principal.is_resident:
            uses.note(call.principal.id, call.now, call.ip)

    return note
