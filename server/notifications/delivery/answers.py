"""What providers answer when messages are handed over, and what becomes of the messages."""

import random
from collections.abc import Sequence
from typing import NamedTuple

from smartregion.v1.common_pb2 import Language

from server.backoff import retry_pause
from server.limits import (
    ATTEMPTS,
    REFUSALS_DOUBTED,
    REFUSALS_MS,
    REFUSALS_SHARE,
)
from server.notifications import cascade
from server.notifications.campaigns import standing
from server.notifications.channels import Answer, Letter, Outcome
from server.notifications.decision import EMAIL, SMS
from server.notifications.providers import Provider
from server.notifications.workflow import SENDING, UNKNOWN, WORKFLOW
from storage.engine.feed import Topic
from storage.engine.transaction import Tx
from storage.repositories import contacts, devices, outbox, provider_health
from storage.repositories.outbox import Due, Moved
from storage.repositories.provider_health import Standing

UKRAINIAN, ENGLISH = Language.LANGUAGE_UKRAINIAN, Language.LANGUAGE_ENGLISH


class Leased(NamedTuple):
    """A message in the hands of a provider; the row is as it was before."""

    row: Due
    letter: Letter


class Answered(NamedTuple):
    """Who answered what, and how long it took; seconds."""

    provider: Provider
    leased: Sequence[Leased]
    outcomes: Sequence[Outcome]
    seconds: float
    #: How the provider stands by now.
    stands: Standing


def record(tx: Tx, answered: Answered, available: Sequence[int]) -> None:
    """Puts on record what a provider answered; what it refused for good goes on over the next channel."""
    provider, leased, outcomes, seconds, stands = answered
    held = {row.id: row for row in outbox.held(tx, [one.row.id for one in leased], [SENDING, UNKNOWN])}
    _note_health(tx, provider, outcomes, seconds)
    provider_health.stands(tx, provider.name, stands)
    believed = _is_believed(tx, provider)
    moves, given_up = [], []
    for one, outcome in zip(leased, outcomes, strict=True):
        _note_contacts(tx, one, outcome, believed)
        row = held.get(one.row.id)
        if row is None or not _still_open(one, row, outcome):
            continue
        moved = _answered(tx, row, outcome)
        moves.append(moved)
        if moved.state == WORKFLOW.next(SENDING, "refused"):
            given_up.append(row)
    outbox.move(tx, moves)
    if moves:
        tx.change(Topic.NOTIFICATIONS, [moved.row.id for moved in moves])
    standing.stop_failing(tx, [moved.row for moved in moves])
    cascade.go_on(tx, given_up, available)


def _still_open(one: Leased, row: Due, outcome: Outcome) -> bool:
    """Whether an answer says something new: a receipt may have been quicker. An answer that comes when the lease has
    run out tells what nobody knew; that there is none tells nothing."""
    changes = row.version - one.row.version  # since before the lease; more where it was handed over again
    if row.state == SENDING:
        return changes == 1
    return changes == 2 and outcome.answer is not Answer.UNANSWERED


def _answered(tx: Tx, row: Due, outcome: Outcome) -> Moved:
    """What an answer makes of a message."""
    answer, named, said = outcome.answer, outcome.provider_message_id, outcome.told(row.language)
    if answer is Answer.REFUSED_FOR_NOW and row.attempts >= ATTEMPTS and not outcome.not_the_letter:
        answer = Answer.REFUSED
    if answer is Answer.ACCEPTED and outcome.delivered:
        state = WORKFLOW.next(row.state, "delivered")
        return Moved(row, state, None, said, provider_message_id=named, sent_at=tx.now, answer=True)
    state = WORKFLOW.next(row.state, answer.value)
    if answer is Answer.REFUSED_FOR_NOW:
        pause = max(retry_pause(row.attempts, random.random()), int(outcome.retry_after * 1000))
        # What says nothing of the letter takes none of its attempts: it waits until its time is over.
        attempts = row.attempts - outcome.not_the_letter
        return Moved(row, state, tx.now + pause, said, attempts=attempts, answer=True)
    sent_at = tx.now if answer is Answer.ACCEPTED else None
    return Moved(row, state, None, said, provider_message_id=named, sent_at=sent_at, answer=True)


def _is_believed(tx: Tx, provider: Provider) -> bool:
    """Whether a provider that knows no such contact is to be believed: one that refuses nearly everybody has a fault of
    its own, and must not silence them all."""
    no, answers = provider_health.refused(tx, provider.name, tx.now - REFUSALS_MS)
    return no < REFUSALS_DOUBTED or no < answers * REFUSALS_SHARE


def _note_contacts(tx: Tx, one: Leased, outcome: Outcome, believed: bool) -> None:
    """What a provider says of where a message was to go."""
    if outcome.gone:
        devices.forget(tx, outcome.gone)
    if believed and outcome.no_such_contact and one.row.channel in (SMS, EMAIL):
        contacts.suppress(tx, one.row.user_id, one.row.channel, one.letter.recipient, contacts.NO_SUCH_CONTACT)


def _note_health(tx: Tx, provider: Provider, outcomes: Sequence[Outcome], seconds: float) -> None:
    counted = {answer: sum(outcome.answer is answer for outcome in outcomes) for answer in Answer}
    minute = tx.now // provider_health.MINUTE_MS * provider_health.MINUTE_MS
    provider_health.count(
        tx,
        [
            provider_health.Minute(
                provider.name,
                minute,
                counted[Answer.ACCEPTED],
                counted[Answer.REFUSED],
                counted[Answer.REFUSED_FOR_NOW],
                counted[Answer.UNANSWERED],
                int(seconds * 1000) * len(outcomes),
            )
        ],
    )
    found = (one for one in outcomes if one.answer is not Answer.ACCEPTED)
    fault = next((one for one in found if one.fault or one.detail), None)
    if fault is not None:
        provider_health.note_fault(tx, provider.name, _in_both(fault))


def _in_both(outcome: Outcome) -> str:
    """As a text is kept that people of both languages read."""
    return " ¦ ".join(dict.fromkeys(outcome.told(language) for language in (UKRAINIAN, ENGLISH)))
