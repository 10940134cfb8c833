"""How often the true index lies in an estimate's interval, and how far off the chosen method is. Seeds are fixed."""

from collections import Counter
from collections.abc import Iterator
from statistics import median

from smartregion.v1.reading_service_pb2 import EstimationMethod

from bench.faults import series
from bench.figures import Figure
from server.codec import MICRO
from server.readings.estimation import COVERAGE, POLICIES, Known, average_daily, estimate

HOUSEHOLDS = 600
SEED = 43
#: Months that are hidden in each register, one at a time.
HIDDEN = 6


def figures() -> Iterator[Figure]:
    covered, made, methods = 0, 0, Counter[int]()
    ratios, widths = [], []
    for household in series(HOUSEHOLDS, SEED):
        for register in household:
            policy = POLICIES[register.device.commodity]
            for place in range(len(register.points) - HIDDEN, len(register.points)):
                at, true = register.points[place]
                known = Known(register.points[:place], register.dial, policy)
                found = estimate(known, at)
                used = average_daily(known, known.points[-1][0], at)
                if found is None or used is None:
                    continue
                made += 1
                covered += found.low <= true <= found.high
                methods[found.method] += 1
                plain = abs(known.points[-1][1] + used * MICRO - true)
                ratios.append((abs(found.value - true), plain))
                widths.append((found.high - found.low) / max(true - known.points[-1][1], MICRO))
    said = f"{made:,} estimates; the median interval is {median(widths):.2f} times the use"
    yield Figure("true index in the interval", 100 * covered / made, 100 * COVERAGE, True, said, "%")
    shares = ", ".join(f"{_name(method)} {count / made:.0%}" for method, count in methods.most_common())
    better = sum(one for one, _ in ratios) / sum(other for _, other in ratios)
    yield Figure("error of the chosen against average daily use", better, 1.0, False, shares, "")


def _name(method: int) -> str:
    return EstimationMethod.Name(EstimationMethod.ValueType(method)).removeprefix("ESTIMATION_METHOD_").lower()
