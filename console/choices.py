"""What the contract lets people choose from, by the names that the catalogues put into words: nothing of it by hand."""

from itertools import permutations
from typing import Any

from smartregion.v1 import options_pb2
from smartregion.v1.common_pb2 import Commodity
from smartregion.v1.disclosure_service_pb2 import DisclosureGround
from smartregion.v1.letter_dispatch_pb2 import LetterWay
from smartregion.v1.notification_service_pb2 import NotificationCategory, NotificationChannel
from smartregion.v1.options_pb2 import DataClass, LookPurpose
from smartregion.v1.partner_service_pb2 import PartnerKind
from smartregion.v1.privacy_request_service_pb2 import PrivacyRequestKind, RequestCircumstance
from smartregion.v1.reading_service_pb2 import EstimationMethod

from console.client.convert import name, names, number

CATEGORIES = tuple(names(NotificationCategory))
CHANNELS = tuple(names(NotificationChannel))
SERVICES = tuple(names(Commodity))
#: Classes of personal data.
DATA_CLASSES = tuple(name for name in names(DataClass) if name != "OPERATIONAL")
PURPOSES = tuple(names(LookPurpose))
PARTNER_KINDS = tuple(names(PartnerKind))
REQUEST_KINDS = tuple(names(PrivacyRequestKind))
CIRCUMSTANCES = tuple(names(RequestCircumstance))
LETTER_WAYS = tuple(names(LetterWay))
GROUNDS = tuple(names(DisclosureGround))
#: Methods of estimation that a rule set may allow; the line between two readings is never chosen.
ESTIMATION_METHODS = tuple(name for name in names(EstimationMethod) if name != "INTERPOLATION")
#: Orders in which the channels may be tried, with a space between them; none of them means the cheapest first.
ORDERS = tuple(" ".join(order) for count in range(len(CHANNELS) + 1) for order in permutations(CHANNELS, count))


def grantable(kind: str) -> tuple[str, ...]:
    """The classes of data that a grant may show a kind of partner at most; of one that may see nothing personal,
    OPERATIONAL alone, which opens the statistics; of one that is granted nothing, none."""
    options: Any = options_pb2
    described: Any = PartnerKind.DESCRIPTOR.values_by_number[number(PartnerKind, kind)]
    most = [name(DataClass, one) for one in described.GetOptions().Extensions[options.ceiling].data_classes]
    return tuple(one for one in most if one in DATA_CLASSES) or tuple(most)
