"""How a text reads, and as how many SMS parts: beside the templates, while one is written, and for one person."""

from console import formats
from console.delivery import Rendered
from console.i18n import enum, t
from console.widgets.detail import Block


def block(one: Rendered, title: str) -> Block:
    return Block(title, lines=[("", one.subject), ("", one.body), ("", ""), *parts(one)])


def parts(one: Rendered) -> list[tuple[str, str]]:
    """Parts, what they cost, the room that is left, and how a part could be saved."""
    cost = formats.money(one.cost)
    said = t("sms.parts", count=one.parts, encoding=enum("sms_encoding", one.encoding), cost=cost)
    lines = [("warn" if one.parts > 1 else "good", f"✉ {said}"), ("dim", t("sms.left", count=one.left))]
    if one.over:
        lines.append(("warn", f"✂ {t('sms.over', count=one.over)}"))
    return lines
