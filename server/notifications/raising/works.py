"""Works that were announced, changed, called off or finished."""

from server.notifications.raising.source import Available, Source
from server.notifications.raising.steps import Step
from server.works import telling
from storage.engine.feed import Topic
from storage.engine.transaction import Tx


def _done(tx: Tx, step: Step, available: Available) -> int:
    """The messages are written already, in units of their own: an edition may be for everybody."""
    return 0


WORKS = Source("works", frozenset({Topic.WORKS}), _done, at_once=1, first=telling.in_turn)
