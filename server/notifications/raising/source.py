"""What turns a change into messages, as the readers of the feed know it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from server.limits import MESSAGES_AT_ONCE
from server.notifications.raising.steps import Step
from storage.engine.feed import Topic
from storage.engine.store import Store
from storage.engine.transaction import Tx

#: Channels that have a provider, the cheapest first.
Available = Sequence[int]
Raise = Callable[[Tx, Step, Available], int]
#: Keeps the reader for this process for another while, in the unit that asks; raises where another has it.
Still = Callable[[Tx], None]


@dataclass(frozen=True)
class Source:
    """One kind of cause. It has a reader and a place in the feed of its own, so that none waits for another."""

    #: Also of its reader on record: it stays.
    name: str
    topics: frozenset[Topic]
    #: Raises the messages of a step, in the unit in which the reader's place moves; 0 once all of it is done, else how
    #: far it came in the first id, for the next unit to go on.
    raised: Raise
    #: Ids of a step; 1 where one of them may mean many messages.
    at_once: int = MESSAGES_AT_ONCE
    #: Done before, in as many units as it takes, for a step of one id. It may be broken off and done again. Each unit
    #: asks first whether this process may still do it, which is what breaks it off.
    first: Callable[[Store, int, Available, Still], Awaitable[object]] | None = None
    #: Its units let others go first, each in a transaction of its own.
    patient: bool = False
