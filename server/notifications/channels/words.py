"""What a provider says, fit to be kept: short, printable, and without the recipient."""

import re

#: Characters that are read, and that are kept. (A pattern is tried at each of them.)
READ, KEPT = 300, 200
_HIDDEN = re.compile(
    r"\S{1,64}@\S+"  # an address
    r"|\+\d[\d ().-]{6,}\d|\d{7,}"  # a phone
    r"|[A-Za-z0-9_:-]{40,}"  # the token of a device
)
#: What a phone is written with.
_OF_PHONES = "+0123456789 ().-"


def storable(text: str) -> str:
    """As any database takes it: NULs and halves of letters would fail all that is recorded with it."""
    return _printable(text[:KEPT])


def said(text: str | bytes, *recipients: str) -> str:
    """A provider's words without addresses, phones and tokens, wherever they stand in them."""
    plain = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    words = _printable(plain[:READ]).split()
    # What is cut in two is not known for what it is.
    plain = " ".join(words[:-1]).rstrip(_OF_PHONES) if len(plain) > READ else " ".join(words)
    for recipient in filter(None, recipients):
        plain = re.sub(re.escape(recipient), "…", plain, flags=re.IGNORECASE)
        local = recipient.rpartition("@")[0]
        if len(local) > 2:
            plain = re.sub(rf"(?<!\w){re.escape(local)}(?!\w)", "…", plain, flags=re.IGNORECASE)
    return _HIDDEN.sub("…", plain)[:KEPT]


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)
