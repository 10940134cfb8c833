import datetime

from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.type import date_pb2 as _date_pb2
from google.type import money_pb2 as _money_pb2
from smartregion.v1 import common_pb2 as _common_pb2
from smartregion.v1 import options_pb2 as _options_pb2
from smartregion.v1 import rules_pb2 as _rules_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class NewCharge(_message.Message):
    __slots__ = ("account_number", "document_number", "amount", "due_on", "period", "issued_on")
    ACCOUNT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    PERIOD_FIELD_NUMBER: _ClassVar[int]
    ISSUED_ON_FIELD_NUMBER: _ClassVar[int]
    account_number: str
    document_number: str
    amount: _money_pb2.Money
    due_on: _date_pb2.Date
    period: _date_pb2.Date
    issued_on: _date_pb2.Date
    def __init__(self, account_number: _Optional[str] = ..., document_number: _Optional[str] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., due_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., period: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., issued_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ...) -> None: ...

class Charge(_message.Message):
    __slots__ = ("id", "account_id", "document_number", "amount", "due_on", "period", "issued_on", "received_at", "unpaid")
    ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    PERIOD_FIELD_NUMBER: _ClassVar[int]
    ISSUED_ON_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_AT_FIELD_NUMBER: _ClassVar[int]
    UNPAID_FIELD_NUMBER: _ClassVar[int]
    id: str
    account_id: str
    document_number: str
    amount: _money_pb2.Money
    due_on: _date_pb2.Date
    period: _date_pb2.Date
    issued_on: _date_pb2.Date
    received_at: _timestamp_pb2.Timestamp
    unpaid: _money_pb2.Money
    def __init__(self, id: _Optional[str] = ..., account_id: _Optional[str] = ..., document_number: _Optional[str] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., due_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., period: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., issued_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., received_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., unpaid: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...

class NewPayment(_message.Message):
    __slots__ = ("utility_id", "account_number", "document_number", "amount", "paid_at", "returned_document")
    UTILITY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    PAID_AT_FIELD_NUMBER: _ClassVar[int]
    RETURNED_DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    utility_id: str
    account_number: str
    document_number: str
    amount: _money_pb2.Money
    paid_at: _timestamp_pb2.Timestamp
    returned_document: str
    def __init__(self, utility_id: _Optional[str] = ..., account_number: _Optional[str] = ..., document_number: _Optional[str] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., paid_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., returned_document: _Optional[str] = ...) -> None: ...

class Payment(_message.Message):
    __slots__ = ("id", "account_id", "partner_id", "document_number", "amount", "paid_at", "received_at", "returned_document")
    ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    PARTNER_ID_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    PAID_AT_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_AT_FIELD_NUMBER: _ClassVar[int]
    RETURNED_DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    id: str
    account_id: str
    partner_id: str
    document_number: str
    amount: _money_pb2.Money
    paid_at: _timestamp_pb2.Timestamp
    received_at: _timestamp_pb2.Timestamp
    returned_document: str
    def __init__(self, id: _Optional[str] = ..., account_id: _Optional[str] = ..., partner_id: _Optional[str] = ..., document_number: _Optional[str] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., paid_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., received_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., returned_document: _Optional[str] = ...) -> None: ...

class Balance(_message.Message):
    __slots__ = ("id", "account_number", "utility_id", "commodity", "address", "charged", "paid", "balance", "overdue", "overdue_since", "next_due_on", "next_due", "updated_at")
    ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    UTILITY_ID_FIELD_NUMBER: _ClassVar[int]
    COMMODITY_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    CHARGED_FIELD_NUMBER: _ClassVar[int]
    PAID_FIELD_NUMBER: _ClassVar[int]
    BALANCE_FIELD_NUMBER: _ClassVar[int]
    OVERDUE_FIELD_NUMBER: _ClassVar[int]
    OVERDUE_SINCE_FIELD_NUMBER: _ClassVar[int]
    NEXT_DUE_ON_FIELD_NUMBER: _ClassVar[int]
    NEXT_DUE_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    id: str
    account_number: str
    utility_id: str
    commodity: _common_pb2.Commodity
    address: _common_pb2.Address
    charged: _money_pb2.Money
    paid: _money_pb2.Money
    balance: _money_pb2.Money
    overdue: _money_pb2.Money
    overdue_since: _date_pb2.Date
    next_due_on: _date_pb2.Date
    next_due: _money_pb2.Money
    updated_at: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., account_number: _Optional[str] = ..., utility_id: _Optional[str] = ..., commodity: _Optional[_Union[_common_pb2.Commodity, str, int]] = ..., address: _Optional[_Union[_common_pb2.Address, _Mapping]] = ..., charged: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., paid: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., balance: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., overdue: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., overdue_since: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., next_due_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., next_due: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class PushChargesRequest(_message.Message):
    __slots__ = ("first_line", "charges")
    FIRST_LINE_FIELD_NUMBER: _ClassVar[int]
    CHARGES_FIELD_NUMBER: _ClassVar[int]
    first_line: int
    charges: _containers.RepeatedCompositeFieldContainer[NewCharge]
    def __init__(self, first_line: _Optional[int] = ..., charges: _Optional[_Iterable[_Union[NewCharge, _Mapping]]] = ...) -> None: ...

class PushChargesResponse(_message.Message):
    __slots__ = ("first_line", "last_line", "taken", "duplicates", "errors")
    FIRST_LINE_FIELD_NUMBER: _ClassVar[int]
    LAST_LINE_FIELD_NUMBER: _ClassVar[int]
    TAKEN_FIELD_NUMBER: _ClassVar[int]
    DUPLICATES_FIELD_NUMBER: _ClassVar[int]
    ERRORS_FIELD_NUMBER: _ClassVar[int]
    first_line: int
    last_line: int
    taken: int
    duplicates: int
    errors: _containers.RepeatedCompositeFieldContainer[BillingRowError]
    def __init__(self, first_line: _Optional[int] = ..., last_line: _Optional[int] = ..., taken: _Optional[int] = ..., duplicates: _Optional[int] = ..., errors: _Optional[_Iterable[_Union[BillingRowError, _Mapping]]] = ...) -> None: ...

class BillingRowError(_message.Message):
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

class PushPaymentsRequest(_message.Message):
    __slots__ = ("first_line", "payments")
    FIRST_LINE_FIELD_NUMBER: _ClassVar[int]
    PAYMENTS_FIELD_NUMBER: _ClassVar[int]
    first_line: int
    payments: _containers.RepeatedCompositeFieldContainer[NewPayment]
    def __init__(self, first_line: _Optional[int] = ..., payments: _Optional[_Iterable[_Union[NewPayment, _Mapping]]] = ...) -> None: ...

class PushPaymentsResponse(_message.Message):
    __slots__ = ("first_line", "last_line", "taken", "duplicates", "errors")
    FIRST_LINE_FIELD_NUMBER: _ClassVar[int]
    LAST_LINE_FIELD_NUMBER: _ClassVar[int]
    TAKEN_FIELD_NUMBER: _ClassVar[int]
    DUPLICATES_FIELD_NUMBER: _ClassVar[int]
    ERRORS_FIELD_NUMBER: _ClassVar[int]
    first_line: int
    last_line: int
    taken: int
    duplicates: int
    errors: _containers.RepeatedCompositeFieldContainer[BillingRowError]
    def __init__(self, first_line: _Optional[int] = ..., last_line: _Optional[int] = ..., taken: _Optional[int] = ..., duplicates: _Optional[int] = ..., errors: _Optional[_Iterable[_Union[BillingRowError, _Mapping]]] = ...) -> None: ...

class GetBalanceRequest(_message.Message):
    __slots__ = ("account_id",)
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    account_id: str
    def __init__(self, account_id: _Optional[str] = ...) -> None: ...

class GetBalanceResponse(_message.Message):
    __slots__ = ("balance",)
    BALANCE_FIELD_NUMBER: _ClassVar[int]
    balance: Balance
    def __init__(self, balance: _Optional[_Union[Balance, _Mapping]] = ...) -> None: ...

class BalanceFilter(_message.Message):
    __slots__ = ("utility_id", "commodity", "user_id", "city", "street", "overdue_above", "overdue_since")
    UTILITY_ID_FIELD_NUMBER: _ClassVar[int]
    COMMODITY_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    CITY_FIELD_NUMBER: _ClassVar[int]
    STREET_FIELD_NUMBER: _ClassVar[int]
    OVERDUE_ABOVE_FIELD_NUMBER: _ClassVar[int]
    OVERDUE_SINCE_FIELD_NUMBER: _ClassVar[int]
    utility_id: str
    commodity: _common_pb2.Commodity
    user_id: str
    city: str
    street: str
    overdue_above: _money_pb2.Money
    overdue_since: _date_pb2.Date
    def __init__(self, utility_id: _Optional[str] = ..., commodity: _Optional[_Union[_common_pb2.Commodity, str, int]] = ..., user_id: _Optional[str] = ..., city: _Optional[str] = ..., street: _Optional[str] = ..., overdue_above: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., overdue_since: _Optional[_Union[_date_pb2.Date, _Mapping]] = ...) -> None: ...

class ListDebtsRequest(_message.Message):
    __slots__ = ("filter", "order_by", "page_size", "page_token", "skip")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_FIELD_NUMBER: _ClassVar[int]
    filter: BalanceFilter
    order_by: str
    page_size: int
    page_token: str
    skip: int
    def __init__(self, filter: _Optional[_Union[BalanceFilter, _Mapping]] = ..., order_by: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., skip: _Optional[int] = ...) -> None: ...

class ListDebtsResponse(_message.Message):
    __slots__ = ("debts", "next_page_token", "total_size", "total_overdue")
    DEBTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    TOTAL_OVERDUE_FIELD_NUMBER: _ClassVar[int]
    debts: _containers.RepeatedCompositeFieldContainer[Balance]
    next_page_token: str
    total_size: int
    total_overdue: _money_pb2.Money
    def __init__(self, debts: _Optional[_Iterable[_Union[Balance, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ..., total_overdue: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...

class ListChargesRequest(_message.Message):
    __slots__ = ("account_id", "page_size", "page_token", "skip")
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_FIELD_NUMBER: _ClassVar[int]
    account_id: str
    page_size: int
    page_token: str
    skip: int
    def __init__(self, account_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., skip: _Optional[int] = ...) -> None: ...

class ListChargesResponse(_message.Message):
    __slots__ = ("charges", "next_page_token", "total_size")
    CHARGES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    charges: _containers.RepeatedCompositeFieldContainer[Charge]
    next_page_token: str
    total_size: int
    def __init__(self, charges: _Optional[_Iterable[_Union[Charge, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class ListPaymentsRequest(_message.Message):
    __slots__ = ("account_id", "page_size", "page_token", "skip")
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_FIELD_NUMBER: _ClassVar[int]
    account_id: str
    page_size: int
    page_token: str
    skip: int
    def __init__(self, account_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., skip: _Optional[int] = ...) -> None: ...

class ListPaymentsResponse(_message.Message):
    __slots__ = ("payments", "next_page_token", "total_size")
    PAYMENTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    payments: _containers.RepeatedCompositeFieldContainer[Payment]
    next_page_token: str
    total_size: int
    def __init__(self, payments: _Optional[_Iterable[_Union[Payment, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class WatchBalancesRequest(_message.Message):
    __slots__ = ("filter", "resume_token", "skip_snapshot")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    filter: BalanceFilter
    resume_token: str
    skip_snapshot: bool
    def __init__(self, filter: _Optional[_Union[BalanceFilter, _Mapping]] = ..., resume_token: _Optional[str] = ..., skip_snapshot: _Optional[bool] = ...) -> None: ...

class WatchBalancesResponse(_message.Message):
    __slots__ = ("position", "changes")
    POSITION_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    position: _common_pb2.WatchPosition
    changes: _containers.RepeatedCompositeFieldContainer[BalanceChange]
    def __init__(self, position: _Optional[_Union[_common_pb2.WatchPosition, _Mapping]] = ..., changes: _Optional[_Iterable[_Union[BalanceChange, _Mapping]]] = ...) -> None: ...

class BalanceChange(_message.Message):
    __slots__ = ("kind", "balance")
    KIND_FIELD_NUMBER: _ClassVar[int]
    BALANCE_FIELD_NUMBER: _ClassVar[int]
    kind: _common_pb2.ChangeKind
    balance: Balance
    def __init__(self, kind: _Optional[_Union[_common_pb2.ChangeKind, str, int]] = ..., balance: _Optional[_Union[Balance, _Mapping]] = ...) -> None: ...

class BillingSchedule(_message.Message):
    __slots__ = ("id", "utility_id", "commodity", "remind_days_before", "debt_days_after", "smallest_debt", "etag")
    ID_FIELD_NUMBER: _ClassVar[int]
    UTILITY_ID_FIELD_NUMBER: _ClassVar[int]
    COMMODITY_FIELD_NUMBER: _ClassVar[int]
    REMIND_DAYS_BEFORE_FIELD_NUMBER: _ClassVar[int]
    DEBT_DAYS_AFTER_FIELD_NUMBER: _ClassVar[int]
    SMALLEST_DEBT_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    id: str
    utility_id: str
    commodity: _common_pb2.Commodity
    remind_days_before: _containers.RepeatedScalarFieldContainer[int]
    debt_days_after: _containers.RepeatedScalarFieldContainer[int]
    smallest_debt: _money_pb2.Money
    etag: str
    def __init__(self, id: _Optional[str] = ..., utility_id: _Optional[str] = ..., commodity: _Optional[_Union[_common_pb2.Commodity, str, int]] = ..., remind_days_before: _Optional[_Iterable[int]] = ..., debt_days_after: _Optional[_Iterable[int]] = ..., smallest_debt: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., etag: _Optional[str] = ...) -> None: ...

class UpsertBillingScheduleRequest(_message.Message):
    __slots__ = ("schedule", "request_id")
    SCHEDULE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    schedule: BillingSchedule
    request_id: str
    def __init__(self, schedule: _Optional[_Union[BillingSchedule, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class UpsertBillingScheduleResponse(_message.Message):
    __slots__ = ("schedule",)
    SCHEDULE_FIELD_NUMBER: _ClassVar[int]
    schedule: BillingSchedule
    def __init__(self, schedule: _Optional[_Union[BillingSchedule, _Mapping]] = ...) -> None: ...

class ListBillingSchedulesRequest(_message.Message):
    __slots__ = ("utility_id",)
    UTILITY_ID_FIELD_NUMBER: _ClassVar[int]
    utility_id: str
    def __init__(self, utility_id: _Optional[str] = ...) -> None: ...

class ListBillingSchedulesResponse(_message.Message):
    __slots__ = ("schedules",)
    SCHEDULES_FIELD_NUMBER: _ClassVar[int]
    schedules: _containers.RepeatedCompositeFieldContainer[BillingSchedule]
    def __init__(self, schedules: _Optional[_Iterable[_Union[BillingSchedule, _Mapping]]] = ...) -> None: ...
