"""Compute the state of an incident: its facts, from a report or a reviewer, and all derived fields."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata, model
from scs_tracker.act import (
    FROM_COLUMNS,
    acts_from_columns,
    acts_json,
    are_read,
    completed_columns,
    gravest_act,
    parse_acts,
)
from scs_tracker.ledger import sourcing
from scs_tracker.ledger.sourcing import FLAG_FROM_COLUMNS, act_flags, corroboration_of
from scs_tracker.ledger.tables import DERIVED_FIELDS, FACT_FIELDS, FLOAT_FIELDS, INTEGER_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import geopandas as gpd

State = dict[str, Any]

#: Part of the JSON text of an act that was derived from columns.
_BY_RULE: Final = f'"basis":"{FROM_COLUMNS}"'
#: Columns from which acts are derived.
_RULED: Final = (
    "types", "initiators", "targets", "initiator_units", "target_units", "injured", "killed", "detained",
)  # fmt: skip
#: Encoded values never contain themselves, so the check for circular references is off.
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False)


def canonical(value: object) -> str:
    """Return ``value`` as canonical JSON: keys sorted, no spaces, characters not escaped to ASCII."""
    return _ENCODER.encode(value)


def facts_of(content: Mapping[str, Any]) -> State:
    """Return the fact fields of a report's content, with acts (given or derived) that agree with the columns."""
    told = content.get("disagreements")
    facts: State = {
        "printed_lat": content["lat"], "printed_lon": content["lon"],
        "printed_radius_km": content.get("radius_km", ""),
        # a source without URL and publisher is left out
        "sources": canonical([one for one in content["sources"] if one["url"] or one["publisher"]]),
        "unmapped": ";".join(content.get("unmapped", ())), "disagreements": canonical(told) if told else "{}",
        "acts": content.get("acts", ""), "encounter_confirmed": content.get("encounter_confirmed", ""),
    }  # fmt: skip
    for field in FACT_FIELDS:
        if field in INTEGER_FIELDS:
            facts[field] = int(content[field]) if content[field] != "" else None
        elif field not in facts:
            # the same line ending in every format to which this text may be written
            facts[field] = content[field].replace("\r\n", "\n").replace("\r", "\n")
    return settled(facts)


def settled(facts: State) -> State:
    """Return facts whose acts and columns agree: acts that were read take precedence, others follow the columns.

    If the speakers of the most severe act are known, the incident has the corroboration of that act; the fact that both
    sides confirm the encounter as a whole is kept in ``encounter_confirmed``.
    """
    given = parse_acts(facts["acts"]) if facts["acts"] else []
    confirmed = facts["encounter_confirmed"] or ("yes" if facts["corroboration"] == "undisputed" else "")
    if not are_read(given):
        text = _acts_by_rule(*(facts[name] for name in _RULED))
        return facts | {"acts": text, "encounter_confirmed": confirmed}
    vocabulary = geodata.vocabulary()
    gravest = gravest_act(given, vocabulary)
    corroboration = corroboration_of(gravest, vocabulary) if gravest else ""
    return {
        **facts, **completed_columns(facts, given, vocabulary), "acts": acts_json(given),
        "corroboration": corroboration or facts["corroboration"],
        "encounter_confirmed": "yes" if corroboration == "undisputed" else confirmed,
    }  # fmt: skip


@geodata.cached
def _acts_by_rule(*cells: str | int | None) -> str:
    """Return the text of the acts derived from the columns ``_RULED``, cached because many incidents share it."""
    return acts_json(acts_from_columns(dict(zip(_RULED, cells, strict=True)), geodata.vocabulary()))


def flags_of(text: str, severity: int) -> list[str]:
    """Return the flags of acts as JSON text; acts derived from columns are recognised without parsing."""
    if text.count(_BY_RULE) == text.count('"basis":'):
        return [FLAG_FROM_COLUMNS] if _BY_RULE in text else []
    return act_flags(parse_acts(text), severity, geodata.vocabulary())


def with_acts(old: Mapping[str, Any]) -> State:
    """Return the changed fields of an incident that had no acts, with acts derived from its columns."""
    facts = settled({name: old[name] for name in FACT_FIELDS})
    flags = flags_of(facts["acts"], old["severity"])
    joined = ";".join(filter(None, (old["flags"], *flags)))
    return {"acts": facts["acts"], "encounter_confirmed": facts["encounter_confirmed"], "flags": joined}


def derive(facts: Sequence[State], ids: Sequence[str]) -> list[State]:
    """Compute ``DERIVED_FIELDS`` (severity, flags, position, claims) of incidents from their facts."""
    from scs_tracker.sentences.classification import classify

    if not facts:
        return []
    placed = classify(_placed(facts))
    version = geodata.version()
    vocabulary = geodata.vocabulary()
    episodes = sourcing.episodes()
    fields = [field for field in DERIVED_FIELDS if field in placed.columns]
    columns = [_cleaned(field, placed[field].to_numpy(dtype=object)) for field in fields]
    derived = []
    for incident_id, one, *values in zip(ids, facts, *columns, strict=True):
        state = dict(zip(fields, values, strict=True))
        state["severity"] = model.severity(
            model.split_list(one["types"]), vocabulary, injured=one["injured"], killed=one["killed"]
        )
        state["episode"] = episodes.get(incident_id, "")
        state |= sourcing.derived(one)
        flags = flags_of(one["acts"], state["severity"])
        state["flags"] = ";".join(filter(None, (state["flags"], *flags)))
        state["geodata_version"] = version
        derived.append(state)
    return derived


def positions(facts: Sequence[State]) -> list[State]:
    """Return ``lat``, ``lon`` and ``radius_km`` of incidents from their facts, without looking up zones."""
    if not facts:
        return []
    frame = _placed(facts)
    fields = ("lat", "lon", "radius_km")
    columns = [_cleaned(field, frame[field].to_numpy(dtype=object)) for field in fields]
    return [dict(zip(fields, values, strict=True)) for values in zip(*columns, strict=True)]


def _placed(facts: Sequence[State]) -> gpd.GeoDataFrame:
    """Geocode incidents, each distinct wording once; a stated radius larger than the computed one replaces it."""
    import geopandas as gpd
    import pandas as pd

    from scs_tracker.geocoding import geocode

    frame = pd.DataFrame(
        {
            "location_text": [one["location_text"] for one in facts],
            "place": [one["place"] for one in facts],
            "lat": [one["printed_lat"] for one in facts],
            "lon": [one["printed_lon"] for one in facts],
        }
    )
    words = frame.drop_duplicates(ignore_index=True)
    number = pd.Series(range(len(words)), index=pd.MultiIndex.from_frame(words))
    which = number.reindex(pd.MultiIndex.from_frame(frame)).to_numpy()
    placed = gpd.GeoDataFrame(geocode(words).take(which).reset_index(drop=True))
    placed["date_start"] = [one["date_start"] for one in facts]
    printed_radius_km = pd.to_numeric(pd.Series([one["printed_radius_km"] for one in facts], index=placed.index))
    placed["radius_km"] = placed["radius_km"].where(~(printed_radius_km > placed["radius_km"]), printed_radius_km)
    return placed


def _cleaned(field: str, values: Iterable[object]) -> list[object]:
    """Return values as stored: floats with six decimals; a missing value as None for numbers, else an empty text."""
    kept: dict[object, object] = {}
    cleaned: list[object] = []
    for value in values:
        missing = value is None or value != value  # noqa: PLR0124 - NaN is the value that differs from itself
        if missing:
            cleaned.append(None if field in FLOAT_FIELDS else "")
            continue
        if value not in kept:
            kept[value] = round(float(str(value)), 6) if field in FLOAT_FIELDS else str(value)
        cleaned.append(kept[value])
    return cleaned


def to_frame(states: Iterable[Mapping[str, Any]], *, in_order: bool = True) -> gpd.GeoDataFrame:
    """Return incidents as a GeoDataFrame with ``model.LEDGER_COLUMNS``, sorted by date and id if ``in_order``.

    EPSG:4326; geometry is None for an incident without location. Numbers are Int64, or float64 with NaN for a missing
    value; everything else is text.
    """
    import geopandas as gpd
    import pandas as pd
    import shapely

    rows = list(states)
    if in_order:
        rows.sort(key=lambda row: (row["date_start"], row["id"]))
    frame = pd.DataFrame(rows, columns=list(model.LEDGER_COLUMNS))
    for field in INTEGER_FIELDS | {"revision"}:
        frame[field] = frame[field].astype("Int64")
    for field in FLOAT_FIELDS:
        frame[field] = frame[field].astype("float64")
    placed = frame["lat"].notna()
    points = shapely.points(frame["lon"].fillna(0.0).to_numpy(), frame["lat"].fillna(0.0).to_numpy())
    geometry = pd.Series(list(points), dtype=object).where(placed, None)
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(geometry.tolist(), crs="EPSG:4326"), crs="EPSG:4326")


def changed_fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Return the fields of ``new`` whose value differs from ``old``."""
    return [field for field in new if old.get(field) != new[field]]
