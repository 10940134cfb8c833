"""What a phone, an e-mail and a name must be. Pure."""

import unicodedata

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberType

from server.errors import InvalidField

#: In some countries the number does not tell which it is.
_MOBILE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


def phone(text: str, field: str) -> str:
    """A phone in E.164. Raises InvalidField where no network gives out such a number."""
    return _e164(_parsed(text, field))


def mobile(text: str, field: str) -> str:
    """The phone that somebody is reached by, Ukrainian or foreign: codes and SMS come to no landline. Raises
    InvalidField."""
    parsed = _parsed(text, field)
    if phonenumbers.number_type(parsed) not in _MOBILE:
        raise InvalidField(field, "phone.mobile", "must be a mobile number: SMS come to no other")
    return _e164(parsed)


def _parsed(text: str, field: str) -> PhoneNumber:
    try:
        parsed = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        raise InvalidField(field, "phone.e164", "must be a phone number in E.164, such as +380671234567") from None
    if not phonenumbers.is_possible_number(parsed):
        raise InvalidField(field, "phone.possible", "must have as many digits as its country's numbers have")
    return parsed


def _e164(parsed: PhoneNumber) -> str:
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def email(text: str) -> str:
    """An e-mail address with its domain in lower case; the part before it is the owner's to write."""
    local, _, domain = text.rpartition("@")
    return f"{local}@{domain.lower()}"


def name(text: str) -> str:
    """A name in composed letters (NFC), so that the same name is the same text."""
    return unicodedata.normalize("NFC", text)
