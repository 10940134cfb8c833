"""Notifications from the outbox to their channels: files and SMTP, and receipts. (What is decided:
tests/server/notifications.)"""

import asyncio
import json
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from google.protobuf.timestamp_pb2 import Timestamp
from smartregion.v1 import notification_service_pb2 as pb

from server.notifications.delivery.dispatcher import Dispatcher

from .conftest import Client, House, StartHouse
from .test_kill import free_port

S, C, CH = pb.NotificationState, pb.NotificationCategory, pb.NotificationChannel
EMAIL, SMS, PUSH = CH.NOTIFICATION_CHANNEL_EMAIL, CH.NOTIFICATION_CHANNEL_SMS, CH.NOTIFICATION_CHANNEL_PUSH

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
        if one.state == S.NOTIFICATION_STATE_DELIVERED:
            break
        await asyncio.sleep(0.05)
        one = (await admin.NotificationService.GetNotification(id=queued.id)).notification
    assert [event.state for event in one.events] == [
        S.NOTIFICATION_STATE_QUEUED,
        S.NOTIFICATION_STATE_SENDING,
        S.NOTIFICATION_STATE_DELIVERED,
    ]
    letters = [json.loads(line) for line in (house.settings.outbox_dir / "sms.jsonl").read_text().splitlines()]
    assert [letter["recipient"] for letter in letters if letter["id"] == queued.id] == [user.phone]


async def test_a_provider_reports_late_twice_and_out_of_order(house: House) -> None:
    from .principals import key_of_provider

    admin = await house.operator("oksana")
    user = await a_user(admin)
    one = await send(admin, user.id, "news", SMS, **NEWS)
    provider = house.client(await key_of_provider(house, "file-sms")).NotificationService
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
