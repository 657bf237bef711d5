"""HTML page of the desk, with its script and style, Leaflet, and a content security policy."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata, model
from scs_tracker.desk.dossier import FIELDS, stored_name
from scs_tracker.mapping.page import asset as map_asset
from scs_tracker.mapping.page import leaflet_script, leaflet_style, policy
from scs_tracker.mapping.payload import json_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_FOLDER: Final = Path(__file__).parent
#: Scripts in the order in which they need each other; they are one module in the page.
_SCRIPTS: Final = (
    "server.js", "text.js", "sea.js", "queue.js", "fields.js", "item.js", "decide.js", "lead.js", "hand.js",
    "ledger.js", "main.js",
)  # fmt: skip
#: How each field is typed in.
_INPUTS: Final = {
    **dict.fromkeys(("types", "initiators", "targets"), "codes"),
    **dict.fromkeys(("summary", "accounts"), "long"),
    **dict.fromkeys(("injured", "killed", "detained"), "number"),
    "corroboration": "choice",
}  # fmt: skip


def script() -> str:
    """Return the JavaScript module of the page: a script shared with the map, and the desk's own scripts."""
    own = (_FOLDER.joinpath("assets", name).read_text(encoding="utf-8") for name in _SCRIPTS)
    return "\n".join((map_asset("press.js"), *own))


def style() -> str:
    """Return the style sheet of the page: the colours of the map, and the desk's own rules."""
    return map_asset("theme.css") + _FOLDER.joinpath("assets", "desk.css").read_text(encoding="utf-8")


def page(settings: Mapping[str, Any]) -> tuple[str, str]:
    """Return the HTML page, with the settings of its script (see ``settings_of``), and its content security policy."""
    text = _template().render(
        leaflet_style=leaflet_style(), style=style(), leaflet=leaflet_script(), script=script(),
        settings=json_text(dict(settings)),
    )  # fmt: skip
    return text, policy(text, asks="'self'") + "; frame-ancestors 'none'"


@functools.cache
def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader

    loader = FileSystemLoader(_FOLDER / "templates")
    return Environment(loader=loader, autoescape=True, keep_trailing_newline=True).get_template("desk.html.j2")


def settings_of(person: str, form_token: str, reasons: Sequence[str]) -> dict[str, Any]:
    """Return the settings of the page's script: user, form token, names of codes, and fields of the form.

    ``person``: name of the user; ``form_token``: token of every form; ``reasons``: usual reasons for a rejection.
    """
    titles = {row["column"]: row for row in geodata.rows("columns")}
    stored = {name: stored_name(name) for name in FIELDS}
    return {
        "person": person,
        "form_token": form_token,
        "reasons": list(reasons),
        "severity": list(model.SEVERITY_LABELS),
        "statuses": list(model.STATUSES),
        "corroboration": list(model.CORROBORATION),
        "event_kinds": list(geodata.vocabulary().event_kinds),
        "labels": {
            "type": {row["type"]: row["label"] for row in geodata.rows("types")},
            "actor": {row["code"]: row["name"] for row in geodata.rows("actors")},
        },
        "colours": {row["code"]: row["colour"] for row in geodata.rows("actors")},
        "fields": [
            {
                "name": name,
                "title": titles[column]["title"],
                "meaning": titles[column]["meaning"],
                "input": _INPUTS.get(name, "text"),
            }
            for name, column in stored.items()
        ],
    }
