from google.protobuf import descriptor_pb2 as _descriptor_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PrincipalKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PRINCIPAL_KIND_UNSPECIFIED: _ClassVar[PrincipalKind]
    PRINCIPAL_KIND_ANONYMOUS: _ClassVar[PrincipalKind]
    PRINCIPAL_KIND_OPERATOR: _ClassVar[PrincipalKind]
    PRINCIPAL_KIND_PARTNER: _ClassVar[PrincipalKind]
    PRINCIPAL_KIND_RESIDENT: _ClassVar[PrincipalKind]

class Permission(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PERMISSION_UNSPECIFIED: _ClassVar[Permission]
    PERMISSION_SESSION_START: _ClassVar[Permission]
    PERMISSION_SESSION_OWN: _ClassVar[Permission]
    PERMISSION_USERS_READ: _ClassVar[Permission]
    PERMISSION_USERS_WRITE: _ClassVar[Permission]
    PERMISSION_USERS_BLOCK: _ClassVar[Permission]
    PERMISSION_USERS_EXPORT: _ClassVar[Permission]
    PERMISSION_ACCOUNTS_READ: _ClassVar[Permission]
    PERMISSION_ACCOUNTS_WRITE: _ClassVar[Permission]
    PERMISSION_ACCOUNTS_LINK: _ClassVar[Permission]
    PERMISSION_METERS_WRITE: _ClassVar[Permission]
    PERMISSION_READINGS_READ: _ClassVar[Permission]
    PERMISSION_READINGS_SUBMIT: _ClassVar[Permission]
    PERMISSION_READINGS_IMPORT: _ClassVar[Permission]
    PERMISSION_READINGS_REVIEW: _ClassVar[Permission]
    PERMISSION_READINGS_EXPORT: _ClassVar[Permission]
    PERMISSION_NOTIFICATIONS_READ: _ClassVar[Permission]
    PERMISSION_NOTIFICATIONS_SEND: _ClassVar[Permission]
    PERMISSION_TEMPLATES_WRITE: _ClassVar[Permission]
    PERMISSION_PREFERENCES_READ: _ClassVar[Permission]
    PERMISSION_PREFERENCES_WRITE: _ClassVar[Permission]
    PERMISSION_PRIVACY_READ: _ClassVar[Permission]
    PERMISSION_PRIVACY_REGISTER: _ClassVar[Permission]
    PERMISSION_PRIVACY_WORK: _ClassVar[Permission]
    PERMISSION_PRIVACY_APPROVE: _ClassVar[Permission]
    PERMISSION_PARTNERS_READ: _ClassVar[Permission]
    PERMISSION_PARTNERS_WRITE: _ClassVar[Permission]
    PERMISSION_OPERATORS_READ: _ClassVar[Permission]
    PERMISSION_OPERATORS_WRITE: _ClassVar[Permission]
    PERMISSION_AUDIT_READ: _ClassVar[Permission]
    PERMISSION_USERS_REGISTER: _ClassVar[Permission]
    PERMISSION_RECEIPTS_RECORD: _ClassVar[Permission]
    PERMISSION_RULES_WRITE: _ClassVar[Permission]
    PERMISSION_WORKS_READ: _ClassVar[Permission]
    PERMISSION_WORKS_WRITE: _ClassVar[Permission]
    PERMISSION_CHARGES_PUSH: _ClassVar[Permission]
    PERMISSION_PAYMENTS_PUSH: _ClassVar[Permission]
    PERMISSION_BILLING_READ: _ClassVar[Permission]
    PERMISSION_BILLING_WRITE: _ClassVar[Permission]
    PERMISSION_CAMPAIGNS_WRITE: _ClassVar[Permission]
    PERMISSION_PREFERENCES_UNSUBSCRIBE: _ClassVar[Permission]
    PERMISSION_SUPPRESSIONS_WRITE: _ClassVar[Permission]
    PERMISSION_DELIVERY_RULES_WRITE: _ClassVar[Permission]
    PERMISSION_DUTIES_SEND: _ClassVar[Permission]
    PERMISSION_POLICY_READ: _ClassVar[Permission]
    PERMISSION_POLICY_WRITE: _ClassVar[Permission]
    PERMISSION_POLICY_ACCEPT: _ClassVar[Permission]
    PERMISSION_DISCLOSURES_READ: _ClassVar[Permission]
    PERMISSION_DISCLOSURES_WORK: _ClassVar[Permission]
    PERMISSION_DISCLOSURES_APPROVE: _ClassVar[Permission]
    PERMISSION_DATA_DUTIES_READ: _ClassVar[Permission]
    PERMISSION_DATA_DUTIES_ANSWER: _ClassVar[Permission]
    PERMISSION_STATISTICS_READ: _ClassVar[Permission]
    PERMISSION_ACTIVITY_RECORD: _ClassVar[Permission]
    PERMISSION_ACTIVITY_READ: _ClassVar[Permission]
    PERMISSION_CRASHES_WORK: _ClassVar[Permission]
    PERMISSION_SUPPORT_READ: _ClassVar[Permission]
    PERMISSION_SUPPORT_WRITE: _ClassVar[Permission]
    PERMISSION_SUPPORT_WORK: _ClassVar[Permission]
    PERMISSION_SURVEYS_READ: _ClassVar[Permission]
    PERMISSION_SURVEYS_WRITE: _ClassVar[Permission]
    PERMISSION_SURVEYS_ANSWER: _ClassVar[Permission]
    PERMISSION_ALERTS_READ: _ClassVar[Permission]
    PERMISSION_ALERTS_WORK: _ClassVar[Permission]
    PERMISSION_ALERT_RULES_WRITE: _ClassVar[Permission]
    PERMISSION_INSIGHT_READ: _ClassVar[Permission]
    PERMISSION_INSIGHT_REBUILD: _ClassVar[Permission]
    PERMISSION_HAND_OVERS: _ClassVar[Permission]
    PERMISSION_PRIVACY_PACKAGES: _ClassVar[Permission]
    PERMISSION_PRIVACY_WITHDRAW: _ClassVar[Permission]

class RateClass(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    RATE_CLASS_UNSPECIFIED: _ClassVar[RateClass]
    RATE_CLASS_SIGN_IN: _ClassVar[RateClass]
    RATE_CLASS_READ: _ClassVar[RateClass]
    RATE_CLASS_WRITE: _ClassVar[RateClass]
    RATE_CLASS_STREAM: _ClassVar[RateClass]
    RATE_CLASS_HEAVY: _ClassVar[RateClass]

class AuditLevel(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    AUDIT_LEVEL_UNSPECIFIED: _ClassVar[AuditLevel]
    AUDIT_LEVEL_NONE: _ClassVar[AuditLevel]
    AUDIT_LEVEL_CHANGE: _ClassVar[AuditLevel]
    AUDIT_LEVEL_LOOK: _ClassVar[AuditLevel]

class LookPurpose(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    LOOK_PURPOSE_UNSPECIFIED: _ClassVar[LookPurpose]
    LOOK_PURPOSE_SUPPORT: _ClassVar[LookPurpose]
    LOOK_PURPOSE_METERING: _ClassVar[LookPurpose]
    LOOK_PURPOSE_BILLING: _ClassVar[LookPurpose]
    LOOK_PURPOSE_DELIVERY: _ClassVar[LookPurpose]
    LOOK_PURPOSE_PRIVACY_REQUEST: _ClassVar[LookPurpose]
    LOOK_PURPOSE_SECURITY: _ClassVar[LookPurpose]
    LOOK_PURPOSE_SUPERVISION: _ClassVar[LookPurpose]

class DataClass(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DATA_CLASS_UNSPECIFIED: _ClassVar[DataClass]
    DATA_CLASS_OPERATIONAL: _ClassVar[DataClass]
    DATA_CLASS_IDENTITY: _ClassVar[DataClass]
    DATA_CLASS_CONTACT: _ClassVar[DataClass]
    DATA_CLASS_CONSUMPTION: _ClassVar[DataClass]
    DATA_CLASS_LOCATION: _ClassVar[DataClass]
    DATA_CLASS_FINANCIAL: _ClassVar[DataClass]
    DATA_CLASS_BEHAVIOUR: _ClassVar[DataClass]
PRINCIPAL_KIND_UNSPECIFIED: PrincipalKind
PRINCIPAL_KIND_ANONYMOUS: PrincipalKind
PRINCIPAL_KIND_OPERATOR: PrincipalKind
PRINCIPAL_KIND_PARTNER: PrincipalKind
PRINCIPAL_KIND_RESIDENT: PrincipalKind
PERMISSION_UNSPECIFIED: Permission
PERMISSION_SESSION_START: Permission
PERMISSION_SESSION_OWN: Permission
PERMISSION_USERS_READ: Permission
PERMISSION_USERS_WRITE: Permission
PERMISSION_USERS_BLOCK: Permission
PERMISSION_USERS_EXPORT: Permission
PERMISSION_ACCOUNTS_READ: Permission
PERMISSION_ACCOUNTS_WRITE: Permission
PERMISSION_ACCOUNTS_LINK: Permission
PERMISSION_METERS_WRITE: Permission
PERMISSION_READINGS_READ: Permission
PERMISSION_READINGS_SUBMIT: Permission
PERMISSION_READINGS_IMPORT: Permission
PERMISSION_READINGS_REVIEW: Permission
PERMISSION_READINGS_EXPORT: Permission
PERMISSION_NOTIFICATIONS_READ: Permission
PERMISSION_NOTIFICATIONS_SEND: Permission
PERMISSION_TEMPLATES_WRITE: Permission
PERMISSION_PREFERENCES_READ: Permission
PERMISSION_PREFERENCES_WRITE: Permission
PERMISSION_PRIVACY_READ: Permission
PERMISSION_PRIVACY_REGISTER: Permission
PERMISSION_PRIVACY_WORK: Permission
PERMISSION_PRIVACY_APPROVE: Permission
PERMISSION_PARTNERS_READ: Permission
PERMISSION_PARTNERS_WRITE: Permission
PERMISSION_OPERATORS_READ: Permission
PERMISSION_OPERATORS_WRITE: Permission
PERMISSION_AUDIT_READ: Permission
PERMISSION_USERS_REGISTER: Permission
PERMISSION_RECEIPTS_RECORD: Permission
PERMISSION_RULES_WRITE: Permission
PERMISSION_WORKS_READ: Permission
PERMISSION_WORKS_WRITE: Permission
PERMISSION_CHARGES_PUSH: Permission
PERMISSION_PAYMENTS_PUSH: Permission
PERMISSION_BILLING_READ: Permission
PERMISSION_BILLING_WRITE: Permission
PERMISSION_CAMPAIGNS_WRITE: Permission
PERMISSION_PREFERENCES_UNSUBSCRIBE: Permission
PERMISSION_SUPPRESSIONS_WRITE: Permission
PERMISSION_DELIVERY_RULES_WRITE: Permission
PERMISSION_DUTIES_SEND: Permission
PERMISSION_POLICY_READ: Permission
PERMISSION_POLICY_WRITE: Permission
PERMISSION_POLICY_ACCEPT: Permission
PERMISSION_DISCLOSURES_READ: Permission
PERMISSION_DISCLOSURES_WORK: Permission
PERMISSION_DISCLOSURES_APPROVE: Permission
PERMISSION_DATA_DUTIES_READ: Permission
PERMISSION_DATA_DUTIES_ANSWER: Permission
PERMISSION_STATISTICS_READ: Permission
PERMISSION_ACTIVITY_RECORD: Permission
PERMISSION_ACTIVITY_READ: Permission
PERMISSION_CRASHES_WORK: Permission
PERMISSION_SUPPORT_READ: Permission
PERMISSION_SUPPORT_WRITE: Permission
PERMISSION_SUPPORT_WORK: Permission
PERMISSION_SURVEYS_READ: Permission
PERMISSION_SURVEYS_WRITE: Permission
PERMISSION_SURVEYS_ANSWER: Permission
PERMISSION_ALERTS_READ: Permission
PERMISSION_ALERTS_WORK: Permission
PERMISSION_ALERT_RULES_WRITE: Permission
PERMISSION_INSIGHT_READ: Permission
PERMISSION_INSIGHT_REBUILD: Permission
PERMISSION_HAND_OVERS: Permission
PERMISSION_PRIVACY_PACKAGES: Permission
PERMISSION_PRIVACY_WITHDRAW: Permission
RATE_CLASS_UNSPECIFIED: RateClass
RATE_CLASS_SIGN_IN: RateClass
RATE_CLASS_READ: RateClass
RATE_CLASS_WRITE: RateClass
RATE_CLASS_STREAM: RateClass
RATE_CLASS_HEAVY: RateClass
AUDIT_LEVEL_UNSPECIFIED: AuditLevel
AUDIT_LEVEL_NONE: AuditLevel
AUDIT_LEVEL_CHANGE: AuditLevel
AUDIT_LEVEL_LOOK: AuditLevel
LOOK_PURPOSE_UNSPECIFIED: LookPurpose
LOOK_PURPOSE_SUPPORT: LookPurpose
LOOK_PURPOSE_METERING: LookPurpose
LOOK_PURPOSE_BILLING: LookPurpose
LOOK_PURPOSE_DELIVERY: LookPurpose
LOOK_PURPOSE_PRIVACY_REQUEST: LookPurpose
LOOK_PURPOSE_SECURITY: LookPurpose
LOOK_PURPOSE_SUPERVISION: LookPurpose
DATA_CLASS_UNSPECIFIED: DataClass
DATA_CLASS_OPERATIONAL: DataClass
DATA_CLASS_IDENTITY: DataClass
DATA_CLASS_CONTACT: DataClass
DATA_CLASS_CONSUMPTION: DataClass
DATA_CLASS_LOCATION: DataClass
DATA_CLASS_FINANCIAL: DataClass
DATA_CLASS_BEHAVIOUR: DataClass
POLICY_FIELD_NUMBER: _ClassVar[int]
policy: _descriptor.FieldDescriptor
DATA_CLASS_FIELD_NUMBER: _ClassVar[int]
data_class: _descriptor.FieldDescriptor
DEFAULT_DATA_CLASS_FIELD_NUMBER: _ClassVar[int]
default_data_class: _descriptor.FieldDescriptor
GRANTS_FIELD_NUMBER: _ClassVar[int]
grants: _descriptor.FieldDescriptor
EXAMPLE_FIELD_NUMBER: _ClassVar[int]
example: _descriptor.FieldDescriptor
CEILING_FIELD_NUMBER: _ClassVar[int]
ceiling: _descriptor.FieldDescriptor

class CallPolicy(_message.Message):
    __slots__ = ("principals", "permission", "rate_class", "audit", "states_purpose")
    PRINCIPALS_FIELD_NUMBER: _ClassVar[int]
    PERMISSION_FIELD_NUMBER: _ClassVar[int]
    RATE_CLASS_FIELD_NUMBER: _ClassVar[int]
    AUDIT_FIELD_NUMBER: _ClassVar[int]
    STATES_PURPOSE_FIELD_NUMBER: _ClassVar[int]
    principals: _containers.RepeatedScalarFieldContainer[PrincipalKind]
    permission: Permission
    rate_class: RateClass
    audit: AuditLevel
    states_purpose: bool
    def __init__(self, principals: _Optional[_Iterable[_Union[PrincipalKind, str, int]]] = ..., permission: _Optional[_Union[Permission, str, int]] = ..., rate_class: _Optional[_Union[RateClass, str, int]] = ..., audit: _Optional[_Union[AuditLevel, str, int]] = ..., states_purpose: _Optional[bool] = ...) -> None: ...

class Grants(_message.Message):
    __slots__ = ("permissions",)
    PERMISSIONS_FIELD_NUMBER: _ClassVar[int]
    permissions: _containers.RepeatedScalarFieldContainer[Permission]
    def __init__(self, permissions: _Optional[_Iterable[_Union[Permission, str, int]]] = ...) -> None: ...

class Ceiling(_message.Message):
    __slots__ = ("data_classes",)
    DATA_CLASSES_FIELD_NUMBER: _ClassVar[int]
    data_classes: _containers.RepeatedScalarFieldContainer[DataClass]
    def __init__(self, data_classes: _Optional[_Iterable[_Union[DataClass, str, int]]] = ...) -> None: ...
