"""Errors as data: each knows its status and its reason, and becomes a google.rpc.Status on the wire."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

import grpc
from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.duration_pb2 import Duration
from google.rpc import code_pb2, error_details_pb2, status_pb2
from smartregion.v1.error_pb2 import ErrorReason

from server.texts import told
from storage import errors as storage_errors

DOMAIN = "smartregion.v1"
DETAILS_KEY = "grpc-status-details-bin"


@dataclass(frozen=True)
class Violation:
    """A field, by its path, and the rule it breaks."""

    field: str
    rule: str
    message: str
    #: What the sentence for people names.
    values: Mapping[str, str] = dataclasses.field(default_factory=dict, hash=False)


class ServiceError(Exception):
    """The base of all that a client is told."""

    status = grpc.StatusCode.INTERNAL
    reason = ErrorReason.ERROR_REASON_UNSPECIFIED

    def __init__(
        self, message: str, *, violations: tuple[Violation, ...] = (), retry_after: float | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.violations = violations
        #: Seconds after which the same call may succeed.
        self.retry_after = retry_after

    @property
    def reason_name(self) -> str:
        return ErrorReason.Name(self.reason).removeprefix("ERROR_REASON_")

    def to_status(self, language: str = "en", request_id: str = "") -> status_pb2.Status:
        """The rich status; LocalizedMessage is for people, everything else for programs."""
        code: int = self.status.value[0]
        status = status_pb2.Status(code=code, message=self.message)
        info = error_details_pb2.ErrorInfo(reason=self.reason_name, domain=DOMAIN)
        if request_id:
            info.metadata["request_id"] = request_id
        _add(status, info)
        if self.violations:
            request = error_details_pb2.BadRequest()
            for violation in self.violations:
                request.field_violations.add(
                    field=violation.field, description=violation.message, reason=violation.rule
                )
            _add(status, request)
        if self.retry_after is not None:
            seconds = int(self.retry_after)
            nanos = int((self.retry_after - seconds) * 1e9)
            _add(status, error_details_pb2.RetryInfo(retry_delay=Duration(seconds=seconds, nanos=nanos)))
        text = self.said(language)
        _add(status, error_details_pb2.LocalizedMessage(locale=language, message=text))
        return status

    def said(self, language: str) -> str:
        """What people are told of it."""
        first = self.violations[0] if self.violations else Violation("", "", "")
        return told(self.reason_name, language, first.rule, self.message, first.values)


def _add(status: status_pb2.Status, detail: object) -> None:
    packed = AnyMessage()
    packed.Pack(detail)  # type: ignore[arg-type]
    status.details.append(packed)


class InvalidField(ServiceError):
    """A field breaks a rule."""

    status = grpc.StatusCode.INVALID_ARGUMENT
    reason = ErrorReason.ERROR_REASON_INVALID_FIELD

    def __init__(self, field: str, rule: str, message: str, **values: str) -> None:
        super().__init__(f"{field}: {message} ({rule})", violations=(Violation(field, rule, message, values),))

    @classmethod
    def of(cls, violations: tuple[Violation, ...]) -> "InvalidField":
        error = cls(violations[0].field, violations[0].rule, violations[0].message)
        error.violations = violations
        return error


class MalformedMessage(ServiceError):
    status = grpc.StatusCode.INVALID_ARGUMENT
    reason = ErrorReason.ERROR_REASON_MALFORMED_MESSAGE


class InvalidPageToken(ServiceError):
    status = grpc.StatusCode.INVALID_ARGUMENT
    reason = ErrorReason.ERROR_REASON_INVALID_PAGE_TOKEN


class InvalidResumeToken(ServiceError):
    status = grpc.StatusCode.INVALID_ARGUMENT
    reason = ErrorReason.ERROR_REASON_INVALID_RESUME_TOKEN


class InvalidFieldMask(ServiceError):
    status = grpc.StatusCode.INVALID_ARGUMENT
    reason = ErrorReason.ERROR_REASON_INVALID_FIELD_MASK


class Unauthenticated(ServiceError):
    status = grpc.StatusCode.UNAUTHENTICATED
    reason = ErrorReason.ERROR_REASON_UNAUTHENTICATED


class WrongCredentials(ServiceError):
    status = grpc.StatusCode.UNAUTHENTICATED
    reason = ErrorReason.ERROR_REASON_WRONG_CREDENTIALS


class SecondFactorRequired(ServiceError):
    status = grpc.StatusCode.UNAUTHENTICATED
    reason = ErrorReason.ERROR_REASON_SECOND_FACTOR_REQUIRED


class LockedOut(ServiceError):
    status = grpc.StatusCode.RESOURCE_EXHAUSTED
    reason = ErrorReason.ERROR_REASON_LOCKED_OUT


class PermissionDenied(ServiceError):
    status = grpc.StatusCode.PERMISSION_DENIED
    reason = ErrorReason.ERROR_REASON_PERMISSION_DENIED


class RateLimited(ServiceError):
    status = grpc.StatusCode.RESOURCE_EXHAUSTED
    reason = ErrorReason.ERROR_REASON_RATE_LIMITED


class NotFound(ServiceError):
    """There is none, or the caller may not know of it."""

    status = grpc.StatusCode.NOT_FOUND
    reason = ErrorReason.ERROR_REASON_NOT_FOUND


class AlreadyExists(ServiceError):
    status = grpc.StatusCode.ALREADY_EXISTS
    reason = ErrorReason.ERROR_REASON_ALREADY_EXISTS


class StaleEtag(ServiceError):
    status = grpc.StatusCode.ABORTED
    reason = ErrorReason.ERROR_REASON_STALE_ETAG


class RequestIdReused(ServiceError):
    status = grpc.StatusCode.ALREADY_EXISTS
    reason = ErrorReason.ERROR_REASON_REQUEST_ID_REUSED


class WrongState(ServiceError):
    status = grpc.StatusCode.FAILED_PRECONDITION
    reason = ErrorReason.ERROR_REASON_WRONG_STATE


class SamePerson(ServiceError):
    status = grpc.StatusCode.FAILED_PRECONDITION
    reason = ErrorReason.ERROR_REASON_SAME_PERSON


class IdentityNotProven(ServiceError):
    status = grpc.StatusCode.FAILED_PRECONDITION
    reason = ErrorReason.ERROR_REASON_IDENTITY_NOT_PROVEN


class ForbiddenByLaw(ServiceError):
    """What the law says, with its article, in both languages."""

    status = grpc.StatusCode.FAILED_PRECONDITION
    reason = ErrorReason.ERROR_REASON_FORBIDDEN_BY_LAW

    def __init__(self, uk: str, en: str) -> None:
        super().__init__(en)
        self._uk = uk

    def said(self, language: str) -> str:
        return self._uk if language == "uk" else self.message


class Conflict(ServiceError):
    status = grpc.StatusCode.FAILED_PRECONDITION
    reason = ErrorReason.ERROR_REASON_CONFLICT


class RevisionTooOld(ServiceError):
    status = grpc.StatusCode.OUT_OF_RANGE
    reason = ErrorReason.ERROR_REASON_REVISION_TOO_OLD


class SlowConsumer(ServiceError):
    status = grpc.StatusCode.RESOURCE_EXHAUSTED
    reason = ErrorReason.ERROR_REASON_SLOW_CONSUMER


class LimitExceeded(ServiceError):
    status = grpc.StatusCode.RESOURCE_EXHAUSTED
    reason = ErrorReason.ERROR_REASON_LIMIT_EXCEEDED


class Unavailable(ServiceError):
    status = grpc.StatusCode.UNAVAILABLE
    reason = ErrorReason.ERROR_REASON_UNAVAILABLE


class UnknownCall(ServiceError):
    status = grpc.StatusCode.UNIMPLEMENTED
    reason = ErrorReason.ERROR_REASON_UNKNOWN_CALL


class CodeRejected(ServiceError):
    status = grpc.StatusCode.FAILED_PRECONDITION
    reason = ErrorReason.ERROR_REASON_CODE_REJECTED


class Unreadable(ServiceError):
    """A sealed field that the call needs does not open."""

    status = grpc.StatusCode.DATA_LOSS
    reason = ErrorReason.ERROR_REASON_UNREADABLE


def mapped(error: Exception) -> ServiceError | None:
    """What a client is told of an error of the storage; None for one that nobody foresaw."""
    match error:
        case ServiceError():
            return error
        case storage_errors.RequestReused():
            return RequestIdReused("request_id: was used with another body")
        case storage_errors.RevisionTooOld():
            return RevisionTooOld(f"resume_token: {error}; watch anew")
        case storage_errors.SlowWatcher():
            return SlowConsumer("the watch fell too far behind; resume from the last token")
        case storage_errors.KeyDestroyed():
            return NotFound("the person was erased")
        case storage_errors.Unreadable():
            return Unreadable(f"{error}: it was damaged in the database; state it anew, or restore it")
        case storage_errors.DuplicateValue():
            return AlreadyExists("something that must be unique is taken")
        case storage_errors.Unavailable() | storage_errors.FeedClosed():
            return Unavailable("the service can't take this now; try again", retry_after=1.0)
    return None


INTERNAL = status_pb2.Status(code=code_pb2.INTERNAL, message="the service failed; the request_id names the log entry")
