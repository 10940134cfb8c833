"""What each kind of cause tells whom, and what it leaves unsaid."""

from dataclasses import dataclass
from typing import Any

import pytest
from google.type.decimal_pb2 import Decimal
from smartregion.v1 import notification_service_pb2 as pb
from smartregion.v1 import privacy_request_service_pb2 as privacy
from smartregion.v1 import reading_service_pb2 as reading
from smartregion.v1.user_service_pb2 import User

from server.billing import schedule as billing
from server.codec import DAY_MS, decode_id, encode_id
from server.limits import BATCH_MS, UNDO_MS
from server.notifications.raising import windows
from server.notifications.raising.security import device_of
from server.readings import openings
from storage.days import midnight
from storage.engine.feed import Topic

from ..billing.conftest import charges, new_charge, new_payment, payments
from ..conftest import START, Client, House, confirmed_phone, rid
from ..test_openings import CLOSED
from ..test_privacy import decide, in_progress, letter
from ..works.town import HOUR, Home, homes
from .test_end_to_end import bill

CANCELLED = pb.NotificationState.NOTIFICATION_STATE_CANCELLED


@dataclass
class Place:
    """The house at a standstill: nothing is raised, and nothing sent, but by the test."""

    house: House
    homes: list[Home]

    async def said(self, *user_ids: int) -> list[tuple[str, int]]:
        """Acts on all that has changed. Template and user of every message, in order; of these users or of all."""
        await self.house.app.raising.run_once()
        rows = await self.sql("SELECT template_name, user_id FROM notification WHERE state <> ? ORDER BY id", CANCELLED)
        return [(name, user_id) for name, user_id in rows if user_id in user_ids or not user_ids]

    async def sql(self, statement: str, *parameters: Any) -> list[Any]:
        rows: list[Any] = await self.house.app.services.store.write(lambda tx: tx.sql(statement, parameters))
        return rows

    async def send_all(self) -> None:
        """As if every message had been sent."""
        await self.sql("UPDATE notification SET state = 3, due_at = NULL WHERE state = 1")

    async def register(self, home: Home) -> tuple[str, int]:
        """The cold water of a home: its register with what it showed last, in whole units."""
        rows = await self.sql(
            "SELECT r.id, max(d.value) FROM register r JOIN installation i ON i.id = r.installation_id "
            "JOIN meter m ON m.id = i.meter_id AND m.commodity = 1 JOIN reading d ON d.register_id = r.id "
            "WHERE i.usage_point_id = ? GROUP BY r.id",
            home.usage_point_id,
        )
        return encode_id(rows[0][0]), rows[0][1] // 1_000_000

    async def resident(self, home: Home) -> Client:
        admin = await self.house.operator("oksana")
        return await self.house.resident((await admin.UserService.GetUser(id=encode_id(home.user_id))).user.phone)


@pytest.fixture
async def here(house: House) -> Place:
    await house.app.delivery.close()
    await house.app.raising.close()
    return Place(house, await homes(house))


async def hand_in(client: Client, register: str, index: float, at: int = START) -> reading.Reading:
    wanted = reading.NewReading(register_id=register, index=Decimal(value=f"{index:.3f}"))
    wanted.read_at.FromMilliseconds(at)
    made: reading.Reading = (await client.ReadingService.SubmitReading(reading=wanted)).reading
    return made


async def review(client: Client, one: reading.Reading, **decision: Any) -> reading.Reading:
    reply = await client.ReadingService.ReviewReading(id=one.id, etag=one.etag, reason="перевірено", **decision)
    made: reading.Reading = reply.reading
    return made


# -- readings


async def test_a_resident_hears_what_became_of_a_reading_and_nobody_else(here: Place) -> None:
    home = here.homes[0]
    register, last = await here.register(home)
    operator, resident = await here.house.operator("mykola"), await here.resident(home)
    await hand_in(operator, register, last + 1, START - 3 * HOUR)
    await hand_in(here.house.utility(), register, last + 1.1, START - 2 * HOUR)
    assert await here.said() == []
    await hand_in(resident, register, last + 2)
    assert await here.said() == [("reading_accepted", home.user_id)]
    await hand_in(resident, register, last + 2)  # the same again
    assert await here.said() == [("reading_accepted", home.user_id)]
    await hand_in(resident, register, 0.5, START - 1_000)
    assert await here.said() == [("reading_accepted", home.user_id), ("reading_refused", home.user_id)]


async def test_a_questioned_reading_is_told_of_and_then_what_people_decided(here: Place) -> None:
    home = here.homes[0]
    register, last = await here.register(home)
    operator, resident = await here.house.operator("mykola"), await here.resident(home)
    one = await hand_in(resident, register, last + 4_000)
    assert await here.said() == [("reading_in_review", home.user_id)]
    await here.send_all()
    await review(operator, one, correct=reading.CorrectReading(index=Decimal(value=str(last + 4))))
    assert await here.said() == [("reading_in_review", home.user_id), ("reading_corrected", home.user_id)]
    rows = await here.sql("SELECT due_at, edition FROM notification WHERE template_name = 'reading_corrected'")
    assert rows[0] == (START + UNDO_MS, 2)  # not before it can't be taken back any more
    undone = (await operator.ReadingService.UndoReview(id=one.id)).reading
    assert await here.said() == [("reading_in_review", home.user_id)]  # as they know
    await review(operator, undone, refuse=reading.RefuseReading())
    assert (await here.said())[-1] == ("reading_refused", home.user_id)


async def test_what_was_decided_in_one_go_is_told_once_none_of_it_can_be_taken_back(here: Place) -> None:
    home = here.homes[0]
    register, last = await here.register(home)
    operator, resident = await here.house.operator("mykola"), await here.resident(home)
    one = await hand_in(resident, register, last + 4_000)
    await review(operator, one, refuse=reading.RefuseReading(), batch_id=rid())
    assert (await here.said())[-1] == ("reading_refused", home.user_id)
    rows = await here.sql("SELECT due_at FROM notification WHERE template_name = 'reading_refused'")
    assert rows[0] == (START + BATCH_MS + UNDO_MS,)


async def test_a_refused_reading_that_is_corrected_is_told_of(here: Place) -> None:
    home = here.homes[0]
    register, last = await here.register(home)
    operator, resident = await here.house.operator("mykola"), await here.resident(home)
    one = await hand_in(resident, register, 0.5)
    assert await here.said() == [("reading_refused", home.user_id)]
    await here.send_all()
    await review(operator, one, correct=reading.CorrectReading(index=Decimal(value=str(last + 4))))
    assert await here.said() == [("reading_refused", home.user_id), ("reading_corrected", home.user_id)]
    await operator.ReadingService.UndoReview(id=one.id)
    assert await here.said() == [("reading_refused", home.user_id)]  # as they know


async def test_an_accepted_reading_that_is_reversed_is_told_of(here: Place) -> None:
    home = here.homes[0]
    register, last = await here.register(home)
    operator, resident = await here.house.operator("mykola"), await here.resident(home)
    one = await hand_in(resident, register, last + 1)
    await here.said()
    await here.send_all()
    await operator.ReadingService.ReverseReading(id=one.id, etag=one.etag, reason="не той лічильник")
    assert await here.said() == [("reading_accepted", home.user_id), ("reading_reversed", home.user_id)]


# -- windows


async def test_those_who_handed_in_nothing_are_reminded_when_a_window_opens_and_before_its_end(here: Place) -> None:
    await here.sql("DELETE FROM reading WHERE read_at >= ?", START - 10 * DAY_MS)
    first, store = here.homes[0], here.house.app.services.store
    register, last = await here.register(first)
    await hand_in(await here.house.operator("mykola"), register, last + 1, START - 1_000)
    await openings.turn(store)
    told = await here.said()
    cold = {home.user_id for home in here.homes if home.usage_point_id != first.usage_point_id}
    rows = await here.sql("SELECT DISTINCT cause_id, edition FROM notification")
    assert len(rows) == 2  # cold and hot water, each once
    assert {name for name, _ in told} == {"reading_reminder"}
    assert cold <= {user_id for _, user_id in told}
    of_first = [one for one in told if one[1] == first.user_id]
    assert len(of_first) <= 1  # of hot water alone
    await openings.turn(store)
    assert await here.said() == told

    here.house.clock.advance(milliseconds=midnight(CLOSED) - 2 * DAY_MS + 1_000 - START)  # the 24th
    for _ in range(2):
        await openings.turn(store)
        again = (await here.said())[len(told) :]
    assert {name for name, _ in again} == {"reading_window_closing"}
    assert sorted(user_id for _, user_id in again) == sorted(user_id for _, user_id in told)
    ends = await here.sql("SELECT max(expires_at) FROM notification")
    assert ends == [(midnight(CLOSED),)]


async def test_a_window_that_was_over_before_it_was_raised_reminds_nobody(here: Place) -> None:
    await here.sql("DELETE FROM reading WHERE read_at >= ?", START - 10 * DAY_MS)
    await openings.turn(here.house.app.services.store)
    here.house.clock.advance(milliseconds=midnight(CLOSED) - START)
    assert await here.said() == []


async def test_many_accounts_are_reminded_some_at_a_time(here: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "MESSAGES_AT_ONCE", 2)
    await here.sql("DELETE FROM reading WHERE read_at >= ?", START - 10 * DAY_MS)
    await openings.turn(here.house.app.services.store)
    told = await here.said()
    assert {home.user_id for home in here.homes} <= {user_id for _, user_id in told}
    rows = await here.sql(
        "SELECT count(*) FROM account_link l JOIN account a ON a.id = l.account_id WHERE commodity < 3"
    )
    assert len(told) == rows[0][0]


# -- bills


async def test_everybody_of_an_account_is_told_what_is_due_unless_it_was_paid(here: Place) -> None:
    one, other = here.homes[0], next(home for home in here.homes if home.usage_point_id != here.homes[0].usage_point_id)
    numbers = dict(await here.sql("SELECT usage_point_id, number FROM account WHERE commodity = 1"))
    water, store = here.house.utility(), here.house.app.services.store
    await charges(water, new_charge(numbers[other.usage_point_id], "9", 10_000, "2026-11-26"))
    await bill(here.house, one, "8", "2026-11-26")
    await billing.turn(store)
    await payments(water, new_payment(numbers[other.usage_point_id], "9", 10_000))
    told = await here.said()
    mine = [home.user_id for home in here.homes if home.usage_point_id == one.usage_point_id]
    assert sorted(told) == sorted(("payment_due", user_id) for user_id in mine)
    causes = await here.sql(
        "SELECT DISTINCT n.cause_id, b.id FROM notification n, billing_notice b, account a "
        "WHERE a.id = b.account_id AND a.usage_point_id = ?",
        one.usage_point_id,
    )
    assert [cause for cause, _ in causes] == [notice for _, notice in causes]


# -- security


async def test_a_new_device_is_told_of_and_a_new_version_is_none(here: Place) -> None:
    home = here.homes[0]
    await here.resident(home)
    assert await here.said() == []  # the first of all
    phone = (await (await here.house.operator("oksana")).UserService.GetUser(id=encode_id(home.user_id))).user.phone
    for client in ("app 1.1", "Firefox 140"):
        verification = await confirmed_phone(here.house, phone)
        await here.house.gateway().AuthService.SignInResident(verification_id=verification, client=client)
    assert await here.said() == [("new_device", home.user_id)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Android 15, 4.2.1", "Android 16, 4.3.0-rc1", False),
        ("Android 15, 4.2.1", "android 16, 4.10", True),
        ("iOS 19, 4.2.1", "Android 15, 4.2.1", False),
        ("", "", True),
    ],
)
def test_devices_go_by_their_names(one: str, other: str, same: bool) -> None:
    assert (device_of(one) == device_of(other)) is same


async def test_a_changed_phone_is_told_to_the_address_and_a_changed_address_to_the_phone(here: Place) -> None:
    home = here.homes[0]
    resident = await here.resident(home)
    user = user_before = (await resident.UserService.GetUser(id=encode_id(home.user_id))).user
    admin = await here.house.operator("oksana")
    wanted = User(id=user.id, email="insha.adresa@example.com", etag=user.etag)
    user = (
        await admin.UserService.UpdateUser(user=wanted, update_mask={"paths": ["email"]}, reason="на прохання")
    ).user
    told = [("email_changed", home.user_id)] * (1 + user_before.HasField("email_confirmed_at"))
    assert await here.said() == told
    wanted = User(id=user.id, first_name="Ганна", etag=user.etag)
    await admin.UserService.UpdateUser(user=wanted, update_mask={"paths": ["first_name"]})
    assert await here.said() == told
    rows = await here.sql("SELECT channel FROM notification ORDER BY id")
    former = [(pb.NOTIFICATION_CHANNEL_EMAIL,)] * (len(told) - 1)
    assert rows == [(pb.NOTIFICATION_CHANNEL_SMS,), *former]


async def test_a_session_that_was_ended_from_another_is_told_of_and_ones_own_is_not(here: Place) -> None:
    home = here.homes[0]
    one, other = await here.resident(home), await here.resident(home)
    sessions = (await other.AuthService.ListSessions()).sessions
    await other.AuthService.RevokeSession(id=next(session.id for session in sessions if not session.current))
    assert await here.said() == [("session_ended", home.user_id)]
    await other.AuthService.SignOut()
    assert await here.said() == [("session_ended", home.user_id)]
    assert one is not other


async def test_the_alert_has_the_id_that_was_promised(here: Place) -> None:
    home = here.homes[0]
    resident = await here.resident(home)
    promised = (await resident.AuthService.ReportUnauthorizedUse()).notification_id
    assert await here.said() == [("security_alert", home.user_id)]
    assert await here.sql("SELECT id FROM notification") == [(decode_id(promised),)]


# -- requests about personal data


async def test_a_request_is_told_of_when_it_is_registered_and_once_when_it_is_decided(here: Place) -> None:
    home = here.homes[0]
    officer = await here.house.operator("petro")
    user_id = encode_id(home.user_id)
    request = await in_progress(officer, privacy.PRIVACY_REQUEST_KIND_COPY, user_id)
    again = letter(privacy.PRIVACY_REQUEST_KIND_COPY, user_id)
    await officer.PrivacyRequestService.CreatePrivacyRequest(request=again)  # a duplicate
    assert await here.said() == [("privacy_request_registered", home.user_id)]
    await decide(here.house, request)
    told = [("privacy_request_registered", home.user_id), ("privacy_request_answered", home.user_id)]
    assert await here.said() == told

    changed = decode_id(request.id)
    await here.house.app.services.store.write(lambda tx: tx.change(Topic.PRIVACY_REQUESTS, changed))
    assert await here.said() == told
