"""How a letter left the house, as somebody records it."""

from datetime import date
from typing import Any, NamedTuple

from smartregion.v1.letter_dispatch_pb2 import LetterWay

from server.codec import calendar_date
from server.errors import InvalidField
from server.privacy.wording import Words, both

WAYS: dict[int, Words] = {
    LetterWay.LETTER_WAY_POST: ("поштою", "by post"),
    LetterWay.LETTER_WAY_EMAIL: ("електронною поштою", "by e-mail"),
    LetterWay.LETTER_WAY_HANDED_OVER: ("вручено під підпис", "handed over against signature"),
}


class Dispatch(NamedTuple):
    """When a letter was sent, how (smartregion.v1.LetterWay), and by what it is found again."""

    day: date
    way: int
    reference: str


def checked(wanted: Any) -> Dispatch:
    """Raises InvalidField where a letter by post has no tracking number."""
    if wanted.way == LetterWay.LETTER_WAY_POST and not wanted.reference.strip():
        raise InvalidField("dispatch.reference", "privacy.tracking", "must be the tracking number of a letter by post")
    return Dispatch(calendar_date(wanted.sent_on, "dispatch.sent_on"), wanted.way, wanted.reference)


def check_day(sent: Dispatch, first: date, today: date) -> None:
    """Raises InvalidField where it can't have left on its day."""
    if not first <= sent.day <= today:
        rule = f"must lie between {first} and today"
        raise InvalidField("dispatch.sent_on", "privacy.sent_on", rule)


def said(sent: Dispatch) -> str:
    """The same for the note of a step."""
    return f"{sent.day.isoformat()} {both(WAYS[sent.way])} {sent.reference}".rstrip()
