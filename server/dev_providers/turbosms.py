"""TurboSMS: message/send.json, message/status.json and user/balance.json, as turbosms.ua/api.html has them."""

import re
import time
import uuid
from collections import OrderedDict
from datetime import datetime
from typing import Any, TypeVar

from aiohttp import web

from server.dev_providers.faults import Dice
from server.dev_providers.ledger import Ledger
from server.dev_providers.web import BODY_BYTES, Site, body_of, lost, misbehaved
from storage.days import KYIV

#: Requests and messages that are remembered.
REMEMBERED = 200_000
Value = TypeVar("Value")
_PHONE = re.compile(r"\+?[1-9]\d{9,14}")


def told(code: int, status: str, result: Any = None) -> dict[str, Any]:
    return {"response_code": code, "response_status": status, "response_result": result}


class TurboSmsFake:
    def __init__(self, name: str, ledger: Ledger, token: str) -> None:
        self.name = name
        self.dice = Dice(3)
        #: UAH; a call that costs more is refused.
        self.balance = 1_000_000.0
        #: Phones to which nothing may be sent.
        self.stop_list: set[str] = set()
        self._ledger, self._token = ledger, token
        self._requests: OrderedDict[str, dict[str, Any]] = OrderedDict()
        self._messages: OrderedDict[str, tuple[float, str]] = OrderedDict()
        app = web.Application(client_max_size=BODY_BYTES)
        app.router.add_post("/message/send.json", self._send)
        app.router.add_post("/message/status.json", self._status)
        app.router.add_post("/user/balance.json", self._balance)
        site = Site(app)
        self.start, self.stop = site.start, site.stop

    def _signed_in(self, request: web.Request) -> bool:
        return request.headers.get("Authorization") == f"Bearer {self._token}"

    async def _send(self, request: web.Request) -> web.Response:
        if not self._signed_in(request):
            return web.json_response(told(301, "INVALID_TOKEN"))
        body = await body_of(request)
        sequence = str(body.get("sequence_id", ""))
        if sequence in self._requests:
            return web.json_response({**self._requests[sequence], "response_code": 507})
        if (answer := await misbehaved(request, self.dice)) is not None:
            return answer
        made = self._taken(body)
        if sequence:
            _remember(self._requests, sequence, made)
        if self.dice.falls(self.dice.faults.lose):
            return lost(request)
        return web.json_response(made)

    def _taken(self, body: dict[str, Any]) -> dict[str, Any]:
        phones, sms = body.get("recipients"), body.get("sms")
        if not isinstance(phones, list) or not phones or not isinstance(sms, dict):
            return told(300, "INVALID_REQUEST")
        if not sms.get("sender"):
            return told(200, "REQUIRED_MESSAGE_SENDER")
        if not sms.get("text"):
            return told(201, "REQUIRED_MESSAGE_TEXT")
        if self.balance < len(phones):
            return told(203, "REQUIRED_BALANCE")
        results, seen = [], set[str]()
        for phone in map(str, phones):
            results.append(self._one(phone, str(sms["text"]), phone in seen))
            seen.add(phone)
        whole = all(result["response_code"] == 0 for result in results)
        return (
            told(800, "SUCCESS_MESSAGE_ACCEPTED", results)
            if whole
            else told(802, "SUCCESS_MESSAGE_PARTIAL_ACCEPTED", results)
        )

    def _one(self, phone: str, text: str, repeated: bool) -> dict[str, Any]:
        code, status, message_id = 0, "OK", None
        if repeated:
            code, status = 407, "NOT_ALLOWED_RECIPIENT_DUPLICATE"
        elif phone in self.stop_list:
            code, status = 404, "NOT_ALLOWED_NUMBER_STOPLIST"
        elif not _PHONE.fullmatch(phone) or self.dice.falls(self.dice.faults.refuse):
            code, status = 305, "INVALID_PHONE"
        else:
            message_id = str(uuid.uuid4())
            self.balance -= 1
            self._ledger.arrived(self.name, f"+{phone.lstrip('+')}", text, text)
            final = "Undelivered" if self.dice.falls(self.dice.faults.undelivered) else "Delivered"
            _remember(self._messages, message_id, (time.monotonic(), final))
        return {"phone": phone, "message_id": message_id, "response_code": code, "response_status": status}

    async def _status(self, request: web.Request) -> web.Response:
        if not self._signed_in(request):
            return web.json_response(told(301, "INVALID_TOKEN"))
        listed = (await body_of(request)).get("messages")
        ids = [str(one) for one in listed] if isinstance(listed, list) else []
        return web.json_response(told(0, "OK", [self._state(message_id) for message_id in ids]))

    def _state(self, message_id: str) -> dict[str, Any]:
        found = self._messages.get(message_id)
        if found is None:
            return {"message_id": message_id, "response_code": 414, "response_status": "NOT_ALLOWED_MESSAGE_ID"}
        wait = self.dice.faults.receipt
        done = wait >= 0 and time.monotonic() - found[0] >= wait / 1000
        now = f"{datetime.now(KYIV):%Y-%m-%d %H:%M:%S}"
        return {
            "message_id": message_id,
            "response_code": 0,
            "response_status": "OK",
            "type": "sms",
            "sent": now,
            "updated": now,
            "status": found[1] if done else "Queued",
        }

    async def _balance(self, request: web.Request) -> web.Response:
        if not self._signed_in(request):
            return web.json_response(told(301, "INVALID_TOKEN"))
        return web.json_response(told(0, "OK", {"balance": self.balance}))


def _remember(memory: OrderedDict[str, Value], key: str, value: Value) -> None:
    memory[key] = value
    if len(memory) > REMEMBERED:
        memory.popitem(last=False)
