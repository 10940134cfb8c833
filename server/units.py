"""Units of the services."""

from smartregion.v1.common_pb2 import Commodity

#: In Ukrainian and in English.
UNITS: dict[int, tuple[str, str]] = {
    Commodity.COMMODITY_COLD_WATER: ("м³", "m³"),
    Commodity.COMMODITY_HOT_WATER: ("м³", "m³"),
    Commodity.COMMODITY_GAS: ("м³", "m³"),
    Commodity.COMMODITY_ELECTRICITY: ("кВт·год", "kWh"),
    Commodity.COMMODITY_HEAT: ("Гкал", "Gcal"),
}


def symbol(commodity: int) -> str:
    """As partners read it."""
    return UNITS[commodity][1]
