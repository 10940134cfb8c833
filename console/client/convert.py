"""Values of the contract as the console has them, and records that all areas share."""

from datetime import UTC, date, datetime
from typing import Any

from smartregion.v1 import account_service_pb2 as account
from smartregion.v1 import common_pb2 as common
from smartregion.v1 import user_service_pb2 as user

from console import models

_KINDS = {
    common.CHANGE_KIND_SNAPSHOT: "created",
    common.CHANGE_KIND_CREATED: "created",
    common.CHANGE_KIND_UPDATED: "updated",
    common.CHANGE_KIND_DELETED: "deleted",
}


def name(enum: Any, value: int) -> str:
    """The name of a value without its enum's prefix; of one that this console does not know, its number."""
    known = enum.DESCRIPTOR.values_by_number.get(value)
    if known is None:
        return str(value)
    unspecified: str = enum.DESCRIPTOR.values_by_number[0].name
    short: str = known.name.removeprefix(unspecified.removesuffix("UNSPECIFIED"))
    return "" if value == 0 else short


def number(enum: Any, short: str) -> int:
    """The value of a name without its prefix, in any case. Raises ValueError."""
    unspecified: str = enum.DESCRIPTOR.values_by_number[0].name
    found = enum.DESCRIPTOR.values_by_name.get(unspecified.removesuffix("UNSPECIFIED") + short.upper())
    if found is None:
        raise ValueError(short)
    value: int = found.number
    return value


def names(enum: Any) -> list[str]:
    return [name(enum, value) for value in enum.DESCRIPTOR.values_by_number if value]


def instant(message: Any, field: str) -> datetime | None:
    if not message.HasField(field):
        return None
    stamp = getattr(message, field)
    return datetime.fromtimestamp(stamp.seconds + stamp.nanos / 1e9, UTC)


def day(message: Any, field: str) -> date | None:
    if not message.HasField(field):
        return None
    value = getattr(message, field)
    return date(value.year, value.month, value.day)


def address(value: common.Address) -> str:
    flat = f", кв. {value.apartment}" if value.apartment else ""
    return f"{value.street}, {value.building}{flat}" if value.street else ""


def frame(message: Any, field: str, convert: Any) -> models.Frame[Any]:
    """A frame of a watch whose changes hold a message in `field`."""
    position = message.position
    changes = []
    for change in message.changes:
        entity = getattr(change, field)
        kind = _KINDS[change.kind]
        changes.append(models.Change(kind, entity.id, None if kind == "deleted" else convert(entity)))
    return models.Frame(
        position.resume_token, position.revision, tuple(changes), position.kind == common.FRAME_KIND_DRAIN
    )


def to_user(message: user.User) -> models.User:
    return models.User(
        id=message.id,
        phone=message.phone,
        email=message.email,
        first_name=message.first_name,
        last_name=message.last_name,
        language=name(common.Language, message.language),
        state=name(user.UserState, message.state),
        block_reason=message.block_reason,
        blocked_at=instant(message, "blocked_at"),
        created_at=instant(message, "created_at"),
        updated_at=instant(message, "updated_at"),
        accounts=message.account_count,
        restricted=message.restricted,
        etag=message.etag,
        unreadable=tuple(message.unreadable_fields),
    )


def to_account(message: account.Account) -> models.Account:
    return models.Account(
        message.id,
        message.number,
        name(common.Commodity, message.commodity),
        message.utility_id,
        address(message.address),
    )
