"""What users want to be told over which channel: the wish that counts now, and every change as evidence."""

from collections.abc import Iterable
from typing import NamedTuple

from storage.engine.transaction import Tx
from storage.models.notifications import Preference, PreferenceChange


class Consent(NamedTuple):
    """The wish that allows a message, and the policy version in force when it was made."""

    change_id: int
    policy_version: str


def wish(tx: Tx, user_id: int, category: int, channel: int) -> bool | None:
    """What the user last chose; None where they never did."""
    found = tx.scalar(
        Preference.select(Preference.enabled).where(
            (Preference.user_id == user_id) & (Preference.category == category) & (Preference.channel == channel)
        )
    )
    return None if found is None else bool(found)


def switched_off(tx: Tx, user_ids: Iterable[int], category: int) -> set[tuple[int, int]]:
    """Users and channels on which a category was switched off."""
    statement = "SELECT user_id, channel, enabled FROM preference WHERE category = ? AND user_id IN ({marks})"
    rows = tx.among(statement, dict.fromkeys(user_ids), before=(category,))
    return {(int(user_id), int(channel)) for user_id, channel, enabled in rows if not enabled}


def current(tx: Tx, user_id: int) -> tuple[list[PreferenceChange], int]:
    """The change that counts for each category and channel, and how many changes there ever were."""
    counting = Preference.select(Preference.change_id).where(Preference.user_id == user_id)
    mine = PreferenceChange.user_id == user_id
    changes = tx.all(PreferenceChange.select().where(mine, PreferenceChange.id.in_(counting)))
    return changes, int(PreferenceChange.select().where(mine).count(tx.database))


def add(tx: Tx, change: PreferenceChange, evidence: str) -> None:
    """Keeps a change with its evidence; from now on it counts."""
    change.evidence_sealed = tx.seal(change.user_id, "preference_change.evidence", evidence)
    tx.insert(change)
    tx.sql(
        "INSERT INTO preference (user_id, category, channel, enabled, change_id) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (user_id, category, channel) DO UPDATE SET enabled = excluded.enabled, "
        "change_id = excluded.change_id",
        (change.user_id, change.category, change.channel, change.enabled, change.id),
    )


def consents(tx: Tx, user_ids: Iterable[int], category: int) -> dict[tuple[int, int], Consent]:
    """Consents to a category that hold now, by user and channel, each with its record."""
    statement = (
        "SELECT p.user_id, p.channel, p.enabled, c.id, c.policy_version FROM preference p "
        "JOIN preference_change c ON c.id = p.change_id WHERE p.category = ? AND p.user_id IN ({marks})"
    )
    return {
        (int(user_id), int(channel)): Consent(int(change_id), policy_version)
        for user_id, channel, enabled, change_id, policy_version in tx.among(
            statement, dict.fromkeys(user_ids), before=(category,)
        )
        if enabled
    }
