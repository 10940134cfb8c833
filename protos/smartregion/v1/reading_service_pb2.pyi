import datetime

from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.type import date_pb2 as _date_pb2
from google.type import decimal_pb2 as _decimal_pb2
from smartregion.v1 import account_service_pb2 as _account_service_pb2
from smartregion.v1 import common_pb2 as _common_pb2
from smartregion.v1 import options_pb2 as _options_pb2
from smartregion.v1 import rules_pb2 as _rules_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ReadingState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    READING_STATE_UNSPECIFIED: _ClassVar[ReadingState]
    READING_STATE_RECEIVED: _ClassVar[ReadingState]
    READING_STATE_ACCEPTED: _ClassVar[ReadingState]
    READING_STATE_IN_REVIEW: _ClassVar[ReadingState]
    READING_STATE_REFUSED: _ClassVar[ReadingState]
    READING_STATE_CORRECTED: _ClassVar[ReadingState]
    READING_STATE_REVERSED: _ClassVar[ReadingState]
    READING_STATE_SUPERSEDED: _ClassVar[ReadingState]

class ReadingSource(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    READING_SOURCE_UNSPECIFIED: _ClassVar[ReadingSource]
    READING_SOURCE_RESIDENT: _ClassVar[ReadingSource]
    READING_SOURCE_OPERATOR: _ClassVar[ReadingSource]
    READING_SOURCE_PARTNER: _ClassVar[ReadingSource]
    READING_SOURCE_IMPORT: _ClassVar[ReadingSource]
    READING_SOURCE_INSTALLATION: _ClassVar[ReadingSource]
    READING_SOURCE_REMOVAL: _ClassVar[ReadingSource]
    READING_SOURCE_CORRECTION: _ClassVar[ReadingSource]
    READING_SOURCE_ESTIMATE: _ClassVar[ReadingSource]

class ReadingQuality(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    READING_QUALITY_UNSPECIFIED: _ClassVar[ReadingQuality]
    READING_QUALITY_EDITED: _ClassVar[ReadingQuality]
    READING_QUALITY_REFERENCE_DAY_ESTIMATE: _ClassVar[ReadingQuality]
    READING_QUALITY_INTERPOLATED: _ClassVar[ReadingQuality]
    READING_QUALITY_QUESTIONABLE: _ClassVar[ReadingQuality]
    READING_QUALITY_PROJECTED: _ClassVar[ReadingQuality]
    READING_QUALITY_RAW: _ClassVar[ReadingQuality]
    READING_QUALITY_VALIDATED: _ClassVar[ReadingQuality]
    READING_QUALITY_VERIFIED: _ClassVar[ReadingQuality]
    READING_QUALITY_REVENUE: _ClassVar[ReadingQuality]

class CauseKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CAUSE_KIND_UNSPECIFIED: _ClassVar[CauseKind]
    CAUSE_KIND_DIGIT_ADDED: _ClassVar[CauseKind]
    CAUSE_KIND_DIGIT_DROPPED: _ClassVar[CauseKind]
    CAUSE_KIND_DIGITS_TRANSPOSED: _ClassVar[CauseKind]
    CAUSE_KIND_DIGIT_MISTYPED: _ClassVar[CauseKind]
    CAUSE_KIND_ZONES_SWAPPED: _ClassVar[CauseKind]
    CAUSE_KIND_OTHER_METER: _ClassVar[CauseKind]
    CAUSE_KIND_ROLLOVER: _ClassVar[CauseKind]
    CAUSE_KIND_EXCHANGE: _ClassVar[CauseKind]
    CAUSE_KIND_LEAK: _ClassVar[CauseKind]
    CAUSE_KIND_STOPPED_METER: _ClassVar[CauseKind]
    CAUSE_KIND_TAMPERING: _ClassVar[CauseKind]
    CAUSE_KIND_CHANGED_USE: _ClassVar[CauseKind]
    CAUSE_KIND_DECIMAL_POINT: _ClassVar[CauseKind]

class EstimationMethod(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ESTIMATION_METHOD_UNSPECIFIED: _ClassVar[EstimationMethod]
    ESTIMATION_METHOD_INTERPOLATION: _ClassVar[EstimationMethod]
    ESTIMATION_METHOD_AVERAGE_DAILY: _ClassVar[EstimationMethod]
    ESTIMATION_METHOD_SAME_PERIOD_LAST_YEAR: _ClassVar[EstimationMethod]
    ESTIMATION_METHOD_LIKE_PERIOD: _ClassVar[EstimationMethod]
    ESTIMATION_METHOD_DEGREE_DAY: _ClassVar[EstimationMethod]
    ESTIMATION_METHOD_PROFILE: _ClassVar[EstimationMethod]
    ESTIMATION_METHOD_UTILITY_DEFAULT: _ClassVar[EstimationMethod]

class FileFormat(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FILE_FORMAT_UNSPECIFIED: _ClassVar[FileFormat]
    FILE_FORMAT_CSV: _ClassVar[FileFormat]
    FILE_FORMAT_NEM13: _ClassVar[FileFormat]
    FILE_FORMAT_ESPI: _ClassVar[FileFormat]
    FILE_FORMAT_INTERVALS: _ClassVar[FileFormat]

class DateOrder(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DATE_ORDER_UNSPECIFIED: _ClassVar[DateOrder]
    DATE_ORDER_DAY_FIRST: _ClassVar[DateOrder]
    DATE_ORDER_MONTH_FIRST: _ClassVar[DateOrder]

class DecimalSign(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DECIMAL_SIGN_UNSPECIFIED: _ClassVar[DecimalSign]
    DECIMAL_SIGN_POINT: _ClassVar[DecimalSign]
    DECIMAL_SIGN_COMMA: _ClassVar[DecimalSign]

class FileEncoding(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FILE_ENCODING_UNSPECIFIED: _ClassVar[FileEncoding]
    FILE_ENCODING_UTF_8: _ClassVar[FileEncoding]
    FILE_ENCODING_WINDOWS_1251: _ClassVar[FileEncoding]
    FILE_ENCODING_UTF_16_LE: _ClassVar[FileEncoding]
    FILE_ENCODING_UTF_16_BE: _ClassVar[FileEncoding]

class ColumnRole(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    COLUMN_ROLE_UNSPECIFIED: _ClassVar[ColumnRole]
    COLUMN_ROLE_SERIAL: _ClassVar[ColumnRole]
    COLUMN_ROLE_REGISTER: _ClassVar[ColumnRole]
    COLUMN_ROLE_TIER: _ClassVar[ColumnRole]
    COLUMN_ROLE_INDEX: _ClassVar[ColumnRole]
    COLUMN_ROLE_DATE: _ClassVar[ColumnRole]
    COLUMN_ROLE_PHOTO: _ClassVar[ColumnRole]
    COLUMN_ROLE_QUALITY: _ClassVar[ColumnRole]
    COLUMN_ROLE_VERSION: _ClassVar[ColumnRole]
    COLUMN_ROLE_STATE: _ClassVar[ColumnRole]
    COLUMN_ROLE_SOURCE: _ClassVar[ColumnRole]
    COLUMN_ROLE_TIME: _ClassVar[ColumnRole]

class NotEstimatedReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    NOT_ESTIMATED_REASON_UNSPECIFIED: _ClassVar[NotEstimatedReason]
    NOT_ESTIMATED_REASON_UNKNOWN: _ClassVar[NotEstimatedReason]
    NOT_ESTIMATED_REASON_NOT_INSTALLED: _ClassVar[NotEstimatedReason]
    NOT_ESTIMATED_REASON_NO_HISTORY: _ClassVar[NotEstimatedReason]
    NOT_ESTIMATED_REASON_READ: _ClassVar[NotEstimatedReason]
    NOT_ESTIMATED_REASON_ESTIMATED: _ClassVar[NotEstimatedReason]
    NOT_ESTIMATED_REASON_NO_METHOD: _ClassVar[NotEstimatedReason]

class ExportFormat(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EXPORT_FORMAT_UNSPECIFIED: _ClassVar[ExportFormat]
    EXPORT_FORMAT_MESSAGES: _ClassVar[ExportFormat]
    EXPORT_FORMAT_CSV: _ClassVar[ExportFormat]
    EXPORT_FORMAT_ESPI: _ClassVar[ExportFormat]
    EXPORT_FORMAT_PARQUET: _ClassVar[ExportFormat]

class RuleSeverity(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    RULE_SEVERITY_UNSPECIFIED: _ClassVar[RuleSeverity]
    RULE_SEVERITY_OFF: _ClassVar[RuleSeverity]
    RULE_SEVERITY_NOTE: _ClassVar[RuleSeverity]
    RULE_SEVERITY_REVIEW: _ClassVar[RuleSeverity]
    RULE_SEVERITY_REFUSE: _ClassVar[RuleSeverity]
READING_STATE_UNSPECIFIED: ReadingState
READING_STATE_RECEIVED: ReadingState
READING_STATE_ACCEPTED: ReadingState
READING_STATE_IN_REVIEW: ReadingState
READING_STATE_REFUSED: ReadingState
READING_STATE_CORRECTED: ReadingState
READING_STATE_REVERSED: ReadingState
READING_STATE_SUPERSEDED: ReadingState
READING_SOURCE_UNSPECIFIED: ReadingSource
READING_SOURCE_RESIDENT: ReadingSource
READING_SOURCE_OPERATOR: ReadingSource
READING_SOURCE_PARTNER: ReadingSource
READING_SOURCE_IMPORT: ReadingSource
READING_SOURCE_INSTALLATION: ReadingSource
READING_SOURCE_REMOVAL: ReadingSource
READING_SOURCE_CORRECTION: ReadingSource
READING_SOURCE_ESTIMATE: ReadingSource
READING_QUALITY_UNSPECIFIED: ReadingQuality
READING_QUALITY_EDITED: ReadingQuality
READING_QUALITY_REFERENCE_DAY_ESTIMATE: ReadingQuality
READING_QUALITY_INTERPOLATED: ReadingQuality
READING_QUALITY_QUESTIONABLE: ReadingQuality
READING_QUALITY_PROJECTED: ReadingQuality
READING_QUALITY_RAW: ReadingQuality
READING_QUALITY_VALIDATED: ReadingQuality
READING_QUALITY_VERIFIED: ReadingQuality
READING_QUALITY_REVENUE: ReadingQuality
CAUSE_KIND_UNSPECIFIED: CauseKind
CAUSE_KIND_DIGIT_ADDED: CauseKind
CAUSE_KIND_DIGIT_DROPPED: CauseKind
CAUSE_KIND_DIGITS_TRANSPOSED: CauseKind
CAUSE_KIND_DIGIT_MISTYPED: CauseKind
CAUSE_KIND_ZONES_SWAPPED: CauseKind
CAUSE_KIND_OTHER_METER: CauseKind
CAUSE_KIND_ROLLOVER: CauseKind
CAUSE_KIND_EXCHANGE: CauseKind
CAUSE_KIND_LEAK: CauseKind
CAUSE_KIND_STOPPED_METER: CauseKind
CAUSE_KIND_TAMPERING: CauseKind
CAUSE_KIND_CHANGED_USE: CauseKind
CAUSE_KIND_DECIMAL_POINT: CauseKind
ESTIMATION_METHOD_UNSPECIFIED: EstimationMethod
ESTIMATION_METHOD_INTERPOLATION: EstimationMethod
ESTIMATION_METHOD_AVERAGE_DAILY: EstimationMethod
ESTIMATION_METHOD_SAME_PERIOD_LAST_YEAR: EstimationMethod
ESTIMATION_METHOD_LIKE_PERIOD: EstimationMethod
ESTIMATION_METHOD_DEGREE_DAY: EstimationMethod
ESTIMATION_METHOD_PROFILE: EstimationMethod
ESTIMATION_METHOD_UTILITY_DEFAULT: EstimationMethod
FILE_FORMAT_UNSPECIFIED: FileFormat
FILE_FORMAT_CSV: FileFormat
FILE_FORMAT_NEM13: FileFormat
FILE_FORMAT_ESPI: FileFormat
FILE_FORMAT_INTERVALS: FileFormat
DATE_ORDER_UNSPECIFIED: DateOrder
DATE_ORDER_DAY_FIRST: DateOrder
DATE_ORDER_MONTH_FIRST: DateOrder
DECIMAL_SIGN_UNSPECIFIED: DecimalSign
DECIMAL_SIGN_POINT: DecimalSign
DECIMAL_SIGN_COMMA: DecimalSign
FILE_ENCODING_UNSPECIFIED: FileEncoding
FILE_ENCODING_UTF_8: FileEncoding
FILE_ENCODING_WINDOWS_1251: FileEncoding
FILE_ENCODING_UTF_16_LE: FileEncoding
FILE_ENCODING_UTF_16_BE: FileEncoding
COLUMN_ROLE_UNSPECIFIED: ColumnRole
COLUMN_ROLE_SERIAL: ColumnRole
COLUMN_ROLE_REGISTER: ColumnRole
COLUMN_ROLE_TIER: ColumnRole
COLUMN_ROLE_INDEX: ColumnRole
COLUMN_ROLE_DATE: ColumnRole
COLUMN_ROLE_PHOTO: ColumnRole
COLUMN_ROLE_QUALITY: ColumnRole
COLUMN_ROLE_VERSION: ColumnRole
COLUMN_ROLE_STATE: ColumnRole
COLUMN_ROLE_SOURCE: ColumnRole
COLUMN_ROLE_TIME: ColumnRole
NOT_ESTIMATED_REASON_UNSPECIFIED: NotEstimatedReason
NOT_ESTIMATED_REASON_UNKNOWN: NotEstimatedReason
NOT_ESTIMATED_REASON_NOT_INSTALLED: NotEstimatedReason
NOT_ESTIMATED_REASON_NO_HISTORY: NotEstimatedReason
NOT_ESTIMATED_REASON_READ: NotEstimatedReason
NOT_ESTIMATED_REASON_ESTIMATED: NotEstimatedReason
NOT_ESTIMATED_REASON_NO_METHOD: NotEstimatedReason
EXPORT_FORMAT_UNSPECIFIED: ExportFormat
EXPORT_FORMAT_MESSAGES: ExportFormat
EXPORT_FORMAT_CSV: ExportFormat
EXPORT_FORMAT_ESPI: ExportFormat
EXPORT_FORMAT_PARQUET: ExportFormat
RULE_SEVERITY_UNSPECIFIED: RuleSeverity
RULE_SEVERITY_OFF: RuleSeverity
RULE_SEVERITY_NOTE: RuleSeverity
RULE_SEVERITY_REVIEW: RuleSeverity
RULE_SEVERITY_REFUSE: RuleSeverity

class Reading(_message.Message):
    __slots__ = ("id", "register_id", "meter_id", "usage_point_id", "index", "read_at", "received_at", "source", "state", "quality", "cim_code", "findings", "rule_set_version", "consumption", "photo_ref", "tier", "commodity", "meter_serial_number", "address", "superseded_by", "versions", "etag", "deemed_at", "causes", "estimate")
    ID_FIELD_NUMBER: _ClassVar[int]
    REGISTER_ID_FIELD_NUMBER: _ClassVar[int]
    METER_ID_FIELD_NUMBER: _ClassVar[int]
    USAGE_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    READ_AT_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_AT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    QUALITY_FIELD_NUMBER: _ClassVar[int]
    CIM_CODE_FIELD_NUMBER: _ClassVar[int]
    FINDINGS_FIELD_NUMBER: _ClassVar[int]
    RULE_SET_VERSION_FIELD_NUMBER: _ClassVar[int]
    CONSUMPTION_FIELD_NUMBER: _ClassVar[int]
    PHOTO_REF_FIELD_NUMBER: _ClassVar[int]
    TIER_FIELD_NUMBER: _ClassVar[int]
    COMMODITY_FIELD_NUMBER: _ClassVar[int]
    METER_SERIAL_NUMBER_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    SUPERSEDED_BY_FIELD_NUMBER: _ClassVar[int]
    VERSIONS_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    DEEMED_AT_FIELD_NUMBER: _ClassVar[int]
    CAUSES_FIELD_NUMBER: _ClassVar[int]
    ESTIMATE_FIELD_NUMBER: _ClassVar[int]
    id: str
    register_id: str
    meter_id: str
    usage_point_id: str
    index: _decimal_pb2.Decimal
    read_at: _timestamp_pb2.Timestamp
    received_at: _timestamp_pb2.Timestamp
    source: ReadingSource
    state: ReadingState
    quality: ReadingQuality
    cim_code: str
    findings: _containers.RepeatedCompositeFieldContainer[_common_pb2.Finding]
    rule_set_version: int
    consumption: _decimal_pb2.Decimal
    photo_ref: str
    tier: _account_service_pb2.RegisterTier
    commodity: _common_pb2.Commodity
    meter_serial_number: str
    address: _common_pb2.Address
    superseded_by: str
    versions: _containers.RepeatedCompositeFieldContainer[ReadingVersion]
    etag: str
    deemed_at: _timestamp_pb2.Timestamp
    causes: _containers.RepeatedCompositeFieldContainer[Cause]
    estimate: Estimate
    def __init__(self, id: _Optional[str] = ..., register_id: _Optional[str] = ..., meter_id: _Optional[str] = ..., usage_point_id: _Optional[str] = ..., index: _Optional[_Union[_decimal_pb2.Decimal, _Mapping]] = ..., read_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., received_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., source: _Optional[_Union[ReadingSource, str, int]] = ..., state: _Optional[_Union[ReadingState, str, int]] = ..., quality: _Optional[_Union[ReadingQuality, str, int]] = ..., cim_code: _Optional[str] = ..., findings: _Optional[_Iterable[_Union[_common_pb2.Finding, _Mapping]]] = ..., rule_set_version: _Optional[int] = ..., consumption: _Optional[_Union[_decimal_pb2.Decimal, _Mapping]] = ..., photo_ref: _Optional[str] = ..., tier: _Optional[_Union[_account_service_pb2.RegisterTier, str, int]] = ..., commodity: _Optional[_Union[_common_pb2.Commodity, str, int]] = ..., meter_serial_number: _Optional[str] = ..., address: _Optional[_Union[_common_pb2.Address, _Mapping]] = ..., superseded_by: _Optional[str] = ..., versions: _Optional[_Iterable[_Union[ReadingVersion, _Mapping]]] = ..., etag: _Optional[str] = ..., deemed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., causes: _Optional[_Iterable[_Union[Cause, _Mapping]]] = ..., estimate: _Optional[_Union[Estimate, _Mapping]] = ...) -> None: ...

class Cause(_message.Message):
    __slots__ = ("kind", "probability", "message_uk", "message_en", "corrected_index", "register_id", "formula", "numbers")
    class NumbersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    KIND_FIELD_NUMBER: _ClassVar[int]
    PROBABILITY_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_UK_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_EN_FIELD_NUMBER: _ClassVar[int]
    CORRECTED_INDEX_FIELD_NUMBER: _ClassVar[int]
    REGISTER_ID_FIELD_NUMBER: _ClassVar[int]
    FORMULA_FIELD_NUMBER: _ClassVar[int]
    NUMBERS_FIELD_NUMBER: _ClassVar[int]
    kind: CauseKind
    probability: float
    message_uk: str
    message_en: str
    corrected_index: _decimal_pb2.Decimal
    register_id: str
    formula: str
    numbers: _containers.ScalarMap[str, str]
    def __init__(self, kind: _Optional[_Union[CauseKind, str, int]] = ..., probability: _Optional[float] = ..., message_uk: _Optional[str] = ..., message_en: _Optional[str] = ..., corrected_index: _Optional[_Union[_decimal_pb2.Decimal, _Mapping]] = ..., register_id: _Optional[str] = ..., formula: _Optional[str] = ..., numbers: _Optional[_Mapping[str, str]] = ...) -> None: ...

class Estimate(_message.Message):
    __slots__ = ("method", "low", "high", "tests", "mean_error")
    METHOD_FIELD_NUMBER: _ClassVar[int]
    LOW_FIELD_NUMBER: _ClassVar[int]
    HIGH_FIELD_NUMBER: _ClassVar[int]
    TESTS_FIELD_NUMBER: _ClassVar[int]
    MEAN_ERROR_FIELD_NUMBER: _ClassVar[int]
    method: EstimationMethod
    low: _decimal_pb2.Decimal
    high: _decimal_pb2.Decimal
    tests: int
    mean_error: float
    def __init__(self, method: _Optional[_Union[EstimationMethod, str, int]] = ..., low: _Optional[_Union[_decimal_pb2.Decimal, _Mapping]] = ..., high: _Optional[_Union[_decimal_pb2.Decimal, _Mapping]] = ..., tests: _Optional[int] = ..., mean_error: _Optional[float] = ...) -> None: ...

class ReadingVersion(_message.Message):
    __slots__ = ("version", "state", "quality", "at", "actor", "reason")
    VERSION_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    QUALITY_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    version: int
    state: ReadingState
    quality: ReadingQuality
    at: _timestamp_pb2.Timestamp
    actor: str
    reason: str
    def __init__(self, version: _Optional[int] = ..., state: _Optional[_Union[ReadingState, str, int]] = ..., quality: _Optional[_Union[ReadingQuality, str, int]] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., actor: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class NewReading(_message.Message):
    __slots__ = ("register_id", "meter_serial_number", "tier", "index", "read_at", "photo_ref")
    REGISTER_ID_FIELD_NUMBER: _ClassVar[int]
    METER_SERIAL_NUMBER_FIELD_NUMBER: _ClassVar[int]
    TIER_FIELD_NUMBER: _ClassVar[int]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    READ_AT_FIELD_NUMBER: _ClassVar[int]
    PHOTO_REF_FIELD_NUMBER: _ClassVar[int]
    register_id: str
    meter_serial_number: str
    tier: _account_service_pb2.RegisterTier
    index: _decimal_pb2.Decimal
    read_at: _timestamp_pb2.Timestamp
    photo_ref: str
    def __init__(self, register_id: _Optional[str] = ..., meter_serial_number: _Optional[str] = ..., tier: _Optional[_Union[_account_service_pb2.RegisterTier, str, int]] = ..., index: _Optional[_Union[_decimal_pb2.Decimal, _Mapping]] = ..., read_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., photo_ref: _Optional[str] = ...) -> None: ...

class SubmitReadingRequest(_message.Message):
    __slots__ = ("reading", "request_id")
    READING_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    reading: NewReading
    request_id: str
    def __init__(self, reading: _Optional[_Union[NewReading, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class SubmitReadingResponse(_message.Message):
    __slots__ = ("reading", "duplicate")
    READING_FIELD_NUMBER: _ClassVar[int]
    DUPLICATE_FIELD_NUMBER: _ClassVar[int]
    reading: Reading
    duplicate: bool
    def __init__(self, reading: _Optional[_Union[Reading, _Mapping]] = ..., duplicate: _Optional[bool] = ...) -> None: ...

class BatchSubmitReadingsRequest(_message.Message):
    __slots__ = ("readings", "request_id")
    READINGS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    readings: _containers.RepeatedCompositeFieldContainer[NewReading]
    request_id: str
    def __init__(self, readings: _Optional[_Iterable[_Union[NewReading, _Mapping]]] = ..., request_id: _Optional[str] = ...) -> None: ...

class BatchSubmitReadingsResponse(_message.Message):
    __slots__ = ("outcomes",)
    OUTCOMES_FIELD_NUMBER: _ClassVar[int]
    outcomes: _containers.RepeatedCompositeFieldContainer[ReadingOutcome]
    def __init__(self, outcomes: _Optional[_Iterable[_Union[ReadingOutcome, _Mapping]]] = ...) -> None: ...

class ReadingOutcome(_message.Message):
    __slots__ = ("reading_id", "state", "duplicate", "findings", "error", "line")
    READING_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    DUPLICATE_FIELD_NUMBER: _ClassVar[int]
    FINDINGS_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    LINE_FIELD_NUMBER: _ClassVar[int]
    reading_id: str
    state: ReadingState
    duplicate: bool
    findings: _containers.RepeatedCompositeFieldContainer[_common_pb2.Finding]
    error: RowError
    line: int
    def __init__(self, reading_id: _Optional[str] = ..., state: _Optional[_Union[ReadingState, str, int]] = ..., duplicate: _Optional[bool] = ..., findings: _Optional[_Iterable[_Union[_common_pb2.Finding, _Mapping]]] = ..., error: _Optional[_Union[RowError, _Mapping]] = ..., line: _Optional[int] = ...) -> None: ...

class RowError(_message.Message):
    __slots__ = ("reason", "field", "message", "message_uk")
    REASON_FIELD_NUMBER: _ClassVar[int]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_UK_FIELD_NUMBER: _ClassVar[int]
    reason: str
    field: str
    message: str
    message_uk: str
    def __init__(self, reason: _Optional[str] = ..., field: _Optional[str] = ..., message: _Optional[str] = ..., message_uk: _Optional[str] = ...) -> None: ...

class ImportReadingsRequest(_message.Message):
    __slots__ = ("import_id", "first_line", "readings")
    IMPORT_ID_FIELD_NUMBER: _ClassVar[int]
    FIRST_LINE_FIELD_NUMBER: _ClassVar[int]
    READINGS_FIELD_NUMBER: _ClassVar[int]
    import_id: str
    first_line: int
    readings: _containers.RepeatedCompositeFieldContainer[NewReading]
    def __init__(self, import_id: _Optional[str] = ..., first_line: _Optional[int] = ..., readings: _Optional[_Iterable[_Union[NewReading, _Mapping]]] = ...) -> None: ...

class ImportReadingsResponse(_message.Message):
    __slots__ = ("first_line", "last_line", "accepted", "in_review", "refused", "duplicates", "exceptions")
    FIRST_LINE_FIELD_NUMBER: _ClassVar[int]
    LAST_LINE_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    IN_REVIEW_FIELD_NUMBER: _ClassVar[int]
    REFUSED_FIELD_NUMBER: _ClassVar[int]
    DUPLICATES_FIELD_NUMBER: _ClassVar[int]
    EXCEPTIONS_FIELD_NUMBER: _ClassVar[int]
    first_line: int
    last_line: int
    accepted: int
    in_review: int
    refused: int
    duplicates: int
    exceptions: _containers.RepeatedCompositeFieldContainer[ReadingOutcome]
    def __init__(self, first_line: _Optional[int] = ..., last_line: _Optional[int] = ..., accepted: _Optional[int] = ..., in_review: _Optional[int] = ..., refused: _Optional[int] = ..., duplicates: _Optional[int] = ..., exceptions: _Optional[_Iterable[_Union[ReadingOutcome, _Mapping]]] = ...) -> None: ...

class FileShape(_message.Message):
    __slots__ = ("format", "encoding", "delimiter", "decimal_sign", "date_order", "columns")
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    ENCODING_FIELD_NUMBER: _ClassVar[int]
    DELIMITER_FIELD_NUMBER: _ClassVar[int]
    DECIMAL_SIGN_FIELD_NUMBER: _ClassVar[int]
    DATE_ORDER_FIELD_NUMBER: _ClassVar[int]
    COLUMNS_FIELD_NUMBER: _ClassVar[int]
    format: FileFormat
    encoding: FileEncoding
    delimiter: str
    decimal_sign: DecimalSign
    date_order: DateOrder
    columns: _containers.RepeatedCompositeFieldContainer[FileColumn]
    def __init__(self, format: _Optional[_Union[FileFormat, str, int]] = ..., encoding: _Optional[_Union[FileEncoding, str, int]] = ..., delimiter: _Optional[str] = ..., decimal_sign: _Optional[_Union[DecimalSign, str, int]] = ..., date_order: _Optional[_Union[DateOrder, str, int]] = ..., columns: _Optional[_Iterable[_Union[FileColumn, _Mapping]]] = ...) -> None: ...

class FileColumn(_message.Message):
    __slots__ = ("number", "role", "name")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    number: int
    role: ColumnRole
    name: str
    def __init__(self, number: _Optional[int] = ..., role: _Optional[_Union[ColumnRole, str, int]] = ..., name: _Optional[str] = ...) -> None: ...

class FileOptions(_message.Message):
    __slots__ = ("import_id", "shape", "preview", "register_id", "meter_serial_number", "tier", "size")
    IMPORT_ID_FIELD_NUMBER: _ClassVar[int]
    SHAPE_FIELD_NUMBER: _ClassVar[int]
    PREVIEW_FIELD_NUMBER: _ClassVar[int]
    REGISTER_ID_FIELD_NUMBER: _ClassVar[int]
    METER_SERIAL_NUMBER_FIELD_NUMBER: _ClassVar[int]
    TIER_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    import_id: str
    shape: FileShape
    preview: bool
    register_id: str
    meter_serial_number: str
    tier: _account_service_pb2.RegisterTier
    size: int
    def __init__(self, import_id: _Optional[str] = ..., shape: _Optional[_Union[FileShape, _Mapping]] = ..., preview: _Optional[bool] = ..., register_id: _Optional[str] = ..., meter_serial_number: _Optional[str] = ..., tier: _Optional[_Union[_account_service_pb2.RegisterTier, str, int]] = ..., size: _Optional[int] = ...) -> None: ...

class ImportFileRequest(_message.Message):
    __slots__ = ("options", "piece")
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    PIECE_FIELD_NUMBER: _ClassVar[int]
    options: FileOptions
    piece: bytes
    def __init__(self, options: _Optional[_Union[FileOptions, _Mapping]] = ..., piece: _Optional[bytes] = ...) -> None: ...

class ImportFileResponse(_message.Message):
    __slots__ = ("shape", "rows", "last_line", "done", "accepted", "in_review", "refused", "duplicates", "quarantined", "problems", "gaps")
    SHAPE_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    LAST_LINE_FIELD_NUMBER: _ClassVar[int]
    DONE_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    IN_REVIEW_FIELD_NUMBER: _ClassVar[int]
    REFUSED_FIELD_NUMBER: _ClassVar[int]
    DUPLICATES_FIELD_NUMBER: _ClassVar[int]
    QUARANTINED_FIELD_NUMBER: _ClassVar[int]
    PROBLEMS_FIELD_NUMBER: _ClassVar[int]
    GAPS_FIELD_NUMBER: _ClassVar[int]
    shape: FileShape
    rows: _containers.RepeatedCompositeFieldContainer[PreviewedRow]
    last_line: int
    done: int
    accepted: int
    in_review: int
    refused: int
    duplicates: int
    quarantined: int
    problems: _containers.RepeatedCompositeFieldContainer[ImportProblem]
    gaps: int
    def __init__(self, shape: _Optional[_Union[FileShape, _Mapping]] = ..., rows: _Optional[_Iterable[_Union[PreviewedRow, _Mapping]]] = ..., last_line: _Optional[int] = ..., done: _Optional[int] = ..., accepted: _Optional[int] = ..., in_review: _Optional[int] = ..., refused: _Optional[int] = ..., duplicates: _Optional[int] = ..., quarantined: _Optional[int] = ..., problems: _Optional[_Iterable[_Union[ImportProblem, _Mapping]]] = ..., gaps: _Optional[int] = ...) -> None: ...

class PreviewedRow(_message.Message):
    __slots__ = ("line", "register_id", "meter_serial_number", "tier", "index", "read_at", "quality", "error", "used")
    LINE_FIELD_NUMBER: _ClassVar[int]
    REGISTER_ID_FIELD_NUMBER: _ClassVar[int]
    METER_SERIAL_NUMBER_FIELD_NUMBER: _ClassVar[int]
    TIER_FIELD_NUMBER: _ClassVar[int]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    READ_AT_FIELD_NUMBER: _ClassVar[int]
    QUALITY_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    USED_FIELD_NUMBER: _ClassVar[int]
    line: int
    register_id: str
    meter_serial_number: str
    tier: _account_service_pb2.RegisterTier
    index: _decimal_pb2.Decimal
    read_at: _timestamp_pb2.Timestamp
    quality: ReadingQuality
    error: RowError
    used: str
    def __init__(self, line: _Optional[int] = ..., register_id: _Optional[str] = ..., meter_serial_number: _Optional[str] = ..., tier: _Optional[_Union[_account_service_pb2.RegisterTier, str, int]] = ..., index: _Optional[_Union[_decimal_pb2.Decimal, _Mapping]] = ..., read_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., quality: _Optional[_Union[ReadingQuality, str, int]] = ..., error: _Optional[_Union[RowError, _Mapping]] = ..., used: _Optional[str] = ...) -> None: ...

class ImportProblem(_message.Message):
    __slots__ = ("line", "error", "rule")
    LINE_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    line: int
    error: RowError
    rule: str
    def __init__(self, line: _Optional[int] = ..., error: _Optional[_Union[RowError, _Mapping]] = ..., rule: _Optional[str] = ...) -> None: ...

class ListImportProblemsRequest(_message.Message):
    __slots__ = ("import_id", "page_size", "page_token", "skip")
    IMPORT_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_FIELD_NUMBER: _ClassVar[int]
    import_id: str
    page_size: int
    page_token: str
    skip: int
    def __init__(self, import_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., skip: _Optional[int] = ...) -> None: ...

class ListImportProblemsResponse(_message.Message):
    __slots__ = ("problems", "next_page_token", "total_size")
    PROBLEMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    problems: _containers.RepeatedCompositeFieldContainer[ImportProblem]
    next_page_token: str
    total_size: int
    def __init__(self, problems: _Optional[_Iterable[_Union[ImportProblem, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class GetIntervalsRequest(_message.Message):
    __slots__ = ("register_id", "before")
    REGISTER_ID_FIELD_NUMBER: _ClassVar[int]
    FROM_FIELD_NUMBER: _ClassVar[int]
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    register_id: str
    before: _timestamp_pb2.Timestamp
    def __init__(self, register_id: _Optional[str] = ..., before: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., **kwargs) -> None: ...

class GetIntervalsResponse(_message.Message):
    __slots__ = ("blocks", "sum")
    BLOCKS_FIELD_NUMBER: _ClassVar[int]
    SUM_FIELD_NUMBER: _ClassVar[int]
    blocks: _containers.RepeatedCompositeFieldContainer[IntervalBlock]
    sum: str
    def __init__(self, blocks: _Optional[_Iterable[_Union[IntervalBlock, _Mapping]]] = ..., sum: _Optional[str] = ...) -> None: ...

class IntervalBlock(_message.Message):
    __slots__ = ("start", "step_seconds", "used")
    START_FIELD_NUMBER: _ClassVar[int]
    STEP_SECONDS_FIELD_NUMBER: _ClassVar[int]
    USED_FIELD_NUMBER: _ClassVar[int]
    start: _timestamp_pb2.Timestamp
    step_seconds: int
    used: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, start: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., step_seconds: _Optional[int] = ..., used: _Optional[_Iterable[str]] = ...) -> None: ...

class GetReadingRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetReadingResponse(_message.Message):
    __slots__ = ("reading",)
    READING_FIELD_NUMBER: _ClassVar[int]
    reading: Reading
    def __init__(self, reading: _Optional[_Union[Reading, _Mapping]] = ...) -> None: ...

class ReadingFilter(_message.Message):
    __slots__ = ("register_id", "meter_id", "usage_point_id", "account_id", "user_id", "states", "commodity", "source", "read_from", "read_before", "received_from", "received_before", "utility_id", "meter_serial_number", "finding_code")
    REGISTER_ID_FIELD_NUMBER: _ClassVar[int]
    METER_ID_FIELD_NUMBER: _ClassVar[int]
    USAGE_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    COMMODITY_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    READ_FROM_FIELD_NUMBER: _ClassVar[int]
    READ_BEFORE_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_FROM_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_BEFORE_FIELD_NUMBER: _ClassVar[int]
    UTILITY_ID_FIELD_NUMBER: _ClassVar[int]
    METER_SERIAL_NUMBER_FIELD_NUMBER: _ClassVar[int]
    FINDING_CODE_FIELD_NUMBER: _ClassVar[int]
    register_id: str
    meter_id: str
    usage_point_id: str
    account_id: str
    user_id: str
    states: _containers.RepeatedScalarFieldContainer[ReadingState]
    commodity: _common_pb2.Commodity
    source: ReadingSource
    read_from: _timestamp_pb2.Timestamp
    read_before: _timestamp_pb2.Timestamp
    received_from: _timestamp_pb2.Timestamp
    received_before: _timestamp_pb2.Timestamp
    utility_id: str
    meter_serial_number: str
    finding_code: str
    def __init__(self, register_id: _Optional[str] = ..., meter_id: _Optional[str] = ..., usage_point_id: _Optional[str] = ..., account_id: _Optional[str] = ..., user_id: _Optional[str] = ..., states: _Optional[_Iterable[_Union[ReadingState, str, int]]] = ..., commodity: _Optional[_Union[_common_pb2.Commodity, str, int]] = ..., source: _Optional[_Union[ReadingSource, str, int]] = ..., read_from: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., read_before: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., received_from: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., received_before: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., utility_id: _Optional[str] = ..., meter_serial_number: _Optional[str] = ..., finding_code: _Optional[str] = ...) -> None: ...

class ListReadingsRequest(_message.Message):
    __slots__ = ("filter", "order_by", "page_size", "page_token", "skip", "as_of")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    filter: ReadingFilter
    order_by: str
    page_size: int
    page_token: str
    skip: int
    as_of: _timestamp_pb2.Timestamp
    def __init__(self, filter: _Optional[_Union[ReadingFilter, _Mapping]] = ..., order_by: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., skip: _Optional[int] = ..., as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListReadingsResponse(_message.Message):
    __slots__ = ("readings", "next_page_token", "total_size")
    READINGS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    readings: _containers.RepeatedCompositeFieldContainer[Reading]
    next_page_token: str
    total_size: int
    def __init__(self, readings: _Optional[_Iterable[_Union[Reading, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class ReviewReadingRequest(_message.Message):
    __slots__ = ("id", "etag", "accept", "refuse", "correct", "move", "estimate", "reason", "request_id", "dry_run", "batch_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    ACCEPT_FIELD_NUMBER: _ClassVar[int]
    REFUSE_FIELD_NUMBER: _ClassVar[int]
    CORRECT_FIELD_NUMBER: _ClassVar[int]
    MOVE_FIELD_NUMBER: _ClassVar[int]
    ESTIMATE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    DRY_RUN_FIELD_NUMBER: _ClassVar[int]
    BATCH_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    accept: AcceptReading
    refuse: RefuseReading
    correct: CorrectReading
    move: MoveReading
    estimate: EstimateInstead
    reason: str
    request_id: str
    dry_run: bool
    batch_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., accept: _Optional[_Union[AcceptReading, _Mapping]] = ..., refuse: _Optional[_Union[RefuseReading, _Mapping]] = ..., correct: _Optional[_Union[CorrectReading, _Mapping]] = ..., move: _Optional[_Union[MoveReading, _Mapping]] = ..., estimate: _Optional[_Union[EstimateInstead, _Mapping]] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ..., dry_run: _Optional[bool] = ..., batch_id: _Optional[str] = ...) -> None: ...

class EstimateInstead(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class AcceptReading(_message.Message):
    __slots__ = ("rollover",)
    ROLLOVER_FIELD_NUMBER: _ClassVar[int]
    rollover: bool
    def __init__(self, rollover: _Optional[bool] = ...) -> None: ...

class MoveReading(_message.Message):
    __slots__ = ("register_id", "rollover")
    REGISTER_ID_FIELD_NUMBER: _ClassVar[int]
    ROLLOVER_FIELD_NUMBER: _ClassVar[int]
    register_id: str
    rollover: bool
    def __init__(self, register_id: _Optional[str] = ..., rollover: _Optional[bool] = ...) -> None: ...

class RefuseReading(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class CorrectReading(_message.Message):
    __slots__ = ("index", "rollover")
    INDEX_FIELD_NUMBER: _ClassVar[int]
    ROLLOVER_FIELD_NUMBER: _ClassVar[int]
    index: _decimal_pb2.Decimal
    rollover: bool
    def __init__(self, index: _Optional[_Union[_decimal_pb2.Decimal, _Mapping]] = ..., rollover: _Optional[bool] = ...) -> None: ...

class ReviewReadingResponse(_message.Message):
    __slots__ = ("reading", "replacement", "healed")
    READING_FIELD_NUMBER: _ClassVar[int]
    REPLACEMENT_FIELD_NUMBER: _ClassVar[int]
    HEALED_FIELD_NUMBER: _ClassVar[int]
    reading: Reading
    replacement: Reading
    healed: _containers.RepeatedCompositeFieldContainer[HealedReading]
    def __init__(self, reading: _Optional[_Union[Reading, _Mapping]] = ..., replacement: _Optional[_Union[Reading, _Mapping]] = ..., healed: _Optional[_Iterable[_Union[HealedReading, _Mapping]]] = ...) -> None: ...

class UndoReviewRequest(_message.Message):
    __slots__ = ("id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class UndoReviewResponse(_message.Message):
    __slots__ = ("reading", "healed")
    READING_FIELD_NUMBER: _ClassVar[int]
    HEALED_FIELD_NUMBER: _ClassVar[int]
    reading: Reading
    healed: _containers.RepeatedCompositeFieldContainer[HealedReading]
    def __init__(self, reading: _Optional[_Union[Reading, _Mapping]] = ..., healed: _Optional[_Iterable[_Union[HealedReading, _Mapping]]] = ...) -> None: ...

class ExamineReadingRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class ExamineReadingResponse(_message.Message):
    __slots__ = ("reading", "plausible_low", "plausible_high", "expected_index", "expected", "neighbours", "daily_use")
    READING_FIELD_NUMBER: _ClassVar[int]
    PLAUSIBLE_LOW_FIELD_NUMBER: _ClassVar[int]
    PLAUSIBLE_HIGH_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_INDEX_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_FIELD_NUMBER: _ClassVar[int]
    NEIGHBOURS_FIELD_NUMBER: _ClassVar[int]
    DAILY_USE_FIELD_NUMBER: _ClassVar[int]
    reading: Reading
    plausible_low: _decimal_pb2.Decimal
    plausible_high: _decimal_pb2.Decimal
    expected_index: _decimal_pb2.Decimal
    expected: Estimate
    neighbours: _containers.RepeatedCompositeFieldContainer[NeighbourReading]
    daily_use: float
    def __init__(self, reading: _Optional[_Union[Reading, _Mapping]] = ..., plausible_low: _Optional[_Union[_decimal_pb2.Decimal, _Mapping]] = ..., plausible_high: _Optional[_Union[_decimal_pb2.Decimal, _Mapping]] = ..., expected_index: _Optional[_Union[_decimal_pb2.Decimal, _Mapping]] = ..., expected: _Optional[_Union[Estimate, _Mapping]] = ..., neighbours: _Optional[_Iterable[_Union[NeighbourReading, _Mapping]]] = ..., daily_use: _Optional[float] = ...) -> None: ...

class NeighbourReading(_message.Message):
    __slots__ = ("register_id", "address", "read_at", "daily_use")
    REGISTER_ID_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    READ_AT_FIELD_NUMBER: _ClassVar[int]
    DAILY_USE_FIELD_NUMBER: _ClassVar[int]
    register_id: str
    address: _common_pb2.Address
    read_at: _timestamp_pb2.Timestamp
    daily_use: float
    def __init__(self, register_id: _Optional[str] = ..., address: _Optional[_Union[_common_pb2.Address, _Mapping]] = ..., read_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., daily_use: _Optional[float] = ...) -> None: ...

class ReverseReadingRequest(_message.Message):
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

class ReverseReadingResponse(_message.Message):
    __slots__ = ("reading", "healed")
    READING_FIELD_NUMBER: _ClassVar[int]
    HEALED_FIELD_NUMBER: _ClassVar[int]
    reading: Reading
    healed: _containers.RepeatedCompositeFieldContainer[HealedReading]
    def __init__(self, reading: _Optional[_Union[Reading, _Mapping]] = ..., healed: _Optional[_Iterable[_Union[HealedReading, _Mapping]]] = ...) -> None: ...

class CorrectBoundaryIndexRequest(_message.Message):
    __slots__ = ("id", "etag", "index", "rollover", "reason", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    ROLLOVER_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    index: _decimal_pb2.Decimal
    rollover: bool
    reason: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., index: _Optional[_Union[_decimal_pb2.Decimal, _Mapping]] = ..., rollover: _Optional[bool] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CorrectBoundaryIndexResponse(_message.Message):
    __slots__ = ("reading", "replacement", "healed")
    READING_FIELD_NUMBER: _ClassVar[int]
    REPLACEMENT_FIELD_NUMBER: _ClassVar[int]
    HEALED_FIELD_NUMBER: _ClassVar[int]
    reading: Reading
    replacement: Reading
    healed: _containers.RepeatedCompositeFieldContainer[HealedReading]
    def __init__(self, reading: _Optional[_Union[Reading, _Mapping]] = ..., replacement: _Optional[_Union[Reading, _Mapping]] = ..., healed: _Optional[_Iterable[_Union[HealedReading, _Mapping]]] = ...) -> None: ...

class HealedReading(_message.Message):
    __slots__ = ("reading_id", "state_before", "state_after", "consumption_before", "consumption_after", "index_before", "index_after")
    READING_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_BEFORE_FIELD_NUMBER: _ClassVar[int]
    STATE_AFTER_FIELD_NUMBER: _ClassVar[int]
    CONSUMPTION_BEFORE_FIELD_NUMBER: _ClassVar[int]
    CONSUMPTION_AFTER_FIELD_NUMBER: _ClassVar[int]
    INDEX_BEFORE_FIELD_NUMBER: _ClassVar[int]
    INDEX_AFTER_FIELD_NUMBER: _ClassVar[int]
    reading_id: str
    state_before: ReadingState
    state_after: ReadingState
    consumption_before: _decimal_pb2.Decimal
    consumption_after: _decimal_pb2.Decimal
    index_before: _decimal_pb2.Decimal
    index_after: _decimal_pb2.Decimal
    def __init__(self, reading_id: _Optional[str] = ..., state_before: _Optional[_Union[ReadingState, str, int]] = ..., state_after: _Optional[_Union[ReadingState, str, int]] = ..., consumption_before: _Optional[_Union[_decimal_pb2.Decimal, _Mapping]] = ..., consumption_after: _Optional[_Union[_decimal_pb2.Decimal, _Mapping]] = ..., index_before: _Optional[_Union[_decimal_pb2.Decimal, _Mapping]] = ..., index_after: _Optional[_Union[_decimal_pb2.Decimal, _Mapping]] = ...) -> None: ...

class EstimateReadingsRequest(_message.Message):
    __slots__ = ("missing", "registers", "dry_run")
    MISSING_FIELD_NUMBER: _ClassVar[int]
    REGISTERS_FIELD_NUMBER: _ClassVar[int]
    DRY_RUN_FIELD_NUMBER: _ClassVar[int]
    missing: MissingReadings
    registers: RegistersAt
    dry_run: bool
    def __init__(self, missing: _Optional[_Union[MissingReadings, _Mapping]] = ..., registers: _Optional[_Union[RegistersAt, _Mapping]] = ..., dry_run: _Optional[bool] = ...) -> None: ...

class MissingReadings(_message.Message):
    __slots__ = ("utility_id", "commodity", "month")
    UTILITY_ID_FIELD_NUMBER: _ClassVar[int]
    COMMODITY_FIELD_NUMBER: _ClassVar[int]
    MONTH_FIELD_NUMBER: _ClassVar[int]
    utility_id: str
    commodity: _common_pb2.Commodity
    month: _date_pb2.Date
    def __init__(self, utility_id: _Optional[str] = ..., commodity: _Optional[_Union[_common_pb2.Commodity, str, int]] = ..., month: _Optional[_Union[_date_pb2.Date, _Mapping]] = ...) -> None: ...

class RegistersAt(_message.Message):
    __slots__ = ("register_ids", "at")
    REGISTER_IDS_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    register_ids: _containers.RepeatedScalarFieldContainer[str]
    at: _timestamp_pb2.Timestamp
    def __init__(self, register_ids: _Optional[_Iterable[str]] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class EstimateReadingsResponse(_message.Message):
    __slots__ = ("estimated", "not_estimated", "done", "healed")
    ESTIMATED_FIELD_NUMBER: _ClassVar[int]
    NOT_ESTIMATED_FIELD_NUMBER: _ClassVar[int]
    DONE_FIELD_NUMBER: _ClassVar[int]
    HEALED_FIELD_NUMBER: _ClassVar[int]
    estimated: _containers.RepeatedCompositeFieldContainer[EstimatedReading]
    not_estimated: _containers.RepeatedCompositeFieldContainer[NotEstimated]
    done: int
    healed: _containers.RepeatedCompositeFieldContainer[HealedReading]
    def __init__(self, estimated: _Optional[_Iterable[_Union[EstimatedReading, _Mapping]]] = ..., not_estimated: _Optional[_Iterable[_Union[NotEstimated, _Mapping]]] = ..., done: _Optional[int] = ..., healed: _Optional[_Iterable[_Union[HealedReading, _Mapping]]] = ...) -> None: ...

class EstimatedReading(_message.Message):
    __slots__ = ("register_id", "reading_id", "at", "index", "estimate", "previous_index", "previous_at")
    REGISTER_ID_FIELD_NUMBER: _ClassVar[int]
    READING_ID_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    ESTIMATE_FIELD_NUMBER: _ClassVar[int]
    PREVIOUS_INDEX_FIELD_NUMBER: _ClassVar[int]
    PREVIOUS_AT_FIELD_NUMBER: _ClassVar[int]
    register_id: str
    reading_id: str
    at: _timestamp_pb2.Timestamp
    index: _decimal_pb2.Decimal
    estimate: Estimate
    previous_index: _decimal_pb2.Decimal
    previous_at: _timestamp_pb2.Timestamp
    def __init__(self, register_id: _Optional[str] = ..., reading_id: _Optional[str] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., index: _Optional[_Union[_decimal_pb2.Decimal, _Mapping]] = ..., estimate: _Optional[_Union[Estimate, _Mapping]] = ..., previous_index: _Optional[_Union[_decimal_pb2.Decimal, _Mapping]] = ..., previous_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class NotEstimated(_message.Message):
    __slots__ = ("register_id", "reason")
    REGISTER_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    register_id: str
    reason: NotEstimatedReason
    def __init__(self, register_id: _Optional[str] = ..., reason: _Optional[_Union[NotEstimatedReason, str, int]] = ...) -> None: ...

class RecordDegreeDaysRequest(_message.Message):
    __slots__ = ("city", "first_day", "heating", "request_id")
    CITY_FIELD_NUMBER: _ClassVar[int]
    FIRST_DAY_FIELD_NUMBER: _ClassVar[int]
    HEATING_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    city: str
    first_day: _date_pb2.Date
    heating: _containers.RepeatedScalarFieldContainer[float]
    request_id: str
    def __init__(self, city: _Optional[str] = ..., first_day: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., heating: _Optional[_Iterable[float]] = ..., request_id: _Optional[str] = ...) -> None: ...

class RecordDegreeDaysResponse(_message.Message):
    __slots__ = ("days",)
    DAYS_FIELD_NUMBER: _ClassVar[int]
    days: int
    def __init__(self, days: _Optional[int] = ...) -> None: ...

class GetConsumptionRequest(_message.Message):
    __slots__ = ("register_id", "usage_point_id", "before", "commodity", "as_of")
    REGISTER_ID_FIELD_NUMBER: _ClassVar[int]
    USAGE_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    FROM_FIELD_NUMBER: _ClassVar[int]
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    COMMODITY_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    register_id: str
    usage_point_id: str
    before: _timestamp_pb2.Timestamp
    commodity: _common_pb2.Commodity
    as_of: _timestamp_pb2.Timestamp
    def __init__(self, register_id: _Optional[str] = ..., usage_point_id: _Optional[str] = ..., before: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., commodity: _Optional[_Union[_common_pb2.Commodity, str, int]] = ..., as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., **kwargs) -> None: ...

class GetConsumptionResponse(_message.Message):
    __slots__ = ("intervals", "totals")
    INTERVALS_FIELD_NUMBER: _ClassVar[int]
    TOTALS_FIELD_NUMBER: _ClassVar[int]
    intervals: _containers.RepeatedCompositeFieldContainer[ConsumptionInterval]
    totals: _containers.RepeatedCompositeFieldContainer[ConsumptionTotal]
    def __init__(self, intervals: _Optional[_Iterable[_Union[ConsumptionInterval, _Mapping]]] = ..., totals: _Optional[_Iterable[_Union[ConsumptionTotal, _Mapping]]] = ...) -> None: ...

class ConsumptionInterval(_message.Message):
    __slots__ = ("register_id", "tier", "to", "quantity", "unit", "rollover", "from_reading_id", "to_reading_id")
    REGISTER_ID_FIELD_NUMBER: _ClassVar[int]
    TIER_FIELD_NUMBER: _ClassVar[int]
    FROM_FIELD_NUMBER: _ClassVar[int]
    TO_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    ROLLOVER_FIELD_NUMBER: _ClassVar[int]
    FROM_READING_ID_FIELD_NUMBER: _ClassVar[int]
    TO_READING_ID_FIELD_NUMBER: _ClassVar[int]
    register_id: str
    tier: _account_service_pb2.RegisterTier
    to: _timestamp_pb2.Timestamp
    quantity: _decimal_pb2.Decimal
    unit: str
    rollover: bool
    from_reading_id: str
    to_reading_id: str
    def __init__(self, register_id: _Optional[str] = ..., tier: _Optional[_Union[_account_service_pb2.RegisterTier, str, int]] = ..., to: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., quantity: _Optional[_Union[_decimal_pb2.Decimal, _Mapping]] = ..., unit: _Optional[str] = ..., rollover: _Optional[bool] = ..., from_reading_id: _Optional[str] = ..., to_reading_id: _Optional[str] = ..., **kwargs) -> None: ...

class ConsumptionTotal(_message.Message):
    __slots__ = ("tier", "quantity", "unit", "commodity")
    TIER_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    COMMODITY_FIELD_NUMBER: _ClassVar[int]
    tier: _account_service_pb2.RegisterTier
    quantity: _decimal_pb2.Decimal
    unit: str
    commodity: _common_pb2.Commodity
    def __init__(self, tier: _Optional[_Union[_account_service_pb2.RegisterTier, str, int]] = ..., quantity: _Optional[_Union[_decimal_pb2.Decimal, _Mapping]] = ..., unit: _Optional[str] = ..., commodity: _Optional[_Union[_common_pb2.Commodity, str, int]] = ...) -> None: ...

class GetBuildingBalanceRequest(_message.Message):
    __slots__ = ("usage_point_id", "commodity", "before")
    USAGE_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    COMMODITY_FIELD_NUMBER: _ClassVar[int]
    FROM_FIELD_NUMBER: _ClassVar[int]
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    usage_point_id: str
    commodity: _common_pb2.Commodity
    before: _timestamp_pb2.Timestamp
    def __init__(self, usage_point_id: _Optional[str] = ..., commodity: _Optional[_Union[_common_pb2.Commodity, str, int]] = ..., before: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., **kwargs) -> None: ...

class GetBuildingBalanceResponse(_message.Message):
    __slots__ = ("address", "unit", "building", "apartments", "imbalance", "imbalance_percent", "building_estimated", "parts", "without_meter", "unread")
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    BUILDING_FIELD_NUMBER: _ClassVar[int]
    APARTMENTS_FIELD_NUMBER: _ClassVar[int]
    IMBALANCE_FIELD_NUMBER: _ClassVar[int]
    IMBALANCE_PERCENT_FIELD_NUMBER: _ClassVar[int]
    BUILDING_ESTIMATED_FIELD_NUMBER: _ClassVar[int]
    PARTS_FIELD_NUMBER: _ClassVar[int]
    WITHOUT_METER_FIELD_NUMBER: _ClassVar[int]
    UNREAD_FIELD_NUMBER: _ClassVar[int]
    address: _common_pb2.Address
    unit: str
    building: _decimal_pb2.Decimal
    apartments: _decimal_pb2.Decimal
    imbalance: _decimal_pb2.Decimal
    imbalance_percent: float
    building_estimated: bool
    parts: _containers.RepeatedCompositeFieldContainer[ApartmentBalance]
    without_meter: int
    unread: int
    def __init__(self, address: _Optional[_Union[_common_pb2.Address, _Mapping]] = ..., unit: _Optional[str] = ..., building: _Optional[_Union[_decimal_pb2.Decimal, _Mapping]] = ..., apartments: _Optional[_Union[_decimal_pb2.Decimal, _Mapping]] = ..., imbalance: _Optional[_Union[_decimal_pb2.Decimal, _Mapping]] = ..., imbalance_percent: _Optional[float] = ..., building_estimated: _Optional[bool] = ..., parts: _Optional[_Iterable[_Union[ApartmentBalance, _Mapping]]] = ..., without_meter: _Optional[int] = ..., unread: _Optional[int] = ...) -> None: ...

class ApartmentBalance(_message.Message):
    __slots__ = ("usage_point_id", "address", "quantity", "expected", "contribution", "contribution_percent", "estimated")
    USAGE_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_FIELD_NUMBER: _ClassVar[int]
    CONTRIBUTION_FIELD_NUMBER: _ClassVar[int]
    CONTRIBUTION_PERCENT_FIELD_NUMBER: _ClassVar[int]
    ESTIMATED_FIELD_NUMBER: _ClassVar[int]
    usage_point_id: str
    address: _common_pb2.Address
    quantity: _decimal_pb2.Decimal
    expected: _decimal_pb2.Decimal
    contribution: _decimal_pb2.Decimal
    contribution_percent: float
    estimated: bool
    def __init__(self, usage_point_id: _Optional[str] = ..., address: _Optional[_Union[_common_pb2.Address, _Mapping]] = ..., quantity: _Optional[_Union[_decimal_pb2.Decimal, _Mapping]] = ..., expected: _Optional[_Union[_decimal_pb2.Decimal, _Mapping]] = ..., contribution: _Optional[_Union[_decimal_pb2.Decimal, _Mapping]] = ..., contribution_percent: _Optional[float] = ..., estimated: _Optional[bool] = ...) -> None: ...

class WatchReadingsRequest(_message.Message):
    __slots__ = ("filter", "resume_token", "skip_snapshot")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    filter: ReadingFilter
    resume_token: str
    skip_snapshot: bool
    def __init__(self, filter: _Optional[_Union[ReadingFilter, _Mapping]] = ..., resume_token: _Optional[str] = ..., skip_snapshot: _Optional[bool] = ...) -> None: ...

class WatchReadingsResponse(_message.Message):
    __slots__ = ("position", "changes")
    POSITION_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    position: _common_pb2.WatchPosition
    changes: _containers.RepeatedCompositeFieldContainer[ReadingChange]
    def __init__(self, position: _Optional[_Union[_common_pb2.WatchPosition, _Mapping]] = ..., changes: _Optional[_Iterable[_Union[ReadingChange, _Mapping]]] = ...) -> None: ...

class ReadingChange(_message.Message):
    __slots__ = ("kind", "reading")
    KIND_FIELD_NUMBER: _ClassVar[int]
    READING_FIELD_NUMBER: _ClassVar[int]
    kind: _common_pb2.ChangeKind
    reading: Reading
    def __init__(self, kind: _Optional[_Union[_common_pb2.ChangeKind, str, int]] = ..., reading: _Optional[_Union[Reading, _Mapping]] = ...) -> None: ...

class ExportReadingsRequest(_message.Message):
    __slots__ = ("filter", "format")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    filter: ReadingFilter
    format: ExportFormat
    def __init__(self, filter: _Optional[_Union[ReadingFilter, _Mapping]] = ..., format: _Optional[_Union[ExportFormat, str, int]] = ...) -> None: ...

class ExportReadingsResponse(_message.Message):
    __slots__ = ("readings", "csv", "piece")
    READINGS_FIELD_NUMBER: _ClassVar[int]
    CSV_FIELD_NUMBER: _ClassVar[int]
    PIECE_FIELD_NUMBER: _ClassVar[int]
    readings: _containers.RepeatedCompositeFieldContainer[Reading]
    csv: bytes
    piece: bytes
    def __init__(self, readings: _Optional[_Iterable[_Union[Reading, _Mapping]]] = ..., csv: _Optional[bytes] = ..., piece: _Optional[bytes] = ...) -> None: ...

class RuleSet(_message.Message):
    __slots__ = ("version", "utility_id", "commodity", "rules", "limits", "note", "created_at", "activated_at", "in_force", "estimation", "utility_name_uk", "utility_name_en")
    VERSION_FIELD_NUMBER: _ClassVar[int]
    UTILITY_ID_FIELD_NUMBER: _ClassVar[int]
    COMMODITY_FIELD_NUMBER: _ClassVar[int]
    RULES_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    ACTIVATED_AT_FIELD_NUMBER: _ClassVar[int]
    IN_FORCE_FIELD_NUMBER: _ClassVar[int]
    ESTIMATION_FIELD_NUMBER: _ClassVar[int]
    UTILITY_NAME_UK_FIELD_NUMBER: _ClassVar[int]
    UTILITY_NAME_EN_FIELD_NUMBER: _ClassVar[int]
    version: int
    utility_id: str
    commodity: _common_pb2.Commodity
    rules: _containers.RepeatedCompositeFieldContainer[RuleSetting]
    limits: RuleLimits
    note: str
    created_at: _timestamp_pb2.Timestamp
    activated_at: _timestamp_pb2.Timestamp
    in_force: bool
    estimation: EstimationPolicy
    utility_name_uk: str
    utility_name_en: str
    def __init__(self, version: _Optional[int] = ..., utility_id: _Optional[str] = ..., commodity: _Optional[_Union[_common_pb2.Commodity, str, int]] = ..., rules: _Optional[_Iterable[_Union[RuleSetting, _Mapping]]] = ..., limits: _Optional[_Union[RuleLimits, _Mapping]] = ..., note: _Optional[str] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., activated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., in_force: _Optional[bool] = ..., estimation: _Optional[_Union[EstimationPolicy, _Mapping]] = ..., utility_name_uk: _Optional[str] = ..., utility_name_en: _Optional[str] = ...) -> None: ...

class EstimationPolicy(_message.Message):
    __slots__ = ("methods", "profile", "default_per_day")
    METHODS_FIELD_NUMBER: _ClassVar[int]
    PROFILE_FIELD_NUMBER: _ClassVar[int]
    DEFAULT_PER_DAY_FIELD_NUMBER: _ClassVar[int]
    methods: _containers.RepeatedScalarFieldContainer[EstimationMethod]
    profile: _containers.RepeatedScalarFieldContainer[float]
    default_per_day: float
    def __init__(self, methods: _Optional[_Iterable[_Union[EstimationMethod, str, int]]] = ..., profile: _Optional[_Iterable[float]] = ..., default_per_day: _Optional[float] = ...) -> None: ...

class RuleSetting(_message.Message):
    __slots__ = ("code", "severity")
    CODE_FIELD_NUMBER: _ClassVar[int]
    SEVERITY_FIELD_NUMBER: _ClassVar[int]
    code: str
    severity: RuleSeverity
    def __init__(self, code: _Optional[str] = ..., severity: _Optional[_Union[RuleSeverity, str, int]] = ...) -> None: ...

class RuleLimits(_message.Message):
    __slots__ = ("cap_per_hour", "floor_per_day", "high_factor", "low_factor", "usual_intervals", "estimated_share", "zero_intervals", "estimated_in_row", "zone_difference", "clock_minutes")
    CAP_PER_HOUR_FIELD_NUMBER: _ClassVar[int]
    FLOOR_PER_DAY_FIELD_NUMBER: _ClassVar[int]
    HIGH_FACTOR_FIELD_NUMBER: _ClassVar[int]
    LOW_FACTOR_FIELD_NUMBER: _ClassVar[int]
    USUAL_INTERVALS_FIELD_NUMBER: _ClassVar[int]
    ESTIMATED_SHARE_FIELD_NUMBER: _ClassVar[int]
    ZERO_INTERVALS_FIELD_NUMBER: _ClassVar[int]
    ESTIMATED_IN_ROW_FIELD_NUMBER: _ClassVar[int]
    ZONE_DIFFERENCE_FIELD_NUMBER: _ClassVar[int]
    CLOCK_MINUTES_FIELD_NUMBER: _ClassVar[int]
    cap_per_hour: float
    floor_per_day: float
    high_factor: float
    low_factor: float
    usual_intervals: int
    estimated_share: float
    zero_intervals: int
    estimated_in_row: int
    zone_difference: float
    clock_minutes: int
    def __init__(self, cap_per_hour: _Optional[float] = ..., floor_per_day: _Optional[float] = ..., high_factor: _Optional[float] = ..., low_factor: _Optional[float] = ..., usual_intervals: _Optional[int] = ..., estimated_share: _Optional[float] = ..., zero_intervals: _Optional[int] = ..., estimated_in_row: _Optional[int] = ..., zone_difference: _Optional[float] = ..., clock_minutes: _Optional[int] = ...) -> None: ...

class CreateRuleSetRequest(_message.Message):
    __slots__ = ("rule_set", "request_id")
    RULE_SET_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    rule_set: RuleSet
    request_id: str
    def __init__(self, rule_set: _Optional[_Union[RuleSet, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateRuleSetResponse(_message.Message):
    __slots__ = ("rule_set",)
    RULE_SET_FIELD_NUMBER: _ClassVar[int]
    rule_set: RuleSet
    def __init__(self, rule_set: _Optional[_Union[RuleSet, _Mapping]] = ...) -> None: ...

class ActivateRuleSetRequest(_message.Message):
    __slots__ = ("version", "request_id")
    VERSION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    version: int
    request_id: str
    def __init__(self, version: _Optional[int] = ..., request_id: _Optional[str] = ...) -> None: ...

class ActivateRuleSetResponse(_message.Message):
    __slots__ = ("rule_set",)
    RULE_SET_FIELD_NUMBER: _ClassVar[int]
    rule_set: RuleSet
    def __init__(self, rule_set: _Optional[_Union[RuleSet, _Mapping]] = ...) -> None: ...

class ReplayRulesRequest(_message.Message):
    __slots__ = ("version", "before")
    VERSION_FIELD_NUMBER: _ClassVar[int]
    FROM_FIELD_NUMBER: _ClassVar[int]
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    version: int
    before: _timestamp_pb2.Timestamp
    def __init__(self, version: _Optional[int] = ..., before: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., **kwargs) -> None: ...

class ReplayRulesResponse(_message.Message):
    __slots__ = ("registers_done", "registers_total", "readings", "queue_before", "queue_after", "moves", "rules", "examples")
    REGISTERS_DONE_FIELD_NUMBER: _ClassVar[int]
    REGISTERS_TOTAL_FIELD_NUMBER: _ClassVar[int]
    READINGS_FIELD_NUMBER: _ClassVar[int]
    QUEUE_BEFORE_FIELD_NUMBER: _ClassVar[int]
    QUEUE_AFTER_FIELD_NUMBER: _ClassVar[int]
    MOVES_FIELD_NUMBER: _ClassVar[int]
    RULES_FIELD_NUMBER: _ClassVar[int]
    EXAMPLES_FIELD_NUMBER: _ClassVar[int]
    registers_done: int
    registers_total: int
    readings: int
    queue_before: int
    queue_after: int
    moves: _containers.RepeatedCompositeFieldContainer[ReplayMove]
    rules: _containers.RepeatedCompositeFieldContainer[ReplayRule]
    examples: _containers.RepeatedCompositeFieldContainer[ReplayedReading]
    def __init__(self, registers_done: _Optional[int] = ..., registers_total: _Optional[int] = ..., readings: _Optional[int] = ..., queue_before: _Optional[int] = ..., queue_after: _Optional[int] = ..., moves: _Optional[_Iterable[_Union[ReplayMove, _Mapping]]] = ..., rules: _Optional[_Iterable[_Union[ReplayRule, _Mapping]]] = ..., examples: _Optional[_Iterable[_Union[ReplayedReading, _Mapping]]] = ...) -> None: ...

class ReplayMove(_message.Message):
    __slots__ = ("state_before", "state_after", "readings")
    STATE_BEFORE_FIELD_NUMBER: _ClassVar[int]
    STATE_AFTER_FIELD_NUMBER: _ClassVar[int]
    READINGS_FIELD_NUMBER: _ClassVar[int]
    state_before: ReadingState
    state_after: ReadingState
    readings: int
    def __init__(self, state_before: _Optional[_Union[ReadingState, str, int]] = ..., state_after: _Optional[_Union[ReadingState, str, int]] = ..., readings: _Optional[int] = ...) -> None: ...

class ReplayRule(_message.Message):
    __slots__ = ("code", "found_before", "found_after")
    CODE_FIELD_NUMBER: _ClassVar[int]
    FOUND_BEFORE_FIELD_NUMBER: _ClassVar[int]
    FOUND_AFTER_FIELD_NUMBER: _ClassVar[int]
    code: str
    found_before: int
    found_after: int
    def __init__(self, code: _Optional[str] = ..., found_before: _Optional[int] = ..., found_after: _Optional[int] = ...) -> None: ...

class ReplayedReading(_message.Message):
    __slots__ = ("reading_id", "register_id", "meter_serial_number", "read_at", "index", "state_before", "state_after", "codes_before", "codes_after")
    READING_ID_FIELD_NUMBER: _ClassVar[int]
    REGISTER_ID_FIELD_NUMBER: _ClassVar[int]
    METER_SERIAL_NUMBER_FIELD_NUMBER: _ClassVar[int]
    READ_AT_FIELD_NUMBER: _ClassVar[int]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    STATE_BEFORE_FIELD_NUMBER: _ClassVar[int]
    STATE_AFTER_FIELD_NUMBER: _ClassVar[int]
    CODES_BEFORE_FIELD_NUMBER: _ClassVar[int]
    CODES_AFTER_FIELD_NUMBER: _ClassVar[int]
    reading_id: str
    register_id: str
    meter_serial_number: str
    read_at: _timestamp_pb2.Timestamp
    index: _decimal_pb2.Decimal
    state_before: ReadingState
    state_after: ReadingState
    codes_before: _containers.RepeatedScalarFieldContainer[str]
    codes_after: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, reading_id: _Optional[str] = ..., register_id: _Optional[str] = ..., meter_serial_number: _Optional[str] = ..., read_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., index: _Optional[_Union[_decimal_pb2.Decimal, _Mapping]] = ..., state_before: _Optional[_Union[ReadingState, str, int]] = ..., state_after: _Optional[_Union[ReadingState, str, int]] = ..., codes_before: _Optional[_Iterable[str]] = ..., codes_after: _Optional[_Iterable[str]] = ...) -> None: ...

class ListRuleSetsRequest(_message.Message):
    __slots__ = ("commodity", "page_size", "page_token", "skip")
    COMMODITY_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_FIELD_NUMBER: _ClassVar[int]
    commodity: _common_pb2.Commodity
    page_size: int
    page_token: str
    skip: int
    def __init__(self, commodity: _Optional[_Union[_common_pb2.Commodity, str, int]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., skip: _Optional[int] = ...) -> None: ...

class ListRuleSetsResponse(_message.Message):
    __slots__ = ("rule_sets", "next_page_token", "total_size", "built_in")
    RULE_SETS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    BUILT_IN_FIELD_NUMBER: _ClassVar[int]
    rule_sets: _containers.RepeatedCompositeFieldContainer[RuleSet]
    next_page_token: str
    total_size: int
    built_in: _containers.RepeatedCompositeFieldContainer[RuleSet]
    def __init__(self, rule_sets: _Optional[_Iterable[_Union[RuleSet, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ..., built_in: _Optional[_Iterable[_Union[RuleSet, _Mapping]]] = ...) -> None: ...
