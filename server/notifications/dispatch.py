"""The dispatcher: takes what is due out of the outbox, sends it outside any transaction, and records the answer.

A message is leased before it is sent. A lease that runs out tells of a crash in between: whether the message went out
is not known, so it is UNKNOWN and is never blindly sent again.
"""

import asyncio
import random
from dataclasses import dataclass

from smartregion.v1.common_pb2 import Language
from smartregion.v1.notification_service_pb2 import NotificationChannel, SuppressionRule

from server.codec import encode_id
from server.notifications import outbox
from server.notifications.channels import Answer, Channel, Letter, Outcome
from server.notifications.channels.file import FileChannel
from server.notifications.channels.smtp import SmtpChannel
from server.notifications.decision import stopped_by
from server.notifications.workflow import SENDING, WORKFLOW
from server.services import Services
from storage.engine.transaction import Tx
from storage.models.notifications import Notification
from storage.repositories import notifications, users

#: Messages taken at once.
BATCH = 50
#: A provider must answer within this; the lease is longer. Seconds and milliseconds.
SEND_SECONDS = 40.0
LEASE_MS = 60_000
#: Pauses between attempts: half a minute, then doubling up to an hour; and how many there are.
RETRY_FIRST_MS = 30_000
RETRY_LONGEST_MS = 3_600_000
ATTEMPTS = 8


@dataclass(frozen=True)
class Leased:
    row: Notification
    letter: Letter


def retry_pause(attempts: int, spread: float) -> int:
    """Milliseconds before the next attempt; `spread` in [0, 1) keeps many from coming at once."""
    pause = min(RETRY_LONGEST_MS, RETRY_FIRST_MS << min(attempts - 1, 20))
    return int(pause * (0.8 + 0.4 * spread))


class Dispatcher:
    """One a process; several processes share the work through the leases."""

    def __init__(self, services: Services, channels: dict[int, Channel] | None = None) -> None:
        self._services = services
        self._channels = channels or default_channels(services)

    async def run_once(self) -> int:
        """Sends all that is due now; how many messages were handed over."""
        sent = 0
        while leased := await self._services.store.write(self._lease):
            outcomes = await asyncio.gather(*(self._send(one) for one in leased))
            answered = list(zip(leased, outcomes, strict=True))
            await self._services.store.write(lambda tx, done=answered: self._record(tx, done))  # type: ignore[misc]
            sent += len(leased)
        return sent

    def _lease(self, tx: Tx) -> list[Leased]:
        leased = []
        for row in notifications.due(tx, BATCH):
            if row.state == SENDING:
                text = "Відправлення перервано: чи надійшло сповіщення, невідомо."
                notifications.move(tx, row, text, state=WORKFLOW.next(row.state, "left unanswered"), due_at=None)
            elif row.expires_at <= tx.now:
                notifications.move(tx, row, "", state=WORKFLOW.next(row.state, "expired"), due_at=None)
            elif (one := self._prepare(tx, row)) is not None:
                leased.append(one)
        return leased

    def _prepare(self, tx: Tx, row: Notification) -> Leased | None:
        """Leases a message, unless a rule stops it by now."""
        person = users.get_any(tx, row.user_id)
        gone: int = SuppressionRule.SUPPRESSION_RULE_USER_ERASED
        rule = stopped_by(outbox.facts_of(tx, person, row.category, row.channel, row.emergency)) if person else gone
        if person is None or rule:
            text = outbox.rule_text(rule, row.language)
            notifications.move(
                tx, row, text, state=WORKFLOW.next(row.state, "suppressed"), suppressed_by=rule, due_at=None
            )
            return None
        message = notifications.opened(tx, [row])[0]
        notifications.move(
            tx,
            row,
            "",
            state=WORKFLOW.next(row.state, "leased"),
            attempts=row.attempts + 1,
            due_at=tx.now + LEASE_MS,
            provider=self._channels[row.channel].name,
        )
        letter = Letter(
            encode_id(row.id),
            encode_id(row.user_id),
            outbox.recipient_of(person, row.channel),
            message.subject,
            message.body,
            "uk" if row.language == Language.LANGUAGE_UKRAINIAN else "en",
        )
        return Leased(row, letter)

    async def _send(self, leased: Leased) -> Outcome:
        try:
            async with asyncio.timeout(SEND_SECONDS):
                return await self._channels[leased.row.channel].send(leased.letter)
        except TimeoutError:
            return Outcome(Answer.UNANSWERED, "the provider did not answer")

    def _record(self, tx: Tx, answered: list[tuple[Leased, Outcome]]) -> None:
        for leased, outcome in answered:
            row = notifications.by_id(tx, leased.row.id)
            if row is None or row.state != SENDING:
                continue  # a receipt was quicker than our own record
            answer = outcome.answer
            if answer is Answer.REFUSED_FOR_NOW and row.attempts >= ATTEMPTS:
                answer = Answer.REFUSED
            values: dict[str, object] = {"state": WORKFLOW.next(row.state, answer.value), "due_at": None}
            if answer is Answer.ACCEPTED:
                values |= {"sent_at": tx.now, "provider_message_id": outcome.provider_message_id[:200]}
            elif answer is Answer.REFUSED_FOR_NOW:
                values["due_at"] = tx.now + retry_pause(row.attempts, random.random())
            notifications.move(tx, row, outcome.detail, **values)


def default_channels(services: Services) -> dict[int, Channel]:
    """SMTP for e-mail where a server is set; files for the rest."""
    settings = services.settings
    channels: dict[int, Channel] = {
        NotificationChannel.NOTIFICATION_CHANNEL_PUSH: FileChannel(settings.outbox_dir / "push.jsonl"),
        NotificationChannel.NOTIFICATION_CHANNEL_SMS: FileChannel(settings.outbox_dir / "sms.jsonl"),
        NotificationChannel.NOTIFICATION_CHANNEL_EMAIL: FileChannel(settings.outbox_dir / "email.jsonl"),
    }
    if settings.smtp_host:
        channels[NotificationChannel.NOTIFICATION_CHANNEL_EMAIL] = SmtpChannel(settings)
    return channels
