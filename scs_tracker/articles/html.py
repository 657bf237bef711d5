"""Extract the main text, title, URL and publication date from a web page, without network access."""

from __future__ import annotations

import contextlib
import re
from typing import Any, Final, NamedTuple
from urllib.parse import urljoin

#: Longer pages, without their scripts, are cut, because no article is so long and reading must end.
_MOST_CHARACTERS: Final = 1_000_000
#: Start and end of elements that are never text; scripts with linked data are kept for the publication date.
_NO_TEXT: Final = (
    (re.compile(r"<!--"), re.compile(r"-->")),
    (re.compile(r"<script\b(?![^>]{0,300}ld\+json)", re.IGNORECASE), re.compile(r"</script\s*>", re.IGNORECASE)),
    *(
        (re.compile(rf"<{tag}\b", re.IGNORECASE), re.compile(rf"</{tag}\s*>", re.IGNORECASE))
        for tag in ("style", "svg", "noscript", "template", "iframe")
    ),
)
#: Paths of the images and videos of a page.
_MEDIA: Final = (
    ("picture", "//meta[@property='og:image' or @property='og:image:url']/@content"), ("picture", "//figure//img/@src"),
    ("video", "//meta[starts-with(@property, 'og:video')]/@content"), ("video", "//video/@src | //video/source/@src"),
)  # fmt: skip
_MOST_MEDIA: Final = 8
_LONGEST_CREDIT: Final = 200
_LONG_VALUE: Final = re.compile(r"=\s*(?:\"[^\"]{2000,}\"|'[^']{2000,}')")


class Page(NamedTuple):
    """The content of a web page; parts that the page lacks are empty.

    ``text`` has one paragraph per line, ``published`` is ISO 8601; ``media``: kind (picture, video), URL and caption.
    """

    text: str
    title: str
    published: str
    url: str
    media: tuple[tuple[str, str, str], ...] = ()


def read(markup: str) -> Page:
    """Return the main text and the metadata of a page; parts that cannot be read are empty."""
    from lxml import etree

    page = _LONG_VALUE.sub('=""', _without(markup))[:_MOST_CHARACTERS]
    if "<html" not in page[:2000].lower():  # a part of a page is no page to the libraries
        page = f"<html><body>{page}</body></html>"
    failures = (ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError, etree.LxmlError)
    parts: dict[str, Any] = {}
    for name, read_part in (("document", _main), ("published", _published), ("media", _media)):
        with contextlib.suppress(*failures):  # broken markup ends in any of these, deep in the libraries
            parts[name] = read_part(page)
    document, media = parts.get("document", {}), parts.get("media", ())
    text, title, url = (str(document.get(name) or "") for name in ("text", "title", "url"))
    return Page(text, title, parts.get("published", ""), url, media)


def _without(markup: str) -> str:
    """Return the markup of a page without elements that never contain article text, such as scripts, in linear time."""
    for begin, end in _NO_TEXT:
        kept = []
        position = 0
        while (opened := begin.search(markup, position)) is not None:
            closed = end.search(markup, opened.end())
            if closed is None:
                break
            kept += [markup[position : opened.start()], " "]
            position = closed.end()
        markup = "".join([*kept, markup[position:]])
    return markup


def _main(page: str) -> dict[str, Any]:
    from trafilatura import bare_extraction

    for tables in (False, True):  # tables hold figures, but on old pages all of the text
        found = bare_extraction(page, include_comments=False, include_tables=tables, with_metadata=True)
        if found is not None:
            return found if isinstance(found, dict) else dict(found.as_dict())
    return {}


def _media(page: str) -> tuple[tuple[str, str, str], ...]:
    """Return kind, URL and caption of the images and videos in the metadata, figures and video elements of a page."""
    from lxml import html

    root = html.document_fromstring(page)
    base = next(iter(root.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content")), "")
    found: dict[str, tuple[str, str, str]] = {}
    for kind, path in _MEDIA:
        for one in root.xpath(path):
            address = urljoin(base, str(one).strip())
            figures = one.getparent().xpath("ancestor::figure[1]//figcaption")
            credit = " ".join(" ".join(figures[0].text_content().split())[:_LONGEST_CREDIT].split()) if figures else ""
            if address.startswith(("http://", "https://")) and not (found.get(address) or ("", "", ""))[2]:
                found[address] = (kind, address, credit)
    return tuple(found.values())[:_MOST_MEDIA]


def _published(page: str) -> str:
    """Return the publication date from the page's metadata, or an empty string; dates in its text are not used."""
    from htmldate import find_date

    return find_date(page, original_date=True, extensive_search=False) or ""
