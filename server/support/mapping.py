"""Threads, messages and answers at hand as the contract writes them."""

from collections.abc import Sequence

from smartregion.v1 import support_service_pb2 as pb
from smartregion.v1.notification_service_pb2 import NotificationCause

from server import words
from server.call import Call
from server.codec import encode_id, milliseconds, optional_id, timestamp
from server.errors import InvalidField
from server.limits import SUPPORT_EXCERPT
from server.notifications import placeholders
from server.support.workflow import allowed_calls
from server.words import language_of, pick
from storage.days import day_of
from storage.engine.transaction import Tx
from storage.models.support import CannedAnswer
from storage.repositories import notifications, operators, privacy, support
from storage.repositories.support import Message, Thread, ThreadFilter

CAUSE = NotificationCause.NOTIFICATION_CAUSE_SUPPORT


def to_filter(message: pb.ThreadFilter, call: Call) -> ThreadFilter:
    """The filter within what the caller may know of: a resident's own, and not by whom it is worked on. Raises
    InvalidField."""
    user_id = optional_id(message.user_id, "filter.user_id")
    if call.principal.is_resident:
        user_id = call.principal.id if user_id in (None, call.principal.id) else 0
        for field in ("assignee_id", "unassigned"):
            if getattr(message, field):
                raise InvalidField(f"filter.{field}", "support.own", "must be empty: who answers is the house's matter")
    return ThreadFilter(
        states=tuple(message.states),
        assignee_id=optional_id(message.assignee_id, "filter.assignee_id"),
        user_id=user_id,
        waiting_since=milliseconds(message.waiting_since) if message.HasField("waiting_since") else None,
        unassigned=message.unassigned,
    )


def to_messages(tx: Tx, threads: Sequence[Thread], call: Call) -> list[pb.SupportThread]:
    """Threads as the caller may see them."""
    said = support.last_said(tx, [one.id for one in threads])
    names = operators.names(tx, {one.row.assignee_id for one in threads if one.row.assignee_id})
    numbers = privacy.numbers(tx, {one.row.request_id for one in threads if one.row.request_id})
    own = call.principal.is_resident
    made = []
    for one in threads:
        row, excerpt = one.row, said.get(one.id, "")
        message = pb.SupportThread(
            id=encode_id(row.id),
            number=row.number,
            state=row.state,
            user_id=encode_id(row.user_id),
            **one.texts,
            language=row.language,
            received_at=timestamp(row.received_at),
            last_at=timestamp(row.last_at),
            waiting_since=timestamp(row.waiting_since),
            first_answer_seconds=(row.first_answer_ms or 0) // 1000,
            last_answer_seconds=(row.last_answer_ms or 0) // 1000,
            closed_at=timestamp(row.closed_at),
            merged_into_id=encode_id(row.merged_into_id),
            privacy_request_id=encode_id(row.request_id),
            privacy_request_number=numbers.get(row.request_id or 0, ""),
            excerpt=excerpt[:SUPPORT_EXCERPT] if excerpt else "",
            message_count=row.message_count,
            allowed_calls=allowed_calls(row.state, own=own, merged=row.merged_into_id is not None),
            etag=str(row.version),
            unreadable_fields=[*one.texts.unreadable, *["excerpt"] * (excerpt is None)],
        )
        if not own:
            message.assignee_id = encode_id(row.assignee_id)
            message.assignee_name = names.get(row.assignee_id or 0, "")
        made.append(message)
    return made


def message_list(tx: Tx, listed: Sequence[Message], call: Call) -> list[pb.SupportMessage]:
    """Messages in order; who of us wrote one, and what became of it on its way, is for us to know."""
    own = call.principal.is_resident
    names = {} if own else operators.names(tx, {one.row.author_id for one in listed if one.row.author_id})
    sent = {} if own else notifications.last_of_causes(tx, CAUSE, [one.row.id for one in listed if one.row.told_at])
    made = []
    for one in listed:
        way = sent.get(one.row.id)
        message = pb.SupportMessage(
            id=encode_id(one.row.id),
            kind=one.row.kind,
            author_name=names.get(one.row.author_id, ""),
            text=one.shown or "",
            unreadable_fields=["text"] if one.shown is None else [],
            at=timestamp(one.row.at),
            notification_id=encode_id(way.id) if way else "",
            delivery=way.state if way else 0,
            channel=way.channel if way else 0,
        )
        made.append(message)
    return made


def canned_message(row: CannedAnswer, thread: Thread | None = None) -> pb.CannedAnswer:
    message = pb.CannedAnswer(
        id=encode_id(row.id),
        name=row.name,
        title_uk=row.title_uk,
        title_en=row.title_en,
        text_uk=row.text_uk,
        text_en=row.text_en,
        updated_at=timestamp(row.updated_at),
        etag=str(row.version),
    )
    if thread is not None:
        language = language_of(thread.row.language)
        values = {
            "first_name": placeholders.tamed(thread.texts.shown("first_name")),
            "number": thread.row.number,
            "date": words.day(day_of(thread.row.received_at), language),
        }
        message.filled = placeholders.fill(pick((row.text_uk, row.text_en), language), values, language)
    return message
