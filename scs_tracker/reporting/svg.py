"""Convert matplotlib figures to inline SVG for a page with a strict content security policy."""

from __future__ import annotations

import io
import re
import warnings
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from matplotlib.figure import Figure

_SVG: Final = "{http://www.w3.org/2000/svg}"
_XLINK: Final = "{http://www.w3.org/1999/xlink}href"
_REFERENCE: Final = re.compile(r"url\(#([^)]+)\)")
_NUMBER: Final = re.compile(r"-?\d+\.\d{3,}")
_FONT: Final = re.compile(r"(?:(?P<style>italic|oblique) )?(?:(?P<weight>\d+|bold) )?(?P<size>[\d.]+px) (?P<family>.+)")
#: Text stays text, so that a reader can select it and search it.
_SETTINGS: Final[dict[str, Any]] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "scs-tracker",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#555555",
    "axes.axisbelow": True,
    "path.simplify": True,
    "text.parse_math": False,
}
#: What the reader's browser sets SVG text in: faces with Vietnamese and Chinese come first where they are installed.
FONT_FAMILY: Final = "'DejaVu Sans', 'Noto Sans', 'Noto Sans CJK SC', Arial, sans-serif"


def drawing_settings() -> AbstractContextManager[None]:
    """Return a context manager with the settings for drawing images, independent of the user's matplotlib settings."""
    import matplotlib.style

    styles: Any = ["default", _SETTINGS]
    context: AbstractContextManager[None] = matplotlib.style.context(styles)
    return context


def inline(figure: Figure, *, name: str, title: str, description: str) -> str:
    """Return ``figure`` as one ``svg`` element with a title, a description and no inline style.

    Style attributes become presentation attributes, identifiers that nothing refers to go, the rest begin with
    ``name``, unique in the page, and coordinates are rounded to a hundredth of a point. The figure was drawn under
    ``drawing_settings``, and gives the same text each time. The description is the picture's alternative text.
    """
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        # text stays text, and the reader's fonts set it, so what matplotlib's own font lacks does not matter
        warnings.filterwarnings("ignore", message="Glyph")
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    root = ET.fromstring(buffer.getvalue())  # noqa: S314 - matplotlib's own output
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in {_SVG + "metadata", _SVG + "style"}:
                parent.remove(child)
    values = [item for element in root.iter() for item in element.attrib.items()]
    used = {value.removeprefix("#") for key, value in values if key == _XLINK}
    used |= {name for _key, value in values for name in _REFERENCE.findall(value)}
    for element in root.iter():
        _present(element)
        _identify(element, used, name)
        for key in ("d", "transform", "x", "y", "points"):
            if key in element.attrib:
                element.set(key, _NUMBER.sub(_rounded, element.attrib[key]))
    # what matplotlib's style element said, which a policy without inline style would block
    root.attrib |= {"stroke-linejoin": "round", "stroke-linecap": "butt", "font-family": FONT_FAMILY}
    return _text(root, name=name, title=title, description=description)


def _present(element: ET.Element) -> None:
    """Replace the style attribute of an element with presentation attributes, without the font family."""
    for declaration in element.attrib.pop("style", "").split(";"):
        key, colon, value = (part.strip() for part in declaration.partition(":"))
        if not colon:
            continue
        if key == "font" and (match := _FONT.fullmatch(value)):
            parts = match.groupdict()
            element.attrib |= {f"font-{part}": parts[part] for part in ("style", "weight", "size") if parts[part]}
        elif key not in {"font", "font-family"}:
            element.set(key, _NUMBER.sub(_rounded, value))


def _identify(element: ET.Element, used: set[str], name: str) -> None:
    own = element.attrib.pop("id", None)
    if own in used:
        element.set("id", f"{name}-{own}")
    for key, value in list(element.attrib.items()):
        if key == _XLINK:
            del element.attrib[key]
            element.set("href", f"#{name}-{value.removeprefix('#')}")
        elif "url(#" in value:
            element.set(key, _REFERENCE.sub(rf"url(#{name}-\1)", value))


def _rounded(match: re.Match[str]) -> str:
    text = f"{float(match[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _text(root: ET.Element, *, name: str, title: str, description: str) -> str:
    for key in ("version", "width", "height"):
        root.attrib.pop(key, None)
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title {name}-description")
    for number, (tag, key, content) in enumerate((("title", "title", title), ("desc", "description", description))):
        element = ET.Element(_SVG + tag, {"id": f"{name}-{key}"})
        element.text = content
        root.insert(number, element)
    ET.register_namespace("", "http://www.w3.org/2000/svg")
    return ET.tostring(root, encoding="unicode")
