"""A message that is really a privacy request becomes one, with the day on which it came."""

from smartregion.v1.privacy_request_service_pb2 import IntakeChannel, PrivacyRequest
from smartregion.v1.privacy_request_service_pb2 import PrivacyRequestKind as K

from server.codec import date_message, encode_id
from server.errors import InvalidField
from server.limits import SUPPORT_MESSAGES_SHOWN
from storage.days import day_of, iso_day
from storage.engine.transaction import Tx
from storage.models.support import INCOMING
from storage.repositories import support
from storage.repositories.support import Thread

#: As long as the text of a request may be.
_LETTERS = 20_000
#: A request may have come so long ago at most (server.privacy.intake).
_OLDEST_DAYS = 366


def request_of(tx: Tx, thread: Thread, kind: int) -> PrivacyRequest:
    """The request that a thread makes. What is demanded is what the person wrote. Raises InvalidField."""
    if kind == K.PRIVACY_REQUEST_KIND_RECTIFICATION:
        raise InvalidField("kind", "support.kind", "needs to say what is corrected: register it as a request")
    if (day_of(tx.now) - day_of(thread.row.received_at)).days > _OLDEST_DAYS:
        raise InvalidField("id", "support.too_old", "came too long ago to be registered by its day of receipt")
    said = [one.text for one in support.messages(tx, thread.id, SUPPORT_MESSAGES_SHOWN) if one.row.kind == INCOMING]
    texts = thread.texts
    return PrivacyRequest(
        kind=kind,
        channel=IntakeChannel.INTAKE_CHANNEL_APP,  # the form is the only way to a thread
        user_id=encode_id(thread.row.user_id),
        applicant_name=f"{texts['first_name']} {texts['last_name']}".strip()[:200] or thread.row.number,
        applicant_contact=texts["email"] or texts["phone"] or thread.row.number,
        text="\n\n".join(said)[:_LETTERS],
        document_ref=thread.row.number,
        received_on=date_message(iso_day(thread.row.received_at)),
    )
