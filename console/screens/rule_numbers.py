"""Numbers of rule sets, as they are shown and typed."""

from math import inf, isfinite

from console import formats
from console.i18n import t
from console.ports import ClientError

#: The largest threshold that is sent.
LARGEST = 1e9


def shown(value: float) -> str:
    return formats.decimal(f"{value:g}")


def typed(text: str) -> float:
    """A number as typed. Raises ClientError; neither "nan" nor "inf" is one."""
    try:
        value = float(formats.plain_decimal(text))
    except ValueError:
        value = inf
    if not isfinite(value) or abs(value) > LARGEST:
        raise ClientError("INVALID_FIELD", t("rules.number_typed", text=text))
    return value
