"""Migrations on a database that is in use: nothing is lost, and what is new is filled in."""

import shutil
from pathlib import Path

import pytest
from playhouse.migrations import Runner

from storage.engine import schema
from storage.engine.connect import connect

ACCEPTED, IN_REVIEW, CORRECTED, REVERSED = 2, 3, 5, 6


@pytest.fixture
def old_url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of the first version with readings in it."""
    url = f"sqlite:///{tmp_path / 'old.db'}" if engine == "sqlite" else request.getfixturevalue("postgres").empty()
    first = tmp_path / "first"
    first.mkdir()
    for file in schema.migrations_folder().glob("0001*"):
        shutil.copy(file, first)
    database = connect(url)
    with schema.closing_after(database):
        Runner(database, str(first)).up()
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
