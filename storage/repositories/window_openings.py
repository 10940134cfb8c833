"""Openings of reading windows: noted once when they open, once when they close, once when they are settled."""

from datetime import date

from storage.engine.transaction import Tx
from storage.models.readings import WindowOpening


def opened(tx: Tx, window_id: int, opens: date, closes: date, number: int) -> bool:
    """Notes an opening; whether it is new."""
    rows = tx.sql(
        "INSERT INTO window_opening (id, window_id, opens, closes) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (window_id, opens) DO NOTHING RETURNING id",
        (number, window_id, opens.isoformat(), closes.isoformat()),
    )
    return bool(rows)


def over(tx: Tx, today: date) -> list[WindowOpening]:
    """Openings whose last day has passed and that are not noted as closed."""
    past = WindowOpening.closes < today.isoformat()
    return tx.all(tx.lock(WindowOpening.select().where(past & WindowOpening.closed_at.is_null())))


def close(tx: Tx, row: WindowOpening) -> None:
    tx.run(WindowOpening.update(closed_at=tx.now).where(WindowOpening.id == row.id))


def unsettled(tx: Tx) -> list[WindowOpening]:
    query = WindowOpening.select().where(WindowOpening.closed_at.is_null(False) & WindowOpening.settled_at.is_null())
    return tx.all(query.order_by(WindowOpening.closes))


def settle(tx: Tx, number: int) -> None:
    tx.run(WindowOpening.update(settled_at=tx.now).where(WindowOpening.id == number))
