"""Rule sets: written once, activated, never rewritten."""

from storage.engine.transaction import Tx
from storage.models.readings import RuleSet

#: Two that are made at once wait for each other here. (PostgreSQL)
_LOCK = 0x52554C45


def every(tx: Tx) -> list[RuleSet]:
    """All of them, oldest first."""
    return tx.all(RuleSet.select().order_by(RuleSet.version))


def by_version(tx: Tx, version: int) -> RuleSet | None:
    found: RuleSet | None = tx.first(tx.lock(RuleSet.select().where(RuleSet.version == version)))
    return found


def create(tx: Tx, first: int, utility_id: int | None, commodity: int, settings: str, note: str) -> RuleSet:
    """A new one with the next number, which is at least `first`."""
    if tx.postgres:
        tx.sql("SELECT pg_advisory_xact_lock(?)", (_LOCK,))
    last = tx.sql("SELECT max(version) FROM rule_set")[0][0]
    row = RuleSet(
        version=max(first, (last or 0) + 1),
        utility_id=utility_id,
        commodity=commodity,
        settings=settings,
        note=note,
        created_at=tx.now,
        activated_at=None,
    )
    tx.insert(row)
    return row


def activate(tx: Tx, version: int) -> int:
    """Notes the instant, and gives it back."""
    tx.run(RuleSet.update(activated_at=tx.now).where(RuleSet.version == version))
    return tx.now


def page(tx: Tx, commodity: int, before: int | None, size: int, skip: int) -> tuple[list[RuleSet], int]:
    """Newest first, and how many there are."""
    query = RuleSet.select()
    if commodity:
        query = query.where(RuleSet.commodity == commodity)
    total = query.count(tx.database)
    if before is not None:
        query = query.where(RuleSet.version < before)
    return tx.all(query.order_by(RuleSet.version.desc()).limit(size).offset(skip)), total
