"""Bounds and rates."""

import re
from pathlib import Path

from smartregion.v1.options_pb2 import PrincipalKind, RateClass

from scripts.reference.common import MADE, short
from server import limits
from server.limits import Rate


def bounds() -> str:
    lines = [
        "# Limits",
        "",
        MADE,
        "Every bound of the service, from `server/limits.py`. Past one a caller is told so, and when to come again.",
        "",
        "| Bound | Value | |",
        "|---|---|---|",
    ]
    pending: list[str] = []
    for line in Path(limits.__file__).read_text(encoding="utf-8").splitlines():
        if line.startswith("#:"):
            pending.append(line.removeprefix("#:").strip())
        elif found := re.match(r"([A-Z][A-Z_]+) = ", line):
            value = getattr(limits, found.group(1))
            said = f"{value.per_second:g} a second, {value.burst} at once" if isinstance(value, Rate) else f"{value:,}"
            lines.append(f"| `{found.group(1)}` | {said} | {' '.join(pending)} |")
            pending = []
    lines += ["", "| Principal | Class of call | Calls a second | At once |", "|---|---|---|---|"]
    for (kind, rate_class), rate in limits.RATES.items():
        lines.append(
            f"| {short(PrincipalKind, kind).lower()} | {short(RateClass, rate_class)} "
            f"| {rate.per_second:g} | {rate.burst:,} |"
        )
    return "\n".join(lines) + "\n"
