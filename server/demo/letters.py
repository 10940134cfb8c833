"""Letters and e-mails that came before today, so that some deadlines are near when the console opens."""

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta
from email.message import EmailMessage

from smartregion.v1.intake_draft_pb2 import MailArrival
from smartregion.v1.options_pb2 import PrincipalKind
from smartregion.v1.privacy_request_service_pb2 import IntakeChannel
from smartregion.v1.privacy_request_service_pb2 import PrivacyRequestKind as K

from server.law.book import packaged
from server.law.clocks import Facts, clocks, implied
from server.privacy import drafts, senders
from server.privacy.mail import reading
from server.privacy.workflow import IN_PROGRESS, RECEIVED
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.people import User
from storage.models.privacy import PrivacyRequest
from storage.repositories import operators, privacy, users

REGIME = "UA-2297-VI"
HOUR_MS = 3_600_000

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


#: One letter of somebody who is not known here, that demands under three laws; and what a lawyer asks.
STRANGER, STRANGER_CONTACT = "Тетяна Барвінок", "tetiana.barvinok@pivden.example"
PARTS = (
    (K.PRIVACY_REQUEST_KIND_ACCESS, "Прошу повідомити, чи маєте ви мої персональні дані й звідки."),
    (K.PRIVACY_REQUEST_KIND_APPEAL, "Скаржуся: у будинку на вул. Шкільній третій тиждень слабкий тиск води."),
    (K.PRIVACY_REQUEST_KIND_PUBLIC_INFORMATION, "Прошу надати графік планових робіт на мережі за грудень."),
)
LAWYER, LAWYER_CONTACT = "Адвокат Кирило Вербицький", "04070, м. Київ, вул. Сагайдачного, 25, оф. 4"
LAWYER_TEXT = "На підставі ордера АІ № 1204417 прошу надати копії актів обстеження приладу обліку клієнта."

#: Mails that nobody has read yet: hours since each arrived, its headers and its text.
MAILS = (
    (
        52,
        {"From": "Тетяна Барвінок <tetiana.barvinok@pivden.example>", "Subject": "Ще раз про мої дані"},
        "Добрий день!\n\nЯ вже писала паперового листа. Прошу відповісти, чи є у вас мої дані, і якщо є, знищити їх.\n"
        "А ще поясніть, будь ласка, звідки нарахування за листопад.\n\nТ. Барвінок",
    ),
    (
        30,
        {"From": "Богдан Сокіл <b.sokil@pivden.example>", "Subject": "Відкликаю згоду на рекламу"},
        "Більше не надсилайте мені рекламу. Згоду відкликаю з сьогоднішнього дня.",
    ),
    (
        5,
        {
            "From": "mailer-daemon@pivden.example",
            "Subject": "Автовідповідь: я у відпустці",
            "Auto-Submitted": "auto-replied",
        },
        "Я у відпустці до 30-го. Рахунок у файлі \u202egpj.exe",
    ),
)


def write(tx: Tx, today: date) -> int:
    """Registers the letters, as if each had been opened on its day; how many."""
    people = users.opened(tx, tx.all(User.select().order_by(User.id).limit(len(LETTERS))))
    officer = officer_id(tx)
    for person, (kind, days, begun, text) in zip(people, LETTERS, strict=False):
        received = today - timedelta(days=days)
        row = _row(tx, kind, received)
        row.user_id = person.id
        if begun:
            row.state, row.assignee_id = IN_PROGRESS, officer
            row.proof_at, row.proof_by_kind, row.proof_by_id = tx.now, PrincipalKind.PRINCIPAL_KIND_OPERATOR, officer
        name = f"{person.first_name} {person.last_name}"
        _create(tx, row, name, person.email, text, proof="паспорт, звірено особисто" if begun else "")
    return len(people)


def write_of_strangers(tx: Tx, today: date) -> None:
    """Registers letters under other laws, and lays mails by that wait for somebody to read them."""
    first = 0
    for kind, text in PARTS:
        row = _row(tx, kind, today - timedelta(days=3))
        first = first or row.id
        row.letter_id = first
        _create(tx, row, STRANGER, STRANGER_CONTACT, text)
    row = _row(tx, K.PRIVACY_REQUEST_KIND_LAWYER_REQUEST, today - timedelta(days=4))
    _create(tx, row, LAWYER, LAWYER_CONTACT, LAWYER_TEXT)
    for hours, headers, text in MAILS:
        content = _mail(headers, text)
        arrived_at = tx.now - hours * HOUR_MS
        drafts.take(tx, reading.read(content, len(content)), arrived_at, MailArrival.MAIL_ARRIVAL_MAILBOX, len(content))


def _mail(headers: Mapping[str, str], text: str) -> bytes:
    message = EmailMessage()
    for name, value in headers.items():
        message[name] = value
    message["Message-ID"] = f"<{hashlib.sha256(text.encode()).hexdigest()[:16]}@pivden.example>"
    message.set_content(text)
    return message.as_bytes()


def officer_id(tx: Tx) -> int:
    officer = operators.by_login(tx, "petro")
    assert officer is not None, "operators are seeded first"
    return officer.id


def _row(tx: Tx, kind: int, received: date) -> PrivacyRequest:
    """A request as it is when it is registered."""
    request_id = new_id()
    regimes = implied(packaged(), (REGIME,), kind, received)
    found = clocks(packaged(), Facts(kind, received, regimes))[0]
    return PrivacyRequest(
        id=request_id,
        number=privacy.next_number(tx, received.year),
        kind=kind,
        state=RECEIVED,
        channel=IntakeChannel.INTAKE_CHANNEL_LETTER,
        letter_id=request_id,
        received_on=received.isoformat(),
        due_on=found.due.isoformat(),
        due_article=found.article,
        regimes=" ".join(regimes),
        created_at=tx.now,
    )


def _create(tx: Tx, row: PrivacyRequest, name: str, contact: str, text: str, proof: str = "") -> None:
    row.sender_index = senders.index_of(tx, name, contact)
    texts = {
        "applicant_name": name,
        "applicant_contact": contact,
        "text": text,
        "proof_method": proof,
        "document_ref": f"скан-{row.received_on}",
    }
    request = privacy.create(tx, row, texts, ())
    privacy.add_step(tx, request, "CreatePrivacyRequest", (PrincipalKind.PRINCIPAL_KIND_OPERATOR, officer_id(tx)))
