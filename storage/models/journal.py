"""What the engine keeps for itself: the change feed, replies for exactly-once, the audit chain."""

from peewee import BigAutoField, BigIntegerField, BlobField, CompositeKey, SmallIntegerField, TextField

from storage.columns import Clock, DataClass, Erasure, Purpose, Retention, held, system
from storage.models.base import Base


class Meta(Base):
    """Facts about this database: its identity."""

    name = system(TextField(primary_key=True))
    text = system(TextField())

    class Meta:
        table_name = "meta"


class ChangeRow(Base):
    """One commit's changes on one topic. Revisions grow in the order of commits."""

    revision = system(BigAutoField())
    topic = system(SmallIntegerField())
    kind = system(SmallIntegerField())
    ids = system(BlobField())  # 64-bit integers, little-endian
    at = system(BigIntegerField())

    class Meta:
        table_name = "change"


class OnceReply(Base):
    """The reply to a request_id, sealed, for 24 hours (AIP-155)."""

    key = system(BlobField(primary_key=True))  # SHA-256 of principal and request_id
    digest = system(BlobField())  # SHA-256 of method and body
    reply = system(BlobField())
    person_id = system(BigIntegerField(default=0))  # whose key sealed it; 0 is the house's
    at = system(BigIntegerField(index=True))

    class Meta:
        table_name = "once_reply"


class AuditEntry(Base):
    """A link of the audit chain. Nothing in it names a person but by number, so that erasure leaves it whole."""

    sequence = system(BigIntegerField(primary_key=True))
    at = system(BigIntegerField(index=True))
    actor_kind = system(SmallIntegerField())
    actor_id = system(BigIntegerField(index=True))
    action = system(TextField())
    target_kind = system(TextField(default=""))
    target_id = system(BigIntegerField(default=0, index=True))
    person_id = system(BigIntegerField(default=0, index=True))
    outcome = system(TextField())
    request_id = system(TextField(default=""))
    detail_digest = system(BlobField())
    previous_hash = system(BlobField())
    hash = system(BlobField())

    class Meta:
        table_name = "audit_entry"


class AuditDetail(Base):
    """What stands outside the chain: the chain holds only its salted digest."""

    SUBJECT = "person_id"
    KEPT_FROM = Clock("at", of="audit_entry", by="sequence", key="sequence", rows=False)

    sequence = system(BigIntegerField(primary_key=True))
    person_id = system(BigIntegerField(default=0, index=True))
    salt = system(BlobField())
    body_sealed = held(
        BlobField(null=True), DataClass.BEHAVIOUR, Purpose.SECURITY, Retention.THREE_YEARS, Erasure.SHRED
    )

    class Meta:
        table_name = "audit_detail"


class AuditShown(Base):
    """Whom an entry about a list showed, so that it is found by each of them. The entry's detail names them too, and
    the chain holds that."""

    person_id = system(BigIntegerField())
    sequence = system(BigIntegerField())

    class Meta:
        table_name = "audit_shown"
        primary_key = CompositeKey("person_id", "sequence")


class ErasedPerson(Base):
    """A person whose columns were erased here; compared with the tombstones of the key store at start."""

    person_id = system(BigIntegerField(primary_key=True))
    at = system(BigIntegerField())

    class Meta:
        table_name = "erased_person"


TABLES = (Meta, ChangeRow, OnceReply, AuditEntry, AuditDetail, AuditShown, ErasedPerson)
