"""Who did what to whom where a turn of phrase, rather than a verb with its subject, says so."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "kind", "initiator", "target"),
    [
        (
            "A Chinese frigate had its fire-control radar trained on BRP Cabra off Zambales on Monday.",
            "radar_lock",
            "CN-PLAN",
            "PH-PCG",
        ),
        (
            "Crew of BRP Cabra covered their ears on Monday when a sonic weapon on CCG 5205 was turned towards them off "
            "Zambales.",
            "acoustic_device",
            "CN-CCG",
            "PH-PCG",
        ),
        (
            "Two Philippine supply boats had their way barred by CCG 5205 at Second Thomas Shoal on Monday.",
            "blocking",
            "CN-CCG",
            "PH-RESUPPLY",
        ),
        (
            "Six Vietnamese fishermen returned with fractured ribs after men from two Chinese ships beat them off the "
            "Paracels on Monday.",
            "assault",
            "CN-UNK",
            "VN-FISH",
        ),
        (
            "Two Chinese air force jets flew up to a Philippine air force plane over Scarborough Shoal on Monday and made "
            "a hazardous pass to turn it away.",
            "air_intercept",
            "CN-PLAAF",
            "PH-AF",
        ),
        (
            "Prospecting by the Chinese survey ship Haiyang Dizhi 8 inside waters of Malaysia was seen off Borneo on Monday.",
            "survey_intrusion",
            "CN-SURVEY",
            "MY-UNK",
        ),
        (
            "MIRI - A trawler, believed to be Vietnamese, from which stones were thrown at a Malaysian navy boat off Miri "
            "on Monday, got away.",
            "assault",
            "VN-FISH",
            "MY-RMN",
        ),
        (
            "MANILA - Three militia trawlers rammed BRP Cabra off Zambales on Monday.",
            "ramming",
            "CN-MM",
            "PH-PCG",
        ),
        (
            "The frigate HMAS Toowoomba met a Chinese destroyer near the Paracels on Monday. The destroyer, hull 139, "
            "used its sonar.",
            "sonar",
            "CN-PLAN",
            "AU-NAVY",
        ),
        (
            "A Chinese grey ship aimed its fire-control radar at BRP Conrado Yap near Commodore Reef on Monday.",
            "radar_lock",
            "CN-PLAN",
            "PH-NAVY",
        ),
        (
            "The maritime police caught eleven Chinese nationals at Half Moon Shoal on Monday, Manila said.",
            "detention",
            "PH-PCG",
            "CN-UNK",
        ),
    ],
)
def test_construction_gives_the_sides(read_text, text, kind, initiator, target):
    (found,) = read_text(text).incidents
    assert kind in found.types
    assert (found.initiators, found.targets) == ((initiator,), (target,))


def test_the_warship_of_the_country_is_that_of_the_dateline(read_text):
    text = "MANILA - The country's largest warship and a Chinese cutter eyed each other off Zambales on Monday."
    (found,) = read_text(text).incidents
    assert {*found.initiators, *found.targets} == {"PH-NAVY", "CN-CCG"}


def test_one_of_several_boats_is_who_was_boarded(read_text):
    text = (
        "TAIPEI - A coast guard cutter of Taiwan found eleven mainland trawlers off Dongsha on Monday; it boarded one and "
        "took it to port."
    )
    found = [one for one in read_text(text).incidents if "boarding" in one.types]
    assert [(one.initiators, one.targets) for one in found] == [(("TW-CGA",), ("CN-FISH",))]


def test_a_month_behind_a_number_is_no_march(read_text):
    (found,) = read_text("CCG 3305 closed in on BRP Cabra on 2 March off Bajo de Masinloc, Manila said.").incidents
    assert (found.date_start, found.types) == ("2024-03-02", ("blocking",))
