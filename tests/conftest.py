"""What holds for every test."""

from hypothesis import settings

from .engines import clock, empty_url, engine, keys, migrated_file, open_store, postgres, store, url

# One server of PostgreSQL for all tests of a process: fixtures that a module imports are its own.
__all__ = ["clock", "empty_url", "engine", "keys", "migrated_file", "open_store", "postgres", "store", "url"]

# Nothing here asserts a time: a busy machine must not fail a property.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
