"""What is asked about a partner, their keys and their grants, and the records that the answers make."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from console import formats, typed
from console.formats import KYIV
from console.i18n import t
from console.partners import Grant, Partner, PartnerKey
from console.widgets.form import Field

#: Days that a new key works, unless somebody says otherwise.
LIFE = 180


def partner_fields(before: Partner) -> list[Field]:
    return [
        Field("name_uk", t("partner.name_uk"), before.name_uk),
        Field("name_en", t("partner.name_en"), before.name_en),
        Field("email", t("partner.email"), before.email, required=False),
        Field("certificate", t("partner.certificate"), before.certificate, required=False),
    ]


def partner_answered(before: Partner, answers: dict[str, str]) -> Partner:
    certificate = answers["certificate"].replace(":", "").lower()  # as openssl writes it
    return replace(
        before,
        name_uk=answers["name_uk"],
        name_en=answers["name_en"],
        email=answers["email"],
        certificate=certificate,
    )


def key_fields(old: PartnerKey | None, now: datetime) -> list[Field]:
    """With an old key also what becomes of it."""
    fields = [
        Field("expires", t("partner.expires"), formats.day_of(now + timedelta(days=LIFE))),
        Field("note", t("form.note"), old.note if old is not None else "", required=False),
        Field("path", t("partner.secret_path"), required=False),
    ]
    if old is not None:
        choices = [(one, t(f"partner.old_{one}")) for one in ("keep", "revoke")]
        fields.append(Field("old", t("partner.old_key"), choices=choices))
    return fields


def end_of(day: str) -> datetime:
    """The end of a day as typed, in Kyiv. Raises ClientError."""
    return datetime.combine(typed.day(day, "expires") + timedelta(days=1), time(), KYIV).astimezone(UTC)


def blank_grant(today: date) -> Grant:
    return Grant("", "", (), "", "", today, None)


def grant_fields(before: Grant, own: str, utilities: Sequence[tuple[str, str]]) -> list[Field]:
    """`own` is the utility whose accounts are meant where nobody says otherwise."""
    return [
        Field("utility", t("partner.whose_accounts"), before.utility_id or own, utilities),
        Field("purpose", t("disclosure.purpose"), before.purpose),
        Field("ground", t("disclosure.basis"), before.ground, hint=t("disclosure.basis_hint")),
        Field("begins", t("partner.begins"), formats.day(before.begins)),
        Field("ends", t("partner.ends"), formats.day(before.ends), required=False),
    ]


def grant_answered(picked: tuple[str, ...], answers: dict[str, str]) -> Grant:
    """A grant of classes of data. Raises ClientError."""
    ends = typed.day(answers["ends"], "ends") if answers["ends"] else None
    begins = typed.day(answers["begins"], "begins")
    return Grant("", answers["utility"], picked, answers["purpose"], answers["ground"], begins, ends)
