"""The pages behind the link of an e-mail: Ukrainian and English on one page, without scripts."""

from enum import Enum
from html import escape


class Page(Enum):
    """Heading and sentence in Ukrainian, heading and sentence in English."""

    ASK = (
        "Відписатися від листів?",
        "Натисніть кнопку — і листи цієї категорії більше не надходитимуть. "
        "Увімкнути їх знову можна в налаштуваннях застосунку.",
        "Unsubscribe from these letters?",
        "Press the button and letters of this kind stop. You can switch them on again in the settings of the app.",
    )
    DONE = (
        "Вас відписано",
        "Листи цієї категорії більше не надходитимуть. Увімкнути їх знову можна в налаштуваннях застосунку.",
        "You are unsubscribed",
        "Letters of this kind stop. You can switch them on again in the settings of the app.",
    )
    STAYS_ON = (
        "Цей канал вимкнути не можна",
        "Це останній спосіб повідомити вас за договором або сповіщення, яке надсилають за законом. "
        "Спершу ввімкніть інший канал у налаштуваннях застосунку.",
        "This can't be switched off",
        "It is the last way to tell you what the contract asks for, or a message that is a duty. "
        "Switch another channel on first, in the settings of the app.",
    )
    NOT_OURS = (
        "Посилання не діє",
        "Відкрийте його з листа ще раз або змініть сповіщення в налаштуваннях застосунку.",
        "This link does not work",
        "Open it from the letter again, or change your notifications in the settings of the app.",
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


def page(which: Page) -> str:
    return written(which.value, _BUTTON if which is Page.ASK else "")


def written(words: tuple[str, str, str, str], form: str = "") -> str:
    """A page of four texts: heading and sentence in Ukrainian, and in English; `form` is HTML."""
    heading_uk, text_uk, heading_en, text_en = map(escape, words)
    return (
        '<!doctype html><html lang="uk"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{heading_uk} · {heading_en}</title><style>{_STYLE}</style>"
        f"<h1>{heading_uk}</h1><p>{text_uk}</p>{form}"
        f'<div lang="en"><h2>{heading_en}</h2><p>{text_en}</p></div></html>'
    )
