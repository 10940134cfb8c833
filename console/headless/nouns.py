"""Commands: one for each call of the contract that an operator may make, named after it.

A resource that a service lists or gets is a noun, and what else the service does with it are its verbs: `ListReadings`
is `readings list`, `ReviewReading` is `readings review`. A call that is about no such resource is a verb of the
service's own noun: `UndoReview` is `readings undo-review`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
from smartregion import v1
from smartregion.v1 import options_pb2 as _options

from console.actions import AREAS, irrevocable
from console.client.looking import looks

#: The generated type stubs do not know extensions as such.
options_pb2: Any = _options

#: What makes an operator of somebody.
SIGN_IN = "SignInOperator"
#: Nouns as the console speaks of them.
_SPOKEN = {
    "audit-entries": "audit",
    "crash-groups": "crashes",
    "data-duties": "duties",
    "intake-drafts": "drafts",
    "policy-versions": "policies",
    "privacy-requests": "requests",
    "reading-windows": "windows",
    "results": "survey-results",
    "support": "threads",
    "suppressed-contacts": "stoplist",
}
#: Calls whose names do not tell what they are about.
_NAMED = {
    "GetCurrentPolicy": ("policies", "current"),
    "ImportMail": ("drafts", "import-mail"),
    "RecordDutyLetter": ("duties", "record-letter"),
    "ReleaseContact": ("stoplist", "release"),
    "RenderDutyLetter": ("duties", "render-letter"),
    "ReplayRules": ("rule-sets", "replay"),
    "ResendFailed": ("campaigns", "resend-failed"),
    SIGN_IN: ("auth", "sign-in"),
    "SuppressContact": ("stoplist", "add"),
}
#: Areas whose work is that of a noun of another name.
_AREAS = {"requests": "privacy", "threads": "support", "rule-sets": "rules"}
Words = tuple[str, ...]


@dataclass(frozen=True)
class Command:
    """A call as it is typed."""

    noun: str
    verb: str
    method: MethodDescriptor

    @property
    def path(self) -> str:
        return f"/{self.method.containing_service.full_name}/{self.method.name}"

    @property
    def call(self) -> str:
        """Its name in the contract, such as ReadingService.ListReadings."""
        return f"{self.method.containing_service.name}.{self.method.name}"

    @property
    def policy(self) -> Any:
        """What the contract decides about it, a CallPolicy."""
        return self.method.GetOptions().Extensions[options_pb2.policy]

    @property
    def changes(self) -> bool:
        """Whether it may change anything on the server."""
        return not looks(self.path)

    @property
    def signs_in(self) -> bool:
        """Whether it makes an operator of whoever calls."""
        return self.method.name == SIGN_IN

    @property
    def irrevocable(self) -> bool:
        """Whether the console has what it does confirmed."""
        return self.method.name in irrevocable()

    @property
    def purpose(self) -> str:
        """Why people's data is looked at by it, where the work itself says it: a LookPurpose; empty where it does
        not."""
        area = _AREAS.get(self.noun, self.noun)
        return next((one.purpose for one in AREAS if one.id == area), "")


@cache
def commands() -> Mapping[str, Mapping[str, Command]]:
    """Commands by noun and verb. Raises LookupError where two calls would have one name."""
    found: dict[str, dict[str, Command]] = {}
    for service in _services():
        for method in service.methods:
            if not _offered(method):
                continue
            noun, verb = _NAMED.get(method.name) or _name(service, method)
            verbs = found.setdefault(noun, {})
            if verb in verbs:
                raise LookupError(f"{noun} {verb} is {verbs[verb].call} and {method.name}")
            verbs[verb] = Command(noun, verb, method)
    return {noun: found[noun] for noun in sorted(found)}


def every() -> Iterator[Command]:
    return (command for verbs in commands().values() for command in verbs.values())


def _services() -> Iterator[ServiceDescriptor]:
    for module in iter_modules(v1.__path__):
        if module.name.endswith("_service_pb2"):
            yield from import_module(f"{v1.__name__}.{module.name}").DESCRIPTOR.services_by_name.values()


def _offered(method: MethodDescriptor) -> bool:
    """Whether an operator may call it with one request, or becomes one by it."""
    stated = method.GetOptions().Extensions[options_pb2.policy]
    theirs = options_pb2.PRINCIPAL_KIND_OPERATOR in stated.principals or method.name == SIGN_IN
    return theirs and not method.client_streaming


def _name(service: ServiceDescriptor, method: MethodDescriptor) -> tuple[str, str]:
    words = _words(method.name)
    resources = _resources(service)
    for start in range(1, len(words)):
        noun = resources.get(words[start:])
        if noun:
            return _spoken(noun), _kebab(words[:start])
    own = _words(service.name)[:-1]
    rest = tuple(word for word in words if word not in own and word not in _plural(own))
    return _spoken(resources.get(own, own)), _kebab(rest)


@cache
def _resources(service: ServiceDescriptor) -> Mapping[Words, Words]:
    """The nouns of a service, by each of their forms: what it lists or watches, and what it gets."""
    listed, got = (
        [_words(method.name)[1:] for method in service.methods if method.name.startswith(verbs)]
        for verbs in (("List", "Watch"), ("Get",))
    )
    found = {words: words for words in listed}
    for words in [*got, *(_words(method.name)[start:] for method in service.methods for start in (1, 2))]:
        if _plural(words) in found:
            found.setdefault(words, _plural(words))
    for words in got:
        found.setdefault(words, words)
    return found


def _words(name: str) -> Words:
    return tuple(re.findall("[A-Z][a-z0-9]*", name))


def _plural(words: Words) -> Words:
    if not words:
        return words
    last = words[-1]
    if last.endswith("s"):
        return words
    many = f"{last[:-1]}ies" if re.search("[^aeiou]y$", last) else f"{last}es" if last.endswith("ch") else f"{last}s"
    return (*words[:-1], many)


def _kebab(words: Sequence[str]) -> str:
    return "-".join(words).lower()


def _spoken(words: Words) -> str:
    noun = _kebab(words)
    return _SPOKEN.get(noun, noun)
