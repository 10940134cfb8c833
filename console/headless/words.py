"""What the console calls fields and values, in its language."""

from google.protobuf.descriptor import EnumDescriptor
from google.protobuf.internal.enum_type_wrapper import EnumTypeWrapper

from console.client.convert import name
from console.i18n import enum, known, t

#: Where the catalogue has the values of an enum; of any other under its own name.
_KINDS = {
    "ActionKind": "alert_action",
    "AlertStepKind": "alert_step",
    "AlertSubjectKind": "alert_subject",
    "ContactSuppressionReason": "stop_reason",
    "CrashGroupState": "crash_state",
    "DataDutyKind": "duty_kind",
    "DataDutyOutcome": "duty_outcome",
    "DataDutyState": "duty_state",
    "DevicePlatform": "platform",
    "IntakeChannel": "intake",
    "IntakeDraftState": "draft_state",
    "LetterKind": "letter",
    "MailArrival": "arrival",
    "NextStepKind": "next_step",
    "NotEstimatedReason": "not_estimated",
    "NotificationCategory": "category",
    "NotificationCause": "cause",
    "NotificationChannel": "channel",
    "OperatorRole": "role",
    "PolicyVersionState": "policy_state",
    "PrincipalKind": "principal",
    "PrivacyDecision": "decision",
    "PrivacyRequestKind": "request_kind",
    "PrivacyRequestState": "request_state",
    "RegisterTier": "tier",
    "RequestCircumstance": "circumstance",
    "RestrictionLiftingState": "lifting_state",
    "RuleSeverity": "severity",
    "SuppressionRule": "suppression",
}
_CATALOGUES = ("field", "column", "filter.name")
#: A field that has the name of something else.
_NOT = frozenset({"request_id"})


def label_of(field: str) -> str:
    """What a field is called; empty where the console has no word."""
    if field in _NOT:
        return ""
    stem = field
    for ending in ("_at", "_on", "_id"):
        stem = stem.removesuffix(ending)
    messages = (f"{kind}.{one}" for one in (field, stem, stem.removesuffix("s")) for kind in _CATALOGUES)
    return next((t(message) for message in messages if known(message)), "")


def short(described: EnumDescriptor, value: int) -> str:
    """The name of a value without its enum's prefix."""
    return name(EnumTypeWrapper(described), value)


def word_of(described: EnumDescriptor, value: int) -> str:
    """A value in words; as it is typed where the console has none."""
    kind, named = _KINDS.get(described.name) or _snake(described.name), short(described, value)
    return enum(kind, named) if known(f"{kind}.{named}") else named.lower().replace("_", "-")


def _snake(camel: str) -> str:
    return "".join(f"_{one.lower()}" if one.isupper() else one for one in camel).lstrip("_")
