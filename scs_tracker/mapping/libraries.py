"""Embed the libraries of folium plugins from a node_modules folder, so that pages work offline."""

from __future__ import annotations

import base64
import mimetypes
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

from scs_tracker.errors import TrackerError
from scs_tracker.mapping.payload import packed, unpacked, whole

if TYPE_CHECKING:
    from collections.abc import Iterable

_STYLE_ADDRESS: Final = re.compile(r"""url\(\s*['"]?([^'")]+)['"]?\s*\)""")
_PACKED: Final = re.compile(r"<script [^>]*data-encoding[^>]*>(.*)</script>")
_WRITES_CODE: Final = re.compile(r"(?<![\w.$])(?:new )?Function\([\w$\"']|(?<![\w.$])eval\(")
_SOURCE_MAP: Final = re.compile(r"\n?(?://#|/\*#) sourceMappingURL=.*")


def addresses(element: Any) -> list[str]:
    """Return the URLs that a folium plugin loads, scripts before style sheets."""
    return [url for _, url in [*getattr(element, "default_js", []), *getattr(element, "default_css", [])]]


def embedded(element: Any, folder: Path) -> dict[str, str]:
    """Return the embedded markup for each library URL of a folium plugin, such as ``MarkerCluster``.

    ``folder`` is the node_modules folder of ``npm install``; raise ``TrackerError`` if a library is missing there.
    """
    if not folder.is_dir():
        raise TrackerError(
            f"{folder} is not a folder of npm packages; use the node_modules folder that npm install creates"
        )
    found = {}
    for url in addresses(element):
        text = whole(_file(url, folder, type(element).__name__).read_text(encoding="utf-8"))
        text = _SOURCE_MAP.sub("", text)
        if urlsplit(url).path.endswith(".css"):
            found[url] = f"<style>{_with_pictures(text, _file(url, folder, '').parent)}</style>"
        else:
            found[url] = packed(text.replace("\r\n", "\n"))
    return found


def writes_code(markups: Iterable[str]) -> bool:
    """Return True if an embedded library runs text as code, which the security policy must then allow."""
    bodies = (_PACKED.fullmatch(markup) for markup in markups)
    return any(_WRITES_CODE.search(unpacked(body[1])) for body in bodies if body)


def _file(url: str, folder: Path, plugin: str) -> Path:
    """Return the file in ``folder`` that a library's URL names; raise ``TrackerError`` if there is none."""
    parts = [part for part in unquote(urlsplit(url).path).split("/") if part]
    name = parts[-1]
    packages = [re.sub(r"(?<=.)@[\d.]+.*", "", part).lower() for part in parts[:-1]]
    for package in dict.fromkeys([*packages, *(each.replace(".", "-") for each in packages)]):
        base = folder / package
        if package in {"", ".", ".."} or not base.is_dir():
            continue
        for wanted in (name.lower(), name.lower().replace(".min.", ".")):
            same = sorted(file for file in base.rglob("*") if file.name.lower() == wanted and file.is_file())
            if same:
                return min(same, key=lambda file: ("dist" not in file.parts, len(file.parts), str(file)))
    raise TrackerError(
        f"layer {plugin} would load {url}, and {folder} has no package with {name}; install that version there "
        "with npm install"
    )


def _with_pictures(style: str, folder: Path) -> str:
    """Return a style sheet with the images in ``folder`` embedded as data URLs, and all other images left out."""

    def built_in(match: re.Match[str]) -> str:
        if match[1].startswith(("data:", "#")):
            return match[0]
        file = folder / urlsplit(match[1]).path
        if not file.is_file():
            return "none"
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return f"url(data:{kind};base64,{base64.b64encode(file.read_bytes()).decode()})"

    return _STYLE_ADDRESS.sub(built_in, style.replace("\r\n", "\n"))
