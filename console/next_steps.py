"""What law wants next of a privacy request, with the article; the server has the last word on what is allowed."""

from console import formats
from console.i18n import language, t
from console.models import PrivacyRequest

Line = tuple[str, str]

#: Kinds that are answered whoever asks (393/96-ВР, art. 5; 2939-VI, art. 19(2)).
_UNPROVEN = ("APPEAL", "PUBLIC_INFORMATION")
#: Kinds of which recipients of the data are told.
TOLD = ("RECTIFICATION", "ERASURE", "RESTRICTION", "OBJECTION", "CONSENT_WITHDRAWAL")
ANSWERED = ("FULFILLED", "PARTLY_FULFILLED")
CLOSED = (*ANSWERED, "REFUSED", "WITHDRAWN", "DUPLICATE")


def lines(one: PrivacyRequest) -> list[Line]:
    """In the order in which they are to be done; the first is the next."""
    return [("warn" if place == 0 else "", text) for place, text in enumerate(_steps(one))]


def _steps(one: PrivacyRequest) -> list[str]:
    if one.closed_at is not None:
        return _after(one)
    found = []
    if not one.proof_at and one.kind not in _UNPROVEN:
        article = "5076-VI, art. 24(1)" if one.kind == "LAWYER_REQUEST" else "2297-VI, art. 16(4)"
        found.append(_said("next.prove", article))
    if one.similar:
        found.append(_said("next.compare", "", numbers=", ".join(link.number for link in one.similar)))
    if one.state == "AWAITING_APPROVAL":
        found.append(_said("next.approve", ""))
    elif one.state == "ON_HOLD":
        found.append(_said("next.hold", "2297-VI, art. 15"))
    else:
        found.append(_said("next.decide", one.due_article, due=formats.day(one.due_on)))
    return found


def _after(one: PrivacyRequest) -> list[str]:
    """What is left once it is decided."""
    if one.state == "REFUSED":
        return [_said("next.refusal", "2297-VI, art. 17(3)")]
    if one.state not in ANSWERED:
        return []
    found = [_said("next.answer", one.due_article)]
    if one.state == "PARTLY_FULFILLED" and one.kind in TOLD:
        found.append(_said("next.recipients", "2297-VI, art. 21(3)"))
    if one.lifting is not None and one.lifting.state in ("PROPOSED", "TOLD"):
        found.insert(0, _said(f"next.lifting_{one.lifting.state.lower()}", "GDPR, art. 18(3)"))
    return found


def _said(message: str, article: str, **values: object) -> str:
    cited = f" ({formats.article(article, language())})" if article else ""
    return t(message, **values) + cited
