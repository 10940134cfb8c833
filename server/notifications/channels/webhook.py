"""Messages to a gateway of a partner: signed JSON over HTTPS (docs/providers.md). It tells of receipts in the same way.

The signature is that of `timestamp.body` by HMAC-SHA256; an old timestamp is refused, so that nobody plays one back.
"""

import asyncio
import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from smartregion.v1.notification_service_pb2 import NotificationState

from server.limits import BATCH_SECONDS, PROVIDER_RETRY_SECONDS
from server.notifications.channels import Answer, Callback, Letter, Outcome, ProviderReceipt, held_back
from server.notifications.channels.faults import Fault, in_english
from server.notifications.channels.http import Http, NoAnswer, NotSent, Reply, seconds
from server.notifications.channels.words import said
from storage.engine.clock import SYSTEM_CLOCK, Clock

TIMESTAMP, SIGNATURE, REQUEST = "X-SmartRegion-Timestamp", "X-SmartRegion-Signature", "X-SmartRegion-Request"
#: Seconds by which clocks may differ.
TOLERANCE = 300
#: Calls under way at a time, receipts in one callback.
CALLS, RECEIPTS = 4, 1_000
_ANSWERS = {
    "accepted": Answer.ACCEPTED,
    "delivered": Answer.ACCEPTED,
    "refused": Answer.REFUSED,
    "refused_for_now": Answer.REFUSED_FOR_NOW,
}
_STATES = {
    "delivered": NotificationState.NOTIFICATION_STATE_DELIVERED,
    "failed": NotificationState.NOTIFICATION_STATE_FAILED_PERMANENT,
    "failed_for_now": NotificationState.NOTIFICATION_STATE_FAILED_TEMPORARY,
}


@dataclass(frozen=True)
class Gateway:
    url: str
    secret: str = field(repr=False)
    #: Messages of one call.
    batch: int = 100
    timeout: float = 20.0


class WebhookChannel:
    def __init__(self, name: str, gateway: Gateway, http: Http, clock: Clock = SYSTEM_CLOCK) -> None:
        self.name = name
        self._gateway, self._http, self._clock = gateway, http, clock
        self._calls = asyncio.Semaphore(CALLS)

    async def send(self, letters: Sequence[Letter]) -> list[Outcome]:
        until = time.monotonic() + BATCH_SECONDS
        size = self._gateway.batch
        batches = [letters[start : start + size] for start in range(0, len(letters), size)]
        made = await asyncio.gather(*(self._send(batch, until) for batch in batches))
        return [outcome for outcomes in made for outcome in outcomes]

    async def _send(self, letters: Sequence[Letter], until: float) -> list[Outcome]:
        async with self._calls:
            if time.monotonic() > until:
                return [held_back(Fault.TOO_SLOW)] * len(letters)
            try:
                reply = await self._post({"messages": [as_json(letter) for letter in letters]})
            except NotSent as error:
                return [held_back(Fault.UNREACHABLE, str(error))] * len(letters)
            except NoAnswer as error:
                return [Outcome(Answer.UNANSWERED, str(error), fault=Fault.NO_ANSWER)] * len(letters)
        return answered(letters, reply)

    async def _post(self, message: Mapping[str, Any]) -> Reply:
        body = json.dumps(message, ensure_ascii=False).encode("utf-8", "replace")
        stamp = str(self._clock.now() // 1000)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            TIMESTAMP: stamp,
            SIGNATURE: sign(self._gateway.secret, stamp, body),
            REQUEST: str(uuid.uuid4()),
        }
        return await self._http.post(self._gateway.url, body, headers, self._gateway.timeout)

    def receipts(self, headers: Mapping[str, str], body: bytes) -> Callback:
        verify(self._gateway.secret, headers, body, self._clock.now())
        try:
            told = json.loads(body)
        except (ValueError, RecursionError):
            raise ValueError("no JSON") from None
        listed = told.get("receipts") if isinstance(told, dict) else None
        if not isinstance(listed, list) or len(listed) > RECEIPTS:
            raise ValueError(f"receipts must be a list of {RECEIPTS} at most")
        return Callback([self._receipt(one) for one in listed])

    def _receipt(self, told: Any) -> ProviderReceipt:
        """Raises ValueError."""
        if not isinstance(told, dict):
            raise ValueError("a receipt must be an object")  # noqa: TRY004 - of what was sent
        state = _STATES.get(str(told.get("state")))
        message_id, letter_id = told.get("message_id", ""), told.get("id", "")
        known = all(isinstance(one, str) and len(one) <= 200 for one in (message_id, letter_id))
        if state is None or not known or not (message_id or letter_id):
            raise ValueError("a receipt needs id or message_id, and a state")
        now, at = self._clock.now(), told.get("at")
        instant = at if isinstance(at, int) and not isinstance(at, bool) and 0 <= at <= now else now
        detail = told.get("detail")
        text = said(detail) if isinstance(detail, str) else ""
        return ProviderReceipt(self.name, message_id, state, instant, text, letter_id)

    async def check(self) -> str:
        """An empty batch, which a gateway must take."""
        try:
            reply = await self._post({"messages": []})
        except (NotSent, NoAnswer) as error:
            return in_english(Fault.UNREACHABLE, str(error))
        return "" if 200 <= reply.status < 300 else f"HTTP {reply.status}"

    async def close(self) -> None:
        """The connections are those of all channels."""


def sign(secret: str, timestamp: str, body: bytes) -> str:
    digest = hmac.digest(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256)
    return f"sha256={digest.hex()}"


def verify(secret: str, headers: Mapping[str, str], body: bytes, now: int) -> None:
    """Raises PermissionError for what is not signed, or was signed long ago; `now` in milliseconds."""
    stamp = headers.get(TIMESTAMP.lower(), "")
    if not stamp.isascii() or not stamp.isdigit() or abs(int(stamp[:12]) - now // 1000) > TOLERANCE:
        raise PermissionError("too old")
    given = headers.get(SIGNATURE.lower(), "").encode()
    if not secret or not hmac.compare_digest(sign(secret, stamp, body).encode(), given):
        raise PermissionError("wrong signature")


def as_json(letter: Letter) -> dict[str, Any]:
    return {
        "id": letter.id,
        "recipient": letter.recipient,
        "devices": list(letter.devices),
        "subject": letter.subject,
        "body": letter.body,
        "language": letter.language,
        "category": letter.category,
        "urgent": letter.urgent,
        "expires_at": letter.expires_at,
    }


def answered(letters: Sequence[Letter], reply: Reply) -> list[Outcome]:
    if reply.status in (429, 503):
        return [held_back(None, f"HTTP {reply.status}", reply.retry_after)] * len(letters)
    if reply.status >= 500 or reply.status == 408:
        return [Outcome(Answer.UNANSWERED, f"HTTP {reply.status}")] * len(letters)
    if not 200 <= reply.status < 300:
        return [held_back(None, f"HTTP {reply.status}")] * len(letters)
    answer = reply.json()
    results = answer.get("results") if isinstance(answer, dict) else None
    if not isinstance(results, list):
        return [Outcome(Answer.UNANSWERED, fault=Fault.NOT_TOLD)] * len(letters)
    found = {one["id"]: one for one in results if isinstance(one, dict) and isinstance(one.get("id"), str)}
    return [_one(letter, found.get(letter.id)) for letter in letters]


def _one(letter: Letter, result: Mapping[str, Any] | None) -> Outcome:
    status = str(result.get("status")) if result else ""
    answer = _ANSWERS.get(status)
    if result is None or answer is None:
        return Outcome(Answer.UNANSWERED, fault=Fault.NOT_TOLD)
    detail, message_id, wait = result.get("detail"), result.get("message_id"), result.get("retry_after")
    return Outcome(
        answer,
        said(detail, letter.recipient, *letter.devices) if isinstance(detail, str) else "",
        message_id[:200] if isinstance(message_id, str) else "",
        no_such_contact=answer is Answer.REFUSED and result.get("no_such_contact") is True,
        delivered=status == "delivered",
        retry_after=seconds(wait, PROVIDER_RETRY_SECONDS),
    )
