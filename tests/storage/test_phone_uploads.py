"""The place of the upload of phones: one step at a time, of one process, and nothing of a step that lost its lease."""

from functools import partial

from storage.engine.clock import FixedClock
from storage.engine.transaction import Tx
from storage.models.uploads import PhoneUpload
from storage.repositories import phone_uploads

from ..engines import START, OpenStore

LEASE, DAY = 60_000, 86_400_000


def claim(tx: Tx) -> PhoneUpload | None:
    return phone_uploads.claim(tx, tx.now + LEASE, tx.now - DAY)


async def test_a_step_is_given_once_until_its_lease_ends(open_store: OpenStore, clock: FixedClock) -> None:
    one, other = await open_store(), await open_store()
    first = await one.write(claim)
    assert first is not None
    assert (first.begun_at, first.part, first.behind, first.total) == (START, 0, 0, 0)
    assert await other.write(claim) is None
    clock.advance(milliseconds=LEASE)
    again = await other.write(claim)
    assert again is not None
    assert (again.export_id, again.part) == (first.export_id, 0)
    late, taken = partial(phone_uploads.took, step=first), partial(phone_uploads.took, step=again)
    assert not await one.write(lambda tx: late(tx, behind=9, total=9)), "another process has the step now"
    assert await other.write(lambda tx: taken(tx, behind=5, total=3))
    assert not await other.write(lambda tx: taken(tx, behind=7, total=4)), "a part is taken once"
    after = await one.write(claim)
    assert after is not None
    assert (after.export_id, after.part, after.behind, after.total) == (first.export_id, 1, 5, 3)


async def test_a_fault_puts_a_step_off_and_the_end_waits_for_the_next_upload(
    open_store: OpenStore,
    clock: FixedClock,
) -> None:
    store = await open_store()
    step = await store.write(claim)
    assert step is not None
    for failures in (1, 2):
        assert step is not None
        put_off = partial(phone_uploads.put_off, step=step)
        assert await store.write(lambda tx, put_off=put_off: put_off(tx, next_at=tx.now + 10))  # type: ignore[misc]
        assert await store.write(claim) is None
        clock.advance(milliseconds=10)
        step = await store.write(claim)
        assert step is not None
        assert step.failures == failures
    last = step
    assert await store.write(lambda tx: phone_uploads.finish(tx, last, tx.now + DAY))
    assert await store.write(claim) is None
    now = await store.read(phone_uploads.state)
    assert (now.export_id, now.failures, now.finished_at) == (0, 0, clock.now())
    clock.advance(milliseconds=DAY)
    another = await store.write(claim)
    assert another is not None
    assert another.export_id != last.export_id
    assert (another.part, another.behind, another.total, another.finished_at) == (0, 0, 0, now.finished_at)


async def test_what_began_too_long_ago_begins_anew(open_store: OpenStore, clock: FixedClock) -> None:
    store = await open_store()
    step = await store.write(claim)
    assert step is not None
    assert await store.write(lambda tx: phone_uploads.took(tx, step, 5, 3))
    clock.advance(milliseconds=DAY)
    assert (await store.write(claim)).part == 1  # type: ignore[union-attr]
    clock.advance(milliseconds=LEASE)
    anew = await store.write(claim)
    assert anew is not None
    assert anew.export_id != step.export_id
    assert (anew.part, anew.behind, anew.total, anew.begun_at) == (0, 0, 0, clock.now())
