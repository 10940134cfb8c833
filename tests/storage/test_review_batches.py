"""Decisions that were made in one go, on both engines."""

from itertools import count

from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.models.readings import ReadingVersion
from storage.repositories import review_batches

OPERATOR, MYKOLA, OKSANA = 2, 7, 8


def decided(tx: Tx, reading_id: int, at: int, batch_id: str | None, actor_id: int = MYKOLA, version: int = 2) -> None:
    tx.insert(
        ReadingVersion(
            reading_id=reading_id,
            version=version,
            state=4,
            quality=10,
            at=at,
            actor_kind=OPERATOR if actor_id else 0,
            actor_id=actor_id,
            batch_id=batch_id,
        )
    )


async def test_a_batch_reaches_from_its_first_to_its_last_and_is_its_makers(store: Store) -> None:
    def unit(tx: Tx) -> None:
        for reading_id, at in zip(count(1), (500, 300, 900), strict=False):
            decided(tx, reading_id, at, "one")
        decided(tx, 4, 100, "one", OKSANA)
        decided(tx, 5, 2_000, "other")
        assert review_batches.span(tx, "one", OPERATOR, MYKOLA) == (300, 900)
        assert review_batches.span(tx, "one", OPERATOR, OKSANA) == (100, 100)

    await store.write(unit)


async def test_only_what_people_decided_last_in_a_batch_has_a_begin(store: Store) -> None:
    def unit(tx: Tx) -> None:
        decided(tx, 1, 300, "one")
        decided(tx, 2, 500, "one")
        decided(tx, 2, 600, None, 0, version=3)  # the rules, anew
        decided(tx, 3, 700, "one")
        decided(tx, 3, 800, None, version=3)
        decided(tx, 4, 900, None)
        assert review_batches.begun(tx, [1, 2, 3, 4, 5]) == {1: 300, 2: 300}

    await store.write(unit)
