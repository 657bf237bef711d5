"""Adapter for NAVAREA XI warnings, coordinated by the Japan Coast Guard: a list in XML, and texts in HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

from scs_tracker.errors import TrackerError
from scs_tracker.intake.adapters.markup import instant, plain
from scs_tracker.intake.adapters.warnings import event_of, kind_of
from scs_tracker.intake.items import Item, digest
from scs_tracker.intake.web import Page, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scs_tracker.intake.items import Ask, Live

#: Texts that the service gives at one time.
_TOGETHER: Final = 25
_HEAD: Final = re.compile(r"NO\.?\s*(\d{2})-(\d{3,4}).*?(\d{4})/(\d{1,2})/(\d{1,2})\s+(\d{1,2})", re.DOTALL)
_RULE: Final = re.compile(rb"<hr\s*/?>", re.IGNORECASE)


def read(live: Live, ask: Ask, _memory: dict[str, Any], /) -> list[Item] | None:
    """Return drill and closure warnings in force, with context events for the South China Sea, or None if unchanged."""
    referer = {"Referer": urljoin(live.address, "../navarea11_en.html")}
    form = {"YEAR": str(ask.now.year), "TYPE": "NAVAREA11", "LANG": "EG"}
    page = ask(live.address, headers=referer, form=form)
    if page is None:
        return None
    wanted = [number for number, title in _listed(page) if kind_of(title)]
    items: list[Item] = []
    for start in range(0, len(wanted), _TOGETHER):
        numbers = ":".join(wanted[start : start + _TOGETHER]) + ":"
        form = {"TYPE": "NAVAREA11", "TANA": numbers, "LANG": "EG"}
        texts = ask(urljoin(live.address, "disp_warnings.cgi"), headers=referer, form=form)
        items += _texts(texts, live) if texts is not None else ()
    return items


def _listed(page: Page) -> Iterator[tuple[str, str]]:
    """Yield the number of each warning in a list in XML, and its category and title as one text."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=False, huge_tree=False)
    try:
        root = etree.fromstring(page.content, parser)
    except etree.XMLSyntaxError:
        raise TrackerError(
            f"{shown(page.url)} returned no list of warnings; if this persists, update scs-tracker"
        ) from None
    for member in root.iter("Member"):
        number = (member.findtext("tana") or "").strip()
        if number.isalnum():
            yield number, " ".join((member.findtext("categoly") or "", member.findtext("title") or ""))


def _texts(page: Page, live: Live) -> Iterator[Item]:
    for block in _RULE.split(page.content):
        words = plain(block.decode("utf-8", "replace"))
        head = _HEAD.search(words)
        if head is None:
            continue
        year, number, *stamp = head.groups()
        issued = instant("{}-{:0>2}-{:0>2}T{:0>2}:00:00".format(*stamp))
        name = f"NAVAREA XI {int(number)}/{year}"
        event = event_of(words[head.end() :], number=name, issued=issued, link=live.address, publisher=live.name)
        title = event.get("title", name)
        yield Item(
            digest(f"navarea-xi:{year}-{number}"), live.address, title, issued, words, language="en", event=event
        )
