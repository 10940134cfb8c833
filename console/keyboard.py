"""Keys on the Ukrainian layout: outside inputs a letter means the key it is printed on."""

_UKRAINIAN = "йцукенгшщзхїфівапролджєячсмитьбюґ"
_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.\\"
_KEYS = {**dict(zip(_UKRAINIAN, _LATIN, strict=True)), **dict(zip(_UKRAINIAN.upper(), _LATIN.upper(), strict=True))}
#: Shifted punctuation whose place differs: the key of "/" gives "." there, and of ":" gives "Ж".
_KEYS |= {"Ж": ":", "Х": "{", "Ї": "}", "Є": '"', "Б": "<", "Ю": ">"}


def physical(character: str) -> str:
    """The character that the same key gives on the Latin layout."""
    return _KEYS.get(character, character)
