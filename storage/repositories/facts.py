"""What the rules of delivery ask of users: facts without a text that names anybody."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from storage.engine.ids import LAST
from storage.engine.transaction import Tx
from storage.repositories import contacts, support
from storage.repositories.parts import Part

#: Channels by their number in smartregion.v1.NotificationChannel.
PUSH, SMS, EMAIL = 1, 2, 3
#: A number of smartregion.v1.UserState.
_ACTIVE = 1
#: Any number, the same in all processes: the advisory lock of the counts of a day.
COUNT_LOCK = 0x5352_4D43


class UserFacts(NamedTuple):
    """Of one user and one category. What is equal here is decided alike."""

    state: int  # smartregion.v1.UserState
    restricted: bool
    language: int
    device: bool  # has one for push
    phone: bool
    email: bool
    email_confirmed: bool
    #: What they last chose for the category on push, SMS and e-mail; None where they never did.
    wishes: tuple[bool | None, bool | None, bool | None]
    #: Whether their phone and their address are on the list of those to which nothing is sent.
    phone_suppressed: bool
    email_suppressed: bool
    #: Messages of capped categories that they were sent on the day asked for.
    today: int
    #: Messages that the sender has for them on that day, this one among them; 0 where that is not counted.
    of_sender: int = 0
    #: Channels whose contact does not open, which is as good as none.
    damaged: tuple[int, ...] = ()

    @classmethod
    def of_code(cls, code: int) -> "UserFacts":
        """From the number that CODE selects."""
        wishes = (_WISHES[code >> 9 & 3], _WISHES[code >> 11 & 3], _WISHES[code >> 13 & 3])
        return cls(
            state=code & 3,
            restricted=bool(code & 4),
            language=code >> 3 & 3,
            device=bool(code & 32),
            phone=bool(code & 64),
            email=bool(code & 128),
            email_confirmed=bool(code & 256),
            wishes=wishes,
            phone_suppressed=bool(code & 32_768),
            email_suppressed=bool(code & 65_536),
            today=code >> 17,
        )

    def without_contact(self, channel: int) -> "UserFacts":
        """Where the phone or the address does not open."""
        known = self._replace(phone=False) if channel == SMS else self._replace(email=False)
        return known._replace(damaged=(*self.damaged, channel))


_WISHES: tuple[bool | None, ...] = (None, False, True, None)
#: The facts of app_user u as one number, so that many users are sorted into few groups by one column: what its own row
#: says, and all; and the joins that all needs. Parameter of the code: day; of the joins: category three times.
BARE_CODE = """u.state + CASE WHEN u.restricted THEN 4 ELSE 0 END + u.language * 8
    + CASE WHEN u.phone_index IS NULL THEN 0 ELSE 64 END + CASE WHEN u.email_index IS NULL THEN 0 ELSE 128 END
    + CASE WHEN u.email_confirmed_at IS NULL THEN 0 ELSE 256 END"""
CODE = f"""{BARE_CODE}
    + CASE WHEN EXISTS (SELECT 1 FROM device d WHERE d.user_id = u.id) THEN 32 ELSE 0 END
    + CASE WHEN w1.enabled THEN 1024 WHEN w1.user_id IS NULL THEN 0 ELSE 512 END
    + CASE WHEN w2.enabled THEN 4096 WHEN w2.user_id IS NULL THEN 0 ELSE 2048 END
    + CASE WHEN w3.enabled THEN 16384 WHEN w3.user_id IS NULL THEN 0 ELSE 8192 END
    + CASE WHEN s2.id IS NULL THEN 0 ELSE 32768 END + CASE WHEN s3.id IS NULL THEN 0 ELSE 65536 END
    + (SELECT count(*) FROM notification t WHERE t.counted_on = ? AND t.user_id = u.id) * 131072"""
JOINS = """LEFT JOIN preference w1 ON w1.user_id = u.id AND w1.category = ? AND w1.channel = 1
LEFT JOIN preference w2 ON w2.user_id = u.id AND w2.category = ? AND w2.channel = 2
LEFT JOIN preference w3 ON w3.user_id = u.id AND w3.category = ? AND w3.channel = 3
LEFT JOIN suppressed_contact s2 ON s2.contact_index = u.phone_index AND s2.channel = 2
LEFT JOIN suppressed_contact s3 ON s3.contact_index = u.email_index AND s3.channel = 3"""


#: What app_user u itself says, in the order of its index `app_user_facts`.
BARE = (
    "u.state, u.restricted, u.language, "
    "(u.phone_index IS NULL), (u.email_index IS NULL), (u.email_confirmed_at IS NULL)"
)


def bare_code(row: Sequence[int]) -> int:
    """The number that BARE_CODE selects, from the columns of BARE."""
    state, restricted, language, no_phone, no_email, unconfirmed = row
    code = int(state) + 4 * bool(restricted) + 8 * int(language)
    return code + 64 * (not no_phone) + 128 * (not no_email) + 256 * (not unconfirmed)


def told_elsewhere(postgres: bool, category: int, day: str, span: tuple[int, int] = (0, LAST)) -> Part:
    """What other tables than app_user say of users with an id between two, as `user_id` and `bits`: what CODE is more
    than BARE_CODE. All others have just that."""
    first = "JOIN" if postgres else "CROSS JOIN"  # SQLite keeps to the order of a CROSS JOIN
    inner = (
        f"app_user o {first} suppressed_contact c" if span != (0, LAST) else f"suppressed_contact c {first} app_user o"
    )
    text = f"""SELECT user_id, sum(bits) AS bits FROM (
    SELECT DISTINCT user_id, 32 AS bits FROM device WHERE user_id BETWEEN ? AND ?
    UNION ALL SELECT user_id, CASE channel WHEN 1 THEN 512 WHEN 2 THEN 2048 ELSE 8192 END
        * CASE WHEN enabled THEN 2 ELSE 1 END FROM preference WHERE user_id BETWEEN ? AND ? AND category = ?
    UNION ALL SELECT user_id, count(*) * 131072 FROM notification
        WHERE counted_on = ? AND user_id BETWEEN ? AND ? GROUP BY user_id
    UNION ALL SELECT o.id, 32768 FROM {inner}
        ON c.contact_index = o.phone_index AND c.channel = 2 WHERE o.id BETWEEN ? AND ?
    UNION ALL SELECT o.id, 65536 FROM {inner}
        ON c.contact_index = o.email_index AND c.channel = 3 WHERE o.id BETWEEN ? AND ?) t GROUP BY user_id"""
    return Part(text, (*span, *span, category, day, *span, *span, *span))


def codes(tx: Tx, user_ids: Sequence[int], category: int, day: str) -> dict[int, int]:
    """The number that CODE selects of many users whose ids lie close together, by user."""
    if not user_ids:
        return {}
    span = min(user_ids), max(user_ids)
    found = _own_codes(tx, user_ids, span)
    told = told_elsewhere(tx.postgres, category, day, span)
    for user_id, bits in tx.sql(told.text, told.parameters):
        if user_id in found:
            found[user_id] += int(bits)
    return found


def _own_codes(tx: Tx, user_ids: Sequence[int], span: tuple[int, int]) -> dict[int, int]:
    """The number that BARE_CODE selects. Where those are all the users of a span, it is read from end to end."""
    ((count,),) = tx.sql("SELECT count(*) FROM app_user WHERE id BETWEEN ? AND ?", span)
    if count <= 2 * len(user_ids):
        wanted = set(user_ids)
        rows = tx.sql(f"SELECT u.id, {BARE_CODE} FROM app_user u WHERE u.id BETWEEN ? AND ?", span)
        return {number: code for number, code in rows if number in wanted}
    table, parameter = tx.listed(user_ids)
    first = "JOIN" if tx.postgres else "CROSS JOIN"  # SQLite keeps to the order of a CROSS JOIN
    statement = (
        f"SELECT u.id, {BARE_CODE} FROM {table} n {first} app_user u ON u.id = n.number WHERE u.id BETWEEN ? AND ?"
    )
    return dict(tx.sql(statement, (parameter, *span)))


def of_users(tx: Tx, user_ids: Iterable[int], category: int, day: str) -> dict[int, UserFacts]:
    """Facts by user, or by thread of a stranger; who is neither is missing. `day` is an ISO day of Europe/Kyiv."""
    wanted = list(dict.fromkeys(user_ids))
    statement = f"SELECT u.id, {CODE} FROM app_user u {JOINS} WHERE u.id IN ({{marks}})"
    rows = tx.among(statement, wanted, before=(day, category, category, category))
    found = {int(user_id): UserFacts.of_code(int(code)) for user_id, code in rows}
    return found | _of_strangers(tx, [number for number in wanted if number not in found])


def _of_strangers(tx: Tx, ids: Sequence[int]) -> dict[int, UserFacts]:
    """Of those who are no users but wrote to support: they wished for an answer where they said. Found by thread."""
    threads = support.strangers(tx, ids)
    listed = contacts.on_the_list(tx, [one.phone_index for one in threads], [one.email_index for one in threads])
    return {
        one.id: UserFacts(
            state=_ACTIVE,
            restricted=False,
            language=one.language,
            device=False,
            phone=one.phone_index is not None,
            email=one.email_index is not None,
            email_confirmed=True,
            wishes=(None, None, None),
            phone_suppressed=one.phone_index is not None and (SMS, bytes(one.phone_index)) in listed,
            email_suppressed=one.email_index is not None and (EMAIL, bytes(one.email_index)) in listed,
            today=0,
        )
        for one in threads
    }


def hold(tx: Tx, user_ids: Iterable[int]) -> None:
    """Keeps users as they are until the unit ends, so that what is decided of them now still holds when it is written.
    SQLite's single writer needs none of it."""
    if tx.postgres:
        for _ in tx.among("SELECT id FROM app_user WHERE id IN ({marks}) ORDER BY id FOR SHARE", sorted(set(user_ids))):
            pass


def count_alone(tx: Tx) -> None:
    """Until the unit ends nobody else counts messages: what is decided by their number holds when they are written."""
    if tx.postgres:
        tx.sql("SELECT pg_advisory_xact_lock(?)", (COUNT_LOCK,))


def uncount_messages(tx: Tx, notification_ids: Iterable[int]) -> None:
    """Gives the places of messages that never left in the caps of their days back, so that others may take them."""
    tx.many("UPDATE notification SET counted_on = NULL WHERE id = ?", [(number,) for number in notification_ids])
