"""Buildings and their balance."""

UK = {
    "list.empty.buildings": "Будинків із загальнобудинковими лічильниками ще немає.",
    "area.buildings": "Будинки",
    "action.building_service": "інша послуга",
    "action.building_earlier": "раніше",
    "action.building_later": "пізніше",
    "building.own": "Будинковий",
    "building.apartments": "Квартирні разом",
    "building.unread": "Без показань",
    "building.without_meter": "Без лічильника",
    "building.imbalance": "Небаланс",
    "building.estimated": "Показання будинкового лічильника розраховано",
    "building.suspects": "Через кого небаланс: спожито / очікувано",
    "building.nobody": "Небаланс нічим не пояснено: спожито / очікувано",
    "building.no_meter": "Загальнобудинкового лічильника немає",
    "building.this_month": "Це поточний місяць: пізнішого ще немає",
}

EN = {
    "list.empty.buildings": "No buildings with meters of their own yet.",
    "area.buildings": "Buildings",
    "action.building_service": "other service",
    "action.building_earlier": "earlier",
    "action.building_later": "later",
    "building.own": "Building",
    "building.apartments": "Apartments together",
    "building.unread": "Not read",
    "building.without_meter": "Without a meter",
    "building.imbalance": "Imbalance",
    "building.estimated": "The index of the building's meter is an estimate",
    "building.suspects": "What makes the imbalance: used / expected",
    "building.nobody": "Nothing explains it: used / expected",
    "building.no_meter": "There is no meter for the whole building",
    "building.this_month": "This is the current month: there is none later",
}
