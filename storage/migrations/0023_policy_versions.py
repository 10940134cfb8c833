"""The privacy policy: its versions, and who has accepted which."""

from typing import Any

from peewee import Database, PostgresqlDatabase

STATEMENTS = (
    """CREATE TABLE "policy_version" (
        "id" BIGINT NOT NULL PRIMARY KEY, "label" TEXT NOT NULL, "state" SMALLINT NOT NULL, "effective_from" BIGINT,
        "text_uk" TEXT NOT NULL, "text_en" TEXT NOT NULL, "summary_uk" TEXT NOT NULL, "summary_en" TEXT NOT NULL,
        "author_id" BIGINT NOT NULL, "editor_id" BIGINT NOT NULL, "publisher_id" BIGINT, "created_at" BIGINT NOT NULL,
        "updated_at" BIGINT NOT NULL, "published_at" BIGINT, "announced_at" BIGINT, "version" INTEGER NOT NULL)""",
    'CREATE UNIQUE INDEX "policy_version_in_force" ON "policy_version" ("effective_from") WHERE ("state" = 2)',
    'CREATE UNIQUE INDEX "policy_version_label" ON "policy_version" ("label") WHERE ("state" != 5)',
    """CREATE TABLE "policy_acceptance" (
        "id" BIGINT NOT NULL PRIMARY KEY, "user_id" BIGINT NOT NULL, "policy_version" TEXT NOT NULL,
        "how" SMALLINT NOT NULL, "at" BIGINT NOT NULL, "ip_sealed" {blob}, "app_version_sealed" {blob})""",
    'CREATE UNIQUE INDEX "policy_acceptance_user_id_policy_version_how" '
    'ON "policy_acceptance" ("user_id", "policy_version", "how")',
    'CREATE INDEX "policy_acceptance_policy_version_how_user_id" '
    'ON "policy_acceptance" ("policy_version", "how", "user_id")',
)


def up(migrator: Any, db: Database) -> None:
    blob = "BYTEA" if isinstance(db, PostgresqlDatabase) else "BLOB"
    for statement in STATEMENTS:
        db.execute_sql(statement.format(blob=blob))
