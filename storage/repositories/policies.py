"""Versions of the privacy policy, and who has accepted which.

The version in force at an instant is the published one that took effect last. Nothing is published for an instant that
is past, so what was in force never changes.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from storage.engine.feed import ChangeKind, Topic
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.keys import sealing
from storage.models.policies import DISCARDED, EXPLICIT, IMPLIED, PUBLISHED, PolicyAcceptance, PolicyVersion
from storage.repositories.users import ERASED

#: What a list shows: all but the texts.
_LISTED = [field for field in PolicyVersion._meta.sorted_fields if not field.name.startswith("text_")]


# -- versions


def add(tx: Tx, row: PolicyVersion) -> None:
    """Raises DuplicateValue where its label is taken."""
    tx.insert(row)
    tx.change(Topic.POLICIES, row.id, ChangeKind.CREATED)


def update(tx: Tx, row: PolicyVersion, **values: Any) -> None:
    """Writes values, one version on. Raises DuplicateValue where its label, or the instant of its effect, is taken."""
    changes = {**values, "version": row.version + 1}
    tx.run(PolicyVersion.update(**changes).where(PolicyVersion.id == row.id))
    for name, value in changes.items():
        setattr(row, name, value)
    tx.change(Topic.POLICIES, row.id)


def announced(tx: Tx, row: PolicyVersion) -> None:
    """Notes that every user was told. It is progress, and no new version."""
    tx.run(PolicyVersion.update(announced_at=tx.now).where(PolicyVersion.id == row.id))
    tx.change(Topic.POLICIES, row.id)


def by_id(tx: Tx, version_id: int) -> PolicyVersion | None:
    """A version, held until the unit ends."""
    found: PolicyVersion | None = tx.first(tx.lock(PolicyVersion.select().where(PolicyVersion.id == version_id)))
    return found


def by_label(tx: Tx, label: str) -> PolicyVersion | None:
    """The version of that name that was not given up."""
    wanted = (PolicyVersion.label == label) & (PolicyVersion.state != DISCARDED)
    found: PolicyVersion | None = tx.first(PolicyVersion.select().where(wanted))
    return found


def in_force(tx: Tx, at: int) -> PolicyVersion | None:
    """The version in force at an instant; None before the first."""
    query = _published().where(PolicyVersion.effective_from <= at).order_by(PolicyVersion.effective_from.desc())
    found: PolicyVersion | None = tx.first(query)
    return found


def next_after(tx: Tx, at: int) -> PolicyVersion | None:
    """The version that takes effect next, behind an instant."""
    found: PolicyVersion | None = tx.first(
        _published().where(PolicyVersion.effective_from > at).order_by(PolicyVersion.effective_from)
    )
    return found


def label_in_force(tx: Tx, at: int | None = None) -> str:
    """What evidence names the version by that is in force at an instant, or now; empty before the first."""
    rows = tx.sql(
        f"SELECT label FROM policy_version WHERE state = {PUBLISHED} AND effective_from <= ? "
        "ORDER BY effective_from DESC LIMIT 1",
        (tx.now if at is None else at,),
    )
    return str(rows[0][0]) if rows else ""


def page(tx: Tx, *, drafts: bool, after: int | None, size: int, skip: int) -> tuple[list[PolicyVersion], int]:
    """Versions without their texts, the newest first, and how many there are; `drafts` with what was not published."""
    query = PolicyVersion.select(*_LISTED)
    if not drafts:
        query = query.where(PolicyVersion.state == PUBLISHED)
    total = int(query.count(tx.database))
    if after is not None:
        query = query.where(PolicyVersion.id < after)
    return tx.all(query.order_by(PolicyVersion.id.desc()).limit(size).offset(skip)), total


def _published() -> Any:
    return PolicyVersion.select().where(PolicyVersion.state == PUBLISHED)


# -- acceptances


class Accepted(NamedTuple):
    """An acceptance, open."""

    id: int
    user_id: int
    policy_version: str
    how: int
    at: int
    ip: str
    app_version: str


class Use(NamedTuple):
    """That a user used the app: when, and from where."""

    user_id: int
    at: int
    ip: str


def accept(tx: Tx, user_id: int, label: str, ip: str, app_version: str) -> Accepted:
    """The user's explicit acceptance of a version: this one, or the one before it."""
    known = accepted(tx, user_id, label, EXPLICIT)
    if known is None:
        known = Accepted(new_id(), user_id, label, EXPLICIT, tx.now, ip, app_version)
        _write(tx, [known])
    return known


def accept_by_use(tx: Tx, label: str, uses: Iterable[Use]) -> int:
    """Keeps the acceptances by use of those users who have none of a version; how many. Who was erased gets none."""
    by_user = {use.user_id: use for use in uses}
    known = users_who_accepted(tx, label, by_user)
    return _write(
        tx,
        [
            Accepted(new_id(), use.user_id, label, IMPLIED, use.at, use.ip, "")
            for use in by_user.values()
            if use.user_id not in known
        ],
    )


def _write(tx: Tx, rows: Sequence[Accepted]) -> int:
    ciphers = tx.keys.get_many(row.user_id for row in rows)
    sealed = []
    for row in rows:
        if row.user_id in ciphers:
            seal = sealing.Sealer(ciphers[row.user_id], row.user_id)
            ip = seal("policy_acceptance.ip", row.ip)
            sealed.append((*row[:5], ip, seal("policy_acceptance.app_version", row.app_version)))
    # Another process may have kept it a moment ago.
    tx.many(
        "INSERT INTO policy_acceptance (id, user_id, policy_version, how, at, ip_sealed, app_version_sealed) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (user_id, policy_version, how) DO NOTHING",
        sealed,
    )
    return len(sealed)


def users_who_accepted(tx: Tx, label: str, user_ids: Iterable[int]) -> set[int]:
    """Those of the users who accepted a version by use."""
    statement = (
        f"SELECT user_id FROM policy_acceptance WHERE policy_version = ? AND how = {IMPLIED} AND user_id IN ({{marks}})"
    )
    return {int(user_id) for (user_id,) in tx.among(statement, list(user_ids), before=(label,))}


def accepted(tx: Tx, user_id: int, label: str, how: int | None = None) -> Accepted | None:
    """A user's acceptance of a version, rather the explicit one."""
    listed = of(tx, user_id=user_id, label=label, how=how or 0, after=None, size=2)
    return min(listed, key=lambda one: one.how, default=None)


def of(tx: Tx, *, user_id: int | None, label: str, how: int, after: int | None, size: int) -> list[Accepted]:
    """Acceptances, the newest first; empty values ask for nothing."""
    query = PolicyAcceptance.select().order_by(PolicyAcceptance.id.desc()).limit(size)
    conditions = (
        (user_id is not None, PolicyAcceptance.user_id == user_id),
        (bool(label), PolicyAcceptance.policy_version == label),
        (bool(how), PolicyAcceptance.how == how),
        (after is not None, PolicyAcceptance.id < after),
    )
    for asked, condition in conditions:
        if asked:
            query = query.where(condition)
    rows = tx.all(query)
    tx.keys.get_many({row.user_id for row in rows})
    return [
        Accepted(
            row.id,
            row.user_id,
            row.policy_version,
            row.how,
            row.at,
            tx.unseal(row.user_id, "policy_acceptance.ip", row.ip_sealed),
            tx.unseal(row.user_id, "policy_acceptance.app_version", row.app_version_sealed),
        )
        for row in rows
    ]


class Reach(NamedTuple):
    """How many users there are who are not erased, who said yes, who did by use alone, and who have not yet."""

    users: int
    explicit: int
    implied: int

    @property
    def not_yet(self) -> int:
        return self.users - self.explicit - self.implied


def reach(tx: Tx, label: str) -> Reach:
    """Counts over all users: for one version at a time."""
    users = tx.sql("SELECT count(*) FROM app_user WHERE state <> ?", (ERASED,))[0][0]
    rows = tx.sql(
        "SELECT kind, count(*) FROM (SELECT min(a.how) AS kind FROM policy_acceptance a "
        "JOIN app_user u ON u.id = a.user_id AND u.state <> ? WHERE a.policy_version = ? GROUP BY a.user_id) one "
        "GROUP BY kind",
        (ERASED, label),
    )
    by_kind = {int(how): int(count) for how, count in rows}
    return Reach(int(users), by_kind.get(EXPLICIT, 0), by_kind.get(IMPLIED, 0))


def users_behind(tx: Tx, user_id: int, most: int) -> list[int]:
    """Users who are not erased, by id and behind one."""
    rows = tx.sql("SELECT id FROM app_user WHERE id > ? AND state <> ? ORDER BY id LIMIT ?", (user_id, ERASED, most))
    return [int(number) for (number,) in rows]
