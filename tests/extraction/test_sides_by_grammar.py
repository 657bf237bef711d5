"""Who did what to whom in asides, lists, rows of -ing forms and what is called over the radio."""

from __future__ import annotations

import pytest

TODAY = "2025-06-12"

SIDES = [
    (
        "Four Filipino fishermen have filed a complaint against the crew of a Malaysian navy ship who, they say, beat them "
        "with rifle butts near Commodore Reef on Monday.",
        "MY-RMN",
        "PH-FISH",
    ),
    (
        "Three fishermen from Quang Ngai named the crew of a Chinese coast guard ship which, they said, held them for two days "
        "and beat them off the Paracels on Monday.",
        "CN-CCG",
        "VN-FISH",
    ),
    (
        "Ships of the Philippine Navy, the Japan Maritime Self-Defense Force and the Royal Australian Navy were tailed by two "
        "Chinese navy frigates off Zambales on Monday.",
        "CN-PLAN",
        "AU-NAVY JP-JMSDF PH-NAVY",
    ),
    (
        "HA NOI - Viet Nam has recordings of two Chinese coast guard ships circling a Vietnamese trawler and spraying it with "
        "hoses near the Paracels on Monday.",
        "CN-CCG",
        "VN-FISH",
    ),
    (
        "From June 7 to 9 the survey ship Haiyang Dizhi 8, with two China Coast Guard cutters at its side, ran lines on "
        "Vanguard Bank inside the exclusive economic zone of Vietnam.",
        "CN-CCG CN-SURVEY",
        "VN-UNK",
    ),
    (
        "ABOARD A BFAR PLANE - A Chinese navy helicopter drew up to within three metres of the wing of a Philippine fisheries "
        'bureau plane over Scarborough Shoal on Monday. "You are flying too close," the pilot told the helicopter by radio.',
        "CN-PLAN",
        "PH-BFAR",
    ),
    (
        "HMS Albion passed the Paracel Islands on Monday. China's foreign ministry said that the British ship had come without "
        'permission, and that the navy "identified it, warned it and made it leave".',
        "CN-PLAN",
        "GB-NAVY",
    ),
]


@pytest.mark.parametrize(("text", "initiators", "targets"), SIDES, ids=[text[:50] for text, _, _ in SIDES])
def test_sides(text, initiators, targets, read_text):
    (found,) = read_text(text, TODAY).incidents
    assert (" ".join(sorted(found.initiators)), " ".join(sorted(found.targets))) == (initiators, targets)


def test_who_avoids_flares_has_not_fired_them(read_text):
    text = "A Philippine Navy plane made a sharp turn to avoid flares dropped ahead of it by a Chinese navy jet near Sabina Shoal."
    (found,) = read_text(text, TODAY).trace[1]
    assert "dodged" in found.act.rule
