"""What went wrong with a letter in our own words, in Ukrainian and in English. What a provider says itself stays as it
says it, behind ours."""

from enum import Enum

from server.notifications import sentences


class Fault(Enum):
    """A kind of trouble, whoever the provider is."""

    NO_ANSWER = "Провайдер не відповів", "The provider did not answer"
    CHANNEL_FAILED = "Сталася помилка каналу", "The channel failed"
    UNREACHABLE = "Немає зв'язку з провайдером", "The provider can't be reached"
    LOST_BEFORE = (
        "Зв'язок урвався до передавання сповіщення",
        "The connection was lost before the message was handed over",
    )
    LOST = "Зв'язок урвався", "The connection was lost"
    SIGN_IN_REFUSED = "Провайдер не приймає наших облікових даних", "The provider refuses our sign-in"
    SIGN_IN_UNREACHABLE = "Немає зв'язку зі службою входу провайдера", "The provider's sign-in can't be reached"
    REFUSES_US = "Провайдер відмовляє нам в обслуговуванні", "The provider refuses us"
    TOO_SLOW = "Провайдер не встигає прийняти стільки сповіщень", "The provider is too slow for so many"
    SLOW_DOWN = "Провайдер просить надсилати повільніше", "The provider wants us to slow down"
    NOT_TAKEN = "Провайдер не приймає сповіщення", "The provider does not take it"
    NOT_TOLD = "Провайдер не каже, що сталося зі сповіщенням", "The provider does not say what became of it"
    STRANGE_ANSWER = "Відповідь провайдера незрозуміла", "The answer of the provider is not understood"
    REFUSED = "Провайдер відхилив сповіщення", "The provider refuses it"
    LIFE_REFUSED = "Провайдер не приймає такого строку дії", "The provider refuses how long it may wait"
    TEXT_TOO_LONG = "Текст задовгий для провайдера", "The text is too long for the provider"
    TOO_MANY_PARTS = "Забагато частин SMS", "Too many parts of an SMS"
    PHONE_IS_NONE = "Це не номер телефону", "The phone is none"
    NO_SUCH_PHONE = "Такого номера телефону немає", "There is no such phone"
    ON_STOP_LIST = "Номер у стоп-листі провайдера", "The phone is on the stop list of the provider"
    COUNTRY_NOT_SERVED = "Провайдер не надсилає до цієї країни", "The provider does not send to this country"
    ADDRESS_IS_NONE = "Це не адреса електронної пошти", "The address is none"
    ADDRESS_NOT_TAKEN = "Поштовий сервер не приймає таких адрес", "The server takes no such address"
    NOT_WRITTEN = "Файл не вдається записати", "The file can't be written"
    NO_DEVICE = "Жодного пристрою не зареєстровано", "No device is registered"
    SAID_LATE = "Провайдер відповів надто пізно", "The provider answered too late"
    OF_A_PART = "Ідеться про частину сповіщення", "It is said of a part of the message"


def told(fault: Fault | None, detail: str, language: int) -> str:
    """What is told of a letter: our sentence in a language, with the provider's words behind it."""
    if fault is None:
        return detail
    ours = sentences.in_language(fault.value, language)
    return f"{ours}: {detail}" if detail else f"{ours}."


def in_english(fault: Fault, detail: str = "") -> str:
    """For the log and for those who try a provider at the command line."""
    return f"{fault.value[1]}: {detail}" if detail else fault.value[1]
