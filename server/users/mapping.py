"""Users as the contract writes them."""

from smartregion.v1.user_service_pb2 import User
from smartregion.v1.user_service_pb2 import UserFilter as FilterMessage

from server import streets
from server.codec import encode_id, milliseconds, optional_id, timestamp
from storage.engine.transaction import Tx
from storage.repositories.users import Person, UserFilter


def to_message(person: Person) -> User:
    row = person.row
    return User(
        id=encode_id(row.id),
        phone=person.shown("phone"),
        email=person.shown("email"),
        first_name=person.shown("first_name"),
        last_name=person.shown("last_name"),
        language=row.language,
        state=row.state,
        block_reason=person.shown("block_reason"),
        blocked_at=timestamp(row.blocked_at),
        created_at=timestamp(row.created_at),
        updated_at=timestamp(row.updated_at),
        email_confirmed_at=timestamp(row.email_confirmed_at),
        account_count=person.accounts,
        restricted=row.restricted,
        etag=str(row.version),
        unreadable_fields=person.unreadable,
    )


def to_filter(tx: Tx, message: FilterMessage) -> UserFilter:
    """Raises InvalidField."""
    place = streets.found(tx, message.city, message.street, "filter")
    return UserFilter(
        states=tuple(message.states),
        language=message.language,
        created_from=milliseconds(message.created_from) if message.HasField("created_from") else None,
        created_before=milliseconds(message.created_before) if message.HasField("created_before") else None,
        utility_id=optional_id(message.utility_id, "filter.utility_id"),
        cities=place.cities,
        streets=place.streets,
        query=message.query,
    )
