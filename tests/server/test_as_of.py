"""What was held on a day: told the same for ever, whatever happened since."""

from typing import Any

from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from smartregion.v1 import reading_service_pb2 as pb

from server.codec import DAY_MS, decode_id
from server.readings import review
from server.readings.consumption import intervals
from storage.engine.transaction import Tx
from storage.repositories import histories, meters, readings
from storage.repositories.readings import ReadingFilter, Row
from storage.repositories.scope import EVERYTHING

from .conftest import Client, House, refused
from .dials import ACCEPTED, NOW, Dial
from .test_readings import S, a_register, new

MONTH = 30 * DAY_MS


def held(dial: Dial, as_of: int | None = None) -> tuple[list[Row], list[int]]:
    rows, total = readings.page(
        dial.tx,
        ReadingFilter(register_id=dial.id),
        EVERYTHING,
        order=("read_at",),
        descending=False,
        after=None,
        size=1000,
        skip=0,
        as_of=as_of,
    )
    assert total == len(rows)
    accepted = histories.accepted_of(dial.tx, [dial.id], as_of)
    used = [one.quantity for one in intervals(meters.registers_by_id(dial.tx, dial.id), accepted, 0, NOW)]
    return rows, used


steps = st.lists(
    st.one_of(
        st.tuples(st.just("take"), st.integers(1, 12), st.integers(-20, 60)),
        st.tuples(st.just("estimate"), st.integers(1, 12), st.just(0)),
        st.tuples(st.just("reverse"), st.integers(0, 12), st.just(0)),
        st.tuples(st.just("accept"), st.integers(0, 12), st.just(0)),
    ),
    min_size=2,
    max_size=10,
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_the_past_answers_the_same_whatever_is_done_later(tx: Tx, actions: list[tuple[str, int, int]]) -> None:
    dial, told = Dial(tx), {}
    tx.now = NOW
    for what, place, step in actions:
        tx.now += 1_000
        _act(dial, what, place, step)
        told[tx.now] = held(dial)
    for instant, then in told.items():
        assert held(dial, instant) == then
        assert held(dial, instant + 999) == then
    assert held(dial, NOW) == ([], [])
    tx.now = NOW


def _act(dial: Dial, what: str, place: int, step: int) -> None:
    if what == "take":
        dial.take((place * MONTH, 100 + 10 * place + step))
    elif what == "estimate":
        dial.estimate(place * MONTH)
    else:
        wanted = ACCEPTED if what == "reverse" else int(S.READING_STATE_IN_REVIEW)
        rows = [row for row in dial.rows() if row.state == wanted]
        if rows and what == "reverse":
            review.reverse(dial.tx, dial.call(), rows[place % len(rows)])
        elif rows:
            review.refuse(dial.tx, dial.call(), rows[place % len(rows)])


async def test_a_reversed_reading_still_stood_before(house: House) -> None:
    operator = await house.operator("mykola")
    register, last = await a_register(operator)
    now = house.clock.now() // 1000
    taken = (await operator.ReadingService.SubmitReading(reading=new(register, last + 0.2, now))).reading
    house.clock.advance(milliseconds=60_000)
    await operator.ReadingService.ReverseReading(id=taken.id, etag=taken.etag, reason="не той лічильник")
    house.clock.advance(milliseconds=60_000)

    async def states(as_of: int | None) -> dict[str, Any]:
        request = pb.ListReadingsRequest(filter=pb.ReadingFilter(register_id=register), page_size=1000)
        if as_of is not None:
            request.as_of.FromSeconds(as_of)
        return {one.id: one.state for one in (await operator.ReadingService.ListReadings(request)).readings}

    assert (await states(None))[taken.id] == S.READING_STATE_REVERSED
    assert (await states(now + 30))[taken.id] == S.READING_STATE_ACCEPTED
    assert taken.id not in await states(now - 1)

    async def used(as_of: int) -> int:
        request = pb.GetConsumptionRequest(register_id=register, before=Timestamp(seconds=now + 1))
        getattr(request, "from").FromSeconds(now - 10)
        request.as_of.FromSeconds(as_of)
        return len((await operator.ReadingService.GetConsumption(request)).intervals)

    assert [await used(now + 30), await used(now + 90)] == [1, 0]


async def test_what_is_not_settled_yet_is_not_told(house: House) -> None:
    operator = await house.operator("mykola")
    register, _ = await a_register(operator)
    now = house.clock.now() // 1000
    request = pb.ListReadingsRequest(filter=pb.ReadingFilter(register_id=register), as_of=Timestamp(seconds=now - 5))
    assert (await refused(operator.ReadingService.ListReadings(request))).violations == (
        ("as_of", "timestamp.settled"),
    )
    wide = pb.ListReadingsRequest(as_of=Timestamp(seconds=now - 50))
    assert (await refused(operator.ReadingService.ListReadings(wide))).violations == (("as_of", "as_of.narrow"),)


def test_what_a_place_held_does_not_change_when_a_meter_is_installed_there_later(tx: Tx) -> None:
    tx.now = NOW
    dial = Dial(tx)
    dial.take((MONTH, 100), (2 * MONTH, 106))

    def told(place: int, as_of: int) -> tuple[int, int]:
        wanted = ReadingFilter(usage_point_id=place)
        _, total = readings.page(
            tx, wanted, EVERYTHING, order=("read_at",), descending=False, after=None, size=9, skip=0, as_of=as_of
        )
        registers = [register.id for register, _ in meters.registers_of_point(tx, place)]
        return total, len(histories.accepted_of(tx, registers, as_of))

    tx.now = NOW + 60_000
    elsewhere = dial.moved(5 * MONTH)
    there = meters.facts_by_id(tx, [elsewhere.id])[elsewhere.id].usage_point_id
    assert told(there, NOW + 1_000) == (0, 0)
    first = meters.facts_by_id(tx, [dial.id])[dial.id].usage_point_id
    assert told(first, NOW + 1_000) == (2, 2)
    tx.now = NOW


# -- of whom


async def told(client: Client, as_of: int | None, **wanted: Any) -> list[tuple[str, int]]:
    """Readings with their states, as they were held at an instant."""
    request = pb.ListReadingsRequest(filter=pb.ReadingFilter(**wanted), page_size=1000, order_by="received_at")
    if as_of is not None:
        request.as_of.FromSeconds(as_of)
    reply = await client.ReadingService.ListReadings(request)
    assert reply.total_size == len(reply.readings)
    return [(one.id, one.state) for one in reply.readings]


async def test_what_was_held_of_a_user_does_not_change_when_links_do(house: House) -> None:
    admin = await house.operator("oksana")
    (account,) = (await admin.AccountService.ListAccounts(page_size=1)).accounts
    user, t0 = account.user_ids[0], house.clock.now() // 1000
    house.clock.advance(milliseconds=60_000)
    held, now = await told(admin, t0, user_id=user), await told(admin, None, user_id=user)
    assert held == now
    assert held
    await admin.AccountService.UnlinkAccount(account_id=account.id, user_id=user)
    house.clock.advance(milliseconds=60_000)
    assert await told(admin, t0, user_id=user) == held
    left = await told(admin, None, user_id=user)
    assert set(left) < set(held)
    assert await told(admin, house.clock.now() // 1000 - 30, user_id=user) == left
    # Linked again later, they are not linked in between.
    await admin.AccountService.LinkAccount(account_id=account.id, user_id=user)
    house.clock.advance(milliseconds=60_000)
    assert await told(admin, house.clock.now() // 1000 - 90, user_id=user) == left
    assert await told(admin, t0, user_id=user) == held


async def test_by_no_instant_a_partner_is_told_of_whom_it_may_not_know_now(house: House) -> None:
    admin = await house.operator("oksana")
    (account,) = (await admin.AccountService.ListAccounts(page_size=1)).accounts
    user, t0 = account.user_ids[0], house.clock.now() // 1000
    house.clock.advance(milliseconds=60_000)
    partners = [house.utility(number) for number in range(4)]
    before = [await told(partner, t0, user_id=user) for partner in partners]
    await admin.AccountService.UnlinkAccount(account_id=account.id, user_id=user)
    for partner, held in zip(partners, before, strict=True):
        now = await told(partner, None, user_id=user)
        assert await told(partner, t0, user_id=user) == now
        assert set(now) <= set(held)
    assert sum(map(len, before)) > sum([len(await told(partner, t0, user_id=user)) for partner in partners])


async def test_of_a_user_who_was_erased_nothing_is_told_of_any_instant(house: House) -> None:
    admin = await house.operator("oksana")
    (account,) = (await admin.AccountService.ListAccounts(page_size=1)).accounts
    user, t0 = account.user_ids[0], house.clock.now() // 1000
    house.clock.advance(milliseconds=60_000)
    assert await told(admin, t0, user_id=user)
    store = house.app.services.store
    await store.write(lambda tx: tx.sql("UPDATE app_user SET state = 3 WHERE id = ?", (decode_id(user),)))
    assert await told(admin, t0, user_id=user) == []


async def test_what_was_held_of_an_account_does_not_change_when_its_end_does(house: House) -> None:
    admin = await house.operator("oksana")
    (account,) = (await admin.AccountService.ListAccounts(page_size=1)).accounts
    t0 = house.clock.now() // 1000
    house.clock.advance(milliseconds=60_000)
    by_account, by_user = {"account_id": account.id}, {"user_id": account.user_ids[0]}
    held, of_user = await told(admin, t0, **by_account), await told(admin, t0, **by_user)
    assert held
    for end in (Date(year=2026, month=6, day=30), Date(year=2026, month=3, day=31), None):
        account.effective_to.CopyFrom(end) if end else account.ClearField("effective_to")
        mask = FieldMask(paths=["effective_to"])
        account = (await admin.AccountService.UpdateAccount(account=account, update_mask=mask)).account
        house.clock.advance(milliseconds=60_000)
        assert await told(admin, t0, **by_account) == held
        assert await told(admin, t0, **by_user) == of_user
    assert await told(admin, None, **by_account) == held
    ended = await told(admin, house.clock.now() // 1000 - 90, **by_account)
    assert 0 < len(ended) < len(held)


async def test_which_accounts_a_utility_had_is_asked_of_now_alone(house: House) -> None:
    admin = await house.operator("oksana")
    (account,) = (await admin.AccountService.ListAccounts(page_size=1)).accounts
    wanted = {"account_id": account.id, "utility_id": account.utility_id}
    assert await told(admin, None, **wanted)
    house.clock.advance(milliseconds=60_000)
    refusal = await refused(told(admin, house.clock.now() // 1000 - 30, **wanted))
    assert refusal.violations == (("as_of", "as_of.utility"),)
