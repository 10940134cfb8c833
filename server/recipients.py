"""Who received data of a person, and telling them of a change (2297-VI, art. 21(3); GDPR, art. 19).

A change that a privacy request brings about is told by server.privacy.duties; what a resident or an operator changes
without one is told from here, by the call that changes it and in its transaction.
"""

from collections.abc import Collection
from datetime import date

from smartregion.v1.data_duty_pb2 import DataDutyKind
from smartregion.v1.options_pb2 import DataClass
from smartregion.v1.partner_service_pb2 import PartnerKind

from server.codec import bits
from server.law.book import Law
from server.law.reckoning import reckon
from storage.days import day_of
from storage.engine.transaction import Tx
from storage.repositories import duties, partners
from storage.repositories.duties import Recipient

#: Whose term is counted: the duty holds for every recipient, whatever else a request falls under.
REGIME, NOTICE = "UA-2297-VI", "change-notice"
#: What of a user can be corrected, and who was shown it.
FIELD_CLASSES = {
    "phone": DataClass.DATA_CLASS_CONTACT,
    "email": DataClass.DATA_CLASS_CONTACT,
    "first_name": DataClass.DATA_CLASS_IDENTITY,
    "last_name": DataClass.DATA_CLASS_IDENTITY,
}


def of_person(tx: Tx, user_id: int) -> list[Recipient]:
    """Who received data of a person: by grants, and contacts by their export to the company's own site (mission M1).
    Authorities and third parties to which data was disclosed count as well: who is no partner is told by letter."""
    contacts = bits([DataClass.DATA_CLASS_CONTACT])
    sites = partners.of_kind(tx, PartnerKind.PARTNER_KIND_COMPANY_SITE)
    by_export = (Recipient(number, 0, contacts) for number in sites)
    return duties.together([*duties.by_grants(tx, user_id), *by_export, *duties.by_disclosures(tx, user_id)])


def shown(recipient: Recipient, fields: Collection[str]) -> list[str]:
    """Those of the fields that a recipient was ever shown."""
    return [field for field in fields if recipient.data_classes & bits([FIELD_CLASSES[field]])]


def told_by(law: Law, day: date) -> tuple[date, str]:
    """The last day on which recipients are told of what happens on a day, and the article."""
    regime = law.regime(REGIME)
    duty = regime.duty(NOTICE, day)
    return reckon(law, regime, duty, day).due, regime.cited(duty)


def tell_of_change(tx: Tx, user_id: int, fields: Collection[str], law: Law) -> int:
    """Makes the change of these fields a duty of everybody who received them; how many are told. Where a duty of theirs
    still waits, it is told by that one."""
    if not fields:
        return 0
    due, article = told_by(law, day_of(tx.now))
    kind = DataDutyKind.DATA_DUTY_KIND_RECTIFIED
    waiting = duties.waiting_changes(tx, user_id, kind)
    told = 0
    for one in of_person(tx, user_id):
        theirs = shown(one, fields)
        if not theirs:
            continue
        told += 1
        known = waiting.get(one.key)
        if known is not None:
            duties.raise_again(tx, known, theirs, one.data_classes)
            continue
        row = duties.new_row(
            tx,
            one,
            request_id=0,
            kind=kind,
            user_id=user_id,
            fields=",".join(theirs),
            due_on=due.isoformat(),
            due_article=article,
        )
        duties.add(tx, row)
    return told


def reveal(tx: Tx, user_id: int) -> None:
    """A person may know of the duties of those of whom law no longer forbids to tell them."""
    duties.reveal(tx, user_id, [one.key for one in of_person(tx, user_id) if one.untold])
