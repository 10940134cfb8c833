"""What a partner is answered is projected to its grant: field by field, for every kind, every call and every class."""

from collections.abc import Iterator
from typing import Any

import pytest
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from smartregion.v1.options_pb2 import DataClass, PrincipalKind
from smartregion.v1.partner_service_pb2 import PartnerKind

from server import policy
from server.partners import access
from server.policy import PACKAGE, Method, data_class
from server.registry import registered

KINDS = [kind for kind in PartnerKind.values() if kind]
CLASSES = [one for one in DataClass.values() if one > DataClass.DATA_CLASS_OPERATIONAL]
DEPTH = 6
METHODS = [method for descriptor, _ in registered() for method in policy.methods(descriptor)]


def calls_of(kind: int) -> list[Method]:
    """What a kind of partner may call at most."""
    may = policy.partner_permissions(kind)
    partner = PrincipalKind.PRINCIPAL_KIND_PARTNER
    return [method for method in METHODS if partner in method.principals and method.permission in may]


def test_the_access_that_is_described_leaves_out_no_call_of_a_kind_and_adds_none() -> None:
    for kind in KINDS:
        assert {method.full_name for method in access.calls_of(kind)} == {one.full_name for one in calls_of(kind)}


def test_partners_have_no_part_in_looking_after_partners_and_disclosures() -> None:
    """Who sees what, and what law forbids to tell, is the operators' to know."""
    for kind in KINDS:
        names = {method.full_name for method in calls_of(kind)}
        assert not {name for name in names if name.startswith("DisclosureService.")}
        assert {name for name in names if name.startswith("PartnerService.")} <= {"PartnerService.GetUsageStatistics"}


def fill(message: Message, depth: int = 0) -> None:
    """Sets every field, at every depth, to something that is not its default."""
    for field in message.DESCRIPTOR.fields:
        if field.message_type is not None and field.message_type.GetOptions().map_entry:
            values = getattr(message, field.name)
            if field.message_type.fields_by_name["value"].type == FieldDescriptor.TYPE_STRING:
                values["key"] = "value"
        elif field.message_type is not None:
            part = getattr(message, field.name).add() if field.is_repeated else getattr(message, field.name)
            part.SetInParent()
            if field.message_type.full_name.startswith(PACKAGE) and depth < DEPTH:
                fill(part, depth + 1)
        elif field.is_repeated:
            getattr(message, field.name).append(_scalar(field))
        elif field.containing_oneof is None or message.WhichOneof(field.containing_oneof.name) is None:
            setattr(message, field.name, _scalar(field))


def _scalar(field: Any) -> object:
    match field.cpp_type:
        case FieldDescriptor.CPPTYPE_STRING:
            return b"x" if field.type == FieldDescriptor.TYPE_BYTES else "x"
        case FieldDescriptor.CPPTYPE_BOOL:
            return True
        case FieldDescriptor.CPPTYPE_ENUM:
            return field.enum_type.values[-1].number
        case _:
            return 1


def said(message: Message, path: str = "") -> Iterator[tuple[str, FieldDescriptor]]:
    """Every field that says something, at every depth."""
    for field, value in message.ListFields():
        here = f"{path}.{field.name}"
        yield here, field
        ours = field.message_type is not None and field.message_type.full_name.startswith(PACKAGE)
        if ours and not field.message_type.GetOptions().map_entry:  # type: ignore[union-attr]
            for part in value if field.is_repeated else [value]:
                yield from said(part, here)


def expected(full: Message, seen: frozenset[int], path: str = "") -> Iterator[str]:
    """What must be left, reckoned from the contract's classes: a field is there if it and all around it are seen."""
    for field, value in full.ListFields():
        if data_class(field) not in seen:
            continue
        here = f"{path}.{field.name}"
        yield here
        ours = field.message_type is not None and field.message_type.full_name.startswith(PACKAGE)
        if ours and not field.message_type.GetOptions().map_entry:  # type: ignore[union-attr]
            for part in value if field.is_repeated else [value]:
                yield from expected(part, seen, here)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: PartnerKind.Name(kind).removeprefix("PARTNER_KIND_").lower())
def test_every_kind_of_partner_sees_of_every_reply_what_its_grant_shows_and_no_field_more(kind: int) -> None:
    assert calls_of(kind)
    for method in calls_of(kind):
        full = method.reply_type()
        fill(full)
        for shown in (frozenset[int](), *(frozenset({one}) for one in CLASSES), frozenset(CLASSES)):
            reply = method.reply_type()
            reply.CopyFrom(full)
            policy.project(reply, shown)  # type: ignore[arg-type]
            seen = shown | {DataClass.DATA_CLASS_OPERATIONAL}
            assert [path for path, _ in said(reply)] == list(expected(full, seen)), method.full_name
            for path, field in said(reply):
                assert data_class(field) in seen, f"{method.full_name}{path}"
            described: Any = method.reply_type.DESCRIPTOR
            told = {f".{path}" for path, _, there in policy.fields_of(described, shown) if there}  # type: ignore[arg-type]
            assert {path for path, _ in said(reply)} <= told, "DescribeAccess says as much"
            said_of = {path for path, field in said(full) if data_class(field) != DataClass.DATA_CLASS_OPERATIONAL}
            hidden = said_of - {path for path, _ in said(reply)}
            assert not hidden & told, f"{method.full_name}: DescribeAccess says more than is answered"


def test_what_kinds_may_call_follows_what_they_are() -> None:
    """A bank sees balances and no readings; a state body figures, and nobody's record; nobody but a utility writes."""
    names = {kind: {method.full_name for method in calls_of(kind)} for kind in KINDS}
    bank, state = names[PartnerKind.PARTNER_KIND_BANK], names[PartnerKind.PARTNER_KIND_STATE_BODY]
    assert "BillingService.GetBalance" in bank
    assert "ReadingService.ListReadings" not in bank
    assert "UserService.GetUser" not in bank
    assert "PartnerService.GetUsageStatistics" in state
    personal = ("UserService", "AccountService", "ReadingService", "BillingService", "NotificationService")
    assert not {name for name in state if name.startswith(personal)}
    for kind in KINDS:
        if kind not in (PartnerKind.PARTNER_KIND_APP_GATEWAY, PartnerKind.PARTNER_KIND_MESSAGE_PROVIDER):
            assert "PrivacyRequestService.WatchDataDuties" in names[kind], "who receives data is told of duties"
