import datetime

from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.type import date_pb2 as _date_pb2
from smartregion.v1 import common_pb2 as _common_pb2
from smartregion.v1 import letter_dispatch_pb2 as _letter_dispatch_pb2
from smartregion.v1 import options_pb2 as _options_pb2
from smartregion.v1 import rules_pb2 as _rules_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DataDutyKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DATA_DUTY_KIND_UNSPECIFIED: _ClassVar[DataDutyKind]
    DATA_DUTY_KIND_RECTIFIED: _ClassVar[DataDutyKind]
    DATA_DUTY_KIND_ERASED: _ClassVar[DataDutyKind]
    DATA_DUTY_KIND_RESTRICTED: _ClassVar[DataDutyKind]
    DATA_DUTY_KIND_RESTRICTION_LIFTED: _ClassVar[DataDutyKind]
    DATA_DUTY_KIND_CONSENT_WITHDRAWN: _ClassVar[DataDutyKind]
    DATA_DUTY_KIND_OBJECTED: _ClassVar[DataDutyKind]

class DataDutyState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DATA_DUTY_STATE_UNSPECIFIED: _ClassVar[DataDutyState]
    DATA_DUTY_STATE_PENDING: _ClassVar[DataDutyState]
    DATA_DUTY_STATE_ANSWERED: _ClassVar[DataDutyState]
    DATA_DUTY_STATE_EXCUSED: _ClassVar[DataDutyState]
    DATA_DUTY_STATE_TOLD: _ClassVar[DataDutyState]

class DataDutyOutcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DATA_DUTY_OUTCOME_UNSPECIFIED: _ClassVar[DataDutyOutcome]
    DATA_DUTY_OUTCOME_DONE: _ClassVar[DataDutyOutcome]
    DATA_DUTY_OUTCOME_NOT_HELD: _ClassVar[DataDutyOutcome]
    DATA_DUTY_OUTCOME_KEPT_BY_LAW: _ClassVar[DataDutyOutcome]
DATA_DUTY_KIND_UNSPECIFIED: DataDutyKind
DATA_DUTY_KIND_RECTIFIED: DataDutyKind
DATA_DUTY_KIND_ERASED: DataDutyKind
DATA_DUTY_KIND_RESTRICTED: DataDutyKind
DATA_DUTY_KIND_RESTRICTION_LIFTED: DataDutyKind
DATA_DUTY_KIND_CONSENT_WITHDRAWN: DataDutyKind
DATA_DUTY_KIND_OBJECTED: DataDutyKind
DATA_DUTY_STATE_UNSPECIFIED: DataDutyState
DATA_DUTY_STATE_PENDING: DataDutyState
DATA_DUTY_STATE_ANSWERED: DataDutyState
DATA_DUTY_STATE_EXCUSED: DataDutyState
DATA_DUTY_STATE_TOLD: DataDutyState
DATA_DUTY_OUTCOME_UNSPECIFIED: DataDutyOutcome
DATA_DUTY_OUTCOME_DONE: DataDutyOutcome
DATA_DUTY_OUTCOME_NOT_HELD: DataDutyOutcome
DATA_DUTY_OUTCOME_KEPT_BY_LAW: DataDutyOutcome

class DataDuty(_message.Message):
    __slots__ = ("id", "partner_id", "partner_name_uk", "partner_name_en", "kind", "state", "account_id", "user_id", "account_number", "utility_id", "fields", "raised_at", "due_on", "due_article", "privacy_request_id", "privacy_request_number", "overdue", "receipt", "excuse", "etag", "recipient_name", "registry_code", "dispatch", "untold")
    ID_FIELD_NUMBER: _ClassVar[int]
    PARTNER_ID_FIELD_NUMBER: _ClassVar[int]
    PARTNER_NAME_UK_FIELD_NUMBER: _ClassVar[int]
    PARTNER_NAME_EN_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    UTILITY_ID_FIELD_NUMBER: _ClassVar[int]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    RAISED_AT_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    DUE_ARTICLE_FIELD_NUMBER: _ClassVar[int]
    PRIVACY_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PRIVACY_REQUEST_NUMBER_FIELD_NUMBER: _ClassVar[int]
    OVERDUE_FIELD_NUMBER: _ClassVar[int]
    RECEIPT_FIELD_NUMBER: _ClassVar[int]
    EXCUSE_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    RECIPIENT_NAME_FIELD_NUMBER: _ClassVar[int]
    REGISTRY_CODE_FIELD_NUMBER: _ClassVar[int]
    DISPATCH_FIELD_NUMBER: _ClassVar[int]
    UNTOLD_FIELD_NUMBER: _ClassVar[int]
    id: str
    partner_id: str
    partner_name_uk: str
    partner_name_en: str
    kind: DataDutyKind
    state: DataDutyState
    account_id: str
    user_id: str
    account_number: str
    utility_id: str
    fields: _containers.RepeatedScalarFieldContainer[str]
    raised_at: _timestamp_pb2.Timestamp
    due_on: _date_pb2.Date
    due_article: str
    privacy_request_id: str
    privacy_request_number: str
    overdue: bool
    receipt: DataDutyReceipt
    excuse: str
    etag: str
    recipient_name: str
    registry_code: str
    dispatch: _letter_dispatch_pb2.LetterDispatch
    untold: bool
    def __init__(self, id: _Optional[str] = ..., partner_id: _Optional[str] = ..., partner_name_uk: _Optional[str] = ..., partner_name_en: _Optional[str] = ..., kind: _Optional[_Union[DataDutyKind, str, int]] = ..., state: _Optional[_Union[DataDutyState, str, int]] = ..., account_id: _Optional[str] = ..., user_id: _Optional[str] = ..., account_number: _Optional[str] = ..., utility_id: _Optional[str] = ..., fields: _Optional[_Iterable[str]] = ..., raised_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., due_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., due_article: _Optional[str] = ..., privacy_request_id: _Optional[str] = ..., privacy_request_number: _Optional[str] = ..., overdue: _Optional[bool] = ..., receipt: _Optional[_Union[DataDutyReceipt, _Mapping]] = ..., excuse: _Optional[str] = ..., etag: _Optional[str] = ..., recipient_name: _Optional[str] = ..., registry_code: _Optional[str] = ..., dispatch: _Optional[_Union[_letter_dispatch_pb2.LetterDispatch, _Mapping]] = ..., untold: _Optional[bool] = ...) -> None: ...

class DataDutyReceipt(_message.Message):
    __slots__ = ("outcome", "done_at", "done_by", "note", "received_at", "sha256", "seal", "statement", "signature", "key_id")
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    DONE_AT_FIELD_NUMBER: _ClassVar[int]
    DONE_BY_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_AT_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    SEAL_FIELD_NUMBER: _ClassVar[int]
    STATEMENT_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    KEY_ID_FIELD_NUMBER: _ClassVar[int]
    outcome: DataDutyOutcome
    done_at: _timestamp_pb2.Timestamp
    done_by: str
    note: str
    received_at: _timestamp_pb2.Timestamp
    sha256: str
    seal: bytes
    statement: bytes
    signature: bytes
    key_id: str
    def __init__(self, outcome: _Optional[_Union[DataDutyOutcome, str, int]] = ..., done_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., done_by: _Optional[str] = ..., note: _Optional[str] = ..., received_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., sha256: _Optional[str] = ..., seal: _Optional[bytes] = ..., statement: _Optional[bytes] = ..., signature: _Optional[bytes] = ..., key_id: _Optional[str] = ...) -> None: ...

class DataDutyFilter(_message.Message):
    __slots__ = ("partner_id", "privacy_request_id", "state", "kind", "overdue_only")
    PARTNER_ID_FIELD_NUMBER: _ClassVar[int]
    PRIVACY_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    OVERDUE_ONLY_FIELD_NUMBER: _ClassVar[int]
    partner_id: str
    privacy_request_id: str
    state: DataDutyState
    kind: DataDutyKind
    overdue_only: bool
    def __init__(self, partner_id: _Optional[str] = ..., privacy_request_id: _Optional[str] = ..., state: _Optional[_Union[DataDutyState, str, int]] = ..., kind: _Optional[_Union[DataDutyKind, str, int]] = ..., overdue_only: _Optional[bool] = ...) -> None: ...

class ListDataDutiesRequest(_message.Message):
    __slots__ = ("filter", "page_size", "page_token", "skip")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_FIELD_NUMBER: _ClassVar[int]
    filter: DataDutyFilter
    page_size: int
    page_token: str
    skip: int
    def __init__(self, filter: _Optional[_Union[DataDutyFilter, _Mapping]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., skip: _Optional[int] = ...) -> None: ...

class ListDataDutiesResponse(_message.Message):
    __slots__ = ("duties", "next_page_token", "total_size")
    DUTIES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    duties: _containers.RepeatedCompositeFieldContainer[DataDuty]
    next_page_token: str
    total_size: int
    def __init__(self, duties: _Optional[_Iterable[_Union[DataDuty, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class AcknowledgeDataDutyRequest(_message.Message):
    __slots__ = ("id", "outcome", "done_at", "done_by", "note", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    DONE_AT_FIELD_NUMBER: _ClassVar[int]
    DONE_BY_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    outcome: DataDutyOutcome
    done_at: _timestamp_pb2.Timestamp
    done_by: str
    note: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., outcome: _Optional[_Union[DataDutyOutcome, str, int]] = ..., done_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., done_by: _Optional[str] = ..., note: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class AcknowledgeDataDutyResponse(_message.Message):
    __slots__ = ("duty",)
    DUTY_FIELD_NUMBER: _ClassVar[int]
    duty: DataDuty
    def __init__(self, duty: _Optional[_Union[DataDuty, _Mapping]] = ...) -> None: ...

class GetReceiptKeyRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetReceiptKeyResponse(_message.Message):
    __slots__ = ("key_id", "public_key_pem")
    KEY_ID_FIELD_NUMBER: _ClassVar[int]
    PUBLIC_KEY_PEM_FIELD_NUMBER: _ClassVar[int]
    key_id: str
    public_key_pem: str
    def __init__(self, key_id: _Optional[str] = ..., public_key_pem: _Optional[str] = ...) -> None: ...

class ExcuseDataDutyRequest(_message.Message):
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

class ExcuseDataDutyResponse(_message.Message):
    __slots__ = ("duty",)
    DUTY_FIELD_NUMBER: _ClassVar[int]
    duty: DataDuty
    def __init__(self, duty: _Optional[_Union[DataDuty, _Mapping]] = ...) -> None: ...

class RecordDutyLetterRequest(_message.Message):
    __slots__ = ("id", "etag", "dispatch", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    DISPATCH_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    dispatch: _letter_dispatch_pb2.LetterDispatch
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., dispatch: _Optional[_Union[_letter_dispatch_pb2.LetterDispatch, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class RecordDutyLetterResponse(_message.Message):
    __slots__ = ("duty",)
    DUTY_FIELD_NUMBER: _ClassVar[int]
    duty: DataDuty
    def __init__(self, duty: _Optional[_Union[DataDuty, _Mapping]] = ...) -> None: ...

class WatchDataDutiesRequest(_message.Message):
    __slots__ = ("filter", "resume_token", "skip_snapshot")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    filter: DataDutyFilter
    resume_token: str
    skip_snapshot: bool
    def __init__(self, filter: _Optional[_Union[DataDutyFilter, _Mapping]] = ..., resume_token: _Optional[str] = ..., skip_snapshot: _Optional[bool] = ...) -> None: ...

class WatchDataDutiesResponse(_message.Message):
    __slots__ = ("position", "changes")
    POSITION_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    position: _common_pb2.WatchPosition
    changes: _containers.RepeatedCompositeFieldContainer[DataDutyChange]
    def __init__(self, position: _Optional[_Union[_common_pb2.WatchPosition, _Mapping]] = ..., changes: _Optional[_Iterable[_Union[DataDutyChange, _Mapping]]] = ...) -> None: ...

class DataDutyChange(_message.Message):
    __slots__ = ("kind", "duty")
    KIND_FIELD_NUMBER: _ClassVar[int]
    DUTY_FIELD_NUMBER: _ClassVar[int]
    kind: _common_pb2.ChangeKind
    duty: DataDuty
    def __init__(self, kind: _Optional[_Union[_common_pb2.ChangeKind, str, int]] = ..., duty: _Optional[_Union[DataDuty, _Mapping]] = ...) -> None: ...
