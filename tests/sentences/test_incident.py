"""The sentence of an incident: compared with every row that ships, and with rows made to trip it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scs_tracker import geodata
from scs_tracker.act import Act, acts_json
from scs_tracker.ledger import sourcing, state
from scs_tracker.sentences import incident_sentence, use_language
from scs_tracker.sentences.incident import MOST_WORDS, word_count
from scs_tracker.sentences.sides import is_one, side, unit_phrase
from scs_tracker.sources.formats import read_reports

ACTORS = {row["code"]: row for row in geodata.rows("actors")}
TYPES = {row["type"]: row for row in geodata.rows("types")}
PLACED: dict[str, Any] = {"lat": None, "lon": None, "radius_km": 2.0, "method": "feature"}
PLAIN: dict[str, Any] = PLACED | {
    "date_start": "2024-06-17", "date_end": "", "types": "water_cannon", "initiators": "CN-CCG", "targets": "PH-PCG",
    "initiator_units": "", "target_units": "", "place": "Sabina Shoal", "injured": None, "killed": None,
    "detained": None, "damage": "", "accounts": "", "corroboration": "", "acts": "", "summary": "", "sources": "[]",
}  # fmt: skip
PH, CN = ("PH (coast guard)",), ("CN (foreign ministry)",)
CUTTER, CABRA = ("CCG 3104",), ("BRP Cabra (MRRV-4409)",)
CANNON = Act("water_cannon", ("CN-CCG",), CUTTER, ("PH-PCG",), CABRA, said_by=PH, basis="summary")
BLOCK = Act("blocking", ("CN-CCG",), CUTTER, ("PH-PCG",), CABRA, said_by=PH, basis="summary")
BACK = Act("expulsion", ("PH-PCG",), CABRA, ("CN-CCG",), CUTTER, said_by=CN, basis="accounts")


@pytest.fixture(scope="module")
def shipped() -> dict[str, dict[str, Any]]:
    """Every row that ships as the ledger holds it, at the feature that it names."""
    batch = read_reports(geodata.shipped("incidents/incidents.csv"))
    facts = {report.key.partition(":")[2]: state.facts_of(report.content) for report in batch.reports}
    return {key: one | sourcing.derived(one) | PLACED for key, one in facts.items()}


def said(*acts: Act, **changes: Any) -> str:
    return incident_sentence(PLAIN | ({"acts": acts_json(acts)} if acts else {}) | changes)


# every row that ships


@pytest.mark.parametrize("language", ["en", "id"])
def test_no_row_takes_more_than_45_words(shipped: dict[str, dict[str, Any]], language: str) -> None:
    with use_language(language):
        long = {
            key: count for key, row in shipped.items() if (count := word_count(incident_sentence(row))) > MOST_WORDS
        }
    assert long == {}


BANNED = re.compile(
    r"acted against|against each other|between them|a government released|one source alone|in the air|says: says|"
    r"\b(?:None|nan|swarmed|massed|harassed|intruded|(?<!missile )craft)\b|"
    r"[a-z]_[a-z]|[{}]|  | [,;.]|[;,]\.|\(\)|\.\.|the the|" + "|".join(ACTORS)
)


def test_what_is_composed_is_plain_english_without_code(shipped: dict[str, dict[str, Any]]) -> None:
    composed = {key: incident_sentence(row | {"summary": "", "accounts": ""}) for key, row in shipped.items()}
    assert {key: text for key, text in composed.items() if BANNED.search(text) or not text[0].isupper()} == {}
    assert {text[-1] for text in composed.values()} == {"."}


def test_the_country_of_each_doer_of_the_most_severe_act_is_named(shipped: dict[str, dict[str, Any]]) -> None:
    lacking = {}
    for key, row in shipped.items():
        text = incident_sentence(row | {"summary": ""})
        words = {ACTORS[code]["craft"].split()[0] for code in row["initiators"].split(";")}
        words |= {ACTORS[code]["country_phrase"].split()[-1] for code in row["initiators"].split(";")}
        if not any(word in text for word in words | {"flag", "encounter"}):
            lacking[key] = text
    assert lacking == {}


# who did what to whom


def read(name: str, by: str, against: str = "", units: str = "", **more: Any) -> Act:
    sides = tuple(by.split()), (), tuple(against.split()), tuple(filter(None, units.split(";")))
    return Act(name, *sides, **{"basis": "summary"} | more)


SHIP, BOAT = "The China Coast Guard ship 3104", "BRP Cabra of the Philippine Coast Guard"
SAYS = [
    # acts, the sentence; @ is the place and the day
    ([CANNON], f"{SHIP} used water cannon on {BOAT}@, the Philippine Coast Guard said."),
    ([CANNON, BLOCK], f"{SHIP} used water cannon on {BOAT} and blocked it@, the Philippine Coast Guard said."),
    ([CANNON, BACK], (f"{SHIP} used water cannon on {BOAT}@, the Philippine Coast Guard said; BRP Cabra ordered "
                     "or drove CCG 3104 away, China's foreign ministry said.")),
    ([read("ramming", "CN-CCG", "PH-PCG", said_by=PH, denied_by=CN, certainty="disputed")],
     ("The China Coast Guard struck Philippine Coast Guard vessels@, in what was called a deliberate ramming, the "
     "Philippine Coast Guard said. China's foreign ministry denied it.")),
    ([read("collision", "", "CN-CCG PH-PCG", "CCG 5203;BRP Cabra")],
     ("The China Coast Guard and the Philippine Coast Guard (CCG 5203 and BRP Cabra) collided@, according to the "
      "sources.")),
    ([read("standoff", "", "CN-CCG VN-VFRS")],
     ("China Coast Guard vessels and Vietnam Fisheries Surveillance vessels faced each other@, according to the "
      "sources.")),
    ([Act("collision", ("CN-CCG",), CUTTER, ("CN-PLAN",), ("PLAN 164 (Guilin)",), basis="summary")],
     f"{SHIP} collided with the Chinese navy ship 164@, according to the sources."),
    ([read("warning_shots", "ID-NAVY", "VN-FISH", said_by=("ID (navy)",))],
     "The Indonesian Navy fired what it described as warning shots towards Vietnamese fishing vessels@, it said."),
    ([read("seizure", "MY-MMEA", "VN-FISH", "BV 1", said_by=("CNN",)),
      read("detention", "MY-MMEA", "VN-FISH", "BV 1", said_by=("CNN",), detained=9)],
     ("The Malaysian Maritime Enforcement Agency seized BV 1 of the Vietnamese fishing fleet and detained nine people"
      "@, CNN reported.")),
    ([read("swarming", "CN-MM", said_by=("AMTI",))],
     "The Chinese maritime militia gathered vessels in large numbers@, AMTI reported."),
    ([read("laser", "CN-CCG", "PH-PCG", said_by=(*PH, "CN (coast guard)"))],
     "The China Coast Guard pointed a laser at Philippine Coast Guard vessels or aircraft@."),
    ([read("shots_fired", "XX-UNK", "VN-FISH", said_by=("VN (skipper)",), certainty="suspected", killed=1)],
     ("A party whose flag is not known fired on Vietnamese fishing vessels@, as a skipper from Vietnam suspected; one "
     "person was killed.")),
]  # fmt: skip


@pytest.mark.parametrize(("acts", "wanted"), SAYS)
def test_acts_are_told_by_side_with_their_speakers(acts: list[Act], wanted: str) -> None:
    killed = sum(act.killed or 0 for act in acts) or None
    assert said(*acts, killed=killed) == wanted.replace("@", " at Sabina Shoal on 17 June 2024")


def test_acts_by_rule_rest_on_the_sources_and_say_what_they_do_not_know() -> None:
    assert said().endswith("at Sabina Shoal on 17 June 2024, according to the sources.")
    assert said(sources='[{"publisher": "Rappler (AFP)"}]').endswith(", Rappler reported.")
    mutual = said(initiators="CN-CCG;PH-PCG", targets="PH-PCG;CN-CCG", types="laser;blocking")
    assert mutual == (
        "An encounter between the China Coast Guard and the Philippine Coast Guard at Sabina Shoal on 17 June 2024 "
        "involved laser and blocking; the record does not say who did what."
    )
    shared = said(initiators="CN-CCG;CN-PLAN", types="laser;blocking")
    assert "blocked them (sources do not say which did which) at" in shared
    assert "which did which" not in said(initiators="CN-CCG;CN-PLAN")


@pytest.mark.parametrize(
    ("types", "words"),
    [
        ("water_cannon", "The China Coast Guard ship 21551 used"),
        ("water_cannon;blocking", "The China Coast Guard (21551) used"),
    ],
)
def test_no_vessel_is_said_to_have_done_all_that_its_side_did(types: str, words: str) -> None:
    assert said(types=types, initiator_units="21551").startswith(words)


@pytest.mark.parametrize("told", ["bow number 21551", "hull no. 21551", "21551", "CCG 21551"])
def test_a_number_that_an_article_tells_is_a_ship_of_that_number(told: str) -> None:
    assert "The China Coast Guard ship 21551 used" in said(initiator_units=told)
    assert "No. 21551 of the Philippine Navy" in said(targets="PH-NAVY", target_units="bow number 21551")


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({"killed": 1}, "; one person was killed."),
        ({"killed": 2, "injured": 11}, "; two people were killed and 11 people were injured."),
        ({"injured": 0}, "according to the sources."),
        ({"detained": 3}, "; three people were detained."),
        ({"detained": 13, "types": "detention;seizure"}, "detained 13 people on Philippine Coast Guard vessels and"),
        ({"detained": None, "types": "detention"}, "detained people on Philippine Coast Guard vessels at"),
        ({"injured": float("nan")}, "according to the sources."),
        ({"types": "sinking;collision"}, "; a vessel sank."),
    ],
)
def test_people_are_counted_where_a_number_is_recorded(counts: dict[str, Any], words: str) -> None:
    assert said(**counts).endswith(words) or words in said(**counts)


# what the other side says


REPLIES = [
    ({"accounts": "CN: the ship intruded; PH: rammed"}, "According to China: the ship intruded."),
    ({"accounts": "CN (by radio): a patrol"}, "According to China (by radio): a patrol."),
    ({"accounts": "CN: (coast guard) a patrol"}, "According to the China Coast Guard: a patrol."),
    ({"accounts": "Sources: two papers differ"}, "said."),
    ({"accounts": "", "other_side": "silent"}, "No Chinese account is on record."),
    ({"accounts": f"CN: {'word ' * 40}"}, "A Chinese account is on record."),
]


@pytest.mark.parametrize(("changes", "end"), REPLIES)
def test_the_other_sides_word_ends_it(changes: dict[str, Any], end: str) -> None:
    sentence = said(CANNON, **changes)
    assert sentence.endswith(end)
    assert word_count(sentence) <= MOST_WORDS


def test_two_accounts_get_the_same_room_or_none() -> None:
    both = said(accounts="CN: a patrol; PH: rammed twice")
    assert both.endswith("According to China: a patrol. According to the Philippines: rammed twice.")


# a person's summary


SUMMARY = "CCG 3104 hosed BRP Cabra twice off the shoal, and its glass broke. It left."


def test_a_summary_that_tells_the_same_leads() -> None:
    assert said(CANNON, summary=SUMMARY) == (
        "On 17 June 2024, at Sabina Shoal: CCG 3104 hosed BRP Cabra twice off the shoal, and its glass broke, the "
        "Philippine Coast Guard said."
    )


@pytest.mark.parametrize(
    ("acts", "changes"),
    [
        ([CANNON], {"summary": SUMMARY.replace("CCG 3104", "A ship")}),
        ([replace(CANNON, injured=4)], {}),
        ([replace(CANNON, denied_by=CN, certainty="disputed")], {}),
        ([replace(CANNON, basis="text")], {}),
        ([CANNON], {"summary": f"SCSDI, after A.com: {SUMMARY}"}),
        ([CANNON], {"summary": "Laser by China Coast Guard, BRP Cabra, 2024-06-17."}),
        ([CANNON], {"summary": SUMMARY.replace("twice", "twice " * 30)}),
    ],
)  # fmt: skip
def test_a_summary_that_may_say_other_than_the_acts_does_not_lead(acts: list[Act], changes: dict[str, Any]) -> None:
    assert "hosed" not in said(*acts, **{"summary": SUMMARY} | changes)


def test_in_another_language_no_summary_leads_and_places_have_their_names() -> None:
    with use_language("id"):
        text = said(CANNON, summary=SUMMARY, place="North Natuna Sea")
    assert text == (
        "Kapal Penjaga Pantai Tiongkok 3104 menggunakan meriam air terhadap BRP Cabra dari Penjaga Pantai Filipina di "
        "Laut Natuna Utara pada 17 Juni 2024, kata Penjaga Pantai Filipina."
    )


# when and where


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (("2024-06-17", ""), " on 17 June 2024, "),
        (("2024-06-17", "2024-06-18"), " from 17 to 18 June 2024, "),
        (("2024-12-31", "2025-01-02"), " from 31 December 2024 to 2 January 2025, "),
        (("2024-01", "2024-02"), " from January to February 2024, "),
        (("2024-06", ""), " in June 2024, "),
        (("2024", ""), " in 2024, "),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(dates: tuple[str, str], words: str) -> None:
    assert words in said(date_start=dates[0], date_end=dates[1])


def test_a_reader_who_knows_the_year_is_not_told() -> None:
    assert " on 17 June, according to the sources." in incident_sentence(PLAIN, year=False)


def test_what_is_not_known_is_said_not_to_be() -> None:
    assert said(types="", initiators="", targets="").startswith(
        "An incident was recorded at Sabina Shoal on 17 June 2024"
    )
    assert "used water cannon at" in said(targets="")
    assert " at an unknown place " in said(place="")
    assert said(initiators="XX-UNK").startswith("A party whose flag is not known used")


def test_words_of_a_users_own_type_and_actor_may_be_missing() -> None:
    assert said(initiators="ZZ-NAVY", types="net_cutting").startswith("ZZ-NAVY was involved in net cutting at")


texts = st.text(max_size=40)


@given(
    st.fixed_dictionaries(
        {"types": st.lists(st.sampled_from(list(TYPES)), min_size=1, max_size=6, unique=True).map(";".join),
         "initiators": st.lists(st.sampled_from(list(ACTORS)), max_size=4, unique=True).map(";".join),
         "targets": st.lists(st.sampled_from(list(ACTORS)), max_size=4, unique=True).map(";".join),
         "initiator_units": texts, "target_units": texts, "place": texts, "damage": texts, "accounts": texts,
         "summary": texts, "injured": st.one_of(st.none(), st.integers(0, 200)),
         "lat": st.one_of(st.none(), st.floats(-5, 25)), "sources": texts,
         "lon": st.one_of(st.none(), st.floats(98, 125)), "method": st.sampled_from(["feature", "offset", "none", ""]),
         "corroboration": st.sampled_from(["", "single", "nonsense"])}
    )
)  # fmt: skip
def test_any_row_gives_a_sentence(row: dict[str, Any]) -> None:
    sentence = incident_sentence(PLAIN | row)
    assert "17 June 2024" in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("code", "unit", "wanted"),
    [
        ("CN-PLAN", "J-15", "a J-15 of the Chinese navy"),
        ("US-USAF", "RC-135V", "an RC-135V of the US Air Force"),
        ("PH-PCG", "PCG Cessna Caravan", "a Cessna Caravan of the Philippine Coast Guard"),
        ("PH-PCG", "PCG Cessna Caravan 2081", "Cessna Caravan 2081 of the Philippine Coast Guard"),
        ("VN-NAVY", "HQ-505", "HQ-505 of the Vietnam People's Navy"),
    ],
)
def test_a_type_of_aircraft_has_an_article_and_a_name_has_none(code: str, unit: str, wanted: str) -> None:
    assert side([code], [unit]) == wanted
    assert unit_phrase("J-11", again=True) == "the J-11"


def test_two_aircraft_of_a_type_are_several() -> None:
    assert [is_one([unit]) for unit in ("two J-11", "J-11", "936 TS")] == [False, True, True]
    assert side(["CN-PLAAF"], ["two J-11"], form="craft") == "two J-11s of the Chinese air force"
    assert side(["CN-PLAAF"], ["two fighter aircraft"], form="craft") == "two fighter aircraft of the Chinese air force"
