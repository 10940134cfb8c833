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

class PolicyVersionState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    POLICY_VERSION_STATE_UNSPECIFIED: _ClassVar[PolicyVersionState]
    POLICY_VERSION_STATE_DRAFT: _ClassVar[PolicyVersionState]
    POLICY_VERSION_STATE_PUBLISHED: _ClassVar[PolicyVersionState]
    POLICY_VERSION_STATE_IN_FORCE: _ClassVar[PolicyVersionState]
    POLICY_VERSION_STATE_SUPERSEDED: _ClassVar[PolicyVersionState]
    POLICY_VERSION_STATE_DISCARDED: _ClassVar[PolicyVersionState]

class AcceptanceKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ACCEPTANCE_KIND_UNSPECIFIED: _ClassVar[AcceptanceKind]
    ACCEPTANCE_KIND_EXPLICIT: _ClassVar[AcceptanceKind]
    ACCEPTANCE_KIND_IMPLIED: _ClassVar[AcceptanceKind]

class PolicyChange(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    POLICY_CHANGE_UNSPECIFIED: _ClassVar[PolicyChange]
    POLICY_CHANGE_SAME: _ClassVar[PolicyChange]
    POLICY_CHANGE_REMOVED: _ClassVar[PolicyChange]
    POLICY_CHANGE_ADDED: _ClassVar[PolicyChange]
    POLICY_CHANGE_CHANGED: _ClassVar[PolicyChange]
POLICY_VERSION_STATE_UNSPECIFIED: PolicyVersionState
POLICY_VERSION_STATE_DRAFT: PolicyVersionState
POLICY_VERSION_STATE_PUBLISHED: PolicyVersionState
POLICY_VERSION_STATE_IN_FORCE: PolicyVersionState
POLICY_VERSION_STATE_SUPERSEDED: PolicyVersionState
POLICY_VERSION_STATE_DISCARDED: PolicyVersionState
ACCEPTANCE_KIND_UNSPECIFIED: AcceptanceKind
ACCEPTANCE_KIND_EXPLICIT: AcceptanceKind
ACCEPTANCE_KIND_IMPLIED: AcceptanceKind
POLICY_CHANGE_UNSPECIFIED: PolicyChange
POLICY_CHANGE_SAME: PolicyChange
POLICY_CHANGE_REMOVED: PolicyChange
POLICY_CHANGE_ADDED: PolicyChange
POLICY_CHANGE_CHANGED: PolicyChange

class PolicyReach(_message.Message):
    __slots__ = ("users", "accepted_explicitly", "accepted_by_use", "not_yet", "told", "delivered", "failed", "suppressed")
    USERS_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_EXPLICITLY_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_BY_USE_FIELD_NUMBER: _ClassVar[int]
    NOT_YET_FIELD_NUMBER: _ClassVar[int]
    TOLD_FIELD_NUMBER: _ClassVar[int]
    DELIVERED_FIELD_NUMBER: _ClassVar[int]
    FAILED_FIELD_NUMBER: _ClassVar[int]
    SUPPRESSED_FIELD_NUMBER: _ClassVar[int]
    users: int
    accepted_explicitly: int
    accepted_by_use: int
    not_yet: int
    told: int
    delivered: int
    failed: int
    suppressed: int
    def __init__(self, users: _Optional[int] = ..., accepted_explicitly: _Optional[int] = ..., accepted_by_use: _Optional[int] = ..., not_yet: _Optional[int] = ..., told: _Optional[int] = ..., delivered: _Optional[int] = ..., failed: _Optional[int] = ..., suppressed: _Optional[int] = ...) -> None: ...

class PolicyVersion(_message.Message):
    __slots__ = ("id", "label", "state", "text_uk", "text_en", "summary_uk", "summary_en", "effective_from", "published_at", "author", "editor", "publisher", "created_at", "updated_at", "announced_at", "etag", "reach")
    ID_FIELD_NUMBER: _ClassVar[int]
    LABEL_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TEXT_UK_FIELD_NUMBER: _ClassVar[int]
    TEXT_EN_FIELD_NUMBER: _ClassVar[int]
    SUMMARY_UK_FIELD_NUMBER: _ClassVar[int]
    SUMMARY_EN_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_FROM_FIELD_NUMBER: _ClassVar[int]
    PUBLISHED_AT_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_FIELD_NUMBER: _ClassVar[int]
    EDITOR_FIELD_NUMBER: _ClassVar[int]
    PUBLISHER_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    ANNOUNCED_AT_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REACH_FIELD_NUMBER: _ClassVar[int]
    id: str
    label: str
    state: PolicyVersionState
    text_uk: str
    text_en: str
    summary_uk: str
    summary_en: str
    effective_from: _timestamp_pb2.Timestamp
    published_at: _timestamp_pb2.Timestamp
    author: str
    editor: str
    publisher: str
    created_at: _timestamp_pb2.Timestamp
    updated_at: _timestamp_pb2.Timestamp
    announced_at: _timestamp_pb2.Timestamp
    etag: str
    reach: PolicyReach
    def __init__(self, id: _Optional[str] = ..., label: _Optional[str] = ..., state: _Optional[_Union[PolicyVersionState, str, int]] = ..., text_uk: _Optional[str] = ..., text_en: _Optional[str] = ..., summary_uk: _Optional[str] = ..., summary_en: _Optional[str] = ..., effective_from: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., published_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., author: _Optional[str] = ..., editor: _Optional[str] = ..., publisher: _Optional[str] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., announced_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., etag: _Optional[str] = ..., reach: _Optional[_Union[PolicyReach, _Mapping]] = ...) -> None: ...

class Acceptance(_message.Message):
    __slots__ = ("id", "user_id", "policy_version", "kind", "accepted_at", "ip_address", "app_version")
    ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    POLICY_VERSION_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_AT_FIELD_NUMBER: _ClassVar[int]
    IP_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    APP_VERSION_FIELD_NUMBER: _ClassVar[int]
    id: str
    user_id: str
    policy_version: str
    kind: AcceptanceKind
    accepted_at: _timestamp_pb2.Timestamp
    ip_address: str
    app_version: str
    def __init__(self, id: _Optional[str] = ..., user_id: _Optional[str] = ..., policy_version: _Optional[str] = ..., kind: _Optional[_Union[AcceptanceKind, str, int]] = ..., accepted_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., ip_address: _Optional[str] = ..., app_version: _Optional[str] = ...) -> None: ...

class CreatePolicyVersionRequest(_message.Message):
    __slots__ = ("request_id", "version")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    version: PolicyVersion
    def __init__(self, request_id: _Optional[str] = ..., version: _Optional[_Union[PolicyVersion, _Mapping]] = ...) -> None: ...

class CreatePolicyVersionResponse(_message.Message):
    __slots__ = ("version",)
    VERSION_FIELD_NUMBER: _ClassVar[int]
    version: PolicyVersion
    def __init__(self, version: _Optional[_Union[PolicyVersion, _Mapping]] = ...) -> None: ...

class UpdatePolicyVersionRequest(_message.Message):
    __slots__ = ("request_id", "version", "update_mask")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    version: PolicyVersion
    update_mask: _field_mask_pb2.FieldMask
    def __init__(self, request_id: _Optional[str] = ..., version: _Optional[_Union[PolicyVersion, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ...) -> None: ...

class UpdatePolicyVersionResponse(_message.Message):
    __slots__ = ("version",)
    VERSION_FIELD_NUMBER: _ClassVar[int]
    version: PolicyVersion
    def __init__(self, version: _Optional[_Union[PolicyVersion, _Mapping]] = ...) -> None: ...

class DiscardPolicyVersionRequest(_message.Message):
    __slots__ = ("request_id", "id", "etag")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    id: str
    etag: str
    def __init__(self, request_id: _Optional[str] = ..., id: _Optional[str] = ..., etag: _Optional[str] = ...) -> None: ...

class DiscardPolicyVersionResponse(_message.Message):
    __slots__ = ("version",)
    VERSION_FIELD_NUMBER: _ClassVar[int]
    version: PolicyVersion
    def __init__(self, version: _Optional[_Union[PolicyVersion, _Mapping]] = ...) -> None: ...

class PublishPolicyVersionRequest(_message.Message):
    __slots__ = ("request_id", "id", "etag")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    id: str
    etag: str
    def __init__(self, request_id: _Optional[str] = ..., id: _Optional[str] = ..., etag: _Optional[str] = ...) -> None: ...

class PublishPolicyVersionResponse(_message.Message):
    __slots__ = ("version",)
    VERSION_FIELD_NUMBER: _ClassVar[int]
    version: PolicyVersion
    def __init__(self, version: _Optional[_Union[PolicyVersion, _Mapping]] = ...) -> None: ...

class GetCurrentPolicyRequest(_message.Message):
    __slots__ = ("at",)
    AT_FIELD_NUMBER: _ClassVar[int]
    at: _timestamp_pb2.Timestamp
    def __init__(self, at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class GetCurrentPolicyResponse(_message.Message):
    __slots__ = ("version", "next", "acceptance")
    VERSION_FIELD_NUMBER: _ClassVar[int]
    NEXT_FIELD_NUMBER: _ClassVar[int]
    ACCEPTANCE_FIELD_NUMBER: _ClassVar[int]
    version: PolicyVersion
    next: PolicyVersion
    acceptance: Acceptance
    def __init__(self, version: _Optional[_Union[PolicyVersion, _Mapping]] = ..., next: _Optional[_Union[PolicyVersion, _Mapping]] = ..., acceptance: _Optional[_Union[Acceptance, _Mapping]] = ...) -> None: ...

class GetPolicyVersionRequest(_message.Message):
    __slots__ = ("id", "label")
    ID_FIELD_NUMBER: _ClassVar[int]
    LABEL_FIELD_NUMBER: _ClassVar[int]
    id: str
    label: str
    def __init__(self, id: _Optional[str] = ..., label: _Optional[str] = ...) -> None: ...

class GetPolicyVersionResponse(_message.Message):
    __slots__ = ("version",)
    VERSION_FIELD_NUMBER: _ClassVar[int]
    version: PolicyVersion
    def __init__(self, version: _Optional[_Union[PolicyVersion, _Mapping]] = ...) -> None: ...

class ListPolicyVersionsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "skip")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    skip: int
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., skip: _Optional[int] = ...) -> None: ...

class ListPolicyVersionsResponse(_message.Message):
    __slots__ = ("versions", "next_page_token", "total_size")
    VERSIONS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    versions: _containers.RepeatedCompositeFieldContainer[PolicyVersion]
    next_page_token: str
    total_size: int
    def __init__(self, versions: _Optional[_Iterable[_Union[PolicyVersion, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class PolicySpan(_message.Message):
    __slots__ = ("change", "text")
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    change: PolicyChange
    text: str
    def __init__(self, change: _Optional[_Union[PolicyChange, str, int]] = ..., text: _Optional[str] = ...) -> None: ...

class PolicyParagraph(_message.Message):
    __slots__ = ("change", "spans")
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    SPANS_FIELD_NUMBER: _ClassVar[int]
    change: PolicyChange
    spans: _containers.RepeatedCompositeFieldContainer[PolicySpan]
    def __init__(self, change: _Optional[_Union[PolicyChange, str, int]] = ..., spans: _Optional[_Iterable[_Union[PolicySpan, _Mapping]]] = ...) -> None: ...

class ComparePolicyVersionsRequest(_message.Message):
    __slots__ = ("from_id", "to_id", "language")
    FROM_ID_FIELD_NUMBER: _ClassVar[int]
    TO_ID_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    from_id: str
    to_id: str
    language: _common_pb2.Language
    def __init__(self, from_id: _Optional[str] = ..., to_id: _Optional[str] = ..., language: _Optional[_Union[_common_pb2.Language, str, int]] = ...) -> None: ...

class ComparePolicyVersionsResponse(_message.Message):
    __slots__ = ("paragraphs", "words_removed", "words_added")
    PARAGRAPHS_FIELD_NUMBER: _ClassVar[int]
    WORDS_REMOVED_FIELD_NUMBER: _ClassVar[int]
    WORDS_ADDED_FIELD_NUMBER: _ClassVar[int]
    paragraphs: _containers.RepeatedCompositeFieldContainer[PolicyParagraph]
    words_removed: int
    words_added: int
    def __init__(self, paragraphs: _Optional[_Iterable[_Union[PolicyParagraph, _Mapping]]] = ..., words_removed: _Optional[int] = ..., words_added: _Optional[int] = ...) -> None: ...

class RecordAcceptanceRequest(_message.Message):
    __slots__ = ("request_id", "policy_version", "app_version")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    POLICY_VERSION_FIELD_NUMBER: _ClassVar[int]
    APP_VERSION_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    policy_version: str
    app_version: str
    def __init__(self, request_id: _Optional[str] = ..., policy_version: _Optional[str] = ..., app_version: _Optional[str] = ...) -> None: ...

class RecordAcceptanceResponse(_message.Message):
    __slots__ = ("acceptance",)
    ACCEPTANCE_FIELD_NUMBER: _ClassVar[int]
    acceptance: Acceptance
    def __init__(self, acceptance: _Optional[_Union[Acceptance, _Mapping]] = ...) -> None: ...

class AcceptanceFilter(_message.Message):
    __slots__ = ("user_id", "policy_version", "kind")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    POLICY_VERSION_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    policy_version: str
    kind: AcceptanceKind
    def __init__(self, user_id: _Optional[str] = ..., policy_version: _Optional[str] = ..., kind: _Optional[_Union[AcceptanceKind, str, int]] = ...) -> None: ...

class ListAcceptancesRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "filter")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    FILTER_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    filter: AcceptanceFilter
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., filter: _Optional[_Union[AcceptanceFilter, _Mapping]] = ...) -> None: ...

class ListAcceptancesResponse(_message.Message):
    __slots__ = ("acceptances", "next_page_token")
    ACCEPTANCES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    acceptances: _containers.RepeatedCompositeFieldContainer[Acceptance]
    next_page_token: str
    def __init__(self, acceptances: _Optional[_Iterable[_Union[Acceptance, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...
