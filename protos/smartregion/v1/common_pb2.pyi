from buf.validate import validate_pb2 as _validate_pb2
from smartregion.v1 import options_pb2 as _options_pb2
from smartregion.v1 import rules_pb2 as _rules_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Commodity(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    COMMODITY_UNSPECIFIED: _ClassVar[Commodity]
    COMMODITY_COLD_WATER: _ClassVar[Commodity]
    COMMODITY_HOT_WATER: _ClassVar[Commodity]
    COMMODITY_GAS: _ClassVar[Commodity]
    COMMODITY_ELECTRICITY: _ClassVar[Commodity]
    COMMODITY_HEAT: _ClassVar[Commodity]

class Language(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    LANGUAGE_UNSPECIFIED: _ClassVar[Language]
    LANGUAGE_UKRAINIAN: _ClassVar[Language]
    LANGUAGE_ENGLISH: _ClassVar[Language]

class ChangeKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CHANGE_KIND_UNSPECIFIED: _ClassVar[ChangeKind]
    CHANGE_KIND_SNAPSHOT: _ClassVar[ChangeKind]
    CHANGE_KIND_CREATED: _ClassVar[ChangeKind]
    CHANGE_KIND_UPDATED: _ClassVar[ChangeKind]
    CHANGE_KIND_DELETED: _ClassVar[ChangeKind]

class FrameKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FRAME_KIND_UNSPECIFIED: _ClassVar[FrameKind]
    FRAME_KIND_SNAPSHOT: _ClassVar[FrameKind]
    FRAME_KIND_SYNCED: _ClassVar[FrameKind]
    FRAME_KIND_CHANGES: _ClassVar[FrameKind]
    FRAME_KIND_PROGRESS: _ClassVar[FrameKind]
    FRAME_KIND_DRAIN: _ClassVar[FrameKind]
COMMODITY_UNSPECIFIED: Commodity
COMMODITY_COLD_WATER: Commodity
COMMODITY_HOT_WATER: Commodity
COMMODITY_GAS: Commodity
COMMODITY_ELECTRICITY: Commodity
COMMODITY_HEAT: Commodity
LANGUAGE_UNSPECIFIED: Language
LANGUAGE_UKRAINIAN: Language
LANGUAGE_ENGLISH: Language
CHANGE_KIND_UNSPECIFIED: ChangeKind
CHANGE_KIND_SNAPSHOT: ChangeKind
CHANGE_KIND_CREATED: ChangeKind
CHANGE_KIND_UPDATED: ChangeKind
CHANGE_KIND_DELETED: ChangeKind
FRAME_KIND_UNSPECIFIED: FrameKind
FRAME_KIND_SNAPSHOT: FrameKind
FRAME_KIND_SYNCED: FrameKind
FRAME_KIND_CHANGES: FrameKind
FRAME_KIND_PROGRESS: FrameKind
FRAME_KIND_DRAIN: FrameKind

class WatchPosition(_message.Message):
    __slots__ = ("kind", "resume_token", "revision")
    KIND_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    kind: FrameKind
    resume_token: str
    revision: int
    def __init__(self, kind: _Optional[_Union[FrameKind, str, int]] = ..., resume_token: _Optional[str] = ..., revision: _Optional[int] = ...) -> None: ...

class Finding(_message.Message):
    __slots__ = ("code", "formula", "numbers", "message_uk", "message_en", "cim_code")
    class NumbersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    CODE_FIELD_NUMBER: _ClassVar[int]
    FORMULA_FIELD_NUMBER: _ClassVar[int]
    NUMBERS_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_UK_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_EN_FIELD_NUMBER: _ClassVar[int]
    CIM_CODE_FIELD_NUMBER: _ClassVar[int]
    code: str
    formula: str
    numbers: _containers.ScalarMap[str, str]
    message_uk: str
    message_en: str
    cim_code: str
    def __init__(self, code: _Optional[str] = ..., formula: _Optional[str] = ..., numbers: _Optional[_Mapping[str, str]] = ..., message_uk: _Optional[str] = ..., message_en: _Optional[str] = ..., cim_code: _Optional[str] = ...) -> None: ...

class Address(_message.Message):
    __slots__ = ("city", "street", "building", "apartment")
    CITY_FIELD_NUMBER: _ClassVar[int]
    STREET_FIELD_NUMBER: _ClassVar[int]
    BUILDING_FIELD_NUMBER: _ClassVar[int]
    APARTMENT_FIELD_NUMBER: _ClassVar[int]
    city: str
    street: str
    building: str
    apartment: str
    def __init__(self, city: _Optional[str] = ..., street: _Optional[str] = ..., building: _Optional[str] = ..., apartment: _Optional[str] = ...) -> None: ...
