"""Takes a decision about readings back, saying how far it is, how many there were, and which could not be and why."""

from collections.abc import Awaitable, Callable
from time import monotonic

from console.i18n import t
from console.ports import ClientError
from console.screens.progress import Working
from console.store.undo import Decided, Was
from console.together import in_lanes, patient

#: Readings that are taken back without saying how far it is, and names that are told of those that could not be.
FEW, NAMED = 5, 8


class TakingBack:
    """One decision on its way back. What the server could not be asked about stays in it for another try."""

    def __init__(self, last: Decided, undo: Callable[[Was], Awaitable[None]]) -> None:
        self.last = last
        self._undo = undo
        self._total = len(last.rows)
        self._working = Working(t("reading.taking_back", what=last.what)) if self._total > FEW else None
        self.undone = 0
        #: Names of those that could not be taken back, by the sentence that says why.
        self.refused: dict[str, list[str]] = {}
        #: What the server was lost with.
        self.lost: ClientError | None = None

    @property
    def working(self) -> Working | None:
        """Where it is shown how far it is; None for few."""
        return self._working

    async def run(self) -> None:
        """Raises ClientError only where the operator has to sign in again."""
        left = False
        try:
            await in_lanes(list(self.last.rows.values()), lambda one: one.usage_point_id, self._one)
            left = bool(self.refused)
        finally:
            if self._working is not None:
                self._working.finish() if left else self._working.dismiss()

    async def _one(self, one: Was) -> bool:
        """Whether to go on."""
        if self.lost is not None or (self._working is not None and self._working.stopped):
            return False
        try:
            await patient(lambda: self._undo(one))
            self.undone += 1
            self.last.taken_back(monotonic())
        except ClientError as error:
            if error.reason == "UNAUTHENTICATED":
                raise
            if error.lost:
                self.lost = error
                return False
            self.refused.setdefault(error.message, []).append(one.name)
        del self.last.rows[one.id]
        if self._working is not None:
            self._working.show(self.said(), self._total - len(self.last.rows), self._total)
        return True

    def said(self) -> list[str]:
        """Which could not be taken back, by why."""
        lines = []
        for sentence, names in self.refused.items():
            more = t("reading.and_more", count=len(names) - NAMED) if len(names) > NAMED else ""
            lines.append(f"{len(names)} × {sentence}: {'; '.join(names[:NAMED])}{more}")
        return lines
