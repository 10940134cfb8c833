"""E-mail against aiosmtpd, and against servers that misbehave."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult

from server.notifications.channels import Answer, Outcome
from server.notifications.channels import smtp as smtp_module
from server.notifications.channels.faults import Fault
from server.notifications.channels.smtp import SmtpChannel, SmtpServer

from .conftest import mail

SENDER = "Світлоріченськ <no-reply@smartregion.example>"


@dataclass
class Server:
    """A real server; `says` is what it answers to RCPT and to the text, by recipient."""

    port: int = 0
    letters: list[Any] = field(default_factory=list)
    rcpt: dict[str, str] = field(default_factory=dict)
    data: dict[str, str | None] = field(default_factory=dict)
    slow: float = 0.0
    sessions: int = 0
    #: Letters after which it hangs up before the next MAIL.
    hang_up: int = 0
    mail: str = "250 OK"

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, hostname: str, lines: list[str]) -> list[str]:
        self.sessions += 1
        session.host_name = hostname
        return lines

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self.hang_up and len(self.letters) >= self.hang_up:
            self.hang_up = 0
            server.transport.abort()
        if self.mail.startswith("250"):
            envelope.mail_from = address
        return self.mail

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        said = self.rcpt.get(address, "250 OK")
        if said.startswith("250"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        await asyncio.sleep(self.slow)
        recipient = envelope.rcpt_tos[0]
        said = self.data.get(recipient, "250 2.0.0 queued")
        if said is None:
            server.transport.abort()
            return "250 nobody hears it"
        if said.startswith("250"):
            self.letters.append(envelope)
        return said


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    handler = Server()
    loop = asyncio.get_running_loop()
    made = await loop.create_server(
        lambda: SMTP(handler, hostname="mx.example.ua", enable_SMTPUTF8=True, loop=loop), "127.0.0.1", 0
    )
    handler.port = made.sockets[0].getsockname()[1]
    yield handler
    made.close()


@pytest.fixture
async def channel(server: Server) -> AsyncIterator[SmtpChannel]:
    made = SmtpChannel("mail", SmtpServer("127.0.0.1", server.port, SENDER, timeout=1.0, sessions=2))
    yield made
    await made.close()


async def one(channel: SmtpChannel, recipient: str) -> Outcome:
    return (await channel.send([mail(recipient=recipient)]))[0]


async def test_many_letters_go_through_few_sessions_in_order(channel: SmtpChannel, server: Server) -> None:
    letters = [mail(number) for number in range(60)]
    outcomes = await channel.send(letters)
    assert {outcome.answer for outcome in outcomes} == {Answer.ACCEPTED}
    assert [outcome.provider_message_id for outcome in outcomes] == [
        f"<{letter.id}@smartregion.example>" for letter in letters
    ]
    assert sorted(envelope.rcpt_tos[0] for envelope in server.letters) == sorted(one.recipient for one in letters)
    assert {envelope.mail_from for envelope in server.letters} == {"no-reply@smartregion.example"}
    await channel.send(letters[:1])
    assert server.sessions == 2


async def test_a_session_ends_after_so_many_letters(server: Server) -> None:
    channel = SmtpChannel("mail", SmtpServer("127.0.0.1", server.port, SENDER, sessions=1, letters=10))
    await channel.send([mail(number) for number in range(25)])
    await channel.close()
    assert server.sessions == 3
    assert len(server.letters) == 25


@pytest.mark.parametrize(
    ("said", "answer", "nobody"),
    [
        ("550 5.1.1 <olena@example.ua>: user olena unknown", Answer.REFUSED, True),
        ("550 5.1.10 null MX", Answer.REFUSED, True),
        ("550 5.7.1 blocked: you are on a list", Answer.REFUSED, False),
        ("550 no such user", Answer.REFUSED, False),
        ("450 4.2.1 olena@example.ua is busy", Answer.REFUSED_FOR_NOW, False),
        ("452 4.2.2 full", Answer.REFUSED_FOR_NOW, False),
    ],
)
async def test_what_a_server_says_of_a_recipient(
    channel: SmtpChannel, server: Server, said: str, answer: Answer, nobody: bool
) -> None:
    server.rcpt["olena@example.ua"] = said
    outcomes = await channel.send([mail(1), mail(recipient="olena@example.ua"), mail(3)])
    assert [outcome.answer for outcome in outcomes] == [Answer.ACCEPTED, answer, Answer.ACCEPTED]
    assert outcomes[1].no_such_contact is nobody
    assert outcomes[1].detail.startswith(said[:3])
    assert "olena" not in outcomes[1].detail


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("554 5.6.0 no", Answer.REFUSED),
        ("451 4.3.0 later", Answer.REFUSED_FOR_NOW),
        (None, Answer.UNANSWERED),
        ("<html>no SMTP</html>", Answer.UNANSWERED),
    ],
)
async def test_what_a_server_says_of_a_text(
    channel: SmtpChannel, server: Server, said: str | None, answer: Answer
) -> None:
    server.data["olena@example.ua"] = said
    outcomes = await channel.send([mail(1), mail(recipient="olena@example.ua"), mail(3), mail(4)])
    assert [outcome.answer for outcome in outcomes] == [Answer.ACCEPTED, answer, Answer.ACCEPTED, Answer.ACCEPTED]


async def test_a_server_that_does_not_answer_a_text_leaves_it_unanswered(channel: SmtpChannel, server: Server) -> None:
    server.slow = 5.0
    assert await one(channel, "olena@example.ua") == Outcome(Answer.UNANSWERED, fault=Fault.NO_ANSWER)


async def test_a_session_that_was_lost_while_idle_costs_nothing(channel: SmtpChannel, server: Server) -> None:
    await channel.send([mail(number) for number in range(4)])
    server.hang_up = 1
    outcomes = await channel.send([mail(number) for number in range(4, 8)])
    assert {outcome.answer for outcome in outcomes} == {Answer.ACCEPTED}
    assert len(server.letters) == 8


async def test_a_sender_that_is_refused_is_our_fault_and_not_the_letters(channel: SmtpChannel, server: Server) -> None:
    server.mail = "550 5.7.1 your domain is not welcome"
    outcome = await one(channel, "olena@example.ua")
    assert (outcome.answer, outcome.not_the_letter) == (Answer.REFUSED_FOR_NOW, True)
    assert not outcome.no_such_contact


async def test_a_letter_that_is_put_off_takes_its_attempt(channel: SmtpChannel, server: Server) -> None:
    server.data["olena@example.ua"] = "451 4.7.1 come later"
    outcome = await one(channel, "olena@example.ua")
    assert (outcome.answer, outcome.not_the_letter) == (Answer.REFUSED_FOR_NOW, False)


async def test_an_address_that_is_none_is_refused_before_anybody_is_asked(channel: SmtpChannel, server: Server) -> None:
    outcome = await one(channel, "olena@example.ua>\r\nRCPT TO:<evil@example.com")
    assert outcome == Outcome(Answer.REFUSED, fault=Fault.ADDRESS_IS_NONE, no_such_contact=True)
    assert not server.sessions


async def test_a_letter_to_a_name_in_cyrillic_goes_by_smtputf8(channel: SmtpChannel, server: Server) -> None:
    assert (await one(channel, "олена@пошта.укр")).answer is Answer.ACCEPTED
    assert server.letters[0].rcpt_tos == ["олена@xn--80a1acn3a.xn--j1amh"]


async def test_no_server_refuses_for_now_all_at_once() -> None:
    channel = SmtpChannel("mail", SmtpServer("127.0.0.1", 1, SENDER, timeout=1.0))
    outcomes = await channel.send([mail(number) for number in range(500)])
    assert {outcome.answer for outcome in outcomes} == {Answer.REFUSED_FOR_NOW}
    assert "can't be reached" in await channel.check()


async def test_a_silent_server_is_not_waited_for_again_and_again() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    made = await asyncio.start_server(silent, "127.0.0.1", 0)
    channel = SmtpChannel("mail", SmtpServer("127.0.0.1", made.sockets[0].getsockname()[1], SENDER, timeout=0.3))
    async with asyncio.timeout(3):
        outcomes = await channel.send([mail(number) for number in range(100)])
    assert {outcome.answer for outcome in outcomes} == {Answer.REFUSED_FOR_NOW}
    made.close()


async def test_a_batch_that_takes_too_long_is_cut_short(
    channel: SmtpChannel, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp_module, "BATCH_SECONDS", 0.3)
    server.slow = 0.1
    outcomes = await channel.send([mail(number) for number in range(40)])
    taken = [outcome for outcome in outcomes if outcome.answer is Answer.ACCEPTED]
    assert 0 < len(taken) == len(server.letters) < 40
    assert {outcome.answer for outcome in outcomes} == {Answer.ACCEPTED, Answer.REFUSED_FOR_NOW}


async def test_a_send_that_is_cancelled_leaves_no_session_behind_in_the_middle(
    channel: SmtpChannel, server: Server
) -> None:
    server.slow = 0.5
    sending = asyncio.create_task(channel.send([mail(1)]))
    await asyncio.sleep(0.2)
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    server.slow = 0.0
    assert (await one(channel, "olena@example.ua")).answer is Answer.ACCEPTED
    assert server.letters[-1].rcpt_tos == ["olena@example.ua"]


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
async def test_a_password_is_tried_and_never_told(server: Server) -> None:
    def auth(_: Any, __: Any, ___: Any, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=data.password == b"right", handled=False)

    loop = asyncio.get_running_loop()
    made = await loop.create_server(
        lambda: SMTP(server, authenticator=auth, auth_required=True, auth_require_tls=False, loop=loop), "127.0.0.1", 0
    )
    port = made.sockets[0].getsockname()[1]
    for password, takes in (("right", True), ("wrong-secret", False)):
        smtp = SmtpServer("127.0.0.1", port, SENDER, username="us", password=password, timeout=2.0)
        channel = SmtpChannel("mail", smtp)
        outcome = await one(channel, "olena@example.ua")
        assert (outcome.answer is Answer.ACCEPTED) is takes
        assert outcome.answer in (Answer.ACCEPTED, Answer.REFUSED_FOR_NOW)
        assert (await channel.check() == "") is takes
        assert password not in repr(smtp) + repr(outcome) + await channel.check()
        await channel.close()
    made.close()


async def test_tls_needs_a_certificate_that_is_known(server: Server, tls_context: ssl.SSLContext) -> None:
    loop = asyncio.get_running_loop()
    made = await loop.create_server(
        lambda: SMTP(server, tls_context=tls_context, require_starttls=True, loop=loop), "127.0.0.1", 0
    )
    smtp = SmtpServer("127.0.0.1", made.sockets[0].getsockname()[1], SENDER, security="starttls", timeout=2.0)
    channel = SmtpChannel("mail", smtp)
    outcome = await one(channel, "olena@example.ua")
    assert outcome.answer is Answer.REFUSED_FOR_NOW
    assert not server.letters
    made.close()
