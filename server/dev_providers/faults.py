"""How a provider of ours misbehaves."""

from random import Random

from pydantic import BaseModel, ConfigDict, Field

Percent = float


class Faults(BaseModel):
    """Set over HTTP while it runs; shares are of a hundred messages."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    #: Milliseconds before every answer.
    slow: float = Field(default=0, ge=0, le=600_000)
    #: Refused for now: wait.
    throttle: Percent = Field(default=0, ge=0, le=100)
    #: Refused for good: there is no such recipient.
    refuse: Percent = Field(default=0, ge=0, le=100)
    #: Not taken, and answered with nonsense.
    garbage: Percent = Field(default=0, ge=0, le=100)
    #: Taken, but the answer is lost.
    lose: Percent = Field(default=0, ge=0, le=100)
    #: Not taken: the connection is cut when so many more have come; 0 for never.
    close_after: int = Field(default=0, ge=0)
    #: Milliseconds after which a receipt comes; none where it is below 0.
    receipt: float = Field(default=700, ge=-1, le=600_000)
    #: The receipt comes before the answer.
    early: bool = False
    #: Receipts that come twice, and that say that it did not arrive.
    twice: Percent = Field(default=0, ge=0, le=100)
    undelivered: Percent = Field(default=0, ge=0, le=100)


class Dice:
    """The faults in force, and chance that can be repeated."""

    def __init__(self, seed: int = 1) -> None:
        self.faults = Faults()
        self._random = Random(seed)
        self._until_close = 0

    def set(self, faults: Faults) -> None:
        self.faults = faults
        self._until_close = faults.close_after

    def falls(self, percent: Percent) -> bool:
        return percent > 0 and self._random.random() * 100 < percent

    def closes(self) -> bool:
        """Counts a message; True where the connection is cut instead."""
        if self._until_close == 0:
            return False
        self._until_close -= 1
        if self._until_close:
            return False
        self._until_close = self.faults.close_after
        return True
