"""Which calls of the ports only look, and so are recorded and can be answered by a recording. Any other is neither:
what it is given or gives may be a secret, such as a password or a key."""

from typing import Any

from console.recording.codec import dumped

#: Lists, which all have these.
LISTS = frozenset({"page", "get", "watch"})
#: Calls by port and name.
LOOKS = frozenset(
    {
        "users.accounts",
        "users.accounts_by_number",
        "users.preferences",
        "readings.examine",
        "readings.rehearse",
        "readings.history",
        "meters.get",
        "buildings.balance",
        "works.suppliers",
        "works.preview",
        "debts.charges",
        "debts.payments",
        "debts.schedule",
        "disclosures.fields",
        "disclosures.ledger",
        "partners.keys",
        "partners.grants",
        "partners.access",
        "support.messages",
        "support.canned",
        "surveys.results",
        "surveys.texts",
        "alerts.whole",
        "alerts.rules",
        "providers.rules",
        "templates.preview",
        "templates.preview_for",
        "policies.compare",
        "notifications.explain",
        "notifications.templates",
        "privacy.deadline",
        "privacy.erasure",
        "privacy.sections",
        "insight.build",
        "insight.figures",
        "insight.trend",
        "search.find",
        "settings.read",
        "overview.summary",
        "overview.minutes",
        "auth.ping",
    }
)
#: What a port says beside its calls.
SAID = frozenset({"debts.overdue"})


def recorded(port: str, name: str) -> bool:
    return name in LISTS or f"{port}.{name}" in LOOKS


def asked(call: str, *arguments: Any, **named: Any) -> str:
    """What a call was asked, as a key. The overview is asked by the instant of the asking, which is never the same."""
    said = () if call.startswith("overview.") else (*arguments, *(value for _, value in sorted(named.items())))
    return dumped(list(said))
