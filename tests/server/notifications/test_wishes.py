"""Wishes with their evidence, the rule that keeps a message in, and texts in versions, over the wire."""

from smartregion.v1 import notification_service_pb2 as pb

from storage.engine.transaction import Tx
from storage.models.notifications import Preference, PreferenceChange

from ..conftest import House, refused
from .test_calls import EMAIL, NEWS, PUSH, SMS, C, S, a_user, send, wish


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


async def test_every_change_is_kept_and_the_last_one_counts(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    resident = await house.resident(user.phone)
    for enabled in (False, True, False):
        await wish(resident, C.NOTIFICATION_CATEGORY_NEWS, EMAIL, enabled)

    def query(tx: Tx) -> tuple[list[bool], list[tuple[bool, int]], int]:
        changes = tx.all(PreferenceChange.select().order_by(PreferenceChange.id))
        counting = [(bool(row.enabled), row.change_id) for row in tx.all(Preference.select())]
        return [bool(change.enabled) for change in changes], counting, changes[-1].id

    history, counting, last = await house.app.services.store.read(query)
    assert history == [False, True, False]
    assert counting == [(False, last)]
    current = await resident.NotificationService.GetPreferences()
    assert current.etag == "3"
    assert len(current.preferences) == 36


async def test_a_wish_is_changed_by_who_read_it(house: House) -> None:
    admin = await house.operator("oksana")
    resident = await house.resident((await a_user(admin)).phone)
    await wish(resident, C.NOTIFICATION_CATEGORY_NEWS, EMAIL, False)
    one = pb.Preference(category=C.NOTIFICATION_CATEGORY_NEWS, channel=EMAIL, enabled=True)
    told = await refused(resident.NotificationService.UpdatePreferences(preferences=[one], etag="0"))
    assert told.reason == "STALE_ETAG"
