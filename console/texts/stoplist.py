"""The stop list."""

UK = {
    "list.empty.stoplist": "У стоп-листі нікого немає: надсилаємо всім, хто не вимкнув сам.",
    "area.stoplist": "Стоп-лист",
    "action.stop_add": "додати до стоп-листа",
    "action.stop_release": "зняти зі стоп-листа",
    "action.stop_messages": "сповіщення",
    "stop_reason.NO_SUCH_CONTACT": "провайдер: такого контакту немає",
    "stop_reason.COMPLAINT": "скарга на спам",
    "stop_reason.STOP_KEYWORD": "відповів стоп-словом",
    "stop_reason.OPERATOR": "вирішив оператор",
    "stop.explained": (
        "На контакти зі стоп-листа надсилаємо лише обов'язкові сповіщення. Решта йде іншим каналом, якщо "
        "абонент його дозволив."
    ),
    "stop.why": "Підстава",
    "stop.added": "Додано до стоп-листа",
    "stop.release": "Зняти",
    "stop.release_phrase": "зняти",
    "stop.release_text": "Підстава: {reason}. Сповіщення знову йтимуть на цей контакт.",
    "stop.release_wished": (
        "Підстава: {reason}. Знімайте лише на прохання самого абонента: без нього надсилати не можна."
    ),
    "stop.released": "Знято зі стоп-листа; що не дійшло, можна надіслати ще раз",
}

EN = {
    "list.empty.stoplist": "Nobody is on the stop list: everybody gets what they left on.",
    "area.stoplist": "Stop list",
    "action.stop_add": "put on the stop list",
    "action.stop_release": "take off the stop list",
    "action.stop_messages": "messages",
    "stop_reason.NO_SUCH_CONTACT": "provider: no such contact",
    "stop_reason.COMPLAINT": "complained of spam",
    "stop_reason.STOP_KEYWORD": "answered with a stop word",
    "stop_reason.OPERATOR": "an operator decided",
    "stop.explained": (
        "Only mandatory messages go to a contact on the stop list. Others go over another channel, if the "
        "resident allows it."
    ),
    "stop.why": "Reason",
    "stop.added": "Put on the stop list",
    "stop.release": "Take off",
    "stop.release_phrase": "take off",
    "stop.release_text": "Reason: {reason}. Messages will go to this contact again.",
    "stop.release_wished": (
        "Reason: {reason}. Take it off only if the resident asked for that: without it nothing may be sent."
    ),
    "stop.released": "Taken off the stop list; what did not arrive can be sent again",
}
