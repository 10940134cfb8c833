"""Keys on the Ukrainian layout: outside inputs a letter means the key it is printed on."""

_UKRAINIAN = "йцукенгшщзхїфівапролджєячсмитьбюґ"
_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.\\"
_KEYS = {**dict(zip(_UKRAINIAN, _LATIN, strict=True)), **dict(zip(_UKRAINIAN.upper(), _LATIN.upper(), strict=True))}
#: Shifted punctuation whose place differs: the key of "/" gives "." there, and of ":" gives "Ж".
_KEYS |= {"Ж": ":", "Х": "{", "Ї": "}", "Є": '"', "Б": "<", "Ю": ">"}


#: The key of "/" alone and with Shift, on the Ukrainian layout. The same characters stand elsewhere on the Latin one.
_SLASH = {".": "/", ",": "?"}
_LETTERS = {latin: letter for letter, latin in zip(_UKRAINIAN, _LATIN, strict=True)} | {"/": ".", "?": ",", ":": "Ж"}


def physical(character: str, ukrainian: bool = False) -> str:
    """The character that the same key gives on the Latin layout; `ukrainian` where the layout is known to be that."""
    if ukrainian and character in _SLASH:
        return _SLASH[character]
    return _KEYS.get(character, character)


def layout(character: str) -> bool | None:
    """Whether a character was typed on the Ukrainian layout; None where it does not tell."""
    if character in _KEYS:
        return True
    return False if character.isascii() and character.isalpha() else None


class Layout:
    """The layout that an operator types on, as far as their letters tell."""

    def __init__(self) -> None:
        self._ukrainian = False

    def meant(self, character: str, taken: bool) -> str:
        """What a key means, whichever the layout. The key of "/" gives "." on the Ukrainian one, which means itself on
        the other: the last letter tells which it is, and where "." is not `taken` by anything it is "/" anyway."""
        told = layout(character)
        self._ukrainian = self._ukrainian if told is None else told
        return physical(character, self._ukrainian or not taken)


def printed(key: str) -> str:
    """What stands on a key on the Ukrainian layout; empty where it is the same."""
    return _LETTERS.get(key, "")


#: Letters of both alphabets that look the same, as capitals at least, and signs that few keyboards have.
_SEEN = str.maketrans("авсенікмортху«»„“”’ʼ`‐‑–—−", "abcehikmoptxy" + '"' * 5 + "'" * 3 + "-" * 5)


def seen(text: str) -> str:
    """What two texts share that nobody tells apart where they stand below each other, whichever layout gave them."""
    return " ".join(text.casefold().translate(_SEEN).split())
