"""Mails that may hold requests, until somebody has read them."""

from peewee import BigIntegerField, BlobField, IntegerField, SmallIntegerField

from storage.columns import Clock, DataClass, Erasure, Purpose, Retention, held, system
from storage.models.base import Base


def _read(data_class: DataClass) -> "BlobField[bytes | None]":
    """A column of a mail, sealed with the draft's own key. What was demanded in it is kept with the requests, so it
    goes with the person's data."""
    return held(BlobField(null=True), data_class, Purpose.LEGAL, Retention.REQUEST_PROOF, Erasure.NULL)


class IntakeDraft(Base):
    """A mail, over which no clock runs until it is confirmed."""

    SUBJECT = "user_id"
    KEPT_FROM = Clock("decided_at")

    id = system(BigIntegerField(primary_key=True))
    state = system(SmallIntegerField())
    arrived_at = system(BigIntegerField())
    arrival = system(SmallIntegerField())
    # Of Message-ID and sender: the same mail is taken once.
    mail_index = held(
        BlobField(null=True, unique=True), DataClass.CONTACT, Purpose.LEGAL, Retention.REQUEST_PROOF, Erasure.NULL
    )
    # Whom its requests turned out to be about.
    user_id = system(BigIntegerField(null=True, index=True))
    # Whose confirmed address it came from.
    sender_user_id = system(BigIntegerField(null=True))
    sender_name_sealed = _read(DataClass.IDENTITY)
    sender_address_sealed = _read(DataClass.CONTACT)
    subject_sealed = _read(DataClass.BEHAVIOUR)
    text_sealed = _read(DataClass.BEHAVIOUR)
    attachments_sealed = _read(DataClass.BEHAVIOUR)  # JSON: name, media type, bytes
    discard_reason_sealed = _read(DataClass.BEHAVIOUR)
    # A bit a warning.
    warnings = system(IntegerField(default=0))
    size_bytes = system(BigIntegerField())
    letter_id = system(BigIntegerField(null=True))
    decided_by_id = system(BigIntegerField(null=True))
    decided_at = system(BigIntegerField(null=True))
    created_at = system(BigIntegerField())
    version = system(IntegerField(default=1))

    class Meta:
        table_name = "intake_draft"
        indexes = ((("state", "arrived_at"), False),)


TABLES = (IntakeDraft,)
