"""The lane in which figures follow what happens: beside the calls, behind them, and never within their transactions.

Its place in the feed moves in the transaction that counts, so that everything counts once, whatever crashes.
"""

from server.insight import counting
from server.limits import INSIGHT_CHANGES_MOST
from server.notifications.raising.source import Available, Source
from server.notifications.raising.steps import Step
from storage.days import iso_day
from storage.engine.feed import ChangeKind, Topic
from storage.engine.transaction import Tx
from storage.models.insight import ACTIVE, CRASHES, DEBTS, MESSAGES, PRIVACY, SUPPORT
from storage.repositories import insight
from storage.repositories.insight import Counts

#: Figures of what moves, by what tells of it.
_METRICS = {
    Topic.NOTIFICATIONS: MESSAGES,
    Topic.CRASHES: CRASHES,
    Topic.BALANCES: DEBTS,
    Topic.SUPPORT_THREADS: SUPPORT,
    Topic.PRIVACY_REQUESTS: PRIVACY,
}
TOPICS = frozenset({*_METRICS, Topic.READINGS, Topic.ACTIVITY})


def follow(tx: Tx, generation: int, step: Step) -> bool:
    """Counts a step of the feed into a build; whether a figure is another now."""
    counts = Counts()
    if step.topic in _METRICS:
        metric = _METRICS[step.topic]
        facts = counting.MOVING[metric][0](tx, step.ids, counts)
        insight.settle(tx, generation, metric, facts, counts, iso_day(step.at) if metric == DEBTS else "")
    elif step.kind is not ChangeKind.CREATED:
        return False
    elif step.topic is Topic.READINGS:
        counting.readings(tx, step.ids, counts)
    else:
        insight.settle(tx, generation, ACTIVE, counting.visits(tx, step.ids, counts), counts)
    return insight.add(tx, generation, counts)


def _followed(tx: Tx, step: Step, available: Available) -> int:
    """A step of the feed, for what is served. It is always done whole."""
    if follow(tx, insight.served(tx), step):
        insight.changed(tx)
    return 0


INSIGHT = Source("insight", TOPICS, _followed, at_once=INSIGHT_CHANGES_MOST, patient=True)
