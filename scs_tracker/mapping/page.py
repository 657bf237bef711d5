"""Render a map as one self-contained HTML file with a strict content security policy.

Folium builds a page from a header, a body and a script. This module writes them into a new document: libraries come
from installed packages, the content security policy lists the hashes of the scripts and styles in the file, and numbers
replace the random ids of folium. The file contains the scripts as data, mostly deflated; one small script at the end
starts them in order, and the policy allows no other script.
"""

from __future__ import annotations

import base64
import csv
import functools
import hashlib
import html
import re
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from branca.colormap import ColorMap
from branca.element import Element, Figure, Html, IFrame, Link
from folium.elements import JSCSSMixin
from folium.features import CustomIcon, DivIcon, GeoJson, Vega, VegaLite
from folium.map import Icon, Popup, Tooltip
from folium.raster_layers import ImageOverlay, TileLayer, VideoOverlay, WmsTileLayer

from scs_tracker.errors import TrackerError
from scs_tracker.mapping import libraries
from scs_tracker.mapping.payload import packed, unpacked, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATA_TYPES: Final = frozenset({"application/json", "text/plain"})
#: Attributes by which an element loads a resource when it is shown, in addition to the style of any element.
_LOADING: Final = {
    **dict.fromkeys(("script", "iframe", "embed", "audio", "track", "input"), ("src",)),
    **dict.fromkeys(("img", "source"), ("src", "srcset")),
    "video": ("src", "poster"), "object": ("data",), "link": ("href",), "image": ("href", "xlink:href"),
}  # fmt: skip
_REMOTE: Final = re.compile(r"\s*(?:https?:)?//", re.IGNORECASE)
_REMOTE_STYLE: Final = re.compile(r"""(?:url\(|@import)\s*['"]?\s*((?:https?:)?//[^'")\s]*)""", re.IGNORECASE)
#: Folium elements and the external resource that each needs; the first matching class applies.
_LIBRARIES: Final = {
    Icon: "the Awesome Markers library", IFrame: "a frame", ColorMap: "the D3 library", Vega: "the Vega library",
    VegaLite: "the Vega library",
}  # fmt: skip
_NEEDS_JQUERY: Final = re.compile(r"\$\(|\bjQuery\b")
_EXECUTABLE: Final = re.compile(r"<script(?![^>]*\stype\s*=)(?![^>]*\ssrc\s*=)((?:\s[^>]*)?)>", re.IGNORECASE)
_RANDOM_ID: Final = re.compile(r"[0-9a-f]{32}")


class Verbatim(Element):
    """Element whose text is written to the page unchanged, whereas branca would render it as a template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "Verbatim"
        self.text = text

    def render(self, **_: Any) -> str:
        """Return the text unchanged."""
        return self.text


class OfflineFigure(Figure):
    """Page of a map, rendered as one document that opens from disk without a network.

    ``description`` and ``picture``, the URL of an image, appear in previews of links to the document. ``image_host`` is
    the ``https://host`` of map tiles that the reader may switch on. ``libraries`` is the node_modules folder from which
    the libraries of folium plugins are embedded.
    """

    def __init__(self, *, title: str, language: str, description: str = "", image_host: str | None = None) -> None:
        super().__init__(title=title, height="720px")
        self.language = language
        self.description = description
        self.image_host = image_host
        self.libraries: Path | None = None
        self.picture = ""

    def render(self, **kwargs: Any) -> str:
        """Return the HTML document; repeated rendering gives the same bytes.

        Raise ``TrackerError``, naming the layer, if a layer would load an external resource.
        """
        embedded: dict[str, str] = {}
        for element in _descendants(self):
            if self.libraries is not None and isinstance(element, JSCSSMixin):
                embedded |= libraries.embedded(element, self.libraries)
            _refuse_remote(element, embedded)
        sections = [self.header, self.html, self.script]
        before = [section._children.copy() for section in sections]  # noqa: SLF001 - branca has no other way
        try:
            for child in list(self._children.values()):
                child.render(**kwargs)
            names = {element._id for part in [self, *sections] for element in _descendants(part)}  # noqa: SLF001
            header, body, script = _numbered(names, sections, embedded)
        finally:  # folium adds to the sections at every rendering
            for section, children in zip(sections, before, strict=True):
                section._children = children  # noqa: SLF001
        return self._document(header, body, script, libraries.writes_code(embedded.values()))

    def _document(self, header: str, body: str, script: str, writes_code: bool) -> str:
        marked = "L.marker(" in script or "L.Icon" in script
        scripts = [leaflet_script(marked=marked)]
        if _NEEDS_JQUERY.search(script):
            scripts.insert(0, _package_file("jquery", "jquery.min.js").decode())
        about = {"og:title": self.title or "", "og:type": "website", "og:description": self.description}
        about |= {"og:image": self.picture} if self.picture else {}
        rest = "\n".join([
            f"<title>{html.escape(self.title or '')}</title>",
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            *(f'<meta property="{name}" content="{html.escape(text)}">' for name, text in about.items() if text),
            packed(_clean(leaflet_style(pictures="L.control.layers" in script)), kind="style"),
            *(packed(_clean(text)) for text in scripts),
            _waiting(_clean(header)),
            "</head>\n<body>",
            _waiting(_clean(body)),
            packed(_clean(script)),
            f"<script>{asset('start.js')}</script>",
            "</body>\n</html>\n",
        ])  # fmt: skip
        rest = _clean(rest)  # what a browser would normalise before it compares hashes
        rules = policy(
            rest,
            image_host=self.image_host,
            scripts_write_styles="style=" in script,
            scripts_write_code=writes_code,
        )
        return (
            f'<!DOCTYPE html>\n<html lang="{html.escape(self.language)}">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{rules}">\n{rest}'
        )


def _waiting(markup: str) -> str:
    """Return markup with each inline script marked as data, to run after the libraries before it."""
    return _EXECUTABLE.sub(lambda match: f'<script type="text/plain" data-run{match[1]}>', markup)


def policy(
    document: str,
    *,
    image_host: str | None = None,
    scripts_write_styles: bool = False,
    scripts_write_code: bool = False,
    asks: str = "'none'",
) -> str:
    """Return the content security policy that allows only the scripts, styles and images of the document.

    ``document`` is the part of the file after the policy; raise ``TrackerError`` if it would load an external script,
    style, frame or image. Inline scripts and styles are allowed by their SHA-256 hash. ``scripts_write_styles`` allows
    style attributes, which folium popups write. ``scripts_write_code`` allows a plugin to run text as code, as old
    template engines do. ``asks`` is the source that scripts may connect to: ``'self'`` for a page with a server.
    """
    found = _Inline()
    found.feed(document)
    found.close()
    if found.remote:
        raise TrackerError(f"the page would load {found.remote} from a server; embed it or omit that layer")
    directives = {
        "default-src": "'none'",
        "script-src": _hashes(found.texts["script"]) + (" 'unsafe-eval'" if scripts_write_code else ""),
        "style-src": _hashes(found.texts["style"]),
        "img-src": "data: blob:" + (f" {image_host}" if image_host else ""),
        "connect-src": asks,
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    if scripts_write_styles or found.style_attributes:
        directives["style-src-attr"] = "'unsafe-inline'"
    return "; ".join(f"{name} {value}" for name, value in directives.items())


class _Inline(HTMLParser):
    """Parser that collects a document's inline scripts and styles and its first external resource."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: dict[str, list[str]] = {"script": [], "style": []}
        self.style_attributes = False
        self.remote = ""
        self._open = ""
        self._packed = False
        self._kind = "script"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.remote = self.remote or _loaded(tag, values)
        self.style_attributes |= "style" in values
        self._open = ""
        runs = (values.get("type") or "") not in _DATA_TYPES or "data-run" in values
        if tag == "style" or (tag == "script" and runs):
            self._open = tag
            self._kind = "style" if "style" in {tag, values.get("data-run")} else "script"
            self._packed = values.get("data-encoding") == "deflate"
            self.texts[self._kind].append("")

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._kind][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == self._open:
            if self._packed:
                self.texts[self._kind][-1] = unpacked(self.texts[self._kind][-1])
            self._open = ""


def _loaded(tag: str, values: dict[str, str | None]) -> str:
    """Return the external URL that an element would load when it is shown, or an empty string."""
    addresses = [values.get(name) or "" for name in _LOADING.get(tag, ())]
    style = _REMOTE_STYLE.search(values.get("style") or "")
    return next(filter(_REMOTE.match, addresses), style[1] if style else "")


def _hashes(texts: list[str]) -> str:
    digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts]
    return " ".join(f"'sha256-{digest}'" for digest in dict.fromkeys(digests)) or "'none'"


def _clean(text: str) -> str:
    return whole(text).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def _descendants(element: Any) -> Iterator[Any]:
    """Yield every descendant of an element, including elements stored in attributes, such as a popup's content."""
    for child in element._children.values():  # noqa: SLF001 - branca has no other way to its tree
        yield child
        yield from _descendants(child)
        for name in ("html", "script", "header"):
            inner = getattr(child, name, None)
            if isinstance(inner, Element):
                yield inner
                yield from _descendants(inner)


def _numbered(names: set[str], sections: list[Any], embedded: dict[str, str]) -> list[str]:
    """Return the text of each section, with libraries embedded and folium's random ids replaced by numbers.

    Ids are numbered in order of appearance. Raise ``TrackerError`` for a link to a library that is not embedded.
    """
    numbers: dict[str, str] = {}

    def number(match: re.Match[str]) -> str:
        name = match[0]
        return numbers.setdefault(name, f"{len(numbers) + 1:04d}") if name in names else name

    def text(part: Any) -> str:
        if isinstance(part, Verbatim):
            return part.text
        if isinstance(part, Link) and part.url not in embedded:
            raise TrackerError(f"a layer would load {part.url}, which an offline map does not allow; omit it")
        return _RANDOM_ID.sub(number, embedded[part.url] if isinstance(part, Link) else part.render())

    return [
        "\n".join(text(part) for name, part in section._children.items() if name != "meta_http")  # noqa: SLF001
        for section in sections
    ]


def _refuse_remote(element: Any, embedded: dict[str, str]) -> None:
    """Raise ``TrackerError`` if a folium layer would load an external resource when the map opens."""
    if reason := _loads(element, embedded):
        kind, name = type(element).__name__, str(getattr(element, "layer_name", None) or "")
        layer = f"{name} ({kind})" if name and element._id not in name else kind  # noqa: SLF001
        raise TrackerError(
            f"layer {layer} would load {reason}, which an offline map does not allow; "
            "use a layer that contains its data, [tiles] in the recipe for a background, or libraries= for a plugin"
        )


def _loads(element: Any, embedded: dict[str, str]) -> object:
    """Return the external resource that a folium element would load, or an empty value."""
    addresses = libraries.addresses(element) if isinstance(element, JSCSSMixin) else []
    if missing := [url for url in addresses if url not in embedded]:
        return missing[0]
    if isinstance(element, (TileLayer, WmsTileLayer)):
        return getattr(element, "tiles", getattr(element, "url", "a tile server"))
    if isinstance(element, VideoOverlay):
        return element.video_url
    if isinstance(element, GeoJson):
        return "" if element.embed else element.embed_link
    if isinstance(element, (ImageOverlay, CustomIcon)):
        address = element.url if isinstance(element, ImageOverlay) else str(element.options.get("icon_url", ""))
        return address if _REMOTE.match(address) else ""
    found = _Inline()
    found.feed(_markup(element))
    return next((what for kind, what in _LIBRARIES.items() if isinstance(element, kind)), found.remote)


def _markup(element: Any) -> str:
    """Return the HTML that a popup, tooltip or icon adds to the page by script, or an empty string."""
    if isinstance(element, Popup):
        inner = element.html._children.values()  # noqa: SLF001
        return "".join(str(part.data) for part in inner if isinstance(part, Html) and part.script)
    if isinstance(element, Tooltip):
        return str(element.text)
    return str(element.options.get("html") or "") if isinstance(element, DivIcon) else ""


@functools.cache
def _package_file(package: str, name: str) -> bytes:
    """Return a file of an installed library; raise ``TrackerError`` unless its hash is the tested one."""
    table = Path(__file__).with_name("assets") / "library_hashes.csv"
    with table.open(encoding="utf-8", newline="") as stream:
        known = {(row["package"], row["file"]): row["sha256"] for row in csv.DictReader(stream)}
    try:
        content = (Path(import_module(f"xstatic.pkg.{package}").BASE_DIR) / name).read_bytes()
    except (OSError, ImportError, AttributeError) as error:
        raise TrackerError(f"the library {package} cannot be read ({error}); reinstall scs-tracker") from None
    if hashlib.sha256(content).hexdigest() != known[package, name]:
        raise TrackerError(
            f"{name} of the installed library {package} differs from the file that this version of scs-tracker was "
            "tested with; reinstall scs-tracker"
        )
    return content


def _picture(name: str) -> str:
    return "data:image/png;base64," + base64.b64encode(_package_file("leaflet", f"images/{name}")).decode()


@functools.cache
def leaflet_script(*, marked: bool = True) -> str:
    """Return Leaflet's script without its source-map link; ``marked`` embeds the images of the default marker."""
    code = re.sub(r"\n//# sourceMappingURL=.*", "", _package_file("leaflet", "leaflet.js").decode())
    if not marked:
        return code
    icons = {
        "iconUrl": _picture("marker-icon.png"),
        "iconRetinaUrl": _picture("marker-icon-2x.png"),
        "shadowUrl": _picture("marker-shadow.png"),
    }
    options = ",".join(f'{key}:"{value}"' for key, value in icons.items())
    return f'{code}\nL.Icon.Default.imagePath="";L.Icon.Default.mergeOptions({{{options}}});\n'


@functools.cache
def leaflet_style(*, pictures: bool = True) -> str:
    """Return Leaflet's style sheet; ``pictures`` embeds the images of the layer control."""
    style = _package_file("leaflet", "leaflet.css").decode().replace("\r\n", "\n")
    return re.sub(
        r"url\(images/([\w-]+\.png)\)", lambda match: f"url({_picture(match[1])})" if pictures else "none", style
    )


@functools.cache
def asset(name: str) -> str:
    """Return the text of a shipped script or style sheet."""
    return Path(__file__).with_name("assets").joinpath(name).read_text(encoding="utf-8")
