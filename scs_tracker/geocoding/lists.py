"""Lists of places: 'over Mischief Reef and Subi Reef', 'Scarborough, Second Thomas and Sabina shoals'.

A list means all of its places, so the first alone is never taken for it. Places near enough to each other are one disc
that holds them all; of places far apart nobody can say at which it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.geocoding.context import kilometres
from scs_tracker.geocoding.discs import covering
from scs_tracker.geocoding.names import SEA_GROUPS
from scs_tracker.geocoding.numbers import is_sign
from scs_tracker.geocoding.place import Placed, place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.forms import Mention
    from scs_tracker.geocoding.names import Feature
    from scs_tracker.geocoding.spots import Scene, Unplaced
    from scs_tracker.geocoding.tokens import Token

    Found = tuple[Mention, Placed]

#: A disc up to this radius around all places of a list says where they are.
MOST_KM: Final = 250.0
#: A distance that tells which of several places is meant is out by no more than this, in kilometres or as a part of it.
_OUT_KM: Final = 20.0
_OUT_PART: Final = 0.1
#: What somebody came from, was bound for or stayed outside of is no place of a list of where it was.
_ELSEWHERE: Final = frozenset({"from", "origin", "toward", "back", "outside", "half"})


def listed(best: Found, placed: Sequence[Found], scene: Scene) -> list[Found]:
    """Return the places of the list that the chosen one stands in, itself among them; empty where it stands in none."""
    for chain in _chains(placed, scene.tokens) if len(placed) > 1 else ():
        several = len({one.feature_id for _, one in chain if one.feature_id}) > 1
        if several and any(one is best[1] for _, one in chain) and _are_apart(chain):
            return chain
    return []


def borne_out(
    placed: Sequence[Found], failed: Sequence[tuple[Mention, Unplaced]], scene: Scene
) -> tuple[list[Found], list[tuple[Mention, Unplaced]]]:
    """Place the names in doubt that stand in a list beside a feature of the open sea: Ayungin, Escoda and Panatag.

    Returns
    -------
    tuple
        What has a place now and what has none, each in the order of the text.
    """
    sure, doubtful = list(placed), []
    for mention, one in failed:
        beside = any(_link(*_ordered(other[0], mention), scene.tokens) for other in sure if _is_reef(other, scene))
        again = place(mention, _hinted(scene, one.alternatives)) if beside and len(one.alternatives) == 1 else one
        if isinstance(again, Placed):
            sure.append((mention, again))
            sure.sort(key=lambda found: found[0].start)
        else:
            doubtful.append((mention, one))
    return sure, doubtful


def measured(doubtful: Mention, one: Unplaced, placed: Sequence[Found], scene: Scene) -> Found | None:
    """Return a place in doubt as the one candidate that lies as far from another place as the text says.

    'Discovery Reef, 370 km from Da Nang' is the one in the Paracels: the others lie twice as far from there.
    """
    for mention, other in placed:
        distance = mention.distance
        if (
            distance is None
            or mention.bearing is not None
            or mention.segment != doubtful.segment
            or distance.mode != "at"
        ):
            continue
        anchor = scene.gazetteer.features.get(other.feature_id)
        slack_km = max(_OUT_KM, _OUT_PART * distance.km)
        fitting = [
            each for each in one.alternatives
            if anchor and abs(_apart_km(scene.gazetteer.features[each], anchor) - distance.km) <= slack_km
        ]  # fmt: skip
        again = place(doubtful, _hinted(scene, tuple(fitting))) if len(fitting) == 1 else None
        if isinstance(again, Placed):
            return doubtful, again
    return None


def _apart_km(one: Feature, two: Feature) -> float:
    return kilometres(one.lat, one.lon, two.lat, two.lon)


def _is_reef(found: Found, scene: Scene) -> bool:
    feature = scene.gazetteer.features.get(found[1].feature_id)
    return feature is not None and feature.group in SEA_GROUPS


def _ordered(one: Mention, two: Mention) -> tuple[Mention, Mention]:
    return (one, two) if one.start < two.start else (two, one)


def _hinted(scene: Scene, place_ids: tuple[str, ...]) -> Scene:
    return scene._replace(hints=scene.hints._replace(place=place_ids))


def hull(chain: Sequence[Found]) -> Placed | None:
    """Return one disc that holds all places of a list, or None where they lie too far apart for one."""
    places = [one for _, one in chain]
    lat, lon, radius_km = covering([(one.lat, one.lon) for one in places], [one.radius_km for one in places])
    if radius_km > MOST_KM:
        return None
    ids = tuple(one.feature_id for one in places if one.feature_id)
    note = "it names several places; the disc holds them all"
    return Placed(lat, lon, radius_km, "area", ids[0] if ids else "", ids[1:], note)


def _chains(placed: Sequence[Found], tokens: Sequence[Token]) -> list[list[Found]]:
    """Return the runs of places that commas and a last 'and' tie together."""
    chains: list[list[Found]] = []
    closed: list[bool] = []
    for one in placed:
        before = chains[-1][-1] if chains else None
        link = _link(before[0], one[0], tokens) if before is not None else ""
        if link:
            chains[-1].append(one)
            closed[-1] |= link == "and"
        else:
            chains.append([one])
            closed.append(False)
    return [chain for chain, whole in zip(chains, closed, strict=True) if whole and len(chain) > 1]


def _link(before: Mention, after: Mention, tokens: Sequence[Token]) -> str:
    """Return 'and' or 'comma' where nothing but that stands between two places of one kind, else nothing."""
    alike = before.form == after.form in {"place", "offset"} and before.segment == after.segment
    if not (alike and before.anchor and after.anchor) or after.either or _ELSEWHERE & {before.relation, after.relation}:
        return ""
    if after.form == "offset" and not after.listed:
        return ""
    between = tokens[before.anchor.after : after.anchor.first]
    if not between or any(_says_more(tokens, before.anchor.after + at) for at in range(len(between))):
        return ""
    joins = any("and" in token.kinds or token.text in {"、", "&", "+"} for token in between)
    return "and" if joins else "comma"


def _says_more(tokens: Sequence[Token], index: int) -> bool:
    kinds = tokens[index].kinds
    listed = is_sign(tokens, index - 1, ",、") and is_sign(tokens, index + 1, ",、")
    ties = "and" in kinds or "lead" in kinds or "generic" in kinds or tokens[index].text in {"&", "+"}
    ties |= listed and "name" in kinds  # a name in doubt in the middle of the list
    return not (ties or is_sign(tokens, index, ",、"))


def _are_apart(chain: Sequence[Found]) -> bool:
    """Say whether no place of a list lies in another's disc, as Zambales and a shoal off it may."""
    places = list({one.feature_id or str(at): one for at, (_, one) in enumerate(chain)}.values())
    return all(
        one.method == two.method == "feature"
        or kilometres(one.lat, one.lon, two.lat, two.lon) > max(one.radius_km, two.radius_km)
        for at, one in enumerate(places)
        for two in places[at + 1 :]
    )
