"""Every category from its cause to its receipt: a running service with its readers and lanes, an SMSC and an SMTP
server that are not ours, and what FCM and TurboSMS would be. One message each, by SMS, of which there are receipts;
SMTP and FCM tell of none, and what goes by them has come to its end when it was sent."""

import asyncio
import math
import shutil
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import grpc
import pytest
import pytest_asyncio
from google.type.date_pb2 import Date
from google.type.decimal_pb2 import Decimal
from smartregion.v1 import notification_service_pb2 as pb
from smartregion.v1 import reading_service_pb2 as reading
from smartregion.v1.billing_service_pb2 import BillingSchedule
from smartregion.v1.privacy_request_service_pb2 import (
    INTAKE_CHANNEL_APP,
    PRIVACY_REQUEST_KIND_COPY,
    PrivacyRequest,
)
from smartregion.v1.support_service_pb2 import MESSAGE_KIND_REPLY, FeedbackForm
from smartregion.v1.work_service_pb2 import WORK_KIND_EMERGENCY

from server import logs
from server.app import App
from server.billing import schedule as billing
from server.codec import DAY_MS, encode_id
from server.config import Settings
from server.demo.seed import Access
from server.dev_providers.run import DevProviders, write
from server.notifications.channels import turbosms
from server.notifications.delivery.pool import FAILURES_OUT
from server.notifications.provider_settings import sealed
from server.readings import openings
from storage.engine.clock import FixedClock
from storage.engine.transaction import Tx
from storage.keys.keyring import Keyring

from ..billing.conftest import charges, new_charge
from ..channels.conftest import Smsc, running_smsc
from ..conftest import START, Client, House, confirmed_phone
from ..policies.conftest import published
from ..surveys.conftest import published as published_survey
from ..works.town import HOUR, Home, at, homes, place, works

pytestmark = pytest.mark.asyncio(loop_scope="module")
C, N, S = pb.NotificationCategory, pb.NotificationChannel, pb.NotificationState
Cause = pb.NotificationCause
PUSH, SMS, EMAIL = N.NOTIFICATION_CHANNEL_PUSH, N.NOTIFICATION_CHANNEL_SMS, N.NOTIFICATION_CHANNEL_EMAIL
DELIVERED, SENT = S.NOTIFICATION_STATE_DELIVERED, S.NOTIFICATION_STATE_SENT


@dataclass
class Street:
    """The house with its providers, and somebody for each channel."""

    house: House
    smsc: Smsc
    dev: DevProviders
    #: Who has cold water; of the first two one has an address and one a device, all others a phone alone.
    homes: list[Home]

    def home(self, number: int) -> Home:
        return self.homes[number]

    async def phone(self, home: Home) -> str:
        admin = await self.house.operator("oksana")
        found: str = (await admin.UserService.GetUser(id=encode_id(home.user_id))).user.phone
        return found

    async def resident(self, home: Home) -> Client:
        return await self.house.resident(await self.phone(home))

    async def told(self, home: Home, category: int, cause: int, state: int = DELIVERED) -> pb.Notification:
        """Waits for the message of a category and cause, until it is in a state."""
        admin = await self.house.operator("oksana")
        wanted = pb.NotificationFilter(user_id=encode_id(home.user_id), category=category, cause=cause)
        listed: list[pb.Notification] = []
        for _ in range(200):
            listed = list((await admin.NotificationService.ListNotifications(filter=wanted)).notifications)
            if listed and listed[0].state == state:
                reply = await admin.NotificationService.GetNotification(id=listed[0].id)
                message: pb.Notification = reply.notification
                return message
            await asyncio.sleep(0.05)
        raise AssertionError(f"not told: {[(S.Name(one.state), one.outcome) for one in listed]}")

    async def send(self, home: Home, template: str, **values: str) -> None:
        """As an operator sends it."""
        admin = await self.house.operator("oksana")
        await admin.NotificationService.SendNotification(
            user_id=encode_id(home.user_id), template_name=template, channel=SMS, values=values
        )

    async def texts(self) -> str:
        """All that phones got, the parts of a text put together."""
        got: defaultdict[str, str] = defaultdict(str)
        for one in (await self.smsc.seen())["messages"]:
            got[one["to"]] += one["text"]
        return " ".join(got.values())


def providers(dev: DevProviders, smsc: Smsc, keyring: Keyring) -> str:
    """The file of providers: SMS goes to the SMSC of npm, and to TurboSMS, which costs more, where that is out; the
    rest to those of the house."""
    mail, _, turbosms, push = dev.file(keyring).split("[[provider]]")[1:]
    texts = f"""
name = "operator"
channel = "sms"
protocol = "smpp"
rate = 200
price = 0.85
host = "127.0.0.1"
port = {smsc.port}
tls = false
system_id = "smartregion"
sender = "SmartRegion"
password = "{sealed("operator", "password", "secret", keyring)}"
"""
    return "".join(f"[[provider]]{table}" for table in (mail, texts, turbosms, push))


def settle(tx: Tx, kept: int) -> None:
    """Leaves one address, so that the others are reached by their phone."""
    tx.sql(
        "UPDATE app_user SET email_sealed = NULL, email_index = NULL, email_confirmed_at = NULL WHERE id <> ?", (kept,)
    )


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def street(town: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Street]:
    logs.configure()
    folder = tmp_path_factory.mktemp("street") / "house"
    shutil.copytree(town, folder)
    dev = DevProviders(None)
    await dev.start()
    async with running_smsc() as smsc:
        settings = Settings(data_dir=folder, listen="127.0.0.1:0", providers=folder / "providers.toml")
        write(folder / "providers.toml", providers(dev, smsc, Keyring.load(settings.keyring_path)))
        await smsc.orders(receiptDelay=200)
        clock = FixedClock(START)
        app = await App.start(settings, clock)
        channel = grpc.aio.insecure_channel(f"127.0.0.1:{app.port}")
        house = House(app, Access.load(settings), settings, clock, channel)
        of_each: dict[int, Home] = {}
        for home in await homes(house):
            of_each.setdefault(home.usage_point_id, home)  # one of each household
        found = Street(house, smsc, dev, list(of_each.values()))
        await app.services.store.write(lambda tx: settle(tx, found.home(0).user_id))
        yield found
        await channel.close()
        await app.drain(0.2)
    await dev.close()


async def account(house: House, home: Home) -> str:
    statement = "SELECT number FROM account WHERE usage_point_id = ? AND commodity = 1"
    rows = await house.app.services.store.read(lambda tx: tx.sql(statement, (home.usage_point_id,)))
    number: str = rows[0][0]
    return number


async def bill(house: House, home: Home, document: str, due_on: str) -> None:
    """The waterworks' charge, and what they want people told of it; then the turn of the day."""
    water = house.utility()
    assert (await charges(water, new_charge(await account(house, home), document, 45_678, due_on))).taken == 1
    if not (await water.BillingService.ListBillingSchedules()).schedules:
        wanted = BillingSchedule(commodity=1, remind_days_before=[3], debt_days_after=[5])
        await water.BillingService.UpsertBillingSchedule(schedule=wanted)
    store = house.app.services.store
    await store.write(lambda tx: tx.sql("UPDATE billing_schedule SET noted_on = NULL"))  # the clock stands still here
    await billing.turn(store)


async def test_payment_due_by_email(street: Street) -> None:
    home = street.home(0)
    await bill(street.house, home, "1", "2026-11-26")
    message = await street.told(home, C.NOTIFICATION_CATEGORY_PAYMENT_DUE, Cause.NOTIFICATION_CAUSE_BILLING, SENT)
    assert message.channel == EMAIL
    assert "456,78" in message.body or "456.78" in message.body
    assert any(provider == "dev-mail" for provider, *_ in street.dev.ledger.counts)


async def test_payment_due(street: Street) -> None:
    home = street.home(3)
    await bill(street.house, home, "3", "2026-11-26")
    message = await street.told(home, C.NOTIFICATION_CATEGORY_PAYMENT_DUE, Cause.NOTIFICATION_CAUSE_BILLING)
    assert (message.channel, message.provider) == (SMS, "operator")
    assert message.body in await street.texts()


async def test_debt(street: Street) -> None:
    home = street.home(2)
    await bill(street.house, home, "2", "2026-11-18")
    message = await street.told(home, C.NOTIFICATION_CATEGORY_DEBT, Cause.NOTIFICATION_CAUSE_BILLING)
    assert (message.channel, message.provider) == (SMS, "operator")
    assert message.body in await street.texts()


async def test_reading_reminder(street: Street) -> None:
    home = street.home(3)
    store = street.house.app.services.store
    forgotten = (
        "DELETE FROM reading WHERE read_at >= ? AND register_id IN (SELECT r.id FROM register r "
        "JOIN installation i ON i.id = r.installation_id WHERE i.usage_point_id = ?)"
    )
    await store.write(lambda tx: tx.sql(forgotten, (START - 10 * 24 * HOUR, home.usage_point_id)))
    await openings.turn(store)  # water is read from the 20th to the 25th
    message = await street.told(home, C.NOTIFICATION_CATEGORY_READING_REMINDER, Cause.NOTIFICATION_CAUSE_READING_WINDOW)
    assert "25" in message.body
    assert message.body in await street.texts()


async def test_reading_receipt(street: Street) -> None:
    home = street.home(4)
    resident = await street.resident(home)
    statement = (
        "SELECT r.id, max(d.value) FROM register r JOIN installation i ON i.id = r.installation_id "
        "JOIN meter m ON m.id = i.meter_id AND m.commodity = 1 JOIN reading d ON d.register_id = r.id "
        "WHERE i.usage_point_id = ? GROUP BY r.id"
    )
    rows = await street.house.app.services.store.read(lambda tx: tx.sql(statement, (home.usage_point_id,)))
    register, last = rows[0]
    await resident.ReadingService.SubmitReading(
        reading=reading.NewReading(
            register_id=encode_id(register), index=Decimal(value=str(last // 1_000_000 + 1)), read_at=at(START)
        )
    )
    message = await street.told(home, C.NOTIFICATION_CATEGORY_READING_RECEIPT, Cause.NOTIFICATION_CAUSE_READING)
    assert str(last // 1_000_000 + 1) in message.body
    assert message.body in await street.texts()


async def emergency(street: Street, home: Home) -> str:
    """The waterworks announce that a house is without water; the id of the works."""
    wanted = works(place(home, home.building, home.building), kind=WORK_KIND_EMERGENCY)
    wanted.starts_at.CopyFrom(at(START))
    wanted.ends_at.CopyFrom(at(START + 3 * HOUR))
    made: str = (await street.house.utility().WorkService.CreateWork(work=wanted)).work.id
    return made


async def test_works(street: Street) -> None:
    home = street.home(4)
    cause_id = await emergency(street, home)
    message = await street.told(home, C.NOTIFICATION_CATEGORY_WORKS, Cause.NOTIFICATION_CAUSE_WORK)
    assert (message.channel, message.provider, message.cause_id) == (SMS, "operator", cause_id)
    assert message.urgency == pb.URGENCY_URGENT
    assert message.body in await street.texts()


async def test_works_by_push(street: Street) -> None:
    home = street.home(1)
    resident = await street.resident(home)
    await resident.NotificationService.RegisterDevice(
        token="street:the-device-of-home-one", platform=pb.DevicePlatform.DEVICE_PLATFORM_ANDROID, app_version="4.2.1"
    )
    cause_id = await emergency(street, home)
    message = await street.told(home, C.NOTIFICATION_CATEGORY_WORKS, Cause.NOTIFICATION_CAUSE_WORK, SENT)
    assert (message.channel, message.cause_id) == (PUSH, cause_id)
    assert any(provider == "dev-push" for provider, *_ in street.dev.ledger.counts)


async def test_news(street: Street) -> None:
    home = street.home(5)
    await street.send(home, "news", title="Новини", text="Відремонтовано водогін на вул. Лісовій.")
    message = await street.told(home, C.NOTIFICATION_CATEGORY_NEWS, Cause.NOTIFICATION_CAUSE_SENDER)
    assert message.body in await street.texts()


async def test_marketing_after_a_consent_and_not_before(street: Street) -> None:
    home = street.home(6)
    offer = {"title": "Акція", "text": "Заміна лічильника зі знижкою до кінця місяця."}
    category, cause = C.NOTIFICATION_CATEGORY_MARKETING, Cause.NOTIFICATION_CAUSE_SENDER
    await street.send(home, "marketing", **offer)
    refused = await street.told(home, category, cause, S.NOTIFICATION_STATE_SUPPRESSED)
    assert refused.suppressed_by == pb.SUPPRESSION_RULE_NO_CONSENT
    assert offer["text"] not in await street.texts()
    resident = await street.resident(home)
    now = await resident.NotificationService.GetPreferences()
    wish = pb.Preference(category=category, channel=SMS, enabled=True)
    await resident.NotificationService.UpdatePreferences(preferences=[wish], etag=now.etag)
    await street.send(home, "marketing", **offer)
    message = await street.told(home, category, cause)
    assert message.consent_id
    assert message.body in await street.texts()


async def test_administrative(street: Street) -> None:
    home = street.home(7)
    resident = await street.resident(home)
    wanted = PrivacyRequest(
        kind=PRIVACY_REQUEST_KIND_COPY,
        channel=INTAKE_CHANNEL_APP,
        applicant_name="Олена Коваль",
        applicant_contact="у застосунку",
        text="Прошу копію моїх даних.",
        received_on=Date(year=2026, month=11, day=23),
    )
    made = (await resident.PrivacyRequestService.CreatePrivacyRequest(request=wanted)).request
    message = await street.told(home, C.NOTIFICATION_CATEGORY_ADMINISTRATIVE, Cause.NOTIFICATION_CAUSE_PRIVACY_REQUEST)
    assert made.number in message.body
    assert message.body in await street.texts()


async def test_security(street: Street) -> None:
    home = street.home(8)
    await street.resident(home)
    verification = await confirmed_phone(street.house, await street.phone(home))
    await street.house.gateway().AuthService.SignInResident(
        verification_id=verification, client="Firefox 140, Linux", ip_address="198.51.100.9"
    )
    message = await street.told(home, C.NOTIFICATION_CATEGORY_SECURITY, Cause.NOTIFICATION_CAUSE_SECURITY)
    assert "Firefox, Linux" in message.body
    assert message.urgency == pb.URGENCY_URGENT
    assert message.body in await street.texts()


async def test_policy_change(street: Street) -> None:
    """One person writes a version of the policy, and another publishes it."""
    one = await published(street.house, effective_from=START + 10 * DAY_MS)
    home = street.home(9)
    message = await street.told(home, C.NOTIFICATION_CATEGORY_POLICY_CHANGE, Cause.NOTIFICATION_CAUSE_POLICY)
    assert (message.channel, message.cause_id) == (SMS, one.id)
    assert one.label in message.body
    assert message.body in await street.texts()


async def test_survey(street: Street) -> None:
    """A survey opens, and whom it is for is invited."""
    one = await published_survey(street.house)
    home = street.home(10)
    message = await street.told(home, C.NOTIFICATION_CATEGORY_SURVEY, Cause.NOTIFICATION_CAUSE_SURVEY)
    assert (message.channel, message.cause_id) == (SMS, one.id)
    assert one.title_uk in message.body
    assert message.body in await street.texts()


async def test_support_reply(street: Street) -> None:
    """A resident writes to support, and somebody answers."""
    home = street.home(11)
    resident = await street.resident(home)
    thread = (await resident.SupportService.CreateThread(form=FeedbackForm(text="Лічильник мовчить."))).thread
    desk = await street.house.operator("iryna")
    reply = "Лічильник перевірено."
    await desk.SupportService.PostMessage(thread_id=thread.id, kind=MESSAGE_KIND_REPLY, text=reply)
    message = await street.told(home, C.NOTIFICATION_CATEGORY_SUPPORT_REPLY, Cause.NOTIFICATION_CAUSE_SUPPORT)
    assert thread.number in message.body
    assert reply in message.body
    assert message.body in await street.texts()


async def test_sms_over_turbosms_where_the_operator_is_out(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turbosms, "RECEIPT_POLL_SECONDS", 0.2)
    pool, home = street.house.app.delivery.dispatcher.pool, street.home(11)
    (operator,) = [one for one in pool.providers.channels(SMS) if one.name == "operator"]
    standing = pool.of(operator)
    monkeypatch.setattr(standing, "failures", FAILURES_OUT)
    monkeypatch.setattr(standing, "out_until", math.inf)
    await street.send(home, "news", title="Новини", text="Ліфт знову працює.")
    message = await street.told(home, C.NOTIFICATION_CATEGORY_NEWS, Cause.NOTIFICATION_CAUSE_SENDER)
    assert (message.channel, message.provider) == (SMS, "dev-turbosms")
    assert any(provider == "dev-turbosms" for provider, *_ in street.dev.ledger.counts)
    assert message.body not in await street.texts()


async def test_nobody_got_anything_twice(street: Street) -> None:
    sent = [(one["to"], one["text"], one["udh"]) for one in (await street.smsc.seen())["messages"]]
    assert len(sent) == len(set(sent))
    assert list(street.dev.ledger.twice()) == []
