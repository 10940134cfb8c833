"""The policy of the invented town's company: both languages say the same, and what the mission numbers M1 to M20."""

from datetime import date

import pytest

from server.demo import policies, run
from server.policies import difference, rules

VERSIONS = policies.versions(date(2026, 11, 23))
#: What must be said of each clause, in Ukrainian and in English.
CLAUSES = {
    "M1": ("Номери телефонів ми також завантажуємо на власний сайт", "upload phone numbers to the company's own site"),
    "M2": ("IP-адресу, звіти про збої", "IP address, crash reports"),
    "M3": ("опитування в застосунку", "surveys in the app"),
    "M4": ("форму зворотного зв'язку", "feedback form"),
    "M5": ("оновлюйте їх", "accurate and up to date"),
    "M6": ("Щоб застосунок працював", "keep the app working"),
    "M7": ("технічну підтримку", "technical support"),
    "M8": ("платежі, строк яких настає", "payments that fall due"),
    "M9": ("заборгованість перед виконавцем", "a debt to a utility"),
    "M10": ("передання показань лічильників", "hand in meter readings"),
    "M11": ("технічні та ремонтні роботи", "technical and repair works"),
    "M12": ("вдосконалювати його", "improve it"),
    "M13": ("лише за вашою попередньою згодою", "only with your prior consent"),
    "M14": ("шахрайство та зловживання", "fraud and abuse"),
    "M15": ("Партнери можуть збирати статистику", "Partners may collect statistics"),
    "M16": ("У виняткових випадках", "In exceptional circumstances"),
    "M17": ("негайно повідомте нас", "report it in the app at once"),
    "M18": ("ви приймаєте нову редакцію", "you accept the new version"),
    "M19": ("відмовитися від окремих послуг", "unsubscribe from services"),
    "M20": ("паперовий лист", "paper letter"),
}


@pytest.mark.parametrize("one", VERSIONS, ids=lambda one: "+".join(one.files))
def test_a_version_could_be_published_and_covers_every_clause(one: policies.Written) -> None:
    uk, en = policies.text(one, "uk"), policies.text(one, "en")
    rules.check_text(uk, "uk")
    rules.check_text(en, "en")
    rules.check_complete({"text_uk": uk, "text_en": en, "summary_uk": one.summary_uk, "summary_en": one.summary_en})
    missing = [clause for clause, (said_uk, said_en) in CLAUSES.items() if said_uk not in uk or said_en not in en]
    assert missing == []


@pytest.mark.parametrize("one", VERSIONS, ids=lambda one: "+".join(one.files))
def test_letters_are_of_the_company_that_the_policy_names(one: policies.Written) -> None:
    said = policies.text(one, "uk")
    assert [value for value in run.CONTROLLER.values() if value not in said] == []


def test_versions_differ_in_a_few_paragraphs() -> None:
    for language in ("uk", "en"):
        old, new, draft = (policies.text(one, language) for one in VERSIONS)
        changed = [each for each in difference.compare(old, new) if each.change is not difference.Change.SAME]
        assert 5 < len(changed) < 12
        added = difference.compare(new, draft)[-2:]
        assert [each.change for each in added] == [difference.Change.ADDED] * 2
