"""Versions of the rules of alerts: written once, never rewritten."""

from storage.engine.transaction import Tx
from storage.models.alerts import AlertRule

#: Versions of one rule that are shown.
VERSIONS_SHOWN = 200
#: Two that are made at once wait for each other here. (PostgreSQL)
_LOCK = 0x414C4552


def every(tx: Tx) -> list[AlertRule]:
    """All of them by rule, the oldest first."""
    return tx.all(AlertRule.select().order_by(AlertRule.code, AlertRule.version))


def of_code(tx: Tx, code: str) -> list[AlertRule]:
    """The last versions of one rule, the newest first."""
    mine = AlertRule.select().where(AlertRule.code == code)
    return tx.all(mine.order_by(AlertRule.version.desc()).limit(VERSIONS_SHOWN))


def last_version(tx: Tx, code: str) -> int:
    """The newest version of a rule, which nobody else makes another of until the unit ends; 0 for none."""
    if tx.postgres:
        tx.sql("SELECT pg_advisory_xact_lock(?)", (_LOCK,))
    return int(tx.sql("SELECT coalesce(max(version), 0) FROM alert_rule WHERE code = ?", (code,))[0][0])


def add(tx: Tx, row: AlertRule) -> None:
    tx.insert(row)
