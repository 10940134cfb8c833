"""TurboSMS, against the API of dev-providers and against bare bytes."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from smartregion.v1.notification_service_pb2 import NotificationState as S

from server.dev_providers.faults import Faults
from server.dev_providers.run import TOKEN, DevProviders
from server.notifications.channels import Answer, turbosms
from server.notifications.channels.faults import Fault
from server.notifications.channels.http import Http, Reply
from server.notifications.channels.turbosms import TurboSmsAccount, TurboSmsChannel, groups
from storage.engine.clock import SYSTEM_CLOCK, FixedClock

from .conftest import Heard, Rude, eventually, letter, reply

DELIVERED, FAILED = S.NOTIFICATION_STATE_DELIVERED, S.NOTIFICATION_STATE_FAILED_PERMANENT
SECRET = "callback-secret"
START = 1_795_428_000_000


def account(url: str, **changes: Any) -> TurboSmsAccount:
    made = {"token": TOKEN, "timeout": 1.0, "callback_secret": SECRET, **changes}
    return TurboSmsAccount(sender="SmartRegion", base_url=url, **made)


@pytest.fixture
async def channel(dev: DevProviders, http: Http) -> AsyncIterator[TurboSmsChannel]:
    url = f"http://127.0.0.1:{dev.ports['dev-turbosms']}"
    made = TurboSmsChannel("turbo", account(url), http)
    yield made
    await made.close()


@pytest.fixture
def rough(rude: Rude, http: Http, monkeypatch: pytest.MonkeyPatch) -> TurboSmsChannel:
    return TurboSmsChannel("turbo", account(rude.url, timeout=0.5), http)


async def test_one_call_carries_one_text_to_many(channel: TurboSmsChannel, dev: DevProviders) -> None:
    letters = [letter(number) for number in range(30)] + [letter(number, "Світла не буде") for number in range(5)]
    outcomes = await channel.send(letters)
    assert {outcome.answer for outcome in outcomes} == {Answer.ACCEPTED}
    assert len({outcome.provider_message_id for outcome in outcomes}) == 35
    assert dev.ledger.report()["messages"] == 35
    assert dev.ledger.report()["twice"] == 0
    assert len(dev.turbosms._requests) == 2


async def test_the_same_text_twice_to_one_phone_goes_in_two_calls(channel: TurboSmsChannel, dev: DevProviders) -> None:
    outcomes = await channel.send([letter(1), letter(1), letter(2)])
    assert {outcome.answer for outcome in outcomes} == {Answer.ACCEPTED}
    assert len(dev.turbosms._requests) == 2


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from("абв")), max_size=60))
def test_groups_are_of_one_text_and_without_a_phone_twice(made: list[tuple[int, str]]) -> None:
    letters = [(index, letter(phone, body)) for index, (phone, body) in enumerate(made)]
    found = list(groups(letters))
    assert sorted(one for group in found for one, _ in group) == list(range(len(letters)))
    for group in found:
        assert len({one.body for _, one in group}) == 1
        phones = [one.recipient for _, one in group]
        assert len(phones) == len(set(phones))


async def test_each_recipient_has_an_outcome_of_their_own(channel: TurboSmsChannel, dev: DevProviders) -> None:
    dev.turbosms.stop_list.add("380500000002")
    outcomes = await channel.send([letter(1), letter(2), letter(3), letter(4, recipient="+12345678")])
    assert [outcome.answer for outcome in outcomes] == [
        Answer.ACCEPTED,
        Answer.REFUSED,
        Answer.ACCEPTED,
        Answer.REFUSED,
    ]
    assert not outcomes[1].no_such_contact
    assert outcomes[1].fault is Fault.ON_STOP_LIST
    assert outcomes[3].no_such_contact


async def test_no_money_is_our_fault(channel: TurboSmsChannel, dev: DevProviders) -> None:
    dev.turbosms.balance = 0
    (outcome,) = await channel.send([letter()])
    assert outcome.answer is Answer.REFUSED_FOR_NOW
    assert outcome.retry_after == 600
    assert "203" in outcome.detail


async def test_a_wrong_token_is_our_fault_and_never_told(dev: DevProviders, http: Http) -> None:
    wrong = account(f"http://127.0.0.1:{dev.ports['dev-turbosms']}", token="wrong-token")
    channel = TurboSmsChannel("turbo", wrong, http)
    (outcome,) = await channel.send([letter()])
    assert (outcome.answer, outcome.not_the_letter) == (Answer.REFUSED_FOR_NOW, True)
    assert "301" in await channel.check()
    assert "wrong-token" not in repr(wrong) + repr(outcome) + await channel.check()


async def test_a_lost_answer_is_asked_for_again_and_nobody_gets_two(
    channel: TurboSmsChannel, dev: DevProviders
) -> None:
    dev.turbosms.dice.set(Faults(lose=100))
    outcomes = await channel.send([letter(number) for number in range(5)])
    assert {outcome.answer for outcome in outcomes} == {Answer.ACCEPTED}
    assert all(outcome.provider_message_id for outcome in outcomes)
    assert dev.ledger.report()["messages"] == 5
    assert dev.ledger.report()["twice"] == 0


async def test_throttling_says_when_to_come_again(channel: TurboSmsChannel, dev: DevProviders) -> None:
    dev.turbosms.dice.set(Faults(throttle=100))
    (outcome,) = await channel.send([letter()])
    assert (outcome.answer, outcome.retry_after) == (Answer.REFUSED_FOR_NOW, 1.0)


@pytest.mark.parametrize(
    ("answers", "answer"),
    [
        ([reply("<html>")], Answer.UNANSWERED),
        ([reply("")], Answer.UNANSWERED),
        ([reply("[]")], Answer.UNANSWERED),
        ([reply({"response_code": "0"})], Answer.UNANSWERED),
        ([reply({"response_code": 800, "response_result": None})], Answer.UNANSWERED),
        ([reply({"response_code": 800, "response_result": [1, {"phone": []}]})], Answer.UNANSWERED),
        ([reply({"response_code": 999})], Answer.UNANSWERED),
        ([reply({"response_code": 500})], Answer.UNANSWERED),
        ([reply("no", "502 Bad Gateway")], Answer.UNANSWERED),
        ([None], Answer.UNANSWERED),
        ([b""], Answer.UNANSWERED),
        ([b"\x00\xff garbage\r\n\r\n"], Answer.UNANSWERED),
        ([reply("x" * 3_000_000)], Answer.UNANSWERED),
        ([reply("no", "503 Unavailable", "Retry-After: 7")], Answer.REFUSED_FOR_NOW),
        ([reply("no", "401 Unauthorized")], Answer.REFUSED_FOR_NOW),
        ([reply("no", "302 Found", "Location: http://127.0.0.1:1/")], Answer.REFUSED_FOR_NOW),
        ([reply({"response_code": 412, "response_status": "NOT_ALLOWED_MESSAGE_TEXT"})], Answer.REFUSED),
        ([reply({"response_code": 305, "response_status": "INVALID_PHONE"})], Answer.REFUSED),
        ([reply({"response_code": 427})], Answer.REFUSED_FOR_NOW),
        # The first answer is lost, and the second time TurboSMS says that it has the message already.
        ([None, reply({"response_code": 427})], Answer.ACCEPTED),
    ],
)
async def test_answers_of_any_kind(
    rough: TurboSmsChannel, rude: Rude, answers: list[bytes | None], answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turbosms, "ASKED_AGAIN", 1)
    rude.answers = answers
    (outcome,) = await rough.send([letter()])
    assert outcome.answer is answer
    ids = {json.loads(request.partition(b"\r\n\r\n")[2])["sequence_id"] for request in rude.requests}
    assert len(ids) == 1  # however often it was asked: TurboSMS carries it out once


@pytest.mark.parametrize(
    ("code", "ours"),
    [*((code, True) for code in (103, 104, 105, 106, 301, 203, 302, 400, 401)), (427, False), (402, False)],
)
async def test_a_fault_of_ours_takes_none_of_a_letters_attempts(
    rough: TurboSmsChannel, rude: Rude, code: int, ours: bool
) -> None:
    rude.answers = [reply({"response_code": code})]
    (outcome,) = await rough.send([letter()])
    assert (outcome.answer, outcome.not_the_letter) == (Answer.REFUSED_FOR_NOW, ours)


@pytest.mark.parametrize(
    "second",
    [
        reply("no", "429 Too Many Requests", "Retry-After: 7"),
        reply("no", "503 Unavailable"),
        reply("no", "401 Unauthorized"),
        reply("no", "302 Found", "Location: http://127.0.0.1:1/"),
        *(reply({"response_code": code}) for code in (103, 203, 301, 400, 999)),
        reply({"response_code": 800, "response_result": [{"phone": "380500000001", "response_code": 203}]}),
    ],
)
async def test_once_a_call_may_have_been_carried_out_no_refusal_to_look_has_it_sent_again(
    rough: TurboSmsChannel, rude: Rude, second: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another try would go under another sequence_id, and be carried out a second time."""
    monkeypatch.setattr(turbosms, "ASKED_AGAIN", 1)
    rude.answers = [None, second]
    (outcome,) = await rough.send([letter(1)])
    assert outcome.answer is Answer.UNANSWERED


async def test_a_call_that_was_refused_a_look_is_asked_for_its_result_once_more(
    rough: TurboSmsChannel, rude: Rude
) -> None:
    found = {"phone": "380500000001", "response_code": 0, "message_id": "m-1"}
    rude.answers = [
        None,
        reply("no", "429 Too Many Requests"),
        reply({"response_code": 507, "response_result": [found]}),
    ]
    (outcome,) = await rough.send([letter(1)])
    assert (outcome.answer, outcome.provider_message_id) == (Answer.ACCEPTED, "m-1")
    assert len({json.loads(request.partition(b"\r\n\r\n")[2])["sequence_id"] for request in rude.requests}) == 1


async def test_a_phone_that_an_answer_quotes_is_not_kept(rough: TurboSmsChannel, rude: Rude) -> None:
    rude.answers = [reply({"response_code": 411, "response_status": "BAD 380500000001 and +380 50 000-00-01"})]
    (outcome,) = await rough.send([letter(1)])
    assert "38050" not in outcome.detail.replace(" ", "")


async def test_nobody_there_refuses_for_now(http: Http) -> None:
    channel = TurboSmsChannel("turbo", account("http://127.0.0.1:1"), http)
    outcomes = await channel.send([letter(number) for number in range(3)])
    assert {outcome.answer for outcome in outcomes} == {Answer.REFUSED_FOR_NOW}


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3)))
def test_a_result_of_any_kind_gives_each_letter_an_outcome(result: Any) -> None:
    channel = TurboSmsChannel("turbo", account("http://127.0.0.1:1"), Http(SYSTEM_CLOCK))
    for code in (0, 305, 507, 800, 802):
        body = json.dumps({"response_code": code, "response_result": result}).encode()
        made = channel._outcomes([letter(1), letter(2)], Reply(200, body), again=False)
        assert made is None or len(made) == 2


# -- receipts


async def test_receipts_are_asked_for_until_they_are_final(
    channel: TurboSmsChannel, dev: DevProviders, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turbosms, "RECEIPT_POLL_SECONDS", 0.1)
    dev.turbosms.dice.set(Faults(receipt=300, undelivered=50))
    await channel.listen(heard.on_receipts, heard.on_text)
    outcomes = await channel.send([letter(number) for number in range(20)])
    await eventually(lambda: len(heard.receipts) == 20)
    assert {receipt.letter_id for receipt in heard.receipts} == {f"N{number}" for number in range(20)}
    assert {one.provider_message_id for one in heard.receipts} == {one.provider_message_id for one in outcomes}
    assert {receipt.state for receipt in heard.receipts} == {DELIVERED, FAILED}
    await asyncio.sleep(0.3)
    assert len(heard.receipts) == 20  # once each


async def test_receipts_that_could_not_be_recorded_are_asked_for_again(
    channel: TurboSmsChannel, dev: DevProviders, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turbosms, "RECEIPT_POLL_SECONDS", 0.1)
    dev.turbosms.dice.set(Faults(receipt=0))
    heard.failures = 1
    await channel.listen(heard.on_receipts, heard.on_text)
    await channel.send([letter()])
    await eventually(lambda: len(heard.receipts) == 1)


async def test_what_was_sent_before_a_start_is_asked_for_as_well(
    channel: TurboSmsChannel, dev: DevProviders, http: Http, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turbosms, "RECEIPT_POLL_SECONDS", 0.0)
    dev.turbosms.dice.set(Faults(receipt=0))
    (outcome,) = await channel.send([letter(5)])
    again = TurboSmsChannel("turbo", channel._account, http)
    again.await_receipts({outcome.provider_message_id: "N5"})
    assert await again.poll(heard.on_receipts) == 1
    assert heard.receipts[0].letter_id == "N5"


def callback(secret: str = SECRET, *, first: bool = True, number: str = "", **data: Any) -> bytes:
    number = number or hashlib.sha1(json.dumps(data).encode()).hexdigest()[:8]
    text = secret + number if first else number + secret
    signature = hashlib.sha1(text.encode()).hexdigest()
    return json.dumps({"id": number, "signature": signature, "data": data}).encode()


@pytest.mark.parametrize("first", [True, False])
def test_a_callback_is_signed(first: bool) -> None:
    channel = TurboSmsChannel("turbo", account("http://127.0.0.1:1"), Http(SYSTEM_CLOCK), FixedClock(START))
    body = callback(first=first, message_id="m1", status="DELIVRD", updated="2026-11-23 11:59:00")
    (receipt,) = channel.receipts({}, body).receipts
    assert (receipt.provider_message_id, receipt.state, receipt.at) == ("m1", DELIVERED, START - 60_000)
    assert channel.receipts({}, callback(message_id="m1", status="Sent")).receipts == []


def test_an_id_comes_with_a_digest_of_what_is_said_under_it() -> None:
    """The signature covers nothing but the id: whoever saw one callback could say anything of any message."""
    channel = TurboSmsChannel("turbo", account("http://127.0.0.1:1"), Http(SYSTEM_CLOCK), FixedClock(START))
    first = channel.receipts({}, callback(number="77", message_id="m1", status="Sent"))
    assert (first.number, first) == ("77", channel.receipts({}, callback(number="77", message_id="m1", status="Sent")))
    others = [channel.receipts({}, callback(number="77", message_id=one, status="Undelivered")) for one in ("m1", "m2")]
    assert {one.number for one in others} == {"77"}
    assert len({first.digest, *(one.digest for one in others)}) == 3


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{}", callback("another"), b'{"id":1,"signature":""}', b"\xff"])
def test_a_callback_that_is_not_signed_is_refused(body: bytes) -> None:
    channel = TurboSmsChannel("turbo", account("http://127.0.0.1:1"), Http(SYSTEM_CLOCK))
    with pytest.raises(PermissionError):
        channel.receipts({}, body)


def test_without_a_secret_no_callback_is_taken() -> None:
    channel = TurboSmsChannel("turbo", account("http://127.0.0.1:1", callback_secret=""), Http(SYSTEM_CLOCK))
    with pytest.raises(PermissionError):
        channel.receipts({}, callback("", message_id="m1", status="DELIVRD"))
