import datetime

from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.type import date_pb2 as _date_pb2
from smartregion.v1 import common_pb2 as _common_pb2
from smartregion.v1 import data_duty_pb2 as _data_duty_pb2
from smartregion.v1 import intake_draft_pb2 as _intake_draft_pb2
from smartregion.v1 import letter_dispatch_pb2 as _letter_dispatch_pb2
from smartregion.v1 import options_pb2 as _options_pb2
from smartregion.v1 import retention_pb2 as _retention_pb2
from smartregion.v1 import rules_pb2 as _rules_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PrivacyRequestKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PRIVACY_REQUEST_KIND_UNSPECIFIED: _ClassVar[PrivacyRequestKind]
    PRIVACY_REQUEST_KIND_ACCESS: _ClassVar[PrivacyRequestKind]
    PRIVACY_REQUEST_KIND_RECTIFICATION: _ClassVar[PrivacyRequestKind]
    PRIVACY_REQUEST_KIND_ERASURE: _ClassVar[PrivacyRequestKind]
    PRIVACY_REQUEST_KIND_OBJECTION: _ClassVar[PrivacyRequestKind]
    PRIVACY_REQUEST_KIND_RESTRICTION: _ClassVar[PrivacyRequestKind]
    PRIVACY_REQUEST_KIND_CONSENT_WITHDRAWAL: _ClassVar[PrivacyRequestKind]
    PRIVACY_REQUEST_KIND_COPY: _ClassVar[PrivacyRequestKind]
    PRIVACY_REQUEST_KIND_APPEAL: _ClassVar[PrivacyRequestKind]
    PRIVACY_REQUEST_KIND_PUBLIC_INFORMATION: _ClassVar[PrivacyRequestKind]
    PRIVACY_REQUEST_KIND_LAWYER_REQUEST: _ClassVar[PrivacyRequestKind]

class RequestCircumstance(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REQUEST_CIRCUMSTANCE_UNSPECIFIED: _ClassVar[RequestCircumstance]
    REQUEST_CIRCUMSTANCE_FURTHER_STUDY: _ClassVar[RequestCircumstance]
    REQUEST_CIRCUMSTANCE_URGENT: _ClassVar[RequestCircumstance]

class DayKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DAY_KIND_UNSPECIFIED: _ClassVar[DayKind]
    DAY_KIND_DAY_OFF: _ClassVar[DayKind]
    DAY_KIND_HOLIDAY: _ClassVar[DayKind]
    DAY_KIND_HOLIDAY_MOVED: _ClassVar[DayKind]
    DAY_KIND_HOLIDAY_WORKED: _ClassVar[DayKind]

class PrivacyRequestState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PRIVACY_REQUEST_STATE_UNSPECIFIED: _ClassVar[PrivacyRequestState]
    PRIVACY_REQUEST_STATE_RECEIVED: _ClassVar[PrivacyRequestState]
    PRIVACY_REQUEST_STATE_IDENTITY_REQUIRED: _ClassVar[PrivacyRequestState]
    PRIVACY_REQUEST_STATE_IN_PROGRESS: _ClassVar[PrivacyRequestState]
    PRIVACY_REQUEST_STATE_AWAITING_APPROVAL: _ClassVar[PrivacyRequestState]
    PRIVACY_REQUEST_STATE_FULFILLED: _ClassVar[PrivacyRequestState]
    PRIVACY_REQUEST_STATE_PARTLY_FULFILLED: _ClassVar[PrivacyRequestState]
    PRIVACY_REQUEST_STATE_REFUSED: _ClassVar[PrivacyRequestState]
    PRIVACY_REQUEST_STATE_ON_HOLD: _ClassVar[PrivacyRequestState]
    PRIVACY_REQUEST_STATE_WITHDRAWN: _ClassVar[PrivacyRequestState]
    PRIVACY_REQUEST_STATE_DUPLICATE: _ClassVar[PrivacyRequestState]

class IntakeChannel(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    INTAKE_CHANNEL_UNSPECIFIED: _ClassVar[IntakeChannel]
    INTAKE_CHANNEL_LETTER: _ClassVar[IntakeChannel]
    INTAKE_CHANNEL_EMAIL: _ClassVar[IntakeChannel]
    INTAKE_CHANNEL_APP: _ClassVar[IntakeChannel]
    INTAKE_CHANNEL_PHONE: _ClassVar[IntakeChannel]

class PrivacyDecision(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PRIVACY_DECISION_UNSPECIFIED: _ClassVar[PrivacyDecision]
    PRIVACY_DECISION_FULFIL: _ClassVar[PrivacyDecision]
    PRIVACY_DECISION_REFUSE: _ClassVar[PrivacyDecision]
    PRIVACY_DECISION_NOTHING_HELD: _ClassVar[PrivacyDecision]

class LiftingGround(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    LIFTING_GROUND_UNSPECIFIED: _ClassVar[LiftingGround]
    LIFTING_GROUND_PERSON_ASKED: _ClassVar[LiftingGround]
    LIFTING_GROUND_ENDED: _ClassVar[LiftingGround]

class RestrictionLiftingState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    RESTRICTION_LIFTING_STATE_UNSPECIFIED: _ClassVar[RestrictionLiftingState]
    RESTRICTION_LIFTING_STATE_PROPOSED: _ClassVar[RestrictionLiftingState]
    RESTRICTION_LIFTING_STATE_TOLD: _ClassVar[RestrictionLiftingState]
    RESTRICTION_LIFTING_STATE_LIFTED: _ClassVar[RestrictionLiftingState]
    RESTRICTION_LIFTING_STATE_DISMISSED: _ClassVar[RestrictionLiftingState]

class NextStepKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    NEXT_STEP_KIND_UNSPECIFIED: _ClassVar[NextStepKind]
    NEXT_STEP_KIND_PROVE_IDENTITY: _ClassVar[NextStepKind]
    NEXT_STEP_KIND_COMPARE: _ClassVar[NextStepKind]
    NEXT_STEP_KIND_PROPOSE: _ClassVar[NextStepKind]
    NEXT_STEP_KIND_APPROVE: _ClassVar[NextStepKind]
    NEXT_STEP_KIND_AWAIT_HOLD: _ClassVar[NextStepKind]
    NEXT_STEP_KIND_SEND_REFUSAL: _ClassVar[NextStepKind]
    NEXT_STEP_KIND_SEND_ANSWER: _ClassVar[NextStepKind]
    NEXT_STEP_KIND_AWAIT_RECEIPTS: _ClassVar[NextStepKind]
    NEXT_STEP_KIND_TELL_OF_LIFTING: _ClassVar[NextStepKind]
    NEXT_STEP_KIND_APPROVE_LIFTING: _ClassVar[NextStepKind]
    NEXT_STEP_KIND_DESTROY_REMAINS: _ClassVar[NextStepKind]
    NEXT_STEP_KIND_SEND_EXTENSION: _ClassVar[NextStepKind]
    NEXT_STEP_KIND_DESTROY_COPY: _ClassVar[NextStepKind]

class ErasureAction(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ERASURE_ACTION_UNSPECIFIED: _ClassVar[ErasureAction]
    ERASURE_ACTION_KEEP: _ClassVar[ErasureAction]
    ERASURE_ACTION_NULL: _ClassVar[ErasureAction]
    ERASURE_ACTION_MASK: _ClassVar[ErasureAction]
    ERASURE_ACTION_SHRED: _ClassVar[ErasureAction]

class PackageFormat(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PACKAGE_FORMAT_UNSPECIFIED: _ClassVar[PackageFormat]
    PACKAGE_FORMAT_JSON: _ClassVar[PackageFormat]
    PACKAGE_FORMAT_HTML: _ClassVar[PackageFormat]
    PACKAGE_FORMAT_PDF: _ClassVar[PackageFormat]
    PACKAGE_FORMAT_ARCHIVE: _ClassVar[PackageFormat]

class LetterKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    LETTER_KIND_UNSPECIFIED: _ClassVar[LetterKind]
    LETTER_KIND_ANSWER: _ClassVar[LetterKind]
    LETTER_KIND_EXTENSION: _ClassVar[LetterKind]
    LETTER_KIND_REFUSAL: _ClassVar[LetterKind]
    LETTER_KIND_RECIPIENT_NOTICE: _ClassVar[LetterKind]
    LETTER_KIND_NOTHING_HELD: _ClassVar[LetterKind]
    LETTER_KIND_LIFTING: _ClassVar[LetterKind]

class LetterFormat(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    LETTER_FORMAT_UNSPECIFIED: _ClassVar[LetterFormat]
    LETTER_FORMAT_TEXT: _ClassVar[LetterFormat]
    LETTER_FORMAT_HTML: _ClassVar[LetterFormat]
    LETTER_FORMAT_PDF: _ClassVar[LetterFormat]
PRIVACY_REQUEST_KIND_UNSPECIFIED: PrivacyRequestKind
PRIVACY_REQUEST_KIND_ACCESS: PrivacyRequestKind
PRIVACY_REQUEST_KIND_RECTIFICATION: PrivacyRequestKind
PRIVACY_REQUEST_KIND_ERASURE: PrivacyRequestKind
PRIVACY_REQUEST_KIND_OBJECTION: PrivacyRequestKind
PRIVACY_REQUEST_KIND_RESTRICTION: PrivacyRequestKind
PRIVACY_REQUEST_KIND_CONSENT_WITHDRAWAL: PrivacyRequestKind
PRIVACY_REQUEST_KIND_COPY: PrivacyRequestKind
PRIVACY_REQUEST_KIND_APPEAL: PrivacyRequestKind
PRIVACY_REQUEST_KIND_PUBLIC_INFORMATION: PrivacyRequestKind
PRIVACY_REQUEST_KIND_LAWYER_REQUEST: PrivacyRequestKind
REQUEST_CIRCUMSTANCE_UNSPECIFIED: RequestCircumstance
REQUEST_CIRCUMSTANCE_FURTHER_STUDY: RequestCircumstance
REQUEST_CIRCUMSTANCE_URGENT: RequestCircumstance
DAY_KIND_UNSPECIFIED: DayKind
DAY_KIND_DAY_OFF: DayKind
DAY_KIND_HOLIDAY: DayKind
DAY_KIND_HOLIDAY_MOVED: DayKind
DAY_KIND_HOLIDAY_WORKED: DayKind
PRIVACY_REQUEST_STATE_UNSPECIFIED: PrivacyRequestState
PRIVACY_REQUEST_STATE_RECEIVED: PrivacyRequestState
PRIVACY_REQUEST_STATE_IDENTITY_REQUIRED: PrivacyRequestState
PRIVACY_REQUEST_STATE_IN_PROGRESS: PrivacyRequestState
PRIVACY_REQUEST_STATE_AWAITING_APPROVAL: PrivacyRequestState
PRIVACY_REQUEST_STATE_FULFILLED: PrivacyRequestState
PRIVACY_REQUEST_STATE_PARTLY_FULFILLED: PrivacyRequestState
PRIVACY_REQUEST_STATE_REFUSED: PrivacyRequestState
PRIVACY_REQUEST_STATE_ON_HOLD: PrivacyRequestState
PRIVACY_REQUEST_STATE_WITHDRAWN: PrivacyRequestState
PRIVACY_REQUEST_STATE_DUPLICATE: PrivacyRequestState
INTAKE_CHANNEL_UNSPECIFIED: IntakeChannel
INTAKE_CHANNEL_LETTER: IntakeChannel
INTAKE_CHANNEL_EMAIL: IntakeChannel
INTAKE_CHANNEL_APP: IntakeChannel
INTAKE_CHANNEL_PHONE: IntakeChannel
PRIVACY_DECISION_UNSPECIFIED: PrivacyDecision
PRIVACY_DECISION_FULFIL: PrivacyDecision
PRIVACY_DECISION_REFUSE: PrivacyDecision
PRIVACY_DECISION_NOTHING_HELD: PrivacyDecision
LIFTING_GROUND_UNSPECIFIED: LiftingGround
LIFTING_GROUND_PERSON_ASKED: LiftingGround
LIFTING_GROUND_ENDED: LiftingGround
RESTRICTION_LIFTING_STATE_UNSPECIFIED: RestrictionLiftingState
RESTRICTION_LIFTING_STATE_PROPOSED: RestrictionLiftingState
RESTRICTION_LIFTING_STATE_TOLD: RestrictionLiftingState
RESTRICTION_LIFTING_STATE_LIFTED: RestrictionLiftingState
RESTRICTION_LIFTING_STATE_DISMISSED: RestrictionLiftingState
NEXT_STEP_KIND_UNSPECIFIED: NextStepKind
NEXT_STEP_KIND_PROVE_IDENTITY: NextStepKind
NEXT_STEP_KIND_COMPARE: NextStepKind
NEXT_STEP_KIND_PROPOSE: NextStepKind
NEXT_STEP_KIND_APPROVE: NextStepKind
NEXT_STEP_KIND_AWAIT_HOLD: NextStepKind
NEXT_STEP_KIND_SEND_REFUSAL: NextStepKind
NEXT_STEP_KIND_SEND_ANSWER: NextStepKind
NEXT_STEP_KIND_AWAIT_RECEIPTS: NextStepKind
NEXT_STEP_KIND_TELL_OF_LIFTING: NextStepKind
NEXT_STEP_KIND_APPROVE_LIFTING: NextStepKind
NEXT_STEP_KIND_DESTROY_REMAINS: NextStepKind
NEXT_STEP_KIND_SEND_EXTENSION: NextStepKind
NEXT_STEP_KIND_DESTROY_COPY: NextStepKind
ERASURE_ACTION_UNSPECIFIED: ErasureAction
ERASURE_ACTION_KEEP: ErasureAction
ERASURE_ACTION_NULL: ErasureAction
ERASURE_ACTION_MASK: ErasureAction
ERASURE_ACTION_SHRED: ErasureAction
PACKAGE_FORMAT_UNSPECIFIED: PackageFormat
PACKAGE_FORMAT_JSON: PackageFormat
PACKAGE_FORMAT_HTML: PackageFormat
PACKAGE_FORMAT_PDF: PackageFormat
PACKAGE_FORMAT_ARCHIVE: PackageFormat
LETTER_KIND_UNSPECIFIED: LetterKind
LETTER_KIND_ANSWER: LetterKind
LETTER_KIND_EXTENSION: LetterKind
LETTER_KIND_REFUSAL: LetterKind
LETTER_KIND_RECIPIENT_NOTICE: LetterKind
LETTER_KIND_NOTHING_HELD: LetterKind
LETTER_KIND_LIFTING: LetterKind
LETTER_FORMAT_UNSPECIFIED: LetterFormat
LETTER_FORMAT_TEXT: LetterFormat
LETTER_FORMAT_HTML: LetterFormat
LETTER_FORMAT_PDF: LetterFormat

class PrivacyRequest(_message.Message):
    __slots__ = ("id", "number", "kind", "state", "channel", "user_id", "applicant_name", "applicant_contact", "text", "document_ref", "received_on", "due_on", "due_article", "assignee_id", "assignee_name", "identity_proof", "proposal", "holds", "rectifications", "steps", "closed_at", "outcome", "allowed_calls", "created_at", "etag", "regimes", "circumstances", "letter_id", "letter_due_on", "siblings", "duplicate_of", "similar", "representative_name", "representative_authority", "lifting", "letters", "letter_owed", "decisions", "remains", "recordable_letters", "unreadable_fields")
    ID_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    APPLICANT_NAME_FIELD_NUMBER: _ClassVar[int]
    APPLICANT_CONTACT_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_REF_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_ON_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    DUE_ARTICLE_FIELD_NUMBER: _ClassVar[int]
    ASSIGNEE_ID_FIELD_NUMBER: _ClassVar[int]
    ASSIGNEE_NAME_FIELD_NUMBER: _ClassVar[int]
    IDENTITY_PROOF_FIELD_NUMBER: _ClassVar[int]
    PROPOSAL_FIELD_NUMBER: _ClassVar[int]
    HOLDS_FIELD_NUMBER: _ClassVar[int]
    RECTIFICATIONS_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    CLOSED_AT_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    ALLOWED_CALLS_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REGIMES_FIELD_NUMBER: _ClassVar[int]
    CIRCUMSTANCES_FIELD_NUMBER: _ClassVar[int]
    LETTER_ID_FIELD_NUMBER: _ClassVar[int]
    LETTER_DUE_ON_FIELD_NUMBER: _ClassVar[int]
    SIBLINGS_FIELD_NUMBER: _ClassVar[int]
    DUPLICATE_OF_FIELD_NUMBER: _ClassVar[int]
    SIMILAR_FIELD_NUMBER: _ClassVar[int]
    REPRESENTATIVE_NAME_FIELD_NUMBER: _ClassVar[int]
    REPRESENTATIVE_AUTHORITY_FIELD_NUMBER: _ClassVar[int]
    LIFTING_FIELD_NUMBER: _ClassVar[int]
    LETTERS_FIELD_NUMBER: _ClassVar[int]
    LETTER_OWED_FIELD_NUMBER: _ClassVar[int]
    DECISIONS_FIELD_NUMBER: _ClassVar[int]
    REMAINS_FIELD_NUMBER: _ClassVar[int]
    RECORDABLE_LETTERS_FIELD_NUMBER: _ClassVar[int]
    UNREADABLE_FIELDS_FIELD_NUMBER: _ClassVar[int]
    id: str
    number: str
    kind: PrivacyRequestKind
    state: PrivacyRequestState
    channel: IntakeChannel
    user_id: str
    applicant_name: str
    applicant_contact: str
    text: str
    document_ref: str
    received_on: _date_pb2.Date
    due_on: _date_pb2.Date
    due_article: str
    assignee_id: str
    assignee_name: str
    identity_proof: IdentityProof
    proposal: Proposal
    holds: _containers.RepeatedCompositeFieldContainer[Hold]
    rectifications: _containers.RepeatedCompositeFieldContainer[Rectification]
    steps: _containers.RepeatedCompositeFieldContainer[PrivacyStep]
    closed_at: _timestamp_pb2.Timestamp
    outcome: str
    allowed_calls: _containers.RepeatedScalarFieldContainer[str]
    created_at: _timestamp_pb2.Timestamp
    etag: str
    regimes: _containers.RepeatedScalarFieldContainer[str]
    circumstances: _containers.RepeatedScalarFieldContainer[RequestCircumstance]
    letter_id: str
    letter_due_on: _date_pb2.Date
    siblings: _containers.RepeatedCompositeFieldContainer[RequestLink]
    duplicate_of: RequestLink
    similar: _containers.RepeatedCompositeFieldContainer[RequestLink]
    representative_name: str
    representative_authority: str
    lifting: RestrictionLifting
    letters: _containers.RepeatedScalarFieldContainer[LetterKind]
    letter_owed: LetterKind
    decisions: _containers.RepeatedScalarFieldContainer[PrivacyDecision]
    remains: bool
    recordable_letters: _containers.RepeatedScalarFieldContainer[LetterKind]
    unreadable_fields: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, id: _Optional[str] = ..., number: _Optional[str] = ..., kind: _Optional[_Union[PrivacyRequestKind, str, int]] = ..., state: _Optional[_Union[PrivacyRequestState, str, int]] = ..., channel: _Optional[_Union[IntakeChannel, str, int]] = ..., user_id: _Optional[str] = ..., applicant_name: _Optional[str] = ..., applicant_contact: _Optional[str] = ..., text: _Optional[str] = ..., document_ref: _Optional[str] = ..., received_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., due_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., due_article: _Optional[str] = ..., assignee_id: _Optional[str] = ..., assignee_name: _Optional[str] = ..., identity_proof: _Optional[_Union[IdentityProof, _Mapping]] = ..., proposal: _Optional[_Union[Proposal, _Mapping]] = ..., holds: _Optional[_Iterable[_Union[Hold, _Mapping]]] = ..., rectifications: _Optional[_Iterable[_Union[Rectification, _Mapping]]] = ..., steps: _Optional[_Iterable[_Union[PrivacyStep, _Mapping]]] = ..., closed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., outcome: _Optional[str] = ..., allowed_calls: _Optional[_Iterable[str]] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., etag: _Optional[str] = ..., regimes: _Optional[_Iterable[str]] = ..., circumstances: _Optional[_Iterable[_Union[RequestCircumstance, str, int]]] = ..., letter_id: _Optional[str] = ..., letter_due_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., siblings: _Optional[_Iterable[_Union[RequestLink, _Mapping]]] = ..., duplicate_of: _Optional[_Union[RequestLink, _Mapping]] = ..., similar: _Optional[_Iterable[_Union[RequestLink, _Mapping]]] = ..., representative_name: _Optional[str] = ..., representative_authority: _Optional[str] = ..., lifting: _Optional[_Union[RestrictionLifting, _Mapping]] = ..., letters: _Optional[_Iterable[_Union[LetterKind, str, int]]] = ..., letter_owed: _Optional[_Union[LetterKind, str, int]] = ..., decisions: _Optional[_Iterable[_Union[PrivacyDecision, str, int]]] = ..., remains: _Optional[bool] = ..., recordable_letters: _Optional[_Iterable[_Union[LetterKind, str, int]]] = ..., unreadable_fields: _Optional[_Iterable[str]] = ...) -> None: ...

class RestrictionLifting(_message.Message):
    __slots__ = ("state", "ground", "reason", "proposed_by", "proposed_at", "told_on", "told_how", "decided_by", "decided_at")
    STATE_FIELD_NUMBER: _ClassVar[int]
    GROUND_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    PROPOSED_BY_FIELD_NUMBER: _ClassVar[int]
    PROPOSED_AT_FIELD_NUMBER: _ClassVar[int]
    TOLD_ON_FIELD_NUMBER: _ClassVar[int]
    TOLD_HOW_FIELD_NUMBER: _ClassVar[int]
    DECIDED_BY_FIELD_NUMBER: _ClassVar[int]
    DECIDED_AT_FIELD_NUMBER: _ClassVar[int]
    state: RestrictionLiftingState
    ground: LiftingGround
    reason: str
    proposed_by: str
    proposed_at: _timestamp_pb2.Timestamp
    told_on: _date_pb2.Date
    told_how: str
    decided_by: str
    decided_at: _timestamp_pb2.Timestamp
    def __init__(self, state: _Optional[_Union[RestrictionLiftingState, str, int]] = ..., ground: _Optional[_Union[LiftingGround, str, int]] = ..., reason: _Optional[str] = ..., proposed_by: _Optional[str] = ..., proposed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., told_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., told_how: _Optional[str] = ..., decided_by: _Optional[str] = ..., decided_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class RequestLink(_message.Message):
    __slots__ = ("id", "number", "kind", "state", "due_on", "repeatable")
    ID_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    REPEATABLE_FIELD_NUMBER: _ClassVar[int]
    id: str
    number: str
    kind: PrivacyRequestKind
    state: PrivacyRequestState
    due_on: _date_pb2.Date
    repeatable: bool
    def __init__(self, id: _Optional[str] = ..., number: _Optional[str] = ..., kind: _Optional[_Union[PrivacyRequestKind, str, int]] = ..., state: _Optional[_Union[PrivacyRequestState, str, int]] = ..., due_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., repeatable: _Optional[bool] = ...) -> None: ...

class IdentityProof(_message.Message):
    __slots__ = ("method", "seen_at", "seen_by")
    METHOD_FIELD_NUMBER: _ClassVar[int]
    SEEN_AT_FIELD_NUMBER: _ClassVar[int]
    SEEN_BY_FIELD_NUMBER: _ClassVar[int]
    method: str
    seen_at: _timestamp_pb2.Timestamp
    seen_by: str
    def __init__(self, method: _Optional[str] = ..., seen_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., seen_by: _Optional[str] = ...) -> None: ...

class Rectification(_message.Message):
    __slots__ = ("field", "value")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    field: str
    value: str
    def __init__(self, field: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...

class Proposal(_message.Message):
    __slots__ = ("decision", "reason", "article", "proposed_by", "proposed_by_id", "proposed_at")
    DECISION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    ARTICLE_FIELD_NUMBER: _ClassVar[int]
    PROPOSED_BY_FIELD_NUMBER: _ClassVar[int]
    PROPOSED_BY_ID_FIELD_NUMBER: _ClassVar[int]
    PROPOSED_AT_FIELD_NUMBER: _ClassVar[int]
    decision: PrivacyDecision
    reason: str
    article: str
    proposed_by: str
    proposed_by_id: str
    proposed_at: _timestamp_pb2.Timestamp
    def __init__(self, decision: _Optional[_Union[PrivacyDecision, str, int]] = ..., reason: _Optional[str] = ..., article: _Optional[str] = ..., proposed_by: _Optional[str] = ..., proposed_by_id: _Optional[str] = ..., proposed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Hold(_message.Message):
    __slots__ = ("id", "ground", "until", "placed_by", "placed_at", "released_at")
    ID_FIELD_NUMBER: _ClassVar[int]
    GROUND_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    PLACED_BY_FIELD_NUMBER: _ClassVar[int]
    PLACED_AT_FIELD_NUMBER: _ClassVar[int]
    RELEASED_AT_FIELD_NUMBER: _ClassVar[int]
    id: str
    ground: str
    until: _date_pb2.Date
    placed_by: str
    placed_at: _timestamp_pb2.Timestamp
    released_at: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., ground: _Optional[str] = ..., until: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., placed_by: _Optional[str] = ..., placed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., released_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class PrivacyStep(_message.Message):
    __slots__ = ("at", "call", "state", "actor", "note", "letter", "dispatch")
    AT_FIELD_NUMBER: _ClassVar[int]
    CALL_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    LETTER_FIELD_NUMBER: _ClassVar[int]
    DISPATCH_FIELD_NUMBER: _ClassVar[int]
    at: _timestamp_pb2.Timestamp
    call: str
    state: PrivacyRequestState
    actor: str
    note: str
    letter: LetterKind
    dispatch: _letter_dispatch_pb2.LetterDispatch
    def __init__(self, at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., call: _Optional[str] = ..., state: _Optional[_Union[PrivacyRequestState, str, int]] = ..., actor: _Optional[str] = ..., note: _Optional[str] = ..., letter: _Optional[_Union[LetterKind, str, int]] = ..., dispatch: _Optional[_Union[_letter_dispatch_pb2.LetterDispatch, _Mapping]] = ...) -> None: ...

class CreatePrivacyRequestRequest(_message.Message):
    __slots__ = ("request", "request_id")
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    request: PrivacyRequest
    request_id: str
    def __init__(self, request: _Optional[_Union[PrivacyRequest, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreatePrivacyRequestResponse(_message.Message):
    __slots__ = ("request",)
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    request: PrivacyRequest
    def __init__(self, request: _Optional[_Union[PrivacyRequest, _Mapping]] = ...) -> None: ...

class RegisterLetterRequest(_message.Message):
    __slots__ = ("letter", "request_id")
    LETTER_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    letter: IncomingLetter
    request_id: str
    def __init__(self, letter: _Optional[_Union[IncomingLetter, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class RegisterLetterResponse(_message.Message):
    __slots__ = ("requests",)
    REQUESTS_FIELD_NUMBER: _ClassVar[int]
    requests: _containers.RepeatedCompositeFieldContainer[PrivacyRequest]
    def __init__(self, requests: _Optional[_Iterable[_Union[PrivacyRequest, _Mapping]]] = ...) -> None: ...

class AddLetterPartRequest(_message.Message):
    __slots__ = ("id", "etag", "part", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    PART_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    part: LetterPart
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., part: _Optional[_Union[LetterPart, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class AddLetterPartResponse(_message.Message):
    __slots__ = ("request",)
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    request: PrivacyRequest
    def __init__(self, request: _Optional[_Union[PrivacyRequest, _Mapping]] = ...) -> None: ...

class IncomingLetter(_message.Message):
    __slots__ = ("channel", "received_on", "document_ref", "user_id", "applicant_name", "applicant_contact", "representative_name", "representative_authority", "parts")
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_ON_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_REF_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    APPLICANT_NAME_FIELD_NUMBER: _ClassVar[int]
    APPLICANT_CONTACT_FIELD_NUMBER: _ClassVar[int]
    REPRESENTATIVE_NAME_FIELD_NUMBER: _ClassVar[int]
    REPRESENTATIVE_AUTHORITY_FIELD_NUMBER: _ClassVar[int]
    PARTS_FIELD_NUMBER: _ClassVar[int]
    channel: IntakeChannel
    received_on: _date_pb2.Date
    document_ref: str
    user_id: str
    applicant_name: str
    applicant_contact: str
    representative_name: str
    representative_authority: str
    parts: _containers.RepeatedCompositeFieldContainer[LetterPart]
    def __init__(self, channel: _Optional[_Union[IntakeChannel, str, int]] = ..., received_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., document_ref: _Optional[str] = ..., user_id: _Optional[str] = ..., applicant_name: _Optional[str] = ..., applicant_contact: _Optional[str] = ..., representative_name: _Optional[str] = ..., representative_authority: _Optional[str] = ..., parts: _Optional[_Iterable[_Union[LetterPart, _Mapping]]] = ...) -> None: ...

class LetterPart(_message.Message):
    __slots__ = ("kind", "text", "rectifications", "regimes", "circumstances")
    KIND_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    RECTIFICATIONS_FIELD_NUMBER: _ClassVar[int]
    REGIMES_FIELD_NUMBER: _ClassVar[int]
    CIRCUMSTANCES_FIELD_NUMBER: _ClassVar[int]
    kind: PrivacyRequestKind
    text: str
    rectifications: _containers.RepeatedCompositeFieldContainer[Rectification]
    regimes: _containers.RepeatedScalarFieldContainer[str]
    circumstances: _containers.RepeatedScalarFieldContainer[RequestCircumstance]
    def __init__(self, kind: _Optional[_Union[PrivacyRequestKind, str, int]] = ..., text: _Optional[str] = ..., rectifications: _Optional[_Iterable[_Union[Rectification, _Mapping]]] = ..., regimes: _Optional[_Iterable[str]] = ..., circumstances: _Optional[_Iterable[_Union[RequestCircumstance, str, int]]] = ...) -> None: ...

class ConfirmIntakeDraftRequest(_message.Message):
    __slots__ = ("id", "etag", "letter", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    LETTER_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    letter: IncomingLetter
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., letter: _Optional[_Union[IncomingLetter, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class ConfirmIntakeDraftResponse(_message.Message):
    __slots__ = ("draft", "requests")
    DRAFT_FIELD_NUMBER: _ClassVar[int]
    REQUESTS_FIELD_NUMBER: _ClassVar[int]
    draft: _intake_draft_pb2.IntakeDraft
    requests: _containers.RepeatedCompositeFieldContainer[PrivacyRequest]
    def __init__(self, draft: _Optional[_Union[_intake_draft_pb2.IntakeDraft, _Mapping]] = ..., requests: _Optional[_Iterable[_Union[PrivacyRequest, _Mapping]]] = ...) -> None: ...

class GetPrivacyRequestRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetPrivacyRequestResponse(_message.Message):
    __slots__ = ("request",)
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    request: PrivacyRequest
    def __init__(self, request: _Optional[_Union[PrivacyRequest, _Mapping]] = ...) -> None: ...

class PrivacyRequestFilter(_message.Message):
    __slots__ = ("states", "kind", "user_id", "assignee_id", "due_until", "open_only", "unsent_only", "copy_left_only")
    STATES_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    ASSIGNEE_ID_FIELD_NUMBER: _ClassVar[int]
    DUE_UNTIL_FIELD_NUMBER: _ClassVar[int]
    OPEN_ONLY_FIELD_NUMBER: _ClassVar[int]
    UNSENT_ONLY_FIELD_NUMBER: _ClassVar[int]
    COPY_LEFT_ONLY_FIELD_NUMBER: _ClassVar[int]
    states: _containers.RepeatedScalarFieldContainer[PrivacyRequestState]
    kind: PrivacyRequestKind
    user_id: str
    assignee_id: str
    due_until: _date_pb2.Date
    open_only: bool
    unsent_only: bool
    copy_left_only: bool
    def __init__(self, states: _Optional[_Iterable[_Union[PrivacyRequestState, str, int]]] = ..., kind: _Optional[_Union[PrivacyRequestKind, str, int]] = ..., user_id: _Optional[str] = ..., assignee_id: _Optional[str] = ..., due_until: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., open_only: _Optional[bool] = ..., unsent_only: _Optional[bool] = ..., copy_left_only: _Optional[bool] = ...) -> None: ...

class ListPrivacyRequestsRequest(_message.Message):
    __slots__ = ("filter", "order_by", "page_size", "page_token", "skip")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_FIELD_NUMBER: _ClassVar[int]
    filter: PrivacyRequestFilter
    order_by: str
    page_size: int
    page_token: str
    skip: int
    def __init__(self, filter: _Optional[_Union[PrivacyRequestFilter, _Mapping]] = ..., order_by: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., skip: _Optional[int] = ...) -> None: ...

class ListPrivacyRequestsResponse(_message.Message):
    __slots__ = ("requests", "next_page_token", "total_size")
    REQUESTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    requests: _containers.RepeatedCompositeFieldContainer[PrivacyRequest]
    next_page_token: str
    total_size: int
    def __init__(self, requests: _Optional[_Iterable[_Union[PrivacyRequest, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class RecordIdentityProofRequest(_message.Message):
    __slots__ = ("id", "etag", "proof", "user_id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    PROOF_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    proof: IdentityProof
    user_id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., proof: _Optional[_Union[IdentityProof, _Mapping]] = ..., user_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RecordIdentityProofResponse(_message.Message):
    __slots__ = ("request",)
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    request: PrivacyRequest
    def __init__(self, request: _Optional[_Union[PrivacyRequest, _Mapping]] = ...) -> None: ...

class RecordCopyDestroyedRequest(_message.Message):
    __slots__ = ("id", "etag", "note", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    note: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., note: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RecordCopyDestroyedResponse(_message.Message):
    __slots__ = ("request",)
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    request: PrivacyRequest
    def __init__(self, request: _Optional[_Union[PrivacyRequest, _Mapping]] = ...) -> None: ...

class AssignPrivacyRequestRequest(_message.Message):
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

class AssignPrivacyRequestResponse(_message.Message):
    __slots__ = ("request",)
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    request: PrivacyRequest
    def __init__(self, request: _Optional[_Union[PrivacyRequest, _Mapping]] = ...) -> None: ...

class ExplainDeadlineRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class ExplainDeadlineResponse(_message.Message):
    __slots__ = ("due_on", "days_left", "steps", "clocks", "duties", "next_steps")
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    DAYS_LEFT_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    CLOCKS_FIELD_NUMBER: _ClassVar[int]
    DUTIES_FIELD_NUMBER: _ClassVar[int]
    NEXT_STEPS_FIELD_NUMBER: _ClassVar[int]
    due_on: _date_pb2.Date
    days_left: int
    steps: _containers.RepeatedCompositeFieldContainer[DeadlineStep]
    clocks: _containers.RepeatedCompositeFieldContainer[DeadlineClock]
    duties: _containers.RepeatedCompositeFieldContainer[LegalDuty]
    next_steps: _containers.RepeatedCompositeFieldContainer[NextStep]
    def __init__(self, due_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., days_left: _Optional[int] = ..., steps: _Optional[_Iterable[_Union[DeadlineStep, _Mapping]]] = ..., clocks: _Optional[_Iterable[_Union[DeadlineClock, _Mapping]]] = ..., duties: _Optional[_Iterable[_Union[LegalDuty, _Mapping]]] = ..., next_steps: _Optional[_Iterable[_Union[NextStep, _Mapping]]] = ...) -> None: ...

class NextStep(_message.Message):
    __slots__ = ("kind", "article", "due_on")
    KIND_FIELD_NUMBER: _ClassVar[int]
    ARTICLE_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    kind: NextStepKind
    article: str
    due_on: _date_pb2.Date
    def __init__(self, kind: _Optional[_Union[NextStepKind, str, int]] = ..., article: _Optional[str] = ..., due_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ...) -> None: ...

class DeadlineClock(_message.Message):
    __slots__ = ("regime", "title_uk", "title_en", "due_on", "article", "unconfirmed", "extendable_to", "steps")
    REGIME_FIELD_NUMBER: _ClassVar[int]
    TITLE_UK_FIELD_NUMBER: _ClassVar[int]
    TITLE_EN_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    ARTICLE_FIELD_NUMBER: _ClassVar[int]
    UNCONFIRMED_FIELD_NUMBER: _ClassVar[int]
    EXTENDABLE_TO_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    regime: str
    title_uk: str
    title_en: str
    due_on: _date_pb2.Date
    article: str
    unconfirmed: bool
    extendable_to: _date_pb2.Date
    steps: _containers.RepeatedCompositeFieldContainer[DeadlineStep]
    def __init__(self, regime: _Optional[str] = ..., title_uk: _Optional[str] = ..., title_en: _Optional[str] = ..., due_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., article: _Optional[str] = ..., unconfirmed: _Optional[bool] = ..., extendable_to: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., steps: _Optional[_Iterable[_Union[DeadlineStep, _Mapping]]] = ...) -> None: ...

class LegalDuty(_message.Message):
    __slots__ = ("regime", "code", "article", "text_uk", "text_en", "whom_uk", "whom_en", "due_on", "unconfirmed", "contents_uk", "contents_en")
    REGIME_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    ARTICLE_FIELD_NUMBER: _ClassVar[int]
    TEXT_UK_FIELD_NUMBER: _ClassVar[int]
    TEXT_EN_FIELD_NUMBER: _ClassVar[int]
    WHOM_UK_FIELD_NUMBER: _ClassVar[int]
    WHOM_EN_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    UNCONFIRMED_FIELD_NUMBER: _ClassVar[int]
    CONTENTS_UK_FIELD_NUMBER: _ClassVar[int]
    CONTENTS_EN_FIELD_NUMBER: _ClassVar[int]
    regime: str
    code: str
    article: str
    text_uk: str
    text_en: str
    whom_uk: str
    whom_en: str
    due_on: _date_pb2.Date
    unconfirmed: bool
    contents_uk: _containers.RepeatedScalarFieldContainer[str]
    contents_en: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, regime: _Optional[str] = ..., code: _Optional[str] = ..., article: _Optional[str] = ..., text_uk: _Optional[str] = ..., text_en: _Optional[str] = ..., whom_uk: _Optional[str] = ..., whom_en: _Optional[str] = ..., due_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., unconfirmed: _Optional[bool] = ..., contents_uk: _Optional[_Iterable[str]] = ..., contents_en: _Optional[_Iterable[str]] = ...) -> None: ...

class DeadlineStep(_message.Message):
    __slots__ = ("article", "date", "text_uk", "text_en", "unconfirmed", "days")
    ARTICLE_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    TEXT_UK_FIELD_NUMBER: _ClassVar[int]
    TEXT_EN_FIELD_NUMBER: _ClassVar[int]
    UNCONFIRMED_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    article: str
    date: _date_pb2.Date
    text_uk: str
    text_en: str
    unconfirmed: bool
    days: _containers.RepeatedCompositeFieldContainer[DayNote]
    def __init__(self, article: _Optional[str] = ..., date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., text_uk: _Optional[str] = ..., text_en: _Optional[str] = ..., unconfirmed: _Optional[bool] = ..., days: _Optional[_Iterable[_Union[DayNote, _Mapping]]] = ...) -> None: ...

class DayNote(_message.Message):
    __slots__ = ("date", "kind", "text_uk", "text_en")
    DATE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    TEXT_UK_FIELD_NUMBER: _ClassVar[int]
    TEXT_EN_FIELD_NUMBER: _ClassVar[int]
    date: _date_pb2.Date
    kind: DayKind
    text_uk: str
    text_en: str
    def __init__(self, date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., kind: _Optional[_Union[DayKind, str, int]] = ..., text_uk: _Optional[str] = ..., text_en: _Optional[str] = ...) -> None: ...

class ExtendDeadlineRequest(_message.Message):
    __slots__ = ("id", "etag", "until", "reason", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    until: _date_pb2.Date
    reason: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., until: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ExtendDeadlineResponse(_message.Message):
    __slots__ = ("request", "notices")
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    NOTICES_FIELD_NUMBER: _ClassVar[int]
    request: PrivacyRequest
    notices: _containers.RepeatedCompositeFieldContainer[LegalDuty]
    def __init__(self, request: _Optional[_Union[PrivacyRequest, _Mapping]] = ..., notices: _Optional[_Iterable[_Union[LegalDuty, _Mapping]]] = ...) -> None: ...

class PlaceHoldRequest(_message.Message):
    __slots__ = ("id", "etag", "ground", "until", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    GROUND_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    ground: str
    until: _date_pb2.Date
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., ground: _Optional[str] = ..., until: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class PlaceHoldResponse(_message.Message):
    __slots__ = ("request",)
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    request: PrivacyRequest
    def __init__(self, request: _Optional[_Union[PrivacyRequest, _Mapping]] = ...) -> None: ...

class ReleaseHoldRequest(_message.Message):
    __slots__ = ("id", "hold_id", "etag", "reason", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    HOLD_ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    hold_id: str
    etag: str
    reason: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., hold_id: _Optional[str] = ..., etag: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ReleaseHoldResponse(_message.Message):
    __slots__ = ("request",)
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    request: PrivacyRequest
    def __init__(self, request: _Optional[_Union[PrivacyRequest, _Mapping]] = ...) -> None: ...

class PreviewErasureRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class PreviewErasureResponse(_message.Message):
    __slots__ = ("lines", "holds")
    LINES_FIELD_NUMBER: _ClassVar[int]
    HOLDS_FIELD_NUMBER: _ClassVar[int]
    lines: _containers.RepeatedCompositeFieldContainer[ErasureLine]
    holds: _containers.RepeatedCompositeFieldContainer[Hold]
    def __init__(self, lines: _Optional[_Iterable[_Union[ErasureLine, _Mapping]]] = ..., holds: _Optional[_Iterable[_Union[Hold, _Mapping]]] = ...) -> None: ...

class ErasureLine(_message.Message):
    __slots__ = ("table", "column", "column_class", "action", "rows", "ground_uk", "ground_en", "table_uk", "table_en", "column_uk", "column_en")
    TABLE_FIELD_NUMBER: _ClassVar[int]
    COLUMN_FIELD_NUMBER: _ClassVar[int]
    COLUMN_CLASS_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    GROUND_UK_FIELD_NUMBER: _ClassVar[int]
    GROUND_EN_FIELD_NUMBER: _ClassVar[int]
    TABLE_UK_FIELD_NUMBER: _ClassVar[int]
    TABLE_EN_FIELD_NUMBER: _ClassVar[int]
    COLUMN_UK_FIELD_NUMBER: _ClassVar[int]
    COLUMN_EN_FIELD_NUMBER: _ClassVar[int]
    table: str
    column: str
    column_class: _options_pb2.DataClass
    action: ErasureAction
    rows: int
    ground_uk: str
    ground_en: str
    table_uk: str
    table_en: str
    column_uk: str
    column_en: str
    def __init__(self, table: _Optional[str] = ..., column: _Optional[str] = ..., column_class: _Optional[_Union[_options_pb2.DataClass, str, int]] = ..., action: _Optional[_Union[ErasureAction, str, int]] = ..., rows: _Optional[int] = ..., ground_uk: _Optional[str] = ..., ground_en: _Optional[str] = ..., table_uk: _Optional[str] = ..., table_en: _Optional[str] = ..., column_uk: _Optional[str] = ..., column_en: _Optional[str] = ...) -> None: ...

class PreviewAccessPackageRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class PreviewAccessPackageResponse(_message.Message):
    __slots__ = ("sections",)
    SECTIONS_FIELD_NUMBER: _ClassVar[int]
    sections: _containers.RepeatedCompositeFieldContainer[PackageSection]
    def __init__(self, sections: _Optional[_Iterable[_Union[PackageSection, _Mapping]]] = ...) -> None: ...

class PackageSection(_message.Message):
    __slots__ = ("name", "title_uk", "title_en", "rows", "purposes_uk", "recipients", "retention_uk")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TITLE_UK_FIELD_NUMBER: _ClassVar[int]
    TITLE_EN_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    PURPOSES_UK_FIELD_NUMBER: _ClassVar[int]
    RECIPIENTS_FIELD_NUMBER: _ClassVar[int]
    RETENTION_UK_FIELD_NUMBER: _ClassVar[int]
    name: str
    title_uk: str
    title_en: str
    rows: int
    purposes_uk: _containers.RepeatedScalarFieldContainer[str]
    recipients: _containers.RepeatedScalarFieldContainer[str]
    retention_uk: str
    def __init__(self, name: _Optional[str] = ..., title_uk: _Optional[str] = ..., title_en: _Optional[str] = ..., rows: _Optional[int] = ..., purposes_uk: _Optional[_Iterable[str]] = ..., recipients: _Optional[_Iterable[str]] = ..., retention_uk: _Optional[str] = ...) -> None: ...

class ProposeDecisionRequest(_message.Message):
    __slots__ = ("id", "etag", "decision", "reason", "article", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    DECISION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    ARTICLE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    decision: PrivacyDecision
    reason: str
    article: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., decision: _Optional[_Union[PrivacyDecision, str, int]] = ..., reason: _Optional[str] = ..., article: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ProposeDecisionResponse(_message.Message):
    __slots__ = ("request",)
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    request: PrivacyRequest
    def __init__(self, request: _Optional[_Union[PrivacyRequest, _Mapping]] = ...) -> None: ...

class ApproveDecisionRequest(_message.Message):
    __slots__ = ("id", "etag", "approve", "note", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    APPROVE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    approve: bool
    note: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., approve: _Optional[bool] = ..., note: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ApproveDecisionResponse(_message.Message):
    __slots__ = ("request",)
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    request: PrivacyRequest
    def __init__(self, request: _Optional[_Union[PrivacyRequest, _Mapping]] = ...) -> None: ...

class ProposeLiftingRequest(_message.Message):
    __slots__ = ("id", "etag", "ground", "reason", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    GROUND_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    ground: LiftingGround
    reason: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., ground: _Optional[_Union[LiftingGround, str, int]] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ProposeLiftingResponse(_message.Message):
    __slots__ = ("request",)
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    request: PrivacyRequest
    def __init__(self, request: _Optional[_Union[PrivacyRequest, _Mapping]] = ...) -> None: ...

class RecordLiftingNoticeRequest(_message.Message):
    __slots__ = ("id", "etag", "told_on", "how", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    TOLD_ON_FIELD_NUMBER: _ClassVar[int]
    HOW_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    told_on: _date_pb2.Date
    how: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., told_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., how: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RecordLiftingNoticeResponse(_message.Message):
    __slots__ = ("request",)
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    request: PrivacyRequest
    def __init__(self, request: _Optional[_Union[PrivacyRequest, _Mapping]] = ...) -> None: ...

class ApproveLiftingRequest(_message.Message):
    __slots__ = ("id", "etag", "approve", "note", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    APPROVE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    approve: bool
    note: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., approve: _Optional[bool] = ..., note: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ApproveLiftingResponse(_message.Message):
    __slots__ = ("request",)
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    request: PrivacyRequest
    def __init__(self, request: _Optional[_Union[PrivacyRequest, _Mapping]] = ...) -> None: ...

class DownloadAccessPackageRequest(_message.Message):
    __slots__ = ("id", "format")
    ID_FIELD_NUMBER: _ClassVar[int]
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    id: str
    format: PackageFormat
    def __init__(self, id: _Optional[str] = ..., format: _Optional[_Union[PackageFormat, str, int]] = ...) -> None: ...

class DownloadAccessPackageResponse(_message.Message):
    __slots__ = ("chunk", "sha256", "manifest", "signature", "key_id")
    CHUNK_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    MANIFEST_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    KEY_ID_FIELD_NUMBER: _ClassVar[int]
    chunk: bytes
    sha256: bytes
    manifest: bytes
    signature: bytes
    key_id: str
    def __init__(self, chunk: _Optional[bytes] = ..., sha256: _Optional[bytes] = ..., manifest: _Optional[bytes] = ..., signature: _Optional[bytes] = ..., key_id: _Optional[str] = ...) -> None: ...

class GetPackageKeyRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetPackageKeyResponse(_message.Message):
    __slots__ = ("key_id", "public_key_pem")
    KEY_ID_FIELD_NUMBER: _ClassVar[int]
    PUBLIC_KEY_PEM_FIELD_NUMBER: _ClassVar[int]
    key_id: str
    public_key_pem: str
    def __init__(self, key_id: _Optional[str] = ..., public_key_pem: _Optional[str] = ...) -> None: ...

class CreatePackageLinkRequest(_message.Message):
    __slots__ = ("id", "etag", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreatePackageLinkResponse(_message.Message):
    __slots__ = ("request", "expires_at")
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    request: PrivacyRequest
    expires_at: _timestamp_pb2.Timestamp
    def __init__(self, request: _Optional[_Union[PrivacyRequest, _Mapping]] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class RenderLetterRequest(_message.Message):
    __slots__ = ("id", "kind", "format")
    ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    id: str
    kind: LetterKind
    format: LetterFormat
    def __init__(self, id: _Optional[str] = ..., kind: _Optional[_Union[LetterKind, str, int]] = ..., format: _Optional[_Union[LetterFormat, str, int]] = ...) -> None: ...

class RenderLetterResponse(_message.Message):
    __slots__ = ("letters",)
    LETTERS_FIELD_NUMBER: _ClassVar[int]
    letters: _containers.RepeatedCompositeFieldContainer[Letter]
    def __init__(self, letters: _Optional[_Iterable[_Union[Letter, _Mapping]]] = ...) -> None: ...

class RecordLetterSentRequest(_message.Message):
    __slots__ = ("id", "etag", "kind", "dispatch", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    DISPATCH_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    kind: LetterKind
    dispatch: _letter_dispatch_pb2.LetterDispatch
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., kind: _Optional[_Union[LetterKind, str, int]] = ..., dispatch: _Optional[_Union[_letter_dispatch_pb2.LetterDispatch, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class RecordLetterSentResponse(_message.Message):
    __slots__ = ("request",)
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    request: PrivacyRequest
    def __init__(self, request: _Optional[_Union[PrivacyRequest, _Mapping]] = ...) -> None: ...

class RenderDutyLetterRequest(_message.Message):
    __slots__ = ("id", "format")
    ID_FIELD_NUMBER: _ClassVar[int]
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    id: str
    format: LetterFormat
    def __init__(self, id: _Optional[str] = ..., format: _Optional[_Union[LetterFormat, str, int]] = ...) -> None: ...

class RenderDutyLetterResponse(_message.Message):
    __slots__ = ("letter",)
    LETTER_FIELD_NUMBER: _ClassVar[int]
    letter: Letter
    def __init__(self, letter: _Optional[_Union[Letter, _Mapping]] = ...) -> None: ...

class Letter(_message.Message):
    __slots__ = ("file_name", "media_type", "content")
    FILE_NAME_FIELD_NUMBER: _ClassVar[int]
    MEDIA_TYPE_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    file_name: str
    media_type: str
    content: bytes
    def __init__(self, file_name: _Optional[str] = ..., media_type: _Optional[str] = ..., content: _Optional[bytes] = ...) -> None: ...

class VerifyErasureRequest(_message.Message):
    __slots__ = ("id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class VerifyErasureResponse(_message.Message):
    __slots__ = ("clean", "bytes_scanned", "files", "remains")
    CLEAN_FIELD_NUMBER: _ClassVar[int]
    BYTES_SCANNED_FIELD_NUMBER: _ClassVar[int]
    FILES_FIELD_NUMBER: _ClassVar[int]
    REMAINS_FIELD_NUMBER: _ClassVar[int]
    clean: bool
    bytes_scanned: int
    files: _containers.RepeatedScalarFieldContainer[str]
    remains: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, clean: _Optional[bool] = ..., bytes_scanned: _Optional[int] = ..., files: _Optional[_Iterable[str]] = ..., remains: _Optional[_Iterable[str]] = ...) -> None: ...

class WithdrawPrivacyRequestRequest(_message.Message):
    __slots__ = ("id", "etag", "reason", "request_id", "document_ref")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_REF_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    reason: str
    request_id: str
    document_ref: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ..., document_ref: _Optional[str] = ...) -> None: ...

class WithdrawPrivacyRequestResponse(_message.Message):
    __slots__ = ("request",)
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    request: PrivacyRequest
    def __init__(self, request: _Optional[_Union[PrivacyRequest, _Mapping]] = ...) -> None: ...

class MarkDuplicateRequest(_message.Message):
    __slots__ = ("id", "etag", "duplicate_of_id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    DUPLICATE_OF_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    duplicate_of_id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., duplicate_of_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class MarkDuplicateResponse(_message.Message):
    __slots__ = ("request",)
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    request: PrivacyRequest
    def __init__(self, request: _Optional[_Union[PrivacyRequest, _Mapping]] = ...) -> None: ...

class WatchPrivacyRequestsRequest(_message.Message):
    __slots__ = ("filter", "resume_token", "skip_snapshot")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    filter: PrivacyRequestFilter
    resume_token: str
    skip_snapshot: bool
    def __init__(self, filter: _Optional[_Union[PrivacyRequestFilter, _Mapping]] = ..., resume_token: _Optional[str] = ..., skip_snapshot: _Optional[bool] = ...) -> None: ...

class WatchPrivacyRequestsResponse(_message.Message):
    __slots__ = ("position", "changes")
    POSITION_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    position: _common_pb2.WatchPosition
    changes: _containers.RepeatedCompositeFieldContainer[PrivacyRequestChange]
    def __init__(self, position: _Optional[_Union[_common_pb2.WatchPosition, _Mapping]] = ..., changes: _Optional[_Iterable[_Union[PrivacyRequestChange, _Mapping]]] = ...) -> None: ...

class PrivacyRequestChange(_message.Message):
    __slots__ = ("kind", "request")
    KIND_FIELD_NUMBER: _ClassVar[int]
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    kind: _common_pb2.ChangeKind
    request: PrivacyRequest
    def __init__(self, kind: _Optional[_Union[_common_pb2.ChangeKind, str, int]] = ..., request: _Optional[_Union[PrivacyRequest, _Mapping]] = ...) -> None: ...
