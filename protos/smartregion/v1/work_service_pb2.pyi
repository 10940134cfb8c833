import datetime

from buf.validate import validate_pb2 as _validate_pb2
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

class WorkKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    WORK_KIND_UNSPECIFIED: _ClassVar[WorkKind]
    WORK_KIND_PLANNED: _ClassVar[WorkKind]
    WORK_KIND_EMERGENCY: _ClassVar[WorkKind]

class WorkState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    WORK_STATE_UNSPECIFIED: _ClassVar[WorkState]
    WORK_STATE_ANNOUNCED: _ClassVar[WorkState]
    WORK_STATE_CANCELLED: _ClassVar[WorkState]
    WORK_STATE_FINISHED: _ClassVar[WorkState]

class BuildingParity(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    BUILDING_PARITY_UNSPECIFIED: _ClassVar[BuildingParity]
    BUILDING_PARITY_ODD: _ClassVar[BuildingParity]
    BUILDING_PARITY_EVEN: _ClassVar[BuildingParity]
WORK_KIND_UNSPECIFIED: WorkKind
WORK_KIND_PLANNED: WorkKind
WORK_KIND_EMERGENCY: WorkKind
WORK_STATE_UNSPECIFIED: WorkState
WORK_STATE_ANNOUNCED: WorkState
WORK_STATE_CANCELLED: WorkState
WORK_STATE_FINISHED: WorkState
BUILDING_PARITY_UNSPECIFIED: BuildingParity
BUILDING_PARITY_ODD: BuildingParity
BUILDING_PARITY_EVEN: BuildingParity

class WorkPlace(_message.Message):
    __slots__ = ("usage_point_id", "city", "street", "first_building", "last_building", "parity")
    USAGE_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    CITY_FIELD_NUMBER: _ClassVar[int]
    STREET_FIELD_NUMBER: _ClassVar[int]
    FIRST_BUILDING_FIELD_NUMBER: _ClassVar[int]
    LAST_BUILDING_FIELD_NUMBER: _ClassVar[int]
    PARITY_FIELD_NUMBER: _ClassVar[int]
    usage_point_id: str
    city: str
    street: str
    first_building: str
    last_building: str
    parity: BuildingParity
    def __init__(self, usage_point_id: _Optional[str] = ..., city: _Optional[str] = ..., street: _Optional[str] = ..., first_building: _Optional[str] = ..., last_building: _Optional[str] = ..., parity: _Optional[_Union[BuildingParity, str, int]] = ...) -> None: ...

class WorkReach(_message.Message):
    __slots__ = ("usage_points", "users", "told", "delivered", "failed", "suppressed", "waiting")
    USAGE_POINTS_FIELD_NUMBER: _ClassVar[int]
    USERS_FIELD_NUMBER: _ClassVar[int]
    TOLD_FIELD_NUMBER: _ClassVar[int]
    DELIVERED_FIELD_NUMBER: _ClassVar[int]
    FAILED_FIELD_NUMBER: _ClassVar[int]
    SUPPRESSED_FIELD_NUMBER: _ClassVar[int]
    WAITING_FIELD_NUMBER: _ClassVar[int]
    usage_points: int
    users: int
    told: int
    delivered: int
    failed: int
    suppressed: int
    waiting: int
    def __init__(self, usage_points: _Optional[int] = ..., users: _Optional[int] = ..., told: _Optional[int] = ..., delivered: _Optional[int] = ..., failed: _Optional[int] = ..., suppressed: _Optional[int] = ..., waiting: _Optional[int] = ...) -> None: ...

class Work(_message.Message):
    __slots__ = ("id", "kind", "state", "utility_id", "commodity", "places", "starts_at", "ends_at", "reason_uk", "reason_en", "reach", "closing_note", "edition", "created_at", "updated_at", "closed_at", "utility_name_uk", "utility_name_en", "etag")
    ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    UTILITY_ID_FIELD_NUMBER: _ClassVar[int]
    COMMODITY_FIELD_NUMBER: _ClassVar[int]
    PLACES_FIELD_NUMBER: _ClassVar[int]
    STARTS_AT_FIELD_NUMBER: _ClassVar[int]
    ENDS_AT_FIELD_NUMBER: _ClassVar[int]
    REASON_UK_FIELD_NUMBER: _ClassVar[int]
    REASON_EN_FIELD_NUMBER: _ClassVar[int]
    REACH_FIELD_NUMBER: _ClassVar[int]
    CLOSING_NOTE_FIELD_NUMBER: _ClassVar[int]
    EDITION_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    CLOSED_AT_FIELD_NUMBER: _ClassVar[int]
    UTILITY_NAME_UK_FIELD_NUMBER: _ClassVar[int]
    UTILITY_NAME_EN_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    id: str
    kind: WorkKind
    state: WorkState
    utility_id: str
    commodity: _common_pb2.Commodity
    places: _containers.RepeatedCompositeFieldContainer[WorkPlace]
    starts_at: _timestamp_pb2.Timestamp
    ends_at: _timestamp_pb2.Timestamp
    reason_uk: str
    reason_en: str
    reach: WorkReach
    closing_note: str
    edition: int
    created_at: _timestamp_pb2.Timestamp
    updated_at: _timestamp_pb2.Timestamp
    closed_at: _timestamp_pb2.Timestamp
    utility_name_uk: str
    utility_name_en: str
    etag: str
    def __init__(self, id: _Optional[str] = ..., kind: _Optional[_Union[WorkKind, str, int]] = ..., state: _Optional[_Union[WorkState, str, int]] = ..., utility_id: _Optional[str] = ..., commodity: _Optional[_Union[_common_pb2.Commodity, str, int]] = ..., places: _Optional[_Iterable[_Union[WorkPlace, _Mapping]]] = ..., starts_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., ends_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reason_uk: _Optional[str] = ..., reason_en: _Optional[str] = ..., reach: _Optional[_Union[WorkReach, _Mapping]] = ..., closing_note: _Optional[str] = ..., edition: _Optional[int] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., closed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., utility_name_uk: _Optional[str] = ..., utility_name_en: _Optional[str] = ..., etag: _Optional[str] = ...) -> None: ...

class CreateWorkRequest(_message.Message):
    __slots__ = ("work", "request_id")
    WORK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    work: Work
    request_id: str
    def __init__(self, work: _Optional[_Union[Work, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateWorkResponse(_message.Message):
    __slots__ = ("work",)
    WORK_FIELD_NUMBER: _ClassVar[int]
    work: Work
    def __init__(self, work: _Optional[_Union[Work, _Mapping]] = ...) -> None: ...

class UpdateWorkRequest(_message.Message):
    __slots__ = ("work", "silent", "request_id")
    WORK_FIELD_NUMBER: _ClassVar[int]
    SILENT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    work: Work
    silent: bool
    request_id: str
    def __init__(self, work: _Optional[_Union[Work, _Mapping]] = ..., silent: _Optional[bool] = ..., request_id: _Optional[str] = ...) -> None: ...

class UpdateWorkResponse(_message.Message):
    __slots__ = ("work",)
    WORK_FIELD_NUMBER: _ClassVar[int]
    work: Work
    def __init__(self, work: _Optional[_Union[Work, _Mapping]] = ...) -> None: ...

class CancelWorkRequest(_message.Message):
    __slots__ = ("id", "etag", "note", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    note: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., note: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CancelWorkResponse(_message.Message):
    __slots__ = ("work",)
    WORK_FIELD_NUMBER: _ClassVar[int]
    work: Work
    def __init__(self, work: _Optional[_Union[Work, _Mapping]] = ...) -> None: ...

class FinishWorkRequest(_message.Message):
    __slots__ = ("id", "etag", "note", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    note: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., note: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class FinishWorkResponse(_message.Message):
    __slots__ = ("work",)
    WORK_FIELD_NUMBER: _ClassVar[int]
    work: Work
    def __init__(self, work: _Optional[_Union[Work, _Mapping]] = ...) -> None: ...

class GetWorkRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetWorkResponse(_message.Message):
    __slots__ = ("work",)
    WORK_FIELD_NUMBER: _ClassVar[int]
    work: Work
    def __init__(self, work: _Optional[_Union[Work, _Mapping]] = ...) -> None: ...

class PreviewWorkRequest(_message.Message):
    __slots__ = ("work",)
    WORK_FIELD_NUMBER: _ClassVar[int]
    work: Work
    def __init__(self, work: _Optional[_Union[Work, _Mapping]] = ...) -> None: ...

class PreviewWorkResponse(_message.Message):
    __slots__ = ("usage_points", "users", "buildings", "left_out")
    USAGE_POINTS_FIELD_NUMBER: _ClassVar[int]
    USERS_FIELD_NUMBER: _ClassVar[int]
    BUILDINGS_FIELD_NUMBER: _ClassVar[int]
    LEFT_OUT_FIELD_NUMBER: _ClassVar[int]
    usage_points: int
    users: int
    buildings: _containers.RepeatedScalarFieldContainer[str]
    left_out: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, usage_points: _Optional[int] = ..., users: _Optional[int] = ..., buildings: _Optional[_Iterable[str]] = ..., left_out: _Optional[_Iterable[str]] = ...) -> None: ...

class WorkFilter(_message.Message):
    __slots__ = ("utility_id", "commodity", "kind", "states", "before")
    UTILITY_ID_FIELD_NUMBER: _ClassVar[int]
    COMMODITY_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    FROM_FIELD_NUMBER: _ClassVar[int]
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    utility_id: str
    commodity: _common_pb2.Commodity
    kind: WorkKind
    states: _containers.RepeatedScalarFieldContainer[WorkState]
    before: _timestamp_pb2.Timestamp
    def __init__(self, utility_id: _Optional[str] = ..., commodity: _Optional[_Union[_common_pb2.Commodity, str, int]] = ..., kind: _Optional[_Union[WorkKind, str, int]] = ..., states: _Optional[_Iterable[_Union[WorkState, str, int]]] = ..., before: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., **kwargs) -> None: ...

class ListWorksRequest(_message.Message):
    __slots__ = ("filter", "order_by", "page_size", "page_token", "skip")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_FIELD_NUMBER: _ClassVar[int]
    filter: WorkFilter
    order_by: str
    page_size: int
    page_token: str
    skip: int
    def __init__(self, filter: _Optional[_Union[WorkFilter, _Mapping]] = ..., order_by: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., skip: _Optional[int] = ...) -> None: ...

class ListWorksResponse(_message.Message):
    __slots__ = ("works", "next_page_token", "total_size")
    WORKS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    works: _containers.RepeatedCompositeFieldContainer[Work]
    next_page_token: str
    total_size: int
    def __init__(self, works: _Optional[_Iterable[_Union[Work, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class WatchWorksRequest(_message.Message):
    __slots__ = ("filter", "resume_token", "skip_snapshot")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    filter: WorkFilter
    resume_token: str
    skip_snapshot: bool
    def __init__(self, filter: _Optional[_Union[WorkFilter, _Mapping]] = ..., resume_token: _Optional[str] = ..., skip_snapshot: _Optional[bool] = ...) -> None: ...

class WatchWorksResponse(_message.Message):
    __slots__ = ("position", "changes")
    POSITION_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    position: _common_pb2.WatchPosition
    changes: _containers.RepeatedCompositeFieldContainer[WorkChange]
    def __init__(self, position: _Optional[_Union[_common_pb2.WatchPosition, _Mapping]] = ..., changes: _Optional[_Iterable[_Union[WorkChange, _Mapping]]] = ...) -> None: ...

class WorkChange(_message.Message):
    __slots__ = ("kind", "work")
    KIND_FIELD_NUMBER: _ClassVar[int]
    WORK_FIELD_NUMBER: _ClassVar[int]
    kind: _common_pb2.ChangeKind
    work: Work
    def __init__(self, kind: _Optional[_Union[_common_pb2.ChangeKind, str, int]] = ..., work: _Optional[_Union[Work, _Mapping]] = ...) -> None: ...
