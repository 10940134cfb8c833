"""The channel: letters as submit_sm, what the answers mean, and receipts that find their letter."""

import asyncio
import hashlib
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from random import uniform

import smpp34
import structlog
from smartregion.v1.notification_service_pb2 import NotificationState

from server.limits import BATCH_SECONDS, RECEIPTS_AWAITED
from server.notifications import sms
from server.notifications.channels import Answer, Letter, OnReceipts, OnText, Outcome, ProviderReceipt, held_back
from server.notifications.channels.faults import Fault
from server.notifications.channels.phones import unfit
from server.notifications.channels.smpp import coding, wire
from server.notifications.channels.smpp.inbox import Inbox
from server.notifications.channels.smpp.session import Down, Link, NoAnswer, NotWritten, Session, SmppServer
from server.notifications.channels.smpp.wire import Pdu
from storage.engine.clock import SYSTEM_CLOCK, Clock

log = structlog.get_logger("server.smpp")

#: Seconds to wait after the first "throttled", and at most.
THROTTLE_FIRST, THROTTLE_LONGEST = 1.0, 60.0
DELIVERED = NotificationState.NOTIFICATION_STATE_DELIVERED

#: command_status of what this letter is refused for; all other refusals may end by themselves or by our doing.
LETTERS = {
    0x01: Fault.TEXT_TOO_LONG,
    0x0B: Fault.NO_SUCH_PHONE,
    0x62: Fault.LIFE_REFUSED,
    0x65: Fault.REFUSED,
    0x66: Fault.REFUSED,
}
NO_SUCH_PHONE = 0x0B
#: And of what we are refused for, whatever the letter: our session or sign-in, our sender.
OURS = {0x04, 0x0D, 0x0E, 0x0F, 0x0A, 0x48, 0x49}
THROTTLES = {wire.THROTTLED, wire.QUEUE_FULL}


@dataclass
class Progress:
    """A text on its way, with the ids of the parts that were taken: refused in the middle, it goes on where it was."""

    body: str
    reference: int
    ids: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Token:
    """What is known of a submit_sm whose answer comes too late."""

    letter_id: str
    parts: int


class SmppChannel:
    """One SMSC."""

    def __init__(self, name: str, server: SmppServer, clock: Clock = SYSTEM_CLOCK) -> None:
        self.name = name
        self._server, self._clock = server, clock
        self._inbox = Inbox(name, clock)
        self._link = Link(name, server, self._inbox.take, self._answered_late)
        self._begun: OrderedDict[str, Progress] = OrderedDict()
        self._paused_until = self._pause = 0.0

    async def send(self, letters: Sequence[Letter]) -> list[Outcome]:
        try:
            session = await self._link.session()
        except Down as down:
            return [held_back(down.fault, down.detail)] * len(letters)
        until = time.monotonic() + BATCH_SECONDS
        return await asyncio.gather(*(self._letter(session, letter, until) for letter in letters))

    async def _letter(self, session: Session, letter: Letter, until: float) -> Outcome:
        """Hands over one letter, part by part."""
        if (unoffered := unfit(letter)) is not None:
            return unoffered
        text = sms.split(letter.body)
        progress = self._progress(letter)
        parts = [coding.octets(part, text.gsm7) for part in text.parts]
        token = Token(letter.id, len(parts))
        for number in range(len(progress.ids), len(parts)):
            wait = self._paused_until - time.monotonic()
            if wait > 0:
                return self._later(letter, progress, held_back(Fault.SLOW_DOWN, retry_after=wait))
            try:
                answer = await session.submit(partial(self._pdu, letter, parts, number, progress), token, until)
            except NotWritten as error:
                return self._later(letter, progress, held_back(error.fault, error.detail))
            except NoAnswer as error:
                return Outcome(Answer.UNANSWERED, error.detail, fault=error.fault)
            if answer.status != wire.OK or answer.command == wire.GENERIC_NACK:
                return self._refused(letter, progress, answer.status)
            self._pause = 0.0
            progress.ids.append(self._message_id(answer))
        self._inbox.await_parts(letter.id, progress.ids)
        return Outcome(Answer.ACCEPTED, provider_message_id=progress.ids[-1])

    def _progress(self, letter: Letter) -> Progress:
        begun = self._begun.pop(letter.id, None)
        if begun is not None and begun.body == letter.body:
            return begun
        return Progress(letter.body, reference(letter.id))

    def _later(self, letter: Letter, progress: Progress, outcome: Outcome) -> Outcome:
        """What was taken of a letter is remembered where the rest has to wait."""
        if progress.ids:
            self._begun[letter.id] = progress
            if len(self._begun) > RECEIPTS_AWAITED:
                self._begun.popitem(last=False)
        return outcome

    def _refused(self, letter: Letter, progress: Progress, status: int) -> Outcome:
        detail = f"status 0x{status:X}"
        if status in LETTERS:
            return Outcome(Answer.REFUSED, detail, fault=LETTERS[status], no_such_contact=status == NO_SUCH_PHONE)
        if status in OURS:
            return self._later(letter, progress, held_back(Fault.REFUSES_US, detail))
        if status not in THROTTLES:
            return self._later(letter, progress, Outcome(Answer.REFUSED_FOR_NOW, detail, fault=Fault.NOT_TAKEN))
        now = time.monotonic()
        if now >= self._paused_until:  # one step for all that were under way
            self._pause = min(max(2 * self._pause, THROTTLE_FIRST), THROTTLE_LONGEST)
            self._paused_until = now + self._pause * uniform(0.75, 1.25)
        return self._later(letter, progress, held_back(Fault.SLOW_DOWN, detail, self._paused_until - now))

    def _pdu(self, letter: Letter, parts: list[bytes], number: int, progress: Progress, sequence: int) -> bytes:
        """A part as a submit_sm; the SMSC is asked for a receipt of every part."""
        several, by_header = len(parts) > 1, self._server.parts == "udh"
        part = coding.with_headers(parts, progress.reference)[number] if several and by_header else parts[number]
        return smpp34.SubmitSm(
            self._server.sender,
            letter.recipient.lstrip("+"),
            part,
            source_addr_ton=source_type(self._server.sender)[0],
            source_addr_npi=source_type(self._server.sender)[1],
            dest_addr_ton=1,
            dest_addr_npi=1,
            esm_class=coding.UDHI if several and by_header else 0,
            validity_period=validity(letter.expires_at - self._clock.now()) if letter.expires_at else "",
            registered_delivery=1,
            data_coding=coding.GSM7 if sms.is_gsm7(letter.body) else coding.UCS2,
            tlvs=_sar(progress.reference, len(parts), number + 1) if several and not by_header else [],
            sequence_number=sequence,
        ).encode()

    def _message_id(self, answer: Pdu) -> str:
        named = wire.first_text(answer.body)[:64]
        if self._server.hexadecimal_ids:
            try:
                return str(int(named, 16))
            except ValueError:
                pass
        return named

    def _answered_late(self, token: Token, answer: Pdu) -> None:
        """The message was left without an answer; now there is one. Of a text in parts nobody sent the rest."""
        if token.parts > 1:
            return
        if answer.status == wire.OK and answer.command != wire.GENERIC_NACK:
            self._inbox.await_parts(token.letter_id, [self._message_id(answer)])
            return
        final = answer.status in LETTERS
        state = (
            NotificationState.NOTIFICATION_STATE_FAILED_PERMANENT
            if final
            else (NotificationState.NOTIFICATION_STATE_FAILED_TEMPORARY)
        )
        detail = f"status 0x{answer.status:X}"
        now = self._clock.now()
        self._inbox.put(ProviderReceipt(self.name, "", state, now, detail, token.letter_id, Fault.SAID_LATE))

    async def listen(self, on_receipts: OnReceipts, on_text: OnText) -> None:
        self._inbox.start(on_receipts, on_text)
        self._link.start()

    def await_receipts(self, messages: Mapping[str, str]) -> None:
        for message_id, letter_id in messages.items():
            self._inbox.await_parts(letter_id, [message_id])

    async def check(self) -> str:
        try:
            await self._link.session()
        except Down as down:
            return str(down)
        return ""

    async def close(self) -> None:
        await self._link.close()
        await self._inbox.close()


def reference(letter_id: str) -> int:
    """What ties the parts of a text together, 16 bits: the same whoever sends it, so that a phone puts parts together
    that were sent before and after a restart, or by two processes."""
    return int.from_bytes(hashlib.blake2s(letter_id.encode(), digest_size=2).digest())


def source_type(sender: str) -> tuple[int, int]:
    """Type of number and numbering plan: international, a short code, or a name."""
    digits = sender.lstrip("+")
    if not digits.isdigit():
        return 5, 0
    return (1, 1) if len(digits) > 6 else (3, 0)


def validity(milliseconds: int) -> str:
    """How long the SMSC may try, as a relative time (SMPP 3.4, 7.1.1); a minute at least, 63 hours at most."""
    seconds = min(max(milliseconds // 1000, 60), 63 * 3600)
    days, rest = divmod(seconds, 86_400)
    return f"0000{days:02}{rest // 3600:02}{rest // 60 % 60:02}{rest % 60:02}000R"


def _sar(reference: int, total: int, number: int) -> list[smpp34.Tlv]:
    return [
        smpp34.Tlv(wire.SAR_REFERENCE, reference.to_bytes(2, "big")),
        smpp34.Tlv(wire.SAR_TOTAL, bytes((total,))),
        smpp34.Tlv(wire.SAR_NUMBER, bytes((number,))),
    ]
