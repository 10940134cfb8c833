"""What can go wrong in storage, in our words: no driver's text ever leaves this room."""


class StorageError(Exception):
    """The base of all."""


class Unavailable(StorageError):
    """The database can't be reached, is full or is closing; the same request may succeed later."""


class RequestReused(StorageError):
    """The request_id was used for another request."""


class DuplicateValue(StorageError):
    """Something that must be unique is taken."""


class RevisionTooOld(StorageError):
    """The feed no longer reaches back to this revision."""

    def __init__(self, first: int) -> None:
        super().__init__(f"the feed starts at revision {first}")
        self.first = first


class SlowWatcher(StorageError):
    """A watcher fell further behind than the bound allows."""


class FeedClosed(StorageError):
    """The feed is closing: a watcher sends its last frame and ends."""


class NotMigrated(StorageError):
    """The database lacks migrations, or has some that this version does not know."""


class KeyDestroyed(StorageError):
    """The person was erased: their key is gone."""


class Damaged(StorageError):
    """A backup or a log does not hold what it says."""


class Unreadable(Damaged):
    """A sealed field does not open."""

    def __init__(self, column: str) -> None:
        super().__init__(f"{column} does not open")
        self.column = column
