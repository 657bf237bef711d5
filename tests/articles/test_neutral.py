"""The same words about other countries give the same answer, with the sides exchanged."""

from __future__ import annotations

import pytest

TODAY = "2024-06-12"
#: Country, its word, a port for the dateline.
COUNTRIES = [
    ("CN", "Chinese", "HAIKOU"),
    ("PH", "Philippine", "MANILA"),
    ("VN", "Vietnamese", "HANOI"),
    ("MY", "Malaysian", "KUALA LUMPUR"),
    ("ID", "Indonesian", "JAKARTA"),
    ("TW", "Taiwanese", "TAIPEI"),
]
PAIRS = [(one, other) for one in COUNTRIES for other in COUNTRIES if one is not other]
TOLD = {
    "a coast guard that rams": (
        "{one_town} - A {one} coast guard ship rammed a {other} fishing boat near Sabina Shoal on Monday.",
        "ramming",
    ),
    "a crew that is held": (
        "A {one} patrol ship detained the crew of a {other} fishing boat near Vanguard Bank on Monday.",
        "detention",
    ),
    "water that is turned on a boat": (
        "A {other} fishing boat was hit by water cannon of a {one} coast guard ship near Scarborough Shoal on Monday.",
        "water_cannon",
    ),
    "a warship that is followed": (
        "{other_town} - A {one} navy frigate shadowed a {other} warship near Woody Island on Monday.",
        "shadowing",
    ),
    "boats that are driven off": (
        "{other_town} - {other} fishing boats were driven off from Vanguard Bank by a {one} navy frigate on Monday.",
        "expulsion",
    ),
}


@pytest.mark.parametrize("told", TOLD)
def test_who_sails_changes_nothing_but_the_sides(read_text, told):
    words, kind = TOLD[told]
    answers = {}
    for one, other in PAIRS:
        found = read_text(words.format(one=one[1], other=other[1], one_town=one[2], other_town=other[2]), TODAY)
        answers[one[0], other[0]] = [
            (each.date_start, ({code[:2] for code in each.initiators}, {code[:2] for code in each.targets}))
            for each in found.incidents
            if kind in each.types
        ]
    assert answers == {(one, other): [("2024-06-10", ({one}, {other}))] for one, other in answers}


@pytest.mark.parametrize("one", COUNTRIES, ids=[one[0] for one in COUNTRIES])
def test_a_drill_at_home_is_nobodys_incident(read_text, one):
    found = read_text(
        f"{one[2]} - The {one[1]} navy began its yearly drill with live rounds off its coast on Monday, it said.", TODAY
    )
    assert found.incidents == ()
