"""Texts as octets of short_message: GSM 7-bit, an octet a septet (3GPP TS 23.038), or UCS-2; parts behind a header."""

from collections.abc import Sequence

from server.notifications import sms

_OCTETS = {letter: bytes((code,)) for code, letter in enumerate(sms.BASIC) if code != sms.ESCAPE} | {
    letter: bytes((sms.ESCAPE, code)) for code, letter in sms.EXTENSION.items()
}
#: data_coding: the default alphabet, ASCII, UCS-2.
GSM7, ASCII, UCS2 = 0, 1, 8
#: esm_class: the message begins with a header.
UDHI = 0x40


def gsm7(text: str) -> bytes:
    """Raises KeyError for a letter that the alphabet lacks: it is never replaced in silence."""
    return b"".join(_OCTETS[letter] for letter in text)


def from_gsm7(octets: bytes) -> str:
    """A septet that means nothing is a replacement character; an unknown escape is a space (TS 23.038, 6.2.1.1)."""
    letters, escaped = [], False
    for code in octets:
        if escaped:
            letters.append(sms.EXTENSION.get(code, " "))
            escaped = False
        elif code == sms.ESCAPE:
            escaped = True
        else:
            letters.append(sms.BASIC[code] if code < len(sms.BASIC) else "�")
    return "".join(letters)


def octets(text: str, is_gsm7: bool) -> bytes:
    """UCS-2 is written as UTF-16: a letter beyond its plane is a pair, which all phones of today read."""
    return gsm7(text) if is_gsm7 else text.encode("utf-16-be", "surrogatepass")


def decoded(short_message: bytes, data_coding: int) -> str:
    """A text that came in. Never raises."""
    match data_coding:
        case 8:
            return short_message.decode("utf-16-be", "replace")
        case 3:
            return short_message.decode("latin-1")
        case 1:
            return short_message.decode("ascii", "replace")
    return from_gsm7(short_message)


def with_headers(parts: Sequence[bytes], reference: int) -> list[bytes]:
    """Each part behind a header that says which of how many it is (TS 23.040, 9.2.3.24.1)."""
    return [
        bytes((0x05, 0x00, 0x03, reference & 0xFF, len(parts), number)) + part
        for number, part in enumerate(parts, start=1)
    ]


def without_header(short_message: bytes, esm_class: int) -> bytes:
    """A text without the header that it may begin with."""
    if not esm_class & UDHI or not short_message:
        return short_message
    return short_message[short_message[0] + 1 :]


def place(short_message: bytes) -> tuple[int, int, int] | None:
    """Reference, number of parts and place of a part, as its header says; None where there is none."""
    end = min(short_message[0] + 1, len(short_message)) if short_message else 0
    at = 1
    while at + 1 < end:
        element, length = short_message[at], short_message[at + 1]
        value = short_message[at + 2 : at + 2 + length]
        if element == 0x00 and len(value) == 3:
            return value[0], value[1], value[2]
        if element == 0x08 and len(value) == 4:
            return int.from_bytes(value[:2], "big"), value[2], value[3]
        at += 2 + length
    return None
