"""How a letter left the house, as it is asked for."""

from collections.abc import Sequence

from console.choices import LETTER_WAYS
from console.i18n import enum, t
from console.widgets.form import Field


def dispatch_fields(today: str) -> Sequence[Field]:
    """`today` as a day is typed."""
    return (
        Field("sent_on", t("dispatch.sent_on"), today),
        Field("way", t("dispatch.way"), choices=[(way, enum("letter_way", way)) for way in LETTER_WAYS]),
        Field("reference", t("dispatch.reference"), required=False, hint=t("dispatch.reference_hint")),
    )
