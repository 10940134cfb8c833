"""Sessions of operators and residents."""

from typing import Any

from storage.engine.feed import ChangeKind, Topic
from storage.engine.transaction import Tx
from storage.models.people import Session


def by_token_hash(tx: Tx, token_hash: bytes) -> Session | None:
    found: Session | None = tx.first(Session.select().where(Session.token_hash == token_hash))
    return found


def by_id(tx: Tx, session_id: int) -> Session | None:
    found: Session | None = tx.first(Session.select().where(Session.id == session_id))
    return found


def start(tx: Tx, session: Session) -> None:
    tx.insert(session)
    tx.change(Topic.SESSIONS, session.id, ChangeKind.CREATED)


def touch(tx: Tx, session_id: int, at: int) -> None:
    """Renews the record of a session's last use; whoever holds it in memory sees nothing new."""
    tx.run(Session.update(last_used_at=at).where(Session.id == session_id))


def _owner(operator_id: int | None, user_id: int | None) -> Any:
    return Session.operator_id == operator_id if operator_id else Session.user_id == user_id


def page(tx: Tx, *, operator_id: int | None, user_id: int | None, after: int | None, size: int) -> list[Session]:
    """Open sessions of somebody, newest first."""
    query = Session.select().where(
        _owner(operator_id, user_id) & Session.ended_at.is_null() & (Session.expires_at > tx.now)
    )
    if after is not None:
        query = query.where(Session.id < after)
    return tx.all(query.order_by(Session.id.desc()).limit(size))


def end(tx: Tx, session_id: int) -> None:
    tx.run(Session.update(ended_at=tx.now).where((Session.id == session_id) & Session.ended_at.is_null()))
    tx.change(Topic.SESSIONS, session_id)


def end_all(tx: Tx, *, operator_id: int | None = None, user_id: int | None = None, but: int = 0) -> int:
    """Ends the open sessions of somebody, but one; how many."""
    mine = _owner(operator_id, user_id) & Session.ended_at.is_null() & (Session.id != but)
    ids = [number for (number,) in tx.rows(Session.select(Session.id).where(mine))]
    if ids:
        tx.run(Session.update(ended_at=tx.now).where(Session.id.in_(ids)))
        tx.change(Topic.SESSIONS, ids)
    return len(ids)
