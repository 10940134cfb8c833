"""The access package: everything held about a person, why, for whom and how long; as JSON and as a page to read."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined
from smartregion.v1 import notification_service_pb2 as notification
from smartregion.v1.common_pb2 import Language
from smartregion.v1.privacy_request_service_pb2 import PackageSection

from server import words
from server.codec import encode_id, from_bits, micro_text, utc
from server.privacy import wording
from server.words import UKRAINIAN
from storage.columns import DataClass, Purpose, Retention
from storage.engine.transaction import Tx
from storage.models.policies import EXPLICIT
from storage.repositories import accounts, partners, subject
from storage.repositories.subject import Section

FORMAT = "smartregion.access-package.v1"


@dataclass(frozen=True)
class Recipient:
    """Somebody who may see some classes of the data, and on what ground."""

    name: str
    classes: frozenset[int]
    purpose: str
    legal_ground: str


@dataclass(frozen=True)
class Package:
    """A person's package, before it is written down."""

    number: str
    made_at: int
    sections: tuple[Section, ...]
    recipients: tuple[Recipient, ...]


def gather(tx: Tx, user_id: int, number: str, today: str) -> Package:
    """Collects what is held at this moment. `today` is an ISO date: grants in force on it count."""
    return Package(number, tx.now, tuple(subject.sections(tx, user_id)), recipients_of(tx, user_id, today))


def recipients_of(tx: Tx, user_id: int, today: str) -> tuple[Recipient, ...]:
    """Partners that may see something of this person's accounts."""
    found = []
    for partner, grant in partners.recipients_of(tx, accounts.utilities_of_user(tx, user_id), today):
        found.append(
            Recipient(partner.name_uk, frozenset(from_bits(grant.data_classes)), grant.purpose, grant.legal_ground)
        )
    return tuple(found)


def section_messages(package: Package) -> list[PackageSection]:
    """The sections as the contract shows them before anybody decides."""
    return [
        PackageSection(
            name=section.table,
            title_uk=wording.TABLES[section.table][0],
            title_en=wording.TABLES[section.table][1],
            rows=len(section.rows),
            purposes_uk=[wording.PURPOSES[purpose][0] for purpose in _purposes(section)],
            recipients=[recipient.name for recipient in _recipients(section, package)],
            retention_uk="; ".join(wording.RETENTIONS[retention][0] for retention in _retentions(section)),
        )
        for section in package.sections
    ]


def to_json(package: Package) -> bytes:
    """Machine-readable; names of tables and columns as they are kept, instants in UTC (ISO 8601)."""
    body = {
        "format": FORMAT,
        "request": package.number,
        "made_at": utc(package.made_at).isoformat(),
        "sections": [_section_json(section, package) for section in package.sections],
        "recipients": [
            {
                "name": recipient.name,
                "data_classes": sorted(DataClass(number).name.lower() for number in recipient.classes),
                "purpose": recipient.purpose,
                "legal_ground": recipient.legal_ground,
            }
            for recipient in package.recipients
        ],
    }
    return json.dumps(body, ensure_ascii=False, indent=2).encode()


def _section_json(section: Section, package: Package) -> dict[str, Any]:
    return {
        "name": section.table,
        "title": wording.TABLES[section.table][0],
        "columns": [
            {
                "name": column.name,
                "title": wording.COLUMNS[column.name][0],
                "data_class": column.declaration.data_class.name.lower(),
                "purpose": wording.PURPOSES[column.declaration.purpose][0],
                "retention": wording.RETENTIONS[column.declaration.retention][0],
            }
            for column in section.columns
        ],
        "recipients": [recipient.name for recipient in _recipients(section, package)],
        "rows": [
            {name: _value(section.table, name, value, _utc_text) for name, value in row.items()} for row in section.rows
        ],
    }


def to_html(package: Package) -> bytes:
    """A page in Ukrainian that needs nothing but itself."""
    shown = [
        {
            "title": wording.TABLES[section.table][0],
            "purposes": [wording.PURPOSES[purpose][0] for purpose in _purposes(section)],
            "retentions": [wording.RETENTIONS[retention][0] for retention in _retentions(section)],
            "recipients": _recipients(section, package),
            "columns": [wording.COLUMNS[column.name][0] for column in section.columns],
            "rows": [
                [_value(section.table, name, value, _kyiv_text) for name, value in row.items()] for row in section.rows
            ],
        }
        for section in package.sections
        if section.rows
    ]
    recipients = [
        (
            one.name,
            ", ".join(wording.CLASSES[number][0] for number in sorted(one.classes) if number in wording.CLASSES),
            one,
        )
        for one in package.recipients
    ]
    page = _template().render(
        number=package.number, made_at=_kyiv_text(package.made_at), sections=shown, recipients=recipients
    )
    return page.encode()


@cache
def _template() -> Any:
    source = files("server.privacy").joinpath("package.html.j2").read_text(encoding="utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(
        source
    )


def _purposes(section: Section) -> list[Purpose]:
    return list(dict.fromkeys(column.declaration.purpose for column in section.columns))


def _retentions(section: Section) -> list[Retention]:
    return list(dict.fromkeys(column.declaration.retention for column in section.columns))


def _recipients(section: Section, package: Package) -> list[Recipient]:
    classes = {column.declaration.data_class.value for column in section.columns}
    return list({one.name: one for one in package.recipients if one.classes & classes}.values())


# -- values


def _kyiv_text(milliseconds: int) -> str:
    return words.instant(milliseconds, UKRAINIAN)


def _utc_text(milliseconds: int) -> str:
    return utc(milliseconds).isoformat()


def _value(table: str, name: str, value: Any, instant: Callable[[int], str]) -> str:
    """A value as text; a search digest says only that it is there."""
    if value is None or value == "":
        return ""
    if name.endswith("_index"):
        return "є"
    if name.endswith("_at") or name == "at":
        return instant(value)
    if (table, name) == ("reading", "value"):
        return micro_text(value)
    named = _NAMED.get(name)
    if named is not None:
        return named(value)
    if isinstance(value, bool) or name == "enabled":
        return "так" if value else "ні"
    return str(value)


def _hryvnias(kopecks: int) -> str:
    sign, (units, rest) = "-" if kopecks < 0 else "", divmod(abs(kopecks), 100)
    return f"{sign}{units}.{rest:02d}"


_NAMED: dict[str, Callable[[int], str]] = {
    "account_id": encode_id,
    "language": lambda number: Language.Name(number).removeprefix("LANGUAGE_").lower(),
    "category": lambda number: notification.NotificationCategory.Name(number).removeprefix("NOTIFICATION_CATEGORY_"),
    "channel": lambda number: notification.NotificationChannel.Name(number).removeprefix("NOTIFICATION_CHANNEL_"),
    "how": lambda number: "натисканням у застосунку" if number == EXPLICIT else "користуванням застосунком",
    "platform": lambda number: notification.DevicePlatform.Name(number).removeprefix("DEVICE_PLATFORM_"),
    **dict.fromkeys(("amount", "charged", "paid", "overdue", "next_due"), _hryvnias),
}
