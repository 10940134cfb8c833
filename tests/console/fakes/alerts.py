"""Alerts: the first critical and of a resident, the second of an address, the third of an operator."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from console.alerts import Alert, Evidence, Limit, Rule, Step, Trial, Whole

from .base import NOW, FakeList

_CALLS = ("AcknowledgeAlert", "ActOnAlert", "AssignAlert", "ResolveAlert")
_KINDS = (
    ("USER", "Бойко Ганна", ("BLOCK_USER", "END_SESSIONS"), "CRITICAL"),
    ("ADDRESS", "203.0.113.7", ("BLOCK_USER", "END_SESSIONS"), "WARNING"),
    ("OPERATOR", "Ірина Савчук", ("END_SESSIONS", "REQUIRE_SECOND_FACTOR"), "INFO"),
)


def alert(number: int, **changes: Any) -> Alert:
    kind, subject, actions, severity = _KINDS[number % 3]
    made = Alert(
        id=f"l{number}",
        number=f"A-2026-{number:06}",
        code="MANY_ACCOUNTS_ONE_ADDRESS",
        title=("Багато абонентів з однієї адреси", "Many accounts from one address"),
        summary=("Абонентів з однієї адреси за 1 год: 12 (поріг — 10).", "Users from one address within 1 h: 12."),
        severity=severity,
        state="OPEN",
        subject_kind=kind,
        subject_id="u1" if kind == "USER" else "",
        subject=subject,
        count=60,
        first_at=NOW - timedelta(hours=3),
        last_at=NOW - timedelta(minutes=4),
        opened_at=NOW - timedelta(hours=2),
        resolved_at=None,
        assignee="",
        outcome="",
        quiet_until=None,
        allowed=_CALLS,
        actions=actions,
        etag="1",
    )
    return replace(made, **changes)


def alert_rule(**changes: Any) -> Rule:
    made = Rule(
        code="MANY_ACCOUNTS_ONE_ADDRESS",
        version=1,
        title=("Багато абонентів з однієї адреси", "Many accounts from one address"),
        about=("Дії різних абонентів з однієї IP-адреси.", "What different users did from one address."),
        severity="WARNING",
        enabled=True,
        limits=(Limit("accounts", ("Абонентів", "Users"), 10, 2, 400),),
        passed=(),
        places=(),
        effective_from=None,
        note="",
        author="",
        in_force=True,
    )
    return replace(made, **changes)


class FakeAlerts(FakeList[Alert]):
    acted: tuple[str, str, str] = ("", "", "")
    resolved: tuple[str, str, datetime | None] = ("", "", None)
    set_to: Rule | None = None

    async def whole(self, alert_id: str) -> Whole:
        one = await self.get(alert_id)
        events = [
            Evidence(
                NOW - timedelta(minutes=5 * (49 - number)),
                ("вхід у застосунок", "sign-in to the app"),
                f"u{number % 12}",
                f"Абонент {number % 12}",
                1,
                "203.0.113.0/24",
            )
            for number in range(50)
        ]
        return Whole(one, tuple(events), (Step("OPENED", NOW - timedelta(hours=2), "", "", ""),))

    async def acknowledge(self, alert: Alert) -> Alert:
        return self.took(alert, state="ACKNOWLEDGED", assignee="Оксана Литвин", allowed=_CALLS[1:])

    async def assign(self, alert: Alert) -> Alert:
        return self.took(alert, assignee="Оксана Литвин")

    async def resolve(self, alert: Alert, outcome: str, note: str, quiet_until: datetime | None) -> Alert:
        self.resolved = outcome, note, quiet_until
        return self.took(alert, state="RESOLVED", outcome=outcome, allowed=(), actions=())

    async def act(self, alert: Alert, action: str, reason: str, user_id: str = "") -> Alert:
        self.acted = action, reason, user_id
        return alert

    async def rules(self) -> Sequence[Rule]:
        return (alert_rule(),)

    async def set_rule(self, rule: Rule, last_version: int) -> Rule:
        self.set_to = replace(rule, version=last_version + 1)
        return self.set_to

    async def replay(self, rule: Rule, days: int) -> Trial:
        return Trial(1_200, False, 3, 1)
