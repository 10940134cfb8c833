"""What opens and closes surveys when their time has come."""

from functools import partial

from server.surveys import standing
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.repositories import surveys


async def turn(store: Store) -> None:
    """One look; each survey in a unit of its own."""
    for survey_id in await store.read(_due):
        await store.write(partial(standing.pass_on, survey_id=survey_id))


def _due(tx: Tx) -> list[int]:
    return [
        row.id
        for row in surveys.published(tx)
        if (row.closes_at or 0) <= tx.now or (row.opened_at is None and (row.opens_at or 0) <= tx.now)
    ]
