"""Steps in the lives of messages, each an event beside the row, with what is said of it. Of a person who was erased no
words are kept."""

from collections.abc import Iterable
from typing import NamedTuple

from storage.engine.transaction import Tx
from storage.keys import sealing
from storage.models.notifications import NotificationEvent

_COLUMNS = ("notification_id", "number", "user_id", "at", "state", "detail_sealed")


class Step(NamedTuple):
    """What became of a message; `number` is the version of its row from then on."""

    notification_id: int
    number: int
    user_id: int
    state: int
    said: str


class Steps:
    """Steps of messages to some users, in one unit."""

    def __init__(self, tx: Tx, user_ids: Iterable[int]) -> None:
        self._tx = tx
        self._ciphers = tx.keys.get_many(user_ids)

    def outcome(self, user_id: int, said: str) -> bytes | None:
        """What is said of a message, sealed for its row."""
        return self._sealed(user_id, "notification.outcome", said)

    def write(self, steps: Iterable[Step]) -> None:
        self._tx.insert_many(
            NotificationEvent,
            _COLUMNS,
            [
                (
                    step.notification_id,
                    step.number,
                    step.user_id,
                    self._tx.now,
                    step.state,
                    self._sealed(step.user_id, "notification_event.detail", step.said),
                )
                for step in steps
            ],
        )

    def _sealed(self, user_id: int, column: str, said: str) -> bytes | None:
        cipher = self._ciphers.get(user_id)
        return sealing.seal(cipher, user_id, column, said.encode()) if said and cipher is not None else None
