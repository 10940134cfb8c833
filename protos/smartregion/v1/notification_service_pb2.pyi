import datetime

from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.type import money_pb2 as _money_pb2
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
    SUPPRESSION_RULE_CONTACT_UNVERIFIED: _ClassVar[SuppressionRule]
    SUPPRESSION_RULE_CONTACT_SUPPRESSED: _ClassVar[SuppressionRule]
    SUPPRESSION_RULE_DAILY_CAP: _ClassVar[SuppressionRule]
    SUPPRESSION_RULE_QUIET_HOURS: _ClassVar[SuppressionRule]
    SUPPRESSION_RULE_EXPIRED: _ClassVar[SuppressionRule]
    SUPPRESSION_RULE_NO_PROVIDER: _ClassVar[SuppressionRule]
    SUPPRESSION_RULE_SENDER_CAP: _ClassVar[SuppressionRule]

class RuleAnswer(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    RULE_ANSWER_UNSPECIFIED: _ClassVar[RuleAnswer]
    RULE_ANSWER_PASSES: _ClassVar[RuleAnswer]
    RULE_ANSWER_STOPS: _ClassVar[RuleAnswer]
    RULE_ANSWER_DELAYS: _ClassVar[RuleAnswer]
    RULE_ANSWER_NOT_ASKED: _ClassVar[RuleAnswer]

class NotificationCause(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    NOTIFICATION_CAUSE_UNSPECIFIED: _ClassVar[NotificationCause]
    NOTIFICATION_CAUSE_SENDER: _ClassVar[NotificationCause]
    NOTIFICATION_CAUSE_CAMPAIGN: _ClassVar[NotificationCause]
    NOTIFICATION_CAUSE_WORK: _ClassVar[NotificationCause]
    NOTIFICATION_CAUSE_BILLING: _ClassVar[NotificationCause]
    NOTIFICATION_CAUSE_READING_WINDOW: _ClassVar[NotificationCause]
    NOTIFICATION_CAUSE_READING: _ClassVar[NotificationCause]
    NOTIFICATION_CAUSE_POLICY: _ClassVar[NotificationCause]
    NOTIFICATION_CAUSE_SECURITY: _ClassVar[NotificationCause]
    NOTIFICATION_CAUSE_PRIVACY_REQUEST: _ClassVar[NotificationCause]
    NOTIFICATION_CAUSE_SUPPORT: _ClassVar[NotificationCause]
    NOTIFICATION_CAUSE_SURVEY: _ClassVar[NotificationCause]
    NOTIFICATION_CAUSE_DISCLOSURE: _ClassVar[NotificationCause]

class Urgency(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    URGENCY_UNSPECIFIED: _ClassVar[Urgency]
    URGENCY_URGENT: _ClassVar[Urgency]
    URGENCY_NORMAL: _ClassVar[Urgency]
    URGENCY_BULK: _ClassVar[Urgency]

class PlaceholderKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PLACEHOLDER_KIND_UNSPECIFIED: _ClassVar[PlaceholderKind]
    PLACEHOLDER_KIND_TEXT: _ClassVar[PlaceholderKind]
    PLACEHOLDER_KIND_NUMBER: _ClassVar[PlaceholderKind]
    PLACEHOLDER_KIND_MONEY: _ClassVar[PlaceholderKind]
    PLACEHOLDER_KIND_DATE: _ClassVar[PlaceholderKind]
    PLACEHOLDER_KIND_INSTANT: _ClassVar[PlaceholderKind]

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
    PREFERENCE_ORIGIN_UNSUBSCRIBE_LINK: _ClassVar[PreferenceOrigin]
    PREFERENCE_ORIGIN_SMS_KEYWORD: _ClassVar[PreferenceOrigin]

class CampaignState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CAMPAIGN_STATE_UNSPECIFIED: _ClassVar[CampaignState]
    CAMPAIGN_STATE_DRAFT: _ClassVar[CampaignState]
    CAMPAIGN_STATE_ESTIMATED: _ClassVar[CampaignState]
    CAMPAIGN_STATE_SCHEDULED: _ClassVar[CampaignState]
    CAMPAIGN_STATE_RUNNING: _ClassVar[CampaignState]
    CAMPAIGN_STATE_PAUSED: _ClassVar[CampaignState]
    CAMPAIGN_STATE_FINISHED: _ClassVar[CampaignState]
    CAMPAIGN_STATE_CANCELLED: _ClassVar[CampaignState]

class PauseReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PAUSE_REASON_UNSPECIFIED: _ClassVar[PauseReason]
    PAUSE_REASON_OPERATOR: _ClassVar[PauseReason]
    PAUSE_REASON_ERRORS: _ClassVar[PauseReason]
    PAUSE_REASON_SCHEDULE_MISSED: _ClassVar[PauseReason]

class DevicePlatform(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DEVICE_PLATFORM_UNSPECIFIED: _ClassVar[DevicePlatform]
    DEVICE_PLATFORM_ANDROID: _ClassVar[DevicePlatform]
    DEVICE_PLATFORM_IOS: _ClassVar[DevicePlatform]

class ContactSuppressionReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CONTACT_SUPPRESSION_REASON_UNSPECIFIED: _ClassVar[ContactSuppressionReason]
    CONTACT_SUPPRESSION_REASON_NO_SUCH_CONTACT: _ClassVar[ContactSuppressionReason]
    CONTACT_SUPPRESSION_REASON_COMPLAINT: _ClassVar[ContactSuppressionReason]
    CONTACT_SUPPRESSION_REASON_STOP_KEYWORD: _ClassVar[ContactSuppressionReason]
    CONTACT_SUPPRESSION_REASON_OPERATOR: _ClassVar[ContactSuppressionReason]

class ProviderState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PROVIDER_STATE_UNSPECIFIED: _ClassVar[ProviderState]
    PROVIDER_STATE_HEALTHY: _ClassVar[ProviderState]
    PROVIDER_STATE_AILING: _ClassVar[ProviderState]
    PROVIDER_STATE_OUT: _ClassVar[ProviderState]
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
SUPPRESSION_RULE_CONTACT_UNVERIFIED: SuppressionRule
SUPPRESSION_RULE_CONTACT_SUPPRESSED: SuppressionRule
SUPPRESSION_RULE_DAILY_CAP: SuppressionRule
SUPPRESSION_RULE_QUIET_HOURS: SuppressionRule
SUPPRESSION_RULE_EXPIRED: SuppressionRule
SUPPRESSION_RULE_NO_PROVIDER: SuppressionRule
SUPPRESSION_RULE_SENDER_CAP: SuppressionRule
RULE_ANSWER_UNSPECIFIED: RuleAnswer
RULE_ANSWER_PASSES: RuleAnswer
RULE_ANSWER_STOPS: RuleAnswer
RULE_ANSWER_DELAYS: RuleAnswer
RULE_ANSWER_NOT_ASKED: RuleAnswer
NOTIFICATION_CAUSE_UNSPECIFIED: NotificationCause
NOTIFICATION_CAUSE_SENDER: NotificationCause
NOTIFICATION_CAUSE_CAMPAIGN: NotificationCause
NOTIFICATION_CAUSE_WORK: NotificationCause
NOTIFICATION_CAUSE_BILLING: NotificationCause
NOTIFICATION_CAUSE_READING_WINDOW: NotificationCause
NOTIFICATION_CAUSE_READING: NotificationCause
NOTIFICATION_CAUSE_POLICY: NotificationCause
NOTIFICATION_CAUSE_SECURITY: NotificationCause
NOTIFICATION_CAUSE_PRIVACY_REQUEST: NotificationCause
NOTIFICATION_CAUSE_SUPPORT: NotificationCause
NOTIFICATION_CAUSE_SURVEY: NotificationCause
NOTIFICATION_CAUSE_DISCLOSURE: NotificationCause
URGENCY_UNSPECIFIED: Urgency
URGENCY_URGENT: Urgency
URGENCY_NORMAL: Urgency
URGENCY_BULK: Urgency
PLACEHOLDER_KIND_UNSPECIFIED: PlaceholderKind
PLACEHOLDER_KIND_TEXT: PlaceholderKind
PLACEHOLDER_KIND_NUMBER: PlaceholderKind
PLACEHOLDER_KIND_MONEY: PlaceholderKind
PLACEHOLDER_KIND_DATE: PlaceholderKind
PLACEHOLDER_KIND_INSTANT: PlaceholderKind
SMS_ENCODING_UNSPECIFIED: SmsEncoding
SMS_ENCODING_GSM7: SmsEncoding
SMS_ENCODING_UCS2: SmsEncoding
PREFERENCE_ORIGIN_UNSPECIFIED: PreferenceOrigin
PREFERENCE_ORIGIN_APP: PreferenceOrigin
PREFERENCE_ORIGIN_OPERATOR: PreferenceOrigin
PREFERENCE_ORIGIN_PRIVACY_REQUEST: PreferenceOrigin
PREFERENCE_ORIGIN_UNSUBSCRIBE_LINK: PreferenceOrigin
PREFERENCE_ORIGIN_SMS_KEYWORD: PreferenceOrigin
CAMPAIGN_STATE_UNSPECIFIED: CampaignState
CAMPAIGN_STATE_DRAFT: CampaignState
CAMPAIGN_STATE_ESTIMATED: CampaignState
CAMPAIGN_STATE_SCHEDULED: CampaignState
CAMPAIGN_STATE_RUNNING: CampaignState
CAMPAIGN_STATE_PAUSED: CampaignState
CAMPAIGN_STATE_FINISHED: CampaignState
CAMPAIGN_STATE_CANCELLED: CampaignState
PAUSE_REASON_UNSPECIFIED: PauseReason
PAUSE_REASON_OPERATOR: PauseReason
PAUSE_REASON_ERRORS: PauseReason
PAUSE_REASON_SCHEDULE_MISSED: PauseReason
DEVICE_PLATFORM_UNSPECIFIED: DevicePlatform
DEVICE_PLATFORM_ANDROID: DevicePlatform
DEVICE_PLATFORM_IOS: DevicePlatform
CONTACT_SUPPRESSION_REASON_UNSPECIFIED: ContactSuppressionReason
CONTACT_SUPPRESSION_REASON_NO_SUCH_CONTACT: ContactSuppressionReason
CONTACT_SUPPRESSION_REASON_COMPLAINT: ContactSuppressionReason
CONTACT_SUPPRESSION_REASON_STOP_KEYWORD: ContactSuppressionReason
CONTACT_SUPPRESSION_REASON_OPERATOR: ContactSuppressionReason
PROVIDER_STATE_UNSPECIFIED: ProviderState
PROVIDER_STATE_HEALTHY: ProviderState
PROVIDER_STATE_AILING: ProviderState
PROVIDER_STATE_OUT: ProviderState

class Template(_message.Message):
    __slots__ = ("id", "name", "category", "version", "ukrainian", "english", "placeholders", "updated_at", "etag", "placeholder_kinds", "for_campaigns")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    UKRAINIAN_FIELD_NUMBER: _ClassVar[int]
    ENGLISH_FIELD_NUMBER: _ClassVar[int]
    PLACEHOLDERS_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    PLACEHOLDER_KINDS_FIELD_NUMBER: _ClassVar[int]
    FOR_CAMPAIGNS_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    category: NotificationCategory
    version: int
    ukrainian: TemplateText
    english: TemplateText
    placeholders: _containers.RepeatedScalarFieldContainer[str]
    updated_at: _timestamp_pb2.Timestamp
    etag: str
    placeholder_kinds: _containers.RepeatedScalarFieldContainer[PlaceholderKind]
    for_campaigns: bool
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., category: _Optional[_Union[NotificationCategory, str, int]] = ..., version: _Optional[int] = ..., ukrainian: _Optional[_Union[TemplateText, _Mapping]] = ..., english: _Optional[_Union[TemplateText, _Mapping]] = ..., placeholders: _Optional[_Iterable[str]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., etag: _Optional[str] = ..., placeholder_kinds: _Optional[_Iterable[_Union[PlaceholderKind, str, int]]] = ..., for_campaigns: _Optional[bool] = ...) -> None: ...

class TemplateText(_message.Message):
    __slots__ = ("subject", "body")
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    BODY_FIELD_NUMBER: _ClassVar[int]
    subject: str
    body: str
    def __init__(self, subject: _Optional[str] = ..., body: _Optional[str] = ...) -> None: ...

class Notification(_message.Message):
    __slots__ = ("id", "user_id", "category", "channel", "state", "template_name", "template_version", "language", "subject", "body", "suppressed_by", "outcome", "queued_at", "sent_at", "expires_at", "next_attempt_at", "attempts", "parts", "provider", "provider_message_id", "events", "emergency", "recipient_masked", "etag", "cause", "cause_id", "urgency", "previous_id", "next_id", "consent_id", "consent_policy_version", "unreadable_fields")
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
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    CAUSE_ID_FIELD_NUMBER: _ClassVar[int]
    URGENCY_FIELD_NUMBER: _ClassVar[int]
    PREVIOUS_ID_FIELD_NUMBER: _ClassVar[int]
    NEXT_ID_FIELD_NUMBER: _ClassVar[int]
    CONSENT_ID_FIELD_NUMBER: _ClassVar[int]
    CONSENT_POLICY_VERSION_FIELD_NUMBER: _ClassVar[int]
    UNREADABLE_FIELDS_FIELD_NUMBER: _ClassVar[int]
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
    cause: NotificationCause
    cause_id: str
    urgency: Urgency
    previous_id: str
    next_id: str
    consent_id: str
    consent_policy_version: str
    unreadable_fields: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, id: _Optional[str] = ..., user_id: _Optional[str] = ..., category: _Optional[_Union[NotificationCategory, str, int]] = ..., channel: _Optional[_Union[NotificationChannel, str, int]] = ..., state: _Optional[_Union[NotificationState, str, int]] = ..., template_name: _Optional[str] = ..., template_version: _Optional[int] = ..., language: _Optional[_Union[_common_pb2.Language, str, int]] = ..., subject: _Optional[str] = ..., body: _Optional[str] = ..., suppressed_by: _Optional[_Union[SuppressionRule, str, int]] = ..., outcome: _Optional[str] = ..., queued_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., sent_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., next_attempt_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., attempts: _Optional[int] = ..., parts: _Optional[int] = ..., provider: _Optional[str] = ..., provider_message_id: _Optional[str] = ..., events: _Optional[_Iterable[_Union[NotificationEvent, _Mapping]]] = ..., emergency: _Optional[bool] = ..., recipient_masked: _Optional[str] = ..., etag: _Optional[str] = ..., cause: _Optional[_Union[NotificationCause, str, int]] = ..., cause_id: _Optional[str] = ..., urgency: _Optional[_Union[Urgency, str, int]] = ..., previous_id: _Optional[str] = ..., next_id: _Optional[str] = ..., consent_id: _Optional[str] = ..., consent_policy_version: _Optional[str] = ..., unreadable_fields: _Optional[_Iterable[str]] = ...) -> None: ...

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
    __slots__ = ("template_name", "draft", "values", "transliterate_sms", "user_id")
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
    TRANSLITERATE_SMS_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    template_name: str
    draft: Template
    values: _containers.ScalarMap[str, str]
    transliterate_sms: bool
    user_id: str
    def __init__(self, template_name: _Optional[str] = ..., draft: _Optional[_Union[Template, _Mapping]] = ..., values: _Optional[_Mapping[str, str]] = ..., transliterate_sms: _Optional[bool] = ..., user_id: _Optional[str] = ...) -> None: ...

class PreviewNotificationResponse(_message.Message):
    __slots__ = ("ukrainian", "english", "recipient")
    UKRAINIAN_FIELD_NUMBER: _ClassVar[int]
    ENGLISH_FIELD_NUMBER: _ClassVar[int]
    RECIPIENT_FIELD_NUMBER: _ClassVar[int]
    ukrainian: RenderedText
    english: RenderedText
    recipient: PreviewRecipient
    def __init__(self, ukrainian: _Optional[_Union[RenderedText, _Mapping]] = ..., english: _Optional[_Union[RenderedText, _Mapping]] = ..., recipient: _Optional[_Union[PreviewRecipient, _Mapping]] = ...) -> None: ...

class PreviewRecipient(_message.Message):
    __slots__ = ("language", "channels", "chosen")
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    CHANNELS_FIELD_NUMBER: _ClassVar[int]
    CHOSEN_FIELD_NUMBER: _ClassVar[int]
    language: _common_pb2.Language
    channels: _containers.RepeatedCompositeFieldContainer[ChannelExplanation]
    chosen: NotificationChannel
    def __init__(self, language: _Optional[_Union[_common_pb2.Language, str, int]] = ..., channels: _Optional[_Iterable[_Union[ChannelExplanation, _Mapping]]] = ..., chosen: _Optional[_Union[NotificationChannel, str, int]] = ...) -> None: ...

class RenderedText(_message.Message):
    __slots__ = ("subject", "body", "sms_parts", "sms_encoding", "sms_characters_left", "sms_characters_over", "sms_cost")
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    BODY_FIELD_NUMBER: _ClassVar[int]
    SMS_PARTS_FIELD_NUMBER: _ClassVar[int]
    SMS_ENCODING_FIELD_NUMBER: _ClassVar[int]
    SMS_CHARACTERS_LEFT_FIELD_NUMBER: _ClassVar[int]
    SMS_CHARACTERS_OVER_FIELD_NUMBER: _ClassVar[int]
    SMS_COST_FIELD_NUMBER: _ClassVar[int]
    subject: str
    body: str
    sms_parts: int
    sms_encoding: SmsEncoding
    sms_characters_left: int
    sms_characters_over: int
    sms_cost: _money_pb2.Money
    def __init__(self, subject: _Optional[str] = ..., body: _Optional[str] = ..., sms_parts: _Optional[int] = ..., sms_encoding: _Optional[_Union[SmsEncoding, str, int]] = ..., sms_characters_left: _Optional[int] = ..., sms_characters_over: _Optional[int] = ..., sms_cost: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...

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
    __slots__ = ("user_id", "states", "category", "channel", "queued_from", "queued_before", "cause", "cause_id", "provider")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    QUEUED_FROM_FIELD_NUMBER: _ClassVar[int]
    QUEUED_BEFORE_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    CAUSE_ID_FIELD_NUMBER: _ClassVar[int]
    PROVIDER_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    states: _containers.RepeatedScalarFieldContainer[NotificationState]
    category: NotificationCategory
    channel: NotificationChannel
    queued_from: _timestamp_pb2.Timestamp
    queued_before: _timestamp_pb2.Timestamp
    cause: NotificationCause
    cause_id: str
    provider: str
    def __init__(self, user_id: _Optional[str] = ..., states: _Optional[_Iterable[_Union[NotificationState, str, int]]] = ..., category: _Optional[_Union[NotificationCategory, str, int]] = ..., channel: _Optional[_Union[NotificationChannel, str, int]] = ..., queued_from: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., queued_before: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., cause: _Optional[_Union[NotificationCause, str, int]] = ..., cause_id: _Optional[str] = ..., provider: _Optional[str] = ...) -> None: ...

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

class Audience(_message.Message):
    __slots__ = ("city", "street", "commodity", "utility_id", "debt_above", "no_reading_in_window", "language", "active_since", "inactive_since")
    CITY_FIELD_NUMBER: _ClassVar[int]
    STREET_FIELD_NUMBER: _ClassVar[int]
    COMMODITY_FIELD_NUMBER: _ClassVar[int]
    UTILITY_ID_FIELD_NUMBER: _ClassVar[int]
    DEBT_ABOVE_FIELD_NUMBER: _ClassVar[int]
    NO_READING_IN_WINDOW_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_SINCE_FIELD_NUMBER: _ClassVar[int]
    INACTIVE_SINCE_FIELD_NUMBER: _ClassVar[int]
    city: str
    street: str
    commodity: _common_pb2.Commodity
    utility_id: str
    debt_above: _money_pb2.Money
    no_reading_in_window: bool
    language: _common_pb2.Language
    active_since: _timestamp_pb2.Timestamp
    inactive_since: _timestamp_pb2.Timestamp
    def __init__(self, city: _Optional[str] = ..., street: _Optional[str] = ..., commodity: _Optional[_Union[_common_pb2.Commodity, str, int]] = ..., utility_id: _Optional[str] = ..., debt_above: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., no_reading_in_window: _Optional[bool] = ..., language: _Optional[_Union[_common_pb2.Language, str, int]] = ..., active_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., inactive_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Campaign(_message.Message):
    __slots__ = ("id", "name", "state", "template_name", "template_version", "values", "channels", "audience", "transliterate_sms", "stop_at_errors_percent", "scheduled_at", "expires_at", "pause_reason", "estimate", "progress", "created_at", "started_at", "finished_at", "author_id", "category", "etag")
    class ValuesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_NAME_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_VERSION_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    CHANNELS_FIELD_NUMBER: _ClassVar[int]
    AUDIENCE_FIELD_NUMBER: _ClassVar[int]
    TRANSLITERATE_SMS_FIELD_NUMBER: _ClassVar[int]
    STOP_AT_ERRORS_PERCENT_FIELD_NUMBER: _ClassVar[int]
    SCHEDULED_AT_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    PAUSE_REASON_FIELD_NUMBER: _ClassVar[int]
    ESTIMATE_FIELD_NUMBER: _ClassVar[int]
    PROGRESS_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    STARTED_AT_FIELD_NUMBER: _ClassVar[int]
    FINISHED_AT_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_ID_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    state: CampaignState
    template_name: str
    template_version: int
    values: _containers.ScalarMap[str, str]
    channels: _containers.RepeatedScalarFieldContainer[NotificationChannel]
    audience: Audience
    transliterate_sms: bool
    stop_at_errors_percent: int
    scheduled_at: _timestamp_pb2.Timestamp
    expires_at: _timestamp_pb2.Timestamp
    pause_reason: PauseReason
    estimate: CampaignEstimate
    progress: CampaignProgress
    created_at: _timestamp_pb2.Timestamp
    started_at: _timestamp_pb2.Timestamp
    finished_at: _timestamp_pb2.Timestamp
    author_id: str
    category: NotificationCategory
    etag: str
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., state: _Optional[_Union[CampaignState, str, int]] = ..., template_name: _Optional[str] = ..., template_version: _Optional[int] = ..., values: _Optional[_Mapping[str, str]] = ..., channels: _Optional[_Iterable[_Union[NotificationChannel, str, int]]] = ..., audience: _Optional[_Union[Audience, _Mapping]] = ..., transliterate_sms: _Optional[bool] = ..., stop_at_errors_percent: _Optional[int] = ..., scheduled_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., pause_reason: _Optional[_Union[PauseReason, str, int]] = ..., estimate: _Optional[_Union[CampaignEstimate, _Mapping]] = ..., progress: _Optional[_Union[CampaignProgress, _Mapping]] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., started_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., finished_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., author_id: _Optional[str] = ..., category: _Optional[_Union[NotificationCategory, str, int]] = ..., etag: _Optional[str] = ...) -> None: ...

class CampaignEstimate(_message.Message):
    __slots__ = ("audience", "recipients", "channels", "exclusions", "sms_parts", "cost", "duration", "estimated_at")
    AUDIENCE_FIELD_NUMBER: _ClassVar[int]
    RECIPIENTS_FIELD_NUMBER: _ClassVar[int]
    CHANNELS_FIELD_NUMBER: _ClassVar[int]
    EXCLUSIONS_FIELD_NUMBER: _ClassVar[int]
    SMS_PARTS_FIELD_NUMBER: _ClassVar[int]
    COST_FIELD_NUMBER: _ClassVar[int]
    DURATION_FIELD_NUMBER: _ClassVar[int]
    ESTIMATED_AT_FIELD_NUMBER: _ClassVar[int]
    audience: int
    recipients: int
    channels: _containers.RepeatedCompositeFieldContainer[ChannelCount]
    exclusions: _containers.RepeatedCompositeFieldContainer[Exclusion]
    sms_parts: int
    cost: _money_pb2.Money
    duration: _duration_pb2.Duration
    estimated_at: _timestamp_pb2.Timestamp
    def __init__(self, audience: _Optional[int] = ..., recipients: _Optional[int] = ..., channels: _Optional[_Iterable[_Union[ChannelCount, _Mapping]]] = ..., exclusions: _Optional[_Iterable[_Union[Exclusion, _Mapping]]] = ..., sms_parts: _Optional[int] = ..., cost: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., duration: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., estimated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ChannelCount(_message.Message):
    __slots__ = ("channel", "count")
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    channel: NotificationChannel
    count: int
    def __init__(self, channel: _Optional[_Union[NotificationChannel, str, int]] = ..., count: _Optional[int] = ...) -> None: ...

class Exclusion(_message.Message):
    __slots__ = ("rule", "count")
    RULE_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    rule: SuppressionRule
    count: int
    def __init__(self, rule: _Optional[_Union[SuppressionRule, str, int]] = ..., count: _Optional[int] = ...) -> None: ...

class CampaignProgress(_message.Message):
    __slots__ = ("expanded", "expansion_done", "states", "exclusions", "errors", "per_second", "time_left", "sms_parts", "cost")
    EXPANDED_FIELD_NUMBER: _ClassVar[int]
    EXPANSION_DONE_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    EXCLUSIONS_FIELD_NUMBER: _ClassVar[int]
    ERRORS_FIELD_NUMBER: _ClassVar[int]
    PER_SECOND_FIELD_NUMBER: _ClassVar[int]
    TIME_LEFT_FIELD_NUMBER: _ClassVar[int]
    SMS_PARTS_FIELD_NUMBER: _ClassVar[int]
    COST_FIELD_NUMBER: _ClassVar[int]
    expanded: int
    expansion_done: bool
    states: _containers.RepeatedCompositeFieldContainer[StateCount]
    exclusions: _containers.RepeatedCompositeFieldContainer[Exclusion]
    errors: _containers.RepeatedCompositeFieldContainer[ProviderErrors]
    per_second: float
    time_left: _duration_pb2.Duration
    sms_parts: int
    cost: _money_pb2.Money
    def __init__(self, expanded: _Optional[int] = ..., expansion_done: _Optional[bool] = ..., states: _Optional[_Iterable[_Union[StateCount, _Mapping]]] = ..., exclusions: _Optional[_Iterable[_Union[Exclusion, _Mapping]]] = ..., errors: _Optional[_Iterable[_Union[ProviderErrors, _Mapping]]] = ..., per_second: _Optional[float] = ..., time_left: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., sms_parts: _Optional[int] = ..., cost: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...

class StateCount(_message.Message):
    __slots__ = ("channel", "state", "count")
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    channel: NotificationChannel
    state: NotificationState
    count: int
    def __init__(self, channel: _Optional[_Union[NotificationChannel, str, int]] = ..., state: _Optional[_Union[NotificationState, str, int]] = ..., count: _Optional[int] = ...) -> None: ...

class ProviderErrors(_message.Message):
    __slots__ = ("provider", "count")
    PROVIDER_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    provider: str
    count: int
    def __init__(self, provider: _Optional[str] = ..., count: _Optional[int] = ...) -> None: ...

class CreateCampaignRequest(_message.Message):
    __slots__ = ("campaign", "request_id")
    CAMPAIGN_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    campaign: Campaign
    request_id: str
    def __init__(self, campaign: _Optional[_Union[Campaign, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateCampaignResponse(_message.Message):
    __slots__ = ("campaign",)
    CAMPAIGN_FIELD_NUMBER: _ClassVar[int]
    campaign: Campaign
    def __init__(self, campaign: _Optional[_Union[Campaign, _Mapping]] = ...) -> None: ...

class UpdateCampaignRequest(_message.Message):
    __slots__ = ("campaign", "request_id")
    CAMPAIGN_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    campaign: Campaign
    request_id: str
    def __init__(self, campaign: _Optional[_Union[Campaign, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class UpdateCampaignResponse(_message.Message):
    __slots__ = ("campaign",)
    CAMPAIGN_FIELD_NUMBER: _ClassVar[int]
    campaign: Campaign
    def __init__(self, campaign: _Optional[_Union[Campaign, _Mapping]] = ...) -> None: ...

class EstimateCampaignRequest(_message.Message):
    __slots__ = ("id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class EstimateCampaignResponse(_message.Message):
    __slots__ = ("campaign",)
    CAMPAIGN_FIELD_NUMBER: _ClassVar[int]
    campaign: Campaign
    def __init__(self, campaign: _Optional[_Union[Campaign, _Mapping]] = ...) -> None: ...

class ScheduleCampaignRequest(_message.Message):
    __slots__ = ("id", "etag", "at", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    at: _timestamp_pb2.Timestamp
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class ScheduleCampaignResponse(_message.Message):
    __slots__ = ("campaign",)
    CAMPAIGN_FIELD_NUMBER: _ClassVar[int]
    campaign: Campaign
    def __init__(self, campaign: _Optional[_Union[Campaign, _Mapping]] = ...) -> None: ...

class PauseCampaignRequest(_message.Message):
    __slots__ = ("id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class PauseCampaignResponse(_message.Message):
    __slots__ = ("campaign",)
    CAMPAIGN_FIELD_NUMBER: _ClassVar[int]
    campaign: Campaign
    def __init__(self, campaign: _Optional[_Union[Campaign, _Mapping]] = ...) -> None: ...

class ResumeCampaignRequest(_message.Message):
    __slots__ = ("id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ResumeCampaignResponse(_message.Message):
    __slots__ = ("campaign",)
    CAMPAIGN_FIELD_NUMBER: _ClassVar[int]
    campaign: Campaign
    def __init__(self, campaign: _Optional[_Union[Campaign, _Mapping]] = ...) -> None: ...

class CancelCampaignRequest(_message.Message):
    __slots__ = ("id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CancelCampaignResponse(_message.Message):
    __slots__ = ("campaign",)
    CAMPAIGN_FIELD_NUMBER: _ClassVar[int]
    campaign: Campaign
    def __init__(self, campaign: _Optional[_Union[Campaign, _Mapping]] = ...) -> None: ...

class GetCampaignRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetCampaignResponse(_message.Message):
    __slots__ = ("campaign",)
    CAMPAIGN_FIELD_NUMBER: _ClassVar[int]
    campaign: Campaign
    def __init__(self, campaign: _Optional[_Union[Campaign, _Mapping]] = ...) -> None: ...

class CampaignFilter(_message.Message):
    __slots__ = ("states",)
    STATES_FIELD_NUMBER: _ClassVar[int]
    states: _containers.RepeatedScalarFieldContainer[CampaignState]
    def __init__(self, states: _Optional[_Iterable[_Union[CampaignState, str, int]]] = ...) -> None: ...

class ListCampaignsRequest(_message.Message):
    __slots__ = ("filter", "page_size", "page_token", "skip")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_FIELD_NUMBER: _ClassVar[int]
    filter: CampaignFilter
    page_size: int
    page_token: str
    skip: int
    def __init__(self, filter: _Optional[_Union[CampaignFilter, _Mapping]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., skip: _Optional[int] = ...) -> None: ...

class ListCampaignsResponse(_message.Message):
    __slots__ = ("campaigns", "next_page_token", "total_size")
    CAMPAIGNS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    campaigns: _containers.RepeatedCompositeFieldContainer[Campaign]
    next_page_token: str
    total_size: int
    def __init__(self, campaigns: _Optional[_Iterable[_Union[Campaign, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class ResendFailedRequest(_message.Message):
    __slots__ = ("id", "unknown_too", "request_id", "dry_run")
    ID_FIELD_NUMBER: _ClassVar[int]
    UNKNOWN_TOO_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    DRY_RUN_FIELD_NUMBER: _ClassVar[int]
    id: str
    unknown_too: bool
    request_id: str
    dry_run: bool
    def __init__(self, id: _Optional[str] = ..., unknown_too: _Optional[bool] = ..., request_id: _Optional[str] = ..., dry_run: _Optional[bool] = ...) -> None: ...

class ResendFailedResponse(_message.Message):
    __slots__ = ("campaign", "queued")
    CAMPAIGN_FIELD_NUMBER: _ClassVar[int]
    QUEUED_FIELD_NUMBER: _ClassVar[int]
    campaign: Campaign
    queued: int
    def __init__(self, campaign: _Optional[_Union[Campaign, _Mapping]] = ..., queued: _Optional[int] = ...) -> None: ...

class WatchCampaignsRequest(_message.Message):
    __slots__ = ("filter", "resume_token", "skip_snapshot")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    filter: CampaignFilter
    resume_token: str
    skip_snapshot: bool
    def __init__(self, filter: _Optional[_Union[CampaignFilter, _Mapping]] = ..., resume_token: _Optional[str] = ..., skip_snapshot: _Optional[bool] = ...) -> None: ...

class WatchCampaignsResponse(_message.Message):
    __slots__ = ("position", "changes")
    POSITION_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    position: _common_pb2.WatchPosition
    changes: _containers.RepeatedCompositeFieldContainer[CampaignChange]
    def __init__(self, position: _Optional[_Union[_common_pb2.WatchPosition, _Mapping]] = ..., changes: _Optional[_Iterable[_Union[CampaignChange, _Mapping]]] = ...) -> None: ...

class CampaignChange(_message.Message):
    __slots__ = ("kind", "campaign")
    KIND_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_FIELD_NUMBER: _ClassVar[int]
    kind: _common_pb2.ChangeKind
    campaign: Campaign
    def __init__(self, kind: _Optional[_Union[_common_pb2.ChangeKind, str, int]] = ..., campaign: _Optional[_Union[Campaign, _Mapping]] = ...) -> None: ...

class RecordReceiptsRequest(_message.Message):
    __slots__ = ("receipts",)
    RECEIPTS_FIELD_NUMBER: _ClassVar[int]
    receipts: _containers.RepeatedCompositeFieldContainer[Receipt]
    def __init__(self, receipts: _Optional[_Iterable[_Union[Receipt, _Mapping]]] = ...) -> None: ...

class Receipt(_message.Message):
    __slots__ = ("notification_id", "provider_message_id", "provider", "state", "at", "detail")
    NOTIFICATION_ID_FIELD_NUMBER: _ClassVar[int]
    PROVIDER_MESSAGE_ID_FIELD_NUMBER: _ClassVar[int]
    PROVIDER_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    DETAIL_FIELD_NUMBER: _ClassVar[int]
    notification_id: str
    provider_message_id: str
    provider: str
    state: NotificationState
    at: _timestamp_pb2.Timestamp
    detail: str
    def __init__(self, notification_id: _Optional[str] = ..., provider_message_id: _Optional[str] = ..., provider: _Optional[str] = ..., state: _Optional[_Union[NotificationState, str, int]] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., detail: _Optional[str] = ...) -> None: ...

class RecordReceiptsResponse(_message.Message):
    __slots__ = ("outcomes",)
    OUTCOMES_FIELD_NUMBER: _ClassVar[int]
    outcomes: _containers.RepeatedCompositeFieldContainer[ReceiptOutcome]
    def __init__(self, outcomes: _Optional[_Iterable[_Union[ReceiptOutcome, _Mapping]]] = ...) -> None: ...

class ReceiptOutcome(_message.Message):
    __slots__ = ("notification_id", "state", "changed")
    NOTIFICATION_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CHANGED_FIELD_NUMBER: _ClassVar[int]
    notification_id: str
    state: NotificationState
    changed: bool
    def __init__(self, notification_id: _Optional[str] = ..., state: _Optional[_Union[NotificationState, str, int]] = ..., changed: _Optional[bool] = ...) -> None: ...

class RetryNotificationRequest(_message.Message):
    __slots__ = ("id", "etag", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RetryNotificationResponse(_message.Message):
    __slots__ = ("notification",)
    NOTIFICATION_FIELD_NUMBER: _ClassVar[int]
    notification: Notification
    def __init__(self, notification: _Optional[_Union[Notification, _Mapping]] = ...) -> None: ...

class CancelNotificationRequest(_message.Message):
    __slots__ = ("id", "etag", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CancelNotificationResponse(_message.Message):
    __slots__ = ("notification",)
    NOTIFICATION_FIELD_NUMBER: _ClassVar[int]
    notification: Notification
    def __init__(self, notification: _Optional[_Union[Notification, _Mapping]] = ...) -> None: ...

class ExplainNotificationRequest(_message.Message):
    __slots__ = ("user_id", "campaign_id", "template_name", "notification_id", "emergency")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_NAME_FIELD_NUMBER: _ClassVar[int]
    NOTIFICATION_ID_FIELD_NUMBER: _ClassVar[int]
    EMERGENCY_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    campaign_id: str
    template_name: str
    notification_id: str
    emergency: bool
    def __init__(self, user_id: _Optional[str] = ..., campaign_id: _Optional[str] = ..., template_name: _Optional[str] = ..., notification_id: _Optional[str] = ..., emergency: _Optional[bool] = ...) -> None: ...

class ExplainNotificationResponse(_message.Message):
    __slots__ = ("channels", "chosen", "in_audience", "notifications")
    CHANNELS_FIELD_NUMBER: _ClassVar[int]
    CHOSEN_FIELD_NUMBER: _ClassVar[int]
    IN_AUDIENCE_FIELD_NUMBER: _ClassVar[int]
    NOTIFICATIONS_FIELD_NUMBER: _ClassVar[int]
    channels: _containers.RepeatedCompositeFieldContainer[ChannelExplanation]
    chosen: NotificationChannel
    in_audience: bool
    notifications: _containers.RepeatedCompositeFieldContainer[Notification]
    def __init__(self, channels: _Optional[_Iterable[_Union[ChannelExplanation, _Mapping]]] = ..., chosen: _Optional[_Union[NotificationChannel, str, int]] = ..., in_audience: _Optional[bool] = ..., notifications: _Optional[_Iterable[_Union[Notification, _Mapping]]] = ...) -> None: ...

class ChannelExplanation(_message.Message):
    __slots__ = ("channel", "rules", "allowed", "not_before")
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    RULES_FIELD_NUMBER: _ClassVar[int]
    ALLOWED_FIELD_NUMBER: _ClassVar[int]
    NOT_BEFORE_FIELD_NUMBER: _ClassVar[int]
    channel: NotificationChannel
    rules: _containers.RepeatedCompositeFieldContainer[RuleExplanation]
    allowed: bool
    not_before: _timestamp_pb2.Timestamp
    def __init__(self, channel: _Optional[_Union[NotificationChannel, str, int]] = ..., rules: _Optional[_Iterable[_Union[RuleExplanation, _Mapping]]] = ..., allowed: _Optional[bool] = ..., not_before: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class RuleExplanation(_message.Message):
    __slots__ = ("rule", "answer", "message_uk", "message_en")
    RULE_FIELD_NUMBER: _ClassVar[int]
    ANSWER_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_UK_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_EN_FIELD_NUMBER: _ClassVar[int]
    rule: SuppressionRule
    answer: RuleAnswer
    message_uk: str
    message_en: str
    def __init__(self, rule: _Optional[_Union[SuppressionRule, str, int]] = ..., answer: _Optional[_Union[RuleAnswer, str, int]] = ..., message_uk: _Optional[str] = ..., message_en: _Optional[str] = ...) -> None: ...

class Device(_message.Message):
    __slots__ = ("id", "platform", "app_version", "registered_at")
    ID_FIELD_NUMBER: _ClassVar[int]
    PLATFORM_FIELD_NUMBER: _ClassVar[int]
    APP_VERSION_FIELD_NUMBER: _ClassVar[int]
    REGISTERED_AT_FIELD_NUMBER: _ClassVar[int]
    id: str
    platform: DevicePlatform
    app_version: str
    registered_at: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., platform: _Optional[_Union[DevicePlatform, str, int]] = ..., app_version: _Optional[str] = ..., registered_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class RegisterDeviceRequest(_message.Message):
    __slots__ = ("token", "platform", "app_version", "request_id")
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    PLATFORM_FIELD_NUMBER: _ClassVar[int]
    APP_VERSION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    token: str
    platform: DevicePlatform
    app_version: str
    request_id: str
    def __init__(self, token: _Optional[str] = ..., platform: _Optional[_Union[DevicePlatform, str, int]] = ..., app_version: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RegisterDeviceResponse(_message.Message):
    __slots__ = ("device",)
    DEVICE_FIELD_NUMBER: _ClassVar[int]
    device: Device
    def __init__(self, device: _Optional[_Union[Device, _Mapping]] = ...) -> None: ...

class RemoveDeviceRequest(_message.Message):
    __slots__ = ("id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RemoveDeviceResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListDevicesRequest(_message.Message):
    __slots__ = ("user_id",)
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    def __init__(self, user_id: _Optional[str] = ...) -> None: ...

class ListDevicesResponse(_message.Message):
    __slots__ = ("devices",)
    DEVICES_FIELD_NUMBER: _ClassVar[int]
    devices: _containers.RepeatedCompositeFieldContainer[Device]
    def __init__(self, devices: _Optional[_Iterable[_Union[Device, _Mapping]]] = ...) -> None: ...

class UnsubscribeRequest(_message.Message):
    __slots__ = ("token", "sms", "request_id")
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    SMS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    token: str
    sms: InboundSms
    request_id: str
    def __init__(self, token: _Optional[str] = ..., sms: _Optional[_Union[InboundSms, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class InboundSms(_message.Message):
    __slots__ = ("from_phone", "text")
    FROM_PHONE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    from_phone: str
    text: str
    def __init__(self, from_phone: _Optional[str] = ..., text: _Optional[str] = ...) -> None: ...

class UnsubscribeResponse(_message.Message):
    __slots__ = ("categories", "channel")
    CATEGORIES_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    categories: _containers.RepeatedScalarFieldContainer[NotificationCategory]
    channel: NotificationChannel
    def __init__(self, categories: _Optional[_Iterable[_Union[NotificationCategory, str, int]]] = ..., channel: _Optional[_Union[NotificationChannel, str, int]] = ...) -> None: ...

class SuppressedContact(_message.Message):
    __slots__ = ("id", "channel", "reason", "contact_masked", "user_id", "suppressed_at", "note")
    ID_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    CONTACT_MASKED_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    SUPPRESSED_AT_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    id: str
    channel: NotificationChannel
    reason: ContactSuppressionReason
    contact_masked: str
    user_id: str
    suppressed_at: _timestamp_pb2.Timestamp
    note: str
    def __init__(self, id: _Optional[str] = ..., channel: _Optional[_Union[NotificationChannel, str, int]] = ..., reason: _Optional[_Union[ContactSuppressionReason, str, int]] = ..., contact_masked: _Optional[str] = ..., user_id: _Optional[str] = ..., suppressed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., note: _Optional[str] = ...) -> None: ...

class SuppressContactRequest(_message.Message):
    __slots__ = ("user_id", "channel", "note", "request_id", "reason")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    channel: NotificationChannel
    note: str
    request_id: str
    reason: ContactSuppressionReason
    def __init__(self, user_id: _Optional[str] = ..., channel: _Optional[_Union[NotificationChannel, str, int]] = ..., note: _Optional[str] = ..., request_id: _Optional[str] = ..., reason: _Optional[_Union[ContactSuppressionReason, str, int]] = ...) -> None: ...

class SuppressContactResponse(_message.Message):
    __slots__ = ("contact",)
    CONTACT_FIELD_NUMBER: _ClassVar[int]
    contact: SuppressedContact
    def __init__(self, contact: _Optional[_Union[SuppressedContact, _Mapping]] = ...) -> None: ...

class ReleaseContactRequest(_message.Message):
    __slots__ = ("id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ReleaseContactResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListSuppressedContactsRequest(_message.Message):
    __slots__ = ("channel", "user_id", "page_size", "page_token", "skip")
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_FIELD_NUMBER: _ClassVar[int]
    channel: NotificationChannel
    user_id: str
    page_size: int
    page_token: str
    skip: int
    def __init__(self, channel: _Optional[_Union[NotificationChannel, str, int]] = ..., user_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., skip: _Optional[int] = ...) -> None: ...

class ListSuppressedContactsResponse(_message.Message):
    __slots__ = ("contacts", "next_page_token", "total_size")
    CONTACTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    contacts: _containers.RepeatedCompositeFieldContainer[SuppressedContact]
    next_page_token: str
    total_size: int
    def __init__(self, contacts: _Optional[_Iterable[_Union[SuppressedContact, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class DeliveryRules(_message.Message):
    __slots__ = ("quiet_from_hour", "quiet_until_hour", "daily_cap", "stop_keywords", "etag")
    QUIET_FROM_HOUR_FIELD_NUMBER: _ClassVar[int]
    QUIET_UNTIL_HOUR_FIELD_NUMBER: _ClassVar[int]
    DAILY_CAP_FIELD_NUMBER: _ClassVar[int]
    STOP_KEYWORDS_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    quiet_from_hour: int
    quiet_until_hour: int
    daily_cap: int
    stop_keywords: _containers.RepeatedScalarFieldContainer[str]
    etag: str
    def __init__(self, quiet_from_hour: _Optional[int] = ..., quiet_until_hour: _Optional[int] = ..., daily_cap: _Optional[int] = ..., stop_keywords: _Optional[_Iterable[str]] = ..., etag: _Optional[str] = ...) -> None: ...

class GetDeliveryRulesRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetDeliveryRulesResponse(_message.Message):
    __slots__ = ("rules",)
    RULES_FIELD_NUMBER: _ClassVar[int]
    rules: DeliveryRules
    def __init__(self, rules: _Optional[_Union[DeliveryRules, _Mapping]] = ...) -> None: ...

class UpdateDeliveryRulesRequest(_message.Message):
    __slots__ = ("rules", "request_id")
    RULES_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    rules: DeliveryRules
    request_id: str
    def __init__(self, rules: _Optional[_Union[DeliveryRules, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class UpdateDeliveryRulesResponse(_message.Message):
    __slots__ = ("rules",)
    RULES_FIELD_NUMBER: _ClassVar[int]
    rules: DeliveryRules
    def __init__(self, rules: _Optional[_Union[DeliveryRules, _Mapping]] = ...) -> None: ...

class Provider(_message.Message):
    __slots__ = ("name", "channel", "protocol", "state", "health", "rate_limit", "price", "minutes", "last_error", "last_error_at")
    NAME_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    PROTOCOL_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    HEALTH_FIELD_NUMBER: _ClassVar[int]
    RATE_LIMIT_FIELD_NUMBER: _ClassVar[int]
    PRICE_FIELD_NUMBER: _ClassVar[int]
    MINUTES_FIELD_NUMBER: _ClassVar[int]
    LAST_ERROR_FIELD_NUMBER: _ClassVar[int]
    LAST_ERROR_AT_FIELD_NUMBER: _ClassVar[int]
    name: str
    channel: NotificationChannel
    protocol: str
    state: ProviderState
    health: float
    rate_limit: float
    price: _money_pb2.Money
    minutes: _containers.RepeatedCompositeFieldContainer[ProviderMinute]
    last_error: str
    last_error_at: _timestamp_pb2.Timestamp
    def __init__(self, name: _Optional[str] = ..., channel: _Optional[_Union[NotificationChannel, str, int]] = ..., protocol: _Optional[str] = ..., state: _Optional[_Union[ProviderState, str, int]] = ..., health: _Optional[float] = ..., rate_limit: _Optional[float] = ..., price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., minutes: _Optional[_Iterable[_Union[ProviderMinute, _Mapping]]] = ..., last_error: _Optional[str] = ..., last_error_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ProviderMinute(_message.Message):
    __slots__ = ("minute", "accepted", "refused", "refused_for_now", "unanswered", "milliseconds")
    MINUTE_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    REFUSED_FIELD_NUMBER: _ClassVar[int]
    REFUSED_FOR_NOW_FIELD_NUMBER: _ClassVar[int]
    UNANSWERED_FIELD_NUMBER: _ClassVar[int]
    MILLISECONDS_FIELD_NUMBER: _ClassVar[int]
    minute: _timestamp_pb2.Timestamp
    accepted: int
    refused: int
    refused_for_now: int
    unanswered: int
    milliseconds: int
    def __init__(self, minute: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., accepted: _Optional[int] = ..., refused: _Optional[int] = ..., refused_for_now: _Optional[int] = ..., unanswered: _Optional[int] = ..., milliseconds: _Optional[int] = ...) -> None: ...

class ListProvidersRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListProvidersResponse(_message.Message):
    __slots__ = ("providers", "queues")
    PROVIDERS_FIELD_NUMBER: _ClassVar[int]
    QUEUES_FIELD_NUMBER: _ClassVar[int]
    providers: _containers.RepeatedCompositeFieldContainer[Provider]
    queues: _containers.RepeatedCompositeFieldContainer[QueueDepth]
    def __init__(self, providers: _Optional[_Iterable[_Union[Provider, _Mapping]]] = ..., queues: _Optional[_Iterable[_Union[QueueDepth, _Mapping]]] = ...) -> None: ...

class QueueDepth(_message.Message):
    __slots__ = ("urgency", "channel", "waiting", "oldest_due_at", "more")
    URGENCY_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    WAITING_FIELD_NUMBER: _ClassVar[int]
    OLDEST_DUE_AT_FIELD_NUMBER: _ClassVar[int]
    MORE_FIELD_NUMBER: _ClassVar[int]
    urgency: Urgency
    channel: NotificationChannel
    waiting: int
    oldest_due_at: _timestamp_pb2.Timestamp
    more: bool
    def __init__(self, urgency: _Optional[_Union[Urgency, str, int]] = ..., channel: _Optional[_Union[NotificationChannel, str, int]] = ..., waiting: _Optional[int] = ..., oldest_due_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., more: _Optional[bool] = ...) -> None: ...
