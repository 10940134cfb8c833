"""Etags and field masks: a change is made to what was read, and to the named fields only."""

from collections.abc import Iterable

from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.message import Message

from server.errors import InvalidFieldMask, StaleEtag


def require(stated: str, current: int, what: str) -> None:
    """Raises StaleEtag where the etag is not the current version."""
    if stated != str(current):
        raise StaleEtag(f"etag: is {stated[:20] or 'empty'}, the {what} is at {current}")


def merge(current: Message, change: Message, mask: FieldMask, changeable: Iterable[str], name: str) -> list[str]:
    """Takes the named fields of `change` into `current`; which they are. Raises InvalidFieldMask."""
    allowed = set(changeable)
    paths = list(dict.fromkeys(mask.paths))
    if not paths:
        raise InvalidFieldMask("update_mask: names no field")
    for path in paths:
        if path not in allowed:
            can = ", ".join(sorted(allowed))
            raise InvalidFieldMask(f"update_mask: {name}.{path[:64]} can't be changed here; can be: {can}")
    for path in paths:
        field = current.DESCRIPTOR.fields_by_name[path]
        current.ClearField(path)
        value = getattr(change, path)
        if field.is_repeated:
            getattr(current, path).extend(value)
        elif field.message_type is not None:
            if change.HasField(path):
                getattr(current, path).CopyFrom(value)
        else:
            setattr(current, path, value)
    return paths
