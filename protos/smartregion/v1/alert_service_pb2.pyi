import datetime

from buf.validate import validate_pb2 as _validate_pb2
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

class AlertSeverity(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ALERT_SEVERITY_UNSPECIFIED: _ClassVar[AlertSeverity]
    ALERT_SEVERITY_INFO: _ClassVar[AlertSeverity]
    ALERT_SEVERITY_WARNING: _ClassVar[AlertSeverity]
    ALERT_SEVERITY_CRITICAL: _ClassVar[AlertSeverity]

class AlertState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ALERT_STATE_UNSPECIFIED: _ClassVar[AlertState]
    ALERT_STATE_OPEN: _ClassVar[AlertState]
    ALERT_STATE_ACKNOWLEDGED: _ClassVar[AlertState]
    ALERT_STATE_RESOLVED: _ClassVar[AlertState]

class AlertOutcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ALERT_OUTCOME_UNSPECIFIED: _ClassVar[AlertOutcome]
    ALERT_OUTCOME_TRUE_POSITIVE: _ClassVar[AlertOutcome]
    ALERT_OUTCOME_FALSE_POSITIVE: _ClassVar[AlertOutcome]

class AlertSubjectKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ALERT_SUBJECT_KIND_UNSPECIFIED: _ClassVar[AlertSubjectKind]
    ALERT_SUBJECT_KIND_USER: _ClassVar[AlertSubjectKind]
    ALERT_SUBJECT_KIND_OPERATOR: _ClassVar[AlertSubjectKind]
    ALERT_SUBJECT_KIND_KEY: _ClassVar[AlertSubjectKind]
    ALERT_SUBJECT_KIND_ADDRESS: _ClassVar[AlertSubjectKind]
    ALERT_SUBJECT_KIND_DEVICE: _ClassVar[AlertSubjectKind]

class ActionKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ACTION_KIND_UNSPECIFIED: _ClassVar[ActionKind]
    ACTION_KIND_BLOCK_USER: _ClassVar[ActionKind]
    ACTION_KIND_END_SESSIONS: _ClassVar[ActionKind]
    ACTION_KIND_REVOKE_KEY: _ClassVar[ActionKind]
    ACTION_KIND_REQUIRE_SECOND_FACTOR: _ClassVar[ActionKind]

class AlertStepKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ALERT_STEP_KIND_UNSPECIFIED: _ClassVar[AlertStepKind]
    ALERT_STEP_KIND_OPENED: _ClassVar[AlertStepKind]
    ALERT_STEP_KIND_ACKNOWLEDGED: _ClassVar[AlertStepKind]
    ALERT_STEP_KIND_ASSIGNED: _ClassVar[AlertStepKind]
    ALERT_STEP_KIND_RESOLVED: _ClassVar[AlertStepKind]
    ALERT_STEP_KIND_REOPENED: _ClassVar[AlertStepKind]
    ALERT_STEP_KIND_ACTED: _ClassVar[AlertStepKind]
ALERT_SEVERITY_UNSPECIFIED: AlertSeverity
ALERT_SEVERITY_INFO: AlertSeverity
ALERT_SEVERITY_WARNING: AlertSeverity
ALERT_SEVERITY_CRITICAL: AlertSeverity
ALERT_STATE_UNSPECIFIED: AlertState
ALERT_STATE_OPEN: AlertState
ALERT_STATE_ACKNOWLEDGED: AlertState
ALERT_STATE_RESOLVED: AlertState
ALERT_OUTCOME_UNSPECIFIED: AlertOutcome
ALERT_OUTCOME_TRUE_POSITIVE: AlertOutcome
ALERT_OUTCOME_FALSE_POSITIVE: AlertOutcome
ALERT_SUBJECT_KIND_UNSPECIFIED: AlertSubjectKind
ALERT_SUBJECT_KIND_USER: AlertSubjectKind
ALERT_SUBJECT_KIND_OPERATOR: AlertSubjectKind
ALERT_SUBJECT_KIND_KEY: AlertSubjectKind
ALERT_SUBJECT_KIND_ADDRESS: AlertSubjectKind
ALERT_SUBJECT_KIND_DEVICE: AlertSubjectKind
ACTION_KIND_UNSPECIFIED: ActionKind
ACTION_KIND_BLOCK_USER: ActionKind
ACTION_KIND_END_SESSIONS: ActionKind
ACTION_KIND_REVOKE_KEY: ActionKind
ACTION_KIND_REQUIRE_SECOND_FACTOR: ActionKind
ALERT_STEP_KIND_UNSPECIFIED: AlertStepKind
ALERT_STEP_KIND_OPENED: AlertStepKind
ALERT_STEP_KIND_ACKNOWLEDGED: AlertStepKind
ALERT_STEP_KIND_ASSIGNED: AlertStepKind
ALERT_STEP_KIND_RESOLVED: AlertStepKind
ALERT_STEP_KIND_REOPENED: AlertStepKind
ALERT_STEP_KIND_ACTED: AlertStepKind

class AlertSubject(_message.Message):
    __slots__ = ("kind", "id", "name", "ip_address", "network")
    KIND_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    IP_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    NETWORK_FIELD_NUMBER: _ClassVar[int]
    kind: AlertSubjectKind
    id: str
    name: str
    ip_address: str
    network: str
    def __init__(self, kind: _Optional[_Union[AlertSubjectKind, str, int]] = ..., id: _Optional[str] = ..., name: _Optional[str] = ..., ip_address: _Optional[str] = ..., network: _Optional[str] = ...) -> None: ...

class AlertEvidence(_message.Message):
    __slots__ = ("at", "what", "what_uk", "what_en", "user_id", "user_name", "weight", "numbers")
    AT_FIELD_NUMBER: _ClassVar[int]
    WHAT_FIELD_NUMBER: _ClassVar[int]
    WHAT_UK_FIELD_NUMBER: _ClassVar[int]
    WHAT_EN_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    USER_NAME_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    NUMBERS_FIELD_NUMBER: _ClassVar[int]
    at: _timestamp_pb2.Timestamp
    what: str
    what_uk: str
    what_en: str
    user_id: str
    user_name: str
    weight: int
    numbers: str
    def __init__(self, at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., what: _Optional[str] = ..., what_uk: _Optional[str] = ..., what_en: _Optional[str] = ..., user_id: _Optional[str] = ..., user_name: _Optional[str] = ..., weight: _Optional[int] = ..., numbers: _Optional[str] = ...) -> None: ...

class AlertStep(_message.Message):
    __slots__ = ("kind", "at", "operator_id", "operator_name", "action", "user_id", "note")
    KIND_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    OPERATOR_ID_FIELD_NUMBER: _ClassVar[int]
    OPERATOR_NAME_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    kind: AlertStepKind
    at: _timestamp_pb2.Timestamp
    operator_id: str
    operator_name: str
    action: ActionKind
    user_id: str
    note: str
    def __init__(self, kind: _Optional[_Union[AlertStepKind, str, int]] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., operator_id: _Optional[str] = ..., operator_name: _Optional[str] = ..., action: _Optional[_Union[ActionKind, str, int]] = ..., user_id: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...

class Alert(_message.Message):
    __slots__ = ("id", "number", "rule_code", "rule_version", "title_uk", "title_en", "summary_uk", "summary_en", "severity", "state", "subject", "measured", "threshold", "count", "first_at", "last_at", "opened_at", "acknowledged_at", "resolved_at", "assignee_id", "assignee_name", "outcome", "quiet_until", "allowed_calls", "allowed_actions", "etag")
    ID_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    RULE_CODE_FIELD_NUMBER: _ClassVar[int]
    RULE_VERSION_FIELD_NUMBER: _ClassVar[int]
    TITLE_UK_FIELD_NUMBER: _ClassVar[int]
    TITLE_EN_FIELD_NUMBER: _ClassVar[int]
    SUMMARY_UK_FIELD_NUMBER: _ClassVar[int]
    SUMMARY_EN_FIELD_NUMBER: _ClassVar[int]
    SEVERITY_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    MEASURED_FIELD_NUMBER: _ClassVar[int]
    THRESHOLD_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    FIRST_AT_FIELD_NUMBER: _ClassVar[int]
    LAST_AT_FIELD_NUMBER: _ClassVar[int]
    OPENED_AT_FIELD_NUMBER: _ClassVar[int]
    ACKNOWLEDGED_AT_FIELD_NUMBER: _ClassVar[int]
    RESOLVED_AT_FIELD_NUMBER: _ClassVar[int]
    ASSIGNEE_ID_FIELD_NUMBER: _ClassVar[int]
    ASSIGNEE_NAME_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    QUIET_UNTIL_FIELD_NUMBER: _ClassVar[int]
    ALLOWED_CALLS_FIELD_NUMBER: _ClassVar[int]
    ALLOWED_ACTIONS_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    id: str
    number: str
    rule_code: str
    rule_version: int
    title_uk: str
    title_en: str
    summary_uk: str
    summary_en: str
    severity: AlertSeverity
    state: AlertState
    subject: AlertSubject
    measured: int
    threshold: int
    count: int
    first_at: _timestamp_pb2.Timestamp
    last_at: _timestamp_pb2.Timestamp
    opened_at: _timestamp_pb2.Timestamp
    acknowledged_at: _timestamp_pb2.Timestamp
    resolved_at: _timestamp_pb2.Timestamp
    assignee_id: str
    assignee_name: str
    outcome: AlertOutcome
    quiet_until: _timestamp_pb2.Timestamp
    allowed_calls: _containers.RepeatedScalarFieldContainer[str]
    allowed_actions: _containers.RepeatedScalarFieldContainer[ActionKind]
    etag: str
    def __init__(self, id: _Optional[str] = ..., number: _Optional[str] = ..., rule_code: _Optional[str] = ..., rule_version: _Optional[int] = ..., title_uk: _Optional[str] = ..., title_en: _Optional[str] = ..., summary_uk: _Optional[str] = ..., summary_en: _Optional[str] = ..., severity: _Optional[_Union[AlertSeverity, str, int]] = ..., state: _Optional[_Union[AlertState, str, int]] = ..., subject: _Optional[_Union[AlertSubject, _Mapping]] = ..., measured: _Optional[int] = ..., threshold: _Optional[int] = ..., count: _Optional[int] = ..., first_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., last_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., opened_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., acknowledged_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., resolved_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., assignee_id: _Optional[str] = ..., assignee_name: _Optional[str] = ..., outcome: _Optional[_Union[AlertOutcome, str, int]] = ..., quiet_until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., allowed_calls: _Optional[_Iterable[str]] = ..., allowed_actions: _Optional[_Iterable[_Union[ActionKind, str, int]]] = ..., etag: _Optional[str] = ...) -> None: ...

class AlertLimit(_message.Message):
    __slots__ = ("name", "value", "least", "most", "title_uk", "title_en")
    NAME_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    LEAST_FIELD_NUMBER: _ClassVar[int]
    MOST_FIELD_NUMBER: _ClassVar[int]
    TITLE_UK_FIELD_NUMBER: _ClassVar[int]
    TITLE_EN_FIELD_NUMBER: _ClassVar[int]
    name: str
    value: int
    least: int
    most: int
    title_uk: str
    title_en: str
    def __init__(self, name: _Optional[str] = ..., value: _Optional[int] = ..., least: _Optional[int] = ..., most: _Optional[int] = ..., title_uk: _Optional[str] = ..., title_en: _Optional[str] = ...) -> None: ...

class NetworkPlace(_message.Message):
    __slots__ = ("network", "name", "latitude", "longitude")
    NETWORK_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    LATITUDE_FIELD_NUMBER: _ClassVar[int]
    LONGITUDE_FIELD_NUMBER: _ClassVar[int]
    network: str
    name: str
    latitude: float
    longitude: float
    def __init__(self, network: _Optional[str] = ..., name: _Optional[str] = ..., latitude: _Optional[float] = ..., longitude: _Optional[float] = ...) -> None: ...

class AlertRule(_message.Message):
    __slots__ = ("code", "version", "title_uk", "title_en", "about_uk", "about_en", "severity", "enabled", "limits", "passed_networks", "places", "effective_from", "note", "author_name", "created_at", "in_force")
    CODE_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    TITLE_UK_FIELD_NUMBER: _ClassVar[int]
    TITLE_EN_FIELD_NUMBER: _ClassVar[int]
    ABOUT_UK_FIELD_NUMBER: _ClassVar[int]
    ABOUT_EN_FIELD_NUMBER: _ClassVar[int]
    SEVERITY_FIELD_NUMBER: _ClassVar[int]
    ENABLED_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    PASSED_NETWORKS_FIELD_NUMBER: _ClassVar[int]
    PLACES_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_FROM_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_NAME_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    IN_FORCE_FIELD_NUMBER: _ClassVar[int]
    code: str
    version: int
    title_uk: str
    title_en: str
    about_uk: str
    about_en: str
    severity: AlertSeverity
    enabled: bool
    limits: _containers.RepeatedCompositeFieldContainer[AlertLimit]
    passed_networks: _containers.RepeatedScalarFieldContainer[str]
    places: _containers.RepeatedCompositeFieldContainer[NetworkPlace]
    effective_from: _timestamp_pb2.Timestamp
    note: str
    author_name: str
    created_at: _timestamp_pb2.Timestamp
    in_force: bool
    def __init__(self, code: _Optional[str] = ..., version: _Optional[int] = ..., title_uk: _Optional[str] = ..., title_en: _Optional[str] = ..., about_uk: _Optional[str] = ..., about_en: _Optional[str] = ..., severity: _Optional[_Union[AlertSeverity, str, int]] = ..., enabled: _Optional[bool] = ..., limits: _Optional[_Iterable[_Union[AlertLimit, _Mapping]]] = ..., passed_networks: _Optional[_Iterable[str]] = ..., places: _Optional[_Iterable[_Union[NetworkPlace, _Mapping]]] = ..., effective_from: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., note: _Optional[str] = ..., author_name: _Optional[str] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., in_force: _Optional[bool] = ...) -> None: ...

class AlertFilter(_message.Message):
    __slots__ = ("states", "severities", "rule_codes", "subject_kind", "user_id", "assignee_id", "unassigned", "since")
    STATES_FIELD_NUMBER: _ClassVar[int]
    SEVERITIES_FIELD_NUMBER: _ClassVar[int]
    RULE_CODES_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_KIND_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    ASSIGNEE_ID_FIELD_NUMBER: _ClassVar[int]
    UNASSIGNED_FIELD_NUMBER: _ClassVar[int]
    SINCE_FIELD_NUMBER: _ClassVar[int]
    states: _containers.RepeatedScalarFieldContainer[AlertState]
    severities: _containers.RepeatedScalarFieldContainer[AlertSeverity]
    rule_codes: _containers.RepeatedScalarFieldContainer[str]
    subject_kind: AlertSubjectKind
    user_id: str
    assignee_id: str
    unassigned: bool
    since: _timestamp_pb2.Timestamp
    def __init__(self, states: _Optional[_Iterable[_Union[AlertState, str, int]]] = ..., severities: _Optional[_Iterable[_Union[AlertSeverity, str, int]]] = ..., rule_codes: _Optional[_Iterable[str]] = ..., subject_kind: _Optional[_Union[AlertSubjectKind, str, int]] = ..., user_id: _Optional[str] = ..., assignee_id: _Optional[str] = ..., unassigned: _Optional[bool] = ..., since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListAlertsRequest(_message.Message):
    __slots__ = ("filter", "page_size", "page_token", "skip")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_FIELD_NUMBER: _ClassVar[int]
    filter: AlertFilter
    page_size: int
    page_token: str
    skip: int
    def __init__(self, filter: _Optional[_Union[AlertFilter, _Mapping]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., skip: _Optional[int] = ...) -> None: ...

class ListAlertsResponse(_message.Message):
    __slots__ = ("alerts", "next_page_token", "total_size")
    ALERTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    alerts: _containers.RepeatedCompositeFieldContainer[Alert]
    next_page_token: str
    total_size: int
    def __init__(self, alerts: _Optional[_Iterable[_Union[Alert, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class GetAlertRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetAlertResponse(_message.Message):
    __slots__ = ("alert", "evidence", "steps")
    ALERT_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    alert: Alert
    evidence: _containers.RepeatedCompositeFieldContainer[AlertEvidence]
    steps: _containers.RepeatedCompositeFieldContainer[AlertStep]
    def __init__(self, alert: _Optional[_Union[Alert, _Mapping]] = ..., evidence: _Optional[_Iterable[_Union[AlertEvidence, _Mapping]]] = ..., steps: _Optional[_Iterable[_Union[AlertStep, _Mapping]]] = ...) -> None: ...

class AcknowledgeAlertRequest(_message.Message):
    __slots__ = ("id", "etag", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class AcknowledgeAlertResponse(_message.Message):
    __slots__ = ("alert",)
    ALERT_FIELD_NUMBER: _ClassVar[int]
    alert: Alert
    def __init__(self, alert: _Optional[_Union[Alert, _Mapping]] = ...) -> None: ...

class AssignAlertRequest(_message.Message):
    __slots__ = ("id", "etag", "assignee_id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    ASSIGNEE_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    assignee_id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., assignee_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class AssignAlertResponse(_message.Message):
    __slots__ = ("alert",)
    ALERT_FIELD_NUMBER: _ClassVar[int]
    alert: Alert
    def __init__(self, alert: _Optional[_Union[Alert, _Mapping]] = ...) -> None: ...

class ResolveAlertRequest(_message.Message):
    __slots__ = ("id", "etag", "outcome", "note", "quiet_until", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    QUIET_UNTIL_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    outcome: AlertOutcome
    note: str
    quiet_until: _timestamp_pb2.Timestamp
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., outcome: _Optional[_Union[AlertOutcome, str, int]] = ..., note: _Optional[str] = ..., quiet_until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class ResolveAlertResponse(_message.Message):
    __slots__ = ("alert",)
    ALERT_FIELD_NUMBER: _ClassVar[int]
    alert: Alert
    def __init__(self, alert: _Optional[_Union[Alert, _Mapping]] = ...) -> None: ...

class ActOnAlertRequest(_message.Message):
    __slots__ = ("id", "etag", "action", "user_id", "reason", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    action: ActionKind
    user_id: str
    reason: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., action: _Optional[_Union[ActionKind, str, int]] = ..., user_id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ActOnAlertResponse(_message.Message):
    __slots__ = ("alert",)
    ALERT_FIELD_NUMBER: _ClassVar[int]
    alert: Alert
    def __init__(self, alert: _Optional[_Union[Alert, _Mapping]] = ...) -> None: ...

class ListAlertRulesRequest(_message.Message):
    __slots__ = ("code",)
    CODE_FIELD_NUMBER: _ClassVar[int]
    code: str
    def __init__(self, code: _Optional[str] = ...) -> None: ...

class ListAlertRulesResponse(_message.Message):
    __slots__ = ("rules",)
    RULES_FIELD_NUMBER: _ClassVar[int]
    rules: _containers.RepeatedCompositeFieldContainer[AlertRule]
    def __init__(self, rules: _Optional[_Iterable[_Union[AlertRule, _Mapping]]] = ...) -> None: ...

class UpsertAlertRuleRequest(_message.Message):
    __slots__ = ("rule", "last_version", "request_id")
    RULE_FIELD_NUMBER: _ClassVar[int]
    LAST_VERSION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    rule: AlertRule
    last_version: int
    request_id: str
    def __init__(self, rule: _Optional[_Union[AlertRule, _Mapping]] = ..., last_version: _Optional[int] = ..., request_id: _Optional[str] = ...) -> None: ...

class UpsertAlertRuleResponse(_message.Message):
    __slots__ = ("rule",)
    RULE_FIELD_NUMBER: _ClassVar[int]
    rule: AlertRule
    def __init__(self, rule: _Optional[_Union[AlertRule, _Mapping]] = ...) -> None: ...

class ReplayAlertRuleRequest(_message.Message):
    __slots__ = ("rule", "days")
    RULE_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    rule: AlertRule
    days: int
    def __init__(self, rule: _Optional[_Union[AlertRule, _Mapping]] = ..., days: _Optional[int] = ...) -> None: ...

class ReplayedDay(_message.Message):
    __slots__ = ("day", "in_force", "changed")
    DAY_FIELD_NUMBER: _ClassVar[int]
    IN_FORCE_FIELD_NUMBER: _ClassVar[int]
    CHANGED_FIELD_NUMBER: _ClassVar[int]
    day: _date_pb2.Date
    in_force: int
    changed: int
    def __init__(self, day: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., in_force: _Optional[int] = ..., changed: _Optional[int] = ...) -> None: ...

class ReplayAlertRuleResponse(_message.Message):
    __slots__ = ("events", "truncated", "in_force", "changed", "days")
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    TRUNCATED_FIELD_NUMBER: _ClassVar[int]
    IN_FORCE_FIELD_NUMBER: _ClassVar[int]
    CHANGED_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    events: int
    truncated: bool
    in_force: int
    changed: int
    days: _containers.RepeatedCompositeFieldContainer[ReplayedDay]
    def __init__(self, events: _Optional[int] = ..., truncated: _Optional[bool] = ..., in_force: _Optional[int] = ..., changed: _Optional[int] = ..., days: _Optional[_Iterable[_Union[ReplayedDay, _Mapping]]] = ...) -> None: ...

class WatchAlertsRequest(_message.Message):
    __slots__ = ("filter", "resume_token", "skip_snapshot")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    filter: AlertFilter
    resume_token: str
    skip_snapshot: bool
    def __init__(self, filter: _Optional[_Union[AlertFilter, _Mapping]] = ..., resume_token: _Optional[str] = ..., skip_snapshot: _Optional[bool] = ...) -> None: ...

class AlertChange(_message.Message):
    __slots__ = ("kind", "alert")
    KIND_FIELD_NUMBER: _ClassVar[int]
    ALERT_FIELD_NUMBER: _ClassVar[int]
    kind: _common_pb2.ChangeKind
    alert: Alert
    def __init__(self, kind: _Optional[_Union[_common_pb2.ChangeKind, str, int]] = ..., alert: _Optional[_Union[Alert, _Mapping]] = ...) -> None: ...

class WatchAlertsResponse(_message.Message):
    __slots__ = ("position", "changes")
    POSITION_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    position: _common_pb2.WatchPosition
    changes: _containers.RepeatedCompositeFieldContainer[AlertChange]
    def __init__(self, position: _Optional[_Union[_common_pb2.WatchPosition, _Mapping]] = ..., changes: _Optional[_Iterable[_Union[AlertChange, _Mapping]]] = ...) -> None: ...
