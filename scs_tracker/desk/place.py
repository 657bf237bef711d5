"""Preview what the ledger would store for a form: location, severity, claims and sentence."""

from __future__ import annotations

import datetime as dt
import json
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata, model
from scs_tracker.act import act_problems, are_read, parse_acts
from scs_tracker.ledger import state
from scs_tracker.reporting.names import zone as zone_names
from scs_tracker.reporting.period import Period
from scs_tracker.sentences import incident_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Geocoder and zones are read into memory once; two threads that begin at the same time would both do it.
_READING: Final = threading.Lock()


def preload_geodata() -> None:
    """Load the gazetteer and zones into memory in advance, because loading takes seconds."""
    preview_fields(
        dict.fromkeys(model.INCIDENT_COLUMNS, "") | {"date_start": "2024-06-17", "location_text": "Sabina Shoal"}
    )


def preview_fields(content: Mapping[str, str], *, sources: Sequence[Mapping[str, str]] = ()) -> dict[str, Any]:
    """Return the values that the ledger would derive from a form: severity, location and claims.

    ``content``: columns of ``model.INCIDENT_COLUMNS`` as text; ``sources``: each with ``url``, ``publisher`` and
    ``published``; returned: ``problems``, each with ``field`` and ``sentence``; ``derived``, see ``placing``; and
    ``week`` and ``week_line``, see ``weekly_preview``.
    """
    acts = str(content.get("acts", ""))
    content = {name: str(content.get(name, "")).strip() for name in model.INCIDENT_COLUMNS}
    found = problems(content)
    wrong = {one["field"] for one in found}
    # what is wrong says nothing, so that a place shows while a date is still being typed
    facts = {name: "" if name in wrong else value for name, value in content.items()}
    if facts["lat"] == "" or facts["lon"] == "":
        facts["lat"] = facts["lon"] = ""
    acts, wrong_acts = _acts_of(acts, sources)
    found += wrong_acts
    kept = {"sources": [dict(one) for one in sources], "acts": acts}
    with _READING:
        row = state.facts_of(facts | kept)
        derived = state.derive([row], [content["id"]])[0]
        if not facts["types"]:
            derived["severity"] = None  # nothing was done yet
    return {"problems": found, "derived": placing(derived), **weekly_preview({**row, **derived})}


def following(values: Mapping[str, str]) -> dict[str, str]:
    """Return edits in which a new place description also sets the place, unless the place is edited too."""
    if "location_text" not in values or "place" in values:
        return dict(values)
    blank = dict.fromkeys(model.INCIDENT_COLUMNS, "")
    return {**values, "place": preview_fields(blank | {"location_text": values["location_text"]})["derived"]["feature"]}


def _acts_of(text: str, sources: Sequence[Mapping[str, str]]) -> tuple[str, list[dict[str, str]]]:
    """Return the acts of a form, or an empty string if they are not valid, and their errors."""
    try:
        acts = parse_acts(text)
    except ValueError as error:
        return "", [{"field": "acts", "sentence": str(error)}]
    if not are_read(acts):
        return "", []
    addresses = [one["url"] for one in sources if one["url"]]
    found = act_problems(acts, None, geodata.vocabulary(), addresses=addresses)
    told = [{"field": "acts", "sentence": f"act {one.row}: {replace(one, row=None)}"} for one in found]
    return ("" if found else text), told


def problems(content: Mapping[str, str]) -> list[dict[str, str]]:
    """Return ``field`` and ``sentence`` of each value of a form that breaks a rule of the codebook, except the id."""
    import pandas as pd

    frame = pd.DataFrame([dict(content)], columns=list(model.INCIDENT_COLUMNS), dtype=str)
    found = model.problems(frame, model.incidents_schema(geodata.vocabulary()))
    return [
        {"field": one.column, "sentence": str(replace(one, row=None, column=""))} for one in found if one.column != "id"
    ]


def placing(derived: Mapping[str, Any]) -> dict[str, Any]:
    """Return the location, severity and claims of a ledger row, for display.

    Returned: ``lat``, ``lon``, ``radius_km``, ``method``, ``matched_text``, ``reason``, ``alternatives`` (each with
    ``id`` and ``name``), ``feature`` (name of the feature that the text names, or empty), ``standing``, ``zones`` (each
    with ``id``, ``name``, ``membership``, ``share``), ``severity`` (None if no type is given).
    """
    names = {row["id"]: row["name"] for row in geodata.rows("features")}
    shares = json.loads(derived["zone_shares"] or "{}")
    zones = [
        {"id": zone, "name": zone_names(zone)["name"], "membership": membership, "share": shares.get(zone)}
        for membership, column in (("certain", "zones"), ("possible", "zones_possible"))
        for zone in model.split_list(derived[column])
    ]
    plain = ("lat", "lon", "radius_km", "method", "matched_text", "reason", "standing", "severity", "feature_id")
    return {
        **{name: derived[name] for name in plain},
        "feature": names.get(derived["feature_id"] or "", "") if derived["method"] == "feature" else "",
        "alternatives": [{"id": one, "name": names.get(one, one)} for one in model.split_list(derived["alternatives"])],
        "zones": zones,
    }


def weekly_preview(known: Mapping[str, Any]) -> dict[str, str]:
    """Return an incident's week (empty if no day is given) and its sentence in the report (empty if no type is)."""
    week = known["date_start"]
    whole = len(week) == 10
    return {
        "week": str(Period.of(dt.date.fromisoformat(week))) if whole else "",
        "week_line": incident_sentence(known) if known["types"] else "",
    }
