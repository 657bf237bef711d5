"""The same words about other countries give the same answer, with the sides changed about."""

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
    "a drill that somebody watched": (
        "{other_town} - The {other} navy held a live-fire drill in the South China Sea on Monday. A {one} frigate shadowed "
        "the {other} warships near Scarborough Shoal all day on Monday. The drill ends on Friday, the navy said.",
        "shadowing",
    ),
    "a coast guard that rams": (
        "A {one} coast guard ship rammed a {other} fishing boat near Sabina Shoal on Monday.",
        "ramming",
    ),
    "a crew that is held": (
        "A {one} patrol ship detained the crew of a {other} fishing boat near Vanguard Bank on Monday.",
        "detention",
    ),
    "a rig that ships face": (
        "A {one} coast guard ship faced off with a {other} drilling rig near Luconia Shoals on Monday.",
        "standoff",
    ),
    "debris that is taken": (
        "{other_town} - Debris of a rocket launched on Sunday was found at Thitu Island. A {one} coast guard ship seized "
        "the rocket debris from a {other} navy boat near Thitu Island on Monday, officers said.",
        "seizure",
    ),
    "a patrol that the other navy tells of": (
        "{other_town} - A {one} coast guard ship patrolled near Vanguard Bank on Monday, the {other} navy said.",
        "survey_intrusion",
    ),
    "a ship at anchor that the other coast guard tells of": (
        "A {one} navy ship was anchored near Vanguard Bank on Monday. The {other} coast guard said it had sent a protest.",
        "survey_intrusion",
    ),
    "scientists in the zone of another": (
        "{other_town} - A {one} research ship flew a drone over the {other} exclusive economic zone near Vanguard Bank on "
        "Monday, the {other} navy said. Its scientists study the sea bed.",
        "drone",
    ),
    "a rig that ships circle": (
        "A {one} coast guard ship harassed a {other} drilling rig near Luconia Shoals on Monday.",
        "harassment",
    ),
    "a patrol that is seen off": (
        "{other_town} - The {other} coast guard was driven off from Vanguard Bank by a {one} navy frigate on Monday.",
        "expulsion",
    ),
    "a survey that is begun in another's waters": (
        "{other_town} - A {one} research ship began surveying in {other} waters near Vanguard Bank on Monday.",
        "survey_intrusion",
    ),
    "boats that are seen off": (
        "{one_town} - A {one} coast guard ship saw off {other} fishing boats near Vanguard Bank on Monday.",
        "expulsion",
    ),
    "boats that are thrown out of waters": (
        "{one_town} - A {one} coast guard ship removed a {other} fishing boat from {one} waters near Vanguard Bank on "
        "Monday.",
        "expulsion",
    ),
    "a crew that is told whose waters it is in": (
        "A {one} coast guard ship told a {other} fishing boat near Vanguard Bank on Monday that it was in {one} waters.",
        "harassment",
    ),
    "a lecture over the radio": (
        "A {one} coast guard ship lectured a {other} navy ship near Vanguard Bank on Monday about {one} waters.",
        "harassment",
    ),
    "jets that are met": (
        "{one_town} - {one} fighters met two {other} jets near Vanguard Bank on Monday.",
        "air_intercept",
    ),
    "gear that is lost to others": (
        "A {other} fishing boat lost its nets near Vanguard Bank on Monday to {one} sailors.",
        "seizure",
    ),
    "boats that are held off": (
        "{one_town} - A {one} coast guard ship held off {other} fishing boats near Vanguard Bank on Monday.",
        "blocking",
    ),
    "nationals behind bars": (
        "{one_town} - The {one} coast guard said ten {other} nationals were in custody after a boarding near Vanguard "
        "Bank on Monday.",
        "detention",
    ),
    "unmanned planes": (
        "{other_town} - A {one} unmanned aircraft flew over a {other} navy ship near Vanguard Bank on Monday.",
        "drone",
    ),
    "boats of no service that are held": (
        "A {one} coast guard ship detained a {other} boat near Vanguard Bank on Monday.",
        "seizure",
    ),
    "warships that fire": (
        "{other_town} - {one} naval gunfire hit a {other} fishing boat near Vanguard Bank on Monday.",
        "shots_fired",
    ),
    "guests aboard a boat": (
        "A {one} coast guard ship rammed a boat carrying {other} journalists near Vanguard Bank on Monday.",
        "ramming",
    ),
    "the fisherman and the patrol": (
        "{other_town} - A {one} coast guard ship came near a boat off Vanguard Bank on Monday. The fisherman said the ship "
        "rammed his boat.",
        "ramming",
    ),
}
UNMINDED = [
    "A {one} coast guard ship patrolled near Vanguard Bank on Monday.",
    "{one_town} - A {one} research ship flew a drone near Vanguard Bank on Monday. Its scientists study the sea bed.",
    "{one_town} - A {one} coast guard ship was anchored near Vanguard Bank on Monday, the {one} coast guard said.",
]


@pytest.mark.parametrize("told", TOLD)
@pytest.mark.parametrize(("one", "other"), PAIRS, ids=[f"{one[0]}-{other[0]}" for one, other in PAIRS])
def test_who_sails_changes_nothing_but_the_sides(read_text, told, one, other):
    words, kind = TOLD[told]
    found = read_text(words.format(one=one[1], other=other[1], one_town=one[2], other_town=other[2]), TODAY)
    sides = [
        ({code[:2] for code in incident.initiators}, {code[:2] for code in incident.targets})
        for incident in found.incidents
        if kind in incident.types
    ]
    assert sides == [({one[0]}, {other[0]})], [incident.to_json() for incident in found.incidents]


@pytest.mark.parametrize("words", UNMINDED)
@pytest.mark.parametrize("one", COUNTRIES, ids=[one[0] for one in COUNTRIES])
def test_nobody_minds_whoever_sails(read_text, words, one):
    found = read_text(words.format(one=one[1], one_town=one[2]), TODAY)
    assert found.incidents == ()
