"""What the rules see of an entry of the audit log, and of a reading behind an inspection."""

from typing import Any

import pytest
from smartregion.v1.options_pb2 import PrincipalKind

from server.alerts import loading
from server.alerts.events import Called
from server.codec import encode_id
from storage.engine.store import Store
from storage.repositories.alert_events import Entry, Inspected

OPERATOR, PARTNER = PrincipalKind.PRINCIPAL_KIND_OPERATOR, PrincipalKind.PRINCIPAL_KIND_PARTNER
RESIDENT, ANONYMOUS = PrincipalKind.PRINCIPAL_KIND_RESIDENT, PrincipalKind.PRINCIPAL_KIND_ANONYMOUS
DAY = 86_400_000


def entry(kind: int, action: str, outcome: str = "OK", **detail: str) -> Entry:
    return Entry(1, 5, kind, 7, action, outcome, "", 0, 0, detail)


async def seen(store: Store, one: Entry) -> Called:
    (made,) = await store.read(lambda tx: loading.called(tx, [one]))
    return made


@pytest.mark.parametrize(
    ("one", "refused"),
    [
        (entry(ANONYMOUS, "AuthService.SignInOperator", "UNAUTHENTICATED", why="WRONG_CREDENTIALS"), 1),
        (entry(ANONYMOUS, "AuthService.SignInOperator", "RESOURCE_EXHAUSTED", why="LOCKED_OUT"), 1),
        (entry(ANONYMOUS, "AuthService.SignInOperator", "UNAUTHENTICATED", why="SECOND_FACTOR_REQUIRED"), 0),
        (entry(PARTNER, "AuthService.ConfirmPhone", "FAILED_PRECONDITION", why="CODE_REJECTED"), 1),
        (entry(ANONYMOUS, "AuthService.SignInOperator"), 0),
        (entry(OPERATOR, "UserService.GetUser", "PERMISSION_DENIED"), 0),
        (
            entry(
                ANONYMOUS,
                "UserService.GetUser",
                "UNAUTHENTICATED",
                refused="42",
                calls="UserService.GetUser UNAUTHENTICATED ×30, AuthService.SignInOperator UNAUTHENTICATED ×12",
            ),
            12,
        ),
    ],
)
async def test_a_refused_way_in_counts_and_half_a_sign_in_does_not(store: Store, one: Entry, refused: int) -> None:
    assert (await seen(store, one)).refused == refused


async def test_an_address_is_the_same_number_however_it_is_spelled_and_no_address_is_none(store: Store) -> None:
    spelled: list[dict[str, Any]] = [{"ip": "203.0.113.7"}, {"ip": "::ffff:203.0.113.7"}, {"ip": "unknown"}, {}]
    made = [await seen(store, entry(OPERATOR, "UserService.GetUser", **detail)) for detail in spelled]
    one, same, unread, none = made
    assert (one.address, one.network) == (same.address, "203.0.113.0/24")
    assert one.address
    assert (unread.address, unread.network, none.address) == (0, "", 0)


async def test_who_calls_is_an_operator_or_a_key_and_looks_are_known(store: Store) -> None:
    one = await seen(store, entry(OPERATOR, "UserService.ListUsers", rows="250"))
    assert (one.operator_id, one.key_id, one.rows, one.look) == (7, 0, 250, True)
    other = await seen(store, entry(PARTNER, "BillingService.PushCharges", key=encode_id(99)))
    assert (other.operator_id, other.key_id, other.look) == (0, 99, False)


@pytest.mark.parametrize("text", ["phone", "2026-000001", "A-2026-000001"])
async def test_what_an_operator_searched_by_is_no_key_of_a_partner(store: Store, text: str) -> None:
    one = await seen(store, entry(OPERATOR, "OperatorService.Search", key=text, rows="3"))
    assert (one.operator_id, one.key_id, one.rows) == (7, 0, 3)


def test_of_residents_only_what_a_rule_looks_at_is_read() -> None:
    wanted = [
        loading.wanted(entry(kind, action))
        for kind, action in (
            (RESIDENT, "ReadingService.SubmitReading"),
            (RESIDENT, "NotificationService.RegisterDevice"),
            (RESIDENT, "security.unauthorized_use_reported"),
            (OPERATOR, "ReadingService.SubmitReading"),
        )
    ]
    assert wanted == [False, True, True, True]


def test_use_a_day_is_reckoned_before_the_inspection_and_since() -> None:
    row = Inspected(1, 9, 7, 1, 130, 50 * DAY, 120, 40 * DAY, 60, 20 * DAY)
    (one,) = loading.handed([row])
    assert (one.before, one.since, one.days) == (3, 1, 10)
    (anew,) = loading.handed([row._replace(value=5)])
    assert anew.since == 0
