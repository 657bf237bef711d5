from __future__ import annotations

import pytest

from scs_tracker import geodata
from scs_tracker.act import Act
from scs_tracker.ledger.sourcing import FLAG_DISPUTED, FLAG_FROM_COLUMNS, act_flags, corroboration_of

VOCABULARY = geodata.vocabulary()

SAID = [
    # who says that CN-CCG rammed PH-PCG, who denies it
    ("", "", ""),
    ("PH (coast guard)", "", "official"),
    ("PH (coast guard);PH (navy)", "", "official"),
    ("PH (skipper)", "", "single"),
    ("PH (skipper);PH (coast guard)", "", "single"),
    ("AMTI", "", "single"),
    ("AMTI;Reuters", "", "multiple"),
    ("PH;AMTI", "", "multiple"),
    ("US (7th Fleet)", "", "official"),
    ("PH;CN (coast guard)", "", "undisputed"),
    ("PH;CN (coast guard)", "CN (foreign ministry)", "single"),
]


@pytest.mark.parametrize(("said", "denied", "wanted"), SAID)
def test_corroboration_follows_from_who_says_and_denies_it(said, denied, wanted):
    speakers = [tuple(filter(None, text.split(";"))) for text in (said, denied)]
    act = Act("ramming", ("CN-CCG",), against=("PH-PCG",), said_by=speakers[0], denied_by=speakers[1])
    assert corroboration_of(act, VOCABULARY) == wanted


def test_the_flags_say_what_acts_and_severity_rest_on():
    disputed = Act("ramming", ("CN-CCG",), basis="summary", certainty="disputed", denied_by=("CN",))
    stated = Act("collision", (), against=("CN-CCG", "PH-PCG"), basis="summary")
    assert act_flags([disputed], 3, VOCABULARY) == [FLAG_DISPUTED]
    assert act_flags([disputed, stated], 3, VOCABULARY) == []
    # people whom no act names lift the incident, and no act is disputed for that
    assert act_flags([disputed], 4, VOCABULARY) == []
    assert act_flags([Act("ramming", ("CN-CCG",))], 3, VOCABULARY) == [FLAG_FROM_COLUMNS]
