"""Every bound of the service, in one place; docs/limits.md is made from here."""

from dataclasses import dataclass

from smartregion.v1.options_pb2 import PrincipalKind, RateClass

from storage.engine.writer import LONGEST_MS

#: A request message, in bytes; larger ones are refused by the transport.
REQUEST_BYTES = 4 * 1024 * 1024
#: Concurrent calls of one connection.
CONCURRENT_STREAMS = 1_000
#: Rows of a page where the request says none, and at most.
PAGE_DEFAULT = 100
PAGE_MAX = 1_000
#: Rows of one frame of a watch or a stream.
FRAME_ROWS = 200
#: What was held at an instant is told once it is so far back: no transaction takes longer.
SETTLED_MS = LONGEST_MS
#: Registers that are estimated in one transaction.
ESTIMATE_ROWS = 500
#: Registers whose history is replayed at a time.
REPLAY_REGISTERS = 64
#: Seconds between looks at the calendar of reading windows.
WINDOWS_SECONDS = 60.0
#: Seconds without a change after which a watch sends a progress frame.
PROGRESS_SECONDS = 15.0
#: Seconds in which a client must take a frame that it was sent.
SLOW_CLIENT_SECONDS = 30.0
#: Seconds in which the next message of a stream of requests must come.
REQUEST_IDLE_SECONDS = 60.0
#: Seconds that calls in flight get on drain.
DRAIN_SECONDS = 10.0
#: Principals remembered between calls, and for how long.
PRINCIPALS_CACHED = 50_000
PRINCIPAL_CACHE_SECONDS = 60.0
#: Rate buckets kept.
BUCKETS_KEPT = 100_000
#: Days over which openings of reading windows are told.
MOST_OPENINGS = 732
#: Batches of one import that wait while those before them are written.
IMPORT_WINDOW = 16
#: Rows of one import from which on no further batch is written with them.
IMPORT_GROUP = 1_000
#: A review is taken back within so long; milliseconds.
UNDO_MS = 30_000
#: Rows of a file that are taken in one go.
IMPORT_ROWS = 500
#: Intervals of interval data that are kept in one go, and that one message tells.
INTERVALS = 20_000
INTERVALS_TOLD = 100_000
#: Rows of a row group of Parquet.
PARQUET_ROWS = 5_000
#: Problems of imports are kept for ninety days.
IMPORT_PROBLEMS_MS = 90 * 86_400_000
#: Sessions: operators 12 hours and one idle hour, residents 30 days and 7 idle ones; milliseconds.
OPERATOR_SESSION_MS = 12 * 3_600_000
OPERATOR_IDLE_MS = 3_600_000
RESIDENT_SESSION_MS = 30 * 86_400_000
RESIDENT_IDLE_MS = 7 * 86_400_000
#: The record of a session's last use is renewed when it is older than this; milliseconds.
LAST_USED_STEP_MS = 300_000
#: Failed sign-ins before a lock-out, its first length and its longest; milliseconds.
FAILURES_BEFORE_LOCK = 5
LOCK_FIRST_MS = 15 * 60_000
LOCK_LONGEST_MS = 24 * 3_600_000
#: A phone code: digits that may be tried, codes a phone a day, life of the code and of the confirmation.
CODE_TRIES = 5
CODES_A_DAY = 5
CODE_LIFE_MS = 10 * 60_000
CONFIRMATION_LIFE_MS = 15 * 60_000
#: A partner's key lives at most a year.
KEY_LIFE_MS = 366 * 86_400_000
#: Seconds between the chores: purge and sweep, a checkpoint of the audit chain, a look at what other processes wrote,
#: the outbox, holds that end.
PURGE_SECONDS = 3_600.0
AUDIT_CHECKPOINT_SECONDS = 60.0
FEED_POLL_SECONDS = 2.0
DISPATCH_SECONDS = 0.5
HOLDS_SECONDS = 600.0
#: A message that nobody took in three days is not sent any more.
MESSAGE_LIFE_MS = 3 * 86_400_000


@dataclass(frozen=True)
class Rate:
    """A token bucket: calls a second, and how many may come at once."""

    per_second: float
    burst: int


_OPERATOR = PrincipalKind.PRINCIPAL_KIND_OPERATOR
_PARTNER = PrincipalKind.PRINCIPAL_KIND_PARTNER
_RESIDENT = PrincipalKind.PRINCIPAL_KIND_RESIDENT
_ANONYMOUS = PrincipalKind.PRINCIPAL_KIND_ANONYMOUS

#: By kind of principal and class of the call. SIGN_IN counts by network address, the rest by principal.
RATES: dict[tuple[PrincipalKind, RateClass], Rate] = {
    (_ANONYMOUS, RateClass.RATE_CLASS_SIGN_IN): Rate(1, 20),
    (_OPERATOR, RateClass.RATE_CLASS_SIGN_IN): Rate(1, 20),
    (_PARTNER, RateClass.RATE_CLASS_SIGN_IN): Rate(50, 500),
    (_OPERATOR, RateClass.RATE_CLASS_READ): Rate(200, 1_000),
    (_OPERATOR, RateClass.RATE_CLASS_WRITE): Rate(100, 1_000),
    (_OPERATOR, RateClass.RATE_CLASS_STREAM): Rate(10, 100),
    (_OPERATOR, RateClass.RATE_CLASS_HEAVY): Rate(1, 20),
    (_PARTNER, RateClass.RATE_CLASS_READ): Rate(2_000, 5_000),
    (_PARTNER, RateClass.RATE_CLASS_WRITE): Rate(20_000, 50_000),
    (_PARTNER, RateClass.RATE_CLASS_STREAM): Rate(2_000, 10_000),
    (_PARTNER, RateClass.RATE_CLASS_HEAVY): Rate(1, 10),
    (_RESIDENT, RateClass.RATE_CLASS_SIGN_IN): Rate(1, 20),
    (_RESIDENT, RateClass.RATE_CLASS_READ): Rate(10, 50),
    (_RESIDENT, RateClass.RATE_CLASS_WRITE): Rate(5, 30),
    (_RESIDENT, RateClass.RATE_CLASS_STREAM): Rate(1, 10),
    (_RESIDENT, RateClass.RATE_CLASS_HEAVY): Rate(0.1, 3),
}
