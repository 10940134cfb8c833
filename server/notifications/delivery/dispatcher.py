"""The dispatcher: takes what is due out of the outbox, hands it over outside any transaction, and records the answer.

Each urgency has a lane of its own over each channel, so that a million messages of a campaign stand in no urgent one's
way, and a provider that is down or slow in nobody's. A message is leased before it is handed over. A lease that runs
out tells of a crash in between: whether the message went out is not known, so it is UNKNOWN and is never blindly sent
again.
"""

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

import structlog
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from smartregion.v1.common_pb2 import Language
from smartregion.v1.notification_service_pb2 import (
    NotificationCategory,
    NotificationCause,
    NotificationChannel,
    SuppressionRule,
    Urgency,
)

from server.codec import encode_id
from server.limits import (
    ATTEMPTS,
    BULK_ROWS,
    DISPATCH_SECONDS,
    LANE_PAUSE_SECONDS,
    LEASE_MS,
    NORMAL_ROWS,
    RETRY_FIRST_MS,
    RETRY_LONGEST_MS,
    URGENT_ROWS,
)
from server.limits import SEND_SECONDS as ANSWERED_SECONDS
from server.notifications import delivery_rules, sentences, unsubscribe
from server.notifications.campaigns import standing
from server.notifications.campaigns.text import CampaignTexts
from server.notifications.categories import CATEGORIES, CHANNELS
from server.notifications.channels import Answer, Letter, Outcome
from server.notifications.decision import EMAIL, PUSH, SMS, Ask, Bounds, Verdict, verdict
from server.notifications.delivery import cascade
from server.notifications.delivery.pool import Pool
from server.notifications.providers import Provider
from server.notifications.workflow import SENDING, UNKNOWN, WORKFLOW
from server.services import Services
from storage.engine.feed import Cursor, Topic
from storage.engine.transaction import Tx
from storage.errors import Damaged, FeedClosed, StorageError
from storage.keys import sealing
from storage.repositories import contacts, devices, facts, outbox, provider_health
from storage.repositories.facts import UserFacts
from storage.repositories.outbox import Due, Moved

log = structlog.get_logger("server")
#: Messages that a lane takes at once.
LANE_ROWS = {
    Urgency.URGENCY_URGENT: URGENT_ROWS,
    Urgency.URGENCY_NORMAL: NORMAL_ROWS,
    Urgency.URGENCY_BULK: BULK_ROWS,
}
URGENT = Urgency.URGENCY_URGENT
ERASED: int = SuppressionRule.SUPPRESSION_RULE_USER_ERASED
EXPIRED: int = SuppressionRule.SUPPRESSION_RULE_EXPIRED
CAMPAIGN = NotificationCause.NOTIFICATION_CAUSE_CAMPAIGN
CATEGORY_NAMES = {number: name.removeprefix("NOTIFICATION_CATEGORY_") for name, number in NotificationCategory.items()}
CHANNEL_NAMES = {number: name.removeprefix("NOTIFICATION_CHANNEL_") for name, number in NotificationChannel.items()}
UKRAINIAN = Language.LANGUAGE_UKRAINIAN
#: A sealed subject, body and recipient.
Said = tuple[bytes | None, bytes | None, bytes | None]
UNSAID: Said = (None, None, None)
INTERRUPTED = (
    "Відправлення перервано: чи надійшло сповіщення, невідомо.",
    "Sending was interrupted: whether the message arrived is not known.",
)
OVERTAKEN = (
    "Є новіше сповіщення про те саме.",
    "There is a later message about the same.",
)
UNREADABLE = (
    "Текст сповіщення пошкоджено: його не надіслано.",
    "The text of the message is damaged: it was not sent.",
)
#: Who answered what, and how long it took; seconds.
Answered = tuple[Provider, Sequence["Leased"], list[Outcome], float]


class Leased(NamedTuple):
    row: Due
    letter: Letter


class Batch(NamedTuple):
    """What a lane took out of the outbox."""

    by_provider: list[tuple[Provider, list[Leased]]]
    #: Whether there may be more that is due and that a provider has room for.
    more: bool


def retry_pause(attempts: int, spread: float) -> int:
    """Milliseconds before the next attempt; `spread` in [0, 1) keeps many from coming at once."""
    pause = min(RETRY_LONGEST_MS, RETRY_FIRST_MS << min(attempts - 1, 20))
    return int(pause * (0.8 + 0.4 * spread))


class Dispatcher:
    """One a process; several processes share the work through the leases."""

    def __init__(self, services: Services, pool: Pool | None = None) -> None:
        self.pool = pool or Pool(services.providers, time.monotonic)
        self.lanes = [Lane(services, self.pool, urgency, channel) for urgency in LANE_ROWS for channel in CHANNELS]

    def stop(self) -> None:
        """Takes nothing more out of the outbox; lanes that run end when their providers have answered."""
        for lane in self.lanes:
            lane.stop()

    async def run_once(self) -> int:
        """Hands over all that is due now; how many messages."""
        return sum([await lane.run_once() for lane in self.lanes])


class Lane:
    """The messages of one urgency over one channel: none waits for the trouble of another channel. Each provider has a
    batch in its hands at most, and records what it answered when it answers, so that none waits for a slow one."""

    def __init__(self, services: Services, pool: Pool, urgency: Urgency, channel: int) -> None:
        self._services = services
        self._pool = pool
        self._urgency = urgency
        self._channel = channel
        #: What the pool gave for a lease that is not on record yet.
        self._reserved: list[tuple[Provider, int]] = []
        #: Batches that providers have in their hands.
        self._sending: dict[str, asyncio.Task[None]] = {}
        #: Something is to be looked at: a provider is free again, or this is to end.
        self._freed = asyncio.Event()
        self._stopped = False
        named = (Urgency.Name(urgency).removeprefix("URGENCY_"), CHANNEL_NAMES[channel])
        self.name = f"{' '.join(named).lower()} outbox"

    async def run(self) -> None:
        """Until it is stopped or the store closes: whenever messages change, and every so often for what has become
        due. What is with a provider then is waited for, unless this is cancelled."""
        hub = self._services.store.hub
        try:
            while not hub.closed and not self._stopped:
                cursor = hub.watch(frozenset({Topic.NOTIFICATIONS}), hub.revision)
                try:
                    await self._hand_over_all()
                except StorageError as error:
                    log.warning("a lane has to wait", state=self.name, fault=type(error).__name__)
                except Exception as error:
                    log.error("a lane failed", state=self.name, exc_info=error)
                await self._rest(cursor)
            await asyncio.gather(*self._sending.values())
        finally:
            self._drop()

    def stop(self) -> None:
        self._stopped = True
        self._freed.set()

    async def _rest(self, cursor: Cursor) -> None:
        """Until something changes or a provider is free again. Where no provider has room, changes are none."""
        waits: list[asyncio.Future[Any]] = [asyncio.ensure_future(self._freed.wait())]
        if self._pool.has_room(self._channel, self._sending):
            waits.append(asyncio.ensure_future(cursor.next(DISPATCH_SECONDS)))
        try:
            await asyncio.wait(waits, timeout=DISPATCH_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            ended = await asyncio.gather(*waits, return_exceptions=True)
        for found in ended:
            if isinstance(found, Exception) and not isinstance(found, FeedClosed | StorageError):
                raise found
        if self._urgency != URGENT and not self._freed.is_set():
            await asyncio.sleep(LANE_PAUSE_SECONDS)  # most changes are another lane's
        if not self._stopped:
            self._freed.clear()

    async def run_once(self) -> int:
        """Hands over all that is due now and that a provider has room for; how many messages."""
        try:
            sent = await self._hand_over_all()
            while self._sending:
                await asyncio.wait(self._sending.values(), return_when=asyncio.FIRST_COMPLETED)
                sent += await self._hand_over_all()
        finally:
            self._drop()
        return sent

    def _drop(self) -> None:
        """Waits for no provider any more."""
        for task in self._sending.values():
            task.cancel()

    async def _hand_over_all(self) -> int:
        """Gives the providers that are free what is due; how many messages."""
        sent, more = 0, True
        while more and await self._services.store.read(self._is_due):
            if self._sending and not self._pool.has_room(self._channel, self._sending):
                break
            try:
                batch: Batch = await self._services.store.write(self._lease)
            except BaseException:
                self._give_back()
                raise
            self._reserved = []
            for provider, leased in batch.by_provider:
                self._sending[provider.name] = asyncio.create_task(self._hand_over(provider, leased))
                sent += len(leased)
            more = batch.more
        return sent

    async def _hand_over(self, provider: Provider, leased: Sequence[Leased]) -> None:
        try:
            answered = await self._send(provider, leased)
            await self._services.store.write(lambda tx: self._record(tx, answered))
        except StorageError as error:  # the leases run out
            log.error("answers could not be recorded", state=provider.name, fault=type(error).__name__)
        except Exception as error:
            log.error("answers could not be recorded", state=provider.name, exc_info=error)
        finally:
            del self._sending[provider.name]
            self._freed.set()

    # -- out of the outbox

    def _is_due(self, tx: Tx) -> bool:
        first = outbox.next_due(tx, self._urgency, self._channel)
        return first is not None and first <= tx.now

    def _give_back(self) -> None:
        for provider, count in self._reserved:
            self._pool.take_back(provider, count)
        self._reserved = []

    def _allotted(self, ready: Sequence[Due]) -> list[tuple[Provider, list[Due]]]:
        """Who gets what. The unit may run again: what was given to it before is given back."""
        self._give_back()
        self._reserved = self._pool.allot(self._channel, len(ready), self._sending)
        made, waiting = [], list(ready)
        for provider, count in self._reserved:
            made.append((provider, waiting[:count]))
            waiting = waiting[count:]
        return made

    def _keep(
        self, allotted: Sequence[tuple[Provider, Sequence[Due]]], leased: Sequence[tuple[Provider, Sequence[Leased]]]
    ) -> None:
        """Gives back what was allotted to messages that have no letter."""
        for (provider, wanted), (_, going) in zip(allotted, leased, strict=True):
            if len(going) < len(wanted):
                self._pool.take_back(provider, len(wanted) - len(going))
        self._reserved = [(provider, len(going)) for provider, going in leased]

    def _lease(self, tx: Tx) -> Batch:
        rows = outbox.due(tx, self._urgency, self._channel, LANE_ROWS[self._urgency])
        moves = [_interrupted(row) for row in rows if row.state == SENDING]
        waiting = standing.sort(tx, [row for row in rows if row.state != SENDING])
        moves += [_cancelled(row, standing.CALLED_OFF) for row in waiting.called_off]
        ready = _Deciding(tx, self._services.providers.available, moves).ready(waiting.going)
        allotted = self._allotted(ready)
        letters, said = self._letters(tx, [row for _, listed in allotted for row in listed])
        moves += [_cancelled(row, UNREADABLE) for _, listed in allotted for row in listed if row.id not in letters]
        leased = [
            (provider, [Leased(row, letters[row.id]) for row in listed if row.id in letters])
            for provider, listed in allotted
        ]
        self._keep(allotted, leased)
        moves += [
            Moved(
                row,
                WORKFLOW.next(row.state, "leased"),
                tx.now + LEASE_MS,
                attempts=row.attempts + 1,
                provider=provider.name,
                said=said.get(row.id, UNSAID),
            )
            for provider, listed in leased
            for row, _ in listed
        ]
        outbox.move(tx, moves)
        if moves:
            tx.change(Topic.NOTIFICATIONS, [moved.row.id for moved in moves])
        parked = len(waiting.going) + len(moves) < len(rows)
        more = (bool(moves) or parked) and len(rows) == LANE_ROWS[self._urgency]
        return Batch([one for one in leased if one[1]], more)

    def _letters(self, tx: Tx, rows: Sequence[Due]) -> tuple[dict[int, Letter], dict[int, Said]]:
        """The letters by message, and what messages say from now on that said nothing yet. One that does not open has
        no letter: it must not keep the others back."""
        ciphers = tx.keys.get_many({row.user_id for row in rows})
        where = contacts.over(tx, ((row.user_id, row.channel) for row in rows))
        tokens = devices.tokens(tx, (row.user_id for row in rows if row.channel == PUSH))
        texts = CampaignTexts(tx)
        letters: dict[int, Letter] = {}
        said: dict[int, Said] = {}
        for row in rows:
            contact = where.get((row.user_id, row.channel), "")
            if row.user_id not in ciphers:
                continue
            if row.body_sealed is None and row.cause == CAMPAIGN:
                text = texts.of(row.cause_id).on(row.channel, row.language)
                subject, body = text.subject, text.body
                seal = sealing.Sealer(ciphers[row.user_id], row.user_id)
                said[row.id] = _sealed(seal, subject, body, contact)
            else:
                open_ = _Opener(ciphers[row.user_id], row.user_id)
                try:
                    subject = open_("notification.subject", row.subject_sealed)
                    body = open_("notification.body", row.body_sealed)
                except (Damaged, UnicodeDecodeError):
                    log.error("a message does not open", id=encode_id(row.id))
                    continue
            letters[row.id] = Letter(
                id=encode_id(row.id),
                user_id=encode_id(row.user_id),
                recipient=contact or encode_id(row.user_id),
                subject=subject,
                body=body,
                language="uk" if row.language == UKRAINIAN else "en",
                devices=tokens.get(row.user_id, ()) if row.channel == PUSH else (),
                category=CATEGORY_NAMES[row.category],
                urgent=row.urgency == URGENT,
                expires_at=row.expires_at,
                unsubscribe_url=self._unsubscribe_url(tx, row),
            )
        return letters, said

    def _unsubscribe_url(self, tx: Tx, row: Due) -> str:
        base = self._services.settings.hooks_url
        if not base or row.channel != EMAIL or not unsubscribe.may_be_switched_off(row.category):
            return ""
        place = unsubscribe.Place(row.user_id, row.category, row.channel)
        return f"{base.rstrip('/')}/unsubscribe/{unsubscribe.token(tx.keys.keyring, place)}"

    # -- over to the provider, and what it said

    async def _send(self, provider: Provider, leased: Sequence[Leased]) -> Answered:
        started = time.perf_counter()
        try:
            async with asyncio.timeout(ANSWERED_SECONDS):
                outcomes = await provider.channel.send([one.letter for one in leased])
        except TimeoutError:
            outcomes = [Outcome(Answer.UNANSWERED, "the provider did not answer")] * len(leased)
        except Exception as error:  # a channel never raises; if one does, nobody knows what it had sent
            log.error("a channel failed", state=provider.name, exc_info=error)
            outcomes = [Outcome(Answer.UNANSWERED, "the channel failed")] * len(leased)
        self._pool.report(provider, outcomes)
        return provider, leased, outcomes, time.perf_counter() - started

    def _record(self, tx: Tx, answered: Answered) -> None:
        provider, leased, outcomes, seconds = answered
        held = {row.id: row for row in outbox.held(tx, [one.row.id for one in leased], [SENDING, UNKNOWN])}
        _note_health(tx, provider, outcomes, seconds)
        moves, given_up = [], []
        for one, outcome in zip(leased, outcomes, strict=True):
            _note_contacts(tx, one, outcome)
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
        cascade.go_on(tx, given_up, self._services.providers.available)


def _sealed(seal: sealing.Sealer, subject: str, body: str, contact: str) -> Said:
    return (
        seal("notification.subject", subject),
        seal("notification.body", body),
        seal("notification.recipient", contact),
    )


class _Opener:
    """Opens the sealed texts of one person."""

    def __init__(self, cipher: AESGCM, user_id: int) -> None:
        self._cipher = cipher
        self._user_id = user_id

    def __call__(self, column: str, sealed: bytes | None) -> str:
        return "" if sealed is None else sealing.unseal(self._cipher, self._user_id, column, bytes(sealed)).decode()


class _Deciding:
    """Asks the rules once more: what was allowed when a message was raised may not be by now."""

    def __init__(self, tx: Tx, available: Sequence[int], moves: list[Moved]) -> None:
        self._tx = tx
        self._available = available
        self._moves = moves
        self._bounds: Bounds = delivery_rules.current(tx)
        self._verdicts: dict[tuple[UserFacts, int, int, int, bool], Verdict] = {}

    def ready(self, rows: Sequence[Due]) -> list[Due]:
        """Those that go now; what becomes of the others is added to the moves."""
        by_category: defaultdict[int, list[Due]] = defaultdict(list)
        overtaken = outbox.overtaken(self._tx, rows)  # while it was on its way, perhaps
        for row in rows:
            if row.id in overtaken:
                self._moves.append(_cancelled(row, OVERTAKEN))
            else:
                by_category[row.category].append(row)
        going, stopped = [], []
        for category, listed in by_category.items():
            day = Ask(CATEGORIES[category], self._tx.now, 0, self._bounds, frozenset()).day
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
        alike = (found, row.category, row.channel, row.expires_at, row.emergency)
        if alike not in self._verdicts:
            self._verdicts[alike] = verdict(found, row.channel, self._ask(row))
        return self._verdicts[alike]

    def _ask(self, row: Due) -> Ask:
        return Ask(
            CATEGORIES[row.category],
            self._tx.now,
            row.expires_at,
            self._bounds,
            frozenset(self._available),
            emergency=row.emergency,
            queued=True,
        )


def _still_open(one: Leased, row: Due, outcome: Outcome) -> bool:
    """Whether an answer says something new: a receipt may have been quicker. An answer that comes when the lease has
    run out tells what nobody knew; that there is none tells nothing."""
    changes = row.version - one.row.version  # since before the lease; more where it was handed over again
    if row.state == SENDING:
        return changes == 1
    return changes == 2 and outcome.answer is not Answer.UNANSWERED


def _interrupted(row: Due) -> Moved:
    said = INTERRUPTED[0 if row.language == UKRAINIAN else 1]
    return Moved(row, WORKFLOW.next(row.state, "left unanswered"), None, said)


def _cancelled(row: Due, said: tuple[str, str]) -> Moved:
    return Moved(row, WORKFLOW.next(row.state, "cancelled"), None, said[0 if row.language == UKRAINIAN else 1])


def _answered(tx: Tx, row: Due, outcome: Outcome) -> Moved:
    """What an answer makes of a message."""
    answer, named = outcome.answer, outcome.provider_message_id
    if answer is Answer.REFUSED_FOR_NOW and row.attempts >= ATTEMPTS and not outcome.not_the_letter:
        answer = Answer.REFUSED
    if answer is Answer.ACCEPTED and outcome.delivered:
        state = WORKFLOW.next(row.state, "delivered")
        return Moved(row, state, None, outcome.detail, provider_message_id=named, sent_at=tx.now, answer=True)
    state = WORKFLOW.next(row.state, answer.value)
    if answer is Answer.REFUSED_FOR_NOW:
        pause = max(retry_pause(row.attempts, random.random()), int(outcome.retry_after * 1000))
        # What says nothing of the letter takes none of its attempts: it waits until its time is over.
        attempts = row.attempts - outcome.not_the_letter
        return Moved(row, state, tx.now + pause, outcome.detail, attempts=attempts, answer=True)
    sent_at = tx.now if answer is Answer.ACCEPTED else None
    return Moved(row, state, None, outcome.detail, provider_message_id=named, sent_at=sent_at, answer=True)


def _note_contacts(tx: Tx, one: Leased, outcome: Outcome) -> None:
    """What a provider says of where a message was to go."""
    if outcome.gone:
        devices.forget(tx, outcome.gone)
    if outcome.no_such_contact and one.row.channel in (SMS, EMAIL):
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
    fault = next((one.detail for one in outcomes if one.answer is not Answer.ACCEPTED and one.detail), "")
    if fault:
        provider_health.note_fault(tx, provider.name, fault[:500])
