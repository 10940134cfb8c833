"""What holds for every test."""

import gc
from collections.abc import Iterator

import pytest
from hypothesis import settings

from console import i18n

from .engines import clock, empty_url, engine, keys, migrated_file, open_store, postgres, store, url

# One server of PostgreSQL for all tests of a process: fixtures that a module imports are its own.
__all__ = ["clock", "empty_url", "engine", "keys", "migrated_file", "open_store", "postgres", "store", "url"]

# Nothing here asserts a time: a busy machine must not fail a property.
settings.register_profile("house", deadline=None, max_examples=50)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def ukrainian() -> Iterator[None]:
    """Every test begins in the language of the console, and leaves it so to the next."""
    yield
    i18n.use("uk")


def pytest_collection_finish() -> None:
    """What was imported stays for good: the collector of garbage need not look through it at every turn."""
    gc.collect()
    gc.freeze()
