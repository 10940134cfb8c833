"""Alerts: the gravest and oldest first, each with the events that raised it on a line of time, and what is done."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import ClassVar

from console import formats, typed
from console.actions import Action
from console.alerts import Alert, Evidence, Rule, Step, Trial, Whole
from console.i18n import either, enum, t
from console.models import Query
from console.ports import AlertsApi
from console.presets import preset
from console.screens.listing import ListScreen
from console.widgets.detail import Block
from console.widgets.form import Field, Form
from console.widgets.table import Cell, Column, signed

#: Events of the line of time: the last ones. The detail says how many more there were.
SHOWN = 40
#: Days of a trial, and for which an alert may be kept quiet.
TRIAL_DAYS, QUIET_DAYS = 7, (0, 1, 7, 30, 90)
_SEVERITIES = {"CRITICAL": ("‼", "bad"), "WARNING": ("!", "warn"), "INFO": ("i", "dim")}
_STATES = {"OPEN": ("◌", "warn"), "ACKNOWLEDGED": ("◐", ""), "RESOLVED": ("●", "good")}
#: The call behind each action of this screen, and what ActOnAlert is to do.
_CALLS = {
    "alert_take": "AcknowledgeAlert",
    "alert_assign": "AssignAlert",
    "alert_resolve": "ResolveAlert",
}
_ACTS = {
    "alert_block": "BLOCK_USER",
    "alert_end": "END_SESSIONS",
    "alert_revoke": "REVOKE_KEY",
    "alert_factor": "REQUIRE_SECOND_FACTOR",
}


class AlertsScreen(ListScreen[Alert]):
    area = "alerts"
    conditions: ClassVar[Sequence[str]] = ("state", "severity", "rule", "subject", "user", "assignee", "unassigned")
    words: ClassVar[Mapping[str, str]] = {
        "state": "alert_state",
        "severity": "alert_severity",
        "subject": "alert_subject",
        "rule": "alert_rule",
    }
    free = ""
    first = preset("alerts", "open").query

    def __init__(self, source: AlertsApi) -> None:
        super().__init__(source)
        self._alerts = source
        #: The alert that is shown, with its evidence.
        self._whole: Whole | None = None

    def columns(self) -> Sequence[Column[Alert]]:
        return (
            Column("alert.severity", 13, severity_cell),
            Column("alert.age", 11, self._age),
            Column("alert.what", 3, lambda one: Cell(either(*one.title)), flexible=True, least=16),
            Column("alert.whom", 2, lambda one: Cell(whom(one)), flexible=True, least=12),
            Column("alert.count", 6, lambda one: Cell(formats.number(one.count)), right=True, rank=2),
            Column("column.state", 15, state_cell, rank=1),
            Column("column.assignee", 2, lambda one: Cell(one.assignee), flexible=True, rank=3),
            Column("column.number", 13, lambda one: Cell(one.number, "dim"), rank=4),
        )

    def _age(self, one: Alert) -> Cell:
        if one.opened_at is None or not one.unresolved:
            return Cell("—", "dim")
        return Cell(formats.lasting((self.console.clock.now() - one.opened_at).total_seconds()))

    def allowed(self, action: Action) -> bool:
        row = self.current
        if action.id in _CALLS and (row is None or _CALLS[action.id] not in row.allowed):
            return False
        if action.id in _ACTS and (row is None or _ACTS[action.id] not in row.actions):
            return False
        return super().allowed(action)

    async def detail(self, row: Alert) -> Sequence[Block]:
        whole = self._whole = await self._alerts.whole(row.id)
        one = whole.alert
        facts = [
            (t("alert.severity"), severity_cell(one).text),
            (t("column.state"), state_cell(one).text),
            (t("alert.outcome"), enum("alert_outcome", one.outcome) if one.outcome else ""),
            (enum("alert_subject", one.subject_kind), whom(one)),
            (t("alert.count"), formats.number(one.count)),
            (t("alert.first"), formats.instant(one.first_at)),
            (t("alert.last"), formats.instant(one.last_at)),
            (t("column.assignee"), one.assignee),
            (t("alert.quiet"), formats.instant(one.quiet_until)),
            (t("column.number"), one.number),
        ]
        return [
            Block(either(*one.title), lines=[(_tone(one), either(*one.summary)), ("", "")]),
            Block(pairs=[(name, text) for name, text in facts if text]),
            Block(t("alert.happened"), lines=_happened(whole)),
            Block(t("alert.done"), lines=[line for step in whole.steps for line in _done(step)]),
        ]

    def nothing_shown(self) -> None:
        self._whole = None

    # -- work

    def do_alert_open(self) -> None:
        """Those that wait for somebody, or all."""
        waiting = self.first.get("state")
        self.set_condition("state", "" if self.pages.query.get("state") == waiting else waiting)

    async def do_alert_take(self) -> None:
        if self.current is not None:
            self.took(await self._alerts.acknowledge(self.current))

    async def do_alert_assign(self) -> None:
        if self.current is not None:
            self.took(await self._alerts.assign(self.current))

    async def do_alert_resolve(self) -> None:
        one = self.current
        if one is None:
            return

        async def send(answers: dict[str, str]) -> None:
            days = int(answers["quiet"])
            quiet = self.console.clock.now() + timedelta(days=days) if days else None
            self.took(await self._alerts.resolve(one, answers["outcome"], answers["note"], quiet))

        outcomes = [(name, enum("alert_outcome", name)) for name in ("TRUE_POSITIVE", "FALSE_POSITIVE")]
        days = [(str(count), t("days", count=count) if count else t("alert.not_quiet")) for count in QUIET_DAYS]
        fields = [
            Field("outcome", t("alert.outcome"), outcomes[0][0], outcomes),
            Field("note", t("alert.found_out")),
            Field("quiet", t("alert.keep_quiet"), "0", days),
        ]
        await self.ask(Form(t("action.alert_resolve"), fields, text=either(*one.summary), send=send))

    # -- what is done from an alert

    async def do_alert_block(self) -> None:
        await self._act("alert_block")

    async def do_alert_end(self) -> None:
        await self._act("alert_end")

    async def do_alert_revoke(self) -> None:
        await self._act("alert_revoke")

    async def do_alert_factor(self) -> None:
        await self._act("alert_factor")

    async def _act(self, action: str) -> None:
        """Asks why, and of whom where an alert has several; it is confirmed by typing the number of the alert."""
        one = self.current
        if one is None:
            return
        people = await self._people(one)
        if people is not None and not people:
            self.console.tell(t("alert.nobody"), "warning")
            return

        async def send(answers: dict[str, str]) -> None:
            self.took(await self._alerts.act(one, _ACTS[action], answers["reason"], answers.get("user", "")))

        fields = [Field("reason", t("form.reason")), Field("phrase", "", phrase=one.number)]
        if people is not None:
            fields.insert(0, Field("user", t("alert_subject.USER"), people[0][0], people))
        text = t(f"{action}.text", whom=whom(one)) if people is None else t(f"{action}.chosen")
        form = Form(t(f"action.{action}"), fields, text=text, danger=True, send=send)
        if await self.ask(form) is not None:
            self.console.tell(t(f"{action}.done"))

    async def _people(self, one: Alert) -> list[tuple[str, str]] | None:
        """The users in the evidence of an alert about an address or a device; None where it has a subject itself."""
        if one.subject_kind not in ("ADDRESS", "DEVICE"):
            return None
        whole = self._whole if self._whole and self._whole.alert.id == one.id else await self._alerts.whole(one.id)
        return list({seen.user_id: seen.user or seen.user_id for seen in whole.evidence if seen.user_id}.items())

    def do_alert_activity(self) -> None:
        """What the resident did, or what came from the address."""
        one = self.current
        if one is None:
            return
        if one.subject_kind == "USER":
            self.console.go("activity", Query((("user", one.subject_id),)))
        elif one.subject_kind == "ADDRESS" and one.subject:
            self.console.go("activity", Query((("address", one.subject),)))
        else:
            self.console.tell(t("alert.no_activity"), "warning")

    # -- rules

    async def do_alert_rules(self) -> None:
        """A rule is chosen, its thresholds are changed, what that would have raised is seen; then it takes effect."""
        rules = await self._alerts.rules()
        last = {one.code: max(each.version for each in rules if each.code == one.code) for one in rules}
        standing = {one.code: one for one in rules if one.in_force}
        choices = [(code, _named(one)) for code, one in standing.items()]
        current = self.current
        first = current.code if current is not None and current.code in standing else choices[0][0]
        chosen = await self.ask(Form(t("action.alert_rules"), [Field("code", t("alert.rule"), first, choices)]))
        if chosen:
            await self._change(standing[chosen["code"]], last[chosen["code"]])

    async def _change(self, rule: Rule, last_version: int) -> None:
        wanted, trial = rule, Trial(0, False, 0, 0)

        async def try_it(answers: dict[str, str]) -> None:
            nonlocal wanted, trial
            wanted = _wanted(rule, answers)
            trial = await self._alerts.replay(wanted, TRIAL_DAYS)

        async def put_in_force(answers: dict[str, str]) -> None:
            await self._alerts.set_rule(replace(wanted, note=answers["note"]), last_version)

        form = Form(either(*rule.title), _fields(rule), text=either(*rule.about), submit=t("alert.try"), send=try_it)
        if await self.ask(form, step=0) is None:
            return
        note = Field("note", t("form.note"), required=False)
        confirm = Form(either(*rule.title), [note], text=_tried(trial), submit=t("alert.in_force"), send=put_in_force)
        if await self.ask(confirm) is not None:
            self.console.tell(t("alert.rule_set", version=last_version + 1))


def severity_cell(one: Alert) -> Cell:
    """The glyph and the word tell how grave it is, beside the colour."""
    cell = signed("alert_severity", one.severity, _SEVERITIES)
    return cell if one.unresolved else Cell(cell.text, "dim")


def state_cell(one: Alert) -> Cell:
    return signed("alert_state", one.state, _STATES)


def whom(one: Alert) -> str:
    """Whom or what it is about, by name; what nothing names by its kind."""
    return one.subject or enum("alert_subject", one.subject_kind)


def _tone(one: Alert) -> str:
    return severity_cell(one).tone


def _happened(whole: Whole) -> list[tuple[str, str]]:
    """The last events, one under the other, with the day where it changes."""
    listed = whole.evidence[-SHOWN:]
    lines: list[tuple[str, str]] = []
    if whole.alert.count > len(listed):
        lines.append(("dim", t("alert.earlier", count=whole.alert.count - len(listed))))
    day = ""
    for one in listed:
        if formats.day_of(one.at) != day:
            day = formats.day_of(one.at)
            lines.append(("dim", day))
        lines.append(("", _event(one)))
    return lines or [("dim", t("alert.nothing_kept"))]


def _event(one: Evidence) -> str:
    weight = f"×{one.weight}" if one.weight > 1 and "→" not in one.numbers else ""
    said = [formats.hour(one.at), either(*one.what), one.user, one.numbers, weight]
    return "├ " + "  ".join(part for part in said if part)


def _done(step: Step) -> list[tuple[str, str]]:
    what = enum("alert_action", step.action) if step.action else enum("alert_step", step.kind)
    head = "  ".join(part for part in (formats.instant(step.at), what, step.operator) if part)
    return [("", head), *([("dim", f"  {step.note}")] if step.note else [])]


def _named(rule: Rule) -> str:
    return either(*rule.title) if rule.enabled else f"{either(*rule.title)} ({t('off')})"


def _fields(rule: Rule) -> list[Field]:
    severities = [(name, enum("alert_severity", name)) for name in ("INFO", "WARNING", "CRITICAL")]
    return [
        *(
            Field(limit.name, f"{either(*limit.title)} ({limit.least}–{limit.most})", str(limit.value))
            for limit in rule.limits
        ),
        Field("severity", t("alert.severity"), rule.severity, severities),
        Field("enabled", t("alert.enabled"), "yes" if rule.enabled else "no", [("yes", t("on")), ("no", t("off"))]),
        Field("passed", t("alert.passed"), ", ".join(rule.passed), required=False, hint="203.0.113.0/24"),
    ]


def _wanted(rule: Rule, answers: Mapping[str, str]) -> Rule:
    """The rule as it was typed. Raises ClientError."""
    limits = tuple(replace(limit, value=_whole_number(answers[limit.name], limit.name)) for limit in rule.limits)
    return replace(
        rule,
        limits=limits,
        severity=answers["severity"],
        enabled=answers["enabled"] == "yes",
        passed=tuple(part.strip() for part in answers["passed"].split(",") if part.strip()),
    )


def _whole_number(text: str, field: str) -> int:
    number = formats.plain_decimal(text)
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise typed.wrong(t("alert.whole_number"), field)
    return int(number)


def _tried(trial: Trial) -> str:
    """What a trial showed."""
    values = {name: formats.number(getattr(trial, name)) for name in ("events", "in_force", "changed")}
    said = t("alert.tried", days=t("days", count=TRIAL_DAYS), **values)
    return f"{said} {t('alert.truncated')}" if trial.truncated else said
