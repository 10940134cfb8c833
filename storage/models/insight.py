"""Insight: figures by day that are kept up to date, and what was counted of things that still move.

No row is of a person. Where somebody must not be counted twice a day, what is remembered is a keyed digest of them and
the day, of which nobody can be found, and which is dropped when nothing of that day can come any more.
"""

from peewee import BigIntegerField, BooleanField, CompositeKey, IntegerField, SmallIntegerField, TextField

from storage.columns import system
from storage.models.base import Base

#: States of a build.
BUILDING, SERVED = 1, 2
#: What is counted.
ACTIVE, VISITS, CRASHES, READINGS, STREETS, MESSAGES, DEBTS, SUPPORT, PRIVACY = range(1, 10)
#: Parts of readings: while the window was open, before it, after it.
ON_TIME, EARLY, LATE = 1, 2, 3


class InsightBuild(Base):
    """A count of everything, kept up to date from where in the feed it was begun. One is served; another may be made
    beside it."""

    generation = system(BigIntegerField(primary_key=True))
    state = system(SmallIntegerField())
    begun_at = system(BigIntegerField())
    served_at = system(BigIntegerField(null=True))
    #: What was there before it was begun is yet to be counted.
    partial = system(BooleanField(default=False))
    #: Until when whoever makes it has it for themselves.
    held_until = system(BigIntegerField(default=0))

    class Meta:
        table_name = "insight_build"


class InsightCell(Base):
    """How many there were on a day, and how much together; of debts what the day added or took away."""

    generation = system(BigIntegerField())
    metric = system(SmallIntegerField())
    day = system(TextField())  # ISO date, in Kyiv
    utility_id = system(BigIntegerField())  # 0: it is of no utility
    commodity = system(SmallIntegerField())
    part = system(SmallIntegerField())
    place = system(TextField())  # "city, street"; of messages the provider
    amount = system(BigIntegerField())
    total = system(BigIntegerField())  # milliseconds, kopecks or parts of SMS

    class Meta:
        table_name = "insight_cell"
        primary_key = CompositeKey("generation", "metric", "day", "utility_id", "commodity", "part", "place")


class InsightFact(Base):
    """What of one thing is counted now, so that it is taken away again when the thing moves on."""

    generation = system(BigIntegerField())
    metric = system(SmallIntegerField())
    number = system(BigIntegerField())  # of the thing; of a visitor's day a digest
    day = system(TextField())
    utility_id = system(BigIntegerField())
    commodity = system(SmallIntegerField())
    part = system(SmallIntegerField())
    place = system(TextField())
    amount = system(IntegerField())
    total = system(BigIntegerField())

    class Meta:
        table_name = "insight_fact"
        primary_key = CompositeKey("generation", "metric", "number")
        indexes = ((("day",), False),)


TABLES = (InsightBuild, InsightCell, InsightFact)
