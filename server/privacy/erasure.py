"""What an erasure does, column by column, from the declarations; and what to look for when it is done."""

from smartregion.v1.privacy_request_service_pb2 import ErasureAction, ErasureLine
from smartregion.v1.user_service_pb2 import UserState

from server.notifications import outbox
from server.privacy import wording
from server.privacy.needles import SHARED, Needles
from server.users.workflow import WORKFLOW as USERS
from storage.columns import Erasure, declaration_of
from storage.engine import erasure
from storage.engine.transaction import Tx
from storage.repositories import accounts, contacts, sessions, subject, support, users
from storage.repositories.users import Person

_ACTIONS = {
    Erasure.KEEP: ErasureAction.ERASURE_ACTION_KEEP,
    Erasure.NULL: ErasureAction.ERASURE_ACTION_NULL,
    Erasure.MASK: ErasureAction.ERASURE_ACTION_MASK,
    Erasure.SHRED: ErasureAction.ERASURE_ACTION_SHRED,
    Erasure.DELETE_ROW: ErasureAction.ERASURE_ACTION_NULL,
}


def preview(tx: Tx, user_id: int) -> list[ErasureLine]:
    """What would be done to each column with personal data, and to how many rows."""
    lines = []
    for model in subject.personal_models():
        rows = subject.count(tx, model, user_id)
        for field in subject.held_columns(model):
            declared = declaration_of(field)
            ground = wording.KEPT[declared.purpose] if declared.erasure is Erasure.KEEP else ("", "")
            table, column = wording.TABLES[model._meta.table_name], wording.COLUMNS[subject.plain(field)]
            lines.append(
                ErasureLine(
                    table=model._meta.table_name,
                    column=field.name,
                    column_class=declared.data_class.value,
                    action=_ACTIONS[declared.erasure],
                    rows=rows,
                    ground_uk=ground[0],
                    ground_en=ground[1],
                    table_uk=table[0],
                    table_en=table[1],
                    column_uk=column[0],
                    column_en=column[1],
                )
            )
    return lines


def needles_of(tx: Tx, person: Person) -> Needles:
    """What the person's data looks like, in the open and sealed; gathered before anything is erased. Of what does not
    open any more, and keeps nobody from being erased, the sealed bytes are left to look for."""
    made = Needles()
    phone, email = person.shown("phone"), person.shown("email")
    made.add_phone("phone", phone)
    made.add_email("email", email)
    for contact in contacts.ever(tx, person.id) - {phone, email}:
        if not users.is_anothers(tx, contact, person.id):  # a number that was given up is given to somebody else
            made.add_contact("former contact", contact)
    made.add_name("name", person.shown("first_name"), person.shown("last_name"))
    made.add_rows(["key"], [(tx.keys.wrapped(person.id),)])
    for model in erasure.subject_models():
        erased = [field for field in subject.held_columns(model) if _is_raw(field.name, declaration_of(field).erasure)]
        if not erased:
            continue
        query = model.select(*erased).where(model._meta.fields[model.SUBJECT] == person.id)
        labels = [f"{model._meta.table_name}.{field.name}" for field in erased]
        made.add_rows(labels, tx.raw(query))
    return made


def _is_raw(name: str, action: Erasure) -> bool:
    sealed_or_digest = name.endswith(("_sealed", "_index")) and name not in SHARED
    return sealed_or_digest and action is not Erasure.KEEP


def erase(tx: Tx, person: Person) -> None:
    """Ends what still runs for a person, and does to every column what it declares. The key goes after the commit."""
    sessions.end_all(tx, user_id=person.id)
    outbox.cancel_all(tx, person.id)
    support.finish_of(tx, person.id)
    for account_id in accounts.ids_of_user(tx, person.id):
        accounts.unlink(tx, account_id, person.id)
    if person.row.state != UserState.USER_STATE_ERASED:  # by a tombstone, when an older database was restored
        users.update(tx, person, state=USERS.next(person.row.state, "erased"))
    erasure.erase_columns(tx, person.id)


def erase_again(tx: Tx) -> int:
    """Ends what came back with an older database for those whose columns the store has erased again: sessions that were
    open then, links to accounts, messages under way. How many people it did so for."""
    returned = users.many(tx, users.erased_but_active(tx))
    for person in returned:
        erase(tx, person)
    return len(returned)
