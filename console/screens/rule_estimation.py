"""What a rule set puts where nobody read a register: shown, and typed anew."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from console import formats, typed
from console.choices import ESTIMATION_METHODS
from console.i18n import enum, t
from console.metering import Estimation, RuleSet
from console.ports import ClientError
from console.screens import rule_numbers
from console.widgets.detail import Block
from console.widgets.form import Field

MONTHS = 12


def block(row: RuleSet, built_in: RuleSet) -> Block:
    """The methods in their order, the default and the profile; what differs from version 1 stands out."""
    one, before = row.estimation, built_in.estimation
    lines = [
        (one.methods != before.methods, f"{t('rules.methods')}: {_named(one.methods)}"),
        (one.default_per_day != before.default_per_day, f"{t('rules.default')}: {_default(row)}"),
        (one.profile != before.profile, f"{t('rules.profile')}: {_months(one.profile)}"),
    ]
    return Block(t("rules.estimation"), lines=[("warn" if changed else "", said) for changed, said in lines])


def numbered() -> str:
    """The methods with the numbers that they are typed by."""
    return "\n".join(f"{number}  {enum('estimation_method', one)}" for number, one in enumerate(ESTIMATION_METHODS, 1))


def fields(row: RuleSet) -> Sequence[Field]:
    stand = _stand(row.estimation)
    default = t("rules.default_typed", unit=formats.unit(row.commodity))
    return (
        Field("methods", t("rules.methods_typed"), stand["methods"], reads=_methods_read, example="1 2 6"),
        Field("default", default, stand["default"], required=False),
        Field("profile", t("rules.profile_typed"), stand["profile"], reads=_profile_read, example="2 2 1,5 1 …"),
        Field("note", t("column.note"), required=False),
    )


def answered(row: RuleSet, answers: Mapping[str, str]) -> RuleSet:
    """The rule set with what was typed; what was left as it stood stays to the last digit. Raises ClientError."""
    one, stand = row.estimation, _stand(row.estimation)
    if answers["methods"] != stand["methods"]:
        one = replace(one, methods=_methods(answers["methods"]))
    if answers["default"] != stand["default"]:
        one = replace(one, default_per_day=rule_numbers.typed(answers["default"]) if answers["default"] else None)
    if answers["profile"] != stand["profile"]:
        one = replace(one, profile=_profile(answers["profile"]))
    return replace(row, estimation=one, note=answers["note"])


def _stand(one: Estimation) -> dict[str, str]:
    """What stands in the form before anything is typed."""
    numbers = (ESTIMATION_METHODS.index(name) + 1 for name in one.methods)
    return {
        "methods": " ".join(map(str, numbers)),
        "default": "" if one.default_per_day is None else rule_numbers.shown(one.default_per_day),
        "profile": " ".join(map(rule_numbers.shown, one.profile)),
    }


def _methods(text: str) -> tuple[str, ...]:
    """Methods by their numbers, each once. Raises ClientError."""
    numbers = {str(number): name for number, name in enumerate(ESTIMATION_METHODS, 1)}
    words = text.split()
    if not words or len(set(words)) < len(words) or not set(words) <= numbers.keys():
        raise typed.wrong(t("rules.methods_wrong", text=text, last=len(numbers)), "methods")
    return tuple(numbers[word] for word in words)


def _profile(text: str) -> tuple[float, ...]:
    """The weights of January to December. Raises ClientError."""
    weights = tuple(rule_numbers.typed(word) for word in text.split())
    if len(weights) != MONTHS or min(weights) < 0 or not sum(weights):
        raise typed.wrong(t("rules.profile_wrong"), "profile")
    return weights


def _methods_read(text: str) -> str:
    try:
        return _named(_methods(text))
    except ClientError:
        return ""


def _profile_read(text: str) -> str:
    try:
        return formats.sparkline(_profile(text))
    except ClientError:
        return ""


def _named(methods: Sequence[str]) -> str:
    return ", ".join(enum("estimation_method", one) for one in methods)


def _default(row: RuleSet) -> str:
    default = row.estimation.default_per_day
    if default is None:
        return t("rules.no_default")
    return f"{rule_numbers.shown(default)} {t('rules.per_day', unit=formats.unit(row.commodity))}"


def _months(profile: Sequence[float]) -> str:
    """As bars from January on, and in numbers."""
    return f"{formats.sparkline(profile)}  {' '.join(map(rule_numbers.shown, profile))}"
