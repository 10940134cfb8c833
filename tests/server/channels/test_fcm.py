"""Push against the FCM of dev-providers, and against bare bytes."""

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.dev_providers.faults import Faults
from server.dev_providers.run import PROJECT, DevProviders
from server.notifications.channels import Answer, Letter
from server.notifications.channels.fcm import FcmChannel, FcmProject, answered, cut, message
from server.notifications.channels.http import Http, Reply

from .conftest import Rude, letter, reply

NOW = 1_795_428_000_000


def push(number: int = 1, *devices: str, **fields: Any) -> Letter:
    return letter(number, devices=devices or (f"device-{number}",), category="WORKS", **fields)


def project(dev: DevProviders, **changes: Any) -> FcmProject:
    url = f"http://127.0.0.1:{dev.ports['dev-push']}"
    made = {"base_url": url, "token_url": f"{url}/token", "private_key": dev.fcm.private_key, "timeout": 1.0, **changes}
    return FcmProject(project=PROJECT, client_email="sender@example.iam", **made)


@pytest.fixture
def channel(dev: DevProviders, http: Http) -> FcmChannel:
    return FcmChannel("push", project(dev), http)


async def test_a_message_goes_to_every_device_with_one_sign_in(channel: FcmChannel, dev: DevProviders) -> None:
    outcomes = await channel.send([push(number, f"a{number}", f"b{number}") for number in range(60)])
    assert {outcome.answer for outcome in outcomes} == {Answer.ACCEPTED}
    assert dev.ledger.report() == {
        "messages": 120,
        "recipients": 120,
        "by_provider": {"dev-push": 120},
        "twice": 0,
        "examples": [],
    }
    assert dev.fcm.sign_ins == 1


async def test_a_device_without_the_app_is_told_and_the_others_get_it(channel: FcmChannel, dev: DevProviders) -> None:
    dev.fcm.gone.add("old")
    first, second, third = await channel.send([push(1, "old", "new"), push(2, "gone-1"), push(3, "bad token", "x")])
    assert (first.answer, first.gone) == (Answer.ACCEPTED, ("old",))
    assert (second.answer, second.gone) == (Answer.REFUSED, ("gone-1",))
    assert (third.answer, third.gone) == (Answer.ACCEPTED, ("bad token",))
    assert "gone-1" not in second.detail


async def test_without_a_device_nothing_is_sent(channel: FcmChannel) -> None:
    (outcome,) = await channel.send([letter()])
    assert outcome.answer is Answer.REFUSED


async def test_a_token_that_was_called_back_is_asked_for_anew(channel: FcmChannel, dev: DevProviders) -> None:
    await channel.send([push(1)])
    dev.fcm.call_tokens_back()
    outcomes = await channel.send([push(number) for number in range(2, 12)])
    assert {outcome.answer for outcome in outcomes} == {Answer.ACCEPTED}
    assert dev.fcm.sign_ins == 2


async def test_a_wrong_key_refuses_for_now(dev: DevProviders, http: Http) -> None:
    other = DevProviders(None)
    wrong = project(dev, private_key=other.fcm.private_key)
    channel = FcmChannel("push", wrong, http)
    (outcome,) = await channel.send([push()])
    assert outcome.answer is Answer.REFUSED_FOR_NOW
    assert "invalid_grant" in await channel.check()
    assert "PRIVATE KEY" not in repr(wrong)


async def test_throttling_says_when_to_come_again(channel: FcmChannel, dev: DevProviders) -> None:
    dev.fcm.dice.set(Faults(throttle=100))
    (outcome,) = await channel.send([push()])
    assert (outcome.answer, outcome.retry_after) == (Answer.REFUSED_FOR_NOW, 1.0)


@pytest.mark.parametrize("faults", [Faults(lose=100), Faults(garbage=100), Faults(close_after=1), Faults(slow=5_000)])
async def test_an_answer_that_does_not_come_leaves_it_unanswered(dev: DevProviders, http: Http, faults: Faults) -> None:
    channel = FcmChannel("push", project(dev, timeout=0.3), http)
    assert await channel.check() == ""
    dev.fcm.dice.set(faults)
    (outcome,) = await channel.send([push()])
    assert outcome.answer is Answer.UNANSWERED


async def test_nobody_there_refuses_for_now(dev: DevProviders, http: Http) -> None:
    no_sign_in = FcmChannel("push", project(dev, token_url="http://127.0.0.1:1/token"), http)
    assert [one.answer for one in await no_sign_in.send([push(1), push(2)])] == [Answer.REFUSED_FOR_NOW] * 2
    nobody = FcmChannel("push", project(dev, base_url="http://127.0.0.1:1"), http)
    assert [one.answer for one in await nobody.send([push(1)])] == [Answer.REFUSED_FOR_NOW]


@pytest.mark.parametrize(
    "answer",
    [
        reply("<html>"),
        reply("{}"),
        reply({"access_token": "a\r\nX: 1", "expires_in": 3600}),
        reply({"access_token": 7}),
        reply({"error": "invalid_grant"}, "400 Bad Request"),
        reply("x", "500 No"),
        b"garbage\r\n\r\n",
        None,
    ],
)
async def test_a_sign_in_of_any_kind_refuses_for_now(
    dev: DevProviders, http: Http, rude: Rude, answer: bytes | None
) -> None:
    rude.answers = [answer]
    channel = FcmChannel("push", project(dev, token_url=rude.url), http)
    (outcome,) = await channel.send([push()])
    assert outcome.answer is Answer.REFUSED_FOR_NOW


async def test_many_do_not_wait_for_a_sign_in_one_after_the_other(dev: DevProviders, http: Http, rude: Rude) -> None:
    channel = FcmChannel("push", project(dev, token_url=rude.url, timeout=0.3), http)
    rude.answers = [reply({"access_token": "t", "expires_in": 3600})]
    await channel.check()
    channel._sign_in.forget("t")
    rude.answers = [b""]  # says nothing from now on
    began = asyncio.get_running_loop().time()
    made = await asyncio.gather(*(channel._letter(push(number), began + 60) for number in range(50)))
    assert {outcome.answer for outcome in made} == {Answer.REFUSED_FOR_NOW}
    assert asyncio.get_running_loop().time() - began < 2


def error(status: str, code: str = "", field: str = "") -> dict[str, Any]:
    details: list[dict[str, Any]] = [{"@type": "x/google.firebase.fcm.v1.FcmError", "errorCode": code}] if code else []
    if field:
        details.append({"fieldViolations": [{"field": field}]})
    return {"error": {"status": status, "details": details}}


@pytest.mark.parametrize(
    ("status", "body", "answer", "gone"),
    [
        (404, error("NOT_FOUND", "UNREGISTERED"), Answer.REFUSED, True),
        (403, error("PERMISSION_DENIED", "SENDER_ID_MISMATCH"), Answer.REFUSED_FOR_NOW, False),  # our key is another's
        (400, error("INVALID_ARGUMENT", "INVALID_ARGUMENT", "message.token"), Answer.REFUSED, True),
        (400, error("INVALID_ARGUMENT", "INVALID_ARGUMENT", "message.android.ttl"), Answer.REFUSED, False),
        (404, error("NOT_FOUND"), Answer.REFUSED_FOR_NOW, False),  # the project, not the device
        (401, error("UNAUTHENTICATED", "THIRD_PARTY_AUTH_ERROR"), Answer.REFUSED_FOR_NOW, False),
        (429, error("RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED"), Answer.REFUSED_FOR_NOW, False),
        (500, error("INTERNAL", "INTERNAL"), Answer.REFUSED_FOR_NOW, False),
        (503, error("UNAVAILABLE", "UNAVAILABLE"), Answer.REFUSED_FOR_NOW, False),
        (502, {}, Answer.UNANSWERED, False),
        (404, {}, Answer.REFUSED_FOR_NOW, False),
        (200, {}, Answer.UNANSWERED, False),
        (200, {"name": "projects/p/messages/42"}, Answer.ACCEPTED, False),
    ],
)
def test_what_fcm_says_of_a_device(status: int, body: dict[str, Any], answer: Answer, gone: bool) -> None:
    outcome = answered(Reply(status, json.dumps(body).encode()), "device-token")
    assert (outcome.answer, outcome.gone == ("device-token",)) == (answer, gone)
    assert outcome.retry_after == (60.0 if status == 429 else 0.0)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["error", "details", "status", "errorCode", "fieldViolations", "field"]), inner
        )
    ),
)


@given(st.integers(100, 599), JSON)
def test_an_answer_of_any_kind_is_an_outcome(status: int, body: Any) -> None:
    assert answered(Reply(status, json.dumps(body).encode()), "d").answer in Answer


@given(st.text(), st.text(), st.booleans())
def test_a_message_fits_and_names_its_language(subject: str, body: str, urgent: bool) -> None:
    made = message(push(1, "d" * 200, body=body * 30, subject=subject * 30, urgent=urgent), "d" * 200, NOW)
    assert len(json.dumps(made["notification"], ensure_ascii=False).encode("utf-8", "replace")) < 4_096 * 2
    assert len(cut(body * 30, 2_400).encode()) <= 2_400
    assert made["data"] == {"notification_id": "N1", "category": "WORKS", "language": "uk"}
    assert made["android"]["priority"] == ("HIGH" if urgent else "NORMAL")


@pytest.mark.parametrize(("expires", "life"), [(0, 28 * 86_400), (NOW + 90_000, 90), (NOW - 5, 0)])
def test_a_message_is_not_shown_after_its_end(expires: int, life: int) -> None:
    made = message(push(expires_at=expires), "d", NOW)
    assert made["android"]["ttl"] == f"{life}s"
    assert made["apns"]["headers"]["apns-expiration"] == str(NOW // 1000 + life)
    assert made["android"]["notification"]["tag"] == "N1"


async def test_many_are_sent_at_a_time_but_not_too_many(dev: DevProviders, http: Http) -> None:
    dev.fcm.dice.set(Faults(slow=50))
    channel = FcmChannel("push", project(dev, concurrency=10, timeout=5.0), http)
    began = asyncio.get_running_loop().time()
    outcomes = await channel.send([push(number) for number in range(40)])
    took = asyncio.get_running_loop().time() - began
    assert {outcome.answer for outcome in outcomes} == {Answer.ACCEPTED}
    assert took >= 0.2  # four rounds
