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


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            'The MMEA detained a Vietnamese trawler off Tok Bali on Monday. "The boat rammed our patrol boat, which gave our men '
            'a chance to climb aboard it," the director told reporters at the MMEA office in Tok Bali today.',
            "2025-06-09",
        ),
        (
            "The Philippines accused the China Coast Guard of having harassed Filipino fishermen at Scarborough Shoal earlier "
            "this month, although a court ruled in April that they may fish there.",
            "2025-06",
        ),
    ],
)
def test_the_day_of_an_interview_or_a_ruling_is_not_that_of_the_clash(read_text, text, day):
    (found,) = read_text(text, TODAY).incidents
    assert found.date_start[: len(day)] == day


def test_an_incident_that_came_after_something_pursues_nobody(read_text):
    text = (
        "The row came after Hanoi alleged that a vessel of the Chinese navy was near the Paracels on Monday. "
        "A Vietnamese fishing boat lay at anchor there."
    )
    assert not read_text(text, TODAY).incidents


def test_who_is_reported_as_hemmed_in_had_it_done_to_him(read_text):
    text = (
        'On June 10 a Filipino boat was reported as "encircled" near Scarborough Shoal, and China Coast Guard personnel took '
        "photographs of it."
    )
    (found,) = read_text(text, TODAY).incidents
    assert {one[:2] for one in found.initiators} == {"CN"}


def test_rammed_by_nobody_knows_whom_in_what_is_called_a_collision(read_text):
    text = (
        "5 fishermen saved after ship collision in Spratly Islands\n\nFive Filipino fishermen were saved in the Spratly Islands "
        "after their boat had been rammed by an unknown vessel on June 9. It was struck at night."
    )
    (found,) = read_text(text, TODAY).incidents
    assert found.types == ("collision",)


def test_a_boat_believed_to_be_of_a_service_is_of_that_service(read_text):
    text = "The boat, believed to be of the China Marine Surveillance, chased a Vietnamese trawler off the Paracels on June 4, 2012."
    (found,) = read_text(text, "2012-06-12").incidents
    assert found.initiators == ("CN-CMS",)
