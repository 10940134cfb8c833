"""What the rules of delivery say to people: one sentence in each language, with what the rule found."""

from collections.abc import Callable

from smartregion.v1.notification_service_pb2 import RuleAnswer, SuppressionRule

from server import words
from server.notifications.categories import Choice
from server.notifications.decision import EMAIL, PUSH, SMS, Ask, Said, quiet_until
from server.words import ENGLISH, UKRAINIAN, language_of, pick
from storage.repositories.facts import UserFacts

Words = tuple[str, str]
PASSES, STOPS = RuleAnswer.RULE_ANSWER_PASSES, RuleAnswer.RULE_ANSWER_STOPS
DELAYS, NOT_ASKED = RuleAnswer.RULE_ANSWER_DELAYS, RuleAnswer.RULE_ANSWER_NOT_ASKED
_R = SuppressionRule

#: Why a message was suppressed, as its outcome says it: of its past only the rule is kept.
SUPPRESSED: dict[int, Words] = {
    _R.SUPPRESSION_RULE_PREFERENCE_OFF: (
        "Абонент вимкнув цю категорію на цьому каналі.",
        "The user switched the category off on this channel.",
    ),
    _R.SUPPRESSION_RULE_NO_CONSENT: (
        "Немає попередньої згоди на рекламу (Закон «Про рекламу», ст. 14-3).",
        "There is no prior consent to marketing (Advertising Act, art. 14-3).",
    ),
    _R.SUPPRESSION_RULE_NO_CONTACT: ("Для цього каналу немає контакту.", "There is no contact for this channel."),
    _R.SUPPRESSION_RULE_USER_BLOCKED: ("Абонента заблоковано.", "The user is blocked."),
    _R.SUPPRESSION_RULE_USER_ERASED: ("Дані абонента знищено.", "The user's data was erased."),
    _R.SUPPRESSION_RULE_RESTRICTED: (
        "Обробку даних обмежено на вимогу особи.",
        "Processing is restricted on the person's demand.",
    ),
    _R.SUPPRESSION_RULE_CONTACT_UNVERIFIED: (
        "Адресу електронної пошти не підтверджено.",
        "The e-mail address is not confirmed.",
    ),
    _R.SUPPRESSION_RULE_CONTACT_SUPPRESSED: (
        "Контакт у стоп-листі: на нього надсилають лише обов'язкові сповіщення.",
        "The contact is on the stop list: only duties go there.",
    ),
    _R.SUPPRESSION_RULE_DAILY_CAP: (
        "Денну кількість сповіщень для абонента вичерпано.",
        "The user had as many messages that day as the rules allow.",
    ),
    _R.SUPPRESSION_RULE_QUIET_HOURS: (
        "Строк дії спливав раніше, ніж закінчувалися тихі години.",
        "It would have expired before the quiet hours ended.",
    ),
    _R.SUPPRESSION_RULE_EXPIRED: ("Строк дії сповіщення минув.", "The time of the message was over."),
    _R.SUPPRESSION_RULE_SENDER_CAP: (
        "Відправник уже вичерпав свою денну кількість сповіщень для цього абонента.",
        "The sender had told the user as much that day as one sender may.",
    ),
    _R.SUPPRESSION_RULE_NO_PROVIDER: (
        "Для цього каналу не налаштовано жодного провайдера.",
        "No provider is set up for this channel.",
    ),
}

#: Why there is no contact where there seems to be one.
DAMAGED: Words = (
    "Контакт для цього каналу пошкоджено: його не вдалося прочитати.",
    "The contact for this channel is damaged: it can't be read.",
)


def in_language(both: Words, language: int) -> str:
    """In Ukrainian, or in English for any other language."""
    return pick(both, language_of(language))


def suppressed(rule: int, language: int) -> str:
    """Why a message was suppressed, in one language; empty for no rule."""
    if rule not in SUPPRESSED:
        return ""
    return in_language(SUPPRESSED[rule], language)


def no_longer(rule: int) -> Words:
    """Why a message was stopped by a rule that would let it pass by now."""
    uk, en = SUPPRESSED[rule]
    return f"{uk} Зараз це вже не так.", f"{en} It is no longer so."


def told(rule: int, said: Said, facts: UserFacts, channel: int, ask: Ask) -> Words:
    """What a rule said of a user over a channel, in Ukrainian and in English."""
    return _SENTENCES[rule](said, facts, channel, ask)


def _erased(said: Said, facts: UserFacts, channel: int, ask: Ask) -> Words:
    if said.answer == STOPS:
        return SUPPRESSED[_R.SUPPRESSION_RULE_USER_ERASED]
    return "Абонент зареєстрований у застосунку.", "The user is registered in the app."


def _blocked(said: Said, facts: UserFacts, channel: int, ask: Ask) -> Words:
    if said.answer == NOT_ASKED and ask.category.fixed:
        return "Обов'язкове сповіщення отримує й заблокований абонент.", "A duty is told to a blocked user too."
    if said.answer == NOT_ASKED:
        return (
            "Аварійне сповіщення отримує й заблокований абонент: ідеться про життя і здоров'я.",
            "An emergency is told to a blocked user too: life and limb are at stake.",
        )
    if said.answer == STOPS:
        return SUPPRESSED[_R.SUPPRESSION_RULE_USER_BLOCKED]
    return "Абонента не заблоковано.", "The user is not blocked."


def _restricted(said: Said, facts: UserFacts, channel: int, ask: Ask) -> Words:
    if said.answer == NOT_ASKED and ask.category.fixed:
        return (
            "Обов'язкове сповіщення надсилають і тоді, коли обробку даних обмежено.",
            "A duty is told though processing is restricted.",
        )
    if said.answer == NOT_ASKED:
        return (
            "Аварійне сповіщення надсилають і тоді, коли обробку даних обмежено: ідеться про життя і здоров'я "
            "(Закон № 2297-VI, ст. 11 ч. 1 п. 4).",
            "An emergency is told though processing is restricted: life and limb are at stake "
            "(Law 2297-VI, art. 11(1)(4)).",
        )
    if said.answer == STOPS:
        return SUPPRESSED[_R.SUPPRESSION_RULE_RESTRICTED]
    return "Обробку даних не обмежено.", "Processing is not restricted."


def _no_provider(said: Said, facts: UserFacts, channel: int, ask: Ask) -> Words:
    if said.answer == STOPS:
        return SUPPRESSED[_R.SUPPRESSION_RULE_NO_PROVIDER]
    if said.answer == DELAYS:
        return (
            "Провайдери каналу зараз не приймають: сповіщення чекає.",
            "The providers of the channel take nothing now: the message waits.",
        )
    return "Для цього каналу є провайдер.", "The channel has a provider."


_CONTACTS: dict[int, tuple[Words, Words]] = {
    PUSH: (
        ("Застосунок на пристрої абонента приймає push.", "A device of the user takes push messages."),
        ("Жоден пристрій абонента не приймає push.", "No device of the user takes push messages."),
    ),
    SMS: (("Номер телефону відомий.", "The phone is known."), ("Номера телефону немає.", "There is no phone.")),
    EMAIL: (
        ("Адреса електронної пошти відома.", "The e-mail address is known."),
        ("Адреси електронної пошти немає.", "There is no e-mail address."),
    ),
}


_OWN_CONTACT = (
    "Сповіщення надсилають на контакт, указаний у ньому самому.",
    "The message goes to a contact of its own.",
)


def _no_contact(said: Said, facts: UserFacts, channel: int, ask: Ask) -> Words:
    if channel in facts.damaged:
        return DAMAGED
    if said.answer == NOT_ASKED:
        return _OWN_CONTACT
    known, missing = _CONTACTS[channel]
    return missing if said.answer == STOPS else known


def _unverified(said: Said, facts: UserFacts, channel: int, ask: Ask) -> Words:
    if said.answer == NOT_ASKED and channel != EMAIL:
        return "Підтвердження стосується лише електронної пошти.", "Only an e-mail address must be confirmed."
    if said.answer == NOT_ASKED and ask.own_contact:
        return _OWN_CONTACT
    if said.answer == NOT_ASKED:
        return (
            "Обов'язкове сповіщення надсилається й на непідтверджену адресу, якщо іншого каналу немає.",
            "A duty goes to an address that is not confirmed too, where there is no other channel.",
        )
    if said.answer == STOPS:
        return SUPPRESSED[_R.SUPPRESSION_RULE_CONTACT_UNVERIFIED]
    return "Адресу електронної пошти підтверджено.", "The e-mail address is confirmed."


def _contact_suppressed(said: Said, facts: UserFacts, channel: int, ask: Ask) -> Words:
    if said.answer == NOT_ASKED and channel == PUSH:
        return "Стоп-лист стосується лише телефонів і адрес.", "The stop list is of phones and addresses only."
    if said.answer == NOT_ASKED and ask.own_contact:
        return _OWN_CONTACT
    if said.answer == NOT_ASKED:
        return _regardless("стоп-листа", "the stop list", ask)
    if said.answer == STOPS:
        return SUPPRESSED[_R.SUPPRESSION_RULE_CONTACT_SUPPRESSED]
    return "Контакту немає у стоп-листі.", "The contact is not on the stop list."


def _no_consent(said: Said, facts: UserFacts, channel: int, ask: Ask) -> Words:
    if said.answer == NOT_ASKED:
        return "Для цієї категорії згода не потрібна.", "The category needs no consent."
    if said.answer == PASSES:
        return "Абонент дав згоду на рекламу цим каналом.", "The user consented to marketing over this channel."
    if facts.wishes[channel - 1] is False:
        return "Абонент відкликав згоду на рекламу цим каналом.", "The user withdrew the consent to marketing."
    return SUPPRESSED[_R.SUPPRESSION_RULE_NO_CONSENT]


def _switched_off(said: Said, facts: UserFacts, channel: int, ask: Ask) -> Words:
    if said.answer == NOT_ASKED:
        return _regardless("вимкненої категорії", "the wish of the user", ask)
    if said.answer == STOPS:
        return SUPPRESSED[_R.SUPPRESSION_RULE_PREFERENCE_OFF]
    if facts.wishes[channel - 1]:
        return "Абонент увімкнув цю категорію на цьому каналі.", "The user switched the category on for this channel."
    return "Абонент не вимикав цієї категорії на цьому каналі.", "The user did not switch the category off."


def _capped(said: Said, facts: UserFacts, channel: int, ask: Ask) -> Words:
    cap = ask.bounds.daily_cap
    several = "дозволених сповіщень"
    allowed = f"{cap} {words.form(cap, 'дозволеного сповіщення', several, several)}"
    if said.answer == NOT_ASKED:
        if not ask.category.capped:
            return "Для цієї категорії денного ліміту немає.", "The category has no daily cap."
        if not cap:
            return "Денного ліміту не встановлено.", "No daily cap is set."
        return "Сповіщення вже враховано в денному ліміті.", "The message is counted already."
    if said.answer == STOPS:
        return (
            f"За {_day(ask.day)} абонент уже має {facts.today} із {allowed}.",
            f"For {ask.day} the user has {facts.today} of {cap} messages already.",
        )
    return (
        f"За {_day(ask.day)} в абонента {facts.today} із {allowed}.",
        f"For {ask.day} the user has {facts.today} of {cap} messages.",
    )


def _sender_capped(said: Said, facts: UserFacts, channel: int, ask: Ask) -> Words:
    if said.answer == NOT_ASKED and ask.sender_cap:
        return (
            "Сповіщення вже враховано серед сповіщень його відправника.",
            "The message is counted among those of its sender already.",
        )
    if said.answer == NOT_ASKED:
        return "Сповіщення одного відправника тут не рахують.", "Messages of one sender are not counted here."
    if said.answer == STOPS:
        return SUPPRESSED[_R.SUPPRESSION_RULE_SENDER_CAP]
    return "Відправник ще може писати абоненту.", "The sender may still write to the user."


def _expired(said: Said, facts: UserFacts, channel: int, ask: Ask) -> Words:
    uk, en = _instant(ask.expires_at)
    if said.answer == STOPS:
        return f"Строк дії минув {uk}.", f"Its time was over on {en}."
    return f"Сповіщення діє до {uk}.", f"It holds until {en}."


def _quiet(said: Said, facts: UserFacts, channel: int, ask: Ask) -> Words:
    begin, end = ask.bounds.quiet_from, ask.bounds.quiet_until
    if said.answer == NOT_ASKED and channel == EMAIL:
        return "Тихі години не стосуються електронної пошти.", "Quiet hours are not for e-mail."
    if said.answer == NOT_ASKED:
        return _regardless("тихих годин", "quiet hours", ask)
    if said.answer == PASSES and begin == end:
        return "Тихих годин не встановлено.", "No quiet hours are set."
    hours = f"{begin:02d}:00–{end:02d}:00"
    if said.answer == PASSES:
        return f"Зараз не тихі години ({hours}).", f"These are no quiet hours ({hours})."
    uk, en = _instant(said.until or quiet_until(ask.now, ask.bounds))
    if said.answer == DELAYS:
        return (
            f"Тихі години ({hours}): сповіщення зачекає до {uk}.",
            f"Quiet hours ({hours}): it waits until {en}.",
        )
    expiry = _instant(ask.expires_at)
    return (
        f"Тихі години триватимуть до {uk}, а сповіщення діє лише до {expiry[0]}.",
        f"Quiet hours last until {en}, and it holds only until {expiry[1]}.",
    )


def _regardless(of_what_uk: str, of_what_en: str, ask: Ask) -> Words:
    """For what goes out whatever a rule would say: a duty, or an emergency."""
    if ask.category.choice is Choice.FIXED:
        return (
            f"Обов'язкове сповіщення надсилається незалежно від {of_what_uk}.",
            f"A duty is told regardless of {of_what_en}.",
        )
    return (
        f"Аварійне сповіщення надсилається незалежно від {of_what_uk}.",
        f"An emergency is told regardless of {of_what_en}.",
    )


def _instant(milliseconds: int) -> Words:
    """An instant as the clocks of Kyiv show it."""
    return words.instant(milliseconds, UKRAINIAN), words.instant(milliseconds, ENGLISH)


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}.{month}.{year}"


_SENTENCES: dict[int, Callable[[Said, UserFacts, int, Ask], Words]] = {
    _R.SUPPRESSION_RULE_USER_ERASED: _erased,
    _R.SUPPRESSION_RULE_USER_BLOCKED: _blocked,
    _R.SUPPRESSION_RULE_RESTRICTED: _restricted,
    _R.SUPPRESSION_RULE_NO_PROVIDER: _no_provider,
    _R.SUPPRESSION_RULE_NO_CONTACT: _no_contact,
    _R.SUPPRESSION_RULE_CONTACT_UNVERIFIED: _unverified,
    _R.SUPPRESSION_RULE_CONTACT_SUPPRESSED: _contact_suppressed,
    _R.SUPPRESSION_RULE_NO_CONSENT: _no_consent,
    _R.SUPPRESSION_RULE_PREFERENCE_OFF: _switched_off,
    _R.SUPPRESSION_RULE_DAILY_CAP: _capped,
    _R.SUPPRESSION_RULE_SENDER_CAP: _sender_capped,
    _R.SUPPRESSION_RULE_EXPIRED: _expired,
    _R.SUPPRESSION_RULE_QUIET_HOURS: _quiet,
}
