"""How a letter left the house, in the words of the contract."""

from collections.abc import Mapping

from smartregion.v1.letter_dispatch_pb2 import LetterDispatch, LetterWay

from console.client import convert
from console.client.listing import date_of
from console.dispatch import Dispatch


def from_answers(answers: Mapping[str, str]) -> LetterDispatch:
    """Raises ClientError."""
    return LetterDispatch(
        sent_on=date_of(answers["sent_on"], "dispatch.sent_on"),
        way=convert.number(LetterWay, answers["way"]),
        reference=answers["reference"],
    )


def to_dispatch(message: LetterDispatch) -> Dispatch:
    return Dispatch(
        convert.day(message, "sent_on"),
        convert.name(LetterWay, message.way),
        message.reference,
        message.recorded_by,
    )
