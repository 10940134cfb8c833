"""Links by which a person fetches their access package. (Neither the link nor its code is kept: both follow from the
keyring.)"""

from typing import Any

from peewee import Database

STATEMENTS = (
    """CREATE TABLE "package_link" (
        "id" BIGINT NOT NULL PRIMARY KEY, "request_id" BIGINT NOT NULL, "user_id" BIGINT NOT NULL,
        "base_url" TEXT NOT NULL, "created_by_id" BIGINT NOT NULL, "created_at" BIGINT NOT NULL,
        "expires_at" BIGINT NOT NULL, "told_at" BIGINT, "tries" SMALLINT NOT NULL, "begun" SMALLINT NOT NULL,
        "held_until" BIGINT NOT NULL, "finished_at" BIGINT)""",
    'CREATE INDEX "package_link_request_id" ON "package_link" ("request_id")',
)


def up(migrator: Any, db: Database) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
