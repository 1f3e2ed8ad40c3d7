"""Which machines a stranger may send us to: only those on the public internet."""

from __future__ import annotations

import socket
from ipaddress import IPv6Address, ip_address

from bot.networks.port import Never, TryLater


def public_address(host: str, port: int) -> str:
    """The address of `host`, to be connected to as it is: a second look-up could give another one.

    Raises:
        Never: any of its addresses is private, loopback or otherwise not on the public internet.
        TryLater: the name could not be looked up.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise TryLater(f"{host} could not be looked up.") from error
    addresses = [str(address[0]) for *_, address in found]
    if not all(is_public(address) for address in addresses):
        raise Never(f"{host} is an address inside a private network, and a stranger sent us there.")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        ip = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None) or ip
    return ip.is_global and not ip.is_multicast and not ip.is_reserved
