"""Letters and e-mails that came before today, so that some deadlines are near when the console opens."""

from datetime import date, timedelta

from smartregion.v1.options_pb2 import PrincipalKind
from smartregion.v1.privacy_request_service_pb2 import IntakeChannel
from smartregion.v1.privacy_request_service_pb2 import PrivacyRequestKind as K

from server.law.book import packaged
from server.law.clocks import Facts, clocks
from server.privacy.workflow import IN_PROGRESS, RECEIVED
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.people import User
from storage.models.privacy import PrivacyRequest
from storage.repositories import operators, privacy, users

REGIME = "UA-2297-VI"

#: Kind, days since it came, whether the identity was proven and work has begun, and what it says.
LETTERS = (
    (
        K.PRIVACY_REQUEST_KIND_ERASURE,
        8,
        True,
        "Прошу знищити мої персональні дані: застосунком не користуюся.",
    ),
    (
        K.PRIVACY_REQUEST_KIND_ACCESS,
        27,
        True,
        "Прошу повідомити, які мої дані ви обробляєте і кому передаєте.",
    ),
    (K.PRIVACY_REQUEST_KIND_OBJECTION, 6, False, "Заперечую проти використання моїх даних для розсилок."),
    (K.PRIVACY_REQUEST_KIND_COPY, 12, True, "Прошу надати копію моїх даних у машиночитаному вигляді."),
    (K.PRIVACY_REQUEST_KIND_RESTRICTION, 2, False, "Прошу обмежити обробку моїх даних до з'ясування нарахувань."),
)


def write(tx: Tx, today: date) -> int:
    """Registers the letters, as if each had been opened on its day; how many."""
    people = users.opened(tx, tx.all(User.select().order_by(User.id).limit(len(LETTERS))))
    officer = operators.by_login(tx, "petro")
    assert officer is not None, "operators are seeded first"
    for person, (kind, days, begun, text) in zip(people, LETTERS, strict=False):
        received = today - timedelta(days=days)
        found = clocks(packaged(), Facts(kind, received, (REGIME,)))[0]
        row = PrivacyRequest(
            id=new_id(),
            number=privacy.next_number(tx, received.year),
            kind=kind,
            state=IN_PROGRESS if begun else RECEIVED,
            channel=IntakeChannel.INTAKE_CHANNEL_LETTER,
            user_id=person.id,
            document_ref=f"скан-{received.isoformat()}",
            received_on=received.isoformat(),
            due_on=found.due.isoformat(),
            due_article=found.article,
            regimes=REGIME,
            assignee_id=officer.id if begun else None,
            proof_at=tx.now if begun else None,
            proof_by_kind=PrincipalKind.PRINCIPAL_KIND_OPERATOR if begun else 0,
            proof_by_id=officer.id if begun else None,
            created_at=tx.now,
        )
        texts = {
            "applicant_name": f"{person.first_name} {person.last_name}",
            "applicant_contact": person.email,
            "text": text,
            "proof_method": "паспорт, звірено особисто" if begun else "",
        }
        request = privacy.create(tx, row, texts, ())
        privacy.add_step(tx, request, "CreatePrivacyRequest", (PrincipalKind.PRINCIPAL_KIND_OPERATOR, officer.id))
    return len(people)
