"""The privacy policy: its versions, and who has accepted which."""

from peewee import BigIntegerField, BlobField, IntegerField, SmallIntegerField, TextField

from storage.columns import Clock, DataClass, Erasure, Purpose, Retention, held, system
from storage.models.base import Base

#: Numbers of smartregion.v1.PolicyVersionState that queries know by name. What follows from the time (in force,
#: superseded) is reckoned and never kept.
DRAFT, PUBLISHED, DISCARDED = 1, 2, 5
#: Numbers of smartregion.v1.AcceptanceKind.
EXPLICIT, IMPLIED = 1, 2


class PolicyVersion(Base):
    """A version of the policy; wishes, consents and acceptances name it by its label."""

    id = system(BigIntegerField(primary_key=True))
    label = system(TextField())
    state = system(SmallIntegerField(default=DRAFT))
    effective_from = system(BigIntegerField(null=True))  # of a draft: none means from its publication
    text_uk = system(TextField(default=""))
    text_en = system(TextField(default=""))
    summary_uk = system(TextField(default=""))
    summary_en = system(TextField(default=""))
    author_id = system(BigIntegerField())  # 0: the house, which came with it
    editor_id = system(BigIntegerField())
    publisher_id = system(BigIntegerField(null=True))
    created_at = system(BigIntegerField())
    updated_at = system(BigIntegerField())
    published_at = system(BigIntegerField(null=True))
    announced_at = system(BigIntegerField(null=True))  # when the last user was told
    version = system(IntegerField(default=1))

    class Meta:
        table_name = "policy_version"


# Two that took effect at one instant could not be told apart, nor two of one name.
PolicyVersion.add_index(
    PolicyVersion.index(
        PolicyVersion.effective_from,
        unique=True,
        where=PolicyVersion.state == PUBLISHED,
        name="policy_version_in_force",
    )
)
PolicyVersion.add_index(
    PolicyVersion.index(
        PolicyVersion.label,
        unique=True,
        where=PolicyVersion.state != DISCARDED,
        name="policy_version_label",
    )
)


class PolicyAcceptance(Base):
    """That a user accepted a version, once for each way of doing so. What stays of somebody who was erased says nothing
    but that a number did."""

    SUBJECT = "user_id"
    KEPT_FROM = Clock("at")

    id = system(BigIntegerField(primary_key=True))
    user_id = system(BigIntegerField())
    policy_version = held(TextField(), DataClass.BEHAVIOUR, Purpose.LEGAL, Retention.THREE_YEARS, Erasure.KEEP)
    # smartregion.v1.AcceptanceKind
    how = held(SmallIntegerField(), DataClass.BEHAVIOUR, Purpose.LEGAL, Retention.THREE_YEARS, Erasure.KEEP)
    at = held(BigIntegerField(), DataClass.BEHAVIOUR, Purpose.LEGAL, Retention.THREE_YEARS, Erasure.KEEP)
    ip_sealed = held(BlobField(null=True), DataClass.BEHAVIOUR, Purpose.LEGAL, Retention.THREE_YEARS, Erasure.SHRED)
    app_version_sealed = held(
        BlobField(null=True), DataClass.BEHAVIOUR, Purpose.LEGAL, Retention.THREE_YEARS, Erasure.SHRED
    )

    class Meta:
        table_name = "policy_acceptance"
        indexes = (
            (("user_id", "policy_version", "how"), True),
            (("policy_version", "how", "user_id"), False),
        )


TABLES = (PolicyVersion, PolicyAcceptance)
