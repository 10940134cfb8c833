"""Looks are on record with why, and residents are told who looked."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import pytest
from smartregion.v1 import privacy_request_service_pb2 as pb
from smartregion.v1.common_pb2 import FRAME_KIND_SYNCED
from smartregion.v1.notification_service_pb2 import NOTIFICATION_CHANNEL_EMAIL
from smartregion.v1.options_pb2 import LookPurpose

from server import watching
from server.call import Call
from server.codec import DAY_MS, decode_id, timestamp
from server.pipeline.purpose import PURPOSE_KEY, PURPOSES, TICKET_KEY
from server.privacy import wording
from storage.errors import Unavailable

from ..billing.conftest import charges, new_charge
from ..conftest import START, Client, House, refused
from ..privacy.conftest import answered, assembled, download
from ..test_duties import keys
from ..test_privacy import a_user, in_progress


async def details(house: House, user_id: str, action: str) -> list[dict[str, str]]:
    auditor = await house.operator("taras")
    reply = await auditor.AuditService.ListAuditEntries(filter={"user_id": user_id, "action": action})
    return [dict(entry.detail) for entry in reply.entries]


async def without(house: House, login: str, *metadata: tuple[str, str]) -> Client:
    """An operator who states just this."""
    return house.client((await house.operator(login)).token, *metadata)


@pytest.mark.parametrize("language", ["uk", "en"])
async def test_a_residents_page_opens_only_with_a_purpose(house: House, language: str) -> None:
    user = await a_user(await house.operator("iryna"))
    silent = await without(house, "iryna", ("accept-language", language))
    told = await refused(silent.UserService.GetUser(id=user.id))
    assert told.violations == ((PURPOSE_KEY, "look.purpose"),)
    assert ("мету" in told.localized) == (language == "uk")
    told = await refused(silent.UserService.LookupUser(phone=user.phone))
    assert told.violations == ((PURPOSE_KEY, "look.purpose"),)
    ticket = (TICKET_KEY, quote("ЗВ-7/2026"))
    stating = await without(house, "iryna", (PURPOSE_KEY, "SUPPORT"), ticket)
    await stating.UserService.GetUser(id=user.id)
    (detail,) = await details(house, user.id, "UserService.GetUser")
    assert (detail["purpose"], detail["ticket"]) == ("SUPPORT", "ЗВ-7/2026")


async def test_what_shows_a_person_whole_wants_a_purpose_of_operators_and_none_of_the_person(house: House) -> None:
    packed, user = await answered(house)
    asked = await in_progress(await house.operator("petro"), pb.PRIVACY_REQUEST_KIND_ERASURE, user.id)
    silent = await without(house, "petro")
    service = silent.PrivacyRequestService
    for call in (
        service.PreviewErasure(id=asked.id),
        service.PreviewAccessPackage(id=asked.id),
        download(silent, packed.id, pb.PACKAGE_FORMAT_JSON),
    ):
        assert (await refused(call)).violations == ((PURPOSE_KEY, "look.purpose"),)
    stating = await without(house, "petro", (PURPOSE_KEY, "PRIVACY_REQUEST"))
    assert (await download(stating, packed.id, pb.PACKAGE_FORMAT_JSON)).body
    resident = await house.resident(user.phone)
    assert (await download(resident, packed.id, pb.PACKAGE_FORMAT_JSON)).body


async def test_who_sees_requests_takes_no_package_for_that(house: House) -> None:
    packed, _ = await answered(house)
    for login in ("iryna", "taras"):  # support, auditor
        client = await house.operator(login)
        assert (await client.PrivacyRequestService.GetPrivacyRequest(id=packed.id)).request.number == packed.number
        told = await refused(download(client, packed.id, pb.PACKAGE_FORMAT_JSON))
        assert told.reason == "PERMISSION_DENIED", login


async def test_any_other_look_may_state_it(house: House) -> None:
    user = await a_user(await house.operator("iryna"))
    silent = await without(house, "iryna")
    await silent.NotificationService.GetPreferences(user_id=user.id)
    stating = await without(house, "iryna", (PURPOSE_KEY, "DELIVERY"))
    await stating.NotificationService.GetPreferences(user_id=user.id)
    told = [one.get("purpose") for one in await details(house, user.id, "NotificationService.GetPreferences")]
    assert told == ["DELIVERY", None]


@pytest.mark.parametrize(
    ("key", "value", "rule"),
    [
        (PURPOSE_KEY, "CURIOSITY", "look.purpose"),
        (PURPOSE_KEY, "UNSPECIFIED", "look.purpose"),
        (PURPOSE_KEY, "support", "look.purpose"),
        (TICKET_KEY, "x" * 41, "look.ticket"),
        (TICKET_KEY, quote("Олена Коваль"), "look.ticket"),
        (TICKET_KEY, "%00", "look.ticket"),
        (TICKET_KEY, "%FF%FE", "look.ticket"),
        (TICKET_KEY, "%D7%90\u0041\n".strip(), ""),
    ],
)
async def test_what_is_stated_wrongly_names_the_field(house: House, key: str, value: str, rule: str) -> None:
    user = await a_user(await house.operator("iryna"))
    metadata = {PURPOSE_KEY: "SUPPORT", key: value}
    call = (await without(house, "iryna", *metadata.items())).UserService.GetUser(id=user.id)
    if not rule:
        assert (await call).user.id == user.id
        return
    assert (await refused(call)).violations == ((key, rule),)


async def test_residents_and_partners_state_nothing(house: House) -> None:
    user = await a_user(await house.operator("iryna"))
    resident = await house.resident(user.phone)
    assert (await resident.UserService.GetUser(id=user.id)).user.id == user.id
    account = (
        await (await house.operator("oksana")).AccountService.ListAccounts(filter={"user_id": user.id})
    ).accounts[0]
    utility = (await keys(house))[account.utility_id]
    assert (await utility.UserService.GetUser(id=user.id)).user.id == user.id


async def test_a_resident_is_told_who_looked_when_and_why_and_no_names_of_operators(house: House) -> None:
    user = await a_user(await house.operator("petro"))
    stating = await without(house, "iryna", (PURPOSE_KEY, "BILLING"), (TICKET_KEY, "77"))
    await stating.UserService.GetUser(id=user.id)
    body = (await assembled(house, decode_id(user.id), pb.PACKAGE_FORMAT_JSON)).decode()
    looks = json.loads(body)["looks"]
    mine = [one for one in looks if one["call"] == "UserService.GetUser"]
    assert mine[0]["purpose"] == "нарахування, оплати й борги, № 77"
    assert "підтримка" in mine[0]["by"]
    assert mine[0]["at"].startswith("2026-11-23T10:00:00")
    names = [
        one.display_name for one in (await (await house.operator("oksana")).OperatorService.ListOperators()).operators
    ]
    assert names
    assert not [name for name in names if name in json.dumps(looks, ensure_ascii=False)]
    page = (await assembled(house, decode_id(user.id), pb.PACKAGE_FORMAT_HTML)).decode()
    assert "Хто переглядав ваші дані" in page
    assert "нарахування, оплати й борги, № 77" in page


WATCH = "PrivacyRequestService.WatchPrivacyRequests"


async def looks_told(house: House, user_id: str) -> list[str]:
    """Calls by which somebody looked, as the person's access package tells."""
    body = await assembled(house, decode_id(user_id), pb.PACKAGE_FORMAT_JSON)
    return [one["call"] for one in json.loads(body)["looks"]]


async def test_a_watch_of_requests_is_one_look_at_each_whom_it_shows(house: House) -> None:
    officer, support = await house.operator("petro"), await house.operator("iryna")
    user = await a_user(officer)
    asked = await in_progress(officer, pb.PRIVACY_REQUEST_KIND_ACCESS, user.id)
    watch = support.PrivacyRequestService.WatchPrivacyRequests()
    frames = aiter(watch)
    shown = {one.request.user_id for one in (await anext(frames)).changes}
    assert user.id in shown
    assert (await looks_told(house, user.id)).count(WATCH) == 1
    await anext(frames)  # that was all
    await officer.PrivacyRequestService.AssignPrivacyRequest(id=asked.id, etag=asked.etag)
    assert [one.request.id for one in (await anext(frames)).changes] == [asked.id]
    users = (await officer.UserService.ListUsers(page_size=100)).users
    other = next(one for one in users if one.id not in shown)
    await in_progress(officer, pb.PRIVACY_REQUEST_KIND_ACCESS, other.id)
    while other.id not in {one.request.user_id for one in (await anext(frames)).changes}:
        pass
    watch.cancel()
    for seen in (user, other):
        assert (await looks_told(house, seen.id)).count(WATCH) == 1, "however often it changed"


async def test_who_watches_for_one_person_looks_at_them(house: House) -> None:
    user = await a_user(await house.operator("petro"))
    watch = (await house.operator("iryna")).UserService.WatchUsers(filter={"query": user.phone})
    assert [one.user.id for one in (await anext(aiter(watch))).changes] == [user.id]
    watch.cancel()
    assert (await looks_told(house, user.id)).count("UserService.WatchUsers") == 1


async def entries(house: House, action: str) -> list[list[str]]:
    """The users whom entries of a call name, oldest first."""
    auditor = await house.operator("taras")
    listed = (await auditor.AuditService.ListAuditEntries(filter={"action": action}, page_size=1000)).entries
    return [entry.detail["users"].split() if "users" in entry.detail else [] for entry in reversed(listed)]


async def synced(watch: Any) -> list[Any]:
    """What a watch shows at first."""
    shown: list[Any] = []
    while (frame := await watch.read()).position.kind != FRAME_KIND_SYNCED:
        shown += frame.changes
    return shown


async def test_what_a_watch_of_everybody_shows_at_first_is_one_look_at_them(house: House) -> None:
    watch = (await house.operator("iryna")).UserService.WatchUsers()
    shown = [one.user.id for one in await synced(watch)]
    watch.cancel()
    assert len(shown) > 10
    assert await entries(house, "UserService.WatchUsers") == [[], shown]


async def test_who_leaves_while_a_watch_begins_has_looked_at_what_had_come(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = watching._all_of

    async def stuck(*of: Any) -> AsyncIterator[list[Any]]:
        async for rows in whole(*of):
            yield rows
            await asyncio.Event().wait()

    monkeypatch.setattr(watching, "_all_of", stuck)
    watch = (await house.operator("iryna")).UserService.WatchUsers()
    shown = [one.user.id for one in (await watch.read()).changes]
    watch.cancel()
    for _ in range(200):
        if len(told := await entries(house, "UserService.WatchUsers")) > 1:
            break
        await asyncio.sleep(0.02)
    assert told == [[], shown]


async def test_what_a_list_was_read_by_tells_nothing_of_what_another_looked_for(house: House) -> None:
    for login in ("oksana", "iryna", "iryna"):
        await (await house.operator(login)).UserService.ListUsers(filter={"query": "Шевчук"}, page_size=3)
    auditor = await house.operator("taras")
    listed = (await auditor.AuditService.ListAuditEntries(filter={"action": "UserService.ListUsers"})).entries
    again, first, other = [entry.detail["list"] for entry in listed]
    assert again == first != other


async def renamed(client: Client, user_id: str, name: str) -> None:
    user = (await client.UserService.GetUser(id=user_id)).user
    await client.UserService.UpdateUser(
        user={"id": user_id, "first_name": name, "etag": user.etag}, update_mask={"paths": ["first_name"]}
    )


async def test_what_comes_to_an_open_list_is_a_look_at_whom_it_is_about_gathered_to_one_entry(house: House) -> None:
    admin = await house.operator("oksana")
    one, two, three = [user.id for user in (await admin.UserService.ListUsers(page_size=3)).users]
    watch = (await house.operator("iryna")).UserService.WatchUsers(skip_snapshot=True)
    await synced(watch)
    for user_id, name in ((one, "Олена"), (two, "Іван"), (one, "Ганна")):
        await renamed(admin, user_id, name)
        await watch.read()
    assert await entries(house, "UserService.WatchUsers") == [[]], "not one entry an event"
    house.clock.advance(milliseconds=61_000)
    await renamed(admin, three, "Марія")
    await watch.read()
    assert await entries(house, "UserService.WatchUsers") == [[], [one, two]]
    await renamed(admin, one, "Олена")
    await watch.read()
    watch.cancel()
    for _ in range(200):
        if len(told := await entries(house, "UserService.WatchUsers")) > 2:
            break
        await asyncio.sleep(0.02)
    assert told == [[], [one, two], [three]], "what it showed last, and nobody twice"
    assert (await looks_told(house, three)).count("UserService.WatchUsers") == 1


async def test_a_flood_is_named_as_far_as_a_page_is_and_says_how_much_it_was(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.watching.SHOWN_NAMED", 5)
    watch = (await house.operator("iryna")).UserService.WatchUsers()
    shown = [one.user.id for one in await synced(watch)]
    watch.cancel()
    assert await entries(house, "UserService.WatchUsers") == [[], shown[:5]]
    (detail,) = await details(house, shown[0], "UserService.WatchUsers")
    assert detail["beyond"] == str(len(shown) - 5)


async def test_where_nothing_can_be_written_an_open_list_goes_on_and_names_its_people_later(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, admin = await house.operator("iryna"), await house.operator("oksana")
    (user,) = (await admin.UserService.ListUsers(page_size=1)).users
    showing, full = Call.showing, [True]

    async def crowded(call: Call, *what: Any) -> None:
        if full[0]:
            raise Unavailable("too much work is waiting")
        await showing(call, *what)

    monkeypatch.setattr(Call, "showing", crowded)
    watch = client.UserService.WatchUsers()
    shown = [one.user.id for one in await synced(watch)]
    assert await entries(house, "UserService.WatchUsers") == [[]]
    full[0] = False
    house.clock.advance(milliseconds=61_000)
    await renamed(admin, user.id, "Олена")
    await watch.read()
    watch.cancel()
    assert await entries(house, "UserService.WatchUsers") == [[], shown]


@pytest.mark.parametrize(
    "action",
    ["ReadingService.WatchReadings", "BillingService.WatchBalances", "NotificationService.WatchNotifications"],
)
async def test_any_watch_names_those_whose_rows_it_showed(house: House, action: str) -> None:
    service, _, call = action.partition(".")
    admin = await house.operator("oksana")
    user = await a_user(admin)
    await admin.NotificationService.SendNotification(
        user_id=user.id,
        template_name="news",
        channel=NOTIFICATION_CHANNEL_EMAIL,
        values={"title": "Новини", "text": "Вода буде"},
    )
    account = (await admin.AccountService.ListAccounts(filter={"user_id": user.id})).accounts[0]
    await charges((await keys(house))[account.utility_id], new_charge(account.number, "Р-1", 100))
    watch = getattr(getattr(admin, service), call)()
    assert await synced(watch)
    watch.cancel()
    assert (await looks_told(house, user.id)).count(action) == 1
    partner = getattr(getattr(house.utility(), service), call)() if service != "NotificationService" else None
    if partner is not None:
        assert await synced(partner)
        partner.cancel()
        assert (await looks_told(house, user.id)).count(action) == 1, "a partner is told of what is its own"


async def test_a_look_at_a_meter_is_a_look_at_who_lives_there(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    account = (await admin.AccountService.ListAccounts(filter={"user_id": user.id})).accounts[0]
    place = {"usage_point_id": account.usage_point_id}
    meter = (await admin.AccountService.ListMeters(filter=place)).meters[0]
    await admin.AccountService.ListMeters(page_size=1000)
    await admin.AccountService.GetMeter(id=meter.id)
    resident = await house.resident(user.phone)
    await resident.AccountService.GetMeter(id=meter.id)
    told = await looks_told(house, user.id)
    assert told.count("AccountService.GetMeter") == 1
    assert told.count("AccountService.ListMeters") == 2


async def test_a_look_at_a_meter_that_was_taken_out_is_one_at_who_lived_there_then(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    account = (await admin.AccountService.ListAccounts(filter={"user_id": user.id})).accounts[0]
    meter = (await admin.AccountService.ListMeters(filter={"account_id": account.id})).meters[0]
    final = [{"tier": one.tier, "index": {"value": "9" * one.integer_digits}} for one in meter.registers]
    await admin.AccountService.RemoveMeter(
        meter_id=meter.id, etag=meter.etag, removed_at=timestamp(START - 1), final_indexes=final
    )
    house.clock.advance(days=30)
    house.forget_sessions()
    await (await house.operator("oksana")).AccountService.GetMeter(id=meter.id)
    assert (await looks_told(house, user.id)).count("AccountService.GetMeter") == 1


async def test_a_look_at_what_a_household_used_is_a_look_at_who_lives_there(house: House) -> None:
    admin = await house.operator("oksana")
    utility = house.utility()
    accounts = (await utility.AccountService.ListAccounts(page_size=50)).accounts
    user_id = next(one.user_ids[0] for one in accounts if len(one.user_ids) == 1)
    reading = (await utility.ReadingService.ListReadings(filter={"user_id": user_id}, page_size=1)).readings[0]
    month = {"from": timestamp(START - 30 * DAY_MS), "before": timestamp(START)}
    for client in (admin, utility):
        await client.ReadingService.ListReadings(filter={"register_id": reading.register_id})
        await client.ReadingService.GetReading(id=reading.id)
        await client.ReadingService.GetConsumption(register_id=reading.register_id, **month)
        await client.ReadingService.GetIntervals(register_id=reading.register_id, **month)
    told = await looks_told(house, user_id)
    for call in ("GetReading", "GetConsumption", "GetIntervals"):
        assert told.count(f"ReadingService.{call}") == 2
    assert told.count("ReadingService.ListReadings") == 3
    resident = await house.resident((await admin.UserService.GetUser(id=user_id)).user.phone)
    await resident.ReadingService.GetReading(id=reading.id)
    assert (await looks_told(house, user_id)).count("ReadingService.GetReading") == 2, "their own is nobody's look"


async def test_who_reads_the_audit_log_looks_at_whom_it_is_about(house: House) -> None:
    user = await a_user(await house.operator("petro"))
    resident = await house.resident(user.phone)
    await resident.UserService.GetUser(id=user.id)
    auditor = await house.operator("taras")
    own = (await auditor.AuditService.ListAuditEntries(filter={"actor_id": user.id})).entries
    assert own, "signed in"
    assert (await looks_told(house, user.id)).count("AuditService.ListAuditEntries") == 1
    await auditor.AuditService.ListAuditEntries(filter={"action": "OperatorService"})
    assert (await looks_told(house, user.id)).count("AuditService.ListAuditEntries") == 1, "it showed nobody"


async def test_a_residents_own_looks_and_those_refused_are_not_told(house: House) -> None:
    user = await a_user(await house.operator("petro"))
    before = json.loads(await assembled(house, decode_id(user.id), pb.PACKAGE_FORMAT_JSON))["looks"]
    resident = await house.resident(user.phone)
    await resident.UserService.GetUser(id=user.id)
    await refused((await without(house, "iryna")).UserService.GetUser(id=user.id))
    after = json.loads(await assembled(house, decode_id(user.id), pb.PACKAGE_FORMAT_JSON))["looks"]
    assert after == before


def test_every_purpose_has_its_words() -> None:
    assert {LookPurpose.Name(number).removeprefix("LOOK_PURPOSE_") for number in wording.LOOKS} == PURPOSES
