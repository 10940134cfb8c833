"""What must hold of a disclosure, and by when each step is due."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from smartregion.v1.disclosure_service_pb2 import DisclosureNotice

from server import parcels
from server.codec import iso_date
from server.disclosures.workflow import APPROVED
from server.errors import ForbiddenByLaw, InvalidField, WrongState
from server.law import reckoning
from server.law.book import Law
from server.limits import DISCLOSURE_APPROVAL_DAYS
from server.privacy.deadlines import Owed
from storage.days import day_of
from storage.models.disclosures import Disclosure
from storage.repositories import disclosures

#: A letter may have lain somewhere; one older than this is a slip of the pen.
OLDEST_DAYS = 366
#: Its duties to third parties, and to whom a transfer is told, stand in server/law/data.
REGIME = "UA-2297-VI"


def received_on(wanted: Any, today: str) -> date:
    """Raises InvalidField."""
    day, now = date.fromisoformat(iso_date(wanted.received_on, "disclosure.received_on")), date.fromisoformat(today)
    if day > now:
        raise InvalidField("disclosure.received_on", "disclosure.received_on", "must not lie ahead")
    if day < now - timedelta(days=OLDEST_DAYS):
        raise InvalidField(
            "disclosure.received_on", "disclosure.received_on", f"must be within the last {OLDEST_DAYS} days"
        )
    return day


def check_fields(wanted: Iterable[str], name: str, among: Iterable[str] | None = None) -> None:
    """Each is one that is held of people; with `among`, one of these. Raises InvalidField."""
    known = set(disclosures.fields()) if among is None else set(among)
    said = "is no field that is held" if among is None else "was not asked for"
    for number, field in enumerate(wanted):
        if field not in known:
            raise InvalidField(f"{name}[{number}]", "disclosure.field", f"{field}: {said}")


def check_key(raw: bytes) -> None:
    """Raises InvalidField."""
    if not parcels.is_key(raw):
        raise InvalidField("disclosure.recipient_key", "disclosure.recipient_key", "is no public key of X25519")


def check_notice(notice: int, ground: str) -> None:
    """Who is not told, is not told by law. Raises InvalidField."""
    exempt = notice == DisclosureNotice.DISCLOSURE_NOTICE_EXEMPT
    if exempt and len(ground.strip()) < 3:
        raise InvalidField(
            "notice_ground", "disclosure.notice_ground", "must name the ground in law (2297-VI, art. 21(2))"
        )
    if not exempt and ground:
        raise InvalidField("notice_ground", "disclosure.notice_ground", "belongs to DISCLOSURE_NOTICE_EXEMPT only")


def study_due(law: Law, received: date) -> date:
    return reckoning.due(law, REGIME, "third-party-study", received).due


def answer_due(law: Law, received: date) -> date:
    return reckoning.due(law, REGIME, "third-party-answer", received).due


def tell_due(law: Law, released: date) -> date:
    return reckoning.due(law, REGIME, "transfer-notice", released).due


def approval_ends(row: Disclosure) -> date | None:
    """The last day on which an approved disclosure is released; None for one that is not approved."""
    if row.state != APPROVED or row.decided_at is None:
        return None
    return day_of(row.decided_at) + timedelta(days=DISCLOSURE_APPROVAL_DAYS)


def lapsed(row: Disclosure, now: int) -> bool:
    ends = approval_ends(row)
    return ends is not None and day_of(now) > ends


def check_approval(row: Disclosure, now: int) -> None:
    """Raises WrongState."""
    if lapsed(row, now):
        raise WrongState(
            f"the approval lapsed after {approval_ends(row)}, {DISCLOSURE_APPROVAL_DAYS} days behind it (a rule of the "
            "house); study the disclosure anew; allowed: StudyDisclosure"
        )


def deferral(law: Law, row: Disclosure, until: date, today: date) -> Owed:
    """The notice that the third party is owed where its access is put off to a day (2297-VI, art. 17(2)). Raises
    InvalidField for a day that law does not allow; ForbiddenByLaw where the third party can't be told in time any more.
    """
    received = date.fromisoformat(row.received_on)
    if until <= date.fromisoformat(row.due_on):
        raise InvalidField("until", "privacy.extension", f"must be after {row.due_on}, the day as it is")
    longest = reckoning.due(law, REGIME, "third-party-deferral", received).due
    if until > longest:
        regime = law.regime(REGIME)
        at_most = f"must be at most {longest} ({regime.cited(regime.duty('third-party-deferral', received))})"
        raise InvalidField("until", "privacy.extension", at_most)
    notice = _owed(law, "deferral-notice", received, reckoning.due(law, REGIME, "deferral-notice", received).due)
    if notice.due is not None and notice.due < today:
        duty, regime = notice.duty, notice.regime
        raise ForbiddenByLaw(
            f"{duty.uk} ({regime.cited_uk(duty)}); цей день, {notice.due:%d.%m.%Y}, минув",
            f"{duty.en} ({regime.cited(duty)}); that day, {notice.due}, is past",
        )
    return notice


def owed(law: Law, row: Disclosure) -> list[Owed]:
    """What the law demands of a disclosure, with the days that are known, in the order in which they come."""
    received = date.fromisoformat(row.received_on)
    longest = reckoning.due(law, REGIME, "third-party-deferral", received).due
    found = [
        _owed(law, "third-party-ensures", received),
        _owed(law, "third-party-study", received, date.fromisoformat(row.study_due_on)),
        _owed(law, "third-party-answer", received, answer_due(law, received)),
        _owed(law, "third-party-deferral", received, longest),
    ]
    if row.deferral_tell_by:
        found.append(_owed(law, "deferral-notice", received, date.fromisoformat(row.deferral_tell_by)))
    found.append(_owed(law, "transfer-notice", received, date.fromisoformat(row.tell_by) if row.tell_by else None))
    return found


def _owed(law: Law, code: str, day: date, due: date | None = None) -> Owed:
    regime = law.regime(REGIME)
    return Owed(regime, regime.duty(code, day), due)
