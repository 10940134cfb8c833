"""The retention purge: nothing younger than its term goes, nothing older stays, but what must; on both engines."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.columns import SYSTEM, declaration_of
from storage.days import OPEN_END
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.models import MODELS
from storage.models.accounts import Account, AccountEnd, AccountLink, Installation, Meter, Register
from storage.models.billing import Balance, Charge
from storage.models.disclosures import Disclosure
from storage.models.duties import RetentionRun
from storage.models.people import PhoneVerification, Session
from storage.models.privacy import ErasureRun, PrivacyRequest, PrivacyStep, RestrictionLifting
from storage.models.readings import Reading
from storage.repositories import duties, retention
from storage.repositories.duties import Recipient

from ..engines import START

DAY = 86_400_000
YEARS = 1095 * DAY


def take_all(tx: Tx, now: int = START, most: int = 3) -> dict[str, int]:
    """Runs every rule to its end; rows taken, by table."""
    taken: dict[str, int] = {}
    for rule in retention.rules():
        while found := retention.take(tx, rule, now, most).rows:
            taken[rule.table] = taken.get(rule.table, 0) + found
    return taken


def test_every_column_with_a_term_has_a_rule() -> None:
    promised = {
        (model._meta.table_name, field.column_name)
        for model in MODELS
        for field in model._meta.sorted_fields
        if declaration_of(field) != SYSTEM and declaration_of(field).retention.days is not None
    }
    assert promised == {(rule.table, column) for rule in retention.rules() for column in rule.columns}
    for rule in retention.rules():
        columns = {field.column_name: field for field in rule.model._meta.sorted_fields}
        assert rule.deletes or all(columns[name].null for name in rule.columns), rule.table


async def test_every_rule_is_sql_on_both_engines_and_finds_nothing_in_an_empty_house(store: Store) -> None:
    assert await store.write(take_all) == {}
    found = await store.read(lambda tx: [retention.past(tx, rule, START) for rule in retention.rules()])
    assert {(one.rows, one.oldest) for one in found} == {(0, None)}


def a_session(number: int, last_used_at: int) -> Session:
    return Session(
        id=number,
        token_hash=number.to_bytes(4, "big"),
        user_id=None,
        started_at=last_used_at - 5,
        last_used_at=last_used_at,
        expires_at=last_used_at + 5,
    )


def a_code(number: int, created_at: int) -> PhoneVerification:
    return PhoneVerification(
        id=number, gateway_id=1, phone_index=b"x", code_hash=b"y", created_at=created_at, expires_at=created_at + 1
    )


AGES = st.lists(st.integers(-3, 3), min_size=1, max_size=12)


async def test_to_the_millisecond_nothing_younger_goes_and_nothing_older_stays(store: Store) -> None:
    """Generated ages around the ends of the terms; several to one transaction, which is undone."""

    class Undone(Exception):
        pass

    def example(tx: Tx, ages: list[int], most: int) -> None:
        for number, age in enumerate(ages, 1):
            tx.insert(a_session(number, START - YEARS - age))
            tx.insert(a_code(number, START - DAY - age))
        before = {rule.table: retention.past(tx, rule, START).rows for rule in retention.rules()}
        taken = take_all(tx, most=most)
        old = {number for number, age in enumerate(ages, 1) if age > 0}
        young = set(range(1, len(ages) + 1)) - old
        assert taken.get("session", 0) == before["session"] == len(old)
        assert {row.id for row in tx.all(Session.select())} == young
        assert {row.id for row in tx.all(PhoneVerification.select())} == young
        raise Undone

    examples: list[tuple[list[int], int]] = []

    @settings(max_examples=25, deadline=None, database=None)
    @given(AGES, st.integers(1, 5))
    def collect(ages: list[int], most: int) -> None:
        examples.append((ages, most))

    collect()
    for ages, most in examples:
        with pytest.raises(Undone):
            await store.write(lambda tx, one=ages, rows=most: example(tx, one, rows))  # type: ignore[misc]


LONG_AGO = START - 1_096 * DAY - 1


def a_request(tx: Tx, number: int, **values: Any) -> None:
    columns: dict[str, Any] = {"kind": 1, "state": 5, "decision": 1, "user_id": number, "closed_at": LONG_AGO, **values}
    days = dict.fromkeys(("received_on", "due_on", "due_article"), "")
    made = PrivacyRequest(id=number, number=str(number), channel=1, created_at=1, text_sealed=b"x", **days, **columns)
    tx.insert(made)
    step = {"number": 1, "at": 1, "call": "", "state": 1, "actor_kind": 1, "actor_id": 1}
    tx.insert(PrivacyStep(request_id=number, note_sealed=b"x", **step))


def a_duty(tx: Tx, request_id: int, state: int, closed_at: int | None) -> None:
    row = duties.new_row(
        tx, Recipient(7, 0, 4), request_id=request_id, kind=3, user_id=5, fields="", due_on="", due_article=""
    )
    row.state, row.closed_at = state, closed_at
    duties.add(tx, row)


def an_end(tx: Tx, request_id: int, state: int, decided_at: int) -> None:
    who = {"user_id": 5, "ground": 1, "proposed_by_id": 1, "proposed_at": 1}
    tx.insert(RestrictionLifting(id=request_id, request_id=request_id, state=state, decided_at=decided_at, **who))


def a_disclosure(tx: Tx, number: int, **values: Any) -> None:
    columns: dict[str, Any] = {"state": 5, "notice": 1, "user_id": number, "decided_at": LONG_AGO, **values}
    empty = dict.fromkeys(("fields", "received_on", "study_due_on", "due_on"), "")
    filled = {**empty, "ground": 1, "recipient_key": b"", "created_by_id": 1, "created_at": 1, **columns}
    tx.insert(Disclosure(id=number, number=str(number), finding_sealed=b"x", **filled))


async def test_a_proof_stays_while_something_of_it_lasts_and_as_long_behind_its_end(store: Store) -> None:
    def unit(tx: Tx) -> list[int]:
        a_request(tx, 1)  # over
        a_request(tx, 2)
        a_duty(tx, 2, 1, None)  # a receipt is awaited
        a_request(tx, 3)
        a_duty(tx, 3, 2, START - 1)  # it came yesterday
        a_request(tx, 4)
        a_duty(tx, 4, 2, LONG_AGO)  # over
        a_request(tx, 5, kind=5)  # a restriction that binds
        a_request(tx, 6, kind=5)
        an_end(tx, 6, 3, START - 1)  # lifted yesterday
        a_request(tx, 7, kind=5, state=6)
        an_end(tx, 7, 3, LONG_AGO)  # over
        a_request(tx, 8, kind=5, state=7)  # refused: over
        a_request(tx, 9, kind=3, state=6)
        tx.insert(ErasureRun(request_id=9, person_id=9, clean=False))  # something is left to be destroyed
        a_disclosure(tx, 21)  # over
        a_disclosure(tx, 22, notice=2)  # the person is not told
        a_disclosure(tx, 23, exemption_ended_at=START - 1)
        a_disclosure(tx, 24, state=3)  # approved, and neither released nor denied
        a_disclosure(tx, 25, state=4, notice=2)  # denied: over
        return retention.keys_past(tx, START, 99)

    assert sorted(await store.write(unit)) == [1, 4, 7, 8, 21, 25]
    taken = await store.write(take_all)
    assert taken == {"privacy_request": 4, "privacy_step": 4, "disclosure": 2}


def place(tx: Tx, account_id: int, ends_at: int, *, begins_at: int = 0) -> None:
    """An account on place 1, whose meter 1 stands there for ever, with a charge, a link and another end before."""
    tx.insert(
        Account(
            id=account_id,
            number=str(account_id),
            utility_id=1,
            commodity=1,
            usage_point_id=1,
            effective_from="2000-01-01",
            begins_at=begins_at,
            ends_at=ends_at,
        )
    )
    tx.insert(AccountEnd(account_id=account_id, until=begins_at, ends_at=OPEN_END))
    tx.insert(AccountLink(id=account_id, account_id=account_id, user_id=account_id, linked_at=begins_at))
    tx.insert(
        Charge(
            id=account_id,
            utility_id=1,
            account_id=account_id,
            document_number=f"d{account_id}",
            due_on="2020-01-01",
            issued_on="2020-01-01",
            received_at=1,
        )
    )
    tx.insert(Balance(account_id=account_id, utility_id=1, reckoned_on="2020-01-01", updated_at=1))


def metered(tx: Tx, *instants: int) -> None:
    tx.insert(Meter(id=1, serial_number="1", commodity=1))
    tx.insert(Installation(id=1, meter_id=1, usage_point_id=1, installed_at=0))
    tx.insert(Register(id=1, meter_id=1, installation_id=1, tier=1, integer_digits=5, fraction_digits=0))
    for number, instant in enumerate(instants, 1):
        tx.insert(
            Reading(
                id=number,
                register_id=1,
                value=number,
                read_at=instant,
                received_at=instant,
                source=1,
                state=2,
                quality=17,
                rule_set=1,
                submitter_kind=1,
                submitter_id=1,
            )
        )


def left(tx: Tx) -> dict[str, set[int]]:
    models: tuple[Any, ...] = (Account, AccountLink, Charge, Reading)
    return {model._meta.table_name: {row.id for row in tx.all(model.select())} for model in models}


async def test_an_account_takes_with_it_what_was_metered_and_charged_in_its_time_and_nothing_else(store: Store) -> None:
    end = START - YEARS - 10 * DAY

    def unit(tx: Tx) -> dict[str, set[int]]:
        place(tx, 1, end)  # of before, past its term
        place(tx, 2, OPEN_END, begins_at=end)  # who lives there now
        metered(tx, end - 5 * DAY, end - 4 * DAY, end, end + DAY)
        take_all(tx)
        return left(tx) | {"account_end": {row.account_id for row in tx.all(AccountEnd.select())}}

    found = await store.write(unit)
    assert found == {
        "account": {2},
        "account_end": {2},
        "account_link": {2},
        "charge": {2},
        "reading": {3, 4},
    }


async def test_the_last_index_of_a_place_stays_for_whoever_comes(store: Store) -> None:
    end = START - YEARS - 10 * DAY

    def unit(tx: Tx) -> dict[str, set[int]]:
        place(tx, 1, end)
        metered(tx, end - 5 * DAY, end - 4 * DAY)
        take_all(tx)
        return left(tx)

    assert await store.write(unit) == {"account": set(), "account_link": set(), "charge": set(), "reading": {2}}


@pytest.mark.parametrize("hold", ["debt", "request", "duty", "age"])
async def test_a_debt_an_open_request_and_an_unanswered_duty_hold_what_they_need(store: Store, hold: str) -> None:
    end = START - YEARS - (-1 if hold == "age" else 1)

    def unit(tx: Tx) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
        place(tx, 1, end)
        metered(tx, end - 5, end - 4)
        if hold == "debt":
            tx.run(Balance.update(overdue=1))
        if hold == "request":
            tx.sql(
                "INSERT INTO privacy_request (id, number, kind, state, channel, user_id, received_on, "
                "due_on, due_article, proof_by_kind, decision, created_at, version) "
                "VALUES (9, '1', 3, 3, 1, 1, '2026-01-01', '2026-01-01', '', 0, 0, 1, 1)"
            )
        if hold == "duty":
            tx.sql(
                "INSERT INTO data_duty (id, partner_id, kind, state, request_id, user_id, account_id, data_classes, "
                "fields, raised_at, due_on, due_article, outcome, version) "
                "VALUES (9, 1, 2, 1, 9, 1, 1, 4, '', 1, '2026-01-01', '', 0, 1)"
            )
        before = left(tx)
        take_all(tx)
        return before, left(tx)

    before, after = await store.write(unit)
    assert after == before


async def test_a_run_is_on_record_with_what_it_took(store: Store) -> None:
    def unit(tx: Tx) -> list[RetentionRun]:
        retention.note(tx, 5, 1, [{"table": "session", "rows": 1}])
        retention.note(tx, 5, 1, [{"table": "session", "rows": 2}])
        retention.finish(tx, 5)
        return retention.runs(tx, None, 10, 0)[0]

    (run,) = await store.write(unit)
    assert (run.started_at, run.finished_at, run.report) == (1, START, '[{"table": "session", "rows": 2}]')
