"""The file of providers: TOML, checked to the last field, with sealed secrets (docs/providers.md).

A secret stands in it as `sealed:…`, opened by the keyring of the house, or in the environment as
SMARTREGION_PROVIDER_<NAME>_<FIELD>. One in clear is refused.
"""

import base64
import binascii
import os
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

import tomlkit
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator
from tomlkit.exceptions import TOMLKitError

from server.codec import decode_id, encode_id
from server.config import loopback
from server.errors import InvalidField
from server.limits import PROVIDER_TIMEOUT_SECONDS, PROVIDERS_FILE_BYTES, PROVIDERS_MOST
from server.notifications.channels.fcm import FcmProject
from server.notifications.channels.mail import Signer, mailbox
from storage.errors import Damaged
from storage.keys.keyring import Keyring
from storage.keys.sealing import seal, unseal

SEALED = "sealed:"


def _url(text: str) -> str:
    """An address that nobody on the way reads."""
    url = urlsplit(text)
    if url.scheme == "http" and not loopback(url.hostname or ""):
        raise ValueError("must begin with https://; http:// is for this machine only")
    if url.scheme not in ("http", "https") or not url.hostname or url.username or url.query or url.fragment:
        raise ValueError("must be an address such as https://api.example.ua")
    return text.rstrip("/")


def _sender(text: str) -> str:
    address = parseaddr(text)[1]
    mailbox(address)
    if not text.isprintable() or not address.isascii():
        raise ValueError("must be an address, or a name with one: Smart Region <no-reply@example.ua>")
    return text


def _line(text: str) -> str:
    if text and not text.isprintable():
        raise ValueError("must be one line")
    return text.strip()


def _partner(text: str) -> str:
    try:
        return encode_id(decode_id(text)) if text else ""
    except InvalidField:
        raise ValueError("must be the id of a partner") from None


Url = Annotated[str, Field(max_length=300), AfterValidator(_url)]
Host = Annotated[str, Field(pattern=r"^[A-Za-z0-9.:\[\]-]{1,253}$")]
Port = Annotated[int, Field(ge=1, le=65_535)]
Seconds = Annotated[float, Field(gt=0, le=PROVIDER_TIMEOUT_SECONDS)]


class Common(BaseModel):
    """What every provider has."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, allow_inf_nan=False)

    #: As messages keep it, and as receipts name it.
    name: str = Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")
    channel: Literal["push", "sms", "email"]
    #: Messages a second that it is given at most.
    rate: float = Field(gt=0, le=100_000)
    #: Of one message, of an SMS of one part; UAH.
    price: Decimal = Field(default=Decimal(0), ge=0, le=1_000, decimal_places=2)
    #: Seconds that an answer may take.
    timeout: Seconds = 15.0
    #: Id of the partner whose key may tell of receipts by gRPC; empty for none.
    partner: Annotated[str, AfterValidator(_partner)] = ""
    #: Who runs it, as access packages and the register of processing name them; where it is empty, by the address.
    company: Annotated[str, Field(max_length=200), AfterValidator(_line)] = ""


class FileProvider(Common):
    """Messages go to a file in the data folder, which only its owner reads."""

    protocol: Literal["file"]


class SmtpProvider(Common):
    protocol: Literal["smtp"]
    channel: Literal["email"]
    host: Host
    port: Port = 25
    sender: Annotated[str, Field(max_length=200), AfterValidator(_sender)]
    security: Literal["none", "starttls", "tls"] = "starttls"
    username: str = Field(default="", max_length=200)
    password: SecretStr = SecretStr("")
    #: As we greet; the domain of the sender where it is empty.
    helo: str = Field(default="", pattern=r"^[A-Za-z0-9.-]{0,253}$")
    sessions: int = Field(default=4, ge=1, le=50)
    #: A session is closed after so many letters.
    letters: int = Field(default=100, ge=1, le=10_000)
    dkim_domain: str = Field(default="", pattern=r"^[a-z0-9.-]{0,253}$")
    dkim_selector: str = Field(default="", pattern=r"^[a-z0-9._-]{0,63}$")
    #: A private key in PEM, RSA or Ed25519; empty for messages that are not signed.
    dkim_key: SecretStr = SecretStr("")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.username and self.security == "none" and not loopback(self.host):
            raise ValueError("security: a password is not sent in clear; use starttls or tls")
        if bool(self.username) != bool(self.password.get_secret_value()):
            raise ValueError("password: username and password go together")
        if self.dkim_key.get_secret_value() and not self.dkim_selector:
            raise ValueError("dkim_selector: dkim_key needs it")
        try:
            self.signer()
        except ValueError as error:
            raise ValueError(f"dkim_key: {error}") from None
        return self

    def signer(self) -> Signer | None:
        """Raises ValueError."""
        key = self.dkim_key.get_secret_value()
        domain = self.dkim_domain or parseaddr(self.sender)[1].rpartition("@")[2].lower()
        return Signer.load(domain, self.dkim_selector, key) if key else None


class SmppProvider(Common):
    protocol: Literal["smpp"]
    channel: Literal["sms"]
    host: Host
    port: Port = 2775
    system_id: str = Field(pattern=r"^[!-~]{1,15}$")
    #: Eight letters by the standard; many SMSCs take more.
    password: SecretStr = Field(max_length=64)
    system_type: str = Field(default="", pattern=r"^[!-~]{0,12}$")
    #: A registered name of at most 11 letters, a short code, or a number.
    sender: str = Field(pattern=r"^([ -~]{1,11}|\+?[0-9]{3,15})$")
    tls: bool = True
    window: int = Field(default=10, ge=1, le=1_000)
    enquire_link: float = Field(default=30.0, ge=1, le=600)
    #: How the parts of a text are tied together.
    parts: Literal["udh", "sar"] = "udh"
    #: The answer has the id of a message in hexadecimal digits, and the receipt in decimal ones.
    hexadecimal_ids: bool = False

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        password = self.password.get_secret_value()
        if not password.isascii() or not password.isprintable():
            raise ValueError("password: must be printable ASCII")
        return self


class TurboSmsProvider(Common):
    protocol: Literal["turbosms"]
    channel: Literal["sms"]
    token: SecretStr = Field(min_length=1, max_length=200)
    sender: str = Field(pattern=r"^[ -~]{1,20}$")
    base_url: Url = "https://api.turbosms.ua"
    #: The key that is set beside the callback URL in the account; empty where there are no callbacks.
    callback_secret: SecretStr = Field(default=SecretStr(""), max_length=200)


class FcmProvider(Common):
    protocol: Literal["fcm"]
    channel: Literal["push"]
    #: project_id, client_email and private_key of the service account's JSON file.
    project: str = Field(pattern=r"^[a-z0-9.:-]{1,100}$")
    client_email: str = Field(pattern=r"^[!-~]{3,200}$")
    private_key: SecretStr = Field(max_length=10_000)
    base_url: Url = "https://fcm.googleapis.com"
    token_url: Url = "https://oauth2.googleapis.com/token"
    concurrency: int = Field(default=50, ge=1, le=500)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        try:
            self.account().key()
        except ValueError as error:
            raise ValueError(f"private_key: {error}") from None
        return self

    def account(self) -> FcmProject:
        return FcmProject(
            project=self.project,
            client_email=self.client_email,
            private_key=self.private_key.get_secret_value(),
            base_url=self.base_url,
            token_url=self.token_url,
            concurrency=self.concurrency,
            timeout=self.timeout,
        )


class WebhookProvider(Common):
    protocol: Literal["webhook"]
    url: Url
    secret: SecretStr = Field(min_length=16, max_length=200)
    #: Messages of one call.
    batch: int = Field(default=100, ge=1, le=1_000)


AnyProvider = SmtpProvider | SmppProvider | TurboSmsProvider | FcmProvider | WebhookProvider | FileProvider
MODELS: dict[str, type[Common]] = {
    "smtp": SmtpProvider,
    "smpp": SmppProvider,
    "turbosms": TurboSmsProvider,
    "fcm": FcmProvider,
    "webhook": WebhookProvider,
    "file": FileProvider,
}


def secrets_of(model: type[Common]) -> list[str]:
    """The fields of a protocol that nobody may read."""
    return [name for name, field in model.model_fields.items() if field.annotation is SecretStr]


def load(path: Path, keyring: Keyring, environment: Mapping[str, str] = os.environ) -> list[Common]:
    """The providers of a file, in its order. Raises ValueError, which names file, provider and field."""
    try:
        return parse(_text(path), keyring, environment)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None


def parse(text: str, keyring: Keyring, environment: Mapping[str, str]) -> list[Common]:
    """As load, of the text of a file."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"is no TOML: {error}") from None
    listed = tables.pop("provider", [])
    if tables:
        raise ValueError(f"{sorted(tables)[0]}: unknown; a provider begins with [[provider]]")
    if not isinstance(listed, list) or not 1 <= len(listed) <= PROVIDERS_MOST:
        raise ValueError(f"provider: must be 1 to {PROVIDERS_MOST} tables [[provider]]")
    made = [_one(index, table, keyring, environment) for index, table in enumerate(listed, start=1)]
    for index, provider in enumerate(made):
        if provider.name in {other.name for other in made[:index]}:
            raise ValueError(f"provider {provider.name}: name: there are two of them")
        for other in made[:index]:
            shared = _variables(provider) & _variables(other)
            if shared:
                raise ValueError(f"provider {provider.name}: name: {min(shared)} would be of {other.name} as well")
    return made


def _one(index: int, table: Any, keyring: Keyring, environment: Mapping[str, str]) -> Common:
    named = _named(index, table)
    model = _model(table, named)
    opened = dict(table)
    for field in secrets_of(model):
        found = environment.get(variable(str(table.get("name", "")), field)) or _opened(table, field, keyring, named)
        if found:
            opened[field] = found
        else:
            opened.pop(field, None)
    try:
        return model.model_validate(opened)
    except ValidationError as error:
        raise ValueError("; ".join(_said(named, one, table) for one in error.errors(include_input=False))) from None


def _named(index: int, table: Any) -> str:
    name = table.get("name") if isinstance(table, dict) else None
    return f"provider {name}" if isinstance(name, str) and name.isprintable() and name else f"provider number {index}"


def _model(table: Any, named: str) -> type[Common]:
    protocol = table.get("protocol") if isinstance(table, dict) else None
    if not isinstance(protocol, str) or protocol not in MODELS:
        raise ValueError(f"{named}: protocol: must be one of {', '.join(sorted(MODELS))}")
    return MODELS[protocol]


def _said(named: str, error: Any, table: Mapping[str, Any]) -> str:
    """A broken rule with provider and field; never with a value."""
    path = ".".join(str(part) for part in error["loc"])
    text = error["msg"].removeprefix("Value error, ")
    if error["type"] == "missing" and path in secrets_of(_model(table, named)):
        name = variable(str(table.get("name", "")), path)
        text = f"is missing: put it into the file and seal it with `smartregion-server providers seal`, or set {name}"
    elif error["type"] == "extra_forbidden":
        text = "there is no such setting"
    return f"{named}: {path}: {text}" if path else f"{named}: {text}"


def variable(name: str, field: str) -> str:
    """Where the environment may have a secret."""
    return f"SMARTREGION_PROVIDER_{name.upper().replace('-', '_')}_{field.upper()}"


def _variables(provider: Common) -> set[str]:
    return {variable(provider.name, field) for field in secrets_of(type(provider))}


def _opened(table: Mapping[str, Any], field: str, keyring: Keyring, named: str) -> str:
    """A secret of the file; empty for none. Raises ValueError for one in clear, or sealed by another keyring."""
    value = table.get(field, "")
    if not isinstance(value, str):
        raise ValueError(f"{named}: {field}: must be text")  # noqa: TRY004 - of the file
    if not value:
        return ""
    if not value.startswith(SEALED):
        raise ValueError(
            f"{named}: {field}: is in clear: seal it with `smartregion-server providers seal FILE`, or take it out of "
            f"the file and set {variable(str(table.get('name', '')), field)}"
        )
    return unsealed(str(table.get("name", "")), field, value, keyring, named)


def sealed(name: str, field: str, plain: str, keyring: Keyring) -> str:
    """A secret as it may stand in the file: it opens for this provider and this field only."""
    box = seal(keyring.house, 0, f"provider {name} {field}", plain.encode())
    return SEALED + base64.urlsafe_b64encode(box).decode()


def unsealed(name: str, field: str, value: str, keyring: Keyring, named: str) -> str:
    """Raises ValueError."""
    try:
        box = base64.b64decode(value.removeprefix(SEALED), altchars=b"-_", validate=True)
        return unseal(keyring.house, 0, f"provider {name} {field}", box).decode()
    except (Damaged, binascii.Error, ValueError):
        raise ValueError(
            f"{named}: {field}: does not open with {keyring.path}: it was sealed with another keyring, or for another "
            "provider; put it in clear and seal it anew"
        ) from None


def seal_file(path: Path, keyring: Keyring) -> list[str]:
    """Seals every secret of a file in place, and lets only its owner read it; what was sealed, as `provider: field`.
    One that is sealed already stays. Raises ValueError, OSError."""
    path = path.resolve()
    text = _text(path)
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as error:
        raise ValueError(f"{path}: is no TOML: {error}") from None
    done = []
    listed = document.get("provider")
    for index, table in enumerate(listed if isinstance(listed, list) else [], start=1):
        named = _named(index, table)
        name = str(table.get("name", ""))
        for field in secrets_of(_model(table, named)):
            value = table.get(field, "")
            if not isinstance(value, str) or not value:
                continue
            if value.startswith(SEALED):
                unsealed(name, field, str(value), keyring, f"{path}: {named}")
            else:
                table[field] = sealed(name, field, str(value), keyring)
                done.append(f"{name}: {field}")
    if done:
        _replace(path, tomlkit.dumps(document))
    path.chmod(0o600)
    return done


def _text(path: Path) -> str:
    """Raises ValueError."""
    try:
        with path.open("rb") as file:
            data = file.read(PROVIDERS_FILE_BYTES + 1)
        if len(data) > PROVIDERS_FILE_BYTES:
            raise ValueError(f"has more than {PROVIDERS_FILE_BYTES} bytes")
        return data.decode()
    except OSError as error:
        raise ValueError(f"can't be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ValueError("is no UTF-8") from None


def _replace(path: Path, text: str) -> None:
    """Puts another text into a file, durably and at once, and overwrites the old one, which had secrets in clear."""
    draft = path.with_name(path.name + ".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    with path.open("r+b") as old:
        size = old.seek(0, os.SEEK_END)
        draft.replace(path)
        old.seek(0)
        old.write(b" " * size)
        old.flush()
        os.fsync(old.fileno())
