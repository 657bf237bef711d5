"""Who is on which side where several meet: patrols, escorts, crews, fishers who resist, and bystanders."""

from __future__ import annotations

import pytest

PUBLISHED = "2024-06-18"


def test_two_patrols_at_a_standstill_are_on_both_sides(read_text):
    text = "KN Pulau Dana and CCG 5403 have faced each other off Natuna since Monday."
    (found,) = read_text(text, PUBLISHED).incidents
    assert set(found.initiators) == set(found.targets) == {"ID-BAKAMLA", "CN-CCG"}


def test_forces_that_a_command_directs_are_both(read_text):
    text = (
        "The Southern Theater Command drove away USS Halsey near the Paracel Islands on Monday. The command directed naval "
        "and air forces to track the ship, it said."
    )
    (found,) = read_text(text, PUBLISHED).incidents
    assert {"CN-PLAN", "CN-PLAAF"} <= set(found.initiators)


@pytest.mark.parametrize(
    ("text", "initiator", "target"),
    [
        (
            "A Philippine coast guard plane was driven off by China's military near Scarborough Shoal on Monday. The "
            "command scrambled air force fighters to identify, trail, warn and expel it.",
            "CN-PLAAF",
            "PH-PCG",
        ),
        (
            "A water cannon mounted on a China Coast Guard cutter was trained on the crew of BRP Cabra near Sabina Shoal "
            "on Monday.",
            "CN-CCG",
            "PH-PCG",
        ),
        (
            "A Philippine Air Force crew noticed a flare coming from the Chinese base on Subi Reef on Monday.",
            "CN-UNK",
            "PH-AF",
        ),
        (
            "A destroyer was dispatched by Beijing to follow HMS Spey, a British navy ship, near the Paracel Islands on "
            "Monday.",
            "CN-PLAN",
            "GB-NAVY",
        ),
        (
            "On Monday, the destroyer USS Benfold intruded into waters of the Paracel Islands, the Southern Theater Command "
            "of China said. Naval and air forces were sent to monitor and warn her away, the command announced.",
            "CN-PLAN",
            "US-NAVY",
        ),
        (
            "TAIPEI - The coast guard had to clear waters off the Pratas Islands of mainland fishing boats on Monday. A "
            "patrol ship forced out 14 trawlers.",
            "TW-CGA",
            "CN-FISH",
        ),
    ],
)
def test_sides_of_forces_that_are_sent_and_tools_that_are_seen(read_text, text, initiator, target):
    found = read_text(text, PUBLISHED).incidents
    assert found
    assert all(initiator in one.initiators and target in one.targets for one in found)
    assert all(target not in one.initiators for one in found)


@pytest.mark.parametrize(
    ("text", "initiators", "targets"),
    [
        (
            "KUCHING - A Chinese survey ship ran survey lines off Sabah on Monday, escorted by at least two coast guard "
            "vessels.",
            {"CN-SURVEY", "CN-CCG"},
            set(),
        ),
        (
            'KUANTAN - On Monday a ship marked "China Coast Guard" cut across the bow of KM Langkawi off Kemaman.',
            {"CN-CCG"},
            {"MY-MMEA"},
        ),
        (
            "A Vietnamese trawler complained of being rammed by a Chinese cutter near the Paracels on Monday.",
            {"CN-CCG"},
            {"VN-FISH"},
        ),
        (
            "A Filipino fishing boat reported being chased away by a Chinese coast guard ship near Scarborough Shoal on "
            "Monday.",
            {"CN-CCG"},
            {"PH-FISH"},
        ),
        (
            "Ten Vietnamese fishermen say that men from a Chinese cutter climbed onto their boat near the Paracels on "
            "Monday.",
            {"CN-CCG"},
            {"VN-FISH"},
        ),
        (
            "KN Pulau Dana was sailing alongside a fisheries survey when CCG 5901 turned an acoustic device on her off "
            "Natuna on Monday.",
            {"CN-CCG"},
            {"ID-BAKAMLA"},
        ),
        (
            "On Monday two Vietnamese boats fishing off Tok Bali threw petrol bombs at KM Langkawi and hit her side.",
            {"VN-FISH"},
            {"MY-MMEA"},
        ),
        (
            "On Monday a Chinese frigate shone a laser at KD Selangor near James Shoal. KD Selangor had been shadowing the "
            "frigate since dawn.",
            {"CN-PLAN", "MY-RMN"},
            {"CN-PLAN", "MY-RMN"},
        ),
        (
            "KD Selangor had been following the Type 054A frigate near James Shoal on Monday when the frigate locked its "
            "fire-control radar on her.",
            {"CN-PLAN", "MY-RMN"},
            {"CN-PLAN", "MY-RMN"},
        ),
        (
            "Naval vessels of Brunei and Malaysia have faced each other off Muara since Monday.",
            {"BN-NAVY", "MY-RMN"},
            {"BN-NAVY", "MY-RMN"},
        ),
        (
            "Bakamla dealt with CCG 5403 north of Natuna on Monday, and it was escorted out.",
            {"ID-BAKAMLA"},
            {"CN-CCG"},
        ),
    ],
)
def test_both_sides_of_patrols_escorts_and_boats_that_complain(read_text, text, initiators, targets):
    (found,) = read_text(text, PUBLISHED).incidents
    assert (set(found.initiators), set(found.targets)) == (initiators, targets)


def test_men_who_are_turned_over_to_the_police_are_not_sunk(read_text):
    text = "On Monday KM Langkawi held a Vietnamese trawler off Kemaman. Ten men were arrested and turned over to the police."
    (found,) = read_text(text, PUBLISHED).incidents
    assert "sinking" not in found.types


@pytest.mark.parametrize(
    "text",
    [
        "Cutters of Taiwan's coast guard drove off five Vietnamese boats near Itu Aba Island on Monday. The men threw glass "
        "bottles at the Taiwanese before leaving.",
        "TAIPEI - Taiwan's coast guard had to clear the waters near Itu Aba Island of Vietnamese fishing boats on Monday. "
        "The last of them were forced out after they had thrown bottles at one of the cutters.",
    ],
)
def test_boats_that_are_driven_off_and_throw_things_are_on_both_sides(read_text, text):
    (found,) = read_text(text, PUBLISHED).incidents
    assert {one[:2] for one in found.initiators} == {"TW", "VN"} == {one[:2] for one in found.targets}


def test_who_breaks_in_on_somebody_at_watch_did_it(read_text):
    text = (
        "The cruiser USS Cowpens was watching the Chinese carrier Liaoning in the South China Sea on Monday when an "
        "amphibious ship of its escort crossed the cruiser's bow."
    )
    (found,) = read_text(text, PUBLISHED).incidents
    assert (found.initiators, found.targets) == (("CN-PLAN",), ("US-NAVY",))


def test_ships_of_several_countries_suffer_together(read_text):
    text = (
        "Chinese navy ships followed ships of the Philippines, Australia and Canada near Scarborough Shoal on Monday."
    )
    (found,) = read_text(text, PUBLISHED).incidents
    assert {one[:2] for one in found.targets} == {"PH", "AU", "CA"}


def test_boats_that_are_counted_do_nothing_to_who_saw_them(read_text):
    text = "The boats of China's maritime militia were seen by the Philippine Coast Guard at Whitsun Reef on Monday, moored in line."
    (found,) = read_text(text, PUBLISHED).incidents
    assert (found.initiators, found.targets) == (("CN-MM",), ())


def test_whoever_says_that_a_plane_came_in_is_not_its_owner(read_text):
    text = (
        "A Chinese navy helicopter flew within three metres of a plane of the Philippine fisheries bureau over Scarborough "
        "Shoal on Monday. The Southern Theater Command countered that the aircraft had intruded into its airspace."
    )
    (found,) = read_text(text, PUBLISHED).incidents
    assert {one[:2] for one in found.initiators} == {"CN"}


def test_a_drone_is_not_flown_by_fishers(read_text):
    text = (
        "TAIPEI - A Chinese drone flew over the coast guard's post on the Pratas Islands on Sunday. Two Chinese fishing boats "
        "lay to the north."
    )
    (found,) = read_text(text, PUBLISHED).incidents
    assert found.initiators == ("CN-UNK",)


@pytest.mark.parametrize(
    "text",
    [
        "KOTA BHARU - Officers of the Malaysian Maritime Enforcement Agency opened fire on two Vietnamese boats that had "
        "rammed their vessel off Tok Bali on Monday.",
        "On Monday two Vietnamese boats threw petrol bombs at KM Langkawi off Tok Bali. Officers shot at them.",
        "KM Langkawi detained 18 Vietnamese fishermen off Tok Bali on Monday. Their boat had rammed the cutter twice.",
    ],
)
def test_boats_that_fight_off_a_patrol_are_on_both_sides(read_text, text):
    (found,) = read_text(text, PUBLISHED).incidents
    for side in (found.initiators, found.targets):
        assert {one[:2] for one in side} == {"VN", "MY"}
        assert "MY-MMEA" in side


def test_a_boat_that_only_tried_to_resist_suffered(read_text):
    text = (
        "KM Langkawi came upon two Vietnamese trawlers off Tok Bali on Monday. The boats tried to ram the cutter but gave up. "
        "Nineteen men were arrested."
    )
    (found,) = read_text(text, PUBLISHED).incidents
    assert (found.initiators, found.targets) == (("MY-MMEA",), ("VN-FISH",))


def test_sailors_of_the_second_navy_are_not_those_of_the_first(read_text):
    text = (
        "A Philippine Navy gunboat arrested ten Vietnamese fishermen off Bolinao on Wednesday. The other case happened on "
        "Friday near Swallow Reef, where Malaysia keeps a naval base. Sailors in fast boats chased three Vietnamese "
        "boats away from the reef."
    )
    found = read_text(text, PUBLISHED).incidents
    assert [one.initiators for one in found] == [("PH-NAVY",), ("MY-RMN",)]


def test_a_patrol_that_opens_fire_is_no_fishing_boat(read_text):
    text = (
        "Chinese patrol craft opened fire on Vietnamese fishing boats in the Gulf of Tonkin on Monday. Hanoi blamed the "
        "Chinese maritime police. Beijing said that robbers had attacked Chinese fishing boats."
    )
    (found,) = read_text(text, PUBLISHED).incidents
    assert (found.initiators, found.targets) == (("CN-CCG",), ("VN-FISH",))


@pytest.mark.parametrize(
    ("text", "initiators", "targets"),
    [
        (
            "A Chinese cutter rammed the trawler Kway Fey 10078, a Chinese boat, free off Natuna on Monday as an Indonesian "
            "fisheries patrol boat was towing it away.",
            {"CN-CCG", "ID-PSDKP"},
            {"CN-FISH", "ID-PSDKP"},
        ),
        (
            "A Vietnamese fisheries enforcement ship put itself between KM Langkawi and the poachers off Kemaman on Monday. KM "
            "Langkawi had arrested a boat with 13 men.",
            {"VN-VFRS", "MY-MMEA"},
            {"VN-FISH", "MY-MMEA"},
        ),
        (
            '"A Chinese cutter rammed us near Sabina Shoal on Monday," a spokesman of the Philippine Coast Guard said.',
            {"CN-CCG"},
            {"PH-PCG"},
        ),
        (
            '"We chased a Chinese fishing boat away from Thitu on Monday," a spokesman of the Philippine Navy said.',
            {"PH-NAVY"},
            {"CN-FISH"},
        ),
        (
            "The Vietnam Coast Guard seized a Chinese ship off Bach Long Vi on Monday. The Chinese captain and two sailors are "
            "being held.",
            {"VN-VCG"},
            {"CN-UNK"},
        ),
    ],
)
def test_boats_set_free_crews_and_whoever_says_we(read_text, text, initiators, targets):
    (found,) = read_text(text, PUBLISHED).incidents
    assert (set(found.initiators), set(found.targets)) == (initiators, targets)


def test_what_would_have_followed_did_not_happen(read_text):
    text = '"Had one of those flares hit an engine, we would be having another talk," the Australian minister told reporters.'
    assert not read_text(text, PUBLISHED).incidents


def test_ships_of_two_services_in_one_list_are_both_there(read_text):
    text = (
        "A civilian convoy reached Thitu Island late after Chinese vessels barred its way on Monday, its Philippine organizers "
        "said. A China Coast Guard cutter and four militia boats had lined up ahead of it."
    )
    (found,) = read_text(text, PUBLISHED).incidents
    assert set(found.initiators) == {"CN-CCG", "CN-MM"}


def test_boats_of_two_services_that_go_along_are_both_there(read_text):
    text = (
        "A Chinese survey ship ran survey lines off Sabah on Monday. Four coast guard cutters and a dozen "
        "boats of the maritime militia go with it."
    )
    (found,) = read_text(text, PUBLISHED).incidents
    assert {"CN-SURVEY", "CN-CCG", "CN-MM"} <= set(found.initiators)


def test_a_noun_that_leads_back_tells_of_nothing_new(read_text):
    text = (
        "The shooting came four days after an Indonesian corvette took two Vietnamese trawlers off Natuna on June 13."
    )
    assert all("shots_fired" not in one.types for one in read_text(text, PUBLISHED).incidents)


def test_a_survey_that_was_only_disturbed_is_no_act(read_text):
    text = "A Malaysian navy ship drove a Chinese fishing boat away from a seismic survey off Sarawak on Thursday."
    (one,) = read_text(text).incidents
    assert (one.types, one.initiators, one.targets) == (("expulsion",), ("MY-RMN",), ("CN-FISH",))


def test_spears_in_a_list_are_no_verb(read_text):
    text = (
        "Armed with knives, axes and spears, Chinese coast guardsmen boarded a Philippine boat off Palawan on Monday."
    )
    (one,) = read_text(text).incidents
    assert (one.types, one.initiators) == (("boarding",), ("CN-CCG",))


def test_who_comes_to_help_is_not_sunk(read_text):
    text = (
        "A Filipino fishing boat was struck by a Chinese fishing vessel near Reed Bank on Monday. It filled and went down by "
        "the stern, until a Vietnamese boat came for the crew."
    )
    (found,) = read_text(text, PUBLISHED).incidents
    assert (found.initiators, found.targets) == (("CN-FISH",), ("PH-FISH",))


@pytest.mark.parametrize(
    ("text", "initiators", "targets"),
    [
        (
            "A Chinese militia vessel with bow number 00008 bumped BRP Cabra near Sabina Shoal on Monday.",
            ("CN-MM",),
            ("PH-PCG",),
        ),
        (
            "Two Chinese navy fighters came up beside a U.S. Navy plane south of Hainan on Monday. "
            "One of them bumped the wing of the plane.",
            ("CN-PLAN",),
            ("US-NAVY",),
        ),
        (
            "The crew of BRP Cabra saw two navy ships, four coast guard cutters and 20 militia boats from China around "
            "Sabina Shoal on Monday.",
            ("CN-CCG", "CN-MM", "CN-PLAN"),
            (),
        ),
    ],
)
def test_number_on_the_bow_one_of_several_and_a_list_of_one_country(read_text, text, initiators, targets):
    (one,) = read_text(text).incidents
    assert (tuple(sorted(one.initiators)), one.targets) == (initiators, targets)


def test_men_who_throw_things_are_those_driven_off_last(read_text):
    text = (
        "Taiwan's coast guard seized a Chinese fishing boat off Pratas Island on Monday. On Tuesday its cutters drove off "
        "five Vietnamese boats near Itu Aba Island. The men threw bottles at the Taiwanese."
    )
    found = read_text(text).incidents[-1]
    assert sorted(found.initiators) == ["TW-CGA", "VN-FISH"]


def test_two_that_accuse_each_other_leave_open_who_did_it(read_text):
    text = (
        "China and the Philippines blamed one another on Monday for ramming ships at Sabina Shoal. The Philippine Coast Guard "
        "said that CCG 5205 rammed BRP Teresa Magbanua three times. The China Coast Guard countered that the Philippine ship "
        "had deliberately rammed 5205."
    )
    found = read_text(text)
    assert [(one.initiators, one.targets) for one in found.incidents] == [(("CN-CCG",), ("PH-PCG",))]


def test_flares_that_rise_as_the_aircraft_passes_are_of_those_told_before(read_text):
    text = (
        "On June 16 a Philippine military plane was met by a flare from the Chinese garrison on McKennan Reef. A day later "
        "two warning flares rose from Cuarteron Reef as the aircraft passed."
    )
    found = read_text(text)
    assert [(one.date_start, one.initiators, one.targets) for one in found.incidents] == [
        ("2024-06-16", ("CN-UNK",), ("PH-UNK",)),
        ("2024-06-17", ("CN-UNK",), ("PH-UNK",)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The skipper of QNg 90352 told police that his boat lay at anchor near the Paracel Islands on Monday when a Chinese "
        "ship bore down on it and struck it. Five men in uniform jumped aboard. They beat the captain and made off with "
        "the catch.",
        "Chinese coast guards boarded a Vietnamese fishing boat near the Paracel Islands on Monday. The captain of QNg 95739 "
        "TS said that about 40 men came aboard and beat the crew with iron pipes.",
    ],
)
def test_who_beats_the_crew_is_not_the_crew(text, read_text):
    [one] = read_text(text).incidents
    assert "assault" in one.types
    assert {code[:2] for code in one.initiators} == {"CN"}
    assert {code[:2] for code in one.targets} == {"VN"}


def test_a_boat_that_came_under_fire_fired_at_nobody(read_text):
    found = read_text(
        "Four fishermen from Binh Dinh were wounded when an Indonesian naval vessel fired on their boat on Monday. "
        "BD 31153 TS was working 132 nautical miles southeast of Con Dao when it came under fire."
    )
    [one] = found.incidents
    assert {code[:2] for code in one.initiators} == {"ID"}
    assert {code[:2] for code in one.targets} == {"VN"}
