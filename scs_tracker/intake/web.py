"""Fetches over http and https for an unattended run: bounded in time, size and redirects, and never inwards."""

from __future__ import annotations

import ipaddress
import socket
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx2

    Address = ipaddress.IPv4Address | ipaddress.IPv6Address

#: One answer, redirects and body included, takes no longer than this.
MOST_SECONDS: Final = 60.0
#: A server that says nothing for this long has gone.
SILENCE_SECONDS: Final = 20.0
MOST_REDIRECTS: Final = 5
_HEADERS: Final = {
    "User-Agent": "scs-tracker (unattended reader of reports and feeds)",
    "Accept": "*/*",
    "Accept-Encoding": "gzip, deflate",
}
#: Prefixes of IPv6 in which an IPv4 address is wrapped, from its last 32 bits.
_WRAPPING: Final = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::/96"))


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave.

    Attributes
    ----------
    url
        Where it came from, after redirects.
    content
        The body, unpacked.
    etag, last_modified
        By which the server knows this state again; empty if it did not say.
    """

    url: str
    content: bytes
    etag: str
    last_modified: str


def fetch(
    url: str, *, most_bytes: int, etag: str = "", last_modified: str = "", allow_private: bool = False
) -> Page | None:
    """Return what stands at an address; None if it is what it was at the last time.

    The name is looked up once and the connection goes to an address that was checked, so that a name that changes its
    mind leads nowhere; every redirect is checked anew. Proxies of the environment are not used.

    Parameters
    ----------
    url
        An http or https address.
    most_bytes
        A longer body, unpacked, is refused.
    etag, last_modified
        What the server said at the last time.
    allow_private
        Addresses of this machine and of private networks are allowed.

    Raises
    ------
    TrackerError
        It cannot be reached, does not answer in time, answers anything but a page, or leads where it may not.
    """
    import httpx2

    headers = dict(_HEADERS)
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    here = httpx2.URL(url)
    with _deadline(url) as watch, httpx2.Client(trust_env=False, timeout=SILENCE_SECONDS) as client:
        for _ in range(MOST_REDIRECTS + 1):
            response = _send(client, here, headers, url=url, allow_private=allow_private, watch=watch)
            try:
                if not response.has_redirect_location:
                    return _page(response, here, url, most_bytes)
                here = _next(here, response.headers["location"], url)
            finally:
                response.close()
    raise TrackerError(f"{url} was redirected more than {MOST_REDIRECTS} times; look at the address in a browser")


def _send(
    client: httpx2.Client, here: httpx2.URL, headers: dict[str, str], *, url: str, allow_private: bool, watch: Any
) -> httpx2.Response:
    """Ask the first address of the host that takes a connection."""
    import httpx2

    host = here.raw_host.decode("ascii").strip("[]")
    for address in (found := _addresses(here, host, url, allow_private=allow_private)):
        request = client.build_request(
            "GET",
            here.copy_with(host=str(address)),
            headers=headers | {"Host": here.netloc.decode("ascii")},
            extensions={"sni_hostname": host, "trace": watch},
        )
        try:
            return client.send(request, stream=True)
        except httpx2.ConnectError:
            if address != found[-1]:
                continue
            raise
    raise AssertionError("a host that is found has an address")


def _addresses(here: httpx2.URL, host: str, url: str, *, allow_private: bool) -> list[Address]:
    """Look up the host of ``here``, and refuse it if any of its addresses is not a public one."""
    port = here.port or (443 if here.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise TrackerError(f"{url} cannot be reached: the name {host} was not found; is this machine online?") from None
    addresses = [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]
    private = [one for one in addresses if not is_public(one)]
    if private and not allow_private:
        raise TrackerError(
            f"{url} leads to {private[0]}, which is this machine or a private network; "
            "write allow_private = true under this source if that is meant"
        )
    return list(dict.fromkeys(addresses))


def is_public(address: Address) -> bool:
    """Return whether an address belongs to the public network, also behind the wrappings of IPv6.

    Examples
    --------
    >>> [is_public(ipaddress.ip_address(text)) for text in ("1.1.1.1", "127.0.0.1", "::ffff:10.0.0.1")]
    [True, False, False]
    """
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address.teredo is not None:
            inner = address.teredo[1]
        elif inner is None and any(address in network for network in _WRAPPING):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast


def _next(here: httpx2.URL, location: str, url: str) -> httpx2.URL:
    """Return where a redirect leads."""
    import httpx2

    try:
        there = here.join(location).copy_with(userinfo=b"", fragment=None)
    except (httpx2.InvalidURL, ValueError):
        raise TrackerError(f"{url} is redirected to {location[:200]!r}, which is no address") from None
    if there.scheme not in {"http", "https"} or not there.host:
        raise TrackerError(f"{url} is redirected to {str(there)[:200]}, which is no web address")
    if here.scheme == "https" and there.scheme == "http":
        raise TrackerError(f"{url} is redirected from https to {str(there)[:200]}, which anyone on the way may change")
    return there


def _page(response: httpx2.Response, here: httpx2.URL, url: str, most_bytes: int) -> Page | None:
    if response.status_code == 304:
        return None
    if response.status_code != 200:
        raise TrackerError(f"{url} answered {response.status_code} {response.reason_phrase}".rstrip())
    content = bytearray()
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > most_bytes:
            raise TrackerError(f"{url} is larger than {most_bytes / 2**20:g} MiB, which is more than is read")
    return Page(str(here), bytes(content), response.headers.get("etag", ""), response.headers.get("last-modified", ""))


@contextmanager
def _deadline(url: str) -> Iterator[Any]:
    """Cut all connections when the time is up, whatever trickles in, and say in one sentence what went wrong."""
    import httpx2

    open_: list[socket.socket] = []
    late = threading.Event()

    def watch(event: str, details: dict[str, Any]) -> None:
        # a copy of the socket stays ours when TLS takes the first over
        if event == "connection.connect_tcp.complete":
            open_.append(details["return_value"].get_extra_info("socket").dup())

    def cut() -> None:
        late.set()
        for one in open_:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(MOST_SECONDS, cut)
    timer.daemon = True
    timer.start()
    try:
        yield watch
    except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as error:
        if late.is_set():
            raise TrackerError(_LATE.format(url=url, seconds=MOST_SECONDS)) from None
        raise TrackerError(_reason(url, error)) from None
    finally:
        timer.cancel()
        for one in open_:
            one.close()
    if late.is_set():  # a body without a length seems to end where it was cut
        raise TrackerError(_LATE.format(url=url, seconds=MOST_SECONDS))


_LATE: Final = "{url} did not end within {seconds:g} seconds; it is tried again at the next run"


def _reason(url: str, error: Exception) -> str:
    import httpx2

    if isinstance(error, httpx2.TimeoutException):
        return f"{url} did not answer within {SILENCE_SECONDS:g} seconds; it is tried again at the next run"
    if isinstance(error, httpx2.ConnectError):
        return f"{url} cannot be reached ({error}); is this machine online?"
    return f"{url} gave no proper answer ({error or type(error).__name__}); it is tried again at the next run"
