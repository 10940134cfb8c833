"""What all tables share."""

from typing import ClassVar

from peewee import Model

from storage.columns import Clock


class Base(Model):
    """A table. Its rows are typed records; queries on it are made in repositories and run through a Tx.

    Models are bound to no database: several databases live in one process.
    """

    #: The column that says whose data a row is; None where rows belong to no person.
    SUBJECT: ClassVar[str | None] = None
    #: From when the terms of its columns run; None where no column has a term in days.
    KEPT_FROM: ClassVar[Clock | None] = None

    class Meta:
        legacy_table_names = False
