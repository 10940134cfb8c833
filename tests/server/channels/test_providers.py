"""The file of providers: every mistake is named with provider and field, and no secret is ever told."""

import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from smartregion.v1.notification_service_pb2 import NotificationChannel as N

from server.__main__ import main
from server.config import Settings
from server.dev_providers.run import MARK, DevProviders, write
from server.notifications import provider_settings as stated
from server.notifications import providers
from server.notifications.channels import Answer
from server.notifications.channels.file import FileChannel
from server.notifications.channels.smtp import SmtpChannel
from storage.keys.keyring import Keyring

from .conftest import letter, mail
from .test_mail import pem

PUSH, SMS, EMAIL = N.NOTIFICATION_CHANNEL_PUSH, N.NOTIFICATION_CHANNEL_SMS, N.NOTIFICATION_CHANNEL_EMAIL
SECRET = "very-secret-indeed"
PEM = pem(rsa.generate_private_key(65_537, 2_048))

FILE = f'''# our providers
[[provider]]
name = "kyivstar"          # the first choice
channel = "sms"
protocol = "smpp"
rate = 50
price = 0.85
host = "smsc.example.ua"
system_id = "city"
password = "{SECRET}"
sender = "SmartRegion"

[[provider]]
name = "turbo"
channel = "sms"
protocol = "turbosms"
rate = 20.5
price = 0.7
token = "{SECRET}"
sender = "SmartRegion"

[[provider]]
name = "mail"
channel = "email"
protocol = "smtp"
rate = 100
host = "mx.example.ua"
sender = "Світлоріченськ <no-reply@smartregion.example>"
username = "city"
password = "{SECRET}"
dkim_selector = "may"
dkim_key = """{PEM}"""

[[provider]]
name = "push"
channel = "push"
protocol = "fcm"
rate = 500
project = "city"
client_email = "sender@city.iam.example"
private_key = """{PEM}"""

[[provider]]
name = "gateway"
channel = "push"
protocol = "webhook"
rate = 100
price = 0.01
url = "https://gateway.example.ua/in"
secret = "{SECRET}"
'''


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return Keyring.create(tmp_path / "keys" / "keyring.json")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "providers.toml"
    path.write_text(FILE, encoding="utf-8")
    path.chmod(0o644)
    return path


def settings_of(file: Path | None, keyring: Keyring, **changes: Any) -> Settings:
    return Settings(data_dir=keyring.path.parent.parent, providers=file, **changes)


def test_a_secret_in_clear_is_refused_with_the_way_out(file: Path, keyring: Keyring) -> None:
    with pytest.raises(ValueError, match="provider kyivstar: password: is in clear: seal it with") as told:
        stated.load(file, keyring)
    assert SECRET not in str(told.value)
    assert "SMARTREGION_PROVIDER_KYIVSTAR_PASSWORD" in str(told.value)


def test_sealing_is_in_place_once_and_keeps_the_comments(file: Path, keyring: Keyring) -> None:
    assert stated.seal_file(file, keyring) == [
        "kyivstar: password",
        "turbo: token",
        "mail: password",
        "mail: dkim_key",
        "push: private_key",
        "gateway: secret",
    ]
    text = file.read_text()
    assert SECRET not in text
    assert "PRIVATE KEY" not in text
    assert text.count("sealed:") == 6
    assert '# our providers\n[[provider]]\nname = "kyivstar"          # the first choice\n' in text
    assert file.stat().st_mode & 0o777 == 0o600
    assert stated.seal_file(file, keyring) == []
    assert file.read_text() == text
    made = stated.load(file, keyring)
    assert isinstance(made[0], stated.SmppProvider)
    assert made[0].password.get_secret_value() == SECRET
    assert isinstance(made[3], stated.FcmProvider)
    assert made[3].private_key.get_secret_value() == PEM


def test_the_old_bytes_are_overwritten(file: Path, keyring: Keyring) -> None:
    with file.open("rb") as old:  # the file as it was, by its inode
        stated.seal_file(file, keyring)
        old.seek(0)
        assert SECRET.encode() not in old.read()


def test_a_sealed_secret_opens_only_where_it_was_sealed(file: Path, keyring: Keyring, tmp_path: Path) -> None:
    stated.seal_file(file, keyring)
    with pytest.raises(ValueError, match=r"provider kyivstar: password: does not open"):
        stated.load(file, Keyring.create(tmp_path / "other.json"))
    moved = file.read_text().replace('name = "kyivstar"', 'name = "lifecell"')
    with pytest.raises(ValueError, match=r"provider lifecell: password: does not open"):
        stated.parse(moved, keyring, {})
    file.write_text(moved)
    with pytest.raises(ValueError, match=r"provider lifecell: password: does not open"):
        stated.seal_file(file, keyring)


def test_the_environment_may_have_secrets(file: Path, keyring: Keyring) -> None:
    bare = re.sub(r"(?ms)^(password|token|secret) = .*?$\n", "", FILE)
    bare = re.sub(r'(?s)(dkim_key|private_key) = """.*?"""\n', "", bare)
    names = {
        "SMARTREGION_PROVIDER_KYIVSTAR_PASSWORD": "of-the-environment",
        "SMARTREGION_PROVIDER_TURBO_TOKEN": SECRET,
        "SMARTREGION_PROVIDER_MAIL_PASSWORD": SECRET,
        "SMARTREGION_PROVIDER_PUSH_PRIVATE_KEY": PEM,
        "SMARTREGION_PROVIDER_GATEWAY_SECRET": SECRET,
    }
    made = stated.parse(bare, keyring, names)
    assert isinstance(made[0], stated.SmppProvider)
    assert made[0].password.get_secret_value() == "of-the-environment"
    del names["SMARTREGION_PROVIDER_TURBO_TOKEN"]
    with pytest.raises(ValueError, match=r"provider turbo: token: is missing.*SMARTREGION_PROVIDER_TURBO_TOKEN"):
        stated.parse(bare, keyring, names)
    assert "of-the-environment" not in repr(made)


ONE = """[[provider]]
name = "kyivstar"
channel = "sms"
protocol = "smpp"
rate = 50
host = "smsc.example.ua"
system_id = "city"
sender = "SmartRegion"
"""
WITH = {"SMARTREGION_PROVIDER_KYIVSTAR_PASSWORD": SECRET}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("rate = 50", "rate = 0"), "provider kyivstar: rate: "),
        (("rate = 50", "rate = inf"), "provider kyivstar: rate: "),
        (("rate = 50", ""), "provider kyivstar: rate: "),
        (("rate = 50", 'rate = "fast"'), "provider kyivstar: rate: "),
        (("rate = 50", "rate = 50\nprice = 0.855"), "provider kyivstar: price: "),
        (("rate = 50", "rate = 50\nprice = -1"), "provider kyivstar: price: "),
        (("rate = 50", "rate = 50\nwindow = 0"), "provider kyivstar: window: "),
        (("rate = 50", "rate = 50\ntimeout = 31"), "provider kyivstar: timeout: "),
        (("rate = 50", "rate = 50\nfoo = 1"), "provider kyivstar: foo: there is no such setting"),
        (("rate = 50", "rate = 50\npassword = 7"), "provider kyivstar: password: must be text"),
        (("rate = 50", 'rate = 50\npassword = "sealed:%%%"'), "provider kyivstar: password: does not open"),
        (('"sms"', '"email"'), "provider kyivstar: channel: "),
        (('"smpp"', '"pigeon"'), "provider kyivstar: protocol: must be one of"),
        (('protocol = "smpp"', ""), "provider kyivstar: protocol: must be one of"),
        (('"kyivstar"', '"Kyivstar"'), "provider Kyivstar: name: "),
        (('name = "kyivstar"', ""), "provider number 1: name: "),
        (("[[provider]]", "[provider]"), r"provider: must be 1 to 32 tables"),
        (("[[provider]]", "[[providers]]"), "providers: unknown"),
        (('"smsc.example.ua"', '"smsc.example.ua/x"'), "provider kyivstar: host: "),
        (('"SmartRegion"', '"SmartRegionNews"'), "provider kyivstar: sender: "),
        (("rate = 50", "rate = "), "is no TOML"),
    ],
)
def test_a_mistake_is_named_with_provider_and_field(keyring: Keyring, change: tuple[str, str], said: str) -> None:
    environment = {} if "password" in change[1] else {**WITH, "SMARTREGION_PROVIDER__PASSWORD": SECRET}
    with pytest.raises(ValueError, match=re.escape(said)) as told:
        stated.parse(ONE.replace(*change), keyring, environment)
    assert SECRET not in str(told.value)


TURBO = """
[[provider]]
name = "{}"
channel = "sms"
protocol = "{}"
rate = 1
{}
"""


def test_two_whose_secrets_would_have_one_variable_are_refused(keyring: Keyring) -> None:
    turbo = TURBO.format("turbo", "turbosms", 'sender = "City"')
    gateway = TURBO.format("turbo-callback", "webhook", 'url = "https://gateway.example.ua"')
    environment = {"SMARTREGION_PROVIDER_TURBO_TOKEN": "t", "SMARTREGION_PROVIDER_TURBO_CALLBACK_SECRET": "s" * 16}
    with pytest.raises(ValueError, match="SMARTREGION_PROVIDER_TURBO_CALLBACK_SECRET would be of turbo as well"):
        stated.parse(turbo + gateway, keyring, environment)


def test_two_of_one_name_and_too_many_are_refused(keyring: Keyring) -> None:
    with pytest.raises(ValueError, match="provider kyivstar: name: there are two of them"):
        stated.parse(ONE * 2, keyring, WITH)
    with pytest.raises(ValueError, match="1 to 32"):
        stated.parse(ONE * 33, keyring, WITH)
    with pytest.raises(ValueError, match="1 to 32"):
        stated.parse("", keyring, WITH)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('protocol = "smtp"\nchannel = "email"\nhost = "mx.ua"\nsender = "a@b.ua"\nusername = "u"', "password: "),
        (
            'protocol = "smtp"\nchannel = "email"\nhost = "mx"\nsender = "a@b.ua"\nusername = "u"\nsecurity = "none"',
            "security: a password is not sent in clear",
        ),
        ('protocol = "smtp"\nchannel = "email"\nhost = "mx.ua"\nsender = "a@b.ua\\nBcc: x"', "sender: "),
        ('protocol = "webhook"\nchannel = "sms"\nurl = "http://gateway.ua/"', "url: must begin with https://"),
        ('protocol = "webhook"\nchannel = "sms"\nurl = "https://u:p@gateway.ua/"', "url: must be an address"),
        ('protocol = "webhook"\nchannel = "sms"\nurl = "file:///etc/passwd"', "url: must be an address"),
        ('protocol = "fcm"\nchannel = "push"\nproject = "p"\nclient_email = "a@b.ua"', "private_key: is missing"),
    ],
)
def test_what_does_not_go_together_is_refused(keyring: Keyring, table: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"provider x: {said}")):
        stated.parse(f'[[provider]]\nname = "x"\nrate = 1\n{table}\n', keyring, {})


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda octets: octets.decode("latin-1")))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_of_any_kind_is_refused_in_words(keyring: Keyring, text: str) -> None:
    for whole in (text, f"[[provider]]\n{text}", f"{ONE}\n{text}"):
        with suppress(ValueError):
            assert stated.parse(whole, keyring, {})


def test_a_file_that_is_missing_or_too_long_is_refused(tmp_path: Path, keyring: Keyring) -> None:
    with pytest.raises(ValueError, match="can't be read"):
        stated.load(tmp_path / "none.toml", keyring)
    long = tmp_path / "long.toml"
    long.write_text("#" * 300_000)
    with pytest.raises(ValueError, match="more than"):
        stated.load(long, keyring)


# -- what is made of it


async def test_providers_are_in_order_of_price(file: Path, keyring: Keyring) -> None:
    stated.seal_file(file, keyring)
    made = providers.from_settings(settings_of(file, keyring), keyring)
    assert [one.name for one in made.channels(SMS)] == ["turbo", "kyivstar"]
    assert [one.name for one in made.channels(PUSH)] == ["push", "gateway"]
    assert made.available == (PUSH, EMAIL, SMS)
    turbo = made.named("turbo")
    assert turbo is not None
    assert (turbo.number, turbo.protocol, turbo.rate, turbo.price_kopecks) == (SMS, "turbosms", 20.5, 70)
    assert made.named("nobody") is None
    assert made.channels(99) == ()
    everything = repr([vars(one) for one in made.all]) + repr([vars(one.channel) for one in made.all])
    assert SECRET not in everything
    assert "PRIVATE KEY" not in everything
    assert "sealed:" not in everything
    await made.close()


async def test_without_a_file_messages_go_to_files(keyring: Keyring) -> None:
    made = providers.from_settings(settings_of(None, keyring), keyring)
    assert set(made.available) == {PUSH, SMS, EMAIL}
    for number in made.available:
        (one,) = made.channels(number)
        assert isinstance(one.channel, FileChannel)
    (outcome,) = await made.channels(SMS)[0].channel.send([letter()])
    assert (outcome.answer, outcome.delivered, outcome.provider_message_id) == (Answer.ACCEPTED, True, "N1")
    path = settings_of(None, keyring).outbox_dir / "sms.jsonl"
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(path.read_text().splitlines()) == 1
    smtp = providers.from_settings(settings_of(None, keyring, smtp_host="127.0.0.1", smtp_port=1), keyring)
    (mailer,) = smtp.channels(EMAIL)
    assert isinstance(mailer.channel, SmtpChannel)
    assert (await mailer.channel.send([mail()]))[0].answer is Answer.REFUSED_FOR_NOW
    await made.close()
    await smtp.close()


async def test_a_file_that_cant_be_written_refuses_for_now(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    outcomes = await FileChannel(tmp_path / "folder").send([letter(1), letter(2)])
    assert [outcome.answer for outcome in outcomes] == [Answer.REFUSED_FOR_NOW] * 2


# -- the commands


def command(folder: Path, *words: str) -> int:
    return main(["--data-dir", str(folder), *words])


def test_the_command_seals_and_says_what(file: Path, keyring: Keyring, capsys: pytest.CaptureFixture[str]) -> None:
    folder = keyring.path.parent.parent
    assert command(folder, "providers", "seal", str(file)) == 0
    assert command(folder, "providers", "seal", str(file)) == 0
    out = capsys.readouterr().out
    assert out.splitlines() == [
        "sealed kyivstar: password",
        "sealed turbo: token",
        "sealed mail: password",
        "sealed mail: dkim_key",
        "sealed push: private_key",
        "sealed gateway: secret",
        "nothing to seal",
    ]
    assert command(folder, "providers", "seal", str(file.with_name("none.toml"))) == 1
    assert SECRET not in out


async def test_check_signs_in_everywhere(dev: DevProviders, keyring: Keyring, tmp_path: Path) -> None:
    file = tmp_path / "dev.toml"
    write(file, dev.file(keyring))
    made = providers.from_settings(settings_of(file, keyring), keyring)
    assert await made.check() == dict.fromkeys(dev.fakes, "")
    await made.close()
    await dev.smtp.stop()
    await dev.turbosms.stop()
    made = providers.from_settings(settings_of(file, keyring), keyring)
    told = await made.check()
    assert {name for name, fault in told.items() if fault} == {"dev-mail", "dev-turbosms"}
    await made.close()


def test_check_fails_where_one_does_not_take_us(
    keyring: Keyring, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "one.toml"
    file.write_text(
        ONE.replace('"smsc.example.ua"', '"127.0.0.1"').replace("rate = 50", "rate = 50\nport = 1\ntls = false")
    )
    monkeypatch.setenv("SMARTREGION_PROVIDER_KYIVSTAR_PASSWORD", SECRET)
    assert command(keyring.path.parent.parent, "providers", "check", str(file)) == 1
    assert "kyivstar: The provider can't be reached" in capsys.readouterr().out


def test_a_file_that_is_not_ours_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "providers.toml"
    path.write_text("# mine\n")
    with pytest.raises(ValueError, match="not of dev-providers"):
        write(path, MARK)
    assert path.read_text() == "# mine\n"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"hooks_listen": "7444"}, "hooks_listen"),
        ({"hooks_listen": "0.0.0.0:7444"}, "put a proxy before them"),
        ({"hooks_listen": "127.0.0.1:99999"}, "is not host:port"),
        ({"hooks_url": "http://messages.example.ua"}, "hooks_url"),
        ({"hooks_url": "messages.example.ua"}, "hooks_url"),
    ],
)
def test_callbacks_in_clear_over_the_net_are_refused(changes: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Settings(**changes).check()  # type: ignore[arg-type]


def test_callbacks_may_stand_behind_a_proxy() -> None:
    Settings(hooks_listen="0.0.0.0:7444", hooks_behind_proxy=True, hooks_url="https://messages.example.ua").check()
    Settings(hooks_listen="[::1]:7444", hooks_url="http://127.0.0.1:7444").check()
