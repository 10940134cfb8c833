"""Principals from what storage knows of sessions and keys."""

from smartregion.v1.operator_service_pb2 import OperatorState
from smartregion.v1.options_pb2 import PrincipalKind
from smartregion.v1.partner_service_pb2 import PartnerState
from smartregion.v1.user_service_pb2 import UserState

from server import policy
from server.auth import sight
from server.codec import from_bits
from server.errors import Unauthenticated
from server.limits import (
    LAST_USED_STEP_MS,
    OPERATOR_IDLE_MS,
    PRINCIPAL_CACHE_SECONDS,
    RESIDENT_IDLE_MS,
)
from server.principal import Principal
from server.services import Services
from storage.days import iso_day
from storage.engine.feed import Topic
from storage.engine.transaction import Tx
from storage.models.people import Session
from storage.repositories import operators, partners, sessions, users

Found = tuple[Principal, tuple[tuple[Topic, int], ...]]


def _cached_until(now: int, *ends: int) -> int:
    return min(now + int(PRINCIPAL_CACHE_SECONDS * 1000), *ends)


async def by_session(services: Services, token_hash: bytes) -> Found:
    """The operator of a session. Raises Unauthenticated."""

    def find(tx: Tx) -> tuple[Session, Found]:
        session = _open_session(tx, token_hash, OPERATOR_IDLE_MS)
        operator = operators.by_id(tx, session.operator_id) if session.operator_id else None
        if operator is None or operator.state != OperatorState.OPERATOR_STATE_ACTIVE:
            raise Unauthenticated("the session has ended; sign in again")
        roles = from_bits(operator.roles)
        principal = Principal(
            kind=PrincipalKind.PRINCIPAL_KIND_OPERATOR,
            id=operator.id,
            permissions=frozenset().union(*(policy.role_permissions(role) for role in roles)),
            display=operator.display_name,
            session_id=session.id,
            must_change_password=operator.must_change_password,
            must_enrol=operator.second_factor_required and not operator.totp_enabled,
            valid_until=_cached_until(tx.now, session.expires_at),
        )
        return session, (principal, ((Topic.SESSIONS, session.id), (Topic.OPERATORS, operator.id)))

    session, found = await services.store.read(find)
    await _touch(services, session)
    return found


def _open_session(tx: Tx, token_hash: bytes, idle: int) -> Session:
    session = sessions.by_token_hash(tx, token_hash)
    if (
        session is None
        or session.ended_at is not None
        or session.expires_at <= tx.now
        or session.last_used_at + idle + LAST_USED_STEP_MS <= tx.now
    ):
        raise Unauthenticated("the session has ended; sign in again")
    return session


async def _touch(services: Services, session: Session) -> None:
    now = services.clock.now()
    if session.last_used_at + LAST_USED_STEP_MS < now:
        await services.store.write(lambda tx: sessions.touch(tx, session.id, now))


async def by_key(services: Services, secret_hash: bytes) -> Found:
    """The partner of a key. Raises Unauthenticated."""

    def find(tx: Tx) -> tuple[int, int | None, Found]:
        key = partners.key_by_hash(tx, secret_hash)
        if key is None or key.revoked_at is not None or key.expires_at <= tx.now:
            raise Unauthenticated("the key is unknown, expired or revoked")
        partner = partners.by_id(tx, key.partner_id)
        if partner is None or partner.state != PartnerState.PARTNER_STATE_ACTIVE:
            raise Unauthenticated("the partner is suspended")
        seen = sight.of_partner(tx, partner, iso_day(tx.now))
        principal = Principal(
            kind=PrincipalKind.PRINCIPAL_KIND_PARTNER,
            id=partner.id,
            permissions=sight.permissions(partner.kind, key.permissions),
            display=partner.name_uk,
            key_id=key.id,
            partner_kind=partner.kind,
            utility_ids=seen.utility_ids,
            data_classes=seen.data_classes,
            certificate_sha256=partner.certificate_sha256,
            valid_until=_cached_until(tx.now, key.expires_at),
        )
        return key.id, key.last_used_at, (principal, ((Topic.PARTNERS, partner.id),))

    key_id, last_used, found = await services.store.read(find)
    now = services.clock.now()
    if last_used is None or last_used + LAST_USED_STEP_MS < now:
        await services.store.write(lambda tx: partners.touch_key(tx, key_id, now))
    return found


async def by_resident_session(services: Services, token_hash: bytes, gateway: Principal) -> Found:
    """The resident of a session that was opened through this gateway. Raises Unauthenticated."""

    def find(tx: Tx) -> tuple[Session, Found]:
        session = _open_session(tx, token_hash, RESIDENT_IDLE_MS)
        state = users.state_of(tx, session.user_id) if session.user_id else None
        if session.gateway_id != gateway.id or state != UserState.USER_STATE_ACTIVE or session.user_id is None:
            raise Unauthenticated("the session has ended; sign in again")
        principal = Principal(
            kind=PrincipalKind.PRINCIPAL_KIND_RESIDENT,
            id=session.user_id,
            permissions=policy.principal_permissions(PrincipalKind.PRINCIPAL_KIND_RESIDENT),
            session_id=session.id,
            gateway_id=gateway.id,
            certificate_sha256=gateway.certificate_sha256,
            valid_until=_cached_until(tx.now, session.expires_at),
        )
        return session, (principal, ((Topic.SESSIONS, session.id), (Topic.USERS, session.user_id)))

    session, found = await services.store.read(find)
    await _touch(services, session)
    return found
