"""A bound session of SMPP 3.4, and the link that keeps one: it signs in again whenever it was lost."""

import asyncio
import random
import ssl
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import structlog

from server.limits import RECEIPTS_WAITING
from server.notifications.channels.faults import Fault, in_english
from server.notifications.channels.smpp import wire
from server.notifications.channels.smpp.wire import Pdu

log = structlog.get_logger("server.smpp")

#: Seconds between tries to sign in: the first pause, and the longest.
PAUSE_FIRST, PAUSE_LONGEST = 1.0, 60.0
#: Seconds that unbinding may take.
LEAVE = 2.0


class Failed(Exception):
    """What is wrong, in our words and in those of the SMSC."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(in_english(fault, detail))
        self.fault, self.detail = fault, detail


class NotWritten(Failed):
    """Not a byte of it was written: nothing was handed over."""


class NoAnswer(Failed):
    """It was written, and nobody said what became of it."""


class Down(Failed):
    """There is no session."""


@dataclass(frozen=True)
class SmppServer:
    """Where texts are handed over."""

    host: str
    port: int
    system_id: str
    password: str = field(repr=False)
    #: A registered name, or a number.
    sender: str
    system_type: str = ""
    tls: bool = False
    #: Messages that may be without an answer at a time.
    window: int = 10
    timeout: float = 15.0
    #: Seconds of silence after which the link is tried.
    enquire_link: float = 30.0
    #: How the parts of a text are tied together: udh or sar.
    parts: str = "udh"
    #: The answer has a message's id in hexadecimal and the receipt in decimal digits.
    hexadecimal_ids: bool = False


#: Is told of a deliver_sm; it is answered with `acknowledge`, once what it says is on record.
OnDeliver = Callable[["Session", Pdu], None]
#: Is told of an answer that came after its time-out, with what was said of the message when it was submitted.
OnLate = Callable[[Any, Pdu], None]


class Session:
    """Bound; many messages may be under way, in a window."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        server: SmppServer,
        on_deliver: OnDeliver,
        on_late: OnLate,
    ) -> None:
        self._reader, self._writer, self._server = reader, writer, server
        self._on_deliver, self._on_late = on_deliver, on_late
        self._window = asyncio.Semaphore(server.window)
        self._waiting: dict[int, asyncio.Future[Pdu]] = {}
        self._late: OrderedDict[int, Any] = OrderedDict()
        self._sequence = 0
        self._heard = asyncio.get_running_loop().time()
        self.closed = False

    def _next(self) -> int:
        self._sequence = self._sequence % 0x7FFFFFFF + 1
        return self._sequence

    async def bind(self) -> None:
        """Signs in. Raises Down where the other side refuses, NoAnswer, OSError."""
        server = self._server
        sequence = self._next()
        self._writer.write(wire.bind(sequence, server.system_id, server.password, server.system_type))
        try:
            async with asyncio.timeout(server.timeout):
                await self._writer.drain()
                answer = await wire.read(self._reader)
        except (TimeoutError, asyncio.IncompleteReadError, wire.WireError):
            raise NoAnswer(Fault.NO_ANSWER, "bind_transceiver") from None
        if answer.status != wire.OK or answer.command != wire.BIND_TRANSCEIVER | wire.RESPONSE:
            raise Down(Fault.SIGN_IN_REFUSED, f"status 0x{answer.status:X}")

    async def submit(self, make: Callable[[int], bytes], token: Any, until: float) -> Pdu:
        """The answer to a submit_sm that `make` gives for a sequence number, written before `until` (monotonic) or not
        at all. `token` is told with an answer that comes too late. Raises NotWritten or NoAnswer."""
        async with self._window:
            if time.monotonic() > until:
                raise NotWritten(Fault.TOO_SLOW)
            return await self._ask(make, token)

    async def _ask(self, make: Callable[[int], bytes], token: Any = None) -> Pdu:
        if self.closed or self._writer.is_closing():
            raise NotWritten(Fault.LOST_BEFORE)
        sequence = self._next()
        data = make(sequence)
        answer = self._waiting[sequence] = asyncio.get_running_loop().create_future()
        self._writer.write(data)
        try:
            async with asyncio.timeout(self._server.timeout):
                await self._writer.drain()
                return await answer
        except TimeoutError:
            self._remember(sequence, token)
            raise NoAnswer(Fault.NO_ANSWER) from None
        except OSError:
            raise NoAnswer(Fault.LOST) from None
        finally:
            self._waiting.pop(sequence, None)
            if answer.done() and not answer.cancelled():
                answer.exception()  # it was seen, whoever waited

    def _remember(self, sequence: int, token: Any) -> None:
        if token is not None:
            self._late[sequence] = token
            if len(self._late) > RECEIPTS_WAITING:
                self._late.popitem(last=False)

    def acknowledge(self, sequence: int, status: int = wire.OK) -> None:
        """Answers a deliver_sm; one that was not accepted comes again."""
        if not self.closed:
            self._writer.write(wire.encode(wire.DELIVER_SM | wire.RESPONSE, sequence, wire.text(""), status))

    async def run(self) -> str:
        """Reads until the session ends; why it did."""
        keeper = asyncio.create_task(self._keep())
        try:
            while True:
                pdu = await wire.read(self._reader)
                self._heard = asyncio.get_running_loop().time()
                if not self._take(pdu):
                    return "the SMSC signed us out"
                await self._writer.drain()  # who does not read our answers is not read either
        except asyncio.IncompleteReadError:
            return "the SMSC closed the connection"
        except (wire.WireError, OSError) as error:
            return f"the connection was lost: {type(error).__name__}"
        finally:
            keeper.cancel()
            self.abort()

    def _take(self, pdu: Pdu) -> bool:
        """What the other side says; False where it ends the session."""
        if pdu.command & wire.RESPONSE:
            answer = self._waiting.get(pdu.sequence)
            if answer is not None:
                if not answer.done():
                    answer.set_result(pdu)
            elif pdu.sequence in self._late:
                self._on_late(self._late.pop(pdu.sequence), pdu)
        elif pdu.command == wire.DELIVER_SM:
            self._on_deliver(self, pdu)
        elif pdu.command == wire.ENQUIRE_LINK:
            self._writer.write(wire.encode(wire.ENQUIRE_LINK | wire.RESPONSE, pdu.sequence))
        elif pdu.command == wire.UNBIND:
            self._writer.write(wire.encode(wire.UNBIND | wire.RESPONSE, pdu.sequence))
            return False
        else:
            self._writer.write(wire.encode(wire.GENERIC_NACK, pdu.sequence, status=wire.INVALID_COMMAND))
        return True

    async def _keep(self) -> None:
        """Asks a silent link whether it is there; one that does not answer is cut."""
        loop = asyncio.get_running_loop()
        while True:
            silent = loop.time() - self._heard
            if silent < self._server.enquire_link:
                await asyncio.sleep(self._server.enquire_link - silent)
                continue
            try:
                await self._ask(lambda sequence: wire.encode(wire.ENQUIRE_LINK, sequence))
            except (NotWritten, NoAnswer):
                self.abort()
                return

    def abort(self) -> None:
        """Ends the session at once; what is under way stays without an answer."""
        if self.closed:
            return
        self.closed = True
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(ConnectionResetError())
        self._writer.close()

    async def leave(self) -> None:
        """Signs out, but does not wait for long."""
        with suppress(NotWritten, NoAnswer, TimeoutError):
            async with asyncio.timeout(LEAVE):
                await self._ask(lambda sequence: wire.encode(wire.UNBIND, sequence))
        self.abort()


class Link:
    """Keeps a session."""

    def __init__(self, name: str, server: SmppServer, on_deliver: OnDeliver, on_late: OnLate) -> None:
        self._name, self._server = name, server
        self._on_deliver, self._on_late = on_deliver, on_late
        self._session: Session | None = None
        #: Why the last try failed.
        self._down: Down | None = None
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        if self._task is None:
            self._task = asyncio.create_task(self._run())

    async def session(self) -> Session:
        """A bound session. Raises Down where the last try failed, or this one takes too long."""
        self.start()
        try:
            async with asyncio.timeout(self._server.timeout):
                while self._session is None or self._session.closed:
                    if self._down is not None:
                        raise Down(self._down.fault, self._down.detail)
                    self._changed.clear()
                    await self._changed.wait()
                return self._session
        except TimeoutError:
            raise Down(Fault.NO_ANSWER) from None

    async def _run(self) -> None:
        pause = PAUSE_FIRST
        while True:
            try:
                session = await self._bound()
            except Down as down:
                self._say(None, down)
                log.warning("a provider does not take us", provider=self._name, reason=str(down))
                await asyncio.sleep(pause * random.uniform(0.5, 1.0))
                pause = min(2 * pause, PAUSE_LONGEST)
                self._down = None
                continue
            pause = PAUSE_FIRST
            self._say(session)
            try:
                ended = await session.run()
            except Exception as error:
                log.error("a provider's session failed", provider=self._name, exc_info=error)
                ended = type(error).__name__
            finally:
                self._say(None)
            log.info("a provider's session ended", provider=self._name, reason=ended)
            await asyncio.sleep(PAUSE_FIRST * random.uniform(0.1, 0.5))

    def _say(self, session: Session | None, down: Down | None = None) -> None:
        self._session, self._down = session, down
        self._changed.set()

    async def _bound(self) -> Session:
        """Raises Down."""
        server = self._server
        try:
            async with asyncio.timeout(server.timeout):
                secure = ssl.create_default_context() if server.tls else None
                reader, writer = await asyncio.open_connection(server.host, server.port, ssl=secure)
        except (OSError, ValueError) as error:
            raise Down(Fault.UNREACHABLE, type(error).__name__) from None
        session = Session(reader, writer, server, self._on_deliver, self._on_late)
        try:
            await session.bind()
        except (NoAnswer, OSError):
            session.abort()
            raise Down(Fault.NO_ANSWER) from None
        except BaseException:
            session.abort()
            raise
        return session

    async def close(self) -> None:
        session, task = self._session, self._task
        if session is not None and not session.closed:
            await session.leave()
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            self._task = None
        self._say(None)
