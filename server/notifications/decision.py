"""Whether a message goes out: one pure function, and the rule that stopped it."""

from dataclasses import dataclass

from smartregion.v1.notification_service_pb2 import SuppressionRule
from smartregion.v1.user_service_pb2 import UserState

from server.notifications.categories import Category, Choice

RULE_TEXTS: dict[int, tuple[str, str]] = {
    SuppressionRule.SUPPRESSION_RULE_PREFERENCE_OFF: (
        "Абонент вимкнув цю категорію на цьому каналі.",
        "The user switched the category off on this channel.",
    ),
    SuppressionRule.SUPPRESSION_RULE_NO_CONSENT: (
        "Немає попередньої згоди на рекламу (Закон «Про рекламу», ст. 14-3).",
        "There is no prior consent to marketing (Advertising Act, art. 14-3).",
    ),
    SuppressionRule.SUPPRESSION_RULE_NO_CONTACT: (
        "Для цього каналу немає контакту.",
        "There is no contact for this channel.",
    ),
    SuppressionRule.SUPPRESSION_RULE_USER_BLOCKED: ("Абонента заблоковано.", "The user is blocked."),
    SuppressionRule.SUPPRESSION_RULE_USER_ERASED: ("Дані абонента знищено.", "The user's data was erased."),
    SuppressionRule.SUPPRESSION_RULE_RESTRICTED: (
        "Обробку даних обмежено на вимогу особи.",
        "Processing is restricted on the person's demand.",
    ),
}


@dataclass(frozen=True)
class Facts:
    """What the decision rests on."""

    category: Category
    user_state: int
    restricted: bool
    has_contact: bool
    #: What the user last chose for category and channel; None where they never did.
    wish: bool | None
    emergency: bool = False


def stopped_by(facts: Facts) -> int:
    """The rule that keeps a message in; 0 (UNSPECIFIED) where it goes out."""
    category = facts.category
    if facts.user_state == UserState.USER_STATE_ERASED:
        return SuppressionRule.SUPPRESSION_RULE_USER_ERASED
    if not category.fixed and facts.user_state == UserState.USER_STATE_BLOCKED:
        return SuppressionRule.SUPPRESSION_RULE_USER_BLOCKED
    if not category.fixed and facts.restricted:
        return SuppressionRule.SUPPRESSION_RULE_RESTRICTED
    if not facts.has_contact:
        return SuppressionRule.SUPPRESSION_RULE_NO_CONTACT
    if category.choice is Choice.OPT_IN and facts.wish is None:
        return SuppressionRule.SUPPRESSION_RULE_NO_CONSENT
    if category.fixed or (facts.emergency and category.emergencies):
        return SuppressionRule.SUPPRESSION_RULE_UNSPECIFIED
    if facts.wish is False:
        return SuppressionRule.SUPPRESSION_RULE_PREFERENCE_OFF
    return SuppressionRule.SUPPRESSION_RULE_UNSPECIFIED
