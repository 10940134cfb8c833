"""SMS over the HTTP API of TurboSMS (turbosms.ua/api.html).

One call carries one text to many. It names itself by a `sequence_id`, by which TurboSMS carries it out only once: one
that was left without an answer is asked for its result again before its messages count as unanswered.
"""

import asyncio
import hashlib
import hmac
import json
import time
import uuid
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from smartregion.v1.notification_service_pb2 import NotificationState

from server.limits import (
    BATCH_SECONDS,
    HOOK_BYTES_UNSIGNED,
    RECEIPT_POLL_SECONDS,
    RECEIPTS_AWAITED,
)
from server.notifications.channels import (
    Answer,
    Callback,
    Letter,
    OnReceipts,
    OnText,
    Outcome,
    ProviderReceipt,
    held_back,
)
from server.notifications.channels.faults import Fault, in_english
from server.notifications.channels.http import Http, NoAnswer, NotSent, Reply
from server.notifications.channels.phones import unfit
from server.notifications.channels.words import said
from storage.days import KYIV
from storage.engine.clock import SYSTEM_CLOCK, Clock

log = structlog.get_logger("server.turbosms")

#: Recipients of one call, of the 5,000 that are allowed; ids of one question for receipts.
RECIPIENTS, QUESTIONS = 1_000, 500
#: Calls under way at a time.
CALLS = 4
#: How often a call that was left without an answer is asked for its result.
ASKED_AGAIN = 2
#: Receipts are awaited for three days, asked for at pauses that grow from the poll to an hour; seconds.
AWAITED_SECONDS, LONGEST_PAUSE = 3 * 86_400.0, 3_600.0

ACCEPTED = {0, 800, 801, 802, 803}
DUPLICATE_REQUEST, DUPLICATE_MESSAGE = 507, 427
#: Of the recipient: refused for good. 305 says that there is no such phone.
NO_SUCH_PHONE = 305
RECIPIENTS_FAULT = {
    305: Fault.NO_SUCH_PHONE,
    404: Fault.ON_STOP_LIST,
    406: Fault.COUNTRY_NOT_SERVED,
}
#: Of the text: refused for good.
TEXTS_FAULT = {201, 304, 411, 412, 413}
#: What was done is not known: the answer could not be made.
UNKNOWN = {500, 501, 999}
#: Of our sign-in; and where we must pay or let a sender be registered first, which takes a while.
SIGN_IN, FIRST_OURS = {103, 104, 105, 106, 301}, {203, 302, 400, 401}
#: Seconds before a message is tried again, where TurboSMS itself says nothing of them.
SECONDS = dict.fromkeys(FIRST_OURS, 600.0) | {DUPLICATE_MESSAGE: 90.0}

_S = NotificationState
STATES = {
    "Delivered": _S.NOTIFICATION_STATE_DELIVERED,
    "Read": _S.NOTIFICATION_STATE_DELIVERED,
    "DELIVRD": _S.NOTIFICATION_STATE_DELIVERED,
    "READ": _S.NOTIFICATION_STATE_DELIVERED,
    "Expired": _S.NOTIFICATION_STATE_FAILED_PERMANENT,
    "Undelivered": _S.NOTIFICATION_STATE_FAILED_PERMANENT,
    "Rejected": _S.NOTIFICATION_STATE_FAILED_PERMANENT,
    "Failed": _S.NOTIFICATION_STATE_FAILED_PERMANENT,
    "Cancelled": _S.NOTIFICATION_STATE_FAILED_PERMANENT,
    "EXPIRED": _S.NOTIFICATION_STATE_FAILED_PERMANENT,
    "UNDELIV": _S.NOTIFICATION_STATE_FAILED_PERMANENT,
    "REJECTD": _S.NOTIFICATION_STATE_FAILED_PERMANENT,
}


@dataclass(frozen=True)
class TurboSmsAccount:
    """The account, and the name that messages come from."""

    token: str = field(repr=False)
    sender: str
    base_url: str = "https://api.turbosms.ua"
    timeout: float = 20.0
    #: Of the callbacks with receipts; empty where there are none, and TurboSMS is asked.
    callback_secret: str = field(default="", repr=False)


@dataclass
class Awaited:
    letter_id: str
    until: float
    next: float
    pause: float


class TurboSmsChannel:
    def __init__(self, name: str, account: TurboSmsAccount, http: Http, clock: Clock = SYSTEM_CLOCK) -> None:
        self.name = name
        self._account, self._http, self._clock = account, http, clock
        self._calls = asyncio.Semaphore(CALLS)
        self._awaited: OrderedDict[str, Awaited] = OrderedDict()
        self._task: asyncio.Task[None] | None = None

    async def send(self, letters: Sequence[Letter]) -> list[Outcome]:
        outcomes: list[Outcome | None] = [unfit(letter) for letter in letters]
        until = time.monotonic() + BATCH_SECONDS
        calls = list(groups([(index, letters[index]) for index, outcome in enumerate(outcomes) if outcome is None]))

        async def call(group: list[tuple[int, Letter]]) -> None:
            async with self._calls:
                if time.monotonic() > until:
                    made = [held_back(Fault.TOO_SLOW)] * len(group)
                else:
                    made = await self._send_one([letter for _, letter in group])
            for (index, _), outcome in zip(group, made, strict=True):
                outcomes[index] = outcome

        await asyncio.gather(*map(call, calls))
        return [outcome for outcome in outcomes if outcome is not None]

    async def _send_one(self, letters: list[Letter]) -> list[Outcome]:
        """One text, to all of these."""
        body = {
            "sequence_id": uuid.uuid4().hex,
            "recipients": [letter.recipient.lstrip("+") for letter in letters],
            "sms": {"sender": self._account.sender, "text": letters[0].body},
        }
        for attempt in range(ASKED_AGAIN + 1):
            try:
                reply = await self._post("message/send.json", body)
            except NotSent as error:
                if attempt == 0:
                    return [held_back(Fault.UNREACHABLE, str(error))] * len(letters)
            except NoAnswer:
                pass
            else:
                if (made := self._outcomes(letters, reply, again=attempt > 0)) is not None:
                    return made
            if attempt < ASKED_AGAIN:
                await asyncio.sleep(attempt + 0.5)
        return [Outcome(Answer.UNANSWERED, fault=Fault.NO_ANSWER)] * len(letters)

    async def _post(self, method: str, body: Mapping[str, Any]) -> Reply:
        headers = {"Authorization": f"Bearer {self._account.token}", "Content-Type": "application/json"}
        url = f"{self._account.base_url}/{method}"
        return await self._http.post(url, json.dumps(body).encode(), headers, self._account.timeout)

    def _outcomes(self, letters: list[Letter], reply: Reply, *, again: bool) -> list[Outcome] | None:
        """What an answer says of each; None where it says nothing of what was done. Asked again, a refusal to look is
        none: the first call may have been carried out, and a new one would be carried out once more."""
        if reply.status != 200:
            if again or (reply.status >= 500 and reply.status != 503):
                return None
            return [held_back(None, f"HTTP {reply.status}", reply.retry_after)] * len(letters)
        answer = reply.json()
        code = answer.get("response_code") if isinstance(answer, dict) else None
        if not isinstance(code, int) or code in UNKNOWN:
            return None
        results = answer.get("response_result")
        if code in ACCEPTED or code == DUPLICATE_REQUEST or (isinstance(results, list) and results):
            return self._by_phone(letters, results, again)
        return [self._one(letter, code, answer.get("response_status"), "", again) for letter in letters]

    def _by_phone(self, letters: list[Letter], results: Any, again: bool) -> list[Outcome] | None:
        if not isinstance(results, list):
            return None
        found = {str(one.get("phone", "")).lstrip("+"): one for one in results if isinstance(one, dict)}
        return [self._of(letter, found.get(letter.recipient.lstrip("+")), again) for letter in letters]

    def _of(self, letter: Letter, result: dict[str, Any] | None, again: bool) -> Outcome:
        code = result.get("response_code") if result else None
        if result is None or not isinstance(code, int):
            return Outcome(Answer.UNANSWERED, fault=Fault.NOT_TOLD)
        message_id = result.get("message_id")
        return self._one(letter, code, result.get("response_status"), message_id, again)

    def _one(self, letter: Letter, code: int, status: Any, message_id: Any, again: bool) -> Outcome:
        if code in ACCEPTED or (again and code == DUPLICATE_MESSAGE):
            known = message_id[:64] if isinstance(message_id, str) else ""
            if known:
                self._await(known, letter.id)
            return Outcome(Answer.ACCEPTED, provider_message_id=known)
        detail = said(f"{code} {status if isinstance(status, str) else ''}", letter.recipient)
        if code in RECIPIENTS_FAULT:
            fault = RECIPIENTS_FAULT[code]
            return Outcome(Answer.REFUSED, detail, fault=fault, no_such_contact=code == NO_SUCH_PHONE)
        if code in TEXTS_FAULT:
            return Outcome(Answer.REFUSED, detail)
        if code in UNKNOWN or again:
            return Outcome(Answer.UNANSWERED, detail)
        ours = code in SIGN_IN | FIRST_OURS
        return Outcome(Answer.REFUSED_FOR_NOW, detail, retry_after=SECONDS.get(code, 0.0), not_the_letter=ours)

    # -- receipts

    def _await(self, message_id: str, letter_id: str) -> None:
        now = time.monotonic()
        first = RECEIPT_POLL_SECONDS
        self._awaited[message_id] = Awaited(letter_id, now + AWAITED_SECONDS, now + first, first)
        if len(self._awaited) > RECEIPTS_AWAITED:
            self._awaited.popitem(last=False)

    def await_receipts(self, messages: Mapping[str, str]) -> None:
        for message_id, letter_id in messages.items():
            self._await(message_id, letter_id)

    async def listen(self, on_receipts: OnReceipts, on_text: OnText) -> None:
        """Asks for receipts from now on, also where there are callbacks: one that was lost is made up for."""
        if self._task is None:
            self._task = asyncio.create_task(self._ask(on_receipts))

    async def _ask(self, on_receipts: OnReceipts) -> None:
        while True:
            await asyncio.sleep(RECEIPT_POLL_SECONDS / 5)
            try:
                await self.poll(on_receipts)
            except Exception as error:
                log.warning("receipts are not on record", provider=self.name, exc_info=error)

    async def poll(self, on_receipts: OnReceipts) -> int:
        """Asks for what is due; how many receipts there were."""
        now, told = time.monotonic(), 0
        due = [message_id for message_id, awaited in self._awaited.items() if awaited.next <= now]
        for start in range(0, len(due), QUESTIONS):
            ids = due[start : start + QUESTIONS]
            for message_id in ids:
                self._later(message_id, now)
            receipts = await self.statuses(ids)
            if receipts:
                await on_receipts(receipts)
                told += len(receipts)
            for receipt in receipts:
                self._awaited.pop(receipt.provider_message_id, None)
        return told

    def _later(self, message_id: str, now: float) -> None:
        awaited = self._awaited.get(message_id)
        if awaited is None:
            return
        awaited.next, awaited.pause = now + awaited.pause, min(2 * awaited.pause, LONGEST_PAUSE)
        if now > awaited.until:
            del self._awaited[message_id]

    async def statuses(self, message_ids: Sequence[str]) -> list[ProviderReceipt]:
        """What became of messages, as far as it is final; nothing where the provider does not answer."""
        try:
            reply = await self._post("message/status.json", {"messages": list(message_ids)})
        except (NotSent, NoAnswer):
            return []
        answer = reply.json()
        results = answer.get("response_result") if isinstance(answer, dict) else None
        if not isinstance(results, list):
            return []
        asked = set(message_ids)
        made = (self._receipt(result) for result in results if isinstance(result, dict))
        return [receipt for receipt in made if receipt is not None and receipt.provider_message_id in asked]

    def _receipt(self, result: Mapping[str, Any]) -> ProviderReceipt | None:
        message_id, status = result.get("message_id"), result.get("status")
        state = STATES.get(status) if isinstance(status, str) else None
        if not isinstance(message_id, str) or not message_id or len(message_id) > 64 or state is None:
            return None
        awaited = self._awaited.get(message_id)
        why = result.get("rejected_status")
        detail = said(f"{status} {why}" if isinstance(why, str) and why else str(status))
        at = self._instant(result.get("updated"))
        return ProviderReceipt(self.name, message_id, state, at, detail, awaited.letter_id if awaited else "")

    def _instant(self, text: Any) -> int:
        """As TurboSMS writes it, by the clock of Kyiv; now where that can't be."""
        now = self._clock.now()
        try:
            at = int(datetime.strptime(str(text), "%Y-%m-%d %H:%M:%S").replace(tzinfo=KYIV).timestamp() * 1000)
        except (ValueError, OverflowError):
            return now
        return at if now - 7 * 86_400_000 < at <= now else now

    def receipts(self, headers: Mapping[str, str], body: bytes) -> Callback:
        """A callback (turbosms.ua/callback.html): its signature is the SHA-1 of secret and id; in which order is not
        written there, so either is taken: both need the secret. The signature stands inside, so a body is
        bounded before it is read for one. It covers nothing of what is said. Raises PermissionError."""
        if len(body) > HOOK_BYTES_UNSIGNED:
            raise PermissionError("too long to be looked at for a signature")
        try:
            told = json.loads(body)
            number, signature = str(told["id"]), str(told["signature"]).strip().lower()
        except (ValueError, KeyError, TypeError, RecursionError):
            raise PermissionError("not signed") from None
        secret = self._account.callback_secret
        known = [hashlib.sha1(_bytes(text)).hexdigest().encode() for text in (secret + number, number + secret)]
        matches = [hmac.compare_digest(one, _bytes(signature)) for one in known]
        if not secret or not any(matches):
            raise PermissionError("wrong signature")
        events = told.get("data")
        receipts = (
            self._receipt(one) for one in (events if isinstance(events, list) else [events]) if isinstance(one, dict)
        )
        digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).digest()
        return Callback([receipt for receipt in receipts if receipt is not None], number, digest)

    async def check(self) -> str:
        """Asks for the balance, which needs the token."""
        try:
            reply = await self._post("user/balance.json", {})
        except (NotSent, NoAnswer) as error:
            return in_english(Fault.UNREACHABLE, str(error))
        answer = reply.json()
        code = answer.get("response_code") if isinstance(answer, dict) else None
        if reply.status == 200 and code == 0:
            return ""
        return f"HTTP {reply.status}, code {code}" if isinstance(code, int) else f"HTTP {reply.status}"

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None


def _bytes(text: str) -> bytes:
    """JSON may hold what no UTF-8 does; that is no error to tell of, for it would tell of the secret beside it."""
    return text.encode(errors="surrogatepass")


def groups(letters: Sequence[tuple[int, Letter]]) -> Iterator[list[tuple[int, Letter]]]:
    """Letters of one text together; no phone twice in a group, for the provider takes the second for a mistake."""
    by_text: dict[str, list[list[tuple[int, Letter]]]] = {}
    phones: dict[tuple[str, int], set[str]] = {}
    for index, letter in letters:
        made = by_text.setdefault(letter.body, [[]])
        for number, group in enumerate(made):
            known = phones.setdefault((letter.body, number), set())
            if letter.recipient not in known and len(group) < RECIPIENTS:
                break
        else:
            made.append([])
            number = len(made) - 1
            known = phones.setdefault((letter.body, number), set())
        known.add(letter.recipient)
        made[number].append((index, letter))
    for made in by_text.values():
        yield from made
