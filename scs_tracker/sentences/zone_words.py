"""Compose the names of zones, States and features for sentences, in the current language of sentences.

The words are data: kinds.csv has the words of each kind of zone, phrases.csv those of zones whose names do not fit into
a sentence, award_status.csv the findings of the 2016 Award on features, and countries.csv the names of States.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.geodata.region import NAUTICAL_MILE
from scs_tracker.sentences.language import SOURCE, current
from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.words import listed, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scs_tracker.zones.claims import Zone

#: How catalogues tell 'Chinese' as in 'Chinese baselines' from the name of the language.
_OF_A_STATE: Final = "{adjective} (of a State)"


#: How zones around features are named; the catalogues have a form for each.
AROUND_FEATURES: Final = (
    "Within 12 nm of {name}, from the edge of its reef",
    "Within 12 to 24 nm of {name}",
    "Within 12 nm of {name}",
)


@dataclass(frozen=True, slots=True)
class Feature:
    """The parts of a features.csv row that sentences use: ``award`` is the code of the 2016 Award's finding."""

    name: str
    group: str
    award: str
    radius_nm: float
    under_water: bool


def texts() -> list[str]:
    """Return the texts of the tables used in sentences, for the catalogues."""
    tables = ("zone_kinds", "zone_phrases", "award_status")
    told = [row[column] for name in tables for row in geodata.rows(name) for column in ("words", "plain")]
    told += [_OF_A_STATE.format(adjective=row["adjective"]) for row in geodata.rows("countries")]
    return [text for text in told if text and text != "{name}"]


def spoken(text: str) -> str:
    """Return a clause as a sentence."""
    return f"{sentence(text)}."


def adjective(code: str) -> str:
    """Return the adjective of a State, such as 'Chinese'; an unknown code is returned unchanged."""
    row = geodata.rows_by("countries", "country").get(code)
    if row is None:
        return code
    word = row["adjective"]
    return word if current() == SOURCE else _(_OF_A_STATE.format(adjective=word))


def states(codes: Iterable[str]) -> str:
    """Return the names of States, sorted by their English names, with commas and an 'and' between them."""
    return listed([_(_english(code)) for code in _in_order(codes)])


def _in_order(codes: Iterable[str]) -> list[str]:
    return sorted(codes, key=lambda code: _english(code).removeprefix("the "))


def _english(code: str) -> str:
    return geodata.values_by("countries", "country", "name").get(code, code)


def filled(template: str, who: Sequence[str], name: str = "") -> str:
    """Return the clause of a kind of zone, with claimants and zone name filled in."""
    adjectives, names = listed([adjective(code) for code in _in_order(who)]), states(who)
    one, english = len(who) == 1, current() == SOURCE
    s, plural = ("s" if one else "", "" if one else "s") if english else ("", "")
    return _(template).format(adjectives=adjectives, names=names, name=zone_name(name), s=s, plural=plural)


def zone_name(name: str) -> str:
    """Return the name of a zone in the current language; the name of a belt around a feature is composed."""
    said = _(name)
    if said != name:
        return said
    for around in AROUND_FEATURES:
        head, tail = around.split("{name}")
        if name.startswith(head) and name.endswith(tail):
            return _(around).format(name=name.removeprefix(head).removesuffix(tail))
    return name


def named(zone: Zone) -> str:
    """Return a phrase that places a location in a zone: 'inside the Kalayaan area'."""
    if said := geodata.values_by("zone_phrases", "zone_id", "words").get(zone.id):
        return _(said)
    name = zone_name(zone.name)
    if zone.name.startswith("Within "):
        return f"{name[0].lower()}{name[1:]}"
    if zone.name.startswith("Waters "):
        return _("in {waters}").format(waters=f"{name[0].lower()}{name[1:]}")
    if not zone.claimants:
        return _("inside {name}").format(name=name)
    words = geodata.values_by("zone_kinds", "kind", "words").get(zone.kind, "inside {name}")
    return filled(words, zone.claimants, zone.name)


def plain_language(zone: Zone) -> str:
    """Return a zone's phrase for a reader without legal knowledge; empty for zones left out of plain language."""
    if own := geodata.rows_by("zone_phrases", "zone_id").get(zone.id):
        return _(own["plain"])
    template = geodata.values_by("zone_kinds", "kind", "plain").get(zone.kind, "")
    if zone.feature or not template or zone.kind in belts():
        return ""
    return filled(template, zone.claimants, zone.name)


@geodata.cached
def belts() -> tuple[str, ...]:
    """Return the kinds that are belts around a coast, in the order of the table: from the coast outward."""
    return tuple(geodata.values_by("zone_kinds", "kind", "belt"))


@geodata.cached
def features() -> Mapping[str, Feature]:
    """Return the features of the gazetteer by id."""
    return {
        row["id"]: Feature(
            row["name"], row["group"], row["award_2016"], float(row["radius_km"]) * 1000 / NAUTICAL_MILE,
            row["natural_status"] == "submerged",
        )
        for row in geodata.rows("features")
    }  # fmt: skip
