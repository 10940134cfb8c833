"""Audit entries as the contract writes them."""

from smartregion.v1 import audit_service_pb2 as pb

from server.actors import actor_names
from server.codec import encode_id, milliseconds, optional_id, timestamp
from storage.engine.audit import Verdict
from storage.engine.transaction import Tx
from storage.models.journal import AuditEntry
from storage.repositories import audit
from storage.repositories.audit import AuditFilter


def to_filter(message: pb.AuditFilter) -> AuditFilter:
    return AuditFilter(
        actor_id=optional_id(message.actor_id, "filter.actor_id"),
        person_id=optional_id(message.user_id, "filter.user_id"),
        target_id=optional_id(message.target_id, "filter.target_id"),
        action=message.action,
        outcome=message.outcome,
        since=milliseconds(getattr(message, "from")) if message.HasField("from") else None,
        before=milliseconds(message.before) if message.HasField("before") else None,
    )


def to_messages(tx: Tx, entries: list[AuditEntry]) -> list[pb.AuditEntry]:
    names = actor_names(tx, {(entry.actor_kind, entry.actor_id) for entry in entries})
    details = audit.details(tx, entries)
    made = []
    for entry in entries:
        detail = details.get(entry.sequence, {})
        made.append(
            pb.AuditEntry(
                sequence=entry.sequence,
                at=timestamp(entry.at),
                actor_kind=entry.actor_kind,
                actor_id=encode_id(entry.actor_id),
                actor_name=names.get((entry.actor_kind, entry.actor_id), ""),
                action=entry.action,
                target_kind=entry.target_kind,
                target_id=encode_id(entry.target_id),
                user_id=encode_id(entry.person_id),
                outcome=entry.outcome,
                request_id=entry.request_id,
                ip_address=detail.get("ip", ""),
                detail={key: value for key, value in detail.items() if key != "ip"},
                hash=bytes(entry.hash),
                previous_hash=bytes(entry.previous_hash),
            )
        )
    return made


#: What the verifier found, by its fault.
FINDINGS = {
    "": ("Журнал цілий.", "The log is whole."),
    "sequence": ("Запис вилучено або переставлено.", "An entry was deleted or moved."),
    "previous": ("Запис не продовжує попередній.", "An entry does not follow the one before."),
    "hash": ("Запис змінено.", "An entry was changed."),
    "truncated": ("Кінець журналу відрізано.", "The end of the log was cut off."),
    "checkpoint": ("Журнал не збігається з контрольною точкою.", "The log differs from the anchored checkpoint."),
    "signature": ("Контрольну точку підроблено.", "The checkpoint is forged."),
    "anchor": (
        "Файл контрольних точок вилучено або вкорочено: поверніть на місце його копію.",
        "The file of checkpoints was removed or cut short: put its copy back.",
    ),
    "unanchored": (
        "Немає жодної контрольної точки, хоча записів у журналі {entries}: чи не відрізано його кінець, не видно.",
        "No checkpoint is anchored though the log has {entries} entries: whether its end was cut off is not seen.",
    ),
}


def finding(verdict: Verdict) -> tuple[str, str]:
    """The verdict in a sentence, in Ukrainian and English."""
    uk, en = FINDINGS[verdict.fault]
    return uk.format(entries=verdict.checked), en.format(entries=verdict.checked)
