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


#: What services are called within a sentence, in Ukrainian and in English.
SERVICES: dict[int, tuple[str, str]] = {
    Commodity.COMMODITY_COLD_WATER: ("холодна вода", "cold water"),
    Commodity.COMMODITY_HOT_WATER: ("гаряча вода", "hot water"),
    Commodity.COMMODITY_GAS: ("газ", "gas"),
    Commodity.COMMODITY_ELECTRICITY: ("електроенергія", "electricity"),
    Commodity.COMMODITY_HEAT: ("теплова енергія", "heat"),
}
