"""`python -m scripts.reference` writes the pages."""

import sys

from scripts.reference import PAGES
from scripts.reference.common import ROOT


def main() -> int:
    for name, make in PAGES.items():
        (ROOT / "docs" / name).write_text(make(), encoding="utf-8")
        print(f"docs/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
