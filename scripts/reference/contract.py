"""What the contract says: calls, messages, enums, reasons."""

from collections.abc import Iterator
from typing import Any

from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor, ServiceDescriptor
from smartregion.v1.options_pb2 import AuditLevel, DataClass, Permission, PrincipalKind, RateClass

from scripts.reference.common import MADE, comments, short
from server import policy
from server.registry import registered


def reference() -> str:
    said = comments()
    lines = [
        "# The contract",
        "",
        MADE,
        "Every service of `smartregion.v1`, from the `.proto` files. Rules on fields are in those files, and",
        "a broken one is named with its field. Messages, enums and reasons of errors are at the end of this page.",
        "",
    ]
    for descriptor, _ in registered():
        lines += [f"## {descriptor.name}", "", *_calls(descriptor, said)]
    lines += ["## Messages", "", *_messages(said), "## Enums", "", *_enums(said)]
    lines += ["## Reasons of errors", "", "| Reason | When | Example |", "|---|---|---|", *_reasons(said)]
    return "\n".join(lines) + "\n"


def _calls(service: ServiceDescriptor, said: dict[tuple[str, str], str]) -> Iterator[str]:
    for method in policy.methods(service):
        described = service.methods_by_name[method.name]
        stream_in = "stream " if method.streams_requests else ""
        stream_out = "stream " if method.streams_replies else ""
        yield f"### {method.name}"
        yield ""
        if comment := said.get((service.name, method.name)):
            yield comment
            yield ""
        yield f"`{stream_in}{described.input_type.name}` → `{stream_out}{described.output_type.name}`"
        kinds = ", ".join(short(PrincipalKind, kind).lower() for kind in sorted(method.principals))
        rate, level = short(RateClass, method.rate_class), short(AuditLevel, method.audit)
        yield f"For {kinds}; needs `{short(Permission, method.permission)}`; rate `{rate}`; audit `{level}`."
        if method.states_purpose:
            yield "Operators say why they look, in the metadata `smartregion-purpose`."
        yield ""
        yield from _fields(described.input_type, said)
        yield from _fields(described.output_type, said)


def _fields(message: Descriptor, said: dict[tuple[str, str], str], seen: frozenset[str] = frozenset()) -> Iterator[str]:
    if not message.fields:
        return
    yield f"| `{message.name}` | Type | Class | |"
    yield "|---|---|---|---|"
    for field in message.fields:
        comment = said.get((message.name, field.name), "").replace("|", "\\|")
        yield f"| `{field.name}` | {_type(field)} | {short(DataClass, policy.data_class(field)).lower()} | {comment} |"
    yield ""


def _type(field: FieldDescriptor) -> str:
    if field.message_type is not None and field.message_type.GetOptions().map_entry:
        return "map"
    kinds = {F: name for name, F in vars(FieldDescriptor).items() if name.startswith("TYPE_")}
    plain = kinds[field.type].removeprefix("TYPE_").lower()
    named = field.message_type or field.enum_type
    return ("repeated " if field.is_repeated else "") + (named.name if named is not None else plain)


#: What the contract says of itself, and no client sends.
_INTERNAL = ("options.proto", "rules.proto")


def _files() -> list[Any]:
    """Files of the contract, those that are imported before those that import them."""
    found: dict[str, Any] = {}

    def add(file: Any) -> None:
        if file.package != policy.PACKAGE or file.name in found or file.name.endswith(_INTERNAL):
            return
        for imported in file.dependencies:
            add(imported)
        found[file.name] = file

    for descriptor, _ in registered():
        add(descriptor.file)
    return list(found.values())


def _messages(said: dict[tuple[str, str], str]) -> Iterator[str]:
    """Messages that are no request and no reply of one call."""
    for file in _files():
        for name, message in file.message_types_by_name.items():
            if not name.endswith(("Request", "Response")) or name == "PrivacyRequest":
                if comment := said.get(("", name)):
                    yield comment
                    yield ""
                yield from _fields(message, said)


def _enums(said: dict[tuple[str, str], str]) -> Iterator[str]:
    for file in _files():
        for name, enum in file.enum_types_by_name.items():
            if name == "ErrorReason":
                continue
            yield f"### {name}"
            yield ""
            if comment := said.get(("", name)):
                yield comment
                yield ""
            for value in enum.values:
                comment = said.get((name, value.name), "")
                yield f"- `{value.name}` = {value.number}{': ' + comment if comment else ''}"
            yield ""


def _reasons(said: dict[tuple[str, str], str]) -> Iterator[str]:
    from smartregion.v1 import options_pb2
    from smartregion.v1.error_pb2 import ErrorReason

    enum: EnumDescriptor = ErrorReason.DESCRIPTOR
    for value in enum.values:
        if value.number:
            example = value.GetOptions().Extensions[options_pb2.example]  # type: ignore[attr-defined]
            reason = value.name.removeprefix("ERROR_REASON_")
            yield f"| `{reason}` | {said.get(('ErrorReason', value.name), '')} | {example} |"
