"""Fetch URLs over http and https with limits of time, size and redirects, from public hosts only by default."""

from __future__ import annotations

import functools
import ipaddress
import re
import socket
import threading
import time
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib import metadata
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.errors import TrackerError
from scs_tracker.intake.addresses import is_public

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator, Mapping

    import httpx2

    from scs_tracker.intake.addresses import Address

#: One answer, redirects and body included, takes no longer than this.
MOST_SECONDS: Final = 60.0
#: A server that says nothing for this long has gone.
SILENCE_SECONDS: Final = 20.0
_LEAST_SECONDS: Final = 0.001
MOST_REDIRECTS: Final = 5
#: A server that asks for a longer rest than this is asked again sooner.
MOST_REST_SECONDS: Final = 7 * 86400.0
_ACCEPT: Final = {"Accept": "*/*", "Accept-Encoding": "gzip, deflate"}
#: Answers after which the same question may well be answered.
_PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
#: Headers that speak to one server alone, and go to no other.
_PRIVATE: Final = frozenset({"authorization", "x-ucdp-access-token", "cookie"})
#: What moves the cursor, ends a line or turns the reading direction has no place in a sentence of ours.
_UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]+")
_MOST_SHOWN: Final = 200


class FetchError(TrackerError):
    """Error of a URL that could not be fetched.

    ``status``: HTTP status; 0 if there was no response; ``passing``: whether a later request may succeed;
    ``rest_seconds``: seconds that the server asks to wait; None if it gives none.
    """

    def __init__(
        self, words: str, *, status: int = 0, passing: bool = False, rest_seconds: float | None = None
    ) -> None:
        super().__init__(words)
        self.status = status
        self.passing = passing
        self.rest_seconds = rest_seconds


def shown(text: str) -> str:
    r"""Return a server's text for use in a message: one line, shortened, without control characters.

    >>> shown("Not\x1b[2J Found\r\n")
    'Not [2J Found'
    """
    text = _UNPRINTABLE.sub(" ", text).strip()
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"


def user_agent(contact: str) -> str:
    """Return the User-Agent header, which names the tracker, its version and a contact."""
    return f"scs-tracker/{metadata.version('scs-tracker')} ({contact or 'a reader of reports and feeds'})"


@dataclass(frozen=True, slots=True)
class Page:
    """Response to a request for a URL.

    ``url``: final URL, after redirects; ``content``: the body, unpacked; ``etag``, ``last_modified``: version of the
    content for conditional requests; empty if not given; ``media_type``: Content-Type given by the server.
    """

    url: str
    content: bytes
    etag: str
    last_modified: str
    media_type: str = ""


def conditions(state: Mapping[str, Any]) -> dict[str, str]:
    """Return headers for a conditional request, from ``etag`` and ``last_modified`` of the last response."""
    named = {"If-None-Match": state.get("etag"), "If-Modified-Since": state.get("last_modified")}
    return {name: str(value) for name, value in named.items() if value}


def fetch(
    url: str,
    *,
    most_bytes: int,
    allow_private: bool = False,
    contact: str = "",
    headers: Mapping[str, str] | None = None,
    form: Mapping[str, str] | bytes | None = None,
    seconds: float = 0.0,
) -> Page | None:
    """Fetch a URL and return its page, or None if the server says that the page has not changed.

    The host name is looked up once, and the connection goes to an IP address that was checked, so a name that later
    leads elsewhere does no harm; every redirect is checked in the same way. Proxies of the environment are not used.

    ``most_bytes``: limit of the unpacked body; ``allow_private``: allow IP addresses of this machine and of private
    networks; ``contact``: contact given to the server; ``headers``: further headers, such as ``conditions``; ``form``:
    fields or body of a POST request; ``seconds``: time limit, if longer than for a page. Raises a FetchError if the URL
    is not valid or not allowed, cannot be reached or does not answer in time, or if the response is not a page or
    exceeds a limit.
    """
    import httpx2

    headers = _ACCEPT | {"User-Agent": user_agent(contact)} | dict(headers or {})
    body: dict[str, Any] = {"content": form} if isinstance(form, bytes) else {"data": dict(form)} if form else {}
    silence = seconds or SILENCE_SECONDS
    ends = time.monotonic() + (seconds or MOST_SECONDS)
    with (
        _deadline(url, seconds or MOST_SECONDS, ends) as watch,
        httpx2.Client(verify=_trusted(), trust_env=False) as client,
    ):
        here = _checked(lambda: _parsed(url), f"{shown(url)} is not a web address")
        for _ in range(MOST_REDIRECTS + 1):
            request = client.build_request(
                "GET" if form is None else "POST", here, headers={**headers, "Host": here.netloc.decode("ascii")},
                extensions={"trace": watch}, **body,
            )  # fmt: skip
            response = _send(client, request, url=url, allow_private=allow_private, patience=(silence, ends))
            try:
                if not response.has_redirect_location:
                    return _page(response, here, url, most_bytes)
                before, here = here, _next(here, response.headers["location"], url)
            finally:
                response.close()
            if form is not None:
                raise FetchError(f"{shown(url)} redirects requests to {shown(str(here))}; use that URL")
            if (before.scheme, before.netloc) != (here.scheme, here.netloc):
                headers = {name: value for name, value in headers.items() if name.lower() not in _PRIVATE}
    raise FetchError(
        f"{shown(url)} was redirected more than {MOST_REDIRECTS} times; open the URL in a browser to check it"
    )


@functools.cache
def _trusted() -> ssl.SSLContext:
    """Return the TLS context with trusted certificates, cached because loading it takes longer than most requests."""
    import httpx2

    return httpx2.create_ssl_context(trust_env=False)


def _parsed(url: str) -> httpx2.URL:
    import httpx2

    if "\\" in url or _UNPRINTABLE.search(url):
        raise ValueError("it has a backslash or control characters")
    return httpx2.URL(url)


def _checked(parse: Callable[[], httpx2.URL], refusal: str, advice: str = "") -> httpx2.URL:
    """Return a valid http or https URL without its fragment; raise a FetchError if it is not valid."""
    import httpx2

    try:
        there = parse()
        there.raw_host.decode("ascii")
        wrong = _fault(there)
    except (httpx2.InvalidURL, ValueError, TypeError) as error:
        wrong = shown(str(error))
    if wrong:
        raise FetchError(f"{refusal} ({wrong}){advice}")
    return there.copy_with(fragment=None)


def _fault(there: httpx2.URL) -> str:
    """Return the error in a URL, or an empty string if there is none."""
    if there.scheme not in {"http", "https"} or not there.host:
        return "it must begin with http:// or https:// and a host"
    if there.userinfo:
        return "it must not contain a user name or password"
    return "" if 0 < (there.port or 80) < 65536 else "its port must be 1 to 65535"


def _send(
    client: httpx2.Client, request: httpx2.Request, *, url: str, allow_private: bool, patience: tuple[float, float]
) -> httpx2.Response:
    """Send a request to the first IP address of its host that accepts a connection, and return the response."""
    import httpx2

    here = request.url
    host = here.raw_host.decode("ascii").strip("[]")
    silence, ends = patience
    for address in (found := _addresses(here, host, url, allow_private=allow_private, ends=ends)):
        request.url = here.copy_with(host=str(address))
        wait = max(min(silence, ends - time.monotonic()), _LEAST_SECONDS)
        timeout = dict.fromkeys(("connect", "read", "write", "pool"), wait)
        request.extensions = {**request.extensions, "sni_hostname": host, "timeout": timeout}
        try:
            return client.send(request, stream=True)
        except httpx2.ConnectError:
            if address != found[-1]:
                continue
            raise
    raise AssertionError("a host that is found has an address")


def _addresses(here: httpx2.URL, host: str, url: str, *, allow_private: bool, ends: float) -> list[Address]:
    """Return the IP addresses of a host; raise a FetchError if one is not public, unless that is allowed.

    The system's resolver has no time limit, so it runs in a thread that is abandoned at ``ends``.
    """
    port = here.port or (443 if here.scheme == "https" else 80)
    answer: Future[list[Any]] = Future()

    def look_up() -> None:
        try:
            answer.set_result(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError, ValueError, OverflowError) as error:
            answer.set_exception(error)

    threading.Thread(target=look_up, daemon=True).start()
    try:
        found = answer.result(max(ends - time.monotonic(), 0.0))
        addresses = [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]
    except TimeoutError:
        raise
    except (OSError, UnicodeError, ValueError, OverflowError):
        words = f"{shown(url)} cannot be reached: the name {shown(host)} was not found; check it and your connection"
        raise FetchError(words, passing=True) from None
    private = [one for one in addresses if not is_public(one)]
    if private and not allow_private:
        raise FetchError(
            f"{shown(url)} leads to {private[0]}, which is this machine or a private network; "
            "set allow_private = true for this source if this is intended"
        )
    return list(dict.fromkeys(addresses))


def _next(here: httpx2.URL, location: str, url: str) -> httpx2.URL:
    """Return the target of a redirect; raise a FetchError if it is not valid or leads from https to http."""
    refusal = f"{shown(url)} is redirected to {shown(location)!r}, which is not a web address"
    there = _checked(lambda: here.join(_parsed(location)), refusal, "; open the URL in a browser to check it")
    if here.scheme == "https" and there.scheme == "http":
        raise FetchError(
            f"{shown(url)} is redirected from https to {shown(str(there))}, which is not encrypted; use another URL"
        )
    return there


def _page(response: httpx2.Response, here: httpx2.URL, url: str, most_bytes: int) -> Page | None:
    status = response.status_code
    if status == 304:
        return None
    if status != 200:
        advice = "the next run tries again" if status in _PASSING else "check the URL in a browser"
        raise FetchError(
            f"{f'{shown(url)} answered {status} {shown(response.reason_phrase)}'.rstrip()}; {advice}",
            status=status,
            passing=status in _PASSING,
            rest_seconds=_rest(response.headers.get("retry-after", "")),
        )
    content = bytearray()
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > most_bytes:
            raise FetchError(f"{shown(url)} is larger than {most_bytes / 2**20:g} MiB; use a smaller file or feed")
    told = (response.headers.get(name, "") for name in ("etag", "last-modified", "content-type"))
    return Page(str(here), bytes(content), *told)


def _rest(text: str) -> float | None:
    """Return the seconds given by a Retry-After header, a number or a date, or None if it is neither."""
    try:
        if text.strip().isdigit():
            seconds = float(text)
        else:
            instant = parsedate_to_datetime(text)
            seconds = (instant.replace(tzinfo=instant.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(seconds, 0.0), MOST_REST_SECONDS)


@contextmanager
def _deadline(url: str, seconds: float, ends: float) -> Iterator[Any]:
    """Close all connections at the time limit, even while data arrive, and raise any network error as a FetchError."""
    import httpx2

    open_: list[socket.socket] = []
    late = threading.Event()

    def watch(event: str, details: dict[str, Any]) -> None:
        # a copy of the socket stays ours when TLS takes the first over
        if event == "connection.connect_tcp.complete":
            open_.append(details["return_value"].get_extra_info("socket").dup())
        if late.is_set():  # a redirect or another address came when the time was up: nothing is begun after it
            cut()
            raise TimeoutError

    def cut() -> None:
        late.set()
        for one in open_:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield watch
    except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, OSError, ValueError) as error:
        over = late.is_set() or time.monotonic() >= ends
        words = _LATE.format(url=shown(url), seconds=seconds) if over else _reason(url, error)
        raise FetchError(words, passing=True) from None
    finally:
        timer.cancel()
        for one in open_:
            one.close()
    if late.is_set():  # a body without a length seems to end where it was cut
        raise FetchError(_LATE.format(url=shown(url), seconds=seconds), passing=True)


_LATE: Final = "{url} did not finish within {seconds:g} seconds; the next run tries again"


def _reason(url: str, error: Exception) -> str:
    import httpx2

    if isinstance(error, httpx2.TimeoutException):
        return f"{shown(url)} did not answer within {SILENCE_SECONDS:g} seconds; the next run tries again"
    words = shown(str(error)) or type(error).__name__
    if isinstance(error, httpx2.ConnectError):
        return f"{shown(url)} cannot be reached ({words}); check the URL and your connection"
    return f"{shown(url)} returned no valid response ({words}); the next run tries again"
