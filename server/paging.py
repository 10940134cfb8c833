"""Page tokens: sealed, good for one list with one filter and one order. They carry no rights, and what they hold of the
last row, which its reader may not be granted to see, is not to be read from them."""

import base64
import binascii
import hashlib
import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from google.protobuf.message import Message

from server.errors import InvalidPageToken
from server.limits import PAGE_DEFAULT

_NONCE_BYTES = 12
T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True)
class Page:
    """What of a list is wanted."""

    size: int
    #: Order values of the row after which the page begins; None at the start.
    after: tuple[Any, ...] | None
    #: Rows to pass over first.
    skip: int
    _token: Callable[[tuple[Any, ...]], str]

    def past(self, kind: Callable[[Any], T]) -> T | None:
        """`after` of a list that is ordered by one value; None at the start."""
        return kind(self.after[0]) if self.after else None

    def pair(self, kind: Callable[[Any], T]) -> tuple[T, int] | None:
        """The same where a number tells apart what has the same value."""
        return (kind(self.after[0]), int(self.after[1])) if self.after else None

    def end(self, reply: Message, rows: Sequence[R], order: Callable[[R], tuple[Any, ...]]) -> None:
        """Tells in a reply where the next page begins, behind the last of these rows, where they fill this one. `order`
        are the values by which the list is ordered."""
        if len(rows) == self.size:
            reply.next_page_token = self._token(order(rows[-1]))  # type: ignore[attr-defined]


class Unreadable(ValueError):
    """A token that says nothing here; the message says why."""


class Paging:
    """Makes and opens tokens under a key of the keyring."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(hashlib.sha256(key).digest())

    def page(self, request: Message, unstated: int = PAGE_DEFAULT) -> Page:
        """The page a request asks for, of so many rows where it says none. Raises InvalidPageToken."""
        size: int = request.page_size or unstated  # type: ignore[attr-defined]
        token: str = request.page_token  # type: ignore[attr-defined]
        after = self._open(token, request) if token else None
        return Page(size, after, getattr(request, "skip", 0), partial(self.next_token, request))

    def next_token(self, request: Message, last: tuple[Any, ...]) -> str:
        """The token of the page behind the row with these order values."""
        return self.sealed(last, fingerprint(request))

    def _open(self, token: str, request: Message) -> tuple[Any, ...]:
        try:
            return self.opened(token, fingerprint(request))
        except Unreadable as error:
            raise InvalidPageToken(f"page_token: {error}") from None

    def sealed(self, values: tuple[Any, ...], bound: bytes) -> str:
        """A token that tells its bearer nothing and opens with the same `bound` only."""
        body = json.dumps(values, separators=(",", ":")).encode()
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return base64.urlsafe_b64encode(nonce + self._cipher.encrypt(nonce, body, bound)).decode().rstrip("=")

    def opened(self, token: str, bound: bytes) -> tuple[Any, ...]:
        """What was sealed. Raises Unreadable."""
        try:
            raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
            body = self._cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], bound)
        except (binascii.Error, ValueError):
            raise Unreadable("is damaged") from None
        except InvalidTag:
            raise Unreadable("belongs to another list, filter or order, or is forged") from None
        return tuple(json.loads(body))


def fingerprint(request: Message) -> bytes:
    """A digest of what a list or watch asks for, without its place in it."""
    bare = type(request)()
    bare.CopyFrom(request)
    for name in ("page_size", "page_token", "skip", "resume_token", "skip_snapshot"):
        if name in bare.DESCRIPTOR.fields_by_name:
            bare.ClearField(name)
    body = bare.SerializeToString(deterministic=True)
    return hashlib.sha256(bare.DESCRIPTOR.full_name.encode() + b"\0" + body).digest()
