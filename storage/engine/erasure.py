"""Erasure by the declarations of the columns, and its replay over a restored database."""

from collections.abc import Iterator, Mapping
from typing import Any

from peewee import Field, Model

from storage.columns import Erasure, declaration_of
from storage.engine.audit import RESIDENT
from storage.engine.transaction import Tx
from storage.models.journal import ErasedPerson
from storage.models.people import PhoneVerification, User

#: Earlier versions sealed what a resident did to nobody else's data with the key of the house.
_DETAILS_BY_THE_HOUSE = f"""UPDATE audit_detail SET body_sealed = NULL WHERE person_id = 0
    AND sequence IN (SELECT e.sequence FROM audit_entry e WHERE e.actor_id = ? AND e.actor_kind = {RESIDENT})"""


def subject_models() -> Iterator[type[Any]]:
    """Models whose rows are about a person."""
    from storage.models import MODELS

    yield from (model for model in MODELS if model.SUBJECT is not None)


def mask_of(field: "Field[object]") -> object:
    """What stands in the place of a masked value."""
    return "•••" if field.field_type in ("TEXT", "VARCHAR") else 0


def erase_columns(tx: Tx, person_id: int) -> dict[str, int]:
    """Does to every column of a person what it declares; rows touched, by table.

    The person's key is destroyed by the caller after the commit: until then nothing is beyond repair, after it
    nothing is readable.
    """
    touched = {}
    # A code names its phone, not its person: it is found as long as the person's own row still knows the phone.
    phone = User.select(User.phone_index).where(User.id == person_id)
    tx.run(PhoneVerification.delete().where(PhoneVerification.phone_index.in_(phone)))
    for model in subject_models():
        changed = _erase_table(tx, model, person_id)
        if changed is not None:
            touched[model._meta.table_name] = changed
    tx.sql(_DETAILS_BY_THE_HOUSE, (person_id,))
    tx.sql("DELETE FROM once_reply WHERE person_id = ?", (person_id,))
    tx.run(ErasedPerson.insert(person_id=person_id, at=tx.now).on_conflict_ignore())
    return touched


def _erase_table(tx: Tx, model: type[Any], person_id: int) -> int | None:
    mine = model._meta.fields[model.SUBJECT] == person_id
    changes: dict[Field[object], object] = {}
    for field in model._meta.sorted_fields:
        match declaration_of(field).erasure:
            case Erasure.DELETE_ROW:
                return tx.run(model.delete().where(mine))
            case Erasure.NULL | Erasure.SHRED:
                changes[field] = None
            case Erasure.MASK:
                changes[field] = mask_of(field)
            case Erasure.KEEP:
                pass
    return tx.run(model.update(changes).where(mine)) if changes else None


def replay_tombstones(tx: Tx, tombstones: Mapping[int, int]) -> dict[int, int]:
    """Erases again those whose key is gone but whose columns came back with an older backup. What still runs for them
    the service ends before it answers.

    Returns all who are erased here, with the instant of each.
    """
    known: dict[int, int] = dict(tx.rows(ErasedPerson.select(ErasedPerson.person_id, ErasedPerson.at)))
    for person_id in tombstones:
        if person_id not in known:
            erase_columns(tx, person_id)
            known[person_id] = tx.now
    return known


def touches(model: type[Model]) -> list[tuple["Field[object]", Erasure]]:
    """Columns with personal data of a model, and what erasure does to each."""
    return [
        (field, declaration_of(field).erasure)
        for field in model._meta.sorted_fields
        if declaration_of(field).data_class.value > 1
    ]
