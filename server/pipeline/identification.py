"""A call is given a name, and where it comes from is noted."""

import itertools
import re
import secrets
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from server.call import Call
from server.policy import Method
from server.services import Services

REQUEST_ID_KEY = "smartregion-request-id"
#: Names of calls: the process at random, then a number.
_PROCESS = secrets.token_hex(5)
_numbers = itertools.count(1)
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)


def identify(services: Services, method: Method, context: Any) -> Call:
    """A call under the name its client gave it, or a new one."""
    metadata = {key: value for key, value in context.invocation_metadata() or () if isinstance(value, str)}
    named = metadata.get(REQUEST_ID_KEY, "")
    request_id = named if _REQUEST_ID.fullmatch(named) else f"{_PROCESS}{next(_numbers):08x}"
    call = Call(services, method, metadata, address(context.peer()), request_id)
    pem = context.auth_context().get("x509_pem_cert") if services.settings.tls_client_ca else None
    if pem:
        call.peer_certificate = pem[0].decode() if isinstance(pem[0], bytes) else pem[0]
    return call


@lru_cache(10_000)
def address(peer: str) -> str:
    """The network address of a peer such as ipv4:10.0.0.1:5000 or ipv6:%5B::1%5D:5000."""
    kind, _, rest = peer.partition(":")
    if kind not in ("ipv4", "ipv6"):
        return ""
    return unquote(rest).rpartition(":")[0].strip("[]")
