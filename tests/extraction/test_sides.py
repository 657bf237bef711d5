"""Who did what to whom: voices, nouns, tools and what stands for whom."""

from __future__ import annotations

import pytest

PUBLISHED = "2024-06-18"


@pytest.mark.parametrize(
    ("text", "kind", "initiator", "target"),
    [
        ("A Chinese coast guard ship rammed a Philippine supply boat", "ramming", "CN-CCG", "PH-RESUPPLY"),
        (
            "Coast guard ships 3103 and 3105 of China rammed a Philippine supply boat",
            "ramming",
            "CN-CCG",
            "PH-RESUPPLY",
        ),
        ("Chinese ships kept within a mile of HMAS Canberra for two days", "shadowing", "CN-UNK", "AU-NAVY"),
        ("Chinese navy ships held six Vietnamese fishermen", "detention", "CN-PLAN", "VN-FISH"),
        (
            "BRP Cabra was told by a Chinese coast guard ship that it was in Chinese waters",
            "harassment",
            "CN-CCG",
            "PH-PCG",
        ),
        ("Officers of the Vietnam Coast Guard used a hose on a Chinese trawler", "water_cannon", "VN-VCG", "CN-FISH"),
        ("A Philippine supply boat was rammed by a Chinese coast guard ship", "ramming", "CN-CCG", "PH-RESUPPLY"),
        ("A Philippine supply boat rammed by a Chinese coast guard ship", "ramming", "CN-CCG", "PH-RESUPPLY"),
        ("The Philippines accused the Chinese coast guard of ramming BRP Cabra", "ramming", "CN-CCG", "PH-PCG"),
        ("China accused the Philippine coast guard of ramming one of its ships", "ramming", "PH-PCG", "CN-UNK"),
        ("The ramming of BRP Cabra by a China Coast Guard ship", "ramming", "CN-CCG", "PH-PCG"),
        ("CCG 5205 fired water cannon at BRP Cabra", "water_cannon", "CN-CCG", "PH-PCG"),
        ("Water cannon was fired at BRP Cabra by CCG 5205", "water_cannon", "CN-CCG", "PH-PCG"),
        ("BRP Cabra was hit by water cannon from CCG 5205", "water_cannon", "CN-CCG", "PH-PCG"),
        ("BRP Cabra came under water cannon attack by CCG 5205", "water_cannon", "CN-CCG", "PH-PCG"),
        ("CCG 5205 blasted BRP Cabra with water cannon", "water_cannon", "CN-CCG", "PH-PCG"),
        ("The use of water cannon by CCG 5205 against BRP Cabra", "water_cannon", "CN-CCG", "PH-PCG"),
        ("China's use of water cannon against BRP Cabra", "water_cannon", "CN-UNK", "PH-PCG"),
        ("A laser was pointed at BRP Cabra by a Chinese coast guard ship", "laser", "CN-CCG", "PH-PCG"),
        ("Using a laser, the Chinese coast guard blinded sailors of BRP Cabra", "laser", "CN-CCG", "PH-PCG"),
        ("Pilots of HMAS Canberra had lasers pointed at them by Chinese fishing boats", "laser", "CN-FISH", "AU-NAVY"),
        ("A Philippine air force plane saw flares fired in its path by Chinese jets", "flare", "CN-UNK", "PH-AF"),
        ("Chinese coast guard ships tried to block BRP Cabra", "blocking", "CN-CCG", "PH-PCG"),
        ("CCG 5205, which had shadowed it, blocked BRP Cabra", "blocking", "CN-CCG", "PH-PCG"),
        ("Vietnam said Chinese coast guard ships had harassed Vietnamese fishermen", "harassment", "CN-CCG", "VN-FISH"),
        ("The Indonesian navy seized a Vietnamese fishing boat", "seizure", "ID-NAVY", "VN-FISH"),
        ("Vietnamese fishermen detained by the Chinese coast guard", "detention", "CN-CCG", "VN-FISH"),
        ("CCG 5205 came as near as three metres to BRP Cabra", "dangerous_manoeuvre", "CN-CCG", "PH-PCG"),
        ("BRP Cabra narrowly avoided a collision with CCG 5205", "dangerous_manoeuvre", "CN-CCG", "PH-PCG"),
        ("A collision between a Chinese coast guard ship and BRP Cabra", "collision", "CN-CCG", "PH-PCG"),
        ("Chinese and Philippine coast guard ships collided", "collision", "CN-CCG", "PH-PCG"),
        ("KD Keris detected a Chinese survey ship inside the zone", "survey_intrusion", "CN-SURVEY", "MY-RMN"),
        ("The Philippine coast guard removed a barrier laid by China", "barrier", "CN-UNK", "PH-PCG"),
        ("An Australian P-8A was intercepted by a Chinese warplane", "air_intercept", "CN-PLAAF", "AU-RAAF"),
        ("Fishermen from Zambales said they were chased away by CCG 5205", "expulsion", "CN-CCG", "PH-FISH"),
        (
            "A warship of the Chinese navy locked its fire-control radar on BRP Conrado Yap",
            "radar_lock",
            "CN-PLAN",
            "PH-NAVY",
        ),
    ],
)
def test_sides_of_one_sentence(read_text, text, kind, initiator, target):
    (found,) = read_text(f"{text} near Second Thomas Shoal in the South China Sea on Monday.").incidents
    assert kind in found.types
    assert (found.initiators, found.targets) == ((initiator,), (target,))
    assert found.date_start == "2024-06-17"


@pytest.mark.parametrize(
    ("text", "initiator", "target"),
    [
        ("A Chinese coast guard ship met BRP Cabra. It rammed the Philippine vessel.", "CN-CCG", "PH-PCG"),
        ("CCG 5205 blocked BRP Cabra. It then rammed it.", "CN-CCG", "PH-PCG"),
        ("BRP Cabra was sailing to the reef when it was rammed by CCG 5205.", "CN-CCG", "PH-PCG"),
        ("The Philippine Coast Guard said its ship was rammed by a Chinese coast guard cutter.", "CN-CCG", "PH-PCG"),
        ("Filipino fishermen said that CCG 5205 rammed their boats.", "CN-CCG", "PH-FISH"),
        ("A Chinese coast guard ship followed BRP Cabra. The Chinese vessel rammed BRP Cabra.", "CN-CCG", "PH-PCG"),
    ],
)
def test_words_that_stand_for_somebody_told_before(read_text, text, initiator, target):
    (found,) = read_text(f"{text} This was on Monday near Second Thomas Shoal.").incidents
    assert "ramming" in found.types
    assert (found.initiators, found.targets) == ((initiator,), (target,))


def test_nobody_takes_the_service_that_only_speaks(read_text):
    text = (
        "The Philippine Coast Guard said a Chinese coast guard ship rammed a fishing boat near Sabina Shoal on Monday."
    )
    (found,) = read_text(text).incidents
    assert found.targets != ("PH-PCG",)


def test_a_countercharge_turns_no_side_round(read_text):
    text = (
        "CCG 5205 collided with BRP Cabra near Sabina Shoal on Monday, Manila said. China's coast guard said that the "
        "Philippine ship deliberately rammed its vessel."
    )
    (found,) = read_text(text).incidents
    assert (found.initiators, found.targets) == (("CN-CCG",), ("PH-PCG",))
    assert found.types == ("ramming", "collision")
    assert "CN: calls it a deliberate provocation by the other side" in found.accounts


@pytest.mark.parametrize(
    ("text", "initiators", "targets"),
    [
        (
            "A Chinese cutter came after BRP Suluan at full speed near Scarborough Shoal and tried to hit it with water "
            "cannon.",
            ("CN-CCG",),
            ("PH-PCG",),
        ),
        (
            "CSB 4032 was near Vanguard Bank when CCG 5202 went after it and attempted to ram it.",
            ("CN-CCG",),
            ("VN-VCG",),
        ),
        (
            "Two Chinese cutters and a navy frigate shadowed the mission near Scarborough Shoal, with CCG 3302 passing in "
            "front of the bow of BRP Datu Taradapit.",
            ("CN-CCG", "CN-PLAN"),
            ("PH-BFAR",),
        ),
        ("A Chinese frigate followed a U.S. Navy surveillance ship off Hainan.", ("CN-PLAN",), ("US-NAVY",)),
        ("Chinese trawlers harassed an American surveillance ship off Hainan.", ("CN-FISH",), ("US-NAVY",)),
        ("CCG 5205 and 4203 blocked BRP Cabra near Sabina Shoal.", ("CN-CCG",), ("PH-PCG",)),
        (
            "Four Chinese ships surrounded the USNS Impeccable off Hainan, two of them closing to within 50 feet. She was "
            "approached by a Chinese navy ship, a fisheries patrol vessel, a coast guard cutter and two trawlers.",
            ("CN-CCG", "CN-FISH", "CN-FLEC", "CN-PLAN"),
            ("US-NAVY",),
        ),
    ],
)
def test_sides_of_pursuers_lists_and_ships_at_watch(read_text, text, initiators, targets):
    found = read_text(text, "2012-06-18")
    assert [(tuple(sorted(one.initiators)), one.targets) for one in found.incidents] == [(initiators, targets)]


def test_two_surveillance_ships_with_one_name_bar_the_way(read_text):
    text = "The Zhongguo Haijian 75 and 84 placed themselves between BRP Gregorio del Pilar and Scarborough Shoal."
    found = read_text(text, "2012-04-12")
    assert [(one.types, one.initiators) for one in found.incidents] == [(("blocking",), ("CN-CMS",))]


def test_no_flag_is_made_up(read_text):
    text = (
        "Pilots from HMAS Canberra had lasers pointed at them from fishing vessels in the South China Sea on Monday. The "
        "ship was followed by a Chinese warship. Nobody knew the flag of the fishing vessels."
    )
    found = {one.types: one.initiators for one in read_text(text).incidents}
    assert not any("CN-FISH" in codes for codes in found.values())


def test_a_crew_has_the_country_of_its_boat(read_text):
    text = (
        "A Vietnamese fishing boat was held off Kudat on Monday. The Malaysian Maritime Enforcement Agency said the "
        "boat's crew threw iron bars at officers."
    )
    (found,) = read_text(text, PUBLISHED).incidents
    assert {"MY-MMEA", "VN-FISH"} == set(found.initiators)


def test_two_that_exchange_fire_are_on_both_sides(read_text):
    text = "A Philippine navy gunboat and a Chinese navy ship exchanged gunfire off Capones Island on Monday."
    (found,) = read_text(text, PUBLISHED).incidents
    assert set(found.initiators) == set(found.targets) == {"PH-NAVY", "CN-PLAN"}


def test_two_that_come_close_to_each_other_are_on_both_sides(read_text):
    text = (
        "A Chinese coast guard ship and a Vietnamese fisheries patrol ship came to within 10 metres of each other south of "
        "Vanguard Bank on Monday."
    )
    (found,) = read_text(text, PUBLISHED).incidents
    assert set(found.initiators) == set(found.targets) == {"CN-CCG", "VN-VFRS"}


def test_escorts_that_have_done_something_escort_nobody(read_text):
    text = (
        "A Chinese survey ship and its coast guard escorts have carried out drills near Vanguard Bank, Vietnam said on "
        "Monday, and Vietnamese coast guard ships were there."
    )
    assert "expulsion" not in {kind for one in read_text(text, PUBLISHED).incidents for kind in one.types}


def test_a_command_sends_whose_forces_act(read_text):
    text = (
        "The Southern Theater Command organised naval forces to trail USS Higgins near Second Thomas Shoal on Monday."
    )
    assert [one.initiators for one in read_text(text, PUBLISHED).incidents] == [("CN-PLAN",)]


def test_who_trades_fire_with_another_is_fired_at_too(read_text):
    text = "A Philippine navy gunboat traded fire with a Chinese navy ship off Capones Island on Monday."
    (found,) = read_text(text, PUBLISHED).incidents
    assert set(found.initiators) == set(found.targets) == {"PH-NAVY", "CN-PLAN"}


@pytest.mark.parametrize("forces", ["naval and air forces", "air and naval forces", "sea and air forces"])
def test_forces_of_two_arms_are_both(read_text, forces):
    text = (
        "USS Higgins sailed near Scarborough Shoal on Monday. China's Southern Theater Command said it had sent "
        f"{forces} to shadow the destroyer."
    )
    (found,) = read_text(text, PUBLISHED).incidents
    assert (set(found.initiators), found.targets) == ({"CN-PLAN", "CN-PLAAF"}, ("US-NAVY",))


def test_the_owner_of_an_aircraft_counts_more_than_its_type(read_text):
    text = "A J-16 of the PLA Navy crossed ahead of an Australian P-8A near the Paracel Islands on Monday."
    (found,) = read_text(text, PUBLISHED).incidents
    assert found.initiators == ("CN-PLAN",)


@pytest.mark.parametrize(
    ("text", "initiator", "target"),
    [
        (
            "Flares were fired from Subi Reef as a Vietnamese navy aircraft flew past on Monday. China holds the reef.",
            "CN-UNK",
            "VN-NAVY",
        ),
        (
            "A tug escorting a Chinese survey ship struck the Vietnamese coast guard ship CSB 8001 near Vanguard Bank on "
            "Monday.",
            "CN-CIV",
            "VN-VCG",
        ),
        (
            "A Chinese coast guard ship told two Malaysian trawlers to leave Luconia Shoals on Monday and then rammed one.",
            "CN-CCG",
            "MY-FISH",
        ),
        (
            "Canberra condemned the reckless behaviour of the Chinese navy towards HMAS Toowoomba near Scarborough Shoal. A "
            "Chinese destroyer cut across her bow on Monday.",
            "CN-PLAN",
            "AU-NAVY",
        ),
        (
            "HMS Spey sailed close to the Paracel Islands on Monday and was shadowed by a Chinese frigate.",
            "CN-PLAN",
            "GB-NAVY",
        ),
    ],
)
def test_whoever_only_stands_beside_does_nothing(read_text, text, initiator, target):
    found = read_text(text, PUBLISHED).incidents
    assert {(one.initiators, one.targets) for one in found} == {((initiator,), (target,))}


def test_the_air_force_is_that_of_who_says_so(read_text):
    text = (
        "A Chinese fighter fired flares at an Australian air force P-8A near the Paracel Islands on Monday. A spokesman "
        "for China's military said that the plane had come too close and that the air force had driven it away."
    )
    (found,) = read_text(text, PUBLISHED).incidents
    assert (found.initiators, found.targets) == (("CN-PLAAF",), ("AU-RAAF",))


def test_a_patrol_that_follows_who_came_is_on_both_sides(read_text):
    text = (
        "CCG 5901 entered the exclusive economic zone of Vietnam near Vanguard Bank on Monday. Two Vietnamese coast guard "
        "ships followed it for a day."
    )
    (found,) = read_text(text, PUBLISHED).incidents
    assert set(found.initiators) == set(found.targets) == {"CN-CCG", "VN-VCG"}
    text = text.replace("CCG 5901", "The Haiyang Dizhi 8")
    assert "VN-VCG" not in read_text(text, PUBLISHED).incidents[0].initiators


def test_a_patrol_that_frees_its_fishers_is_on_both_sides(read_text):
    text = (
        "The patrol boat KP Hiu 11 seized a Chinese trawler off Natuna on Monday. A Chinese coast guard ship then rammed "
        "the Hiu to free it."
    )
    (found,) = read_text(text, PUBLISHED).incidents
    assert {"ID-PSDKP", "CN-CCG"} == set(found.initiators)
    assert {"ID-PSDKP", "CN-FISH"} == set(found.targets)


@pytest.mark.parametrize(
    ("text", "initiator", "target"),
    [
        (
            "A Chinese jet flew within ten metres of a Vietnamese plane near Vanguard Bank on Monday. The turboprop, which "
            "belongs to the Vietnam Coast Guard, kept its course.",
            "CN-UNK",
            "VN-VCG",
        ),
        (
            "BRP Cabra lost a mast to Chinese water cannon near Second Thomas Shoal on Monday.",
            "CN-UNK",
            "PH-PCG",
        ),
        (
            "Ships of the China Coast Guard that had been trailing it blocked BRP Cabra near Second Thomas Shoal on Monday.",
            "CN-CCG",
            "PH-PCG",
        ),
        (
            "As BRP Cabra was sailing near Second Thomas Shoal on Monday, a Chinese frigate came up and rammed it.",
            "CN-PLAN",
            "PH-PCG",
        ),
        (
            "According to the Philippine coast guard, a Chinese cutter came up from behind, rammed BRP Cabra and turned away "
            "near Second Thomas Shoal on Monday.",
            "CN-CCG",
            "PH-PCG",
        ),
    ],
)
def test_sides_told_in_another_clause(read_text, text, initiator, target):
    found = read_text(text, PUBLISHED).incidents
    assert {(one.initiators, one.targets) for one in found} == {((initiator,), (target,))}


def test_boats_that_lie_side_by_side_lie_at_no_side(read_text):
    text = "Some 200 Chinese militia vessels lay side by side at Whitsun Reef on Monday."
    (found,) = read_text(text, PUBLISHED).incidents
    assert (found.initiators, found.targets) == (("CN-MM",), ())


@pytest.mark.parametrize(
    ("text", "target"),
    [
        (
            "A boat from Quang Ngai was boarded by Chinese officers near the Paracels on Monday. They took its nets.",
            "VN-FISH",
        ),
        ("KRI Halasan seized two Vietnamese-flagged boats off Natuna on Monday for illegal fishing.", "VN-FISH"),
        ("KRI Halasan seized two Vietnamese-flagged ships off Natuna on Monday.", "VN-UNK"),
        (
            "A Chinese ship rammed a Philippine vessel that brought fuel to fishermen near Sabina Shoal on Monday.",
            "PH-UNK",
        ),
    ],
)
def test_a_boat_with_a_catch_is_of_fishers(read_text, text, target):
    (found,) = read_text(text, PUBLISHED).incidents
    assert found.targets == (target,)


def test_the_service_named_in_the_sentence_itself_comes_first(read_text):
    text = (
        "A Chinese fighter came within ten metres of the nose of a US Air Force B-52 near Scarborough Shoal on Monday and "
        "forced the American crew to take evasive action. In 2001 a Chinese jet had collided with a US Navy EP-3."
    )
    assert read_text(text, PUBLISHED).incidents[0].targets == ("US-USAF",)


@pytest.mark.parametrize(
    "company",
    [
        "It was escorted by Chinese coast guard ships.",
        "Two China Coast Guard cutters were with it.",
        "Chinese coast guard vessels have been following.",
    ],
)
def test_ships_that_go_along_are_on_the_side_that_acts(read_text, company):
    text = (
        f"The Haiyang Dizhi 8 entered the exclusive economic zone of Malaysia near Luconia Shoals on Monday. {company}"
    )
    (found,) = read_text(text, PUBLISHED).incidents
    assert set(found.initiators) == {"CN-SURVEY", "CN-CCG"}


def test_ships_that_only_pass_go_along_with_nobody(read_text):
    text = (
        "The Haiyang Dizhi 8 entered the exclusive economic zone of Malaysia near Luconia Shoals on Monday. A Chinese navy "
        "ship called at Kota Kinabalu in May."
    )
    (found,) = read_text(text, PUBLISHED).incidents
    assert found.initiators == ("CN-SURVEY",)


@pytest.mark.parametrize(
    "text",
    [
        "A Malaysian Maritime Enforcement Agency ship stopped a Vietnamese trawler off Kemaman on Monday after one of its "
        "crew hurled bottles. The crew threw stones at the officers, who then arrested them.",
        "A Philippine Navy ship chased two Vietnamese fishing boats off Bolinao on Monday. One of them swung round and "
        "rammed BRP Miguel Malvar. The navy arrested five fishermen.",
    ],
)
def test_fishers_who_resist_before_they_are_held_are_on_both_sides(read_text, text):
    (found,) = read_text(text, PUBLISHED).incidents
    assert "VN-FISH" in found.initiators
    assert len(found.initiators) == len(found.targets) == 2


@pytest.mark.parametrize(
    "text",
    [
        "JAKARTA - A Chinese coast guard vessel rammed the patrol boat KP Orca 03 off Natuna on Monday while it had a seized "
        "trawler in tow.",
        "JAKARTA - KP Orca 03 was blocked off Natuna on Monday by a Chinese coast guard ship, which forced it to release a "
        "Chinese boat.",
    ],
)
def test_boats_that_their_own_patrol_takes_back_suffered_too(read_text, text):
    (found,) = read_text(text, PUBLISHED).incidents
    assert set(found.initiators) == {"CN-CCG", "ID-PSDKP"}
    assert set(found.targets) == {"ID-PSDKP", "CN-FISH"}


def test_a_patrol_that_nobody_was_in_the_hands_of_is_on_one_side(read_text):
    text = (
        "JAKARTA - A Chinese coast guard vessel rammed the patrol boat KP Orca 03 off Natuna on Monday. Trawlers were not "
        "caught."
    )
    (found,) = read_text(text, PUBLISHED).incidents
    assert (found.initiators, found.targets) == (("CN-CCG",), ("ID-PSDKP",))


@pytest.mark.parametrize(
    ("text", "initiator", "target"),
    [
        (
            "Malaysian trawler chased off near Luconia Shoals\nA Chinese coast guard ship drove the boat away on Monday.",
            "CN-CCG",
            "MY-FISH",
        ),
        (
            "Two Chinese ships struck each other near Scarborough Shoal on Monday as they chased BRP Suluan.",
            "CN-UNK",
            "PH-PCG",
        ),
        (
            "China's Southern Theater Command said that naval and air forces near the Paracel Islands on Monday had warned USS "
            "Higgins according to law and driven it away.",
            "CN-PLAN",
            "US-NAVY",
        ),
        (
            "Beijing said that an Australian P-8A of the air force came near the Paracel Islands on Monday and that its forces "
            "tracked, monitored and expelled it.",
            "CN-UNK",
            "AU-RAAF",
        ),
    ],
)
def test_sides_of_headlines_and_statements(read_text, text, initiator, target):
    (found,) = read_text(text, PUBLISHED).incidents
    assert initiator in found.initiators
    assert {code[:2] for code in found.initiators} == {initiator[:2]}
    assert found.targets == (target,)


@pytest.mark.parametrize(
    ("text", "initiator", "target"),
    [
        (
            "Hampered for two days, BRP Cabra found four Chinese coast guard ships in her way near Scarborough Shoal on Monday.",
            "CN-CCG",
            "PH-PCG",
        ),
        (
            "Divers of HMAS Ballarat were hurt by the sonar of a Chinese destroyer near Scarborough Shoal on Monday.",
            "CN-PLAN",
            "AU-NAVY",
        ),
        (
            "With its fire hoses the Indonesian patrol ship KP Hiu 11 flooded a Vietnamese trawler off Natuna on Monday.",
            "ID-PSDKP",
            "VN-FISH",
        ),
        (
            "Ten Chinese soldiers from a navy ship boarded a Vietnamese fishing boat near the Paracels on Monday.",
            "CN-PLAN",
            "VN-FISH",
        ),
        (
            "Chinese fishery police boarded a Vietnamese fishing boat near the Paracels on Monday.",
            "CN-CCG",
            "VN-FISH",
        ),
    ],
)
def test_sides_told_in_another_order(read_text, text, initiator, target):
    (found,) = read_text(text, PUBLISHED).incidents
    assert (found.initiators, found.targets) == ((initiator,), (target,))
