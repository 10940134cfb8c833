"""The providers of messages: each channel has several, and the cheapest that is well gets the message."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from smartregion.v1.notification_service_pb2 import NotificationChannel

from server.codec import decode_id
from server.config import Settings
from server.notifications import provider_settings as settings_of
from server.notifications.categories import CHANNELS
from server.notifications.channels import Channel, Checks, Listens, OnReceipts, OnText
from server.notifications.channels.fcm import FcmChannel
from server.notifications.channels.file import FileChannel
from server.notifications.channels.http import Http
from server.notifications.channels.smpp import SmppChannel, SmppServer
from server.notifications.channels.smtp import SmtpChannel, SmtpServer
from server.notifications.channels.turbosms import TurboSmsAccount, TurboSmsChannel
from server.notifications.channels.webhook import Gateway, WebhookChannel
from storage.engine.clock import SYSTEM_CLOCK, Clock
from storage.keys.keyring import Keyring

PUSH = NotificationChannel.NOTIFICATION_CHANNEL_PUSH
SMS = NotificationChannel.NOTIFICATION_CHANNEL_SMS
EMAIL = NotificationChannel.NOTIFICATION_CHANNEL_EMAIL
NUMBERS = {"push": PUSH, "sms": SMS, "email": EMAIL}
#: Messages a second of the embedded default.
FILE_RATE = 100_000.0
SMTP_RATE = 50.0


@dataclass(frozen=True)
class Provider:
    """A channel of messages, with what it costs and bears."""

    channel: Channel
    #: The NotificationChannel that it serves.
    number: int
    protocol: str
    #: Messages a second that it is given at most.
    rate: float
    #: Of one message, of an SMS of one part.
    price_kopecks: int = 0
    #: The partner whose key may tell of receipts of it; 0 for none.
    partner_id: int = 0
    #: Settings that are no secret.
    public: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.channel.name


class Providers:
    """All of them. Those of a channel are in order of price, then as the file has them."""

    def __init__(self, providers: tuple[Provider, ...], http: Http) -> None:
        self.all = providers
        self.http = http
        self._by_name = {provider.name: provider for provider in providers}
        self._by_number: dict[int, tuple[Provider, ...]] = {
            number: tuple(sorted((one for one in providers if one.number == number), key=lambda one: one.price_kopecks))
            for number in CHANNELS
        }

    def channels(self, number: int) -> tuple[Provider, ...]:
        """The providers of a NotificationChannel, the cheapest first."""
        return self._by_number.get(number, ())

    @property
    def available(self) -> tuple[int, ...]:
        """Channels that have a provider, the cheapest first."""
        there = [number for number in CHANNELS if self._by_number[number]]
        return tuple(sorted(there, key=lambda number: self._by_number[number][0].price_kopecks))

    def of_partner(self, partner_id: int) -> frozenset[str]:
        """Names of those of whose messages a partner may tell."""
        return frozenset(
            provider.name for provider in self.all if provider.partner_id and provider.partner_id == partner_id
        )

    def carries(self, partner_id: int, channel: int) -> bool:
        """Whether a partner runs a provider of a channel."""
        return any(one.number == channel and one.name in self.of_partner(partner_id) for one in self.all)

    def named(self, name: str) -> Provider | None:
        return self._by_name.get(name)

    @property
    def listening(self) -> list[str]:
        """Names of those that tell of receipts by themselves."""
        return [provider.name for provider in self.all if isinstance(provider.channel, Listens)]

    async def listen(self, on_receipts: OnReceipts, on_text: OnText) -> None:
        """From now on providers tell of receipts and of texts that come in."""
        for provider in self.all:
            if isinstance(provider.channel, Listens):
                await provider.channel.listen(on_receipts, on_text)

    def await_receipts(self, name: str, messages: Mapping[str, str]) -> None:
        """A provider owes receipts of these, our id by its own; what it need not be told is ignored."""
        provider = self._by_name.get(name)
        if provider is not None and isinstance(provider.channel, Listens):
            provider.channel.await_receipts(messages)

    async def check(self) -> dict[str, str]:
        """What each says to a sign-in, by its name: empty where it takes us."""
        return {
            provider.name: await provider.channel.check() if isinstance(provider.channel, Checks) else ""
            for provider in self.all
        }

    async def close(self) -> None:
        """Signs out, and lets go of connections."""
        for provider in self.all:
            await provider.channel.close()
        await self.http.close()


def from_settings(settings: Settings, keyring: Keyring, clock: Clock = SYSTEM_CLOCK) -> Providers:
    """The providers of the file that the settings name; without one files, and SMTP where there is a host. Raises
    ValueError that names the provider and the field."""
    http = Http(clock)
    if settings.providers is None:
        return Providers(_default(settings, clock), http)
    stated = settings_of.load(settings.providers, keyring)
    return Providers(tuple(_made(one, settings, http, clock) for one in stated), http)


def _default(settings: Settings, clock: Clock) -> tuple[Provider, ...]:
    made = [
        Provider(FileChannel(settings.outbox_dir / f"{name}.jsonl", f"file-{name}"), number, "file", FILE_RATE)
        for name, number in NUMBERS.items()
    ]
    if settings.smtp_host:
        server = SmtpServer(
            host=settings.smtp_host,
            port=settings.smtp_port,
            sender=settings.smtp_sender,
            username=settings.smtp_username,
            password=settings.smtp_password,
            security="starttls" if settings.smtp_starttls else "none",
        )
        public = {"host": server.host, "sender": server.sender}
        made[-1] = Provider(SmtpChannel("smtp", server, clock), EMAIL, "smtp", SMTP_RATE, public=public)
    return tuple(made)


def _made(stated: settings_of.Common, settings: Settings, http: Http, clock: Clock) -> Provider:
    hidden = {*settings_of.secrets_of(type(stated)), "name", "channel", "protocol", "rate", "price"}
    public = {name: str(value) for name, value in stated if name not in hidden and value != ""}
    return Provider(
        channel=_channel(stated, settings, http, clock),
        number=NUMBERS[stated.channel],
        protocol=str(getattr(stated, "protocol", "")),
        rate=stated.rate,
        price_kopecks=int(stated.price * 100),
        partner_id=decode_id(stated.partner) if stated.partner else 0,
        public=public,
    )


def _channel(stated: settings_of.Common, settings: Settings, http: Http, clock: Clock) -> Channel:
    """The channel of a provider's protocol."""
    match stated:
        case settings_of.SmtpProvider():
            return SmtpChannel(stated.name, _smtp(stated), clock)
        case settings_of.SmppProvider():
            return SmppChannel(stated.name, _smpp(stated), clock)
        case settings_of.TurboSmsProvider():
            account = TurboSmsAccount(
                token=stated.token.get_secret_value(),
                sender=stated.sender,
                base_url=stated.base_url,
                timeout=stated.timeout,
                callback_secret=stated.callback_secret.get_secret_value(),
            )
            return TurboSmsChannel(stated.name, account, http, clock)
        case settings_of.FcmProvider():
            return FcmChannel(stated.name, stated.account(), http, clock)
        case settings_of.WebhookProvider():
            gateway = Gateway(stated.url, stated.secret.get_secret_value(), stated.batch, stated.timeout)
            return WebhookChannel(stated.name, gateway, http, clock)
    return FileChannel(settings.outbox_dir / f"{stated.name}.jsonl", stated.name)


def _smtp(stated: settings_of.SmtpProvider) -> SmtpServer:
    return SmtpServer(
        host=stated.host,
        port=stated.port,
        sender=stated.sender,
        username=stated.username,
        password=stated.password.get_secret_value(),
        security=stated.security,
        helo=stated.helo,
        sessions=stated.sessions,
        letters=stated.letters,
        timeout=stated.timeout,
        signer=stated.signer(),
    )


def _smpp(stated: settings_of.SmppProvider) -> SmppServer:
    return SmppServer(
        host=stated.host,
        port=stated.port,
        system_id=stated.system_id,
        password=stated.password.get_secret_value(),
        sender=stated.sender,
        system_type=stated.system_type,
        tls=stated.tls,
        window=stated.window,
        timeout=stated.timeout,
        enquire_link=stated.enquire_link,
        parts=stated.parts,
        hexadecimal_ids=stated.hexadecimal_ids,
    )
