"""What the rules say to people: complete in both languages, and with what they found."""

import re

import pytest
from hypothesis import given
from smartregion.v1.common_pb2 import Language
from smartregion.v1.notification_service_pb2 import NotificationCategory as C
from smartregion.v1.notification_service_pb2 import SuppressionRule

from server.notifications import sentences
from server.notifications.decision import EMAIL, RULES, SMS, Ask, Bounds, answers
from storage.repositories.facts import UserFacts

from .test_decision import ASKS, CHANNEL, FACTS, HOUR, NOON, READY, asked


@given(FACTS, ASKS, CHANNEL)
def test_every_answer_has_a_sentence_in_both_languages(facts: UserFacts, ask: Ask, channel: int) -> None:
    for rule, said in answers(facts, channel, ask):
        uk, en = sentences.told(rule, said, facts, channel, ask)
        assert re.search("[а-яіїєґ]", uk)
        assert re.search("[a-z]", en)
        assert not re.search("[ыэъё]", uk)
        assert uk.endswith(".")
        assert en.endswith(".")
        assert "{" not in uk + en


@pytest.mark.parametrize("rule", [rule for rule, _ in RULES], ids=SuppressionRule.Name)
def test_every_rule_has_an_outcome_in_both_languages(rule: int) -> None:
    uk = sentences.suppressed(rule, Language.LANGUAGE_UKRAINIAN)
    en = sentences.suppressed(rule, Language.LANGUAGE_ENGLISH)
    assert uk
    assert en
    assert uk != en


def test_of_no_rule_nothing_is_said() -> None:
    assert sentences.suppressed(0, Language.LANGUAGE_UKRAINIAN) == ""


def said(rule: int, facts: UserFacts, channel: int, ask: Ask) -> tuple[str, str]:
    return sentences.told(rule, dict(answers(facts, channel, ask))[rule], facts, channel, ask)


def test_a_sentence_names_what_the_rule_found() -> None:
    news = asked(C.NOTIFICATION_CATEGORY_NEWS)
    uk, en = said(SuppressionRule.SUPPRESSION_RULE_DAILY_CAP, READY._replace(today=3), SMS, news)
    assert uk == "За 23.11.2026 абонент уже має 3 із 3 дозволених сповіщень."
    assert en == "For 2026-11-23 the user has 3 of 3 messages already."
    night = asked(C.NOTIFICATION_CATEGORY_NEWS, now=NOON + 11 * HOUR)
    uk, en = said(SuppressionRule.SUPPRESSION_RULE_QUIET_HOURS, READY, SMS, night)
    assert uk == "Тихі години (22:00–08:00): сповіщення зачекає до 24.11.2026 08:00."
    assert en == "Quiet hours (22:00–08:00): it waits until 24 Nov 2026 08:00."
    short = asked(C.NOTIFICATION_CATEGORY_NEWS, now=NOON + 11 * HOUR, expires_at=NOON + 12 * HOUR)
    uk, _ = said(SuppressionRule.SUPPRESSION_RULE_QUIET_HOURS, READY, SMS, short)
    assert uk == "Тихі години триватимуть до 24.11.2026 08:00, а сповіщення діє лише до 24.11.2026 00:00."


def test_a_withdrawn_consent_is_told_from_one_that_never_was() -> None:
    marketing = asked(C.NOTIFICATION_CATEGORY_MARKETING)
    rule = SuppressionRule.SUPPRESSION_RULE_NO_CONSENT
    never = said(rule, READY._replace(wishes=(None, None, None)), EMAIL, marketing)
    withdrawn = said(rule, READY._replace(wishes=(None, None, False)), EMAIL, marketing)
    given_ = said(rule, READY, EMAIL, marketing)
    assert len({never, withdrawn, given_}) == 3
    assert "відкликав" in withdrawn[0]


def test_a_duty_and_an_emergency_are_told_apart() -> None:
    duty = said(SuppressionRule.SUPPRESSION_RULE_PREFERENCE_OFF, READY, SMS, asked(C.NOTIFICATION_CATEGORY_SECURITY))
    emergency = said(
        SuppressionRule.SUPPRESSION_RULE_PREFERENCE_OFF,
        READY,
        SMS,
        asked(C.NOTIFICATION_CATEGORY_WORKS, emergency=True),
    )
    assert duty[1].startswith("A duty")
    assert emergency[1].startswith("An emergency")


@pytest.mark.parametrize(
    "rule", [SuppressionRule.SUPPRESSION_RULE_USER_BLOCKED, SuppressionRule.SUPPRESSION_RULE_RESTRICTED]
)
def test_an_emergency_says_why_a_block_and_a_restriction_do_not_stop_it(rule: int) -> None:
    works = asked(C.NOTIFICATION_CATEGORY_WORKS, emergency=True)
    uk, en = said(rule, READY, SMS, works)
    assert "життя" in uk
    assert "life and limb" in en
    assert said(rule, READY, SMS, asked(C.NOTIFICATION_CATEGORY_SECURITY))[1].startswith("A duty")


def test_a_message_of_a_partner_that_waits_is_counted_already() -> None:
    rule = SuppressionRule.SUPPRESSION_RULE_SENDER_CAP
    waiting = said(rule, READY, SMS, asked(C.NOTIFICATION_CATEGORY_WORKS, sender_cap=20, queued=True))
    assert waiting[1] == "The message is counted among those of its sender already."
    assert said(rule, READY, SMS, asked(C.NOTIFICATION_CATEGORY_WORKS))[1] == (
        "Messages of one sender are not counted here."
    )


def test_what_would_pass_by_now_is_told_as_past() -> None:
    uk, en = sentences.no_longer(SuppressionRule.SUPPRESSION_RULE_DAILY_CAP)
    assert uk.endswith("Зараз це вже не так.")
    assert en.endswith("It is no longer so.")


def test_no_quiet_hours_are_called_none() -> None:
    free = asked(C.NOTIFICATION_CATEGORY_NEWS, bounds=Bounds(0, 0))
    uk, _ = said(SuppressionRule.SUPPRESSION_RULE_QUIET_HOURS, READY, SMS, free)
    assert uk == "Тихих годин не встановлено."
