"""What a device is called in a message: in words of ours. What a client calls itself is anybody's text."""

#: What stands in the name of a client, in small letters, and what we say; the first that is found counts.
_SYSTEMS = (
    ("ipad", "iPad"),
    ("iphone", "iPhone"),
    ("ios", "iPhone"),
    ("android", "Android"),
    ("windows", "Windows"),
    ("mac os", "macOS"),
    ("macos", "macOS"),
    ("macintosh", "macOS"),
    ("linux", "Linux"),
)
_BROWSERS = (
    ("edg", "Edge"),
    ("opr", "Opera"),
    ("opera", "Opera"),
    ("samsungbrowser", "Samsung Internet"),
    ("firefox", "Firefox"),
    ("chrome", "Chrome"),
    ("safari", "Safari"),
)
_UNKNOWN = ("невідомий пристрій", "unknown device")


def words(client: str) -> tuple[str, str]:
    """A client in Ukrainian and in English."""
    small = client.casefold()
    named = [next((said for sign, said in known if sign in small), "") for known in (_BROWSERS, _SYSTEMS)]
    text = ", ".join(filter(None, named))
    return (text, text) if text else _UNKNOWN
