"""Privacy requests, mails, duties of recipients and terms."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from console.dispatch import Dispatch
from console.duties import DataDuty
from console.intake import Draft, Letter, Part
from console.ports import ClientError
from console.requests import (
    Clock,
    DayNote,
    Deadline,
    DeadlineStep,
    ErasureLine,
    LegalDuty,
    Lifting,
    NextStep,
    PrivacyRequest,
    Scan,
    Section,
)
from console.terms import Term

from .base import NOW, FakeList


def request(number: int, **changes: Any) -> PrivacyRequest:
    return replace(
        PrivacyRequest(
            id=f"q{number:07}",
            number=f"2026-{number:06}",
            kind="ERASURE",
            state="AWAITING_APPROVAL",
            channel="LETTER",
            user_id="u0000001",
            applicant="Олена Коваль",
            contact="Річенськ, вул. Лісова, 1",
            text="Прошу знищити мої дані",
            received_on=date(2026, 11, 20),
            due_on=date(2026, 11, 30),
            due_article="2297-VI, art. 8(2)(6)",
            assignee_id="o2",
            assignee="Петро Гнатюк",
            proof="паспорт",
            proof_at=NOW,
            decision="FULFIL",
            decision_reason="законно",
            decision_article="",
            proposed_by="Петро Гнатюк",
            proposed_by_id="o2",
            holds=(),
            rectifications=(),
            steps=(),
            outcome="",
            allowed=frozenset({"ApproveDecision", "WithdrawPrivacyRequest", "PlaceHold"}),
            decisions=("FULFIL", "REFUSE"),
            closed_at=None,
            etag="1",
        ),
        **changes,
    )


class FakePrivacy(FakeList[PrivacyRequest]):
    def __init__(self, total: int, make: Callable[[int], PrivacyRequest]) -> None:
        super().__init__(total, make)
        self.approved: list[tuple[str, bool]] = []
        self.linked: list[str] = []
        self.extended: list[tuple[str, str]] = []
        self.letters_in: list[Letter] = []
        self.lifted: list[tuple[str, ...]] = []
        self.repeated: list[tuple[str, str]] = []
        self.withdrawn: list[tuple[str, str, str]] = []
        self.parts: list[tuple[str, str]] = []
        self.dispatched: list[tuple[str, str, str]] = []
        self.copies: list[tuple[str, str]] = []

    async def register(self, letter: Letter) -> Sequence[PrivacyRequest]:
        if letter.applicant == "12345":
            raise ClientError("INVALID_FIELD", "вкажіть ім'я людини")
        self.letters_in.append(letter)
        return [request(number) for number, _ in enumerate(letter.parts, 7)]

    async def sent(self, row: PrivacyRequest, answers: Mapping[str, str]) -> PrivacyRequest:
        self.dispatched.append((row.id, answers["kind"], answers["way"]))
        return self.took(row, owed="", etag="2")

    async def copy_destroyed(self, row: PrivacyRequest, note: str) -> PrivacyRequest:
        self.copies.append((row.id, note))
        return self.took(row, allowed=frozenset(), etag="2")

    async def add_part(self, row: PrivacyRequest, part: Part) -> PrivacyRequest:
        if not part.text:
            raise ClientError("INVALID_FIELD", "цього вже вимагає інша частина листа")
        self.parts.append((row.id, part.kind))
        return request(8)

    async def repeat(self, row: PrivacyRequest, of: str) -> PrivacyRequest:
        self.repeated.append((row.id, of))
        return self.took(row, state="DUPLICATE", allowed=frozenset())

    async def propose_lifting(self, row: PrivacyRequest, ground: str, reason: str) -> PrivacyRequest:
        self.lifted.append(("proposed", ground, reason))
        return self._lifting(row, "PROPOSED", "RecordLiftingNotice")

    async def tell_lifting(self, row: PrivacyRequest, told_on: str, how: str) -> PrivacyRequest:
        self.lifted.append(("told", told_on, how))
        return self._lifting(row, "TOLD", "ApproveLifting")

    async def approve_lifting(self, row: PrivacyRequest, approve: bool, note: str) -> PrivacyRequest:
        self.lifted.append(("lifted" if approve else "dismissed", note))
        return self.took(row, lifting=None, allowed=frozenset())

    def _lifting(self, row: PrivacyRequest, state: str, call: str) -> PrivacyRequest:
        end = Lifting(state, "ENDED", "перевірено", "Петро Гнатюк", None, "", "")
        return self.took(row, lifting=end, allowed=frozenset({call}))

    async def withdraw(self, row: PrivacyRequest, document: str, reason: str) -> PrivacyRequest:
        self.withdrawn.append((row.id, document, reason))
        return self.took(row, state="WITHDRAWN", allowed=frozenset())

    async def approve(self, row: PrivacyRequest, approve: bool, note: str) -> PrivacyRequest:
        self.approved.append((row.id, approve))
        return self.took(row, state="FULFILLED" if approve else "IN_PROGRESS", allowed=frozenset())

    async def deadline(self, request_id: str) -> Deadline:
        weekend = DayNote(date(2026, 11, 28), "DAY_OFF", "субота", "Saturday")
        worked = DayNote(date(2026, 8, 24), "HOLIDAY_WORKED", "День незалежності: робочий", "Independence Day: worked")
        own = DeadlineStep("2297-VI, art. 8(2)(6)", date(2026, 11, 30), "вимога", "a demand", True)
        days = DeadlineStep(
            "5076-VI, art. 24(2)", date(2026, 12, 1), "п'ять днів", "five days", False, (weekend, worked)
        )
        clocks = (
            Clock("UA-2297-VI", "Закон № 2297-VI", "Law 2297-VI", date(2026, 11, 30), None, (own,)),
            Clock("UA-5076-VI", "Закон № 5076-VI", "Law 5076-VI", date(2026, 12, 1), date(2026, 12, 22), (days,)),
        )
        steps = (
            NextStep("COMPARE", "", None),
            NextStep("PROPOSE", "2297-VI, art. 8(2)(6)", date(2026, 11, 30)),
        )
        return Deadline(date(2026, 11, 30), 7, clocks, (self.notice,), steps)

    #: What an extension demands.
    notice = LegalDuty(
        article="5076-VI, art. 24(2)",
        uk="про продовження повідомляють письмово",
        en="an extension is told in writing",
        whom_uk="адвоката",
        whom_en="the lawyer",
        due_on=date(2026, 12, 1),
        unconfirmed=True,
        contents_uk=("новий строк",),
        contents_en=("the new term",),
    )

    async def extend(self, row: PrivacyRequest, until: str, reason: str) -> tuple[PrivacyRequest, Sequence[LegalDuty]]:
        self.extended.append((row.id, until))
        return self.took(row), [self.notice]

    async def erasure(self, request_id: str) -> Sequence[ErasureLine]:
        return [
            ErasureLine(
                ("Обліковий запис у застосунку", "Account in the app"), ("Телефон", "Phone"), "SHRED", 1, "", ""
            )
        ]

    async def sections(self, request_id: str) -> Sequence[Section]:
        return [Section("Обліковий запис", "Account", 1, "надання послуг", "Водоканал", "доки існує")]

    async def package(self, request_id: str, form: str) -> AsyncIterator[bytes]:
        yield form.encode()
        yield b"!"

    async def link(self, row: PrivacyRequest) -> PrivacyRequest:
        self.linked.append(row.id)
        return self.took(row, etag="2")

    async def letters(self, request_id: str, kind: str, form: str) -> Sequence[tuple[str, bytes]]:
        return [(f"letter-{kind.lower()}-{number}.{form.lower()}", kind.encode()) for number in (1, 2)]

    async def verify(self, request_id: str) -> Scan:
        return Scan(True, 1_000_000, ("smartregion.db",), ())

    def __getattr__(self, name: str) -> Any:
        async def step(row: PrivacyRequest, *answers: Any) -> PrivacyRequest:
            return self.took(row, etag="2")

        return step


def draft(number: int, **changes: Any) -> Draft:
    return replace(
        Draft(
            id=f"m{number:07}",
            state="NEW",
            arrived_at=NOW,
            arrival="MAILBOX",
            received_on=date(2026, 11, 20),
            sender_name="Олена Коваль",
            sender_address="olena@example.com",
            subject="Прошу надати мої дані",
            text="Прошу надати копію моїх даних.\nІ пояснити нарахування.",
            attachments=(("паспорт.zip", "application/zip", 5_000),),
            warnings=("HIDDEN_CHARACTERS",),
            size=9_000,
            sender_user_id="",
            request_numbers=(),
            discard_reason="",
            decided_by="",
            decided_at=None,
            etag="1",
        ),
        **changes,
    )


class FakeDrafts(FakeList[Draft]):
    watch: Any = None

    def __init__(self, total: int, make: Callable[[int], Draft]) -> None:
        super().__init__(total, make)
        self.taken: list[Path] = []
        self.letters: list[Letter] = []
        self.discarded: list[tuple[str, str]] = []

    async def take(self, path: Path) -> tuple[Draft, bool]:
        self.taken.append(path)
        return draft(0), len(self.taken) > 1

    async def confirm(self, row: Draft, letter: Letter) -> Sequence[PrivacyRequest]:
        self.letters.append(letter)
        return [request(number) for number, _ in enumerate(letter.parts, 7)]

    async def discard(self, row: Draft, reason: str) -> Draft:
        self.discarded.append((row.id, reason))
        return self.took(row, state="DISCARDED", discard_reason=reason)


def term(number: int, **changes: Any) -> Term:
    """The first is two days overdue, the second of a recipient, the third a disclosure."""
    kind, what, state = (
        ("REQUEST", "request_kind.ERASURE", "request_state.IN_PROGRESS"),
        ("DUTY", "duty_kind.ERASED", "duty_state.PENDING"),
        ("DISCLOSURE", "term.study", "disclosure_state.REQUESTED"),
    )[number % 3]
    made = Term(
        id=f"{kind.lower()} {number}",
        kind=kind,
        day=NOW.date() + timedelta(days=5 * number - 2),
        number=f"2026-{number:06}",
        what=what,
        state=state,
        whom="Водоканал ¦ Water company",
        article="2297-VI, art. 8(2)(6)",
    )
    return replace(made, **changes)


def duty(number: int, **changes: Any) -> DataDuty:
    """A duty that is due the later the greater the number; the first is overdue."""
    made = DataDuty(
        id=f"y{number}",
        partner_id="p1",
        partner_uk="Водоканал",
        partner_en="Waterworks",
        kind="ERASED",
        state="PENDING",
        overdue=number == 0,
        account=f"40000{number:04}",
        user_id="u1",
        fields=(),
        raised_at=NOW,
        due_on=NOW.date() + timedelta(days=5 * number - 1),
        article="2297-VI, art. 21(3)",
        request_number="2026-000006",
        excuse="",
        etag="1",
    )
    return replace(made, **changes)


class FakeDuties(FakeList[DataDuty]):
    async def excuse(self, duty: DataDuty, reason: str) -> DataDuty:
        return replace(duty, state="EXCUSED", overdue=False, excuse=reason)

    async def letter(self, duty: DataDuty) -> tuple[str, bytes]:
        return f"letter-duty-{duty.id}.pdf", b"%PDF"

    async def sent(self, duty: DataDuty, answers: Mapping[str, str]) -> DataDuty:
        how = Dispatch(NOW.date(), answers["way"], answers["reference"], "Петро Гнатюк")
        return replace(duty, state="TOLD", overdue=False, dispatch=how)
