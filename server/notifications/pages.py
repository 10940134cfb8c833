"""The pages behind the link of an e-mail: Ukrainian and English on one page, without scripts."""

from enum import Enum
from html import escape
from typing import NamedTuple

from smartregion.v1.notification_service_pb2 import NotificationChannel

from server.notifications.categories import CATEGORIES


class Off(NamedTuple):
    """What a link switches off."""

    category: int
    channel: int


_ON_UK = "Увімкнути знову можна в застосунку: «Налаштування» → «Сповіщення» → «{title}»."
_ON_EN = "You can switch it on again in the app: Settings → Notifications → {title}."
_OVER: dict[int, tuple[str, str]] = {
    NotificationChannel.NOTIFICATION_CHANNEL_PUSH: ("у застосунку", "in the app"),
    NotificationChannel.NOTIFICATION_CHANNEL_SMS: ("через SMS", "by SMS"),
    NotificationChannel.NOTIFICATION_CHANNEL_EMAIL: ("електронною поштою", "by e-mail"),
}


class Page(Enum):
    """Heading and sentence in Ukrainian, heading and sentence in English; `{what}` is switched off, `{title}` is what
    the settings of the app call it."""

    ASK = (
        "Відписатися?",
        "Натисніть кнопку — і більше не надходитимуть: {what}. Решта сповіщень надходитиме, як і раніше. " + _ON_UK,
        "Unsubscribe?",
        "Press the button and this stops: {what}. Everything else comes as before. " + _ON_EN,
    )
    DONE = (
        "Вас відписано",
        "Більше не надходитимуть: {what}. Решта сповіщень надходитиме, як і раніше. " + _ON_UK,
        "You are unsubscribed",
        "This stops: {what}. Everything else comes as before. " + _ON_EN,
    )
    STAYS_ON = (
        "Цей канал вимкнути не можна",
        "{what}: це останній спосіб повідомити вас за договором або сповіщення, яке надсилають за законом. "
        "Спершу ввімкніть інший канал у застосунку: «Налаштування» → «Сповіщення» → «{title}».",
        "This can't be switched off",
        "{what}: it is the last way to tell you what the contract asks for, or a message that is a duty. "
        "Switch another channel on first, in the app: Settings → Notifications → {title}.",
    )
    NOT_OURS = (
        "Посилання не діє",
        "Відкрийте його з листа ще раз або змініть сповіщення в застосунку: «Налаштування» → «Сповіщення».",
        "This link does not work",
        "Open it from the letter again, or change your notifications in the app: Settings → Notifications.",
    )


_STYLE = (
    "body{font:18px/1.5 system-ui,sans-serif;max-width:34em;margin:3em auto;padding:0 1em;color:#1c2733}"
    "h1,h2{font-size:1.3em;margin:1.5em 0 .3em}button{font:inherit;padding:.6em 1.4em;border:0;border-radius:.4em;"
    "background:#1f5fbf;color:#fff}input{font:inherit;padding:.5em;width:9em}"
    "button:focus,input:focus{outline:3px solid #9cc3ff}"
    "@media(prefers-color-scheme:dark){body{background:#12181f;color:#e8eef5}}"
)
_BUTTON = (
    '<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click">'
    "<p><button>Відписатися · Unsubscribe</button></p></form>"
)


def page(which: Page, off: Off | None = None) -> str:
    """The page; `off` for all but the one that knows of nothing."""
    said = which.value if off is None else _of(which.value, off)
    return written(said, _BUTTON if which is Page.ASK else "")


def _of(words: tuple[str, str, str, str], off: Off) -> tuple[str, str, str, str]:
    (uk, en), (over_uk, over_en) = CATEGORIES[off.category].title, _OVER[off.channel]
    heading_uk, text_uk, heading_en, text_en = words
    return (
        heading_uk,
        text_uk.format(what=f"«{uk}» {over_uk}", title=uk),
        heading_en,
        text_en.format(what=f"“{en}” {over_en}", title=f"“{en}”"),
    )


def written(words: tuple[str, str, str, str], form: str = "") -> str:
    """A page of four texts: heading and sentence in Ukrainian, and in English; `form` is HTML."""
    heading_uk, text_uk, heading_en, text_en = map(escape, words)
    return (
        '<!doctype html><html lang="uk"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{heading_uk} · {heading_en}</title><style>{_STYLE}</style>"
        f"<h1>{heading_uk}</h1><p>{text_uk}</p>{form}"
        f'<div lang="en"><h2>{heading_en}</h2><p>{text_en}</p></div></html>'
    )
