"""Runs the benchmarks and prints each figure beside its promise."""

import sys
from importlib import import_module

NAMES = (
    "submit",
    "batches",
    "screen",
    "watchers",
    "causes",
    "estimates",
    "judging",
    "size",
    "replay",
    "scale",
    "campaigns",
    "dispatch",
    "kills",
    "packages",
    "activity",
    "alerts",
    "overview",
    "queue",
    "erasure",
    "chain",
)


def main(names: list[str]) -> int:
    missed = 0
    for name in names or NAMES:
        if name not in NAMES:
            sys.exit(f"bench: there is no {name}; there are: {', '.join(NAMES)}")
        for figure in import_module(f"bench.{name}").figures():
            print(figure.line(), flush=True)
            missed += not figure.holds
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
