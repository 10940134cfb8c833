"""The audit."""

UK = {
    "list.empty.audit": "Журнал порожній.",
    "area.audit": "Аудит",
    "action.audit_verify": "перевірити ланцюг",
    "audit.request": "Номер виклику",
    "audit.hash": "Хеш",
    "audit.detail": "Подробиці",
    "actor.rules": "правила",
    "actor.resident": "абонент",
}

EN = {
    "list.empty.audit": "The log is empty.",
    "area.audit": "Audit",
    "action.audit_verify": "verify chain",
    "audit.request": "Call id",
    "audit.hash": "Hash",
    "audit.detail": "Detail",
    "actor.rules": "rules",
    "actor.resident": "resident",
}
