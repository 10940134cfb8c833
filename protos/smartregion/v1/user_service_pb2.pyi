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

class UserState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    USER_STATE_UNSPECIFIED: _ClassVar[UserState]
    USER_STATE_ACTIVE: _ClassVar[UserState]
    USER_STATE_BLOCKED: _ClassVar[UserState]
    USER_STATE_ERASED: _ClassVar[UserState]
USER_STATE_UNSPECIFIED: UserState
USER_STATE_ACTIVE: UserState
USER_STATE_BLOCKED: UserState
USER_STATE_ERASED: UserState

class User(_message.Message):
    __slots__ = ("id", "phone", "email", "first_name", "last_name", "language", "state", "block_reason", "blocked_at", "created_at", "updated_at", "email_confirmed_at", "account_count", "restricted", "etag", "unreadable_fields")
    ID_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    FIRST_NAME_FIELD_NUMBER: _ClassVar[int]
    LAST_NAME_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    BLOCK_REASON_FIELD_NUMBER: _ClassVar[int]
    BLOCKED_AT_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    EMAIL_CONFIRMED_AT_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_COUNT_FIELD_NUMBER: _ClassVar[int]
    RESTRICTED_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    UNREADABLE_FIELDS_FIELD_NUMBER: _ClassVar[int]
    id: str
    phone: str
    email: str
    first_name: str
    last_name: str
    language: _common_pb2.Language
    state: UserState
    block_reason: str
    blocked_at: _timestamp_pb2.Timestamp
    created_at: _timestamp_pb2.Timestamp
    updated_at: _timestamp_pb2.Timestamp
    email_confirmed_at: _timestamp_pb2.Timestamp
    account_count: int
    restricted: bool
    etag: str
    unreadable_fields: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, id: _Optional[str] = ..., phone: _Optional[str] = ..., email: _Optional[str] = ..., first_name: _Optional[str] = ..., last_name: _Optional[str] = ..., language: _Optional[_Union[_common_pb2.Language, str, int]] = ..., state: _Optional[_Union[UserState, str, int]] = ..., block_reason: _Optional[str] = ..., blocked_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., email_confirmed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., account_count: _Optional[int] = ..., restricted: _Optional[bool] = ..., etag: _Optional[str] = ..., unreadable_fields: _Optional[_Iterable[str]] = ...) -> None: ...

class CreateUserRequest(_message.Message):
    __slots__ = ("user", "verification_id", "request_id")
    USER_FIELD_NUMBER: _ClassVar[int]
    VERIFICATION_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    user: User
    verification_id: str
    request_id: str
    def __init__(self, user: _Optional[_Union[User, _Mapping]] = ..., verification_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateUserResponse(_message.Message):
    __slots__ = ("user",)
    USER_FIELD_NUMBER: _ClassVar[int]
    user: User
    def __init__(self, user: _Optional[_Union[User, _Mapping]] = ...) -> None: ...

class GetUserRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetUserResponse(_message.Message):
    __slots__ = ("user",)
    USER_FIELD_NUMBER: _ClassVar[int]
    user: User
    def __init__(self, user: _Optional[_Union[User, _Mapping]] = ...) -> None: ...

class LookupUserRequest(_message.Message):
    __slots__ = ("phone", "phone_last_four", "email", "account_number", "name", "limit")
    PHONE_FIELD_NUMBER: _ClassVar[int]
    PHONE_LAST_FOUR_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    phone: str
    phone_last_four: str
    email: str
    account_number: str
    name: str
    limit: int
    def __init__(self, phone: _Optional[str] = ..., phone_last_four: _Optional[str] = ..., email: _Optional[str] = ..., account_number: _Optional[str] = ..., name: _Optional[str] = ..., limit: _Optional[int] = ...) -> None: ...

class LookupUserResponse(_message.Message):
    __slots__ = ("users", "truncated")
    USERS_FIELD_NUMBER: _ClassVar[int]
    TRUNCATED_FIELD_NUMBER: _ClassVar[int]
    users: _containers.RepeatedCompositeFieldContainer[User]
    truncated: bool
    def __init__(self, users: _Optional[_Iterable[_Union[User, _Mapping]]] = ..., truncated: _Optional[bool] = ...) -> None: ...

class UserFilter(_message.Message):
    __slots__ = ("states", "language", "created_from", "created_before", "utility_id", "city", "street", "query")
    STATES_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    CREATED_FROM_FIELD_NUMBER: _ClassVar[int]
    CREATED_BEFORE_FIELD_NUMBER: _ClassVar[int]
    UTILITY_ID_FIELD_NUMBER: _ClassVar[int]
    CITY_FIELD_NUMBER: _ClassVar[int]
    STREET_FIELD_NUMBER: _ClassVar[int]
    QUERY_FIELD_NUMBER: _ClassVar[int]
    states: _containers.RepeatedScalarFieldContainer[UserState]
    language: _common_pb2.Language
    created_from: _timestamp_pb2.Timestamp
    created_before: _timestamp_pb2.Timestamp
    utility_id: str
    city: str
    street: str
    query: str
    def __init__(self, states: _Optional[_Iterable[_Union[UserState, str, int]]] = ..., language: _Optional[_Union[_common_pb2.Language, str, int]] = ..., created_from: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., created_before: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., utility_id: _Optional[str] = ..., city: _Optional[str] = ..., street: _Optional[str] = ..., query: _Optional[str] = ...) -> None: ...

class ListUsersRequest(_message.Message):
    __slots__ = ("filter", "order_by", "page_size", "page_token", "skip")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_FIELD_NUMBER: _ClassVar[int]
    filter: UserFilter
    order_by: str
    page_size: int
    page_token: str
    skip: int
    def __init__(self, filter: _Optional[_Union[UserFilter, _Mapping]] = ..., order_by: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., skip: _Optional[int] = ...) -> None: ...

class ListUsersResponse(_message.Message):
    __slots__ = ("users", "next_page_token", "total_size")
    USERS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    users: _containers.RepeatedCompositeFieldContainer[User]
    next_page_token: str
    total_size: int
    def __init__(self, users: _Optional[_Iterable[_Union[User, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class UpdateUserRequest(_message.Message):
    __slots__ = ("user", "update_mask", "verification_id", "request_id", "reason")
    USER_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    VERIFICATION_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    user: User
    update_mask: _field_mask_pb2.FieldMask
    verification_id: str
    request_id: str
    reason: str
    def __init__(self, user: _Optional[_Union[User, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., verification_id: _Optional[str] = ..., request_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class UpdateUserResponse(_message.Message):
    __slots__ = ("user",)
    USER_FIELD_NUMBER: _ClassVar[int]
    user: User
    def __init__(self, user: _Optional[_Union[User, _Mapping]] = ...) -> None: ...

class BlockUserRequest(_message.Message):
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

class BlockUserResponse(_message.Message):
    __slots__ = ("user",)
    USER_FIELD_NUMBER: _ClassVar[int]
    user: User
    def __init__(self, user: _Optional[_Union[User, _Mapping]] = ...) -> None: ...

class UnblockUserRequest(_message.Message):
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

class UnblockUserResponse(_message.Message):
    __slots__ = ("user",)
    USER_FIELD_NUMBER: _ClassVar[int]
    user: User
    def __init__(self, user: _Optional[_Union[User, _Mapping]] = ...) -> None: ...

class WatchUsersRequest(_message.Message):
    __slots__ = ("filter", "resume_token", "skip_snapshot")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    filter: UserFilter
    resume_token: str
    skip_snapshot: bool
    def __init__(self, filter: _Optional[_Union[UserFilter, _Mapping]] = ..., resume_token: _Optional[str] = ..., skip_snapshot: _Optional[bool] = ...) -> None: ...

class WatchUsersResponse(_message.Message):
    __slots__ = ("position", "changes")
    POSITION_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    position: _common_pb2.WatchPosition
    changes: _containers.RepeatedCompositeFieldContainer[UserChange]
    def __init__(self, position: _Optional[_Union[_common_pb2.WatchPosition, _Mapping]] = ..., changes: _Optional[_Iterable[_Union[UserChange, _Mapping]]] = ...) -> None: ...

class UserChange(_message.Message):
    __slots__ = ("kind", "user")
    KIND_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    kind: _common_pb2.ChangeKind
    user: User
    def __init__(self, kind: _Optional[_Union[_common_pb2.ChangeKind, str, int]] = ..., user: _Optional[_Union[User, _Mapping]] = ...) -> None: ...

class ExportPhonesRequest(_message.Message):
    __slots__ = ("purpose", "resume_token", "recipient_key")
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    RECIPIENT_KEY_FIELD_NUMBER: _ClassVar[int]
    purpose: str
    resume_token: str
    recipient_key: bytes
    def __init__(self, purpose: _Optional[str] = ..., resume_token: _Optional[str] = ..., recipient_key: _Optional[bytes] = ...) -> None: ...

class ExportPhonesResponse(_message.Message):
    __slots__ = ("phones", "parcel", "resume_token", "complete", "total")
    PHONES_FIELD_NUMBER: _ClassVar[int]
    PARCEL_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    COMPLETE_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    phones: _containers.RepeatedCompositeFieldContainer[ExportedPhone]
    parcel: bytes
    resume_token: str
    complete: bool
    total: int
    def __init__(self, phones: _Optional[_Iterable[_Union[ExportedPhone, _Mapping]]] = ..., parcel: _Optional[bytes] = ..., resume_token: _Optional[str] = ..., complete: _Optional[bool] = ..., total: _Optional[int] = ...) -> None: ...

class ExportedPhone(_message.Message):
    __slots__ = ("user_id", "phone")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    phone: str
    def __init__(self, user_id: _Optional[str] = ..., phone: _Optional[str] = ...) -> None: ...
