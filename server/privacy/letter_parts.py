"""One letter that demands several things: each part is a request with a clock of its own, and they know each other."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from smartregion.v1 import privacy_request_service_pb2 as pb

from server.call import Call
from server.codec import date_message, encode_id
from server.errors import InvalidField, WrongState
from server.limits import LETTER_PART_DAYS
from server.privacy import intake
from server.privacy.kinds import OWN_DATA
from server.privacy.standing import letter_at_hand
from server.services import Services
from storage.engine.ids import new_ids
from storage.engine.transaction import Tx
from storage.repositories import privacy
from storage.repositories.privacy import Request

_OF_LETTER = (
    *("channel", "user_id", "applicant_name", "applicant_contact", "representative_name"),
    *("representative_authority", "document_ref"),
)
_OF_PART = ("kind", "text", "rectifications", "regimes", "circumstances")


def check(letter: Any, call: Call) -> None:
    """What the contract's rules alone can't say. Raises InvalidField naming the part."""
    kinds = set()
    for place, part in enumerate(letter.parts):
        if part.kind in OWN_DATA and part.kind in kinds:
            raise InvalidField(f"letter.parts[{place}].kind", "privacy.parts", "is demanded in another part already")
        kinds.add(part.kind)
        with _named(f"letter.parts[{place}]."):
            intake.check(_request(letter, part), call)


def register(tx: Tx, letter: Any, call: Call, services: Services) -> list[Request]:
    """Writes a request for each part. Raises InvalidField, NotFound."""
    made = []
    ids = new_ids(len(letter.parts))
    for place, (request_id, part) in enumerate(zip(ids, letter.parts, strict=True)):
        with _named(f"letter.parts[{place}]."):
            made.append(intake.register(tx, request_id, _request(letter, part), call, services, letter_id=ids[0]))
    return made


def add(tx: Tx, request_id: int, one: Request, part: Any, call: Call, services: Services) -> Request:
    """Writes a request for a demand that was found later in the letter of another. Raises InvalidField, WrongState."""
    if not letter_at_hand(one.row, tx.now):
        raise WrongState(
            f"a part more is found in a letter, which is not what a resident demanded in the app, within "
            f"{LETTER_PART_DAYS} days behind the end of its request; register a letter of its own"
        )
    letter_id = one.row.letter_id or one.id
    known = {row.kind for row in privacy.of_letter(tx, letter_id)} | {one.row.kind}
    if part.kind in OWN_DATA and part.kind in known:
        raise InvalidField("part.kind", "privacy.parts", "is demanded in another part already")
    wanted = _request(_letter(one), part)
    with _named("part."):
        intake.check(wanted, call, from_thread=wanted.channel == pb.INTAKE_CHANNEL_APP)
        return intake.register(tx, request_id, wanted, call, services, letter_id=letter_id)


def _letter(one: Request) -> pb.IncomingLetter:
    """The letter of a request, as it was registered."""
    row, texts = one.row, one.texts
    return pb.IncomingLetter(
        channel=row.channel,
        received_on=date_message(row.received_on),
        document_ref=texts["document_ref"],
        user_id=encode_id(row.user_id),
        applicant_name=texts["applicant_name"],
        applicant_contact=texts["applicant_contact"],
        representative_name=texts["representative_name"],
        representative_authority=texts["representative_authority"],
    )


def _request(letter: Any, part: Any) -> pb.PrivacyRequest:
    """A part as if it were a letter of its own."""
    request = pb.PrivacyRequest(received_on=letter.received_on)
    for message, names in ((letter, _OF_LETTER), (part, _OF_PART)):
        for name in names:
            value = getattr(message, name)
            if isinstance(value, (str, int)):
                setattr(request, name, value)
            else:
                getattr(request, name).extend(value)
    return request


@contextmanager
def _named(part: str) -> Iterator[None]:
    """Names fields where they stand in the letter; `part` is where those of the part do."""
    try:
        yield
    except InvalidField as error:
        violations = tuple(replace(one, field=_path(one.field, part)) for one in error.violations)
        raise InvalidField.of(violations) from None


def _path(field: str, part: str) -> str:
    name = field.removeprefix("request.")
    of_part = name.partition("[")[0].partition(".")[0] in _OF_PART
    return f"{part}{name}" if of_part else f"letter.{name}"
