"""Compose the rows of the report's list of incidents."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata, model
from scs_tracker.act import countries_of, initiator_side, speaker_of
from scs_tracker.reporting import names
from scs_tracker.reporting.lead import SILENT, account_of
from scs_tracker.reporting.links import sources
from scs_tracker.sentences import incident_sentence
from scs_tracker.sentences import words as plain
from scs_tracker.sentences.language import SOURCE, current, locale, use_language
from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.places import number_or_none, whole_or_none
from scs_tracker.sentences.sides import country_phrase, speaker

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    import pandas as pd

    from scs_tracker.act import Act
    from scs_tracker.reporting.news import Assessed

CORROBORATION: Final = {
    "single": "single source: reported by one party or one outlet",
    "multiple": "reported by several independent outlets",
    "official": "released by a government",
    "undisputed": "both parties confirm that it happened",
}
#: The body that speaks, in brackets before the text of an account.
_BODY: Final = re.compile(r"(\([^()]+\))\s+")
#: The name before a remark on the sources themselves in a cell of accounts.
_NOTE: Final = "Sources"
METHODS: Final = {
    "coordinates": "from coordinates printed in a source",
    "feature": "from the name of a feature",
    "offset": "from a distance or bearing from a feature",
    "between": "from the two places that it was between",
    "coast_distance": "from a distance from a coast",
    "area": "from the name of an area",
    "none": "no location",
}


def incident_rows(order: Sequence[Assessed], positions: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """Return incidents in the order given, numbered from 1; ``positions`` has the vessel positions near each."""
    limits = _(
        "AIS is incomplete and can be switched off or forged; the absence of a signal does not show that no ship was "
        "there."
    )
    rows = []
    for number, one in enumerate(order, start=1):
        shown = [f"{said}." for said in positions.get(one.record["id"], ())]
        rows.append({"number": number} | _row(one) | {"positions": " ".join([*shown, limits]) if shown else ""})
    return rows


def short_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return incidents that are only mentioned: id, date, place, types and one sentence, in order of date."""
    return [
        {
            "id": record["id"],
            "date_start": record["date_start"],
            "date_end": record["date_end"],
            "when": plain.span_words(record["date_start"], record["date_end"]),
            "place": names.place_names(record["place"]),
            "types": [names.type_label(name) for name in model.split_list(record["types"])],
            "summary": record["summary"],
            "corroboration": record["corroboration"],
            "source_list": sources(record["sources"]),
        }
        for record in frame.to_dict("records")
    ]


def _row(one: Assessed) -> dict[str, Any]:
    record = one.record
    severity = int(record["severity"])
    told = [_account(who, text) for who, text in plain.accounts(record["accounts"])]
    accounts = [one for one in told if one["who"] != _NOTE]
    return {
        "id": record["id"],
        "date_start": record["date_start"],
        "date_end": record["date_end"],
        "when": plain.span_words(record["date_start"], record["date_end"]),
        "time_local": record["time_local"],
        "place": names.place_names(record["place"]),
        **_position(record),
        "types": [{"type": name, "label": names.type_label(name)} for name in model.split_list(record["types"])],
        "severity": severity,
        "severity_label": _(model.SEVERITY_LABELS[severity]),
        "initiators": [names.actor(code) for code in model.split_list(record["initiators"])],
        "targets": [names.actor(code) for code in model.split_list(record["targets"])],
        "initiator_units": model.split_list(record["initiator_units"]),
        "target_units": model.split_list(record["target_units"]),
        **{name: whole_or_none(record[name]) for name in ("injured", "killed", "detained")},
        "damage": record["damage"],
        "sentence": incident_sentence({str(key): value for key, value in record.items()}),
        "summary": record["summary"],
        "routine": one.routine,
        "points": one.points,
        "side": initiator_side(one.acts, geodata.vocabulary()),
        "acts": [_act_row(one, act) for act in one.acts],
        "accounts": accounts,
        "accounts_text": record["accounts"],
        "remarks": [one["text"] for one in told if one["who"] == _NOTE],
        "contested": len({one["country"] for one in accounts if not SILENT.search(one["text"])} - {""}) > 1,
        "corroboration": record["corroboration"],
        "corroboration_words": _corroboration(record),
        "standing": record["standing"],
        **explained({str(key): value for key, value in record.items()}),
        "zones": _zones(record),
        "flags": model.split_list(record["flags"]),
        "source_list": sources(record["sources"]),
        "revision": int(record["revision"]),
        "updated_at": record["updated_at"],
    }


def _act_row(one: Assessed, act: Act) -> dict[str, Any]:
    """Return an act as a table row: initiator, act, target, attribution, and the other side's account."""
    return {
        "type": act.type,
        "label": names.type_label(act.type),
        "by": [names.actor(code) for code in act.by],
        "by_units": list(act.by_units),
        "against": [names.actor(code) for code in act.against],
        "against_units": list(act.against_units),
        "said_by": plain.listed([speaker(who) for who in act.said_by]),
        "other_side": _other_side(one, act),
        "certainty": act.certainty,
        "from_columns": act.basis == "columns",
    }


def _other_side(one: Assessed, act: Act) -> str:
    """Return a phrase on who denied an act, or on the account of the side that does not report it; empty if neither."""
    if act.denied_by:
        return _("{who} denied it").format(who=plain.listed([speaker(who) for who in act.denied_by]))
    said = {speaker_of(who)[0] for who in act.said_by}
    others = [country for country in countries_of((*act.by, *act.against)) if country not in said]
    if not act.said_by or not others:
        return ""
    told = [country for country in others if account_of([one], country)]
    words = _("{who}: account on record, no denial") if told else _("{who}: no account on record")
    return words.format(who=plain.listed([_(country_phrase(country)) for country in told or others]))


def _position(record: Mapping[Hashable, Any]) -> dict[str, Any]:
    latitude, longitude, radius = (number_or_none(record[name]) for name in ("lat", "lon", "radius_km"))
    where = _("no location") + (f": {record['reason']}" if record["reason"] else "")
    if latitude is not None and longitude is not None:
        within = _("uncertainty radius not known")
        if radius is not None:
            within = _("uncertainty radius {km} km").format(km=distance(radius))
        method = _(METHODS.get(record["method"], record["method"]))
        where = f"{coordinates(latitude, longitude)}, {within}, {method}"
    return {
        "location_text": record["location_text"],
        "lat": latitude,
        "lon": longitude,
        "radius_km": radius,
        "method": record["method"],
        "reason": record["reason"],
        "where": where,
    }


def coordinates(latitude: float, longitude: float) -> str:
    """Return a position for readers, with two decimals: '9.73° N, 115.87° E'."""
    north, east = _("S") if latitude < 0 else _("N"), _("W") if longitude < 0 else _("E")
    return f"{fixed(abs(latitude), 2)}° {north}, {fixed(abs(longitude), 2)}° {east}"


def fixed(value: float, decimals: int) -> str:
    """Return a number with a fixed number of decimals, as the current language writes it: '1,234'."""
    from babel.numbers import format_decimal

    return str(format_decimal(value, format=f"#,##0.{'0' * decimals}".rstrip("."), locale=locale()))


def distance(value: float) -> str:
    """Return a distance with one decimal below ten and none from ten."""
    return plain.digits(round(value, 1)) if value < 10 else fixed(value, 0)


def _corroboration(record: Mapping[Any, Any]) -> str:
    """Return the corroboration of an incident as text, never "single" if several sources are independent."""
    name = str(record["corroboration"])
    if name == "single" and (whole_or_none(record.get("independent_sources")) or 0) > 1:
        name = "multiple"
    return _(CORROBORATION.get(name, name))


def _account(who: str, text: str) -> dict[str, str]:
    """Return an account with its party's name and, if the text begins with one in brackets, the body that spoke."""
    code, _space, rest = who.partition(" ")
    if (bracket := _BODY.match(text)) and not rest:
        rest, text = bracket[1], text[bracket.end() :]
    if code == _NOTE and rest:
        return {"who": rest.strip("()"), "country": "", "text": text}
    known = names.country_name(code)
    if known == code:
        return {"who": f"{who} {rest}" if rest and rest not in who else who, "country": "", "text": text}
    named = f"{known} {rest}" if rest.startswith("(") else ", ".join(filter(None, (known, rest)))
    return {"who": named, "country": code, "text": text}


def _zones(record: Mapping[Hashable, Any]) -> list[dict[str, Any]]:
    shares = json.loads(record["zone_shares"] or "{}")
    return [
        names.zone(zone_id) | {"membership": membership, "share": shares.get(zone_id)}
        for membership, column in (("certain", "zones"), ("possible", "zones_possible"))
        for zone_id in model.split_list(record[column])
    ]


def explained(record: Mapping[Any, Any]) -> dict[str, Any]:
    """Return ``standing_plain`` and ``standing_details`` of an incident's location, or empty if not available.

    They are empty if the row was made with other geodata, or if its zones no longer give its sentence. In a language
    other than English, ``standing`` is that sentence translated, if possible; the list stays in English.
    """
    from scs_tracker.sentences.restated import restated, untraced_near

    if number_or_none(record["lat"]) is None or record.get("geodata_version") != geodata.version():
        return {"standing_plain": "", "standing_details": []}
    with use_language(SOURCE):
        told = restated(record)
        details = _located(record) if told.sentence and untraced_near(record) else list(told.details)
    if current() == SOURCE or not told.sentence:
        return {"standing_plain": told.plain, "standing_details": details}
    said = restated(record, checked=True)
    return {"standing": said.sentence, "standing_plain": said.plain, "standing_details": details}


def _located(record: Mapping[Any, Any]) -> list[str]:
    """Return all claims at an incident's location and date, looked up in the zones, or an empty list if that fails."""
    from scs_tracker.errors import TrackerError
    from scs_tracker.sentences.classification import locate

    lat, lon, radius = (number_or_none(record[name]) for name in ("lat", "lon", "radius_km"))
    try:
        return list(locate(lat or 0.0, lon or 0.0, date=str(record["date_start"]), radius_km=radius or 0.0)["details"])
    except TrackerError:
        return []
