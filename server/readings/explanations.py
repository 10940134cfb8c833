"""What is said of each cause: its formula, the numbers that went into it, and a sentence in Ukrainian and in English.

As of a rule, but for a CIM code: a reading has that of the rule that it failed. R is the index that came, R′ the last
accepted one, M the index that was meant, k the multiplier, d the register's digits; what is usual is forecast from the
register's own intervals.
"""

from typing import NamedTuple

from smartregion.v1.reading_service_pb2 import CauseKind

from server.codec import micro_text
from server.readings.causes import Cause, Forecast, Register
from server.readings.rules import quantity_text


class Explanation(NamedTuple):
    formula: str
    uk: str
    en: str


_MEANT = ", (M − R′)·k ~ usual"

EXPLANATIONS: dict[int, Explanation] = {
    CauseKind.CAUSE_KIND_DIGIT_ADDED: Explanation(
        "R = M + a digit" + _MEANT,
        "Схоже, зайва цифра: малося на увазі {meant}.",
        "A digit too many, it seems: {meant} was meant.",
    ),
    CauseKind.CAUSE_KIND_DIGIT_DROPPED: Explanation(
        "R = M − a digit" + _MEANT,
        "Схоже, пропущено цифру: малося на увазі {meant}.",
        "A digit is missing, it seems: {meant} was meant.",
    ),
    CauseKind.CAUSE_KIND_DIGITS_TRANSPOSED: Explanation(
        "R = M with two digits exchanged" + _MEANT,
        "Схоже, переставлено сусідні цифри: малося на увазі {meant}.",
        "Two digits changed places, it seems: {meant} was meant.",
    ),
    CauseKind.CAUSE_KIND_DIGIT_MISTYPED: Explanation(
        "R = M with a neighbour key" + _MEANT,
        "Схоже, натиснуто сусідню клавішу: малося на увазі {meant}.",
        "A key beside the right one, it seems: {meant} was meant.",
    ),
    CauseKind.CAUSE_KIND_DECIMAL_POINT: Explanation(
        "R = M·10^n" + _MEANT,
        "Схоже, пропущено кому: малося на увазі {meant}.",
        "The decimal point was left out, it seems: {meant} was meant.",
    ),
    CauseKind.CAUSE_KIND_ZONES_SWAPPED: Explanation(
        "(R − R′ of the other zone)·k ~ usual there, and the other way",
        "Схоже, переплутано зони: {index} пасує іншій зоні лічильника.",
        "The zones were exchanged, it seems: {index} fits another zone of the meter.",
    ),
    CauseKind.CAUSE_KIND_OTHER_METER: Explanation(
        "(R − R′ of the other meter)·k ~ usual there",
        "Схоже, це показання іншого лічильника абонента: {index} йому пасує.",
        "The index of another meter of the resident, it seems: {index} fits it.",
    ),
    CauseKind.CAUSE_KIND_ROLLOVER: Explanation(
        "(R − R′ + 10^d)·k ~ usual",
        "Схоже, лічильник перейшов через нуль.",
        "The register began anew, it seems.",
    ),
    CauseKind.CAUSE_KIND_EXCHANGE: Explanation(
        "R < R′, R·k ≤ 2·usual",
        "Схоже, лічильник замінено, а заміну не оформлено: рахунок почався майже з нуля.",
        "The meter was exchanged, it seems, and nobody recorded it: the count began near zero.",
    ),
    CauseKind.CAUSE_KIND_LEAK: Explanation(
        "(R − R′)·k ~ 7·usual",
        "Показання може бути правильним: витік або несправність, {used} {unit} замість звичайних {usual} {unit}.",
        "The index may be right: a leak or a fault, {used} {unit} instead of the usual {usual} {unit}.",
    ),
    CauseKind.CAUSE_KIND_STOPPED_METER: Explanation(
        "R = R′",
        "Схоже, лічильник зупинився: зазвичай за цей час {usual} {unit}.",
        "The meter has stopped, it seems: {usual} {unit} are usual for this time.",
    ),
    CauseKind.CAUSE_KIND_TAMPERING: Explanation(
        "R < R′",
        "Показання пішло назад: можливе втручання в лічильник або помилка в попередньому показанні.",
        "The index went back: the meter may have been tampered with, or the reading before was wrong.",
    ),
    CauseKind.CAUSE_KIND_CHANGED_USE: Explanation(
        "R′ < R, (R − R′)·k ≤ cap × h",
        "Показання може бути правильним: спожито {used} {unit}, зазвичай за цей час {usual} {unit}.",
        "The index may be right: {used} {unit} used, where {usual} {unit} are usual for this time.",
    ),
}


def numbers(cause: Cause, register: Register, value: int, read_at: int) -> dict[str, str]:
    """The numbers of a cause: the index that came, the one before it and the one that was meant, what would have been
    used and what is usual for that time."""
    assert register.previous is not None
    forecast = Forecast(register, read_at)
    used = forecast.onward(value) if cause.kind == CauseKind.CAUSE_KIND_ROLLOVER else max(forecast.quantity(value), 0.0)
    told = {
        "index": micro_text(value),
        "before": micro_text(register.previous[1]),
        "used": quantity_text(used),
        "usual": quantity_text(forecast.use),
    }
    return told if cause.corrected is None else {**told, "meant": micro_text(cause.corrected)}
