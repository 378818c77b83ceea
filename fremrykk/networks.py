"""The networks the workspace is open from."""

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.core.exceptions import ImproperlyConfigured

Network = IPv4Network | IPv6Network


def read(names: Iterable[str]) -> list[Network]:
    try:
        return [ip_network(name.strip()) for name in names if name.strip()]
    except ValueError as error:
        raise ImproperlyConfigured(
            f"WORKSPACE_NETWORKS is a list of networks, as 192.0.2.0/24 or 2001:db8::/48, with commas: {error}."
        ) from error


def hold(networks: Iterable[Network], address: str) -> bool:
    """Whether the address lies in one of them; what is no address lies in none."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return any(found in network for network in networks)
