"""How often the first cause is the right one, and how often a clean reading is questioned. Seeds are fixed."""

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from random import Random

from smartregion.v1.reading_service_pb2 import CauseKind, ReadingState

from bench.faults import KINDS, Fault, clean, injected, series
from bench.figures import Figure

HOUSEHOLDS = 600
SEED = 41
ACCEPTED = int(ReadingState.READING_STATE_ACCEPTED)


@dataclass
class Tally:
    """What became of the faults of one kind: how many were made, how many failed a rule, of how many of those the right
    cause came first; and how many indexes that were mistyped were accepted as a turn of the dial that was none."""

    made: int = 0
    failed: int = 0
    right: int = 0
    turns: int = 0

    def take(self, fault: Fault) -> None:
        judgement = fault.judgement()
        self.made += 1
        if judgement.state != ACCEPTED:
            found = fault.causes()
            self.failed += 1
            self.right += bool(found) and found[0].kind == fault.kind
        elif fault.kind == CauseKind.CAUSE_KIND_ROLLOVER:  # no fault: the rule tells it
            self.failed += judgement.rollover
            self.right += judgement.rollover
        elif fault.meant is not None:
            self.turns += judgement.rollover and not fault.turned

    @property
    def percent(self) -> float:
        return 100 * self.right / max(self.failed, 1)

    @property
    def said(self) -> str:
        return f"{self.right:,} of {self.failed:,} that failed a rule, of {self.made:,} made"


def figures() -> Iterator[Figure]:
    tallies = {kind: Tally() for kind in KINDS}
    random = Random(SEED)
    questioned = judged = 0
    for household in series(HOUSEHOLDS, SEED):
        for _, judgement in clean(household):
            judged += 1
            questioned += judgement.state != ACCEPTED
        for kind in KINDS:
            fault = injected(household, kind, random)
            if fault is not None:
                tallies[kind].take(fault)
    for kind, tally in tallies.items():
        name = CauseKind.Name(kind).removeprefix("CAUSE_KIND_").lower().replace("_", " ")
        yield Figure(f"right cause first: {name}", tally.percent, 80, True, tally.said, "%")
    whole = Tally(*map(sum, zip(*map(astuple, tallies.values()), strict=True)))
    yield Figure("right cause first, all faults", whole.percent, 95, True, whole.said, "%")
    said = "a turn of the dial that was none, accepted"
    yield Figure("mistyped, accepted as a turn", whole.turns, 0, False, said)
    said = f"{questioned:,} of {judged:,}"
    yield Figure("clean readings questioned", 100 * questioned / judged, 0.5, False, said, "%")
