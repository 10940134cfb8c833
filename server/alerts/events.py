"""Events that the rules look at. Instants are in milliseconds; an address is a digest by which nobody is found."""

from typing import NamedTuple

from storage.models.alerts import ADDRESS, DEVICE, KEY, OPERATOR, USER

__all__ = ["ADDRESS", "DEVICE", "KEY", "OPERATOR", "USER", "Called", "Event", "Handed", "Seen", "Subject"]


class Seen(NamedTuple):
    """A resident did something in the app."""

    id: int
    at: int
    #: When it came here: the time of the stream.
    received_at: int
    user_id: int
    #: Name of the smartregion.v1.ActivityKind.
    what: str
    #: 0 where it is not known.
    address: int
    network: str
    #: The address, sealed with the user's key.
    ip_sealed: bytes | None = None


class Called(NamedTuple):
    """An entry of the audit log."""

    id: int
    at: int
    #: The call, or a step of a workflow.
    what: str
    outcome: str
    #: The operator who called, or 0.
    operator_id: int = 0
    #: The partner's key that called, or 0.
    key_id: int = 0
    #: The address is of whoever the app gateway acts for.
    through_gateway: bool = False
    target_kind: str = ""
    target_id: int = 0
    #: The user whose data was changed or seen, or 0.
    person_id: int = 0
    #: Rows that a list showed, and what tells which place of which list they are; 0 where that is not known.
    rows: int = 0
    read: int = 0
    #: Whether it looks at personal data.
    look: bool = False
    #: Ways in that were refused; several where they were only counted.
    refused: int = 0
    #: The device that a resident registered, or 0.
    device: int = 0
    address: int = 0
    network: str = ""
    ip: str = ""

    @property
    def received_at(self) -> int:
        return self.at


class Handed(NamedTuple):
    """A resident handed in a reading of a register that somebody else had verified before."""

    id: int
    at: int
    received_at: int
    user_id: int
    #: Number of the smartregion.v1.Commodity.
    commodity: int
    #: Use a day before the inspection and since, micro-units; and the days since.
    before: int
    since: int
    days: float
    network: str = ""

    @property
    def what(self) -> str:
        return "ReadingService.SubmitReading"


Event = Seen | Called | Handed


class Subject(NamedTuple):
    """Whom or what an alert is about: of a kind (smartregion.v1.AlertSubjectKind), by number."""

    kind: int
    number: int
