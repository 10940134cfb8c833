"""A request as those who work on it find it, and one step of it."""

from collections.abc import Callable
from typing import Any

from server import etags
from server.call import Call
from server.codec import decode_id, encode_id
from server.errors import Conflict, NotFound, WrongState
from server.privacy.kinds import PACKAGES
from server.privacy.mapping import to_message
from server.privacy.workflow import ANSWERED, WORKFLOW
from storage.engine.transaction import Tx
from storage.repositories import privacy
from storage.repositories.privacy import Request

Change = Callable[[Tx, Request], tuple[Request, str]]


def found(tx: Tx, request_id: int, call: Call) -> Request:
    """A request that the caller may know of. Raises NotFound."""
    one = privacy.by_id(tx, request_id)
    if one is None or (call.principal.is_resident and one.row.user_id != call.principal.id):
        raise NotFound(f"privacy request {encode_id(request_id)} not found")
    return one


def about_user(tx: Tx, request_id: int, call: Call) -> tuple[Request, int]:
    """A request and the user it is about. Raises NotFound, Conflict."""
    one = found(tx, request_id, call)
    call.target("privacy_request", one.id, one.row.user_id or 0)
    if one.row.user_id is None:
        raise Conflict("user_id: the request names no user; find who it is and record it with the proof of identity")
    return one, one.row.user_id


def check_package(one: Request) -> None:
    """Raises WrongState where nobody has decided that a package is to be handed over."""
    if one.row.kind not in PACKAGES or one.row.state not in ANSWERED:
        state = WORKFLOW.name(one.row.state)
        raise WrongState(f"there is a package once an ACCESS or COPY request is FULFILLED; this one is {state}")


def check_kept(tx: Tx, request_id: int) -> None:
    """Raises WrongState where the proof of a request is past its term, and nothing can be added to it any more."""
    if not tx.keys.get_many([request_id]):
        raise WrongState("the proof of this request is past its term: it was purged, and nothing can be added to it")


async def change(request: Any, call: Call, change: Change, reply_type: Any, sent: privacy.Sent | None = None) -> Any:
    """One step of a request: etag, the change, the step with its note and the letter that it sent, the audit."""
    request_id = decode_id(request.id)

    def unit(tx: Tx) -> Any:
        one = found(tx, request_id, call)
        etags.require(request.etag, one.row.version, "privacy request")
        check_kept(tx, one.id)
        changed, note = change(tx, one)
        privacy.add_step(tx, changed, call.method.name, (call.principal.kind, call.principal.id), note, sent)
        tx.subject = request_id
        call.target("privacy_request", request_id, changed.row.user_id or 0)
        call.detail["number"] = changed.row.number
        return reply_type(request=to_message(tx, changed, call, with_steps=True))

    return await call.write(unit)
