import datetime

from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.type import date_pb2 as _date_pb2
from google.type import decimal_pb2 as _decimal_pb2
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

class RegisterTier(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REGISTER_TIER_UNSPECIFIED: _ClassVar[RegisterTier]
    REGISTER_TIER_TOTAL: _ClassVar[RegisterTier]
    REGISTER_TIER_DAY: _ClassVar[RegisterTier]
    REGISTER_TIER_NIGHT: _ClassVar[RegisterTier]
    REGISTER_TIER_PEAK: _ClassVar[RegisterTier]
    REGISTER_TIER_HALF_PEAK: _ClassVar[RegisterTier]

class FlowDirection(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FLOW_DIRECTION_UNSPECIFIED: _ClassVar[FlowDirection]
    FLOW_DIRECTION_IMPORT: _ClassVar[FlowDirection]
    FLOW_DIRECTION_EXPORT: _ClassVar[FlowDirection]

class EarlyPolicy(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EARLY_POLICY_UNSPECIFIED: _ClassVar[EarlyPolicy]
    EARLY_POLICY_ACCEPT: _ClassVar[EarlyPolicy]
    EARLY_POLICY_DEEM: _ClassVar[EarlyPolicy]
    EARLY_POLICY_REFUSE: _ClassVar[EarlyPolicy]

class LatePolicy(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    LATE_POLICY_UNSPECIFIED: _ClassVar[LatePolicy]
    LATE_POLICY_ACCEPT: _ClassVar[LatePolicy]
    LATE_POLICY_DEEM_NEXT: _ClassVar[LatePolicy]
    LATE_POLICY_REFUSE: _ClassVar[LatePolicy]

class MissingPolicy(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MISSING_POLICY_UNSPECIFIED: _ClassVar[MissingPolicy]
    MISSING_POLICY_NONE: _ClassVar[MissingPolicy]
    MISSING_POLICY_AVERAGE_DAILY: _ClassVar[MissingPolicy]
    MISSING_POLICY_PLANNED_VOLUME: _ClassVar[MissingPolicy]
    MISSING_POLICY_BEST_ESTIMATE: _ClassVar[MissingPolicy]
REGISTER_TIER_UNSPECIFIED: RegisterTier
REGISTER_TIER_TOTAL: RegisterTier
REGISTER_TIER_DAY: RegisterTier
REGISTER_TIER_NIGHT: RegisterTier
REGISTER_TIER_PEAK: RegisterTier
REGISTER_TIER_HALF_PEAK: RegisterTier
FLOW_DIRECTION_UNSPECIFIED: FlowDirection
FLOW_DIRECTION_IMPORT: FlowDirection
FLOW_DIRECTION_EXPORT: FlowDirection
EARLY_POLICY_UNSPECIFIED: EarlyPolicy
EARLY_POLICY_ACCEPT: EarlyPolicy
EARLY_POLICY_DEEM: EarlyPolicy
EARLY_POLICY_REFUSE: EarlyPolicy
LATE_POLICY_UNSPECIFIED: LatePolicy
LATE_POLICY_ACCEPT: LatePolicy
LATE_POLICY_DEEM_NEXT: LatePolicy
LATE_POLICY_REFUSE: LatePolicy
MISSING_POLICY_UNSPECIFIED: MissingPolicy
MISSING_POLICY_NONE: MissingPolicy
MISSING_POLICY_AVERAGE_DAILY: MissingPolicy
MISSING_POLICY_PLANNED_VOLUME: MissingPolicy
MISSING_POLICY_BEST_ESTIMATE: MissingPolicy

class Account(_message.Message):
    __slots__ = ("id", "number", "utility_id", "commodity", "usage_point_id", "effective_from", "effective_to", "user_ids", "address", "etag")
    ID_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    UTILITY_ID_FIELD_NUMBER: _ClassVar[int]
    COMMODITY_FIELD_NUMBER: _ClassVar[int]
    USAGE_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_FROM_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TO_FIELD_NUMBER: _ClassVar[int]
    USER_IDS_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    id: str
    number: str
    utility_id: str
    commodity: _common_pb2.Commodity
    usage_point_id: str
    effective_from: _date_pb2.Date
    effective_to: _date_pb2.Date
    user_ids: _containers.RepeatedScalarFieldContainer[str]
    address: _common_pb2.Address
    etag: str
    def __init__(self, id: _Optional[str] = ..., number: _Optional[str] = ..., utility_id: _Optional[str] = ..., commodity: _Optional[_Union[_common_pb2.Commodity, str, int]] = ..., usage_point_id: _Optional[str] = ..., effective_from: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., effective_to: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., user_ids: _Optional[_Iterable[str]] = ..., address: _Optional[_Union[_common_pb2.Address, _Mapping]] = ..., etag: _Optional[str] = ...) -> None: ...

class UsagePoint(_message.Message):
    __slots__ = ("id", "address", "parent_id", "etag")
    ID_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    PARENT_ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    id: str
    address: _common_pb2.Address
    parent_id: str
    etag: str
    def __init__(self, id: _Optional[str] = ..., address: _Optional[_Union[_common_pb2.Address, _Mapping]] = ..., parent_id: _Optional[str] = ..., etag: _Optional[str] = ...) -> None: ...

class Register(_message.Message):
    __slots__ = ("id", "tier", "integer_digits", "fraction_digits", "multiplier", "direction", "unit")
    ID_FIELD_NUMBER: _ClassVar[int]
    TIER_FIELD_NUMBER: _ClassVar[int]
    INTEGER_DIGITS_FIELD_NUMBER: _ClassVar[int]
    FRACTION_DIGITS_FIELD_NUMBER: _ClassVar[int]
    MULTIPLIER_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    id: str
    tier: RegisterTier
    integer_digits: int
    fraction_digits: int
    multiplier: _decimal_pb2.Decimal
    direction: FlowDirection
    unit: str
    def __init__(self, id: _Optional[str] = ..., tier: _Optional[_Union[RegisterTier, str, int]] = ..., integer_digits: _Optional[int] = ..., fraction_digits: _Optional[int] = ..., multiplier: _Optional[_Union[_decimal_pb2.Decimal, _Mapping]] = ..., direction: _Optional[_Union[FlowDirection, str, int]] = ..., unit: _Optional[str] = ...) -> None: ...

class Meter(_message.Message):
    __slots__ = ("id", "serial_number", "model", "commodity", "verification_due", "registers", "installations", "etag")
    ID_FIELD_NUMBER: _ClassVar[int]
    SERIAL_NUMBER_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    COMMODITY_FIELD_NUMBER: _ClassVar[int]
    VERIFICATION_DUE_FIELD_NUMBER: _ClassVar[int]
    REGISTERS_FIELD_NUMBER: _ClassVar[int]
    INSTALLATIONS_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    id: str
    serial_number: str
    model: str
    commodity: _common_pb2.Commodity
    verification_due: _date_pb2.Date
    registers: _containers.RepeatedCompositeFieldContainer[Register]
    installations: _containers.RepeatedCompositeFieldContainer[MeterInstallation]
    etag: str
    def __init__(self, id: _Optional[str] = ..., serial_number: _Optional[str] = ..., model: _Optional[str] = ..., commodity: _Optional[_Union[_common_pb2.Commodity, str, int]] = ..., verification_due: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., registers: _Optional[_Iterable[_Union[Register, _Mapping]]] = ..., installations: _Optional[_Iterable[_Union[MeterInstallation, _Mapping]]] = ..., etag: _Optional[str] = ...) -> None: ...

class MeterInstallation(_message.Message):
    __slots__ = ("usage_point_id", "installed_at", "removed_at", "initial_indexes", "final_indexes", "address")
    USAGE_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    INSTALLED_AT_FIELD_NUMBER: _ClassVar[int]
    REMOVED_AT_FIELD_NUMBER: _ClassVar[int]
    INITIAL_INDEXES_FIELD_NUMBER: _ClassVar[int]
    FINAL_INDEXES_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    usage_point_id: str
    installed_at: _timestamp_pb2.Timestamp
    removed_at: _timestamp_pb2.Timestamp
    initial_indexes: _containers.RepeatedCompositeFieldContainer[RegisterIndex]
    final_indexes: _containers.RepeatedCompositeFieldContainer[RegisterIndex]
    address: _common_pb2.Address
    def __init__(self, usage_point_id: _Optional[str] = ..., installed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., removed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., initial_indexes: _Optional[_Iterable[_Union[RegisterIndex, _Mapping]]] = ..., final_indexes: _Optional[_Iterable[_Union[RegisterIndex, _Mapping]]] = ..., address: _Optional[_Union[_common_pb2.Address, _Mapping]] = ...) -> None: ...

class RegisterIndex(_message.Message):
    __slots__ = ("register_id", "tier", "index", "rollover")
    REGISTER_ID_FIELD_NUMBER: _ClassVar[int]
    TIER_FIELD_NUMBER: _ClassVar[int]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    ROLLOVER_FIELD_NUMBER: _ClassVar[int]
    register_id: str
    tier: RegisterTier
    index: _decimal_pb2.Decimal
    rollover: bool
    def __init__(self, register_id: _Optional[str] = ..., tier: _Optional[_Union[RegisterTier, str, int]] = ..., index: _Optional[_Union[_decimal_pb2.Decimal, _Mapping]] = ..., rollover: _Optional[bool] = ...) -> None: ...

class ReadingWindow(_message.Message):
    __slots__ = ("id", "utility_id", "commodity", "first_day", "last_day", "deemed_day", "late_policy", "missing_policy", "effective_from", "effective_to", "etag", "early_policy", "early_days", "utility_name_uk", "utility_name_en", "openings")
    ID_FIELD_NUMBER: _ClassVar[int]
    UTILITY_ID_FIELD_NUMBER: _ClassVar[int]
    COMMODITY_FIELD_NUMBER: _ClassVar[int]
    FIRST_DAY_FIELD_NUMBER: _ClassVar[int]
    LAST_DAY_FIELD_NUMBER: _ClassVar[int]
    DEEMED_DAY_FIELD_NUMBER: _ClassVar[int]
    LATE_POLICY_FIELD_NUMBER: _ClassVar[int]
    MISSING_POLICY_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_FROM_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TO_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    EARLY_POLICY_FIELD_NUMBER: _ClassVar[int]
    EARLY_DAYS_FIELD_NUMBER: _ClassVar[int]
    UTILITY_NAME_UK_FIELD_NUMBER: _ClassVar[int]
    UTILITY_NAME_EN_FIELD_NUMBER: _ClassVar[int]
    OPENINGS_FIELD_NUMBER: _ClassVar[int]
    id: str
    utility_id: str
    commodity: _common_pb2.Commodity
    first_day: int
    last_day: int
    deemed_day: int
    late_policy: LatePolicy
    missing_policy: MissingPolicy
    effective_from: _date_pb2.Date
    effective_to: _date_pb2.Date
    etag: str
    early_policy: EarlyPolicy
    early_days: int
    utility_name_uk: str
    utility_name_en: str
    openings: _containers.RepeatedCompositeFieldContainer[ReadingWindowOpening]
    def __init__(self, id: _Optional[str] = ..., utility_id: _Optional[str] = ..., commodity: _Optional[_Union[_common_pb2.Commodity, str, int]] = ..., first_day: _Optional[int] = ..., last_day: _Optional[int] = ..., deemed_day: _Optional[int] = ..., late_policy: _Optional[_Union[LatePolicy, str, int]] = ..., missing_policy: _Optional[_Union[MissingPolicy, str, int]] = ..., effective_from: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., effective_to: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., etag: _Optional[str] = ..., early_policy: _Optional[_Union[EarlyPolicy, str, int]] = ..., early_days: _Optional[int] = ..., utility_name_uk: _Optional[str] = ..., utility_name_en: _Optional[str] = ..., openings: _Optional[_Iterable[_Union[ReadingWindowOpening, _Mapping]]] = ...) -> None: ...

class ReadingWindowOpening(_message.Message):
    __slots__ = ("opens", "closes", "deemed", "early_from")
    OPENS_FIELD_NUMBER: _ClassVar[int]
    CLOSES_FIELD_NUMBER: _ClassVar[int]
    DEEMED_FIELD_NUMBER: _ClassVar[int]
    EARLY_FROM_FIELD_NUMBER: _ClassVar[int]
    opens: _date_pb2.Date
    closes: _date_pb2.Date
    deemed: _date_pb2.Date
    early_from: _date_pb2.Date
    def __init__(self, opens: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., closes: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., deemed: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., early_from: _Optional[_Union[_date_pb2.Date, _Mapping]] = ...) -> None: ...

class CreateAccountRequest(_message.Message):
    __slots__ = ("account", "request_id")
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    account: Account
    request_id: str
    def __init__(self, account: _Optional[_Union[Account, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateAccountResponse(_message.Message):
    __slots__ = ("account",)
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    account: Account
    def __init__(self, account: _Optional[_Union[Account, _Mapping]] = ...) -> None: ...

class UpdateAccountRequest(_message.Message):
    __slots__ = ("account", "update_mask", "request_id")
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    account: Account
    update_mask: _field_mask_pb2.FieldMask
    request_id: str
    def __init__(self, account: _Optional[_Union[Account, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class UpdateAccountResponse(_message.Message):
    __slots__ = ("account",)
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    account: Account
    def __init__(self, account: _Optional[_Union[Account, _Mapping]] = ...) -> None: ...

class LinkAccountRequest(_message.Message):
    __slots__ = ("user_id", "account_id", "account_number", "meter_serial_number", "request_id")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    METER_SERIAL_NUMBER_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    account_id: str
    account_number: str
    meter_serial_number: str
    request_id: str
    def __init__(self, user_id: _Optional[str] = ..., account_id: _Optional[str] = ..., account_number: _Optional[str] = ..., meter_serial_number: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class LinkAccountResponse(_message.Message):
    __slots__ = ("account",)
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    account: Account
    def __init__(self, account: _Optional[_Union[Account, _Mapping]] = ...) -> None: ...

class UnlinkAccountRequest(_message.Message):
    __slots__ = ("user_id", "account_id", "request_id")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    account_id: str
    request_id: str
    def __init__(self, user_id: _Optional[str] = ..., account_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class UnlinkAccountResponse(_message.Message):
    __slots__ = ("account",)
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    account: Account
    def __init__(self, account: _Optional[_Union[Account, _Mapping]] = ...) -> None: ...

class AccountFilter(_message.Message):
    __slots__ = ("user_id", "utility_id", "commodity", "usage_point_id", "number", "city", "street", "open_only")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    UTILITY_ID_FIELD_NUMBER: _ClassVar[int]
    COMMODITY_FIELD_NUMBER: _ClassVar[int]
    USAGE_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    CITY_FIELD_NUMBER: _ClassVar[int]
    STREET_FIELD_NUMBER: _ClassVar[int]
    OPEN_ONLY_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    utility_id: str
    commodity: _common_pb2.Commodity
    usage_point_id: str
    number: str
    city: str
    street: str
    open_only: bool
    def __init__(self, user_id: _Optional[str] = ..., utility_id: _Optional[str] = ..., commodity: _Optional[_Union[_common_pb2.Commodity, str, int]] = ..., usage_point_id: _Optional[str] = ..., number: _Optional[str] = ..., city: _Optional[str] = ..., street: _Optional[str] = ..., open_only: _Optional[bool] = ...) -> None: ...

class ListAccountsRequest(_message.Message):
    __slots__ = ("filter", "order_by", "page_size", "page_token", "skip")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_FIELD_NUMBER: _ClassVar[int]
    filter: AccountFilter
    order_by: str
    page_size: int
    page_token: str
    skip: int
    def __init__(self, filter: _Optional[_Union[AccountFilter, _Mapping]] = ..., order_by: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., skip: _Optional[int] = ...) -> None: ...

class ListAccountsResponse(_message.Message):
    __slots__ = ("accounts", "next_page_token", "total_size")
    ACCOUNTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    accounts: _containers.RepeatedCompositeFieldContainer[Account]
    next_page_token: str
    total_size: int
    def __init__(self, accounts: _Optional[_Iterable[_Union[Account, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class CreateUsagePointRequest(_message.Message):
    __slots__ = ("usage_point", "request_id")
    USAGE_POINT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    usage_point: UsagePoint
    request_id: str
    def __init__(self, usage_point: _Optional[_Union[UsagePoint, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateUsagePointResponse(_message.Message):
    __slots__ = ("usage_point",)
    USAGE_POINT_FIELD_NUMBER: _ClassVar[int]
    usage_point: UsagePoint
    def __init__(self, usage_point: _Optional[_Union[UsagePoint, _Mapping]] = ...) -> None: ...

class InstallMeterRequest(_message.Message):
    __slots__ = ("meter", "usage_point_id", "installed_at", "initial_indexes", "request_id")
    METER_FIELD_NUMBER: _ClassVar[int]
    USAGE_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    INSTALLED_AT_FIELD_NUMBER: _ClassVar[int]
    INITIAL_INDEXES_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    meter: Meter
    usage_point_id: str
    installed_at: _timestamp_pb2.Timestamp
    initial_indexes: _containers.RepeatedCompositeFieldContainer[RegisterIndex]
    request_id: str
    def __init__(self, meter: _Optional[_Union[Meter, _Mapping]] = ..., usage_point_id: _Optional[str] = ..., installed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., initial_indexes: _Optional[_Iterable[_Union[RegisterIndex, _Mapping]]] = ..., request_id: _Optional[str] = ...) -> None: ...

class InstallMeterResponse(_message.Message):
    __slots__ = ("meter",)
    METER_FIELD_NUMBER: _ClassVar[int]
    meter: Meter
    def __init__(self, meter: _Optional[_Union[Meter, _Mapping]] = ...) -> None: ...

class ExchangeMeterRequest(_message.Message):
    __slots__ = ("meter_id", "final_indexes", "exchanged_at", "new_meter", "initial_indexes", "etag", "request_id")
    METER_ID_FIELD_NUMBER: _ClassVar[int]
    FINAL_INDEXES_FIELD_NUMBER: _ClassVar[int]
    EXCHANGED_AT_FIELD_NUMBER: _ClassVar[int]
    NEW_METER_FIELD_NUMBER: _ClassVar[int]
    INITIAL_INDEXES_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    meter_id: str
    final_indexes: _containers.RepeatedCompositeFieldContainer[RegisterIndex]
    exchanged_at: _timestamp_pb2.Timestamp
    new_meter: Meter
    initial_indexes: _containers.RepeatedCompositeFieldContainer[RegisterIndex]
    etag: str
    request_id: str
    def __init__(self, meter_id: _Optional[str] = ..., final_indexes: _Optional[_Iterable[_Union[RegisterIndex, _Mapping]]] = ..., exchanged_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., new_meter: _Optional[_Union[Meter, _Mapping]] = ..., initial_indexes: _Optional[_Iterable[_Union[RegisterIndex, _Mapping]]] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ExchangeMeterResponse(_message.Message):
    __slots__ = ("removed_meter", "installed_meter")
    REMOVED_METER_FIELD_NUMBER: _ClassVar[int]
    INSTALLED_METER_FIELD_NUMBER: _ClassVar[int]
    removed_meter: Meter
    installed_meter: Meter
    def __init__(self, removed_meter: _Optional[_Union[Meter, _Mapping]] = ..., installed_meter: _Optional[_Union[Meter, _Mapping]] = ...) -> None: ...

class RemoveMeterRequest(_message.Message):
    __slots__ = ("meter_id", "final_indexes", "removed_at", "etag", "request_id")
    METER_ID_FIELD_NUMBER: _ClassVar[int]
    FINAL_INDEXES_FIELD_NUMBER: _ClassVar[int]
    REMOVED_AT_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    meter_id: str
    final_indexes: _containers.RepeatedCompositeFieldContainer[RegisterIndex]
    removed_at: _timestamp_pb2.Timestamp
    etag: str
    request_id: str
    def __init__(self, meter_id: _Optional[str] = ..., final_indexes: _Optional[_Iterable[_Union[RegisterIndex, _Mapping]]] = ..., removed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RemoveMeterResponse(_message.Message):
    __slots__ = ("meter",)
    METER_FIELD_NUMBER: _ClassVar[int]
    meter: Meter
    def __init__(self, meter: _Optional[_Union[Meter, _Mapping]] = ...) -> None: ...

class MeterFilter(_message.Message):
    __slots__ = ("usage_point_id", "account_id", "user_id", "serial_number", "commodity", "verification_due_before", "installed_only")
    USAGE_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    SERIAL_NUMBER_FIELD_NUMBER: _ClassVar[int]
    COMMODITY_FIELD_NUMBER: _ClassVar[int]
    VERIFICATION_DUE_BEFORE_FIELD_NUMBER: _ClassVar[int]
    INSTALLED_ONLY_FIELD_NUMBER: _ClassVar[int]
    usage_point_id: str
    account_id: str
    user_id: str
    serial_number: str
    commodity: _common_pb2.Commodity
    verification_due_before: _date_pb2.Date
    installed_only: bool
    def __init__(self, usage_point_id: _Optional[str] = ..., account_id: _Optional[str] = ..., user_id: _Optional[str] = ..., serial_number: _Optional[str] = ..., commodity: _Optional[_Union[_common_pb2.Commodity, str, int]] = ..., verification_due_before: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., installed_only: _Optional[bool] = ...) -> None: ...

class ListMetersRequest(_message.Message):
    __slots__ = ("filter", "order_by", "page_size", "page_token", "skip")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_FIELD_NUMBER: _ClassVar[int]
    filter: MeterFilter
    order_by: str
    page_size: int
    page_token: str
    skip: int
    def __init__(self, filter: _Optional[_Union[MeterFilter, _Mapping]] = ..., order_by: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., skip: _Optional[int] = ...) -> None: ...

class ListMetersResponse(_message.Message):
    __slots__ = ("meters", "next_page_token", "total_size")
    METERS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    meters: _containers.RepeatedCompositeFieldContainer[Meter]
    next_page_token: str
    total_size: int
    def __init__(self, meters: _Optional[_Iterable[_Union[Meter, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class GetMeterRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetMeterResponse(_message.Message):
    __slots__ = ("meter",)
    METER_FIELD_NUMBER: _ClassVar[int]
    meter: Meter
    def __init__(self, meter: _Optional[_Union[Meter, _Mapping]] = ...) -> None: ...

class UpsertReadingWindowRequest(_message.Message):
    __slots__ = ("window", "request_id")
    WINDOW_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    window: ReadingWindow
    request_id: str
    def __init__(self, window: _Optional[_Union[ReadingWindow, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class UpsertReadingWindowResponse(_message.Message):
    __slots__ = ("window",)
    WINDOW_FIELD_NUMBER: _ClassVar[int]
    window: ReadingWindow
    def __init__(self, window: _Optional[_Union[ReadingWindow, _Mapping]] = ...) -> None: ...

class ListBuildingsRequest(_message.Message):
    __slots__ = ("street", "commodity", "page_size", "page_token", "skip")
    STREET_FIELD_NUMBER: _ClassVar[int]
    COMMODITY_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_FIELD_NUMBER: _ClassVar[int]
    street: str
    commodity: _common_pb2.Commodity
    page_size: int
    page_token: str
    skip: int
    def __init__(self, street: _Optional[str] = ..., commodity: _Optional[_Union[_common_pb2.Commodity, str, int]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., skip: _Optional[int] = ...) -> None: ...

class ListBuildingsResponse(_message.Message):
    __slots__ = ("buildings", "next_page_token", "total_size")
    BUILDINGS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    buildings: _containers.RepeatedCompositeFieldContainer[Building]
    next_page_token: str
    total_size: int
    def __init__(self, buildings: _Optional[_Iterable[_Union[Building, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class Building(_message.Message):
    __slots__ = ("usage_point_id", "address", "apartments", "commodities")
    USAGE_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    APARTMENTS_FIELD_NUMBER: _ClassVar[int]
    COMMODITIES_FIELD_NUMBER: _ClassVar[int]
    usage_point_id: str
    address: _common_pb2.Address
    apartments: int
    commodities: _containers.RepeatedScalarFieldContainer[_common_pb2.Commodity]
    def __init__(self, usage_point_id: _Optional[str] = ..., address: _Optional[_Union[_common_pb2.Address, _Mapping]] = ..., apartments: _Optional[int] = ..., commodities: _Optional[_Iterable[_Union[_common_pb2.Commodity, str, int]]] = ...) -> None: ...

class ListReadingWindowsRequest(_message.Message):
    __slots__ = ("utility_id", "commodity", "page_size", "page_token", "skip", "openings_from", "openings_before")
    UTILITY_ID_FIELD_NUMBER: _ClassVar[int]
    COMMODITY_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_FIELD_NUMBER: _ClassVar[int]
    OPENINGS_FROM_FIELD_NUMBER: _ClassVar[int]
    OPENINGS_BEFORE_FIELD_NUMBER: _ClassVar[int]
    utility_id: str
    commodity: _common_pb2.Commodity
    page_size: int
    page_token: str
    skip: int
    openings_from: _date_pb2.Date
    openings_before: _date_pb2.Date
    def __init__(self, utility_id: _Optional[str] = ..., commodity: _Optional[_Union[_common_pb2.Commodity, str, int]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., skip: _Optional[int] = ..., openings_from: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., openings_before: _Optional[_Union[_date_pb2.Date, _Mapping]] = ...) -> None: ...

class ListReadingWindowsResponse(_message.Message):
    __slots__ = ("windows", "next_page_token", "total_size")
    WINDOWS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    windows: _containers.RepeatedCompositeFieldContainer[ReadingWindow]
    next_page_token: str
    total_size: int
    def __init__(self, windows: _Optional[_Iterable[_Union[ReadingWindow, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...
