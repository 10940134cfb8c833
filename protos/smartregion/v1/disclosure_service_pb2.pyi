import datetime

from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.type import date_pb2 as _date_pb2
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

class DisclosureState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DISCLOSURE_STATE_UNSPECIFIED: _ClassVar[DisclosureState]
    DISCLOSURE_STATE_REQUESTED: _ClassVar[DisclosureState]
    DISCLOSURE_STATE_STUDIED: _ClassVar[DisclosureState]
    DISCLOSURE_STATE_APPROVED: _ClassVar[DisclosureState]
    DISCLOSURE_STATE_DENIED: _ClassVar[DisclosureState]
    DISCLOSURE_STATE_RELEASED: _ClassVar[DisclosureState]

class DisclosureGround(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DISCLOSURE_GROUND_UNSPECIFIED: _ClassVar[DisclosureGround]
    DISCLOSURE_GROUND_THIRD_PARTY: _ClassVar[DisclosureGround]
    DISCLOSURE_GROUND_AUTHORITY: _ClassVar[DisclosureGround]
    DISCLOSURE_GROUND_INVESTIGATION: _ClassVar[DisclosureGround]
    DISCLOSURE_GROUND_PROTECTION: _ClassVar[DisclosureGround]

class DisclosureNotice(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DISCLOSURE_NOTICE_UNSPECIFIED: _ClassVar[DisclosureNotice]
    DISCLOSURE_NOTICE_TELL: _ClassVar[DisclosureNotice]
    DISCLOSURE_NOTICE_EXEMPT: _ClassVar[DisclosureNotice]
DISCLOSURE_STATE_UNSPECIFIED: DisclosureState
DISCLOSURE_STATE_REQUESTED: DisclosureState
DISCLOSURE_STATE_STUDIED: DisclosureState
DISCLOSURE_STATE_APPROVED: DisclosureState
DISCLOSURE_STATE_DENIED: DisclosureState
DISCLOSURE_STATE_RELEASED: DisclosureState
DISCLOSURE_GROUND_UNSPECIFIED: DisclosureGround
DISCLOSURE_GROUND_THIRD_PARTY: DisclosureGround
DISCLOSURE_GROUND_AUTHORITY: DisclosureGround
DISCLOSURE_GROUND_INVESTIGATION: DisclosureGround
DISCLOSURE_GROUND_PROTECTION: DisclosureGround
DISCLOSURE_NOTICE_UNSPECIFIED: DisclosureNotice
DISCLOSURE_NOTICE_TELL: DisclosureNotice
DISCLOSURE_NOTICE_EXEMPT: DisclosureNotice

class Disclosure(_message.Message):
    __slots__ = ("id", "number", "state", "recipient_name", "registry_code", "official", "ground", "legal_basis", "purpose", "document_ref", "user_id", "fields", "recipient_key", "received_on", "study_due_on", "due_on", "notice", "notice_ground", "finding", "studied_by", "studied_at", "decided_by", "decided_at", "denial", "denial_article", "released_at", "sha256", "tell_by", "allowed_calls", "created_at", "etag", "registered_by", "released_by", "deferred_at", "deferred_by", "deferral", "deferral_tell_by", "exemption_ended_at", "exemption_ended_by", "exemption_ended_reason", "told_at", "duties", "approval_ends_on")
    ID_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    RECIPIENT_NAME_FIELD_NUMBER: _ClassVar[int]
    REGISTRY_CODE_FIELD_NUMBER: _ClassVar[int]
    OFFICIAL_FIELD_NUMBER: _ClassVar[int]
    GROUND_FIELD_NUMBER: _ClassVar[int]
    LEGAL_BASIS_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_REF_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    RECIPIENT_KEY_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_ON_FIELD_NUMBER: _ClassVar[int]
    STUDY_DUE_ON_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    NOTICE_FIELD_NUMBER: _ClassVar[int]
    NOTICE_GROUND_FIELD_NUMBER: _ClassVar[int]
    FINDING_FIELD_NUMBER: _ClassVar[int]
    STUDIED_BY_FIELD_NUMBER: _ClassVar[int]
    STUDIED_AT_FIELD_NUMBER: _ClassVar[int]
    DECIDED_BY_FIELD_NUMBER: _ClassVar[int]
    DECIDED_AT_FIELD_NUMBER: _ClassVar[int]
    DENIAL_FIELD_NUMBER: _ClassVar[int]
    DENIAL_ARTICLE_FIELD_NUMBER: _ClassVar[int]
    RELEASED_AT_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    TELL_BY_FIELD_NUMBER: _ClassVar[int]
    ALLOWED_CALLS_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REGISTERED_BY_FIELD_NUMBER: _ClassVar[int]
    RELEASED_BY_FIELD_NUMBER: _ClassVar[int]
    DEFERRED_AT_FIELD_NUMBER: _ClassVar[int]
    DEFERRED_BY_FIELD_NUMBER: _ClassVar[int]
    DEFERRAL_FIELD_NUMBER: _ClassVar[int]
    DEFERRAL_TELL_BY_FIELD_NUMBER: _ClassVar[int]
    EXEMPTION_ENDED_AT_FIELD_NUMBER: _ClassVar[int]
    EXEMPTION_ENDED_BY_FIELD_NUMBER: _ClassVar[int]
    EXEMPTION_ENDED_REASON_FIELD_NUMBER: _ClassVar[int]
    TOLD_AT_FIELD_NUMBER: _ClassVar[int]
    DUTIES_FIELD_NUMBER: _ClassVar[int]
    APPROVAL_ENDS_ON_FIELD_NUMBER: _ClassVar[int]
    id: str
    number: str
    state: DisclosureState
    recipient_name: str
    registry_code: str
    official: str
    ground: DisclosureGround
    legal_basis: str
    purpose: str
    document_ref: str
    user_id: str
    fields: _containers.RepeatedScalarFieldContainer[str]
    recipient_key: bytes
    received_on: _date_pb2.Date
    study_due_on: _date_pb2.Date
    due_on: _date_pb2.Date
    notice: DisclosureNotice
    notice_ground: str
    finding: str
    studied_by: str
    studied_at: _timestamp_pb2.Timestamp
    decided_by: str
    decided_at: _timestamp_pb2.Timestamp
    denial: str
    denial_article: str
    released_at: _timestamp_pb2.Timestamp
    sha256: bytes
    tell_by: _date_pb2.Date
    allowed_calls: _containers.RepeatedScalarFieldContainer[str]
    created_at: _timestamp_pb2.Timestamp
    etag: str
    registered_by: str
    released_by: str
    deferred_at: _timestamp_pb2.Timestamp
    deferred_by: str
    deferral: str
    deferral_tell_by: _date_pb2.Date
    exemption_ended_at: _timestamp_pb2.Timestamp
    exemption_ended_by: str
    exemption_ended_reason: str
    told_at: _timestamp_pb2.Timestamp
    duties: _containers.RepeatedCompositeFieldContainer[_privacy_request_service_pb2.LegalDuty]
    approval_ends_on: _date_pb2.Date
    def __init__(self, id: _Optional[str] = ..., number: _Optional[str] = ..., state: _Optional[_Union[DisclosureState, str, int]] = ..., recipient_name: _Optional[str] = ..., registry_code: _Optional[str] = ..., official: _Optional[str] = ..., ground: _Optional[_Union[DisclosureGround, str, int]] = ..., legal_basis: _Optional[str] = ..., purpose: _Optional[str] = ..., document_ref: _Optional[str] = ..., user_id: _Optional[str] = ..., fields: _Optional[_Iterable[str]] = ..., recipient_key: _Optional[bytes] = ..., received_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., study_due_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., due_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., notice: _Optional[_Union[DisclosureNotice, str, int]] = ..., notice_ground: _Optional[str] = ..., finding: _Optional[str] = ..., studied_by: _Optional[str] = ..., studied_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., decided_by: _Optional[str] = ..., decided_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., denial: _Optional[str] = ..., denial_article: _Optional[str] = ..., released_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., sha256: _Optional[bytes] = ..., tell_by: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., allowed_calls: _Optional[_Iterable[str]] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., etag: _Optional[str] = ..., registered_by: _Optional[str] = ..., released_by: _Optional[str] = ..., deferred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., deferred_by: _Optional[str] = ..., deferral: _Optional[str] = ..., deferral_tell_by: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., exemption_ended_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., exemption_ended_by: _Optional[str] = ..., exemption_ended_reason: _Optional[str] = ..., told_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., duties: _Optional[_Iterable[_Union[_privacy_request_service_pb2.LegalDuty, _Mapping]]] = ..., approval_ends_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ...) -> None: ...

class CreateDisclosureRequest(_message.Message):
    __slots__ = ("disclosure", "request_id")
    DISCLOSURE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    disclosure: Disclosure
    request_id: str
    def __init__(self, disclosure: _Optional[_Union[Disclosure, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateDisclosureResponse(_message.Message):
    __slots__ = ("disclosure",)
    DISCLOSURE_FIELD_NUMBER: _ClassVar[int]
    disclosure: Disclosure
    def __init__(self, disclosure: _Optional[_Union[Disclosure, _Mapping]] = ...) -> None: ...

class GetDisclosureRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetDisclosureResponse(_message.Message):
    __slots__ = ("disclosure",)
    DISCLOSURE_FIELD_NUMBER: _ClassVar[int]
    disclosure: Disclosure
    def __init__(self, disclosure: _Optional[_Union[Disclosure, _Mapping]] = ...) -> None: ...

class DisclosureFilter(_message.Message):
    __slots__ = ("states", "user_id")
    STATES_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    states: _containers.RepeatedScalarFieldContainer[DisclosureState]
    user_id: str
    def __init__(self, states: _Optional[_Iterable[_Union[DisclosureState, str, int]]] = ..., user_id: _Optional[str] = ...) -> None: ...

class ListDisclosuresRequest(_message.Message):
    __slots__ = ("filter", "page_size", "page_token", "skip")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_FIELD_NUMBER: _ClassVar[int]
    filter: DisclosureFilter
    page_size: int
    page_token: str
    skip: int
    def __init__(self, filter: _Optional[_Union[DisclosureFilter, _Mapping]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., skip: _Optional[int] = ...) -> None: ...

class ListDisclosuresResponse(_message.Message):
    __slots__ = ("disclosures", "next_page_token", "total_size")
    DISCLOSURES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    disclosures: _containers.RepeatedCompositeFieldContainer[Disclosure]
    next_page_token: str
    total_size: int
    def __init__(self, disclosures: _Optional[_Iterable[_Union[Disclosure, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class StudyDisclosureRequest(_message.Message):
    __slots__ = ("id", "etag", "fields", "notice", "notice_ground", "finding", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    NOTICE_FIELD_NUMBER: _ClassVar[int]
    NOTICE_GROUND_FIELD_NUMBER: _ClassVar[int]
    FINDING_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    fields: _containers.RepeatedScalarFieldContainer[str]
    notice: DisclosureNotice
    notice_ground: str
    finding: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., fields: _Optional[_Iterable[str]] = ..., notice: _Optional[_Union[DisclosureNotice, str, int]] = ..., notice_ground: _Optional[str] = ..., finding: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class StudyDisclosureResponse(_message.Message):
    __slots__ = ("disclosure",)
    DISCLOSURE_FIELD_NUMBER: _ClassVar[int]
    disclosure: Disclosure
    def __init__(self, disclosure: _Optional[_Union[Disclosure, _Mapping]] = ...) -> None: ...

class ApproveDisclosureRequest(_message.Message):
    __slots__ = ("id", "etag", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ApproveDisclosureResponse(_message.Message):
    __slots__ = ("disclosure",)
    DISCLOSURE_FIELD_NUMBER: _ClassVar[int]
    disclosure: Disclosure
    def __init__(self, disclosure: _Optional[_Union[Disclosure, _Mapping]] = ...) -> None: ...

class DenyDisclosureRequest(_message.Message):
    __slots__ = ("id", "etag", "reason", "article", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    ARTICLE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    reason: str
    article: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., reason: _Optional[str] = ..., article: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class DenyDisclosureResponse(_message.Message):
    __slots__ = ("disclosure",)
    DISCLOSURE_FIELD_NUMBER: _ClassVar[int]
    disclosure: Disclosure
    def __init__(self, disclosure: _Optional[_Union[Disclosure, _Mapping]] = ...) -> None: ...

class DeferDisclosureRequest(_message.Message):
    __slots__ = ("id", "etag", "until", "reason", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    until: _date_pb2.Date
    reason: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., until: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class DeferDisclosureResponse(_message.Message):
    __slots__ = ("disclosure", "notice")
    DISCLOSURE_FIELD_NUMBER: _ClassVar[int]
    NOTICE_FIELD_NUMBER: _ClassVar[int]
    disclosure: Disclosure
    notice: _privacy_request_service_pb2.LegalDuty
    def __init__(self, disclosure: _Optional[_Union[Disclosure, _Mapping]] = ..., notice: _Optional[_Union[_privacy_request_service_pb2.LegalDuty, _Mapping]] = ...) -> None: ...

class EndDisclosureExemptionRequest(_message.Message):
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

class EndDisclosureExemptionResponse(_message.Message):
    __slots__ = ("disclosure",)
    DISCLOSURE_FIELD_NUMBER: _ClassVar[int]
    disclosure: Disclosure
    def __init__(self, disclosure: _Optional[_Union[Disclosure, _Mapping]] = ...) -> None: ...

class ReleaseDisclosureRequest(_message.Message):
    __slots__ = ("id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ReleaseDisclosureResponse(_message.Message):
    __slots__ = ("chunk", "sha256")
    CHUNK_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    chunk: bytes
    sha256: bytes
    def __init__(self, chunk: _Optional[bytes] = ..., sha256: _Optional[bytes] = ...) -> None: ...

class ListDisclosableFieldsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class DisclosableField(_message.Message):
    __slots__ = ("name", "field_class", "table_uk", "table_en", "column_uk", "column_en")
    NAME_FIELD_NUMBER: _ClassVar[int]
    FIELD_CLASS_FIELD_NUMBER: _ClassVar[int]
    TABLE_UK_FIELD_NUMBER: _ClassVar[int]
    TABLE_EN_FIELD_NUMBER: _ClassVar[int]
    COLUMN_UK_FIELD_NUMBER: _ClassVar[int]
    COLUMN_EN_FIELD_NUMBER: _ClassVar[int]
    name: str
    field_class: _options_pb2.DataClass
    table_uk: str
    table_en: str
    column_uk: str
    column_en: str
    def __init__(self, name: _Optional[str] = ..., field_class: _Optional[_Union[_options_pb2.DataClass, str, int]] = ..., table_uk: _Optional[str] = ..., table_en: _Optional[str] = ..., column_uk: _Optional[str] = ..., column_en: _Optional[str] = ...) -> None: ...

class ListDisclosableFieldsResponse(_message.Message):
    __slots__ = ("fields",)
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    fields: _containers.RepeatedCompositeFieldContainer[DisclosableField]
    def __init__(self, fields: _Optional[_Iterable[_Union[DisclosableField, _Mapping]]] = ...) -> None: ...

class ListDisclosedFieldsRequest(_message.Message):
    __slots__ = ("user_id", "page_size", "page_token")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    page_size: int
    page_token: str
    def __init__(self, user_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class DisclosedField(_message.Message):
    __slots__ = ("disclosure_id", "number", "recipient_name", "ground", "legal_basis", "purpose", "field", "field_class", "rows", "released_at")
    DISCLOSURE_ID_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    RECIPIENT_NAME_FIELD_NUMBER: _ClassVar[int]
    GROUND_FIELD_NUMBER: _ClassVar[int]
    LEGAL_BASIS_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    FIELD_CLASS_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    RELEASED_AT_FIELD_NUMBER: _ClassVar[int]
    disclosure_id: str
    number: str
    recipient_name: str
    ground: DisclosureGround
    legal_basis: str
    purpose: str
    field: str
    field_class: _options_pb2.DataClass
    rows: int
    released_at: _timestamp_pb2.Timestamp
    def __init__(self, disclosure_id: _Optional[str] = ..., number: _Optional[str] = ..., recipient_name: _Optional[str] = ..., ground: _Optional[_Union[DisclosureGround, str, int]] = ..., legal_basis: _Optional[str] = ..., purpose: _Optional[str] = ..., field: _Optional[str] = ..., field_class: _Optional[_Union[_options_pb2.DataClass, str, int]] = ..., rows: _Optional[int] = ..., released_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListDisclosedFieldsResponse(_message.Message):
    __slots__ = ("fields", "next_page_token")
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    fields: _containers.RepeatedCompositeFieldContainer[DisclosedField]
    next_page_token: str
    def __init__(self, fields: _Optional[_Iterable[_Union[DisclosedField, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...
