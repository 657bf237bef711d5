"""Sides, days and acts in the sentences of ministries and spokesmen: what is asked of a state, weeks, briefings, counts."""

from __future__ import annotations

import pytest

TODAY = "2024-06-11"


def _told(read_text, text, published=TODAY):
    found = read_text(text, published=published)
    return [
        (one.date_start, one.types, "+".join(one.initiators), "+".join(one.targets))
        for one in (*found.incidents, *found.background)
    ]


@pytest.mark.parametrize(
    ("text", "initiator", "target"),
    [
        (
            "PUERTO PRINCESA - On a visit to the Western Command on Tuesday the chief of the Philippine armed forces demanded "
            "that China return the rifles that it seized from Navy personnel at Second Thomas Shoal on Monday.",
            "CN-UNK",
            "PH-NAVY",
        ),
        (
            "BEIJING - It was a planned and provocative act of two Philippine coast guard vessels to approach Chinese coast "
            "guard vessels in a dangerous manner near Ren'ai Reef on Monday, Mao Ning said.",
            "PH-PCG",
            "CN-CCG",
        ),
        (
            "BEIJING - Chinese coast guard vessels took steps on Monday to avoid the dangerous approach of Philippine coast "
            "guard vessels near Ren'ai Reef, Mao Ning said.",
            "PH-PCG",
            "CN-CCG",
        ),
        (
            "MANILA - A plane of the Philippine fisheries bureau was near Subi Reef on Monday. Flares were fired at the "
            "same plane from the China-held reef.",
            "CN-UNK",
            "PH-BFAR",
        ),
    ],
)
def test_sides(read_text, text, initiator, target):
    assert [(one[2], one[3]) for one in _told(read_text, text)] == [(initiator, target)]


@pytest.mark.parametrize(
    ("published", "text", "day"),
    [
        (
            "2024-06-11",
            "A China Coast Guard ship pointed a laser at BRP Cabra near Second Thomas Shoal last week. The laser was used "
            "against BRP Cabra by a China Coast Guard ship last Monday, he said.",
            "2024-06-03",
        ),
        (
            "2024-06-09",
            "A Chinese ship rammed a Philippine fishing boat near Scarborough Shoal last week. The Chinese ship hit the boat "
            "on purpose on Wednesday, an official said.",
            "2024-06-05",
        ),
        (
            "2024-06-11",
            "First harassment of 2024 at Scarborough Shoal\n\nManila confirmed the first recorded harassment of 2024 by Chinese "
            "forces near Scarborough Shoal. A China Coast Guard ship harassed a Filipino fishing boat there on 9 June.",
            "2024-06-09",
        ),
        (
            "2024-06-11",
            "At a press conference at Camp Aguinaldo in Quezon City on Tuesday, June 11, Brawner said that a China Coast Guard "
            "boat had come within five meters of BRP Sierra Madre at Second Thomas Shoal. The clash took place on June 3.",
            "2024-06-03",
        ),
        (
            "2024-06-11",
            "Ships of China and the Philippines faced off at Scarborough Shoal for more than two weeks until June 9.",
            "2024-05-27",
        ),
    ],
)
def test_days(read_text, published, text, day):
    assert [one[0] for one in _told(read_text, text, published)] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "The Chinese coast guard has seized control of Sandy Cay near a Philippine outpost, state television said on Monday.",
        "China's coast guard seized a disputed reef near a Philippine military outpost on Monday.",
        "Still more striking was the increase of Chinese vessels at Sabina Shoal, where BRP Teresa Magbanua lies.",
        "A Philippine plane was over Subi Reef on Monday. Military aircraft normally use flares to draw off missiles.",
    ],
)
def test_nothing(read_text, text):
    assert _told(read_text, text) == []


def test_waters_are_barged_into_and_nobody_is_hit(read_text):
    text = "Two Philippine coast guard vessels barged into waters off Ren'ai Reef on Monday, China's foreign ministry said."
    ((_, types, initiator, _),) = _told(read_text, text)
    assert (types, initiator) == (("survey_intrusion",), "PH-PCG")
