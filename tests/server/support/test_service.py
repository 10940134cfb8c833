"""Support from the form to the answer: who may write what, what each state allows, and who waits how long."""

import asyncio
from typing import Any

import pytest
from google.type.date_pb2 import Date
from smartregion.v1 import support_service_pb2 as pb
from smartregion.v1.privacy_request_service_pb2 import IntakeChannel, PrivacyRequestKind

from server.limits import SUPPORT_MESSAGES_A_DAY, SUPPORT_REPLY_LETTERS, SUPPORT_THREADS_A_DAY
from server.privacy import erasure
from server.support.workflow import CALLS, WORKFLOW
from storage.engine.transaction import Tx
from storage.repositories import key_owners, retention, support, users

from ..conftest import Client, House, refused

S, K = pb.ThreadState, pb.MessageKind
OPEN, ANSWERED, CLOSED = S.THREAD_STATE_OPEN, S.THREAD_STATE_ANSWERED, S.THREAD_STATE_CLOSED
INCOMING, REPLY, NOTE = K.MESSAGE_KIND_INCOMING, K.MESSAGE_KIND_REPLY, K.MESSAGE_KIND_NOTE
MINUTE, DAY = 60_000, 86_400_000


def form(**changes: Any) -> pb.FeedbackForm:
    values = {"first_name": "Ганна", "last_name": "Бойко", "email": "hanna@example.org", "text": "Де мій рахунок?"}
    return pb.FeedbackForm(**{**values, **changes})


async def a_stranger(house: House, **changes: Any) -> Any:
    return (await house.gateway().SupportService.CreateThread(form=form(**changes))).thread


async def a_resident(house: House, number: int = 0) -> Client:
    admin = await house.operator("oksana")
    return await house.resident((await admin.UserService.ListUsers(page_size=9)).users[number].phone)


@pytest.mark.parametrize("wanted", [{"assignee_id": "0000000000001"}, {"unassigned": True}])
async def test_residents_do_not_ask_who_works_on_their_thread(house: House, wanted: dict[str, Any]) -> None:
    mine = await a_resident(house)
    await of_resident(mine)
    told = await refused(mine.SupportService.ListThreads(filter=pb.ThreadFilter(**wanted)))
    assert told.violations == ((f"filter.{next(iter(wanted))}", "support.own"),)
    assert len((await mine.SupportService.ListThreads()).threads) == 1


async def of_resident(client: Client, text: str = "Лічильник мовчить.") -> Any:
    return (await client.SupportService.CreateThread(form=pb.FeedbackForm(text=text))).thread


async def test_a_stranger_is_answered_by_the_mail_that_they_gave(house: House) -> None:
    desk = (await house.operator("iryna")).SupportService
    made = await a_stranger(house)
    assert (made.number, made.state, made.user_id) == ("S-2026-000001", OPEN, "")
    house.clock.advance(milliseconds=5 * MINUTE)
    done = await desk.PostMessage(thread_id=made.id, kind=REPLY, text="Рахунок надіслано.")
    assert (done.thread.state, done.thread.first_answer_seconds) == (ANSWERED, 300)
    assert not done.thread.HasField("waiting_since")
    for _ in range(100):
        said = (await desk.GetThread(id=made.id)).messages
        if said[-1].notification_id:
            break
        await asyncio.sleep(0.05)
    admin = await house.operator("oksana")
    message = (await admin.NotificationService.GetNotification(id=said[-1].notification_id)).notification
    assert message.recipient_masked == "h•••@example.org"
    assert made.number in message.body
    assert "Рахунок надіслано." in message.body


async def test_a_resident_sees_their_own_and_no_note_and_opens_it_again(house: House) -> None:
    desk, mine = (await house.operator("iryna")).SupportService, (await a_resident(house))
    made = await of_resident(mine)
    assert made.first_name
    await desk.PostMessage(thread_id=made.id, kind=NOTE, text="Перевірити адресу.")
    await desk.PostMessage(thread_id=made.id, kind=REPLY, text="Майстер буде завтра.")
    closed = (await desk.GetThread(id=made.id)).thread
    await desk.CloseThread(id=made.id, etag=closed.etag)
    again = await mine.SupportService.PostMessage(thread_id=made.id, kind=INCOMING, text="Його не було.")
    assert again.thread.state == OPEN
    seen = await mine.SupportService.GetThread(id=made.id)
    assert [one.kind for one in seen.messages] == [INCOMING, REPLY, INCOMING]
    assert not seen.messages[1].author_name
    other = await a_resident(house, 1)
    assert (await refused(other.SupportService.GetThread(id=made.id))).reason == "NOT_FOUND"
    assert not (await other.SupportService.ListThreads()).threads


@pytest.mark.parametrize(
    ("changes", "field", "rule"),
    [
        ({"email": ""}, "form.email", "support.contact"),
        ({"first_name": ""}, "form.first_name", "support.first_name"),
        ({"text": " \n "}, "form.text", "support.text"),
        ({"text": "ні\u202eтак"}, "form.text", "string.text"),
        ({"text": "\x1b[2J"}, "form.text", "string.text"),
        ({"first_name": "Га\u2066нна"}, "form.first_name", "string.line"),
        ({"text": "я" * 4001}, "form.text", "string.max_len"),
        ({"email": "немає"}, "form.email", "string.email"),
        ({"phone": "+9990000000"}, "form.phone", "phone.e164"),
    ],
)
async def test_a_form_that_can_not_be_answered_or_read_names_the_field(
    house: House, changes: dict[str, str], field: str, rule: str
) -> None:
    assert (field, rule) in (await refused(a_stranger(house, **changes))).violations


async def test_a_flood_is_stopped_by_contact_and_by_thread(house: House) -> None:
    for _ in range(SUPPORT_THREADS_A_DAY):
        await a_stranger(house)
    assert (await refused(a_stranger(house))).reason == "LIMIT_EXCEEDED"
    await a_stranger(house, email="other@example.org")
    mine = await a_resident(house)
    made = await of_resident(mine)
    for _ in range(SUPPORT_MESSAGES_A_DAY - 1):
        await mine.SupportService.PostMessage(thread_id=made.id, kind=INCOMING, text="Ще раз.")
        house.clock.advance(milliseconds=1_000)
    again = await refused(mine.SupportService.PostMessage(thread_id=made.id, kind=INCOMING, text="Ще."))
    assert again.reason == "LIMIT_EXCEEDED"


async def test_each_kind_of_message_is_for_its_writer(house: House) -> None:
    desk, mine = (await house.operator("iryna")).SupportService, (await a_resident(house)).SupportService
    made = (await mine.CreateThread(form=pb.FeedbackForm(text="Питання."))).thread
    for service, kind in ((desk, INCOMING), (mine, REPLY), (mine, NOTE)):
        found = await refused(service.PostMessage(thread_id=made.id, kind=kind, text="Так."))
        assert ("kind", "support.message_kind") in found.violations
    long = await refused(desk.PostMessage(thread_id=made.id, kind=REPLY, text="я" * (SUPPORT_REPLY_LETTERS + 1)))
    assert ("text", "support.reply_length") in long.violations


async def test_who_waits_longest_comes_first_and_behind_them_the_latest(house: House) -> None:
    desk = (await house.operator("iryna")).SupportService
    made = []
    for number in range(4):
        made.append(await a_stranger(house, email=f"p{number}@example.org"))
        house.clock.advance(milliseconds=MINUTE)
    for number in (0, 2):
        await desk.PostMessage(thread_id=made[number].id, kind=REPLY, text="Так.")
        house.clock.advance(milliseconds=MINUTE)
    order, token = [], ""
    while True:
        page = await desk.ListThreads(page_size=1, page_token=token)
        order += [one.id for one in page.threads]
        token = page.next_page_token
        if not token:
            break
    assert order == [made[number].id for number in (1, 3, 2, 0)]
    waiting = await desk.ListThreads(filter=pb.ThreadFilter(waiting_since=made[1].waiting_since))
    assert [one.id for one in waiting.threads] == [made[1].id]


async def test_what_a_state_does_not_allow_is_refused_and_not_offered(house: House) -> None:
    desk = (await house.operator("iryna")).SupportService
    into = await a_stranger(house, email="into@example.org")
    for state in (OPEN, ANSWERED, CLOSED):
        one = await a_stranger(house, email=f"s{state}@example.org")
        if state == ANSWERED:
            one = (await desk.PostMessage(thread_id=one.id, kind=REPLY, text="Так.")).thread
        if state == CLOSED:
            one = (await desk.CloseThread(id=one.id, etag=one.etag)).thread
        offered = (await desk.GetThread(id=one.id)).thread.allowed_calls
        assert list(offered) == sorted(CALLS[action] for action in WORKFLOW.allowed(state) if action in CALLS)
        for call, values in (
            ("AssignThread", {}),
            ("MergeThreads", {"into_id": into.id}),
            ("HandOverThread", {"kind": PrivacyRequestKind.PRIVACY_REQUEST_KIND_ACCESS}),
            ("CloseThread", {}),
        ):
            if call not in offered:
                assert (await refused(getattr(desk, call)(id=one.id, etag=one.etag, **values))).reason == "WRONG_STATE"


async def test_what_a_stranger_wrote_moves_to_a_user_and_never_back(house: House) -> None:
    desk, mine = (await house.operator("iryna")).SupportService, await a_resident(house)
    stranger, own = await a_stranger(house), await of_resident(mine)
    back = await refused(desk.MergeThreads(id=own.id, etag=own.etag, into_id=stranger.id))
    assert ("into_id", "support.merge_person") in back.violations
    itself = await refused(desk.MergeThreads(id=own.id, etag=own.etag, into_id=own.id))
    assert ("into_id", "support.merge_self") in itself.violations
    done = (await desk.MergeThreads(id=stranger.id, etag=stranger.etag, into_id=own.id)).thread
    assert (done.id, done.message_count, done.state) == (own.id, 2, OPEN)
    texts = [one.text for one in (await mine.SupportService.GetThread(id=own.id)).messages]
    assert sorted(texts) == ["Де мій рахунок?", "Лічильник мовчить."]
    left = (await desk.GetThread(id=stranger.id)).thread
    assert (left.state, left.merged_into_id, list(left.allowed_calls)) == (CLOSED, own.id, [])


async def test_a_privacy_request_keeps_the_day_on_which_the_message_came(house: House) -> None:
    desk, mine = (await house.operator("iryna")).SupportService, await a_resident(house)
    made = await of_resident(mine, "Надішліть усе, що знаєте про мене.")
    house.clock.advance(milliseconds=2 * DAY)
    house.forget_sessions()
    desk = (await house.operator("iryna")).SupportService
    kind = PrivacyRequestKind.PRIVACY_REQUEST_KIND_ACCESS
    done = await desk.HandOverThread(id=made.id, etag=made.etag, kind=kind)
    assert done.request.received_on == Date(year=2026, month=11, day=23)
    assert (done.request.user_id, done.request.document_ref) == (made.user_id, made.number)
    assert done.request.channel == IntakeChannel.INTAKE_CHANNEL_APP, "as it came, whoever registers it"
    assert "усе, що знаєте" in done.request.text
    assert (done.thread.state, done.thread.privacy_request_number) == (CLOSED, done.request.number)
    officer = await house.operator("petro")
    part = {"kind": PrivacyRequestKind.PRIVACY_REQUEST_KIND_ERASURE, "text": "і зітріть усе"}
    one = done.request
    found = (await officer.PrivacyRequestService.AddLetterPart(id=one.id, etag=one.etag, part=part)).request
    assert (found.channel, found.received_on) == (one.channel, one.received_on)


async def test_answers_at_hand_are_filled_in_for_a_thread(house: House) -> None:
    desk = (await house.operator("iryna")).SupportService
    answer = pb.CannedAnswer(
        name="thanks", title_uk="Дякуємо", title_en="Thanks", text_uk="{first_name}, дякуємо!", text_en="{first_name}!"
    )
    kept = (await desk.UpsertCannedAnswer(answer=answer)).answer
    assert (await refused(desk.UpsertCannedAnswer(answer=answer))).reason == "STALE_ETAG"
    await desk.UpsertCannedAnswer(answer=answer, etag=kept.etag)
    made = await a_stranger(house)
    assert [one.filled for one in (await desk.ListCannedAnswers(thread_id=made.id)).answers] == ["Ганна, дякуємо!"]
    answer.text_en = "{phone}"
    wrong = await refused(desk.UpsertCannedAnswer(answer=answer, etag="2"))
    assert ("answer.text_en", "support.placeholder") in wrong.violations


async def test_the_key_of_a_stranger_ends_with_its_term_and_not_before(house: House) -> None:
    made = await a_stranger(house)
    store = house.app.services.store

    def owned(tx: Tx) -> tuple[set[int], list[int]]:
        (thread,) = support.strangers(tx, key_owners.all_of(tx))
        return {thread.id}, retention.keys_past(tx, tx.now + 1094 * DAY, 10)

    ids, early = await store.read(owned)
    assert early == []
    assert await store.read(lambda tx: retention.keys_past(tx, tx.now + 1096 * DAY, 10)) == list(ids)
    assert made.number


async def test_an_erasure_leaves_nothing_of_a_users_threads_but_numbers(house: House) -> None:
    mine = await a_resident(house)
    made = await of_resident(mine, "Приховане слово.")
    store = house.app.services.store

    def erased(tx: Tx) -> list[Any]:
        (thread,) = support.page(tx, support.ThreadFilter(), None, 10, 0)[0]
        person = users.get_any(tx, thread.row.user_id or 0)
        assert person is not None
        erasure.erase(tx, person)
        return [*support.page(tx, support.ThreadFilter(), None, 10, 0)[0], *support.messages(tx, thread.id, 10)]

    thread, message = await store.write(erased)
    assert (thread.row.state, set(thread.texts.values()), message.text) == (CLOSED, {""}, "")
    assert made.number == thread.row.number
