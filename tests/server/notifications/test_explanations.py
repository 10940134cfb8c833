"""What ExplainNotification says of a message is what becomes of it: its lane and the explanation ask one question."""

from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from smartregion.v1 import notification_service_pb2 as pb
from smartregion.v1.user_service_pb2 import User
from smartregion.v1.work_service_pb2 import WorkKind

from server.codec import DAY_MS, decode_id, encode_id
from server.limits import SENDER_DAY
from server.notifications import delivery_rules
from server.notifications.categories import CATEGORIES, CHANNELS
from server.notifications.decision import Bounds
from server.notifications.delivery.deciding import Deciding
from server.notifications.explanation import Channels, of_message, ways
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.repositories import facts, notifications, outbox
from storage.repositories.facts import UserFacts
from storage.repositories.notifications import NewMessage

from ..conftest import START, House, StartHouse
from ..delivery.test_dispatcher import Post
from ..works.town import DAY, HOUR, WATERWORKS, homes, place, works
from .test_calls import EMAIL, NEWS, SMS, A, R, S, a_user, answer, explained, send
from .test_decision import BOUNDS, CHANNEL, FACTS

MESSAGES = st.fixed_dictionaries(
    {
        "category": st.sampled_from(list(CATEGORIES)),
        "channel": CHANNEL,
        "life": st.integers(-HOUR, 72 * HOUR),
        "emergency": st.booleans(),
        "own_contact": st.booleans(),
        "queue": st.sampled_from([0, 7]),
    }
)


def written(tx: Tx, life: int, **fields: Any) -> int:
    """A message that waits."""
    number = new_id()
    message = NewMessage(
        id=number,
        user_id=5,
        state=S.NOTIFICATION_STATE_QUEUED,
        template_name="news",
        template_version=1,
        language=1,
        subject_sealed=None,
        body_sealed=None,
        recipient_sealed=None,
        suppressed_by=0,
        queued_at=tx.now,
        expires_at=tx.now + life,
        due_at=tx.now,
        parts=1,
        sender_kind=0,
        sender_id=0,
        urgency=pb.URGENCY_NORMAL,
        cause=0,
        cause_id=0,
        edition=0,
        cascade="",
        consent_id=None,
        consent_policy_version="",
        **fields,
    )
    notifications.add_many(tx, [message])
    return number


@given(FACTS, MESSAGES, BOUNDS, st.sets(st.sampled_from(CHANNELS)))
def test_a_message_that_waits_is_explained_by_the_verdict_of_its_lane(
    tx: Tx, of: UserFacts, message: dict[str, Any], bounds: Bounds, available: set[int]
) -> None:
    number = written(tx, **message)
    moves: list[outbox.Moved] = []
    with (
        patch.object(delivery_rules, "current", lambda tx: bounds),
        patch.object(facts, "of_users", lambda tx, user_ids, *rest: dict.fromkeys(user_ids, of)),
    ):
        going = Deciding(tx, sorted(available), moves).ready(outbox.held(tx, [number], [S.NOTIFICATION_STATE_QUEUED]))
        row = notifications.by_id(tx, number)
        assert row is not None
        (said,) = ways(of_message(tx, row, Channels(tuple(sorted(available)), frozenset())), of)
    stopping = [one.rule for one in said.rules if one.answer == A.RULE_ANSWER_STOPS]
    if going:
        assert (said.allowed, said.not_before.ToMilliseconds()) == (True, tx.now)
        return
    (moved,) = moves
    if moved.state == S.NOTIFICATION_STATE_QUEUED:
        assert (said.allowed, said.not_before.ToMilliseconds()) == (True, moved.due_at)
        return
    assert not said.allowed
    assert stopping[0] == (moved.suppressed_by or R.SUPPRESSION_RULE_EXPIRED)


@pytest.fixture
async def post(start_house: StartHouse) -> Post:
    house = await start_house()
    await house.app.delivery.close()
    await house.app.raising.close()
    return Post(house)


async def test_a_letter_to_a_former_address_is_explained_as_it_goes(post: Post) -> None:
    admin = await post.house.operator("oksana")
    users = (await admin.UserService.ListUsers(page_size=100)).users
    one = next(one for one in users if one.HasField("email_confirmed_at"))
    shown = (await admin.UserService.GetUser(id=one.id)).user
    await admin.UserService.UpdateUser(
        user=User(id=one.id, etag=shown.etag, email="insha@example.com"),
        update_mask={"paths": ["email"]},
        reason="на прохання",
    )
    await post.house.app.raising.run_once()
    listed = (await admin.NotificationService.ListNotifications()).notifications
    (letter,) = [message for message in listed if message.channel == EMAIL]
    reply = await explained(admin, notification_id=letter.id)
    assert (letter.state, reply.chosen) == (S.NOTIFICATION_STATE_QUEUED, EMAIL)
    for rule in (R.SUPPRESSION_RULE_NO_CONTACT, R.SUPPRESSION_RULE_CONTACT_UNVERIFIED):
        said = answer(reply, EMAIL, rule)
        assert (said.answer, said.message_en) == (
            A.RULE_ANSWER_NOT_ASKED,
            "The message goes to a contact of its own.",
        )
    await post.run()
    assert (await post.read(letter.id)).state == S.NOTIFICATION_STATE_SENT


async def told_of_works(house: House) -> list[Any]:
    """Works of the waterworks in a street: what somebody who lives there is told."""
    one = (await homes(house))[0]
    await house.utility(WATERWORKS).WorkService.CreateWork(work=works(place(one)))
    await house.app.raising.run_once()
    admin = await house.operator("oksana")
    wanted = pb.NotificationFilter(user_id=encode_id(one.user_id), cause=pb.NOTIFICATION_CAUSE_WORK)
    return list((await admin.NotificationService.ListNotifications(filter=wanted)).notifications)


async def test_a_message_that_the_cap_of_its_sender_stopped_says_so_then_and_later(post: Post) -> None:
    house = post.house
    one = (await homes(house))[0]
    waterworks = house.utility(WATERWORKS)
    due = {"date": "2026-12-25", "amount": "120,50", "service": "холодна вода", "account": "1001"}
    for _ in range(SENDER_DAY - 1):
        await send(waterworks, encode_id(one.user_id), "payment_due", SMS, **due)
    await told_of_works(house)
    stopped, queued = await told_of_works(house)
    admin = await house.operator("oksana")
    assert (queued.suppressed_by, stopped.suppressed_by) == (0, R.SUPPRESSION_RULE_SENDER_CAP)
    told = answer(await explained(admin, notification_id=queued.id), queued.channel, R.SUPPRESSION_RULE_SENDER_CAP)
    assert told.message_en == "The message is counted among those of its sender already."
    reply = await explained(admin, notification_id=stopped.id)
    told = answer(reply, stopped.channel, R.SUPPRESSION_RULE_SENDER_CAP)
    assert (reply.chosen, told.answer) == (0, A.RULE_ANSWER_STOPS)
    assert told.message_en == "The sender had told the user as much that day as one sender may."


async def test_what_stopped_a_message_is_named_though_it_would_pass_by_now(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    made = [await send(admin, user.id, "news", SMS, **NEWS) for _ in range(4)]
    house.clock.advance(milliseconds=2 * DAY_MS)
    house.forget_sessions()
    reply = await explained(await house.operator("oksana"), notification_id=made[-1].id)
    cap = answer(reply, SMS, R.SUPPRESSION_RULE_DAILY_CAP)
    assert (reply.chosen, cap.answer) == (0, A.RULE_ANSWER_STOPS)
    assert cap.message_en == "The user had as many messages that day as the rules allow. It is no longer so."


async def test_an_emergency_reaches_who_is_blocked_or_has_restricted_the_processing(post: Post) -> None:
    house = post.house
    here = await homes(house)
    street = {home.user_id for home in here if home.street == here[0].street}
    await house.app.services.store.write(lambda tx: tx.sql("UPDATE app_user SET state = 2, restricted = ?", (True,)))
    water, oksana = house.utility(WATERWORKS), await house.operator("oksana")
    await water.WorkService.CreateWork(work=works(place(here[0])))
    emergency = works(place(here[0]), kind=WorkKind.WORK_KIND_EMERGENCY, starts_at=START, ends_at=START + DAY)
    await water.WorkService.CreateWork(work=emergency)
    await house.app.raising.run_once()
    await post.run()
    listed = (await oksana.NotificationService.ListNotifications(page_size=100)).notifications
    told = [one for one in listed if one.emergency]
    assert {decode_id(one.user_id) for one in told} == street
    assert {one.state for one in told} == {S.NOTIFICATION_STATE_SENT}
    assert {one.suppressed_by for one in listed if not one.emergency} == {R.SUPPRESSION_RULE_USER_BLOCKED}
