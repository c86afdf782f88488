"""Connections to public addresses alone (OWASP A10:2021, server-side request forgery).

A name is resolved once, every address it has must be public, and the connection goes to the address
that was judged: a second answer of the name server changes nothing.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl

NOT_PUBLIC = "is not a public address"


class Forbidden(Exception):
    """The address must not be reached; the text says why."""


def find_public_address(host: str, port: int) -> str:
    """The address to connect to. Raises Forbidden unless every address of the host is public."""
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Forbidden(f"{host} cannot be resolved ({error})") from error
    addresses = [str(answer[4][0]) for answer in answers]
    for address in addresses:
        if not is_public(address):
            raise Forbidden(f"{host} ({address}) {NOT_PUBLIC}")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether the address is reachable by everybody: no loopback, private, link-local, reserved,
    multicast or translated one."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour
        if parsed.teredo is not None:
            inner = parsed.teredo[1]
        if parsed in TRANSLATED:
            inner = ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
        if inner is not None:
            parsed = inner
    return parsed.is_global and not parsed.is_multicast and not parsed.is_reserved


TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


def open_connection(
    scheme: str, host: str, port: int, timeout: float
) -> http.client.HTTPConnection:
    """A connection to the host whose address was judged; certificates are checked by the host's name."""
    address = find_public_address(host, port)
    if scheme == "https":
        return PinnedHTTPS(host, port, address, timeout)
    return PinnedHTTP(host, port, address, timeout)


class PinnedHTTP(http.client.HTTPConnection):
    def __init__(self, host: str, port: int, address: str, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self._address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)


class PinnedHTTPS(http.client.HTTPSConnection):
    def __init__(self, host: str, port: int, address: str, timeout: float) -> None:
        self._tls = ssl.create_default_context()
        super().__init__(host, port, timeout=timeout, context=self._tls)
        self._address = address

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
