"""Days by which something must be done, gathered from the lists that have them."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TypeVar

from console.client.disclosures import Disclosures
from console.client.duties import Duties
from console.client.listing import invalid
from console.client.privacy import Privacy
from console.client.wire import allowed
from console.disclosures import OPEN, Disclosure
from console.duties import DataDuty
from console.i18n import BOTH
from console.models import Page, Query
from console.ports import ClientError
from console.requests import PrivacyRequest
from console.terms import Term

R = TypeVar("R")
#: Things of each kind at most; each list gives the ones due first.
MOST = 1_000


class Terms:
    """The terms that the roles allow to see: a list that may not be read is left out."""

    def __init__(self, requests: Privacy, duties: Duties, disclosures: Disclosures) -> None:
        self._requests, self._duties, self._disclosures = requests, duties, disclosures

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[Term]:
        """The nearest first. There is no token: all of them are asked for each time, and they are few."""
        lists: Mapping[str, Callable[[], Awaitable[list[Term]]]] = {
            "request": partial(_listed, self._requests.page, ("open", "yes"), _of_request),
            "duty": partial(_listed, self._duties.page, ("state", "pending"), _of_duty),
            "disclosure": partial(_listed, self._disclosures.page, ("state", OPEN), _of_disclosure),
        }
        wanted = query.get("kind")
        if wanted and wanted not in lists:
            raise invalid("kind", wanted, list(lists))
        found = [one for kind, listed in lists.items() if wanted in ("", kind) for one in await listed()]
        found.sort(key=lambda one: (one.day, one.number, one.id), reverse=not query.descending)
        return Page(tuple(found[skip : skip + size]), len(found), "")

    async def get(self, key: str) -> Term:
        """The list holds all of it: there is no more to ask for."""
        raise ClientError("NOT_FOUND", key)


async def _listed(
    page: Callable[..., Awaitable[Page[R]]], condition: tuple[str, str], term: Callable[[R], Term | None]
) -> list[Term]:
    found = await allowed(page(Query((condition,)), token="", skip=0, size=MOST))
    return [one for one in map(term, found.rows) if one is not None] if found is not None else []


def _of_request(one: PrivacyRequest) -> Term | None:
    if one.due_on is None:
        return None
    return Term(
        id=f"request {one.id}",
        kind="REQUEST",
        day=one.due_on,
        number=one.number,
        what=f"request_kind.{one.kind}",
        state=f"request_state.{one.state}",
        whom=one.applicant,
        article=one.due_article,
    )


def _of_duty(one: DataDuty) -> Term | None:
    if one.due_on is None:
        return None
    return Term(
        id=f"duty {one.id}",
        kind="DUTY",
        day=one.due_on,
        number=one.request_number,
        what=f"duty_kind.{one.kind}",
        state=f"duty_state.{one.state}",
        whom=BOTH.join((one.partner_uk, one.partner_en)),
        article=one.article,
    )


def _of_disclosure(one: Disclosure) -> Term | None:
    if one.next_due is None:
        return None
    return Term(
        id=f"disclosure {one.id}",
        kind="DISCLOSURE",
        day=one.next_due,
        number=one.number,
        what="term.study" if one.state == "REQUESTED" else "term.answer",
        state=f"disclosure_state.{one.state}",
        whom=one.recipient,
        article="",
    )
