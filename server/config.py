"""Settings, from the environment (SMARTREGION_…) and the command line."""

import base64
import re
from datetime import date
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from server import parcels

#: What stands between quotes in a command of IMAP.
_FOLDER = re.compile(r"[ !#-\[\]-~]{1,200}")
_TOKEN = re.compile(r"[!-~]{16,512}")


class Settings(BaseSettings):
    """Each field is the environment variable SMARTREGION_<NAME> in capitals."""

    model_config = SettingsConfigDict(env_prefix="SMARTREGION_", frozen=True)

    #: Where everything of the embedded default is kept.
    data_dir: Path = Path("var")
    #: host:port. Any host but loopback needs TLS.
    listen: str = "127.0.0.1:7443"
    #: sqlite:////absolute/path.db or postgresql://…; empty means a file in data_dir.
    database_url: str = ""
    #: The key store: a database of its own, with a backup rule of its own.
    keys_url: str = ""
    keyring: Path | None = None
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    #: Where set, clients must show a certificate of this authority.
    tls_client_ca: Path | None = None
    #: Prometheus metrics on this loopback port; 0 means none.
    metrics_port: int = Field(default=0, ge=0, le=65535)
    #: An SMTP server for e-mail; empty means that messages go to files in data_dir/outbox.
    smtp_host: str = ""
    smtp_port: int = Field(default=25, ge=1, le=65535)
    smtp_sender: str = "no-reply@smartregion.example"
    smtp_username: str = ""
    smtp_password: str = Field(default="", repr=False)
    smtp_starttls: bool = False
    #: The providers of messages, a TOML file (docs/providers.md); without one messages go to files, or to smtp_host.
    providers: Path | None = None
    #: host:port of the HTTP callbacks: one-click unsubscribe, and receipts. Empty means none. They speak no TLS.
    hooks_listen: str = ""
    #: As the world reaches them, such as https://messages.example.ua: it stands in e-mails.
    hooks_url: str = ""
    #: A proxy that speaks TLS stands before them: they may listen beyond loopback, and X-Forwarded-For is believed.
    hooks_behind_proxy: bool = False
    #: Who holds the data (володілець персональних даних): it stands in packages and letters to people.
    controller_name: str = "Smart Region"
    controller_address: str = ""
    controller_contact: str = ""
    #: Since when the controller exists: a letter can't have been received before.
    controller_since: date | None = None
    #: The mailbox to which people write (IMAP): what comes becomes drafts of requests. Empty means none.
    imap_host: str = ""
    imap_port: int = Field(default=993, ge=1, le=65535)
    imap_username: str = ""
    imap_password: str = Field(default="", repr=False)
    imap_folder: str = "INBOX"
    #: How the connection is kept from others' eyes; none of it only on this machine.
    imap_security: Literal["tls", "starttls", "none"] = "tls"
    #: Laws whose clocks run over privacy requests, by code; the strictest wins (docs/law.md).
    regimes: tuple[str, ...] = ("UA-2297-VI",)
    #: The last day of martial law, once there is one: holidays are days off again from the next day on.
    martial_law_until: date | None = None
    #: A folder with files of the law beside those of the package (docs/law.md).
    law_dir: Path | None = None
    #: Where the phones of all users are uploaded by schedule: the company's own site, https only (docs/operating.md).
    #: Empty means nowhere.
    phones_url: str = ""
    #: The site's public key (X25519, base64), and what it knows us by.
    phones_key: str = ""
    phones_token: str = Field(default="", repr=False)
    #: Hours from the beginning of one upload to the next.
    phones_hours: int = Field(default=24, ge=1, le=720)
    #: Several processes may share the port, on PostgreSQL.
    reuse_port: bool = False
    log_level: str = "INFO"

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir.absolute() / 'smartregion.db'}"

    @property
    def key_store(self) -> str:
        return self.keys_url or f"sqlite:///{self.data_dir.absolute() / 'keys' / 'keys.db'}"

    @property
    def keyring_path(self) -> Path:
        return self.keyring or self.data_dir / "keys" / "keyring.json"

    @property
    def anchor(self) -> Path:
        """Checkpoints of the audit chain, outside the database."""
        return self.data_dir / "audit-checkpoints.jsonl"

    @property
    def outbox_dir(self) -> Path:
        return self.data_dir / "outbox"

    @property
    def phones_recipient(self) -> bytes:
        """The key of the site. Raises ValueError."""
        return base64.b64decode(self.phones_key, validate=True)

    @property
    def tls(self) -> bool:
        return self.tls_certificate is not None and self.tls_key is not None

    def check(self) -> None:
        """Raises ValueError where the settings must not be served."""
        host, _, port = self.listen.rpartition(":")
        if not host or not port.isdigit():
            raise ValueError(f"listen: {self.listen!r} is not host:port")
        if not self.tls and not loopback(host):
            raise ValueError(
                f"listen: {host} is not loopback, so TLS is required: "
                "set SMARTREGION_TLS_CERTIFICATE and SMARTREGION_TLS_KEY"
            )
        if self.tls_client_ca is not None and not self.tls:
            raise ValueError("tls_client_ca: needs tls_certificate and tls_key")
        self._check_hooks()
        self._check_mailbox()
        self._check_phones()
        if self.reuse_port and self.database.startswith("sqlite"):
            raise ValueError("reuse_port: several processes need PostgreSQL")

    def _check_mailbox(self) -> None:
        if not self.imap_host:
            return
        if not self.imap_username or not self.imap_password:
            raise ValueError("imap_host: needs imap_username and imap_password")
        if self.imap_security == "none" and not loopback(self.imap_host):
            raise ValueError(f"imap_security: {self.imap_host} is not loopback, so it must be tls or starttls")
        if not _FOLDER.fullmatch(self.imap_folder):
            raise ValueError("imap_folder: must be printable ASCII without quotes and backslashes")

    def _check_phones(self) -> None:
        """No setting is quoted: each may be taken for another."""
        if not self.phones_url:
            return
        if not _is_safe(self.phones_url) or "@" in self.phones_url:
            raise ValueError("phones_url: must be https://…, without a password in it")
        try:
            known = parcels.is_key(self.phones_recipient)
        except ValueError:
            known = False
        if not known:
            raise ValueError("phones_key: must be a public key of X25519, 32 bytes in base64")
        if not _TOKEN.fullmatch(self.phones_token):
            raise ValueError("phones_token: must be 16 to 512 printable characters of ASCII without spaces")

    def _check_hooks(self) -> None:
        host, _, port = self.hooks_listen.rpartition(":")
        if self.hooks_listen and (not host or not port.isdigit() or int(port) > 65_535):
            raise ValueError(f"hooks_listen: {self.hooks_listen!r} is not host:port")
        if self.hooks_listen and not self.hooks_behind_proxy and not loopback(host):
            raise ValueError(
                f"hooks_listen: {host} is not loopback, and the callbacks speak no TLS: put a proxy before them, and "
                "set SMARTREGION_HOOKS_BEHIND_PROXY=true"
            )
        if self.hooks_url and not _is_safe(self.hooks_url):
            raise ValueError(f"hooks_url: {self.hooks_url!r} is not https://…")


def _is_safe(url: str) -> bool:
    """Whether nobody between reads what goes there: TLS, or this machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and loopback(parts.hostname or ""))


def loopback(host: str) -> bool:
    """Whether a host is this machine only."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
