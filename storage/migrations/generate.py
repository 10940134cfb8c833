"""Writes migration 0001 anew from the models, as frozen SQL for both engines, while nothing has been released."""

from pathlib import Path

from peewee import Database, PostgresqlDatabase, SqliteDatabase

from storage.models import MODELS

FOLDER = Path(__file__).parent


def statements(database: Database) -> list[str]:
    """Every CREATE of the schema, in the dialect of a database that need not exist."""
    made = []
    with database.bind_ctx(MODELS):
        for model in MODELS:
            schema = model._schema  # type: ignore[attr-defined]
            for context in (schema._create_table(safe=False), *schema._create_indexes(safe=False)):
                sql, parameters = context.query()
                for value in parameters:
                    sql = sql.replace(database.param, str(value), 1)
                made.append(sql)
    return made


def main() -> None:
    for name, database in (
        ("sqlite", SqliteDatabase(":memory:")),
        ("postgresql", PostgresqlDatabase("none", prefer_psycopg3=True)),
    ):
        body = ";\n".join(statements(database)) + ";\n"
        (FOLDER / f"0001_initial.{name}.sql").write_text(body, encoding="utf-8")


if __name__ == "__main__":
    main()
