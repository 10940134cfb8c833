"""Transition tables."""

from smartregion.v1.alert_service_pb2 import AlertSeverity
from smartregion.v1.reading_service_pb2 import CauseKind, RuleSeverity

from scripts.reference.common import MADE
from server.activity.workflow import WORKFLOW as CRASHES
from server.alerts.rules import RULES as ALERT_RULES
from server.alerts.workflow import WORKFLOW as ALERTS
from server.disclosures.workflow import WORKFLOW as DISCLOSURES
from server.notifications.campaigns.workflow import WORKFLOW as CAMPAIGNS
from server.notifications.workflow import WORKFLOW as NOTIFICATIONS
from server.operators.workflow import WORKFLOW as OPERATORS
from server.partners.workflow import WORKFLOW as PARTNERS
from server.policies.workflow import WORKFLOW as POLICIES
from server.privacy.drafts import DRAFTS
from server.privacy.lifting import LIFTINGS
from server.privacy.workflow import WORKFLOW as REQUESTS
from server.readings.explanations import EXPLANATIONS
from server.readings.rules import RULES
from server.readings.workflow import WORKFLOW as READINGS
from server.support.workflow import WORKFLOW as SUPPORT
from server.surveys.workflow import WORKFLOW as SURVEYS
from server.users.workflow import WORKFLOW as USERS
from server.works.workflow import WORKFLOW as WORKS

CAUSES = (
    "What is proposed of a reading that is in review or refused: a slip of the finger, zones that were exchanged and",
    "the index of another meter are causes, not rules, for they explain what a rule has found already. They are",
    "weighed against each other (`server/readings/causes.py`); each carries its formula, its numbers and the",
    "correction that would follow. The CIM code is that of the rule that failed. M is the index that was meant; what",
    "is usual is forecast from the register's own intervals.",
    "",
    "Two more are judged elsewhere. *The same again*: one register, instant and index is one reading, however often",
    "it comes (`duplicate` in the reply); another index of the same instant is a `CONFLICT`, unless the same person",
    "corrects their own word (`server/readings/words.py`). *The balance of a building* compares registers, not",
    "readings, and is asked for: `GetBuildingBalance`, in units and percent.",
    "",
)


def states() -> str:
    lines = [
        "# States and what may be done in each",
        "",
        MADE,
        "From the transition tables of the service. What is not here is refused with `WRONG_STATE`, naming the state",
        "and what it would allow.",
        "",
    ]
    for workflow in (
        USERS,
        READINGS,
        WORKS,
        CAMPAIGNS,
        NOTIFICATIONS,
        REQUESTS,
        DRAFTS,
        LIFTINGS,
        DISCLOSURES,
        CRASHES,
        POLICIES,
        SUPPORT,
        SURVEYS,
        ALERTS,
        OPERATORS,
        PARTNERS,
    ):
        lines += [
            f"## {workflow.subject.removeprefix('a ').removeprefix('an ').capitalize()}",
            "",
            "| State | What is done | Then it is |",
            "|---|---|---|",
        ]
        lines += [
            f"| {workflow.name(before)} | {action} | {workflow.name(after)} |"
            for (before, action), after in workflow.table.items()
        ]
        lines.append("")
    lines += ["## Rules on readings", ""]
    lines += [
        "What a rule set leaves unsaid is as here; thresholds by service stand in `server/readings/ruleset.py`.",
        "",
    ]
    lines += ["| Rule | CIM | Severity | Formula | Said in English |", "|---|---|---|---|---|"]
    lines += [
        f"| `{rule.code}` | {rule.cim} | {RuleSeverity.Name(rule.severity).removeprefix('RULE_SEVERITY_')} "
        f"| {rule.formula} | {rule.en} |".replace("|total − Σ zones|", "abs(total − Σ zones)")
        for rule in RULES
    ]
    lines += ["", "## Causes of what failed a rule", "", *CAUSES]
    lines += ["| Cause | Formula | Said in English |", "|---|---|---|"]
    lines += [
        f"| `{CauseKind.Name(kind).removeprefix('CAUSE_KIND_')}` | {one.formula} | {one.en} |"
        for kind, one in EXPLANATIONS.items()
    ]
    return "\n".join([*lines, "", *_alert_rules()]) + "\n"


def _alert_rules() -> list[str]:
    """The rules of alerts as they are built in."""
    lines = [
        "## Rules of alerts",
        "",
        "What a version of a rule leaves unsaid is as here. A window is cut into twelve slots; what happens again",
        "within one counts once.",
        "",
        "| Rule | Severity | Looks for | Thresholds |",
        "|---|---|---|---|",
    ]
    for rule in ALERT_RULES:
        severity = AlertSeverity.Name(rule.severity).removeprefix("ALERT_SEVERITY_")
        limits = "; ".join(
            f"`{limit.name}` {limit.value} ({limit.least} to {limit.most}): {limit.title[1].lower()}"
            for limit in rule.limits
        )
        lines.append(f"| `{rule.code}` | {severity} | {rule.about[1]} | {limits} |")
    return lines
