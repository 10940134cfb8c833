"""Disclosures as the contract writes them."""

from smartregion.v1 import disclosure_service_pb2 as pb

from server.codec import date_message, encode_id, timestamp
from server.disclosures.workflow import allowed_calls
from storage.engine.transaction import Tx
from storage.repositories import operators
from storage.repositories.disclosures import Left, Request


def to_messages(tx: Tx, requests: list[Request]) -> list[pb.Disclosure]:
    people = {number for one in requests for number in (one.row.studied_by_id, one.row.decided_by_id) if number}
    names = operators.names(tx, people)
    return [_message(one, names) for one in requests]


def _message(one: Request, names: dict[int, str]) -> pb.Disclosure:
    row = one.row
    return pb.Disclosure(
        id=encode_id(row.id),
        number=row.number,
        state=row.state,
        recipient_name=row.recipient_name,
        registry_code=row.registry_code,
        official=one.texts["official"],
        ground=row.ground,
        legal_basis=row.legal_basis,
        purpose=row.purpose,
        document_ref=row.document_ref,
        user_id=encode_id(row.user_id),
        fields=one.fields,
        recipient_key=bytes(row.recipient_key),
        received_on=date_message(row.received_on),
        study_due_on=date_message(row.study_due_on),
        due_on=date_message(row.due_on),
        notice=row.notice,
        notice_ground=row.notice_ground,
        finding=one.texts["finding"],
        studied_by=names.get(row.studied_by_id or 0, ""),
        studied_at=timestamp(row.studied_at),
        decided_by=names.get(row.decided_by_id or 0, ""),
        decided_at=timestamp(row.decided_at),
        denial=one.texts["denial"],
        denial_article=row.denial_article,
        released_at=timestamp(row.released_at),
        sha256=bytes(row.sha256 or b""),
        tell_by=date_message(row.tell_by),
        allowed_calls=allowed_calls(row.state),
        created_at=timestamp(row.created_at),
        etag=str(row.version),
    )


def field_message(one: Left) -> pb.DisclosedField:
    return pb.DisclosedField(
        disclosure_id=encode_id(one.row.id),
        number=one.row.number,
        recipient_name=one.row.recipient_name,
        ground=one.row.ground,
        legal_basis=one.row.legal_basis,
        purpose=one.row.purpose,
        field=one.field.field,
        field_class=one.field.data_class,
        rows=one.field.rows,
        released_at=timestamp(one.field.released_at),
    )
