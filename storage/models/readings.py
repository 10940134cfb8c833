"""Readings: what was read from a register. The columns of the row are written once; its state moves."""

from peewee import (
    BigIntegerField,
    BooleanField,
    CompositeKey,
    FloatField,
    IntegerField,
    SmallIntegerField,
    TextField,
)

from storage.columns import ACCOUNT_ENDS, DataClass, Erasure, Purpose, Retention, held, system
from storage.models.base import Base

#: Numbers of smartregion.v1.ReadingState that queries know by name.
ACCEPTED, IN_REVIEW, REFUSED, CORRECTED = 2, 3, 4, 5
#: Numbers of smartregion.v1.ReadingSource.
FROM_RESIDENT, CORRECTION, ESTIMATE = 1, 7, 8


class Reading(Base):
    """What was read from a register at an instant. It belongs to the place: who lives there is not in it."""

    KEPT_FROM = ACCOUNT_ENDS  # of the last account that it was read in the time of

    id = system(BigIntegerField(primary_key=True))  # grows with the order of receipt
    register_id = system(BigIntegerField())
    value = held(  # micro-units
        BigIntegerField(), DataClass.CONSUMPTION, Purpose.BILLING, Retention.BILLING_TERM, Erasure.KEEP
    )
    read_at = held(BigIntegerField(), DataClass.CONSUMPTION, Purpose.BILLING, Retention.BILLING_TERM, Erasure.KEEP)
    received_at = system(BigIntegerField())
    source = system(SmallIntegerField())
    state = system(SmallIntegerField())
    quality = system(SmallIntegerField())
    rule_set = system(SmallIntegerField())
    submitter_kind = system(SmallIntegerField())
    submitter_id = system(BigIntegerField())
    rollover = system(BooleanField(default=False))
    superseded_by = system(BigIntegerField(null=True))
    photo_ref = held(
        TextField(null=True),
        DataClass.CONSUMPTION,
        Purpose.BILLING,
        Retention.BILLING_TERM,
        Erasure.KEEP,
    )
    findings = held(  # JSON: code and numbers of each rule that found something
        TextField(null=True),
        DataClass.CONSUMPTION,
        Purpose.BILLING,
        Retention.BILLING_TERM,
        Erasure.KEEP,
    )
    version = system(IntegerField(default=1))
    deemed_at = held(  # null: the instant it was read
        BigIntegerField(null=True), DataClass.CONSUMPTION, Purpose.BILLING, Retention.BILLING_TERM, Erasure.KEEP
    )

    class Meta:
        table_name = "reading"


# What judging needs is in the index itself (on PostgreSQL the last three are only carried along).
Reading.add_index(
    Reading.index(
        Reading.register_id, Reading.read_at, Reading.state, Reading.source, Reading.value, name="reading_of_register"
    )
)
# The review queue is read all day and holds little: an index of just its rows.
Reading.add_index(Reading.index(Reading.id, name="reading_in_review", where=(Reading.state == IN_REVIEW)))


class ReadingVersion(Base):
    """What a reading was from an instant on, who made it so and why. A reading that never changed has none; the first
    change writes down what it was at receipt as well."""

    KEPT_FROM = ACCOUNT_ENDS  # it goes with its reading

    reading_id = system(BigIntegerField())
    version = system(IntegerField())
    state = system(SmallIntegerField())
    quality = system(SmallIntegerField())
    at = system(BigIntegerField())
    actor_kind = system(SmallIntegerField())  # 0: the rules
    actor_id = system(BigIntegerField())
    reason = held(
        TextField(default=""),
        DataClass.CONSUMPTION,
        Purpose.BILLING,
        Retention.BILLING_TERM,
        Erasure.KEEP,
    )
    rollover = system(BooleanField(default=False))
    superseded_by = system(BigIntegerField(null=True))
    findings = held(
        TextField(null=True),
        DataClass.CONSUMPTION,
        Purpose.BILLING,
        Retention.BILLING_TERM,
        Erasure.KEEP,
    )

    #: Of a decision that was one of several: which they are, by their maker.
    batch_id = system(TextField(null=True))

    class Meta:
        table_name = "reading_version"
        primary_key = CompositeKey("reading_id", "version")


# Few decisions are made many at once: an index of just those.
ReadingVersion.add_index(
    ReadingVersion.index(
        ReadingVersion.batch_id,
        ReadingVersion.actor_kind,
        ReadingVersion.actor_id,
        ReadingVersion.at,
        name="reading_version_batch",
        where=ReadingVersion.batch_id.is_null(False),
    )
)


class ImportProblem(Base):
    """A row of an import that could not be taken: where it stands and why, never what it says."""

    owner = system(TextField())
    import_id = system(TextField())
    line = system(BigIntegerField())
    reason = system(TextField())
    field = system(TextField())
    rule = system(TextField())
    message = system(TextField())
    at = system(BigIntegerField(index=True))

    class Meta:
        table_name = "import_problem"
        primary_key = CompositeKey("owner", "import_id", "line")


class IntervalBlock(Base):
    """Use by equal intervals without a gap, of one day of a register; exactly as it came."""

    KEPT_FROM = ACCOUNT_ENDS  # of the last account that it was read in the time of

    register_id = system(BigIntegerField())
    start = held(BigIntegerField(), DataClass.CONSUMPTION, Purpose.BILLING, Retention.BILLING_TERM, Erasure.KEEP)
    step = system(IntegerField())  # milliseconds
    scale = system(SmallIntegerField())  # digits behind the point
    used = held(  # whole numbers, with spaces between them
        TextField(), DataClass.CONSUMPTION, Purpose.BILLING, Retention.BILLING_TERM, Erasure.KEEP
    )

    class Meta:
        table_name = "interval_block"
        primary_key = CompositeKey("register_id", "start")


class RuleSet(Base):
    """Which rules judge the readings of a service. Never rewritten: an activation is noted, once or again."""

    version = system(IntegerField(primary_key=True))
    utility_id = system(BigIntegerField(null=True))
    commodity = system(SmallIntegerField())
    settings = system(TextField())  # JSON: severities by code, limits by name; what differs from version 1
    note = system(TextField(default=""))
    created_at = system(BigIntegerField())
    activated_at = system(BigIntegerField(null=True))

    class Meta:
        table_name = "rule_set"


class DegreeDay(Base):
    """How cold a day was in a town: degrees below the heating threshold, summed over the day."""

    city = system(TextField())
    day = system(IntegerField())  # ordinal, from the first day of year 1
    heating = system(FloatField())

    class Meta:
        table_name = "degree_day"
        primary_key = CompositeKey("city", "day")


class WindowOpening(Base):
    """One opening of a reading window, so that what it causes happens once."""

    id = system(BigIntegerField(primary_key=True))
    window_id = system(BigIntegerField())
    opens = system(TextField())  # days in Kyiv
    closes = system(TextField())
    #: Null while it is open.
    closed_at = system(BigIntegerField(null=True))
    #: Null until what its missing policy says was done.
    settled_at = system(BigIntegerField(null=True))
    #: Null until it was told that the end is near.
    end_told_at = system(BigIntegerField(null=True))

    class Meta:
        table_name = "window_opening"
        indexes = ((("window_id", "opens"), True),)


TABLES = (Reading, ReadingVersion, ImportProblem, IntervalBlock, RuleSet, DegreeDay, WindowOpening)
