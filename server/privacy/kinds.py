"""What the kinds of request differ in."""

from smartregion.v1.privacy_request_service_pb2 import PrivacyRequestKind as K

#: Demands about the applicant's own data.
OWN_DATA = frozenset(
    {
        K.PRIVACY_REQUEST_KIND_ACCESS,
        K.PRIVACY_REQUEST_KIND_COPY,
        K.PRIVACY_REQUEST_KIND_RECTIFICATION,
        K.PRIVACY_REQUEST_KIND_ERASURE,
        K.PRIVACY_REQUEST_KIND_OBJECTION,
        K.PRIVACY_REQUEST_KIND_RESTRICTION,
        K.PRIVACY_REQUEST_KIND_CONSENT_WITHDRAWAL,
    }
)
#: Answered with what is held, and answered lawfully too where nothing is.
PACKAGES = frozenset({K.PRIVACY_REQUEST_KIND_ACCESS, K.PRIVACY_REQUEST_KIND_COPY})
#: Somebody must show who they are: for a lawyer's request the warrant (5076-VI, art. 24(1)). An appeal and a request
#: for public information are answered whoever asks (393/96-ВР, art. 5; 2939-VI, art. 19(2)).
PROVEN = OWN_DATA | {K.PRIVACY_REQUEST_KIND_LAWYER_REQUEST}


def proven(kind: int, proof_at: int | None) -> bool:
    """Whether a request may be worked on: its applicant is proven, or need not be."""
    return proof_at is not None or kind not in PROVEN
