"""Ways to tell each type of incident that are less usual, and near misses of the same words."""

from __future__ import annotations

import pytest

TODAY = "2024-08-20"

TOLD = [
    ("Two China Coast Guard boats tore after a Filipino fisherman near Sabina Shoal on Monday.", "harassment"),
    ("CCG 5205 and a Chinese tug cut off the escape of a Filipino boat near Sabina Shoal on Monday.", "blocking"),
    ("A Chinese cutter ran up on BRP Cabra from astern off Zambales on Monday.", "dangerous_manoeuvre"),
    ("A Chinese trawler lay in the approach to Sabina Shoal as BRP Cabra came on Monday.", "blocking"),
    ("Sailors of KRI Bung Tomo stood on the deck of a Vietnamese trawler off Natuna on Monday.", "boarding"),
    ("KN Tanjung Datu saw a Chinese cutter across the edge of the zone off Natuna on Monday.", "expulsion"),
    ("BRP Cabra glued itself to a Chinese cutter near Sabina Shoal on Monday.", "shadowing"),
    ("CCG 5205 let BRP Cabra have it with both monitors near Sabina Shoal on Monday.", "water_cannon"),
    ("BRP Cabra vanished under a column of seawater from CCG 5205 near Sabina Shoal on Monday.", "water_cannon"),
    ("CCG 5205 turned a long-range loudspeaker device on BRP Cabra near Sabina Shoal on Monday.", "acoustic_device"),
    ("The China Coast Guard laid a float line across the mouth of Sabina Shoal on Monday, Manila said.", "barrier"),
    ("A Chinese survey ship drew a ragged line past Sabina Shoal on Monday, Manila said.", "survey_intrusion"),
    ("Philippine sailors opened up with rifles on a Vietnamese boat off Bolinao on Monday.", "shots_fired"),
    ("A Chinese cutter backed its stern into BRP Cabra near Sabina Shoal on Monday.", "collision"),
    ("A jet from the Chinese cutter hit BRP Cabra near Sabina Shoal on Monday.", "water_cannon"),
    ("BRP Cabra took a drubbing from the hoses of a Chinese cutter near Sabina Shoal on Monday.", "water_cannon"),
    (
        "Filipino fishermen had to leave their grounds off Zambales on Monday under the guns of a Chinese cutter.",
        "expulsion",
    ),
    ("CCG 3105 passed a boat's length from BRP Cabra near Sabina Shoal on Monday.", "dangerous_manoeuvre"),
    ("The Binh Minh 02 lost the use of her streamer to Chinese trawlers off Con Co on Monday.", "harassment"),
    (
        "Two Chinese jets came round the Australian patrol plane in tight circles near the Paracels on Monday.",
        "air_intercept",
    ),
    ("A Chinese frigate had the Philippine patrol boat in its sights near Sabina Shoal on Monday.", "shadowing"),
    ("BRP Cabra took the full force of a Chinese cutter's fire monitors near Sabina Shoal on Monday.", "water_cannon"),
    ("A Filipino boat was stove in by a Chinese cutter near Sabina Shoal on Monday.", "ramming"),
    ("A Filipino boat was stove in by a Chinese trawler near Sabina Shoal on Monday.", "collision"),
    ("KRI Bung Tomo took a bump from a Vietnamese patrol ship off Natuna on Monday.", "collision"),
    (
        "A Chinese cutter came so close to BRP Cabra near Sabina Shoal on Monday that it had to stop.",
        "dangerous_manoeuvre",
    ),
    ("Three Chinese cutters hung on the heels of BRP Cabra near Sabina Shoal on Monday.", "shadowing"),
    ("A Chinese destroyer stayed two miles astern of HMCS Ottawa and a mile behind near the Paracels.", "shadowing"),
    (
        "HMCS Ottawa had a companion off the Paracels: a Chinese destroyer that stayed two miles astern.",
        "shadowing",
    ),
    ("A Chinese coast guard crew waved a Filipino boat away from Sabina Shoal on Monday.", "expulsion"),
    ("A Chinese cutter was edged out to 90 miles by BRP Cabra off Zambales on Monday.", "expulsion"),
    ("A Vietnamese skipper was led off in irons by officers of KM Tegas near Redang on Monday.", "detention"),
    ("Four Vietnamese fishermen have bullet wounds from an Indonesian warship off Con Dao on Monday.", "shots_fired"),
    ("Indonesian navy frogmen went up the ladder of a Chinese trawler off Natuna on Monday.", "boarding"),
    ("KN 290 spent Monday between a Chinese survey ship and the nets of Phu Yen boats off the Paracels.", "blocking"),
    ("BRP Cabra found its way shut by CCG 5205 near Sabina Shoal on Monday.", "blocking"),
    ("The signal of BRP Cabra was smothered by a Chinese warship near Sabina Shoal on Monday.", "jamming"),
    ("A Chinese trawler dragged its gear through the nets of a Filipino boat off Zambales on Monday.", "harassment"),
    ("Men from a Vietnamese boat were set upon by Chinese sailors near Woody Island on Monday.", "assault"),
    ("A Chinese frigate began to ping as divers of HMAS Hobart worked near the Paracels on Monday.", "sonar"),
    ("A Chinese cutter dropped anchor at Luconia Shoals on Monday, the Malaysian navy said.", "survey_intrusion"),
    ("A cutter of China's coast guard tried to run BRP Cabra down near Zambales on Monday.", "dangerous_manoeuvre"),
    (
        "A Chinese cutter fired some six or seven times into the water beside a Filipino boat off Zambales.",
        "warning_shots",
    ),
    ("Chinese soldiers in a speedboat let off some six rounds near a Filipino boat off Zambales.", "shots_fired"),
    ("A Chinese patrol ship fired some 30 rounds into a Vietnamese boat near Woody Island on Monday.", "shots_fired"),
    ("A Chinese trawler ran a Filipino fishing boat down off Zambales on Monday.", "collision"),
    ("BRP Suluan was closely approached by a Chinese cutter near Sabina Shoal on Monday.", "dangerous_manoeuvre"),
    (
        "A Chinese warship pointed its radar gun at a Philippine Navy vessel near Commodore Reef on Monday.",
        "radar_lock",
    ),
    ("BRP Cabra found its way barred by two Chinese cutters near Sabina Shoal on Monday.", "blocking"),
    ("A Chinese crew shone a blinding white light at BRP Cabra near Sabina Shoal on Monday.", "laser"),
    ("A Vietnamese trawler was split in two by a Chinese ship near Woody Island on Monday.", "sinking"),
    ("Chinese sailors set a Vietnamese fishing boat ablaze near Woody Island on Monday.", "sinking"),
    ("Chinese officers fired their rifles at a Vietnamese trawler near Woody Island on Monday.", "shots_fired"),
    ("Vietnamese fishermen hurled rocks at an Indonesian patrol boat off Natuna on Monday.", "assault"),
    ("Officers of China's coast guard tied up the crew of a Vietnamese boat near Woody Island on Monday.", "assault"),
    (
        "An Indonesian warship put a burst into the water ahead of a Chinese trawler off Natuna on Monday.",
        "warning_shots",
    ),
    ("A Chinese cutter struck BRP Cabra a second time on purpose near Sabina Shoal on Monday.", "ramming"),
    ("A Chinese cutter wilfully hit a Philippine boat near Sabina Shoal on Monday.", "ramming"),
    ("A Chinese freighter cut a Philippine fishing boat in half off Zambales on Monday.", "collision"),
    ("A Chinese cutter poured water on a Philippine supply boat near Sabina Shoal on Monday.", "water_cannon"),
    ("A Chinese cutter trained its cannons on BRP Cabra near Sabina Shoal on Monday.", "water_cannon"),
    ("Chinese officers stripped a Vietnamese fishing boat of its nets near Woody Island on Monday.", "seizure"),
    ("Chinese officers unscrewed the radio of a Vietnamese boat near Woody Island on Monday.", "seizure"),
    ("Ten Chinese officers climbed over the rail of a Vietnamese boat near Woody Island on Monday.", "boarding"),
    ("A China Coast Guard ship used a sound weapon against BRP Cabra near Sabina Shoal on Monday.", "acoustic_device"),
    ("A Chinese jet held 500 feet off the wing of a US P-8A over the Paracel Islands on Monday.", "air_intercept"),
    ("A Chinese cutter reversed towards a Philippine boat near Sabina Shoal on Monday.", "dangerous_manoeuvre"),
    ("A Chinese boat sped across the course of a Vietnamese ship near Vanguard Bank on Monday.", "dangerous_manoeuvre"),
    (
        "A Chinese cutter cut in between BRP Cabra and two supply boats near Sabina Shoal on Monday.",
        "dangerous_manoeuvre",
    ),
    ("A Chinese cutter denied a Philippine boat passage near Sabina Shoal on Monday.", "blocking"),
    ("A Philippine boat was kept from the lagoon by Chinese cutters at Scarborough Shoal on Monday.", "blocking"),
    ("A Chinese cutter told BRP Cabra by radio to move off near Sabina Shoal on Monday.", "expulsion"),
    ("A Chinese warship questioned a Philippine plane by radio over Sabina Shoal on Monday.", "harassment"),
    ("Chinese marines aimed rifles at Philippine sailors at Second Thomas Shoal on Monday.", "harassment"),
    ("Chinese trawlers hauled nets in Indonesia's exclusive economic zone off Natuna on Monday.", "survey_intrusion"),
    ("A Chinese frigate kept a Canadian frigate in view near the Spratly Islands on Monday.", "shadowing"),
    ("A Chinese cutter aimed an LRAD at BRP Cabra near Sabina Shoal on Monday.", "acoustic_device"),
    ("A Chinese cutter's sonic projector was pointed at BRP Cabra near Sabina Shoal on Monday.", "acoustic_device"),
    ("Malaysian officers fired three rounds skyward as a Vietnamese trawler fled off Miri on Monday.", "warning_shots"),
    (
        "Chinese coast guards fired over their heads, two Filipino fishermen said at Thitu Island on Monday.",
        "warning_shots",
    ),
    ("A Chinese frigate latched on to a US P-8A near Fiery Cross Reef on Monday.", "radar_lock"),
    ("Chinese and Vietnamese cutters stood toe to toe near Vanguard Bank on Monday.", "standoff"),
    ("A horde of Chinese militia boats lay round BRP Cabra at Sabina Shoal on Monday.", "swarming"),
    ("A Chinese cutter lay athwart the track of a Vietnamese ship near Vanguard Bank on Monday.", "blocking"),
    ("A Chinese boat sped up and slammed together with a Vietnamese trawler off Con Co on Monday.", "collision"),
    ("A Chinese surveillance drone was above Pratas Reef on Monday, Taiwan's coast guard said.", "drone"),
    ("A Malaysian ship kept tabs on a Chinese cutter near South Luconia Shoals on Monday.", "shadowing"),
    ("A Chinese gunboat turned a machine gun on a Vietnamese trawler near Woody Island on Monday.", "shots_fired"),
    ("A Chinese patrol boat put several rounds into a Vietnamese trawler near Woody Island on Monday.", "shots_fired"),
    (
        "The Chinese survey ship Fendou 4 shot seismic lines across Block 114 off Quang Tri on Monday.",
        "survey_intrusion",
    ),
    ("A Chinese research vessel towed its streamers through Vietnam's Block 6-1 on Monday.", "survey_intrusion"),
    ("A Chinese tanker was held by the Vietnam Coast Guard off Bach Long Vi on Monday.", "seizure"),
    ("Vietnamese fishermen had to give up their catch to a Chinese patrol near Woody Island on Monday.", "seizure"),
    ("Four Chinese fishermen were taken off their boat by an Indonesian ship near Natuna on Monday.", "detention"),
    ("Philippine officers made their way aboard a Chinese trawler near Scarborough Shoal on Monday.", "boarding"),
    ("The radios of an Indonesian boat went dead when a Chinese ship drew up near Natuna on Monday.", "jamming"),
    ("A Chinese J-11 drew level with a US Navy P-8A near the Paracel Islands on Monday.", "air_intercept"),
    ("A PLA Navy J-11 approached a Canadian CP-140 Aurora near Pratas Island on Monday.", "air_intercept"),
    ("The bridge crew of BRP Malapascua was dazzled by a Chinese cutter near Sabina Shoal on Monday.", "laser"),
    ("More than 100 Chinese ships were still at Whitsun Reef on Monday, the Philippine coast guard said.", "swarming"),
    ("A hail of bolts from a Vietnamese trawler broke a window of an Indonesian boat off Natuna on Monday.", "assault"),
    ("Four Chinese militia boats lined up ahead of a Philippine boat near Thitu Island on Monday.", "blocking"),
    ("A Philippine boat could not get past Chinese cutters near Second Thomas Shoal on Monday.", "blocking"),
    ("Philippine and Chinese ships glared at each other near Scarborough Shoal on Monday.", "standoff"),
    ("A Chinese coast guard ship got a Vietnamese trawler to leave waters off Woody Island on Monday.", "expulsion"),
    ("A Chinese trawler charged into an Indonesian patrol boat off Natuna on Monday.", "ramming"),
    ("A Chinese ship sheared the outrigger off a Filipino boat near Scarborough Shoal on Monday.", "collision"),
    (
        "A Chinese destroyer turned sharply in front of USS Chung-Hoon near the Paracels on Monday.",
        "dangerous_manoeuvre",
    ),
    ("Chinese cutters spoiled the fishing of Filipino boats at Scarborough Shoal on Monday.", "harassment"),
    ("Manila wants to know why a Chinese cutter rammed BRP Cabra near Sabina Shoal on Monday.", "ramming"),
    ("An Indonesian navy ship took three Vietnamese fishermen into custody off Natuna on Monday.", "detention"),
    ("MMEA picked up eleven Vietnamese crew and their boat off Bintulu on Monday, Malaysia said.", "detention"),
    (
        "A Vietnamese boat lost a cargo of sea cucumber to a Chinese ship off Triton Island on Monday.",
        "seizure",
    ),
    ("A Chinese crew cleaned out the freezer of a Vietnamese boat off Triton Island on Monday.", "seizure"),
    ("A bump between CCG 5205 and BRP Cabra off Zambales on Monday hurt nobody.", "collision"),
    ("A Chinese trawler tore open the side of a Filipino fishing boat off Zambales on Monday.", "collision"),
    ("CCG 5205 turned its hydrant on BRP Cabra off Zambales on Monday.", "water_cannon"),
    ("Chinese guards helped themselves to the catch of a Filipino boat off Zambales on Monday.", "seizure"),
    ("CCG 5205 aimed a hailing array at BRP Cabra off Zambales on Monday.", "acoustic_device"),
    ("Australian divers were hurt by sound pulses from a Chinese destroyer off the Paracels on Monday.", "sonar"),
    ("Malaysian cutters showed a Vietnamese trawler the door off Sarawak on Monday.", "expulsion"),
    ("The Indonesian coast guard put a Chinese cutter to flight off Natuna on Monday.", "expulsion"),
    ("A Vietnamese navy ship escorted a Chinese trawler to the boundary line off Da Nang on Monday.", "expulsion"),
    ("Taiwan's coast guard told a Vietnamese boat by loudspeaker to head off from Itu Aba on Monday.", "expulsion"),
    ("Chinese trawlers came in droves to Vanguard Bank on Monday, Hanoi said.", "swarming"),
    ("CCG 5901 matched every turn of the Vietnamese patrol ship KN 278 at Vanguard Bank on Monday.", "shadowing"),
    ("A Chinese cutter darted under the bow of BRP Cabra off Zambales on Monday.", "dangerous_manoeuvre"),
    ("A Chinese corvette readied its guns at a Philippine navy ship near Commodore Reef on Monday.", "harassment"),
    (
        "A shot across her bow was fired at the Filipino boat Ann by a Vietnamese patrol off Pearson Reef on Monday.",
        "warning_shots",
    ),
    (
        "Chinese patrols closed the lagoon of Scarborough Shoal to Filipino boats with a rope of buoys on Monday.",
        "barrier",
    ),
    ("Live ammunition was used by a Chinese ship on a Vietnamese boat near Woody Island on Monday.", "shots_fired"),
    (
        "Two Chinese jets were sent up to see an American patrol plane off on its way near Hainan on Monday.",
        "air_intercept",
    ),
    (
        "Forty Chinese militia boats were moored in rows at Whitsun Reef on Monday, a plane found, Manila said.",
        "swarming",
    ),
    ("A Chinese crew shone what looked like a strong blue light at BRP Cabra near Sabina Shoal on Monday.", "laser"),
    (
        "A Chinese survey ship was at work inside Vietnam's exclusive economic zone near Vanguard Bank on Monday.",
        "survey_intrusion",
    ),
    (
        "A Chinese survey ship resumed its lines over the seabed near Vanguard Bank on Monday, Vietnam said.",
        "survey_intrusion",
    ),
    (
        "A Chinese cutter took from the Philippine boat a float that it was towing near Thitu Island on Monday.",
        "seizure",
    ),
    ("Sailors of a Chinese warship scooped an American glider out of the water off Subic Bay on Monday.", "seizure"),
    ("Chinese sailors slit two Philippine navy boats near Sabina Shoal on Monday and hauled both off.", "seizure"),
    ("KRI Bung Tomo brought in a Vietnamese trawler off Natuna on Monday.", "seizure"),
    ("Two boats with nine Vietnamese fishermen were netted by a Malaysian patrol off Redang on Monday.", "detention"),
    ("A Chinese patrol dragged a Vietnamese boat to Hainan on Monday with six men in it.", "seizure"),
    (
        "A Chinese cutter ordered a Philippine survey ship, the Geo One, out of the area near Reed Bank on Monday.",
        "expulsion",
    ),
    ("KN Tanjung Datu told a Chinese cutter off Natuna on Monday to be gone.", "expulsion"),
    (
        "A Chinese crew made Filipino fishermen toss their clams back into the sea at Scarborough Shoal on Monday.",
        "expulsion",
    ),
    ("A Chinese helicopter hung ten metres over Filipino scientists on Sandy Cay on Monday.", "harassment"),
    ("HMCS Ottawa was kept company by a Chinese frigate near the Paracels on Monday.", "shadowing"),
    ("HMCS Ottawa had a Chinese frigate on her port quarter near the Paracels on Monday.", "shadowing"),
    ("A Chinese cutter kept on in the wake of BRP Cabra near Sabina Shoal on Monday.", "shadowing"),
    ("A Filipino boat had to run for it from two Chinese cutters near Sabina Shoal on Monday.", "harassment"),
    (
        "A Chinese jet dropped burning canisters in front of a Philippine plane over Scarborough Shoal on Monday.",
        "flare",
    ),
    ("A Chinese cutter sent a Vietnamese boat under near Woody Island on Monday.", "sinking"),
    ("A Vietnamese boat was bowled over by a Chinese cutter near Woody Island on Monday.", "sinking"),
    (
        "A Filipino fisherman was killed by bullets from a Chinese patrol boat near Sabina Shoal on Monday.",
        "shots_fired",
    ),
    ("A Chinese warship's bow met the hull of a Filipino boat near Sabina Shoal on Monday.", "collision"),
    ("A Chinese trawler caught in the cables of a Vietnamese survey ship near Vanguard Bank on Monday.", "harassment"),
    ("Chinese sailors slit the tubes of a Philippine navy dinghy near Sabina Shoal on Monday.", "assault"),
    (
        "A Chinese jet flew across the nose of a Philippine patrol plane over Scarborough Shoal on Monday.",
        "air_intercept",
    ),
    (
        "A Chinese helicopter slid in beneath the rotor of an Australian helicopter near the Paracels on Monday.",
        "air_intercept",
    ),
    (
        "Three Chinese cutters barred the channel to a Philippine supply boat at Second Thomas Shoal on Monday.",
        "blocking",
    ),
    ("A Philippine boat was blasted twice by two Chinese cutters near Sabina Shoal on Monday.", "water_cannon"),
    (
        "A Chinese cutter raced to within two lengths of BRP Cabra near Sabina Shoal on Monday.",
        "dangerous_manoeuvre",
    ),
    ("A Chinese cutter sat off the Kasawari gas field all Monday, the Malaysian navy said.", "survey_intrusion"),
]


@pytest.mark.parametrize(("text", "kind"), TOLD, ids=[text[:60] for text, _ in TOLD])
def test_wording_tells_of_its_type(text, kind, read_text):
    found = read_text(text, TODAY)
    assert len(found.incidents) == 1
    assert kind in found.incidents[0].types


NOT_TOLD = [
    "Philippine coast guard plucks eleven from capsized boat off Palawan\n\nThe men were brought ashore on Monday.",
    "A Chinese-flagged boat which was taking fish in waters off Hainan met a Vietnamese navy ship on Monday.",
    "A Chinese ship sailed after dark from Scarborough Shoal on Monday, the Philippine navy said.",
    "Chinese and Philippine officials came together in Manila on Monday over Scarborough Shoal.",
    "A Philippine team was put on alert near Scarborough Shoal on Monday over a Chinese ship.",
    "A squall turned a Filipino pump boat over near Scarborough Shoal on Monday.",
    "BRP Cabra lost its radio near Scarborough Shoal on Monday as waves went over the bridge, China's navy saw.",
    "The PS-19 came upon a group of Vietnamese boats with bright lights off Palawan on Monday.",
    "Bakamla sent ships to Natuna on Monday. They are to drive off any Chinese trawler inside the zone.",
    "A Chinese action film opened on Monday. Its closing scene has PLA Navy ships warn off a Philippine boat at Sabina Shoal.",
    "In a war game run on Monday, the Chinese side rammed a Philippine boat at Second Thomas Shoal.",
    "A Chinese cutter dropped anchor at a port in Hainan on Monday.",
    "The Philippine crew ran the Chinese flag down on a reef near Thitu on Sunday.",
    "A Philippine ship took two Chinese sailors aboard near Sabina Shoal on Monday after their boat had foundered.",
    "A Chinese cutter left a Philippine ship at Sabina Shoal on Monday before arrests could be made.",
    "A Philippine court split in two over a Chinese ship near Scarborough Shoal on Monday.",
    "Philippine and Chinese officials set the agenda for talks on Scarborough Shoal ablaze with debate on Monday.",
    "A Chinese cutter near Sabina Shoal was painted white on purpose, a Philippine official said on Monday.",
    "A Philippine coast guard crew poured water on a fire aboard a Chinese freighter off Zambales on Monday.",
    "The Philippine navy cut its budget in half on Monday; China has ten cutters near Sabina Shoal.",
    "China denied a Philippine senator entry on Monday over remarks on Scarborough Shoal.",
    "The Philippines questioned China's claim to Scarborough Shoal in a radio programme on Monday.",
    "Chinese officials kept the talks on Scarborough Shoal in view on Monday, Manila said.",
    "A Philippine patrol ship searched for a missing Chinese sailor near Scarborough Shoal on Monday.",
    "A Chinese navy ship accompanied three Philippine fishing boats to Thitu Island on Monday after a storm.",
    "Chinese drone makers showed their wares to the Philippine navy near Subic on Monday.",
    "Chinese sailors plugged a hole in a Philippine boat near Scarborough Shoal on Monday.",
    "Filipinos clung to an upturned boat near Scarborough Shoal on Monday until a Chinese ship saved them.",
    "Philippine and Chinese experts stood toe to toe in a debate on Scarborough Shoal on Monday.",
    "A Vietnamese fisherman fell on the deck of a Chinese ship near Woody Island on Monday and broke his leg.",
    "Chinese patrols have orders to board Vietnamese boats off Hainan and to confiscate nets, officials said on Monday.",
    "At an open day in Manila on Monday, Philippine coast guard crews fired a water cannon and flew a drone.",
    "A Philippine ship fired its water cannon in salute off Subic on Monday as Chinese sailors watched.",
    "Incidents such as rammings of boats near Scarborough Shoal need a code, a Philippine diplomat told China.",
    "The Philippine navy turned its guns on itself in a budget row over Scarborough Shoal on Monday, China said.",
    "Coast guards of China may detain foreigners who trespass in waters off Scarborough Shoal from Monday.",
    "All crew of a Chinese freighter off Con Dao were taken off after a fire on Monday, a Vietnamese rescue centre said.",
]


@pytest.mark.parametrize("text", NOT_TOLD, ids=[text[:60] for text in NOT_TOLD])
def test_near_miss_tells_of_none(text, read_text):
    found = read_text(text, TODAY)
    assert found.incidents + found.background == ()


def test_a_merchant_ship_that_rams_a_boat_has_collided_with_it(read_text):
    found = read_text("A Chinese bulk carrier rammed into a Filipino fishing boat off Scarborough Shoal on Monday.")
    assert [one.types for one in found.incidents] == [("collision",)]


def test_a_boat_that_goes_down_sinks_nobody(read_text):
    text = (
        "A Chinese fishing vessel struck a Filipino fishing boat near Reed Bank on Sunday. It went down by the stern, and "
        "the crew clung to planks until a Vietnamese boat took them on board."
    )
    found = read_text(text)
    assert [(one.initiators, one.targets) for one in found.incidents] == [(("CN-FISH",), ("PH-FISH",))]


def test_flares_that_are_fired_are_no_shots(read_text):
    found = read_text(
        "Flares were fired at a Philippine coast guard plane from a Chinese ship near Subi Reef on Monday."
    )
    assert [one.types for one in found.incidents] == [("flare",)]
