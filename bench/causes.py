"""How often the first cause is the right one, and how often a clean reading is questioned. Seeds are fixed."""

from collections import Counter
from collections.abc import Iterator
from random import Random

from smartregion.v1.reading_service_pb2 import CauseKind, ReadingState

from bench.faults import KINDS, clean, injected, series
from bench.figures import Figure

HOUSEHOLDS = 600
SEED = 41
ACCEPTED = int(ReadingState.READING_STATE_ACCEPTED)


def figures() -> Iterator[Figure]:
    made, failed, right = Counter[int](), Counter[int](), Counter[int]()
    random = Random(SEED)
    questioned = judged = 0
    for household in series(HOUSEHOLDS, SEED):
        for _, judgement in clean(household):
            judged += 1
            questioned += judgement.state != ACCEPTED
        for kind in KINDS:
            fault = injected(household, kind, random)
            if fault is None:
                continue
            made[kind] += 1
            judgement = fault.judgement()
            if judgement.rollover:
                failed[kind] += 1
                right[kind] += kind == CauseKind.CAUSE_KIND_ROLLOVER
            elif judgement.state != ACCEPTED:
                failed[kind] += 1
                found = fault.causes()
                right[kind] += bool(found) and found[0].kind == kind
    for kind in KINDS:
        name = CauseKind.Name(kind).removeprefix("CAUSE_KIND_").lower().replace("_", " ")
        said = f"{right[kind]} of {failed[kind]} that failed, of {made[kind]} made"
        yield Figure(f"right cause first: {name}", 100 * right[kind] / max(failed[kind], 1), 80, True, said, "%")
    total = sum(failed.values())
    said = f"{sum(right.values())} of {total} readings"
    yield Figure("right cause first, all faults", 100 * sum(right.values()) / total, 95, True, said, "%")
    yield Figure("clean readings questioned", 100 * questioned / judged, 0.5, False, f"{questioned} of {judged}", "%")
