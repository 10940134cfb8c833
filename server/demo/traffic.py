"""Live traffic: residents who sign in through the app gateway, hand in readings with their slips, change what they want
to be told and write requests; utilities that send works and payments. All of it through the contract, as partners do.
"""

import asyncio
import json
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from pathlib import Path
from random import Random

import grpc
import structlog
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from google.type.decimal_pb2 import Decimal
from smartregion.v1 import (
    activity_service_pb2_grpc,
    auth_service_pb2_grpc,
    notification_service_pb2_grpc,
    privacy_request_service_pb2_grpc,
    reading_service_pb2_grpc,
    support_service_pb2_grpc,
    survey_service_pb2_grpc,
    user_service_pb2_grpc,
)
from smartregion.v1 import (
    auth_service_pb2 as auth,
)
from smartregion.v1 import notification_service_pb2 as notification
from smartregion.v1 import privacy_request_service_pb2 as privacy
from smartregion.v1 import reading_service_pb2 as reading
from smartregion.v1 import support_service_pb2 as support
from smartregion.v1 import survey_service_pb2 as survey
from smartregion.v1 import user_service_pb2 as user
from smartregion.v1.activity_service_pb2 import ActivityKind

from server import logs
from server.codec import micro_text
from server.config import Settings
from server.demo import abuse, names, slips, surveys, town
from server.demo.calling import Metadata, new_request_id, quietly
from server.demo.causes import has_device, token_of
from server.demo.seed import Access, shown
from server.demo.town import Device, Dial, Household, Resident
from server.demo.utilities import Utilities
from server.demo.visits import Visit

#: Households that come in a minute, and how many come at once when the traffic begins.
HOUSEHOLDS_A_MINUTE = 12
OPENING = 24
SCREENS = 4
log = structlog.get_logger("demo")


@dataclass
class Town:
    """The clients of one town over one channel."""

    access: Access
    codes: Path
    channel: "grpc.aio.Channel"
    random: Random = field(default_factory=lambda: Random())
    submitted: int = 0
    #: Who has come so far.
    known: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.auth = auth_service_pb2_grpc.AuthServiceStub(self.channel)
        self.readings = reading_service_pb2_grpc.ReadingServiceStub(self.channel)
        self.users = user_service_pb2_grpc.UserServiceStub(self.channel)
        self.notifications = notification_service_pb2_grpc.NotificationServiceStub(self.channel)
        self.activity = activity_service_pb2_grpc.ActivityServiceStub(self.channel)
        self.privacy = privacy_request_service_pb2_grpc.PrivacyRequestServiceStub(self.channel)
        self.support = support_service_pb2_grpc.SupportServiceStub(self.channel)
        self.surveys = survey_service_pb2_grpc.SurveyServiceStub(self.channel)

    @property
    def gateway(self) -> Metadata:
        return (("authorization", f"Bearer {self.access.gateway_key}"), ("accept-language", "uk"))

    async def sign_in(self, resident: Resident) -> tuple[Metadata, Visit]:
        """A resident's session: the metadata of their calls, and what the app will tell of the visit."""
        started = await self.auth.StartPhoneVerification(
            auth.StartPhoneVerificationRequest(phone=resident.phone, request_id=new_request_id()),
            metadata=self.gateway,
        )
        await self.auth.ConfirmPhone(
            auth.ConfirmPhoneRequest(
                verification_id=started.verification_id,
                code=read_code(self.codes, resident.phone),
                request_id=new_request_id(),
            ),
            metadata=self.gateway,
        )
        ip = f"203.0.113.{self.random.randint(1, 254)}"
        signed = await self.auth.SignInResident(
            auth.SignInResidentRequest(
                verification_id=started.verification_id, ip_address=ip, client="Android 15, 4.2.1"
            ),
            metadata=self.gateway,
        )
        self.known.append(signed.user_id)
        visit = Visit(self.activity, self.gateway, self.random, signed.user_id, ip)
        return (*self.gateway, ("smartregion-resident", signed.token)), visit


def read_code(path: Path, phone: str) -> str:
    """The last code that was sent to a phone. Raises LookupError."""
    with path.open("rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - 64 * 1024))
        lines = file.read().decode("utf-8", "replace").splitlines()
    for line in reversed(lines):
        with suppress(ValueError):
            sent = json.loads(line)
            if sent["phone"] == phone:
                return str(sent["code"])
    raise LookupError("no code was sent")


def index_now(device: Device, dial: Dial, now: datetime) -> str:
    """What a dial shows now, as its owner reads it."""
    today = now.date()
    start = dial.index(device.installed, today)
    end = dial.index(device.installed, today + timedelta(days=1))
    passed = (now.hour * 60 + now.minute) / 1440
    return micro_text(shown(device, start + (end - start) * passed))


async def household_comes(one: Town, household: Household) -> None:
    """Somebody of a household signs in and hands in what their meters show; now and then they want something else."""
    resident = one.random.choice(household.residents)
    metadata, visit = await one.sign_in(resident)
    await register_device(one, metadata, resident)
    now = datetime.now(UTC)
    for device in household.devices:
        for dial in device.dials:
            slip = slips.draw(one.random)
            text = slips.applied(index_now(device, dial, now), slip, one.random)
            if slip is slips.Slip.OLD:
                text = micro_text(shown(device, dial.index(device.installed, now.date() - timedelta(days=70))))
            await submit(one, metadata, device, dial, text)
            visit.did(ActivityKind.ACTIVITY_KIND_READING, "readings/new")
    if one.random.random() < 0.10:
        await change_preferences(one, metadata)
    if one.random.random() < 0.04:
        await write_request(one, metadata, resident)
    if one.random.random() < 0.06:
        await write_to_support(one, metadata)
    if one.random.random() < 0.7:
        await take_surveys(one, metadata, visit)
    await one.auth.SignOut(auth.SignOutRequest(), metadata=metadata)
    await visit.ends()


async def submit(one: Town, metadata: Metadata, device: Device, dial: Dial, text: str) -> None:
    now = Timestamp()
    now.GetCurrentTime()
    now.nanos = 0
    request = reading.SubmitReadingRequest(
        reading=reading.NewReading(
            meter_serial_number=device.serial, tier=dial.tier, index=Decimal(value=text), read_at=now
        ),
        request_id=new_request_id(),
    )
    try:
        await one.readings.SubmitReading(request, metadata=metadata)
        one.submitted += 1
    except grpc.aio.AioRpcError as error:
        log.info("a reading was not taken", code=error.code().name)


async def register_device(one: Town, metadata: Metadata, resident: Resident) -> None:
    """The app asks for push messages; most people let it."""
    if has_device(resident):
        platform = notification.DevicePlatform.DEVICE_PLATFORM_ANDROID
        await one.notifications.RegisterDevice(
            notification.RegisterDeviceRequest(
                token=token_of(resident), platform=platform, app_version="4.2.1", request_id=new_request_id()
            ),
            metadata=metadata,
        )


async def change_preferences(one: Town, metadata: Metadata) -> None:
    """Somebody has had enough of one kind of message."""
    kinds = notification.NotificationCategory
    now = await one.notifications.GetPreferences(notification.GetPreferencesRequest(), metadata=metadata)
    category = one.random.choice(
        [
            kinds.NOTIFICATION_CATEGORY_NEWS,
            kinds.NOTIFICATION_CATEGORY_READING_REMINDER,
            kinds.NOTIFICATION_CATEGORY_SURVEY,
        ]
    )
    channel = one.random.choice([1, 2, 3])
    wish = notification.Preference(category=category, channel=channel, enabled=False)
    await one.notifications.UpdatePreferences(
        notification.UpdatePreferencesRequest(preferences=[wish], etag=now.etag, request_id=new_request_id()),
        metadata=metadata,
    )


_KINDS = privacy.PrivacyRequestKind
_DEMANDS = (
    (
        _KINDS.PRIVACY_REQUEST_KIND_ACCESS,
        "Прошу повідомити, які мої дані ви обробляєте і кому їх передаєте.",
    ),
    (_KINDS.PRIVACY_REQUEST_KIND_COPY, "Прошу надати копію моїх персональних даних."),
    (_KINDS.PRIVACY_REQUEST_KIND_ERASURE, "Більше не користуюся застосунком. Прошу знищити мої персональні дані."),
    (_KINDS.PRIVACY_REQUEST_KIND_CONSENT_WITHDRAWAL, "Відкликаю згоду на отримання рекламних повідомлень."),
    (_KINDS.PRIVACY_REQUEST_KIND_OBJECTION, "Заперечую проти обробки моїх даних для аналізу й розсилок."),
)


async def write_request(one: Town, metadata: Metadata, resident: Resident) -> None:
    """Somebody asks what is held about them, or wants it gone."""
    kind, text = one.random.choice(_DEMANDS)
    today = date.today()
    await one.privacy.CreatePrivacyRequest(
        privacy.CreatePrivacyRequestRequest(
            request=privacy.PrivacyRequest(
                kind=kind,
                channel=privacy.IntakeChannel.INTAKE_CHANNEL_APP,
                applicant_name=f"{resident.first_name} {resident.last_name}",
                applicant_contact=resident.phone,
                text=text,
                received_on=Date(year=today.year, month=today.month, day=today.day),
            ),
            request_id=new_request_id(),
        ),
        metadata=metadata,
    )


#: What people write to support.
_QUESTIONS = (
    "Передала показання, а в рахунку стоять старі. Коли перерахують?",
    "Застосунок не приймає показання: пише, що замалі. Лічильник новий, замінили у вересні.",
    "Не приходять сповіщення про відключення води, хоча все ввімкнено.",
    "Як додати рахунок мами? Вона живе за іншою адресою.",
)


async def write_to_support(one: Town, metadata: Metadata) -> None:
    """Somebody has a question."""
    form = support.FeedbackForm(text=one.random.choice(_QUESTIONS))
    request = support.CreateThreadRequest(form=form, request_id=new_request_id())
    await one.support.CreateThread(request, metadata=metadata)


async def take_surveys(one: Town, metadata: Metadata, visit: Visit) -> None:
    """Somebody answers what they are asked."""
    for listed in (await one.surveys.ListSurveys(survey.ListSurveysRequest(), metadata=metadata)).surveys:
        asked = await one.surveys.GetSurvey(survey.GetSurveyRequest(id=listed.id), metadata=metadata)
        answers = list(surveys.drawn(asked.survey.questions, surveys.OPEN.words, one.random))
        request = survey.SubmitAnswersRequest(survey_id=listed.id, answers=answers, request_id=new_request_id())
        if not answers:
            continue
        try:
            await one.surveys.SubmitAnswers(request, metadata=metadata)
            visit.did(ActivityKind.ACTIVITY_KIND_SURVEY, "surveys/answer")
        except grpc.aio.AioRpcError as error:
            log.info("answers were not taken", code=error.code().name)


async def newcomer(one: Town) -> None:
    """Somebody registers."""
    number = one.random.randint(2_000_000, 9_999_999)
    phone = f"+38067{number:07d}"
    started = await one.auth.StartPhoneVerification(
        auth.StartPhoneVerificationRequest(phone=phone, request_id=new_request_id()), metadata=one.gateway
    )
    await one.auth.ConfirmPhone(
        auth.ConfirmPhoneRequest(
            verification_id=started.verification_id, code=read_code(one.codes, phone), request_id=new_request_id()
        ),
        metadata=one.gateway,
    )
    first, (_, last) = one.random.choice(names.MALE_NAMES), one.random.choice(names.SURNAMES)
    await one.users.CreateUser(
        user.CreateUserRequest(
            user=user.User(
                phone=phone,
                email=f"{names.latin(last)}{number}@example.com",
                first_name=first,
                last_name=last,
                language=1,
            ),
            verification_id=started.verification_id,
            request_id=new_request_id(),
        ),
        metadata=one.gateway,
    )


async def run(settings: Settings) -> None:
    """Comes and goes until it is cancelled; a service that is away is waited for."""
    access = Access.load(settings)
    households = list(town.households(date.fromisoformat(access.today), access.households))
    async with grpc.aio.insecure_channel(settings.listen) as channel:
        one = Town(access, settings.outbox_dir / "codes.jsonl", channel)
        await channel.channel_ready()
        utilities = Utilities(access, channel, households, one.random)
        await asyncio.gather(_visits(one, households), _abuse(one, households), utilities.run())


async def _visits(one: Town, households: list[Household]) -> None:
    """Households that come, several at first and then one by one."""
    visitors = iter(one.random.sample(households, len(households)) * 1000)
    await asyncio.gather(*(_screen(one, [next(visitors) for _ in range(OPENING // SCREENS)]) for _ in range(SCREENS)))
    while True:
        await asyncio.sleep(one.random.expovariate(HOUSEHOLDS_A_MINUTE / 60))
        household = next(visitors)
        await quietly(lambda: household_comes(one, household))  # noqa: B023
        if one.random.random() < 0.03:
            await quietly(lambda: newcomer(one))


async def _abuse(one: Town, households: list[Household]) -> None:
    """Somebody does what they should not: each way once soon after the beginning, then one now and then."""

    async def reported() -> None:
        metadata, _ = await one.sign_in(one.random.choice(one.random.choice(households).residents))
        await abuse.report(one.auth, metadata)

    ways = (
        lambda: abuse.many_accounts(one.activity, one.gateway, one.random, list(dict.fromkeys(one.known))),
        lambda: abuse.guess_a_password(one.auth),
        reported,
    )
    for number, way in enumerate(cycle(ways)):
        first = number < len(ways)
        await asyncio.sleep(abuse.FIRST_SECONDS if first else one.random.expovariate(1 / abuse.EVERY_SECONDS))
        await quietly(way)


async def _screen(one: Town, households: list[Household]) -> None:
    for household in households:
        await quietly(lambda: household_comes(one, household))  # noqa: B023


def main() -> int:
    logs.configure("WARNING")
    with suppress(KeyboardInterrupt):
        asyncio.run(run(Settings()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
