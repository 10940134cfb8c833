"""The columns with personal data."""

from scripts.reference.common import MADE
from server.privacy import wording
from storage.columns import declaration_of
from storage.repositories import subject


def data() -> str:
    lines = [
        "# Register of processing",
        "",
        MADE,
        "Every column with personal data of residents, from what it declares of itself (`storage/models`). The access",
        "package, the erasure plan and its preview are made from the same declarations.",
        "",
    ]
    for model in subject.personal_models():
        table = model._meta.table_name
        lines += [
            f"## {wording.TABLES[table][1]} (`{table}`)",
            "",
            *(["No part of access packages and disclosures.", ""] if model in subject.WITHHELD else []),
            "| Column | Class | Why | How long | Erasure |",
            "|---|---|---|---|---|",
        ]
        for field in subject.held_columns(model):
            declared = declaration_of(field)
            lines.append(
                f"| `{field.name}` | {declared.data_class.name.lower()} | {wording.PURPOSES[declared.purpose][1]} "
                f"| {wording.RETENTIONS[declared.retention][1]} | {declared.erasure.value} |"
            )
        lines.append("")
    return "\n".join(lines)
