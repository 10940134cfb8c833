"""PolicyService: proto in, proto out."""

from typing import Any

from smartregion.v1 import policy_service_pb2 as pb
from smartregion.v1.common_pb2 import Language
from smartregion.v1.notification_service_pb2 import NotificationCause

from server import etags
from server.call import Call
from server.codec import decode_id, encode_id, milliseconds, optional_id
from server.errors import AlreadyExists, NotFound, SamePerson
from server.policies import difference, mapping, rules
from server.policies.workflow import WORKFLOW, standing
from server.services import Calls
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.errors import DuplicateValue
from storage.models.policies import PUBLISHED, PolicyVersion
from storage.repositories import notifications, operators, policies

CAUSE = NotificationCause.NOTIFICATION_CAUSE_POLICY


class PolicyService(Calls):
    # -- writing

    async def CreatePolicyVersion(self, request: Any, call: Call) -> pb.CreatePolicyVersionResponse:
        wanted = request.version
        version_id = new_id()

        def unit(tx: Tx) -> pb.CreatePolicyVersionResponse:
            row = PolicyVersion(
                id=version_id,
                label=wanted.label,
                author_id=call.principal.id,
                editor_id=call.principal.id,
                created_at=tx.now,
                updated_at=tx.now,
                **_values(wanted, mapping.CHANGEABLE[1:]),
            )
            try:
                policies.add(tx, row)
            except DuplicateValue:
                raise AlreadyExists("version.label: is taken") from None
            call.target("policy_version", version_id)
            return pb.CreatePolicyVersionResponse(version=shown(tx, row, call))

        return await call.write(unit)

    async def UpdatePolicyVersion(self, request: Any, call: Call) -> pb.UpdatePolicyVersionResponse:
        version_id = decode_id(request.version.id, "version.id")

        def unit(tx: Tx) -> pb.UpdatePolicyVersionResponse:
            row = held(tx, version_id, request.version.etag)
            state = WORKFLOW.next(row.state, "changed")
            merged = shown(tx, row, call)
            paths = etags.merge(merged, request.version, request.update_mask, mapping.CHANGEABLE, "version")
            call.validate(merged, "version")
            values = _values(merged, paths)
            try:
                policies.update(tx, row, **values, state=state, editor_id=call.principal.id, updated_at=tx.now)
            except DuplicateValue:
                raise AlreadyExists("version.label: is taken") from None
            call.target("policy_version", version_id)
            call.detail["fields"] = ",".join(paths)
            return pb.UpdatePolicyVersionResponse(version=shown(tx, row, call))

        return await call.write(unit)

    async def DiscardPolicyVersion(self, request: Any, call: Call) -> pb.DiscardPolicyVersionResponse:
        version_id = decode_id(request.id)

        def unit(tx: Tx) -> pb.DiscardPolicyVersionResponse:
            row = held(tx, version_id, request.etag)
            policies.update(tx, row, state=WORKFLOW.next(row.state, "discarded"), updated_at=tx.now)
            call.target("policy_version", version_id)
            return pb.DiscardPolicyVersionResponse(version=shown(tx, row, call))

        return await call.write(unit)

    async def PublishPolicyVersion(self, request: Any, call: Call) -> pb.PublishPolicyVersionResponse:
        version_id = decode_id(request.id)

        def unit(tx: Tx) -> pb.PublishPolicyVersionResponse:
            row = held(tx, version_id, request.etag)
            state = WORKFLOW.next(row.state, "published")
            if row.editor_id == call.principal.id:
                raise SamePerson("the text was last changed by you; another operator must publish it")
            rules.check_complete({name: getattr(row, name) for name in (*rules.TEXTS, *rules.SUMMARIES)})
            effective_from = rules.effect(row.effective_from, tx.now)
            try:
                policies.update(
                    tx,
                    row,
                    state=state,
                    effective_from=effective_from,
                    publisher_id=call.principal.id,
                    published_at=tx.now,
                )
            except DuplicateValue:
                raise AlreadyExists("version.effective_from: another version takes effect at that instant") from None
            call.target("policy_version", version_id)
            call.detail["label"] = row.label
            return pb.PublishPolicyVersionResponse(version=shown(tx, row, call))

        return await call.write(unit)

    # -- reading

    async def GetCurrentPolicy(self, request: Any, call: Call) -> pb.GetCurrentPolicyResponse:
        stated = milliseconds(request.at) if request.HasField("at") else None

        def query(tx: Tx) -> pb.GetCurrentPolicyResponse:
            at = tx.now if stated is None else stated
            row = policies.in_force(tx, at)
            if row is None:
                raise NotFound("no version was in force then")
            reply = pb.GetCurrentPolicyResponse(version=mapping.version(row, at, row.effective_from))
            if (following := policies.next_after(tx, at)) is not None:
                reply.next.CopyFrom(mapping.version(following, at, row.effective_from, texts=False))
            if (
                call.principal.is_resident
                and (known := policies.accepted(tx, call.principal.id, row.label)) is not None
            ):
                reply.acceptance.CopyFrom(mapping.acceptance(known))
            return reply

        return await call.read(query)

    async def GetPolicyVersion(self, request: Any, call: Call) -> pb.GetPolicyVersionResponse:
        by_id = decode_id(request.id) if request.WhichOneof("which") == "id" else None

        def query(tx: Tx) -> pb.GetPolicyVersionResponse:
            row = policies.by_label(tx, request.label) if by_id is None else policies.by_id(tx, by_id)
            row = visible(row, request.id or request.label, call)
            message = shown(tx, row, call)
            if call.principal.is_operator and row.state == PUBLISHED:
                told = notifications.reached(tx, CAUSE, [row.id])[row.id]
                message.reach.CopyFrom(mapping.reach(policies.reach(tx, row.label), told))
            return pb.GetPolicyVersionResponse(version=message)

        # All users are counted for an operator: nobody else waits for that.
        return await call.read(query, long=call.principal.is_operator)

    async def ListPolicyVersions(self, request: Any, call: Call) -> pb.ListPolicyVersionsResponse:
        page = self._services.paging.page(request)
        after = page.past(int)
        operator = call.principal.is_operator

        def query(tx: Tx) -> pb.ListPolicyVersionsResponse:
            rows, total = policies.page(tx, drafts=operator, after=after, size=page.size, skip=page.skip)
            names = operators.names(tx, mapping.people(rows)) if operator else None
            since = effective_since(tx)
            reply = pb.ListPolicyVersionsResponse(
                versions=[mapping.version(row, tx.now, since, names, texts=False) for row in rows], total_size=total
            )
            page.end(reply, rows, lambda last: (last.id,))
            return reply

        return await call.read(query)

    async def ComparePolicyVersions(self, request: Any, call: Call) -> pb.ComparePolicyVersionsResponse:
        ids = decode_id(request.from_id, "from_id"), decode_id(request.to_id, "to_id")
        name = "text_uk" if request.language == Language.LANGUAGE_UKRAINIAN else "text_en"

        def query(tx: Tx) -> pb.ComparePolicyVersionsResponse:
            old, new = (getattr(visible(policies.by_id(tx, one), encode_id(one), call), name) for one in ids)
            paragraphs = difference.compare(old, new)
            removed, added = difference.counted(paragraphs)
            return pb.ComparePolicyVersionsResponse(
                paragraphs=map(mapping.paragraph, paragraphs), words_removed=removed, words_added=added
            )

        return await call.read(query)

    # -- acceptance

    async def RecordAcceptance(self, request: Any, call: Call) -> pb.RecordAcceptanceResponse:
        def unit(tx: Tx) -> pb.RecordAcceptanceResponse:
            row = visible(policies.by_label(tx, request.policy_version), request.policy_version, call)
            WORKFLOW.next(standing(row.state, row.effective_from, tx.now, effective_since(tx)), "accepted")
            tx.subject = call.principal.id
            made = policies.accept(tx, call.principal.id, row.label, call.ip, request.app_version)
            return pb.RecordAcceptanceResponse(acceptance=mapping.acceptance(made))

        return await call.write(unit)

    async def ListAcceptances(self, request: Any, call: Call) -> pb.ListAcceptancesResponse:
        page = self._services.paging.page(request)
        wanted = request.filter
        stated = optional_id(wanted.user_id, "filter.user_id")
        user_id = call.principal.id if call.principal.is_resident else stated

        def query(tx: Tx) -> pb.ListAcceptancesResponse:
            if stated not in (None, user_id):
                return pb.ListAcceptancesResponse()  # another's
            found = policies.of(
                tx,
                user_id=user_id,
                label=wanted.policy_version,
                how=wanted.kind,
                after=page.past(int),
                size=page.size,
            )
            reply = pb.ListAcceptancesResponse(acceptances=map(mapping.acceptance, found))
            page.end(reply, found, lambda last: (last.id,))
            return reply

        reply = await call.read(query)
        if user_id is not None:
            call.target("policy_acceptance", user_id, user_id)
        call.detail["rows"] = str(len(reply.acceptances))
        return reply


def _values(wanted: pb.PolicyVersion, paths: Any) -> dict[str, Any]:
    """Columns of the named fields. Raises InvalidField where a text is none of the subset."""
    values: dict[str, Any] = {path: getattr(wanted, path) for path in paths}
    for name in rules.TEXTS:
        if name in values:
            rules.check_text(values[name], f"version.{name}")
    if "effective_from" in values:
        values["effective_from"] = milliseconds(wanted.effective_from) if wanted.HasField("effective_from") else None
    return values


def held(tx: Tx, version_id: int, etag: str) -> PolicyVersion:
    """A version as it was read. Raises NotFound, StaleEtag."""
    row = policies.by_id(tx, version_id)
    if row is None:
        raise NotFound(f"policy version {encode_id(version_id)} not found")
    etags.require(etag, row.version, "policy version")
    return row


def visible(row: PolicyVersion | None, named: str, call: Call) -> PolicyVersion:
    """A version that the caller may know of: what is not published is the operators' own. Raises NotFound."""
    if row is None or (row.state != PUBLISHED and not call.principal.is_operator):
        raise NotFound(f"policy version {named} not found")
    return row


def effective_since(tx: Tx) -> int | None:
    """When the version took effect that is in force now."""
    row = policies.in_force(tx, tx.now)
    return row.effective_from if row else None


def shown(tx: Tx, row: PolicyVersion, call: Call) -> pb.PolicyVersion:
    """A version as it stands now, to whoever asks."""
    names = operators.names(tx, mapping.people([row])) if call.principal.is_operator else None
    return mapping.version(row, tx.now, effective_since(tx), names)
