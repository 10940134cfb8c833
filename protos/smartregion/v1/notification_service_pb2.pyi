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

class NotificationCategory(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    NOTIFICATION_CATEGORY_UNSPECIFIED: _ClassVar[NotificationCategory]
    NOTIFICATION_CATEGORY_PAYMENT_DUE: _ClassVar[NotificationCategory]
    NOTIFICATION_CATEGORY_DEBT: _ClassVar[NotificationCategory]
    NOTIFICATION_CATEGORY_READING_REMINDER: _ClassVar[NotificationCategory]
    NOTIFICATION_CATEGORY_READING_RECEIPT: _ClassVar[NotificationCategory]
    NOTIFICATION_CATEGORY_WORKS: _ClassVar[NotificationCategory]
    NOTIFICATION_CATEGORY_NEWS: _ClassVar[NotificationCategory]
    NOTIFICATION_CATEGORY_MARKETING: _ClassVar[NotificationCategory]
    NOTIFICATION_CATEGORY_ADMINISTRATIVE: _ClassVar[NotificationCategory]
    NOTIFICATION_CATEGORY_SECURITY: _ClassVar[NotificationCategory]
    NOTIFICATION_CATEGORY_POLICY_CHANGE: _ClassVar[NotificationCategory]
    NOTIFICATION_CATEGORY_SURVEY: _ClassVar[NotificationCategory]
    NOTIFICATION_CATEGORY_SUPPORT_REPLY: _ClassVar[NotificationCategory]

class NotificationChannel(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    NOTIFICATION_CHANNEL_UNSPECIFIED: _ClassVar[NotificationChannel]
    NOTIFICATION_CHANNEL_PUSH: _ClassVar[NotificationChannel]
    NOTIFICATION_CHANNEL_SMS: _ClassVar[NotificationChannel]
    NOTIFICATION_CHANNEL_EMAIL: _ClassVar[NotificationChannel]

class NotificationState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    NOTIFICATION_STATE_UNSPECIFIED: _ClassVar[NotificationState]
    NOTIFICATION_STATE_QUEUED: _ClassVar[NotificationState]
    NOTIFICATION_STATE_SENDING: _ClassVar[NotificationState]
    NOTIFICATION_STATE_SENT: _ClassVar[NotificationState]
    NOTIFICATION_STATE_DELIVERED: _ClassVar[NotificationState]
    NOTIFICATION_STATE_FAILED_TEMPORARY: _ClassVar[NotificationState]
    NOTIFICATION_STATE_FAILED_PERMANENT: _ClassVar[NotificationState]
    NOTIFICATION_STATE_UNKNOWN: _ClassVar[NotificationState]
    NOTIFICATION_STATE_SUPPRESSED: _ClassVar[NotificationState]
    NOTIFICATION_STATE_EXPIRED: _ClassVar[NotificationState]
    NOTIFICATION_STATE_CANCELLED: _ClassVar[NotificationState]

class SuppressionRule(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SUPPRESSION_RULE_UNSPECIFIED: _ClassVar[SuppressionRule]
    SUPPRESSION_RULE_PREFERENCE_OFF: _ClassVar[SuppressionRule]
    SUPPRESSION_RULE_NO_CONSENT: _ClassVar[SuppressionRule]
    SUPPRESSION_RULE_NO_CONTACT: _ClassVar[SuppressionRule]
    SUPPRESSION_RULE_USER_BLOCKED: _ClassVar[SuppressionRule]
    SUPPRESSION_RULE_USER_ERASED: _ClassVar[SuppressionRule]
    SUPPRESSION_RULE_RESTRICTED: _ClassVar[SuppressionRule]

class SmsEncoding(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SMS_ENCODING_UNSPECIFIED: _ClassVar[SmsEncoding]
    SMS_ENCODING_GSM7: _ClassVar[SmsEncoding]
    SMS_ENCODING_UCS2: _ClassVar[SmsEncoding]

class PreferenceOrigin(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PREFERENCE_ORIGIN_UNSPECIFIED: _ClassVar[PreferenceOrigin]
    PREFERENCE_ORIGIN_APP: _ClassVar[PreferenceOrigin]
    PREFERENCE_ORIGIN_OPERATOR: _ClassVar[PreferenceOrigin]
    PREFERENCE_ORIGIN_PRIVACY_REQUEST: _ClassVar[PreferenceOrigin]
NOTIFICATION_CATEGORY_UNSPECIFIED: NotificationCategory
NOTIFICATION_CATEGORY_PAYMENT_DUE: NotificationCategory
NOTIFICATION_CATEGORY_DEBT: NotificationCategory
NOTIFICATION_CATEGORY_READING_REMINDER: NotificationCategory
NOTIFICATION_CATEGORY_READING_RECEIPT: NotificationCategory
NOTIFICATION_CATEGORY_WORKS: NotificationCategory
NOTIFICATION_CATEGORY_NEWS: NotificationCategory
NOTIFICATION_CATEGORY_MARKETING: NotificationCategory
NOTIFICATION_CATEGORY_ADMINISTRATIVE: NotificationCategory
NOTIFICATION_CATEGORY_SECURITY: NotificationCategory
NOTIFICATION_CATEGORY_POLICY_CHANGE: NotificationCategory
NOTIFICATION_CATEGORY_SURVEY: NotificationCategory
NOTIFICATION_CATEGORY_SUPPORT_REPLY: NotificationCategory
NOTIFICATION_CHANNEL_UNSPECIFIED: NotificationChannel
NOTIFICATION_CHANNEL_PUSH: NotificationChannel
NOTIFICATION_CHANNEL_SMS: NotificationChannel
NOTIFICATION_CHANNEL_EMAIL: NotificationChannel
NOTIFICATION_STATE_UNSPECIFIED: NotificationState
NOTIFICATION_STATE_QUEUED: NotificationState
NOTIFICATION_STATE_SENDING: NotificationState
NOTIFICATION_STATE_SENT: NotificationState
NOTIFICATION_STATE_DELIVERED: NotificationState
NOTIFICATION_STATE_FAILED_TEMPORARY: NotificationState
NOTIFICATION_STATE_FAILED_PERMANENT: NotificationState
NOTIFICATION_STATE_UNKNOWN: NotificationState
NOTIFICATION_STATE_SUPPRESSED: NotificationState
NOTIFICATION_STATE_EXPIRED: NotificationState
NOTIFICATION_STATE_CANCELLED: NotificationState
SUPPRESSION_RULE_UNSPECIFIED: SuppressionRule
SUPPRESSION_RULE_PREFERENCE_OFF: SuppressionRule
SUPPRESSION_RULE_NO_CONSENT: SuppressionRule
SUPPRESSION_RULE_NO_CONTACT: SuppressionRule
SUPPRESSION_RULE_USER_BLOCKED: SuppressionRule
SUPPRESSION_RULE_USER_ERASED: SuppressionRule
SUPPRESSION_RULE_RESTRICTED: SuppressionRule
SMS_ENCODING_UNSPECIFIED: SmsEncoding
SMS_ENCODING_GSM7: SmsEncoding
SMS_ENCODING_UCS2: SmsEncoding
PREFERENCE_ORIGIN_UNSPECIFIED: PreferenceOrigin
PREFERENCE_ORIGIN_APP: PreferenceOrigin
PREFERENCE_ORIGIN_OPERATOR: PreferenceOrigin
PREFERENCE_ORIGIN_PRIVACY_REQUEST: PreferenceOrigin

class Template(_message.Message):
    __slots__ = ("id", "name", "category", "version", "ukrainian", "english", "placeholders", "updated_at", "etag")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    UKRAINIAN_FIELD_NUMBER: _ClassVar[int]
    ENGLISH_FIELD_NUMBER: _ClassVar[int]
    PLACEHOLDERS_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    category: NotificationCategory
    version: int
    ukrainian: TemplateText
    english: TemplateText
    placeholders: _containers.RepeatedScalarFieldContainer[str]
    updated_at: _timestamp_pb2.Timestamp
    etag: str
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., category: _Optional[_Union[NotificationCategory, str, int]] = ..., version: _Optional[int] = ..., ukrainian: _Optional[_Union[TemplateText, _Mapping]] = ..., english: _Optional[_Union[TemplateText, _Mapping]] = ..., placeholders: _Optional[_Iterable[str]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., etag: _Optional[str] = ...) -> None: ...

class TemplateText(_message.Message):
    __slots__ = ("subject", "body")
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    BODY_FIELD_NUMBER: _ClassVar[int]
    subject: str
    body: str
    def __init__(self, subject: _Optional[str] = ..., body: _Optional[str] = ...) -> None: ...

class Notification(_message.Message):
    __slots__ = ("id", "user_id", "category", "channel", "state", "template_name", "template_version", "language", "subject", "body", "suppressed_by", "outcome", "queued_at", "sent_at", "expires_at", "next_attempt_at", "attempts", "parts", "provider", "provider_message_id", "events", "emergency", "recipient_masked", "etag")
    ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_NAME_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_VERSION_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    BODY_FIELD_NUMBER: _ClassVar[int]
    SUPPRESSED_BY_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    QUEUED_AT_FIELD_NUMBER: _ClassVar[int]
    SENT_AT_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    NEXT_ATTEMPT_AT_FIELD_NUMBER: _ClassVar[int]
    ATTEMPTS_FIELD_NUMBER: _ClassVar[int]
    PARTS_FIELD_NUMBER: _ClassVar[int]
    PROVIDER_FIELD_NUMBER: _ClassVar[int]
    PROVIDER_MESSAGE_ID_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    EMERGENCY_FIELD_NUMBER: _ClassVar[int]
    RECIPIENT_MASKED_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    id: str
    user_id: str
    category: NotificationCategory
    channel: NotificationChannel
    state: NotificationState
    template_name: str
    template_version: int
    language: _common_pb2.Language
    subject: str
    body: str
    suppressed_by: SuppressionRule
    outcome: str
    queued_at: _timestamp_pb2.Timestamp
    sent_at: _timestamp_pb2.Timestamp
    expires_at: _timestamp_pb2.Timestamp
    next_attempt_at: _timestamp_pb2.Timestamp
    attempts: int
    parts: int
    provider: str
    provider_message_id: str
    events: _containers.RepeatedCompositeFieldContainer[NotificationEvent]
    emergency: bool
    recipient_masked: str
    etag: str
    def __init__(self, id: _Optional[str] = ..., user_id: _Optional[str] = ..., category: _Optional[_Union[NotificationCategory, str, int]] = ..., channel: _Optional[_Union[NotificationChannel, str, int]] = ..., state: _Optional[_Union[NotificationState, str, int]] = ..., template_name: _Optional[str] = ..., template_version: _Optional[int] = ..., language: _Optional[_Union[_common_pb2.Language, str, int]] = ..., subject: _Optional[str] = ..., body: _Optional[str] = ..., suppressed_by: _Optional[_Union[SuppressionRule, str, int]] = ..., outcome: _Optional[str] = ..., queued_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., sent_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., next_attempt_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., attempts: _Optional[int] = ..., parts: _Optional[int] = ..., provider: _Optional[str] = ..., provider_message_id: _Optional[str] = ..., events: _Optional[_Iterable[_Union[NotificationEvent, _Mapping]]] = ..., emergency: _Optional[bool] = ..., recipient_masked: _Optional[str] = ..., etag: _Optional[str] = ...) -> None: ...

class NotificationEvent(_message.Message):
    __slots__ = ("at", "state", "detail")
    AT_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    DETAIL_FIELD_NUMBER: _ClassVar[int]
    at: _timestamp_pb2.Timestamp
    state: NotificationState
    detail: str
    def __init__(self, at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., state: _Optional[_Union[NotificationState, str, int]] = ..., detail: _Optional[str] = ...) -> None: ...

class CreateTemplateRequest(_message.Message):
    __slots__ = ("template", "request_id")
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    template: Template
    request_id: str
    def __init__(self, template: _Optional[_Union[Template, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateTemplateResponse(_message.Message):
    __slots__ = ("template",)
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    template: Template
    def __init__(self, template: _Optional[_Union[Template, _Mapping]] = ...) -> None: ...

class UpdateTemplateRequest(_message.Message):
    __slots__ = ("template", "request_id")
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    template: Template
    request_id: str
    def __init__(self, template: _Optional[_Union[Template, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class UpdateTemplateResponse(_message.Message):
    __slots__ = ("template",)
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    template: Template
    def __init__(self, template: _Optional[_Union[Template, _Mapping]] = ...) -> None: ...

class ListTemplatesRequest(_message.Message):
    __slots__ = ("category", "page_size", "page_token", "skip")
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_FIELD_NUMBER: _ClassVar[int]
    category: NotificationCategory
    page_size: int
    page_token: str
    skip: int
    def __init__(self, category: _Optional[_Union[NotificationCategory, str, int]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., skip: _Optional[int] = ...) -> None: ...

class ListTemplatesResponse(_message.Message):
    __slots__ = ("templates", "next_page_token", "total_size")
    TEMPLATES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    templates: _containers.RepeatedCompositeFieldContainer[Template]
    next_page_token: str
    total_size: int
    def __init__(self, templates: _Optional[_Iterable[_Union[Template, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class PreviewNotificationRequest(_message.Message):
    __slots__ = ("template_name", "draft", "values")
    class ValuesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    TEMPLATE_NAME_FIELD_NUMBER: _ClassVar[int]
    DRAFT_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    template_name: str
    draft: Template
    values: _containers.ScalarMap[str, str]
    def __init__(self, template_name: _Optional[str] = ..., draft: _Optional[_Union[Template, _Mapping]] = ..., values: _Optional[_Mapping[str, str]] = ...) -> None: ...

class PreviewNotificationResponse(_message.Message):
    __slots__ = ("ukrainian", "english")
    UKRAINIAN_FIELD_NUMBER: _ClassVar[int]
    ENGLISH_FIELD_NUMBER: _ClassVar[int]
    ukrainian: RenderedText
    english: RenderedText
    def __init__(self, ukrainian: _Optional[_Union[RenderedText, _Mapping]] = ..., english: _Optional[_Union[RenderedText, _Mapping]] = ...) -> None: ...

class RenderedText(_message.Message):
    __slots__ = ("subject", "body", "sms_parts", "sms_encoding", "sms_characters_left")
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    BODY_FIELD_NUMBER: _ClassVar[int]
    SMS_PARTS_FIELD_NUMBER: _ClassVar[int]
    SMS_ENCODING_FIELD_NUMBER: _ClassVar[int]
    SMS_CHARACTERS_LEFT_FIELD_NUMBER: _ClassVar[int]
    subject: str
    body: str
    sms_parts: int
    sms_encoding: SmsEncoding
    sms_characters_left: int
    def __init__(self, subject: _Optional[str] = ..., body: _Optional[str] = ..., sms_parts: _Optional[int] = ..., sms_encoding: _Optional[_Union[SmsEncoding, str, int]] = ..., sms_characters_left: _Optional[int] = ...) -> None: ...

class SendNotificationRequest(_message.Message):
    __slots__ = ("user_id", "template_name", "channel", "values", "expires_at", "emergency", "request_id")
    class ValuesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_NAME_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    EMERGENCY_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    template_name: str
    channel: NotificationChannel
    values: _containers.ScalarMap[str, str]
    expires_at: _timestamp_pb2.Timestamp
    emergency: bool
    request_id: str
    def __init__(self, user_id: _Optional[str] = ..., template_name: _Optional[str] = ..., channel: _Optional[_Union[NotificationChannel, str, int]] = ..., values: _Optional[_Mapping[str, str]] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., emergency: _Optional[bool] = ..., request_id: _Optional[str] = ...) -> None: ...

class SendNotificationResponse(_message.Message):
    __slots__ = ("notification",)
    NOTIFICATION_FIELD_NUMBER: _ClassVar[int]
    notification: Notification
    def __init__(self, notification: _Optional[_Union[Notification, _Mapping]] = ...) -> None: ...

class GetNotificationRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetNotificationResponse(_message.Message):
    __slots__ = ("notification",)
    NOTIFICATION_FIELD_NUMBER: _ClassVar[int]
    notification: Notification
    def __init__(self, notification: _Optional[_Union[Notification, _Mapping]] = ...) -> None: ...

class NotificationFilter(_message.Message):
    __slots__ = ("user_id", "states", "category", "channel", "queued_from", "queued_before")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    QUEUED_FROM_FIELD_NUMBER: _ClassVar[int]
    QUEUED_BEFORE_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    states: _containers.RepeatedScalarFieldContainer[NotificationState]
    category: NotificationCategory
    channel: NotificationChannel
    queued_from: _timestamp_pb2.Timestamp
    queued_before: _timestamp_pb2.Timestamp
    def __init__(self, user_id: _Optional[str] = ..., states: _Optional[_Iterable[_Union[NotificationState, str, int]]] = ..., category: _Optional[_Union[NotificationCategory, str, int]] = ..., channel: _Optional[_Union[NotificationChannel, str, int]] = ..., queued_from: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., queued_before: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListNotificationsRequest(_message.Message):
    __slots__ = ("filter", "order_by", "page_size", "page_token", "skip")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_FIELD_NUMBER: _ClassVar[int]
    filter: NotificationFilter
    order_by: str
    page_size: int
    page_token: str
    skip: int
    def __init__(self, filter: _Optional[_Union[NotificationFilter, _Mapping]] = ..., order_by: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., skip: _Optional[int] = ...) -> None: ...

class ListNotificationsResponse(_message.Message):
    __slots__ = ("notifications", "next_page_token", "total_size")
    NOTIFICATIONS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    notifications: _containers.RepeatedCompositeFieldContainer[Notification]
    next_page_token: str
    total_size: int
    def __init__(self, notifications: _Optional[_Iterable[_Union[Notification, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class Preference(_message.Message):
    __slots__ = ("category", "channel", "enabled", "fixed", "changed_at", "origin", "policy_version")
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    ENABLED_FIELD_NUMBER: _ClassVar[int]
    FIXED_FIELD_NUMBER: _ClassVar[int]
    CHANGED_AT_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    POLICY_VERSION_FIELD_NUMBER: _ClassVar[int]
    category: NotificationCategory
    channel: NotificationChannel
    enabled: bool
    fixed: bool
    changed_at: _timestamp_pb2.Timestamp
    origin: PreferenceOrigin
    policy_version: str
    def __init__(self, category: _Optional[_Union[NotificationCategory, str, int]] = ..., channel: _Optional[_Union[NotificationChannel, str, int]] = ..., enabled: _Optional[bool] = ..., fixed: _Optional[bool] = ..., changed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., origin: _Optional[_Union[PreferenceOrigin, str, int]] = ..., policy_version: _Optional[str] = ...) -> None: ...

class GetPreferencesRequest(_message.Message):
    __slots__ = ("user_id",)
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    def __init__(self, user_id: _Optional[str] = ...) -> None: ...

class GetPreferencesResponse(_message.Message):
    __slots__ = ("preferences", "etag")
    PREFERENCES_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    preferences: _containers.RepeatedCompositeFieldContainer[Preference]
    etag: str
    def __init__(self, preferences: _Optional[_Iterable[_Union[Preference, _Mapping]]] = ..., etag: _Optional[str] = ...) -> None: ...

class UpdatePreferencesRequest(_message.Message):
    __slots__ = ("user_id", "preferences", "etag", "evidence", "request_id")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    PREFERENCES_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    preferences: _containers.RepeatedCompositeFieldContainer[Preference]
    etag: str
    evidence: str
    request_id: str
    def __init__(self, user_id: _Optional[str] = ..., preferences: _Optional[_Iterable[_Union[Preference, _Mapping]]] = ..., etag: _Optional[str] = ..., evidence: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class UpdatePreferencesResponse(_message.Message):
    __slots__ = ("preferences", "etag", "suppressed")
    PREFERENCES_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    SUPPRESSED_FIELD_NUMBER: _ClassVar[int]
    preferences: _containers.RepeatedCompositeFieldContainer[Preference]
    etag: str
    suppressed: int
    def __init__(self, preferences: _Optional[_Iterable[_Union[Preference, _Mapping]]] = ..., etag: _Optional[str] = ..., suppressed: _Optional[int] = ...) -> None: ...

class RecordReceiptRequest(_message.Message):
    __slots__ = ("notification_id", "state", "at", "detail", "request_id")
    NOTIFICATION_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    DETAIL_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    notification_id: str
    state: NotificationState
    at: _timestamp_pb2.Timestamp
    detail: str
    request_id: str
    def __init__(self, notification_id: _Optional[str] = ..., state: _Optional[_Union[NotificationState, str, int]] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., detail: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RecordReceiptResponse(_message.Message):
    __slots__ = ("notification",)
    NOTIFICATION_FIELD_NUMBER: _ClassVar[int]
    notification: Notification
    def __init__(self, notification: _Optional[_Union[Notification, _Mapping]] = ...) -> None: ...

class WatchNotificationsRequest(_message.Message):
    __slots__ = ("filter", "resume_token", "skip_snapshot")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    filter: NotificationFilter
    resume_token: str
    skip_snapshot: bool
    def __init__(self, filter: _Optional[_Union[NotificationFilter, _Mapping]] = ..., resume_token: _Optional[str] = ..., skip_snapshot: _Optional[bool] = ...) -> None: ...

class WatchNotificationsResponse(_message.Message):
    __slots__ = ("position", "changes")
    POSITION_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    position: _common_pb2.WatchPosition
    changes: _containers.RepeatedCompositeFieldContainer[NotificationChange]
    def __init__(self, position: _Optional[_Union[_common_pb2.WatchPosition, _Mapping]] = ..., changes: _Optional[_Iterable[_Union[NotificationChange, _Mapping]]] = ...) -> None: ...

class NotificationChange(_message.Message):
    __slots__ = ("kind", "notification")
    KIND_FIELD_NUMBER: _ClassVar[int]
    NOTIFICATION_FIELD_NUMBER: _ClassVar[int]
    kind: _common_pb2.ChangeKind
    notification: Notification
    def __init__(self, kind: _Optional[_Union[_common_pb2.ChangeKind, str, int]] = ..., notification: _Optional[_Union[Notification, _Mapping]] = ...) -> None: ...
