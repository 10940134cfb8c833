"""Push over FCM HTTP v1 (firebase.google.com/docs/reference/fcm/rest/v1/projects.messages): a POST for each device."""

import asyncio
import base64
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from server.limits import BATCH_SECONDS
from server.notifications.channels import Answer, Letter, Outcome, held_back
from server.notifications.channels.faults import Fault
from server.notifications.channels.http import Http, NoAnswer, NotSent, Reply, seconds
from server.notifications.channels.words import said
from storage.engine.clock import SYSTEM_CLOCK, Clock

SCOPE = "https://www.googleapis.com/auth/firebase.messaging"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
#: Seconds before its end from which a token is not used any more, and the life of the assertion that asks for one.
MARGIN, ASSERTION = 60.0, 3_600
#: Seconds after a sign-in that failed before the next.
AGAIN = 2.0
#: Bytes of a text, of the 4,096 that a message may have.
TEXT_BYTES, TITLE_BYTES = 2_400, 400
#: Seconds to wait where FCM wants us to slow down and does not say for how long.
SLOW_DOWN = 60.0
#: The longest life of a message in FCM; seconds.
LONGEST_LIFE = 28 * 86_400


@dataclass(frozen=True)
class FcmProject:
    """A project, and the service account that may send."""

    project: str
    client_email: str
    private_key: str = field(repr=False)
    base_url: str = "https://fcm.googleapis.com"
    token_url: str = "https://oauth2.googleapis.com/token"
    #: POSTs under way at a time.
    concurrency: int = 50
    timeout: float = 15.0

    def key(self) -> rsa.RSAPrivateKey:
        """Raises ValueError where it is none."""
        try:
            key = load_pem_private_key(self.private_key.encode(), None)
        except (ValueError, TypeError):
            raise ValueError("is no private key in PEM") from None
        if not isinstance(key, rsa.RSAPrivateKey):
            raise ValueError("is no RSA key")  # noqa: TRY004 - of the setting, not of the program
        return key


class SignIn:
    """An access token, asked for when there is none and by one at a time (RFC 7523)."""

    def __init__(self, project: FcmProject, http: Http, clock: Clock) -> None:
        self._project, self._http, self._clock = project, http, clock
        self._key = project.key()
        self._token, self._until = "", 0.0
        self._failed: PermissionError | NotSent | None = None
        self._lock = asyncio.Lock()

    async def token(self) -> str:
        """Raises PermissionError where we are refused, NotSent where nobody answers."""
        async with self._lock:
            if self._token and time.monotonic() < self._until:
                return self._token
            if self._failed is not None and time.monotonic() < self._until:
                raise self._failed  # many wait for it: nobody answers them one after the other
            try:
                self._token, self._until = await self._ask()
            except (PermissionError, NotSent) as error:
                self._token, self._failed, self._until = "", error, time.monotonic() + AGAIN
                raise
            self._failed = None
            return self._token

    def forget(self, token: str) -> None:
        """One that FCM does not take."""
        if token == self._token:
            self._token, self._until = "", 0.0

    async def _ask(self) -> tuple[str, float]:
        form = urlencode({"grant_type": GRANT, "assertion": self._assertion()}).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            reply = await self._http.post(self._project.token_url, form, headers, self._project.timeout)
        except NoAnswer as error:
            raise NotSent(str(error)) from None  # no message was handed over
        answer = reply.json()
        token = answer.get("access_token") if isinstance(answer, dict) else None
        life = answer.get("expires_in") if isinstance(answer, dict) else None
        if reply.status in (429, 500, 502, 503, 504):
            raise NotSent(f"HTTP {reply.status}")
        if reply.status != 200 or not isinstance(token, str) or not token.isascii() or not token.isprintable():
            why = answer.get("error") if isinstance(answer, dict) else None
            raise PermissionError(said(f"HTTP {reply.status} {why if isinstance(why, str) else ''}"))
        return token, time.monotonic() + max(seconds(life, 86_400.0) - MARGIN, 1.0)

    def _assertion(self) -> str:
        now = self._clock.now() // 1000
        claims = {
            "iss": self._project.client_email,
            "scope": SCOPE,
            "aud": self._project.token_url,
            "iat": now,
            "exp": now + ASSERTION,
        }
        signed = f"{_base64({'alg': 'RS256', 'typ': 'JWT'})}.{_base64(claims)}"
        signature = self._key.sign(signed.encode(), padding.PKCS1v15(), SHA256())
        return f"{signed}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


class FcmChannel:
    def __init__(self, name: str, project: FcmProject, http: Http, clock: Clock = SYSTEM_CLOCK) -> None:
        self.name = name
        self._project, self._http, self._clock = project, http, clock
        self._sign_in = SignIn(project, http, clock)
        self._slots = asyncio.Semaphore(project.concurrency)

    async def send(self, letters: Sequence[Letter]) -> list[Outcome]:
        try:
            await self._sign_in.token()
        except PermissionError as error:
            return [held_back(Fault.SIGN_IN_REFUSED, str(error))] * len(letters)
        except NotSent as error:
            return [held_back(Fault.SIGN_IN_UNREACHABLE, str(error))] * len(letters)
        until = time.monotonic() + BATCH_SECONDS
        return await asyncio.gather(*(self._letter(letter, until) for letter in letters))

    async def _letter(self, letter: Letter, until: float) -> Outcome:
        if not letter.devices:
            return Outcome(Answer.REFUSED, fault=Fault.NO_DEVICE)
        devices = dict.fromkeys(letter.devices)
        made = await asyncio.gather(*(self._device(letter, device, until) for device in devices))
        return together(made)

    async def _device(self, letter: Letter, device: str, until: float) -> Outcome:
        async with self._slots:
            for last in (False, True):
                if time.monotonic() > until:
                    return held_back(Fault.TOO_SLOW)
                try:
                    token = await self._sign_in.token()
                    reply = await self._post(token, letter, device)
                except PermissionError as error:
                    return held_back(Fault.SIGN_IN_REFUSED, str(error))
                except NotSent as error:
                    return held_back(Fault.UNREACHABLE, str(error))
                except NoAnswer as error:
                    return Outcome(Answer.UNANSWERED, str(error), fault=Fault.NO_ANSWER)
                if reply.status != 401 or last:
                    break
                self._sign_in.forget(token)  # it was called back before its end
        return answered(reply, device)

    async def _post(self, token: str, letter: Letter, device: str) -> Reply:
        url = f"{self._project.base_url}/v1/projects/{self._project.project}/messages:send"
        text = json.dumps({"message": message(letter, device, self._clock.now())}, ensure_ascii=False)
        body = text.encode("utf-8", "replace")
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json; charset=utf-8"}
        return await self._http.post(url, body, headers, self._project.timeout)

    async def check(self) -> str:
        try:
            await self._sign_in.token()
        except (PermissionError, NotSent) as error:
            return f"the sign-in is refused, or can't be reached: {error}"
        return ""

    async def close(self) -> None:
        """The connections are those of all channels."""


def message(letter: Letter, device: str, now: int) -> dict[str, Any]:
    """As FCM takes it. The tag lets a message that arrives twice be seen once."""
    life = min(max((letter.expires_at - now) // 1000, 0), LONGEST_LIFE) if letter.expires_at else LONGEST_LIFE
    return {
        "token": device,
        "notification": {"title": cut(letter.subject, TITLE_BYTES), "body": cut(letter.body, TEXT_BYTES)},
        "data": {"notification_id": letter.id, "category": letter.category, "language": letter.language},
        "android": {
            "priority": "HIGH" if letter.urgent else "NORMAL",
            "ttl": f"{life}s",
            "notification": {"tag": letter.id},
        },
        "apns": {
            "headers": {
                "apns-priority": "10" if letter.urgent else "5",
                "apns-expiration": str(now // 1000 + life),
                "apns-collapse-id": letter.id[:64],
            }
        },
    }


def cut(text: str, size: int) -> str:
    """A text of so many bytes at most, cut at a letter."""
    plain = text.encode("utf-8", "replace")
    if len(plain) <= size:
        return plain.decode()
    return plain[: size - 3].decode("utf-8", "ignore").rstrip() + "…"


def answered(reply: Reply, device: str) -> Outcome:
    """What FCM says of one device."""
    answer = reply.json()
    if reply.status == 200:
        name = answer.get("name") if isinstance(answer, dict) else None
        if not isinstance(name, str):
            return Outcome(Answer.UNANSWERED, fault=Fault.STRANGE_ANSWER)
        return Outcome(Answer.ACCEPTED, provider_message_id=name.rpartition("/")[2][:100])
    error = answer.get("error") if isinstance(answer, dict) else None
    if not isinstance(error, dict):  # not FCM, but something on the way to it
        refused = reply.status < 500 or reply.status == 503
        answer_kind = Answer.REFUSED_FOR_NOW if refused else Answer.UNANSWERED
        return Outcome(answer_kind, f"HTTP {reply.status}", retry_after=reply.retry_after, not_the_letter=refused)
    code, field_name = _details(error)
    detail = said(f"{reply.status} {code}", device)
    if code == "UNREGISTERED" or (code == "INVALID_ARGUMENT" and field_name == "message.token"):
        return Outcome(Answer.REFUSED, detail, gone=(device,))
    if code == "INVALID_ARGUMENT":
        return Outcome(Answer.REFUSED, detail)
    # A sender that does not match is the key of another project: our fault, and the device is still there.
    slow = reply.retry_after or (SLOW_DOWN if reply.status == 429 else 0.0)
    return Outcome(
        Answer.REFUSED_FOR_NOW, detail, retry_after=slow, not_the_letter=reply.status in (401, 403, 429, 503)
    )


def _details(error: Mapping[str, Any]) -> tuple[str, str]:
    """FCM's own code, or the status where it has none; and the field that is wrong."""
    code, field_name = str(error.get("status", "")), ""
    details = error.get("details")
    for detail in details if isinstance(details, list) else []:
        if not isinstance(detail, dict):
            continue
        if isinstance(detail.get("errorCode"), str):
            code = detail["errorCode"]
        violations = detail.get("fieldViolations")
        for violation in violations if isinstance(violations, list) else []:
            if isinstance(violation, dict) and isinstance(violation.get("field"), str):
                field_name = violation["field"]
    return code[:40], field_name


def together(outcomes: Sequence[Outcome]) -> Outcome:
    """Of a user's devices: one that took it is enough; where none did, the best hope is told."""
    gone = tuple(device for outcome in outcomes for device in outcome.gone)
    for kind in (Answer.ACCEPTED, Answer.UNANSWERED, Answer.REFUSED_FOR_NOW, Answer.REFUSED):
        for outcome in outcomes:
            if outcome.answer is kind:
                wait = max(one.retry_after for one in outcomes) if kind is Answer.REFUSED_FOR_NOW else 0.0
                return replace(outcome, gone=gone, retry_after=wait)
    raise AssertionError("no device")


def _base64(value: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()
