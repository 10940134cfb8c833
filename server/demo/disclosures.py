"""What authorities ask of the invented town: one request to be studied, one that waits for a second person."""

from datetime import date, timedelta
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from smartregion.v1 import disclosure_service_pb2 as pb

from server.demo.letters import officer_id
from server.disclosures import rules
from server.disclosures.workflow import REQUESTED, STUDIED
from server.law.book import packaged
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.disclosures import Disclosure
from storage.models.people import User
from storage.repositories import disclosures


class Letter(NamedTuple):
    """A request as it came."""

    days: int
    recipient: str
    registry_code: str
    official: str
    ground: int
    legal_basis: str
    purpose: str
    document: str
    fields: tuple[str, ...]


INVESTIGATOR = Letter(
    2,
    "Слідче відділення відділу поліції № 3 м. Річенська",
    "40108742",
    "слідчий Гордієнко М. П.",
    pb.DISCLOSURE_GROUND_INVESTIGATION,
    "ухвала слідчого судді у справі № 523/4417/26 (ст. 159–163 КПК України)",
    "встановлення часу проживання за адресою",
    "вх. 1187/26",
    (
        "app_user.first_name",
        "app_user.last_name",
        "usage_point.street",
        "usage_point.building",
        "usage_point.apartment",
    ),
)
BAILIFF = Letter(
    7,
    "Річенський відділ державної виконавчої служби",
    "35041284",
    "державний виконавець Шульга О. В.",
    pb.DISCLOSURE_GROUND_AUTHORITY,
    "ст. 18 Закону України «Про виконавче провадження» 1404-VIII",
    "виконання судового рішення про стягнення боргу",
    "вх. 1172/26",
    ("app_user.first_name", "app_user.last_name", "app_user.phone", "session.ip"),
)
#: What the study of the bailiff's request left, and what was found.
MAY_LEAVE = ("app_user.first_name", "app_user.last_name", "app_user.phone")
FINDING = "Повноваження й підстава підтверджені; адреси входу в застосунок для стягнення не потрібні — не передаємо."


def write(tx: Tx, today: date) -> None:
    """Registers both; the bailiff's was studied yesterday, by somebody who may not decide on it."""
    person, debtor = tx.all(User.select().order_by(User.id.desc()).limit(2))
    _create(tx, INVESTIGATOR, person.id, today)
    disclosures.update(
        tx,
        _create(tx, BAILIFF, debtor.id, today),
        state=STUDIED,
        fields=",".join(MAY_LEAVE),
        notice=pb.DISCLOSURE_NOTICE_TELL,
        finding=FINDING,
        studied_by_id=officer_id(tx),
        studied_at=tx.now,
    )


def _create(tx: Tx, letter: Letter, user_id: int, today: date) -> disclosures.Request:
    received = today - timedelta(days=letter.days)
    row = Disclosure(
        id=new_id(),
        number=disclosures.next_number(tx, received.year),
        state=REQUESTED,
        registry_code=letter.registry_code,
        ground=letter.ground,
        user_id=user_id,
        fields=",".join(letter.fields),
        recipient_key=X25519PrivateKey.generate().public_key().public_bytes_raw(),
        received_on=received.isoformat(),
        study_due_on=rules.study_due(packaged(), received).isoformat(),
        due_on=rules.answer_due(packaged(), received).isoformat(),
        created_by_id=officer_id(tx),
        created_at=tx.now,
    )
    texts = {
        "recipient_name": letter.recipient,
        "official": letter.official,
        "legal_basis": letter.legal_basis,
        "purpose": letter.purpose,
        "document_ref": letter.document,
    }
    return disclosures.create(tx, row, texts)
