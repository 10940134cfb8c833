import datetime

from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.type import date_pb2 as _date_pb2
from google.type import money_pb2 as _money_pb2
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

class InsightMetric(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    INSIGHT_METRIC_UNSPECIFIED: _ClassVar[InsightMetric]
    INSIGHT_METRIC_ACTIVE_USERS: _ClassVar[InsightMetric]
    INSIGHT_METRIC_CRASH_FREE: _ClassVar[InsightMetric]
    INSIGHT_METRIC_READINGS: _ClassVar[InsightMetric]
    INSIGHT_METRIC_READINGS_ON_TIME: _ClassVar[InsightMetric]
    INSIGHT_METRIC_MESSAGES: _ClassVar[InsightMetric]
    INSIGHT_METRIC_MESSAGES_DELIVERED: _ClassVar[InsightMetric]
    INSIGHT_METRIC_MESSAGE_COST: _ClassVar[InsightMetric]
    INSIGHT_METRIC_DEBT: _ClassVar[InsightMetric]
    INSIGHT_METRIC_DEBTORS: _ClassVar[InsightMetric]
    INSIGHT_METRIC_SUPPORT_ANSWER: _ClassVar[InsightMetric]
    INSIGHT_METRIC_PRIVACY_ANSWER: _ClassVar[InsightMetric]

class InsightUnit(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    INSIGHT_UNIT_UNSPECIFIED: _ClassVar[InsightUnit]
    INSIGHT_UNIT_COUNT: _ClassVar[InsightUnit]
    INSIGHT_UNIT_SHARE: _ClassVar[InsightUnit]
    INSIGHT_UNIT_HRYVNIA: _ClassVar[InsightUnit]
    INSIGHT_UNIT_HOURS: _ClassVar[InsightUnit]
    INSIGHT_UNIT_DAYS: _ClassVar[InsightUnit]

class TrendStep(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TREND_STEP_UNSPECIFIED: _ClassVar[TrendStep]
    TREND_STEP_DAY: _ClassVar[TrendStep]
    TREND_STEP_WEEK: _ClassVar[TrendStep]
    TREND_STEP_MONTH: _ClassVar[TrendStep]

class TrendGroup(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TREND_GROUP_UNSPECIFIED: _ClassVar[TrendGroup]
    TREND_GROUP_UTILITY: _ClassVar[TrendGroup]
    TREND_GROUP_COMMODITY: _ClassVar[TrendGroup]
    TREND_GROUP_CHANNEL: _ClassVar[TrendGroup]
    TREND_GROUP_STREET: _ClassVar[TrendGroup]

class InsightBuildState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    INSIGHT_BUILD_STATE_UNSPECIFIED: _ClassVar[InsightBuildState]
    INSIGHT_BUILD_STATE_SERVED: _ClassVar[InsightBuildState]
    INSIGHT_BUILD_STATE_REBUILDING: _ClassVar[InsightBuildState]
    INSIGHT_BUILD_STATE_FIRST: _ClassVar[InsightBuildState]
INSIGHT_METRIC_UNSPECIFIED: InsightMetric
INSIGHT_METRIC_ACTIVE_USERS: InsightMetric
INSIGHT_METRIC_CRASH_FREE: InsightMetric
INSIGHT_METRIC_READINGS: InsightMetric
INSIGHT_METRIC_READINGS_ON_TIME: InsightMetric
INSIGHT_METRIC_MESSAGES: InsightMetric
INSIGHT_METRIC_MESSAGES_DELIVERED: InsightMetric
INSIGHT_METRIC_MESSAGE_COST: InsightMetric
INSIGHT_METRIC_DEBT: InsightMetric
INSIGHT_METRIC_DEBTORS: InsightMetric
INSIGHT_METRIC_SUPPORT_ANSWER: InsightMetric
INSIGHT_METRIC_PRIVACY_ANSWER: InsightMetric
INSIGHT_UNIT_UNSPECIFIED: InsightUnit
INSIGHT_UNIT_COUNT: InsightUnit
INSIGHT_UNIT_SHARE: InsightUnit
INSIGHT_UNIT_HRYVNIA: InsightUnit
INSIGHT_UNIT_HOURS: InsightUnit
INSIGHT_UNIT_DAYS: InsightUnit
TREND_STEP_UNSPECIFIED: TrendStep
TREND_STEP_DAY: TrendStep
TREND_STEP_WEEK: TrendStep
TREND_STEP_MONTH: TrendStep
TREND_GROUP_UNSPECIFIED: TrendGroup
TREND_GROUP_UTILITY: TrendGroup
TREND_GROUP_COMMODITY: TrendGroup
TREND_GROUP_CHANNEL: TrendGroup
TREND_GROUP_STREET: TrendGroup
INSIGHT_BUILD_STATE_UNSPECIFIED: InsightBuildState
INSIGHT_BUILD_STATE_SERVED: InsightBuildState
INSIGHT_BUILD_STATE_REBUILDING: InsightBuildState
INSIGHT_BUILD_STATE_FIRST: InsightBuildState

class InsightFigure(_message.Message):
    __slots__ = ("metric", "unit", "value", "usual")
    METRIC_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    USUAL_FIELD_NUMBER: _ClassVar[int]
    metric: InsightMetric
    unit: InsightUnit
    value: float
    usual: float
    def __init__(self, metric: _Optional[_Union[InsightMetric, str, int]] = ..., unit: _Optional[_Union[InsightUnit, str, int]] = ..., value: _Optional[float] = ..., usual: _Optional[float] = ...) -> None: ...

class ServiceInsight(_message.Message):
    __slots__ = ("utility_id", "utility_name_uk", "utility_name_en", "commodity", "on_time", "early", "late", "usual_readings", "debtors", "debt")
    UTILITY_ID_FIELD_NUMBER: _ClassVar[int]
    UTILITY_NAME_UK_FIELD_NUMBER: _ClassVar[int]
    UTILITY_NAME_EN_FIELD_NUMBER: _ClassVar[int]
    COMMODITY_FIELD_NUMBER: _ClassVar[int]
    ON_TIME_FIELD_NUMBER: _ClassVar[int]
    EARLY_FIELD_NUMBER: _ClassVar[int]
    LATE_FIELD_NUMBER: _ClassVar[int]
    USUAL_READINGS_FIELD_NUMBER: _ClassVar[int]
    DEBTORS_FIELD_NUMBER: _ClassVar[int]
    DEBT_FIELD_NUMBER: _ClassVar[int]
    utility_id: str
    utility_name_uk: str
    utility_name_en: str
    commodity: _common_pb2.Commodity
    on_time: int
    early: int
    late: int
    usual_readings: float
    debtors: int
    debt: _money_pb2.Money
    def __init__(self, utility_id: _Optional[str] = ..., utility_name_uk: _Optional[str] = ..., utility_name_en: _Optional[str] = ..., commodity: _Optional[_Union[_common_pb2.Commodity, str, int]] = ..., on_time: _Optional[int] = ..., early: _Optional[int] = ..., late: _Optional[int] = ..., usual_readings: _Optional[float] = ..., debtors: _Optional[int] = ..., debt: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...

class ChannelInsight(_message.Message):
    __slots__ = ("channel", "taken", "delivered", "failed", "not_sent", "cost", "usual_taken")
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    TAKEN_FIELD_NUMBER: _ClassVar[int]
    DELIVERED_FIELD_NUMBER: _ClassVar[int]
    FAILED_FIELD_NUMBER: _ClassVar[int]
    NOT_SENT_FIELD_NUMBER: _ClassVar[int]
    COST_FIELD_NUMBER: _ClassVar[int]
    USUAL_TAKEN_FIELD_NUMBER: _ClassVar[int]
    channel: _notification_service_pb2.NotificationChannel
    taken: int
    delivered: int
    failed: int
    not_sent: int
    cost: _money_pb2.Money
    usual_taken: float
    def __init__(self, channel: _Optional[_Union[_notification_service_pb2.NotificationChannel, str, int]] = ..., taken: _Optional[int] = ..., delivered: _Optional[int] = ..., failed: _Optional[int] = ..., not_sent: _Optional[int] = ..., cost: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., usual_taken: _Optional[float] = ...) -> None: ...

class InsightBuild(_message.Message):
    __slots__ = ("state", "generation", "served_since", "rebuild_started_at")
    STATE_FIELD_NUMBER: _ClassVar[int]
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    SERVED_SINCE_FIELD_NUMBER: _ClassVar[int]
    REBUILD_STARTED_AT_FIELD_NUMBER: _ClassVar[int]
    state: InsightBuildState
    generation: int
    served_since: _timestamp_pb2.Timestamp
    rebuild_started_at: _timestamp_pb2.Timestamp
    def __init__(self, state: _Optional[_Union[InsightBuildState, str, int]] = ..., generation: _Optional[int] = ..., served_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., rebuild_started_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class InsightSummary(_message.Message):
    __slots__ = ("id", "day", "figures", "services", "channels", "build", "as_of")
    ID_FIELD_NUMBER: _ClassVar[int]
    DAY_FIELD_NUMBER: _ClassVar[int]
    FIGURES_FIELD_NUMBER: _ClassVar[int]
    SERVICES_FIELD_NUMBER: _ClassVar[int]
    CHANNELS_FIELD_NUMBER: _ClassVar[int]
    BUILD_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    id: str
    day: _date_pb2.Date
    figures: _containers.RepeatedCompositeFieldContainer[InsightFigure]
    services: _containers.RepeatedCompositeFieldContainer[ServiceInsight]
    channels: _containers.RepeatedCompositeFieldContainer[ChannelInsight]
    build: InsightBuild
    as_of: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., day: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., figures: _Optional[_Iterable[_Union[InsightFigure, _Mapping]]] = ..., services: _Optional[_Iterable[_Union[ServiceInsight, _Mapping]]] = ..., channels: _Optional[_Iterable[_Union[ChannelInsight, _Mapping]]] = ..., build: _Optional[_Union[InsightBuild, _Mapping]] = ..., as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class GetSummaryRequest(_message.Message):
    __slots__ = ("day",)
    DAY_FIELD_NUMBER: _ClassVar[int]
    day: _date_pb2.Date
    def __init__(self, day: _Optional[_Union[_date_pb2.Date, _Mapping]] = ...) -> None: ...

class GetSummaryResponse(_message.Message):
    __slots__ = ("summary",)
    SUMMARY_FIELD_NUMBER: _ClassVar[int]
    summary: InsightSummary
    def __init__(self, summary: _Optional[_Union[InsightSummary, _Mapping]] = ...) -> None: ...

class GetTrendsRequest(_message.Message):
    __slots__ = ("metric", "to", "step", "group", "utility_id", "commodity")
    METRIC_FIELD_NUMBER: _ClassVar[int]
    FROM_FIELD_NUMBER: _ClassVar[int]
    TO_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    GROUP_FIELD_NUMBER: _ClassVar[int]
    UTILITY_ID_FIELD_NUMBER: _ClassVar[int]
    COMMODITY_FIELD_NUMBER: _ClassVar[int]
    metric: InsightMetric
    to: _date_pb2.Date
    step: TrendStep
    group: TrendGroup
    utility_id: str
    commodity: _common_pb2.Commodity
    def __init__(self, metric: _Optional[_Union[InsightMetric, str, int]] = ..., to: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., step: _Optional[_Union[TrendStep, str, int]] = ..., group: _Optional[_Union[TrendGroup, str, int]] = ..., utility_id: _Optional[str] = ..., commodity: _Optional[_Union[_common_pb2.Commodity, str, int]] = ..., **kwargs) -> None: ...

class TrendPoint(_message.Message):
    __slots__ = ("day", "value", "usual")
    DAY_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    USUAL_FIELD_NUMBER: _ClassVar[int]
    day: _date_pb2.Date
    value: float
    usual: float
    def __init__(self, day: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., value: _Optional[float] = ..., usual: _Optional[float] = ...) -> None: ...

class TrendSeries(_message.Message):
    __slots__ = ("utility_id", "utility_name_uk", "utility_name_en", "commodity", "channel", "street", "points")
    UTILITY_ID_FIELD_NUMBER: _ClassVar[int]
    UTILITY_NAME_UK_FIELD_NUMBER: _ClassVar[int]
    UTILITY_NAME_EN_FIELD_NUMBER: _ClassVar[int]
    COMMODITY_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    STREET_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    utility_id: str
    utility_name_uk: str
    utility_name_en: str
    commodity: _common_pb2.Commodity
    channel: _notification_service_pb2.NotificationChannel
    street: str
    points: _containers.RepeatedCompositeFieldContainer[TrendPoint]
    def __init__(self, utility_id: _Optional[str] = ..., utility_name_uk: _Optional[str] = ..., utility_name_en: _Optional[str] = ..., commodity: _Optional[_Union[_common_pb2.Commodity, str, int]] = ..., channel: _Optional[_Union[_notification_service_pb2.NotificationChannel, str, int]] = ..., street: _Optional[str] = ..., points: _Optional[_Iterable[_Union[TrendPoint, _Mapping]]] = ...) -> None: ...

class GetTrendsResponse(_message.Message):
    __slots__ = ("unit", "series", "build")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SERIES_FIELD_NUMBER: _ClassVar[int]
    BUILD_FIELD_NUMBER: _ClassVar[int]
    unit: InsightUnit
    series: _containers.RepeatedCompositeFieldContainer[TrendSeries]
    build: InsightBuild
    def __init__(self, unit: _Optional[_Union[InsightUnit, str, int]] = ..., series: _Optional[_Iterable[_Union[TrendSeries, _Mapping]]] = ..., build: _Optional[_Union[InsightBuild, _Mapping]] = ...) -> None: ...

class GetServiceStatisticsRequest(_message.Message):
    __slots__ = ("utility_id", "month")
    UTILITY_ID_FIELD_NUMBER: _ClassVar[int]
    MONTH_FIELD_NUMBER: _ClassVar[int]
    utility_id: str
    month: _date_pb2.Date
    def __init__(self, utility_id: _Optional[str] = ..., month: _Optional[_Union[_date_pb2.Date, _Mapping]] = ...) -> None: ...

class ServiceStatistic(_message.Message):
    __slots__ = ("commodity", "city", "people", "readings_told", "handed_in_on_time", "handed_in_late", "handed_in_nothing", "use_told", "used_app", "used_app_not")
    COMMODITY_FIELD_NUMBER: _ClassVar[int]
    CITY_FIELD_NUMBER: _ClassVar[int]
    PEOPLE_FIELD_NUMBER: _ClassVar[int]
    READINGS_TOLD_FIELD_NUMBER: _ClassVar[int]
    HANDED_IN_ON_TIME_FIELD_NUMBER: _ClassVar[int]
    HANDED_IN_LATE_FIELD_NUMBER: _ClassVar[int]
    HANDED_IN_NOTHING_FIELD_NUMBER: _ClassVar[int]
    USE_TOLD_FIELD_NUMBER: _ClassVar[int]
    USED_APP_FIELD_NUMBER: _ClassVar[int]
    USED_APP_NOT_FIELD_NUMBER: _ClassVar[int]
    commodity: _common_pb2.Commodity
    city: str
    people: int
    readings_told: bool
    handed_in_on_time: int
    handed_in_late: int
    handed_in_nothing: int
    use_told: bool
    used_app: int
    used_app_not: int
    def __init__(self, commodity: _Optional[_Union[_common_pb2.Commodity, str, int]] = ..., city: _Optional[str] = ..., people: _Optional[int] = ..., readings_told: _Optional[bool] = ..., handed_in_on_time: _Optional[int] = ..., handed_in_late: _Optional[int] = ..., handed_in_nothing: _Optional[int] = ..., use_told: _Optional[bool] = ..., used_app: _Optional[int] = ..., used_app_not: _Optional[int] = ...) -> None: ...

class GetServiceStatisticsResponse(_message.Message):
    __slots__ = ("statistics", "smallest_group", "made_at")
    STATISTICS_FIELD_NUMBER: _ClassVar[int]
    SMALLEST_GROUP_FIELD_NUMBER: _ClassVar[int]
    MADE_AT_FIELD_NUMBER: _ClassVar[int]
    statistics: _containers.RepeatedCompositeFieldContainer[ServiceStatistic]
    smallest_group: int
    made_at: _timestamp_pb2.Timestamp
    def __init__(self, statistics: _Optional[_Iterable[_Union[ServiceStatistic, _Mapping]]] = ..., smallest_group: _Optional[int] = ..., made_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class WatchSummaryRequest(_message.Message):
    __slots__ = ("resume_token", "skip_snapshot")
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    resume_token: str
    skip_snapshot: bool
    def __init__(self, resume_token: _Optional[str] = ..., skip_snapshot: _Optional[bool] = ...) -> None: ...

class InsightChange(_message.Message):
    __slots__ = ("kind", "summary")
    KIND_FIELD_NUMBER: _ClassVar[int]
    SUMMARY_FIELD_NUMBER: _ClassVar[int]
    kind: _common_pb2.ChangeKind
    summary: InsightSummary
    def __init__(self, kind: _Optional[_Union[_common_pb2.ChangeKind, str, int]] = ..., summary: _Optional[_Union[InsightSummary, _Mapping]] = ...) -> None: ...

class WatchSummaryResponse(_message.Message):
    __slots__ = ("position", "changes")
    POSITION_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    position: _common_pb2.WatchPosition
    changes: _containers.RepeatedCompositeFieldContainer[InsightChange]
    def __init__(self, position: _Optional[_Union[_common_pb2.WatchPosition, _Mapping]] = ..., changes: _Optional[_Iterable[_Union[InsightChange, _Mapping]]] = ...) -> None: ...

class RebuildInsightRequest(_message.Message):
    __slots__ = ("request_id",)
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    def __init__(self, request_id: _Optional[str] = ...) -> None: ...

class RebuildInsightResponse(_message.Message):
    __slots__ = ("build",)
    BUILD_FIELD_NUMBER: _ClassVar[int]
    build: InsightBuild
    def __init__(self, build: _Optional[_Union[InsightBuild, _Mapping]] = ...) -> None: ...
