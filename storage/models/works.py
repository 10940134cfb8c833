"""Works: what is done where, and how far the word of it came. A place is not a person and stays plain."""

from peewee import BigIntegerField, CompositeKey, IntegerField, SmallIntegerField, TextField

from storage.columns import system
from storage.models.base import Base


class Work(Base):
    """Technical or repair works of a utility."""

    id = system(BigIntegerField(primary_key=True))
    kind = system(SmallIntegerField())  # smartregion.v1.WorkKind
    state = system(SmallIntegerField())  # smartregion.v1.WorkState
    utility_id = system(BigIntegerField())
    commodity = system(SmallIntegerField())
    starts_at = system(BigIntegerField(index=True))
    ends_at = system(BigIntegerField())
    reason_uk = system(TextField())
    reason_en = system(TextField())
    closing_note = system(TextField(default=""))
    edition = system(IntegerField(default=1))  # grows with each change of which people are told
    told_edition = system(IntegerField(default=0))  # the one of which they were
    usage_points = system(IntegerField(default=0))
    users = system(IntegerField(default=0))
    author_kind = system(SmallIntegerField())
    author_id = system(BigIntegerField())
    created_at = system(BigIntegerField())
    updated_at = system(BigIntegerField())
    closed_at = system(BigIntegerField(null=True))
    version = system(IntegerField(default=1))

    class Meta:
        table_name = "work"
        indexes = ((("utility_id", "ends_at"), False), (("author_id", "updated_at"), False))


class WorkEdition(Base):
    """What an edition says: who was told of it knows this, until they are told of another."""

    work_id = system(BigIntegerField())
    edition = system(IntegerField())
    starts_at = system(BigIntegerField())
    ends_at = system(BigIntegerField())
    reason_uk = system(TextField())
    reason_en = system(TextField())

    class Meta:
        table_name = "work_edition"
        primary_key = CompositeKey("work_id", "edition")


class WorkPlace(Base):
    """Where, in an edition: one usage point, or a street, or a range of its buildings."""

    work_id = system(BigIntegerField())
    edition = system(IntegerField())
    number = system(SmallIntegerField())
    usage_point_id = system(BigIntegerField(null=True))
    city = system(TextField(default=""))
    street = system(TextField(default=""))
    first_building = system(TextField(default=""))
    last_building = system(TextField(default=""))
    parity = system(SmallIntegerField(default=0))

    class Meta:
        table_name = "work_place"
        primary_key = CompositeKey("work_id", "edition", "number")


TABLES = (Work, WorkEdition, WorkPlace)
