"""A survey that opens invites its audience, once; who switched surveys off hears nothing, nor does who has answered."""

from functools import partial

import pytest
from smartregion.v1 import notification_service_pb2 as pb
from smartregion.v1 import survey_service_pb2 as survey

from server.codec import decode_id
from server.notifications import outdated
from server.notifications.raising import surveys as raising
from server.surveys import schedule, standing
from storage.engine.feed import Topic
from storage.engine.transaction import Tx
from storage.repositories import outbox

from ..conftest import START, House
from .conftest import DAY, HOUR, an_english_one, answer, at, chosen, phones, published, written

CAUSE = int(pb.NotificationCause.NOTIFICATION_CAUSE_SURVEY)
S = pb.NotificationState


async def told(house: House) -> list[int]:
    """Acts on all that has changed; users by message about a survey, in order."""
    await house.app.raising.run_once()

    def query(tx: Tx) -> list[int]:
        rows = tx.sql("SELECT user_id FROM notification WHERE cause = ? ORDER BY id", (CAUSE,))
        return [user_id for (user_id,) in rows]

    return await house.app.services.store.read(query)


async def everybody(house: House) -> list[int]:
    rows = await house.app.services.store.read(lambda tx: tx.sql("SELECT id FROM app_user ORDER BY id"))
    return [user_id for (user_id,) in rows]


async def seen(house: House, one: survey.Survey) -> survey.GetSurveyResponse:
    found: survey.GetSurveyResponse = await (await house.operator("oksana")).SurveyService.GetSurvey(id=one.id)
    return found


async def test_everybody_meant_is_invited_once_some_at_a_time(quiet: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raising, "MESSAGES_AT_ONCE", 5)
    await written(await quiet.operator("oksana"))
    assert await told(quiet) == []
    one = await published(quiet)
    people = await everybody(quiet)
    assert await told(quiet) == people
    found = await seen(quiet, one)
    assert (found.reach.told, found.audience_size) == (len(people), len(people))
    assert found.survey.HasField("invited_at")
    assert found.survey.etag == one.etag
    await quiet.app.services.store.write(partial(Tx.change, topic=Topic.SURVEYS, ids=decode_id(one.id)))
    assert await told(quiet) == people


async def test_it_says_what_it_is_about_and_until_when_in_the_language_of_each(quiet: House) -> None:
    await an_english_one(quiet)
    await published(quiet, days=7)
    await told(quiet)
    admin = await quiet.operator("oksana")
    wanted = pb.NotificationFilter(cause=CAUSE)
    listed = (await admin.NotificationService.ListNotifications(filter=wanted)).notifications
    assert {(one.category, one.urgency) for one in listed} == {(pb.NOTIFICATION_CATEGORY_SURVEY, pb.URGENCY_BULK)}
    bodies = {(await admin.NotificationService.GetNotification(id=one.id)).notification.body for one in listed}
    assert len(bodies) == 2
    assert any("«Тепло вдома»" in body and "30.11.2026" in body for body in bodies)
    assert any('"Heat at home"' in body and "30 Nov 2026" in body for body in bodies)


async def test_who_switched_surveys_off_hears_nothing(quiet: House) -> None:
    mine = await quiet.resident((await phones(quiet))[0])
    now = await mine.NotificationService.GetPreferences()
    off = [
        pb.Preference(category=pb.NOTIFICATION_CATEGORY_SURVEY, channel=channel, enabled=False) for channel in (1, 2, 3)
    ]
    await mine.NotificationService.UpdatePreferences(preferences=off, etag=now.etag)
    one = await published(quiet)
    people = len(await told(quiet))
    reach = (await seen(quiet, one)).reach
    assert (reach.told, reach.suppressed) == (people - 1, 1)


async def test_only_its_audience_is_invited(quiet: House) -> None:
    await an_english_one(quiet)
    await published(quiet, audience=pb.Audience(language=2))
    assert len(await told(quiet)) == 1


async def test_one_that_opens_later_invites_when_it_opens(quiet: House) -> None:
    admin, store = await quiet.operator("oksana"), quiet.app.services.store
    one = await written(admin)
    await admin.SurveyService.PublishSurvey(
        id=one.id, etag=one.etag, opens_at=at(START + HOUR), closes_at=at(START + DAY)
    )
    await schedule.turn(store)
    assert await told(quiet) == []
    quiet.clock.advance(milliseconds=HOUR)
    await schedule.turn(store)
    assert await told(quiet) == await everybody(quiet)


async def outdated_of(house: House) -> dict[int, tuple[str, str]]:
    """Of the invitations that wait: by user, why one must not go out any more."""

    def query(tx: Tx) -> dict[int, tuple[str, str]]:
        ids = [number for (number,) in tx.sql("SELECT id FROM notification WHERE cause = ?", (CAUSE,))]
        rows = outbox.held(tx, ids, [S.NOTIFICATION_STATE_QUEUED])
        found = outdated.found(tx, rows)
        return {row.user_id: found[row.id] for row in rows if row.id in found}

    return await house.app.services.store.write(query)


async def test_what_waits_is_not_sent_to_who_has_answered_nor_once_it_is_over(quiet: House) -> None:
    one = await published(quiet)
    people = await told(quiet)
    admin = await quiet.operator("oksana")
    user = (await admin.UserService.ListUsers(page_size=1)).users[0]
    assert await outdated_of(quiet) == {}
    await answer(await quiet.resident(user.phone), one, chosen("heat", 1))
    assert await outdated_of(quiet) == {decode_id(user.id): standing.ANSWERED}
    now = (await seen(quiet, one)).survey
    await admin.SurveyService.CloseSurvey(id=one.id, etag=now.etag)
    assert await outdated_of(quiet) == dict.fromkeys(people, standing.OVER)


async def test_on_postgresql_a_survey_is_published_told_and_closed(postgres_house: House) -> None:
    house = postgres_house
    await house.app.delivery.close()
    await house.app.raising.close()
    one = await published(house, days=1)
    assert await told(house) == await everybody(house)
    house.clock.advance(milliseconds=DAY)
    house.forget_sessions()
    await schedule.turn(house.app.services.store)
    found = (await seen(house, one)).survey
    assert found.state == survey.SURVEY_STATE_CLOSED
