"""Parse the sources of an incident, and allow only http and https URLs as links."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from scs_tracker.sentences.language import gettext as _


def sources(cell: str) -> list[dict[str, str]]:
    """Return the sources in an incident's JSON cell; ``link`` is empty for a URL that is not http or https."""
    found = []
    for source in json.loads(cell or "[]"):
        url = str(source.get("url", ""))
        found.append(
            {
                "url": url,
                "link": web_link(url),
                "publisher": str(source.get("publisher", "")) or url or _("outlet not named"),
                "published": str(source.get("published", "")),
            }
        )
    return found


def web_link(url: str) -> str:
    """Return ``url`` if it is http or https, else an empty string."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc else ""
