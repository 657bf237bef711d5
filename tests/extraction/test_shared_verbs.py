"""Who does the second thing that a sentence tells, and days that are still to come."""

from __future__ import annotations

import pytest

TODAY = "2025-06-12"  # a Thursday


@pytest.mark.parametrize(
    ("text", "initiators", "targets"),
    [
        (
            "Hooded men leapt onto a Vietnamese trawler off the Paracels on Monday and opened fire on the crew. "
            "A Chinese navy ship lay beside it.",
            {"CN"},
            {"VN"},
        ),
        (
            "A squad thought to belong to Chinese maritime enforcement boarded two trawlers from Vietnam off the Paracels "
            "on Monday, beat the crew and took away their nets.",
            {"CN"},
            {"VN"},
        ),
        (
            'The warship KRI Bontang stopped a boat in the North Natuna Sea on Monday. "We identified it as a trawler from '
            'Vietnam, and then seized the boat and arrested its crew," the commander of KRI Bontang said.',
            {"ID"},
            {"VN"},
        ),
    ],
)
def test_who_had_it_done_to_him_does_not_share_the_verb(read_text, text, initiators, targets):
    for found in read_text(text, TODAY).incidents:
        assert {one[:2] for one in found.initiators} == initiators
        assert {one[:2] for one in found.targets} == targets


@pytest.mark.parametrize(
    "plan",
    [
        "They should reach the mainland late on Thursday.",
        "They are expected to be home by Wednesday evening.",
        "The crew will be brought to Da Nang on Friday.",
    ],
)
def test_a_weekday_still_to_come_is_no_date(read_text, plan):
    text = (
        f"An unknown ship sank a Vietnamese fishing boat off the Paracels. {plan} "
        '"The boat went down when it was hit," an official said on Thursday.'
    )
    (found,) = read_text(text, TODAY).incidents
    assert found.date_start == TODAY
