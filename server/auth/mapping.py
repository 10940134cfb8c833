"""Sessions as the contract writes them."""

from smartregion.v1.auth_service_pb2 import Session as SessionMessage

from server.codec import encode_id, timestamp
from storage.engine.transaction import Tx
from storage.models.people import Session


def person_of(session: Session) -> int:
    """Whose key seals a session: the resident's own; an operator's is the house's."""
    return session.user_id or 0


def session_message(tx: Tx, session: Session, current: int) -> SessionMessage:
    person = person_of(session)
    return SessionMessage(
        id=encode_id(session.id),
        started_at=timestamp(session.started_at),
        last_used_at=timestamp(session.last_used_at),
        expires_at=timestamp(session.expires_at),
        ip_address=tx.unseal(person, "session.ip", session.ip_sealed),
        client=tx.unseal(person, "session.client", session.client_sealed),
        current=session.id == current,
    )


def new_session(
    tx: Tx,
    session_id: int,
    token_hash: bytes,
    life: int,
    *,
    ip: str,
    client: str,
    operator_id: int | None = None,
    user_id: int | None = None,
    gateway_id: int | None = None,
) -> Session:
    """A session that begins now and lives so many milliseconds."""
    person = user_id or 0
    return Session(
        id=session_id,
        token_hash=token_hash,
        operator_id=operator_id,
        user_id=user_id,
        gateway_id=gateway_id,
        started_at=tx.now,
        last_used_at=tx.now,
        expires_at=tx.now + life,
        ip_sealed=tx.seal(person, "session.ip", ip),
        client_sealed=tx.seal(person, "session.client", client),
    )
