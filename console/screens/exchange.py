"""The exchange of a meter, recorded from a reading that speaks of one, which moves to the new meter."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from console import formats, typed, understood
from console.i18n import both, enum, t
from console.metering import Decision, Dial, Exchange, Meter, Reading
from console.ports import Api, ClientError
from console.widgets.form import Field, Form

if TYPE_CHECKING:
    from console.screens.area import AreaScreen


async def record(screen: "AreaScreen", reading: Reading, about: str) -> bool:
    """Asks what the old meter showed last and where the new one began; whether an exchange was recorded."""
    meter = await screen.api.meters.get(reading.meter_id)
    last = await _last_indexes(screen.api, meter)
    moved = False

    async def send(answers: dict[str, str]) -> None:
        nonlocal moved
        wanted = _answered(meter, answers)
        put_in = await screen.api.meters.exchange(meter, wanted)
        if reading.read_at is not None and reading.read_at > wanted.at:
            moved = await _move(screen, reading.id, next(one for one in put_in.dials if one.tier == reading.tier))

    text = f"{about}\n{t('exchange.text')}"
    form = Form(t("action.reading_exchange"), _fields(meter, last), text=text, danger=True, send=send)
    if await screen.ask(form) is None:
        return False
    screen.console.tell(t("exchange.moved" if moved else "exchange.done", serial=meter.serial))
    return True


async def _move(screen: "AreaScreen", reading_id: str, dial: Dial) -> bool:
    """Moves the reading to the register that it was read from. Where it does not fit there, that is told: the exchange
    is done, and is not to be asked for again."""
    try:
        now = await screen.api.readings.get(reading_id)
        decision = Decision("move", register_id=dial.register_id)
        await screen.api.readings.decide(now, decision, both("reading.reason_exchange"))
    except ClientError as error:
        screen.console.refused(error)
        return False
    return True


async def _last_indexes(api: Api, meter: Meter) -> dict[str, str]:
    """What each register showed last that was accepted, by tier; empty where it never was read."""
    found = {}
    for one in meter.dials:
        history = await api.readings.history(one.register_id)
        found[one.tier] = history[-1].index if history else ""
    return found


def _fields(meter: Meter, last: Mapping[str, str]) -> list[Field]:
    unit = formats.unit(meter.commodity)
    asked = [Field("at", t("exchange.at"), hint="25.11.2026 09:00", reads=understood.instant)]
    asked += [
        Field(f"final-{one.tier}", _label("exchange.final", meter, one.tier, unit), formats.decimal(last[one.tier]))
        for one in meter.dials
    ]
    asked.append(Field("serial", t("exchange.serial")))
    asked.append(
        Field("due", t("exchange.due"), required=False, hint="25.11.2030", reads=understood.day),
    )
    asked += [
        Field(f"initial-{one.tier}", _label("exchange.initial", meter, one.tier, unit), "0") for one in meter.dials
    ]
    return [*asked, Field("phrase", "", phrase=meter.serial)]


def _label(message: str, meter: Meter, tier: str, unit: str) -> str:
    zone = f", {enum('tier', tier)}" if len(meter.dials) > 1 else ""
    return f"{t(message)}{zone}, {unit}"


def _answered(meter: Meter, answers: Mapping[str, str]) -> Exchange:
    """The exchange that was typed. Raises ClientError."""
    at = typed.instant(answers["at"], "at")
    due = typed.day(answers["due"], "due") if answers["due"] else None
    tiers = [one.tier for one in meter.dials]
    return Exchange(at, _indexes("final", tiers, answers), answers["serial"], due, _indexes("initial", tiers, answers))


def _indexes(end: str, tiers: Sequence[str], answers: Mapping[str, str]) -> dict[str, str]:
    return {tier: formats.plain_decimal(answers[f"{end}-{tier}"]) for tier in tiers}
