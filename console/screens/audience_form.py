"""Whom a campaign or a survey is for, as a form asks it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from console import formats, typed, understood
from console.choices import SERVICES
from console.delivery import Audience, Supplier
from console.i18n import enum, t
from console.screens.work_blocks import supplier_name
from console.widgets.form import Field


def fields(one: Audience, suppliers: Sequence[Supplier]) -> list[Field]:
    utilities = {supplier.utility_id: supplier_name(supplier) for supplier in suppliers}
    if one.utility_id:
        utilities.setdefault(one.utility_id, one.utility_id)
    anybody, any_supplier = ("", t("campaign.any")), ("", t("campaign.any_supplier"))
    services = [anybody, *((name, enum("commodity", name)) for name in SERVICES)]
    languages = [anybody, *((name, enum("language", name)) for name in ("UKRAINIAN", "ENGLISH"))]
    debt = formats.money(one.debt_above) if one.debt_above is not None else ""
    return [
        Field("city", t("field.city"), one.city, required=False),
        Field("street", t("field.street"), one.street, required=False),
        Field("service", t("column.service"), one.commodity, services, required=False),
        Field("utility", t("column.utility"), one.utility_id, [any_supplier, *utilities.items()], required=False),
        Field("debt", t("campaign.debt_above"), debt, required=False, reads=understood.money, example="1 234,50"),
        Field("no_reading", t("campaign.no_reading"), "yes" if one.no_reading else "no", yes_no()),
        Field("language", t("column.language"), one.language, languages, required=False),
        _day("active", t("campaign.active_since"), one.active_since),
        _day("inactive", t("campaign.inactive_since"), one.inactive_since),
    ]


def answered(before: Audience, answers: dict[str, str]) -> Audience:
    """Raises ClientError for what is no amount or no day."""
    debt = typed.money(answers["debt"], "debt") if answers["debt"] else None
    return replace(
        before,
        city=answers["city"],
        street=answers["street"],
        commodity=answers["service"],
        utility_id=answers["utility"],
        debt_above=debt,
        no_reading=answers["no_reading"] == "yes",
        language=answers["language"],
        active_since=_since(answers["active"], "active"),
        inactive_since=_since(answers["inactive"], "inactive"),
    )


def yes_no() -> list[tuple[str, str]]:
    return [("no", t("no")), ("yes", t("yes"))]


def _day(name: str, label: str, at: datetime | None) -> Field:
    return Field(name, label, formats.day_of(at), required=False, reads=understood.day, example="25.11.2026")


def _since(text: str, field: str) -> datetime | None:
    """The first instant of a day as typed. Raises ClientError."""
    return typed.midnight(text, field) if text else None
