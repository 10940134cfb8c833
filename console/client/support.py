"""Threads of support: the queue, a conversation, and what is done about it."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from smartregion.v1 import support_service_pb2 as pb
from smartregion.v1.common_pb2 import Language
from smartregion.v1.notification_service_pb2 import NotificationState
from smartregion.v1.privacy_request_service_pb2 import PrivacyRequestKind
from smartregion.v1.support_service_pb2_grpc import SupportServiceStub

from console.client import convert
from console.client.listing import Listing, enums
from console.client.wire import Wire, request_id
from console.models import Frame, Page, Query
from console.support import Canned, Message, Thread


class Support(Listing[Thread]):
    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self._stub: Any = SupportServiceStub(wire.channel)

    def _filter(self, query: Query) -> pb.ThreadFilter:
        return pb.ThreadFilter(
            states=enums(pb.ThreadState, query, "state"),
            assignee_id=query.get("assignee"),
            user_id=query.get("user"),
            unassigned=query.get("unassigned") == "yes",
        )

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[Thread]:
        request = pb.ListThreadsRequest(filter=self._filter(query))
        return await self._page(self._stub.ListThreads, request, "threads", to_thread, token, skip, size)

    async def get(self, key: str) -> Thread:
        return to_thread((await self.wire.call(self._stub.GetThread, pb.GetThreadRequest(id=key))).thread)

    def watch(self, query: Query, token: str) -> AsyncIterator[Frame[Thread]]:
        request = pb.WatchThreadsRequest(filter=self._filter(query), resume_token=token, skip_snapshot=not token)
        return self._frames(self._stub.WatchThreads, request, "thread", to_thread)

    async def messages(self, thread_id: str) -> Sequence[Message]:
        reply = await self.wire.call(self._stub.GetThread, pb.GetThreadRequest(id=thread_id))
        return tuple(map(_message, reply.messages))

    async def canned(self, thread_id: str) -> Sequence[Canned]:
        reply = await self.wire.call(self._stub.ListCannedAnswers, pb.ListCannedAnswersRequest(thread_id=thread_id))
        return tuple(Canned(one.name, one.title_uk, one.title_en, one.filled) for one in reply.answers)

    async def post(self, thread: Thread, kind: str, text: str) -> Thread:
        request = pb.PostMessageRequest(
            thread_id=thread.id, kind=convert.number(pb.MessageKind, kind), text=text, request_id=request_id()
        )
        return to_thread((await self.wire.call(self._stub.PostMessage, request)).thread)

    async def assign(self, thread: Thread) -> Thread:
        """To whoever calls."""
        request = pb.AssignThreadRequest(id=thread.id, etag=thread.etag, request_id=request_id())
        return to_thread((await self.wire.call(self._stub.AssignThread, request)).thread)

    async def close(self, thread: Thread) -> Thread:
        request = pb.CloseThreadRequest(id=thread.id, etag=thread.etag, request_id=request_id())
        return to_thread((await self.wire.call(self._stub.CloseThread, request)).thread)

    async def merge(self, thread: Thread, into: str) -> Thread:
        """The thread that stays."""
        request = pb.MergeThreadsRequest(id=thread.id, etag=thread.etag, into_id=into, request_id=request_id())
        return to_thread((await self.wire.call(self._stub.MergeThreads, request)).thread)

    async def hand_over(self, thread: Thread, kind: str) -> Thread:
        request = pb.HandOverThreadRequest(
            id=thread.id, etag=thread.etag, kind=convert.number(PrivacyRequestKind, kind), request_id=request_id()
        )
        return to_thread((await self.wire.call(self._stub.HandOverThread, request)).thread)


def to_thread(message: pb.SupportThread) -> Thread:
    return Thread(
        id=message.id,
        number=message.number,
        state=convert.name(pb.ThreadState, message.state),
        user_id=message.user_id,
        name=f"{message.last_name} {message.first_name}".strip(),
        phone=message.phone,
        email=message.email,
        language=convert.name(Language, message.language),
        assignee=message.assignee_name,
        received_at=convert.instant(message, "received_at"),
        waiting_since=convert.instant(message, "waiting_since"),
        first_answer=message.first_answer_seconds,
        last_answer=message.last_answer_seconds,
        request_number=message.privacy_request_number,
        excerpt=message.excerpt,
        allowed=tuple(message.allowed_calls),
        etag=message.etag,
    )


def _message(message: pb.SupportMessage) -> Message:
    return Message(
        kind=convert.name(pb.MessageKind, message.kind),
        author=message.author_name,
        text=message.text,
        at=convert.instant(message, "at"),
        delivery=convert.name(NotificationState, message.delivery) if message.delivery else "",
    )
