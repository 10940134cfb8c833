"""The gateway of a partner: signed both ways, and believed only as far as it goes."""

import json
import math
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from smartregion.v1.notification_service_pb2 import NotificationState as S

from server.dev_providers.web import Site
from server.notifications.channels import Answer
from server.notifications.channels.http import Http, Reply
from server.notifications.channels.webhook import (
    SIGNATURE,
    TIMESTAMP,
    Gateway,
    WebhookChannel,
    answered,
    sign,
    verify,
)
from storage.engine.clock import SYSTEM_CLOCK, FixedClock

from .conftest import Rude, letter, reply

SECRET = "a-secret-of-a-gateway"
NOW = 1_795_428_000_000


def channel(url: str, http: Http, **changes: Any) -> WebhookChannel:
    return WebhookChannel("gateway", Gateway(url, SECRET, **changes), http)


async def test_messages_are_signed_and_answered_one_by_one(http: Http) -> None:
    calls: list[list[Any]] = []

    async def take(request: web.Request) -> web.Response:
        body = await request.read()
        verify(SECRET, {key.lower(): value for key, value in request.headers.items()}, body, SYSTEM_CLOCK.now())
        messages = json.loads(body)["messages"]
        calls.append(messages)
        results = [{"id": one["id"], "status": "accepted", "message_id": f"g-{one['id']}"} for one in messages]
        if len(results) == 3:
            results[1] = {
                "id": results[1]["id"],
                "status": "refused",
                "no_such_contact": True,
                "detail": "no +380500000001",
            }
            results[2] = {"id": results[2]["id"], "status": "refused_for_now", "retry_after": 12}
        return web.json_response({"results": results[::-1]})

    app = web.Application()
    app.router.add_post("/in", take)
    site = Site(app)
    port = await site.start()
    made = channel(f"http://127.0.0.1:{port}/in", http, batch=3)
    outcomes = await made.send([letter(number, category="NEWS") for number in range(7)])
    assert sorted(len(call) for call in calls) == [1, 3, 3]
    assert [outcome.answer for outcome in outcomes[:3]] == [Answer.ACCEPTED, Answer.REFUSED, Answer.REFUSED_FOR_NOW]
    assert outcomes[0].provider_message_id == "g-N0"
    assert outcomes[1].no_such_contact
    assert "38050" not in outcomes[1].detail
    assert outcomes[2].retry_after == 12
    assert await made.check() == ""
    assert set(calls[0][0]) == {
        "id", "recipient", "devices", "subject", "body", "language", "category", "urgent", "expires_at"
    }  # fmt: skip
    await site.stop()


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (reply("<html>"), Answer.UNANSWERED),
        (reply("", "204 No Content"), Answer.UNANSWERED),
        (reply({"results": []}), Answer.UNANSWERED),
        (reply({"results": [{"id": "N1", "status": "perhaps"}]}), Answer.UNANSWERED),
        (reply("", "500 No"), Answer.UNANSWERED),
        (None, Answer.UNANSWERED),
        (b"", Answer.UNANSWERED),
        (reply("", "503 No", "Retry-After: 9"), Answer.REFUSED_FOR_NOW),
        (reply("", "404 No"), Answer.REFUSED_FOR_NOW),
        (reply("", "301 Moved", "Location: http://127.0.0.1:1/"), Answer.REFUSED_FOR_NOW),
        (reply({"results": [{"id": "N1", "status": "delivered"}]}), Answer.ACCEPTED),
    ],
)
async def test_answers_of_any_kind(http: Http, rude: Rude, answer: bytes | None, expected: Answer) -> None:
    rude.answers = [answer]
    (outcome,) = await channel(rude.url, http, timeout=0.3).send([letter(1)])
    assert outcome.answer is expected
    assert len(rude.requests) == 1  # never blindly sent again, and no redirect is followed


async def test_nobody_there_refuses_for_now(http: Http) -> None:
    (outcome,) = await channel("http://127.0.0.1:1", http).send([letter(1)])
    assert outcome.answer is Answer.REFUSED_FOR_NOW


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["results", "id", "status", "detail", "message_id", "retry_after"]), inner)
    ),
)


@given(st.integers(100, 599), JSON)
def test_an_answer_of_any_kind_is_an_outcome(status: int, body: Any) -> None:
    (outcome,) = answered([letter(1)], Reply(status, json.dumps(body).encode()))
    assert math.isfinite(outcome.retry_after)


@pytest.mark.parametrize("wait", ["NaN", "Infinity", "-1", "1e400", "true", '"5"'])
def test_a_pause_that_is_none_is_none(wait: str) -> None:
    body = f'{{"results": [{{"id": "N1", "status": "refused_for_now", "retry_after": {wait}}}]}}'
    (outcome,) = answered([letter(1)], Reply(200, body.encode()))
    assert outcome.retry_after == 0


# -- receipts


def signed(told: Any, *, secret: str = SECRET, at: int = NOW) -> tuple[dict[str, str], bytes]:
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    stamp = str(at // 1000)
    return {TIMESTAMP.lower(): stamp, SIGNATURE.lower(): sign(secret, stamp, body)}, body


def made() -> WebhookChannel:
    return WebhookChannel("gateway", Gateway("http://127.0.0.1:1", SECRET), Http(SYSTEM_CLOCK), FixedClock(NOW))


def test_receipts_are_taken() -> None:
    told = [
        {"message_id": "g-1", "state": "delivered", "at": NOW - 5},
        {"id": "N2", "state": "failed", "detail": "no +380501234567"},
        {"id": "N3", "state": "failed_for_now", "at": NOW + 10**9},
    ]
    first, second, third = made().receipts(*signed({"receipts": told})).receipts
    assert (first.provider_message_id, first.state, first.at) == ("g-1", S.NOTIFICATION_STATE_DELIVERED, NOW - 5)
    assert (second.letter_id, second.state) == ("N2", S.NOTIFICATION_STATE_FAILED_PERMANENT)
    assert "38050" not in second.detail
    assert (third.state, third.at) == (S.NOTIFICATION_STATE_FAILED_TEMPORARY, NOW)


@pytest.mark.parametrize("at", [NOW - 301_000, NOW + 301_000, 0])
def test_an_old_callback_is_not_played_back(at: int) -> None:
    with pytest.raises(PermissionError):
        made().receipts(*signed({"receipts": []}, at=at))


def test_another_secret_or_body_is_refused() -> None:
    with pytest.raises(PermissionError):
        made().receipts(*signed({"receipts": []}, secret="another-secret-of-16"))
    headers, body = signed({"receipts": []})
    with pytest.raises(PermissionError):
        made().receipts(headers, body + b" ")
    with pytest.raises(PermissionError):
        made().receipts({}, body)
    with pytest.raises(PermissionError):
        made().receipts({TIMESTAMP.lower(): "٣", SIGNATURE.lower(): "є"}, body)


@pytest.mark.parametrize(
    "told",
    [
        b"no json",
        [],
        {},
        {"receipts": {}},
        {"receipts": [1]},
        {"receipts": [{"state": "delivered"}]},
        {"receipts": [{"id": "1", "state": "read"}]},
        {"receipts": [{"id": 7, "state": "failed"}]},
        {"receipts": [{"id": "N", "state": "failed"}] * 1_001},
    ],
    ids=range(9),
)
def test_a_signed_callback_that_says_nothing_is_told_so(told: Any) -> None:
    with pytest.raises(ValueError, match=r"receipt|JSON"):
        made().receipts(*signed(told))
