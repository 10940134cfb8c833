"""What of somebody was asked for, what was decided, and every field that left."""

from peewee import BigIntegerField, BlobField, CompositeKey, IntegerField, SmallIntegerField, TextField

from storage.columns import Clock, DataClass, Erasure, Purpose, Retention, held, system
from storage.models.base import Base


def _proof(data_class: DataClass) -> "BlobField[bytes | None]":
    """A sealed column of a disclosure: kept as proof, under the disclosure's own key."""
    return held(BlobField(null=True), data_class, Purpose.LEGAL, Retention.REQUEST_PROOF, Erasure.KEEP)


class Disclosure(Base):
    """A request of a third party or an authority for somebody's data. Its sealed texts are of officials and of those
    who work here: law may forbid that the person reads them. Whatever is written freely is sealed, for it may name
    anybody; when the term of proof is over, the code of the registry still says who was told."""

    KEPT_FROM = Clock("decided_at", rows=False)

    id = system(BigIntegerField(primary_key=True))
    number = system(TextField(unique=True))
    state = system(SmallIntegerField(index=True))
    recipient_name_sealed = _proof(DataClass.IDENTITY)
    registry_code = system(TextField(default=""))
    official_sealed = _proof(DataClass.IDENTITY)
    ground = system(SmallIntegerField())
    legal_basis_sealed = _proof(DataClass.BEHAVIOUR)
    purpose_sealed = _proof(DataClass.BEHAVIOUR)
    document_ref_sealed = _proof(DataClass.BEHAVIOUR)
    user_id = system(BigIntegerField(index=True))
    fields = system(TextField())  # table.column, comma-separated
    recipient_key = system(BlobField())
    received_on = system(TextField())  # ISO date
    study_due_on = system(TextField())
    due_on = system(TextField(index=True))
    notice = system(SmallIntegerField(default=0))
    notice_ground_sealed = _proof(DataClass.BEHAVIOUR)
    finding_sealed = _proof(DataClass.BEHAVIOUR)
    created_by_id = system(BigIntegerField())
    created_at = system(BigIntegerField())
    studied_by_id = system(BigIntegerField(null=True))
    studied_at = system(BigIntegerField(null=True))
    decided_by_id = system(BigIntegerField(null=True))
    decided_at = system(BigIntegerField(null=True))
    denial_sealed = _proof(DataClass.BEHAVIOUR)
    denial_article_sealed = _proof(DataClass.BEHAVIOUR)
    released_at = system(BigIntegerField(null=True))
    released_by_id = system(BigIntegerField(null=True))
    sha256 = system(BlobField(null=True))
    tell_by = system(TextField(null=True))
    deferred_at = system(BigIntegerField(null=True))
    deferred_by_id = system(BigIntegerField(null=True))
    deferral_sealed = _proof(DataClass.BEHAVIOUR)
    deferral_tell_by = system(TextField(null=True))  # ISO date
    exemption_ended_at = system(BigIntegerField(null=True))
    exemption_ended_by_id = system(BigIntegerField(null=True))
    ended_sealed = _proof(DataClass.BEHAVIOUR)  # why the exemption ended
    version = system(IntegerField(default=1))

    class Meta:
        table_name = "disclosure"


class DisclosedField(Base):
    """A field that left. It names its person by number alone, so that it outlives their data."""

    disclosure_id = system(BigIntegerField())
    field = system(TextField())  # table.column
    user_id = system(BigIntegerField(index=True))
    data_class = system(SmallIntegerField())
    rows = system(IntegerField())
    released_at = system(BigIntegerField())

    class Meta:
        table_name = "disclosed_field"
        primary_key = CompositeKey("disclosure_id", "field")


TABLES = (Disclosure, DisclosedField)
