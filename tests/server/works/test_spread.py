"""Many who are told, some in a unit: broken off anywhere it goes on, and none of them hears twice."""

from typing import Any

import pytest

from server.works import telling
from server.works.telling import CHANGED
from storage.engine.clock import FixedClock
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.models.notifications import Notification
from storage.repositories import works
from storage.repositories.works import Said

from .village import (
    ANNA,
    CANCELLED_MESSAGE,
    DAY,
    HOMES,
    QUEUED,
    SMS,
    START,
    S,
    announce,
    change,
    close,
    messages,
    settle,
)

EVERYBODY = sorted(HOMES)
LATER = Said(START + 2 * DAY, START + 3 * DAY, "насос", "a pump")


class Broken(Exception):
    """The process ends here."""


@pytest.fixture
async def village(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The village with works that concern everybody; two are told in a unit."""
    monkeypatch.setattr(telling, "MESSAGES_AT_ONCE", 2)

    def unit(tx: Tx) -> None:
        settle(tx)
        announce(tx, [])

    await store.write(unit)
    return store


async def written(store: Store) -> list[Notification]:
    return await store.read(messages)


async def told_edition(store: Store) -> int:
    row = await store.read(lambda tx: works.by_id(tx, 500))
    assert row is not None
    edition: int = row.told_edition
    return edition


async def test_everybody_is_told_once(village: Store) -> None:
    assert await telling.spread(village, 500, [SMS]) == 6
    assert await telling.spread(village, 500, [SMS]) == 0
    assert sorted(message.user_id for message in await written(village)) == EVERYBODY
    assert await told_edition(village) == 1


async def test_who_has_a_phone_that_does_not_open_keeps_the_word_from_nobody(village: Store) -> None:
    statement = "UPDATE app_user SET phone_sealed = ? WHERE id = ?"
    await village.write(lambda tx: tx.sql(statement, (b"\x01" * 60, ANNA)))
    assert await telling.spread(village, 500, [SMS]) == 6
    found = {message.user_id: message.state for message in await written(village)}
    assert found == dict.fromkeys(EVERYBODY, QUEUED) | {ANNA: S.NOTIFICATION_STATE_SUPPRESSED}
    assert await told_edition(village) == 1


@pytest.mark.parametrize("units", range(4))
async def test_what_is_broken_off_goes_on(village: Store, monkeypatch: pytest.MonkeyPatch, units: int) -> None:
    say, done = telling.say, 0

    def breaks(tx: Tx, **more: Any) -> int:
        nonlocal done
        if done == units:
            raise Broken
        done += 1
        return say(tx, **more)

    monkeypatch.setattr(telling, "say", breaks)
    if units < 3:
        with pytest.raises(Broken):
            await telling.spread(village, 500, [SMS])
        assert await told_edition(village) == 0
    else:
        assert await telling.spread(village, 500, [SMS]) == 6
    monkeypatch.setattr(telling, "say", say)
    assert await telling.spread(village, 500, [SMS]) == 6 - 2 * units
    found = await written(village)
    assert sorted(message.user_id for message in found) == EVERYBODY
    assert {message.state for message in found} == {QUEUED}
    assert await told_edition(village) == 1


async def test_each_unit_asks_whether_it_may_go_on(village: Store) -> None:
    left = 3

    def still(tx: Tx) -> None:
        nonlocal left
        if not left:
            raise Broken
        left -= 1

    with pytest.raises(Broken):
        await telling.spread(village, 500, [SMS], still)
    assert len(await written(village)) == 4  # one unit withdrew, two told two each
    left = 5
    assert await telling.spread(village, 500, [SMS], still) == 2
    assert (left, await told_edition(village)) == (2, 1)


async def test_the_writer_is_held_for_a_slice_at_a_time_and_others_go_between(
    village: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Works of a whole city must not keep anybody's call waiting for longer than one slice takes."""
    write = village.write
    grown, before = [], 0

    async def seen(unit: Any, *, once: Any = None, patient: bool = False) -> Any:
        nonlocal before
        assert patient
        made = await write(unit, once=once, patient=patient)
        now = len(await written(village))
        grown.append(now - before)
        before = now
        await write(lambda tx: None)  # another's call
        return made

    monkeypatch.setattr(village, "write", seen)
    assert await telling.spread(village, 500, [SMS]) == 6
    assert max(grown) == 2
    assert sum(grown) == 6


async def test_a_change_in_between_stops_it_and_is_told_then(village: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    say = telling.say
    changed = False

    def overtaken(tx: Tx, **more: Any) -> int:
        nonlocal changed
        told = say(tx, **more)
        if not changed:
            changed = True
            row = works.by_id(tx, 500)
            assert row is not None
            change(tx, row, [], LATER)
        return told

    monkeypatch.setattr(telling, "say", overtaken)
    assert await telling.spread(village, 500, [SMS]) == 2
    assert await telling.spread(village, 500, [SMS]) == 6
    found = await written(village)
    assert [message.state for message in found[:2]] == [CANCELLED_MESSAGE] * 2
    assert sorted(message.user_id for message in found[2:]) == EVERYBODY
    assert {(message.edition, message.state) for message in found[2:]} == {(2, QUEUED)}


async def test_works_that_are_finished_in_between_are_told_to_nobody_more(
    village: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    say = telling.say

    def finished(tx: Tx, **more: Any) -> int:
        told = say(tx, **more)
        row = works.by_id(tx, 500)
        assert row is not None
        if row.closed_at is None:
            close(tx, row, [], cancelled=False)
        return told

    monkeypatch.setattr(telling, "say", finished)
    assert await telling.spread(village, 500, [SMS]) == 2
    assert await telling.spread(village, 500, [SMS]) == 0
    assert [message.state for message in await written(village)] == [CANCELLED_MESSAGE] * 2


async def test_a_part_that_was_told_is_not_withdrawn_when_it_goes_on(village: Store, clock: FixedClock) -> None:
    await telling.spread(village, 500, [SMS])

    def sent_and_changed(tx: Tx) -> None:
        tx.run(Notification.update(state=3, due_at=None))
        row = works.by_id(tx, 500)
        assert row is not None
        change(tx, row, [], LATER)

    def part(tx: Tx) -> int:
        _, (one,) = telling.due(tx, 500)
        return telling.say(tx, one, one.recipients[:3], [SMS])

    await village.write(sent_and_changed)
    assert await village.write(part) == 3
    clock.advance(milliseconds=1)
    assert await telling.spread(village, 500, [SMS]) == 3
    found = (await written(village))[6:]
    assert sorted(message.user_id for message in found) == EVERYBODY
    assert {(message.template_name, message.state) for message in found} == {(CHANGED, QUEUED)}


async def test_an_older_word_that_comes_back_is_withdrawn_and_the_newer_stays(village: Store) -> None:
    """The first was with the provider when the works changed; the provider sends it back only when the second waits."""

    async def of_anna() -> list[tuple[int, int]]:
        return [(one.edition, one.state) for one in await written(village) if one.user_id == ANNA]

    async def first_becomes(state: int) -> None:
        mine = (Notification.user_id == ANNA) & (Notification.edition == 1)
        await village.write(lambda tx: tx.run(Notification.update(state=state).where(mine)))

    def changes(tx: Tx) -> None:
        row = works.by_id(tx, 500)
        assert row is not None
        change(tx, row, [], LATER)

    await telling.spread(village, 500, [SMS])
    await first_becomes(S.NOTIFICATION_STATE_SENDING)
    await village.write(changes)
    await telling.spread(village, 500, [SMS])
    await first_becomes(S.NOTIFICATION_STATE_FAILED_TEMPORARY)
    assert await telling.spread(village, 500, [SMS]) == 0
    assert await of_anna() == [(1, CANCELLED_MESSAGE), (2, QUEUED)]


async def test_works_that_are_not_there_are_told_to_nobody(village: Store) -> None:
    assert await telling.spread(village, 7, [SMS]) == 0


async def test_two_who_raise_the_same_works_tell_everybody_once(village: Store) -> None:
    _, (first,) = await village.read(lambda tx: telling.due(tx, 500))
    _, (second,) = await village.read(lambda tx: telling.due(tx, 500))
    assert await village.write(lambda tx: telling.say(tx, first, first.recipients[:4], [SMS])) == 4
    assert await village.write(lambda tx: telling.say(tx, second, second.recipients, [SMS])) == 2
    assert sorted(message.user_id for message in await written(village)) == EVERYBODY
