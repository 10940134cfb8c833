"""What is said of a disclosure: what is asked and on what ground, what leaves, whether the person is told, and who did
what."""

import base64
from collections.abc import Mapping, Sequence
from datetime import date

from console import formats
from console.disclosures import Act, Disclosable, Disclosure, Left
from console.i18n import either, enum, t
from console.widgets.detail import Block
from console.widgets.table import Cell, signed

#: Fields in words, by their names.
Words = Mapping[str, Disclosable]

_STATES = {
    "REQUESTED": ("◌", ""),
    "STUDIED": ("◆", "warn"),
    "APPROVED": ("◐", ""),
    "DENIED": ("✖", "bad"),
    "RELEASED": ("●", "good"),
}


def state_cell(one: Disclosure) -> Cell:
    return signed("disclosure_state", one.state, _STATES)


def facts(one: Disclosure, person: str) -> Block:
    return Block(
        one.number,
        [
            (t("column.state"), state_cell(one).text),
            (t("column.asker"), one.recipient),
            (t("disclosure.code"), one.code),
            (t("disclosure.official"), one.official),
            (t("column.ground"), enum("disclosure_ground", one.ground)),
            (t("disclosure.basis"), one.basis),
            (t("disclosure.purpose"), one.purpose),
            (t("request.document"), one.document),
            (t("request.received"), formats.day(one.received_on)),
            (t("disclosure.person"), person),
        ],
    )


def called(name: str, words: Words) -> str:
    """A field in words; one that this house no longer has, by its name."""
    one = words.get(name)
    if one is None:
        return name
    return f"{either(one.table_uk, one.table_en)}: {either(one.column_uk, one.column_en)}"


def asked(one: Disclosure, words: Words) -> Block:
    """The fields, each with its class."""
    lines = [("", f"• {field_line(name, words)}") for name in one.fields]
    return Block(t("disclosure.fields"), lines=lines or [("warn", t("disclosure.no_fields"))])


def field_line(name: str, words: Words) -> str:
    """With its class."""
    one = words.get(name)
    return f"{called(name, words)}  ({enum('data_class', one.data_class) if one is not None else '?'})"


def ledger(left: Sequence[Left], words: Words) -> list[Block]:
    """What of somebody left, by disclosure, field by field."""
    if not left:
        return [Block(lines=[("dim", t("disclosure.nothing_left"))])]
    by_number: dict[str, list[Left]] = {}
    for one in left:
        by_number.setdefault(one.number, []).append(one)
    return [_parcel_left(ones, words) for ones in by_number.values()]


def _parcel_left(fields: Sequence[Left], words: Words) -> Block:
    first = fields[0]
    facts = [
        (t("column.ground"), enum("disclosure_ground", first.ground)),
        (t("disclosure.basis"), first.basis),
        (t("disclosure.purpose"), first.purpose),
    ]
    lines = [("", _line_left(one, words)) for one in fields]
    return Block(f"{formats.instant(first.at)}  {first.number}  {first.recipient}", facts, lines)


def _line_left(one: Left, words: Words) -> str:
    rows = t("disclosure.rows", count=one.rows)
    return f"• {called(one.field, words)}  ({enum('data_class', one.data_class)}): {rows}"


def notice(one: Disclosure, today: date) -> Block:
    """Whether the person is told, by when or since when, and why not."""
    return Block(t("disclosure.told"), lines=list(_notice(one, today)))


def _notice(one: Disclosure, today: date) -> Sequence[tuple[str, str]]:
    lines: list[tuple[str, str]] = []
    if one.state == "DENIED":
        return [("dim", t("disclosure.told_nothing"))]
    if not one.notice:
        return [("dim", t("disclosure.told_undecided"))]
    if one.notice == "EXEMPT":
        return [("warn", f"✖ {t('disclosure.untold')}"), ("", one.notice_ground)]
    if one.exemption_ended.at is not None:
        lines.append(("dim", t("disclosure.was_exempt", ground=one.notice_ground)))
        lines.append(("", t("disclosure.ended", reason=one.exemption_ended_reason)))
    if one.told_at is not None:
        lines.append(("good", f"✔ {t('disclosure.told_at', at=formats.instant(one.told_at))}"))
    elif one.tell_by is not None:
        late = one.tell_by < today
        lines.append(("bad" if late else "warn", f"◷ {t('disclosure.tell_by', day=formats.day(one.tell_by))}"))
    else:
        lines.append(("", t("disclosure.will_tell")))
    return lines


def findings(one: Disclosure) -> list[Block]:
    texts = (
        (t("disclosure.finding"), one.finding),
        (t("disclosure.denial"), f"{one.denial}\n{formats.article(one.denial_article)}".strip()),
        (t("disclosure.deferral"), one.deferral),
    )
    return [Block(title, lines=[("", text)]) for title, text in texts if text]


def acts(one: Disclosure) -> Block:
    decided = "disclosure.denied_by" if one.state == "DENIED" else "disclosure.approved_by"
    steps = (
        ("disclosure.registered_by", one.registered),
        ("disclosure.study_by", one.studied),
        (decided, one.decided),
        ("disclosure.deferred_by", one.deferred),
        ("disclosure.released_by", one.released),
        ("disclosure.ended_by", one.exemption_ended),
    )
    lines = [(t(label), _act(act)) for label, act in steps]
    if one.approval_ends_on is not None:
        lines.append((t("disclosure.approval_ends"), formats.day(one.approval_ends_on)))
    return Block(t("disclosure.acts"), lines)


def _act(act: Act) -> str:
    return f"{formats.instant(act.at)}  {act.by}".strip() if act.at else ""


def parcel(one: Disclosure) -> Block:
    facts = [(t("disclosure.key"), base64.b64encode(one.key).decode()), ("SHA-256", one.sha256)]
    return Block(t("disclosure.parcel"), facts)
