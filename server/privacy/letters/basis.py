"""The law that a letter goes by, and what it says of answers, refusals, costs and complaints. In Ukrainian: letters are
sent to people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from server import recipients
from server.law.model import Duty, Regime, Role, article_uk
from server.privacy import deadlines, rights
from server.services import Services
from storage.models.privacy import PrivacyRequest

_UA = "UA-2297-VI"
#: Where a law of an operator's own names nobody.
_COURT = ("до суду",)


@dataclass(frozen=True)
class Basis:
    """A law as it stood when a request of a kind was received."""

    regime: Regime
    kind: int
    day: date

    @property
    def title(self) -> str:
        return self.regime.title_uk

    def cited(self, *roles: Role) -> str:
        """Where the law has a rule about such requests, the first of these: "Закон № 2939-VI, ст. 20, ч. 4"."""
        held = (duty for role in roles for duty in self._held(role))
        return next(map(self.regime.cited_in_full, held), self.title)

    def rule(self, role: Role) -> str:
        """The rule as a sentence with its article; empty where the law has none."""
        return next((sentence(self.regime, duty) for duty in self._held(role)), "")

    @property
    def complaints(self) -> tuple[str, ...]:
        """To whom to complain."""
        complaint = self._complaint()
        return complaint.contents_uk if complaint else _COURT

    @property
    def complaint_article(self) -> str:
        complaint = self._complaint()
        return self.regime.cited_in_full(complaint) if complaint else self.title

    @property
    def rights(self) -> list[str]:
        """What the law lets the person demand, each with its article."""
        if self.regime.code == _UA:
            return [f"{text} ({article})" for article, text in rights.RIGHTS]
        held = self.regime.held(self.day, Role.RIGHT)
        return [f"{duty.uk} ({', '.join(article_uk(duty.article))})" for duty in held]

    def _held(self, role: Role) -> Iterator[Duty]:
        return (duty for duty in self.regime.held(self.day, role) if duty.about(self.kind))

    def _complaint(self) -> Duty | None:
        return next((duty for duty in self._held(Role.ACTION) if duty.code == "complaint" and duty.contents_uk), None)


def basis(services: Services, row: PrivacyRequest) -> Basis:
    """The law that governs a request. Raises LawError."""
    return Basis(deadlines.governing(services, row), row.kind, date.fromisoformat(row.received_on))


def change_notice(services: Services, day: date) -> tuple[str, str]:
    """Where law wants recipients told of a change on a day, and that as a sentence."""
    regime = services.law.regime(recipients.REGIME)
    duty = regime.duty(recipients.NOTICE, day)
    return regime.cited_in_full(duty), sentence(regime, duty)


def sentence(regime: Regime, duty: Duty) -> str:
    return f"{duty.uk[0].upper()}{duty.uk[1:]} ({regime.cited_in_full(duty)})."
