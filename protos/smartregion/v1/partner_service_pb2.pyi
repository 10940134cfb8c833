import datetime

from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.type import date_pb2 as _date_pb2
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

class PartnerKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PARTNER_KIND_UNSPECIFIED: _ClassVar[PartnerKind]
    PARTNER_KIND_UTILITY: _ClassVar[PartnerKind]
    PARTNER_KIND_STATE_BODY: _ClassVar[PartnerKind]
    PARTNER_KIND_PAYMENT_SYSTEM: _ClassVar[PartnerKind]
    PARTNER_KIND_BANK: _ClassVar[PartnerKind]
    PARTNER_KIND_APP_GATEWAY: _ClassVar[PartnerKind]
    PARTNER_KIND_MESSAGE_PROVIDER: _ClassVar[PartnerKind]
    PARTNER_KIND_COMPANY_SITE: _ClassVar[PartnerKind]

class PartnerState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PARTNER_STATE_UNSPECIFIED: _ClassVar[PartnerState]
    PARTNER_STATE_ACTIVE: _ClassVar[PartnerState]
    PARTNER_STATE_SUSPENDED: _ClassVar[PartnerState]
PARTNER_KIND_UNSPECIFIED: PartnerKind
PARTNER_KIND_UTILITY: PartnerKind
PARTNER_KIND_STATE_BODY: PartnerKind
PARTNER_KIND_PAYMENT_SYSTEM: PartnerKind
PARTNER_KIND_BANK: PartnerKind
PARTNER_KIND_APP_GATEWAY: PartnerKind
PARTNER_KIND_MESSAGE_PROVIDER: PartnerKind
PARTNER_KIND_COMPANY_SITE: PartnerKind
PARTNER_STATE_UNSPECIFIED: PartnerState
PARTNER_STATE_ACTIVE: PartnerState
PARTNER_STATE_SUSPENDED: PartnerState

class Partner(_message.Message):
    __slots__ = ("id", "kind", "name_uk", "name_en", "registry_code", "contact_email", "commodities", "state", "certificate_sha256", "created_at", "etag", "standing")
    ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    NAME_UK_FIELD_NUMBER: _ClassVar[int]
    NAME_EN_FIELD_NUMBER: _ClassVar[int]
    REGISTRY_CODE_FIELD_NUMBER: _ClassVar[int]
    CONTACT_EMAIL_FIELD_NUMBER: _ClassVar[int]
    COMMODITIES_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATE_SHA256_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    STANDING_FIELD_NUMBER: _ClassVar[int]
    id: str
    kind: PartnerKind
    name_uk: str
    name_en: str
    registry_code: str
    contact_email: str
    commodities: _containers.RepeatedScalarFieldContainer[_common_pb2.Commodity]
    state: PartnerState
    certificate_sha256: str
    created_at: _timestamp_pb2.Timestamp
    etag: str
    standing: PartnerStanding
    def __init__(self, id: _Optional[str] = ..., kind: _Optional[_Union[PartnerKind, str, int]] = ..., name_uk: _Optional[str] = ..., name_en: _Optional[str] = ..., registry_code: _Optional[str] = ..., contact_email: _Optional[str] = ..., commodities: _Optional[_Iterable[_Union[_common_pb2.Commodity, str, int]]] = ..., state: _Optional[_Union[PartnerState, str, int]] = ..., certificate_sha256: _Optional[str] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., etag: _Optional[str] = ..., standing: _Optional[_Union[PartnerStanding, _Mapping]] = ...) -> None: ...

class PartnerStanding(_message.Message):
    __slots__ = ("keys", "oldest_key_at", "first_expiry_at", "last_used_at", "grants", "duties_open", "duties_overdue")
    KEYS_FIELD_NUMBER: _ClassVar[int]
    OLDEST_KEY_AT_FIELD_NUMBER: _ClassVar[int]
    FIRST_EXPIRY_AT_FIELD_NUMBER: _ClassVar[int]
    LAST_USED_AT_FIELD_NUMBER: _ClassVar[int]
    GRANTS_FIELD_NUMBER: _ClassVar[int]
    DUTIES_OPEN_FIELD_NUMBER: _ClassVar[int]
    DUTIES_OVERDUE_FIELD_NUMBER: _ClassVar[int]
    keys: int
    oldest_key_at: _timestamp_pb2.Timestamp
    first_expiry_at: _timestamp_pb2.Timestamp
    last_used_at: _timestamp_pb2.Timestamp
    grants: int
    duties_open: int
    duties_overdue: int
    def __init__(self, keys: _Optional[int] = ..., oldest_key_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., first_expiry_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., last_used_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., grants: _Optional[int] = ..., duties_open: _Optional[int] = ..., duties_overdue: _Optional[int] = ...) -> None: ...

class PartnerKey(_message.Message):
    __slots__ = ("id", "partner_id", "prefix", "permissions", "created_at", "expires_at", "revoked_at", "last_used_at", "note")
    ID_FIELD_NUMBER: _ClassVar[int]
    PARTNER_ID_FIELD_NUMBER: _ClassVar[int]
    PREFIX_FIELD_NUMBER: _ClassVar[int]
    PERMISSIONS_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    REVOKED_AT_FIELD_NUMBER: _ClassVar[int]
    LAST_USED_AT_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    id: str
    partner_id: str
    prefix: str
    permissions: _containers.RepeatedScalarFieldContainer[_options_pb2.Permission]
    created_at: _timestamp_pb2.Timestamp
    expires_at: _timestamp_pb2.Timestamp
    revoked_at: _timestamp_pb2.Timestamp
    last_used_at: _timestamp_pb2.Timestamp
    note: str
    def __init__(self, id: _Optional[str] = ..., partner_id: _Optional[str] = ..., prefix: _Optional[str] = ..., permissions: _Optional[_Iterable[_Union[_options_pb2.Permission, str, int]]] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., revoked_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., last_used_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., note: _Optional[str] = ...) -> None: ...

class Grant(_message.Message):
    __slots__ = ("id", "partner_id", "utility_id", "data_classes", "purpose", "legal_ground", "effective_from", "effective_to", "revoked_at", "created_at")
    ID_FIELD_NUMBER: _ClassVar[int]
    PARTNER_ID_FIELD_NUMBER: _ClassVar[int]
    UTILITY_ID_FIELD_NUMBER: _ClassVar[int]
    DATA_CLASSES_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    LEGAL_GROUND_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_FROM_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TO_FIELD_NUMBER: _ClassVar[int]
    REVOKED_AT_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    id: str
    partner_id: str
    utility_id: str
    data_classes: _containers.RepeatedScalarFieldContainer[_options_pb2.DataClass]
    purpose: str
    legal_ground: str
    effective_from: _date_pb2.Date
    effective_to: _date_pb2.Date
    revoked_at: _timestamp_pb2.Timestamp
    created_at: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., partner_id: _Optional[str] = ..., utility_id: _Optional[str] = ..., data_classes: _Optional[_Iterable[_Union[_options_pb2.DataClass, str, int]]] = ..., purpose: _Optional[str] = ..., legal_ground: _Optional[str] = ..., effective_from: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., effective_to: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., revoked_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class CreatePartnerRequest(_message.Message):
    __slots__ = ("partner", "request_id")
    PARTNER_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    partner: Partner
    request_id: str
    def __init__(self, partner: _Optional[_Union[Partner, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreatePartnerResponse(_message.Message):
    __slots__ = ("partner",)
    PARTNER_FIELD_NUMBER: _ClassVar[int]
    partner: Partner
    def __init__(self, partner: _Optional[_Union[Partner, _Mapping]] = ...) -> None: ...

class UpdatePartnerRequest(_message.Message):
    __slots__ = ("partner", "update_mask", "request_id")
    PARTNER_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    partner: Partner
    update_mask: _field_mask_pb2.FieldMask
    request_id: str
    def __init__(self, partner: _Optional[_Union[Partner, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class UpdatePartnerResponse(_message.Message):
    __slots__ = ("partner",)
    PARTNER_FIELD_NUMBER: _ClassVar[int]
    partner: Partner
    def __init__(self, partner: _Optional[_Union[Partner, _Mapping]] = ...) -> None: ...

class GetPartnerRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetPartnerResponse(_message.Message):
    __slots__ = ("partner",)
    PARTNER_FIELD_NUMBER: _ClassVar[int]
    partner: Partner
    def __init__(self, partner: _Optional[_Union[Partner, _Mapping]] = ...) -> None: ...

class ListPartnersRequest(_message.Message):
    __slots__ = ("kind", "page_size", "page_token", "skip")
    KIND_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_FIELD_NUMBER: _ClassVar[int]
    kind: PartnerKind
    page_size: int
    page_token: str
    skip: int
    def __init__(self, kind: _Optional[_Union[PartnerKind, str, int]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., skip: _Optional[int] = ...) -> None: ...

class ListPartnersResponse(_message.Message):
    __slots__ = ("partners", "next_page_token", "total_size")
    PARTNERS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    partners: _containers.RepeatedCompositeFieldContainer[Partner]
    next_page_token: str
    total_size: int
    def __init__(self, partners: _Optional[_Iterable[_Union[Partner, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class IssueKeyRequest(_message.Message):
    __slots__ = ("partner_id", "expires_at", "permissions", "note", "request_id")
    PARTNER_ID_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    PERMISSIONS_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    partner_id: str
    expires_at: _timestamp_pb2.Timestamp
    permissions: _containers.RepeatedScalarFieldContainer[_options_pb2.Permission]
    note: str
    request_id: str
    def __init__(self, partner_id: _Optional[str] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., permissions: _Optional[_Iterable[_Union[_options_pb2.Permission, str, int]]] = ..., note: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class IssueKeyResponse(_message.Message):
    __slots__ = ("key", "secret")
    KEY_FIELD_NUMBER: _ClassVar[int]
    SECRET_FIELD_NUMBER: _ClassVar[int]
    key: PartnerKey
    secret: str
    def __init__(self, key: _Optional[_Union[PartnerKey, _Mapping]] = ..., secret: _Optional[str] = ...) -> None: ...

class RevokeKeyRequest(_message.Message):
    __slots__ = ("id", "reason", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    reason: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RevokeKeyResponse(_message.Message):
    __slots__ = ("key",)
    KEY_FIELD_NUMBER: _ClassVar[int]
    key: PartnerKey
    def __init__(self, key: _Optional[_Union[PartnerKey, _Mapping]] = ...) -> None: ...

class ListKeysRequest(_message.Message):
    __slots__ = ("partner_id", "page_size", "page_token", "skip")
    PARTNER_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_FIELD_NUMBER: _ClassVar[int]
    partner_id: str
    page_size: int
    page_token: str
    skip: int
    def __init__(self, partner_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., skip: _Optional[int] = ...) -> None: ...

class ListKeysResponse(_message.Message):
    __slots__ = ("keys", "next_page_token", "total_size")
    KEYS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    keys: _containers.RepeatedCompositeFieldContainer[PartnerKey]
    next_page_token: str
    total_size: int
    def __init__(self, keys: _Optional[_Iterable[_Union[PartnerKey, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class GrantAccessRequest(_message.Message):
    __slots__ = ("grant", "request_id")
    GRANT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    grant: Grant
    request_id: str
    def __init__(self, grant: _Optional[_Union[Grant, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class GrantAccessResponse(_message.Message):
    __slots__ = ("grant",)
    GRANT_FIELD_NUMBER: _ClassVar[int]
    grant: Grant
    def __init__(self, grant: _Optional[_Union[Grant, _Mapping]] = ...) -> None: ...

class RevokeGrantRequest(_message.Message):
    __slots__ = ("id", "reason", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    reason: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RevokeGrantResponse(_message.Message):
    __slots__ = ("grant",)
    GRANT_FIELD_NUMBER: _ClassVar[int]
    grant: Grant
    def __init__(self, grant: _Optional[_Union[Grant, _Mapping]] = ...) -> None: ...

class ListGrantsRequest(_message.Message):
    __slots__ = ("partner_id", "page_size", "page_token", "skip")
    PARTNER_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_FIELD_NUMBER: _ClassVar[int]
    partner_id: str
    page_size: int
    page_token: str
    skip: int
    def __init__(self, partner_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., skip: _Optional[int] = ...) -> None: ...

class ListGrantsResponse(_message.Message):
    __slots__ = ("grants", "next_page_token", "total_size")
    GRANTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    grants: _containers.RepeatedCompositeFieldContainer[Grant]
    next_page_token: str
    total_size: int
    def __init__(self, grants: _Optional[_Iterable[_Union[Grant, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class DescribeAccessRequest(_message.Message):
    __slots__ = ("partner_id",)
    PARTNER_ID_FIELD_NUMBER: _ClassVar[int]
    partner_id: str
    def __init__(self, partner_id: _Optional[str] = ...) -> None: ...

class DescribeAccessResponse(_message.Message):
    __slots__ = ("data_classes", "utilities", "calls")
    DATA_CLASSES_FIELD_NUMBER: _ClassVar[int]
    UTILITIES_FIELD_NUMBER: _ClassVar[int]
    CALLS_FIELD_NUMBER: _ClassVar[int]
    data_classes: _containers.RepeatedScalarFieldContainer[_options_pb2.DataClass]
    utilities: _containers.RepeatedCompositeFieldContainer[SeenUtility]
    calls: _containers.RepeatedCompositeFieldContainer[DescribedCall]
    def __init__(self, data_classes: _Optional[_Iterable[_Union[_options_pb2.DataClass, str, int]]] = ..., utilities: _Optional[_Iterable[_Union[SeenUtility, _Mapping]]] = ..., calls: _Optional[_Iterable[_Union[DescribedCall, _Mapping]]] = ...) -> None: ...

class SeenUtility(_message.Message):
    __slots__ = ("id", "name_uk", "name_en")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_UK_FIELD_NUMBER: _ClassVar[int]
    NAME_EN_FIELD_NUMBER: _ClassVar[int]
    id: str
    name_uk: str
    name_en: str
    def __init__(self, id: _Optional[str] = ..., name_uk: _Optional[str] = ..., name_en: _Optional[str] = ...) -> None: ...

class DescribedCall(_message.Message):
    __slots__ = ("call", "permission", "allowed", "fields")
    CALL_FIELD_NUMBER: _ClassVar[int]
    PERMISSION_FIELD_NUMBER: _ClassVar[int]
    ALLOWED_FIELD_NUMBER: _ClassVar[int]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    call: str
    permission: _options_pb2.Permission
    allowed: bool
    fields: _containers.RepeatedCompositeFieldContainer[DescribedField]
    def __init__(self, call: _Optional[str] = ..., permission: _Optional[_Union[_options_pb2.Permission, str, int]] = ..., allowed: _Optional[bool] = ..., fields: _Optional[_Iterable[_Union[DescribedField, _Mapping]]] = ...) -> None: ...

class DescribedField(_message.Message):
    __slots__ = ("path", "field_class", "shown")
    PATH_FIELD_NUMBER: _ClassVar[int]
    FIELD_CLASS_FIELD_NUMBER: _ClassVar[int]
    SHOWN_FIELD_NUMBER: _ClassVar[int]
    path: str
    field_class: _options_pb2.DataClass
    shown: bool
    def __init__(self, path: _Optional[str] = ..., field_class: _Optional[_Union[_options_pb2.DataClass, str, int]] = ..., shown: _Optional[bool] = ...) -> None: ...

class GetUsageStatisticsRequest(_message.Message):
    __slots__ = ("utility_id", "month")
    UTILITY_ID_FIELD_NUMBER: _ClassVar[int]
    MONTH_FIELD_NUMBER: _ClassVar[int]
    utility_id: str
    month: _date_pb2.Date
    def __init__(self, utility_id: _Optional[str] = ..., month: _Optional[_Union[_date_pb2.Date, _Mapping]] = ...) -> None: ...

class GetUsageStatisticsResponse(_message.Message):
    __slots__ = ("groups", "smallest_group", "made_at")
    GROUPS_FIELD_NUMBER: _ClassVar[int]
    SMALLEST_GROUP_FIELD_NUMBER: _ClassVar[int]
    MADE_AT_FIELD_NUMBER: _ClassVar[int]
    groups: _containers.RepeatedCompositeFieldContainer[UsageGroup]
    smallest_group: int
    made_at: _timestamp_pb2.Timestamp
    def __init__(self, groups: _Optional[_Iterable[_Union[UsageGroup, _Mapping]]] = ..., smallest_group: _Optional[int] = ..., made_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class UsageGroup(_message.Message):
    __slots__ = ("commodity", "city", "people", "detailed", "handed_in_on_time", "handed_in_late", "handed_in_nothing")
    COMMODITY_FIELD_NUMBER: _ClassVar[int]
    CITY_FIELD_NUMBER: _ClassVar[int]
    PEOPLE_FIELD_NUMBER: _ClassVar[int]
    DETAILED_FIELD_NUMBER: _ClassVar[int]
    HANDED_IN_ON_TIME_FIELD_NUMBER: _ClassVar[int]
    HANDED_IN_LATE_FIELD_NUMBER: _ClassVar[int]
    HANDED_IN_NOTHING_FIELD_NUMBER: _ClassVar[int]
    commodity: _common_pb2.Commodity
    city: str
    people: int
    detailed: bool
    handed_in_on_time: int
    handed_in_late: int
    handed_in_nothing: int
    def __init__(self, commodity: _Optional[_Union[_common_pb2.Commodity, str, int]] = ..., city: _Optional[str] = ..., people: _Optional[int] = ..., detailed: _Optional[bool] = ..., handed_in_on_time: _Optional[int] = ..., handed_in_late: _Optional[int] = ..., handed_in_nothing: _Optional[int] = ...) -> None: ...
