import datetime

from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.type import date_pb2 as _date_pb2
from smartregion.v1 import options_pb2 as _options_pb2
from smartregion.v1 import rules_pb2 as _rules_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class IntakeDraftState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    INTAKE_DRAFT_STATE_UNSPECIFIED: _ClassVar[IntakeDraftState]
    INTAKE_DRAFT_STATE_NEW: _ClassVar[IntakeDraftState]
    INTAKE_DRAFT_STATE_CONFIRMED: _ClassVar[IntakeDraftState]
    INTAKE_DRAFT_STATE_DISCARDED: _ClassVar[IntakeDraftState]

class MailArrival(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MAIL_ARRIVAL_UNSPECIFIED: _ClassVar[MailArrival]
    MAIL_ARRIVAL_MAILBOX: _ClassVar[MailArrival]
    MAIL_ARRIVAL_RECEIVED_HEADER: _ClassVar[MailArrival]
    MAIL_ARRIVAL_UPLOAD: _ClassVar[MailArrival]

class MailWarning(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MAIL_WARNING_UNSPECIFIED: _ClassVar[MailWarning]
    MAIL_WARNING_TRUNCATED: _ClassVar[MailWarning]
    MAIL_WARNING_BROKEN: _ClassVar[MailWarning]
    MAIL_WARNING_HTML_ONLY: _ClassVar[MailWarning]
    MAIL_WARNING_CHARSET: _ClassVar[MailWarning]
    MAIL_WARNING_HIDDEN_CHARACTERS: _ClassVar[MailWarning]
    MAIL_WARNING_AUTOMATIC: _ClassVar[MailWarning]
    MAIL_WARNING_MANY_PARTS: _ClassVar[MailWarning]
INTAKE_DRAFT_STATE_UNSPECIFIED: IntakeDraftState
INTAKE_DRAFT_STATE_NEW: IntakeDraftState
INTAKE_DRAFT_STATE_CONFIRMED: IntakeDraftState
INTAKE_DRAFT_STATE_DISCARDED: IntakeDraftState
MAIL_ARRIVAL_UNSPECIFIED: MailArrival
MAIL_ARRIVAL_MAILBOX: MailArrival
MAIL_ARRIVAL_RECEIVED_HEADER: MailArrival
MAIL_ARRIVAL_UPLOAD: MailArrival
MAIL_WARNING_UNSPECIFIED: MailWarning
MAIL_WARNING_TRUNCATED: MailWarning
MAIL_WARNING_BROKEN: MailWarning
MAIL_WARNING_HTML_ONLY: MailWarning
MAIL_WARNING_CHARSET: MailWarning
MAIL_WARNING_HIDDEN_CHARACTERS: MailWarning
MAIL_WARNING_AUTOMATIC: MailWarning
MAIL_WARNING_MANY_PARTS: MailWarning

class IntakeDraft(_message.Message):
    __slots__ = ("id", "state", "arrived_at", "arrival", "received_on", "sender_name", "sender_address", "subject", "text", "attachments", "warnings", "size_bytes", "sender_user_id", "request_numbers", "discard_reason", "decided_by", "decided_at", "created_at", "etag")
    ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    ARRIVED_AT_FIELD_NUMBER: _ClassVar[int]
    ARRIVAL_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_ON_FIELD_NUMBER: _ClassVar[int]
    SENDER_NAME_FIELD_NUMBER: _ClassVar[int]
    SENDER_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    ATTACHMENTS_FIELD_NUMBER: _ClassVar[int]
    WARNINGS_FIELD_NUMBER: _ClassVar[int]
    SIZE_BYTES_FIELD_NUMBER: _ClassVar[int]
    SENDER_USER_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_NUMBERS_FIELD_NUMBER: _ClassVar[int]
    DISCARD_REASON_FIELD_NUMBER: _ClassVar[int]
    DECIDED_BY_FIELD_NUMBER: _ClassVar[int]
    DECIDED_AT_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    id: str
    state: IntakeDraftState
    arrived_at: _timestamp_pb2.Timestamp
    arrival: MailArrival
    received_on: _date_pb2.Date
    sender_name: str
    sender_address: str
    subject: str
    text: str
    attachments: _containers.RepeatedCompositeFieldContainer[MailAttachment]
    warnings: _containers.RepeatedScalarFieldContainer[MailWarning]
    size_bytes: int
    sender_user_id: str
    request_numbers: _containers.RepeatedScalarFieldContainer[str]
    discard_reason: str
    decided_by: str
    decided_at: _timestamp_pb2.Timestamp
    created_at: _timestamp_pb2.Timestamp
    etag: str
    def __init__(self, id: _Optional[str] = ..., state: _Optional[_Union[IntakeDraftState, str, int]] = ..., arrived_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., arrival: _Optional[_Union[MailArrival, str, int]] = ..., received_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., sender_name: _Optional[str] = ..., sender_address: _Optional[str] = ..., subject: _Optional[str] = ..., text: _Optional[str] = ..., attachments: _Optional[_Iterable[_Union[MailAttachment, _Mapping]]] = ..., warnings: _Optional[_Iterable[_Union[MailWarning, str, int]]] = ..., size_bytes: _Optional[int] = ..., sender_user_id: _Optional[str] = ..., request_numbers: _Optional[_Iterable[str]] = ..., discard_reason: _Optional[str] = ..., decided_by: _Optional[str] = ..., decided_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., etag: _Optional[str] = ...) -> None: ...

class MailAttachment(_message.Message):
    __slots__ = ("name", "media_type", "size_bytes")
    NAME_FIELD_NUMBER: _ClassVar[int]
    MEDIA_TYPE_FIELD_NUMBER: _ClassVar[int]
    SIZE_BYTES_FIELD_NUMBER: _ClassVar[int]
    name: str
    media_type: str
    size_bytes: int
    def __init__(self, name: _Optional[str] = ..., media_type: _Optional[str] = ..., size_bytes: _Optional[int] = ...) -> None: ...

class ImportMailRequest(_message.Message):
    __slots__ = ("content", "size_bytes", "request_id")
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    SIZE_BYTES_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    content: bytes
    size_bytes: int
    request_id: str
    def __init__(self, content: _Optional[bytes] = ..., size_bytes: _Optional[int] = ..., request_id: _Optional[str] = ...) -> None: ...

class ImportMailResponse(_message.Message):
    __slots__ = ("draft", "known")
    DRAFT_FIELD_NUMBER: _ClassVar[int]
    KNOWN_FIELD_NUMBER: _ClassVar[int]
    draft: IntakeDraft
    known: bool
    def __init__(self, draft: _Optional[_Union[IntakeDraft, _Mapping]] = ..., known: _Optional[bool] = ...) -> None: ...

class GetIntakeDraftRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetIntakeDraftResponse(_message.Message):
    __slots__ = ("draft",)
    DRAFT_FIELD_NUMBER: _ClassVar[int]
    draft: IntakeDraft
    def __init__(self, draft: _Optional[_Union[IntakeDraft, _Mapping]] = ...) -> None: ...

class ListIntakeDraftsRequest(_message.Message):
    __slots__ = ("state", "page_size", "page_token", "skip")
    STATE_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_FIELD_NUMBER: _ClassVar[int]
    state: IntakeDraftState
    page_size: int
    page_token: str
    skip: int
    def __init__(self, state: _Optional[_Union[IntakeDraftState, str, int]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., skip: _Optional[int] = ...) -> None: ...

class ListIntakeDraftsResponse(_message.Message):
    __slots__ = ("drafts", "next_page_token", "total_size")
    DRAFTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    drafts: _containers.RepeatedCompositeFieldContainer[IntakeDraft]
    next_page_token: str
    total_size: int
    def __init__(self, drafts: _Optional[_Iterable[_Union[IntakeDraft, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class DiscardIntakeDraftRequest(_message.Message):
    __slots__ = ("id", "etag", "reason", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    reason: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class DiscardIntakeDraftResponse(_message.Message):
    __slots__ = ("draft",)
    DRAFT_FIELD_NUMBER: _ClassVar[int]
    draft: IntakeDraft
    def __init__(self, draft: _Optional[_Union[IntakeDraft, _Mapping]] = ...) -> None: ...
