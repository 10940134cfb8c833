"""The calls about wishes, texts, devices, contacts and rules, over the wire."""

import asyncio
import json
import re
from typing import Any

import grpc
import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from smartregion.v1 import notification_service_pb2 as pb
from smartregion.v1.common_pb2 import LANGUAGE_UKRAINIAN
from smartregion.v1.options_pb2 import Permission
from smartregion.v1.partner_service_pb2 import PARTNER_KIND_MESSAGE_PROVIDER, PARTNER_KIND_UTILITY

from server.codec import decode_id, encode_id
from server.limits import MESSAGE_LETTERS
from server.notifications import unsubscribe
from server.notifications.channels import InboundText
from server.notifications.decision import RULES
from server.policies import first
from server.privacy.retention import Purge
from storage.engine.transaction import Tx
from storage.models.notifications import Notification
from storage.models.people import User
from storage.repositories import devices, notifications

from ..conftest import Client, House, refused
from ..principals import key_of, key_of_provider

S, C, CH = pb.NotificationState, pb.NotificationCategory, pb.NotificationChannel
EMAIL, SMS, PUSH = CH.NOTIFICATION_CHANNEL_EMAIL, CH.NOTIFICATION_CHANNEL_SMS, CH.NOTIFICATION_CHANNEL_PUSH
R, A = pb.SuppressionRule, pb.RuleAnswer
NEWS = {"title": "Новини", "text": "Вода буде до вечора"}
#: As the push service writes them.
TOKEN = "eX4mPle_t0ken:APA91b-of.a.telephone"


async def a_user(client: Client, number: int = 0) -> Any:
    return (await client.UserService.ListUsers(page_size=number + 1)).users[number]


async def send(client: Client, user_id: str, template: str, channel: int, **values: str) -> pb.Notification:
    reply = await client.NotificationService.SendNotification(
        user_id=user_id, template_name=template, channel=channel, values=values
    )
    return reply.notification


async def wish(client: Client, category: int, channel: int, enabled: bool) -> pb.UpdatePreferencesResponse:
    etag = (await client.NotificationService.GetPreferences()).etag
    one = pb.Preference(category=category, channel=channel, enabled=enabled)
    return await client.NotificationService.UpdatePreferences(preferences=[one], etag=etag)


async def wanted(client: Client, category: int, channel: int) -> pb.Preference:
    reply = await client.NotificationService.GetPreferences()
    return next(one for one in reply.preferences if (one.category, one.channel) == (category, channel))


# -- one message


async def test_a_push_needs_a_device(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    resident = await house.resident(user.phone)
    without = await send(admin, user.id, "news", PUSH, **NEWS)
    assert without.suppressed_by == R.SUPPRESSION_RULE_NO_CONTACT
    assert without.outcome == "Для цього каналу немає контакту."
    await resident.NotificationService.RegisterDevice(token=TOKEN, platform=1, app_version="4.2.1")
    assert (await send(admin, user.id, "news", PUSH, **NEWS)).suppressed_by == 0


async def test_an_address_that_was_never_confirmed_gets_nothing_while_there_is_a_phone(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    user.email = "new@example.com"
    await admin.UserService.UpdateUser(user=user, update_mask={"paths": ["email"]}, reason="на прохання")
    news = await send(admin, user.id, "news", EMAIL, **NEWS)
    assert news.suppressed_by == R.SUPPRESSION_RULE_CONTACT_UNVERIFIED
    duty = await send(admin, user.id, "administrative", EMAIL, **NEWS)  # there is a phone
    assert duty.suppressed_by == R.SUPPRESSION_RULE_CONTACT_UNVERIFIED


async def test_a_message_tells_what_made_it_and_begins_its_life_without_a_row(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    made = await send(admin, user.id, "news", SMS, **NEWS)
    assert made.cause == pb.NotificationCause.NOTIFICATION_CAUSE_SENDER
    assert made.urgency == pb.Urgency.URGENCY_NORMAL
    assert (made.cause_id, made.previous_id, made.next_id, made.consent_id) == ("", "", "", "")
    assert made.parts == 1
    one = (await admin.NotificationService.GetNotification(id=made.id)).notification
    assert one.events[0].state == S.NOTIFICATION_STATE_QUEUED
    listed = await admin.NotificationService.ListNotifications(
        filter=pb.NotificationFilter(cause=pb.NotificationCause.NOTIFICATION_CAUSE_SENDER, user_id=user.id)
    )
    assert [one.id for one in listed.notifications] == [made.id]
    of_another = pb.NotificationFilter(cause=pb.NotificationCause.NOTIFICATION_CAUSE_WORK, cause_id=user.id)
    assert (await admin.NotificationService.ListNotifications(filter=of_another)).total_size == 0


async def test_marketing_over_the_wire_needs_a_wish_and_names_it(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    resident = await house.resident(user.phone)
    never = await send(admin, user.id, "marketing", SMS, **NEWS)
    assert never.suppressed_by == R.SUPPRESSION_RULE_NO_CONSENT
    await wish(resident, C.NOTIFICATION_CATEGORY_MARKETING, SMS, True)
    agreed = await send(admin, user.id, "marketing", SMS, **NEWS)
    assert agreed.state == S.NOTIFICATION_STATE_QUEUED
    assert agreed.consent_policy_version == first.LABEL
    assert agreed.consent_id
    changed = await wish(resident, C.NOTIFICATION_CATEGORY_MARKETING, SMS, False)
    withdrawn = await send(admin, user.id, "marketing", SMS, **NEWS)
    assert withdrawn.suppressed_by == R.SUPPRESSION_RULE_NO_CONSENT
    assert changed.suppressed <= 1


async def test_hostile_values_are_text_and_odd_ones_are_refused(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    html = "<script>alert('{title}')</script> {text} %s {{x}}"
    made = await send(admin, user.id, "news", EMAIL, title="Новини", text=html)
    assert made.body == html
    for odd in ("a\r\nBcc: all@example.org", "\u202etxt.exe", "a\x00b"):
        told = await refused(send(admin, user.id, "news", EMAIL, title=odd, text="t"))
        assert told.violations == (("values.title", "template.value_line"),)
    told = await refused(send(admin, user.id, "news", EMAIL, title="t", text="t", more="m"))
    assert told.violations == (("values.more", "template.value_unknown"),)
    assert "підстановки" not in told.localized


# -- texts


async def test_a_preview_counts_parts_and_says_what_saves_one(house: House) -> None:
    admin = await house.operator("oksana")
    service = admin.NotificationService
    text = "я" * 71
    plain = await service.PreviewNotification(template_name="news", values={"title": "t", "text": text})
    assert (plain.ukrainian.sms_parts, plain.ukrainian.sms_characters_over) == (2, 1)
    assert plain.ukrainian.sms_encoding == pb.SmsEncoding.SMS_ENCODING_UCS2
    assert plain.ukrainian.sms_cost.currency_code == "UAH"
    latin = await service.PreviewNotification(
        template_name="news", values={"title": "t", "text": "Щастя"}, transliterate_sms=True
    )
    assert latin.ukrainian.body == "Shchastia"
    assert latin.ukrainian.sms_encoding == pb.SmsEncoding.SMS_ENCODING_GSM7


async def test_a_text_with_its_values_is_bounded(house: House) -> None:
    service = (await house.operator("oksana")).NotificationService
    text = pb.TemplateText(subject="t", body="{a}" * 1_333)
    news = pb.NotificationCategory.NOTIFICATION_CATEGORY_NEWS
    draft = pb.Template(name="long", category=news, ukrainian=text, english=text)
    told = await refused(service.PreviewNotification(draft=draft, values={"a": "я" * 500}))
    assert told.violations == (("values", "text.length"),)
    shown = await service.PreviewNotification(draft=draft, values={"a": "я" * (MESSAGE_LETTERS // 1_333)})
    assert shown.ukrainian.sms_parts > 100


async def test_typed_placeholders_are_checked_and_written_in_both_languages(house: House) -> None:
    admin = await house.operator("oksana")
    template = pb.Template(
        name="tariff",
        category=C.NOTIFICATION_CATEGORY_NEWS,
        ukrainian=pb.TemplateText(subject="Тариф", body="З {day:date} — {price:money} грн"),
        english=pb.TemplateText(subject="Tariff", body="From {day:date}: {price:money} UAH"),
    )
    made = (await admin.NotificationService.CreateTemplate(template=template)).template
    kinds = pb.PlaceholderKind
    assert list(made.placeholders) == ["day", "price"]
    assert list(made.placeholder_kinds) == [kinds.PLACEHOLDER_KIND_DATE, kinds.PLACEHOLDER_KIND_MONEY]
    values = {"day": "2026-12-01", "price": "1234.5"}
    preview = await admin.NotificationService.PreviewNotification(template_name="tariff", values=values)
    assert preview.ukrainian.body == "З 01.12.2026 — 1234,50 грн"
    assert preview.english.body == "From 1 Dec 2026: 1234.50 UAH"
    user = await a_user(admin)
    told = await refused(send(admin, user.id, "tariff", SMS, day="завтра", price="5"))
    assert told.violations == (("values.day", "template.value_kind"),)
    template.name, template.english.body = "tariff_two", "From {day:text}: {price:money} UAH"
    told = await refused(admin.NotificationService.CreateTemplate(template=template))
    assert told.violations[0][1] == "template.same_placeholders"


async def test_a_built_in_text_asks_for_nothing_that_nobody_gives(house: House) -> None:
    admin = await house.operator("oksana")
    service = admin.NotificationService
    listed = (await service.ListTemplates(page_size=1000)).templates
    built = next(one for one in listed if one.name == "security_alert")
    shorter = pb.Template()
    shorter.CopyFrom(built)
    shorter.ukrainian.body, shorter.english.body = "Усі сеанси завершено.", "All sessions were ended."
    changed = (await service.UpdateTemplate(template=shorter)).template
    assert list(changed.placeholders) == []
    changed.ukrainian.body = changed.english.body = "{instant}: сеанси завершено."  # bare, it is written out
    changed = (await service.UpdateTemplate(template=changed)).template
    for more in ("{name}", "{instant:date}"):
        changed.ukrainian.body = changed.english.body = more
        told = await refused(service.UpdateTemplate(template=changed))
        assert told.violations[0] == ("template", "template.built_in")
    user = await a_user(admin)
    resident = await house.resident(user.phone)
    assert (await resident.AuthService.ReportUnauthorizedUse()).notification_id


# -- why, and why not


async def explained(client: Client, **about: Any) -> pb.ExplainNotificationResponse:
    return await client.NotificationService.ExplainNotification(**about)


def answer(reply: pb.ExplainNotificationResponse, channel: int, rule: int) -> pb.RuleExplanation:
    on = next(one for one in reply.channels if one.channel == channel)
    return next(one for one in on.rules if one.rule == rule)


async def test_a_template_explains_every_rule_on_every_channel(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    resident = await house.resident(user.phone)
    await wish(resident, C.NOTIFICATION_CATEGORY_NEWS, EMAIL, False)
    reply = await explained(admin, user_id=user.id, template_name="news")
    assert {one.channel for one in reply.channels} == {EMAIL, SMS, PUSH}
    for one in reply.channels:
        assert [rule.rule for rule in one.rules] == sorted([rule.rule for rule in one.rules], key=order_of)
        assert len(one.rules) == len(RULES)
        assert all(rule.message_uk and rule.message_en for rule in one.rules)
        assert one.allowed == all(rule.answer != A.RULE_ANSWER_STOPS for rule in one.rules)
        assert one.HasField("not_before") == one.allowed
    assert answer(reply, EMAIL, R.SUPPRESSION_RULE_PREFERENCE_OFF).answer == A.RULE_ANSWER_STOPS
    assert answer(reply, PUSH, R.SUPPRESSION_RULE_NO_CONTACT).answer == A.RULE_ANSWER_STOPS
    assert reply.chosen == SMS
    duty = await explained(admin, user_id=user.id, template_name="security_alert")
    off = answer(duty, EMAIL, R.SUPPRESSION_RULE_PREFERENCE_OFF)
    assert (off.answer, off.message_uk) == (
        A.RULE_ANSWER_NOT_ASKED,
        "Обов'язкове сповіщення надсилається незалежно від вимкненої категорії.",
    )


def order_of(rule: int) -> int:
    return [number for number, _ in RULES].index(rule)


async def test_what_is_explained_is_what_is_done(house: House) -> None:
    """The channel chosen in the explanation is the one on which a message is queued, and no other is suppressed
    less."""
    admin = await house.operator("oksana")
    user = await a_user(admin)
    reply = await explained(admin, user_id=user.id, template_name="news")
    for one in reply.channels:
        sent = await send(admin, user.id, "news", one.channel, **NEWS)
        assert (sent.suppressed_by == 0) == one.allowed
        stopping = [rule.rule for rule in one.rules if rule.answer == A.RULE_ANSWER_STOPS]
        assert sent.suppressed_by == (stopping[0] if stopping else 0)


async def test_a_preview_for_somebody_is_what_would_come_to_them(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    await wish(await house.resident(user.phone), C.NOTIFICATION_CATEGORY_NEWS, EMAIL, False)
    preview = admin.NotificationService.PreviewNotification
    shown = await preview(template_name="news", values=NEWS, user_id=user.id)
    why = await explained(admin, user_id=user.id, template_name="news")
    assert shown.recipient.language == user.language
    assert (list(shown.recipient.channels), shown.recipient.chosen) == (list(why.channels), why.chosen)
    assert shown.recipient.chosen == SMS
    sent = await send(admin, user.id, "news", shown.recipient.chosen, **NEWS)
    own = shown.ukrainian if user.language == LANGUAGE_UKRAINIAN else shown.english
    assert (sent.body, sent.parts, sent.suppressed_by) == (own.body, own.sms_parts, 0)
    assert not (await preview(template_name="news", values=NEWS)).HasField("recipient")
    assert (await refused(preview(template_name="news", values=NEWS, user_id=encode_id(6)))).reason == "NOT_FOUND"


async def test_a_preview_for_somebody_is_a_look_at_them(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    await admin.NotificationService.PreviewNotification(template_name="news", values=NEWS, user_id=user.id)
    auditor = await house.operator("taras")
    wanted = {"user_id": user.id, "action": "NotificationService.PreviewNotification"}
    (entry,) = (await auditor.AuditService.ListAuditEntries(filter=wanted)).entries
    assert (entry.target_kind, entry.target_id) == ("user", user.id)


async def test_the_night_delays_and_an_emergency_does_not_wait(house: House) -> None:
    house.clock.advance(milliseconds=11 * 3_600_000)  # 23:00 in Kyiv
    admin = house.client((await house.client().AuthService.SignInOperator(login="oksana", password=PASSWORD)).token)
    user = await a_user(admin)
    planned = await explained(admin, user_id=user.id, template_name="works_emergency")
    night = answer(planned, SMS, R.SUPPRESSION_RULE_QUIET_HOURS)
    assert night.answer == A.RULE_ANSWER_DELAYS
    assert "24.11.2026 08:00" in night.message_uk
    emergency = await explained(admin, user_id=user.id, template_name="works_emergency", emergency=True)
    assert answer(emergency, SMS, R.SUPPRESSION_RULE_QUIET_HOURS).answer == A.RULE_ANSWER_NOT_ASKED
    told = await refused(explained(admin, user_id=user.id, template_name="news", emergency=True))
    assert told.violations[0][1] == "notification.emergency"


PASSWORD = "Svitlo-Richensk-1648"


async def test_a_message_that_there_is_explains_itself(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    made = await send(admin, user.id, "news", EMAIL, **NEWS)
    reply = await explained(admin, notification_id=made.id)
    assert [one.channel for one in reply.channels] == [EMAIL]
    assert [one.id for one in reply.notifications] == [made.id]
    assert answer(reply, EMAIL, R.SUPPRESSION_RULE_DAILY_CAP).message_en == "The message is counted already."
    other = await a_user(admin, 1)
    assert (await refused(explained(admin, notification_id=made.id, user_id=other.id))).reason == "NOT_FOUND"
    for about in ({"template_name": "news"}, {"campaign_id": made.id}):
        assert (await refused(explained(admin, **about))).violations == (("user_id", "required"),)
    told = await refused(explained(admin, user_id=user.id, campaign_id=made.id))
    assert told.reason == "NOT_FOUND"


async def test_a_message_that_the_cap_stopped_says_so(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    made = [await send(admin, user.id, "news", SMS, **NEWS) for _ in range(4)]
    assert made[-1].suppressed_by == R.SUPPRESSION_RULE_DAILY_CAP
    reply = await explained(admin, notification_id=made[-1].id)
    cap = answer(reply, SMS, R.SUPPRESSION_RULE_DAILY_CAP)
    assert (cap.answer, cap.message_en) == (
        A.RULE_ANSWER_STOPS,
        "For 2026-11-23 the user has 3 of 3 messages already.",
    )
    assert not reply.chosen


async def test_a_message_is_explained_with_those_in_its_place(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    one, two = await send(admin, user.id, "news", PUSH, **NEWS), await send(admin, user.id, "news", SMS, **NEWS)
    first, second = decode_id(one.id), decode_id(two.id)

    def chain(tx: Tx) -> None:
        tx.run(Notification.update(next_id=second, state=6, suppressed_by=0).where(Notification.id == first))
        tx.run(Notification.update(previous_id=first, cascade="3").where(Notification.id == second))

    await house.app.services.store.write(chain)
    for named in (one, two):
        reply = await explained(admin, notification_id=named.id)
        assert [message.id for message in reply.notifications] == [one.id, two.id]
        assert [on.channel for on in reply.channels] == [PUSH, SMS, EMAIL]
    shown = reply.notifications
    assert (shown[0].next_id, shown[1].previous_id) == (two.id, one.id)


async def test_a_campaign_is_explained_by_its_own_order_and_time(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    ends = Timestamp(seconds=house.clock.now() // 1000 + 1)
    said = pb.Campaign(
        name="Новини", template_name="news", values=NEWS, channels=(SMS, EMAIL), expires_at=ends, audience=pb.Audience()
    )
    campaign = (await admin.NotificationService.CreateCampaign(campaign=said)).campaign
    reply = await explained(admin, user_id=user.id, campaign_id=campaign.id)
    assert [on.channel for on in reply.channels] == [SMS, EMAIL]
    assert (reply.chosen, reply.in_audience) == (SMS, True)
    house.clock.advance(milliseconds=1000)
    reply = await explained(admin, user_id=user.id, campaign_id=campaign.id)
    assert answer(reply, SMS, R.SUPPRESSION_RULE_EXPIRED).answer == A.RULE_ANSWER_STOPS
    assert not reply.chosen
    assert (await refused(explained(admin, user_id=user.id, campaign_id=encode_id(6)))).reason == "NOT_FOUND"


# -- devices


async def test_devices_are_a_residents_own_and_their_tokens_are_told_to_nobody(house: House) -> None:
    admin = await house.operator("oksana")
    one, two = [await a_user(admin, number) for number in (0, 1)]
    mine, theirs = await house.resident(one.phone), await house.resident(two.phone)
    made = (await mine.NotificationService.RegisterDevice(token=TOKEN, platform=2, app_version="4.2")).device
    again = (await mine.NotificationService.RegisterDevice(token=TOKEN, platform=2, app_version="4.3")).device
    assert again.id == made.id
    assert [device.app_version for device in (await mine.NotificationService.ListDevices()).devices] == ["4.3"]
    assert (await refused(theirs.NotificationService.RemoveDevice(id=made.id))).reason == "NOT_FOUND"
    assert (await refused(theirs.NotificationService.ListDevices(user_id=one.id))).reason == "PERMISSION_DENIED"

    moved = (await theirs.NotificationService.RegisterDevice(token=TOKEN, platform=2)).device
    assert not (await mine.NotificationService.ListDevices()).devices
    known = await house.app.services.store.read(lambda tx: devices.tokens(tx, [decode_id(one.id), decode_id(two.id)]))
    assert known == {decode_id(two.id): (TOKEN,)}
    assert len((await admin.NotificationService.ListDevices(user_id=two.id)).devices) == 1
    await admin.NotificationService.RemoveDevice(id=moved.id)
    assert not (await theirs.NotificationService.ListDevices()).devices
    assert TOKEN.encode() not in b"".join(path.read_bytes() for path in house.settings.data_dir.glob("smartregion.db*"))


@pytest.mark.parametrize("token", ["short", "a token with a space", "x" * 4097, "ключ-пристрою-абонента"])
async def test_a_token_that_is_none_is_refused(house: House, token: str) -> None:
    admin = await house.operator("oksana")
    resident = await house.resident((await a_user(admin)).phone)
    told = await refused(resident.NotificationService.RegisterDevice(token=token, platform=1))
    assert told.violations[0][0] == "token"


# -- the stop list


async def test_a_contact_on_the_stop_list_is_named_masked_and_released(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    service = admin.NotificationService
    made = (await service.SuppressContact(user_id=user.id, channel=SMS, note="скарга телефоном")).contact
    assert made.reason == pb.CONTACT_SUPPRESSION_REASON_OPERATOR
    assert made.contact_masked == f"{user.phone[:4]}•••••{user.phone[-4:]}"
    assert (await service.SuppressContact(user_id=user.id, channel=SMS, note="іще раз")).contact.id == made.id
    assert (await send(admin, user.id, "news", SMS, **NEWS)).suppressed_by == R.SUPPRESSION_RULE_CONTACT_SUPPRESSED
    listed = await service.ListSuppressedContacts(channel=SMS, user_id=user.id)
    assert (listed.total_size, listed.contacts[0].note) == (1, "скарга телефоном")
    assert (await service.ListSuppressedContacts(channel=EMAIL)).total_size == 0
    await service.ReleaseContact(id=made.id)
    assert (await refused(service.ReleaseContact(id=made.id))).reason == "NOT_FOUND"
    assert (await send(admin, user.id, "news", SMS, **NEWS)).suppressed_by == 0


async def test_a_complaint_is_stated_when_a_contact_is_put_on_the_stop_list(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    calls = admin.NotificationService
    complaint, said_stop = pb.CONTACT_SUPPRESSION_REASON_COMPLAINT, pb.CONTACT_SUPPRESSION_REASON_STOP_KEYWORD
    by_itself = await refused(calls.SuppressContact(user_id=user.id, channel=SMS, note="скарга", reason=said_stop))
    assert by_itself.reason == "INVALID_FIELD"
    await calls.SuppressContact(user_id=user.id, channel=SMS, note="скарга", reason=complaint)
    assert [one.reason for one in (await calls.ListSuppressedContacts(user_id=user.id)).contacts] == [complaint]


async def test_the_stop_list_goes_by_pages_newest_first(house: House) -> None:
    admin = await house.operator("oksana")
    service = admin.NotificationService
    users = (await admin.UserService.ListUsers(page_size=5)).users
    made = [
        (await service.SuppressContact(user_id=user.id, channel=SMS, note="немає такого")).contact.id for user in users
    ]
    seen, token = [], ""
    while True:
        page = await service.ListSuppressedContacts(page_size=2, page_token=token)
        seen += [one.id for one in page.contacts]
        token = page.next_page_token
        if not token:
            break
    assert seen == made[::-1]


# -- quiet hours, caps, stop words


async def test_delivery_rules_are_changed_by_who_read_them(house: House) -> None:
    admin = await house.operator("oksana")
    service = admin.NotificationService
    rules = (await service.GetDeliveryRules()).rules
    assert (rules.quiet_from_hour, rules.quiet_until_hour, rules.daily_cap) == (22, 8, 3)
    assert list(rules.stop_keywords) == ["STOP", "СТОП"]
    rules.daily_cap = 1
    changed = (await service.UpdateDeliveryRules(rules=rules)).rules
    assert changed.daily_cap == 1
    assert (await refused(service.UpdateDeliveryRules(rules=rules))).reason == "STALE_ETAG"
    user = await a_user(admin)
    await send(admin, user.id, "news", SMS, **NEWS)
    assert (await send(admin, user.id, "news", SMS, **NEWS)).suppressed_by == R.SUPPRESSION_RULE_DAILY_CAP


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        (["STOP", "stop"], "delivery_rules.keywords_differ"),
        (["12"], "delivery_rules.keyword_letters"),
        ([], "repeated.min_items"),
        (["so much of a word is none"], "string.max_len"),
    ],
)
async def test_stop_words_are_words(house: House, words: list[str], rule: str) -> None:
    admin = await house.operator("oksana")
    rules = (await admin.NotificationService.GetDeliveryRules()).rules
    del rules.stop_keywords[:]
    rules.stop_keywords.extend(words)
    told = await refused(admin.NotificationService.UpdateDeliveryRules(rules=rules))
    assert told.violations[0][1] == rule


# -- unsubscribing


def token_of(house: House, user_id: str, category: int, channel: int) -> str:
    keyring = house.app.services.store.keys.keyring
    return unsubscribe.token(keyring, unsubscribe.Place(decode_id(user_id), category, channel))


async def test_one_click_switches_off_and_is_evidence(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    resident = await house.resident(user.phone)
    token = token_of(house, user.id, C.NOTIFICATION_CATEGORY_NEWS, EMAIL)
    for _ in range(2):
        reply = await house.client().NotificationService.Unsubscribe(token=token)
        assert list(reply.categories) == [C.NOTIFICATION_CATEGORY_NEWS]
        assert reply.channel == EMAIL
    place = await wanted(resident, C.NOTIFICATION_CATEGORY_NEWS, EMAIL)
    assert not place.enabled
    assert place.origin == pb.PREFERENCE_ORIGIN_UNSUBSCRIBE_LINK
    assert (await resident.NotificationService.GetPreferences()).etag == "1", "the second click records nothing"
    assert (await send(admin, user.id, "news", EMAIL, **NEWS)).suppressed_by == R.SUPPRESSION_RULE_PREFERENCE_OFF
    assert (await send(admin, user.id, "news", SMS, **NEWS)).suppressed_by == 0


async def test_one_click_stops_what_waits(house: House) -> None:
    house.clock.advance(milliseconds=11 * 3_600_000)  # at night an SMS waits
    admin = house.client((await house.client().AuthService.SignInOperator(login="oksana", password=PASSWORD)).token)
    user = await a_user(admin)
    waiting = await send(admin, user.id, "news", SMS, **NEWS)
    assert waiting.HasField("next_attempt_at")
    await house.client().NotificationService.Unsubscribe(
        token=token_of(house, user.id, C.NOTIFICATION_CATEGORY_NEWS, SMS)
    )
    one = (await admin.NotificationService.GetNotification(id=waiting.id)).notification
    assert (one.state, one.suppressed_by) == (S.NOTIFICATION_STATE_SUPPRESSED, R.SUPPRESSION_RULE_PREFERENCE_OFF)
    assert [(event.state, event.detail) for event in one.events] == [
        (S.NOTIFICATION_STATE_QUEUED, ""),
        (S.NOTIFICATION_STATE_SUPPRESSED, one.outcome),
    ]


async def test_the_last_channel_of_a_contract_and_a_duty_stay(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    anybody = house.client("", ("accept-language", "uk")).NotificationService
    for channel in (PUSH, SMS):
        await anybody.Unsubscribe(token=token_of(house, user.id, C.NOTIFICATION_CATEGORY_DEBT, channel))
    told = await refused(anybody.Unsubscribe(token=token_of(house, user.id, C.NOTIFICATION_CATEGORY_DEBT, EMAIL)))
    assert told.violations == (("token", "preference.last_channel"),)
    assert told.localized.startswith("це сповіщення за договором")
    told = await refused(anybody.Unsubscribe(token=token_of(house, user.id, C.NOTIFICATION_CATEGORY_SECURITY, EMAIL)))
    assert told.violations == (("token", "preference.fixed"),)


async def test_a_token_that_is_not_ours_is_refused_and_one_of_somebody_gone_says_nothing(house: House) -> None:
    anybody = house.client().NotificationService
    right = token_of(house, "0000000000001", C.NOTIFICATION_CATEGORY_NEWS, EMAIL)
    assert list((await anybody.Unsubscribe(token=right)).categories) == [C.NOTIFICATION_CATEGORY_NEWS]
    wrong = [right[:-1] + ("A" if right[-1] != "A" else "B"), "A" * 16, "A" * 35, right[::-1]]
    for token in wrong:
        assert (await refused(anybody.Unsubscribe(token=token))).violations == (("token", "unsubscribe.token"),)


async def test_stop_by_sms_ends_marketing_news_and_surveys_and_nothing_else(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    resident = await house.resident(user.phone)
    await wish(resident, C.NOTIFICATION_CATEGORY_MARKETING, SMS, True)
    provider = house.client(await key_of_provider(house, "file-sms")).NotificationService
    told = await provider.Unsubscribe(sms=pb.InboundSms(from_phone=user.phone, text="Стоп, а скільки це коштує?"))
    assert not told.categories
    told = await provider.Unsubscribe(sms=pb.InboundSms(from_phone=user.phone, text=" «стоп»! \n"))
    assert list(told.categories) == list(unsubscribe.BY_KEYWORD)
    assert told.channel == SMS
    stranger = await provider.Unsubscribe(sms=pb.InboundSms(from_phone="+380501112233", text="stop"))
    assert stranger == told, "whether somebody is known by a phone is not said"
    for category in unsubscribe.BY_KEYWORD:
        place = await wanted(resident, category, SMS)
        assert (place.enabled, place.origin) == (False, pb.PREFERENCE_ORIGIN_SMS_KEYWORD)
    assert (await wanted(resident, C.NOTIFICATION_CATEGORY_NEWS, EMAIL)).enabled
    assert (await wanted(resident, C.NOTIFICATION_CATEGORY_DEBT, SMS)).enabled
    etag = (await resident.NotificationService.GetPreferences()).etag
    await provider.Unsubscribe(sms=pb.InboundSms(from_phone=user.phone, text="STOP"))
    assert (await resident.NotificationService.GetPreferences()).etag == etag


async def test_only_a_provider_reports_what_was_sent_back(house: House) -> None:
    sms = pb.InboundSms(from_phone="+380501112233", text="STOP")
    for client in (
        house.client(),
        house.client(await key_of(house, PARTNER_KIND_UTILITY)),
        await house.operator("oksana"),
        house.client(await key_of(house, PARTNER_KIND_MESSAGE_PROVIDER)),
        house.client(await key_of_provider(house, "file-push")),
        house.client(await key_of(house, PARTNER_KIND_MESSAGE_PROVIDER, (Permission.PERMISSION_RECEIPTS_RECORD,))),
    ):
        told = await refused(client.NotificationService.Unsubscribe(sms=sms))
        assert told.code == grpc.StatusCode.PERMISSION_DENIED


@pytest.mark.parametrize("sender", ["+380970000038", "380970000038", "0970000038", "+38 (097) 000-00-38"])
def test_a_sender_is_known_however_the_smsc_writes_it(sender: str) -> None:
    assert unsubscribe.sender_phone(sender) == "+380970000038"


@pytest.mark.parametrize("sender", ["", "7799", "SmartRegion", "48501234567", "0" * 10_000, "\ud800", "0970"])
def test_a_sender_that_is_no_phone_is_nobody(sender: str) -> None:
    assert unsubscribe.sender_phone(sender) is None


async def test_beside_the_contract_a_link_and_a_text_do_the_same(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    resident = await house.resident(user.phone)
    beside = unsubscribe.Unsubscribing(house.app.services)
    token = token_of(house, user.id, C.NOTIFICATION_CATEGORY_SURVEY, EMAIL)
    assert beside.names(token) == (C.NOTIFICATION_CATEGORY_SURVEY, EMAIL)
    await beside.by_link(token)
    assert not (await wanted(resident, C.NOTIFICATION_CATEGORY_SURVEY, EMAIL)).enabled
    await beside.by_text(InboundText("life", user.phone.removeprefix("+"), "Stop", 0))  # of no type of number
    assert not (await wanted(resident, C.NOTIFICATION_CATEGORY_NEWS, SMS)).enabled
    for sender in ("INFO", "", "+380501112233"):
        await beside.by_text(InboundText("life", sender, "STOP", 0))
    entries = (await (await house.operator("taras")).AuditService.ListAuditEntries(page_size=100)).entries
    assert {"unsubscribe.by_link", "unsubscribe.by_text"} <= {entry.action for entry in entries}


# -- confirming an address


async def code_of(house: House, user_id: str) -> str:
    """The code in the last e-mail to a user, as the dispatcher would hand it over."""

    def query(tx: Tx) -> str:
        wanted_rows = Notification.select().where(
            (Notification.user_id == decode_id(user_id)) & (Notification.template_name == "email_code")
        )
        message = notifications.opened(tx, tx.all(wanted_rows.order_by(Notification.id.desc()).limit(1)))[0]
        assert message.recipient
        found = re.search("[0-9]{6}", message.body)
        assert found is not None
        return found.group()

    return await house.app.services.store.read(query)


async def unconfirmed(house: House, number: int = 0) -> tuple[Any, Client]:
    """A resident whose address is new."""
    admin = await house.operator("oksana")
    user = await a_user(admin, number)
    resident = await house.resident(user.phone)
    user.email = f"fresh{number}@example.com"
    changed = await admin.UserService.UpdateUser(user=user, update_mask={"paths": ["email"]}, reason="на прохання")
    assert not changed.user.HasField("email_confirmed_at")
    return changed.user, resident


async def test_a_resident_confirms_their_address_by_a_code(house: House) -> None:
    user, resident = await unconfirmed(house)
    started = await resident.AuthService.StartEmailVerification()
    code = await code_of(house, user.id)
    confirmed = await resident.AuthService.ConfirmEmail(verification_id=started.verification_id, code=code)
    assert confirmed.confirmed_at.seconds == house.clock.now() // 1000
    again = (await resident.UserService.GetUser(id=user.id)).user
    assert again.email_confirmed_at == confirmed.confirmed_at
    assert int(again.etag) > int(user.etag)
    assert (await refused(resident.AuthService.StartEmailVerification())).reason == "CONFLICT"
    admin = await house.operator("oksana")
    assert (await send(admin, user.id, "news", EMAIL, **NEWS)).suppressed_by == 0


async def test_the_code_arrives_and_confirms(house: House) -> None:
    """From the call to the letter, over the outbox and the channel."""
    user, resident = await unconfirmed(house)
    started = await resident.AuthService.StartEmailVerification()
    letters = house.settings.outbox_dir / "email.jsonl"
    for _ in range(200):
        if letters.exists() and user.email in letters.read_text(encoding="utf-8"):
            break
        await asyncio.sleep(0.05)
    letter = json.loads(letters.read_text(encoding="utf-8").splitlines()[-1])
    assert letter["recipient"] == user.email
    code = re.search("[0-9]{6}", letter["body"])
    assert code is not None
    await resident.AuthService.ConfirmEmail(verification_id=started.verification_id, code=code.group())


async def test_a_code_is_shown_to_nobody_but_in_the_letter(house: House) -> None:
    """Else somebody could confirm an address that is not theirs by reading their own messages."""
    user, resident = await unconfirmed(house)
    await resident.AuthService.StartEmailVerification()
    code = await code_of(house, user.id)
    for client in (resident, await house.operator("oksana")):
        listed = (await client.NotificationService.ListNotifications()).notifications
        one = next(one for one in listed if one.template_name == "email_code")
        assert code not in str(listed)
        assert code not in str(await client.NotificationService.GetNotification(id=one.id))
    assert one.urgency == pb.Urgency.URGENCY_URGENT
    assert one.expires_at.seconds == house.clock.now() // 1000 + 30 * 60


async def test_a_wrong_code_is_counted_and_the_right_one_expires_for_e_mail_too(house: House) -> None:
    user, resident = await unconfirmed(house)
    started = await resident.AuthService.StartEmailVerification()
    right = await code_of(house, user.id)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for code in (*[wrong] * 5, right):
        told = await refused(resident.AuthService.ConfirmEmail(verification_id=started.verification_id, code=code))
        assert told.reason == "CODE_REJECTED"
    started = await resident.AuthService.StartEmailVerification()
    right = await code_of(house, user.id)
    house.clock.advance(milliseconds=31 * 60_000)
    told = await refused(resident.AuthService.ConfirmEmail(verification_id=started.verification_id, code=right))
    assert told.reason == "CODE_REJECTED"


async def test_a_code_confirms_the_address_it_was_sent_to_and_its_own_user(house: House) -> None:
    user, resident = await unconfirmed(house)
    started = await resident.AuthService.StartEmailVerification()
    code = await code_of(house, user.id)
    _, other = await unconfirmed(house, 1)
    told = await refused(other.AuthService.ConfirmEmail(verification_id=started.verification_id, code=code))
    assert told.reason == "CODE_REJECTED"
    admin = await house.operator("oksana")
    user.email = "third@example.com"
    await admin.UserService.UpdateUser(user=user, update_mask={"paths": ["email"]}, reason="на прохання")
    told = await refused(resident.AuthService.ConfirmEmail(verification_id=started.verification_id, code=code))
    assert told.reason == "CODE_REJECTED"
    assert not (await resident.UserService.GetUser(id=user.id)).user.HasField("email_confirmed_at")


async def test_an_address_is_taken_once_it_is_confirmed_and_that_is_told_to_who_reads_it_alone(house: House) -> None:
    """Else anybody could ask which addresses are known here, and keep an owner out by claiming theirs."""
    first, resident = await unconfirmed(house)
    second, other = await unconfirmed(house, 1)
    admin = await house.operator("oksana")
    second.email = first.email.upper()
    letter = {"update_mask": {"paths": ["email"]}, "reason": "за листом"}
    claimed = (await admin.UserService.UpdateUser(user=second, **letter)).user
    assert not claimed.HasField("email_confirmed_at")
    started = await other.AuthService.StartEmailVerification()
    late = await resident.AuthService.StartEmailVerification()
    codes = [await code_of(house, one.id) for one in (second, first)]
    await other.AuthService.ConfirmEmail(verification_id=started.verification_id, code=codes[0])
    told = await refused(resident.AuthService.ConfirmEmail(verification_id=late.verification_id, code=codes[1]))
    assert told.reason == "ALREADY_EXISTS"
    assert "user.email" in told.message
    third = await a_user(admin, 2)
    third.email = first.email
    await admin.UserService.UpdateUser(user=third, **letter)


async def test_codes_of_a_day_are_limited_and_the_same_request_sends_one(house: House) -> None:
    user, resident = await unconfirmed(house)
    request_id = "6f2c7b0e-3a51-4d0c-9c55-0c2f2f9e7a11"
    first = await resident.AuthService.StartEmailVerification(request_id=request_id)
    assert await resident.AuthService.StartEmailVerification(request_id=request_id) == first
    for _ in range(4):
        await resident.AuthService.StartEmailVerification()
    assert (await refused(resident.AuthService.StartEmailVerification())).reason == "LOCKED_OUT"
    counted = await house.app.services.store.read(
        lambda tx: len([row for row in notifications_of(tx, user.id) if row.template_name == "email_code"])
    )
    assert counted == 5
    house.clock.advance(days=1, milliseconds=1)
    assert await Purge(house.app.services).turn() >= 5
    resident = await house.resident(user.phone)
    await resident.AuthService.StartEmailVerification()


def notifications_of(tx: Tx, user_id: str) -> list[Notification]:
    return tx.all(Notification.select().where(Notification.user_id == decode_id(user_id)))


async def test_the_town_begins_with_confirmed_addresses(house: House) -> None:
    rows = await house.app.services.store.read(lambda tx: tx.all(User.select(User.email_confirmed_at)))
    assert rows
    assert all(row.email_confirmed_at for row in rows)
