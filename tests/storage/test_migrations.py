"""Migrations on a database that is in use: nothing is lost, and what is new is filled in."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from peewee import Database
from playhouse.migrations import Runner

from storage.connect import connect
from storage.days import OPEN_END, midnight
from storage.engine import rawbytes, schema
from storage.keys.blind import BlindIndex
from storage.keys.keystore import KeyStore
from storage.keys.sealing import unseal

ACCEPTED, IN_REVIEW, CORRECTED, REVERSED = 2, 3, 5, 6


@pytest.fixture
def old(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """URL of a database that had the migrations up to a number."""

    def made(last: str) -> str:
        url = f"sqlite:///{tmp_path / 'old.db'}" if engine == "sqlite" else request.getfixturevalue("postgres").empty()
        earlier = tmp_path / "earlier"
        earlier.mkdir()
        for file in schema.migrations_folder().glob("[0-9]*"):
            if file.name[:4] <= last:
                shutil.copy(file, earlier)
        database = connect(url)
        with schema.closing_after(database):
            Runner(database, str(earlier)).up()
        return url

    return made


@pytest.fixture
def old_url(engine: str, old: Callable[[str], str]) -> str:
    """A database of the first version with readings in it."""
    url = old("0001")
    database = connect(url)
    with schema.closing_after(database):
        no = "FALSE" if engine == "postgresql" else "0"
        for number, state, version in ((1, ACCEPTED, 1), (2, REVERSED, 2), (3, CORRECTED, 2)):
            database.execute_sql(
                "INSERT INTO reading (id, register_id, value, read_at, received_at, source, state, quality, rule_set, "
                f"submitter_kind, submitter_id, rollover, version) VALUES ({number}, 7, {number}, {number}, {number}, "
                f"1, {state}, 17, 1, 1, 1, {no}, {version})"
            )
        for number, state in ((2, REVERSED), (3, CORRECTED)):
            database.execute_sql(
                "INSERT INTO reading_version (reading_id, version, state, quality, at, actor_kind, actor_id, reason) "
                f"VALUES ({number}, 2, {state}, 17, 50, 1, 1, 'перевірено')"
            )
    return url


def test_a_database_of_the_first_version_comes_along(old_url: str) -> None:
    applied = schema.migrate(old_url)
    assert next(name.partition("_")[0] for name in applied) == "0002"
    assert schema.migrate(old_url) == []
    database = connect(old_url)
    with schema.closing_after(database):
        schema.check(database)
        rows = database.execute_sql("SELECT id, value, state, deemed_at FROM reading ORDER BY id").fetchall()
        versions = database.execute_sql(
            "SELECT reading_id, version, state, at FROM reading_version ORDER BY reading_id, version"
        ).fetchall()
    assert [tuple(row) for row in rows] == [(1, 1, ACCEPTED, None), (2, 2, REVERSED, None), (3, 3, CORRECTED, None)]
    assert [tuple(row) for row in versions] == [
        (2, 1, ACCEPTED, 2),
        (2, 2, REVERSED, 50),
        (3, 1, IN_REVIEW, 3),
        (3, 2, CORRECTED, 50),
    ]


def test_the_last_of_each_wish_counts_from_the_ninth_version_on(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'wishes.db'}" if engine == "sqlite" else request.getfixturevalue("postgres").empty()
    before = tmp_path / "before"
    before.mkdir()
    for file in schema.migrations_folder().glob("000[1-8]*"):
        shutil.copy(file, before)
    database = connect(url)
    with schema.closing_after(database):
        Runner(database, str(before)).up()
        changes = ((1, 5, 6, 3, False), (2, 5, 6, 3, True), (3, 5, 6, 2, False), (4, 7, 6, 3, False))
        for number, user_id, category, channel, enabled in changes:
            value = str(enabled).upper() if engine == "postgresql" else int(enabled)
            database.execute_sql(
                "INSERT INTO preference_change (id, user_id, category, channel, enabled, at, origin, actor_kind, "
                f"actor_id, policy_version) VALUES ({number}, {user_id}, {category}, {channel}, {value}, {number}, 1, "
                f"3, {user_id}, '1')"
            )
    schema.migrate(url)
    database = connect(url)
    with schema.closing_after(database):
        rows = database.execute_sql(
            "SELECT user_id, category, channel, enabled, change_id FROM preference ORDER BY user_id, channel"
        ).fetchall()
    assert [tuple(row) for row in rows] == [(5, 6, 2, False, 3), (5, 6, 3, True, 2), (7, 6, 3, False, 4)]


def test_requests_from_before_fall_under_the_laws_of_their_kind_and_were_never_put_off(
    old: Callable[[str], str],
) -> None:
    url = old("0014")
    database = connect(url)
    with schema.closing_after(database):
        database.execute_sql(
            "INSERT INTO privacy_request (id, number, kind, state, channel, document_ref, received_on, due_on, "
            "due_article, proof_by_kind, decision, decision_article, created_at, version) VALUES (9, '2026-000009', 1, "
            "1, 1, '', '2026-11-23', '2026-12-23', '2297-VI, art. 8(2)(4)', 0, 0, '', 1, 1)"
        )
    schema.migrate(url)
    database = connect(url)
    with schema.closing_after(database):
        rows = database.execute_sql(
            "SELECT due_on, regimes, circumstances, extended_to FROM privacy_request"
        ).fetchall()
    assert [tuple(row) for row in rows] == [("2026-12-23", "", 0, None)]


def test_duties_from_before_are_sealed_by_their_requests_and_were_closed_when_they_were_answered(
    old: Callable[[str], str],
) -> None:
    url = old("0023")
    database = connect(url)
    with schema.closing_after(database):
        for number, answered_at in ((1, "NULL"), (2, "77")):
            database.execute_sql(
                "INSERT INTO data_duty (id, partner_id, kind, state, request_id, user_id, account_id, data_classes, "
                "fields, raised_at, due_on, due_article, outcome, done_by, answered_at, version) "
                f"VALUES ({number}, {number}, 2, 1, 9, 1, 1, 4, '', 1, '2026-01-01', '', 0, '', {answered_at}, 1)"
            )
    schema.migrate(url)
    database = connect(url)
    with schema.closing_after(database):
        schema.check(database)
        rows = database.execute_sql("SELECT id, key_id, closed_at FROM data_duty ORDER BY id").fetchall()
    assert [tuple(row) for row in rows] == [(1, 9, None), (2, 9, 77)]


def test_what_was_written_freely_is_sealed_with_the_key_of_its_matter(
    old: Callable[[str], str], keys: KeyStore
) -> None:
    url, name = old("0031"), "Ковальська Хрестина"
    keys.create_many([8, 9, 30])
    keys.destroy(8, 1)  # its proof is past its term
    database = connect(url)
    with schema.closing_after(database):
        run = database.execute_sql
        for number in (8, 9):
            run(
                "INSERT INTO privacy_request (id, number, kind, state, channel, document_ref, received_on, due_on, "
                "due_article, regimes, circumstances, proof_by_kind, decision, decision_article, created_at, version) "
                f"VALUES ({number}, '{number}', 1, 1, 1, '{name}', '2026-11-23', '', '', '', 0, 0, 0, '', 1, 1)"
            )
        run(f"INSERT INTO privacy_hold VALUES (1, 9, 'ухвала, {name}', '2027-01-01', 1, 1, NULL)")
        run(
            "INSERT INTO data_duty (id, partner_id, kind, state, request_id, user_id, account_id, data_classes, "
            "fields, raised_at, due_on, due_article, outcome, done_by, version, key_id) "
            f"VALUES (77, 1, 2, 2, 0, 1, 1, 4, '', 1, '2026-01-01', '', 1, '{name}', 1, 77)"
        )
        run(
            "INSERT INTO disclosure (id, number, state, recipient_name, registry_code, ground, legal_basis, purpose, "
            "document_ref, user_id, fields, recipient_key, received_on, study_due_on, due_on, notice, notice_ground, "
            "created_by_id, created_at, denial_article, version) VALUES (30, 'D', 1, 'Суд', '12345678', 1, 'ухвала', "
            f"'справа: {name}', 'вх. 1', 1, '', '', '', '', '', 0, '', 1, 1, '', 1)"
        )
    schema.migrate(url, lambda: keys)
    with schema.closing_after(database):
        schema.check(database)
        rows = database.execute_sql(
            "SELECT id, document_ref_sealed, decision_article_sealed FROM privacy_request ORDER BY id"
        ).fetchall()
        sealed = {
            ("privacy_hold.ground", 9): "SELECT ground_sealed FROM privacy_hold",
            ("data_duty.done_by", 77): "SELECT done_by_sealed FROM data_duty",
            ("disclosure.purpose", 30): "SELECT purpose_sealed FROM disclosure",
        }
        opened = {
            column: unseal(keys.get(owner), owner, column, bytes(database.execute_sql(query).fetchone()[0])).decode()
            for (column, owner), query in sealed.items()
        }
    assert rows[0][1:] == (None, None)
    assert unseal(keys.get(9), 9, "privacy_request.document_ref", bytes(rows[1][1])).decode() == name
    assert opened == {
        "privacy_hold.ground": f"ухвала, {name}",
        "data_duty.done_by": name,
        "disclosure.purpose": f"справа: {name}",
    }
    rawbytes.settle(url)
    assert not [where for where, part in rawbytes.chunks(url) if name.encode() in part]


def test_who_received_data_is_sealed_and_still_told_once(old: Callable[[str], str], keys: KeyStore) -> None:
    url, name = old("0052"), "Ковальська Хрестина"
    keys.create_many([8, 9])
    keys.destroy(8, 1)  # its proof is past its term
    database = connect(url)
    insert = (
        "INSERT INTO data_duty (id, partner_id, kind, state, request_id, key_id, user_id, account_id, data_classes, "
        "fields, raised_at, due_on, due_article, outcome, version, {column}registry_code) "
        "VALUES ({id}, {partner}, 2, 1, {request}, {key}, 1, 0, 4, '', 1, '2026-01-01', '', 0, 1, {value}'')"
    )
    with schema.closing_after(database):
        for number, partner, request, key, said in (
            (70, 0, 8, 8, name),
            (71, 0, 9, 9, name),
            (72, 0, 0, 72, name),
            (73, 7, 0, 73, ""),
        ):
            database.execute_sql(
                insert.format(
                    id=number,
                    partner=partner,
                    request=request,
                    key=key,
                    column="recipient_name, ",
                    value=f"'{said}', ",
                )
            )
    schema.migrate(url, lambda: keys)
    with schema.closing_after(database):
        schema.check(database)
        rows = database.execute_sql(
            "SELECT id, key_id, recipient_name_sealed, recipient_index FROM data_duty ORDER BY id"
        ).fetchall()
    opened = [
        sealed and unseal(keys.get(key), key, "data_duty.recipient_name", bytes(sealed)).decode()
        for _, key, sealed, _ in rows
    ]
    assert opened == [None, name, name, None]
    blind = BlindIndex(keys.keyring)
    assert rows[3][3] is None
    digests = [bytes(digest) for *_, digest in rows[:3]]
    assert digests == [blind.digest("recipient", name)] * 3
    rawbytes.settle(url)
    assert not [where for where, part in rawbytes.chunks(url) if name.encode() in part]


def test_what_campaigns_of_before_cost_is_by_the_provider_that_carried_it(old: Callable[[str], str]) -> None:
    url = old("0031")
    database = connect(url)
    sent, failed = 3, 6
    with schema.closing_after(database):
        for number, cause, state, provider in (
            (1, 2, sent, "kyivstar"),
            (2, 2, sent, "turbosms"),
            (3, 2, sent, "turbosms"),
            (4, 2, failed, "kyivstar"),
            (5, 3, sent, "kyivstar"),
        ):
            database.execute_sql(
                "INSERT INTO notification (id, user_id, category, channel, state, template_name, template_version, "
                "language, suppressed_by, queued_at, expires_at, parts, provider, sender_kind, sender_id, version, "
                "cause, cause_id, attempts, provider_message_id, emergency) "
                f"VALUES ({number}, {number}, 6, 2, {state}, 'news', 1, 1, 0, 1, 2, 2, '{provider}', 0, 0, 1, {cause}, "
                "9, 1, '', FALSE)"
            )
    schema.migrate(url)
    database = connect(url)
    with schema.closing_after(database):
        schema.check(database)
        rows = database.execute_sql("SELECT * FROM campaign_carried ORDER BY provider").fetchall()
    assert [tuple(row) for row in rows] == [(9, 2, "kyivstar", 1, 2), (9, 2, "turbosms", 2, 4)]


#: Installations of a meter as they were in place one after another: id, place, from, to.
INSTALLED = ((501, 1, 100, 200), (502, 2, 200, 300), (503, 1, 400, "NULL"))
READ, PUT_IN, TAKEN_OUT = 1, 5, 6
#: Readings of its register: instant, source, and the installation in whose time it was read.
READINGS = (
    (50, READ, 501),  # before the meter was anywhere
    (100, PUT_IN, 501),
    (150, READ, 501),
    (200, TAKEN_OUT, 501),
    (200, PUT_IN, 502),
    (200, READ, 502),
    (250, READ, 502),
    (300, TAKEN_OUT, 502),
    (350, READ, 502),  # on the bench
    (400, PUT_IN, 503),
    (450, READ, 503),
)
BLOCKS = ((120, 501), (190, 501), (210, 502), (390, 503))


@pytest.fixture
def moved_url(engine: str, old: Callable[[str], str]) -> str:
    """A database in which a meter with two registers was moved and came back, and another stayed."""
    url = old("0007")
    database = connect(url)
    with schema.closing_after(database):
        run = database.execute_sql
        no = "FALSE" if engine == "postgresql" else "0"
        for meter, dials in ((5, (70, 71)), (6, (80,))):
            run(f"INSERT INTO meter (id, serial_number, model, commodity, version) VALUES ({meter}, 'S', '', 1, 1)")
            for tier, dial in enumerate(dials, 2):
                run(
                    "INSERT INTO register (id, meter_id, tier, integer_digits, fraction_digits, multiplier, direction) "
                    f"VALUES ({dial}, {meter}, {tier}, 5, 3, 2000000, 1)"
                )
        for number, place, begin, end in INSTALLED:
            run(f"INSERT INTO installation VALUES ({number}, 5, {place}, {begin}, {end})")
        run("INSERT INTO installation VALUES (601, 6, 3, 100, NULL)")
        for dial, first in ((70, 1000), (71, 2000), (80, 3000)):
            for number, (at, source, _) in enumerate(READINGS, first):
                run(
                    "INSERT INTO reading (id, register_id, value, read_at, received_at, source, state, quality, "
                    f"rule_set, submitter_kind, submitter_id, rollover, version) VALUES ({number}, {dial}, {number}, "
                    f"{at}, {at}, {source}, {ACCEPTED}, 17, 1, 1, 1, {no}, 1)"
                )
            for start, _ in BLOCKS:
                run(f"INSERT INTO interval_block VALUES ({dial}, {start}, 1, 0, '{start}')")
        for number, first, last in ((1, "2026-03-29", "NULL"), (2, "2025-10-26", "'2026-10-24'")):
            run(
                "INSERT INTO account (id, number, utility_id, commodity, usage_point_id, effective_from, effective_to, "
                f"version) VALUES ({number}, '{number}', 9, 1, 1, '{first}', {last}, 1)"
            )
    return url


def rows_of(database: Database, statement: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in database.execute_sql(statement).fetchall()]


def test_what_was_read_in_a_place_stays_there_when_registers_get_an_installation(moved_url: str) -> None:
    assert "0008_registers_of_an_installation" in schema.migrate(moved_url)
    database = connect(moved_url)
    with schema.closing_after(database):
        schema.check(database)
        dials = rows_of(
            database,
            "SELECT id, installation_id, meter_id, tier, integer_digits, fraction_digits, multiplier, direction "
            "FROM register",
        )
        readings = rows_of(
            database,
            "SELECT r.id, g.installation_id, g.tier FROM reading r JOIN register g ON g.id = r.register_id "
            "ORDER BY r.id",
        )
        blocks = rows_of(
            database,
            'SELECT b."start", g.installation_id, b.used FROM interval_block b JOIN register g ON g.id = b.register_id '
            'WHERE g.tier = 3 ORDER BY b."start"',
        )
    placed = sorted((installation, *like) for _, installation, *like in dials)
    assert placed == [
        *((number, 5, tier, 5, 3, 2_000_000, 1) for number in (501, 502, 503) for tier in (2, 3)),
        (601, 6, 2, 5, 3, 2_000_000, 1),
    ]
    # Whoever knows the registers of a meter knows those of where it is now.
    assert {number: installation for number, installation, *_ in dials if number < 100} == {70: 503, 71: 503, 80: 601}
    assert readings == [
        *((1000 + place, one[2], 2) for place, one in enumerate(READINGS)),
        *((2000 + place, one[2], 3) for place, one in enumerate(READINGS)),
        *((3000 + place, 601, 2) for place, one in enumerate(READINGS)),
    ]
    assert blocks == [(start, installation, str(start)) for start, installation in BLOCKS]


def test_accounts_know_their_days_as_instants_in_kyiv(moved_url: str) -> None:
    schema.migrate(moved_url)
    database = connect(moved_url)
    with schema.closing_after(database):
        rows = rows_of(database, "SELECT begins_at, ends_at FROM account ORDER BY id")
    assert rows == [
        (midnight(date(2026, 3, 29)), OPEN_END),
        (midnight(date(2025, 10, 26)), midnight(date(2026, 10, 25))),
    ]
    assert rows[1][0] == 1_761_426_000_000  # 2025-10-25T21:00Z, the last night of summer time
