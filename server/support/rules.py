"""What must hold of a form, of a message and of an answer at hand."""

from collections.abc import Mapping
from typing import Any

from server.codec import DAY_MS
from server.errors import InvalidField, LimitExceeded
from server.limits import SUPPORT_MESSAGES_A_DAY, SUPPORT_REPLY_LETTERS, SUPPORT_THREADS_A_DAY
from server.notifications import placeholders
from server.notifications.placeholders import Kind
from server.users import rules as users
from storage.engine.transaction import Tx
from storage.repositories import support
from storage.repositories.support import Thread
from storage.repositories.users import Person

#: What an answer at hand may ask of a thread.
PLACEHOLDERS = frozenset({"first_name", "number", "date"})


def text(written: str, field: str) -> str:
    """Raises InvalidField where there is nothing to read in it."""
    if placeholders.blank(written):
        raise InvalidField(field, "support.text", "must say something")
    return written.strip()


def reply(written: str, field: str) -> str:
    """Raises InvalidField."""
    if len(written) > SUPPORT_REPLY_LETTERS:
        raise InvalidField(field, "support.reply_length", f"a reply has {SUPPORT_REPLY_LETTERS} letters at most")
    return text(written, field)


def filled_in(form: Any, person: Person | None) -> dict[str, str]:
    """What a form says by the names of the sealed columns; what a user left empty is their own. Raises InvalidField
    where a stranger can't be answered."""
    own = person
    said = {
        "first_name": users.name(form.first_name) or (own.first_name if own else ""),
        "last_name": users.name(form.last_name) or (own.last_name if own else ""),
        "phone": users.phone(form.phone, "form.phone") if form.phone else own.phone if own else "",
        "email": users.email(form.email) if form.email else own.email if own else "",
    }
    if own is None and not said["first_name"]:
        raise InvalidField("form.first_name", "support.first_name", "must say how to address the person")
    if own is None and not said["phone"] and not said["email"]:
        raise InvalidField("form.email", "support.contact", "must name an e-mail or a phone for the answer")
    return said


def check_begun(tx: Tx, person: Person | None, said: Mapping[str, str]) -> None:
    """Raises LimitExceeded past the threads that somebody begins in a day."""
    begun = support.begun_since(tx, tx.now - DAY_MS, person.id if person else None, said["phone"], said["email"])
    if begun >= SUPPORT_THREADS_A_DAY:
        raise LimitExceeded(f"form: at most {SUPPORT_THREADS_A_DAY} messages to support a day", retry_after=3600)


def check_written(tx: Tx, thread: Thread) -> None:
    """Raises LimitExceeded past the messages that somebody writes in a thread in a day."""
    if support.messages_since(tx, thread.id, tx.now - DAY_MS) >= SUPPORT_MESSAGES_A_DAY:
        raise LimitExceeded(f"text: at most {SUPPORT_MESSAGES_A_DAY} messages a day in one thread", retry_after=3600)


def check_canned(answer: Any) -> None:
    """Both texts ask for the same, and for nothing but what a thread has. Raises InvalidField."""
    uk = placeholders.names_in(answer.text_uk, "answer.text_uk")
    en = placeholders.names_in(answer.text_en, "answer.text_en")
    for field, names in (("answer.text_uk", uk), ("answer.text_en", en)):
        for name, kind in names.items():
            if name not in PLACEHOLDERS or kind is not Kind.TEXT:
                known = ", ".join(sorted(PLACEHOLDERS))
                raise InvalidField(field, "support.placeholder", f"{{{name}}} must be one of {known}")
    if uk.keys() != en.keys():
        raise InvalidField("answer.text_en", "support.same_placeholders", "must use the placeholders of text_uk")
