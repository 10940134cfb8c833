"""The call of OperatorService that finds whatever somebody means who types a text, as far as they may see it."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from smartregion.v1 import operator_service_pb2 as pb
from smartregion.v1.alert_service_pb2 import AlertState
from smartregion.v1.disclosure_service_pb2 import DisclosureState
from smartregion.v1.notification_service_pb2 import CampaignState
from smartregion.v1.options_pb2 import Permission
from smartregion.v1.privacy_request_service_pb2 import PrivacyRequestState
from smartregion.v1.support_service_pb2 import ThreadState

from server.call import Call
from server.codec import decode_id, encode_id
from server.errors import InvalidField
from server.limits import SEARCH_RESULTS
from server.services import Calls
from storage.engine.transaction import Tx
from storage.models.accounts import Account, Meter
from storage.models.alerts import Alert
from storage.models.base import Base
from storage.models.campaigns import Campaign
from storage.models.disclosures import Disclosure
from storage.models.privacy import PrivacyRequest
from storage.models.support import SupportThread
from storage.repositories import accounts, beginnings, partners, users
from storage.repositories.scope import EVERYTHING

#: Numbers of cases, which name nobody: requests by the year, threads, disclosures and alerts by a letter before it.
_CASE = re.compile(r"([ADS]-)?20[0-9]{2}-[0-9]{0,6}")

#: Capitals of both alphabets that nobody tells apart on a plate or a letter, whichever layout was on.
_LATIN, _OURS = "ABCEHIKMOPTXY", "АВСЕНІКМОРТХУ"
_TO_LATIN, _TO_OURS = str.maketrans(_OURS, _LATIN), str.maketrans(_LATIN, _OURS)


class Found(NamedTuple):
    id: int
    title: str
    detail: str
    #: Users whose data this shows.
    shown: tuple[int, ...] = ()


Look = Callable[[Tx, str, int | None, str], list[Found]]


class SearchCalls(Calls):
    async def Search(self, request: Any, call: Call) -> pb.SearchResponse:
        text, number = request.query, _number(request.query)
        call.detail["by"] = _asked(text, number)
        mine = [(kind, look) for kind, permission, look in _KINDS if permission in call.principal.permissions]
        reply = pb.SearchResponse()

        def query(tx: Tx) -> list[tuple[int, list[Found]]]:
            return [(kind, look(tx, text, number, call.language)) for kind, look in mine]

        shown: list[int] = []
        for kind, found in await call.read(query):
            for one in found[:SEARCH_RESULTS]:
                reply.results.add(kind=kind, id=encode_id(one.id), title=one.title, detail=one.detail)
                shown += one.shown
            if len(found) > SEARCH_RESULTS:
                reply.more.append(kind)  # type: ignore[arg-type]
        call.showed(len(reply.results), shown)
        return reply


def _number(text: str) -> int | None:
    """What an id says; None for another text."""
    try:
        return decode_id(text)
    except InvalidField:
        return None


def _asked(text: str, number: int | None) -> str:
    """What the audit log keeps of a text: all of it where it names nobody, else of what kind it was."""
    if _CASE.fullmatch(_case_number(text)):
        return _case_number(text)
    return "id" if number is not None else users.meant(text)[0]


def _case_number(text: str) -> str:
    """As we write them: whoever types А on the Ukrainian layout sees the very number that they mean."""
    return text.upper().translate(_TO_LATIN)


def _spelt(text: str) -> list[str]:
    """A serial number as it may be on record: as it was typed, in capitals, and in those of either alphabet."""
    capitals = text.upper()
    return list(dict.fromkeys((text, capitals, capitals.translate(_TO_LATIN), capitals.translate(_TO_OURS))))


def _users(tx: Tx, text: str, number: int | None, language: str) -> list[Found]:
    people, _ = users.lookup(tx, *users.meant(text), EVERYTHING, SEARCH_RESULTS + 1)
    if number is not None:
        people = users.many(tx, [number]) + people
    return [Found(one.id, _name(one) or encode_id(one.id), one.shown("phone"), (one.id,)) for one in people]


def _name(person: users.Person) -> str:
    """Empty where nothing is held of them any more, or nothing that can be read."""
    return f"{person.shown('first_name')} {person.shown('last_name')}".strip() or person.shown("phone")


def _accounts(tx: Tx, text: str, number: int | None, language: str) -> list[Found]:
    contracts = accounts.opened(tx, _rows(tx, Account, text, number))
    names = partners.names(tx, {one.row.utility_id for one in contracts})
    place = 0 if language == "uk" else 1
    return [
        Found(one.row.id, one.row.number, names[one.row.utility_id][place], tuple(one.user_ids)) for one in contracts
    ]


def _meters(tx: Tx, text: str, number: int | None, language: str) -> list[Found]:
    found = {row.id: row for spelt in _spelt(text) for row in _rows(tx, Meter, spelt, number)}
    return [Found(row.id, row.serial_number, row.model) for row in list(found.values())[: SEARCH_RESULTS + 1]]


def _cases(
    tx: Tx, text: str, number: int | None, language: str, *, model: type[Base], states: Any, prefix: str
) -> list[Found]:
    column = beginnings.COLUMNS[model]
    typed = _case_number(text) if column == "number" else text
    return [
        Found(row.id, getattr(row, column), states.Name(row.state).removeprefix(prefix))
        for row in _rows(tx, model, typed, number)
    ]


def _rows(tx: Tx, model: type[Base], text: str, number: int | None) -> list[Any]:
    """One more than is told."""
    named = beginnings.by_id(tx, model, number) if number is not None else []
    return named + beginnings.beginning(tx, model, text, SEARCH_RESULTS + 1)


def _case(model: type[Base], states: Any, prefix: str) -> Look:
    return partial(_cases, model=model, states=states, prefix=prefix)


_KINDS: tuple[tuple[int, Permission, Look], ...] = (
    (pb.SEARCH_KIND_USER, Permission.PERMISSION_USERS_READ, _users),
    (pb.SEARCH_KIND_ACCOUNT, Permission.PERMISSION_ACCOUNTS_READ, _accounts),
    (pb.SEARCH_KIND_METER, Permission.PERMISSION_ACCOUNTS_READ, _meters),
    (
        pb.SEARCH_KIND_PRIVACY_REQUEST,
        Permission.PERMISSION_PRIVACY_READ,
        _case(PrivacyRequest, PrivacyRequestState, "PRIVACY_REQUEST_STATE_"),
    ),
    (
        pb.SEARCH_KIND_SUPPORT_THREAD,
        Permission.PERMISSION_SUPPORT_READ,
        _case(SupportThread, ThreadState, "THREAD_STATE_"),
    ),
    (
        pb.SEARCH_KIND_DISCLOSURE,
        Permission.PERMISSION_DISCLOSURES_READ,
        _case(Disclosure, DisclosureState, "DISCLOSURE_STATE_"),
    ),
    (pb.SEARCH_KIND_ALERT, Permission.PERMISSION_ALERTS_READ, _case(Alert, AlertState, "ALERT_STATE_")),
    (
        pb.SEARCH_KIND_CAMPAIGN,
        Permission.PERMISSION_NOTIFICATIONS_READ,
        _case(Campaign, CampaignState, "CAMPAIGN_STATE_"),
    ),
)
