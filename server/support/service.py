"""SupportService: proto in, proto out."""

from collections.abc import AsyncIterator, Callable
from typing import Any

from smartregion.v1 import support_service_pb2 as pb
from smartregion.v1.options_pb2 import Permission

from server import etags
from server.call import Call
from server.codec import decode_id, encode_id, optional_id
from server.errors import InvalidField, NotFound, WrongState
from server.limits import SUPPORT_MESSAGES_SHOWN
from server.operators.assignees import able
from server.privacy import intake
from server.privacy.mapping import to_message as request_message
from server.services import Calls
from server.support import rules
from server.support.hand_over import request_of
from server.support.mapping import canned_message, message_list, to_filter, to_messages
from server.support.workflow import OPEN, WORKFLOW
from server.users.service import found as found_user
from server.watching import Whose
from storage.days import day_of
from storage.engine.feed import Topic
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.support import INCOMING, NOTE, REPLY, SupportThread
from storage.repositories import support
from storage.repositories.support import Thread

Change = Callable[[Tx, Thread], Thread]


class SupportService(Calls):
    # -- what people write

    async def CreateThread(self, request: Any, call: Call) -> pb.CreateThreadResponse:
        form, thread_id = request.form, new_id()
        text = rules.text(form.text, "form.text")

        def unit(tx: Tx) -> pb.CreateThreadResponse:
            person = found_user(tx, call.principal.id, call) if call.principal.is_resident else None
            said = rules.filled_in(form, person)
            rules.check_begun(tx, person, said)
            row = SupportThread(
                id=thread_id,
                number=support.next_number(tx, day_of(tx.now).year),
                state=OPEN,
                user_id=person.id if person else None,
                language=form.language or (person.row.language if person else 1),
                received_at=tx.now,
                last_at=tx.now,
                waiting_since=tx.now,
                queue_at=support.queue_at(tx.now, tx.now),
                message_count=1,
                version=1,
            )
            made = support.create(tx, row, said)
            support.add_message(tx, made, INCOMING, 0, text)
            return pb.CreateThreadResponse(thread=_noted(tx, made, call))

        return await call.write(unit)

    async def PostMessage(self, request: Any, call: Call) -> pb.PostMessageResponse:
        thread_id = decode_id(request.thread_id, "thread_id")
        own = call.principal.is_resident
        if own != (request.kind == INCOMING):
            may = "a resident writes INCOMING" if own else "an operator writes REPLY or NOTE"
            raise InvalidField("kind", "support.message_kind", f"does not fit who writes: {may}")
        text = (rules.reply if request.kind == REPLY else rules.text)(request.text, "text")

        def unit(tx: Tx) -> pb.PostMessageResponse:
            one = _standing(tx, found(tx, thread_id, call), follow=own)
            if own:
                rules.check_written(tx, one)
            changed = _written(tx, one, request.kind)
            message = support.add_message(tx, one, request.kind, 0 if own else call.principal.id, text)
            return pb.PostMessageResponse(
                thread=_noted(tx, changed, call), message=message_list(tx, [message], call)[0]
            )

        return await call.write(unit)

    # -- the queue

    async def ListThreads(self, request: Any, call: Call) -> pb.ListThreadsResponse:
        page = self._services.paging.page(request)
        after = (int(page.after[0]), int(page.after[1])) if page.after else None
        wanted = to_filter(request.filter, call)

        def query(tx: Tx) -> tuple[list[Thread], list[pb.SupportThread], int]:
            rows, total = support.page(tx, wanted, after, page.size, page.skip)
            return rows, to_messages(tx, rows, call), total

        rows, messages, total = await call.read(query)
        call.showed(len(rows), (one.row.user_id or 0 for one in rows))
        reply = pb.ListThreadsResponse(threads=messages, total_size=total)
        if len(rows) == page.size:
            reply.next_page_token = self._services.paging.next_token(request, (rows[-1].row.queue_at, rows[-1].id))
        return reply

    async def GetThread(self, request: Any, call: Call) -> pb.GetThreadResponse:
        thread_id = decode_id(request.id)

        def query(tx: Tx) -> pb.GetThreadResponse:
            one = found(tx, thread_id, call)
            listed = support.messages(tx, one.id, SUPPORT_MESSAGES_SHOWN)
            if call.principal.is_resident:
                listed = [message for message in listed if message.row.kind != NOTE]
            return pb.GetThreadResponse(thread=_noted(tx, one, call), messages=message_list(tx, listed, call))

        return await call.read(query)

    async def WatchThreads(self, request: Any, call: Call) -> AsyncIterator[pb.WatchThreadsResponse]:
        wanted = to_filter(request.filter, call)

        def messages(tx: Tx, rows: list[Thread]) -> list[tuple[int, Any]]:
            return [(one.id, made) for one, made in zip(rows, to_messages(tx, rows, call), strict=True)]

        frames = self._services.watching.watch(
            call,
            request,
            Topic.SUPPORT_THREADS,
            lambda tx, last, size: messages(tx, support.behind(tx, wanted, last, size)),
            lambda tx, ids: dict(messages(tx, support.watched(tx, wanted, ids))),
            "thread",
            whose=Whose.of("user_id"),
        )
        async for frame in frames:
            yield frame

    # -- work on a thread

    async def AssignThread(self, request: Any, call: Call) -> pb.AssignThreadResponse:
        assignee_id = optional_id(request.assignee_id, "assignee_id") or call.principal.id

        def change(tx: Tx, one: Thread) -> Thread:
            state = WORKFLOW.next(one.row.state, "assigned")
            able(tx, assignee_id, Permission.PERMISSION_SUPPORT_WORK, "support.assignee", "threads")
            return support.update(tx, one, state=state, assignee_id=assignee_id)

        return await self._change(request, call, change, pb.AssignThreadResponse)

    async def CloseThread(self, request: Any, call: Call) -> pb.CloseThreadResponse:
        return await self._change(request, call, lambda tx, one: _closed(tx, one, "closed"), pb.CloseThreadResponse)

    async def MergeThreads(self, request: Any, call: Call) -> pb.MergeThreadsResponse:
        into_id = decode_id(request.into_id, "into_id")

        def change(tx: Tx, one: Thread) -> Thread:
            if into_id == one.id:
                raise InvalidField("into_id", "support.merge_self", "must be another thread")
            into = _standing(tx, found(tx, into_id, call))
            if one.row.user_id not in (None, into.row.user_id):
                raise InvalidField("into_id", "support.merge_person", "must be a thread of the same user")
            _closed(tx, one, "merged", merged_into_id=into.id, message_count=0)
            moved = support.move_messages(tx, one, into)
            waiting = [since for since in (one.row.waiting_since, into.row.waiting_since) if since is not None]
            return support.update(
                tx,
                into,
                state=WORKFLOW.next(into.row.state, "written to") if waiting else into.row.state,
                waiting_since=min(waiting, default=None),
                closed_at=None if waiting else into.row.closed_at,
                last_at=max(one.row.last_at, into.row.last_at),
                message_count=into.row.message_count + moved,
            )

        return await self._change(request, call, change, pb.MergeThreadsResponse)

    async def HandOverThread(self, request: Any, call: Call) -> pb.HandOverThreadResponse:
        thread_id, request_id = decode_id(request.id), new_id()

        def unit(tx: Tx) -> pb.HandOverThreadResponse:
            one = _standing(tx, found(tx, thread_id, call))
            etags.require(request.etag, one.row.version, "thread")
            WORKFLOW.next(one.row.state, "handed over")
            wanted = request_of(tx, one, request.kind)
            intake.check(wanted, call, from_thread=True)
            made = intake.register(tx, request_id, wanted, call, self._services)
            call.target("privacy_request", made.id, made.row.user_id or 0)
            changed = _closed(tx, one, "handed over", request_id=made.id)
            return pb.HandOverThreadResponse(
                thread=_noted(tx, changed, call), request=request_message(tx, made, call, with_steps=True)
            )

        return await call.write(unit)

    async def _change(self, request: Any, call: Call, change: Change, reply_type: Any) -> Any:
        thread_id = decode_id(request.id)

        def unit(tx: Tx) -> Any:
            one = _standing(tx, found(tx, thread_id, call))
            etags.require(request.etag, one.row.version, "thread")
            call.target("support_thread", one.id, one.row.user_id or 0)
            return reply_type(thread=_noted(tx, change(tx, one), call))

        return await call.write(unit)

    # -- answers at hand

    async def UpsertCannedAnswer(self, request: Any, call: Call) -> pb.UpsertCannedAnswerResponse:
        wanted = request.answer
        rules.check_canned(wanted)
        texts = {name: getattr(wanted, name) for name in ("title_uk", "title_en", "text_uk", "text_en")}

        def unit(tx: Tx) -> pb.UpsertCannedAnswerResponse:
            before = support.canned_by_name(tx, wanted.name)
            if before is not None or request.etag:
                etags.require(request.etag, before.version if before else 0, "canned answer")
            row = support.write_canned(tx, before, wanted.name, texts, call.principal.id)
            call.target("canned_answer", row.id)
            return pb.UpsertCannedAnswerResponse(answer=canned_message(row))

        return await call.write(unit)

    async def ListCannedAnswers(self, request: Any, call: Call) -> pb.ListCannedAnswersResponse:
        thread_id = optional_id(request.thread_id, "thread_id")

        def query(tx: Tx) -> pb.ListCannedAnswersResponse:
            thread = found(tx, thread_id, call) if thread_id else None
            if thread is not None:
                call.target("support_thread", thread.id, thread.row.user_id or 0)
            return pb.ListCannedAnswersResponse(answers=[canned_message(row, thread) for row in support.canned(tx)])

        return await call.read(query)


def found(tx: Tx, thread_id: int, call: Call) -> Thread:
    """A thread that the caller may know of. Raises NotFound."""
    one = support.by_id(tx, thread_id)
    if one is None or (call.principal.is_resident and one.row.user_id != call.principal.id):
        raise NotFound(f"thread {encode_id(thread_id)} not found")
    return one


def _standing(tx: Tx, one: Thread, *, follow: bool = False) -> Thread:
    """The thread itself; where it was merged the one that stays, for those who need not know. Raises WrongState."""
    while one.row.merged_into_id is not None:
        after = support.by_id(tx, one.row.merged_into_id)
        if after is None or not follow:
            raise WrongState("a thread that was merged can't be changed; the one that it was merged into can")
        one = after
    return one


def _written(tx: Tx, one: Thread, kind: int) -> Thread:
    """The thread with one more message."""
    row, count = one.row, one.row.message_count + 1
    if kind == NOTE:
        return support.update(tx, one, state=WORKFLOW.next(row.state, "noted"), message_count=count)
    if kind == INCOMING:
        return support.update(
            tx,
            one,
            state=WORKFLOW.next(row.state, "written to"),
            waiting_since=row.waiting_since or tx.now,
            last_at=tx.now,
            closed_at=None,
            message_count=count,
        )
    return support.update(
        tx,
        one,
        state=WORKFLOW.next(row.state, "answered"),
        first_answer_ms=tx.now - row.received_at if row.first_answer_ms is None else row.first_answer_ms,
        last_answer_ms=row.last_answer_ms if row.waiting_since is None else tx.now - row.waiting_since,
        waiting_since=None,
        last_at=tx.now,
        closed_at=None,
        message_count=count,
    )


def _closed(tx: Tx, one: Thread, action: str, **values: Any) -> Thread:
    state = WORKFLOW.next(one.row.state, action)
    return support.update(tx, one, state=state, waiting_since=None, closed_at=tx.now, **values)


def _noted(tx: Tx, one: Thread, call: Call) -> pb.SupportThread:
    """The thread as the caller may see it, named for the audit log; its reply is kept no longer than its key."""
    tx.subject = one.row.sealed_by
    call.target("support_thread", one.id, one.row.user_id or 0)
    call.detail["number"] = one.row.number
    return to_messages(tx, [one], call)[0]
