"""Which messages about works say what is no longer so, asked whenever one may still go out.

Telling takes back what waits when works change. What was with a provider then may come back, and what had failed may be
sent again by hand: works that are over or off are told of no more, and of others only what still holds for the reader.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence

from server.works import concerned, rules
from server.works.concerned import Addresses
from server.works.telling import CALLED_OFF, WITHDRAWN
from server.works.workflow import ANNOUNCED
from storage.engine.transaction import Tx
from storage.models.works import Work
from storage.repositories import works
from storage.repositories.outbox import Due

Words = tuple[str, str]


def found(tx: Tx, rows: Sequence[Due]) -> dict[int, Words]:
    """Those of the messages about works that are outdated, with why in Ukrainian and in English."""
    of_works: defaultdict[int, list[Due]] = defaultdict(list)
    for row in rows:
        of_works[row.cause_id].append(row)
    said: dict[int, Words] = {}
    for work in works.many(tx, of_works):
        listed = of_works[work.id]
        if not rules.over(work):
            listed = [row for row in listed if row.edition < work.edition]
        if work.state == ANNOUNCED:
            listed = _untrue(tx, work, listed)
        said.update((row.id, WITHDRAWN[work.state]) for row in listed)
    return said


def _untrue(tx: Tx, work: Work, rows: Sequence[Due]) -> list[Due]:
    """Those messages of earlier editions that the current one contradicts. An edition that only adds a street leaves
    what the others were told as true as it was."""
    if not rows:
        return []
    users = {row.user_id for row in rows}
    editions = works.editions(tx, work.id, {work.edition, *(row.edition for row in rows)})
    views = {edition: (said, _addresses(tx, work, places, users)) for edition, (said, places) in editions.items()}
    said_now, here = views[work.edition]

    def holds(row: Due) -> bool:
        if row.template_name == CALLED_OFF:
            return row.user_id not in here
        said, then = views[row.edition]
        return (said, then.get(row.user_id)) == (said_now, here.get(row.user_id))

    return [row for row in rows if not holds(row)]


def _addresses(tx: Tx, work: Work, places: Sequence[works.Place], users: Collection[int]) -> dict[int, Addresses]:
    service = concerned.supply_of(work.utility_id, work.commodity, work.starts_at, work.ends_at)
    return concerned.found_of(tx, service, places, users).addresses()
