"""FCM HTTP v1 with the sign-in of Google: an assertion is verified, a token is given, a message is taken."""

import base64
import json
import secrets
import time
import uuid
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from server.dev_providers.faults import Dice
from server.dev_providers.ledger import Ledger
from server.dev_providers.web import BODY_BYTES, Site, body_of, lost, misbehaved

TOKEN_SECONDS = 3_600
#: Tokens of devices that begin so are of an app that was taken off.
GONE = "gone-"


class FcmFake:
    def __init__(self, name: str, ledger: Ledger, project: str) -> None:
        self.name = name
        self.dice = Dice(4)
        #: Devices whose app was taken off.
        self.gone: set[str] = set()
        #: How often somebody signed in.
        self.sign_ins = 0
        self._ledger, self._project = ledger, project
        self._key = rsa.generate_private_key(65_537, 2_048)
        self._tokens: dict[str, float] = {}
        app = web.Application(client_max_size=BODY_BYTES)
        app.router.add_post("/token", self._sign_in)
        app.router.add_post("/v1/projects/{project}/messages:send", self._send)
        site = Site(app)
        self.start, self.stop = site.start, site.stop

    @property
    def private_key(self) -> str:
        """Of the service account, in PEM."""
        return self._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()

    def call_tokens_back(self) -> None:
        """Whoever is signed in must sign in again."""
        self._tokens.clear()

    async def _sign_in(self, request: web.Request) -> web.Response:
        form = parse_qs((await request.read()).decode("utf-8", "replace"))
        if not self._verified(form.get("assertion", [""])[0]):
            return web.json_response({"error": "invalid_grant"}, status=400)
        self.sign_ins += 1
        token = secrets.token_urlsafe(24)
        self._tokens[token] = time.monotonic() + TOKEN_SECONDS
        return web.json_response({"access_token": token, "expires_in": TOKEN_SECONDS, "token_type": "Bearer"})

    def _verified(self, assertion: str) -> bool:
        signed, _, signature = assertion.rpartition(".")
        try:
            self._key.public_key().verify(_base64(signature), signed.encode(), padding.PKCS1v15(), SHA256())
            claims = json.loads(_base64(signed.partition(".")[2]))
            return bool(claims["scope"]) and claims["exp"] > claims["iat"]
        except (InvalidSignature, ValueError, KeyError, TypeError):
            return False

    async def _send(self, request: web.Request) -> web.Response:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if self._tokens.get(token, 0.0) < time.monotonic():
            return refused(401, "UNAUTHENTICATED", "THIRD_PARTY_AUTH_ERROR")
        if request.match_info["project"] != self._project:
            return refused(403, "PERMISSION_DENIED", "SENDER_ID_MISMATCH")
        message = (await body_of(request)).get("message")
        if not isinstance(message, dict) or not isinstance(message.get("token"), str):
            return refused(400, "INVALID_ARGUMENT", "INVALID_ARGUMENT", "message")
        if (answer := await misbehaved(request, self.dice)) is not None:
            return refused(429, "RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED") if answer.status == 429 else answer
        return self._taken(request, message)

    def _taken(self, request: web.Request, message: dict[str, Any]) -> web.Response:
        device = message["token"]
        if " " in device or not device:
            return refused(400, "INVALID_ARGUMENT", "INVALID_ARGUMENT", "message.token")
        if device.startswith(GONE) or device in self.gone or self.dice.falls(self.dice.faults.refuse):
            return refused(404, "NOT_FOUND", "UNREGISTERED")
        shown, data = message.get("notification") or {}, message.get("data") or {}
        text = f"{shown.get('title', '')}: {shown.get('body', '')}"
        self._ledger.arrived(self.name, device, str(data.get("notification_id") or text), text)
        if self.dice.falls(self.dice.faults.lose):
            return lost(request)
        return web.json_response({"name": f"projects/{self._project}/messages/{uuid.uuid4().hex}"})


def refused(status: int, name: str, code: str, field: str = "") -> web.Response:
    """As Google writes errors."""
    details: list[dict[str, Any]] = [
        {"@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode": code}
    ]
    if field:
        details.append(
            {
                "@type": "type.googleapis.com/google.rpc.BadRequest",
                "fieldViolations": [{"field": field, "description": "is invalid"}],
            }
        )
    headers = {"Retry-After": "1"} if status == 429 else {}
    body = {"error": {"code": status, "message": "refused", "status": name, "details": details}}
    return web.json_response(body, status=status, headers=headers)


def _base64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
