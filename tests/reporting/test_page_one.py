"""Page one: the order of news, leads of at most 45 words, routine in a line, what is new and what cannot be said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from scs_tracker import geodata
from scs_tracker.act import Act, acts_json
from scs_tracker.reporting import weekly_facts
from scs_tracker.reporting.lead import LEAD_WORDS, item_sentence, routine_sentence
from scs_tracker.reporting.news import Assessed, assess
from scs_tracker.reporting.watch import _years

if TYPE_CHECKING:
    from collections.abc import Callable

Facts = dict[str, Any]
#: Weeks read as an editor would: what leads, and words of the lead.
WEEKS = [
    (
        "2024-W25",
        "20240617-second-thomas-rhib-boarding",
        ("17 June 2024", "eight people were injured"),
    ),
    ("2014-W22", "20140526-hysy981-dna90152", ("26 May 2014", "Vietnam said", "China denied it")),
    ("2024-W43", "20241021-natuna-ccg5402-expelled", ("21, 24 and 25 October 2024", "Indonesia")),
    ("2018-W39", "20180930-gaven-decatur", ("USS Decatur", "30 September 2018")),
    ("2023-W43", "20231029-paracel-ottawa-helicopter-flares", ("released flares", "Canada")),
    ("2025-W33", "20250811-scarborough-ccg3104-plan164", ("collided", "Scarborough Shoal")),
    ("2001-W13", "20010401-hainan-ep3", ("collided", "one person was killed", "According to China: the EP-3 swerved")),
    ("2023-W31", "20230805-second-thomas-water-cannon", ("water cannon", "5 August 2023")),
    ("2023-W06", "20230206-second-thomas-laser", ("laser", "BRP Malapascua")),
    ("2022-W21", "20220526-p8-chaff-intercept", ("released flares", "P-8A Poseidon")),
]


@pytest.mark.parametrize(("week", "first", "words"), WEEKS)
def test_the_gravest_news_leads_in_at_most_45_words(
    week: str, first: str, words: tuple[str, ...], whole_record: pd.DataFrame, events: pd.DataFrame
) -> None:
    facts = weekly_facts(whole_record, events, week=week, zone=ZoneInfo("Asia/Manila"), as_of="2026-11-24T00:00:00Z")
    assert first in facts["news"][0]["ids"]
    assert len(facts["lead"][0].split()) <= LEAD_WORDS
    for one in words:
        assert one in facts["lead"][0]
    assert all(len(item["text"].split()) <= LEAD_WORDS for item in facts["news"])
    assert [row["number"] for row in facts["incidents"]] == list(range(1, len(facts["incidents"]) + 1))


def test_routine_arrests_are_one_line_and_lead_nothing(whole_record: pd.DataFrame, events: pd.DataFrame) -> None:
    zone = ZoneInfo("Asia/Manila")
    facts = weekly_facts(whole_record, events, week="2018-W39", zone=zone, as_of="2026-11-24T00:00:00Z")
    assert facts["routine"]["text"].startswith("Brunei detained four people from Vietnamese fishing vessels")
    assert not set(facts["routine"]["ids"]) & {one for item in facts["news"] for one in item["ids"]}


def record(act: Act, **cells: Any) -> dict[str, Any]:
    row = {"id": "x", "types": act.type, "initiators": ";".join(act.by), "targets": ";".join(act.against)}
    row |= {"date_start": "2024-06-17", "date_end": "", "place": "Sabina Shoal", "accounts": "", "sources": "[]"}
    row |= {"killed": None, "injured": None, "detained": None, "zones": "", "zones_possible": "", "radius_km": 5.0}
    return row | {"acts": acts_json([act])} | cells


@pytest.mark.parametrize(
    ("act", "cells", "routine"),
    [
        (Act("detention", by=("MY-MMEA",), against=("VN-FISH",), detained=5), {}, True),
        (Act("seizure", by=("MY-MMEA",), against=("VN-FISH",)), {"injured": 1}, False),
        (Act("shots_fired", by=("MY-MMEA",), against=("VN-FISH",)), {}, False),
        (Act("detention", by=("KH-UNK",), against=("VN-FISH",)), {}, False),
        (Act("detention", by=("TW-CGA",), against=("CN-FISH",)), {"zones": "cn-dash-area"}, False),
        (Act("detention", by=("CN-CCG",), against=("PH-PCG",)), {}, False),
    ],
)
def test_what_is_routine(act: Act, cells: dict[str, Any], *, routine: bool) -> None:
    assert assess(record(act, **cells)).routine is routine


def test_the_score_follows_the_data_and_the_harm() -> None:
    types = {row["type"]: row for row in geodata.rows("types")}
    between = assess(record(Act("collision", by=("CN-CCG",), against=("PH-PCG",))))
    fishing = assess(record(Act("collision", by=("CN-CCG",), against=("PH-FISH",))))
    hurt = assess(record(Act("collision", by=("CN-CCG",), against=("PH-FISH",), injured=2), injured=2))
    lost = assess(record(Act("collision", by=("CN-CCG",), against=("PH-FISH",), killed=1), killed=1))
    assert between.points == float(types["collision"]["news"])
    assert fishing.points == float(types["collision"]["news_civil"])
    assert fishing.score < between.score < hurt.score < lost.score
    stranger = assess(record(Act("sinking", by=("XX-UNK",), against=("VN-FISH",), killed=2), killed=2))
    assert stranger.score < between.score  # nobody knows by whom: no act between parties


def test_a_mutual_contact_names_no_doer(facts_of: Callable[..., Facts]) -> None:
    text = facts_of("2001-W13")["lead"][0]
    assert " collided " in text
    assert "collided with" not in text


def test_across_a_gap_nothing_is_measured(facts_of: Callable[..., Facts]) -> None:
    facts = facts_of("2026-W46", as_of="2026-12-01T00:00:00Z")
    assert facts["honesty"]["state"] == "gap"
    assert facts["honesty"]["sentence"].startswith("No incident has been entered since ")
    assert facts["lead"][0].startswith("This page cannot say what happened from 9 to 15 November 2026.")
    assert (facts["measures"], facts["levels"]["areas"], facts["glance"], facts["watch"]) == ([], [], [], [])


def test_a_searched_week_without_incidents_says_between_which_days_it_lies(facts_of: Callable[..., Facts]) -> None:
    facts = facts_of("2025-W11")
    assert facts["honesty"]["state"] == "complete"
    assert "for March 2025, sources were searched for incidents between 14 pairs" in facts["honesty"]["sentence"]
    assert facts["lead"][0].startswith("No incident is on record for 10 to 16 March 2025. The previous one began on ")


def test_an_unsearched_month_says_so_and_compares_nothing(facts_of: Callable[..., Facts]) -> None:
    facts = facts_of("2024-W25")
    assert facts["honesty"]["state"] == "entered"
    assert "for June 2024, only the sources of recorded incidents were searched" in facts["honesty"]["sentence"]
    assert facts["measures"] == []


def test_a_row_dated_to_the_month_contradicts_a_first(facts_of: Callable[..., Facts], shipped: pd.DataFrame) -> None:
    said = "No other incident of the type laser between China and the Philippines"
    assert not [text for text in facts_of("2023-W06")["measures"] if text.startswith(said)]
    dated = shipped["id"].str.startswith("20220600-second-thomas-habagat-laser")
    assert dated.any()
    others = (shipped["types"].str.contains("laser")) & (shipped["date_start"] < "2023-02") & (shipped["status"] != "")
    gone = {name: {"status": "retracted"} for name in shipped.loc[others, "id"]}
    assert [text for text in facts_of("2023-W06", rows=gone)["measures"] if text.startswith(said)]


def test_no_anniversary_is_negative() -> None:
    from datetime import date

    first, last = date(2024, 6, 10), date(2024, 6, 24)
    assert (_years("2029-06-17", first, last), _years("2014-06-17", first, last)) == (0, 10)


def test_remarks_and_bodies_are_no_accounts(facts_of: Callable[..., Facts]) -> None:
    cells = "Sources (an analyst): it was a drill; Sources: a list; CN: (foreign ministry, on the patrols) lawful"
    facts = facts_of("2024-W25", rows={"20240617-second-thomas-rhib-boarding": {"accounts": cells}})
    row = next(row for row in facts["incidents"] if row["id"] == "20240617-second-thomas-rhib-boarding")
    assert [one["who"] for one in row["accounts"]] == ["an analyst", "China (foreign ministry, on the patrols)"]
    assert row["remarks"] == ["a list"]
    assert "Sources (an analyst)" not in str(facts["news"])


def test_a_report_of_several_independent_sources_is_not_called_single(facts_of: Callable[..., Facts]) -> None:
    changed = {"corroboration": "single", "independent_sources": 3}
    facts = facts_of("2024-W25", rows={"20240617-second-thomas-rhib-boarding": changed})
    assert "single source" not in facts["incidents"][0]["corroboration_words"]


def ramming(day: str, target: str, speaker: str, lat: float) -> Assessed:
    acts = acts_json([Act("ramming", by=("CN-CCG",), against=(target,), said_by=(speaker,), basis="source read")])
    return assess({
        "id": day, "date_start": day, "date_end": "", "acts": acts, "place": "Sabina Shoal", "lat": lat, "lon": 116.5,
        "radius_km": 1.0, "method": "coordinates", "feature_id": "sabina-shoal", "zones": "", "zones_possible": "",
        "initiator_units": "", "target_units": "", "accounts": "", "sources": "[]",
    })  # fmt: skip


def test_incidents_told_together_keep_their_own_services_speakers_and_places():
    pair = [ramming("2024-08-19", "PH-PCG", "PH (coast guard)", 9.7), ramming("2024-08-25", "PH-BFAR", "PH", 9.8)]
    told = item_sentence(pair, words=45, year=True)
    assert told.startswith(
        "The China Coast Guard struck Philippine Coast Guard vessels and Philippine fisheries bureau vessels "
        "at or near Sabina Shoal on 19 and 25 August 2024, the Philippines said."
    )
    other = ramming("2024-08-25", "PH-BFAR", "Reuters", 9.7)
    assert "2024, according to the sources." in item_sentence([pair[0], other], words=45, year=True)


def told(*acts: Act, **cells: Any) -> str:
    both = {"types": ";".join(act.type for act in acts), "acts": acts_json(acts)}
    return item_sentence([assess(record(acts[0], **both, **cells))], words=LEAD_WORDS, year=True)


def act(kind: str, by: str, against: str, said_by: str, **more: Any) -> Act:
    return Act(kind, by=(by,), against=(against,), said_by=(said_by,), basis="summary", **more)


@pytest.mark.parametrize(
    ("others", "said", "unsaid"),
    [
        ([act("expulsion", "CN-PLAN", "PH-PCG", "PH", by_units=("PLAN 553",))], "J-15 of the Chinese navy", " drove "),
        ([act("expulsion", "CN-PLAN", "PH-PCG", "PH", by_units=("J-15", "PLAN 553"))], "J-15 of", "553"),
        ([act("expulsion", "CN-CCG", "PH-PCG", "PH", by_units=("J-15",))], "J-15 of the Chinese navy", " drove "),
        ([act("expulsion", "CN-PLAN", "PH-BFAR", "PH", by_units=("J-15",))], "Philippine Coast Guard", " drove "),
        ([act("detention", "CN-PLAN", "PH-PCG", "PH", detained=3)], "detained three people", "J-15"),
    ],
)
def test_an_item_credits_nobody_with_what_another_did(others: list[Act], said: str, unsaid: str) -> None:
    text = told(act("air_intercept", "CN-PLAN", "PH-PCG", "PH", by_units=("J-15",)), *others)
    assert said in text
    assert unsaid not in text


@pytest.mark.parametrize(
    ("accounts", "said"),
    [
        ("", "collided at or near Sabina Shoal on 17 June 2024. Each side said that the other did it."),
        ("PH: the cutter turned into it", "China said that the other side did it. According to the Philippines: the "),
        ("PH: it turned; CN: it stopped", "According to China: it stopped. According to the Philippines: it turned."),
    ],
)
def test_nobody_denies_a_collision_of_which_each_blames_the_other(accounts: str, said: str) -> None:
    disputed = {"certainty": "disputed"}
    ours = act("collision", "CN-CCG", "PH-PCG", "PH", denied_by=("CN",), **disputed)
    theirs = act("collision", "PH-PCG", "CN-CCG", "CN", denied_by=("PH",), **disputed)
    assert said in told(ours, theirs, accounts=accounts)


def test_who_speaks_of_the_first_incident_alone_stands_before_the_others() -> None:
    blocking = assess(record(act("blocking", "CN-CCG", "PH-PCG", "AMTI"), date_start="2024-08-22"))
    text = item_sentence([ramming("2024-08-25", "PH-PCG", "Reuters", 9.7), blocking], words=LEAD_WORDS, year=True)
    assert "on 25 August 2024, Reuters reported; one more incident occurred there on 22 August." in text


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (("2024-06-17", "2024-06-20"), " on 17 and 20 June 2024, "),
        (("2024-06", "2024-06-20"), " in June and on 20 June 2024, "),
        (("2024", "2024-02-03"), " in 2024 and on 3 February 2024, "),
    ],
)
def test_incidents_dated_differently_are_listed_each_by_its_date(days: tuple[str, ...], said: str) -> None:
    chain = [assess(record(act("ramming", "CN-CCG", "PH-PCG", "PH"), date_start=day)) for day in days]
    assert said in item_sentence(chain, words=LEAD_WORDS, year=True)


def test_routine_arrests_of_boats_without_a_known_flag_are_those_of_other_boats() -> None:
    both = Act("detention", by=("MY-MMEA",), against=("VN-FISH", "XX-UNK"))
    assert "detained people from Vietnamese and other fishing vessels" in routine_sentence([assess(record(both))])
