"""What is asked about works, and the works that the answers make."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from console import formats, places, typed, understood
from console.delivery import Supplier, Work
from console.formats import KYIV
from console.i18n import catalogue, enum, language, t
from console.screens.work_blocks import KINDS, supplier_name
from console.widgets.form import Field

#: Hours that planned works last, where nobody says otherwise.
HOURS = 8


def blank(supplier: Supplier, now: datetime) -> Work:
    """Works of the day after, in working hours."""
    starts = _begins("PLANNED", now)
    return Work(
        id="",
        kind="PLANNED",
        state="ANNOUNCED",
        utility_id=supplier.utility_id,
        utility_uk=supplier.utility_uk,
        utility_en=supplier.utility_en,
        commodity=supplier.commodity,
        places=(),
        starts_at=starts,
        ends_at=starts + timedelta(hours=HOURS),
        reason_uk="",
        reason_en="",
    )


def _begins(kind: str, now: datetime) -> datetime:
    """When works of a kind begin, where nobody says otherwise: planned ones the day after, what broke did so now."""
    local = now.astimezone(KYIV).replace(second=0, microsecond=0)
    return local if kind == "EMERGENCY" else (local + timedelta(days=1)).replace(hour=9, minute=0)


def _usual_times(now: datetime) -> dict[str, dict[str, str]]:
    """Begin and end by kind, as a form fills them in."""
    begins = {kind: _begins(kind, now) for kind in KINDS}
    return {
        "starts": {kind: formats.instant(at) for kind, at in begins.items()},
        "ends": {kind: formats.instant(at + timedelta(hours=HOURS)) for kind, at in begins.items()},
    }


def what(suppliers: Sequence[Supplier], now: datetime) -> list[Field]:
    """Whose works of what kind are announced; the kind fills in when they usually begin and end."""
    named = [(one.id, f"{supplier_name(one)}, {enum('commodity', one.commodity)}") for one in suppliers]
    kinds = [(one, enum("work_kind", one)) for one in KINDS]
    return [
        Field("supplier", t("work.supplier"), suppliers[0].id, named),
        Field("kind", t("column.work_kind"), "PLANNED", kinds, fills=_usual_times(now)),
    ]


def times(row: Work) -> list[Field]:
    return [
        Field(name, t(f"work.{name}"), formats.instant(at), hint=example, reads=understood.instant)
        for name, at, example in (
            ("starts", row.starts_at, "25.11.2026 09:00"),
            ("ends", row.ends_at, "25.11.2026 17:00"),
        )
    ]


def asked(row: Work) -> list[Field]:
    return [
        Field(
            "places",
            t("work.places"),
            places.text_of(row.places, language()),
            required=False,
            hint=t("work.places_hint"),
        ),
        *times(row),
        _usual_reasons(),
        Field("reason_uk", t("work.reason_uk"), row.reason_uk),
        Field("reason_en", t("work.reason_en"), row.reason_en),
    ]


def _usual_reasons() -> Field:
    """What is often done, in the words of both languages: who chooses it types neither."""
    uk, en = ({name: catalogue(code)[f"work_reason.{name}"] for name in reasons() if name} for code in ("uk", "en"))
    choices = [("", t("work.own_words")), *((name, t(f"work_reason.{name}")) for name in reasons())]
    return Field("usual", t("work.usual"), choices=choices, required=False, fills={"reason_uk": uk, "reason_en": en})


def reasons() -> list[str]:
    """Names of the usual reasons, as the catalogue lists them."""
    prefix = "work_reason."
    return [one.removeprefix(prefix) for one in catalogue("uk") if one.startswith(prefix)]


def silence() -> Field:
    return Field("silent", t("work.tell"), "no", [("no", t("work.tell_people")), ("yes", t("work.tell_nobody"))])


def timed(row: Work, answers: dict[str, str]) -> Work:
    """The works at the times that were typed. Raises ClientError."""
    found = {name: typed.instant(answers[name], name) for name in ("starts", "ends")}
    if found["ends"] <= found["starts"]:
        raise typed.wrong(t("work.ends_first"), "ends")
    return replace(row, starts_at=found["starts"], ends_at=found["ends"])


def answered(row: Work, answers: dict[str, str]) -> Work:
    """The works that were typed. Raises ClientError."""
    named = row.places
    if answers["places"] != places.text_of(row.places, language()):
        try:
            named = places.parse(answers["places"])
        except places.NotAPlace as error:
            raise typed.wrong(t("work.place_typed", text=str(error)), "places") from None
    return replace(timed(row, answers), places=named, reason_uk=answers["reason_uk"], reason_en=answers["reason_en"])
