from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from scs_tracker.ledger import link

BASE = link.Sighting(
    key="a",
    first=date(2024, 6, 17).toordinal(),
    last=date(2024, 6, 17).toordinal(),
    exact=True,
    lat=9.72,
    lon=115.87,
    radius_km=5.0,
    types=frozenset({"ramming", "boarding"}),
    initiators=frozenset({"CN-CCG"}),
    targets=frozenset({"PH-NAVY"}),
    units=frozenset(),
)


def other(**changes: object) -> link.Sighting:
    return dataclasses.replace(BASE, key="b", **changes)


def test_two_accounts_of_one_incident_match_strongly_with_reasons() -> None:
    match = link.score(other(types=frozenset({"ramming"})), BASE)
    assert match is not None
    assert match.score >= link.STRONG
    assert match.reasons == (
        "same day (+2.0)",
        "0 km apart (+2.0)",
        "both ramming (+2.0)",
        "initiators CN-CCG (+1.5)",
        "targets PH-NAVY (+1.5)",
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"first": BASE.first + 2, "last": BASE.last + 2},
        {"lat": 9.72 + 0.3},
    ],
)
def test_date_and_place_can_rule_a_match_out(changes: dict[str, object]) -> None:
    assert link.score(other(**changes), BASE) is None


def test_different_units_at_one_shoal_on_one_day_stay_two() -> None:
    one = other(units=frozenset({"ccg-5205"}))
    match = link.score(one, dataclasses.replace(BASE, units=frozenset({"ccg-21551"})))
    assert match is not None
    assert match.score < link.STRONG
    assert "other units (-3.0)" in match.reasons
    same = link.score(one, dataclasses.replace(BASE, units=frozenset({"ccg-5205", "x"})))
    assert same is not None
    assert same.score > match.score + 5


def test_each_difference_costs() -> None:
    def points(**changes: object) -> float:
        match = link.score(other(**changes), BASE)
        assert match is not None
        return match.score

    best = points()
    assert points(first=BASE.first + 1, last=BASE.last + 1) == best - 1
    assert points(types=frozenset({"collision"})) == best - 1
    assert points(types=frozenset({"laser"})) == best - 3.5
    assert points(initiators=frozenset({"CN-MM"})) == best - 0.5
    assert points(initiators=frozenset({"VN-VCG"})) == best - 3.5
    assert points(targets=frozenset({"XX-UNK"})) == best - 1.5
    assert points(lat=None, lon=None) == best - 2
    assert points(radius_km=200.0) == best - 1.5


def test_matches_come_best_first_and_only_if_likely() -> None:
    near = dataclasses.replace(BASE, key="near")
    less = dataclasses.replace(BASE, key="less", types=frozenset({"collision"}))
    far = dataclasses.replace(BASE, key="far", lat=15.0)
    later = dataclasses.replace(BASE, key="later", first=BASE.first + 30, last=BASE.last + 30)
    (found,) = link.matches([other()], [later, less, far, near])
    assert [match.key for match in found] == ["near", "less"]


def test_a_long_incident_is_found_from_its_last_day() -> None:
    standoff = dataclasses.replace(BASE, key="long", first=BASE.first - 200, last=BASE.last)
    short = dataclasses.replace(BASE, key="short", first=BASE.first - 40, last=BASE.last)
    (found,) = link.matches([other()], [standoff, short])
    assert {match.key for match in found} == {"long", "short"}
    assert all("dates overlap (+1.0)" in match.reasons for match in found)
