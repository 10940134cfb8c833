"""Who carries messages for the controller stands among the recipients of a package and in the register."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from smartregion.v1 import privacy_request_service_pb2 as pb

from server.notifications import provider_settings
from server.notifications.channels.file import FileChannel
from server.notifications.channels.http import Http
from server.notifications.providers import EMAIL, PUSH, SMS, Provider, Providers
from server.privacy import processors
from storage.columns import DataClass
from storage.engine.clock import SYSTEM_CLOCK

from ..conftest import House
from .conftest import answered, download

CONTACT, BEHAVIOUR = DataClass.CONTACT.value, DataClass.BEHAVIOUR.value


def provider(number: int, protocol: str, **public: str) -> Provider:
    return Provider(FileChannel(Path("x"), f"{protocol}-{number}"), number, protocol, 1.0, public=public)


def test_each_company_stands_once_with_all_that_it_carries_and_what_it_is_given() -> None:
    listed = [
        provider(SMS, "smpp", host="smsc.example.ua", company="ТОВ «Голуб», 12345678"),
        provider(EMAIL, "smtp", host="mail.example.ua", company="ТОВ «Голуб», 12345678"),
        provider(PUSH, "fcm", base_url="https://fcm.googleapis.com"),
        provider(SMS, "turbosms", base_url="https://api.turbosms.ua"),
        provider(EMAIL, "webhook", url="https://letters.example.ua:8443/in"),
    ]
    found = processors.of_providers(listed)
    assert [one.name for one in found] == [
        "ТОВ «Голуб», 12345678",
        "Google (Firebase Cloud Messaging)",
        "TurboSMS",
        "letters.example.ua",
    ]
    dove, google = found[0], found[1]
    assert dove.purpose[0].endswith("SMS, електронна пошта")
    assert dove.classes == {CONTACT, BEHAVIOUR}
    assert dove.tables == {"notification"}
    assert google.tables == {"notification", "device"}


@pytest.mark.parametrize(
    "own",
    [
        provider(SMS, "file"),
        provider(EMAIL, "smtp", host="127.0.0.1"),
        provider(EMAIL, "smtp", host="localhost"),
        provider(SMS, "turbosms", base_url="http://127.0.0.1:8080"),
        provider(SMS, "webhook", url="http://[::1]:80/x"),
    ],
    ids=lambda one: f"{one.protocol} {dict(one.public)}",
)
def test_what_stays_on_this_machine_is_nobody_elses_unless_the_file_names_somebody(own: Provider) -> None:
    assert processors.of_providers([own]) == ()
    named = replace(own, public={**own.public, "company": "ТОВ"})
    assert [one.name for one in processors.of_providers([named])] == ["ТОВ"]


def test_a_company_is_one_line() -> None:
    values = {"name": "a", "channel": "sms", "protocol": "file", "rate": 1}
    assert provider_settings.FileProvider(**values, company=" ТОВ ").company == "ТОВ"
    with pytest.raises(ValueError, match="one line"):
        provider_settings.FileProvider(**values, company="ТОВ\nінше")


async def test_packages_and_the_register_name_them_where_they_are_given_something(house: House) -> None:
    services = house.app.services
    made = (*services.providers.all, provider(SMS, "turbosms", base_url="https://api.turbosms.ua"))
    object.__setattr__(services, "providers", Providers(made, Http(SYSTEM_CLOCK)))
    done, _ = await answered(house)
    officer = await house.operator("petro")
    body = json.loads((await download(officer, done.id, pb.PACKAGE_FORMAT_JSON)).body)
    carriers = [one for one in body["recipients"] if one["processor"]]
    assert [one["name"] for one in carriers] == ["TurboSMS"]
    assert carriers[0]["legal_ground"] == "договір із розпорядником (ст. 4, ч. 4)"
    given = {one["name"] for one in body["sections"] if "TurboSMS" in one["recipients"]}
    assert given == {"notification"}
    preview = await officer.PrivacyRequestService.PreviewAccessPackage(id=done.id)
    assert {one.name for one in preview.sections if "TurboSMS" in one.recipients} == {"notification"}
    for form, words in ((pb.PACKAGE_FORMAT_HTML, b"TurboSMS"), (pb.PACKAGE_FORMAT_PDF, b"%PDF")):
        assert words in (await download(officer, done.id, form)).body
    register = (await officer.PrivacyRequestService.GetProcessingRegister()).activities
    named = {one.purpose_en for one in register for to in one.recipients if to.processor}
    assert named == {"notifying", "protection from fraud and abuse"}
