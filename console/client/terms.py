"""Days by which something must be done, gathered from the lists that have them."""

from datetime import date
from typing import Any

from smartregion.v1 import data_duty_pb2 as duty
from smartregion.v1 import disclosure_service_pb2 as disclosure
from smartregion.v1 import privacy_request_service_pb2 as privacy
from smartregion.v1.disclosure_service_pb2_grpc import DisclosureServiceStub
from smartregion.v1.privacy_request_service_pb2_grpc import PrivacyRequestServiceStub

from console.client import convert
from console.client.listing import invalid
from console.client.wire import Wire
from console.i18n import BOTH
from console.models import Page, Query
from console.ports import ClientError
from console.terms import Term

#: Things of each kind at most; each list gives the ones due first.
MOST = 1_000
_D = disclosure.DisclosureState
_OPEN = (_D.DISCLOSURE_STATE_REQUESTED, _D.DISCLOSURE_STATE_STUDIED, _D.DISCLOSURE_STATE_APPROVED)


class Terms:
    """The terms that the roles allow to see: a list that may not be read is left out."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._privacy: Any = PrivacyRequestServiceStub(wire.channel)
        self._disclosures: Any = DisclosureServiceStub(wire.channel)

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[Term]:
        """The nearest first. There is no token: all of them are asked for each time, and they are few."""
        lists = {"request": self._of_requests, "duty": self._of_duties, "disclosure": self._of_disclosures}
        wanted = query.get("kind")
        if wanted and wanted not in lists:
            raise invalid("kind", wanted, list(lists))
        found = [one for kind, listed in lists.items() if wanted in ("", kind) for one in await listed()]
        found.sort(key=lambda one: (one.day, one.number, one.id), reverse=not query.descending)
        return Page(tuple(found[skip : skip + size]), len(found), "")

    async def get(self, key: str) -> Term:
        """The list holds all of it: there is no more to ask for."""
        raise ClientError("NOT_FOUND", key)

    async def _of_requests(self) -> list[Term]:
        wanted = privacy.PrivacyRequestFilter(open_only=True)
        request = privacy.ListPrivacyRequestsRequest(filter=wanted, order_by="due_on", page_size=MOST)
        reply = await self._wire.allowed(self._privacy.ListPrivacyRequests, request)
        return list(map(_of_request, reply.requests)) if reply else []

    async def _of_duties(self) -> list[Term]:
        wanted = duty.DataDutyFilter(state=duty.DATA_DUTY_STATE_PENDING)
        request = duty.ListDataDutiesRequest(filter=wanted, page_size=MOST)
        reply = await self._wire.allowed(self._privacy.ListDataDuties, request)
        return list(map(_of_duty, reply.duties)) if reply else []

    async def _of_disclosures(self) -> list[Term]:
        wanted = disclosure.DisclosureFilter(states=_OPEN)
        request = disclosure.ListDisclosuresRequest(filter=wanted, page_size=MOST)
        reply = await self._wire.allowed(self._disclosures.ListDisclosures, request)
        return list(map(_of_disclosure, reply.disclosures)) if reply else []


def _of_request(one: privacy.PrivacyRequest) -> Term:
    return Term(
        id=f"request {one.id}",
        kind="REQUEST",
        target=one.id,
        day=_day(one, "due_on"),
        number=one.number,
        what=f"request_kind.{convert.name(privacy.PrivacyRequestKind, one.kind)}",
        state=f"request_state.{convert.name(privacy.PrivacyRequestState, one.state)}",
        whom=one.applicant_name,
        article=one.due_article,
    )


def _of_duty(one: duty.DataDuty) -> Term:
    return Term(
        id=f"duty {one.id}",
        kind="DUTY",
        target=one.id,
        day=_day(one, "due_on"),
        number=one.privacy_request_number,
        what=f"duty_kind.{convert.name(duty.DataDutyKind, one.kind)}",
        state=f"duty_state.{convert.name(duty.DataDutyState, one.state)}",
        whom=BOTH.join((one.partner_name_uk, one.partner_name_en)),
        article=one.due_article,
    )


def _of_disclosure(one: disclosure.Disclosure) -> Term:
    """Until it is studied, the day of the study; then that of the answer (2297-VI, art. 16(5), 17)."""
    studied = one.state != _D.DISCLOSURE_STATE_REQUESTED
    return Term(
        id=f"disclosure {one.id}",
        kind="DISCLOSURE",
        target=one.id,
        day=_day(one, "due_on" if studied else "study_due_on"),
        number=one.number,
        what="term.answer" if studied else "term.study",
        state=f"disclosure_state.{convert.name(_D, one.state)}",
        whom=one.recipient_name,
        article="2297-VI, art. 16(5)",
    )


def _day(message: Any, field: str) -> date:
    found = convert.day(message, field)
    assert found is not None, f"{field} is always set"
    return found
