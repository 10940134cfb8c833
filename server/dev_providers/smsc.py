"""An SMSC: SMPP 3.4, with receipts that come again until they are acknowledged, and texts that residents send."""

import asyncio
import time
from collections.abc import Awaitable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

import smpp34

from server.dev_providers.faults import Dice
from server.dev_providers.ledger import Ledger
from server.notifications.channels.smpp import coding, wire
from server.notifications.channels.smpp.wire import Pdu
from storage.days import KYIV

INVALID_DESTINATION, BINDS = 0x0B, (0x01, 0x02, wire.BIND_TRANSCEIVER)
#: Seconds after which a deliver_sm that was not acknowledged comes again, and how often.
AGAIN, TIMES = 2.0, 30
#: Texts of which parts are missing.
UNFINISHED = 10_000


@dataclass
class Esme:
    """Somebody who signed in."""

    writer: asyncio.StreamWriter
    numbers: "count[int]" = field(default_factory=lambda: count(1))
    waiting: dict[int, "asyncio.Future[int]"] = field(default_factory=dict)


class SmscFake:
    def __init__(self, name: str, ledger: Ledger, password: str) -> None:
        self.name = name
        self.dice = Dice(2)
        self._ledger, self._password = ledger, password
        self._server: asyncio.Server | None = None
        self._bound: list[Esme] = []
        self._numbers = count(time.time_ns() >> 20)  # an id of an earlier run comes no more
        self._parts: dict[tuple[str, str, int], dict[int, str]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def bound(self) -> bool:
        """Whether anybody is signed in."""
        return bool(self._bound)

    async def start(self, port: int = 0) -> int:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", port)
        return int(self._server.sockets[0].getsockname()[1])

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        esme = Esme(writer)
        try:
            while (pdu := await wire.read(reader)).command != wire.UNBIND:
                self._take(esme, pdu)
            writer.write(wire.encode(wire.UNBIND | wire.RESPONSE, pdu.sequence))
        except (asyncio.IncompleteReadError, wire.WireError, OSError):
            pass
        finally:
            if esme in self._bound:
                self._bound.remove(esme)
            writer.close()

    def _take(self, esme: Esme, pdu: Pdu) -> None:
        if pdu.command in BINDS:
            self._bind(esme, pdu)
        elif pdu.command == wire.ENQUIRE_LINK:
            esme.writer.write(wire.encode(wire.ENQUIRE_LINK | wire.RESPONSE, pdu.sequence))
        elif pdu.command == wire.SUBMIT_SM and esme in self._bound:
            self._begin(self._submit(esme, pdu))
        elif pdu.command == wire.DELIVER_SM | wire.RESPONSE:
            answer = esme.waiting.pop(pdu.sequence, None)
            if answer is not None and not answer.done():
                answer.set_result(pdu.status)
        else:
            esme.writer.write(wire.encode(wire.GENERIC_NACK, pdu.sequence, status=wire.INVALID_COMMAND))

    def _begin(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _bind(self, esme: Esme, pdu: Pdu) -> None:
        password = pdu.body.split(b"\0")[1].decode("ascii", "replace")
        known = password == self._password
        status = wire.OK if known else wire.INVALID_PASSWORD
        body = wire.text("dev-smsc") if known else b""
        esme.writer.write(wire.encode(pdu.command | wire.RESPONSE, pdu.sequence, body, status))
        if known:
            self._bound.append(esme)

    async def _submit(self, esme: Esme, pdu: Pdu) -> None:
        faults = self.dice.faults
        await asyncio.sleep(faults.slow / 1000)
        if self.dice.closes():
            esme.writer.transport.abort()
            return
        if self.dice.falls(faults.garbage):
            esme.writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            return
        try:
            submitted = smpp34.decode(pdu.raw)
        except smpp34.SmppError:
            submitted = None
        if not isinstance(submitted, smpp34.SubmitSm):
            self._answer(esme, pdu, wire.SYSTEM_ERROR)
        elif self.dice.falls(faults.throttle):
            self._answer(esme, pdu, wire.THROTTLED)
        elif self.dice.falls(faults.refuse):
            self._answer(esme, pdu, INVALID_DESTINATION)
        else:
            await self._accept(esme, pdu, submitted)

    async def _accept(self, esme: Esme, pdu: Pdu, submitted: smpp34.SubmitSm) -> None:
        faults, message_id = self.dice.faults, f"{next(self._numbers):x}"
        self._arrived(submitted)
        lost = self.dice.falls(faults.lose)
        wanted = bool(submitted.registered_delivery & 0x03) and faults.receipt >= 0
        if wanted and faults.early:
            self._begin(self._receipt(submitted, message_id, 0.0))
            await asyncio.sleep(0.05)
        if not lost:
            self._answer(esme, pdu, wire.OK, message_id)
        if wanted and not faults.early:
            self._begin(self._receipt(submitted, message_id, faults.receipt / 1000))

    @staticmethod
    def _answer(esme: Esme, pdu: Pdu, status: int, message_id: str = "") -> None:
        body = wire.text(message_id) if status == wire.OK else b""
        esme.writer.write(wire.encode(wire.SUBMIT_SM | wire.RESPONSE, pdu.sequence, body, status))

    def _arrived(self, submitted: smpp34.SubmitSm) -> None:
        """A phone shows a text when it has all parts."""
        phone, part = f"+{submitted.destination_addr}", submitted.short_message
        text = coding.decoded(coding.without_header(part, submitted.esm_class), submitted.data_coding)
        place = coding.place(part) if submitted.esm_class & coding.UDHI else _sar(submitted)
        if place is not None:
            reference, total, number = place
            parts = self._parts.setdefault((phone, submitted.source_addr, reference), {})
            if len(self._parts) > UNFINISHED:
                del self._parts[next(iter(self._parts))]
            parts[number] = text
            if len(parts) < total:
                return
            del self._parts[phone, submitted.source_addr, reference]
            text = "".join(parts[number] for number in sorted(parts))
        self._ledger.arrived(self.name, phone, text, text)

    async def _receipt(self, submitted: smpp34.SubmitSm, message_id: str, wait: float) -> None:
        await asyncio.sleep(wait)
        bad = self.dice.falls(self.dice.faults.undelivered)
        state, done = ("UNDELIV" if bad else "DELIVRD"), f"{datetime.now(KYIV):%y%m%d%H%M}"
        text = (
            f"id:{message_id} sub:001 dlvrd:{'000' if bad else '001'} submit date:{done} done date:{done} "
            f"stat:{state} err:{'011' if bad else '000'} text:"
        )
        for _ in range(2 if self.dice.falls(self.dice.faults.twice) else 1):
            await self._deliver(submitted.destination_addr, submitted.source_addr, text.encode(), esm_class=0x04)

    async def text(self, phone: str, text: str) -> None:
        """Somebody sends us an SMS."""
        await self._deliver(phone.lstrip("+"), "dev", text.encode("utf-16-be"), data_coding=coding.UCS2)

    async def _deliver(
        self, source: str, destination: str, text: bytes, esm_class: int = 0, data_coding: int = 0
    ) -> None:
        """Hands something to whoever is signed in, until somebody acknowledges it."""
        for _ in range(TIMES):
            if self._bound:
                esme = self._bound[-1]
                sequence = next(esme.numbers)
                answer = esme.waiting[sequence] = asyncio.get_running_loop().create_future()
                delivered = smpp34.DeliverSm(
                    source,
                    destination,
                    text,
                    source_addr_ton=1,
                    source_addr_npi=1,
                    esm_class=esm_class,
                    data_coding=data_coding,
                    sequence_number=sequence,
                )
                esme.writer.write(delivered.encode())
                try:
                    if await asyncio.wait_for(answer, 10 * AGAIN) in (wire.OK, 0x65):
                        return
                except TimeoutError:
                    esme.waiting.pop(sequence, None)
            await asyncio.sleep(AGAIN)

    async def stop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for esme in list(self._bound):
            esme.writer.close()
        if self._server is not None:
            self._server.close()


def _sar(submitted: smpp34.SubmitSm) -> tuple[int, int, int] | None:
    """Reference, number of parts and place, as optional parameters say."""
    found = {parameter.tag: int.from_bytes(parameter.value, "big") for parameter in submitted.tlvs}
    if not found.keys() >= {wire.SAR_REFERENCE, wire.SAR_TOTAL, wire.SAR_NUMBER}:
        return None
    return found[wire.SAR_REFERENCE], found[wire.SAR_TOTAL], found[wire.SAR_NUMBER]
