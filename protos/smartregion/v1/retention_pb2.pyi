import datetime

from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from smartregion.v1 import options_pb2 as _options_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RetentionAction(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    RETENTION_ACTION_UNSPECIFIED: _ClassVar[RetentionAction]
    RETENTION_ACTION_DELETE: _ClassVar[RetentionAction]
    RETENTION_ACTION_EMPTY: _ClassVar[RetentionAction]
RETENTION_ACTION_UNSPECIFIED: RetentionAction
RETENTION_ACTION_DELETE: RetentionAction
RETENTION_ACTION_EMPTY: RetentionAction

class RetentionLine(_message.Message):
    __slots__ = ("table", "columns", "action", "rows", "oldest", "term_days", "retention_uk", "retention_en")
    TABLE_FIELD_NUMBER: _ClassVar[int]
    COLUMNS_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    OLDEST_FIELD_NUMBER: _ClassVar[int]
    TERM_DAYS_FIELD_NUMBER: _ClassVar[int]
    RETENTION_UK_FIELD_NUMBER: _ClassVar[int]
    RETENTION_EN_FIELD_NUMBER: _ClassVar[int]
    table: str
    columns: _containers.RepeatedScalarFieldContainer[str]
    action: RetentionAction
    rows: int
    oldest: _timestamp_pb2.Timestamp
    term_days: int
    retention_uk: str
    retention_en: str
    def __init__(self, table: _Optional[str] = ..., columns: _Optional[_Iterable[str]] = ..., action: _Optional[_Union[RetentionAction, str, int]] = ..., rows: _Optional[int] = ..., oldest: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., term_days: _Optional[int] = ..., retention_uk: _Optional[str] = ..., retention_en: _Optional[str] = ...) -> None: ...

class PreviewRetentionRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class PreviewRetentionResponse(_message.Message):
    __slots__ = ("lines",)
    LINES_FIELD_NUMBER: _ClassVar[int]
    lines: _containers.RepeatedCompositeFieldContainer[RetentionLine]
    def __init__(self, lines: _Optional[_Iterable[_Union[RetentionLine, _Mapping]]] = ...) -> None: ...

class RetentionRun(_message.Message):
    __slots__ = ("id", "started_at", "finished_at", "lines")
    ID_FIELD_NUMBER: _ClassVar[int]
    STARTED_AT_FIELD_NUMBER: _ClassVar[int]
    FINISHED_AT_FIELD_NUMBER: _ClassVar[int]
    LINES_FIELD_NUMBER: _ClassVar[int]
    id: str
    started_at: _timestamp_pb2.Timestamp
    finished_at: _timestamp_pb2.Timestamp
    lines: _containers.RepeatedCompositeFieldContainer[RetentionLine]
    def __init__(self, id: _Optional[str] = ..., started_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., finished_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., lines: _Optional[_Iterable[_Union[RetentionLine, _Mapping]]] = ...) -> None: ...

class ListRetentionRunsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "skip")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    skip: int
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., skip: _Optional[int] = ...) -> None: ...

class ListRetentionRunsResponse(_message.Message):
    __slots__ = ("runs", "next_page_token", "total_size")
    RUNS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    runs: _containers.RepeatedCompositeFieldContainer[RetentionRun]
    next_page_token: str
    total_size: int
    def __init__(self, runs: _Optional[_Iterable[_Union[RetentionRun, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class ProcessingActivity(_message.Message):
    __slots__ = ("purpose_uk", "purpose_en", "data", "recipients")
    PURPOSE_UK_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_EN_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    RECIPIENTS_FIELD_NUMBER: _ClassVar[int]
    purpose_uk: str
    purpose_en: str
    data: _containers.RepeatedCompositeFieldContainer[ProcessedData]
    recipients: _containers.RepeatedCompositeFieldContainer[ProcessingRecipient]
    def __init__(self, purpose_uk: _Optional[str] = ..., purpose_en: _Optional[str] = ..., data: _Optional[_Iterable[_Union[ProcessedData, _Mapping]]] = ..., recipients: _Optional[_Iterable[_Union[ProcessingRecipient, _Mapping]]] = ...) -> None: ...

class ProcessedData(_message.Message):
    __slots__ = ("table", "title_uk", "title_en", "data_classes", "retentions_uk", "retentions_en", "sealed")
    TABLE_FIELD_NUMBER: _ClassVar[int]
    TITLE_UK_FIELD_NUMBER: _ClassVar[int]
    TITLE_EN_FIELD_NUMBER: _ClassVar[int]
    DATA_CLASSES_FIELD_NUMBER: _ClassVar[int]
    RETENTIONS_UK_FIELD_NUMBER: _ClassVar[int]
    RETENTIONS_EN_FIELD_NUMBER: _ClassVar[int]
    SEALED_FIELD_NUMBER: _ClassVar[int]
    table: str
    title_uk: str
    title_en: str
    data_classes: _containers.RepeatedScalarFieldContainer[_options_pb2.DataClass]
    retentions_uk: _containers.RepeatedScalarFieldContainer[str]
    retentions_en: _containers.RepeatedScalarFieldContainer[str]
    sealed: bool
    def __init__(self, table: _Optional[str] = ..., title_uk: _Optional[str] = ..., title_en: _Optional[str] = ..., data_classes: _Optional[_Iterable[_Union[_options_pb2.DataClass, str, int]]] = ..., retentions_uk: _Optional[_Iterable[str]] = ..., retentions_en: _Optional[_Iterable[str]] = ..., sealed: _Optional[bool] = ...) -> None: ...

class ProcessingRecipient(_message.Message):
    __slots__ = ("partner_id", "name_uk", "name_en", "data_classes", "purpose", "legal_ground", "processor")
    PARTNER_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_UK_FIELD_NUMBER: _ClassVar[int]
    NAME_EN_FIELD_NUMBER: _ClassVar[int]
    DATA_CLASSES_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    LEGAL_GROUND_FIELD_NUMBER: _ClassVar[int]
    PROCESSOR_FIELD_NUMBER: _ClassVar[int]
    partner_id: str
    name_uk: str
    name_en: str
    data_classes: _containers.RepeatedScalarFieldContainer[_options_pb2.DataClass]
    purpose: str
    legal_ground: str
    processor: bool
    def __init__(self, partner_id: _Optional[str] = ..., name_uk: _Optional[str] = ..., name_en: _Optional[str] = ..., data_classes: _Optional[_Iterable[_Union[_options_pb2.DataClass, str, int]]] = ..., purpose: _Optional[str] = ..., legal_ground: _Optional[str] = ..., processor: _Optional[bool] = ...) -> None: ...

class GetProcessingRegisterRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetProcessingRegisterResponse(_message.Message):
    __slots__ = ("activities",)
    ACTIVITIES_FIELD_NUMBER: _ClassVar[int]
    activities: _containers.RepeatedCompositeFieldContainer[ProcessingActivity]
    def __init__(self, activities: _Optional[_Iterable[_Union[ProcessingActivity, _Mapping]]] = ...) -> None: ...
