"""Failures in a row of what has no record of its own: a login that nobody has, a resident who guesses a proof."""

from peewee import BigIntegerField, BlobField, IntegerField

from storage.columns import system
from storage.models.base import Base


class Failure(Base):
    """How often a name failed in a row, for all processes. The name itself is not kept: people type passwords there."""

    name_index = system(BlobField(primary_key=True))  # a keyed digest
    failures = system(IntegerField())
    locked_until = system(BigIntegerField())
    at = system(BigIntegerField())  # of the last

    class Meta:
        table_name = "failure"


TABLES = (Failure,)
