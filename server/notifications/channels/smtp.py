"""E-mail over SMTP (RFC 5321): a few sessions, each of which takes many letters one after the other."""

import asyncio
import re
import ssl
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from aiosmtplib import SMTP, SMTPException, SMTPNotSupported, SMTPResponseException, SMTPSenderRefused, SMTPTimeoutError
from aiosmtplib.errors import SMTPAuthenticationError, SMTPDataError, SMTPHeloError, SMTPRecipientRefused

from server.limits import BATCH_SECONDS
from server.notifications.channels import Answer, Letter, Outcome, held_back
from server.notifications.channels.faults import Fault, in_english
from server.notifications.channels.mail import Envelope, Signer, compose
from server.notifications.channels.words import said
from storage.engine.clock import SYSTEM_CLOCK, Clock

#: Seconds after which an idle session is not used again.
IDLE = 30.0
#: Enhanced codes (RFC 3463) by which a server says that there is no such mailbox. A code of three digits alone is said
#: as often of us as of them: it puts nobody on a list.
_NOBODY = re.compile(r"5\.(1\.[1236]|1\.10|2\.1)\b")


@dataclass(frozen=True)
class SmtpServer:
    """Where letters are handed over."""

    host: str
    port: int
    #: As in `Smart Region <no-reply@example.ua>`.
    sender: str
    username: str = ""
    password: str = field(default="", repr=False)
    #: none, starttls or tls.
    security: str = "none"
    #: As we greet; empty for the domain of the sender.
    helo: str = ""
    sessions: int = 4
    #: A session is closed after so many.
    letters: int = 100
    timeout: float = 15.0
    signer: Signer | None = field(default=None, repr=False)


@dataclass
class Session:
    """A connection, and what it has done."""

    client: SMTP
    used: float = 0.0
    letters: int = 0

    @property
    def reused(self) -> bool:
        return self.letters > 0


class _Down(Exception):
    """No session could be had."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(in_english(fault, detail))
        self.outcome = held_back(fault, detail)


class SmtpChannel:
    """Hands letters over, several at a time."""

    def __init__(self, name: str, server: SmtpServer, clock: Clock = SYSTEM_CLOCK) -> None:
        self.name = name
        self._server = server
        self._clock = clock
        self._slots = asyncio.Semaphore(server.sessions)
        self._idle: list[Session] = []

    async def send(self, letters: Sequence[Letter]) -> list[Outcome]:
        batch = _Batch(letters)
        await asyncio.gather(*(self._work(batch) for _ in range(min(self._server.sessions, len(letters)))))
        return batch.answers()

    async def _work(self, batch: "_Batch") -> None:
        """Takes letters until there are none."""
        async with self._slots:
            session = self._fetch()
            try:
                while (found := batch.next()) is not None:
                    index, letter = found
                    try:
                        session, batch.outcomes[index] = await self._deliver(session, letter)
                    except _Down as down:
                        session, batch.down = None, down.outcome
            except BaseException:
                if session is not None:
                    session.client.close()  # nobody knows what it waits for
                raise
            if session is not None:
                self._idle.append(session)

    async def _deliver(self, session: Session | None, letter: Letter) -> tuple[Session | None, Outcome]:
        """What became of a letter, and the session where it may take another. Raises _Down."""
        try:
            envelope = compose(letter, self._server.sender, self._clock.now(), self._server.signer)
        except ValueError:
            return session, Outcome(Answer.REFUSED, fault=Fault.ADDRESS_IS_NONE, no_such_contact=True)
        try:
            session = await self._addressed(session, envelope)
        except _Refused as refused:
            return await self._kept(refused.session), refused.outcome
        outcome = await self._handed_over(session, envelope)
        return await self._kept(session), outcome

    def _fetch(self) -> Session | None:
        """A session that is there."""
        while self._idle:
            session = self._idle.pop()
            if session.client.is_connected and time.monotonic() - session.used < IDLE:
                return session
            session.client.close()
        return None

    async def _kept(self, session: Session | None) -> Session | None:
        """The session, where it may take another letter."""
        if session is None or not session.client.is_connected:
            return None
        session.used = time.monotonic()
        if session.letters >= self._server.letters:
            await _leave(session.client)
            return None
        return session

    async def _connect(self) -> Session:
        """A session that is signed in. Raises _Down."""
        server = self._server
        client = SMTP(
            hostname=server.host,
            port=server.port,
            timeout=server.timeout,
            use_tls=server.security == "tls",
            start_tls=server.security == "starttls",
            tls_context=None if server.security == "none" else ssl.create_default_context(),
            local_hostname=server.helo or server.sender.rpartition("@")[2].strip("<> "),
            username=server.username or None,
            password=server.password or None,
        )
        try:
            async with asyncio.timeout(server.timeout):
                await client.connect()
                await _greet(client)
        except SMTPAuthenticationError as error:
            client.close()
            raise _Down(Fault.SIGN_IN_REFUSED, _text(error)) from None
        except SMTPResponseException as error:
            client.close()
            raise _Down(Fault.REFUSES_US, _text(error)) from None
        except (TimeoutError, SMTPTimeoutError):
            client.close()
            raise _Down(Fault.NO_ANSWER) from None
        except (SMTPException, OSError, ValueError) as error:
            client.close()
            raise _Down(Fault.UNREACHABLE, type(error).__name__) from None
        return Session(client)

    async def _addressed(self, session: Session | None, envelope: Envelope) -> Session:
        """A session that knows sender and recipient. Nothing is handed over yet: one that was lost while it was idle is
        replaced. Raises _Down or _Refused."""
        while True:
            session = session or await self._connect()
            try:
                async with asyncio.timeout(self._server.timeout):
                    await _address(session.client, envelope)
                return session
            except SMTPResponseException as error:
                raise _Refused(await self._reset(session), _refusal(error, envelope)) from None
            except SMTPNotSupported:
                raise _Refused(session, Outcome(Answer.REFUSED, fault=Fault.ADDRESS_NOT_TAKEN)) from None
            except (SMTPException, OSError) as error:  # a TimeoutError is an OSError
                session.client.close()
                if not session.reused or isinstance(error, TimeoutError):
                    lost = held_back(Fault.LOST_BEFORE)
                    raise _Refused(None, lost) from None
                session = None

    async def _handed_over(self, session: Session, envelope: Envelope) -> Outcome:
        session.letters += 1
        try:
            async with asyncio.timeout(2 * self._server.timeout):
                answer = await session.client.data(envelope.message)
        except SMTPDataError as error:
            await self._reset(session)
            return _refusal(error, envelope)
        except (SMTPException, OSError) as error:
            session.client.close()
            late = isinstance(error, TimeoutError)
            return Outcome(Answer.UNANSWERED, fault=Fault.NO_ANSWER if late else Fault.LOST)
        return Outcome(Answer.ACCEPTED, said(answer.message, envelope.recipient), envelope.message_id)

    async def _reset(self, session: Session) -> Session | None:
        """The session ready for another letter after a refusal; None where the server ended it."""
        session.letters += 1
        try:
            async with asyncio.timeout(self._server.timeout):
                await session.client.rset()
        except (SMTPException, OSError):
            session.client.close()
            return None
        return session

    async def check(self) -> str:
        """Signs in, and out again."""
        try:
            session = await self._connect()
        except _Down as down:
            return str(down)
        await _leave(session.client)
        return ""

    async def close(self) -> None:
        idle, self._idle = self._idle, []
        await asyncio.gather(*(_leave(session.client) for session in idle))


class _Refused(Exception):
    """The server refuses one letter."""

    def __init__(self, session: Session | None, outcome: Outcome) -> None:
        super().__init__(outcome.detail)
        self.session = session
        self.outcome = outcome


class _Batch:
    """Letters that several sessions take from."""

    def __init__(self, letters: Sequence[Letter]) -> None:
        self.outcomes: list[Outcome | None] = [None] * len(letters)
        self.down: Outcome | None = None
        self._waiting = deque(enumerate(letters))
        self._until = time.monotonic() + BATCH_SECONDS

    def next(self) -> tuple[int, Letter] | None:
        """None where there is no more, no server or no time."""
        if self.down or time.monotonic() > self._until or not self._waiting:
            return None
        return self._waiting.popleft()

    def answers(self) -> list[Outcome]:
        """For those that were not begun, why."""
        rest = self.down or held_back(Fault.TOO_SLOW)
        return [outcome or rest for outcome in self.outcomes]


async def _greet(client: SMTP) -> None:
    """Learns what the server can do, where signing in did not ask yet."""
    if not client.is_ehlo_or_helo_needed:
        return
    try:
        await client.ehlo()
    except SMTPHeloError:
        await client.helo()


async def _address(client: SMTP, envelope: Envelope) -> None:
    options = ["SMTPUTF8"] if envelope.utf8 else []
    if envelope.utf8 and not client.supports_extension("smtputf8"):
        raise SMTPNotSupported("SMTPUTF8")
    encoding = "utf-8" if envelope.utf8 else "ascii"
    await client.mail(envelope.sender, options=options, encoding=encoding)
    await client.rcpt(envelope.recipient, encoding=encoding)


async def _leave(client: SMTP) -> None:
    """Says good-bye, but does not wait for long."""
    try:
        async with asyncio.timeout(2.0):
            await client.quit()
    except (SMTPException, OSError):
        pass
    finally:
        client.close()


def _refusal(error: SMTPResponseException, envelope: Envelope) -> Outcome:
    """A server that refuses our sender refuses us and not the letter: that is put right, and it is tried again."""
    text = said(_text(error), envelope.recipient)
    if isinstance(error, SMTPSenderRefused):
        return held_back(Fault.REFUSES_US, text)
    if error.code < 500:
        return Outcome(Answer.REFUSED_FOR_NOW, text)
    nobody = isinstance(error, SMTPRecipientRefused | SMTPDataError) and bool(_NOBODY.match(error.message))
    return Outcome(Answer.REFUSED, text, no_such_contact=nobody)


def _text(error: SMTPResponseException) -> str:
    return said(f"{error.code} {error.message}")
