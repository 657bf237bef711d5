"""Convert the HTML of a report to PDF with WeasyPrint."""

from __future__ import annotations

import re
from typing import Any, Final

from scs_tracker.errors import TrackerError

#: Letters that a font for the names in this sea must have, by language.
_LETTERS: Final = {"Chinese": "仁爱礁", "Vietnamese": "BãiCỏMây"}
#: Leaves out Chinese letters, and Chinese names that no source writes in Latin ones.
_ROMANISED: Final = "[lang|=zh], .native-zh { display: none }"
#: Addresses of links that count from the page that they stand on: neither whole nor inside it.
_RELATIVE: Final = re.compile(r'(<a\b[^>]*?) href="(?![a-zA-Z][a-zA-Z0-9+.-]*:|#)[^"]*"')


def render_pdf(html: str, *, address: str = "") -> bytes:
    """Return the PDF of a report's HTML, without network access.

    Chinese names are only romanised if no font of this system has their characters. ``address`` is the published URL of
    the report's folder, for links to the map and to other weeks; without it, they are plain text. Raise
    ``TrackerError`` if WeasyPrint, an optional extra, or a library that it needs is not installed.
    """
    try:
        from weasyprint import CSS, HTML
    except ImportError:
        raise TrackerError(
            "PDF needs the optional extra pdf: pip install 'scs-tracker[pdf]'; html, md and json work without it"
        ) from None
    except OSError as error:
        raise TrackerError(
            f"PDF needs the system library Pango ({str(error).splitlines()[0]}); on Debian or Ubuntu: "
            "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; html, md and json work without it"
        ) from None
    sheets = [CSS(string=_ROMANISED)] if "Chinese" in languages_without_font() else []
    base = f"{address.rstrip('/')}/" if address else None
    if base is None:
        html = _RELATIVE.sub(r"\1", html)
    content: bytes = HTML(string=html, base_url=base, url_fetcher=_refuse).write_pdf(
        stylesheets=sheets, pdf_variant="pdf/ua-1", pdf_tags=True
    )
    return content


def languages_without_font() -> list[str]:
    """Return which of Chinese and Vietnamese no font of this system can print, by their English names."""
    from matplotlib import font_manager, ft2font

    missing = dict(_LETTERS)
    for path in font_manager.findSystemFonts():
        try:
            known = ft2font.FT2Font(path).get_charmap()
        except (OSError, RuntimeError, ValueError):
            continue
        missing = {name: letters for name, letters in missing.items() if any(ord(one) not in known for one in letters)}
        if not missing:
            break
    return list(missing)


def _refuse(url: str, *_args: Any, **_kwargs: Any) -> dict[str, Any]:
    raise ValueError(f"{url} was not loaded: a report must contain everything that it shows")
