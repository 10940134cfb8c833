"""Openings of reading windows: noted once when they open, once when they close, once when they are settled."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from storage.days import OPEN_END
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


def end_untold(tx: Tx, today: date) -> list[WindowOpening]:
    """Openings that are not over and of whose end nobody was told."""
    ahead = WindowOpening.closes >= today.isoformat()
    untold = WindowOpening.closed_at.is_null() & WindowOpening.end_told_at.is_null()
    return tx.all(tx.lock(WindowOpening.select().where(ahead & untold)))


def tell_end(tx: Tx, number: int) -> None:
    """Notes that people are told of the end of an opening."""
    tx.run(WindowOpening.update(end_told_at=tx.now).where(WindowOpening.id == number))


def by_id(tx: Tx, number: int) -> WindowOpening | None:
    found: WindowOpening | None = tx.first(WindowOpening.select().where(WindowOpening.id == number))
    return found


class Supplied(NamedTuple):
    """An account of somebody, with the registers in place where it is."""

    account_id: int
    number: str
    registers: tuple[int, ...]


_ACCOUNTS = """
SELECT a.id, a.number FROM account a
WHERE a.utility_id = ? AND a.commodity = ? AND a.begins_at <= ? AND a.ends_at > ? AND a.id > ?
  AND EXISTS (SELECT 1 FROM account_link l WHERE l.account_id = a.id AND l.ended_at IS NULL)
ORDER BY a.id LIMIT ?"""
_REGISTERS = f"""
SELECT a.id, r.id FROM account a JOIN installation i ON i.usage_point_id = a.usage_point_id
AND i.installed_at <= ? AND coalesce(i.removed_at, {OPEN_END}) > ?
JOIN meter m ON m.id = i.meter_id AND m.commodity = a.commodity JOIN register r ON r.installation_id = i.id
WHERE a.id IN ({{marks}}) ORDER BY a.id, r.id"""


def supplied(tx: Tx, utility_id: int, commodity: int, at: int, last: int, size: int) -> list[Supplied]:
    """Accounts that a utility supplies with a service at an instant and that somebody is linked to, behind one."""
    accounts = tx.sql(_ACCOUNTS, (utility_id, commodity, at, at, last, size))
    registers = registers_of(tx, [row[0] for row in accounts], at)
    return [Supplied(number, text, registers.get(number, ())) for number, text in accounts]


def registers_of(tx: Tx, account_ids: Iterable[int], at: int) -> dict[int, tuple[int, ...]]:
    """By account: the registers in place where it is at an instant."""
    found: dict[int, tuple[int, ...]] = {}
    for account_id, register in tx.among(_REGISTERS, account_ids, before=(at, at)):
        found[account_id] = (*found.get(account_id, ()), register)
    return found


def close(tx: Tx, row: WindowOpening) -> None:
    tx.run(WindowOpening.update(closed_at=tx.now).where(WindowOpening.id == row.id))


def unsettled(tx: Tx) -> list[WindowOpening]:
    query = WindowOpening.select().where(WindowOpening.closed_at.is_null(False) & WindowOpening.settled_at.is_null())
    return tx.all(query.order_by(WindowOpening.closes))


def settle(tx: Tx, number: int) -> None:
    tx.run(WindowOpening.update(settled_at=tx.now).where(WindowOpening.id == number))
