"""Quiet hours, caps and stop words: one row, made by the migration."""

from collections.abc import Sequence
from typing import Any

from storage.engine.transaction import Tx
from storage.models.delivery import DeliveryRules

#: The number of the one row.
ROW = 1


def row(tx: Tx) -> DeliveryRules:
    """The rules in force, held until the unit ends."""
    found: DeliveryRules = tx.first(tx.lock(DeliveryRules.select().where(DeliveryRules.id == ROW)))
    return found


def peek(tx: Tx) -> tuple[int, int, int]:
    """Quiet from, quiet until, daily cap: for those who decide many messages and change nothing here."""
    begin, end, cap = tx.sql(
        "SELECT quiet_from_hour, quiet_until_hour, daily_cap FROM delivery_rules WHERE id = ?", (ROW,)
    )[0]
    return int(begin), int(end), int(cap)


def stop_keywords(tx: Tx) -> list[str]:
    """Words that end messages by SMS."""
    text: str = tx.sql("SELECT stop_keywords FROM delivery_rules WHERE id = ?", (ROW,))[0][0]
    return text.split("\n")


def keywords(rules: DeliveryRules) -> list[str]:
    return rules.stop_keywords.split("\n")


def update(tx: Tx, rules: DeliveryRules, stop_keywords: Sequence[str], **values: Any) -> DeliveryRules:
    """All of it, one version on."""
    changes = {**values, "stop_keywords": "\n".join(stop_keywords), "version": rules.version + 1}
    tx.run(DeliveryRules.update(**changes).where(DeliveryRules.id == ROW))
    for name, value in changes.items():
        setattr(rules, name, value)
    return rules
