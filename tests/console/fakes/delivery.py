"""Messages, texts, providers and the stop list."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from console.delivery import (
    ChannelSaid,
    DeliveryRules,
    Explanation,
    Minute,
    Provider,
    Queue,
    Rendered,
    RuleSaid,
    Stopped,
)
from console.messages import Notification, Template
from console.ports import ClientError

from .base import NOW, FakeList


def provider(number: int) -> Provider:
    """The first is well, the second ails, the third is out and was never asked."""
    at = NOW - timedelta(minutes=10 * number)
    minutes = (Minute(at, 40, 2, 6, 2, 250), Minute(at - timedelta(minutes=9), 10, 0, 0, 0, 50))
    return Provider(
        name=("smsc", "turbosms", "mail")[number],
        channel=("SMS", "SMS", "EMAIL")[number],
        protocol=("smpp", "turbosms", "smtp")[number],
        state=("HEALTHY", "AILING", "OUT")[number],
        health=(1.0, 0.5, 0.0)[number],
        rate=50.0,
        price=65,
        minutes=minutes if number < 2 else (),
        last_error="ESME_RTHROTTLED" if number == 1 else "",
        last_error_at=NOW if number == 1 else None,
        queues=(Queue("BULK", "SMS", 10_000, NOW, more=True), Queue("URGENT", "SMS", 3, NOW + timedelta(hours=1))),
    )


class FakeProviders(FakeList[Provider]):
    def __init__(self, total: int, make: Callable[[int], Provider]) -> None:
        super().__init__(total, make)
        self.known = DeliveryRules(22, 8, 3, ("СТОП", "STOP"), "1")

    async def rules(self) -> DeliveryRules:
        return self.known

    async def save_rules(self, rules: DeliveryRules) -> DeliveryRules:
        if rules.quiet_from > 23:
            raise ClientError("INVALID_FIELD", "Має бути від 0 до 23.")
        self.known = rules
        return rules

    watch: Any = None


def stopped(number: int) -> Stopped:
    reason = ("NO_SUCH_CONTACT", "STOP_KEYWORD", "OPERATOR")[number]
    return Stopped(f"s{number}", "SMS", f"•••••••{number:02}", f"u{number}", reason, "", NOW - timedelta(hours=number))


class FakeStopList(FakeList[Stopped]):
    watch: Any = None

    def __init__(self, total: int, make: Callable[[int], Stopped]) -> None:
        super().__init__(total, make)
        self.added: list[tuple[str, str, str, str]] = []
        self.released: list[str] = []

    async def suppress(self, user_id: str, channel: str, reason: str, note: str) -> Stopped:
        self.added.append((user_id, channel, reason, note))
        return stopped(2)

    async def release(self, row: Stopped) -> None:
        self.released.append(row.id)


def template(number: int) -> Template:
    name = ("news", "works_planned")[number]
    return Template(
        f"t{number}",
        name,
        ("NEWS", "WORKS")[number],
        1,
        "Новини" if number == 0 else "Роботи на {street}",
        "Завтра ярмарок." if number == 0 else "Води не буде з {from:instant}.",
        "News" if number == 0 else "Works in {street}",
        "A fair tomorrow." if number == 0 else "No water from {from:instant}.",
        () if number == 0 else ("street", "from"),
        "1",
    )


class FakeTemplates(FakeList[Template]):
    """Renders as the server does: both languages must have the same placeholders, and each its value."""

    watch: Any = None

    def __init__(self, total: int, make: Callable[[int], Template]) -> None:
        super().__init__(total, make)
        self.saved: list[Template] = []
        self.values: list[Mapping[str, str]] = []
        self.previewed: list[tuple[str, str]] = []
        self.refusal: ClientError | None = None

    async def preview(
        self, template: Template, values: Mapping[str, str], transliterate: bool = False
    ) -> tuple[Rendered, Rendered]:
        self._check()
        self.values.append(values)
        names = [
            re.findall(r"\{(\w+)", f"{subject} {body}")
            for subject, body in (
                (template.subject_uk, template.body_uk),
                (template.subject_en, template.body_en),
            )
        ]
        if set(names[0]) != set(names[1]):
            raise ClientError("INVALID_FIELD", "Підстановки різняться.")
        made = []
        for subject, body in ((template.subject_uk, template.body_uk), (template.subject_en, template.body_en)):
            for name in names[0]:
                body = re.sub(rf"\{{{name}(:\w+)?\}}", values[name], body)
                subject = re.sub(rf"\{{{name}(:\w+)?\}}", values[name], subject)
            parts = len(body) // 70 + 1
            encoding = "GSM7" if body.isascii() else "UCS2"
            made.append(Rendered(subject, body, parts, encoding, 70 - len(body) % 70, 3 * (parts > 1), 85 * parts))
        return made[0], made[1]

    async def preview_for(
        self, template: Template, values: Mapping[str, str], user_id: str
    ) -> tuple[Rendered, Explanation]:
        self.previewed.append((user_id, template.name))
        return (await self.preview(template, values))[0], explanation()

    async def save(self, template: Template) -> Template:
        if self.refusal is not None:
            raise self.refusal
        self.saved.append(template)
        return replace(template, id=template.id or "t1", version=template.version + 1)


def notification(number: int, **changes: Any) -> Notification:
    return replace(_notification(number), **changes)


def _notification(number: int) -> Notification:
    return Notification(
        id=f"n{number:07}",
        user_id="u0000001",
        category="NEWS",
        channel="SMS",
        state="SENT",
        template="news v1",
        language="UKRAINIAN",
        subject="Новини",
        body="Вода буде до вечора",
        recipient="+380•••••0001",
        suppressed_by="",
        outcome="",
        queued_at=NOW,
        sent_at=NOW,
        attempts=1,
        parts=1,
        provider="file",
        events=(),
        etag="1",
    )


def explanation(in_audience: bool = False) -> Explanation:
    consent = RuleSaid("NO_CONSENT", "STOPS", "Згоди на рекламу немає.", "There is no consent.")
    quiet = RuleSaid("QUIET_HOURS", "DELAYS", "Зачекає до 08:00.", "Waits until 08:00.")
    return Explanation(
        (
            ChannelSaid("PUSH", (consent, RuleSaid("QUIET_HOURS", "NOT_ASKED", "—", "—")), False, None),
            ChannelSaid("SMS", (replace(consent, answer="PASSES", uk="Згода є."), quiet), True, NOW),
        ),
        "SMS",
        in_audience,
    )


class FakeNotifications(FakeList[Notification]):
    def __init__(self, total: int, make: Callable[[int], Notification]) -> None:
        super().__init__(total, make)
        self.done: list[tuple[str, str]] = []
        self.explained: list[tuple[str, str, str]] = []
        self.refusing: set[str] = set()

    async def retry(self, row: Notification) -> Notification:
        return self._did("retry", row, "QUEUED")

    async def cancel(self, row: Notification) -> Notification:
        return self._did("cancel", row, "CANCELLED")

    def _did(self, what: str, row: Notification, state: str) -> Notification:
        if row.id in self.refusing:
            raise ClientError("WRONG_STATE", "Стан уже інший.")
        self.done.append((what, row.id))
        changed: Notification = self.took(row, state=state, etag="2")
        return changed

    async def explain(self, user_id: str, about: str, key: str) -> Explanation:
        self.explained.append((user_id, about, key))
        return explanation(in_audience=about == "campaign")

    async def templates(self) -> Sequence[Template]:
        return [Template("t1", "news", "NEWS", 1, "{title}", "{text}", "{title}", "{text}", ("title", "text"))]

    async def send(self, user_id: str, template: str, channel: str, values: Mapping[str, str]) -> Notification:
        return notification(1)
