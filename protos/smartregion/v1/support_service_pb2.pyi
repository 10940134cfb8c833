import datetime

from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from smartregion.v1 import common_pb2 as _common_pb2
from smartregion.v1 import notification_service_pb2 as _notification_service_pb2
from smartregion.v1 import options_pb2 as _options_pb2
from smartregion.v1 import privacy_request_service_pb2 as _privacy_request_service_pb2
from smartregion.v1 import rules_pb2 as _rules_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ThreadState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    THREAD_STATE_UNSPECIFIED: _ClassVar[ThreadState]
    THREAD_STATE_OPEN: _ClassVar[ThreadState]
    THREAD_STATE_ANSWERED: _ClassVar[ThreadState]
    THREAD_STATE_CLOSED: _ClassVar[ThreadState]

class MessageKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MESSAGE_KIND_UNSPECIFIED: _ClassVar[MessageKind]
    MESSAGE_KIND_INCOMING: _ClassVar[MessageKind]
    MESSAGE_KIND_REPLY: _ClassVar[MessageKind]
    MESSAGE_KIND_NOTE: _ClassVar[MessageKind]
THREAD_STATE_UNSPECIFIED: ThreadState
THREAD_STATE_OPEN: ThreadState
THREAD_STATE_ANSWERED: ThreadState
THREAD_STATE_CLOSED: ThreadState
MESSAGE_KIND_UNSPECIFIED: MessageKind
MESSAGE_KIND_INCOMING: MessageKind
MESSAGE_KIND_REPLY: MessageKind
MESSAGE_KIND_NOTE: MessageKind

class FeedbackForm(_message.Message):
    __slots__ = ("first_name", "last_name", "phone", "email", "text", "language")
    FIRST_NAME_FIELD_NUMBER: _ClassVar[int]
    LAST_NAME_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    first_name: str
    last_name: str
    phone: str
    email: str
    text: str
    language: _common_pb2.Language
    def __init__(self, first_name: _Optional[str] = ..., last_name: _Optional[str] = ..., phone: _Optional[str] = ..., email: _Optional[str] = ..., text: _Optional[str] = ..., language: _Optional[_Union[_common_pb2.Language, str, int]] = ...) -> None: ...

class SupportThread(_message.Message):
    __slots__ = ("id", "number", "state", "user_id", "first_name", "last_name", "phone", "email", "language", "assignee_id", "assignee_name", "received_at", "last_at", "waiting_since", "first_answer_seconds", "last_answer_seconds", "closed_at", "merged_into_id", "privacy_request_id", "privacy_request_number", "excerpt", "message_count", "allowed_calls", "etag", "unreadable_fields")
    ID_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    FIRST_NAME_FIELD_NUMBER: _ClassVar[int]
    LAST_NAME_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    ASSIGNEE_ID_FIELD_NUMBER: _ClassVar[int]
    ASSIGNEE_NAME_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_AT_FIELD_NUMBER: _ClassVar[int]
    LAST_AT_FIELD_NUMBER: _ClassVar[int]
    WAITING_SINCE_FIELD_NUMBER: _ClassVar[int]
    FIRST_ANSWER_SECONDS_FIELD_NUMBER: _ClassVar[int]
    LAST_ANSWER_SECONDS_FIELD_NUMBER: _ClassVar[int]
    CLOSED_AT_FIELD_NUMBER: _ClassVar[int]
    MERGED_INTO_ID_FIELD_NUMBER: _ClassVar[int]
    PRIVACY_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PRIVACY_REQUEST_NUMBER_FIELD_NUMBER: _ClassVar[int]
    EXCERPT_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_COUNT_FIELD_NUMBER: _ClassVar[int]
    ALLOWED_CALLS_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    UNREADABLE_FIELDS_FIELD_NUMBER: _ClassVar[int]
    id: str
    number: str
    state: ThreadState
    user_id: str
    first_name: str
    last_name: str
    phone: str
    email: str
    language: _common_pb2.Language
    assignee_id: str
    assignee_name: str
    received_at: _timestamp_pb2.Timestamp
    last_at: _timestamp_pb2.Timestamp
    waiting_since: _timestamp_pb2.Timestamp
    first_answer_seconds: int
    last_answer_seconds: int
    closed_at: _timestamp_pb2.Timestamp
    merged_into_id: str
    privacy_request_id: str
    privacy_request_number: str
    excerpt: str
    message_count: int
    allowed_calls: _containers.RepeatedScalarFieldContainer[str]
    etag: str
    unreadable_fields: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, id: _Optional[str] = ..., number: _Optional[str] = ..., state: _Optional[_Union[ThreadState, str, int]] = ..., user_id: _Optional[str] = ..., first_name: _Optional[str] = ..., last_name: _Optional[str] = ..., phone: _Optional[str] = ..., email: _Optional[str] = ..., language: _Optional[_Union[_common_pb2.Language, str, int]] = ..., assignee_id: _Optional[str] = ..., assignee_name: _Optional[str] = ..., received_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., last_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., waiting_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., first_answer_seconds: _Optional[int] = ..., last_answer_seconds: _Optional[int] = ..., closed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., merged_into_id: _Optional[str] = ..., privacy_request_id: _Optional[str] = ..., privacy_request_number: _Optional[str] = ..., excerpt: _Optional[str] = ..., message_count: _Optional[int] = ..., allowed_calls: _Optional[_Iterable[str]] = ..., etag: _Optional[str] = ..., unreadable_fields: _Optional[_Iterable[str]] = ...) -> None: ...

class SupportMessage(_message.Message):
    __slots__ = ("id", "kind", "author_name", "text", "at", "notification_id", "delivery", "channel", "unreadable_fields")
    ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_NAME_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    NOTIFICATION_ID_FIELD_NUMBER: _ClassVar[int]
    DELIVERY_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    UNREADABLE_FIELDS_FIELD_NUMBER: _ClassVar[int]
    id: str
    kind: MessageKind
    author_name: str
    text: str
    at: _timestamp_pb2.Timestamp
    notification_id: str
    delivery: _notification_service_pb2.NotificationState
    channel: _notification_service_pb2.NotificationChannel
    unreadable_fields: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, id: _Optional[str] = ..., kind: _Optional[_Union[MessageKind, str, int]] = ..., author_name: _Optional[str] = ..., text: _Optional[str] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., notification_id: _Optional[str] = ..., delivery: _Optional[_Union[_notification_service_pb2.NotificationState, str, int]] = ..., channel: _Optional[_Union[_notification_service_pb2.NotificationChannel, str, int]] = ..., unreadable_fields: _Optional[_Iterable[str]] = ...) -> None: ...

class CannedAnswer(_message.Message):
    __slots__ = ("id", "name", "title_uk", "title_en", "text_uk", "text_en", "updated_at", "etag", "filled")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    TITLE_UK_FIELD_NUMBER: _ClassVar[int]
    TITLE_EN_FIELD_NUMBER: _ClassVar[int]
    TEXT_UK_FIELD_NUMBER: _ClassVar[int]
    TEXT_EN_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    FILLED_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    title_uk: str
    title_en: str
    text_uk: str
    text_en: str
    updated_at: _timestamp_pb2.Timestamp
    etag: str
    filled: str
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., title_uk: _Optional[str] = ..., title_en: _Optional[str] = ..., text_uk: _Optional[str] = ..., text_en: _Optional[str] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., etag: _Optional[str] = ..., filled: _Optional[str] = ...) -> None: ...

class CreateThreadRequest(_message.Message):
    __slots__ = ("form", "request_id")
    FORM_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    form: FeedbackForm
    request_id: str
    def __init__(self, form: _Optional[_Union[FeedbackForm, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateThreadResponse(_message.Message):
    __slots__ = ("thread",)
    THREAD_FIELD_NUMBER: _ClassVar[int]
    thread: SupportThread
    def __init__(self, thread: _Optional[_Union[SupportThread, _Mapping]] = ...) -> None: ...

class PostMessageRequest(_message.Message):
    __slots__ = ("thread_id", "kind", "text", "request_id")
    THREAD_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    thread_id: str
    kind: MessageKind
    text: str
    request_id: str
    def __init__(self, thread_id: _Optional[str] = ..., kind: _Optional[_Union[MessageKind, str, int]] = ..., text: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class PostMessageResponse(_message.Message):
    __slots__ = ("thread", "message")
    THREAD_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    thread: SupportThread
    message: SupportMessage
    def __init__(self, thread: _Optional[_Union[SupportThread, _Mapping]] = ..., message: _Optional[_Union[SupportMessage, _Mapping]] = ...) -> None: ...

class ThreadFilter(_message.Message):
    __slots__ = ("states", "assignee_id", "user_id", "waiting_since", "unassigned")
    STATES_FIELD_NUMBER: _ClassVar[int]
    ASSIGNEE_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    WAITING_SINCE_FIELD_NUMBER: _ClassVar[int]
    UNASSIGNED_FIELD_NUMBER: _ClassVar[int]
    states: _containers.RepeatedScalarFieldContainer[ThreadState]
    assignee_id: str
    user_id: str
    waiting_since: _timestamp_pb2.Timestamp
    unassigned: bool
    def __init__(self, states: _Optional[_Iterable[_Union[ThreadState, str, int]]] = ..., assignee_id: _Optional[str] = ..., user_id: _Optional[str] = ..., waiting_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., unassigned: _Optional[bool] = ...) -> None: ...

class ListThreadsRequest(_message.Message):
    __slots__ = ("filter", "page_size", "page_token", "skip")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_FIELD_NUMBER: _ClassVar[int]
    filter: ThreadFilter
    page_size: int
    page_token: str
    skip: int
    def __init__(self, filter: _Optional[_Union[ThreadFilter, _Mapping]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., skip: _Optional[int] = ...) -> None: ...

class ListThreadsResponse(_message.Message):
    __slots__ = ("threads", "next_page_token", "total_size")
    THREADS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    threads: _containers.RepeatedCompositeFieldContainer[SupportThread]
    next_page_token: str
    total_size: int
    def __init__(self, threads: _Optional[_Iterable[_Union[SupportThread, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class GetThreadRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetThreadResponse(_message.Message):
    __slots__ = ("thread", "messages")
    THREAD_FIELD_NUMBER: _ClassVar[int]
    MESSAGES_FIELD_NUMBER: _ClassVar[int]
    thread: SupportThread
    messages: _containers.RepeatedCompositeFieldContainer[SupportMessage]
    def __init__(self, thread: _Optional[_Union[SupportThread, _Mapping]] = ..., messages: _Optional[_Iterable[_Union[SupportMessage, _Mapping]]] = ...) -> None: ...

class AssignThreadRequest(_message.Message):
    __slots__ = ("id", "etag", "assignee_id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    ASSIGNEE_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    assignee_id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., assignee_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class AssignThreadResponse(_message.Message):
    __slots__ = ("thread",)
    THREAD_FIELD_NUMBER: _ClassVar[int]
    thread: SupportThread
    def __init__(self, thread: _Optional[_Union[SupportThread, _Mapping]] = ...) -> None: ...

class CloseThreadRequest(_message.Message):
    __slots__ = ("id", "etag", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CloseThreadResponse(_message.Message):
    __slots__ = ("thread",)
    THREAD_FIELD_NUMBER: _ClassVar[int]
    thread: SupportThread
    def __init__(self, thread: _Optional[_Union[SupportThread, _Mapping]] = ...) -> None: ...

class MergeThreadsRequest(_message.Message):
    __slots__ = ("id", "etag", "into_id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    INTO_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    into_id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., into_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class MergeThreadsResponse(_message.Message):
    __slots__ = ("thread",)
    THREAD_FIELD_NUMBER: _ClassVar[int]
    thread: SupportThread
    def __init__(self, thread: _Optional[_Union[SupportThread, _Mapping]] = ...) -> None: ...

class HandOverThreadRequest(_message.Message):
    __slots__ = ("id", "etag", "kind", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    kind: _privacy_request_service_pb2.PrivacyRequestKind
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., kind: _Optional[_Union[_privacy_request_service_pb2.PrivacyRequestKind, str, int]] = ..., request_id: _Optional[str] = ...) -> None: ...

class HandOverThreadResponse(_message.Message):
    __slots__ = ("thread", "request")
    THREAD_FIELD_NUMBER: _ClassVar[int]
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    thread: SupportThread
    request: _privacy_request_service_pb2.PrivacyRequest
    def __init__(self, thread: _Optional[_Union[SupportThread, _Mapping]] = ..., request: _Optional[_Union[_privacy_request_service_pb2.PrivacyRequest, _Mapping]] = ...) -> None: ...

class WatchThreadsRequest(_message.Message):
    __slots__ = ("filter", "resume_token", "skip_snapshot")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    filter: ThreadFilter
    resume_token: str
    skip_snapshot: bool
    def __init__(self, filter: _Optional[_Union[ThreadFilter, _Mapping]] = ..., resume_token: _Optional[str] = ..., skip_snapshot: _Optional[bool] = ...) -> None: ...

class ThreadChange(_message.Message):
    __slots__ = ("kind", "thread")
    KIND_FIELD_NUMBER: _ClassVar[int]
    THREAD_FIELD_NUMBER: _ClassVar[int]
    kind: _common_pb2.ChangeKind
    thread: SupportThread
    def __init__(self, kind: _Optional[_Union[_common_pb2.ChangeKind, str, int]] = ..., thread: _Optional[_Union[SupportThread, _Mapping]] = ...) -> None: ...

class WatchThreadsResponse(_message.Message):
    __slots__ = ("position", "changes")
    POSITION_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    position: _common_pb2.WatchPosition
    changes: _containers.RepeatedCompositeFieldContainer[ThreadChange]
    def __init__(self, position: _Optional[_Union[_common_pb2.WatchPosition, _Mapping]] = ..., changes: _Optional[_Iterable[_Union[ThreadChange, _Mapping]]] = ...) -> None: ...

class UpsertCannedAnswerRequest(_message.Message):
    __slots__ = ("answer", "etag", "request_id")
    ANSWER_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    answer: CannedAnswer
    etag: str
    request_id: str
    def __init__(self, answer: _Optional[_Union[CannedAnswer, _Mapping]] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class UpsertCannedAnswerResponse(_message.Message):
    __slots__ = ("answer",)
    ANSWER_FIELD_NUMBER: _ClassVar[int]
    answer: CannedAnswer
    def __init__(self, answer: _Optional[_Union[CannedAnswer, _Mapping]] = ...) -> None: ...

class ListCannedAnswersRequest(_message.Message):
    __slots__ = ("thread_id",)
    THREAD_ID_FIELD_NUMBER: _ClassVar[int]
    thread_id: str
    def __init__(self, thread_id: _Optional[str] = ...) -> None: ...

class ListCannedAnswersResponse(_message.Message):
    __slots__ = ("answers",)
    ANSWERS_FIELD_NUMBER: _ClassVar[int]
    answers: _containers.RepeatedCompositeFieldContainer[CannedAnswer]
    def __init__(self, answers: _Optional[_Iterable[_Union[CannedAnswer, _Mapping]]] = ...) -> None: ...
