"""E-mail over SMTP (RFC 5321)."""

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, localtime

from aiosmtplib import SMTP, SMTPException, SMTPResponseException, SMTPTimeoutError
from aiosmtplib.errors import SMTPConnectError, SMTPConnectTimeoutError, SMTPRecipientsRefused

from server.config import Settings
from server.notifications.channels import Answer, Letter, Outcome

#: For the connection, and for each answer; seconds.
TIMEOUT = 15.0


@dataclass(frozen=True)
class SmtpChannel:
    """Sends each letter in a session of its own."""

    settings: Settings
    timeout: float = TIMEOUT
    name: str = "smtp"

    async def send(self, letter: Letter) -> Outcome:
        settings = self.settings
        client = SMTP(
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            timeout=self.timeout,
            start_tls=settings.smtp_starttls,
            username=settings.smtp_username or None,
            password=settings.smtp_password or None,
        )
        try:
            message = compose(letter, settings.smtp_sender)
        except ValueError:
            return Outcome(Answer.REFUSED, "the address is none")
        try:
            await client.connect()
        except (SMTPException, OSError) as error:
            return _not_connected(error)
        try:
            _, answer = await client.send_message(message)
        except (SMTPException, OSError) as error:
            return _failed(error)
        finally:
            client.close()
        return Outcome(Answer.ACCEPTED, answer[:200], message["Message-ID"])


def compose(letter: Letter, sender: str) -> EmailMessage:
    """A message whose headers no value can break out of. Raises ValueError for an address that is none."""
    local, _, domain = letter.recipient.rpartition("@")
    message = EmailMessage()
    message["From"] = sender
    message["To"] = Address(username=local, domain=domain)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(localtime())
    message["Message-ID"] = f"<{letter.id}@{sender.rpartition('@')[2]}>"
    message["Content-Language"] = letter.language
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body)
    return message


def _not_connected(error: Exception) -> Outcome:
    """Nothing was handed over yet: it may be tried again."""
    if isinstance(error, SMTPResponseException) and not isinstance(error, SMTPConnectError) and error.code >= 500:
        return Outcome(Answer.REFUSED, _text(error))
    late = isinstance(error, SMTPConnectTimeoutError | TimeoutError)
    return Outcome(Answer.REFUSED_FOR_NOW, "the server did not answer" if late else "the server can't be reached")


def _failed(error: Exception) -> Outcome:
    if isinstance(error, SMTPRecipientsRefused):
        error = error.recipients[0]
    if isinstance(error, SMTPResponseException):
        return Outcome(Answer.REFUSED if error.code >= 500 else Answer.REFUSED_FOR_NOW, _text(error))
    if isinstance(error, SMTPTimeoutError | TimeoutError):
        return Outcome(Answer.UNANSWERED, "the server did not answer")
    return Outcome(Answer.UNANSWERED, "the connection was lost")


def _text(error: SMTPResponseException) -> str:
    return f"{error.code} {error.message}"[:200]
