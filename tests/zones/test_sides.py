"""On which side of overlapping belts a place lies."""

from __future__ import annotations

import numpy as np
import pytest

from scs_tracker.zones.claims import DOUBT, OTHER, OWN, claims
from scs_tracker.zones.coast import distances_to_baselines
from scs_tracker.zones.distance import sites
from scs_tracker.zones.membership import Membership
from scs_tracker.zones.sides import sides_of, within_200nm
from scs_tracker.zones.table import load_zones

OVERLAP = Membership(certain=("id-eez", "my-eez", "ph-eez"))


@pytest.mark.parametrize(
    ("distances", "radius_km", "sides"),
    [
        ({"ID": 190.0, "MY": 60.0, "PH": 150.0}, 0.0, {"ID": OTHER, "MY": OWN, "PH": OTHER}),
        ({"ID": 190.0, "MY": 60.0, "PH": 63.0}, 5.0, {"ID": OTHER, "MY": DOUBT, "PH": DOUBT}),
        ({"ID": 60.0, "MY": 60.0, "PH": 61.0}, 0.0, {"ID": OWN, "MY": OWN, "PH": OTHER}),
        ({"MY": 60.0, "PH": np.nan}, 0.0, {"ID": OWN, "MY": OTHER, "PH": OWN}),
    ],
)
def test_the_nearest_baselines_decide_as_far_as_the_radius_lets_them(
    distances: dict[str, float], radius_km: float, sides: dict[str, int]
) -> None:
    measured = {code: np.array([distance]) for code, distance in distances.items()}
    _, found = sides_of([OVERLAP], np.zeros(1, dtype=np.int64), measured, np.array([radius_km]))
    assert found == [sides]


def test_a_belt_on_a_neighbours_side_is_no_claim() -> None:
    sides = {"ID": OTHER, "MY": OTHER, "PH": DOUBT}
    assert [(one.claimant, one.certain) for one in claims(OVERLAP, "2024", sides)] == [("PH", False)]


def test_many_places_share_their_sides() -> None:
    which = np.array([0, 1, 0, 1])
    far = {"MY": np.array([10.0, 10, 90, 10]), "PH": np.array([50.0, 50, 50, 50]), "ID": np.full(4, 99.0)}
    number, found = sides_of([OVERLAP, Membership(certain=("ph-eez",))], which, far, np.zeros(4))
    assert [found[one] for one in number] == [
        {"ID": OTHER, "MY": OWN, "PH": OTHER}, {"PH": OWN}, {"ID": OTHER, "MY": OTHER, "PH": OWN}, {"PH": OWN},
    ]  # fmt: skip


def test_an_agreed_line_moves_no_baseline_away() -> None:
    sides = load_zones().query("kind == 'agreed_side'")
    middle = sides.geometry.representative_point()
    anyday = np.full(len(sides), np.datetime64("NaT"), dtype="datetime64[D]")
    far = distances_to_baselines(sites(middle.x.to_numpy(), middle.y.to_numpy()), anyday)
    # Thailand has no main baselines here: its coast is a neighbour's
    sets, which = within_200nm(far, np.zeros(len(sides)))
    for line, there in zip(sides["cut_by"], which, strict=True):
        parties = {code.upper() for code in line.split("-")[:2]} - {"TH"}
        assert parties <= set(sets[there].split(";")), line


def test_a_radius_may_reach_within_200_nm() -> None:
    sets, which = within_200nm({"PH": np.array([199.0, 201.0, 201.0, np.nan])}, np.array([0.0, 0.0, 2.0, 2.0]))
    assert [sets[one] for one in which] == ["PH", "", "PH", ""]
