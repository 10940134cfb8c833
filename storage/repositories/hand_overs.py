"""What one shift tells the next: sealed with the house's key, for people may be named in it."""

from collections.abc import Iterable
from typing import NamedTuple

from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.operators import HandOver

_TEXT = "hand_over.text"


class Told(NamedTuple):
    row: HandOver
    text: str


def write(tx: Tx, author_id: int, text: str) -> Told:
    row = HandOver(id=new_id(), author_id=author_id, at=tx.now, text_sealed=tx.seal(0, _TEXT, text))
    tx.insert(row)
    return Told(row, text)


def page(tx: Tx, behind: int | None, size: int) -> list[Told]:
    """The latest first, from the one before `behind` on."""
    query = HandOver.select().order_by(HandOver.id.desc()).limit(size)
    return opened(tx, tx.all(query if behind is None else query.where(HandOver.id < behind)))


def opened(tx: Tx, rows: Iterable[HandOver]) -> list[Told]:
    return [Told(row, tx.unseal(0, _TEXT, row.text_sealed)) for row in rows]
