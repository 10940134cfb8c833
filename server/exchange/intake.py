"""Rows of files on their way to the intake.

A row of ours names its register twice: by id, which is known in the house that wrote the file, and by the serial number
and tier, which are known wherever the meter is. The id goes first where there is such a register; in another house the
serial number finds it.
"""

from server.readings import ingest
from server.readings.ingest import Entry, Intake, Outcome
from storage.engine.transaction import Tx
from storage.repositories import imports


def take(tx: Tx, intakes: list[Intake]) -> list[list[Outcome]]:
    """Judges and writes what all callers handed in. The handler of the batch of files."""
    named = {one.register_id for intake in intakes for one in intake.entries if one.register_id and one.serial}
    if named:
        there = imports.registers_there(tx, named)
        for intake in intakes:
            intake.entries = [_meant(entry, there) for entry in intake.entries]
    return ingest.take(tx, intakes)


def _meant(entry: Entry, there: set[int]) -> Entry:
    """An entry that names its register once."""
    if not (entry.register_id and entry.serial):
        return entry
    return entry._replace(serial="") if entry.register_id in there else entry._replace(register_id=0)
