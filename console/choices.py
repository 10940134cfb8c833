"""What the contract lets people choose from, by the names that the catalogues put into words: nothing of it by hand."""

from itertools import permutations

from smartregion.v1.common_pb2 import Commodity
from smartregion.v1.notification_service_pb2 import NotificationCategory, NotificationChannel

from console.client.convert import names

CATEGORIES = tuple(names(NotificationCategory))
CHANNELS = tuple(names(NotificationChannel))
SERVICES = tuple(names(Commodity))
#: Orders in which the channels may be tried, with a space between them; none of them means the cheapest first.
ORDERS = tuple(" ".join(order) for count in range(len(CHANNELS) + 1) for order in permutations(CHANNELS, count))
