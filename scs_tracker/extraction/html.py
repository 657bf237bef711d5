"""Web pages to their main text, title, address and day of publication, without any look at the network."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

#: More than this of a page is cut off: an article of this size does not exist, and reading must end.
_MOST_CHARACTERS: Final = 4_000_000
_SCRIPT: Final = re.compile(r"<(script|style|svg|noscript|template)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds."""

    text: str
    title: str
    published: str
    url: str


def read(markup: str) -> Page:
    """Return the main text of a page; empty where it has none.

    Parameters
    ----------
    markup
        The page.
    """
    from htmldate import find_date
    from lxml import etree
    from trafilatura import bare_extraction
    from trafilatura.utils import load_html

    page = markup[:_MOST_CHARACTERS]
    try:
        tree = load_html(page)
        found = (
            bare_extraction(
                tree, include_comments=False, include_tables=False, with_metadata=True, favor_precision=False
            )
            if tree is not None
            else None
        )
    except (ValueError, TypeError, RecursionError, etree.LxmlError, AttributeError):
        found = None
    document = found.as_dict() if found is not None and not isinstance(found, dict) else (found or {})
    text = str(document.get("text") or "")
    published = ""
    try:
        published = find_date(page, original_date=True, extensive_search=False) or ""
    except (ValueError, TypeError, RecursionError, etree.LxmlError, AttributeError):
        published = ""
    return Page(text, str(document.get("title") or ""), published, str(document.get("url") or ""))
