"""Versions of a reading hold all of what it was, the first one too: what was held on a day can be told for ever.

What readings were at receipt was not kept before. It is inferred from what could be done to them: only an accepted one
was reversed or superseded, only one in review was corrected, accepted or refused. Their findings of then are taken to
be those of now.
"""

from typing import Any

from peewee import Database, PostgresqlDatabase

ACCEPTED, IN_REVIEW = 2, 3
REVERSED, SUPERSEDED = 6, 7


def up(migrator: Any, db: Database) -> None:
    boolean, false = ("BOOLEAN", "FALSE") if isinstance(db, PostgresqlDatabase) else ("INTEGER", "0")
    db.execute_sql(f'ALTER TABLE "reading_version" ADD COLUMN "rollover" {boolean} NOT NULL DEFAULT {false}')
    db.execute_sql('ALTER TABLE "reading_version" ADD COLUMN "superseded_by" BIGINT')
    db.execute_sql('ALTER TABLE "reading_version" ADD COLUMN "findings" TEXT')
    db.execute_sql(
        """UPDATE reading_version SET (rollover, superseded_by, findings) = (
            SELECT r.rollover, r.superseded_by, r.findings FROM reading r WHERE r.id = reading_version.reading_id)"""
    )
    db.execute_sql(
        f"""INSERT INTO reading_version
                (reading_id, version, state, quality, at, actor_kind, actor_id, reason, rollover, findings)
            SELECT r.id, 1, CASE WHEN v.state IN ({REVERSED}, {SUPERSEDED}) THEN {ACCEPTED} ELSE {IN_REVIEW} END,
                   CASE WHEN v.state IN ({REVERSED}, {SUPERSEDED}) THEN 17 ELSE 10 END, r.received_at, 0, 0, '',
                   {false}, r.findings
            FROM reading r JOIN reading_version v ON v.reading_id = r.id AND v.version = 2"""
    )
