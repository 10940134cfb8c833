"""What is asked once more when a message comes to be handed over: what was allowed at first may not be by now."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from smartregion.v1.notification_service_pb2 import SuppressionRule

from server.limits import URGENT_WAIT_MS
from server.notifications import cascade, delivery_rules, outdated, sentences
from server.notifications.asking import asked
from server.notifications.decision import Bounds, Verdict, day_of, verdict
from server.notifications.workflow import WORKFLOW
from storage.engine.transaction import Tx
from storage.repositories import facts
from storage.repositories.facts import UserFacts
from storage.repositories.outbox import Due, Moved

ERASED: int = SuppressionRule.SUPPRESSION_RULE_USER_ERASED
EXPIRED: int = SuppressionRule.SUPPRESSION_RULE_EXPIRED
NO_CONTACT: int = SuppressionRule.SUPPRESSION_RULE_NO_CONTACT


OUT_OF_SERVICE = (
    "Провайдери цього каналу не приймають сповіщень: надсилаємо іншим каналом.",
    "The providers of this channel take no messages: it goes over another one.",
)


def rerouted(tx: Tx, rows: Sequence[Due], channel: int, standing: Sequence[int], moves: list[Moved]) -> list[Due]:
    """Urgent messages that stay with their channel. Where all its providers are out, and another channel stands, those
    that have waited long enough go over that one; what becomes of them here is added to the moves."""
    if channel in standing or not standing:
        return list(rows)
    waited = [row for row in rows if row.queued_at <= tx.now - URGENT_WAIT_MS]
    gone_on = cascade.go_on(tx, waited, standing)
    moves += [cancelled(row, OUT_OF_SERVICE) for row in waited if row.id in gone_on]
    return [row for row in rows if row.id not in gone_on]


def unreached(tx: Tx, rows: Sequence[Due], said: Mapping[int, str], available: Sequence[int]) -> list[Moved]:
    """Ends those of the messages of which is said why they reach nobody; they go on over the next channel."""
    stopped = [row for row in rows if row.id in said]
    cascade.go_on(tx, stopped, available)
    return [
        Moved(row, WORKFLOW.next(row.state, "suppressed"), None, said[row.id], suppressed_by=NO_CONTACT)
        for row in stopped
    ]


def cancelled(row: Due, said: tuple[str, str]) -> Moved:
    """Ends a message with a reason in Ukrainian and in English."""
    return Moved(row, WORKFLOW.next(row.state, "cancelled"), None, sentences.in_language(said, row.language))


class Deciding:
    """Asks the rules once more: what was allowed when a message was raised may not be by now."""

    def __init__(self, tx: Tx, available: Sequence[int], moves: list[Moved]) -> None:
        self._tx = tx
        self._available = available
        self._moves = moves
        self._bounds: Bounds = delivery_rules.current(tx)
        self._verdicts: dict[tuple[UserFacts, int, int, int, bool, bool], Verdict] = {}

    def ready(self, rows: Sequence[Due]) -> list[Due]:
        """Those that go now; what becomes of the others is added to the moves."""
        by_category: defaultdict[int, list[Due]] = defaultdict(list)
        untrue = outdated.found(self._tx, rows)  # while it waited, or was on its way
        for row in rows:
            if row.id in untrue:
                self._moves.append(cancelled(row, untrue[row.id]))
            else:
                by_category[row.category].append(row)
        going, stopped = [], []
        for category, listed in by_category.items():
            day = day_of(self._tx.now, self._bounds)
            known = facts.of_users(self._tx, (row.user_id for row in listed), category, day)
            for row in listed:
                found = self._look(row, known.get(row.user_id))
                if found is None:
                    going.append(row)
                else:
                    self._moves.append(found)
                    stopped += [row] if found.suppressed_by else []
        cascade.go_on(self._tx, stopped, self._available)
        return going

    def _look(self, row: Due, found: UserFacts | None) -> Moved | None:
        """What keeps a message back now; None where it goes."""
        rule, not_before = (ERASED, 0) if found is None else self._verdict(row, found)
        if rule == EXPIRED:
            return Moved(row, WORKFLOW.next(row.state, "expired"), None)
        if rule:
            said = sentences.suppressed(rule, row.language)
            return Moved(row, WORKFLOW.next(row.state, "suppressed"), None, said, suppressed_by=rule)
        return Moved(row, row.state, not_before) if not_before > self._tx.now else None

    def _verdict(self, row: Due, found: UserFacts) -> Verdict:
        """Asked once for all messages that are alike, as those of a campaign are."""
        alike = (found, row.category, row.channel, row.expires_at, row.emergency, row.own_contact)
        if alike not in self._verdicts:
            ask = asked(row, self._tx.now, self._bounds, self._available)
            self._verdicts[alike] = verdict(found, row.channel, ask)
        return self._verdicts[alike]
