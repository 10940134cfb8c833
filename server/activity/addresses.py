"""Network addresses: one spelling for each, and the network that is kept of it once it is shortened."""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import NamedTuple

from server.errors import InvalidField

#: Bits that are kept of an address, by its version: a few hundred subscribers, or one site with all that is in it.
NETWORK_BITS = {4: 24, 6: 48}


class Address(NamedTuple):
    ip: str
    network: str


@lru_cache(maxsize=20_000)
def address(text: str) -> Address | None:
    """An address in its shortest spelling (IPv4 also where it came within IPv6), with its network; None for none."""
    try:
        found = ip_address(text)
    except ValueError:
        return None
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or IPv6Address(int(found))  # a zone is the sender's own affair
    network = ip_network((int(found), NETWORK_BITS[found.version]), strict=False)
    return Address(str(found), str(network))


def asked(text: str, field: str) -> Address:
    """What a filter asks for: an address, or a network alone. Raises InvalidField."""
    if "/" not in text:
        found = address(text)
        if found is not None:
            return found
        raise InvalidField(field, "activity.address", "must be an IP address or a network of it")
    try:
        network = ip_network(text, strict=False)
    except ValueError:
        raise InvalidField(field, "activity.address", "must be an IP address or a network of it") from None
    if network.prefixlen != NETWORK_BITS[network.version]:
        raise InvalidField(field, "activity.network", "networks are kept as /24 of IPv4 and /48 of IPv6")
    return Address("", str(network))
