"""What is said of a partner: facts, keys, grants, duties, and the table of what it sees."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from console import formats
from console.choices import DATA_CLASSES
from console.i18n import either, enum, t
from console.partners import Access, Grant, Partner, PartnerKey, SeenCall
from console.widgets.detail import Block
from console.widgets.table import Cell, signed

_STATES = {"ACTIVE": ("●", "good"), "SUSPENDED": ("✖", "bad")}
#: Days from which a key is old; letters of a certificate that are shown.
OLD, SHOWN = 180, 16


def partner_name(one: Partner) -> str:
    return either(one.name_uk, one.name_en)


def state_cell(one: Partner) -> Cell:
    return signed("partner_state", one.state, _STATES)


def grant_lines(grants: Sequence[Grant], today: date, called: Callable[[str], str]) -> list[tuple[str, str]]:
    """Those in force first, each with its ground and dates; `called` names a utility."""
    lines: list[tuple[str, str]] = []
    for one in sorted(grants, key=lambda one: not one.holds(today)):
        holds = one.holds(today)
        ended = f"  {t('partner.revoked', at=formats.day_of(one.revoked_at))}" if one.revoked_at else ""
        lines.append(("good" if holds else "dim", f"{'✔' if holds else '○'} {called(one.utility_id)}"))
        tone = "" if holds else "dim"
        lines.append((tone, f"   {classes(one.classes)}"))
        lines.append((tone, f"   {one.purpose}; {one.ground}"))
        lines.append(("dim", f"   {span(one)}{ended}"))
    return lines or [("dim", t("partner.no_grants"))]


def key_lines(keys: Sequence[PartnerKey], now: datetime) -> list[tuple[str, str]]:
    """Those that work first, with how old each is."""
    lines: list[tuple[str, str]] = []
    for one in sorted(keys, key=lambda one: not one.works(now)):
        works = one.works(now)
        age = (now - one.created_at).days if one.created_at else 0
        old = works and age >= OLD
        tone = "dim" if not works else "warn" if old else "good"
        mark = f"  ‼ {t('partner.old')}" if old else ""
        lines.append((tone, f"{'✔' if works else '○'} {one.prefix}…  {t('partner.age', count=age)}{mark}"))
        lines.append(("dim", f"   {key_ends(one)}; {key_used(one)}"))
        may = permissions(one.permissions) if one.permissions else t("partner.all_permissions")
        lines.append(("dim", f"   {may}" + (f"; {one.note}" if one.note else "")))
    return lines or [("dim", t("partner.no_keys"))]


def facts(one: Partner) -> Block:
    other = either(one.name_en, one.name_uk)
    certificate = f"SHA-256 {one.certificate[:SHOWN]}…" if one.certificate else t("partner.any_certificate")
    return Block(
        partner_name(one),
        [
            (t("partner.other_name"), other),
            (t("column.partner_kind"), enum("partner_kind", one.kind)),
            (t("column.state"), state_cell(one).text),
            (t("disclosure.code"), one.code),
            (t("partner.email"), one.email),
            (t("partner.services"), ", ".join(enum("commodity", service) for service in one.services)),
            (t("partner.certificate_short"), certificate),
            (t("partner.since"), formats.day_of(one.created_at)),
            (t("column.used"), formats.instant(one.last_used_at) or t("partner.never_used")),
        ],
    )


def classes_block(access: Access) -> Block:
    """A line for each class of data: whether it is seen, and how many fields of the replies are."""
    lines: list[tuple[str, str]] = []
    fields = [field for call in access.calls if call.allowed for field in call.fields]
    for name in DATA_CLASSES:
        of_class = [field for field in fields if field.data_class == name]
        count = sum(field.shown for field in of_class)
        seen = name in access.classes
        tone, glyph = ("good", "✔") if seen and count else ("warn", "◌") if seen else ("dim", "·")
        lines.append(
            (tone, f"{glyph} {enum('data_class', name):<22}{t('partner.shown', shown=count, of=len(of_class))}")
        )
    names = [either(uk, en) for uk, en in access.utilities]
    whose = t("partner.accounts_of", names=", ".join(names)) if names else t("partner.accounts_of_nobody")
    calls = sum(call.allowed for call in access.calls)
    return Block(
        t("partner.sees"), lines=[("", whose), *lines, ("dim", t("partner.calls", allowed=calls, of=len(access.calls)))]
    )


def call_block(one: SeenCall) -> Block:
    """A call, and each field of its reply that is of a class of personal data."""
    may = "" if one.allowed else f"  {t('partner.not_allowed')}"
    lines = [
        (
            "good" if one.allowed and field.shown else "dim",
            f"{'✔' if one.allowed and field.shown else '·'} {field.path}  {enum('data_class', field.data_class)}",
        )
        for field in one.fields
    ]
    return Block(f"{one.call}{may}", lines=lines or [("dim", t("partner.nothing_personal"))])


def duty_line(one: Partner) -> tuple[str, str]:
    if not one.duties:
        return "good", f"✔ {t('partner.owes_nothing')}"
    late = f"  ‼ {t('partner.owes_late', count=one.overdue)}" if one.overdue else ""
    return "bad" if late else "warn", f"◌ {t('partner.owes', count=one.duties)}{late}"


def owes(one: Partner) -> Cell:
    """The sign and the number tell what is overdue, beside the colour."""
    if one.overdue:
        return Cell(f"‼ {one.overdue}/{one.duties}", "bad")
    return Cell(str(one.duties or ""), "warn" if one.duties else "")


def classes(names: Sequence[str]) -> str:
    return ", ".join(enum("data_class", name) for name in names)


def permissions(names: Sequence[str]) -> str:
    return ", ".join(enum("permission", name) for name in names)


def span(one: Grant) -> str:
    return f"{formats.day(one.begins)} – {formats.day(one.ends) or t('partner.no_end')}"


def key_ends(one: PartnerKey) -> str:
    if one.revoked_at is not None:
        return t("partner.revoked", at=formats.day_of(one.revoked_at))
    return t("partner.until", at=formats.day_of(one.expires_at))


def key_used(one: PartnerKey) -> str:
    used = formats.instant(one.last_used_at)
    return t("partner.used", at=used) if used else t("partner.never_used")
