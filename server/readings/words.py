"""What somebody says of an instant, and what they say of it later.

Two indexes of one instant are for a person to decide between, unless the same person said both by the same door: who
corrects a slip means what they say last. So a resident's or an operator's later word takes the place of their first,
as long as nobody decided about it. In files, where the order of rows means nothing, the version says which is the
later one: among those of one sender the higher stands, in whatever order they come. An index that two say alike is one
reading, the word of whoever said it first.
"""

from enum import Enum

from smartregion.v1.reading_service_pb2 import ReadingSource, ReadingState

from server.principal import Principal
from server.readings.workflow import RECEIVED, RESIDENT
from storage.engine.transaction import Tx
from storage.models.readings import ACCEPTED, IN_REVIEW, REFUSED
from storage.repositories import standing
from storage.repositories.standing import There

SUPERSEDED = int(ReadingState.READING_STATE_SUPERSEDED)
#: Doors at which one person speaks for themselves, one word after another.
PERSONS = (RESIDENT, int(ReadingSource.READING_SOURCE_OPERATOR))
#: States of what nobody decided about, where no person did.
OPEN = (RECEIVED, ACCEPTED, IN_REVIEW, REFUSED)
REASON = "та сама особа виправила своє показання ¦ the same person said otherwise later"


class Order(Enum):
    """How a word stands to one that is there already."""

    APART = "somebody else's, or decided"
    SAME = "the same again"
    LATER = "in the place of it"
    EARLIER = "behind it in coming, not in meaning"


def order(tx: Tx, principal: Principal, source: int, value: int, version: int, there: There) -> Order:
    """How an index that somebody hands in stands to one of the same register and instant."""
    person = source in PERSONS
    own = (there.source, there.submitter_kind, there.submitter_id) == (source, int(principal.kind), principal.id)
    if there.value == value and not (own and person and there.state == SUPERSEDED):
        return Order.SAME
    if not own or there.state not in OPEN or standing.decided(tx, [there]):
        return Order.APART
    if person:
        return Order.LATER
    first = standing.version_at_first(tx, there)
    if version == first:
        return Order.APART
    return Order.LATER if version > first else Order.EARLIER
