"""Disclosures as the contract writes them."""

from smartregion.v1 import disclosure_service_pb2 as pb
from smartregion.v1.notification_service_pb2 import NotificationCause

from server.codec import date_message, encode_id, timestamp
from server.disclosures import rules
from server.disclosures.workflow import allowed_calls
from server.privacy import wording
from storage.columns import DataClass
from storage.engine.transaction import Tx
from storage.repositories import notifications, operators
from storage.repositories.disclosures import Left, Request

#: The columns that name who did what.
_PEOPLE = (
    "created_by_id",
    "studied_by_id",
    "decided_by_id",
    "released_by_id",
    "deferred_by_id",
    "exemption_ended_by_id",
)


def to_messages(tx: Tx, requests: list[Request]) -> list[pb.Disclosure]:
    people = {getattr(one.row, column) for one in requests for column in _PEOPLE}
    names = operators.names(tx, people - {None})
    told = notifications.first_of_causes(
        tx, NotificationCause.NOTIFICATION_CAUSE_DISCLOSURE, [one.id for one in requests]
    )
    return [_message(one, names, told.get(one.id), tx.now) for one in requests]


def _message(one: Request, names: dict[int, str], told_at: int | None, now: int) -> pb.Disclosure:
    row = one.row
    ends = rules.approval_ends(row)
    return pb.Disclosure(
        id=encode_id(row.id),
        number=row.number,
        state=row.state,
        recipient_name=one.recipient,
        registry_code=row.registry_code,
        official=one.texts["official"],
        ground=row.ground,
        legal_basis=one.texts["legal_basis"],
        purpose=one.texts["purpose"],
        document_ref=one.texts["document_ref"],
        user_id=encode_id(row.user_id),
        fields=one.fields,
        recipient_key=bytes(row.recipient_key),
        received_on=date_message(row.received_on),
        study_due_on=date_message(row.study_due_on),
        due_on=date_message(row.due_on),
        notice=row.notice,
        notice_ground=one.texts["notice_ground"],
        finding=one.texts["finding"],
        studied_by=names.get(row.studied_by_id or 0, ""),
        studied_at=timestamp(row.studied_at),
        decided_by=names.get(row.decided_by_id or 0, ""),
        decided_at=timestamp(row.decided_at),
        denial=one.texts["denial"],
        denial_article=one.texts["denial_article"],
        released_at=timestamp(row.released_at),
        sha256=bytes(row.sha256 or b""),
        tell_by=date_message(row.tell_by),
        allowed_calls=allowed_calls(row.state, row.notice, lapsed=rules.lapsed(row, now)),
        created_at=timestamp(row.created_at),
        etag=str(row.version),
        registered_by=names.get(row.created_by_id, ""),
        released_by=names.get(row.released_by_id or 0, ""),
        deferred_at=timestamp(row.deferred_at),
        deferred_by=names.get(row.deferred_by_id or 0, ""),
        deferral=one.texts["deferral"],
        deferral_tell_by=date_message(row.deferral_tell_by),
        exemption_ended_at=timestamp(row.exemption_ended_at),
        exemption_ended_by=names.get(row.exemption_ended_by_id or 0, ""),
        exemption_ended_reason=one.texts["ended"],
        told_at=timestamp(told_at),
        approval_ends_on=date_message(ends.isoformat()) if ends else None,
    )


def field_message(one: Left) -> pb.DisclosedField:
    disclosure = one.request
    return pb.DisclosedField(
        disclosure_id=encode_id(disclosure.id),
        number=disclosure.row.number,
        recipient_name=disclosure.recipient,
        ground=disclosure.row.ground,
        legal_basis=disclosure.texts["legal_basis"],
        purpose=disclosure.texts["purpose"],
        field=one.field.field,
        field_class=one.field.data_class,
        rows=one.field.rows,
        released_at=timestamp(one.field.released_at),
    )


def disclosable_message(one: tuple[str, DataClass]) -> pb.DisclosableField:
    name, data_class = one
    table, _, column = name.partition(".")
    (table_uk, table_en), (column_uk, column_en) = wording.TABLES[table], wording.COLUMNS[column]
    return pb.DisclosableField(
        name=name,
        field_class=data_class.value,
        table_uk=table_uk,
        table_en=table_en,
        column_uk=column_uk,
        column_en=column_en,
    )
