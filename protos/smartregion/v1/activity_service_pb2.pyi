import datetime

from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from smartregion.v1 import common_pb2 as _common_pb2
from smartregion.v1 import notification_service_pb2 as _notification_service_pb2
from smartregion.v1 import options_pb2 as _options_pb2
from smartregion.v1 import rules_pb2 as _rules_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ActivityKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ACTIVITY_KIND_UNSPECIFIED: _ClassVar[ActivityKind]
    ACTIVITY_KIND_VISIT: _ClassVar[ActivityKind]
    ACTIVITY_KIND_SIGN_IN: _ClassVar[ActivityKind]
    ACTIVITY_KIND_SIGN_OUT: _ClassVar[ActivityKind]
    ACTIVITY_KIND_SCREEN: _ClassVar[ActivityKind]
    ACTIVITY_KIND_READING: _ClassVar[ActivityKind]
    ACTIVITY_KIND_CHARGES: _ClassVar[ActivityKind]
    ACTIVITY_KIND_PAYMENT: _ClassVar[ActivityKind]
    ACTIVITY_KIND_NOTIFICATION: _ClassVar[ActivityKind]
    ACTIVITY_KIND_WORKS: _ClassVar[ActivityKind]
    ACTIVITY_KIND_ACCOUNT_LINKED: _ClassVar[ActivityKind]
    ACTIVITY_KIND_ACCOUNT_UNLINKED: _ClassVar[ActivityKind]
    ACTIVITY_KIND_SETTINGS: _ClassVar[ActivityKind]
    ACTIVITY_KIND_SUPPORT: _ClassVar[ActivityKind]
    ACTIVITY_KIND_SURVEY: _ClassVar[ActivityKind]

class DeviceClock(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DEVICE_CLOCK_UNSPECIFIED: _ClassVar[DeviceClock]
    DEVICE_CLOCK_RIGHT: _ClassVar[DeviceClock]
    DEVICE_CLOCK_AHEAD: _ClassVar[DeviceClock]
    DEVICE_CLOCK_BEHIND: _ClassVar[DeviceClock]

class CrashGroupState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CRASH_GROUP_STATE_UNSPECIFIED: _ClassVar[CrashGroupState]
    CRASH_GROUP_STATE_OPEN: _ClassVar[CrashGroupState]
    CRASH_GROUP_STATE_RESOLVED: _ClassVar[CrashGroupState]
    CRASH_GROUP_STATE_REOPENED: _ClassVar[CrashGroupState]
ACTIVITY_KIND_UNSPECIFIED: ActivityKind
ACTIVITY_KIND_VISIT: ActivityKind
ACTIVITY_KIND_SIGN_IN: ActivityKind
ACTIVITY_KIND_SIGN_OUT: ActivityKind
ACTIVITY_KIND_SCREEN: ActivityKind
ACTIVITY_KIND_READING: ActivityKind
ACTIVITY_KIND_CHARGES: ActivityKind
ACTIVITY_KIND_PAYMENT: ActivityKind
ACTIVITY_KIND_NOTIFICATION: ActivityKind
ACTIVITY_KIND_WORKS: ActivityKind
ACTIVITY_KIND_ACCOUNT_LINKED: ActivityKind
ACTIVITY_KIND_ACCOUNT_UNLINKED: ActivityKind
ACTIVITY_KIND_SETTINGS: ActivityKind
ACTIVITY_KIND_SUPPORT: ActivityKind
ACTIVITY_KIND_SURVEY: ActivityKind
DEVICE_CLOCK_UNSPECIFIED: DeviceClock
DEVICE_CLOCK_RIGHT: DeviceClock
DEVICE_CLOCK_AHEAD: DeviceClock
DEVICE_CLOCK_BEHIND: DeviceClock
CRASH_GROUP_STATE_UNSPECIFIED: CrashGroupState
CRASH_GROUP_STATE_OPEN: CrashGroupState
CRASH_GROUP_STATE_RESOLVED: CrashGroupState
CRASH_GROUP_STATE_REOPENED: CrashGroupState

class NewActivity(_message.Message):
    __slots__ = ("event_id", "user_id", "kind", "happened_at", "ip_address", "app_version", "platform", "os_version", "device", "utility_id", "screen")
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    HAPPENED_AT_FIELD_NUMBER: _ClassVar[int]
    IP_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    APP_VERSION_FIELD_NUMBER: _ClassVar[int]
    PLATFORM_FIELD_NUMBER: _ClassVar[int]
    OS_VERSION_FIELD_NUMBER: _ClassVar[int]
    DEVICE_FIELD_NUMBER: _ClassVar[int]
    UTILITY_ID_FIELD_NUMBER: _ClassVar[int]
    SCREEN_FIELD_NUMBER: _ClassVar[int]
    event_id: str
    user_id: str
    kind: ActivityKind
    happened_at: _timestamp_pb2.Timestamp
    ip_address: str
    app_version: str
    platform: _notification_service_pb2.DevicePlatform
    os_version: str
    device: str
    utility_id: str
    screen: str
    def __init__(self, event_id: _Optional[str] = ..., user_id: _Optional[str] = ..., kind: _Optional[_Union[ActivityKind, str, int]] = ..., happened_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., ip_address: _Optional[str] = ..., app_version: _Optional[str] = ..., platform: _Optional[_Union[_notification_service_pb2.DevicePlatform, str, int]] = ..., os_version: _Optional[str] = ..., device: _Optional[str] = ..., utility_id: _Optional[str] = ..., screen: _Optional[str] = ...) -> None: ...

class RecordActivityRequest(_message.Message):
    __slots__ = ("first_line", "events")
    FIRST_LINE_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    first_line: int
    events: _containers.RepeatedCompositeFieldContainer[NewActivity]
    def __init__(self, first_line: _Optional[int] = ..., events: _Optional[_Iterable[_Union[NewActivity, _Mapping]]] = ...) -> None: ...

class RecordActivityResponse(_message.Message):
    __slots__ = ("first_line", "last_line", "taken", "duplicates", "clocks_off", "errors")
    FIRST_LINE_FIELD_NUMBER: _ClassVar[int]
    LAST_LINE_FIELD_NUMBER: _ClassVar[int]
    TAKEN_FIELD_NUMBER: _ClassVar[int]
    DUPLICATES_FIELD_NUMBER: _ClassVar[int]
    CLOCKS_OFF_FIELD_NUMBER: _ClassVar[int]
    ERRORS_FIELD_NUMBER: _ClassVar[int]
    first_line: int
    last_line: int
    taken: int
    duplicates: int
    clocks_off: int
    errors: _containers.RepeatedCompositeFieldContainer[ActivityError]
    def __init__(self, first_line: _Optional[int] = ..., last_line: _Optional[int] = ..., taken: _Optional[int] = ..., duplicates: _Optional[int] = ..., clocks_off: _Optional[int] = ..., errors: _Optional[_Iterable[_Union[ActivityError, _Mapping]]] = ...) -> None: ...

class ActivityError(_message.Message):
    __slots__ = ("line", "reason", "field", "rule", "message", "message_uk")
    LINE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_UK_FIELD_NUMBER: _ClassVar[int]
    line: int
    reason: str
    field: str
    rule: str
    message: str
    message_uk: str
    def __init__(self, line: _Optional[int] = ..., reason: _Optional[str] = ..., field: _Optional[str] = ..., rule: _Optional[str] = ..., message: _Optional[str] = ..., message_uk: _Optional[str] = ...) -> None: ...

class Activity(_message.Message):
    __slots__ = ("id", "user_id", "kind", "at", "device_at", "received_at", "clock", "ip_address", "network", "app_version", "platform", "os_version", "device", "utility_id", "screen")
    ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    DEVICE_AT_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_AT_FIELD_NUMBER: _ClassVar[int]
    CLOCK_FIELD_NUMBER: _ClassVar[int]
    IP_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    NETWORK_FIELD_NUMBER: _ClassVar[int]
    APP_VERSION_FIELD_NUMBER: _ClassVar[int]
    PLATFORM_FIELD_NUMBER: _ClassVar[int]
    OS_VERSION_FIELD_NUMBER: _ClassVar[int]
    DEVICE_FIELD_NUMBER: _ClassVar[int]
    UTILITY_ID_FIELD_NUMBER: _ClassVar[int]
    SCREEN_FIELD_NUMBER: _ClassVar[int]
    id: str
    user_id: str
    kind: ActivityKind
    at: _timestamp_pb2.Timestamp
    device_at: _timestamp_pb2.Timestamp
    received_at: _timestamp_pb2.Timestamp
    clock: DeviceClock
    ip_address: str
    network: str
    app_version: str
    platform: _notification_service_pb2.DevicePlatform
    os_version: str
    device: str
    utility_id: str
    screen: str
    def __init__(self, id: _Optional[str] = ..., user_id: _Optional[str] = ..., kind: _Optional[_Union[ActivityKind, str, int]] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., device_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., received_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., clock: _Optional[_Union[DeviceClock, str, int]] = ..., ip_address: _Optional[str] = ..., network: _Optional[str] = ..., app_version: _Optional[str] = ..., platform: _Optional[_Union[_notification_service_pb2.DevicePlatform, str, int]] = ..., os_version: _Optional[str] = ..., device: _Optional[str] = ..., utility_id: _Optional[str] = ..., screen: _Optional[str] = ...) -> None: ...

class ActivityFilter(_message.Message):
    __slots__ = ("user_id", "kinds", "app_version", "address", "before")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    KINDS_FIELD_NUMBER: _ClassVar[int]
    APP_VERSION_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    FROM_FIELD_NUMBER: _ClassVar[int]
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    kinds: _containers.RepeatedScalarFieldContainer[ActivityKind]
    app_version: str
    address: str
    before: _timestamp_pb2.Timestamp
    def __init__(self, user_id: _Optional[str] = ..., kinds: _Optional[_Iterable[_Union[ActivityKind, str, int]]] = ..., app_version: _Optional[str] = ..., address: _Optional[str] = ..., before: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., **kwargs) -> None: ...

class ListActivityRequest(_message.Message):
    __slots__ = ("filter", "order_by", "page_size", "page_token", "skip")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_FIELD_NUMBER: _ClassVar[int]
    filter: ActivityFilter
    order_by: str
    page_size: int
    page_token: str
    skip: int
    def __init__(self, filter: _Optional[_Union[ActivityFilter, _Mapping]] = ..., order_by: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., skip: _Optional[int] = ...) -> None: ...

class ListActivityResponse(_message.Message):
    __slots__ = ("activities", "next_page_token", "total_size")
    ACTIVITIES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    activities: _containers.RepeatedCompositeFieldContainer[Activity]
    next_page_token: str
    total_size: int
    def __init__(self, activities: _Optional[_Iterable[_Union[Activity, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class WatchActivityRequest(_message.Message):
    __slots__ = ("filter", "resume_token", "skip_snapshot")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    filter: ActivityFilter
    resume_token: str
    skip_snapshot: bool
    def __init__(self, filter: _Optional[_Union[ActivityFilter, _Mapping]] = ..., resume_token: _Optional[str] = ..., skip_snapshot: _Optional[bool] = ...) -> None: ...

class WatchActivityResponse(_message.Message):
    __slots__ = ("position", "changes")
    POSITION_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    position: _common_pb2.WatchPosition
    changes: _containers.RepeatedCompositeFieldContainer[ActivityChange]
    def __init__(self, position: _Optional[_Union[_common_pb2.WatchPosition, _Mapping]] = ..., changes: _Optional[_Iterable[_Union[ActivityChange, _Mapping]]] = ...) -> None: ...

class ActivityChange(_message.Message):
    __slots__ = ("kind", "activity")
    KIND_FIELD_NUMBER: _ClassVar[int]
    ACTIVITY_FIELD_NUMBER: _ClassVar[int]
    kind: _common_pb2.ChangeKind
    activity: Activity
    def __init__(self, kind: _Optional[_Union[_common_pb2.ChangeKind, str, int]] = ..., activity: _Optional[_Union[Activity, _Mapping]] = ...) -> None: ...

class NewCrash(_message.Message):
    __slots__ = ("user_id", "happened_at", "exception_type", "message", "frames", "app_version", "platform", "os_version", "device")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    HAPPENED_AT_FIELD_NUMBER: _ClassVar[int]
    EXCEPTION_TYPE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    FRAMES_FIELD_NUMBER: _ClassVar[int]
    APP_VERSION_FIELD_NUMBER: _ClassVar[int]
    PLATFORM_FIELD_NUMBER: _ClassVar[int]
    OS_VERSION_FIELD_NUMBER: _ClassVar[int]
    DEVICE_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    happened_at: _timestamp_pb2.Timestamp
    exception_type: str
    message: str
    frames: _containers.RepeatedScalarFieldContainer[str]
    app_version: str
    platform: _notification_service_pb2.DevicePlatform
    os_version: str
    device: str
    def __init__(self, user_id: _Optional[str] = ..., happened_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., exception_type: _Optional[str] = ..., message: _Optional[str] = ..., frames: _Optional[_Iterable[str]] = ..., app_version: _Optional[str] = ..., platform: _Optional[_Union[_notification_service_pb2.DevicePlatform, str, int]] = ..., os_version: _Optional[str] = ..., device: _Optional[str] = ...) -> None: ...

class ReportCrashRequest(_message.Message):
    __slots__ = ("crash", "request_id")
    CRASH_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    crash: NewCrash
    request_id: str
    def __init__(self, crash: _Optional[_Union[NewCrash, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class ReportCrashResponse(_message.Message):
    __slots__ = ("group_id", "signature", "duplicate", "clock")
    GROUP_ID_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    DUPLICATE_FIELD_NUMBER: _ClassVar[int]
    CLOCK_FIELD_NUMBER: _ClassVar[int]
    group_id: str
    signature: str
    duplicate: bool
    clock: DeviceClock
    def __init__(self, group_id: _Optional[str] = ..., signature: _Optional[str] = ..., duplicate: _Optional[bool] = ..., clock: _Optional[_Union[DeviceClock, str, int]] = ...) -> None: ...

class CrashGroup(_message.Message):
    __slots__ = ("id", "signature", "platform", "exception_type", "frames", "state", "reports", "users", "first_seen_at", "last_seen_at", "versions", "days", "fixed_version", "last_version", "resolved_by", "resolved_at", "allowed_calls", "etag")
    ID_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    PLATFORM_FIELD_NUMBER: _ClassVar[int]
    EXCEPTION_TYPE_FIELD_NUMBER: _ClassVar[int]
    FRAMES_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    REPORTS_FIELD_NUMBER: _ClassVar[int]
    USERS_FIELD_NUMBER: _ClassVar[int]
    FIRST_SEEN_AT_FIELD_NUMBER: _ClassVar[int]
    LAST_SEEN_AT_FIELD_NUMBER: _ClassVar[int]
    VERSIONS_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    FIXED_VERSION_FIELD_NUMBER: _ClassVar[int]
    LAST_VERSION_FIELD_NUMBER: _ClassVar[int]
    RESOLVED_BY_FIELD_NUMBER: _ClassVar[int]
    RESOLVED_AT_FIELD_NUMBER: _ClassVar[int]
    ALLOWED_CALLS_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    id: str
    signature: str
    platform: _notification_service_pb2.DevicePlatform
    exception_type: str
    frames: _containers.RepeatedScalarFieldContainer[str]
    state: CrashGroupState
    reports: int
    users: int
    first_seen_at: _timestamp_pb2.Timestamp
    last_seen_at: _timestamp_pb2.Timestamp
    versions: _containers.RepeatedCompositeFieldContainer[CrashVersion]
    days: _containers.RepeatedScalarFieldContainer[int]
    fixed_version: str
    last_version: str
    resolved_by: str
    resolved_at: _timestamp_pb2.Timestamp
    allowed_calls: _containers.RepeatedScalarFieldContainer[str]
    etag: str
    def __init__(self, id: _Optional[str] = ..., signature: _Optional[str] = ..., platform: _Optional[_Union[_notification_service_pb2.DevicePlatform, str, int]] = ..., exception_type: _Optional[str] = ..., frames: _Optional[_Iterable[str]] = ..., state: _Optional[_Union[CrashGroupState, str, int]] = ..., reports: _Optional[int] = ..., users: _Optional[int] = ..., first_seen_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., last_seen_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., versions: _Optional[_Iterable[_Union[CrashVersion, _Mapping]]] = ..., days: _Optional[_Iterable[int]] = ..., fixed_version: _Optional[str] = ..., last_version: _Optional[str] = ..., resolved_by: _Optional[str] = ..., resolved_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., allowed_calls: _Optional[_Iterable[str]] = ..., etag: _Optional[str] = ...) -> None: ...

class CrashVersion(_message.Message):
    __slots__ = ("app_version", "reports")
    APP_VERSION_FIELD_NUMBER: _ClassVar[int]
    REPORTS_FIELD_NUMBER: _ClassVar[int]
    app_version: str
    reports: int
    def __init__(self, app_version: _Optional[str] = ..., reports: _Optional[int] = ...) -> None: ...

class CrashReport(_message.Message):
    __slots__ = ("id", "at", "app_version", "os_version", "device", "message")
    ID_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    APP_VERSION_FIELD_NUMBER: _ClassVar[int]
    OS_VERSION_FIELD_NUMBER: _ClassVar[int]
    DEVICE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    id: str
    at: _timestamp_pb2.Timestamp
    app_version: str
    os_version: str
    device: str
    message: str
    def __init__(self, id: _Optional[str] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., app_version: _Optional[str] = ..., os_version: _Optional[str] = ..., device: _Optional[str] = ..., message: _Optional[str] = ...) -> None: ...

class CrashGroupFilter(_message.Message):
    __slots__ = ("states", "platform", "app_version")
    STATES_FIELD_NUMBER: _ClassVar[int]
    PLATFORM_FIELD_NUMBER: _ClassVar[int]
    APP_VERSION_FIELD_NUMBER: _ClassVar[int]
    states: _containers.RepeatedScalarFieldContainer[CrashGroupState]
    platform: _notification_service_pb2.DevicePlatform
    app_version: str
    def __init__(self, states: _Optional[_Iterable[_Union[CrashGroupState, str, int]]] = ..., platform: _Optional[_Union[_notification_service_pb2.DevicePlatform, str, int]] = ..., app_version: _Optional[str] = ...) -> None: ...

class ListCrashGroupsRequest(_message.Message):
    __slots__ = ("filter", "order_by", "page_size", "page_token", "skip")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_FIELD_NUMBER: _ClassVar[int]
    filter: CrashGroupFilter
    order_by: str
    page_size: int
    page_token: str
    skip: int
    def __init__(self, filter: _Optional[_Union[CrashGroupFilter, _Mapping]] = ..., order_by: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., skip: _Optional[int] = ...) -> None: ...

class ListCrashGroupsResponse(_message.Message):
    __slots__ = ("groups", "next_page_token", "total_size")
    GROUPS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    groups: _containers.RepeatedCompositeFieldContainer[CrashGroup]
    next_page_token: str
    total_size: int
    def __init__(self, groups: _Optional[_Iterable[_Union[CrashGroup, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class GetCrashGroupRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetCrashGroupResponse(_message.Message):
    __slots__ = ("group", "reports")
    GROUP_FIELD_NUMBER: _ClassVar[int]
    REPORTS_FIELD_NUMBER: _ClassVar[int]
    group: CrashGroup
    reports: _containers.RepeatedCompositeFieldContainer[CrashReport]
    def __init__(self, group: _Optional[_Union[CrashGroup, _Mapping]] = ..., reports: _Optional[_Iterable[_Union[CrashReport, _Mapping]]] = ...) -> None: ...

class ResolveCrashGroupRequest(_message.Message):
    __slots__ = ("id", "etag", "fixed_version", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    FIXED_VERSION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    fixed_version: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., fixed_version: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ResolveCrashGroupResponse(_message.Message):
    __slots__ = ("group",)
    GROUP_FIELD_NUMBER: _ClassVar[int]
    group: CrashGroup
    def __init__(self, group: _Optional[_Union[CrashGroup, _Mapping]] = ...) -> None: ...

class ReopenCrashGroupRequest(_message.Message):
    __slots__ = ("id", "etag", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ReopenCrashGroupResponse(_message.Message):
    __slots__ = ("group",)
    GROUP_FIELD_NUMBER: _ClassVar[int]
    group: CrashGroup
    def __init__(self, group: _Optional[_Union[CrashGroup, _Mapping]] = ...) -> None: ...
