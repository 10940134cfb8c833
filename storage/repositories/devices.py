"""Devices for push messages, by the token that the push service knows them by. Tokens are sealed and found by
digest."""

from collections import defaultdict
from collections.abc import Iterable

from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.errors import Unreadable
from storage.models.delivery import Device

TOKEN = "device.token"


def digest(tx: Tx, token: str) -> bytes:
    return tx.blind.digest("device token", token)


def register(tx: Tx, user_id: int, token: str, platform: int, app_version: str, most: int) -> Device:
    """A device of a user. Its token is taken from whoever had it before; past `most` devices the oldest goes."""
    index = digest(tx, token)
    before: Device | None = tx.first(tx.lock(Device.select().where(Device.token_index == index)))
    if before is not None:
        tx.run(Device.delete().where(Device.id == before.id))
    made = Device(
        id=before.id if before is not None and before.user_id == user_id else new_id(),
        user_id=user_id,
        token_sealed=tx.seal(user_id, TOKEN, token),
        token_index=index,
        platform=platform,
        app_version=app_version,
        registered_at=tx.now,
    )
    tx.insert(made)
    for old in of_user(tx, user_id)[most:]:
        tx.run(Device.delete().where(Device.id == old.id))
    return made


def of_user(tx: Tx, user_id: int) -> list[Device]:
    """The devices of a user, the one registered last first."""
    query = Device.select().where(Device.user_id == user_id)
    return tx.all(query.order_by(Device.registered_at.desc(), Device.id.desc()))


def by_id(tx: Tx, device_id: int) -> Device | None:
    found: Device | None = tx.first(tx.lock(Device.select().where(Device.id == device_id)))
    return found


def remove(tx: Tx, device_id: int) -> None:
    tx.run(Device.delete().where(Device.id == device_id))


def tokens(tx: Tx, user_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """The tokens of users, the one registered last first; users without a device are missing, as are tokens that do not
    open."""
    wanted = list(dict.fromkeys(user_ids))
    tx.keys.get_many(wanted)
    found: defaultdict[int, list[tuple[int, int, str]]] = defaultdict(list)
    statement = "SELECT user_id, registered_at, id, token_sealed FROM device WHERE user_id IN ({marks})"
    for user_id, at, device_id, sealed in tx.among(statement, wanted):
        try:
            token = tx.unseal(user_id, TOKEN, sealed)
        except Unreadable:
            continue
        if token:
            found[user_id].append((at, device_id, token))
    return {user_id: tuple(token for *_, token in sorted(listed, reverse=True)) for user_id, listed in found.items()}


def forget(tx: Tx, gone: Iterable[str]) -> int:
    """Drops devices whose tokens the push service knows no more; how many."""
    indexes = [digest(tx, token) for token in gone]
    return sum(tx.run(Device.delete().where(Device.token_index == index)) for index in indexes)
