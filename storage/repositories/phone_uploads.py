"""How far the upload of phones has come. A step is of whoever claimed it, until its lease ends."""

from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.uploads import PhoneUpload


def state(tx: Tx) -> PhoneUpload:
    found: PhoneUpload = tx.first(tx.lock(PhoneUpload.select()))
    return found


def claim(tx: Tx, until: int, begun_after: int) -> PhoneUpload | None:
    """The step that is due, which nobody else is given before an instant; None where none is. An upload that has not
    begun, or began before `begun_after`, begins anew: then its part is 0 and nobody is behind."""
    row = state(tx)
    if row.next_at > tx.now:
        return None
    if not row.export_id or row.begun_at < begun_after:
        return _write(tx, row, export_id=new_id(), begun_at=tx.now, part=0, behind=0, total=0, next_at=until)
    return _write(tx, row, next_at=until)


def took(tx: Tx, step: PhoneUpload, behind: int, total: int) -> bool:
    """The site has the part of a step; the next is due at once. False where somebody else went on meanwhile."""
    return _go_on(tx, step, part=step.part + 1, behind=behind, total=total, failures=0, next_at=tx.now)


def finish(tx: Tx, step: PhoneUpload, next_at: int) -> bool:
    """The site has the last part too."""
    return _go_on(tx, step, export_id=0, failures=0, next_at=next_at, finished_at=tx.now)


def put_off(tx: Tx, step: PhoneUpload, next_at: int) -> bool:
    """The part of a step is tried again at an instant."""
    return _go_on(tx, step, failures=step.failures + 1, next_at=next_at)


def _go_on(tx: Tx, step: PhoneUpload, **values: int) -> bool:
    row = state(tx)
    if (row.export_id, row.part, row.next_at) != (step.export_id, step.part, step.next_at):
        return False
    _write(tx, row, **values)
    return True


def _write(tx: Tx, row: PhoneUpload, **values: int) -> PhoneUpload:
    tx.run(PhoneUpload.update(**values))
    for name, value in values.items():
        setattr(row, name, value)
    return row
