"""The sentence of an incident: held over every row that ships, and over rows made to trip it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scs_tracker import geodata
from scs_tracker.sentences import incident_sentence

ROWS = {row["id"]: row | {"method": "feature", "radius_km": "2"} for row in geodata.rows("incidents")}
ACTORS = {row["code"]: row for row in geodata.rows("actors")}
TYPES = {row["type"]: row for row in geodata.rows("types")}
PLAIN: dict[str, Any] = {
    "date_start": "2024-06-17", "date_end": "", "types": "ramming", "initiators": "CN-CCG", "targets": "PH-PCG",
    "initiator_units": "", "target_units": "", "place": "Sabina Shoal", "lat": None, "lon": None, "radius_km": 2.0,
    "method": "feature", "injured": None, "killed": None, "detained": None, "damage": "", "accounts": "",
    "corroboration": "",
}  # fmt: skip


def said(**changes: Any) -> str:
    return incident_sentence(PLAIN | changes)


@pytest.mark.parametrize("told", ["bow number 21551", "hull no. 21551", "21551"])
def test_a_number_that_an_article_tells_is_a_ship_of_that_number(told: str) -> None:
    assert "No. 21551 of the China Coast Guard" in said(initiators="CN-CCG", initiator_units=told)


def missing(row: dict[str, Any], sentence: str) -> list[str]:
    """What the sentence of a row lacks of its actors, its gravest act and its place."""
    wanted = [
        (ACTORS[code]["side"], ACTORS[code]["units"].rpartition("{units}")[2]) for code in row["initiators"].split(";")
    ]
    kind = TYPES[row["types"].split(";")[0]]
    verbs = [part for part in re.split(r"\{\w+\}", kind["act"]) if part.strip()]
    wanted.append((verbs[0], kind["label"], kind["act_alone"], kind["outcome"] or verbs[0]))
    wanted.append((row["place"].removeprefix("Off "),))
    return [forms[0] for forms in wanted if not any(form and form in sentence for form in forms)]


def test_each_incident_names_actors_act_and_place() -> None:
    lacking = {key: lack for key, row in ROWS.items() if (lack := missing(row, incident_sentence(row)))}
    assert lacking == {}


def faults(row: dict[str, Any], sentence: str) -> list[str]:
    found = [
        bad for bad in ("{", "}", "  ", " ,", " ;", " .", ";.", ",.", "()", "the the ", "..", "; ;") if bad in sentence
    ]
    own = re.sub(r"(?:says|damage recorded|[A-Z][\w ]+): [^;]*", "", sentence)  # what others wrote is theirs
    names = {*ACTORS, *(name for name in TYPES if "_" in name), "None", "nan"}
    found += sorted(names & set(re.findall(r"[\w-]+", own)))
    if own.count(row["date_start"][:4]) > 2 or not sentence[0].isupper() or not sentence.endswith("."):
        found.append("form")
    return found


def test_each_sentence_is_plain_english() -> None:
    assert {key: bad for key, row in ROWS.items() if (bad := faults(row, incident_sentence(row)))} == {}


def test_who_did_what_to_whom_where_when_with_what_outcome_and_who_says_so() -> None:
    assert incident_sentence(ROWS["20240617-second-thomas-rhib-boarding"], year=False) == (
        "On 17 June, at Second Thomas Shoal, the China Coast Guard and the Chinese maritime militia between them "
        "assaulted people from Philippine Navy craft and Philippine resupply craft (ML Lapulapu, BRP Sierra Madre and "
        "Philippine Navy RHIBs), rammed them and seized a vessel or goods from them, with boarding and blocking "
        "recorded too; eight people were injured; damage recorded: Philippine boats punctured and disabled, firearms "
        "and equipment taken; China says: the supply ship collided with a Chinese vessel on purpose at 05:59, and "
        "warning, boarding, inspection and removal were lawful and restrained; the Philippines says: piracy by men "
        "with bladed weapons."
    )


def test_two_vessels_of_one_side_that_collided_are_told_so() -> None:
    sentence = incident_sentence(ROWS["20250811-scarborough-ccg3104-plan164"])
    assert sentence.startswith(
        "On 11 August 2025, at Scarborough Shoal, CCG 3104 and PLAN 164 of the China Coast Guard and the Chinese navy "
        "collided with each other; the same side also used water cannon on Philippine Coast Guard craft"
    )
    both = {"types": "collision", "initiator_units": "CCG 5203;CCG 5201", "target_units": "BRP Cabra"}
    assert "collided with BRP Cabra of the Philippine Coast Guard" in said(**both, damage="BRP Cabra and CCG 5203")
    assert "collided with BRP Cabra of the Philippine Coast Guard" in said(**both, damage="hull of CCG 5203")
    assert "CCG 5203 and CCG 5201 of the China Coast Guard collided with each other." in said(
        **both, damage="CCG 5203; CCG 5201"
    ).replace("; damage recorded: CCG 5203, CCG 5201", "")


def test_several_actors_with_several_acts_are_not_each_said_to_have_done_all() -> None:
    both = said(initiators="CN-CCG;CN-PLAN", types="ramming;blocking")
    assert "the China Coast Guard and the Chinese navy between them rammed Philippine Coast Guard craft and" in both
    assert "between them" not in said(initiators="CN-CCG;CN-PLAN")
    assert "between them" not in said(types="ramming;blocking")


def test_a_sunken_vessel_is_an_outcome_where_an_act_is_known() -> None:
    assert "collided with Vietnamese fishing craft; a vessel was lost." in said(
        types="sinking;collision", targets="VN-FISH"
    )
    assert "sank or destroyed Vietnamese fishing craft." in said(types="sinking", targets="VN-FISH")


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({"killed": 1}, "; one person was killed."),
        ({"killed": 2, "injured": 11}, "; two people were killed and 11 people were injured."),
        ({"injured": 0}, "; nobody was reported hurt."),
        ({"injured": 0, "killed": 1}, "; one person was killed."),
        ({"detained": 3}, "; three people were detained."),
        ({"detained": 13, "types": "detention;seizure"}, "detained 13 people from Philippine Coast Guard craft and"),
        ({"detained": None, "types": "detention"}, "detained people from Philippine Coast Guard craft."),
        ({"injured": float("nan")}, "rammed Philippine Coast Guard craft."),
    ],
)
def test_people_are_counted_where_a_number_is_recorded(counts: dict[str, Any], words: str) -> None:
    assert said(**counts).endswith(words) or words in said(**counts)


@pytest.mark.parametrize(
    ("accounts", "corroboration", "words"),
    [
        ("PH: rammed twice; CN: hit on purpose", "undisputed", "; the Philippines says: rammed twice; China says: hit"),
        ("Analyst: it was far off", "single", "; Analyst: it was far off."),
        (
            "CN: says that the other side intruded, denies it",
            "single",
            "; China says that the other side intruded and denies it.",
        ),
        ("PH: denies it", "single", "; the Philippines denies it."),
        ("PH coast guard: far off", "single", "; the Philippines (coast guard) says: far off."),
        ("CN (by radio): a patrol", "single", "; China (by radio) says: a patrol."),
        ("CN: (by radio) a patrol", "single", "; China (by radio) says: a patrol."),
        ("Sources: two papers differ", "single", "; one source alone reports it."),
        ("", "undisputed", "; both sides confirm that it happened."),
        ("", "official", "; a government released it."),
        ("", "", "rammed Philippine Coast Guard craft."),
    ],
)
def test_who_says_so_and_who_denies_it(accounts: str, corroboration: str, words: str) -> None:
    assert words in said(accounts=accounts, corroboration=corroboration)


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (("2024-06-17", ""), "On 17 June 2024, "),
        (("2024-06-17", "2024-06-18"), "From 17 to 18 June 2024, "),
        (("2024-12-31", "2025-01-02"), "From 31 December 2024 to 2 January 2025, "),
        (("2024-01", "2024-02"), "From January to February 2024, "),
        (("2024-06", ""), "In June 2024, "),
        (("2024", ""), "In 2024, "),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(dates: tuple[str, str], words: str) -> None:
    assert said(date_start=dates[0], date_end=dates[1]).startswith(words)


def test_what_is_not_known_is_said_not_to_be() -> None:
    assert "a side that is not named rammed" in said(initiators="")
    assert "rammed a vessel." in said(targets="")
    assert ", at a place that is not known, " in said(place="")
    assert "a party whose flag is not known rammed" in said(initiators="XX-UNK")


def test_words_of_a_users_own_type_and_actor_may_be_missing() -> None:
    assert "On 17 June 2024, at Sabina Shoal, ZZ-NAVY was recorded for net cutting." in said(
        initiators="ZZ-NAVY", types="net_cutting"
    )


def test_a_long_account_is_cut_at_a_clause_and_marked() -> None:
    account = said(accounts=f"PH: {'it was rammed near the bow, ' * 12}end").split("says: ")[1]
    assert account.endswith("near the bow ….")
    assert len(account) < 180


texts = st.text(max_size=40)


@given(
    st.fixed_dictionaries(
        {"types": st.lists(st.sampled_from(list(TYPES)), min_size=1, max_size=6, unique=True).map(";".join),
         "initiators": st.lists(st.sampled_from(list(ACTORS)), max_size=4, unique=True).map(";".join),
         "targets": st.lists(st.sampled_from(list(ACTORS)), max_size=4, unique=True).map(";".join),
         "initiator_units": texts, "target_units": texts, "place": texts, "damage": texts, "accounts": texts,
         "injured": st.one_of(st.none(), st.integers(0, 200)), "lat": st.one_of(st.none(), st.floats(-5, 25)),
         "lon": st.one_of(st.none(), st.floats(98, 125)), "method": st.sampled_from(["feature", "offset", "none", ""]),
         "corroboration": st.sampled_from(["", "single", "nonsense"])}
    )
)  # fmt: skip
def test_any_row_gives_one_sentence(row: dict[str, Any]) -> None:
    sentence = incident_sentence(PLAIN | row)
    assert sentence.startswith("On 17 June 2024, ")
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("types", "words"),
    [
        ("water_cannon", "No. 21551 of the China Coast Guard used"),
        ("water_cannon;blocking", "the China Coast Guard (No. 21551) used"),
    ],
)
def test_no_vessel_is_said_to_have_done_all_that_its_side_did(types: str, words: str) -> None:
    assert words in said(types=types, initiators="CN-CCG", initiator_units="21551", targets="PH-PCG")
