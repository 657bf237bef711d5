"""Give readers the names of places, actors, types and zones, with the common English name first."""

from __future__ import annotations

from typing import Any, Final

from scs_tracker import geodata
from scs_tracker.act import country_of
from scs_tracker.sentences.language import current
from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.places import phrase
from scs_tracker.sentences.zone_words import zone_name
from scs_tracker.zones.table import zone_rows

#: Of an actor that actors.csv lacks.
UNKNOWN_COLOUR: Final = "#767676"
#: Languages of the parties, in the alphabetical order of their English names, with the notes of the forms to show.
LANGUAGES: Final = (
    ("zh", "Chinese", ("zh-Hans", "zh-Hant")),
    ("fil", "Filipino", ("fil",)),
    ("id", "Indonesian", ("id",)),
    ("ms", "Malay", ("ms",)),
    ("vi", "Vietnamese", ("vi",)),
)
_SKIPPED_NOTES: Final = ("auto", "province form", "disambiguated")


def place_names(place: str) -> dict[str, Any]:
    """Return the common English name of a place, its names in other languages, and its gazetteer feature.

    ``phrase`` says where it is in a sentence, ``feature_id`` is empty if the gazetteer has no such place. ``others``
    are names with a source, one for each language of the parties.
    """
    return _place_names(place, current())


@geodata.cached
def _place_names(place: str, _language: str) -> dict[str, Any]:
    features, names = geodata.table("features"), geodata.table("names")
    ids = list(features.loc[features["name"] == place, "id"])
    if not ids:
        ids = sorted(set(names.loc[(names["name"] == place) & (names["language"] == "en"), "feature_id"]))
    if len(ids) != 1:
        return {"name": place or _("No location"), "phrase": phrase(place), "feature_id": "", "others": []}
    rows = names[(names["feature_id"] == ids[0]) & ~names["source"].str.contains("unchecked")].to_dict("records")
    others = []
    for tag, language, wanted in LANGUAGES:
        shown = _shown([row for row in rows if row["language"] == wanted[0]])
        if shown and shown != place:
            traditional = _shown([row for row in rows if row["language"] == wanted[-1]]) if len(wanted) > 1 else shown
            both = shown if traditional in ("", shown) else f"{shown} / {traditional}"
            latin = (row["name"] for row in rows if row["language"] == "zh-Latn" and f"from {shown} " in row["source"])
            others.append({"language": _(language), "tag": tag, "name": both, "romanised": next(latin, "")})
    return {"name": place, "phrase": phrase(place), "feature_id": ids[0], "others": others}


def _shown(rows: list[dict[str, str]]) -> str:
    """Return one language's name of a place: official if any, with its generic if listed ('Bãi Cỏ Mây'), or ''."""
    plain = [row for row in rows if not any(note in row["script_note"] for note in _SKIPPED_NOTES)]
    official = [row["name"] for row in plain if "official" in row["script_note"]]
    names = official or [row["name"] for row in plain]
    if not names:
        return ""
    return next((name for name in names[1:] if name.endswith(f" {names[0]}")), names[0])


def actor(code: str) -> dict[str, str]:
    """Return name and colour of an actor; a code that actors.csv lacks is shown unchanged, in grey."""
    row = geodata.rows_by("actors", "code").get(code)
    if row is None:
        country = country_of(code)
        known = {"code": code, "name": code, "country": country, "country_name": country, "colour": UNKNOWN_COLOUR}
        return {"phrase": code} | known
    named = {key: _(row[key]) for key in ("name", "country_name")}
    return {"phrase": row.get("side") or row["name"]} | {
        key: named.get(key, row[key]) for key in ("code", "name", "country", "country_name", "colour")
    }


def country_name(country: str) -> str:
    """Return the name of a country code in the current language, or the code if it is unknown."""
    names = geodata.values_by("countries", "country", "name") | geodata.values_by("actors", "country", "country_name")
    return _(names[country]) if country in names else country


def type_label(name: str) -> str:
    """Return the label of an incident type, or its code with spaces for underscores if the type is unknown."""
    label = geodata.values_by("types", "type", "label").get(name)
    return _(label) if label else name.replace("_", " ")


def zone(zone_id: str) -> dict[str, Any]:
    """Return name, kind and status of a zone, and whether it is around one feature; an unknown id is its own name."""
    found = _zones().get(zone_id, {"id": zone_id, "name": zone_id, "kind": "", "status": "", "around_feature": False})
    return found | {"name": zone_name(found["name"])}


@geodata.cached
def _zones() -> dict[str, dict[str, Any]]:
    keys = ("id", "name", "kind", "status")
    return {
        row["id"]: {key: row[key] for key in keys} | {"around_feature": row["feature_id"] != ""} for row in zone_rows()
    }
