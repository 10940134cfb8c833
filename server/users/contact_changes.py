"""A changed phone or address: one at a time, some times a day, and by an operator with a reason.

Whoever takes an account over changes both. What tells the owner goes to the contact before and to the one that is left,
so that one must stand for a while; and with a new phone nobody signs in until the owner has had the time to object.
"""

from collections.abc import Collection

from server.call import Call
from server.codec import DAY_MS
from server.errors import InvalidField, LimitExceeded, LockedOut
from server.limits import CONTACT_CHANGES_A_DAY, CONTACT_STANDS_MS
from storage.engine.transaction import Tx
from storage.repositories import security_events
from storage.repositories.users import Person

CONTACTS = {"phone": security_events.PHONE_CHANGED, "email": security_events.EMAIL_CHANGED}


def check(tx: Tx, call: Call, person: Person, changed: Collection[str]) -> None:
    """`changed` names the fields whose values are new. Raises InvalidField, LimitExceeded."""
    contacts = [name for name in CONTACTS if name in changed]
    if not contacts:
        return
    if len(contacts) > 1:
        raise InvalidField("update_mask", "user.one_contact", "must name the phone or the address, not both at once")
    if call.principal.is_operator and not call.request.reason.strip():
        raise InvalidField("reason", "user.reason", "must say why the phone or the address is changed")
    name = contacts[0]
    other = "email" if name == "phone" else "phone"
    last = security_events.last(tx, person.id, CONTACTS[other])
    if last is not None and last > tx.now - CONTACT_STANDS_MS:
        raise LimitExceeded(
            f"user.{name}: the other contact was changed within a day; its owner must be reached until then",
            retry_after=(last + CONTACT_STANDS_MS - tx.now) / 1000,
        )
    if security_events.count_since(tx, person.id, CONTACTS[name], tx.now - DAY_MS) >= CONTACT_CHANGES_A_DAY:
        raise LimitExceeded(f"user.{name}: at most {CONTACT_CHANGES_A_DAY} changes a day", retry_after=3600)


def check_sign_in(tx: Tx, user_id: int) -> None:
    """Raises LockedOut where the phone was changed a short while ago. Sessions that are open go on."""
    last = security_events.last(tx, user_id, security_events.PHONE_CHANGED)
    if last is not None and last > tx.now - CONTACT_STANDS_MS:
        wait = (last + CONTACT_STANDS_MS - tx.now) / 1000
        raise LockedOut("verification_id: the phone was changed within a day; sign in after that", retry_after=wait)
