"""Works and the outbox together, on both engines: what is written for whom, withdrawn, and not said twice."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from smartregion.v1.notification_service_pb2 import NotificationCategory
from smartregion.v1.work_service_pb2 import BuildingParity

from server.notifications.placeholders import Kind, fill
from server.works import concerned, telling
from server.works.concerned import Addresses
from server.works.telling import CALLED_OFF, CHANGED, RESTORED
from storage.connect import connect
from storage.engine import schema
from storage.engine.feed import Topic
from storage.engine.transaction import Tx
from storage.keys.keystore import KeyStore
from storage.models.accounts import Account, AccountLink
from storage.models.notifications import LEFT, WAITING
from storage.models.people import User
from storage.models.works import Work
from storage.repositories import works
from storage.repositories.works import Place, Said

from .village import (
    ANNA,
    BORYS,
    CANCELLED_MESSAGE,
    COMMODITY,
    DANYLO,
    DAY,
    EMERGENCY,
    HALYNA,
    HOMES,
    HOUR,
    LOWER,
    PLANNED,
    QUEUED,
    SENT,
    SIDE,
    SMS,
    START,
    UPPER,
    UTILITY,
    VIRA,
    ZOYA,
    S,
    account,
    announce,
    at,
    become,
    body,
    change,
    close,
    messages,
    on,
    said_of,
    send_all,
    settle,
    turn,
    undone,
    unlink,
    whom,
)

EVERYBODY = set(HOMES)
LATER = Said(START + 2 * DAY, START + 2 * DAY + HOUR, "заміна засувки", "a valve is replaced")


def opened(at_url: str, keystore: KeyStore) -> Iterator[Tx]:
    """The village in a transaction that is undone at the end."""
    database = connect(at_url)
    database.begin()
    tx = Tx(database, keystore, START, {})
    settle(tx)
    yield tx
    database.rollback()
    database.close()


@pytest.fixture
def tx(url: str, keys: KeyStore) -> Iterator[Tx]:
    yield from opened(url, keys)


def told(tx: Tx, since: int = 0) -> dict[int, str]:
    """Templates by user of what was written behind a number of messages."""
    written = messages(tx)[since:]
    found = {message.user_id: message.template_name for message in written}
    assert len(found) == len(written)
    return found


def cancelled(tx: Tx) -> set[int]:
    return {message.user_id for message in messages(tx) if message.state == CANCELLED_MESSAGE}


# -- whom works concern


@pytest.mark.parametrize(
    ("places", "users"),
    [
        ([on(LOWER)], {ANNA, BORYS, VIRA, DANYLO, HALYNA}),
        ([on(LOWER, "1")], {ANNA, BORYS}),
        ([on(LOWER, "2")], {VIRA}),
        ([on(LOWER, "1", "2")], {ANNA, BORYS, VIRA}),
        ([on(LOWER, "2а", "12/1")], {DANYLO, HALYNA}),
        ([on(LOWER, parity=BuildingParity.BUILDING_PARITY_EVEN)], {VIRA, DANYLO, HALYNA}),
        ([at(4)], {DANYLO, HALYNA}),
        ([at(5)], {DANYLO}),
        ([on(UPPER), on(LOWER, "2")], {VIRA}),
        ([on(SIDE), at(1)], {ANNA, BORYS, ZOYA}),
        ([], EVERYBODY),
    ],
)
def test_places_concern_those_who_live_there(tx: Tx, places: list[Place], users: set[int]) -> None:
    row = announce(tx, places)
    assert whom(row, tx, places).keys() == users


def test_points_are_counted_whether_or_not_somebody_is_registered_there(tx: Tx) -> None:
    service = concerned.supply_of(UTILITY, COMMODITY, START, START)
    account(tx, 9_000, 3, None)
    assert concerned.counted(tx, service, [on(LOWER)], "places") == (5, 5)
    assert concerned.counted(tx, service, [], "places") == (7, 6)


def test_nobody_is_concerned_by_another_service_utility_or_time(tx: Tx) -> None:
    account(tx, 9_001, 8, ANNA, commodity=2)
    account(tx, 9_002, 8, ANNA, utility_id=2)
    account(tx, 9_003, 8, ANNA, effective_to="2026-11-22")
    account(tx, 9_004, 8, BORYS, effective_from="2026-11-25")
    row = announce(tx, [on(SIDE)])
    assert whom(row, tx, [on(SIDE)]).keys() == {ZOYA}
    change(tx, row, [on(SIDE)], LATER)
    assert whom(row, tx, [on(SIDE)]).keys() == {ZOYA, BORYS}


def test_who_has_unlinked_or_was_erased_is_not_concerned(tx: Tx) -> None:
    unlink(tx, ANNA)
    tx.run(User.update(state=3).where(User.id == BORYS))
    row = announce(tx, [on(LOWER)])
    assert whom(row, tx, [on(LOWER)]).keys() == {VIRA, DANYLO, HALYNA}


def test_a_users_own_addresses_are_named(tx: Tx) -> None:
    row = announce(tx, [])
    turn(tx, row)
    bodies = {message.user_id: body(tx, message) for message in messages(tx)}
    assert f"{UPPER}, 1; {LOWER}, 2 з 24.11.2026 12:00 до 24.11.2026 20:00" in bodies[VIRA]
    assert bodies[DANYLO].startswith(f"Холодна вода: планові роботи (заміна засувки) за адресою {LOWER}, 12/1 з ")
    assert f"planned works (a valve is replaced) at {SIDE}, 5 from 24 Nov 2026 12:00" in bodies[ZOYA]


def test_an_apartment_is_named_where_its_own_point_is(tx: Tx) -> None:
    row = announce(tx, [at(5), at(8)])
    assert whom(row, tx, [at(5)])[DANYLO] == (("Село", LOWER, "12/1", "3"),)
    assert whom(row, tx, [at(5), at(4)])[DANYLO] == (("Село", LOWER, "12/1", ""),)
    assert whom(row, tx, [on(LOWER), at(5)])[DANYLO] == (("Село", LOWER, "12/1", ""),)


def test_parents_that_go_round_in_a_circle_end(tx: Tx) -> None:
    tx.sql("UPDATE usage_point SET parent_id = 5 WHERE id = 4")
    row = announce(tx, [at(4)])
    assert whom(row, tx, [at(4)]).keys() == {DANYLO, HALYNA}
    assert concerned.of_resident(tx, DANYLO) == {row.id}


# -- messages


def test_works_are_announced_once_to_those_whom_they_concern(tx: Tx) -> None:
    row = announce(tx, [on(LOWER, "1", "2")])
    assert turn(tx, row) == 3
    assert told(tx) == dict.fromkeys((ANNA, BORYS, VIRA), telling.PLANNED)
    one = messages(tx)[0]
    assert (one.cause, one.cause_id, one.edition, one.state) == (telling.CAUSE, row.id, 1, QUEUED)
    assert one.category == NotificationCategory.NOTIFICATION_CATEGORY_WORKS
    assert one.expires_at == row.ends_at
    assert not one.emergency
    assert turn(tx, row) == 0
    assert len(messages(tx)) == 3


def test_what_was_not_sent_yet_is_replaced_by_the_announcement_as_it_is_now(tx: Tx) -> None:
    row = announce(tx, [on(LOWER, "1")])
    turn(tx, row)
    change(tx, row, [on(LOWER, "1")], LATER)
    assert turn(tx, row) == 2
    assert cancelled(tx) == {ANNA, BORYS}
    assert told(tx, 2) == dict.fromkeys((ANNA, BORYS), telling.PLANNED)
    last = messages(tx)[-1]
    assert "з 25.11.2026 12:00 до 25.11.2026 13:00" in body(tx, last)
    assert last.expires_at == LATER.ends_at


def test_a_correction_reaches_just_those_who_got_the_first_message(tx: Tx) -> None:
    row = announce(tx, [on(LOWER, "1", "2")])
    turn(tx, row)
    anna, borys, vira = messages(tx)
    become(tx, anna, SENT)
    become(tx, borys, S.NOTIFICATION_STATE_FAILED_PERMANENT)
    become(tx, vira, S.NOTIFICATION_STATE_UNKNOWN)
    change(tx, row, [on(LOWER, "1"), on(SIDE)], LATER)
    turn(tx, row)
    assert told(tx, 3) == {
        ANNA: CHANGED,
        BORYS: telling.PLANNED,
        VIRA: CALLED_OFF,
        ZOYA: telling.PLANNED,
    }
    assert cancelled(tx) == set()
    off = next(message for message in messages(tx)[3:] if message.user_id == VIRA)
    assert f"{LOWER}, 2 (з 24.11.2026 12:00" in body(tx, off)
    assert off.expires_at == START + DAY + 8 * HOUR


def test_a_street_more_is_told_there_and_nowhere_else(tx: Tx) -> None:
    row = announce(tx, [on(LOWER, "1")])
    turn(tx, row)
    send_all(tx)
    change(tx, row, [on(LOWER, "1"), on(SIDE)])
    turn(tx, row)
    assert told(tx, 2) == {ZOYA: telling.PLANNED}
    change(tx, row, [on(LOWER, "1"), on(SIDE)], LATER)
    send_all(tx)
    turn(tx, row)
    assert told(tx, 3) == dict.fromkeys((ANNA, BORYS, ZOYA), CHANGED)


def test_a_calling_off_reaches_those_who_heard_and_what_waits_is_withdrawn(tx: Tx) -> None:
    row = announce(tx, [on(LOWER, "1"), on(SIDE)])
    turn(tx, row)
    anna, borys, zoya = messages(tx)
    become(tx, anna, S.NOTIFICATION_STATE_DELIVERED)
    become(tx, borys, S.NOTIFICATION_STATE_FAILED_TEMPORARY)
    become(tx, zoya, S.NOTIFICATION_STATE_SENDING)
    close(tx, row, [on(LOWER, "1"), on(SIDE)], cancelled=True)
    assert turn(tx, row) == 2
    assert told(tx, 3) == dict.fromkeys((ANNA, ZOYA), CALLED_OFF)
    assert cancelled(tx) == {BORYS}
    assert turn(tx, row) == 0


def test_when_works_end_in_time_what_waits_is_withdrawn_and_nothing_is_said(tx: Tx) -> None:
    row = announce(tx, [on(LOWER, "1")])
    turn(tx, row)
    become(tx, messages(tx)[0], SENT)
    tx.now = row.ends_at
    close(tx, row, [on(LOWER, "1")], cancelled=False)
    assert works.untold(tx, 0) == []
    assert turn(tx, row) == 0
    assert cancelled(tx) == {BORYS}
    assert len(messages(tx)) == 2


@pytest.mark.parametrize("kind", [PLANNED, EMERGENCY])
def test_when_works_end_early_those_who_heard_of_them_hear_once_that_supply_is_back(tx: Tx, kind: int) -> None:
    row = announce(tx, [on(LOWER, "1"), on(SIDE)], kind=kind)
    turn(tx, row)
    anna, _, zoya = messages(tx)
    become(tx, anna, SENT)
    become(tx, zoya, S.NOTIFICATION_STATE_FAILED_PERMANENT)
    tx.now = row.starts_at + HOUR
    close(tx, row, [on(LOWER, "1"), on(SIDE)], cancelled=False)
    assert [one.id for one in works.untold(tx, 0)] == [row.id]
    assert turn(tx, row) == 1
    assert turn(tx, row) == 0
    assert cancelled(tx) == {BORYS}
    assert told(tx, 3) == {ANNA: RESTORED}
    back = messages(tx)[3]
    assert (back.expires_at, back.emergency) == (row.ends_at, False)
    assert "подачу за адресою вул. Долішня, 1 відновлено" in body(tx, back)


def test_works_that_end_before_anybody_was_told_are_not_announced(tx: Tx) -> None:
    row = announce(tx, [on(LOWER, "1")])
    close(tx, row, [on(LOWER, "1")], cancelled=True)
    assert turn(tx, row) == 0
    assert messages(tx) == []


def test_a_silent_correction_is_told_to_nobody_and_then_counts_as_said(tx: Tx) -> None:
    row = announce(tx, [on(LOWER, "1")])
    turn(tx, row)
    send_all(tx)
    change(
        tx, row, [on(LOWER, "1")], Said(row.starts_at, row.ends_at, "заміна двох засувок", "two valves"), silent=True
    )
    assert turn(tx, row) == 0
    change(tx, row, [on(LOWER, "1"), on(SIDE)])
    turn(tx, row)
    assert told(tx, 2) == {ZOYA: telling.PLANNED}


def test_who_heard_hears_of_the_end_though_their_place_was_corrected_silently(tx: Tx) -> None:
    row = announce(tx, [on(LOWER, "1")])
    turn(tx, row)
    send_all(tx)
    change(tx, row, [on(SIDE)], silent=True)
    change(tx, row, [on(SIDE)], LATER)
    turn(tx, row)
    assert told(tx, 2) == {ANNA: CALLED_OFF, BORYS: CALLED_OFF, ZOYA: telling.PLANNED}
    off = next(message for message in messages(tx)[2:] if message.user_id == ANNA)
    assert f"{LOWER}, 1" in body(tx, off)


def test_who_has_left_hears_that_works_are_called_off_but_not_that_they_are_elsewhere(tx: Tx) -> None:
    row = announce(tx, [on(LOWER, "1")])
    turn(tx, row)
    send_all(tx)
    unlink(tx, ANNA)
    tx.run(Account.update(effective_to="2026-11-23").where(Account.id == BORYS * 10 + 1))
    change(tx, row, [on(LOWER, "1")], LATER)
    assert turn(tx, row) == 0
    close(tx, row, [on(LOWER, "1")], cancelled=True)
    turn(tx, row)
    assert told(tx, 2) == dict.fromkeys((ANNA, BORYS), CALLED_OFF)
    assert all(f"{LOWER}, 1" in body(tx, message) for message in messages(tx)[2:])


def test_who_was_erased_is_told_nothing(tx: Tx) -> None:
    row = announce(tx, [on(LOWER, "1")])
    turn(tx, row)
    send_all(tx)
    tx.run(User.update(state=3).where(User.id == ANNA))
    close(tx, row, [on(LOWER, "1")], cancelled=True)
    assert turn(tx, row) == 1
    assert told(tx, 2) == {BORYS: CALLED_OFF}


def test_works_that_are_over_are_not_told_of(tx: Tx) -> None:
    row = announce(tx, [on(LOWER, "1")])
    tx.now = row.ends_at
    assert turn(tx, row) == 0
    assert works.by_id(tx, row.id).told_edition == 1  # type: ignore[union-attr]


def test_works_brought_forward_and_over_are_told_to_those_who_expect_them_yet(tx: Tx) -> None:
    row = announce(tx, [on(LOWER, "1")])
    turn(tx, row)
    send_all(tx)
    earlier = Said(START + HOUR, START + 2 * HOUR, row.reason_uk, row.reason_en)
    change(tx, row, [on(LOWER, "1"), on(SIDE)], earlier)
    tx.now = START + 3 * HOUR
    turn(tx, row)
    assert told(tx, 2) == dict.fromkeys((ANNA, BORYS), CHANGED)
    assert messages(tx)[-1].expires_at == START + DAY + 8 * HOUR


def test_an_emergency_goes_out_at_night_and_though_works_are_switched_off(tx: Tx) -> None:
    tx.now = START + 13 * HOUR  # 01:00 in Kyiv
    for number, user in enumerate((ANNA, BORYS)):
        tx.sql("INSERT INTO preference VALUES (?, ?, ?, ?, ?)", (user, 5, SMS, False, number))
    row = announce(tx, [on(LOWER, "1")], kind=EMERGENCY)
    turn(tx, row)
    assert told(tx) == dict.fromkeys((ANNA, BORYS), telling.EMERGENCY)
    assert [(message.state, message.due_at) for message in messages(tx)] == [(QUEUED, tx.now)] * 2


def test_planned_works_wait_for_the_morning_and_heed_the_wish(tx: Tx) -> None:
    tx.now = START + 13 * HOUR
    tx.sql("INSERT INTO preference VALUES (?, ?, ?, ?, ?)", (ANNA, 5, SMS, False, 1))
    row = announce(tx, [on(LOWER, "1")], kind=PLANNED)
    turn(tx, row)
    states = {message.user_id: (message.state, message.due_at) for message in messages(tx)}
    assert states == {ANNA: (S.NOTIFICATION_STATE_SUPPRESSED, None), BORYS: (QUEUED, START + 20 * HOUR)}


def test_reach_counts_users_by_their_last_message(tx: Tx) -> None:
    row = announce(tx, [])
    turn(tx, row)
    outcomes = [SENT, SENT, S.NOTIFICATION_STATE_DELIVERED, S.NOTIFICATION_STATE_FAILED_PERMANENT]
    for message, state in zip(messages(tx), outcomes, strict=False):
        become(tx, message, state)
    change(tx, row, [on(LOWER, "1")], LATER)
    assert works.shown(tx, [row])[0].reach == {SENT: 2, QUEUED: 2, outcomes[2]: 1, outcomes[3]: 1}
    turn(tx, row)
    assert sum(works.shown(tx, [row])[0].reach.values()) == 6
    assert works.reached(tx, [row.id, 501])[501] == {}


def test_being_told_is_a_change_of_the_works_once(tx: Tx) -> None:
    row = announce(tx, [on(LOWER, "1")])
    tx.changes.clear()
    turn(tx, row)
    assert [topic for topic, _ in tx.changes if topic == Topic.WORKS] == [Topic.WORKS]
    tx.changes.clear()
    turn(tx, row)
    assert Topic.WORKS not in {topic for topic, _ in tx.changes}


# -- what residents see


@pytest.mark.parametrize("place", [at(4), at(6), on(LOWER), on(LOWER, "12", "13"), None])
def test_works_concern_a_resident_exactly_where_the_resident_is_concerned_by_them(tx: Tx, place: Place | None) -> None:
    places = [place] if place else []
    row = announce(tx, places)
    concerned_users = whom(row, tx, places).keys()
    assert {user for user in EVERYBODY if concerned.of_resident(tx, user)} == concerned_users


# -- anything in any order


@pytest.fixture(scope="module")
def module_tx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tx]:
    folder = tmp_path_factory.mktemp("village")
    made = f"sqlite:///{folder / 'data.db'}"
    schema.migrate(made)
    keystore = KeyStore.open(f"sqlite:///{folder / 'keys.db'}", folder / "keyring.json", create=True)
    yield from opened(made, keystore)
    keystore.close()


PLACES = st.lists(
    st.sampled_from([on(LOWER), on(LOWER, "1", "2"), on(UPPER), on(SIDE), at(4), at(5), at(1)]), max_size=3
)
SAIDS = st.sampled_from([LATER, Said(START + DAY, START + 3 * DAY, "насос", "a pump")])
OUTCOMES = st.sampled_from([state for state in S.values() if state not in (0, CANCELLED_MESSAGE)])


def deliver(tx: Tx, data: st.DataObject) -> None:
    """What is in the hands of a channel stays there: that it may fail yet is known too late to tell otherwise."""
    for message in messages(tx):
        if message.state in WAITING:
            become(tx, message, data.draw(OUTCOMES))


def check(tx: Tx, row: Work, places: list[Place], left: set[int], silent: bool) -> None:
    """What each user was told last is so; who never heard of works does not hear of their end."""
    now: dict[int, Addresses] = {} if row.state == 2 else whom(row, tx, places)
    for user in EVERYBODY - left:
        mine = [message for message in messages(tx) if message.user_id == user]
        assert len({message.edition for message in mine}) == len(mine)
        for place, message in enumerate(mine):
            if message.template_name in (CALLED_OFF, CHANGED):
                assert any(before.state in LEFT for before in mine[:place])
        if silent or (mine and mine[-1].state not in (*LEFT, *WAITING, CANCELLED_MESSAGE)):
            continue
        heard = [message for message in mine if message.state in (*LEFT, *WAITING)]
        if user in now:
            text = telling.values_of(COMMODITY, said_of(row), now[user], mine[-1].language)
            assert heard[-1].template_name != CALLED_OFF
            written = body(tx, heard[-1])
            shown = {fill(f"{{{name}:{kind.value}}}", text, mine[-1].language) for name, kind in _NAMES.items()}
            assert all(value in written for value in shown), (written, shown)
        else:
            assert not heard or heard[-1].template_name == CALLED_OFF


_NAMES = {"place": Kind.TEXT, "from": Kind.INSTANT, "until": Kind.INSTANT, "reason": Kind.TEXT}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(st.data())
def test_any_sequence_of_edits_leaves_everybody_with_what_is_so(module_tx: Tx, data: st.DataObject) -> None:
    tx = module_tx
    tx.now = START
    with undone(tx) as savepoint:
        places = data.draw(PLACES)
        row = announce(tx, places)
        left: set[int] = set()
        silent = False
        for _ in range(data.draw(st.integers(1, 5))):
            turn(tx, row)
            check(tx, row, places, left, silent)
            deliver(tx, data)
            match data.draw(st.sampled_from(["places", "said", "both", "silent", "leave", "cancel"])):
                case "leave":
                    gone = data.draw(st.sampled_from(sorted(EVERYBODY)))
                    left.add(gone)
                    unlink(tx, gone)
                case "cancel" if row.state == 1:
                    close(tx, row, places, cancelled=True)
                case "cancel":
                    pass
                case what if row.state == 1:
                    places = data.draw(PLACES) if what != "said" else places
                    said = data.draw(SAIDS) if what != "places" else None
                    change(tx, row, places, said, silent=what == "silent")
                    silent = silent or what == "silent"
        turn(tx, row)
        check(tx, row, places, left, silent)
        savepoint.rollback()


def test_links_that_ended_count_nowhere(tx: Tx) -> None:
    tx.run(AccountLink.update(ended_at=tx.now))
    row = announce(tx, [])
    assert turn(tx, row) == 0
    assert concerned.counted(tx, concerned.supply_of(UTILITY, COMMODITY, START, START), [], "places") == (6, 0)
