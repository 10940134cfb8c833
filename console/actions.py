"""Every action, once: keys, permission, danger. Footer, palette, help, `:` and the docs are derived from here."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Action:
    """Something an operator does."""

    id: str
    key: str
    #: Where it is offered: an area, or "everywhere".
    scope: str
    #: Name of the contract's Permission; empty for none.
    permission: str = ""
    #: Of a request or row: the call that its state must allow.
    call: str = ""
    #: Can't be undone: confirmed by typing.
    danger: bool = False
    #: Works on all marked rows.
    bulk: bool = False

    @property
    def asks(self) -> bool:
        """Begins with a form: what is typed before it stands is meant for it."""
        return self.id in _ASKS

    @property
    def label(self) -> str:
        """Message id."""
        return f"action.{self.id}"


@dataclass(frozen=True)
class Area:
    """A screen of its own, by digit or by `g` and a letter, by name after `:`, and the permission to see it."""

    id: str
    key: str
    permission: str = ""

    @property
    def label(self) -> str:
        return f"area.{self.id}"

    @property
    def letter(self) -> str:
        """The key in the menu of areas."""
        return self.key.removeprefix(GO)


#: The key that opens the menu of areas; those that have no digit begin with it.
GO = "g"
AREAS = (
    Area("overview", "1"),
    Area("users", "2", "USERS_READ"),
    Area("readings", "3", "READINGS_READ"),
    Area("notifications", "4", "NOTIFICATIONS_READ"),
    Area("privacy", "5", "PRIVACY_READ"),
    Area("audit", "6", "AUDIT_READ"),
    Area("buildings", "7", "READINGS_READ"),
    Area("windows", "8", "ACCOUNTS_READ"),
    Area("rules", "9", "READINGS_READ"),
    Area("works", "gw", "WORKS_READ"),
    Area("debts", "gd", "BILLING_READ"),
    Area("campaigns", "gc", "NOTIFICATIONS_READ"),
    Area("templates", "gt", "NOTIFICATIONS_READ"),
    Area("providers", "gp", "NOTIFICATIONS_READ"),
    Area("stoplist", "gs", "NOTIFICATIONS_READ"),
    Area("policies", "gy", "POLICY_READ"),
    Area("duties", "gr", "DATA_DUTIES_READ"),
    Area("terms", "gk", "PRIVACY_READ"),
    Area("support", "gf", "SUPPORT_READ"),
)

EVERYWHERE = "everywhere"
ACTIONS = (
    Action("filter", "/", EVERYWHERE),
    Action("go", GO, EVERYWHERE),
    Action("jump", ":", EVERYWHERE),
    Action("help", "?", EVERYWHERE),
    Action("order", "o", EVERYWHERE),
    Action("renew", "f5", EVERYWHERE),
    Action("language", "f2", EVERYWHERE),
    Action("theme", "f3", EVERYWHERE),
    Action("password", "f9", EVERYWHERE),
    Action("sign_out", "f10", EVERYWHERE),
    Action("quit", "q", EVERYWHERE),
    Action("user_edit", "e", "users", "USERS_WRITE"),
    Action("user_block", "b", "users", "USERS_BLOCK"),
    Action("user_unblock", "u", "users", "USERS_BLOCK"),
    Action("user_readings", "r", "users", "READINGS_READ"),
    Action("user_debts", "d", "users", "BILLING_READ"),
    Action("user_link", "a", "users", "ACCOUNTS_LINK"),
    Action("user_unlink", "x", "users", "ACCOUNTS_LINK"),
    Action("user_why", "y", "users", "NOTIFICATIONS_READ"),
    Action("user_notify", "m", "users", "NOTIFICATIONS_SEND"),
    Action("user_preference", "p", "users", "PREFERENCES_WRITE"),
    Action("user_stops", "s", "users", "NOTIFICATIONS_READ"),
    Action("user_request", "w", "users", "PRIVACY_REGISTER"),
    Action("reading_queue", "s", "readings"),
    Action("reading_accept", "a", "readings", "READINGS_REVIEW", bulk=True),
    Action("reading_refuse", "x", "readings", "READINGS_REVIEW", bulk=True),
    Action("reading_fix", "f", "readings", "READINGS_REVIEW", bulk=True),
    Action("reading_estimate", "e", "readings", "READINGS_REVIEW", bulk=True),
    Action("reading_correct", "c", "readings", "READINGS_REVIEW"),
    Action("reading_undo", "u", "readings", "READINGS_REVIEW"),
    Action("reading_reverse", "v", "readings", "READINGS_REVIEW", danger=True),
    Action("reading_import", "i", "readings", "READINGS_IMPORT"),
    Action("building_service", "s", "buildings", "READINGS_READ"),
    Action("building_earlier", ",", "buildings", "READINGS_READ"),
    Action("building_later", ".", "buildings", "READINGS_READ"),
    Action("window_earlier", ",", "windows", "ACCOUNTS_READ"),
    Action("window_later", ".", "windows", "ACCOUNTS_READ"),
    Action("window_change", "e", "windows", "ACCOUNTS_WRITE"),
    Action("window_next", "n", "windows", "ACCOUNTS_WRITE"),
    Action("window_estimate", "m", "windows", "READINGS_REVIEW"),
    Action("rules_create", "n", "rules", "RULES_WRITE"),
    Action("rules_replay", "p", "rules", "RULES_WRITE"),
    Action("rules_activate", "y", "rules", "RULES_WRITE", danger=True),
    Action("work_open", "s", "works"),
    Action("work_create", "n", "works", "WORKS_WRITE"),
    Action("work_change", "e", "works", "WORKS_WRITE"),
    Action("work_postpone", "p", "works", "WORKS_WRITE"),
    Action("work_finish", "f", "works", "WORKS_WRITE"),
    Action("work_cancel", "x", "works", "WORKS_WRITE", danger=True),
    Action("work_messages", "m", "works", "NOTIFICATIONS_READ"),
    Action("work_earlier", ",", "works", "WORKS_READ"),
    Action("work_later", ".", "works", "WORKS_READ"),
    Action("duty_overdue", "s", "duties"),
    Action("duty_excuse", "e", "duties", "PRIVACY_WORK"),
    Action("support_reply", "r", "support", "SUPPORT_WRITE"),
    Action("support_note", "e", "support", "SUPPORT_WRITE"),
    Action("support_assign", "a", "support", "SUPPORT_WORK"),
    Action("support_close", "x", "support", "SUPPORT_WORK"),
    Action("support_merge", "m", "support", "SUPPORT_WORK"),
    Action("support_hand_over", "p", "support", "SUPPORT_WORK"),
    Action("support_unassigned", "s", "support"),
    Action("debt_account", "a", "debts", "ACCOUNTS_READ"),
    Action("debt_schedule", "e", "debts", "BILLING_WRITE"),
    Action("debt_messages", "m", "debts", "NOTIFICATIONS_READ"),
    Action("campaign_create", "n", "campaigns", "CAMPAIGNS_WRITE"),
    Action("campaign_edit", "e", "campaigns", "CAMPAIGNS_WRITE"),
    Action("campaign_estimate", "a", "campaigns", "CAMPAIGNS_WRITE"),
    Action("campaign_schedule", "b", "campaigns", "CAMPAIGNS_WRITE", danger=True),
    Action("campaign_pause", "p", "campaigns", "CAMPAIGNS_WRITE"),
    Action("campaign_resume", "r", "campaigns", "CAMPAIGNS_WRITE"),
    Action("campaign_resend", "f", "campaigns", "CAMPAIGNS_WRITE", danger=True),
    Action("campaign_cancel", "x", "campaigns", "CAMPAIGNS_WRITE", danger=True),
    Action("campaign_why", "y", "campaigns", "USERS_READ"),
    Action("campaign_messages", "m", "campaigns", "NOTIFICATIONS_READ"),
    Action("template_create", "n", "templates", "TEMPLATES_WRITE"),
    Action("template_edit", "e", "templates", "TEMPLATES_WRITE"),
    Action("template_recipient", "v", "templates", "USERS_READ"),
    Action("provider_failures", "m", "providers", "NOTIFICATIONS_READ"),
    Action("provider_rules", "e", "providers", "DELIVERY_RULES_WRITE"),
    Action("stop_add", "n", "stoplist", "SUPPRESSIONS_WRITE"),
    Action("stop_release", "x", "stoplist", "SUPPRESSIONS_WRITE"),
    Action("stop_messages", "m", "stoplist", "NOTIFICATIONS_READ"),
    Action("notification_queue", "s", "notifications"),
    Action("notification_dead", "d", "notifications"),
    Action("notification_why", "y", "notifications", "NOTIFICATIONS_READ"),
    Action("notification_retry", "r", "notifications", "NOTIFICATIONS_SEND", bulk=True),
    Action("notification_cancel", "x", "notifications", "NOTIFICATIONS_SEND", danger=True, bulk=True),
    Action("notification_stops", "l", "notifications", "NOTIFICATIONS_READ"),
    Action("notification_templates", "t", "notifications", "NOTIFICATIONS_READ"),
    Action("request_open", "s", "privacy"),
    Action("request_create", "n", "privacy", "PRIVACY_REGISTER"),
    Action("request_prove", "i", "privacy", "PRIVACY_REGISTER", "RecordIdentityProof"),
    Action("request_assign", "a", "privacy", "PRIVACY_WORK", "AssignPrivacyRequest"),
    Action("request_propose", "p", "privacy", "PRIVACY_WORK", "ProposeDecision"),
    Action("request_approve", "y", "privacy", "PRIVACY_APPROVE", "ApproveDecision", danger=True),
    Action("request_return", "b", "privacy", "PRIVACY_APPROVE", "ApproveDecision"),
    Action("request_hold", "h", "privacy", "PRIVACY_WORK", "PlaceHold"),
    Action("request_release", "l", "privacy", "PRIVACY_WORK", "ReleaseHold"),
    Action("request_extend", "e", "privacy", "PRIVACY_WORK", "ExtendDeadline"),
    Action("request_preview", "v", "privacy", "PRIVACY_WORK"),
    Action("request_package", "d", "privacy", "PRIVACY_READ"),
    Action("request_link", "m", "privacy", "PRIVACY_WORK", danger=True),
    Action("request_letter", "t", "privacy", "PRIVACY_WORK"),
    Action("request_verify", "z", "privacy", "PRIVACY_WORK"),
    Action("request_withdraw", "w", "privacy", "PRIVACY_REGISTER", "WithdrawPrivacyRequest"),
    Action("term_open", "v", "terms"),
    Action("term_earlier", ",", "terms"),
    Action("term_later", ".", "terms"),
    Action("policy_read", "v", "policies", "POLICY_READ"),
    Action("policy_compare", "c", "policies", "POLICY_READ"),
    Action("policy_create", "n", "policies", "POLICY_WRITE"),
    Action("policy_edit", "e", "policies", "POLICY_WRITE"),
    Action("policy_publish", "y", "policies", "POLICY_WRITE", danger=True),
    Action("policy_discard", "x", "policies", "POLICY_WRITE", danger=True),
    Action("audit_verify", "v", "audit", "AUDIT_READ"),
)


#: Actions that begin with a form.
_ASKS = frozenset(
    {
        "user_edit",
        "user_block",
        "user_unblock",
        "user_link",
        "user_unlink",
        "user_notify",
        "user_preference",
        "reading_correct",
        "reading_reverse",
        "reading_import",
        "work_create",
        "work_change",
        "work_postpone",
        "work_finish",
        "work_cancel",
        "debt_account",
        "debt_schedule",
        "provider_rules",
        "stop_add",
        "stop_release",
        "campaign_create",
        "campaign_edit",
        "campaign_schedule",
        "campaign_resume",
        "campaign_resend",
        "campaign_cancel",
        "campaign_why",
        "template_create",
        "template_edit",
        "template_recipient",
        "user_why",
        "window_change",
        "window_next",
        "rules_create",
        "rules_replay",
        "rules_activate",
        "request_create",
        "request_prove",
        "request_propose",
        "request_approve",
        "request_return",
        "request_hold",
        "request_release",
        "request_extend",
        "request_withdraw",
        "request_link",
        "request_letter",
        "policy_compare",
        "policy_create",
        "policy_edit",
        "policy_publish",
        "policy_discard",
    }
)


def of(scope: str) -> Iterator[Action]:
    return (action for action in ACTIONS if action.scope == scope)


def by_id(action_id: str) -> Action:
    return next(action for action in ACTIONS if action.id == action_id)
