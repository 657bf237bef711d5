"""Convert URLs to a canonical form for comparison.

The list of tracking parameters is short because general lists, such as courlan's, also remove ``cid``, ``eid``, ``uid``
and names that begin with ``ref``, with which many news sites in the region identify their articles.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

#: URL parameters that record how a reader arrived, not what the page contains.
_TRACKING: Final = re.compile(r"(?:utm_\w+|fbclid|gclid|ocid|cmpid|ref|source|rss|campaign\w*)", re.IGNORECASE)
#: Host prefixes for forms of the same site.
_PREFIXES: Final = ("www.", "m.", "amp.")
#: Matches nearly all URLs; parsing them by all rules takes ten times as long.
_PLAIN: Final = re.compile(r"https?://(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:[/?#]|\Z)")


def host_of(address: str) -> str:
    """Return the host of a URL without a prefix such as www or m, or an empty string if the URL has no host."""
    plain = _PLAIN.match(address)
    try:
        host = plain["host"] if plain else (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""
    prefix = next((one for one in _PREFIXES if host.startswith(one) and host.count(".") > 1), "")
    return host.removeprefix(prefix)


def site_of(address: str) -> str:
    """Return the host of a URL as in ``host_of``, with any port but 80 and 443; empty if the URL is not valid."""
    host = host_of(address)
    try:
        port = urlsplit(address).port
    except ValueError:
        return ""
    return f"{host}:{port}" if host and port not in {None, 80, 443} else host


def canonical(address: str) -> str:
    """Return a URL in a form for comparison, without tracking parameters and fragment; other text stays unchanged.

    >>> canonical("http://www.News.example/a/?utm_source=rss&id=7#top")
    'https://news.example/a?id=7'
    """
    site = site_of(address)
    if not site:
        return address
    parts = urlsplit(address)
    query = urlencode([(name, value) for name, value in parse_qsl(parts.query) if not _TRACKING.fullmatch(name)])
    return urlunsplit(("https", site, parts.path.rstrip("/"), query, ""))
