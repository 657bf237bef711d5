"""Sides that must not come out turned round: who suffered is not who did it."""

from __future__ import annotations

import pytest

PUBLISHED = "2024-06-18"


@pytest.mark.parametrize(
    ("text", "initiator", "target"),
    [
        (
            "The Philippine boat came to Subic on Monday with her side stove in near Scarborough Shoal by no fault of "
            "its own; a Chinese cutter had turned about there.",
            "CN-CCG",
            "PH-FISH",
        ),
        (
            "A Philippine fisheries vessel had its hull scraped and its funnel dented near Scarborough Shoal on Monday "
            "as a Chinese cutter came up.",
            "CN-CCG",
            "PH-BFAR",
        ),
        (
            "Fisheries ship doused on supply run to Scarborough\n\nMANILA - A Philippine fisheries ship was hit by a "
            "jet from a Chinese coast guard cutter near Scarborough Shoal on Monday.",
            "CN-CCG",
            "PH-BFAR",
        ),
        (
            "BFAR vessel hosed and struck off Scarborough Shoal\n\nMANILA - The Philippine Coast Guard on Monday "
            "released footage of a Chinese cutter.",
            "CN-CCG",
            "PH-BFAR",
        ),
        (
            "A hail of bullets tore into a Quang Ngai trawler on Monday when it met a Chinese ship near the Paracels.",
            "CN-UNK",
            "VN-FISH",
        ),
        (
            "Two Chinese trawlers pinned a Philippine longliner at Reed Bank on Monday, an act that the Philippine "
            "Coast Guard has logged as a premeditated ramming.",
            "CN-FISH",
            "PH-FISH",
        ),
        (
            "Eight Vietnamese fishermen were handed to the Indonesian navy after their trawler was boarded and "
            "towed away off Natuna on Monday.",
            "ID-NAVY",
            "VN-FISH",
        ),
        (
            "The fire-control radar aboard a Chinese frigate woke up and settled on BRP Conrado Yap near "
            "Commodore Reef on Monday.",
            "CN-PLAN",
            "PH-NAVY",
        ),
        (
            "BRP Malabrigo met CCG 5201 at Ayungin Shoal. Her crew has seen worse: on Monday her sister was "
            "dazzled with green light from a cutter there.",
            "CN-CCG",
            "PH-PCG",
        ),
        (
            "A Chinese cutter met the BRP Datu Pagbuaya off Pag-asa, and another barred its sister from a cay "
            "nearby on Monday.",
            "CN-CCG",
            "PH-BFAR",
        ),
        (
            "The USS Hopper sailed past the Paracels on Monday, with a Chinese frigate on its beam. The Southern "
            "Theatre Command wrote that it had tracked and warned the destroyer until it left.",
            "CN-PLAN",
            "US-NAVY",
        ),
        (
            "Two Philippine vessels came to Scarborough Shoal on Monday, Manila said, rejecting Beijing's "
            "position that it had expelled the ships.",
            "CN-UNK",
            "PH-UNK",
        ),
        (
            "The skipper and his men of Masinloc came to Panganiban Reef to fish and found Chinese navy ships "
            "around them. Sailors stopped his boat, took away his radio and kept the crew under guard on Monday.",
            "CN-PLAN",
            "PH-FISH",
        ),
        (
            "Ringed by forty or so boats of Chinese fishermen, the Filipino bancas lay off Scarborough Shoal on Monday.",
            "CN-FISH",
            "PH-FISH",
        ),
        (
            "Canberra has told Beijing that the passage of a Chinese cutter 30 metres ahead of HMAS Toowoomba off "
            "Scarborough Shoal on Monday was unseamanlike.",
            "CN-CCG",
            "AU-NAVY",
        ),
        (
            "CCG 3302 came near the moored BRP Datu Pagbuaya and three minutes later rammed it off Pag-asa on Monday.",
            "CN-CCG",
            "PH-BFAR",
        ),
        (
            "The cutter CCG 3302 tried several times on Monday to run the BRP Cabra down off Zambales.",
            "CN-CCG",
            "PH-PCG",
        ),
    ],
)
def test_who_suffered_is_not_turned_into_who_did_it(read_text, text, initiator, target):
    (found,) = read_text(text, PUBLISHED).incidents
    assert (found.initiators, found.targets) == ((initiator,), (target,))


def test_a_film_that_was_shot_is_no_shooting(read_text):
    text = "A film of the quarrel, shot by Filipino fishermen, shows a Chinese cutter near Scarborough Shoal on Monday."
    assert not read_text(text, PUBLISHED).incidents
