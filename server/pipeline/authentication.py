"""Who calls: an operator's or resident's session, a partner's key, or nobody."""

import hashlib
import ssl
from collections import OrderedDict, defaultdict
from collections.abc import Awaitable, Callable

from smartregion.v1.options_pb2 import Permission

from server.auth.recognition import by_key, by_resident_session, by_session
from server.call import Call
from server.credentials import tokens
from server.errors import RateLimited, Unauthenticated
from server.limits import PRINCIPALS_CACHED, STRANGER_RATE
from server.pipeline.rate import Limiter
from server.principal import NOBODY, Principal
from server.services import Services
from storage.engine.feed import Change, Topic
from storage.engine.store import Store

RESIDENT_KEY = "smartregion-resident"
CLIENT_IP_KEY = "smartregion-client-ip"

Subject = tuple[Topic, int]


class Principals:
    """Principals by the digest of their credentials, forgotten the moment that something of theirs changes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: OrderedDict[bytes, tuple[Principal, tuple[Subject, ...]]] = OrderedDict()
        self._by_subject: defaultdict[Subject, set[bytes]] = defaultdict(set)
        store.hub.listeners.append(self._forget)

    def cached(self, digest: bytes, now: int) -> Principal | None:
        found = self._known.get(digest)
        return found[0] if found is not None and now < found[0].valid_until else None

    def remember(self, digest: bytes, principal: Principal, subjects: tuple[Subject, ...]) -> None:
        self._known[digest] = (principal, subjects)
        for subject in subjects:
            self._by_subject[subject].add(digest)
        if len(self._known) > PRINCIPALS_CACHED:
            self._drop(next(iter(self._known)))

    def _drop(self, digest: bytes) -> None:
        _, subjects = self._known.pop(digest, (NOBODY, ()))
        for subject in subjects:
            self._by_subject[subject].discard(digest)
            if not self._by_subject[subject]:
                del self._by_subject[subject]

    def _forget(self, changes: list[Change]) -> None:
        for change in changes:
            for number in change.ids:
                for digest in list(self._by_subject.get((change.topic, number), ())):
                    self._drop(digest)


def stage(services: Services, principals: Principals, limiter: Limiter) -> Callable[[Call], Awaitable[None] | None]:
    """Sets the call's principal. Raises Unauthenticated."""

    def authenticate(call: Call) -> Awaitable[None] | None:
        credentials = call.metadata.get("authorization")
        if credentials is None:
            return None
        scheme, _, token = credentials.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Unauthenticated("authorization: must be Bearer and a token")
        session = call.metadata.get(RESIDENT_KEY, "")
        digest = tokens.digest(f"{token}\0{session}")
        known = principals.cached(digest, services.clock.now())
        if known is not None:
            admit(call, known)
            return None
        return recognise(call, token, session, digest)

    async def recognise(call: Call, token: str, session: str, digest: bytes) -> None:
        principal, subjects = await _known_by(services, limiter, call, token)
        if session and token.startswith(tokens.KEY_PREFIX):
            gateway, gateway_subjects = principal, subjects
            if Permission.PERMISSION_USERS_REGISTER not in gateway.permissions:
                raise Unauthenticated(f"{RESIDENT_KEY}: only the app gateway acts for residents")
            principal, subjects = await by_resident_session(services, tokens.digest(session), gateway)
            subjects += gateway_subjects
        principals.remember(digest, principal, subjects)
        admit(call, principal)

    def admit(call: Call, principal: Principal) -> None:
        if principal.certificate_sha256 and fingerprint(call.peer_certificate) != principal.certificate_sha256:
            raise Unauthenticated("the key works over the partner's own certificate only")
        through_gateway = principal.is_resident or Permission.PERMISSION_USERS_REGISTER in principal.permissions
        if through_gateway and CLIENT_IP_KEY in call.metadata:
            call.ip = call.metadata[CLIENT_IP_KEY][:45]
        call.principal = principal

    return authenticate


async def _known_by(
    services: Services, limiter: Limiter, call: Call, token: str
) -> tuple[Principal, tuple[Subject, ...]]:
    """Whose a token is. Who tries many that are nobody's waits, before anything is looked up."""
    stranger = (call.ip, "stranger")
    if wait := limiter.until(stranger, STRANGER_RATE):
        raise RateLimited("too many credentials that nobody has came from this address", retry_after=wait)
    recognised = by_key if token.startswith(tokens.KEY_PREFIX) else by_session
    try:
        return await recognised(services, tokens.digest(token))
    except Unauthenticated:
        limiter.wait(stranger, STRANGER_RATE)
        raise


def still_standing(authenticate: Callable[[Call], Awaitable[None] | None]) -> Callable[[Call], Awaitable[None]]:
    """For a stream, before each of its messages: a key that was revoked, a session that ended or a grant that was taken
    back ends what was opened with it. Raises Unauthenticated."""

    async def check(call: Call) -> None:
        began_with = call.principal.rights
        waiting = authenticate(call)
        if waiting is not None:
            await waiting
        if call.principal.rights != began_with:
            raise Unauthenticated("what the credentials allow has changed; connect again")

    return check


def fingerprint(pem: str) -> str:
    """SHA-256 of a PEM certificate, lower-case hex; empty for none."""
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest() if pem else ""
