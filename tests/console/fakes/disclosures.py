"""Disclosures."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from console.disclosures import Act, Disclosable, Disclosure, Left, Study
from console.disclosures import Request as DisclosureRequest
from console.ports import ClientError
from console.requests import (
    LegalDuty,
)

from .base import NOW, FakeList
from .requests import FakePrivacy

DISCLOSURE_STATES = ("REQUESTED", "STUDIED", "APPROVED", "RELEASED", "DENIED")


_CALLS = {
    "REQUESTED": {"StudyDisclosure", "DeferDisclosure"},
    "STUDIED": {"StudyDisclosure", "ApproveDisclosure", "DenyDisclosure", "DeferDisclosure"},
    "APPROVED": {"ReleaseDisclosure", "DeferDisclosure"},
}


def disclosure(number: int, **changes: Any) -> Disclosure:
    """One in each state; the one that is released is kept from the person."""
    state = DISCLOSURE_STATES[number]
    released = state == "RELEASED"
    petro, oleh = Act("Петро Гнатюк", NOW - timedelta(days=2)), Act("Олег Савчук", NOW - timedelta(days=1))
    made = Disclosure(
        id=f"d{number}",
        number=f"D-2026-{number + 1:06}",
        state=state,
        recipient="Слідче управління",
        code="12345678",
        official="слідчий Іваненко І. І.",
        ground="INVESTIGATION",
        basis="ухвала слідчого судді № 757/1/26-к",
        purpose="кримінальне провадження",
        document="вх. 17",
        user_id="u0000001",
        fields=("app_user.phone", "app_user.last_name"),
        key=bytes(range(32)),
        received_on=NOW.date() - timedelta(days=number),
        study_due_on=NOW.date() + timedelta(days=10),
        due_on=NOW.date() + timedelta(days=number - 1),
        notice="" if state == "REQUESTED" else "EXEMPT" if released else "TELL",
        notice_ground="2297-VI, ст. 21 ч. 2 п. 1" if released else "",
        finding="" if state == "REQUESTED" else "ухвалу звірено з реєстром",
        denial="підстави немає" if state == "DENIED" else "",
        denial_article="2297-VI, art. 16(2)" if state == "DENIED" else "",
        registered=petro,
        studied=Act() if state == "REQUESTED" else petro,
        decided=Act() if state in ("REQUESTED", "STUDIED") else oleh,
        released=oleh if released else Act(),
        sha256="ab" * 32 if released else "",
        tell_by=None,
        told_at=None,
        deferred=Act(),
        deferral="",
        deferral_tell_by=None,
        exemption_ended=Act(),
        exemption_ended_reason="",
        allowed=frozenset({"EndDisclosureExemption"} if released else _CALLS.get(state, ())),
        etag="1",
        duties=(FakePrivacy.notice,),
    )
    return replace(made, **changes)


class FakeDisclosures(FakeList[Disclosure]):
    watch: Any = None

    def __init__(self, total: int, make: Callable[[int], Disclosure]) -> None:
        super().__init__(total, make)
        self.registered: list[DisclosureRequest] = []
        self.studied: list[Study] = []
        self.done: list[tuple[str, ...]] = []
        self.refusal: ClientError | None = None
        #: Releases by their ids; pieces that come through before the connection is lost.
        self.releases: list[str] = []
        self.pieces = 1_000

    async def fields(self) -> Sequence[Disclosable]:
        account = ("Обліковий запис у застосунку", "Account in the app")
        return [
            Disclosable("app_user.phone", "CONTACT", *account, "Телефон", "Phone"),
            Disclosable("app_user.last_name", "IDENTITY", *account, "Прізвище", "Last name"),
            Disclosable("reading.value", "CONSUMPTION", "Показання", "Readings", "Значення", "Value"),
        ]

    def _may(self) -> None:
        if self.refusal is not None:
            raise self.refusal

    async def register(self, letter: DisclosureRequest) -> Disclosure:
        self._may()
        self.registered.append(letter)
        return replace(disclosure(0), number="D-2026-000099")

    async def study(self, one: Disclosure, found: Study) -> Disclosure:
        self._may()
        self.studied.append(found)
        return self.took(one, state="STUDIED", fields=found.fields, allowed=frozenset({"ApproveDisclosure"}))

    async def approve(self, one: Disclosure) -> Disclosure:
        self._may()
        self.done.append(("approve", one.id, one.etag))
        return self.took(one, state="APPROVED", allowed=frozenset({"ReleaseDisclosure"}))

    async def deny(self, one: Disclosure, reason: str, article: str) -> Disclosure:
        self.done.append(("deny", one.id, reason, article))
        return self.took(one, state="DENIED", allowed=frozenset())

    async def defer(self, one: Disclosure, until: str, reason: str) -> tuple[Disclosure, LegalDuty]:
        self.done.append(("defer", one.id, until, reason))
        return self.took(one, deferral=reason), FakePrivacy.notice

    async def end_exemption(self, one: Disclosure, reason: str) -> Disclosure:
        self.done.append(("end", one.id, reason))
        ended = Act("Олег Савчук", NOW)
        return self.took(
            one,
            notice="TELL",
            tell_by=NOW.date() + timedelta(days=14),
            exemption_ended=ended,
            exemption_ended_reason=reason,
            allowed=frozenset(),
        )

    def fresh(self) -> str:
        return f"r{len(self.releases)}"

    async def release(self, disclosure_id: str, request: str) -> AsyncIterator[bytes]:
        self.releases.append(request)
        for number, piece in enumerate((b"sealed ", b"parcel")):
            if number == self.pieces:
                raise ClientError("UNREACHABLE", "Socket closed", lost=True)
            yield piece
        self.took(self._row(int(disclosure_id[1:])), state="RELEASED", allowed=frozenset())

    async def ledger(self, user_id: str) -> Sequence[Left]:
        told = ("D-2026-000004", "Слідче управління", "INVESTIGATION", "ухвала", "провадження")
        return [Left(*told, "app_user.phone", "CONTACT", 1, NOW), Left(*told, "reading.value", "CONSUMPTION", 24, NOW)]
