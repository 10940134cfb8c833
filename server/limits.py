"""Every bound of the service, in one place; docs/limits.md is made from here."""

from dataclasses import dataclass

from smartregion.v1.options_pb2 import PrincipalKind, RateClass

from storage.engine.writer import LONGEST_MS

#: A request message, in bytes; larger ones are refused by the transport.
REQUEST_BYTES = 4 * 1024 * 1024
#: Concurrent calls of one connection.
CONCURRENT_STREAMS = 1_000
#: Rows of a page where the request says none. (What it may say at most stands in the contract.)
PAGE_DEFAULT = 100
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
#: Days before the last day of a window on which those are reminded who have handed in nothing.
WINDOW_END_TOLD_DAYS = 1
#: Seconds without a change after which a watch sends a progress frame.
PROGRESS_SECONDS = 15.0
#: Seconds in which a client must take a frame that it was sent.
SLOW_CLIENT_SECONDS = 30.0
#: Seconds in which the next message of a stream of requests must come.
REQUEST_IDLE_SECONDS = 60.0
#: Seconds that calls in flight get on drain.
DRAIN_SECONDS = 10.0
#: An export of phones is gone on with for a day, then begun anew: what left first is out of date; milliseconds.
PHONES_LIFE_MS = 86_400_000
#: Their upload by schedule: phones of one part; seconds between looks whether one is due, and in which the site must
#: take it; how long a part is its process's own, which is longer than the site may take; milliseconds.
PHONES_PART_ROWS = 2_000
PHONES_SECONDS, PHONES_TIMEOUT_SECONDS, PHONES_LEASE_MS = 10.0, 30.0, 90_000
#: Bytes of the settings of one operator's console; what a search finds of each kind.
CONSOLE_SETTINGS_BYTES = 65_536
SEARCH_RESULTS = 10
#: Watchers' look-ups that are shared: kept for so many seconds when they are done, and at most.
LOOKUPS_KEPT_SECONDS = 1.0
LOOKUPS_KEPT = 256
#: Streams that are open at a time from one network address with credentials; without them (grpc.health.v1 Watch,
#: reflection) from one address, and from all.
OPEN_STREAMS_OF_ADDRESS = 10_000
OPEN_TO_STRANGERS_OF_ADDRESS = 20
OPEN_TO_STRANGERS = 500
#: Users whom a list showed and the audit log names. Of what an open watch shows, one entry in so many seconds names as
#: many; and those whom it named that it remembers, so as to name them once.
SHOWN_NAMED = 200
WATCH_NAMED_SECONDS = 60.0
WATCH_REMEMBERED = 10_000
#: Refusals that are on their way into the audit log one by one; seconds between entries that count the others; callers
#: that these tell apart, and calls that one of them names.
REFUSALS_WAITING = 1_000
REFUSALS_SECONDS = 60.0
REFUSED_COUNTED = 200
REFUSED_TOLD = 5
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
#: Those that are made in one go are taken back within as long behind the last of them, which is counted to them for so
#: long behind the first.
BATCH_MS = 600_000
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
#: How long the failures of a name that failed no more are remembered; milliseconds.
FAILURES_MS = 7 * 86_400_000
#: A phone code: digits that may be tried, codes a phone a day, life of the code and of the confirmation.
CODE_TRIES = 5
CODES_A_DAY = 5
CODE_LIFE_MS = 10 * 60_000
CONFIRMATION_LIFE_MS = 15 * 60_000
#: Times a day that a user's phone or address is changed, and how long the other one stands after it and nobody signs in
#: with a new phone: so long its owner has to object; milliseconds.
CONTACT_CHANGES_A_DAY = 3
CONTACT_STANDS_MS = 24 * 3_600_000
#: Requests about personal data that a resident registers in a day: each has a number, a term in law and a message. What
#: is more than that reaches us by letter.
PRIVACY_REQUESTS_A_DAY = 5
#: Threads that a user, or a stranger by one contact, begins in a day, and messages of theirs in one thread in a day.
SUPPORT_THREADS_A_DAY, SUPPORT_MESSAGES_A_DAY = 10, 30
#: Messages of a thread that are shown, letters of a reply, which may go by SMS, and of the beginning that a list shows.
SUPPORT_MESSAGES_SHOWN, SUPPORT_REPLY_LETTERS, SUPPORT_EXCERPT = 500, 2_000, 120
#: Surveys that are published at a time: each is asked of every resident who opens the app. How long one is open at
#: least, how far ahead it closes at most, and how long an invitation is tried; milliseconds. Seconds between looks at
#: those that open or close.
SURVEYS_OPEN = 20
SURVEY_SHORTEST_MS, SURVEY_AHEAD_MS, SURVEY_NOTICE_MS = 3_600_000, 366 * 86_400_000, 14 * 86_400_000
SURVEYS_SECONDS = 30.0
#: Seconds between looks of the rules of alerts at the audit log, events that they judge in one transaction while others
#: wait and while nobody does, and times that an entry by itself is tried.
ALERTS_SECONDS = 1.0
ALERT_EVENTS, ALERT_EVENTS_MOST, ALERT_TRIES = 100, 500, 5
#: Changes that insight counts in one transaction, and those of a build anew while nobody waits; seconds between looks
#: for figures that are to be counted anew, and how long whoever counts them has that for themselves (milliseconds);
#: steps of a trend, and streets told apart.
INSIGHT_CHANGES_MOST, INSIGHT_BUILD_MOST = 500, 10_000
INSIGHT_SECONDS = 2.0
INSIGHT_BUILD_LEASE_MS = 60_000
TREND_STEPS, TREND_STREETS = 400, 50
#: An alert that was resolved opens again for so long when its rule finds more; later there is a new one. And how long
#: one is kept quiet at most; milliseconds.
ALERT_REOPENS_MS, ALERT_QUIET_MS = 7 * 86_400_000, 90 * 86_400_000
#: A new version of a rule takes effect at most so far ahead; milliseconds.
ALERT_RULE_AHEAD_MS = 366 * 86_400_000
#: Events that a replay of a rule of alerts looks at, and of them at a time.
ALERT_REPLAYED, ALERT_REPLAYED_AT_ONCE = 200_000, 5_000
#: Days behind the end of a request in which another demand is found in its letter. Later nobody has the letter at hand,
#: and what is found in it is registered as a letter of its own.
LETTER_PART_DAYS = 30
#: Days in which an approved disclosure is released. No law says it: what was found of a recipient and of its grounds
#: holds for a while, and behind it the request is studied anew.
DISCLOSURE_APPROVAL_DAYS = 30
#: A partner's key lives at most a year.
KEY_LIFE_MS = 366 * 86_400_000
#: Seconds between the chores: purge and sweep, a checkpoint of the audit chain, a look at what other processes wrote,
#: the outbox, holds that end.
PURGE_SECONDS = 3_600.0
AUDIT_CHECKPOINT_SECONDS = 60.0
FEED_POLL_SECONDS = 2.0
DISPATCH_SECONDS = 0.5
#: Seconds between the times at which a process says that it hands messages over, and how long it is believed;
#: milliseconds.
DELIVERERS_SECONDS = 2.0
DELIVERERS_GONE_MS = 10_000
#: Seconds that a lane which is not urgent lets changes gather before it looks whether one is its own.
LANE_PAUSE_SECONDS = 0.02
HOLDS_SECONDS = 600.0
#: The smallest group of people that is told of, in statistics and in results of surveys; and the days after a month's
#: end from which statistics of it are asked about.
SMALLEST_GROUP = 10
STATISTICS_AFTER_DAYS = 10
#: How far the clock of a partner may stand from ours; milliseconds.
CLOCK_TOLERANCE_MS = 5 * 60_000
#: An event that is older than this when it comes is from a clock that is off: no app keeps what it could not send for
#: longer; milliseconds.
ACTIVITY_BACK_MS = 30 * 86_400_000
#: Crashes are counted by day for a year; milliseconds.
CRASH_DAYS_MS = 365 * 86_400_000
#: Rows that the retention purge takes in one transaction while others wait, and while nobody does.
RETENTION_ROWS, RETENTION_ROWS_MOST = 200, 2_000
#: Keys of privacy requests past their term that one run destroys.
RETENTION_KEYS = 10_000
#: The age of a run of the purge that has not ended from which it is taken for cut off by a crash; milliseconds.
RETENTION_RUN_MS = 86_400_000
#: The largest amount of one charge or payment, and of what is asked for: a thousand million hryvnias; kopecks.
MONEY_KOPECKS = 10**11
#: Seconds between looks at what a new day does to balances, balances that are reckoned and notices that are written in
#: one transaction.
BILLING_SECONDS = 60.0
BILLING_ROWS = 1_000
#: Times a batch of charges is tried where another stream takes one of its document numbers at the same moment.
PUSH_TRIES = 3
#: Days before today whose charges are looked at first when a balance is reckoned: most people owe nothing older.
RECENT_DAYS = 62
#: The hour, in Kyiv, from which notices of the day are written, unless there are no quiet hours: what is paid overnight
#: needs none.
NOTICES_HOUR = 9
#: A notice of a debt is at most so many days late, where the service was down; past it the next one tells.
DEBT_NOTICE_LATE_DAYS = 7
#: Years before and behind today in which the days of a charge lie: what is older is no debt that anybody could still
#: ask for, and nobody is billed for longer ahead.
CHARGE_BACK_YEARS, CHARGE_AHEAD_YEARS = 10, 2
#: A payment may be dated so far into the future, and so far back; milliseconds.
PAID_AHEAD_MS, PAID_BACK_MS = 86_400_000, 3_653 * 86_400_000
#: Messages of one event that are decided, sealed and written at a time.
MESSAGES_AT_ONCE = 500
#: A reader of the feed that acts is given up by the others after so long; milliseconds.
READER_LEASE_MS = 20_000
#: Seconds between looks of a reader at what another process holds, and revisions of no concern after which its place
#: is put on record, or seconds.
READER_SECONDS = 2.0
READER_SAVED_REVISIONS = 10_000
READER_SAVED_SECONDS = 60.0
#: Times that a reader tries a change by itself, the pause after the first, which doubles, and the longest; seconds.
READER_TRIES = 8
READER_PAUSE_SECONDS = 1.0
READER_PAUSE_MOST_SECONDS = 60.0
#: Messages of one partner to one user in a day, works among them; what calls works off is not counted. And pieces of
#: works, each with its later editions, that one author announces in an hour.
SENDER_DAY = 20
WORKS_AN_HOUR = 200
#: Works that changed so long ago and were not told never will be, and stand in nobody's way; milliseconds.
UNTOLD_MS = 7 * 86_400_000
#: Devices of a user that get push messages.
DEVICES = 10
#: A code sent by e-mail, which may be slow; milliseconds.
EMAIL_CODE_LIFE_MS = 30 * 60_000
#: A message that nobody took in three days is not sent any more.
MESSAGE_LIFE_MS = 3 * 86_400_000
#: Providers of messages in one file, and the bytes of that file.
PROVIDERS_MOST = 32
PROVIDERS_FILE_BYTES = 262_144
#: What a provider may answer, in bytes; connections to all of them over HTTP.
PROVIDER_REPLY_BYTES = 1024 * 1024
PROVIDER_CONNECTIONS = 200
#: A provider that says when to come again is not believed beyond this; seconds.
PROVIDER_RETRY_SECONDS = 3_600.0
#: A channel begins no letter of a batch after so long, and has answered for all of them within the second; the time-out
#: of a provider is at most the third. A lease is longer than the second. Seconds.
BATCH_SECONDS = 60.0
SEND_SECONDS = 180.0
PROVIDER_TIMEOUT_SECONDS = 30.0
#: A message in a channel's hands is held for so long: longer than the channel may take; milliseconds.
LEASE_MS = 240_000
#: Letters of a text with its values filled in.
MESSAGE_LETTERS = 8_000
#: Attempts of a message, the pause after the first, which doubles, and the longest; milliseconds.
ATTEMPTS = 8
RETRY_FIRST_MS = 30_000
RETRY_LONGEST_MS = 3_600_000
#: Messages that a lane takes at once, by urgency: the writer must not be held up for long. Of bulk ones it takes more
#: and more while nobody waits behind it, and providers answer for all of them within some seconds.
URGENT_ROWS = 50
NORMAL_ROWS = 100
BULK_ROWS, BULK_ROWS_MOST = 50, 400
BULK_ANSWER_SECONDS = 2.0
#: An urgent message whose channel is out goes over another once it has waited for so long; milliseconds.
URGENT_WAIT_MS = 30_000
#: A provider that refused so many for good, and at least this share of all, within so long, is not believed that there
#: are no such contacts; milliseconds.
REFUSALS_DOUBTED = 10
REFUSALS_SHARE = 0.3
REFUSALS_MS = 10 * 60_000
#: A campaign that is late by more than this asks whether it still makes sense; it is scheduled at most so far ahead;
#: milliseconds.
CAMPAIGN_GRACE_MS = 5 * 60_000
CAMPAIGN_AHEAD_MS = 366 * 86_400_000
#: Seconds between looks at campaigns where nothing tells of them, and at least.
CAMPAIGN_SECONDS = 5.0
CAMPAIGN_PAUSE_SECONDS = 0.1
#: Users of an audience whose messages are written in one transaction while others wait for the writer and while nobody
#: does, and users that are looked through for them at most.
EXPANSION_ROWS, EXPANSION_ROWS_MOST = 200, 5_000
EXPANSION_LOOKED_THROUGH = 20_000
#: Messages of a campaign that are released or cancelled in one transaction, and that one call sends again.
CAMPAIGN_ROWS = 500
RESEND_ROWS = 5_000
#: Answers of providers from which on a campaign is stopped for its errors, and the percentage of them where it states
#: none.
ERRORS_AMONG = 100
ERRORS_PERCENT = 20
#: How providers fared is kept by the minute for two days; milliseconds.
PROVIDER_MINUTES_MS = 2 * 86_400_000
#: Parts of one SMS; and of one that is sent by itself and not by a campaign, whose cost was estimated.
SMS_PARTS_MOST = 20
SMS_PARTS_SENT = 6
#: Messages of a provider whose receipts are still awaited, and receipts that wait to be put on record.
RECEIPTS_AWAITED = 50_000
RECEIPTS_WAITING = 10_000
#: Receipts that are put on record in one go.
RECEIPTS_GROUP = 500
#: A receipt for a message that is not known is held for so long: its answer may still be on the way; seconds.
EARLY_RECEIPT_SECONDS = 3.0
#: Seconds between looks at the receipts of providers that must be asked.
RECEIPT_POLL_SECONDS = 15.0
#: How long the ids of callbacks are remembered, so that none is taken with other contents; milliseconds.
CALLBACKS_MS = 90 * 86_400_000
#: Seconds between lines of the log about requests that are no HTTP.
UNREADABLE_LOGGED_SECONDS = 60.0
#: The body of an HTTP callback, in bytes; of one that has to be read before its signature is known.
HOOK_BYTES = 1024 * 1024
HOOK_BYTES_UNSIGNED = 64 * 1024
#: Callbacks being answered at a time, bodies being waited for, and those of one network address.
HOOKS_AT_ONCE = 200
HOOKS_READ = 200
HOOKS_READ_OF_ONE = 40
#: Works: how far back planned ones may begin, how far ahead an emergency may begin and end, how long any may last,
#: and how long a resident sees those that are over; milliseconds.
PLANNED_BACK_MS = 86_400_000
EMERGENCY_AHEAD_MS = 86_400_000
EMERGENCY_LONGEST_MS = 31 * 86_400_000
WORK_LONGEST_MS = 366 * 86_400_000
WORK_SHOWN_MS = 7 * 86_400_000
#: Houses that a preview of works names, and addresses of one user that a message about works does.
PREVIEW_HOUSES = 1_000
WORK_ADDRESSES = 3
#: Rows of an access package that are read at a time, and keys of rows that are known ahead; pages of its PDF, which is
#: for print: its JSON and its HTML hold everything, however much.
PACKAGE_ROWS = 1_000
PACKAGE_KEYS = 10_000
PACKAGE_PAGES = 500
#: Bytes of one frame of a package.
PACKAGE_FRAME_BYTES = 64 * 1024
#: Looks at a person's data that a package names: the newest.
PACKAGE_LOOKS = 1_000
#: A link to a package lives for a week, for one download that came to its end, out of so many that were begun;
#: milliseconds.
PACKAGE_LINK_MS = 7 * 86_400_000
PACKAGE_LINK_BEGUN = 3
#: Codes that may be tried at one link, and links of one request in a day.
PACKAGE_LINK_TRIES = 5
PACKAGE_LINKS = 5
#: Seconds that a download by link may take, and how many run at a time.
PACKAGE_DOWNLOAD_SECONDS = 900.0
PACKAGE_DOWNLOADS = 8


#: The privacy policy: lines of a text, letters of a line, how far ahead a version may take effect, and how long the
#: notice of it is tried; milliseconds.
POLICY_PARAGRAPHS, POLICY_PARAGRAPH_LETTERS = 1_000, 4_000
POLICY_AHEAD_MS = 366 * 86_400_000
POLICY_NOTICE_MS = 14 * 86_400_000
#: Residents whose use of the app is looked up at a time, and those who wait for that.
USES_AT_ONCE, USES_WAITING = 500, 10_000


@dataclass(frozen=True)
class Rate:
    """A token bucket: calls a second, and how many may come at once."""

    per_second: float
    burst: int


_OPERATOR = PrincipalKind.PRINCIPAL_KIND_OPERATOR
_PARTNER = PrincipalKind.PRINCIPAL_KIND_PARTNER
_RESIDENT = PrincipalKind.PRINCIPAL_KIND_RESIDENT
_ANONYMOUS = PrincipalKind.PRINCIPAL_KIND_ANONYMOUS

#: Streams of one principal that are open at a time.
OPEN_STREAMS: dict[PrincipalKind, int] = {_OPERATOR: 100, _PARTNER: 500, _RESIDENT: 20}

#: Credentials that nobody has, by network address; and refusals of one caller that are told one by one.
STRANGER_RATE = Rate(5, 100)
REFUSED_RATE = Rate(0.2, 20)
#: HTTP callbacks by network address: unsubscribing, receipts of a provider, and what its provider did not sign.
UNSUBSCRIBE_RATE = Rate(2, 30)
RECEIPT_CALLBACK_RATE = Rate(2_000, 10_000)
UNSIGNED_RATE = Rate(1, 20)

#: Links to packages by network address: looking at the page, and trying a code.
PACKAGE_PAGE_RATE = Rate(2, 30)
PACKAGE_LINK_RATE = Rate(0.1, 10)

#: By kind of principal and class of the call. SIGN_IN, and who is nobody yet, count by network address, the rest by
#: principal.
RATES: dict[tuple[PrincipalKind, RateClass], Rate] = {
    (_ANONYMOUS, RateClass.RATE_CLASS_SIGN_IN): Rate(1, 20),
    (_ANONYMOUS, RateClass.RATE_CLASS_READ): Rate(5, 50),
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
#: Bytes of a mail that are read, letters of a header, of its HTML and of its text that are; parts and attachments that
#: are looked at; containers of parts that may stand in each other, and lines that look as if they parted some.
MAIL_BYTES = 1024 * 1024
MAIL_HEADER = 2_000
MAIL_HTML = 200_000
MAIL_TEXT = 20_000
MAIL_PARTS = 100
MAIL_NESTED = 20
MAIL_RULES = 500
MAIL_ATTACHMENTS = 50
#: Seconds between looks into the mailbox and that its server may take for an answer; mails taken at one look; days
#: before today whose mails are taken at the first one.
MAILBOX_SECONDS = 60.0
MAILBOX_ANSWER_SECONDS = 30.0
MAILBOX_MAILS = 100
MAILBOX_FIRST_DAYS = 30
#: Requests alike that the detail of one names.
ALIKE_NAMED = 20
