"""Duties towards a person's data, as they follow the data to its recipients; and what the retention purge did."""

from peewee import BigIntegerField, BlobField, BooleanField, CompositeKey, IntegerField, SmallIntegerField, TextField

from storage.columns import Clock, DataClass, Erasure, Purpose, Retention, held, system
from storage.models.base import Base

#: The number of a duty's state that waits for its recipient (smartregion.v1.DataDutyState).
PENDING = 1


def _proof(data_class: DataClass = DataClass.BEHAVIOUR) -> "BlobField[bytes | None]":
    """Sealed with the key of the privacy request that caused the duty; without one with a key of the duty's own."""
    return held(BlobField(null=True), data_class, Purpose.LEGAL, Retention.REQUEST_PROOF, Erasure.KEEP)


class DataDuty(Base):
    """What a recipient is to do with the data of one account, and its receipt. It names the person by number only."""

    SUBJECT = "user_id"
    KEPT_FROM = Clock("closed_at", rows=False)  # of its request, where one caused it

    id = system(BigIntegerField(primary_key=True))
    partner_id = system(BigIntegerField())
    kind = system(SmallIntegerField())  # smartregion.v1.DataDutyKind
    state = system(SmallIntegerField())  # smartregion.v1.DataDutyState
    request_id = system(BigIntegerField())  # the privacy request that caused it; 0: the data was changed without one
    key_id = system(BigIntegerField(default=0))  # whose key seals it: the request's, else its own
    user_id = system(BigIntegerField(index=True))
    account_id = system(BigIntegerField(default=0))  # 0: the recipient was given the person's contacts, by no account
    data_classes = system(IntegerField())  # bit n: class n that the recipient was ever shown of it
    fields = system(TextField(default=""))  # of a rectification: names, comma-separated
    raised_at = system(BigIntegerField())
    due_on = system(TextField())  # ISO date
    due_article = system(TextField())
    outcome = system(SmallIntegerField(default=0))  # smartregion.v1.DataDutyOutcome
    done_at = system(BigIntegerField(null=True))
    done_by_sealed = _proof()  # an office or a post
    note_sealed = _proof()
    answered_at = system(BigIntegerField(null=True))
    closed_at = system(BigIntegerField(null=True))  # answered or excused
    receipt_digest = system(BlobField(null=True))
    receipt_signature = system(BlobField(null=True))  # by the key of the house that is named beside it
    receipt_key = system(TextField(default=""))
    excuse_sealed = _proof()
    excused_by_id = system(BigIntegerField(null=True))
    # Of a recipient that is no partner (partner_id 0): it is told by letter.
    recipient_name_sealed = _proof(DataClass.IDENTITY)
    recipient_index = _proof(DataClass.IDENTITY)  # of the registry code, or of the name without one
    registry_code = system(TextField(default=""))
    # Law forbids that the person reads of this recipient.
    untold = system(BooleanField(default=False))
    sent_on = system(TextField(null=True))  # ISO date
    sent_way = system(SmallIntegerField(default=0))  # smartregion.v1.LetterWay
    sent_reference_sealed = _proof()
    sent_by_id = system(BigIntegerField(null=True))
    version = system(IntegerField(default=1))

    class Meta:
        table_name = "data_duty"
        indexes = (
            (("partner_id", "due_on", "id"), False),
            (("due_on", "id"), False),
        )


# Of a request each recipient is told once. What is changed without one is told as often as it changes, but while a duty
# waits the next change is told by it. Partners are known by their id, others by their digest.
_OF_REQUEST = DataDuty.request_id != 0
_OF_CHANGE = (DataDuty.request_id == 0) & (DataDuty.state == PENDING)
for _name, _first, _where in (
    ("data_duty_of_request", DataDuty.request_id, _OF_REQUEST),
    ("data_duty_of_change", DataDuty.user_id, _OF_CHANGE),
):
    DataDuty.add_index(
        DataDuty.index(
            *(_first, DataDuty.kind, DataDuty.partner_id, DataDuty.account_id),
            name=_name,
            unique=True,
            where=_where & (DataDuty.partner_id != 0),
        )
    )
    DataDuty.add_index(
        DataDuty.index(
            *(_first, DataDuty.kind, DataDuty.account_id, DataDuty.recipient_index),
            name=f"{_name}_elsewhere",
            unique=True,
            where=_where & (DataDuty.partner_id == 0),
        )
    )
# Few duties wait: what is overdue is found among just them.
DataDuty.add_index(
    DataDuty.index(DataDuty.due_on, DataDuty.id, name="data_duty_pending", where=(DataDuty.state == PENDING))
)


class RetentionRun(Base):
    """A purge that took something, and what."""

    id = system(BigIntegerField(primary_key=True))
    started_at = system(BigIntegerField())
    finished_at = system(BigIntegerField(null=True))
    report = system(TextField())  # JSON: a list of table, term, action, rows, oldest

    class Meta:
        table_name = "retention_run"


class UsageStatistic(Base):
    """What was answered about the use of a utility's residents in a month: the same question is answered the same."""

    utility_id = system(BigIntegerField())
    month = system(TextField())  # ISO date of its first day
    made_at = system(BigIntegerField())
    smallest_group = system(IntegerField())
    groups = system(TextField())  # JSON

    class Meta:
        table_name = "usage_statistic"
        primary_key = CompositeKey("utility_id", "month")


TABLES = (DataDuty, RetentionRun, UsageStatistic)
