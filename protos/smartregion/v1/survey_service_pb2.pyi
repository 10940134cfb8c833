import datetime

from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.type import decimal_pb2 as _decimal_pb2
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

class SurveyState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SURVEY_STATE_UNSPECIFIED: _ClassVar[SurveyState]
    SURVEY_STATE_DRAFT: _ClassVar[SurveyState]
    SURVEY_STATE_PUBLISHED: _ClassVar[SurveyState]
    SURVEY_STATE_CLOSED: _ClassVar[SurveyState]
    SURVEY_STATE_DISCARDED: _ClassVar[SurveyState]

class SurveyQuestionKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SURVEY_QUESTION_KIND_UNSPECIFIED: _ClassVar[SurveyQuestionKind]
    SURVEY_QUESTION_KIND_SINGLE: _ClassVar[SurveyQuestionKind]
    SURVEY_QUESTION_KIND_MULTIPLE: _ClassVar[SurveyQuestionKind]
    SURVEY_QUESTION_KIND_SCALE: _ClassVar[SurveyQuestionKind]
    SURVEY_QUESTION_KIND_TEXT: _ClassVar[SurveyQuestionKind]
SURVEY_STATE_UNSPECIFIED: SurveyState
SURVEY_STATE_DRAFT: SurveyState
SURVEY_STATE_PUBLISHED: SurveyState
SURVEY_STATE_CLOSED: SurveyState
SURVEY_STATE_DISCARDED: SurveyState
SURVEY_QUESTION_KIND_UNSPECIFIED: SurveyQuestionKind
SURVEY_QUESTION_KIND_SINGLE: SurveyQuestionKind
SURVEY_QUESTION_KIND_MULTIPLE: SurveyQuestionKind
SURVEY_QUESTION_KIND_SCALE: SurveyQuestionKind
SURVEY_QUESTION_KIND_TEXT: SurveyQuestionKind

class SurveyOption(_message.Message):
    __slots__ = ("text_uk", "text_en")
    TEXT_UK_FIELD_NUMBER: _ClassVar[int]
    TEXT_EN_FIELD_NUMBER: _ClassVar[int]
    text_uk: str
    text_en: str
    def __init__(self, text_uk: _Optional[str] = ..., text_en: _Optional[str] = ...) -> None: ...

class SurveyQuestion(_message.Message):
    __slots__ = ("id", "kind", "text_uk", "text_en", "required", "options", "scale_from", "scale_to", "from_label_uk", "from_label_en", "to_label_uk", "to_label_en")
    ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    TEXT_UK_FIELD_NUMBER: _ClassVar[int]
    TEXT_EN_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    SCALE_FROM_FIELD_NUMBER: _ClassVar[int]
    SCALE_TO_FIELD_NUMBER: _ClassVar[int]
    FROM_LABEL_UK_FIELD_NUMBER: _ClassVar[int]
    FROM_LABEL_EN_FIELD_NUMBER: _ClassVar[int]
    TO_LABEL_UK_FIELD_NUMBER: _ClassVar[int]
    TO_LABEL_EN_FIELD_NUMBER: _ClassVar[int]
    id: str
    kind: SurveyQuestionKind
    text_uk: str
    text_en: str
    required: bool
    options: _containers.RepeatedCompositeFieldContainer[SurveyOption]
    scale_from: int
    scale_to: int
    from_label_uk: str
    from_label_en: str
    to_label_uk: str
    to_label_en: str
    def __init__(self, id: _Optional[str] = ..., kind: _Optional[_Union[SurveyQuestionKind, str, int]] = ..., text_uk: _Optional[str] = ..., text_en: _Optional[str] = ..., required: _Optional[bool] = ..., options: _Optional[_Iterable[_Union[SurveyOption, _Mapping]]] = ..., scale_from: _Optional[int] = ..., scale_to: _Optional[int] = ..., from_label_uk: _Optional[str] = ..., from_label_en: _Optional[str] = ..., to_label_uk: _Optional[str] = ..., to_label_en: _Optional[str] = ...) -> None: ...

class Survey(_message.Message):
    __slots__ = ("id", "title_uk", "title_en", "intro_uk", "intro_en", "questions", "audience", "state", "opens_at", "closes_at", "closed_at", "invited_at", "created_at", "updated_at", "published_at", "author", "editor", "publisher", "answered", "answered_at", "allowed_calls", "etag", "question_count")
    ID_FIELD_NUMBER: _ClassVar[int]
    TITLE_UK_FIELD_NUMBER: _ClassVar[int]
    TITLE_EN_FIELD_NUMBER: _ClassVar[int]
    INTRO_UK_FIELD_NUMBER: _ClassVar[int]
    INTRO_EN_FIELD_NUMBER: _ClassVar[int]
    QUESTIONS_FIELD_NUMBER: _ClassVar[int]
    AUDIENCE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    OPENS_AT_FIELD_NUMBER: _ClassVar[int]
    CLOSES_AT_FIELD_NUMBER: _ClassVar[int]
    CLOSED_AT_FIELD_NUMBER: _ClassVar[int]
    INVITED_AT_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    PUBLISHED_AT_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_FIELD_NUMBER: _ClassVar[int]
    EDITOR_FIELD_NUMBER: _ClassVar[int]
    PUBLISHER_FIELD_NUMBER: _ClassVar[int]
    ANSWERED_FIELD_NUMBER: _ClassVar[int]
    ANSWERED_AT_FIELD_NUMBER: _ClassVar[int]
    ALLOWED_CALLS_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    QUESTION_COUNT_FIELD_NUMBER: _ClassVar[int]
    id: str
    title_uk: str
    title_en: str
    intro_uk: str
    intro_en: str
    questions: _containers.RepeatedCompositeFieldContainer[SurveyQuestion]
    audience: _notification_service_pb2.Audience
    state: SurveyState
    opens_at: _timestamp_pb2.Timestamp
    closes_at: _timestamp_pb2.Timestamp
    closed_at: _timestamp_pb2.Timestamp
    invited_at: _timestamp_pb2.Timestamp
    created_at: _timestamp_pb2.Timestamp
    updated_at: _timestamp_pb2.Timestamp
    published_at: _timestamp_pb2.Timestamp
    author: str
    editor: str
    publisher: str
    answered: int
    answered_at: _timestamp_pb2.Timestamp
    allowed_calls: _containers.RepeatedScalarFieldContainer[str]
    etag: str
    question_count: int
    def __init__(self, id: _Optional[str] = ..., title_uk: _Optional[str] = ..., title_en: _Optional[str] = ..., intro_uk: _Optional[str] = ..., intro_en: _Optional[str] = ..., questions: _Optional[_Iterable[_Union[SurveyQuestion, _Mapping]]] = ..., audience: _Optional[_Union[_notification_service_pb2.Audience, _Mapping]] = ..., state: _Optional[_Union[SurveyState, str, int]] = ..., opens_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., closes_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., closed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., invited_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., published_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., author: _Optional[str] = ..., editor: _Optional[str] = ..., publisher: _Optional[str] = ..., answered: _Optional[int] = ..., answered_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., allowed_calls: _Optional[_Iterable[str]] = ..., etag: _Optional[str] = ..., question_count: _Optional[int] = ...) -> None: ...

class SurveyReach(_message.Message):
    __slots__ = ("told", "delivered", "failed", "suppressed")
    TOLD_FIELD_NUMBER: _ClassVar[int]
    DELIVERED_FIELD_NUMBER: _ClassVar[int]
    FAILED_FIELD_NUMBER: _ClassVar[int]
    SUPPRESSED_FIELD_NUMBER: _ClassVar[int]
    told: int
    delivered: int
    failed: int
    suppressed: int
    def __init__(self, told: _Optional[int] = ..., delivered: _Optional[int] = ..., failed: _Optional[int] = ..., suppressed: _Optional[int] = ...) -> None: ...

class CreateSurveyRequest(_message.Message):
    __slots__ = ("survey", "request_id")
    SURVEY_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    survey: Survey
    request_id: str
    def __init__(self, survey: _Optional[_Union[Survey, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateSurveyResponse(_message.Message):
    __slots__ = ("survey",)
    SURVEY_FIELD_NUMBER: _ClassVar[int]
    survey: Survey
    def __init__(self, survey: _Optional[_Union[Survey, _Mapping]] = ...) -> None: ...

class UpdateSurveyRequest(_message.Message):
    __slots__ = ("survey", "update_mask", "request_id")
    SURVEY_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    survey: Survey
    update_mask: _field_mask_pb2.FieldMask
    request_id: str
    def __init__(self, survey: _Optional[_Union[Survey, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class UpdateSurveyResponse(_message.Message):
    __slots__ = ("survey",)
    SURVEY_FIELD_NUMBER: _ClassVar[int]
    survey: Survey
    def __init__(self, survey: _Optional[_Union[Survey, _Mapping]] = ...) -> None: ...

class PublishSurveyRequest(_message.Message):
    __slots__ = ("id", "etag", "opens_at", "closes_at", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    OPENS_AT_FIELD_NUMBER: _ClassVar[int]
    CLOSES_AT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    opens_at: _timestamp_pb2.Timestamp
    closes_at: _timestamp_pb2.Timestamp
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., opens_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., closes_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class PublishSurveyResponse(_message.Message):
    __slots__ = ("survey",)
    SURVEY_FIELD_NUMBER: _ClassVar[int]
    survey: Survey
    def __init__(self, survey: _Optional[_Union[Survey, _Mapping]] = ...) -> None: ...

class CloseSurveyRequest(_message.Message):
    __slots__ = ("id", "etag", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CloseSurveyResponse(_message.Message):
    __slots__ = ("survey",)
    SURVEY_FIELD_NUMBER: _ClassVar[int]
    survey: Survey
    def __init__(self, survey: _Optional[_Union[Survey, _Mapping]] = ...) -> None: ...

class DiscardSurveyRequest(_message.Message):
    __slots__ = ("id", "etag", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class DiscardSurveyResponse(_message.Message):
    __slots__ = ("survey",)
    SURVEY_FIELD_NUMBER: _ClassVar[int]
    survey: Survey
    def __init__(self, survey: _Optional[_Union[Survey, _Mapping]] = ...) -> None: ...

class GetSurveyRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetSurveyResponse(_message.Message):
    __slots__ = ("survey", "audience_size", "reach")
    SURVEY_FIELD_NUMBER: _ClassVar[int]
    AUDIENCE_SIZE_FIELD_NUMBER: _ClassVar[int]
    REACH_FIELD_NUMBER: _ClassVar[int]
    survey: Survey
    audience_size: int
    reach: SurveyReach
    def __init__(self, survey: _Optional[_Union[Survey, _Mapping]] = ..., audience_size: _Optional[int] = ..., reach: _Optional[_Union[SurveyReach, _Mapping]] = ...) -> None: ...

class SurveyFilter(_message.Message):
    __slots__ = ("states",)
    STATES_FIELD_NUMBER: _ClassVar[int]
    states: _containers.RepeatedScalarFieldContainer[SurveyState]
    def __init__(self, states: _Optional[_Iterable[_Union[SurveyState, str, int]]] = ...) -> None: ...

class ListSurveysRequest(_message.Message):
    __slots__ = ("filter", "page_size", "page_token", "skip")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_FIELD_NUMBER: _ClassVar[int]
    filter: SurveyFilter
    page_size: int
    page_token: str
    skip: int
    def __init__(self, filter: _Optional[_Union[SurveyFilter, _Mapping]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., skip: _Optional[int] = ...) -> None: ...

class ListSurveysResponse(_message.Message):
    __slots__ = ("surveys", "next_page_token", "total_size")
    SURVEYS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    surveys: _containers.RepeatedCompositeFieldContainer[Survey]
    next_page_token: str
    total_size: int
    def __init__(self, surveys: _Optional[_Iterable[_Union[Survey, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class SurveyAnswer(_message.Message):
    __slots__ = ("question_id", "options", "point", "text")
    QUESTION_ID_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    POINT_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    question_id: str
    options: _containers.RepeatedScalarFieldContainer[int]
    point: int
    text: str
    def __init__(self, question_id: _Optional[str] = ..., options: _Optional[_Iterable[int]] = ..., point: _Optional[int] = ..., text: _Optional[str] = ...) -> None: ...

class SubmitAnswersRequest(_message.Message):
    __slots__ = ("survey_id", "answers", "request_id")
    SURVEY_ID_FIELD_NUMBER: _ClassVar[int]
    ANSWERS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    survey_id: str
    answers: _containers.RepeatedCompositeFieldContainer[SurveyAnswer]
    request_id: str
    def __init__(self, survey_id: _Optional[str] = ..., answers: _Optional[_Iterable[_Union[SurveyAnswer, _Mapping]]] = ..., request_id: _Optional[str] = ...) -> None: ...

class SubmitAnswersResponse(_message.Message):
    __slots__ = ("survey_id", "answered_at")
    SURVEY_ID_FIELD_NUMBER: _ClassVar[int]
    ANSWERED_AT_FIELD_NUMBER: _ClassVar[int]
    survey_id: str
    answered_at: _timestamp_pb2.Timestamp
    def __init__(self, survey_id: _Optional[str] = ..., answered_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class SurveyGroup(_message.Message):
    __slots__ = ("answers", "people")
    ANSWERS_FIELD_NUMBER: _ClassVar[int]
    PEOPLE_FIELD_NUMBER: _ClassVar[int]
    answers: _containers.RepeatedScalarFieldContainer[int]
    people: int
    def __init__(self, answers: _Optional[_Iterable[int]] = ..., people: _Optional[int] = ...) -> None: ...

class SurveyQuestionResult(_message.Message):
    __slots__ = ("question_id", "people", "groups", "withheld", "mean")
    QUESTION_ID_FIELD_NUMBER: _ClassVar[int]
    PEOPLE_FIELD_NUMBER: _ClassVar[int]
    GROUPS_FIELD_NUMBER: _ClassVar[int]
    WITHHELD_FIELD_NUMBER: _ClassVar[int]
    MEAN_FIELD_NUMBER: _ClassVar[int]
    question_id: str
    people: int
    groups: _containers.RepeatedCompositeFieldContainer[SurveyGroup]
    withheld: _containers.RepeatedScalarFieldContainer[int]
    mean: _decimal_pb2.Decimal
    def __init__(self, question_id: _Optional[str] = ..., people: _Optional[int] = ..., groups: _Optional[_Iterable[_Union[SurveyGroup, _Mapping]]] = ..., withheld: _Optional[_Iterable[int]] = ..., mean: _Optional[_Union[_decimal_pb2.Decimal, _Mapping]] = ...) -> None: ...

class SurveyResults(_message.Message):
    __slots__ = ("survey_id", "smallest_group", "final", "people", "questions")
    SURVEY_ID_FIELD_NUMBER: _ClassVar[int]
    SMALLEST_GROUP_FIELD_NUMBER: _ClassVar[int]
    FINAL_FIELD_NUMBER: _ClassVar[int]
    PEOPLE_FIELD_NUMBER: _ClassVar[int]
    QUESTIONS_FIELD_NUMBER: _ClassVar[int]
    survey_id: str
    smallest_group: int
    final: bool
    people: int
    questions: _containers.RepeatedCompositeFieldContainer[SurveyQuestionResult]
    def __init__(self, survey_id: _Optional[str] = ..., smallest_group: _Optional[int] = ..., final: _Optional[bool] = ..., people: _Optional[int] = ..., questions: _Optional[_Iterable[_Union[SurveyQuestionResult, _Mapping]]] = ...) -> None: ...

class GetResultsRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetResultsResponse(_message.Message):
    __slots__ = ("results",)
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: SurveyResults
    def __init__(self, results: _Optional[_Union[SurveyResults, _Mapping]] = ...) -> None: ...

class ListSurveyTextsRequest(_message.Message):
    __slots__ = ("id", "question_id", "page_size", "page_token")
    ID_FIELD_NUMBER: _ClassVar[int]
    QUESTION_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    id: str
    question_id: str
    page_size: int
    page_token: str
    def __init__(self, id: _Optional[str] = ..., question_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListSurveyTextsResponse(_message.Message):
    __slots__ = ("texts", "next_page_token")
    TEXTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    texts: _containers.RepeatedScalarFieldContainer[str]
    next_page_token: str
    def __init__(self, texts: _Optional[_Iterable[str]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ExportResultsRequest(_message.Message):
    __slots__ = ("id", "language", "texts")
    ID_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TEXTS_FIELD_NUMBER: _ClassVar[int]
    id: str
    language: _common_pb2.Language
    texts: bool
    def __init__(self, id: _Optional[str] = ..., language: _Optional[_Union[_common_pb2.Language, str, int]] = ..., texts: _Optional[bool] = ...) -> None: ...

class ExportResultsResponse(_message.Message):
    __slots__ = ("csv",)
    CSV_FIELD_NUMBER: _ClassVar[int]
    csv: bytes
    def __init__(self, csv: _Optional[bytes] = ...) -> None: ...

class WatchSurveysRequest(_message.Message):
    __slots__ = ("filter", "resume_token", "skip_snapshot")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIP_SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    filter: SurveyFilter
    resume_token: str
    skip_snapshot: bool
    def __init__(self, filter: _Optional[_Union[SurveyFilter, _Mapping]] = ..., resume_token: _Optional[str] = ..., skip_snapshot: _Optional[bool] = ...) -> None: ...

class SurveyChange(_message.Message):
    __slots__ = ("kind", "survey")
    KIND_FIELD_NUMBER: _ClassVar[int]
    SURVEY_FIELD_NUMBER: _ClassVar[int]
    kind: _common_pb2.ChangeKind
    survey: Survey
    def __init__(self, kind: _Optional[_Union[_common_pb2.ChangeKind, str, int]] = ..., survey: _Optional[_Union[Survey, _Mapping]] = ...) -> None: ...

class WatchSurveysResponse(_message.Message):
    __slots__ = ("position", "changes")
    POSITION_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    position: _common_pb2.WatchPosition
    changes: _containers.RepeatedCompositeFieldContainer[SurveyChange]
    def __init__(self, position: _Optional[_Union[_common_pb2.WatchPosition, _Mapping]] = ..., changes: _Optional[_Iterable[_Union[SurveyChange, _Mapping]]] = ...) -> None: ...
