"""What an access package says: the data, and about it all that 2297-VI, art. 8(2) lets a person ask for."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from smartregion.v1.privacy_request_service_pb2 import PackageSection, PrivacyRequestKind

from server.codec import from_bits
from server.config import Settings
from server.privacy import wording
from server.privacy.package import looks
from server.privacy.package.disclosures import Disclosed, lawfully_named
from server.privacy.package.looks import Look
from server.privacy.processors import Processor
from storage.engine.transaction import Tx
from storage.repositories import accounts, partners, policies, subject
from storage.repositories.subject import Section


@dataclass(frozen=True)
class Recipient:
    """Somebody who may see some classes of the data, and on what ground."""

    name: str
    classes: frozenset[int]
    purpose: str
    legal_ground: str
    #: Works for the controller, and is given something of these tables only.
    processor: bool = False
    tables: frozenset[str] = frozenset()

    def receives(self, table: str, classes: Set[int]) -> bool:
        """Whether it may be given something of a table with these classes."""
        return bool(self.classes & classes) and (not self.processor or table in self.tables)

    @property
    def class_names(self) -> str:
        return ", ".join(wording.CLASSES[one][0] for one in sorted(self.classes) if one in wording.CLASSES)


@dataclass(frozen=True)
class Head:
    """What stands before the data."""

    number: str
    #: Milliseconds: the instant as of which the package speaks.
    made_at: int
    controller: str
    controller_address: str
    controller_contact: str
    policy_version: str
    recipients: tuple[Recipient, ...]
    disclosed: tuple[Disclosed, ...]
    #: The tables that it has.
    sections: tuple[Section, ...]
    looks: tuple[Look, ...]


@dataclass(frozen=True)
class About:
    """What is said of one table of data, in Ukrainian."""

    section: Section
    title: str
    columns: tuple[str, ...]
    purposes: tuple[str, ...]
    grounds: tuple[str, ...]
    source: str
    retentions: tuple[str, ...]
    recipients: tuple[str, ...]


def sections_of(kind: int) -> tuple[Section, ...]:
    """What belongs to the answer to a kind of request: to ACCESS all that is held, to COPY what the person gave."""
    if kind != PrivacyRequestKind.PRIVACY_REQUEST_KIND_COPY:
        return subject.sections()
    return tuple(one for one in subject.sections() if wording.SOURCES[one.table] in wording.GIVEN)


def head(
    tx: Tx,
    user_id: int,
    number: str,
    today: str,
    settings: Settings,
    processors: Iterable[Processor],
    kind: int = PrivacyRequestKind.PRIVACY_REQUEST_KIND_ACCESS,
) -> Head:
    """As of now. `today` is an ISO date: grants in force on it count."""
    return Head(
        number,
        tx.now,
        settings.controller_name,
        settings.controller_address,
        settings.controller_contact,
        policies.label_in_force(tx),
        (*recipients_of(tx, user_id, today), *map(_by_instruction, processors)),
        tuple(lawfully_named(tx, user_id)),
        sections_of(kind),
        tuple(looks.told(tx, user_id)),
    )


def recipients_of(tx: Tx, user_id: int, today: str) -> tuple[Recipient, ...]:
    """Partners that may see something of this person's accounts."""
    found = []
    for partner, grant in partners.recipients_of(tx, accounts.utilities_of_user(tx, user_id), today):
        found.append(
            Recipient(partner.name_uk, frozenset(from_bits(grant.data_classes)), grant.purpose, grant.legal_ground)
        )
    return tuple(found)


def _by_instruction(one: Processor) -> Recipient:
    return Recipient(one.name, one.classes, one.purpose[0], one.ground[0], processor=True, tables=one.tables)


def about(section: Section, recipients: Sequence[Recipient]) -> About:
    """From what the columns declare of themselves."""
    purposes = list(dict.fromkeys(column.declaration.purpose for column in section.columns))
    retentions = dict.fromkeys(column.declaration.retention for column in section.columns)
    classes = {column.declaration.data_class.value for column in section.columns}
    return About(
        section,
        wording.TABLES[section.table][0],
        tuple(wording.COLUMNS[column.name][0] for column in section.columns),
        tuple(wording.PURPOSES[purpose][0] for purpose in purposes),
        tuple(dict.fromkeys(wording.GROUNDS[purpose][0] for purpose in purposes)),
        wording.SOURCES[section.table][0],
        tuple(wording.RETENTIONS[retention][0] for retention in retentions),
        tuple(dict.fromkeys(one.name for one in recipients if one.receives(section.table, classes))),
    )


def preview(tx: Tx, user_id: int, today: str, processors: Iterable[Processor], kind: int) -> list[PackageSection]:
    """The sections as the contract shows them before anybody decides."""
    recipients = (*recipients_of(tx, user_id, today), *map(_by_instruction, processors))
    made = []
    for section in sections_of(kind):
        told = about(section, recipients)
        made.append(
            PackageSection(
                name=section.table,
                title_uk=told.title,
                title_en=wording.TABLES[section.table][1],
                rows=subject.count(tx, section.model, user_id),
                purposes_uk=told.purposes,
                recipients=told.recipients,
                retention_uk="; ".join(told.retentions),
            )
        )
    return made
