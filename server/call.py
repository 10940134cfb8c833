"""One call, as a service sees it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from google.protobuf.message import Message
from smartregion.v1.options_pb2 import AuditLevel

from server.codec import encode_id
from server.config import Settings
from server.limits import SHOWN_NAMED
from server.policy import Method
from server.principal import NOBODY, Principal
from server.validation import RequestValidator
from storage.engine.audit import AuditRecord
from storage.engine.clock import Clock
from storage.engine.once import Once
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.repositories.scope import EVERYTHING, Scope

T = TypeVar("T", bound=Message)
R = TypeVar("R")


@dataclass(frozen=True)
class Base:
    """The parts of a running service that a call rests on."""

    settings: Settings
    store: Store
    clock: Clock
    validator: RequestValidator = field(default_factory=RequestValidator, kw_only=True)


@dataclass(frozen=True, slots=True)
class Target:
    """Whom or what a call touched."""

    kind: str
    id: int
    person_id: int = 0


class Call:
    """Who calls what, with which request; and the one way to write on their behalf."""

    __slots__ = (
        "_base",
        "audit_written",
        "detail",
        "ip",
        "language",
        "metadata",
        "method",
        "peer_certificate",
        "principal",
        "request",
        "request_id",
        "shown",
        "targets",
    )

    def __init__(self, base: Base, method: Method, metadata: dict[str, str], ip: str, request_id: str) -> None:
        self._base = base
        self.method = method
        self.metadata = metadata
        #: As the server saw it, or as the app gateway reported it.
        self.ip = ip
        #: Of the transport: names the call in logs and in the audit log.
        self.request_id = request_id
        self.principal: Principal = NOBODY
        self.request: Any = None
        self.language = "uk" if metadata.get("accept-language", "").lower().startswith("uk") else "en"
        self.targets: list[Target] = []
        #: What the audit log keeps beside the target.
        self.detail: dict[str, str] = {}
        #: Users whom a list showed, as far as they are named.
        self.shown: tuple[int, ...] = ()
        self.audit_written = False
        self.peer_certificate = ""

    @property
    def store(self) -> Store:
        return self._base.store

    @property
    def settings(self) -> Settings:
        return self._base.settings

    @property
    def now(self) -> int:
        """Milliseconds, from the service's clock."""
        return self._base.clock.now()

    def scope(self) -> Scope:
        """Whose rows the caller may know of."""
        if self.principal.is_resident:
            return Scope(user_id=self.principal.id)
        if self.principal.is_partner:
            return Scope(utility_ids=self.principal.utility_ids, partner_id=self.principal.id)
        return EVERYTHING

    def own_scope(self) -> Scope:
        """Whose rows the caller may write about: a grant lets a partner see the accounts of others, and no more."""
        if self.principal.is_partner:
            return Scope(utility_ids=frozenset({self.principal.id}))
        return self.scope()

    def target(self, kind: str, number: int, person_id: int = 0) -> None:
        """Names what the audit log is to say the call touched."""
        self.targets.append(Target(kind, number, person_id))

    def showed(self, rows: int, person_ids: Iterable[int]) -> None:
        """Says for the audit log how many rows a list showed, and of whom."""
        self.detail["rows"] = str(rows)
        self.showed_of(person_ids)

    def showed_of(self, person_ids: Iterable[int]) -> None:
        """Says for the audit log whose data was shown, where they are not too many to be named. What residents are
        shown of themselves is nobody's look."""
        persons = tuple(dict.fromkeys(number for number in person_ids if number))
        if persons and len(persons) <= SHOWN_NAMED and not self.principal.is_resident:
            self.shown = persons
            self.detail["users"] = " ".join(map(encode_id, persons))

    async def showing(self, person_ids: Sequence[int], beyond: int = 0) -> None:
        """Puts on record whose data a stream shows, beside what its first entry says; and how many rows it showed
        besides, whose nobody is named."""
        for name in ("users", "beyond"):  # of the entry before
            self.detail.pop(name, None)
        self.showed_of(person_ids)
        if beyond:
            self.detail["beyond"] = str(beyond)
        record = self.audit_records("OK")[0]
        await self._base.store.write(lambda tx: tx.audit(record))

    async def write(self, unit: Callable[[Tx], T]) -> T:
        """Runs a unit that makes the reply: exactly once for its request_id, audited in the same transaction."""

        def audited(tx: Tx) -> T:
            self.targets.clear()  # a unit may run again
            reply = unit(tx)
            if self.method.audit == AuditLevel.AUDIT_LEVEL_CHANGE:
                for record in self.audit_records("OK"):
                    tx.audit(record)
            return reply

        reply = await self._base.store.write(audited, once=self.once())
        self.audit_written = True
        return reply

    async def read(self, query: Callable[[Tx], R], *, long: bool = False) -> R:
        """Runs a query; `long` for a page of what is read page after page."""
        return await self._base.store.read(query, long=long)

    def once(self) -> Once | None:
        """How to recognise this request when it comes again; None where it has no request_id."""
        if not self.method.has_request_id:
            return None
        reply_type: Any = self.method.reply_type
        return Once.of(
            self.principal.key,
            self.request.request_id,
            self.method.path,
            self.request.SerializeToString(deterministic=True),
            reply_type.SerializeToString,
            reply_type.FromString,
        )

    def audit_records(self, outcome: str) -> list[AuditRecord]:
        """One record for each target; one without where there is none."""
        beside = {"ip": self.ip, "key": encode_id(self.principal.key_id)}
        detail = {**self.detail, **{name: value for name, value in beside.items() if value}}
        records = [
            AuditRecord(
                actor_kind=self.principal.kind,
                actor_id=self.principal.id,
                action=self.method.full_name,
                outcome=outcome,
                target_kind=target.kind,
                target_id=target.id,
                person_id=target.person_id,
                request_id=self.request_id,
                detail=detail,
            )
            for target in self.targets or [Target("", 0)]
        ]
        records[0] = replace(records[0], shown=self.shown)
        return records

    def validate(self, message: Message, prefix: str) -> None:
        """Checks a message that was put together here by the rules of the contract. Raises InvalidField."""
        self._base.validator.check(message, prefix)
