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


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "A still unidentified foreign vessel struck a Filipino fishing boat off Scarborough Shoal on Monday, Manila said.",
            [("2024-06-10", "XX-UNK", "PH-FISH")],
        ),
        (
            "There was a collision between a Filipino fishing boat and a tanker that is not yet identified off Scarborough Shoal "
            "on Monday.",
            [("2024-06-10", "XX-UNK", "PH-FISH")],
        ),
        (
            "The China Coast Guard took control measures on Monday against two Philippine coast guard vessels that came close to "
            "Chinese ships in a dangerous manner near Xianbin Reef.",
            [("2024-06-10", "CN-CCG+PH-PCG", "PH-PCG+CN-CCG")],
        ),
        (
            "MANILA - It told of an earlier flare incident on June 7, when a Chinese air force plane made dangerous manoeuvres "
            "near a Filipino air force plane over Scarborough Shoal.",
            [("2024-06-07", "CN-PLAAF", "PH-AF")],
        ),
        (
            "A Chinese navy helicopter harassed a BFAR crew at Sandy Cay on Saturday. It came on the same day that "
            "China Coast Guard ships fired water cannon at the Philippine supply boat near Second Thomas Shoal.",
            [("2024-06-08", "CN-PLAN", "PH-BFAR"), ("2024-06-08", "CN-CCG", "PH-RESUPPLY")],
        ),
        (
            "A Chinese trawler rammed a Filipino fishing boat near Reed Bank on June 3, 2023. A group looked at its signals. The "
            "trawler's transponder was off at the time of the collision with the Filipino boat near Reed Bank in June 2023.",
            [("2023-06-03", "CN-FISH", "PH-FISH")],
        ),
        (
            "Chinese coast guard ships blocked BRP Cabra near Sabina Shoal on Monday, Manila said. It protested. The Philippines "
            "has faced growing tensions with China, including a collision of coast guard vessels that damaged a patrol ship.",
            [("2024-06-10", "CN-CCG", "PH-PCG")],
        ),
        (
            "Chinese coast guard ships blocked BRP Cabra near Sabina Shoal on Monday, Manila said. It protested. It gave no "
            "details. Tensions rose after the Philippines cut a barrier that the China Coast Guard had installed at "
            "Scarborough Shoal.",
            [("2024-06-10", "CN-CCG", "PH-PCG")],
        ),
    ],
)
def test_what_is_told_and_no_more(read_text, text, told):
    assert sorted((one[0], one[2], one[3]) for one in _told(read_text, text)) == sorted(told)


def test_helicopter_over_scientists_is_harassment(read_text):
    text = "A Chinese helicopter harassed a team of Filipino scientists at Sandy Cay on Saturday."
    ((_, types, _, _),) = _told(read_text, text)
    assert types == ("harassment",)


def test_standoff_takes_the_year_before_it(read_text):
    text = (
        "A Chinese coast guard ship blocked BRP Cabra near Sabina Shoal on Monday, Manila said. A Philippine frigate "
        "intercepted eight Chinese fishing boats at Scarborough Shoal in 2012. A standoff between Philippine and Chinese "
        "ships followed."
    )
    found = read_text(text, published=TODAY)
    assert [one.types for one in found.incidents] == [("blocking",)]
    assert "standoff" in {kind for one in found.background for kind in one.types}
