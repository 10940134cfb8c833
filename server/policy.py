"""The policy that stands in the contract: who may call what, what is audited, who sees which class of data.

Read once from the descriptors; a call without its options or a field without its class stops the service at start.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from google.protobuf import descriptor_pool, message_factory
from google.protobuf.descriptor import Descriptor, FieldDescriptor, MethodDescriptor, ServiceDescriptor
from google.protobuf.message import Message
from smartregion import v1
from smartregion.v1 import options_pb2 as _options
from smartregion.v1.operator_service_pb2 import OperatorRole
from smartregion.v1.options_pb2 import AuditLevel, DataClass, Permission, PrincipalKind, RateClass
from smartregion.v1.partner_service_pb2 import PartnerKind

PACKAGE = "smartregion.v1"

#: The generated type stubs do not know extensions as such.
options_pb2: Any = _options


class PolicyError(Exception):
    """The contract leaves something open that must be decided there."""


@dataclass(frozen=True, eq=False)
class Method:
    """A call and the policy that its options state."""

    path: str
    service: str
    name: str
    request_type: type[Message]
    reply_type: type[Message]
    streams_requests: bool
    streams_replies: bool
    principals: frozenset[PrincipalKind]
    permission: Permission
    rate_class: RateClass
    audit: AuditLevel
    #: Operators say why they look.
    states_purpose: bool
    has_request_id: bool

    @property
    def full_name(self) -> str:
        return f"{self.service}.{self.name}"


@cache
def contract() -> tuple[ServiceDescriptor, ...]:
    """Every service of the contract, in the order of its files."""
    names = sorted(one.name for one in iter_modules(v1.__path__) if one.name.endswith("_pb2"))
    modules = [import_module(f"{PACKAGE}.{name}") for name in names]
    return tuple(service for module in modules for service in module.DESCRIPTOR.services_by_name.values())


def methods(service: ServiceDescriptor) -> Iterator[Method]:
    for method in service.methods:
        yield _method(service, method)


@cache
def _method(service: ServiceDescriptor, method: MethodDescriptor) -> Method:
    options = method.GetOptions()
    stated = options.Extensions[options_pb2.policy] if options.HasExtension(options_pb2.policy) else None
    if stated is None or not (stated.principals and stated.permission and stated.rate_class and stated.audit):
        raise PolicyError(f"{service.full_name}.{method.name} does not state its whole policy")
    for described in (method.input_type, method.output_type):
        check_fields(described)
    return Method(
        path=f"/{service.full_name}/{method.name}",
        service=service.name,
        name=method.name,
        request_type=message_factory.GetMessageClass(method.input_type),
        reply_type=message_factory.GetMessageClass(method.output_type),
        streams_requests=method.client_streaming,
        streams_replies=method.server_streaming,
        principals=frozenset(stated.principals),
        permission=stated.permission,
        rate_class=stated.rate_class,
        audit=stated.audit,
        states_purpose=stated.states_purpose,
        has_request_id="request_id" in method.input_type.fields_by_name,
    )


@cache
def is_look(action: str) -> bool:
    """Whether an entry of the audit log is about a call that looks at personal data."""
    service, _, name = action.partition(".")
    try:
        found = descriptor_pool.Default().FindServiceByName(f"{PACKAGE}.{service}")
        return _method(found, found.methods_by_name[name]).audit == AuditLevel.AUDIT_LEVEL_LOOK
    except KeyError:
        return False  # a step of a workflow, a command, or a call of an earlier version


@cache
def data_class(field: FieldDescriptor) -> DataClass:
    """The class of a field: its own, else its message's. Raises PolicyError."""
    own = field.GetOptions()
    if own.HasExtension(options_pb2.data_class):
        stated: DataClass = own.Extensions[options_pb2.data_class]
    else:
        around = field.containing_type.GetOptions()  # type: ignore[union-attr]
        stated = around.Extensions[options_pb2.default_data_class]
    if not stated:
        raise PolicyError(f"{field.full_name} states no data class")
    return stated


def check_fields(described: Descriptor, seen: set[str] | None = None) -> None:
    """Raises PolicyError where a field of ours, however deep, has no class."""
    seen = set() if seen is None else seen
    if described.full_name in seen or not described.full_name.startswith(PACKAGE):
        return
    seen.add(described.full_name)
    if described.GetOptions().map_entry:
        return
    for field in described.fields:
        data_class(field)
        if field.message_type is not None:
            check_fields(field.message_type, seen)


def _granted(enum: object, value: int) -> frozenset[Permission]:
    described = enum.DESCRIPTOR.values_by_number[value]  # type: ignore[attr-defined]
    return frozenset(described.GetOptions().Extensions[options_pb2.grants].permissions)


@cache
def role_permissions(role: OperatorRole) -> frozenset[Permission]:
    """What a role may do, together with what every operator may."""
    return _granted(OperatorRole, role) | principal_permissions(PrincipalKind.PRINCIPAL_KIND_OPERATOR)


@cache
def partner_permissions(kind: PartnerKind) -> frozenset[Permission]:
    """What keys of a kind of partner may do at most."""
    return _granted(PartnerKind, kind)


@cache
def partner_ceiling(kind: PartnerKind) -> frozenset[DataClass]:
    """The classes that a grant may show a kind of partner at most."""
    described = PartnerKind.DESCRIPTOR.values_by_number[kind]
    return frozenset(described.GetOptions().Extensions[options_pb2.ceiling].data_classes)


@cache
def principal_permissions(kind: PrincipalKind) -> frozenset[Permission]:
    """What every principal of a kind may do."""
    return _granted(PrincipalKind, kind)


@cache
def _hidden(described: Descriptor, seen: frozenset[DataClass]) -> tuple[tuple[str, ...], tuple[FieldDescriptor, ...]]:
    """Fields to clear for somebody who sees these classes, and fields to look into."""
    clear = tuple(field.name for field in described.fields if data_class(field) not in seen)
    inside = tuple(
        field
        for field in described.fields
        if field.name not in clear
        and field.message_type is not None
        and field.message_type.full_name.startswith(PACKAGE)
        and not field.message_type.GetOptions().map_entry
    )
    return clear, inside


def project(message: Message, seen: frozenset[DataClass]) -> None:
    """Clears, at every depth, what is of none of these classes. OPERATIONAL is always seen."""
    _project(message, seen | {DataClass.DATA_CLASS_OPERATIONAL})


def _project(message: Message, seen: frozenset[DataClass]) -> None:
    clear, inside = _hidden(message.DESCRIPTOR, seen)
    for name in clear:
        message.ClearField(name)
    for field in inside:
        if field.is_repeated:
            for part in getattr(message, field.name):
                _project(part, seen)
        elif message.HasField(field.name):
            _project(getattr(message, field.name), seen)


def fields_of(described: Descriptor, seen: frozenset[DataClass]) -> Iterator[tuple[str, FieldDescriptor, bool]]:
    """Every field of a message, at every depth, by its path, and whether `project` leaves it to somebody who sees these
    classes. A message within itself is told once."""
    yield from _fields(described, seen | {DataClass.DATA_CLASS_OPERATIONAL}, ("", False, ()))


def _fields(
    described: Descriptor, seen: frozenset[DataClass], around: tuple[str, bool, tuple[str, ...]]
) -> Iterator[tuple[str, FieldDescriptor, bool]]:
    """`around`: the path down to the message, whether that is hidden, and the messages on it."""
    path, hidden, messages = around
    clear, _ = _hidden(described, seen)
    for field in described.fields:
        here, gone = f"{path}{field.name}", hidden or field.name in clear
        yield here, field, not gone
        inside = field.message_type
        if inside is None or not inside.full_name.startswith(PACKAGE) or inside.GetOptions().map_entry:
            continue
        if inside.full_name not in messages:
            yield from _fields(inside, seen, (f"{here}.", gone, (*messages, inside.full_name)))


def asked_in_vain(method: Method, request: Message, seen: frozenset[DataClass]) -> str | None:
    """The first field by which the request asks and whose class the caller does not see, as "filter.street: LOCATION":
    that there is an answer would tell it all the same. A look asks by all it says, any other call by its filter."""
    if method.audit == AuditLevel.AUDIT_LEVEL_LOOK:
        return _unseen(request, "", seen)
    described = request.DESCRIPTOR.fields_by_name.get("filter")
    if described is None or described.message_type is None or not request.HasField("filter"):
        return None
    return _unseen(request.filter, "filter.", seen)  # type: ignore[attr-defined]


def _unseen(message: Message, path: str, seen: frozenset[DataClass]) -> str | None:
    for field, value in message.ListFields():
        asked = data_class(field)
        if asked not in seen and asked != DataClass.DATA_CLASS_OPERATIONAL:
            return f"{path}{field.name}: {DataClass.Name(asked).removeprefix('DATA_CLASS_')}"
        ours = field.message_type is not None and field.message_type.file.package == PACKAGE
        if ours and not field.is_repeated:
            found = _unseen(value, f"{path}{field.name}.", seen)
            if found is not None:
                return found
    return None


#: Orders that are no field of what is listed, by the field that they follow from.
ORDERS = {"urgency": "findings", "open_emergencies": "kind"}


def ordered_in_vain(request: Message, reply: type[Message], seen: frozenset[DataClass]) -> str | None:
    """The order that is asked for, where it is one of values which the caller does not see, as "order_by: CONSUMPTION":
    the order of rows tells them all the same. An empty order is of none."""
    if "order_by" not in request.DESCRIPTOR.fields_by_name:
        return None
    name: str = request.order_by.partition(" ")[0]  # type: ignore[attr-defined]
    asked = order_class(reply, name) if name else DataClass.DATA_CLASS_OPERATIONAL
    if asked in seen or asked == DataClass.DATA_CLASS_OPERATIONAL:
        return None
    return f"order_by: {DataClass.Name(asked).removeprefix('DATA_CLASS_')}"


def order_class(reply: type[Message], name: str) -> DataClass:
    """The class of an order of what a call lists. Raises PolicyError."""
    fields = reply.DESCRIPTOR.fields
    listed = next((field.message_type for field in fields if field.is_repeated and field.message_type), None)
    field = listed and listed.fields_by_name.get(ORDERS.get(name, name))
    if field is None:
        raise PolicyError(f"{reply.DESCRIPTOR.full_name} can't be ordered by {name}")
    return data_class(field)


def audited(level: AuditLevel) -> bool:
    return level != AuditLevel.AUDIT_LEVEL_NONE


def names(permissions: Iterable[Permission]) -> list[str]:
    return sorted(Permission.Name(permission).removeprefix("PERMISSION_") for permission in permissions)
