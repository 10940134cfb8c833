"""What a rule found, said to people in both languages, and its formula."""

SENTENCES: dict[str, tuple[str, str, str]] = {
    # code: formula, Ukrainian, English
    "REGISTER_DIGITS": (
        "R < 10^d",
        "Показання {index} не вміщається в лічильник: {integer_digits} цифр до коми, {fraction_digits} після.",
        "The index {index} does not fit the register: {integer_digits} digits, {fraction_digits} after the point.",
    ),
    "FUTURE_DATE": (
        "read-at ≤ received-at + 10 min",
        "Дата показання на {minutes_ahead} хв випереджає час отримання.",
        "The reading is dated {minutes_ahead} min after it was received.",
    ),
    "BEFORE_INSTALLATION": (
        "installed-at ≤ read-at",
        "Лічильник встановлено на {days} дн. пізніше за дату показання.",
        "The meter was installed {days} days after the reading.",
    ),
    "AFTER_REMOVAL": (
        "read-at ≤ removed-at",
        "Лічильник знято за {days} дн. до дати показання.",
        "The meter was removed {days} days before the reading.",
    ),
    "CONFLICT": (
        "one instant, one index",
        "На цей самий час уже є показання {on_record}; надійшло {index}.",
        "For the same instant {on_record} is on record; now came {index}.",
    ),
    "DECREASE": (
        "R ≥ R′ or R − R′ + 10^d ≤ cap × h",
        "Показання {index} менше за попереднє прийняте {before}; перехід через нуль дав би {wrapped} "
        "за можливих {cap}.",
        "The index {index} is below the last accepted {before}; a rollover would mean {wrapped}, "
        "where {cap} is possible.",
    ),
    "ROLLOVER": (
        "R − R′ + 10^d ≤ cap × h",
        "Лічильник перейшов через нуль: {before} → {index}, спожито {wrapped}.",
        "The register began anew: {before} → {index}, {wrapped} used.",
    ),
    "LATER_LOWER": (
        "R ≤ R″",
        "Показання {index} більше за наступне прийняте {after}.",
        "The index {index} is above the next accepted {after}.",
    ),
    "PHYSICAL_CAP": (
        "(R − R′)·k ≤ cap × h",
        "Споживання {used} за {days} дн. більше, ніж може пропустити лічильник: {cap}.",
        "Use of {used} in {days} days is more than the meter can pass: {cap}.",
    ),
    "HIGH_USE": (
        "(R − R′)·k / days ≤ 2.5·max + floor",
        "Середньодобове споживання {daily} вище за межу {limit}; найбільше за рік було {usual}.",
        "Daily use of {daily} is above the limit of {limit}; the highest of the year was {usual}.",
    ),
    "LOW_USE": (
        "(R − R′)·k / days ≥ 0.1·min",
        "Середньодобове споживання {daily} нижче за межу {limit}; найменше за рік було {usual}.",
        "Daily use of {daily} is below the limit of {limit}; the lowest of the year was {usual}.",
    ),
}
