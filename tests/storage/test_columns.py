"""Every column declares what it is; what is derived from that leaves nobody out."""

import pytest

from storage.columns import DataClass, Erasure, declaration_of
from storage.engine.erasure import erase_columns, subject_models
from storage.engine.store import Store
from storage.models import MODELS
from storage.models.base import Base
from storage.models.people import User
from storage.repositories import subject, users


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.table_name)
def test_every_column_declares_itself(model: type[Base]) -> None:
    for field in model._meta.sorted_fields:
        declaration_of(field)


def test_every_table_with_personal_data_says_whose_it_is() -> None:
    assert User in subject.personal_models()


@pytest.mark.parametrize("model", subject.personal_models(), ids=lambda model: model._meta.table_name)
def test_what_names_or_reaches_somebody_never_stays_in_the_open(model: type[Base]) -> None:
    """Identity and contact are sealed or digests, and erasure takes them; the proof of a request and of whom it was
    told to has a key of its own."""
    for field in subject.held_columns(model):
        declared = declaration_of(field)
        if declared.data_class in (DataClass.IDENTITY, DataClass.CONTACT) and field.field_type != "BIGINT":
            assert field.name.endswith(("_sealed", "_index")), field.name
            if model in list(subject_models()) and model._meta.table_name not in ("privacy_request", "data_duty"):
                assert declared.erasure is not Erasure.KEEP, field.name


async def test_erasure_does_to_every_column_what_it_declares(store: Store) -> None:
    await store.write(
        lambda tx: users.create(
            tx, 5, phone="+380671112233", email="a@example.com", first_name="Іван", last_name="Коваль", language=1
        )
    )
    await store.write(lambda tx: erase_columns(tx, 5))
    row = await store.read(lambda tx: tx.first(User.select()))
    for field in subject.held_columns(User):
        if declaration_of(field).erasure in (Erasure.NULL, Erasure.SHRED):
            assert getattr(row, field.name) is None, field.name
    found, _ = await store.read(lambda tx: users.lookup(tx, "name", "Коваль", users.EVERYTHING, 5))
    assert found == []
