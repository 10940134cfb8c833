from buf.validate import validate_pb2 as _validate_pb2
from google.type import date_pb2 as _date_pb2
from smartregion.v1 import options_pb2 as _options_pb2
from smartregion.v1 import rules_pb2 as _rules_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class LetterWay(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    LETTER_WAY_UNSPECIFIED: _ClassVar[LetterWay]
    LETTER_WAY_POST: _ClassVar[LetterWay]
    LETTER_WAY_EMAIL: _ClassVar[LetterWay]
    LETTER_WAY_HANDED_OVER: _ClassVar[LetterWay]
LETTER_WAY_UNSPECIFIED: LetterWay
LETTER_WAY_POST: LetterWay
LETTER_WAY_EMAIL: LetterWay
LETTER_WAY_HANDED_OVER: LetterWay

class LetterDispatch(_message.Message):
    __slots__ = ("sent_on", "way", "reference", "recorded_by")
    SENT_ON_FIELD_NUMBER: _ClassVar[int]
    WAY_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    RECORDED_BY_FIELD_NUMBER: _ClassVar[int]
    sent_on: _date_pb2.Date
    way: LetterWay
    reference: str
    recorded_by: str
    def __init__(self, sent_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., way: _Optional[_Union[LetterWay, str, int]] = ..., reference: _Optional[str] = ..., recorded_by: _Optional[str] = ...) -> None: ...
