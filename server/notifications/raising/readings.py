"""Receipts of readings: what became of what a resident handed in, whenever it is not what they last heard."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence

from smartregion.v1.common_pb2 import Language
from smartregion.v1.notification_service_pb2 import NotificationCause
from smartregion.v1.options_pb2 import PrincipalKind
from smartregion.v1.reading_service_pb2 import ReadingState

from server import words
from server.codec import micro_text
from server.limits import BATCH_MS, UNDO_MS
from server.notifications import outbox
from server.notifications.outbox import Event, Recipient
from server.notifications.raising.source import Available, Source
from server.notifications.raising.steps import Step
from server.readings import sentences
from server.readings.rules import BY_CODE
from server.units import UNITS
from server.words import ENGLISH, UKRAINIAN
from storage.days import iso_day
from storage.engine.feed import Topic
from storage.engine.transaction import Tx
from storage.repositories import reading_receipts, readings, review_batches
from storage.repositories.reading_receipts import Receipt, Told

CAUSE = NotificationCause.NOTIFICATION_CAUSE_READING
RESIDENT = PrincipalKind.PRINCIPAL_KIND_RESIDENT
#: Templates by state. What another version of a reading supersedes is still as the resident handed it in.
TEMPLATES: dict[int, str] = {
    ReadingState.READING_STATE_ACCEPTED: "reading_accepted",
    ReadingState.READING_STATE_IN_REVIEW: "reading_in_review",
    ReadingState.READING_STATE_REFUSED: "reading_refused",
    ReadingState.READING_STATE_CORRECTED: "reading_corrected",
    ReadingState.READING_STATE_REVERSED: "reading_reversed",
}
#: Why a receipt was withdrawn before it was sent, in Ukrainian and in English.
WITHDRAWN = ("Стан показання змінився.", "The state of the reading has changed.")
#: Where a person decided against what no rule speaks against.
UNCONFIRMED = ("Перевірка його не підтвердила.", "The check did not confirm it.")


def _raised(tx: Tx, step: Step, available: Available) -> int:
    receipts = reading_receipts.of(tx, step.ids, RESIDENT)
    told = reading_receipts.told(tx, CAUSE, (one.id for one in receipts))
    decided = readings.decided_by_people(tx, [one.id for one in receipts])
    begun = review_batches.begun(tx, decided)
    recipients: defaultdict[tuple[str, int], list[Recipient]] = defaultdict(list)
    for one in receipts:
        template_name = TEMPLATES.get(one.state)
        if template_name is not None and _is_news(tx, one, template_name, told.get(one.id, [])):
            uk, en = (_values(one, language) for language in (UKRAINIAN, ENGLISH))
            to = Recipient(one.user_id, uk, en, cause_id=one.id, edition=one.version)
            recipients[template_name, _not_before(tx.now, one.id in decided, begun.get(one.id))].append(to)
    for (template_name, not_before), several in recipients.items():
        outbox.tell(tx, Event(template_name, CAUSE, not_before=not_before), several, available)
    return 0


def _not_before(now: int, by_people: bool, batch_began_at: int | None) -> int:
    """When what became of a reading may be told: once whoever decided can't take it back any more."""
    if not by_people:
        return 0
    return (now if batch_began_at is None else max(now, batch_began_at + BATCH_MS)) + UNDO_MS


def _is_news(tx: Tx, one: Receipt, template_name: str, told: Sequence[Told]) -> bool:
    """Whether the resident last heard another thing. What of that still waits is withdrawn, and counts as never said:
    a decision that is taken back at once is nobody's business."""
    heard = [said.template_name for said in told if not said.waits]
    if any(said.waits and said.template_name != template_name for said in told):
        outbox.withdraw(tx, CAUSE, one.id, [one.user_id], *WITHDRAWN)
    elif told:
        heard = [told[-1].template_name]
    return heard[-1:] != [template_name]


def _values(one: Receipt, language: Language) -> Mapping[str, str]:
    """Values of all templates; each takes those it names."""
    corrected = one.value if one.corrected is None else one.corrected
    return {
        "index": micro_text(one.value),
        "corrected": micro_text(corrected),
        "unit": words.pick(UNITS[one.commodity], language),
        "date": iso_day(one.read_at),
        "account": one.account,
        "reason": _reason(one, language),
    }


def _reason(one: Receipt, language: Language) -> str:
    """What the gravest of the rules found, as a sentence."""
    found = [(code, numbers) for code, numbers in json.loads(one.findings or "[]") if code in BY_CODE]
    if not found:
        return words.pick(UNCONFIRMED, language)
    code, numbers = max(found, key=lambda each: BY_CODE[each[0]].severity)
    return words.pick(sentences.sentences(code, numbers, one.commodity), language)


READINGS = Source("readings", frozenset({Topic.READING_RECEIPTS}), _raised)
