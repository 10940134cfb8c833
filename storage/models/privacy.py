"""Privacy requests and the proof that they were dealt with.

A request is evidence and outlives the person's data: what it says is sealed with a key of the request's own, which is
destroyed when the term for keeping proof ends.
"""

from peewee import (
    BigIntegerField,
    BlobField,
    BooleanField,
    CompositeKey,
    IntegerField,
    SmallIntegerField,
    TextField,
)

from storage.columns import Clock, DataClass, Erasure, Purpose, Retention, held, system
from storage.models.base import Base


def _proof(data_class: DataClass) -> "BlobField[bytes | None]":
    """A sealed column of a request: kept as proof, under the request's own key."""
    return held(BlobField(null=True), data_class, Purpose.LEGAL, Retention.REQUEST_PROOF, Erasure.KEEP)


class PrivacyRequest(Base):
    """What somebody demands of the data held about them."""

    SUBJECT = "user_id"
    KEPT_FROM = Clock("closed_at", rows=False)

    id = system(BigIntegerField(primary_key=True))
    number = system(TextField(unique=True))
    kind = system(SmallIntegerField())
    state = system(SmallIntegerField())
    channel = system(SmallIntegerField())
    user_id = system(BigIntegerField(null=True, index=True))
    applicant_name_sealed = _proof(DataClass.IDENTITY)
    applicant_contact_sealed = _proof(DataClass.CONTACT)
    text_sealed = _proof(DataClass.BEHAVIOUR)
    representative_name_sealed = _proof(DataClass.IDENTITY)
    representative_authority_sealed = _proof(DataClass.IDENTITY)
    # Of the contact that it names, by which requests of somebody who is not known yet are found beside each other.
    sender_index = held(
        BlobField(null=True, index=True), DataClass.CONTACT, Purpose.LEGAL, Retention.REQUEST_PROOF, Erasure.NULL
    )
    # The id of the first part of the letter that it came in. Each part keeps what it needs of the letter: their proofs
    # end at different times.
    letter_id = system(BigIntegerField(null=True, index=True))
    document_ref_sealed = _proof(DataClass.BEHAVIOUR)
    received_on = system(TextField())  # ISO date
    due_on = system(TextField(index=True))
    due_article = system(TextField())
    # Codes of the laws that it falls under, by spaces, as they were when it came.
    regimes = system(TextField(default=""))
    # A bit a circumstance.
    circumstances = system(IntegerField(default=0))
    extended_to = system(TextField(null=True))  # ISO date
    assignee_id = system(BigIntegerField(null=True))
    proof_method_sealed = _proof(DataClass.IDENTITY)
    proof_at = system(BigIntegerField(null=True))
    proof_by_kind = system(SmallIntegerField(default=0))
    proof_by_id = system(BigIntegerField(null=True))
    decision = system(SmallIntegerField(default=0))
    decision_reason_sealed = _proof(DataClass.BEHAVIOUR)
    decision_article_sealed = _proof(DataClass.BEHAVIOUR)
    proposed_by_id = system(BigIntegerField(null=True))
    proposed_at = system(BigIntegerField(null=True))
    approved_by_id = system(BigIntegerField(null=True))
    outcome_sealed = _proof(DataClass.BEHAVIOUR)
    duplicate_of = system(BigIntegerField(null=True))
    closed_at = system(BigIntegerField(null=True))
    created_at = system(BigIntegerField())
    version = system(IntegerField(default=1))

    class Meta:
        table_name = "privacy_request"
        indexes = ((("state", "due_on", "id"), False),)


class PrivacyStep(Base):
    """What was done about a request, by whom."""

    KEPT_FROM = Clock("closed_at", of="privacy_request", by="request_id", rows=False)

    request_id = system(BigIntegerField())
    number = system(IntegerField())
    at = system(BigIntegerField())
    call = system(TextField())
    state = system(SmallIntegerField())
    actor_kind = system(SmallIntegerField())
    actor_id = system(BigIntegerField())
    note_sealed = _proof(DataClass.BEHAVIOUR)  # of a letter what finds it again, such as a tracking number
    letter_kind = system(SmallIntegerField(default=0))  # smartregion.v1.LetterKind that was sent; 0: none
    sent_on = system(TextField(null=True))  # ISO date
    sent_way = system(SmallIntegerField(default=0))  # smartregion.v1.LetterWay

    class Meta:
        table_name = "privacy_step"
        primary_key = CompositeKey("request_id", "number")


PrivacyStep.add_index(
    PrivacyStep.index(PrivacyStep.request_id, name="privacy_step_letter", where=(PrivacyStep.letter_kind != 0))
)


class PrivacyRectification(Base):
    """What a request wants corrected."""

    KEPT_FROM = Clock("closed_at", of="privacy_request", by="request_id", rows=False)

    request_id = system(BigIntegerField())
    field = system(TextField())
    value_sealed = _proof(DataClass.IDENTITY)

    class Meta:
        table_name = "privacy_rectification"
        primary_key = CompositeKey("request_id", "field")


class PrivacyHold(Base):
    """Why law makes data stay for a while."""

    KEPT_FROM = Clock("closed_at", of="privacy_request", by="request_id", rows=False)

    id = system(BigIntegerField(primary_key=True))
    request_id = system(BigIntegerField(index=True))
    ground_sealed = _proof(DataClass.BEHAVIOUR)
    until = system(TextField())  # ISO date
    placed_by_id = system(BigIntegerField())
    placed_at = system(BigIntegerField())
    released_at = system(BigIntegerField(null=True))

    class Meta:
        table_name = "privacy_hold"


class ErasureRun(Base):
    """How far an erasure has come, so that one cut off in the middle is finished and none is reported too soon."""

    request_id = system(BigIntegerField(primary_key=True))
    person_id = system(BigIntegerField(index=True))
    columns_erased_at = system(BigIntegerField(null=True))
    key_destroyed_at = system(BigIntegerField(null=True))
    # What to look for, as salted digests, under the request's own key: a later scan needs no plain text.
    needles_sealed = system(BlobField(null=True))
    scanned_at = system(BigIntegerField(null=True))
    bytes_scanned = system(BigIntegerField(default=0))
    clean = system(BooleanField(default=False))
    remains = system(TextField(default=""))

    class Meta:
        table_name = "erasure_run"


class RestrictionLifting(Base):
    """How a restriction of processing ends; sealed with the key of the request that brought it about."""

    SUBJECT = "user_id"
    KEPT_FROM = Clock("closed_at", of="privacy_request", by="request_id", rows=False)

    id = system(BigIntegerField(primary_key=True))
    request_id = system(BigIntegerField(index=True))
    user_id = system(BigIntegerField(index=True))
    state = system(SmallIntegerField())  # smartregion.v1.RestrictionLiftingState
    ground = system(SmallIntegerField())  # smartregion.v1.LiftingGround
    reason_sealed = _proof(DataClass.BEHAVIOUR)
    proposed_by_id = system(BigIntegerField())
    proposed_at = system(BigIntegerField())
    told_on = system(TextField(null=True))  # ISO date
    told_how_sealed = _proof(DataClass.BEHAVIOUR)
    told_by_id = system(BigIntegerField(null=True))
    decided_by_id = system(BigIntegerField(null=True))
    decided_at = system(BigIntegerField(null=True))

    class Meta:
        table_name = "restriction_lifting"


class PackageLink(Base):
    """A link by which a person fetches their access package, once. Link and code follow from the keyring: whoever reads
    the database has neither."""

    id = system(BigIntegerField(primary_key=True))
    request_id = system(BigIntegerField(index=True))
    user_id = system(BigIntegerField())
    base_url = system(TextField())
    created_by_id = system(BigIntegerField())
    created_at = system(BigIntegerField())
    expires_at = system(BigIntegerField())
    told_at = system(BigIntegerField(null=True))
    tries = system(SmallIntegerField(default=0))  # wrong codes
    begun = system(SmallIntegerField(default=0))  # downloads
    held_until = system(BigIntegerField(default=0))  # a download is under way
    finished_at = system(BigIntegerField(null=True))

    class Meta:
        table_name = "package_link"


TABLES = (
    *(PrivacyRequest, PrivacyStep, PrivacyRectification, PrivacyHold, ErasureRun, RestrictionLifting, PackageLink),
)
