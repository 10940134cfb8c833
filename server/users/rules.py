"""What a phone, an e-mail and a name must be. Pure."""

import unicodedata

import phonenumbers

from server.errors import InvalidField


def phone(text: str, field: str) -> str:
    """A phone in E.164. Raises InvalidField where no network gives out such a number."""
    try:
        parsed = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        raise InvalidField(field, "phone.e164", "must be a phone number in E.164, such as +380671234567") from None
    if not phonenumbers.is_possible_number(parsed):
        raise InvalidField(field, "phone.possible", "must have as many digits as its country's numbers have")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def email(text: str) -> str:
    """An e-mail address with its domain in lower case; the part before it is the owner's to write."""
    local, _, domain = text.rpartition("@")
    return f"{local}@{domain.lower()}"


def name(text: str) -> str:
    """A name in composed letters (NFC), so that the same name is the same text."""
    return unicodedata.normalize("NFC", text)
