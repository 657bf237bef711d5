"""Acts that a few words name, without a parse."""

from __future__ import annotations

import pytest

from scs_tracker import geodata
from scs_tracker.text.acts import acts_in


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Z-9 came within about 3 m of a Cessna with journalists aboard", {"dangerous_manoeuvre"}),
        ("chased our boats away, stayed overnight", {"expulsion"}),
        ("Shell gatherers ordered off and made to throw back their catch", {"expulsion", "seizure"}),
        ("vessel apprehended with 12 crew", {"detention"}),
        ("A frigate was spotted 50 nm off Zambales", {"survey_intrusion"}),
        ("CCG 5203 tried to ram BRP Cabra", {"dangerous_manoeuvre"}),
        ('The jet was seen "orbiting" a patrol aircraft', {"air_intercept"}),
        ("Contact with the third vessel has been lost", set()),
        ("Sixty vessels were present near the reef", {"swarming"}),
        ("The pilots received warnings from the navy by radio", {"expulsion"}),
        ("Meeting of defence ministers", set()),
        ("", set()),
    ],
)
def test_words_name_acts_where_the_further_words_of_their_trigger_stand(text, types):
    assert {type_ for act in acts_in(text) for type_ in act.types} == types


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("no shots were fired", "no"),
        ("CCG 5203 did not ram BRP Cabra", "did not"),
        ("the boat could be rammed", "could"),
        ("no damage, the boat was rammed", ""),
        ("a storm damaged fishing boats", "storm"),
        ("cadets rammed a boat in an exercise", "cadets"),
        ("CCG 5203 rammed BRP Cabra", ""),
    ],
)
def test_a_word_before_an_act_says_that_it_may_not_have_happened(text, doubt):
    (act,) = acts_in(text)
    assert act.doubt == doubt


def test_most_summaries_of_the_shipped_incidents_name_an_act_of_theirs():
    rows = geodata.rows("incidents")
    named = [({type_ for act in acts_in(row["summary"]) for type_ in act.types}, row["types"]) for row in rows]
    assert sum(bool(found) for found, _ in named) > 0.85 * len(rows)
    assert sum(bool(found & set(types.split(";"))) for found, types in named) > 0.8 * len(rows)
