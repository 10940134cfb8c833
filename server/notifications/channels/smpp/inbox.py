"""What an SMSC delivers to us: receipts and texts. A deliver_sm is answered when what it says is on record, so that a
kill loses none: the SMSC tells it again.

A receipt may come before the answer to its submit_sm, or before that answer is on record: it is held for a moment. The
parts of a text have a receipt each; the text is delivered when all of them are.
"""

import asyncio
import heapq
import time
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import count

import smpp34
import structlog
from smartregion.v1.notification_service_pb2 import NotificationState

from server.limits import EARLY_RECEIPT_SECONDS, RECEIPTS_AWAITED, RECEIPTS_GROUP, RECEIPTS_WAITING
from server.notifications.channels import InboundText, OnReceipts, OnText, ProviderReceipt
from server.notifications.channels.faults import Fault
from server.notifications.channels.smpp import coding, receipts, wire
from server.notifications.channels.smpp.session import Session
from server.notifications.channels.smpp.wire import Pdu
from storage.engine.clock import Clock

log = structlog.get_logger("server.smpp")

#: Seconds in which the answer to a submit_sm is surely on record.
SETTLED = 1.0
#: Seconds before what could not be put on record is tried again by us; the SMSC tells it again, too.
AGAIN = 1.0
#: Answers to a deliver_sm: comes again; is of no use.
TEMPORARY, USELESS = 0x64, 0x65
DELIVERED = NotificationState.NOTIFICATION_STATE_DELIVERED


@dataclass
class Awaited:
    """A message whose receipts are awaited."""

    letter_id: str
    #: As the outcome named it.
    message_id: str
    missing: set[str]
    since: float
    parts: int = 1
    told: bool = False


@dataclass(frozen=True)
class Waiting:
    """Something to put on record, and whom to answer then."""

    said: ProviderReceipt | InboundText
    session: Session | None = field(default=None, compare=False)
    sequence: int = 0

    def answer(self, status: int) -> None:
        if self.session is not None:
            self.session.acknowledge(self.sequence, status)


class Inbox:
    def __init__(self, provider: str, clock: Clock) -> None:
        self._provider, self._clock = provider, clock
        self._awaited: OrderedDict[str, Awaited] = OrderedDict()
        #: By the instant from which it may be put on record.
        self._waiting: list[tuple[float, int, Waiting]] = []
        self._numbers = count()
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self, on_receipts: OnReceipts, on_text: OnText) -> None:
        if self._task is None:
            self._task = asyncio.create_task(self._run(on_receipts, on_text))

    def await_parts(self, letter_id: str, message_ids: Sequence[str]) -> None:
        """The SMSC took a letter, under these ids."""
        known = [message_id for message_id in message_ids if message_id]
        if not known:
            return
        awaited = Awaited(letter_id, known[-1], set(known), time.monotonic(), len(known))
        for message_id in known:
            self._awaited[message_id] = awaited
            self._awaited.move_to_end(message_id)
        while len(self._awaited) > RECEIPTS_AWAITED:
            self._awaited.popitem(last=False)

    def take(self, session: Session, pdu: Pdu) -> None:
        """A deliver_sm. It is answered now where nothing is to be put on record, else later."""
        if self._task is None:
            session.acknowledge(pdu.sequence, TEMPORARY)
            return
        said = self._read(pdu)
        if said is None:
            session.acknowledge(pdu.sequence)
        elif isinstance(said, int):
            session.acknowledge(pdu.sequence, said)
        elif len(self._waiting) >= RECEIPTS_WAITING:
            session.acknowledge(pdu.sequence, wire.QUEUE_FULL)
        else:
            self._put(Waiting(said, session, pdu.sequence), self._ready(said))

    def put(self, receipt: ProviderReceipt) -> None:
        """Something that we found out ourselves."""
        if self._task is not None and len(self._waiting) < RECEIPTS_WAITING:
            self._put(Waiting(receipt), time.monotonic() + SETTLED)

    def _read(self, pdu: Pdu) -> ProviderReceipt | InboundText | int | None:
        """What is said; None for what says nothing, a status for what can't be read."""
        try:
            delivered = smpp34.decode(pdu.raw)
        except (smpp34.SmppError, ValueError):
            return USELESS
        if not isinstance(delivered, smpp34.DeliverSm):
            return USELESS
        kind, now = delivered.esm_class & receipts.KIND, self._clock.now()
        named = any(parameter.tag == wire.RECEIPTED_MESSAGE_ID for parameter in delivered.tlvs)
        if kind == receipts.RECEIPT or named:
            found = receipts.read(delivered, now)
            if found is None:
                return USELESS
            return (
                ProviderReceipt(self._provider, found.message_id, found.state, found.at, found.detail)
                if found.state
                else None
            )
        if kind != receipts.TEXT:
            return None
        body = coding.without_header(delivered.short_message, delivered.esm_class)
        sender = delivered.source_addr
        if delivered.source_addr_ton == 1 and sender.isdigit():
            sender = f"+{sender}"
        return InboundText(self._provider, sender, coding.decoded(body, delivered.data_coding), now)

    def _ready(self, said: ProviderReceipt | InboundText) -> float:
        """The instant from which it may be put on record."""
        now = time.monotonic()
        if isinstance(said, InboundText):
            return now
        awaited = self._awaited.get(said.provider_message_id)
        return max(now, awaited.since + SETTLED) if awaited else now + EARLY_RECEIPT_SECONDS

    def _put(self, waiting: Waiting, at: float) -> None:
        heapq.heappush(self._waiting, (at, next(self._numbers), waiting))
        self._news.set()

    async def _run(self, on_receipts: OnReceipts, on_text: OnText) -> None:
        while True:
            self._news.clear()
            pause = self._waiting[0][0] - time.monotonic() if self._waiting else None
            if pause is None or pause > 0:
                with suppress(TimeoutError):
                    async with asyncio.timeout(pause):
                        await self._news.wait()
                continue
            group = self._due()
            try:
                await self._record(group, on_receipts, on_text)
            except Exception as error:
                log.warning("receipts are not on record", provider=self._provider, count=len(group), exc_info=error)
                for waiting in group:
                    self._failed(waiting)
                await asyncio.sleep(AGAIN)

    def _due(self) -> list[Waiting]:
        now = time.monotonic()
        group: list[Waiting] = []
        while self._waiting and self._waiting[0][0] <= now and len(group) < RECEIPTS_GROUP:
            group.append(heapq.heappop(self._waiting)[2])
        return group

    async def _record(self, group: list[Waiting], on_receipts: OnReceipts, on_text: OnText) -> None:
        """Puts a group on record, and answers the SMSC."""
        told = (self._final(waiting.said) for waiting in group if isinstance(waiting.said, ProviderReceipt))
        ready = [receipt for receipt in told if receipt]
        if ready:
            await on_receipts(ready)
        for waiting in group:
            if isinstance(waiting.said, InboundText):
                await on_text(waiting.said)
        for receipt in ready:
            if receipt.letter_id and (awaited := self._awaited.get(receipt.provider_message_id)):
                awaited.told = True
        for waiting in group:
            waiting.answer(wire.OK)

    def _failed(self, waiting: Waiting) -> None:
        """Comes again: from the SMSC, or from us where there is no SMSC to ask."""
        if waiting.session is None:
            self._put(waiting, time.monotonic() + AGAIN)
        else:
            waiting.answer(TEMPORARY)

    def _final(self, receipt: ProviderReceipt) -> ProviderReceipt | None:
        """The receipt of the whole message; None where it waits for other parts, or was told already."""
        awaited = self._awaited.get(receipt.provider_message_id)
        if awaited is None:
            return receipt
        whole = replace(receipt, provider_message_id=awaited.message_id, letter_id=awaited.letter_id)
        if awaited.parts == 1:
            return whole
        if receipt.state == DELIVERED:
            awaited.missing.discard(receipt.provider_message_id)
            return whole if not awaited.missing and not awaited.told else None
        return None if awaited.told else replace(whole, fault=Fault.OF_A_PART)

    async def close(self) -> None:
        """What is not on record stays with the SMSC."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
