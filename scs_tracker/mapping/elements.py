"""Define the folium elements of the tracker's maps: the map itself and its parts."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import folium
from branca.element import Element
from folium.template import Template

from scs_tracker.errors import TrackerError
from scs_tracker.mapping.page import OfflineFigure, Verbatim, asset
from scs_tracker.mapping.payload import block, packed

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Scripts in the order in which they need each other.
_SCRIPTS: Final = (
    "dom.js", "press.js", "data.js", "store.js", "canvas.js", "glyphs.js", "basemap.js", "sea.js", "claims.js",
    "rings.js", "shapes.js", "incidents.js", "names.js", "play.js", "brush.js", "query.js", "legend.js",
    "filters.js", "list.js", "spot.js", "point.js", "overview.js", "fulltext.js", "search.js", "card.js",
    "compare.js", "tools.js", "download.js", "picture.js", "embed.js", "state.js", "print.js", "explore.js",
    "tracks.js", "page.js",
)  # fmt: skip


#: Lines that are remarks alone, and what indents the others; a file that is read as source has both.
_REMARK: Final = re.compile(r"^[ \t]*(?://.*|/\*\*.*\*/)?$\n?|^[ \t]+", re.MULTILINE)


def script() -> str:
    """Return all scripts of the page as one script that exports only the object ``scs``."""
    body = _REMARK.sub("", "\n".join(asset(name) for name in _SCRIPTS))
    return f'const scs = {{}};\n(() => {{\n"use strict";\n{body}\n}})();\n'


class IncidentMap(folium.Map):
    """Folium map whose page works offline and accepts folium layers like any other map.

    ``settings`` configure the page's script; ``bounds`` are west, south, east and north at opening.
    """

    _template = Template(
        """
        {% macro html(this, kwargs) %}
            <div class="folium-map" id={{ this.get_name()|tojson }}></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = scs.leaflet({{ this.get_name()|tojson }}, {
                center: {{ this.location|tojson }}, ...{{ this.options|tojavascript }}});
        {% endmacro %}
        """
    )

    def __init__(self, settings: Mapping[str, Any], *, bounds: tuple[float, float, float, float]) -> None:
        west, south, east, north = bounds
        super().__init__(
            location=[(south + north) / 2, (west + east) / 2],
            zoom_start=5,
            tiles=None,
            maxZoom=int(settings["max_zoom"]),  # folium gives max_zoom to tiles alone, and here are none
        )
        self._id = "scs"
        self.default_js, self.default_css = [], []  # what folium would load from elsewhere
        self.bounds = bounds
        tiles = settings["tiles"]
        host = None if tiles is None else "https://" + urlsplit(tiles["url"]).netloc
        page = OfflineFigure(
            title=settings["title"],
            language=settings["language"],
            description=settings["description"],
            image_host=host,
        )
        page.add_child(self)
        page.header.add_child(Verbatim(packed(asset("theme.css") + asset("page.css"), kind="style")), name="page_style")
        page.header.add_child(Verbatim(packed(script())), name="page_script")
        page.html.add_child(Verbatim(block("scs-page", settings)), name="page_settings")
        texts = {name: html.escape(settings["texts"][name]) for name in ("broken", "no_script")}
        noscript = f'<noscript data-broken="{texts["broken"]}">{texts["no_script"]}</noscript>'
        page.html.add_child(Verbatim(noscript), name="no_script")


class Part(Element):
    """Data blocks of one part of the map, by element id; the script of the same name draws the part."""

    def __init__(self, name: str, blocks: Mapping[str, object]) -> None:
        super().__init__()
        self._name = f"Scs_{name}"
        self._id = "part"
        self.blocks = dict(blocks)

    def render(self, **_: Any) -> str:
        """Add the data blocks to the page; return an empty string, because a part has no markup of its own."""
        page = self.get_root()
        if not isinstance(page, OfflineFigure):
            raise TrackerError("this part can be added only to a map that incident_map() returned")
        for element_id, value in self.blocks.items():
            page.html.add_child(Verbatim(block(element_id, value)), name=element_id)
        return ""
