import datetime

from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
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

class OperatorRole(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    OPERATOR_ROLE_UNSPECIFIED: _ClassVar[OperatorRole]
    OPERATOR_ROLE_SUPPORT: _ClassVar[OperatorRole]
    OPERATOR_ROLE_METERING: _ClassVar[OperatorRole]
    OPERATOR_ROLE_DISPATCHER: _ClassVar[OperatorRole]
    OPERATOR_ROLE_PRIVACY_OFFICER: _ClassVar[OperatorRole]
    OPERATOR_ROLE_SECURITY: _ClassVar[OperatorRole]
    OPERATOR_ROLE_ADMINISTRATOR: _ClassVar[OperatorRole]
    OPERATOR_ROLE_AUDITOR: _ClassVar[OperatorRole]

class OperatorState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    OPERATOR_STATE_UNSPECIFIED: _ClassVar[OperatorState]
    OPERATOR_STATE_ACTIVE: _ClassVar[OperatorState]
    OPERATOR_STATE_DISABLED: _ClassVar[OperatorState]

class SearchKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SEARCH_KIND_UNSPECIFIED: _ClassVar[SearchKind]
    SEARCH_KIND_USER: _ClassVar[SearchKind]
    SEARCH_KIND_ACCOUNT: _ClassVar[SearchKind]
    SEARCH_KIND_METER: _ClassVar[SearchKind]
    SEARCH_KIND_PRIVACY_REQUEST: _ClassVar[SearchKind]
    SEARCH_KIND_SUPPORT_THREAD: _ClassVar[SearchKind]
    SEARCH_KIND_DISCLOSURE: _ClassVar[SearchKind]
    SEARCH_KIND_ALERT: _ClassVar[SearchKind]
    SEARCH_KIND_CAMPAIGN: _ClassVar[SearchKind]
OPERATOR_ROLE_UNSPECIFIED: OperatorRole
OPERATOR_ROLE_SUPPORT: OperatorRole
OPERATOR_ROLE_METERING: OperatorRole
OPERATOR_ROLE_DISPATCHER: OperatorRole
OPERATOR_ROLE_PRIVACY_OFFICER: OperatorRole
OPERATOR_ROLE_SECURITY: OperatorRole
OPERATOR_ROLE_ADMINISTRATOR: OperatorRole
OPERATOR_ROLE_AUDITOR: OperatorRole
OPERATOR_STATE_UNSPECIFIED: OperatorState
OPERATOR_STATE_ACTIVE: OperatorState
OPERATOR_STATE_DISABLED: OperatorState
SEARCH_KIND_UNSPECIFIED: SearchKind
SEARCH_KIND_USER: SearchKind
SEARCH_KIND_ACCOUNT: SearchKind
SEARCH_KIND_METER: SearchKind
SEARCH_KIND_PRIVACY_REQUEST: SearchKind
SEARCH_KIND_SUPPORT_THREAD: SearchKind
SEARCH_KIND_DISCLOSURE: SearchKind
SEARCH_KIND_ALERT: SearchKind
SEARCH_KIND_CAMPAIGN: SearchKind

class Operator(_message.Message):
    __slots__ = ("id", "login", "display_name", "roles", "state", "language", "second_factor", "must_change_password", "created_at", "last_sign_in_at", "etag", "second_factor_required")
    ID_FIELD_NUMBER: _ClassVar[int]
    LOGIN_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    ROLES_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    SECOND_FACTOR_FIELD_NUMBER: _ClassVar[int]
    MUST_CHANGE_PASSWORD_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    LAST_SIGN_IN_AT_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    SECOND_FACTOR_REQUIRED_FIELD_NUMBER: _ClassVar[int]
    id: str
    login: str
    display_name: str
    roles: _containers.RepeatedScalarFieldContainer[OperatorRole]
    state: OperatorState
    language: _common_pb2.Language
    second_factor: bool
    must_change_password: bool
    created_at: _timestamp_pb2.Timestamp
    last_sign_in_at: _timestamp_pb2.Timestamp
    etag: str
    second_factor_required: bool
    def __init__(self, id: _Optional[str] = ..., login: _Optional[str] = ..., display_name: _Optional[str] = ..., roles: _Optional[_Iterable[_Union[OperatorRole, str, int]]] = ..., state: _Optional[_Union[OperatorState, str, int]] = ..., language: _Optional[_Union[_common_pb2.Language, str, int]] = ..., second_factor: _Optional[bool] = ..., must_change_password: _Optional[bool] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., last_sign_in_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., etag: _Optional[str] = ..., second_factor_required: _Optional[bool] = ...) -> None: ...

class CreateOperatorRequest(_message.Message):
    __slots__ = ("operator", "password", "request_id")
    OPERATOR_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    operator: Operator
    password: str
    request_id: str
    def __init__(self, operator: _Optional[_Union[Operator, _Mapping]] = ..., password: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateOperatorResponse(_message.Message):
    __slots__ = ("operator",)
    OPERATOR_FIELD_NUMBER: _ClassVar[int]
    operator: Operator
    def __init__(self, operator: _Optional[_Union[Operator, _Mapping]] = ...) -> None: ...

class UpdateOperatorRequest(_message.Message):
    __slots__ = ("operator", "update_mask", "request_id")
    OPERATOR_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    operator: Operator
    update_mask: _field_mask_pb2.FieldMask
    request_id: str
    def __init__(self, operator: _Optional[_Union[Operator, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class UpdateOperatorResponse(_message.Message):
    __slots__ = ("operator",)
    OPERATOR_FIELD_NUMBER: _ClassVar[int]
    operator: Operator
    def __init__(self, operator: _Optional[_Union[Operator, _Mapping]] = ...) -> None: ...

class ListOperatorsRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListOperatorsResponse(_message.Message):
    __slots__ = ("operators", "next_page_token")
    OPERATORS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    operators: _containers.RepeatedCompositeFieldContainer[Operator]
    next_page_token: str
    def __init__(self, operators: _Optional[_Iterable[_Union[Operator, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class DisableOperatorRequest(_message.Message):
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

class DisableOperatorResponse(_message.Message):
    __slots__ = ("operator",)
    OPERATOR_FIELD_NUMBER: _ClassVar[int]
    operator: Operator
    def __init__(self, operator: _Optional[_Union[Operator, _Mapping]] = ...) -> None: ...

class ResetSecondFactorRequest(_message.Message):
    __slots__ = ("id", "reason", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    reason: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ResetSecondFactorResponse(_message.Message):
    __slots__ = ("operator",)
    OPERATOR_FIELD_NUMBER: _ClassVar[int]
    operator: Operator
    def __init__(self, operator: _Optional[_Union[Operator, _Mapping]] = ...) -> None: ...

class ConsoleSettings(_message.Message):
    __slots__ = ("theme", "language", "refresh_seconds", "areas", "etag")
    THEME_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    REFRESH_SECONDS_FIELD_NUMBER: _ClassVar[int]
    AREAS_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    theme: str
    language: _common_pb2.Language
    refresh_seconds: int
    areas: _containers.RepeatedCompositeFieldContainer[AreaSettings]
    etag: str
    def __init__(self, theme: _Optional[str] = ..., language: _Optional[_Union[_common_pb2.Language, str, int]] = ..., refresh_seconds: _Optional[int] = ..., areas: _Optional[_Iterable[_Union[AreaSettings, _Mapping]]] = ..., etag: _Optional[str] = ...) -> None: ...

class AreaSettings(_message.Message):
    __slots__ = ("area", "columns", "filters")
    AREA_FIELD_NUMBER: _ClassVar[int]
    COLUMNS_FIELD_NUMBER: _ClassVar[int]
    FILTERS_FIELD_NUMBER: _ClassVar[int]
    area: str
    columns: _containers.RepeatedScalarFieldContainer[str]
    filters: _containers.RepeatedCompositeFieldContainer[SavedFilter]
    def __init__(self, area: _Optional[str] = ..., columns: _Optional[_Iterable[str]] = ..., filters: _Optional[_Iterable[_Union[SavedFilter, _Mapping]]] = ...) -> None: ...

class SavedFilter(_message.Message):
    __slots__ = ("name", "query")
    NAME_FIELD_NUMBER: _ClassVar[int]
    QUERY_FIELD_NUMBER: _ClassVar[int]
    name: str
    query: str
    def __init__(self, name: _Optional[str] = ..., query: _Optional[str] = ...) -> None: ...

class GetSettingsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetSettingsResponse(_message.Message):
    __slots__ = ("settings",)
    SETTINGS_FIELD_NUMBER: _ClassVar[int]
    settings: ConsoleSettings
    def __init__(self, settings: _Optional[_Union[ConsoleSettings, _Mapping]] = ...) -> None: ...

class UpdateSettingsRequest(_message.Message):
    __slots__ = ("settings", "request_id")
    SETTINGS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    settings: ConsoleSettings
    request_id: str
    def __init__(self, settings: _Optional[_Union[ConsoleSettings, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class UpdateSettingsResponse(_message.Message):
    __slots__ = ("settings",)
    SETTINGS_FIELD_NUMBER: _ClassVar[int]
    settings: ConsoleSettings
    def __init__(self, settings: _Optional[_Union[ConsoleSettings, _Mapping]] = ...) -> None: ...

class HandOver(_message.Message):
    __slots__ = ("id", "author_id", "author_name", "text", "at")
    ID_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_ID_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_NAME_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    id: str
    author_id: str
    author_name: str
    text: str
    at: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., author_id: _Optional[str] = ..., author_name: _Optional[str] = ..., text: _Optional[str] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListHandOversRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListHandOversResponse(_message.Message):
    __slots__ = ("hand_overs", "next_page_token")
    HAND_OVERS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    hand_overs: _containers.RepeatedCompositeFieldContainer[HandOver]
    next_page_token: str
    def __init__(self, hand_overs: _Optional[_Iterable[_Union[HandOver, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class WriteHandOverRequest(_message.Message):
    __slots__ = ("text", "request_id")
    TEXT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    text: str
    request_id: str
    def __init__(self, text: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class WriteHandOverResponse(_message.Message):
    __slots__ = ("hand_over",)
    HAND_OVER_FIELD_NUMBER: _ClassVar[int]
    hand_over: HandOver
    def __init__(self, hand_over: _Optional[_Union[HandOver, _Mapping]] = ...) -> None: ...

class SearchRequest(_message.Message):
    __slots__ = ("query",)
    QUERY_FIELD_NUMBER: _ClassVar[int]
    query: str
    def __init__(self, query: _Optional[str] = ...) -> None: ...

class SearchResponse(_message.Message):
    __slots__ = ("results", "more")
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    MORE_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[SearchResult]
    more: _containers.RepeatedScalarFieldContainer[SearchKind]
    def __init__(self, results: _Optional[_Iterable[_Union[SearchResult, _Mapping]]] = ..., more: _Optional[_Iterable[_Union[SearchKind, str, int]]] = ...) -> None: ...

class SearchResult(_message.Message):
    __slots__ = ("kind", "id", "title", "detail")
    KIND_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    DETAIL_FIELD_NUMBER: _ClassVar[int]
    kind: SearchKind
    id: str
    title: str
    detail: str
    def __init__(self, kind: _Optional[_Union[SearchKind, str, int]] = ..., id: _Optional[str] = ..., title: _Optional[str] = ..., detail: _Optional[str] = ...) -> None: ...
