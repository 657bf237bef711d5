"""Decide whether an IP address is on the public internet.

Python's ``is_global`` uses the registries as of the Python release, and so calls some ranges public that were reserved
later. This module has its own copy of the registries.
"""

from __future__ import annotations

import ipaddress
from typing import Final

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network

#: Networks that are not globally reachable, with their name and reference: the IANA IPv4 and IPv6 Special-Purpose
#: Address Registries as of 2026-08 (https://www.iana.org/assignments/iana-ipv4-special-registry,
#: …/iana-ipv6-special-registry); multicast has registries of its own. Blocks that the registries call reachable for
#: services of the network itself (AS112, AMT, ORCHIDv2, identifiers of drones) serve no page, and are left in.
_SPECIAL: Final = (
    ("0.0.0.0/8", "this network, RFC 791"),
    ("10.0.0.0/8", "private use, RFC 1918"),
    ("100.64.0.0/10", "shared address space, RFC 6598"),
    ("127.0.0.0/8", "loopback, RFC 1122"),
    ("168.63.129.16/32", "no registry: the platform channel of Microsoft Azure, reachable from inside it alone"),
    ("169.254.0.0/16", "link local, RFC 3927"),
    ("172.16.0.0/12", "private use, RFC 1918"),
    ("192.0.0.0/24", "IETF protocol assignments, RFC 6890; metadata of Oracle Cloud at 192.0.0.192"),
    ("192.0.2.0/24", "documentation, RFC 5737"),
    ("192.31.196.0/24", "AS112, RFC 7535"),
    ("192.52.193.0/24", "AMT, RFC 7450"),
    ("192.88.99.0/24", "6to4 relay, deprecated, RFC 7526"),
    ("192.168.0.0/16", "private use, RFC 1918"),
    ("192.175.48.0/24", "AS112, RFC 7534"),
    ("198.18.0.0/15", "benchmarking, RFC 2544"),
    ("198.51.100.0/24", "documentation, RFC 5737"),
    ("203.0.113.0/24", "documentation, RFC 5737"),
    ("224.0.0.0/4", "multicast, RFC 5771"),
    ("240.0.0.0/4", "reserved, RFC 1112"),
    ("2001::/23", "IETF protocol assignments with Teredo, RFC 2928, RFC 4380"),
    ("2001:db8::/32", "documentation, RFC 3849"),
    ("2002::/16", "6to4, RFC 3056"),
    ("2620:4f:8000::/48", "AS112, RFC 7534"),
    ("3ffe::/16", "6bone, returned, RFC 3701"),
    ("3fff::/20", "documentation, RFC 9637"),
)
_NETWORKS: Final[tuple[_Network, ...]] = tuple(ipaddress.ip_network(network) for network, _ in _SPECIAL)
#: All that is handed out of IPv6 (RFC 4291, section 2.4); loopback, link local, unique local, discard-only, dummy,
#: segment routing and local translation prefixes lie outside.
_UNICAST: Final = ipaddress.IPv6Network("2000::/3")
#: Prefixes in whose last 32 bits an IPv4 address is meant: mapped (RFC 4291) and translated (RFC 6052).
_WRAPPING: Final = (ipaddress.IPv6Network("::ffff:0:0/96"), ipaddress.IPv6Network("64:ff9b::/96"))


def is_public(address: Address) -> bool:
    """Return True if an IP address is public; if an IPv6 address contains an IPv4 address, that one is checked."""
    if isinstance(address, ipaddress.IPv6Address):
        if any(address in network for network in _WRAPPING):
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if address not in _UNICAST:
            return False
    return not any(address in network for network in _NETWORKS if network.version == address.version)
