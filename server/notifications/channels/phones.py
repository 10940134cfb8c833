"""Letters that go to a phone."""

import re

from server.limits import SMS_PARTS_MOST
from server.notifications import sms
from server.notifications.channels import Answer, Letter, Outcome
from server.notifications.channels.faults import Fault

_E164 = re.compile(r"\+[1-9]\d{7,14}")


def unfit(letter: Letter) -> Outcome | None:
    """Why a letter is not even offered; None where it is."""
    if not _E164.fullmatch(letter.recipient):
        return Outcome(Answer.REFUSED, fault=Fault.PHONE_IS_NONE, no_such_contact=True)
    if len(sms.split(letter.body).parts) > SMS_PARTS_MOST:
        return Outcome(Answer.REFUSED, f"> {SMS_PARTS_MOST}", fault=Fault.TOO_MANY_PARTS)
    return None
