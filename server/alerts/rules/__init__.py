"""The rules of alerts. A new one is a module with its Rule, and a line here."""

from server.alerts.rules.base import Rule
from server.alerts.rules.fall_after_inspection import READINGS_FALL
from server.alerts.rules.flood import MESSAGE_FLOOD
from server.alerts.rules.many_accounts import MANY_ACCOUNTS
from server.alerts.rules.mass_lookups import MASS_LOOKUPS
from server.alerts.rules.new_place import KEY_FROM_NEW_PLACE
from server.alerts.rules.one_device import ONE_DEVICE
from server.alerts.rules.reversals import REPEATED_REVERSALS
from server.alerts.rules.sign_in_failures import SIGN_IN_FAILURES
from server.alerts.rules.travel import IMPOSSIBLE_TRAVEL
from server.alerts.rules.unauthorized import UNAUTHORIZED_USE

RULES: tuple[Rule, ...] = (
    UNAUTHORIZED_USE,
    SIGN_IN_FAILURES,
    MANY_ACCOUNTS,
    ONE_DEVICE,
    IMPOSSIBLE_TRAVEL,
    MASS_LOOKUPS,
    READINGS_FALL,
    REPEATED_REVERSALS,
    MESSAGE_FLOOD,
    KEY_FROM_NEW_PLACE,
)
BY_CODE = {rule.code: rule for rule in RULES}
