"""Write the archive's feeds in Atom (RFC 4287) and JSON Feed 1.1; each entry contains a report's whole page one."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any, Final

from lxml import etree
from lxml.builder import ElementMaker

from scs_tracker.reporting.period import WEEK, parse_instant
from scs_tracker.sentences.language import current
from scs_tracker.sentences.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ATOM, JSON_FEED = "feed.xml", "feed.json"
#: Entries of a feed; older reports stay in the index.
ENTRIES: Final = 52
#: Ids follow from this and the label alone, so that a rewritten feed has the same ids.
_NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_DNS, "scs-tracker.weekly")
_NAME: Final = "http://www.w3.org/2005/Atom"
_NEVER: Final = "1970-01-01T00:00:00Z"


def atom(reports: Sequence[Mapping[str, Any]], base_url: str) -> bytes:
    """Return the first 52 of ``reports``, entries of ``archive.entries`` with the newest first, as an Atom feed.

    Links are relative without ``base_url``, the published URL of the folder.
    """
    e = ElementMaker(namespace=_NAME, nsmap={None: _NAME})
    base = f"{base_url.rstrip('/')}/" if base_url else ""
    feed = e.feed(
        {"{http://www.w3.org/XML/1998/namespace}lang": current()},
        e.id(base or f"urn:uuid:{_NAMESPACE}"),
        e.title(_feed_title()),
        e.updated(_instant(max((report["changed"] for report in reports), default=_NEVER))),
        e.author(e.name("scs-tracker")),
        e.generator("scs-tracker"),
        e.link(href=f"{base}{ATOM}", rel="self", type="application/atom+xml"),
        e.link(href=f"{base}index.html", rel="alternate", type="text/html"),
    )
    for report in reports[:ENTRIES]:
        feed.append(
            e.entry(
                e.id(f"urn:uuid:{uuid.uuid5(_NAMESPACE, base + report['label'])}"),
                e.title(_title(report)),
                e.link(href=f"{base}{report['stem']}.html", rel="alternate", type="text/html"),
                e.published(_instant(report["first_as_of"])),
                e.updated(_instant(report["changed"])),
                e.summary(" ".join(report["lead"])),
                e.content(report["front"], type="html"),
            )
        )
    written: bytes = etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return written


def json_feed(reports: Sequence[Mapping[str, Any]], base_url: str) -> bytes:
    """Return the first 52 of ``reports`` as a JSON Feed; the parameters are those of ``atom``."""
    base = f"{base_url.rstrip('/')}/" if base_url else ""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _feed_title(),
        "home_page_url": f"{base}index.html",
        "feed_url": f"{base}{JSON_FEED}",
        "language": current(),
        "authors": [{"name": "scs-tracker"}],
        "items": [
            {
                "id": f"urn:uuid:{uuid.uuid5(_NAMESPACE, base + report['label'])}",
                "url": f"{base}{report['stem']}.html",
                "title": _title(report),
                "summary": " ".join(report["lead"]),
                "content_html": report["front"],
                "date_published": _instant(report["first_as_of"]),
                "date_modified": _instant(report["changed"]),
            }
            for report in reports[:ENTRIES]
        ],
    }
    return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()


def _feed_title() -> str:
    return "scs-tracker: " + _("the week in the South China Sea")


def _title(report: Mapping[str, Any]) -> str:
    edition = f", {_('edition {number}').format(number=report['edition'])}" if report["edition"] > 1 else ""
    withdrawn = f" ({_('withdrawn')})" if report["withdrawn"] else ""
    named = f"{report['label']}: {report['words']}"
    if report["kind"] != WEEK:
        named = _("South China Sea, {words}").format(words=report["words"])
    return f"{named}{edition}{withdrawn}"


def _instant(text: str) -> str:
    """Return a timestamp as both feeds write it, RFC 3339 in UTC."""
    return parse_instant(text).strftime("%Y-%m-%dT%H:%M:%SZ")
