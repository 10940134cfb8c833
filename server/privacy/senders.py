"""Who wrote: whether that can be a person, who may write for another, and who wrote before."""

import re
from typing import Any

from server.errors import InvalidField
from server.users import rules
from storage.engine.transaction import Tx
from storage.keys.blind import words

#: Letters that a name has at least.
_LETTERS = 2
_ADDRESS = re.compile(r"[^\s<>,;]{1,64}@[^\s<>,;]{1,253}")
_PHONE = re.compile(r"\+?[0-9][0-9 ()\u2011-]{7,20}")
_NATIONAL = re.compile(r"0[0-9]{9}")


def check(wanted: Any) -> None:
    """That the applicant can be a person, and that who writes for them says by what right. Raises InvalidField."""
    _check_name(wanted.applicant_name, "request.applicant_name")
    if bool(wanted.representative_name) != bool(wanted.representative_authority):
        missing = "authority" if wanted.representative_name else "name"
        rule = "must be named: nobody demands anything in another's name without authority"
        raise InvalidField(f"request.representative_{missing}", "privacy.authority", rule)
    if not wanted.representative_name:
        return
    _check_name(wanted.representative_name, "request.representative_name")
    if words(wanted.representative_name) == words(wanted.applicant_name):
        rule = "must be another than the applicant: nobody represents themselves"
        raise InvalidField("request.representative_name", "privacy.representative", rule)


def _check_name(name: str, field: str) -> None:
    if sum(map(str.isalpha, name)) < _LETTERS or "@" in name:
        raise InvalidField(field, "privacy.person", "must be the name of a person")


def index_of(tx: Tx, name: str, contact: str) -> bytes:
    """The digest by which requests of one sender are found beside each other: of the e-mail or the phone that the
    contact names, else of the address and the name: an address alone is that of a family."""
    address = _ADDRESS.search(contact)
    if address is not None:
        return tx.blind.digest("request sender", f"mail {address.group().casefold()}")
    return tx.blind.digest("request sender", phone(contact) or " ".join(sorted(words(name, contact))))


def phone(contact: str) -> str:
    """The phone that a contact names, in E.164; empty where it names none."""
    found = _PHONE.search(contact)
    digits = re.sub(r"[^0-9+]", "", found.group()) if found else ""
    try:
        return rules.phone(f"+38{digits}" if _NATIONAL.fullmatch(digits) else digits, "") if digits else ""
    except InvalidField:
        return ""
