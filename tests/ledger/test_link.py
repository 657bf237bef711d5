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
    parties=frozenset({"CN-CCG", "PH-NAVY"}),
    countries=frozenset({"CN", "PH"}),
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


def without_roles(**changes: object) -> link.Sighting:
    return other(**({"initiators": frozenset(), "targets": frozenset()} | changes))


@pytest.mark.parametrize(
    ("parties", "countries", "reason"),
    [
        ({"CN-CCG", "PH-NAVY"}, {"CN", "PH"}, "parties CN-CCG, PH-NAVY (+3.0)"),
        ({"CN-CCG"}, {"CN", "PH"}, "parties CN-CCG, PH (+2.5)"),
        (set(), {"CN", "PH"}, "parties CN, PH (+2.0)"),
        (set(), {"CN", "PH", "US"}, "parties CN, PH on both sides, others on one (+1.0)"),
        (set(), {"CN", "VN"}, "other parties (-3.0)"),
    ],
)
def test_who_was_there_stands_in_for_who_did_it(parties: set[str], countries: set[str], reason: str) -> None:
    match = link.score(without_roles(parties=frozenset(parties), countries=frozenset(countries)), BASE)
    assert match is not None
    assert reason in match.reasons
    assert not any("initiators" in one for one in match.reasons)


def test_nothing_is_joined_by_date_place_and_parties_alone() -> None:
    match = link.score(without_roles(types=frozenset()), BASE)
    assert match is not None
    assert match.score >= link.STRONG
    assert not link.surely([match])
    assert match.reasons[-1] == "not both name a type of act: a reviewer decides"
    named = dataclasses.replace(BASE, units=frozenset({"x"}))
    certain = link.score(without_roles(types=frozenset(), units=frozenset({"x"})), named)
    assert certain is not None
    assert link.surely([certain])


def test_a_day_inside_a_long_incident_and_other_acts_go_before_a_person() -> None:
    same = {"units": frozenset({"x"})}
    standoff = dataclasses.replace(BASE, first=BASE.first - 20, **same)
    inside = link.score(other(**same), standoff)
    assert inside is not None
    assert inside.reasons[-1] == "a day inside a longer incident: a reviewer decides"
    laser = link.score(other(types=frozenset({"laser"}), **same), dataclasses.replace(BASE, **same))
    assert laser is not None
    assert laser.reasons[-1] == "the types of act differ: a reviewer decides"
    next_day = link.score(other(first=BASE.first + 1, last=BASE.last + 1), BASE)
    assert next_day is not None
    assert next_day.score >= link.STRONG
    assert not link.surely([next_day])
    assert next_day.reasons[-1] == "not the same day: a reviewer decides"


def test_one_ship_in_common_does_not_join_what_was_done_to_another() -> None:
    first = dataclasses.replace(
        BASE, units=frozenset({"ccg", "bagacay"}), sides=(frozenset({"ccg"}), frozenset({"bagacay"}))
    )
    second = other(units=frozenset({"ccg", "cabra"}), sides=(frozenset({"ccg"}), frozenset({"cabra"})))
    match = link.score(second, first)
    assert match is not None
    assert match.reasons[-1] == "other units on one side: a reviewer decides"


def test_other_services_on_one_side_go_before_a_person_unless_a_unit_or_an_unnamed_service_is_told() -> None:
    def last_reason(target: str, **changes: object) -> str:
        match = link.score(other(targets=frozenset({target}), **changes), dataclasses.replace(BASE, **changes))
        assert match is not None
        assert match.score >= link.STRONG
        return match.reasons[-1]

    assert last_reason("PH-BFAR") == "other services on one side: a reviewer decides"
    assert last_reason("PH-UNK") == "targets of PH (+1.0)"
    assert last_reason("PH-BFAR", units=frozenset({"x"})) == "unit x (+3.0)"


def test_the_words_of_a_report_without_types_are_read() -> None:
    words = "Chinese coast guard ships rammed and boarded Philippine Navy boats. It happened at Second Thomas Shoal."
    bare = without_roles(types=frozenset(), words=words)
    (found,) = link.matches([bare], [BASE])
    assert "both boarding, ramming, from the text (+2.0)" in found[0].reasons
    assert link.surely(found)


@pytest.mark.parametrize(
    ("one", "another"),
    [("BRP Cape Engano", "BRP Cape Engaño (MRRV-4411)"), ("China Coast Guard vessel 5203", "CCG 5203")],
)
def test_spellings_of_one_ship_are_one_unit(one: str, another: str) -> None:
    facts = {
        "date_start": "2024-06-17", "date_end": "", "types": "", "initiators": "", "targets": "", "target_units": "",
        "place": "", "summary": "", "lat": None, "lon": None, "radius_km": None,
    }  # fmt: skip
    first, second = (link.sighting("x", facts | {"initiator_units": units}) for units in (one, another))
    assert first.units == second.units


def test_a_likelier_incident_that_is_in_doubt_keeps_a_report_from_joining_another() -> None:
    doubtful, sure = link.Match("a", 8.9, (), doubtful=True), link.Match("b", 7.5, ())
    assert not link.surely([doubtful, sure])
    assert not link.surely([sure, dataclasses.replace(doubtful, score=7.0)])
    assert link.surely([sure])


def test_of_two_reports_of_one_dataset_on_one_incident_neither_is_joined() -> None:
    sure, better = link.Match("a", 7.0, ()), link.Match("a", 9.0, ())
    assert link.joined([[sure], [link.Match("a", 7.5, ())]]) == [None, None]
    assert link.joined([[sure], [better]]) == [None, better]
    assert link.joined([[], [sure]]) == [None, sure]
