"""Ukrainian in Latin letters by the official table (Cabinet of Ministers, resolution 55 of 27 January 2010), so that
more of an SMS fits a part.

At the beginning of a word є, ї, й, ю, я are ye, yi, y, yu, ya, elsewhere ie, i, i, iu, ia; зг is zgh; the soft sign and
the apostrophe are not written. Typographic marks become those of GSM 7-bit. What has no place in the table stays as it
is, and then the whole text is UCS-2: nothing is ever replaced by a question mark.
"""

import re
import unicodedata

_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "y", "і": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
}  # fmt: skip
#: At the beginning of a word, and elsewhere.
_BY_PLACE = {"є": ("ye", "ie"), "ї": ("yi", "i"), "й": ("y", "i"), "ю": ("yu", "iu"), "я": ("ya", "ia")}
_UKRAINIAN = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
_APOSTROPHES = "'’ʼ‘`′"
#: A word is not ended by an apostrophe in it.
_WORD = re.compile(f"[{_UKRAINIAN}{_UKRAINIAN.upper()}]+(?:[{_APOSTROPHES}][{_UKRAINIAN}{_UKRAINIAN.upper()}]+)*")
_MARKS = str.maketrans(
    {
        "«": '"', "»": '"', "“": '"', "”": '"', "„": '"', "‟": '"', "’": "'", "‘": "'", "ʼ": "'", "‚": "'", "′": "'",
        "`": "'",
        "–": "-", "—": "-", "−": "-", "‑": "-", "‐": "-", "…": "...", "№": "No", "\u00a0": " ", "\u202f": " ",
        "\u2009": " ", "²": "2", "³": "3", "₴": "UAH", "•": "-", "×": "x", "·": "-",
    }
)  # fmt: skip


def transliterated(text: str) -> str:
    """The text in Latin letters, as far as the table goes."""
    return _WORD.sub(lambda found: _word(found.group()), unicodedata.normalize("NFC", text)).translate(_MARKS)


def _word(word: str) -> str:
    letters = [letter for letter in word if letter not in _APOSTROPHES]
    made = []
    for place, letter in enumerate(letters):
        low = letter.lower()
        if low in _BY_PLACE:
            latin = _BY_PLACE[low][0 if place == 0 else 1]
        elif low == "г" and place and letters[place - 1].lower() == "з":
            latin = "gh"
        else:
            latin = _LETTERS.get(low, "")
        made.append(_as_written(latin, letters, place))
    return "".join(made)


def _as_written(latin: str, letters: list[str], place: int) -> str:
    """In capitals where the letter is one and its neighbour is another: ЩО is SHCHO, Що is Shcho."""
    if not letters[place].isupper():
        return latin
    neighbours = letters[place + 1 : place + 2] or letters[max(0, place - 1) : place]
    return latin.upper() if neighbours and neighbours[0].isupper() else latin.capitalize()
