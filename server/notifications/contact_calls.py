"""The calls of NotificationService about phones and addresses to which nothing is sent but duties."""

from typing import Any

from smartregion.v1 import notification_service_pb2 as pb

from server.call import Call
from server.codec import decode_id, encode_id, optional_id, timestamp
from server.errors import Conflict, NotFound
from server.notifications.mapping import masked
from server.services import Calls
from server.users.service import found as found_user
from storage.engine.transaction import Tx
from storage.repositories import contacts
from storage.repositories.contacts import Contacts, Suppressed

OPERATOR = pb.ContactSuppressionReason.CONTACT_SUPPRESSION_REASON_OPERATOR


class ContactCalls(Calls):
    async def SuppressContact(self, request: Any, call: Call) -> pb.SuppressContactResponse:
        user_id = decode_id(request.user_id, "user_id")
        channel, reason = request.channel, request.reason or OPERATOR

        def unit(tx: Tx) -> pb.SuppressContactResponse:
            found_user(tx, user_id, call)
            contact = Contacts(tx, [user_id]).of(user_id, channel)
            made = contacts.suppress(tx, user_id, channel, contact, reason, request.note) if contact else None
            if made is None:
                raise Conflict("channel: the user has no contact for it")
            tx.subject = user_id
            call.target("suppressed_contact", made.row.id, user_id)
            return pb.SuppressContactResponse(contact=to_message(made))

        return await call.write(unit)

    async def ReleaseContact(self, request: Any, call: Call) -> pb.ReleaseContactResponse:
        suppressed_id = decode_id(request.id)

        def unit(tx: Tx) -> pb.ReleaseContactResponse:
            row = contacts.by_id(tx, suppressed_id)
            if row is None:
                raise NotFound(f"suppressed contact {encode_id(suppressed_id)} not found")
            contacts.release(tx, suppressed_id)
            call.target("suppressed_contact", suppressed_id, row.user_id)
            return pb.ReleaseContactResponse()

        return await call.write(unit)

    async def ListSuppressedContacts(self, request: Any, call: Call) -> pb.ListSuppressedContactsResponse:
        page = self._services.paging.page(request)
        after = page.past(int)
        user_id = optional_id(request.user_id, "user_id")
        found, total = await call.read(
            lambda tx: contacts.page(tx, request.channel, user_id, after, page.size, page.skip)
        )
        call.showed(len(found), (one.row.user_id for one in found))
        reply = pb.ListSuppressedContactsResponse(contacts=map(to_message, found), total_size=total)
        page.end(reply, found, lambda last: (last.row.id,))
        return reply


def to_message(one: Suppressed) -> pb.SuppressedContact:
    row = one.row
    return pb.SuppressedContact(
        id=encode_id(row.id),
        channel=row.channel,
        reason=row.reason,
        contact_masked=masked(one.contact, row.channel),
        user_id=encode_id(row.user_id),
        suppressed_at=timestamp(row.suppressed_at),
        note=one.note,
    )
