"""What partners and operators may say to whom."""

from typing import Any

import grpc
import pytest
from smartregion.v1 import notification_service_pb2 as pb
from smartregion.v1.operator_service_pb2 import OperatorRole
from smartregion.v1.options_pb2 import Permission

from server.codec import decode_id, encode_id
from server.limits import SENDER_DAY
from server.notifications import links, sms, unsubscribe
from server.notifications.placeholders import Kind, check_values
from server.notifications.unsubscribe import Place

from ..conftest import Client, House, refused
from ..principals import with_role
from ..works.town import GASWORKS, WATERWORKS, homes

UNKNOWN = "0000000000001"
SMS, EMAIL = pb.NOTIFICATION_CHANNEL_SMS, pb.NOTIFICATION_CHANNEL_EMAIL
DUE = {"date": "2026-12-25", "amount": "120,50", "service": "холодна вода", "account": "1001"}
WORKS = {
    "service": "Вода",
    "place": "за адресою Франка, 14",
    "reason": "насос",
    "from": "2026-12-25T09:00:00+02:00",
    "until": "2026-12-25T18:00:00+02:00",
}


def send(client: Client, user_id: str, template: str, channel: int = SMS, **values: str) -> Any:
    return client.NotificationService.SendNotification(
        user_id=user_id, template_name=template, channel=channel, values=values
    )


async def a_user(client: Client) -> Any:
    return (await client.UserService.ListUsers(page_size=1)).users[0]


async def a_customer(house: House) -> str:
    """A user of the waterworks that the gasworks has no account of."""
    return encode_id((await homes(house))[0].user_id)


async def test_a_partner_writes_to_those_who_have_an_account_of_its_own(house: House) -> None:
    one = await a_customer(house)
    assert (await send(house.utility(WATERWORKS), one, "payment_due", **DUE)).notification.id


async def test_a_partner_announces_no_emergency_by_a_message(house: House) -> None:
    values = {name: value for name, value in WORKS.items() if name != "from"}
    call = house.utility(WATERWORKS).NotificationService.SendNotification(
        user_id=await a_customer(house), template_name="works_emergency", channel=SMS, values=values, emergency=True
    )
    assert (await refused(call)).reason == "PERMISSION_DENIED"


async def test_a_partner_sends_no_link(house: House) -> None:
    spoilt = DUE | {"service": "воду на https://evil.example/pay"}
    told = await refused(send(house.utility(WATERWORKS), await a_customer(house), "payment_due", **spoilt))
    assert told.violations[0][:2] == ("values.service", "text.link")


async def test_a_partner_writes_to_one_user_so_often_a_day_and_others_still_may(house: House) -> None:
    one, partner = await a_customer(house), house.utility(WATERWORKS)
    for _ in range(SENDER_DAY):
        await send(partner, one, "payment_due", **DUE)
    assert (await refused(send(partner, one, "payment_due", **DUE))).reason == "LIMIT_EXCEEDED"
    admin = await house.operator("oksana")
    assert (await send(admin, one, "payment_due", **DUE)).notification.suppressed_by == 0


async def test_a_partner_sends_no_longer_sms_than_others(house: House) -> None:
    long = DUE | {"service": "вода " * 100}
    told = await refused(send(house.utility(WATERWORKS), await a_customer(house), "payment_due", **long))
    assert told.violations[0][:2] == ("values", "notification.sms_parts")
    by_letter = send(house.utility(WATERWORKS), await a_customer(house), "payment_due", EMAIL, **long)
    assert (await by_letter).notification.id


@pytest.mark.parametrize("decision", ["none", "unsubscribed", "stopped", "blocked"])
async def test_whoever_is_under_no_grant_of_a_partner_is_not_found_whatever_was_decided_of_them(
    house: House, decision: str
) -> None:
    """Whether somebody unsubscribed, stands on the stop list or is blocked is told to nobody who may not know of
    them."""
    one, gasworks = await a_customer(house), house.utility(GASWORKS)
    admin = await house.operator("oksana")
    match decision:
        case "unsubscribed":
            place = Place(decode_id(one), pb.NOTIFICATION_CATEGORY_PAYMENT_DUE, SMS)
            token = unsubscribe.token(house.app.services.store.keys.keyring, place)
            await house.client().NotificationService.Unsubscribe(token=token)
        case "stopped":
            await admin.NotificationService.SuppressContact(user_id=one, channel=SMS, note="просив")
        case "blocked":
            user = (await admin.UserService.GetUser(id=one)).user
            await admin.UserService.BlockUser(id=one, etag=user.etag, reason="перевірка")
    told = await refused(send(gasworks, one, "payment_due", **DUE))
    unknown = await refused(send(gasworks, UNKNOWN, "payment_due", **DUE))
    assert (told.code, told.reason) == (unknown.code, unknown.reason) == (grpc.StatusCode.NOT_FOUND, "NOT_FOUND")
    assert told.message.replace(one, UNKNOWN) == unknown.message
    own = (await send(house.utility(WATERWORKS), one, "payment_due", **DUE)).notification
    assert (own.state == pb.NOTIFICATION_STATE_SUPPRESSED) == (decision != "none")
    hidden = await refused(gasworks.NotificationService.GetNotification(id=own.id))
    assert hidden.reason == "NOT_FOUND"
    assert (await gasworks.NotificationService.ListNotifications()).total_size == 0


async def test_a_code_is_sent_by_nobody(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    told = await refused(send(admin, user.id, "email_code", code="123456. Передзвоніть"))
    assert told.violations[0][1] == "notification.secret"


async def test_a_message_has_an_end(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    told = await refused(send(admin, user.id, "news", title="Новини", text="слово " * 80))
    assert told.violations[0][1] == "notification.sms_parts"


@pytest.mark.parametrize("role", ["SUPPORT", "DISPATCHER"])
async def test_a_duty_is_sent_by_administrators(house: House, role: str) -> None:
    await with_role(house, "ivan", OperatorRole.Value(f"OPERATOR_ROLE_{role}"))
    client = await house.operator("ivan")
    user = await a_user(client)
    told = await refused(send(client, user.id, "administrative", title="Знижки", text="-50%"))
    assert told.reason == "PERMISSION_DENIED"
    assert Permission.Name(Permission.PERMISSION_DUTIES_SEND) in told.message


async def test_a_campaign_and_a_template_of_a_duty_are_an_administrators(house: House) -> None:
    await with_role(house, "ivan", OperatorRole.OPERATOR_ROLE_DISPATCHER)
    dispatcher = await house.operator("ivan")
    duty = pb.Campaign(
        name="Знижки",
        template_name="administrative",
        values={"title": "Знижки", "text": "-50%"},
        audience=pb.Audience(),
    )
    assert (await refused(dispatcher.NotificationService.CreateCampaign(campaign=duty))).reason == "PERMISSION_DENIED"
    text = pb.TemplateText(subject="Т", body="{text}")
    template = pb.Template(name="mine", category=pb.NOTIFICATION_CATEGORY_SECURITY, ukrainian=text, english=text)
    assert (await refused(dispatcher.NotificationService.CreateTemplate(template=template))).reason == (
        "PERMISSION_DENIED"
    )
    admin = await house.operator("oksana")
    assert (await admin.NotificationService.CreateCampaign(campaign=duty)).campaign.id


async def test_security_has_no_campaigns(house: House) -> None:
    admin = await house.operator("oksana")
    one = pb.Campaign(
        name="Телефон", template_name="phone_changed", values={"instant": "сьогодні"}, audience=pb.Audience()
    )
    told = await refused(admin.NotificationService.CreateCampaign(campaign=one))
    assert told.violations[0][1] == "campaign.category"


@pytest.mark.parametrize(
    "text",
    [
        "https://evil.example/pay",
        "пишіть на evil.example",
        "evil\u200b.example",
        "evil．example",
        "www.сайт",
        "сайт.укр",
        "10.0.0.1",
        "a@b",
        "tel:102",
    ],
)
def test_what_a_telephone_makes_a_link_of_is_found(text: str) -> None:
    assert links.found(text)


@pytest.mark.parametrize(
    "text",
    [
        "вул.Франка, 14, кв.5",
        "м.Київ",
        "25.11.2026 14:00",
        "120.50 грн",
        "a pump",
        "i.e. a pump",
        "3.5 kW.h",
        "ДТЕК №1",
    ],
)
def test_what_people_write_is_no_link(text: str) -> None:
    assert not links.found(text)


@pytest.mark.parametrize(
    "letter", ["\u00ad", "\u200c", "\u200d", "\u180e", "\U000e0041", "\u3164", "а\u0301\u0302\u0303\u0304"]
)
def test_what_is_not_seen_is_no_value(letter: str) -> None:
    with pytest.raises(Exception, match="value_line"):
        check_values({"text": Kind.TEXT}, {"text": f"сло{letter}во"})


@pytest.mark.parametrize("text", ["€" * 8_000, "ї" * 8_000, "a" * 161, "a" * 200 + "ї", "ї" * 71, "a" * 160])
def test_fewer_letters_save_a_part(text: str) -> None:
    fewer = sms.over(text)
    parts = len(sms.split(text).parts)
    if parts == 1:
        assert fewer == 0
    else:
        assert len(sms.split(text[:-fewer]).parts) < parts
        assert fewer == 1 or len(sms.split(text[: 1 - fewer]).parts) == parts
