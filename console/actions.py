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
    #: The call of the contract that it makes, where that is not `call`; stated of what can't be undone.
    does: str = ""
    #: Can't be undone: confirmed by typing.
    danger: bool = False
    #: Works on all marked rows.
    bulk: bool = False
    #: Begins with a form: what is typed before it stands is meant for it.
    asks: bool = False
    #: Makes something new, whatever is under the cursor.
    fresh: bool = False
    #: Whether it changes anything on the server, where the permission does not tell: one to read changes nothing, and
    #: none is needed for what changes nothing.
    writes: bool | None = None
    #: Reads or writes a file that is named on the machine of the console: not for somebody in a browser.
    local: bool = False
    #: Offered only where a recording is replayed.
    replay: bool = False

    @property
    def label(self) -> str:
        """Message id."""
        return f"action.{self.id}"

    @property
    def changes(self) -> bool:
        """Whether it changes anything on the server, and so is not for a console that only looks."""
        if self.writes is not None:
            return self.writes
        return bool(self.permission) and not self.permission.endswith("_READ")


@dataclass(frozen=True)
class Area:
    """A screen of its own, by digit or by `g` and a letter, by name after `:`, and the permission to see it."""

    id: str
    key: str
    permission: str = ""
    #: Why people's data is looked at here: the work itself says it. Where it does not, the operator does.
    purpose: str = ""

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
    Area("readings", "3", "READINGS_READ", "METERING"),
    Area("notifications", "4", "NOTIFICATIONS_READ", "DELIVERY"),
    Area("privacy", "5", "PRIVACY_READ", "PRIVACY_REQUEST"),
    Area("audit", "6", "AUDIT_READ"),
    Area("buildings", "7", "READINGS_READ", "METERING"),
    Area("windows", "8", "ACCOUNTS_READ"),
    Area("rules", "9", "READINGS_READ"),
    Area("works", "gw", "WORKS_READ", "DELIVERY"),
    Area("debts", "gd", "BILLING_READ", "BILLING"),
    Area("campaigns", "gc", "NOTIFICATIONS_READ", "DELIVERY"),
    Area("templates", "gt", "NOTIFICATIONS_READ"),
    Area("providers", "gp", "NOTIFICATIONS_READ"),
    Area("stoplist", "gs", "NOTIFICATIONS_READ", "DELIVERY"),
    Area("policies", "gy", "POLICY_READ"),
    Area("terms", "ge", "PRIVACY_READ", "PRIVACY_REQUEST"),
    Area("disclosures", "gl", "DISCLOSURES_READ", "PRIVACY_REQUEST"),
    Area("partners", "gk", "PARTNERS_READ"),
    Area("drafts", "gm", "PRIVACY_REGISTER", "PRIVACY_REQUEST"),
    Area("duties", "gr", "DATA_DUTIES_READ", "PRIVACY_REQUEST"),
    Area("activity", "gv", "ACTIVITY_READ"),
    Area("crashes", "gx", "ACTIVITY_READ"),
    Area("support", "gf", "SUPPORT_READ"),
    Area("surveys", "gn", "SURVEYS_READ"),
    Area("alerts", "ga", "ALERTS_READ", "SECURITY"),
    Area("insight", "gi", "INSIGHT_READ"),
    Area("handovers", "gh", "HAND_OVERS"),
)

EVERYWHERE = "everywhere"
ACTIONS = (
    Action("filter", "/", EVERYWHERE),
    Action("search", "F", EVERYWHERE, asks=True),
    Action("go", GO, EVERYWHERE),
    Action("jump", ":", EVERYWHERE),
    Action("help", "?", EVERYWHERE),
    Action("order", "o", EVERYWHERE),
    Action("renew", "f5", EVERYWHERE),
    Action("language", "f2", EVERYWHERE),
    Action("theme", "f3", EVERYWHERE),
    Action("purpose", "f8", EVERYWHERE, asks=True),
    Action("filters", "L", EVERYWHERE),
    Action("columns", "C", EVERYWHERE),
    Action("settings", "O", EVERYWHERE),
    Action("copy", "Y", EVERYWHERE),
    Action("table", "E", EVERYWHERE),
    Action("picture", "P", EVERYWHERE),
    Action("replay_pause", "f4", EVERYWHERE, replay=True),
    Action("replay_faster", "f6", EVERYWHERE, replay=True),
    Action("replay_jump", "f7", EVERYWHERE, asks=True, replay=True),
    Action("replay_follow", "f12", EVERYWHERE, replay=True),
    Action("password", "f9", EVERYWHERE, writes=True),
    Action("sign_out", "f10", EVERYWHERE),
    Action("quit", "q", EVERYWHERE),
    Action("user_edit", "e", "users", "USERS_WRITE", asks=True),
    Action("user_block", "b", "users", "USERS_BLOCK", asks=True),
    Action("user_unblock", "u", "users", "USERS_BLOCK", asks=True),
    Action("user_life", "t", "users"),
    Action("user_readings", "r", "users", "READINGS_READ"),
    Action("user_debts", "d", "users", "BILLING_READ"),
    Action("user_link", "a", "users", "ACCOUNTS_LINK", asks=True),
    Action("user_unlink", "x", "users", "ACCOUNTS_LINK", asks=True),
    Action("user_why", "y", "users", "NOTIFICATIONS_READ", asks=True),
    Action("user_notify", "m", "users", "NOTIFICATIONS_SEND", asks=True),
    Action("user_preference", "p", "users", "PREFERENCES_WRITE", asks=True),
    Action("user_stops", "s", "users", "NOTIFICATIONS_READ"),
    Action("user_request", "w", "users", "PRIVACY_REGISTER"),
    Action("user_activity", "v", "users", "ACTIVITY_READ"),
    Action("reading_queue", "s", "readings"),
    Action("reading_refused", "r", "readings"),
    Action("reading_accept", "a", "readings", "READINGS_REVIEW", bulk=True),
    Action("reading_refuse", "x", "readings", "READINGS_REVIEW", bulk=True),
    Action("reading_fix", "f", "readings", "READINGS_REVIEW", bulk=True),
    Action("reading_estimate", "e", "readings", "READINGS_REVIEW", bulk=True),
    Action("reading_correct", "c", "readings", "READINGS_REVIEW", asks=True),
    Action("reading_undo", "u", "readings", "READINGS_REVIEW"),
    Action("reading_reverse", "v", "readings", "READINGS_REVIEW", does="ReverseReading", danger=True, asks=True),
    Action("reading_exchange", "m", "readings", "METERS_WRITE", does="ExchangeMeter", danger=True, asks=True),
    Action("reading_import", "i", "readings", "READINGS_IMPORT", fresh=True, asks=True, local=True),
    Action("building_service", "s", "buildings", "READINGS_READ"),
    Action("building_earlier", ",", "buildings", "READINGS_READ"),
    Action("building_later", ".", "buildings", "READINGS_READ"),
    Action("window_earlier", ",", "windows", "ACCOUNTS_READ"),
    Action("window_later", ".", "windows", "ACCOUNTS_READ"),
    Action("window_change", "e", "windows", "ACCOUNTS_WRITE", asks=True),
    Action("window_next", "n", "windows", "ACCOUNTS_WRITE", asks=True),
    Action("window_estimate", "m", "windows", "READINGS_REVIEW"),
    Action("rules_create", "n", "rules", "RULES_WRITE", asks=True),
    Action("rules_estimation", "e", "rules", "RULES_WRITE", asks=True),
    Action("rules_replay", "p", "rules", "RULES_WRITE", asks=True, writes=False),
    Action("rules_activate", "y", "rules", "RULES_WRITE", does="ActivateRuleSet", danger=True, asks=True),
    Action("work_open", "s", "works"),
    Action("work_create", "n", "works", "WORKS_WRITE", fresh=True, asks=True),
    Action("work_change", "e", "works", "WORKS_WRITE", asks=True),
    Action("work_postpone", "p", "works", "WORKS_WRITE", asks=True),
    Action("work_finish", "f", "works", "WORKS_WRITE", asks=True),
    Action("work_cancel", "x", "works", "WORKS_WRITE", does="CancelWork", danger=True, asks=True),
    Action("work_messages", "m", "works", "NOTIFICATIONS_READ"),
    Action("work_earlier", ",", "works", "WORKS_READ"),
    Action("work_later", ".", "works", "WORKS_READ"),
    Action("duty_overdue", "s", "duties"),
    Action("duty_excuse", "e", "duties", "PRIVACY_WORK"),
    Action("duty_letter", "t", "duties", "PRIVACY_WORK", writes=False),
    Action("duty_sent", "m", "duties", "PRIVACY_WORK", asks=True),
    Action("disclosure_open", "s", "disclosures"),
    Action("disclosure_create", "n", "disclosures", "DISCLOSURES_WORK", fresh=True, asks=True),
    Action("disclosure_study", "p", "disclosures", "DISCLOSURES_WORK", "StudyDisclosure"),
    Action(
        "disclosure_approve", "y", "disclosures", "DISCLOSURES_APPROVE", "ApproveDisclosure", danger=True, asks=True
    ),
    Action("disclosure_deny", "x", "disclosures", "DISCLOSURES_APPROVE", "DenyDisclosure", asks=True),
    Action("disclosure_defer", "e", "disclosures", "DISCLOSURES_WORK", "DeferDisclosure", asks=True),
    Action(
        "disclosure_release",
        "d",
        "disclosures",
        "DISCLOSURES_WORK",
        "ReleaseDisclosure",
        danger=True,
        asks=True,
        local=True,
    ),
    Action(
        "disclosure_tell", "m", "disclosures", "DISCLOSURES_APPROVE", "EndDisclosureExemption", danger=True, asks=True
    ),
    Action("disclosure_ledger", "v", "disclosures", "DISCLOSURES_READ"),
    Action("partner_see", "v", "partners", "PARTNERS_READ"),
    Action("partner_create", "n", "partners", "PARTNERS_WRITE", fresh=True, asks=True),
    Action("partner_edit", "e", "partners", "PARTNERS_WRITE", asks=True),
    Action("partner_grant", "a", "partners", "PARTNERS_WRITE"),
    Action("partner_regrant", "c", "partners", "PARTNERS_WRITE"),
    Action("partner_ungrant", "x", "partners", "PARTNERS_WRITE", does="RevokeGrant", danger=True, asks=True),
    Action("partner_issue", "i", "partners", "PARTNERS_WRITE", asks=True, local=True),
    Action("partner_rotate", "t", "partners", "PARTNERS_WRITE", asks=True, local=True),
    Action("partner_revoke", "r", "partners", "PARTNERS_WRITE", does="RevokeKey", danger=True, asks=True),
    Action("partner_suspend", "b", "partners", "PARTNERS_WRITE", does="UpdatePartner", danger=True, asks=True),
    Action("partner_resume", "u", "partners", "PARTNERS_WRITE"),
    Action("partner_duties", "d", "partners", "DATA_DUTIES_READ"),
    Action("debt_account", "a", "debts", "ACCOUNTS_READ", asks=True),
    Action("debt_schedule", "e", "debts", "BILLING_WRITE", asks=True),
    Action("support_reply", "r", "support", "SUPPORT_WRITE", asks=True),
    Action("support_note", "e", "support", "SUPPORT_WRITE", asks=True),
    Action("support_assign", "a", "support", "SUPPORT_WORK"),
    Action("support_close", "x", "support", "SUPPORT_WORK"),
    Action("support_merge", "m", "support", "SUPPORT_WORK", asks=True),
    Action("support_hand_over", "p", "support", "SUPPORT_WORK", asks=True),
    Action("support_unassigned", "s", "support"),
    Action("survey_open", "s", "surveys"),
    Action("survey_create", "n", "surveys", "SURVEYS_WRITE", fresh=True, asks=True),
    Action("survey_edit", "e", "surveys", "SURVEYS_WRITE", "UpdateSurvey", asks=True),
    Action("survey_audience", "a", "surveys", "SURVEYS_WRITE", "UpdateSurvey", asks=True),
    Action("survey_publish", "y", "surveys", "SURVEYS_WRITE", "PublishSurvey", danger=True, asks=True),
    Action("survey_texts", "v", "surveys", "SURVEYS_WRITE", writes=False),
    Action("survey_export", "d", "surveys", "SURVEYS_READ"),
    Action("survey_close", "f", "surveys", "SURVEYS_WRITE", "CloseSurvey", danger=True, asks=True),
    Action("survey_discard", "x", "surveys", "SURVEYS_WRITE", "DiscardSurvey", danger=True, asks=True),
    Action("debt_messages", "m", "debts", "NOTIFICATIONS_READ"),
    Action("campaign_create", "n", "campaigns", "CAMPAIGNS_WRITE", fresh=True, asks=True),
    Action("campaign_edit", "e", "campaigns", "CAMPAIGNS_WRITE", asks=True),
    Action("campaign_estimate", "a", "campaigns", "CAMPAIGNS_WRITE"),
    Action("campaign_schedule", "b", "campaigns", "CAMPAIGNS_WRITE", does="ScheduleCampaign", danger=True, asks=True),
    Action("campaign_pause", "p", "campaigns", "CAMPAIGNS_WRITE"),
    Action("campaign_resume", "r", "campaigns", "CAMPAIGNS_WRITE", asks=True),
    Action("campaign_resend", "f", "campaigns", "CAMPAIGNS_WRITE", does="ResendFailed", danger=True, asks=True),
    Action("campaign_cancel", "x", "campaigns", "CAMPAIGNS_WRITE", does="CancelCampaign", danger=True, asks=True),
    Action("campaign_why", "y", "campaigns", "USERS_READ", asks=True),
    Action("campaign_messages", "m", "campaigns", "NOTIFICATIONS_READ"),
    Action("template_create", "n", "templates", "TEMPLATES_WRITE", fresh=True, asks=True),
    Action("template_edit", "e", "templates", "TEMPLATES_WRITE", asks=True),
    Action("template_recipient", "v", "templates", "USERS_READ", asks=True),
    Action("provider_failures", "m", "providers", "NOTIFICATIONS_READ"),
    Action("provider_rules", "e", "providers", "DELIVERY_RULES_WRITE", asks=True),
    Action("handover_write", "n", "handovers", "HAND_OVERS", fresh=True, asks=True, writes=True),
    Action("stop_add", "n", "stoplist", "SUPPRESSIONS_WRITE", fresh=True, asks=True),
    Action("stop_release", "x", "stoplist", "SUPPRESSIONS_WRITE", asks=True),
    Action("stop_messages", "m", "stoplist", "NOTIFICATIONS_READ"),
    Action("notification_queue", "s", "notifications"),
    Action("notification_dead", "d", "notifications"),
    Action("notification_why", "y", "notifications", "NOTIFICATIONS_READ"),
    Action("notification_retry", "r", "notifications", "NOTIFICATIONS_SEND", bulk=True),
    Action(
        "notification_cancel",
        "x",
        "notifications",
        "NOTIFICATIONS_SEND",
        does="CancelNotification",
        danger=True,
        bulk=True,
    ),
    Action("notification_stops", "l", "notifications", "NOTIFICATIONS_READ"),
    Action("notification_templates", "t", "notifications", "NOTIFICATIONS_READ"),
    Action("request_open", "s", "privacy"),
    Action("request_create", "n", "privacy", "PRIVACY_REGISTER", fresh=True, asks=True),
    Action("request_part", "N", "privacy", "PRIVACY_REGISTER", "AddLetterPart", asks=True),
    Action("request_prove", "i", "privacy", "PRIVACY_REGISTER", "RecordIdentityProof", asks=True),
    Action("request_assign", "a", "privacy", "PRIVACY_WORK", "AssignPrivacyRequest"),
    Action("request_propose", "p", "privacy", "PRIVACY_WORK", "ProposeDecision", asks=True),
    Action("request_approve", "y", "privacy", "PRIVACY_APPROVE", "ApproveDecision", danger=True, asks=True),
    Action("request_return", "b", "privacy", "PRIVACY_APPROVE", "ApproveDecision", asks=True),
    Action("request_hold", "h", "privacy", "PRIVACY_WORK", "PlaceHold", asks=True),
    Action("request_release", "l", "privacy", "PRIVACY_WORK", "ReleaseHold", asks=True),
    Action("request_extend", "e", "privacy", "PRIVACY_WORK", "ExtendDeadline", asks=True),
    Action("request_preview", "v", "privacy", "PRIVACY_WORK", writes=False),
    Action("request_package", "d", "privacy", "PRIVACY_PACKAGES", "DownloadAccessPackage"),
    Action("request_link", "m", "privacy", "PRIVACY_WORK", "CreatePackageLink", danger=True, asks=True),
    Action("request_letter", "t", "privacy", "PRIVACY_WORK", asks=True, writes=False),
    Action("request_sent", "x", "privacy", "PRIVACY_WORK", "RecordLetterSent", asks=True),
    Action("request_unsent", "S", "privacy"),
    Action("request_copy", "c", "privacy", "PRIVACY_WORK", "RecordCopyDestroyed", asks=True),
    Action("request_verify", "z", "privacy", "PRIVACY_WORK", "VerifyErasure"),
    Action("request_withdraw", "w", "privacy", "PRIVACY_WITHDRAW", "WithdrawPrivacyRequest", asks=True),
    Action("term_open", "v", "terms"),
    Action("term_earlier", ",", "terms"),
    Action("term_later", ".", "terms"),
    Action("request_repeat", "r", "privacy", "PRIVACY_WORK", "MarkDuplicate", asks=True),
    Action("request_lift", "u", "privacy", "PRIVACY_WORK", asks=True),
    Action("request_mails", "f", "privacy", "PRIVACY_REGISTER", writes=False),
    Action("draft_new", "s", "drafts"),
    Action("draft_confirm", "y", "drafts", "PRIVACY_REGISTER", asks=True),
    Action("draft_discard", "x", "drafts", "PRIVACY_REGISTER", asks=True),
    Action("draft_import", "i", "drafts", "PRIVACY_REGISTER", fresh=True, asks=True, local=True),
    Action("draft_requests", "m", "drafts", "PRIVACY_READ"),
    Action("activity_user", "u", "activity"),
    Action("activity_address", "a", "activity"),
    Action("activity_network", "n", "activity"),
    Action("activity_crashes", "c", "activity"),
    Action("crash_open", "s", "crashes"),
    Action("crash_resolve", "f", "crashes", "CRASHES_WORK", "ResolveCrashGroup", asks=True),
    Action("crash_reopen", "b", "crashes", "CRASHES_WORK", "ReopenCrashGroup"),
    Action("alert_open", "s", "alerts"),
    Action("alert_take", "a", "alerts", "ALERTS_WORK"),
    Action("alert_assign", "m", "alerts", "ALERTS_WORK"),
    Action("alert_resolve", "f", "alerts", "ALERTS_WORK", asks=True),
    Action("alert_block", "b", "alerts", "ALERTS_WORK", does="ActOnAlert", danger=True, asks=True),
    Action("alert_end", "e", "alerts", "ALERTS_WORK", does="ActOnAlert", danger=True, asks=True),
    Action("alert_revoke", "r", "alerts", "ALERTS_WORK", does="ActOnAlert", danger=True, asks=True),
    Action("alert_factor", "t", "alerts", "ALERTS_WORK", does="ActOnAlert", danger=True, asks=True),
    Action("alert_activity", "v", "alerts", "ACTIVITY_READ"),
    Action("alert_rules", "p", "alerts", "ALERT_RULES_WRITE", asks=True),
    Action("insight_step", "s", "insight"),
    Action("insight_part", "p", "insight"),
    Action("insight_rebuild", "b", "insight", "INSIGHT_REBUILD", asks=True),
    Action("policy_read", "v", "policies", "POLICY_READ"),
    Action("policy_compare", "c", "policies", "POLICY_READ", asks=True),
    Action("policy_create", "n", "policies", "POLICY_WRITE", fresh=True, asks=True),
    Action("policy_edit", "e", "policies", "POLICY_WRITE", asks=True),
    Action("policy_publish", "y", "policies", "POLICY_WRITE", does="PublishPolicyVersion", danger=True, asks=True),
    Action("policy_discard", "x", "policies", "POLICY_WRITE", does="DiscardPolicyVersion", danger=True, asks=True),
    Action("audit_verify", "v", "audit", "AUDIT_READ", writes=True),
)


def of(scope: str) -> Iterator[Action]:
    return (action for action in ACTIONS if action.scope == scope)


def irrevocable() -> frozenset[str]:
    """Calls of the contract that can't be undone, or not by whoever made them."""
    return frozenset(action.call or action.does for action in ACTIONS if action.danger)


def by_id(action_id: str) -> Action:
    return next(action for action in ACTIONS if action.id == action_id)
