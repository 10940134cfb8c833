"""Operators."""

from typing import Any

from storage.engine.feed import ChangeKind, Topic
from storage.engine.transaction import Tx
from storage.models.operators import Operator


def by_id(tx: Tx, operator_id: int) -> Operator | None:
    """The operator, held until the unit ends."""
    found: Operator | None = tx.first(tx.lock(Operator.select().where(Operator.id == operator_id)))
    return found


def by_login(tx: Tx, login: str) -> Operator | None:
    found: Operator | None = tx.first(Operator.select().where(Operator.login == login))
    return found


def names(tx: Tx, operator_ids: set[int]) -> dict[int, str]:
    """Display names by id."""
    if not operator_ids:
        return {}
    query = Operator.select(Operator.id, Operator.display_name).where(Operator.id.in_(sorted(operator_ids)))
    return dict(tx.rows(query))


def page(tx: Tx, after: str | None, size: int) -> list[Operator]:
    """Operators by login."""
    query = Operator.select().order_by(Operator.login).limit(size)
    return tx.all(query if after is None else query.where(Operator.login > after))


def create(tx: Tx, operator: Operator) -> None:
    """Raises DuplicateValue where the login is taken."""
    tx.insert(operator)
    tx.change(Topic.OPERATORS, operator.id, ChangeKind.CREATED)


def update(tx: Tx, operator: Operator, **values: Any) -> Operator:
    """Writes values, one version on; the operator as it is then."""
    tx.run(Operator.update(**values, version=Operator.version + 1).where(Operator.id == operator.id))
    tx.change(Topic.OPERATORS, operator.id)
    found: Operator = tx.first(Operator.select().where(Operator.id == operator.id))
    return found


def note_attempt(tx: Tx, operator_id: int, **values: Any) -> None:
    """Counts of sign-ins; they are no change that anybody watches."""
    tx.run(Operator.update(**values).where(Operator.id == operator_id))


def active_with_role(tx: Tx, role_bit: int) -> int:
    """How many active operators hold a role."""
    query = Operator.select(Operator.id).where((Operator.state == 1) & Operator.roles.bin_and(role_bit))
    return len(tx.rows(query))
