"""What the pages share: where things lie, and the comments of the contract."""

import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PROTOS = ROOT / "protos" / "smartregion" / "v1"
MADE = "<!-- Made by `make reference`; change what it is made from. -->\n"


_DECLARED = re.compile(
    r"^\s*(?:rpc|message|enum|service)\s+(\w+)|^\s*(?:repeated\s+|map<[^>]+>\s+)?[\w.]*\s*(\w+)\s*=\s*\d+"
)


def comments() -> dict[tuple[str, str], str]:
    """What stands above each declaration, by (file or enclosing message, name)."""
    found: dict[tuple[str, str], str] = {}
    for path in sorted(PROTOS.glob("*.proto")):
        pending: list[str] = []
        around = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            text = line.strip()
            if text.startswith("//"):
                pending.append(text.removeprefix("//").strip())
                continue
            declared = _DECLARED.match(line)
            if declared:
                name = declared.group(1) or declared.group(2)
                if re.match(r"(message|enum|service)\b", text):
                    around = name
                    found["", name] = " ".join(pending)
                else:
                    found[around, name] = " ".join(pending)
            if text or declared:
                pending = []
    return found


def short(enum: Any, value: int) -> str:
    """A value's name without the prefix of its enum."""
    prefix: str = enum.DESCRIPTOR.values_by_number[0].name.removesuffix("UNSPECIFIED")
    name: str = enum.Name(value)
    return name.removeprefix(prefix)
