"""Support: threads of the feedback form, their messages, and answers that are at hand.

A user's thread is sealed with the user's key, a stranger's with a key of its own: `sealed_by` names whose it is.
"""

from peewee import BigIntegerField, BlobField, IntegerField, SmallIntegerField, TextField

from storage.columns import Clock, DataClass, Erasure, Purpose, Retention, held, system
from storage.models.base import Base

#: Numbers of smartregion.v1.ThreadState.
OPEN, ANSWERED, CLOSED = 1, 2, 3
#: Numbers of smartregion.v1.MessageKind.
INCOMING, REPLY, NOTE = 1, 2, 3


def _sealed(data_class: DataClass) -> "BlobField[bytes | None]":
    return held(BlobField(null=True), data_class, Purpose.SUPPORT, Retention.THREE_YEARS, Erasure.SHRED)


def _digest() -> "BlobField[bytes | None]":
    return held(BlobField(null=True), DataClass.CONTACT, Purpose.SUPPORT, Retention.THREE_YEARS, Erasure.NULL)


class SupportMessage(Base):
    """What was written in a thread, by either side."""

    SUBJECT = "user_id"
    KEPT_FROM = Clock("last_at", of="support_thread", by="thread_id")

    id = system(BigIntegerField(primary_key=True))
    thread_id = system(BigIntegerField())
    sealed_by = system(BigIntegerField())
    user_id = system(BigIntegerField(null=True, index=True))
    kind = system(SmallIntegerField())
    author_id = system(BigIntegerField(default=0))  # an operator; 0 is the person
    text_sealed = _sealed(DataClass.BEHAVIOUR)
    at = held(BigIntegerField(), DataClass.BEHAVIOUR, Purpose.SUPPORT, Retention.THREE_YEARS, Erasure.KEEP)
    told_at = system(BigIntegerField(null=True))  # of a reply: when it was put into the outbox

    class Meta:
        table_name = "support_message"
        indexes = ((("thread_id", "id"), False),)


class SupportThread(Base):
    """A conversation with support. Its form is as it was filled in; it is answered by what it says."""

    SUBJECT = "user_id"
    KEPT_FROM = Clock("last_at")

    id = system(BigIntegerField(primary_key=True))
    number = system(TextField(unique=True))
    state = system(SmallIntegerField())
    sealed_by = system(BigIntegerField())
    user_id = system(BigIntegerField(null=True, index=True))
    first_name_sealed = _sealed(DataClass.IDENTITY)
    last_name_sealed = _sealed(DataClass.IDENTITY)
    phone_sealed = _sealed(DataClass.CONTACT)
    email_sealed = _sealed(DataClass.CONTACT)
    phone_index = _digest()
    email_index = _digest()
    language = system(SmallIntegerField())
    assignee_id = system(BigIntegerField(null=True))
    received_at = system(BigIntegerField())
    last_at = system(BigIntegerField())
    waiting_since = system(BigIntegerField(null=True))
    first_answer_ms = system(BigIntegerField(null=True))
    last_answer_ms = system(BigIntegerField(null=True))
    closed_at = system(BigIntegerField(null=True))
    merged_into_id = system(BigIntegerField(null=True))
    request_id = system(BigIntegerField(null=True))  # the privacy request that it became
    message_count = system(IntegerField(default=0))
    queue_at = system(BigIntegerField())  # the order of the queue: those that wait by since when, behind them the rest
    version = system(IntegerField(default=1))

    class Meta:
        table_name = "support_thread"
        indexes = ((("queue_at", "id"), False), (("phone_index",), False), (("email_index",), False))


class CannedAnswer(Base):
    """A reply that is at hand, in both languages."""

    id = system(BigIntegerField(primary_key=True))
    name = system(TextField(unique=True))
    title_uk = system(TextField())
    title_en = system(TextField())
    text_uk = system(TextField())
    text_en = system(TextField())
    author_id = system(BigIntegerField())
    updated_at = system(BigIntegerField())
    version = system(IntegerField(default=1))

    class Meta:
        table_name = "canned_answer"


TABLES = (SupportMessage, SupportThread, CannedAnswer)
