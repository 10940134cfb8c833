"""Users. What names or reaches them is sealed; it is found by blind index and opened here."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from storage.engine.feed import ChangeKind, Topic
from storage.engine.transaction import Tx
from storage.errors import Unreadable
from storage.keys import sealing
from storage.models.accounts import Account, AccountLink
from storage.models.journal import ErasedPerson
from storage.models.people import ACTIVE as ACTIVE  # as they are called wherever users are
from storage.models.people import BLOCKED as BLOCKED
from storage.models.people import ERASED as ERASED
from storage.models.people import User, UserNameWord
from storage.repositories import security_events
from storage.repositories.scope import EVERYTHING, Scope, of_utilities
from storage.repositories.streets import within

SEALED = ("phone", "email", "first_name", "last_name", "block_reason")


class Person:
    """A user with their fields open. One that does not open is no reason to withhold the others, nor is it empty: who
    asks for it is told so, by Unreadable, and only who shows what there is asks for `shown`."""

    def __init__(self, row: User, accounts: int, texts: Mapping[str, str]) -> None:
        """`texts` lacks what does not open."""
        self.row = row
        #: How many are linked.
        self.accounts = accounts
        self._texts = texts

    @property
    def id(self) -> int:
        return self.row.id

    @property
    def phone(self) -> str:
        return self._needed("phone")

    @property
    def email(self) -> str:
        return self._needed("email")

    @property
    def first_name(self) -> str:
        return self._needed("first_name")

    @property
    def last_name(self) -> str:
        return self._needed("last_name")

    def shown(self, name: str) -> str:
        """A field for somebody to look at; empty where it does not open, as `unreadable` says."""
        return self._texts.get(name, "")

    @property
    def unreadable(self) -> tuple[str, ...]:
        """The fields that do not open."""
        return tuple(name for name in SEALED if name not in self._texts)

    def _needed(self, name: str) -> str:
        if name not in self._texts:
            raise Unreadable(f"app_user.{name}")
        return self._texts[name]


@dataclass(frozen=True)
class UserFilter:
    """What of the users is wanted; empty values ask for nothing."""

    states: tuple[int, ...] = ()
    language: int = 0
    created_from: int | None = None
    created_before: int | None = None
    utility_id: int | None = None
    cities: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()
    query: str = ""


def opened(tx: Tx, rows: Iterable[User]) -> list[Person]:
    """Users with their fields open, in the same order; keys are fetched together."""
    listed = list(rows)
    ciphers = tx.keys.get_many(row.id for row in listed)
    linked = _account_counts(tx, [row.id for row in listed])
    people = []
    for row in listed:
        cipher = ciphers.get(row.id)
        texts = {}
        for name in SEALED:
            sealed = getattr(row, f"{name}_sealed")
            if sealed is None or (cipher is None and row.state == ERASED):
                texts[name] = ""
            if sealed is None or cipher is None:
                continue  # a key that is missing makes unreadable, but for whom it was destroyed
            with suppress(Unreadable):
                texts[name] = sealing.unseal(cipher, row.id, f"app_user.{name}", bytes(sealed)).decode()
        people.append(Person(row, linked.get(row.id, 0), texts))
    return people


def _account_counts(tx: Tx, user_ids: list[int]) -> dict[int, int]:
    counts: dict[int, int] = {}
    query = AccountLink.select(AccountLink.user_id).where(
        AccountLink.user_id.in_(user_ids) & AccountLink.ended_at.is_null()
    )
    for (user_id,) in tx.rows(query) if user_ids else []:
        counts[user_id] = counts.get(user_id, 0) + 1
    return counts


def _in_scope(scope: Scope) -> list[Any]:
    if scope.user_id is not None:
        return [User.id == scope.user_id]
    if scope.utility_ids is not None:
        return [User.id.in_(_users_of(of_utilities(scope, Account.utility_id, Account.id)))]
    return []


def _users_of(condition: Any) -> Any:
    """Users linked now to accounts of a condition, as a subquery."""
    return (
        AccountLink.select(AccountLink.user_id)
        .join(Account, on=(Account.id == AccountLink.account_id))
        .where(condition & AccountLink.ended_at.is_null())
    )


def get(tx: Tx, user_id: int, scope: Scope) -> Person | None:
    """One user, held until the unit ends; None where there is none in scope."""
    query = User.select().where(User.id == user_id, *_in_scope(scope))
    found = tx.first(tx.lock(query))
    return opened(tx, [found])[0] if found else None


def get_any(tx: Tx, user_id: int) -> Person | None:
    """As get, for the service itself, whom no scope bounds."""
    return get(tx, user_id, EVERYTHING)


def many(tx: Tx, user_ids: list[int]) -> list[Person]:
    return opened(tx, tx.all(User.select().where(User.id.in_(user_ids)))) if user_ids else []


def state_of(tx: Tx, user_id: int) -> int | None:
    state: int | None = tx.scalar(User.select(User.state).where(User.id == user_id))
    return state


def erased_but_active(tx: Tx) -> list[int]:
    """Those whose columns are erased while their row says that they are still users."""
    erased = ErasedPerson.select(ErasedPerson.person_id)
    query = User.select(User.id).where(User.id.in_(erased) & (User.state != ERASED)).order_by(User.id)
    return [number for (number,) in tx.rows(query)]


def by_phone(tx: Tx, phone: str) -> User | None:
    found: User | None = tx.first(User.select().where(User.phone_index == tx.blind.phone(phone)))
    return found


def is_anothers(tx: Tx, contact: str, user_id: int) -> bool:
    """Whether a phone, or an address that was confirmed, is of another user now."""
    if "@" in contact:
        theirs = (User.email_index == tx.blind.email(contact)) & User.email_confirmed_at.is_null(False)
    else:
        theirs = User.phone_index == tx.blind.phone(contact)
    return tx.first(User.select().where(theirs & (User.id != user_id))) is not None


def lookup(tx: Tx, kind: str, value: str, scope: Scope, limit: int) -> tuple[list[Person], bool]:
    """Users found by `phone`, `phone_last_four`, `email`, `account_number` or `name`; whether more matched."""
    query = User.select().where(_key(tx, kind, value), *_in_scope(scope)).order_by(User.id).limit(limit + 1)
    rows = tx.all(query)
    return opened(tx, rows[:limit]), len(rows) > limit


def _key(tx: Tx, kind: str, value: str) -> Any:
    match kind:
        case "phone":
            return User.phone_index == tx.blind.phone(value)
        case "phone_last_four":
            return User.phone_tail_index == tx.blind.phone_tail(value)
        case "email":
            return User.email_index == tx.blind.email(value)
        case "account_number":
            return User.id.in_(_users_of(Account.number == value))
    return _all_words(tx, value)


def _all_words(tx: Tx, text: str) -> Any:
    """Users in whose name every word of the text stands."""
    condition: Any = User.id.is_null(False)
    digests = tx.blind.words(text)
    if not digests:
        return User.id.is_null()
    for digest in digests:
        having = UserNameWord.select(UserNameWord.user_id).where(UserNameWord.word_index == digest)
        condition &= User.id.in_(having)
    return condition


def meant(text: str) -> tuple[str, str]:
    """What somebody means who types this into one field: the kind of key, and its value."""
    compact = "".join(letter for letter in text if letter not in " ()-")
    if "@" in text:
        return "email", text.strip()
    if compact.startswith("+") and compact[1:].isdigit():
        return "phone", compact
    if compact.isdigit():
        if len(compact) == 4:
            return "phone_last_four", compact
        if len(compact) == 10 and compact.startswith("0"):
            return "phone", "+38" + compact
        if len(compact) == 12 and compact.startswith("380"):
            return "phone", "+" + compact
        return "account_number", compact
    if any(letter.isdigit() for letter in text):
        return "account_number", text.strip()
    return "name", text


def _conditions(tx: Tx, wanted: UserFilter, scope: Scope) -> list[Any]:
    made = _in_scope(scope)
    if wanted.states:
        made.append(User.state.in_(wanted.states))
    if wanted.language:
        made.append(User.language == wanted.language)
    if wanted.created_from is not None:
        made.append(User.created_at >= wanted.created_from)
    if wanted.created_before is not None:
        made.append(User.created_at < wanted.created_before)
    if wanted.utility_id is not None:
        made.append(User.id.in_(_users_of(Account.utility_id == wanted.utility_id)))
    if wanted.cities or wanted.streets:
        made.append(User.id.in_(_users_of(Account.usage_point_id.in_(within(wanted.cities, wanted.streets)))))
    if wanted.query:
        made.append(_key(tx, *meant(wanted.query)))
    return made


def page(
    tx: Tx, wanted: UserFilter, scope: Scope, *, descending: bool, after: tuple[int, int] | None, size: int, skip: int
) -> tuple[list[Person], int]:
    """Users by creation, behind (created_at, id), and how many the filter leaves."""
    conditions = _conditions(tx, wanted, scope)
    total = count(tx, conditions)
    query = User.select().where(*conditions) if conditions else User.select()
    if after is not None:
        at, number = after
        if descending:
            query = query.where((User.created_at < at) | ((User.created_at == at) & (User.id < number)))
        else:
            query = query.where((User.created_at > at) | ((User.created_at == at) & (User.id > number)))
    order = (User.created_at.desc(), User.id.desc()) if descending else (User.created_at, User.id)
    return opened(tx, tx.all(query.order_by(*order).limit(size).offset(skip))), total


def count(tx: Tx, conditions: list[Any]) -> int:
    query = User.select(User.id)
    counted: int = (query.where(*conditions) if conditions else query).count(tx.database)
    return counted


def watched(tx: Tx, wanted: UserFilter, user_ids: list[int], scope: Scope) -> list[Person]:
    """Those of the ids that the filter and the scope let through."""
    conditions = [User.id.in_(user_ids), *_conditions(tx, wanted, scope)]
    return opened(tx, tx.all(User.select().where(*conditions)))


def behind(tx: Tx, wanted: UserFilter, scope: Scope, last: int, size: int) -> list[Person]:
    """Users with an id greater than `last`, by id."""
    conditions = [User.id > last, *_conditions(tx, wanted, scope)]
    return opened(tx, tx.all(User.select().where(*conditions).order_by(User.id).limit(size)))


def create(tx: Tx, user_id: int, *, phone: str, email: str, first_name: str, last_name: str, language: int) -> Person:
    """Makes a user; the key is made first. Raises DuplicateValue where phone or e-mail is taken."""
    tx.keys.create(user_id)
    row = add(
        tx, user_id, phone=phone, email=email, first_name=first_name, last_name=last_name, language=language, at=tx.now
    )
    return opened(tx, [row])[0]


def add(
    tx: Tx,
    user_id: int,
    *,
    phone: str,
    email: str,
    first_name: str,
    last_name: str,
    language: int,
    at: int,
    email_confirmed_at: int | None = None,
) -> User:
    """Writes a user whose key is there already, as registered at an instant. Raises DuplicateValue."""
    row = User(
        id=user_id,
        language=language,
        state=ACTIVE,
        restricted=False,
        email_confirmed_at=email_confirmed_at,
        created_at=at,
        updated_at=at,
        version=1,
        **_sealed_contact(tx, user_id, phone, email),
        first_name_sealed=tx.seal(user_id, "app_user.first_name", first_name),
        last_name_sealed=tx.seal(user_id, "app_user.last_name", last_name),
    )
    tx.insert(row)
    _write_words(tx, user_id, first_name, last_name)
    tx.change(Topic.USERS, user_id, ChangeKind.CREATED)
    return row


def _sealed_contact(tx: Tx, user_id: int, phone: str | None, email: str | None) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if phone is not None:
        values["phone_sealed"] = tx.seal(user_id, "app_user.phone", phone)
        values["phone_index"] = tx.blind.phone(phone)
        values["phone_tail_index"] = tx.blind.phone_tail(phone)
    if email is not None:
        values["email_sealed"] = tx.seal(user_id, "app_user.email", email)
        values["email_index"] = tx.blind.email(email)
    return values


def _write_words(tx: Tx, user_id: int, *names: str) -> None:
    tx.run(UserNameWord.delete().where(UserNameWord.user_id == user_id))
    rows = [(digest, user_id) for digest in tx.blind.words(*names)]
    if rows:
        tx.insert_many(UserNameWord, ("word_index", "user_id"), rows)


def update(tx: Tx, person: Person, **values: Any) -> Person:
    """Changes phone, email, first_name, last_name, language, state, block_reason, blocked_at or restricted; one
    version on. Raises DuplicateValue where phone or e-mail is taken, Unreadable where one name changes and the other
    does not open: by what words would the person be found?"""
    user_id = person.id
    changes = {name: value for name, value in values.items() if name not in SEALED}
    changes |= _sealed_contact(tx, user_id, values.get("phone"), values.get("email"))
    for name in ("first_name", "last_name", "block_reason"):
        if name in values:
            changes[f"{name}_sealed"] = tx.seal(user_id, f"app_user.{name}", values[name])
    phone, email = person.shown("phone"), person.shown("email")
    if values.get("phone", phone) != phone:
        security_events.add(tx, user_id, security_events.PHONE_CHANGED, phone)
    if values.get("email", email) != email:
        changes["email_confirmed_at"] = None
        confirmed = email if person.row.email_confirmed_at is not None else ""  # else it may be a stranger's
        security_events.add(tx, user_id, security_events.EMAIL_CHANGED, confirmed)
    tx.run(User.update(**changes, updated_at=tx.now, version=User.version + 1).where(User.id == user_id))
    if "first_name" in values or "last_name" in values:
        names = ("first_name", "last_name")
        _write_words(tx, user_id, *(values[name] if name in values else getattr(person, name) for name in names))
    tx.change(Topic.USERS, user_id)
    row = tx.first(User.select().where(User.id == user_id))
    return opened(tx, [row])[0]


def confirm_email(tx: Tx, person: Person) -> Person:
    """The address on record is the user's own; one version on. One that is confirmed stays as it is. Raises
    DuplicateValue where another user has confirmed the same."""
    if person.row.email_confirmed_at is None:
        changes = {"email_confirmed_at": tx.now, "updated_at": tx.now, "version": person.row.version + 1}
        tx.run(User.update(**changes).where(User.id == person.id))
        for name, value in changes.items():
            setattr(person.row, name, value)
        tx.change(Topic.USERS, person.id)
    return person


def erased_among(tx: Tx, user_ids: Iterable[int]) -> set[int]:
    """Those of the users who were erased."""
    query = User.select(User.id).where(User.id.in_(list(user_ids)) & (User.state == ERASED))
    return {number for (number,) in tx.rows(query)}


def touch(tx: Tx, user_ids: list[int]) -> None:
    """Tells watchers that something shown with these users changed."""
    if user_ids:
        tx.change(Topic.USERS, user_ids)


def phones_behind(tx: Tx, last: int, size: int) -> list[tuple[int, str]]:
    """Phones of active users whose processing is not restricted, by id; empty where one does not open."""
    query = (
        User.select()
        .where((User.id > last) & (User.state == ACTIVE) & (User.restricted == False))  # noqa: E712
        .order_by(User.id)
        .limit(size)
    )
    return [(person.id, person.shown("phone")) for person in opened(tx, tx.all(query))]
