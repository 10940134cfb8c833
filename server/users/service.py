"""UserService: proto in, proto out."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

from smartregion.v1 import user_service_pb2 as pb

from server import etags, recipients
from server.call import Call
from server.codec import decode_id, encode_id
from server.errors import AlreadyExists, NotFound
from server.services import Calls
from server.users import contact_changes, rules
from server.users.confirmation import use_confirmation
from server.users.mapping import to_filter, to_message
from server.users.workflow import WORKFLOW
from server.watching import Whose
from storage.engine.feed import Topic
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.errors import DuplicateValue
from storage.repositories import sessions, users
from storage.repositories.scope import Scope
from storage.repositories.users import Person

CHANGEABLE = ("phone", "email", "first_name", "last_name", "language")
LOOKUP_DEFAULT = 20


class UserService(Calls):
    async def CreateUser(self, request: Any, call: Call) -> pb.CreateUserResponse:
        wanted = request.user
        phone = rules.mobile(wanted.phone, "user.phone")
        user_id = new_id()

        def unit(tx: Tx) -> pb.CreateUserResponse:
            use_confirmation(tx, call, request.verification_id, phone)
            with taken():
                person = users.create(
                    tx,
                    user_id,
                    phone=phone,
                    email=rules.email(wanted.email),
                    first_name=rules.name(wanted.first_name),
                    last_name=rules.name(wanted.last_name),
                    language=wanted.language or 1,
                )
            tx.subject = user_id
            call.target("user", user_id, user_id)
            return pb.CreateUserResponse(user=to_message(person))

        return await call.write(unit)

    async def GetUser(self, request: Any, call: Call) -> pb.GetUserResponse:
        user_id = decode_id(request.id)
        call.target("user", user_id, user_id)
        person = await call.read(lambda tx: found(tx, user_id, call))
        return pb.GetUserResponse(user=to_message(person))

    async def LookupUser(self, request: Any, call: Call) -> pb.LookupUserResponse:
        kind = request.WhichOneof("key")
        value = getattr(request, kind)
        if kind == "phone":
            value = rules.phone(value, "phone")
        people, truncated = await call.read(
            lambda tx: users.lookup(tx, kind, value, call.scope(), request.limit or LOOKUP_DEFAULT)
        )
        call.detail["by"] = kind
        for person in people:
            call.target("user", person.id, person.id)
        return pb.LookupUserResponse(users=map(to_message, people), truncated=truncated)

    async def ListUsers(self, request: Any, call: Call) -> pb.ListUsersResponse:
        page = self._services.paging.page(request)
        descending = request.order_by != "created_at"
        after = page.pair(int)
        people, total = await call.read(
            lambda tx: users.page(
                tx,
                to_filter(tx, request.filter),
                call.scope(),
                descending=descending,
                after=after,
                size=page.size,
                skip=page.skip,
            )
        )
        call.showed(len(people), (person.id for person in people))
        reply = pb.ListUsersResponse(users=map(to_message, people), total_size=total)
        page.end(reply, people, lambda last: (last.row.created_at, last.row.id))
        return reply

    async def UpdateUser(self, request: Any, call: Call) -> pb.UpdateUserResponse:
        user_id = decode_id(request.user.id, "user.id")

        def unit(tx: Tx) -> pb.UpdateUserResponse:
            person = found(tx, user_id, call)
            etags.require(request.user.etag, person.row.version, "user")
            WORKFLOW.next(person.row.state, "changed")
            merged = to_message(person)
            paths = etags.merge(merged, request.user, request.update_mask, CHANGEABLE, "user")
            if "phone" not in paths:
                merged.phone = person.phone  # without one nothing else is valid
            call.validate(merged, "user")
            values = {path: getattr(merged, path) for path in paths}
            if "phone" in values:
                values["phone"] = rules.mobile(values["phone"], "user.phone")
                use_confirmation(tx, call, request.verification_id, values["phone"])
            if "email" in values:
                values["email"] = rules.email(values["email"])
            for name in {"first_name", "last_name"} & values.keys():
                values[name] = rules.name(values[name])
            new = [
                name for name in recipients.FIELD_CLASSES if values.get(name, person.shown(name)) != person.shown(name)
            ]
            contact_changes.check(tx, call, person, new)
            with taken():
                changed = users.update(tx, person, **values)
            told = recipients.tell_of_change(tx, user_id, new, self._services.law)
            if told:
                call.detail["recipients"] = str(told)
            tx.subject = user_id
            call.target("user", user_id, user_id)
            call.detail["fields"] = ",".join(paths)
            if request.reason:
                call.detail["reason"] = request.reason
            return pb.UpdateUserResponse(user=to_message(changed))

        return await call.write(unit)

    async def BlockUser(self, request: Any, call: Call) -> pb.BlockUserResponse:
        def change(tx: Tx, person: Person) -> Person:
            return block(tx, person, request.reason)

        return await self._move(request, call, change, pb.BlockUserResponse)

    async def UnblockUser(self, request: Any, call: Call) -> pb.UnblockUserResponse:
        def change(tx: Tx, person: Person) -> Person:
            state = WORKFLOW.next(person.row.state, "unblocked")
            return users.update(tx, person, state=state, block_reason="", blocked_at=None)

        return await self._move(request, call, change, pb.UnblockUserResponse)

    async def _move(self, request: Any, call: Call, change: Any, reply_type: Any) -> Any:
        user_id = decode_id(request.id)

        def unit(tx: Tx) -> Any:
            person = found(tx, user_id, call)
            etags.require(request.etag, person.row.version, "user")
            changed = change(tx, person)
            tx.subject = user_id
            call.target("user", user_id, user_id)
            call.detail["reason"] = request.reason
            return reply_type(user=to_message(changed))

        return await call.write(unit)

    async def WatchUsers(self, request: Any, call: Call) -> AsyncIterator[pb.WatchUsersResponse]:
        wanted = await call.read(lambda tx: to_filter(tx, request.filter))
        scope = call.scope()
        frames = self._services.watching.watch(
            call,
            request,
            Topic.USERS,
            lambda tx, last, size: [
                (person.id, to_message(person)) for person in users.behind(tx, wanted, scope, last, size)
            ],
            lambda tx, ids: {person.id: to_message(person) for person in users.watched(tx, wanted, ids, scope)},
            "user",
            lambda tx, ids: {person.id for person in users.watched(tx, users.UserFilter(), ids, scope)},
            # Who asks for somebody by a name, a phone or an address looks at them, and not at what comes.
            whose=Whose.of("id", at_once=request.filter.query != ""),
        )
        async for frame in frames:
            yield frame


def found(tx: Tx, user_id: int, call: Call, scope: Scope | None = None) -> Person:
    """A user that the caller may know of, or one of a narrower scope. Raises NotFound."""
    person = users.get(tx, user_id, scope or call.scope())
    if person is None:
        raise NotFound(f"user {encode_id(user_id)} not found")
    return person


def block(tx: Tx, person: Person, reason: str) -> Person:
    """Ends the sessions of a user and lets none begin. Raises WrongState."""
    sessions.end_all(tx, user_id=person.id)
    state = WORKFLOW.next(person.row.state, "blocked")
    return users.update(tx, person, state=state, block_reason=reason, blocked_at=tx.now)


@contextmanager
def taken() -> Iterator[None]:
    """Says which field is taken where storage only says that something is. An e-mail address is taken when it is
    confirmed, and that is said to who confirms it."""
    try:
        yield
    except DuplicateValue:
        raise AlreadyExists("user.phone: is registered already") from None
