"""The register of processing activities."""

from scripts.reference.common import MADE
from server.privacy import register, wording


def processing() -> str:
    lines = [
        "# Register of processing activities",
        "",
        MADE,
        "GDPR, art. 30(1)(b)-(f), from what each column declares of itself (`storage/models`). Recipients are partners",
        "by grants that are in force in a running service. Processors are those who carry messages for the controller,",
        "by the [file of providers](providers.md#the-file): they are given contact and text of notifications, and the",
        "token of a device for push. `PrivacyRequestService.GetProcessingRegister` names them all.",
        "What erasure does to each column stands in [data.md](data.md); a term in days is carried out by the retention",
        "purge (`PreviewRetention`, `ListRetentionRuns`).",
        "",
    ]
    for activity in register.activities():
        lines += [
            f"## {wording.PURPOSES[activity.purpose][1].capitalize()}",
            "",
            f"{wording.PURPOSES[activity.purpose][0].capitalize()}.",
            "",
            "| Data | Classes | How long | Sealed |",
            "|---|---|---|---|",
        ]
        for one in activity.data:
            classes = ", ".join(held.name.lower() for held in one.classes)
            terms = "; ".join(wording.RETENTIONS[term][1] for term in one.retentions)
            sealed = "yes" if one.sealed else ""
            lines.append(f"| {wording.TABLES[one.table][1]} (`{one.table}`) | {classes} | {terms} | {sealed} |")
        lines.append("")
    return "\n".join(lines)
