"""What we say of a letter is in the language of whoever reads it; what a provider says stays as it says it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from smartregion.v1.common_pb2 import Language

from server import notifications
from server.notifications.channels import Answer, Outcome
from server.notifications.channels.faults import Fault

UKRAINIAN, ENGLISH = Language.LANGUAGE_UKRAINIAN, Language.LANGUAGE_ENGLISH
HOUSE = Path(notifications.__file__).parent
#: What makes something that people are told: text in it is a provider's own.
TELLERS = {"Outcome", "held_back", "ProviderReceipt", "Moved", "Down", "NotWritten", "NoAnswer", "NotSent", "_Down"}
#: Words of protocols, which are said as they are.
PROTOCOL = {"HTTP", "status", "bind_transceiver"}


@pytest.mark.parametrize("fault", Fault, ids=lambda one: one.name)
def test_every_fault_has_a_sentence_in_both_languages(fault: Fault) -> None:
    uk, en = fault.value
    assert re.search("[а-яіїєґ]", uk)
    assert not re.search("[ыэъё]", uk)
    assert re.search("[a-z]", en)
    assert not re.search("[а-яіїєґ]", en)
    assert not uk.endswith(".")
    assert not en.endswith(".")


def test_faults_are_told_in_the_language_asked_for_with_the_providers_words_behind() -> None:
    plain = Outcome(Answer.REFUSED, fault=Fault.NO_DEVICE)
    assert (plain.told(UKRAINIAN), plain.told(ENGLISH)) == (
        "Жодного пристрою не зареєстровано.",
        "No device is registered.",
    )
    quoted = Outcome(Answer.REFUSED, "404 STOPLIST", fault=Fault.ON_STOP_LIST)
    assert quoted.told(UKRAINIAN) == "Номер у стоп-листі провайдера: 404 STOPLIST"
    assert Outcome(Answer.REFUSED, "550 no such user").told(UKRAINIAN) == "550 no such user"
    assert Outcome(Answer.ACCEPTED).told(UKRAINIAN) == ""


def texts(path: Path) -> Iterator[str]:
    """What stands literally in the arguments of whatever people are told of a letter."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in TELLERS:
            for given in (*node.args, *(keyword.value for keyword in node.keywords)):
                for part in _choices(given):
                    yield "".join(
                        one.value
                        for one in (part.values if isinstance(part, ast.JoinedStr) else [part])
                        if isinstance(one, ast.Constant) and isinstance(one.value, str)
                    )


def _choices(given: ast.expr) -> list[ast.expr]:
    if isinstance(given, ast.IfExp):
        return [*_choices(given.body), *_choices(given.orelse)]
    return [given]


def test_no_sentence_about_a_letter_is_in_english_alone() -> None:
    files = [*(HOUSE / "channels").rglob("*.py"), *(HOUSE / "delivery").rglob("*.py")]
    assert len(files) > 15
    found = [
        (path.name, text)
        for path in files
        for text in texts(path)
        if set(re.findall(r"[A-Za-z_]{3,}", text)) - PROTOCOL
    ]
    assert found == []
