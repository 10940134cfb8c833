"""Notifications: wishes with their evidence, the rule that keeps a message in, the outbox, the channels."""

import asyncio
import json
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from google.protobuf.timestamp_pb2 import Timestamp
from hypothesis import given
from hypothesis import strategies as st
from smartregion.v1 import notification_service_pb2 as pb

from server.notifications import sms
from server.notifications.categories import CATEGORIES, Choice
from server.notifications.decision import Facts, stopped_by
from server.notifications.dispatch import Dispatcher

from .conftest import Client, House, StartHouse, refused
from .test_kill import free_port

S, C, CH = pb.NotificationState, pb.NotificationCategory, pb.NotificationChannel
EMAIL, SMS, PUSH = CH.NOTIFICATION_CHANNEL_EMAIL, CH.NOTIFICATION_CHANNEL_SMS, CH.NOTIFICATION_CHANNEL_PUSH

FACTS = st.builds(
    Facts,
    category=st.sampled_from(list(CATEGORIES.values())),
    user_state=st.integers(1, 3),
    restricted=st.booleans(),
    has_contact=st.booleans(),
    wish=st.none() | st.booleans(),
    emergency=st.booleans(),
)


@given(FACTS)
def test_marketing_never_goes_out_without_consent(facts: Facts) -> None:
    if facts.category.choice is Choice.OPT_IN and facts.wish is not True:
        assert stopped_by(facts) != 0


@given(FACTS)
def test_what_was_switched_off_stays_in_but_for_duties_and_emergencies(facts: Facts) -> None:
    goes_out = stopped_by(facts) == 0
    if goes_out and facts.wish is False:
        assert facts.category.fixed or (facts.emergency and facts.category.emergencies)


@given(FACTS)
def test_nobody_erased_or_without_a_contact_is_written_to(facts: Facts) -> None:
    if facts.user_state == 3 or not facts.has_contact:
        assert stopped_by(facts) != 0


# -- SMS


@given(st.text())
def test_parts_of_an_sms_make_up_the_text_and_fit(text: str) -> None:
    made = sms.split(text)
    assert "".join(made.parts) == text
    limit = (160 if len(made.parts) == 1 else 153) if made.gsm7 else (70 if len(made.parts) == 1 else 67)
    for part in made.parts:
        size = sum(sms._size(letter, made.gsm7) for letter in part)
        assert size <= limit
        if not made.gsm7:
            part.encode("utf-16-le").decode("utf-16-le")  # no pair is split


@pytest.mark.parametrize(
    ("text", "parts"),
    [("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("я" * 70, 1), ("я" * 71, 2), ("я" * 135, 3)],
)
def test_the_known_limits_of_sms(text: str, parts: int) -> None:
    assert len(sms.split(text).parts) == parts


def test_an_escape_is_never_split() -> None:
    made = sms.split("a" * 152 + "€" * 10)
    assert made.parts[0] == "a" * 152


# -- over the wire


async def a_user(client: Client) -> Any:
    return (await client.UserService.ListUsers(page_size=1)).users[0]


async def send(client: Client, user_id: str, template: str, channel: int, **values: str) -> pb.Notification:
    reply = await client.NotificationService.SendNotification(
        user_id=user_id, template_name=template, channel=channel, values=values
    )
    return reply.notification


NEWS = {"title": "Новини", "text": "Вода буде до вечора"}


async def dispatched(house: House) -> int:
    return await Dispatcher(house.app.services).run_once()


async def test_a_message_goes_through_the_outbox_into_its_file(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    queued = await send(admin, user.id, "news", SMS, **NEWS)
    assert queued.state == S.NOTIFICATION_STATE_QUEUED
    assert user.phone not in str(queued)
    while not (house.settings.outbox_dir / "sms.jsonl").exists():
        await dispatched(house)
        await asyncio.sleep(0.05)
    one = (await admin.NotificationService.GetNotification(id=queued.id)).notification
    for _ in range(50):
        if one.state == S.NOTIFICATION_STATE_SENT:
            break
        await asyncio.sleep(0.05)
        one = (await admin.NotificationService.GetNotification(id=queued.id)).notification
    assert [event.state for event in one.events] == [
        S.NOTIFICATION_STATE_QUEUED,
        S.NOTIFICATION_STATE_SENDING,
        S.NOTIFICATION_STATE_SENT,
    ]
    letters = [json.loads(line) for line in (house.settings.outbox_dir / "sms.jsonl").read_text().splitlines()]
    assert [letter["recipient"] for letter in letters if letter["id"] == queued.id] == [user.phone]


async def test_a_wish_suppresses_and_the_message_says_which_rule_did_it(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    resident = await house.resident(user.phone)
    current = await resident.NotificationService.GetPreferences()
    off = pb.Preference(category=C.NOTIFICATION_CATEGORY_NEWS, channel=EMAIL, enabled=False)
    changed = await resident.NotificationService.UpdatePreferences(preferences=[off], etag=current.etag)
    place = next(
        one for one in changed.preferences if (one.category, one.channel) == (C.NOTIFICATION_CATEGORY_NEWS, EMAIL)
    )
    assert not place.enabled
    assert place.origin == pb.PREFERENCE_ORIGIN_APP
    assert place.policy_version
    suppressed = await send(admin, user.id, "news", EMAIL, **NEWS)
    assert suppressed.state == S.NOTIFICATION_STATE_SUPPRESSED
    assert suppressed.suppressed_by == pb.SUPPRESSION_RULE_PREFERENCE_OFF
    assert suppressed.outcome
    assert (await send(admin, user.id, "news", SMS, **NEWS)).state == S.NOTIFICATION_STATE_QUEUED


async def test_duties_cant_be_switched_off_and_one_channel_of_a_contract_stays(house: House) -> None:
    admin = await house.operator("oksana")
    resident = await house.resident((await a_user(admin)).phone)
    service = resident.NotificationService
    etag = (await service.GetPreferences()).etag
    duty = pb.Preference(category=C.NOTIFICATION_CATEGORY_SECURITY, channel=EMAIL, enabled=False)
    told = await refused(service.UpdatePreferences(preferences=[duty], etag=etag))
    assert told.violations == (("preferences[0].enabled", "preference.fixed"),)
    debts = [
        pb.Preference(category=C.NOTIFICATION_CATEGORY_DEBT, channel=channel, enabled=False)
        for channel in (EMAIL, SMS, PUSH)
    ]
    told = await refused(service.UpdatePreferences(preferences=debts, etag=etag))
    assert told.violations[0][1] == "preference.last_channel"
    assert (await service.GetPreferences()).etag == etag


async def test_an_operator_says_how_a_wish_reached_them(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    etag = (await admin.NotificationService.GetPreferences(user_id=user.id)).etag
    off = pb.Preference(category=C.NOTIFICATION_CATEGORY_NEWS, channel=EMAIL, enabled=False)
    told = await refused(admin.NotificationService.UpdatePreferences(user_id=user.id, preferences=[off], etag=etag))
    assert told.violations[0][0] == "evidence"


async def test_values_must_fit_the_text(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    told = await refused(send(admin, user.id, "news", EMAIL, title="Новини"))
    assert told.reason == "INVALID_FIELD"
    template = pb.Template(
        name="odd",
        category=C.NOTIFICATION_CATEGORY_NEWS,
        ukrainian=pb.TemplateText(subject="Тема", body="{one}"),
        english=pb.TemplateText(subject="Subject", body="{two}"),
    )
    told = await refused(admin.NotificationService.CreateTemplate(template=template))
    assert told.violations[0][1] == "template.same_placeholders"


async def test_a_template_keeps_its_versions_and_previews_both_languages(house: House) -> None:
    admin = await house.operator("oksana")
    template = pb.Template(
        name="repairs",
        category=C.NOTIFICATION_CATEGORY_WORKS,
        ukrainian=pb.TemplateText(subject="Роботи", body="Ремонт на {street}"),
        english=pb.TemplateText(subject="Works", body="Repairs in {street}"),
    )
    made = (await admin.NotificationService.CreateTemplate(template=template)).template
    preview = await admin.NotificationService.PreviewNotification(template_name="repairs", values={"street": "Лісова"})
    assert preview.ukrainian.body == "Ремонт на Лісова"
    assert preview.english.body == "Repairs in Лісова"
    assert preview.ukrainian.sms_parts == 1
    made.ukrainian.body = "Планові роботи на {street}"
    changed = (await admin.NotificationService.UpdateTemplate(template=made)).template
    assert changed.version == 2


async def test_a_provider_reports_late_twice_and_out_of_order(house: House) -> None:
    from smartregion.v1.partner_service_pb2 import PARTNER_KIND_MESSAGE_PROVIDER

    from .principals import key_of

    admin = await house.operator("oksana")
    user = await a_user(admin)
    one = await send(admin, user.id, "news", SMS, **NEWS)
    provider = house.client(await key_of(house, PARTNER_KIND_MESSAGE_PROVIDER)).NotificationService
    now = Timestamp(seconds=house.clock.now() // 1000)
    for _ in range(100):
        state = (await admin.NotificationService.GetNotification(id=one.id)).notification.state
        if state == S.NOTIFICATION_STATE_SENT:
            break
        await asyncio.sleep(0.05)
    for state in (
        S.NOTIFICATION_STATE_DELIVERED,
        S.NOTIFICATION_STATE_DELIVERED,
        S.NOTIFICATION_STATE_FAILED_TEMPORARY,
    ):
        await provider.RecordReceipt(notification_id=one.id, state=state, at=now)
    final = (await admin.NotificationService.GetNotification(id=one.id)).notification
    assert final.state == S.NOTIFICATION_STATE_DELIVERED


class Mailbox:
    """What a real SMTP server took; `answer` is what it says."""

    def __init__(self) -> None:
        self.letters: list[Any] = []
        self.answer = "250 OK"
        self.port = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.answer.startswith("250"):
            self.letters.append(envelope)
        return self.answer


@pytest.fixture
def mailbox() -> Any:
    box = Mailbox()
    box.port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.stop()


async def until(client: Client, number: str, states: set[int]) -> pb.Notification:
    for _ in range(200):
        one: pb.Notification = (await client.NotificationService.GetNotification(id=number)).notification
        if one.state in states:
            return one
        await asyncio.sleep(0.05)
    raise AssertionError(one)


async def test_e_mail_goes_over_smtp_with_its_text(start_house: StartHouse, mailbox: Any) -> None:
    house = await start_house(smtp_host="127.0.0.1", smtp_port=mailbox.port)
    admin = await house.operator("oksana")
    user = await a_user(admin)
    one = await send(admin, user.id, "news", EMAIL, **NEWS)
    sent = await until(admin, one.id, {S.NOTIFICATION_STATE_SENT})
    assert sent.provider == "smtp"
    assert [letter.rcpt_tos for letter in mailbox.letters] == [[user.email]]
    import email
    from email import policy as email_policy

    parsed = email.message_from_bytes(mailbox.letters[0].content, policy=email_policy.default)
    assert parsed["Subject"] == "Новини"
    assert "Вода буде до вечора" in parsed.get_content()


async def test_a_server_that_refuses_for_now_is_tried_again_and_one_that_refuses_is_not(
    start_house: StartHouse, mailbox: Any
) -> None:
    house = await start_house(smtp_host="127.0.0.1", smtp_port=mailbox.port)
    admin = await house.operator("oksana")
    user = await a_user(admin)
    mailbox.answer = "451 later"
    one = await send(admin, user.id, "news", EMAIL, **NEWS)
    waiting = await until(admin, one.id, {S.NOTIFICATION_STATE_FAILED_TEMPORARY})
    assert waiting.HasField("next_attempt_at")
    mailbox.answer = "250 OK"
    house.clock.advance(milliseconds=3_600_000)
    admin = house.client(
        (await house.client().AuthService.SignInOperator(login="oksana", password="Svitlo-Richensk-1648")).token
    )
    await until(admin, one.id, {S.NOTIFICATION_STATE_SENT})
    mailbox.answer = "550 no such user"
    two = await send(admin, user.id, "news", EMAIL, **NEWS)
    await until(admin, two.id, {S.NOTIFICATION_STATE_FAILED_PERMANENT})
